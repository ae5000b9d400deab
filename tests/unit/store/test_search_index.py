"""The search index follows whatever is written: at every moment it is the one that building it anew would make."""

import gzip
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.text import grams
from xhsplanner.ops import catalog, links, merging, notes
from xhsplanner.store import mending, verify
from xhsplanner.store.search import entries
from xhsplanner.store.sqlite import connect
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

FROZEN = Path(__file__).parents[2] / "data" / "schema"
WORDS = ("羊毛", "最低还款", "City Walk", "咖啡 9.9", "羅馬", "😀", "", "省钱", "A-1")


def indexed(store: Store) -> dict[int, set[str]]:
    """What the index really has of each note, term by term."""
    link = connect(store.path / "workspace.db")
    link.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'note_search', 'instance')")
    found: dict[int, set[str]] = {}
    for term, note_id in link.execute("SELECT term, doc FROM temp.terms"):
        found.setdefault(note_id, set()).add(term)
    link.close()
    return found


def expected(store: Store) -> dict[int, set[str]]:
    """What it should have, from what can be read of each note."""
    found = {}
    for note in store.notes.all():
        text = store.notes.text(note.id)
        names = [row.name for row in store.notes.keywords(note.id)]
        parts = (note.title, note.remark, note.code, text.body, text.hashtags, text.script, *names)
        found[note.id] = grams("\n".join((*parts, store.notes.topic(note.topic_id))))
    return found


def right(store: Store) -> None:
    assert entries.below(store.engine) == 0
    assert store.notes.index.state == "whole"
    assert indexed(store) == expected(store)


def raw(store: Store, chance: random.Random, ids: list[int]) -> None:
    """One op that writes the same rows several times over, in an order of its own."""
    one = chance.choice(ids)
    with store.op("note.edit", title="x") as op:
        for _ in range(3):
            op.update("note", {one: {"title": chance.choice(WORDS), "remark": chance.choice(WORDS)}})
        text = store.notes.text_row(one)
        if text is not None:
            op.update("note_text", {text: {"body": chance.choice(WORDS) * 2}})
            if chance.random() < 0.3:
                op.delete("note_text", [text])
                op.insert("note_text", {"note_id": one, "body": chance.choice(WORDS), "script": "脚本"})
        topic = op.insert("topic", {"title": chance.choice(WORDS) or "题"})
        op.update("note", {chance.choice(ids): {"topic_id": topic}})
        op.update("topic", {topic: {"title": chance.choice(WORDS) or "目"}})
        word = op.insert("keyword", {"name": f"词{chance.random()}"})
        link = op.insert("note_keyword", {"note_id": one, "keyword_id": word})
        if chance.random() < 0.5:
            op.delete("note_keyword", [link])
            op.delete("keyword", [word])


def acts(store: Store, chance: random.Random) -> list[Callable[[], object]]:
    ids = [note.id for note in store.notes.all()] or [notes.create(store, 1, "始").created["note"][0]]  # type: ignore[union-attr]
    words = [row.id for row in store.catalog.keywords(archived=True)]
    topics = [row[0] for row in store.engine.rows("SELECT id FROM topic")]

    def text() -> str:
        return chance.choice(WORDS) + chance.choice(WORDS)

    def topic_renamed() -> None:
        with store.op("note.edit", title="x") as op:
            op.update("topic", {chance.choice(topics): {"title": text() or "题"}})

    found: list[Callable[[], object]] = [
        lambda: notes.create(store, 1, text(), body=text(), hashtags="#" + text()),
        lambda: notes.edit(store, chance.choice(ids), title=text(), body=text(), script=text()),
        lambda: notes.edit(store, chance.choice(ids), remark=text()),
        lambda: notes.delete(store, chance.sample(ids, min(2, len(ids)))),
        lambda: notes.duplicate_to_accounts(store, chance.choice(ids), [2]),
        lambda: notes.copy(store, [chance.choice(ids)], None),  # type: ignore[arg-type]
        lambda: catalog.add(store, "keyword", name=f"{text()}{chance.random()}"),
        lambda: raw(store, chance, ids),
        lambda: store.step("undo"),
        lambda: store.step("undo"),
        lambda: store.step("redo"),
    ]
    if words:
        some = chance.sample(words, min(2, len(words)))
        found += [
            lambda: links.set_keywords(store, chance.choice(ids), some),
            lambda: catalog.edit(store, "keyword", chance.choice(words), name=f"{text()}{chance.random()}"),
            lambda: merging.merge(store, "keyword", some[0], some[1:]),
            lambda: catalog.remove(store, "keyword", some[:1]),
        ]
    return [*found, topic_renamed] if topics else found


