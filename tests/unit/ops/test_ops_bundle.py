"""Two people, two copies of one workspace: what one did comes over, what both did is asked, all as one step."""

import shutil
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Status
from xhsplanner.exchange.bundle_read import read_bundle
from xhsplanner.ops import assets, bundle, catalog, notes, status, workspace
from xhsplanner.ops.bundle import Choices, Merged, Part
from xhsplanner.store import parts
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, open_workspace

THEIRS = Choices(otherwise="theirs")
LOCAL = {"code", "created_at"}
"""What a new note is called and when it was made may differ between copies."""


class Two(NamedTuple):
    """Two copies of a workspace: 林 works in one, 周 in the other."""

    a: Store
    b: Store
    folder: Path

    def send(self, origin: Store, target: Store, choices: Choices = Choices(), **part: Any) -> Merged:  # noqa: B008
        """What was done in `origin` since the copies parted, merged into `target`."""
        file = self.folder / "改动.zip"
        bundle.export_bundle(origin, file, Part(**({"after": self.parted} | part)))
        return bundle.merge(target, read_bundle(file), choices)

    @property
    def parted(self) -> int:
        """The last op both have."""
        return 6


def picture(path: Path, color: str = "red") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    Image.new("RGB", (720, 960), color).save(buffer, "PNG")
    path.write_bytes(buffer.getvalue())
    return path


def parted(folder: Path) -> Two:
    store = create_workspace(folder / "a")
    for name in ("主账号", "信用卡申请"):
        catalog.add_account(store, name=name)
    catalog.add_series(store, name="羊毛天天捡")
    catalog.add_member(store, name="林", role="editor")
    for title in ("一", "二"):
        notes.create(store, 1, title, day=date(2026, 12, 10))
    assert store.history.last_id() == 6
    store.close()
    shutil.copytree(folder / "a", folder / "b")
    return Two(open_workspace(folder / "a"), open_workspace(folder / "b"), folder)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    both = parted(tmp_path)
    yield both
    both.a.close()
    both.b.close()


def dump(store: Store) -> dict[str, dict[str, dict[str, Any]]]:
    """Everything a plan says, by table and uid."""
    from xhsplanner.exchange.bundle_model import TABLES

    found: dict[str, dict[str, dict[str, Any]]] = {}
    for table in TABLES:
        columns = [name for name in parts.COLUMNS[table] if name not in LOCAL]
        listed = parts.every(store.engine, table, columns)
        found[table] = {row[0]: dict(zip(columns, row[1:], strict=True)) for row in listed}
    return found


def test_the_columns_are_those_of_the_database(store: Store) -> None:
    for table, columns in parts.COLUMNS.items():
        kept = {
            r[1]: (r[2], not r[3], bool(r[3]) and r[4] is None)
            for r in store.engine.rows(f"PRAGMA table_info({table})")
            if r[1] not in ("id", "uid")
        }
        assert kept == {name: (c.kind, c.empty, c.required) for name, c in columns.items()}


def test_what_one_did_comes_over_as_one_step(two: Two) -> None:
    notes.edit(two.a, 1, title="一改", body="正文")
    notes.create(two.a, 2, "新的", series_id=1, hashtags="#信用卡")
    catalog.add_account(two.a, name="城市分行")
    notes.create(two.a, 3, "分行的")
    before = dump(two.b)
    done = two.send(two.a, two.b)
    assert (done.added, done.changed, done.clashes) == (3, 1, ())
    assert dump(two.b) == dump(two.a)
    assert two.b.notes.find("正文")[0].title == "一改"
    workspace.undo(two.b)
    assert dump(two.b) == before


def test_the_same_bundle_twice_changes_nothing(two: Two) -> None:
    notes.edit(two.a, 1, title="一改")
    notes.create(two.a, 1, "新的")
    two.send(two.a, two.b)
    last = two.b.history.last_id()
    again = two.send(two.a, two.b)
    assert (again.added, again.changed, again.change, two.b.history.last_id()) == (0, 0, None, last)


def test_different_fields_of_one_note_meet_without_a_question(two: Two) -> None:
    notes.edit(two.a, 1, title="她的标题")
    notes.edit(two.b, 1, body="我的正文", remark="我的备注")
    assert two.send(two.a, two.b).clashes == ()
    note = two.b.notes.get(1)
    assert note is not None
    assert (note.title, note.remark, two.b.notes.text(1).body) == ("她的标题", "我的备注", "我的正文")


