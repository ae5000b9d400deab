"""What a snapshot holds comes back exactly, as one step that undo takes back exactly."""

import gzip
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.files import sha256_of
from xhsplanner.core.model import Status
from xhsplanner.ops import catalog, notes, restoring, settings, shots, status, workspace
from xhsplanner.store import schema, snapshots
from xhsplanner.store.comparison.differences import Count
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

DAY = date(2026, 12, 7)
FROZEN = Path(__file__).parents[2] / "data" / "schema"
Table = list[tuple[object, ...]]


def dump(store: Store) -> dict[str, Table]:
    """Everything but the log, and what search finds."""
    content: dict[str, Table] = {
        table: store.engine.rows(f"SELECT * FROM {table} ORDER BY id") for table in schema.ALL_TABLES
    }
    content["search"] = store.engine.rows("SELECT * FROM note_search_entry ORDER BY id")
    return content


def make(store: Store, title: str = "最低还款的坑", **fields: object) -> int:
    change = notes.create(store, 1, **{"title": title, "day": DAY, **fields})  # type: ignore[arg-type]
    assert change is not None
    return change.created["note"][0]


def edit_at_random(store: Store, chance: random.Random, steps: int) -> None:
    """What a team does: notes, texts, shots, names that change places, things that come and go."""
    for step in range(steps):
        alive = [note.id for note in store.notes.all() if note.status is not Status.PUBLISHED]
        one = chance.choice(alive) if alive else make(store)
        accounts = [row.id for row in store.catalog.accounts(archived=True)]
        acts: list[Callable[[], object]] = [
            lambda step=step: make(store, f"新写 {step}", body=f"正文 {step}" * 9),
            lambda one=one, step=step: notes.edit(store, one, title=f"改 {step}", body=f"改过 {step}"),
            lambda one=one: notes.move(store, [one], day=DAY + timedelta(days=chance.randrange(9))),
            lambda one=one: notes.delete(store, [one]),
            lambda one=one: shots.add(store, one, 0, scene="镜头", seconds=3),
            lambda one=one: notes.set_cover(store, one, template=f"t{chance.randrange(3)}"),
            lambda one=one: status.set_status(store, [one], Status.DRAFTING),
            lambda step=step: catalog.add_series(store, name=f"系列 {step}"),
            lambda: settings.change(store, "new_note_minute", chance.randrange(1000)),
            lambda accounts=accounts: trade_names(store, *chance.sample(accounts, 2)),
            lambda one=one: raw(store, "result", note_id=one, as_of=f"2026-{chance.random()}"),
            lambda step=step: raw(store, "tag", name=f"标签 {step}"),
        ]
        with suppress(Refused):  # what may not be done now
            chance.choice(acts)()


def raw(store: Store, table: str, **values: object) -> None:
    """A row of a table that no verb writes yet."""
    with store.op("note.edit") as op:
        op.insert(table, values)


def trade_names(store: Store, one: int, other: int) -> None:
    names = {row.id: row.name for row in store.catalog.accounts(archived=True)}
    with store.op("account.edit") as op:
        pairs = ((one, names[one], names[other]), (other, names[other], names[one]))
        op.put([("account", row, {"name": before}, {"name": after}) for row, before, after in pairs])


@pytest.mark.parametrize("seed", range(12))
def test_the_whole_plan_comes_back_and_undo_brings_back_the_other(team: Store, seed: int) -> None:
    chance = random.Random(seed)
    edit_at_random(team, chance, 12)
    then, snapshot = dump(team), team.snapshot()
    edit_at_random(team, chance, 20)
    now = dump(team)
    change = restoring.restore(team, snapshot)
    assert change is not None
    assert change.label == "恢复到 2026-12-09 10:00 的备份"
    assert dump(team) == then
    assert workspace.undo(team).conflicts == ()
    assert dump(team) == now
    assert workspace.redo(team).conflicts == ()
    assert dump(team) == then


def test_what_is_the_same_is_no_step_and_makes_no_snapshot(team: Store) -> None:
    make(team)
    snapshot = team.snapshot()
    assert restoring.restore(team, snapshot) is None
    assert snapshots.all_of(team.path) == [snapshot]


