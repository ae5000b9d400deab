"""Snapshots are whole, checked, described and never in each other's way."""

import hashlib
import json
import os
import sqlite3
import threading
import time
from collections import namedtuple
from pathlib import Path

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.text import byte_text
from xhsplanner.ops import notes, settings
from xhsplanner.store import snapshots
from xhsplanner.store.sqlite import SqliteEngine
from xhsplanner.store.store import Store

Usage = namedtuple("Usage", "total used free")


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv("XHSPLANNER_NOW", moment)


def test_a_snapshot_is_whole_checked_hashed_and_described(team: Store) -> None:
    notes.create(team, 1, "在备份里")
    path = team.snapshot()
    digest = path.with_suffix(".sha256").read_text(encoding="ascii").split()[0]
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    copy = sqlite3.connect(path)
    assert copy.execute("SELECT title FROM note").fetchall() == [("在备份里",)]
    copy.close()
    (found,) = snapshots.listed(team.path)
    assert (found.kind, found.notes, found.ops) == ("hand", 1, team.history.last_id())
    assert f"{found.at:%Y-%m-%d %H:%M}" == "2026-12-09 10:00"
    assert found.bytes == path.stat().st_size
    assert sorted(one.suffix for one in path.parent.iterdir()) == [".db", ".json", ".sha256"]


