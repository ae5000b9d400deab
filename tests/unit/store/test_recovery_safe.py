"""Restoring does no harm: others at work, no room, kills in the middle, false alarms."""

import multiprocessing
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.ops import notes
from xhsplanner.store import chain, schema, snapshots
from xhsplanner.store.recovery import check_due, damaged, inspection, presence, restore
from xhsplanner.store.recovery.inspection import inspect
from xhsplanner.store.workspace import open_workspace

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


HOLDING = """
import sys
from pathlib import Path
from xhsplanner.store.workspace import open_workspace
store = open_workspace(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let an open file be replaced")
def test_nothing_is_moved_under_another_process(put_away: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(put_away)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        sql(put_away, "CREATE VIEW extra AS SELECT 1")
        with pytest.raises(Refused, match="正在别的窗口或程序里打开着"):
            open_workspace(put_away)
        assert not (put_away / "damaged").exists()
        other.communicate(b"\n")
    store = open_workspace(put_away)
    assert store.recovery is not None
    store.close()


def test_nor_under_another_window_of_this_process(put_away: Path) -> None:
    first = open_workspace(put_away)
    check_due.suspect(put_away / "workspace.db")
    sql(put_away, "CREATE VIEW extra AS SELECT 1")
    with pytest.raises(Refused, match="正在别的窗口或程序里打开着"):
        open_workspace(put_away)
    first.close()
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert not check_due.suspected(put_away)
    store.close()


def test_who_comes_while_it_is_restored_waits(put_away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "PATIENCE", 0.1)
    other = presence.Presence(put_away)
    assert other.alone()
    began = time.monotonic()
    with pytest.raises(Refused, match="另一个程序正在写"):
        open_workspace(put_away)
    assert time.monotonic() - began >= 0.1
    other.close()
    open_workspace(put_away).close()


def test_without_room_nothing_is_touched(put_away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zero_header(put_away)
    before = (put_away / "workspace.db").read_bytes()
    monkeypatch.setattr(restore, "SPARE", 1 << 60)
    with pytest.raises(Refused, match="磁盘满了"):
        open_workspace(put_away)
    assert (put_away / "workspace.db").read_bytes() == before
    assert not (put_away / "damaged").exists()
    assert not list(put_away.glob("workspace.[pgu]*"))
    monkeypatch.undo()
    open_workspace(put_away).close()


def test_where_links_do_not_work_files_are_copied(put_away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise OSError("no links here")

    zero_header(put_away)
    before = (put_away / "workspace.db").read_bytes()
    monkeypatch.setattr(os, "link", refuse)
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert (store.recovery.kept / "workspace.db").read_bytes() == before
    store.close()


CALLS = ("link", "replace", "unlink", "mkdir", "fsync", "rename")
"""What recovery does to files, besides writing into its own."""


def _dies_at(call: int, folder: Path) -> None:
    """Opens the workspace in a process of its own, which is gone at the `call`-th change of a file."""
    left = [call]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def one(*args: Any, **options: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)
            return real(*args, **options)

        return one

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))
    open_workspace(folder)
    os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked children")
@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.torture)])
def test_a_kill_at_any_moment_is_recovered_from(put_away: Path, every: int) -> None:
    store = open_workspace(put_away)
    notes.create(store, 1, "只在日志里")  # in the -wal, which must not be lost on the way either
    source = shutil.copytree(put_away, put_away.with_name("source"))
    store.close()
    wanted = rows(put_away)[:2]
    (source / "workspace.db").write_text("覆盖了")
    fork = multiprocessing.get_context("fork")
    ended, call = 9, 0
    while ended == 9:
        call += every
        folder = shutil.copytree(source, put_away.with_name(f"kill{call}"))
        child = fork.Process(target=_dies_at, args=(call, folder))
        child.start()
        child.join()
        ended = child.exitcode or 0
        store = open_workspace(folder)
        assert store.recovery is not None, call
        assert (store.recovery.how, store.recovery.lost) == ("snapshot", 0), call
        kept = [one.kept for one in damaged.all_of(folder)]
        assert kept == [store.recovery.kept], call
        assert (kept[0] / "workspace.db").read_text() == "覆盖了", call
        assert (kept[0] / "workspace.db-wal").read_bytes() == (source / "workspace.db-wal").read_bytes(), call
        store.close()
        assert rows(folder)[:2] == wanted, call
        assert not list(folder.glob("workspace.[pgu]*")), call
        shutil.rmtree(folder)
    assert ended == 0
    assert call > 20


def test_damage_found_at_work_is_restored_at_the_next_opening(put_away: Path) -> None:
    """Noise in the middle of a table: no quick look finds it, reading does."""
    with closing(sqlite3.connect(put_away / "workspace.db")) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'offer'").fetchone()[0]
    store = open_workspace(put_away)
    store.close()
    with (put_away / "workspace.db").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x07" * 4096)
    look = inspect(put_away / "workspace.db")
    assert not look.whole
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert store.recovery.lost == 0
    store.close()


def test_a_mark_that_was_wrong_goes_away(put_away: Path) -> None:
    check_due.suspect(put_away / "workspace.db")
    store = open_workspace(put_away)
    assert store.recovery is None
    assert not check_due.suspected(put_away)
    store.close()
    assert not (put_away / "damaged").exists()


def test_a_snapshot_that_fails_its_check_has_the_workspace_looked_at(put_away: Path) -> None:
    with closing(sqlite3.connect(put_away / "workspace.db")) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'note_by_pair'").fetchone()[0]
    store = open_workspace(put_away)
    with (put_away / "workspace.db").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x07" * 4096)
    with pytest.raises(Refused, match="备份没有通过检查"):
        store.snapshot()
    assert check_due.suspected(put_away)
    store.close()
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert (store.recovery.saved, store.recovery.lost) == (3, 0)
    store.snapshot()
    store.close()


def test_only_the_workspace_itself_is_marked(tmp_path: Path) -> None:
    check_due.suspect(tmp_path / "copy.db")
    assert not check_due.suspected(tmp_path)


def test_damage_that_opening_itself_meets_is_restored(put_away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the quick look has missed and the first reads come across: all is looked at, then it is restored."""
    with closing(sqlite3.connect(put_away / "workspace.db")) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'op'").fetchone()[0]
    with (put_away / "workspace.db").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x07" * 4096)
    look = inspection._look
    quick = inspection.Inspection(version=schema.VERSION, head=chain.HeadFile(put_away).read())
    monkeypatch.setattr(inspection, "_look", lambda *asked: look(*asked) if asked[2] else quick)
    store = open_workspace(put_away)
    assert store.recovery is not None
    assert (store.recovery.how, store.recovery.snapshot) == ("snapshot", snapshots.all_of(put_away)[0].stem)
    assert not check_due.suspected(put_away)
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows passes the rights of a folder on by itself")
def test_what_is_restored_and_kept_is_as_closed_as_before(put_away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise OSError("no links here")

    put_away.chmod(0o700)
    (put_away / "workspace.db").chmod(0o600)
    zero_header(put_away)
    check_due.suspect(put_away / "workspace.db")
    monkeypatch.setattr(os, "link", refuse)
    open_workspace(put_away).close()
    made = [put_away / "workspace.db", *(put_away / "damaged").rglob("*")]
    assert len(made) > 3
    assert [path for path in made if path.stat().st_mode & 0o077] == []
