"""Opening: what is refused, what is read-only, and that another process is seen."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.ops import catalog, notes
from xhsplanner.store import migrations, places, schema
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, open_workspace


def test_create_then_open(tmp_path: Path) -> None:
    create_workspace(tmp_path / "w").close()
    store = open_workspace(tmp_path / "w")
    assert store.read_only == ""
    assert store.engine.rows("PRAGMA journal_mode")[0][0] == "wal"
    assert store.engine.rows("PRAGMA synchronous")[0][0] == 2
    assert store.engine.rows("PRAGMA foreign_keys")[0][0] == 1
    assert store.engine.rows("PRAGMA trusted_schema")[0][0] == 0
    assert store.engine.rows("PRAGMA application_id")[0][0] == schema.APPLICATION_ID
    store.close()


def test_every_table_is_strict_and_has_id_and_uid(store: Store) -> None:
    for table, sql in store.engine.rows("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        if table in schema.ALL_TABLES:
            assert sql.rstrip().endswith("STRICT")
            columns = [row[1] for row in store.engine.rows(f"PRAGMA table_info({table})")]
            assert columns[:2] == ["id", "uid"]


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG\r\n\x1a\n" * 100])
def test_a_file_that_is_not_ours_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "workspace.db").write_bytes(content)
    with pytest.raises(Refused, match=r"workspace\.db"):
        open_workspace(tmp_path)
    assert (tmp_path / "workspace.db").read_bytes() == content


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "workspace.db")
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()
    before = (tmp_path / "workspace.db").read_bytes()
    with pytest.raises(Refused):
        open_workspace(tmp_path)
    assert (tmp_path / "workspace.db").read_bytes() == before


def test_a_newer_schema_opens_read_only(store: Store) -> None:
    catalog.add_account(store, name="主账号")
    store.close()
    connection = sqlite3.connect(store.path / "workspace.db")
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    newer = open_workspace(store.path)
    assert "更新的版本" in newer.read_only
    assert [a.name for a in newer.catalog.accounts()] == ["主账号"]
    with pytest.raises(Refused, match="更新的版本"):
        notes.create(newer, 1, "x")
    newer.close()


def test_a_network_drive_is_read_only_with_the_reason(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.close()
    monkeypatch.setattr(places, "file_system", lambda folder: "cifs")
    remote = open_workspace(store.path)
    assert "网络盘" in remote.read_only
    remote.close()
    with pytest.raises(Refused, match="网络盘"):
        create_workspace(store.path.parent / "other")


def test_the_file_system_of_a_folder_is_known(tmp_path: Path) -> None:
    assert places.file_system(tmp_path) != ""
    assert not places.is_network(tmp_path)


OTHER = """
import sys
from pathlib import Path
from xhsplanner.ops import notes
from xhsplanner.store.workspace import open_workspace
store = open_workspace(Path(sys.argv[1]))
notes.create(store, 1, "命令行写的")
print("done", flush=True)
"""


def test_another_process_is_seen_within_300_ms(team: Store) -> None:
    heard = []
    team.subscribe(heard.append)
    notes.create(team, 1, "自己写的")
    assert team.poll() == []
    with subprocess.Popen([sys.executable, "-c", OTHER, str(team.path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        started = time.perf_counter()
        foreign = team.poll()
        assert time.perf_counter() - started < 0.3
    assert [(c.kind, c.foreign) for c in foreign] == [("note.create", True)]
    assert [c.kind for c in heard] == ["note.create", "note.create"]
    assert team.poll() == []


def test_rows_of_our_own_ops_are_not_read_again(team: Store) -> None:
    """An import of ours has 20,000: reading them back held the window up for 60 ms."""
    other = open_workspace(team.path)
    catalog.add_account(team, name="我们的")
    catalog.add_account(other, name="别人的")
    other.close()
    read: list[str] = []
    rows = team.engine.rows

    def counted(sql: str, params: Sequence[object] = ()) -> list[tuple[object, ...]]:
        read.extend([sql] if "FROM op_row" in sql else [])
        return rows(sql, params)

    team.engine.rows = counted  # type: ignore[method-assign]
    foreign = team.poll()
    assert [list(change.created) for change in foreign] == [["account"]]
    assert len(read) == 1


def test_a_value_the_schema_forbids_is_refused_in_words(team: Store) -> None:
    with pytest.raises(Refused, match="不符合规则"), team.op("member.add", name="张三") as op:
        op.insert("member", {"name": "张三", "role": "boss"})
    with pytest.raises(Refused, match="不符合规则"), team.op("account.edit", name="") as op:
        op.update("account", {1: {"followers": 10**30}})
    assert [m.name for m in team.catalog.members()] == ["林", "周"]


def test_a_full_disk_is_refused_in_words_and_changes_nothing(team: Store) -> None:
    from xhsplanner.store.sqlite import SqliteEngine

    assert isinstance(team.engine, SqliteEngine)
    assert team.engine._writer is not None
    pages = team.engine._writer.execute("PRAGMA page_count").fetchone()[0]
    team.engine._writer.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Refused, match="磁盘满了"):
        notes.create(team, 1, "写不下", body="字" * 100_000)
    assert team.notes.all() == []
    team.engine._writer.execute("PRAGMA max_page_count = 1000000")
    notes.create(team, 1, "写得下了")
    assert [n.title for n in team.notes.all()] == ["写得下了"]


def test_a_writer_that_does_not_let_go_is_named(team: Store) -> None:
    from xhsplanner.store.sqlite import SqliteEngine

    assert isinstance(team.engine, SqliteEngine)
    assert team.engine._writer is not None
    team.engine._writer.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(team.path / "workspace.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refused, match="另一个程序正在写"):
        notes.create(team, 1, "等不到")
    other.close()
    notes.create(team, 1, "轮到了")


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY_DIRECTORY])
def test_a_folder_that_cannot_be_written_opens_read_only(
    team: Store, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """As root every folder can be written, so the system's answers are put into its mouth."""
    import os

    from xhsplanner.store import sqlite

    opened = sqlite._opened

    def on_a_read_only_disk(path: Path, how: str) -> sqlite3.Connection:
        """Fails as SQLite does where it cannot make the -shm file."""
        if "immutable" in how:
            return opened(path, how)
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = code
        raise error

    notes.create(team, 1, "看得见")
    team.close()
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    monkeypatch.setattr(sqlite, "_opened", on_a_read_only_disk)
    store = open_workspace(team.path)
    assert "写入权限" in store.read_only
    assert [n.title for n in store.notes.all()] == ["看得见"]
    with pytest.raises(Refused, match="写入权限"):
        notes.create(store, 1, "写不了")
    store.close()
    (team.path / "workspace.db-wal").write_bytes(b"news that only the log has")
    with pytest.raises(Refused):
        open_workspace(team.path)


def test_a_workspace_that_could_not_be_made_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(migrations, "apply", full)
    with pytest.raises(Refused, match="磁盘满了"):
        create_workspace(tmp_path / "新" / "工作区")
    assert not (tmp_path / "新" / "工作区").exists()
    (tmp_path / "照片.jpg").write_bytes(b"x")
    with pytest.raises(Refused):
        create_workspace(tmp_path)
    assert (tmp_path / "照片.jpg").is_file()


def test_mounts_are_read_as_the_system_writes_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mounts"
    table.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        "//server/plan /mnt/team\\040plan cifs rw 0 0\n"
        "/dev/sdb1 /mnt/team\\040plan/local ext4 rw 0 0\n"
    )
    monkeypatch.setattr(places, "MOUNTS", table)
    assert places.file_system(Path("/home/someone")) == "ext4"
    assert places.is_network(Path("/mnt/team plan/2026"))
    assert not places.is_network(Path("/mnt/team plan/local/2026"))


def test_elsewhere_the_system_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOUNTS", tmp_path / "none")
    assert places.file_system(tmp_path) != ""
