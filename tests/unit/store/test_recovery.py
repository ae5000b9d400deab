"""Restoring a damaged workspace: from what, how far, and what is said."""

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import words
from xhsplanner.ops import catalog, notes, restoring, workspace
from xhsplanner.store import snapshots
from xhsplanner.store.recovery import damaged
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, is_workspace, open_workspace

FROZEN = Path(__file__).parents[2] / "data" / "schema"


def sql(folder: Path, script: str) -> None:
    with closing(sqlite3.connect(folder / "workspace.db")) as connection:
        connection.executescript(script)


def zero_header(folder: Path) -> None:
    with (folder / "workspace.db").open("r+b") as file:
        file.write(bytes(100))


def rows(folder: Path) -> list[list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(folder / "workspace.db")) as connection:
        tables = ("note", "note_text", "account", "series", "member", "op", "op_row", "note_search_entry")
        return [connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]


def test_steps_after_the_snapshot_are_found_again(put_away: Path) -> None:
    before, noise = rows(put_away), (put_away / "workspace.db").read_bytes()
    zero_header(put_away)
    noise = bytes(100) + noise[100:]
    store = open_workspace(put_away)
    told = store.recovery
    assert told is not None
    assert (told.how, told.saved, told.lost, told.snapshot) == (
        "snapshot",
        3,
        0,
        snapshots.all_of(put_away)[0].stem,
    )
    assert (told.kept / "workspace.db").read_bytes() == noise
    assert [note.title for note in store.notes.find("备份后")] == ["备份后"]
    workspace.redo(store)
    assert [note.title for note in store.notes.find("羊毛")] == ["改过"]
    workspace.undo(store)
    store.close()
    assert rows(put_away)[:5] == before[:5]
    assert damaged.all_of(put_away)[0].state == "done"


def test_it_is_told_until_it_is_read(put_away: Path) -> None:
    zero_header(put_away)
    open_workspace(put_away).close()
    again = open_workspace(put_away)
    assert again.recovery is not None
    again.recovery_told()
    again.close()
    last = open_workspace(put_away)
    assert last.recovery is None
    last.close()
    assert [one.state for one in damaged.all_of(put_away)] == ["told"]