@pytest.mark.parametrize("seed", range(6))
def test_after_any_steps_the_index_is_as_if_built_anew(team: Store, seed: int) -> None:
    chance = random.Random(seed)
    for step in range(40):
        try:
            chance.choice(acts(team, chance))()
        except (Refused, TypeError):
            continue
        if step % 4 == 0:
            right(team)
    right(team)
    assert not [one for one in verify.run(team.path).findings if one.check == "search"]
    kept = team.engine.rows("SELECT * FROM note_search_entry ORDER BY id")
    mending.renew_search(team, rest=0)
    assert team.engine.rows("SELECT * FROM note_search_entry ORDER BY id") == kept
    right(team)


def test_edits_while_it_is_filled_are_written_once(team: Store) -> None:
    """What is above the line is in the index, what is below waits: also what is deleted and brought back."""
    for number in range(60):
        notes.create(team, 1, f"第{number}篇")
    steps: list[Callable[[], object]] = [
        lambda: notes.edit(team, 3, title="最早的"),
        lambda: notes.edit(team, 58, title="最新的"),
        lambda: notes.delete(team, [4, 57]),
        lambda: team.step("undo"),
        lambda: notes.create(team, 1, "刚写的"),
    ]

    def between(_done: int, _of: int) -> None:
        if steps:
            steps.pop(0)()
        found = {note.title for note in team.notes.find("的", 100)}
        assert found == {note.title for note in team.notes.all() if "的" in note.title}

    mending.renew_search(team, between, rest=0)
    while steps:
        steps.pop(0)()
    right(team)


def test_an_index_that_is_not_of_the_text_is_known_by_the_next_edit(team: Store, tmp_path: Path) -> None:
    """Written past the program: what is told to go was never there. It is built anew, nobody finds less."""
    ids = [notes.create(team, 1, f"第{number}篇").created["note"][0] for number in range(5)]  # type: ignore[union-attr]
    link = connect(team.path / "workspace.db")
    link.execute("UPDATE note SET title = '背后改的' WHERE id = ?", (ids[0],))
    link.close()
    notes.edit(team, ids[0], title="再改")
    assert team.notes.index.state == "damaged"
    assert entries.below(team.engine) == entries.DAMAGED
    assert [note.id for note in team.notes.find("再改")] == [ids[0]]
    notes.edit(team, ids[1], title="又改")
    assert [note.id for note in team.notes.find("又改")] == [ids[1]]
    mending.mend_search(team)
    right(team)


def test_a_large_op_is_followed_note_by_note(team: Store) -> None:
    values: list[dict[str, Any]] = [{"account_id": 1, "title": f"第{n}篇 羊毛", "code": f"B-{n}",
                                     "created_at": "2026-12-09T10:00:00.000"} for n in range(1200)]  # fmt: skip
    with team.op("note.create", title="x") as op:
        op.insert_many("note", values)
    right(team)
    with team.op("note.edit", title="x") as op:
        op.update("note", {n: {"title": f"咖啡 {n}"} for n in range(1, 1200, 3)})
    right(team)
    team.step("undo")
    team.step("undo")
    assert indexed(team) == {}
    right(team)


def test_an_upgraded_workspace_is_searched_at_once_and_filled_later(tmp_path: Path) -> None:
    (tmp_path / "workspace.db").write_bytes(gzip.decompress((FROZEN / "v4.db.gz").read_bytes()))
    store = open_workspace(tmp_path)
    first = entries.below(store.engine)
    assert first > max(note.id for note in store.notes.all())
    title = next(note.title for note in store.notes.all() if len(note.title) > 2)
    before = store.notes.find(title)
    assert before
    assert mending.complete_search(store) == store.notes.count()
    assert store.notes.find(title) == before
    right(store)
    store.close()
