"""Versions of a note: what the log tells, the note as it was, and bringing it back as one step."""

import random
from datetime import date
from typing import Any

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.versions import PARTS, differing
from xhsplanner.ops import notes, shots, status, workspace
from xhsplanner.ops.versions import restore
from xhsplanner.store.store import Store


def asset(store: Store, number: int) -> int:
    """A row of the library; what its file holds is of no matter here."""
    with store.op("asset.add", n=1) as op:
        row = {"sha256": f"{number:064}", "name": f"{number}.png", "ext": "png", "bytes": 1}
        return op.insert("asset", {**row, "width": 3, "height": 4, "added_at": "2026-12-09"})


def make(store: Store, **fields: Any) -> int:
    change = notes.create(store, 1, fields.pop("title", "最低还款的坑"), **{"hashtags": "#信用卡", **fields})
    assert change is not None
    return change.created["note"][0]


def test_a_field_visit_is_one_version_and_an_undone_one_two(team: Store) -> None:
    note = make(team)
    first = notes.edit(team, note, body="只")
    assert first is not None
    notes.edit(team, note, body="只还", group=first.group)
    workspace.undo(team)
    found = team.versions.of(note)
    assert [(v.kind, v.verb) for v in found.versions] == [
        ("note.edit", "undo"), ("note.edit", "do"), ("note.create", "do"),
    ]  # fmt: skip
    assert [found.at(v).text["body"] for v in found.versions] == ["", "只还", ""]
    assert found.before(found.versions[1]).text["body"] == ""
    assert found.before(found.versions[2]).note is None


def test_every_moment_is_known_as_it_was(team: Store) -> None:
    """Many random steps; the note as the store showed it after each is what the log says of that moment."""
    chance = random.Random(3)
    pictures = [asset(team, number) for number in range(4)]
    note = make(team)
    seen: dict[int, Any] = {}

    def look() -> None:
        text = team.notes.text(note)
        cover = team.notes.covers([note]).get(note)
        stored = team.notes.get(note)
        assert stored is not None
        seen[team.history.last_id()] = (
            stored.title,
            text.body,
            tuple(a.id for a in team.notes.pictures(note)),
            cover and cover.template,
            tuple((s.seconds, s.scene, s.words) for s in team.shots.of(note)),
        )

    look()
    for number in range(60):
        has = [a.id for a in team.notes.pictures(note)]
        listed = [shot.id for shot in team.shots.of(note)]
        steps = [
            lambda n=number: notes.edit(team, note, title=f"第{n}版", body="还款" * chance.randrange(9)),
            lambda: notes.attach(team, note, [chance.choice(pictures)], at=0),
            lambda has=has: notes.detach(team, note, has[:1]),
            lambda n=number: notes.set_cover(team, note, template=f"t{n}"),
            lambda n=number: shots.add(team, note, 0, scene=f"镜头 {n}", seconds=n),
            lambda listed=listed: shots.arrange(team, note, listed[::-1]),
            lambda listed=listed: shots.remove(team, note, listed[:1]),
            lambda: workspace.undo(team),
        ]
        chance.choice(steps)()
        look()
    history = team.versions.of(note)
    for version in history.versions:
        then = history.at(version)
        template = then.covers.get("3:4", (None,))[0]
        assert (then.part("title"), then.part("body"), then.pictures, template, then.shots) == seen[version.id]
    assert history.versions[0].id == max(seen)


def test_bringing_back_is_one_step_of_the_chosen_parts(team: Store) -> None:
    pictures = [asset(team, number) for number in range(3)]
    note = make(team, body="旧正文", kind="视频", script="旧脚本", seconds=60)
    notes.attach(team, note, pictures)
    shots.add(team, note, scene="开场", seconds=3)
    notes.set_cover(team, note, template="pitfall-note", values={"hook": "坑"})
    then = team.versions.of(note).versions[0].id
    notes.edit(team, note, title="新", body="新正文", hashtags="", script="", seconds=None, remark="急")
    notes.detach(team, note, [pictures[0]])
    notes.arrange(team, note, [pictures[2], pictures[1]])
    shots.remove(team, note, [team.shots.of(note)[0].id])
    notes.set_cover(team, note, template="other", values={})
    notes.move(team, [note], day=date(2026, 12, 24))

    history = team.versions.of(note)
    wanted = history.version(then)
    assert wanted is not None
    assert differing(history.now(), history.at(wanted)) == list(PARTS[:2] + PARTS[2:4] + PARTS[4:])
    assert restore(team, note, then, ["body"]) is not None
    stored, text = team.notes.get(note), team.notes.text(note)
    assert stored is not None
    assert (stored.title, text.body, text.hashtags) == ("新", "旧正文", "")

    assert restore(team, note, then) is not None
    stored, text = team.notes.get(note), team.notes.text(note)
    assert stored is not None
    assert (stored.title, stored.remark, stored.day) == ("最低还款的坑", "", date(2026, 12, 24))
    assert (text.hashtags, text.script, text.seconds) == ("#信用卡", "旧脚本", 60)
    assert [a.id for a in team.notes.pictures(note)] == pictures
    assert [(s.scene, s.seconds) for s in team.shots.of(note)] == [("开场", 3)]
    cover = team.notes.covers([note])[note]
    assert (cover.template, cover.values) == ("pitfall-note", '{"hook": "坑"}')
    assert restore(team, note, then) is None
    workspace.undo(team)
    assert [a.id for a in team.notes.pictures(note)] == [pictures[2], pictures[1]]
    workspace.undo(team)
    assert team.notes.text(note).body == "新正文"


def test_a_note_deleted_and_returned_keeps_its_versions(team: Store) -> None:
    note = make(team, body="还在")
    before = team.versions.of(note).versions[0].id
    notes.delete(team, [note])
    workspace.undo(team)
    notes.edit(team, note, body="又改")
    history = team.versions.of(note)
    assert [v.kind for v in history.versions] == ["note.edit", "note.delete", "note.delete", "note.create"]
    assert history.at(history.versions[2]).note is None
    with pytest.raises(Refused):
        restore(team, note, history.versions[2].id)
    restore(team, note, before)
    assert team.notes.text(note).body == "还在"


def test_what_is_refused_changes_nothing(team: Store) -> None:
    note, other = make(team, status="handed_over"), make(team)
    then = team.versions.of(note).versions[0].id
    notes.edit(team, note, body="改")
    for version, parts in ((then, ["status"]), (team.versions.of(other).versions[0].id, PARTS), (9999, PARTS)):
        with pytest.raises(Refused):
            restore(team, note, version, parts)
    with pytest.raises(Refused):
        restore(team, 9999, then)
    team.actor = 2
    status.publish(team, note)
    with pytest.raises(Refused):
        restore(team, note, then)
    assert team.notes.text(note).body == "改"


def test_a_note_whose_beginning_is_not_in_the_log(team: Store) -> None:
    with team.op("x", logged=False) as op:
        note = notes.insert_note(op, {"account_id": 1, "title": "没有记录"})
    assert [v.id for v in team.versions.of(note).versions] == [0]
    notes.edit(team, note, title="改了")
    restore(team, note, 0)
    stored = team.notes.get(note)
    assert stored is not None
    assert stored.title == "没有记录"
    assert team.versions.of(9999).versions == []


def test_other_notes_do_not_get_into_it(team: Store) -> None:
    pictures = [asset(team, 1)]
    one, other = make(team), make(team)
    for note in (one, other):
        notes.attach(team, note, pictures)
        notes.detach(team, note, pictures)
    kinds = [v.kind for v in team.versions.of(one).versions]
    assert kinds == ["note.detach", "note.attach", "note.create"]
