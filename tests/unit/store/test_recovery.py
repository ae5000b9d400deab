"""Restoring a damaged workspace: what is taken for damage, what is kept, and that no kill in the middle harms."""

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
from xhsplanner.core.words import words
from xhsplanner.ops import catalog, notes, workspace
from xhsplanner.store import aside, inspection, presence, recovery, schema, snapshots, suspect
from xhsplanner.store.inspection import inspect
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, is_workspace, open_workspace

FROZEN = Path(__file__).parents[2] / "data" / "schema"


@pytest.fixture
def busy(team: Store) -> Path:
    """The folder of a closed workspace with a snapshot and three steps after it."""
    for number in range(3):
        notes.create(team, 1, f"备份里{number}")
    team.snapshot()
    notes.create(team, 1, "备份后")
    notes.edit(team, team.notes.backlog()[0].id, title="改过", body="羊毛")
    workspace.undo(team)
    team.close()
    return team.path


def sql(folder: Path, script: str) -> None:
    with closing(sqlite3.connect(folder / "workspace.db")) as connection:
        connection.executescript(script)


def zero_header(folder: Path) -> None:
    with (folder / "workspace.db").open("r+b") as file:
        file.write(bytes(100))


def rows(folder: Path) -> list[list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(folder / "workspace.db")) as connection:
        tables = ("note", "note_text", "account", "series", "member", "op", "op_row", "note_search_docsize")
        return [connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]


# --- looking ----------------------------------------


@pytest.mark.parametrize("version", range(1, schema.VERSION + 1))
def test_every_released_schema_is_known_statement_by_statement(version: int, tmp_path: Path) -> None:
    import gzip

    database = tmp_path / "workspace.db"
    database.write_bytes(gzip.decompress((FROZEN / f"v{version}.db.gz").read_bytes()))
    look = inspect(database)
    assert (look.version, look.damage, look.strangers) == (version, "", ())


def test_a_new_workspace_has_no_strangers(busy: Path) -> None:
    assert inspect(busy / "workspace.db").whole
    assert inspect(busy / "workspace.db", fully=True).whole


@pytest.mark.parametrize(
    ("script", "stranger"),
    [
        ("CREATE TRIGGER note AFTER INSERT ON note BEGIN DELETE FROM note; END", "trigger note"),
        ("CREATE VIEW v AS SELECT 1", "view v"),
        ("CREATE TABLE sqlite (a UNIQUE)", "table sqlite"),
        ("CREATE INDEX i ON note(title)", "index i"),
    ],
)
def test_what_is_not_ours_is_named(busy: Path, script: str, stranger: str) -> None:
    sql(busy, script)
    look = inspect(busy / "workspace.db")
    assert look.strangers == (stranger,)
    assert not look.whole


def test_a_changed_statement_is_damage(busy: Path) -> None:
    change = "UPDATE sqlite_master SET sql = replace(sql, 'free', 'paid') WHERE name = 'tag'"
    sql(busy, f"PRAGMA writable_schema = ON; {change}")
    assert inspect(busy / "workspace.db").damage == "schema of tag"


def test_statistics_that_somebody_had_made_are_no_strangers(busy: Path) -> None:
    sql(busy, "ANALYZE")
    assert inspect(busy / "workspace.db").whole


def test_looking_changes_nothing(busy: Path) -> None:
    store = open_workspace(busy)
    notes.create(store, 1, "im Log")
    copy = shutil.copytree(busy, busy.with_name("copy"))
    store.close()
    before = {path.name: path.read_bytes() for path in copy.glob("workspace.db*") if path.suffix != ".db-shm"}
    assert inspect(copy / "workspace.db").whole
    assert {name: (copy / name).read_bytes() for name in before} == before