def test_what_is_lost_is_said_to_the_second(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-09T11:00:01")
    notes.create(team, 1, "最后找得回的")
    team.snapshot()
    for second in (2, 3, 4):
        monkeypatch.setenv("XHSPLANNER_NOW", f"2026-12-09T12:00:0{second}")
        notes.create(team, 1, "丢了的")
    team.close()
    (team.path / "workspace.db").write_text("覆盖了")
    store = open_workspace(team.path)
    assert store.recovery is not None
    said = store.recovery.sentence()
    assert "没能找回 2026-12-09 11:00:01 之后到 2026-12-09 12:00:04 的 3 步" in said
    assert str(store.recovery.kept) in said
    words.use("en")
    said = store.recovery.sentence()
    assert "3 steps from after 2026-12-09 11:00:01 until 2026-12-09 12:00:04 could not be found again" in said
    assert store.head.read() is not None
    assert store.head.read().count == store.history.last_id()  # type: ignore[union-attr]
    store.close()


def test_an_older_snapshot_serves_where_the_newest_is_touched(put_away: Path) -> None:
    newest = snapshots.all_of(put_away)[0]
    for suffix in (".db", ".sha256"):
        shutil.copy(newest.with_suffix(suffix), put_away / "snapshots" / f"2026-12-30T000000{suffix}")
    with (put_away / "snapshots" / "2026-12-30T000000.db").open("r+b") as file:
        file.seek(9000)
        file.write(b"\x07" * 64)
    zero_header(put_away)
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert (store.recovery.snapshot, store.recovery.lost) == (newest.stem, 0)
    store.close()


def test_a_snapshot_with_a_trigger_is_not_used(put_away: Path) -> None:
    import hashlib

    path = snapshots.all_of(put_away)[0]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER evil AFTER INSERT ON note BEGIN DELETE FROM note; END")
    path.with_suffix(".sha256").write_text(hashlib.sha256(path.read_bytes()).hexdigest())
    zero_header(put_away)
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert store.recovery.how == "log"
    assert store.engine.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'") == []
    store.close()


@pytest.mark.parametrize("head", ["there", "gone"])
def test_a_snapshot_of_another_workspace_is_not_used(put_away: Path, tmp_path: Path, head: str) -> None:
    other = create_workspace(tmp_path / "other")
    catalog.add_account(other, name="别人的账号")
    strange = other.snapshot()
    other.close()
    before = rows(put_away)
    for ending in (".db", ".sha256", ".json"):
        shutil.copy(strange.with_suffix(ending), put_away / "snapshots" / f"2027-01-01T000000{ending}")
    listed = put_away / "snapshots" / "2027-01-01T000000.sha256"
    listed.write_text(listed.read_text().replace(strange.name, "2027-01-01T000000.db"))
    if head == "gone":
        (put_away / "log.head").unlink()
        sql(put_away, "DROP INDEX note_by_day")
    else:
        zero_header(put_away)
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert store.recovery.snapshot != "2027-01-01T000000"
    with pytest.raises(Refused, match="另一个工作区"):
        restoring.restore(store, put_away / "snapshots" / "2027-01-01T000000.db")
    store.close()
    assert rows(put_away) == before


def test_a_snapshot_of_an_older_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    import gzip

    folder = tmp_path / "w"
    (folder / "snapshots").mkdir(parents=True)
    (folder / "workspace.db").write_bytes(gzip.decompress((FROZEN / "v2.db.gz").read_bytes()))
    store = open_workspace(folder)  # the upgrade takes a snapshot of version 2
    notes.edit(store, store.notes.backlog()[0].id, title="升级之后")
    count = store.notes.count()
    store.close()
    zero_header(folder)
    store = open_workspace(folder)
    assert store.recovery is not None
    assert (store.recovery.how, store.recovery.saved, store.recovery.lost) == ("snapshot", 1, 0)
    assert store.notes.count() == count
    assert store.notes.find("升级之后")
    store.close()


def test_a_foreign_log_cannot_smuggle_names_into_sql(put_away: Path) -> None:
    """An op with good links, as whoever tampers can make them, but a column that is SQL."""
    from xhsplanner.store import chain

    with closing(sqlite3.connect(put_away / "workspace.db")) as connection:
        last = connection.execute("SELECT id, chain FROM op ORDER BY id DESC LIMIT 1").fetchone()
        op = (last[0] + 1, last[0] + 1, "2026-12-09T10:00:00.000", None, "note.edit", "{}", "do", None, 1)
        row = (0, "note", 1, '{"title": ""}', '{"title\\" = (SELECT 1); DELETE FROM note; --": ""}')
        marks = ", ".join("?" * 10)
        connection.execute(f"INSERT INTO op VALUES ({marks})", (*op, chain.link(last[1], op, [row])))
        connection.execute("INSERT INTO op_row VALUES (?, ?, ?, ?, ?, ?)", (op[0], *row))
        connection.commit()
    zero_header(put_away)
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert (store.recovery.saved, store.recovery.lost) == (3, 1)
    assert len(store.notes.all()) == 4
    store.close()


def test_a_trigger_never_fires(put_away: Path) -> None:
    sql(put_away, "CREATE TRIGGER evil AFTER UPDATE ON note BEGIN DELETE FROM note_text; END")
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert (store.recovery.reason, store.recovery.lost) == ("trigger evil", 0)
    notes.edit(store, store.notes.backlog()[0].id, title="照常")
    assert store.engine.rows("SELECT count(*) FROM note_text") != [(0,)]
    store.close()


def test_an_old_schema_with_a_trigger_is_not_upgraded_with_it(tmp_path: Path) -> None:
    import gzip

    (tmp_path / "workspace.db").write_bytes(gzip.decompress((FROZEN / "v3.db.gz").read_bytes()))
    sql(tmp_path, "CREATE TRIGGER evil AFTER UPDATE ON series BEGIN DELETE FROM note; END")
    before = (tmp_path / "workspace.db").read_bytes()
    with pytest.raises(Refused, match="trigger evil"):
        open_workspace(tmp_path)
    assert (tmp_path / "workspace.db").read_bytes() == before


def test_without_snapshots_the_log_alone_serves(put_away: Path) -> None:
    before = rows(put_away)
    shutil.rmtree(put_away / "snapshots")
    zero_header(put_away)
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert (store.recovery.how, store.recovery.lost) == ("log", 0)
    assert "按操作记录重新建好" in store.recovery.sentence()
    store.close()
    assert rows(put_away) == before


def test_where_nothing_can_be_restored_what_can_be_read_is_shown(store: Store) -> None:
    with store.op("account.add", logged=False, name="合成") as op:  # keeps no rows, so the log alone will not do
        op.insert("account", {"name": "合成"})
    store.close()
    sql(store.path, "CREATE VIEW extra AS SELECT 1")
    before = (store.path / "workspace.db").read_bytes()
    shown = open_workspace(store.path)
    assert "view extra" in shown.read_only
    assert [account.name for account in shown.catalog.accounts()] == ["合成"]
    with pytest.raises(Refused, match="view extra"):
        notes.create(shown, 1, "x")
    shown.close()
    assert (store.path / "workspace.db").read_bytes() == before
    assert not (store.path / "damaged").exists()


def test_a_folder_whose_database_is_gone_is_still_a_workspace(put_away: Path) -> None:
    (put_away / "workspace.db").unlink()
    assert is_workspace(put_away)
    with pytest.raises(Refused, match="已经有一个工作区"):
        create_workspace(put_away)
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert (store.recovery.saved, store.recovery.lost) == (0, 3)
    store.close()


def test_an_older_database_put_in_place_is_said(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-09T11:00:01")
    notes.create(team, 1, "旧的里有")
    team.close()
    shutil.copy(team.path / "workspace.db", team.path / "old.db")
    store = open_workspace(team.path)
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-09T12:00:02")
    notes.create(store, 1, "旧的里没有")
    store.close()
    (team.path / "old.db").replace(team.path / "workspace.db")
    store = open_workspace(team.path)
    assert store.recovery is not None
    assert (store.recovery.how, store.recovery.lost) == ("older", 1)
    assert "2026-12-09 11:00:01 之后到 2026-12-09 12:00:02 的 1 步" in store.recovery.sentence()
    store.recovery_told()
    notes.create(store, 1, "接着写")
    store.close()
    store = open_workspace(team.path)
    assert store.recovery is None
    assert [note.title for note in store.notes.backlog()] == ["接着写", "旧的里有"]
    store.close()


def test_a_snapshot_that_goes_on_from_an_older_database_takes_over(put_away: Path) -> None:
    store = open_workspace(put_away)
    old = shutil.copy(snapshots.all_of(put_away)[0], put_away / "old.db")
    store.snapshot()
    notes.create(store, 1, "只在最后")
    store.close()
    os.replace(old, put_away / "workspace.db")
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert (store.recovery.how, store.recovery.lost) == ("snapshot", 1)
    store.close()


def test_replaying_is_fast_enough(store: Store) -> None:
    """Some hundred steps are a day of a large team: they take well under the five seconds of an opening."""
    catalog.add_account(store, name="主账号")
    store.snapshot()
    for number in range(100):
        notes.create(store, 1, f"第{number}篇", body="字" * 200)
    store.close()
    zero_header(store.path)
    began = time.perf_counter()
    again = open_workspace(store.path)
    assert time.perf_counter() - began < 2.5
    assert again.notes.count() == 100
    again.close()


def test_a_folder_in_the_place_of_the_database_joins_the_damaged_files(put_away: Path) -> None:
    (put_away / "workspace.db").unlink()
    (put_away / "workspace.db").mkdir()
    (put_away / "workspace.db" / "照片.jpg").write_bytes(b"x")
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert (store.recovery.kept / "workspace.db" / "照片.jpg").read_bytes() == b"x"
    assert "不见了" in store.recovery.sentence()
    notes.create(store, 1, "继续")
    store.close()
    assert len(damaged.all_of(put_away)) == 1


def test_a_link_whose_disk_is_away_is_left_alone(put_away: Path, tmp_path: Path) -> None:
    elsewhere, away = tmp_path / "disk.db", tmp_path / "away.db"
    (put_away / "workspace.db").rename(elsewhere)
    (put_away / "workspace.db").symlink_to(elsewhere)
    elsewhere.rename(away)
    with pytest.raises(Refused, match="接上它所在的磁盘"):
        open_workspace(put_away)
    assert damaged.all_of(put_away) == []
    away.rename(elsewhere)
    store = open_workspace(put_away)
    assert store.recovery is None
    store.close()


def test_the_database_of_another_workspace_is_not_called_older(
    put_away: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-12T09:00")
    other = create_workspace(tmp_path / "other")
    catalog.add_account(other, name="别人的")
    other.close()
    for part in put_away.glob("workspace.db*"):
        part.unlink()
    shutil.rmtree(put_away / "snapshots")
    shutil.copy(tmp_path / "other" / "workspace.db", put_away / "workspace.db")
    store = open_workspace(put_away)
    assert store.recovery is not None
    said = store.recovery.sentence()
    store.close()
    assert "不是上次用过的那一个" in said
    assert "没能找回" not in said
    assert "查不出来" in said