def test_what_is_now_is_kept_first(team: Store) -> None:
    snapshot = team.snapshot()
    make(team, "之后写的")
    restoring.restore(team, snapshot)
    newest = snapshots.listed(team.path)[0]
    assert (newest.kind, newest.notes) == ("restore", 1)
    restoring.restore(team, newest.path)
    assert [note.title for note in team.notes.all()] == ["之后写的"]


def test_progress_tells_each_step_and_may_end_it(team: Store) -> None:
    snapshot = team.snapshot()
    make(team)
    told: list[tuple[int, int]] = []

    def stop(done: int, of: int) -> None:
        told.append((done, of))
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        restoring.restore(team, snapshot, progress=stop)
    assert [note.title for note in team.notes.all()] == ["最低还款的坑"]
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4)]


@pytest.mark.parametrize("version", range(1, schema.VERSION))
def test_a_snapshot_of_an_older_program_comes_back(tmp_path: Path, version: int) -> None:
    snapshot = snapshots.folder_of(tmp_path) / "2026-01-01T090000.db"
    snapshot.parent.mkdir()
    for file in (snapshot, tmp_path / "workspace.db"):
        file.write_bytes(gzip.decompress((FROZEN / f"v{version}.db.gz").read_bytes()))
    snapshot.with_suffix(".sha256").write_text(f"{sha256_of(snapshot)}  {snapshot.name}\n")
    before = snapshot.read_bytes()
    team = open_workspace(tmp_path)
    notes.delete(team, [note.id for note in team.notes.backlog()])
    notes.create(team, team.catalog.accounts()[0].id, "后来写的")
    now = dump(team)
    assert restoring.preview(team, snapshot).count("removed") > 0
    restoring.restore(team, snapshot)
    assert team.notes.find("最低还款")
    assert not team.notes.find("后来写的")
    assert not restoring.preview(team, snapshot)
    workspace.undo(team)
    assert dump(team) == now
    assert snapshot.read_bytes() == before
    assert not list(snapshot.parent.glob(f"*{snapshots.LOOK}"))
    team.close()


def test_one_of_a_newer_program_is_refused(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = team.snapshot()
    monkeypatch.setattr(schema, "VERSION", schema.VERSION - 1)
    with pytest.raises(Refused, match="更新的版本"):
        restoring.preview(team, snapshot)


def test_one_that_was_touched_is_refused_before_anything_is_written(team: Store) -> None:
    snapshot = team.snapshot()
    make(team)
    snapshot.write_bytes(snapshot.read_bytes() + b"x")
    with pytest.raises(Refused, match="不一样了"):
        restoring.restore(team, snapshot)
    assert len(snapshots.all_of(team.path)) == 1


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 4096])
def test_what_is_no_database_is_refused_in_words(team: Store, content: bytes) -> None:
    snapshot = snapshots.folder_of(team.path) / "2026-01-01T090000.db"
    snapshot.write_bytes(content)
    with pytest.raises(Refused, match="2026-01-01T090000"):
        restoring.preview(team, snapshot)


# --- some notes ---


def test_only_the_chosen_notes_come_back_with_all_that_is_part_of_them(team: Store) -> None:
    lost, changed, other = (make(team, f"第 {n} 篇", body=f"正文 {n}") for n in range(3))
    shots.add(team, lost, 0, scene="开场", seconds=3)
    then, snapshot = dump(team), team.snapshot()
    notes.edit(team, changed, title="改坏了", body="也改坏了")
    notes.edit(team, other, title="改好了")
    notes.delete(team, [lost])
    new = make(team, "以后写的")
    now = dump(team)
    change = restoring.restore(team, snapshot, [lost, changed])
    assert change is not None
    assert change.label == "从 2026-12-09 10:00 的备份恢复 2 篇笔记"
    titles = {note.id: note.title for note in team.notes.all()}
    assert titles == {lost: "第 0 篇", changed: "第 1 篇", other: "改好了", new: "以后写的"}
    assert [shot.scene for shot in team.shots.of(lost)] == ["开场"]
    assert [row for row in dump(team)["note_text"] if row[2] == changed] == [
        row for row in then["note_text"] if row[2] == changed
    ]
    assert team.notes.find("改坏") == []
    workspace.undo(team)
    assert dump(team) == now


