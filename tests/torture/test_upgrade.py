"""Every released schema file opens with its content; where its upgrade fails or is killed, it stays as it was.

Byte for byte, that is, and the next opening upgrades it.
"""

import gzip
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from killing import Forker

from xhsplanner.core.errors import Refused
from xhsplanner.store import schema
from xhsplanner.store.workspace import open_workspace

FROZEN = Path(__file__).parents[1] / "data" / "schema"
Content = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
OLDER = sorted(file for file in FROZEN.glob("v*.db.gz") if file.name != f"v{schema.VERSION}.db.gz")
FEW = 3
"""Statements at which the short form fails or is killed, spread over all there are."""

CASES = pytest.mark.parametrize(
    ("file", "every"),
    [(OLDER[0], False), *(pytest.param(file, True, marks=pytest.mark.torture) for file in OLDER)],
    ids=["some", *(file.name for file in OLDER)],
)


class Failing(sqlite3.Connection):
    """A connection whose upgrade fails before its `at`-th statement; `seen` counts them."""

    at = 0
    seen = 0
    upgrading = False

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
        if sql == "BEGIN IMMEDIATE":
            Failing.seen, self.upgrading = 0, True
        if self.upgrading and sql != "ROLLBACK":
            Failing.seen += 1
            if Failing.seen == Failing.at:
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_IOERR, "SQLITE_IOERR"
                raise error
        return super().execute(sql, *rest)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> type[Failing]:
    """Every connection opened from now on is a Failing one."""
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *args, **kwargs: connect(*args, **{"factory": Failing, **kwargs})
    )
    monkeypatch.setattr(Failing, "at", 0)
    return Failing


def points(count: int, every: bool) -> list[int]:
    """The statements to fail at."""
    return list(range(1, count + 1)) if every else sorted({1 + n * (count - 1) // (FEW - 1) for n in range(FEW)})


def unpack(file: Path, folder: Path) -> Path:
    """A workspace as it was once released."""
    folder.mkdir()
    database = folder / "workspace.db"
    database.write_bytes(gzip.decompress(file.read_bytes()))
    return database


def content(database: Path, shown: Content | None = None) -> Content:
    """Table → its columns and rows; of the columns that `shown` has, where it is given. Without derived tables."""
    found = {}
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            if table.startswith(("sqlite_", "_sqlite_", "note_search")) or (shown and table not in shown):
                continue
            has = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            columns = shown[table][0] if shown else has
            names = ", ".join(f'"{name}"' for name in columns)
            found[table] = (columns, connection.execute(f"SELECT {names} FROM {table} ORDER BY 1, 2").fetchall())
    return found


def settled(folder: Path, before: bytes, had: Content) -> None:
    """After the failure: the same bytes, no log beside them; and it opens, upgraded, with its content."""
    database = folder / "workspace.db"
    log = folder / "workspace.db-wal"
    assert not log.exists() or log.stat().st_size == 0
    assert database.read_bytes() == before
    store = open_workspace(folder)
    assert store.read_only == ""
    assert store.engine.rows("PRAGMA user_version") == [(schema.VERSION,)]
    store.close()
    assert content(database, had) == had
    database.write_bytes(before)


@CASES
def test_an_error_at_any_statement_leaves_the_file_as_it_was(
    file: Path, every: bool, tmp_path: Path, failing: type[Failing]
) -> None:
    folder = tmp_path / "w"
    database = unpack(file, folder)
    before, had = database.read_bytes(), content(database)
    open_workspace(folder).close()
    count = failing.seen
    database.write_bytes(before)
    for point in points(count, every):
        failing.at = point
        with pytest.raises(Refused):
            open_workspace(folder)
        failing.at = 0
        settled(folder, before, had)
    print(f"{file.name}: {count} statements")


@pytest.fixture(scope="module")
def forker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forker]:
    """Children that know the program."""
    forker = Forker("children", tmp_path_factory.mktemp("errors") / "errors.txt")
    yield forker
    forker.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
@CASES
def test_a_kill_at_any_statement_leaves_the_file_as_it_was(
    file: Path, every: bool, tmp_path: Path, forker: Forker
) -> None:
    folder = tmp_path / "w"
    database = unpack(file, folder)
    before, had = database.read_bytes(), content(database)
    said = forker.run("upgrade", str(folder), 0)
    (count,) = said.lines
    database.write_bytes(before)
    for point in points(count, every):
        assert forker.run("upgrade", str(folder), point).code < 0
        with closing(sqlite3.connect(database)) as connection:  # whoever looks next takes back what was under way
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        settled(folder, before, had)