def test_one_field_on_both_sides_is_asked(two: Two) -> None:
    notes.edit(two.a, 1, title="她的", body="她的正文")
    notes.edit(two.b, 1, title="我的")
    done = two.send(two.a, two.b)
    (clash,) = done.clashes
    assert (clash.table, clash.field, clash.base, clash.mine, clash.theirs) == (
        "note",
        "title",
        "一",
        "我的",
        "她的",
    )
    assert (clash.code, clash.title) == ("A-1001", "我的")
    assert two.b.notes.text(1).body == "她的正文"
    each = {clash.key: "theirs"}
    assert two.send(two.a, two.b, Choices(each)).clashes == ()  # type: ignore[arg-type]
    assert [note.title for note in two.b.notes.get_many([1])] == ["她的"]


def test_a_conflict_of_references_shows_names(two: Two) -> None:
    notes.edit(two.a, 1, account_id=2)
    catalog.add_account(two.b, name="城市分行")
    notes.edit(two.b, 1, account_id=3)
    (clash,) = two.send(two.a, two.b).clashes
    assert (clash.base, clash.mine, clash.theirs) == ("主账号", "城市分行", "信用卡申请")


def test_who_only_fell_behind_is_not_asked(two: Two) -> None:
    notes.edit(two.a, 1, title="二改")
    two.send(two.a, two.b)
    notes.edit(two.a, 1, title="三改")
    assert two.send(two.a, two.b).clashes == ()  # again from where they parted
    assert [note.title for note in two.b.notes.get_many([1])] == ["三改"]


def test_back_and_forth_over_one_field(two: Two) -> None:
    for turn, (origin, target) in enumerate([(two.a, two.b), (two.b, two.a)] * 2):
        notes.edit(origin, 1, title=f"第 {turn} 稿")
        assert two.send(origin, target).clashes == ()
    assert dump(two.a) == dump(two.b)


def test_what_was_received_and_edited_here_stays_when_it_comes_again(two: Two) -> None:
    notes.create(two.a, 1, "她的新笔记")
    two.send(two.a, two.b)
    notes.edit(two.b, 3, title="我改过的")
    assert two.send(two.a, two.b).clashes == ()
    assert [note.title for note in two.b.notes.get_many([3])] == ["我改过的"]


def test_codes_that_collide_are_given_anew_and_said(two: Two) -> None:
    notes.create(two.a, 1, "她的")
    notes.create(two.b, 1, "我的")
    done = two.send(two.a, two.b)
    assert [(one.title, one.code, one.became) for one in done.renumbered] == [("她的", "A-1003", "A-1004")]
    assert [(note.code, note.title) for note in two.b.notes.get_many([3, 4])] == [
        ("A-1003", "我的"),
        ("A-1004", "她的"),
    ]


def test_a_code_that_is_ahead_never_stands_in_the_way_of_a_later_note(two: Two) -> None:
    for number in range(5):
        notes.create(two.a, 1, f"{number}")
    two.send(two.a, two.b, notes=frozenset({6}))
    assert [note.code for note in two.b.notes.all()] == ["A-1001", "A-1002", "A-1006"]
    for _ in range(5):
        notes.create(two.b, 1, "后来的")
    assert len({note.code for note in two.b.notes.all()}) == 8


def test_a_deleted_note_goes_with_all_of_it(two: Two) -> None:
    notes.delete(two.a, [1])
    done = two.send(two.a, two.b)
    assert (done.deleted, done.clashes) == (1, ())
    assert dump(two.b) == dump(two.a)


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_deleted_there_and_edited_here_is_asked(two: Two, choice: Any) -> None:
    notes.delete(two.a, [1])
    notes.edit(two.b, 1, body="还在写")
    (clash,) = two.send(two.a, two.b).clashes
    assert (clash.table, clash.field, clash.mine, clash.theirs) == ("note", "", "一", None)
    assert two.b.notes.text(1).body == "还在写"
    two.send(two.a, two.b, Choices(otherwise=choice))
    assert (two.b.notes.get(1) is None) == (choice == "theirs")


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_edited_there_and_deleted_here_is_asked(two: Two, choice: Any) -> None:
    notes.edit(two.a, 1, body="还在写")
    notes.delete(two.b, [1])
    (clash,) = two.send(two.a, two.b).clashes
    assert (clash.mine, clash.theirs, two.b.notes.get(1)) == (None, "一", None)
    two.send(two.a, two.b, Choices(otherwise=choice))
    back = two.b.notes.resolve("A-1001")
    assert (back is not None and two.b.notes.text(back.id).body == "还在写") == (choice == "theirs")