def test_a_chosen_note_that_the_snapshot_does_not_know_goes(team: Store) -> None:
    snapshot = team.snapshot()
    one, other = make(team, "一"), make(team, "二")
    restoring.restore(team, snapshot, [one])
    assert [note.id for note in team.notes.all()] == [other]


def test_what_a_note_needs_comes_back_with_it(team: Store) -> None:
    catalog.add_series(team, name="临时系列")
    note = make(team, series_id=3)
    raw(team, "tag", name="羊毛")
    raw(team, "note_tag", note_id=note, tag_id=1)
    snapshot = team.snapshot()
    notes.delete(team, [note])
    with team.op("series.edit") as op:
        op.delete("series", [3])
        op.delete("tag", [1])
    restoring.restore(team, snapshot, [note])
    back = team.notes.get(note)
    assert back is not None
    assert team.catalog.series_by_id(back.series_id or 0).name == "临时系列"
    assert team.engine.rows("SELECT name FROM tag JOIN note_tag ON tag_id = tag.id") == [("羊毛",)]


def test_what_stands_there_under_the_same_name_is_taken(team: Store) -> None:
    raw(team, "tag", name="羊毛")
    raw(team, "tag", name="攻略")
    note = make(team)
    raw(team, "note_tag", note_id=note, tag_id=1)
    raw(team, "note_tag", note_id=note, tag_id=2)
    snapshot = team.snapshot()
    with team.op("tag.edit") as op:
        op.delete_where("note_tag", "note_id", [note])
        op.delete("tag", [1, 2])
        new = op.insert("tag", {"name": "羊毛"})
        op.insert("tag", {"name": "别的"})
    restoring.restore(team, snapshot, [note])
    tags = team.engine.rows("SELECT tag.id, name FROM tag JOIN note_tag ON tag_id = tag.id ORDER BY name")
    assert tags == [(2, "攻略"), (new, "羊毛")]


# --- what differs ---


def test_the_preview_tells_notes_field_by_field_and_counts_the_rest(team: Store) -> None:
    lost, changed, same = (make(team, f"第 {n} 篇", body=f"正文 {n}") for n in range(3))
    snapshot = team.snapshot()
    notes.edit(team, changed, title="改了标题", series_id=2, body="改了正文")
    shots.add(team, changed, 0, scene="开场", seconds=3)
    notes.delete(team, [lost])
    new = make(team, "以后写的")
    catalog.add_member(team, name="陈")
    seen = restoring.preview(team, snapshot)
    assert {note.id: note.what for note in seen.notes} == {lost: "removed", changed: "changed", new: "added"}
    (told,) = (note for note in seen.notes if note.id == changed)
    assert (told.title, told.account, told.day) == ("改了标题", "主账号", "2026-12-07")
    assert {(one.name, one.then, one.now) for one in told.fields} == {
        ("title", "第 1 篇", "改了标题"),
        ("series_id", None, "信用卡避坑指南"),
        ("episode", None, 1),
        ("body", "正文 1", "改了正文"),
        ("shot", 0, 1),
    }
    assert seen.others["member"] == Count(added=1)
    assert "note" not in seen.others
    assert same not in {note.id for note in seen.notes}


def test_nothing_differs_right_after_a_snapshot(team: Store) -> None:
    make(team)
    assert not restoring.preview(team, team.snapshot())


def test_snapshots_are_found_by_name(team: Store) -> None:
    with pytest.raises(Refused, match="还没有备份"):
        restoring.find(team, "latest")
    snapshot = team.snapshot()
    assert restoring.find(team, "latest") == snapshot
    assert restoring.find(team, snapshot.stem) == restoring.find(team, snapshot.name) == snapshot
    with pytest.raises(Refused, match=snapshot.stem):
        restoring.find(team, "../workspace.db")