def test_trouble_that_is_no_damage_is_not_taken_for_it(busy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(busy)

    def failing(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
        raise error

    monkeypatch.setattr(inspection, "connect", failing)
    with pytest.raises(Refused, match="disk I/O error"):
        open_workspace(busy)
    monkeypatch.undo()
    assert not (busy / "damaged").exists()
    assert rows(busy) == before


# --- restoring ----------------------------------------


def test_steps_after_the_snapshot_are_found_again(busy: Path) -> None:
    before, damaged = rows(busy), (busy / "workspace.db").read_bytes()
    zero_header(busy)
    damaged = bytes(100) + damaged[100:]
    store = open_workspace(busy)
    told = store.recovery
    assert told is not None
    assert (told.how, told.saved, told.lost, told.snapshot) == ("snapshot", 3, 0, snapshots.all_of(busy)[0].stem)
    assert (told.kept / "workspace.db").read_bytes() == damaged
    assert [note.title for note in store.notes.find("备份后")] == ["备份后"]
    workspace.redo(store)
    assert [note.title for note in store.notes.find("羊毛")] == ["改过"]
    workspace.undo(store)
    store.close()
    assert rows(busy)[:5] == before[:5]
    assert aside.all_of(busy)[0].state == "done"


def test_it_is_told_until_it_is_read(busy: Path) -> None:
    zero_header(busy)
    open_workspace(busy).close()
    again = open_workspace(busy)
    assert again.recovery is not None
    again.recovery_told()
    again.close()
    last = open_workspace(busy)
    assert last.recovery is None
    last.close()
    assert [one.state for one in aside.all_of(busy)] == ["told"]


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


def test_an_older_snapshot_serves_where_the_newest_is_touched(busy: Path) -> None:
    newest = snapshots.all_of(busy)[0]
    for suffix in (".db", ".sha256"):
        shutil.copy(newest.with_suffix(suffix), busy / "snapshots" / f"2026-12-30T000000{suffix}")
    with (busy / "snapshots" / "2026-12-30T000000.db").open("r+b") as file:
        file.seek(9000)
        file.write(b"\x07" * 64)
    zero_header(busy)
    store = open_workspace(busy)
    assert store.recovery is not None
    assert (store.recovery.snapshot, store.recovery.lost) == (newest.stem, 0)
    store.close()


def test_a_snapshot_with_a_trigger_is_not_used(busy: Path) -> None:
    import hashlib

    path = snapshots.all_of(busy)[0]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER evil AFTER INSERT ON note BEGIN DELETE FROM note; END")
    path.with_suffix(".sha256").write_text(hashlib.sha256(path.read_bytes()).hexdigest())
    zero_header(busy)
    store = open_workspace(busy)
    assert store.recovery is not None
    assert store.recovery.how == "log"
    assert store.engine.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'") == []
    store.close()


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


def test_a_foreign_log_cannot_smuggle_names_into_sql(busy: Path) -> None:
    """An op with good links, as whoever tampers can make them, but a column that is SQL."""
    from xhsplanner.store import chain

    with closing(sqlite3.connect(busy / "workspace.db")) as connection:
        last = connection.execute("SELECT id, chain FROM op ORDER BY id DESC LIMIT 1").fetchone()
        op = (last[0] + 1, last[0] + 1, "2026-12-09T10:00:00.000", None, "note.edit", "{}", "do", None, 1)
        row = (0, "note", 1, '{"title": ""}', '{"title\\" = (SELECT 1); DELETE FROM note; --": ""}')
        marks = ", ".join("?" * 10)
        connection.execute(f"INSERT INTO op VALUES ({marks})", (*op, chain.link(last[1], op, [row])))
        connection.execute("INSERT INTO op_row VALUES (?, ?, ?, ?, ?, ?)", (op[0], *row))
        connection.commit()
    zero_header(busy)
    store = open_workspace(busy)
    assert store.recovery is not None
    assert (store.recovery.saved, store.recovery.lost) == (3, 1)
    assert len(store.notes.all()) == 4
    store.close()


def test_a_trigger_never_fires(busy: Path) -> None:
    sql(busy, "CREATE TRIGGER evil AFTER UPDATE ON note BEGIN DELETE FROM note_text; END")
    store = open_workspace(busy)
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


def test_without_snapshots_the_log_alone_serves(busy: Path) -> None:
    before = rows(busy)
    shutil.rmtree(busy / "snapshots")
    zero_header(busy)
    store = open_workspace(busy)
    assert store.recovery is not None
    assert (store.recovery.how, store.recovery.lost) == ("log", 0)
    assert "按操作记录重新建好" in store.recovery.sentence()
    store.close()
    assert rows(busy) == before


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


def test_a_folder_whose_database_is_gone_is_still_a_workspace(busy: Path) -> None:
    (busy / "workspace.db").unlink()
    assert is_workspace(busy)
    with pytest.raises(Refused, match="已经有一个工作区"):
        create_workspace(busy)
    store = open_workspace(busy)
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


def test_a_snapshot_that_goes_on_from_an_older_database_takes_over(busy: Path) -> None:
    store = open_workspace(busy)
    old = shutil.copy(snapshots.all_of(busy)[0], busy / "old.db")
    store.snapshot()
    notes.create(store, 1, "只在最后")
    store.close()
    os.replace(old, busy / "workspace.db")
    store = open_workspace(busy)
    assert store.recovery is not None
    assert (store.recovery.how, store.recovery.lost) == ("snapshot", 1)
    store.close()


# --- not alone, not enough room, cut off ----------------------------------------

HOLDING = """
import sys
from pathlib import Path
from xhsplanner.store.workspace import open_workspace
store = open_workspace(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let an open file be replaced")
def test_nothing_is_moved_under_another_process(busy: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(busy)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        sql(busy, "CREATE VIEW extra AS SELECT 1")
        with pytest.raises(Refused, match="正在别的窗口或程序里打开着"):
            open_workspace(busy)
        assert not (busy / "damaged").exists()
        other.communicate(b"\n")
    store = open_workspace(busy)
    assert store.recovery is not None
    store.close()


def test_nor_under_another_window_of_this_process(busy: Path) -> None:
    first = open_workspace(busy)
    suspect.suspect(busy / "workspace.db")
    sql(busy, "CREATE VIEW extra AS SELECT 1")
    with pytest.raises(Refused, match="正在别的窗口或程序里打开着"):
        open_workspace(busy)
    first.close()
    store = open_workspace(busy)
    assert store.recovery is not None
    assert not suspect.suspected(busy)
    store.close()


def test_who_comes_while_it_is_restored_waits(busy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "PATIENCE", 0.1)
    other = presence.Presence(busy)
    assert other.alone()
    began = time.monotonic()
    with pytest.raises(Refused, match="另一个程序正在写"):
        open_workspace(busy)
    assert time.monotonic() - began >= 0.1
    other.close()
    open_workspace(busy).close()


def test_without_room_nothing_is_touched(busy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zero_header(busy)
    before = (busy / "workspace.db").read_bytes()
    monkeypatch.setattr(recovery, "SPARE", 1 << 60)
    with pytest.raises(Refused, match="磁盘满了"):
        open_workspace(busy)
    assert (busy / "workspace.db").read_bytes() == before
    assert not (busy / "damaged").exists()
    assert not list(busy.glob("workspace.[pgu]*"))
    monkeypatch.undo()
    open_workspace(busy).close()


def test_where_links_do_not_work_files_are_copied(busy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise OSError("no links here")

    zero_header(busy)
    before = (busy / "workspace.db").read_bytes()
    monkeypatch.setattr(os, "link", refuse)
    store = open_workspace(busy)
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
def test_a_kill_at_any_moment_is_recovered_from(busy: Path, every: int) -> None:
    store = open_workspace(busy)
    notes.create(store, 1, "只在日志里")  # in the -wal, which must not be lost on the way either
    source = shutil.copytree(busy, busy.with_name("source"))
    store.close()
    wanted = rows(busy)[:2]
    (source / "workspace.db").write_text("覆盖了")
    fork = multiprocessing.get_context("fork")
    ended, call = 9, 0
    while ended == 9:
        call += every
        folder = shutil.copytree(source, busy.with_name(f"kill{call}"))
        child = fork.Process(target=_dies_at, args=(call, folder))
        child.start()
        child.join()
        ended = child.exitcode or 0
        store = open_workspace(folder)
        assert store.recovery is not None, call
        assert (store.recovery.how, store.recovery.lost) == ("snapshot", 0), call
        kept = [one.kept for one in aside.all_of(folder)]
        assert kept == [store.recovery.kept], call
        assert (kept[0] / "workspace.db").read_text() == "覆盖了", call
        assert (kept[0] / "workspace.db-wal").read_bytes() == (source / "workspace.db-wal").read_bytes(), call
        store.close()
        assert rows(folder)[:2] == wanted, call
        assert not list(folder.glob("workspace.[pgu]*")), call
        shutil.rmtree(folder)
    assert ended == 0
    assert call > 20


def test_damage_found_at_work_is_restored_at_the_next_opening(busy: Path) -> None:
    """Noise in the middle of a table: no quick look finds it, reading does."""
    with closing(sqlite3.connect(busy / "workspace.db")) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'offer'").fetchone()[0]
    store = open_workspace(busy)
    store.close()
    with (busy / "workspace.db").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x07" * 4096)
    look = inspect(busy / "workspace.db")
    assert not look.whole
    store = open_workspace(busy)
    assert store.recovery is not None
    assert store.recovery.lost == 0
    store.close()


def test_a_mark_that_was_wrong_goes_away(busy: Path) -> None:
    suspect.suspect(busy / "workspace.db")
    store = open_workspace(busy)
    assert store.recovery is None
    assert not suspect.suspected(busy)
    store.close()
    assert not (busy / "damaged").exists()


def test_a_snapshot_that_fails_its_check_has_the_workspace_looked_at(busy: Path) -> None:
    with closing(sqlite3.connect(busy / "workspace.db")) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'note_by_pair'").fetchone()[0]
    store = open_workspace(busy)
    with (busy / "workspace.db").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x07" * 4096)
    with pytest.raises(Refused, match="备份没有通过检查"):
        store.snapshot()
    assert suspect.suspected(busy)
    store.close()
    store = open_workspace(busy)
    assert store.recovery is not None
    assert (store.recovery.saved, store.recovery.lost) == (3, 0)
    store.snapshot()
    store.close()


def test_only_the_workspace_itself_is_marked(tmp_path: Path) -> None:
    suspect.suspect(tmp_path / "copy.db")
    assert not suspect.suspected(tmp_path)


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