def test_a_published_note_is_not_rewritten_without_a_question(two: Two) -> None:
    notes.edit(two.a, 1, title="改了标题")
    status.set_status(two.b, [2], Status.DRAFTING)
    with two.b.op("note.status", n=1, title="") as op:
        op.update("note", {1: {"status": "published"}})
    (clash,) = two.send(two.a, two.b).clashes
    assert clash.field == "title"


def test_the_same_name_made_on_both_sides_is_one_thing(two: Two) -> None:
    for store, color in ((two.a, "#112233"), (two.b, "#445566")):
        catalog.add_account(store, name="城市分行", color=color)
    notes.create(two.a, 3, "分行的笔记")
    done = two.send(two.a, two.b)
    assert (done.added, done.clashes) == (1, ())
    assert [a.name for a in two.b.catalog.accounts()] == ["主账号", "信用卡申请", "城市分行"]
    assert two.b.catalog.accounts()[2].color == "#445566"
    assert [note.account_id for note in two.b.notes.find("分行的笔记")] == [3]


def test_a_name_that_is_taken_is_listed_whatever_is_chosen(two: Two) -> None:
    catalog.edit(two.a, "account", 2, name="新号")
    catalog.add_account(two.b, name="新号")
    (clash,) = two.send(two.a, two.b, THEIRS).clashes
    assert (clash.table, clash.field, clash.theirs) == ("account", "name", "新号")


def test_pictures_come_along_once_in_their_order(two: Two, tmp_path: Path) -> None:
    files = [picture(tmp_path / "图" / f"{color}.png", color) for color in ("red", "green", "blue")]
    assets.add(two.a, files)
    assets.add(two.b, [files[1]])
    notes.attach(two.a, 1, [3, 1, 2])
    done = two.send(two.a, two.b)
    assert done.pictures == 2
    assert [one.name for one in two.b.notes.pictures(1)] == ["blue.png", "red.png", "green.png"]
    for one in two.b.assets.all():
        assert two.b.assets.blobs.check(one.sha256, one.ext) == ""
    assert len(two.b.assets.all()) == 3
    assert dump(two.a)["note_asset"].keys() == dump(two.b)["note_asset"].keys()


def pictured(two: Two, tmp_path: Path) -> None:
    """Both have note 1 with red, green and blue."""
    assets.add(two.a, [picture(tmp_path / f"{color}.png", color) for color in ("red", "green", "blue")])
    notes.attach(two.a, 1, [1, 2, 3])
    two.send(two.a, two.b)


def order(store: Store) -> list[str]:
    return [one.name.partition(".")[0] for one in store.notes.pictures(1)]


@pytest.mark.parametrize("side", [None, "mine", "theirs"])
def test_an_order_that_both_changed_is_asked_about_once_and_taken_whole(
    two: Two, tmp_path: Path, side: Any
) -> None:
    pictured(two, tmp_path)
    ids = {store: {one.name: one.id for one in store.notes.pictures(1)} for store in (two.a, two.b)}
    notes.arrange(two.a, 1, [ids[two.a][f"{name}.png"] for name in ("red", "blue", "green")])
    notes.arrange(two.b, 1, [ids[two.b][f"{name}.png"] for name in ("green", "red", "blue")])
    done = two.send(two.a, two.b, bundle.Choices(otherwise=side))
    if side is None:
        (clash,) = done.clashes
        assert (clash.table, clash.field, clash.title) == ("note_asset", "position", "一")
        assert clash.mine == "green.png → red.png → blue.png"
        assert clash.theirs == "red.png → blue.png → green.png"
    assert order(two.b) == (["red", "blue", "green"] if side == "theirs" else ["green", "red", "blue"])