def test_a_snapshot_that_was_touched_is_not_intact(team: Store) -> None:
    path = team.snapshot()
    assert snapshots.intact(path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert not snapshots.intact(path)
    path.with_suffix(".sha256").unlink()
    assert not snapshots.intact(path)


@pytest.mark.parametrize("said", [b"", b"[1]", b'{"kind": "nonsense", "notes": "many", "ops": true}', b"\xff"])
def test_a_description_that_is_none_takes_nothing_from_the_snapshot(team: Store, said: bytes) -> None:
    path = team.snapshot()
    path.with_suffix(".json").write_bytes(said)
    (found,) = snapshots.listed(team.path)
    assert (found.kind, found.notes, found.ops) == ("", None, None)


def test_a_file_with_another_name_is_no_snapshot_and_is_left_alone(
    team: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = snapshots.folder_of(team.path) / "我另存的.db"
    kept.write_bytes(b"mine")
    for second in range(11):
        at(monkeypatch, f"2026-11-22T09:00:{second:02}")
        team.snapshot()
    assert kept.read_bytes() == b"mine"
    assert len(snapshots.listed(team.path)) == 10


def test_rotation_keeps_days_and_takes_away_all_of_what_it_drops(
    team: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "2026-11-21T18:00:00")
    team.snapshot("day")
    for second in range(12):
        at(monkeypatch, f"2026-11-22T09:00:{second:02}")
        team.snapshot()
    names = [path.stem for path in snapshots.all_of(team.path)]
    assert names == [f"2026-11-22T0900{s:02}" for s in range(11, 1, -1)] + ["2026-11-21T180000"]
    assert {path.stem for path in snapshots.folder_of(team.path).iterdir()} == set(names)
    assert not snapshots.due(team.path)
    at(monkeypatch, "2026-11-23T08:00:00")
    assert snapshots.due(team.path)


def test_the_budget_is_a_setting_and_the_newest_is_kept_beyond_it(
    team: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.change(team, "snapshot_room", 1)
    assert snapshots.budget_of(team.engine) == 1024**3
    monkeypatch.setattr(snapshots, "budget_of", lambda _engine: 1)
    for day in (20, 21, 22):
        at(monkeypatch, f"2026-11-{day}T09:00:00")
        newest = team.snapshot()
    assert snapshots.all_of(team.path) == [newest]


def test_two_in_the_same_second_are_two(team: Store) -> None:
    first = team.snapshot()
    notes.create(team, 1, "之后")
    second = team.snapshot()
    assert first != second
    assert snapshots.all_of(team.path) == [second, first]
    assert snapshots.intact(first)
    assert snapshots.intact(second)


def test_a_clock_set_back_puts_none_behind_the_others(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour back in autumn: the copy just made would be the oldest of the day and the first to go."""
    for second in range(10):
        at(monkeypatch, f"2026-10-25T02:30:{second:02}")
        team.snapshot()
    at(monkeypatch, "2026-10-25T02:00:00")
    made = team.snapshot()
    assert snapshots.all_of(team.path)[0] == made
    at(monkeypatch, "2020-01-01T09:00:00")  # an empty battery: far back, and yet not thrown away at once
    assert team.snapshot().exists()


def test_many_at_once_are_all_whole(team: Store) -> None:
    made: list[Path] = []
    threads = [threading.Thread(target=lambda: made.append(team.snapshot())) for _ in range(6)]
    for one in threads:
        one.start()
    for number in range(20):
        notes.create(team, 1, f"同时写的 {number}")
    for one in threads:
        one.join()
    assert len(set(made)) == 6
    assert all(snapshots.intact(path) for path in made)
    assert not list(snapshots.folder_of(team.path).glob("*.part"))


def test_an_edit_beside_it_does_not_make_it_begin_anew(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy in steps starts over when the original changes, and with edits going on would never end."""
    for number in range(6):
        notes.create(team, 1, f"第 {number} 篇", body="字" * 5000)
    monkeypatch.setattr("xhsplanner.store.sqlite.COPIED", 8)
    told: list[int] = []

    def edit(_seconds: float) -> None:
        told.append(team.history.last_id())
        thread = threading.Thread(target=lambda: notes.create(team, 1, "备份时写的"))
        thread.start()
        thread.join()

    monkeypatch.setattr("xhsplanner.store.sqlite.time.sleep", edit)
    path = team.snapshot()
    assert len(told) > 5
    copy = sqlite3.connect(path)
    assert copy.execute("SELECT count(*) FROM note WHERE title = '备份时写的'").fetchone() == (0,)
    copy.close()


def test_without_room_none_is_made_and_the_sentence_says_how_much(
    team: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots.shutil, "disk_usage", lambda _folder: Usage(10**12, 0, 5 * 1024**2))
    with pytest.raises(Refused, match=r"只剩 5\.0 MB.*没有备份"):
        team.snapshot()
    assert list(snapshots.folder_of(team.path).iterdir()) == []


def test_a_snapshot_that_cannot_be_written_leaves_nothing(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_any: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(snapshots, "_check", broken)
    with pytest.raises(Refused, match="写不了备份"):
        team.snapshot()
    assert list((team.path / "snapshots").iterdir()) == []
    monkeypatch.undo()
    monkeypatch.setattr(team, "read_only", "只能查看")
    with pytest.raises(Refused, match="只能查看"):
        team.snapshot()


def test_a_copy_that_is_not_of_this_plan_is_thrown_away(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the disk gave back was sound and yet another database: an older one, say."""
    older = team.snapshot()
    notes.create(team, 1, "之后")

    def wrong(_self: SqliteEngine, target: Path) -> None:
        target.write_bytes(older.read_bytes())
        copy = sqlite3.connect(target)
        copy.execute("UPDATE op SET at = 'long ago' WHERE id = (SELECT max(id) FROM op)")
        copy.commit()
        copy.close()

    monkeypatch.setattr(SqliteEngine, "backup", wrong)
    with pytest.raises(Refused, match="没有通过检查"):
        team.snapshot()
    assert snapshots.all_of(team.path) == [older]


def test_what_a_dead_process_left_is_cleared_and_what_one_writes_now_is_not(team: Store) -> None:
    folder = snapshots.folder_of(team.path)
    dead, alive = folder / "2026-11-01T090000.part", folder / "2026-12-09T095900.part"
    for partial in (dead, alive):
        partial.write_bytes(b"half")
    dead.with_suffix(".json").write_text(json.dumps({"kind": "day"}))
    long_ago = time.time() - 3600
    os.utime(dead, (long_ago, long_ago))
    team.snapshot()
    assert not dead.exists()
    assert not dead.with_suffix(".json").exists()
    assert alive.exists()


def test_sizes_as_people_read_them() -> None:
    assert [byte_text(n) for n in (0, 5, 12_288, 36_175_872, 2_254_857_830)] == [
        "0 KB",
        "1 KB",
        "12 KB",
        "34.5 MB",
        "2.1 GB",
    ]
