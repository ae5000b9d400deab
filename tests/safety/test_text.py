"""Whatever somebody writes is stored letter for letter and found letter for letter: nothing of it is syntax."""

from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xhsplanner.core.errors import Refused
from xhsplanner.core.find import find_all, find_any
from xhsplanner.core.finding import Findable, best
from xhsplanner.core.hashtags import matching
from xhsplanner.core.query import parse
from xhsplanner.core.text import whole
from xhsplanner.ops import assets, catalog, notes, shots
from xhsplanner.store.store import Store

NASTY = [
    "甲 b " * 200,
    "'; DROP TABLE note; --", '" OR 1=1 --', "x'); DELETE FROM note; --", "\\'; --", "%", "_", "%_%", "\\%",
    "[a-z]", "a*", "NEAR(a b)", "NEAR/2", "AND", "OR", "NOT", "a NOT b", "grams:x", "chars : x",
    '{grams chars} : "x"', "^x", '"', '""', '"unclosed', "(", ")", "((", "a-b", "a+b", "-a", "--", "/*", "*/",
    ";", "?", "?1", ":name", "@name", "$name", "{}", "{0}", "{title}", "%s", "%(x)s", "${x}", "\x00", "a\x00b",
    "\x1f\x7f", "\ud800", "a\udfffb", "\uffff", "\u202e反", "\ufeff", "e\u0301", "ﬁ", "İ", "ß", "Ⅷ", "㊙",
    "😀", "👩‍👩‍👧‍👦", "🇨🇳", "\u200b", "　", "\t", "line\nline", "\r\n", "x" * 900, "长" * 900, "NULL",
    "null", "None", "0", "-1", "1e309", "0x10", "true", "[]", '{"a": 1}', "<script>", "&amp;", "../../x",
    "C:\\x", "sqlite_master", "rowid", "PRAGMA writable_schema=1", "ATTACH 'x' AS y", "羊毛' OR '1'='1", "毛",
    "、", "。", "#", "##",
]  # fmt: skip
TEXTS = ("body", "remark", "hashtags", "script", "topic", "occasion", "video_file")
ANY = st.one_of(st.sampled_from(NASTY), st.text(max_size=30))
QUIETLY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def make(store: Store, title: str, **fields: object) -> int:
    change = notes.create(store, 1, title, day=date(2026, 12, 9), **fields)
    assert change is not None
    return change.created["note"][0]


def as_stored(text: str) -> str:
    """Half a character cannot be kept by any file; all else can."""
    return whole(text)


def test_every_text_of_a_note_is_stored_letter_for_letter(store: Store) -> None:
    for text in NASTY:
        check_note(store, text)
    assert store.notes.count() == len(NASTY)


def check_note(store: Store, text: str) -> None:
    """One note with this text everywhere, written twice, taken back and done again."""
    given_ = {name: text for name in TEXTS if name in {*notes.FIELDS, *notes.TEXT_FIELDS}}
    assert len(given_) >= 4
    note_id = make(store, text, **given_)
    for _round in ("written", "written anew"):
        note, said = store.notes.get(note_id), store.notes.text(note_id)
        assert note is not None
        assert note.title == as_stored(text)
        for name in given_:
            assert getattr(note if hasattr(note, name) else said, name) == as_stored(text), name
        notes.edit(store, note_id, title="x", **dict.fromkeys(given_, ""))
        notes.edit(store, note_id, title=text, **given_)
    store.step("undo")
    store.step("redo")
    assert store.notes.get(note_id).title == as_stored(text)  # type: ignore[union-attr]


def test_every_name_is_stored_as_it_is_written_or_refused(store: Store) -> None:
    for text in {as_stored(" ".join(text.split())): text for text in NASTY}.values():
        check_names(store, text)


def check_names(store: Store, text: str) -> None:
    """One of every noun with this name, and a shot with these words."""
    wanted = as_stored(" ".join(text.split()))
    for noun in ("account", "series", "member", "persona", "offer", "keyword", "tag"):
        try:
            change = catalog.add(store, noun, name=text)
        except Refused:
            assert not wanted, noun
            continue
        assert change is not None
        row = store.catalog.row(noun, next(iter(change.created[noun])))
        assert row.name == wanted, noun
    change = shots.add(store, make(store, "x"), scene=text, words=text)
    assert change is not None
    (shot,) = [shot for note in store.notes.all() for shot in store.shots.of(note.id)][-1:]
    assert (shot.scene, shot.words) == (as_stored(text), as_stored(text))


def test_a_search_never_fails_and_finds_what_is_written(store: Store) -> None:
    other = make(store, "完全无关的一篇 zzz")
    for text in NASTY:
        note_id = make(store, text)
        found = [note.id for note in store.notes.find(text)]
        asked = parse(text, date(2026, 12, 9))  # `-a` asks for notes without it, `""` for nothing
        assert note_id in found or asked.without or not asked, text
        if asked.terms and not set("a10") & set(text.lower()):  # which its code begins with
            assert other not in found, text
        store.notes.resolve(text)
        notes.delete(store, [note_id])
    assert store.notes.count() == 1


def test_pictures_are_found_by_their_letters(store: Store, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (300, 400), "red").save(tmp_path / "a.png")
    (asset,) = assets.add(store, [tmp_path / "a.png"]).added
    for text in NASTY:
        plain = " ".join(as_stored(text).split())
        store.assets.find(text)
        store.assets.find(tag=text)
        if plain and plain.isprintable() and len(plain) < 200:
            assets.rename(store, asset.id, text)
            name = store.assets.find()[0].name
            assert [one.id for one in store.assets.find(name)] == [asset.id], text
            assert text in ("%", "_") or not store.assets.find(f"{plain}qqq"), text
    assert store.assets.find("%") == [] or "%" in store.assets.find()[0].name


@QUIETLY
@given(ANY, ANY)
def test_finding_in_a_text_and_in_a_list_takes_every_sign_as_itself(text: str, typed: str) -> None:
    for start, end in find_all(text, typed, exact=True):
        assert text[start:end] == typed
    find_all(text, typed)
    find_any(text, [typed, text])
    matching([text], typed)
    assert best(typed, [Findable.of(text)], 5) in ([], [0])


@QUIETLY
@given(ANY, ANY)
def test_nothing_that_is_typed_is_a_query(store: Store, text: str, typed: str) -> None:
    before = store.notes.count()
    make(store, text, body=typed)
    store.notes.find(typed)
    store.notes.find(f"{text} {typed}")
    store.assets.find(typed)
    assert store.notes.count() == before + 1