def test_a_picture_put_in_front_here_is_no_other_order(two: Two, tmp_path: Path) -> None:
    pictured(two, tmp_path)
    assets.add(two.b, [picture(tmp_path / "gold.png", "gold")])
    notes.attach(two.b, 1, [max(one.id for one in two.b.assets.all())], 0)
    notes.arrange(two.a, 1, [3, 2, 1])
    assert two.send(two.a, two.b).clashes == ()
    assert [name for name in order(two.b) if name != "gold"] == ["blue", "green", "red"]


def test_only_what_the_member_did_travels(two: Two) -> None:
    two.a.actor = 1
    notes.edit(two.a, 1, title="林改的")
    two.a.actor = None
    notes.edit(two.a, 2, title="别人改的")
    two.send(two.a, two.b, member=1)
    assert [note.title for note in two.b.notes.get_many([1, 2])] == ["林改的", "二"]


def test_since_the_last_bundle_is_remembered_and_no_step_of_undo(two: Two) -> None:
    notes.edit(two.a, 1, title="一改")
    label = two.a.undo_label()
    bundle.export_bundle(two.a, two.folder / "1.zip", Part(after=bundle.last_sent(two.a, None)))
    assert two.a.undo_label() == label
    with pytest.raises(Refused, match="没有改动"):
        bundle.export_bundle(two.a, two.folder / "2.zip", Part(after=bundle.last_sent(two.a, None)))
    notes.edit(two.a, 2, title="二改")
    bundle.export_bundle(two.a, two.folder / "2.zip", Part(after=bundle.last_sent(two.a, None)))
    assert [r.values["title"] for r in read_bundle(two.folder / "2.zip").records if r.told and r.values] == ["二改"]


def test_a_workspace_of_its_own_takes_a_bundle_too(two: Two, store: Store, tmp_path: Path) -> None:
    assets.add(two.a, [picture(tmp_path / "x.png")])
    notes.attach(two.a, 1, [1])
    notes.edit(two.a, 1, series_id=1, title="一改")
    two.send(two.a, store, notes=frozenset({1}))
    (note,) = store.notes.all()
    assert (note.code, note.title, len(store.notes.pictures(note.id))) == ("A-1001", "一改", 1)


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "title": st.text(max_size=8),
    "body": st.text(max_size=20),
    "day": st.none() | st.dates(date(2026, 12, 1), date(2026, 12, 31)),
    "minute": st.none() | st.integers(0, 1439),
    "series_id": st.sampled_from([None, 1]),
    "account_id": st.sampled_from([1, 2]),
    "remark": st.text(max_size=5),
}
EDIT = st.sampled_from(sorted(FIELDS)).flatmap(
    lambda name: st.tuples(st.sampled_from([1, 2]), st.just(name), FIELDS[name])
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mine=st.lists(EDIT, max_size=6), theirs=st.lists(EDIT, max_size=6), new=st.booleans())
def test_two_people_end_with_the_same_plan(
    tmp_path_factory: pytest.TempPathFactory, mine: list[Any], theirs: list[Any], new: bool
) -> None:
    passed = {edit for at, edit in enumerate(mine) if any(later[:2] == edit[:2] for later in mine[at + 1 :])}
    assume(not passed & set(theirs))  # who has a value that was only passed has fallen behind: no question
    two = parted(tmp_path_factory.mktemp("two"))
    start = dump(two.a)
    for store, edits in ((two.a, mine), (two.b, theirs)):
        for note_id, name, value in edits:
            notes.edit(store, note_id, **{name: value})
        notes.edit(store, 2, link="https://example.com/a")  # so that there is always something to send
    if new:
        notes.create(two.a, 2, "她的")
        notes.create(two.b, 1, "我的", series_id=1)
    a, b = dump(two.a), dump(two.b)
    clashes = two.send(two.a, two.b).clashes
    two.send(two.b, two.a)
    at_a, at_b = dump(two.a), dump(two.b)
    if not clashes:
        assert at_a == at_b
    both = {
        (table, uid, name)
        for table in ("note", "note_text")
        for uid, row in start[table].items()
        for name, was in row.items()
        if was != a[table][uid][name] != b[table][uid][name] != was
    }
    assert {(c.table, c.uid, c.field) for c in clashes} == both
    two.a.close()
    two.b.close()
