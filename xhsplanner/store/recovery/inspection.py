"""A quick look at workspace.db before it is opened: is it ours, whole as far as a look shows, and just our schema.

It reads a bounded number of pages, whatever the size; only where damage was found before it reads everything.
Never by open() and read(): closing such a handle drops the locks of every connection this process has on the file
(POSIX), and the next process would take away the WAL under them.
"""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xhsplanner.store import schema
from xhsplanner.store.chain import NEWEST, Head
from xhsplanner.store.sqlite import connect
from xhsplanner.store.trouble import UNDECODABLE

CHAINED = 4
"""The schema version from which ops have links."""
DAMAGE = frozenset(
    {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG}
    | {sqlite3.SQLITE_MISMATCH}
)
"""Primary result codes that speak of the file's content; all else, as a lock, a full disk or a failing one, is no
damage."""

SHADOWS = frozenset(f"note_search_{part}" for part in ("data", "idx", "content", "docsize", "config"))
"""Tables that FTS5 makes for its index."""
OTHERS = frozenset(
    {"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}
    | {"_sqlite_migrations", "idx__sqlite_migrations_migration_set_name"}
)
"""What SQLite and sqlite-utils keep for themselves."""
Entry = tuple[str, str, str | None]
"""Type, name and statement of one line of sqlite_master."""
_CREATE = re.compile(r"CREATE (?:VIRTUAL )?(TABLE|INDEX) (\w+)")
_INDEX = re.compile(r"CREATE INDEX \w+ ON (\w+)\((.+?)\)((?: WHERE .+)?)")
_DROP = re.compile(r"DROP INDEX (\w+)")
_ADD = re.compile(r"ALTER TABLE (\w+) ADD COLUMN (.+)", re.DOTALL)
_END_OF_COLUMNS = re.compile(r",\s*UNIQUE \(|\) STRICT")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the look found. `damage` is the reason in SQLite's or our own terse words, '' where all seems whole.

    `strangers` are triggers, views, tables and indexes that are not of this program; `head` is the newest op.
    """

    version: int = 0
    ours: bool = True
    damage: str = ""
    strangers: tuple[str, ...] = ()
    head: Head | None = None

    @property
    def whole(self) -> bool:
        """Whether it may be written."""
        return self.ours and not self.damage and not self.strangers


def inspect(database: Path, *, fully: bool = False) -> Inspection:
    """Look at a database; `fully` reads all of it (seconds per gigabyte).

    Raises sqlite3.Error for trouble that is no damage (locks, permissions, the disk), OSError where no file is.
    """
    if database.stat().st_size == 0:
        return Inspection(ours=False, damage="0 bytes")  # SQLite would delete the log beside it
    try:
        with closing(_reading(database)) as connection:
            return _look(connection, database, fully)
    except sqlite3.Error as error:
        if not speaks_of_damage(error):
            raise
        stranger = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB
        return Inspection(ours=not stranger, damage=_said(error))


def speaks_of_damage(error: sqlite3.Error) -> bool:
    """Whether an error of reading is about what the file holds."""
    code = getattr(error, "sqlite_errorcode", None)
    return str(error).startswith(UNDECODABLE) if code is None else code & 0xFF in DAMAGE


def _said(error: sqlite3.Error) -> str:
    return str(error) if hasattr(error, "sqlite_errorcode") else "not UTF-8"


def _reading(database: Path) -> sqlite3.Connection:
    try:
        return connect(database, read_only=True)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY or not Path(f"{database}-journal").exists():
            raise
        return connect(database)  # a transaction that was cut off is taken back first


def _look(connection: sqlite3.Connection, database: Path, fully: bool) -> Inspection:
    def value(pragma: str) -> int:
        return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])

    if value("application_id") != schema.APPLICATION_ID:
        return Inspection(ours=False)
    version = value("user_version")
    if version > schema.VERSION:
        return Inspection(version)
    missing = _missing(database, value("page_count"), value("page_size"))
    if missing:
        return Inspection(version, damage=f"{missing} pages are missing")
    found: list[Entry] = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    strangers, changed = against(found, version)
    if changed:
        return Inspection(version, damage=f"schema of {changed}", strangers=strangers)
    _probe(connection, found)
    if fully and (said := connection.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
        return Inspection(version, damage=str(said).splitlines()[-1], strangers=strangers)
    return Inspection(version, strangers=strangers, head=_newest(connection) if version >= CHAINED else None)


def _missing(database: Path, pages: int, size: int) -> int:
    """How many of the last pages stand neither in the file nor in SQLite's log beside it, where they may wait."""
    there = database.stat().st_size // size
    return len(set(range(there + 1, pages + 1)) - _logged(database, size)) if there < pages else 0


def _logged(database: Path, size: int) -> set[int]:
    """Pages of which the log holds a version (https://sqlite.org/fileformat2.html, 4.1). Nobody locks that file."""
    found: set[int] = set()
    with suppress(FileNotFoundError), database.with_name(f"{database.name}-wal").open("rb") as log:
        salt = log.read(32)[16:24]
        while len(frame := log.read(24)) == 24 and frame[8:16] == salt:
            found.add(int.from_bytes(frame[:4], "big"))
            log.seek(size, 1)
    return found


def _newest(connection: sqlite3.Connection) -> Head | None:
    row = connection.execute(NEWEST).fetchone()
    return Head(*row) if row else None


def against(found: Sequence[Entry], version: int) -> tuple[tuple[str, ...], str]:
    """(what is not ours, the first of ours that is missing or reads differently)."""
    ours = expected(version)
    strangers = tuple(
        f"{kind} {name}"
        for kind, name, sql in found
        if kind not in ("table", "index")
        or (name not in ours and name not in OTHERS and name not in SHADOWS and not _of_unique(name, sql))
    )
    # A trigger may well have the name of a table.
    here = {name: _squeezed(sql or "") for kind, name, sql in found if kind in ("table", "index")}
    changed = (name for name, sql in ours.items() if here.get(name) != sql)
    return strangers, next(changed, "")


def _of_unique(name: str, sql: str | None) -> bool:
    return sql is None and name.startswith("sqlite_autoindex_")


@cache
def expected(version: int) -> dict[str, str]:
    """Tables and indexes of a schema version by name, with their statements as SQLite keeps them but for spaces."""
    kept: dict[str, str] = {}
    for statement in (one for step in schema.STEPS[:version] for one in step()):
        if made := _CREATE.match(statement):
            kept[made[2]] = statement
        elif gone := _DROP.match(statement):
            del kept[gone[1]]
        elif added := _ADD.match(statement):
            end = _END_OF_COLUMNS.search(kept[added[1]])
            assert end is not None
            kept[added[1]] = f"{kept[added[1]][: end.start()]}, {added[2]}{kept[added[1]][end.start() :]}"
    return {name: _squeezed(sql) for name, sql in kept.items()}


def _squeezed(sql: str) -> str:
    return "".join(sql.split())


def _probe(connection: sqlite3.Connection, found: list[Entry]) -> None:
    """Walk down both ends of every table and the first of every index: raises where a page is not what it was."""
    for kind, name, sql in found:
        if kind == "table" and name in schema.ALL_TABLES:
            connection.execute(f"SELECT * FROM {name} ORDER BY id LIMIT 1").fetchall()
            connection.execute(f"SELECT * FROM {name} ORDER BY id DESC LIMIT 1").fetchall()
            connection.execute(f"SELECT uid FROM {name} ORDER BY uid LIMIT 1").fetchall()
        elif kind == "index" and name not in OTHERS and (index := _INDEX.fullmatch(sql or "")):
            table, columns, where = index.groups()
            query = f"SELECT 1 FROM {table} INDEXED BY {name} {where} ORDER BY {columns} LIMIT 1"
            connection.execute(query).fetchall()
    for end in ("", " DESC"):
        connection.execute(f"SELECT * FROM op ORDER BY id{end} LIMIT 1").fetchall()
        connection.execute(f"SELECT * FROM op_row ORDER BY op_id{end}, seq{end} LIMIT 1").fetchall()
    connection.execute("SELECT rowid FROM note_search WHERE note_search MATCH '\"\"' LIMIT 1").fetchall()
    connection.execute("SELECT * FROM sqlite_sequence").fetchall()
