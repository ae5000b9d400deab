"""What can still be read of the op-log in a damaged database: op after op, for as long as each fits its link.

The damaged file is only read, through SQLite, as it stands; where it cannot be opened that way, a copy of it with
the pages of the schema taken from a whole database. Whatever is read is believed only where the chain says so.
"""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xhsplanner.store import chain
from xhsplanner.store.chain import Head
from xhsplanner.store.sqlite import connect, quoted

HEADER = 100
"""Bytes before the tree of the schema on the first page."""
_OP = f"SELECT {quoted(chain.OP_COLUMNS)}, chain FROM op WHERE id = ?"
_ROWS = f"SELECT {quoted(chain.ROW_COLUMNS)} FROM op_row WHERE op_id = ? ORDER BY seq"
UNREADABLE = (sqlite3.Error, ValueError, TypeError, OverflowError, MemoryError)
"""What reading pages of noise may raise."""


@dataclass(frozen=True, slots=True)
class Step:
    """One op of the log with its rows, as `chain.OP_COLUMNS` and `chain.ROW_COLUMNS`, and its link."""

    op: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    link: str


class DamagedLog:
    """One damaged database, opened to be read; `close` takes away what reading left beside it."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._connection: sqlite3.Connection | None = None
        if database.stat().st_size:  # SQLite would delete the log beside an empty file
            with suppress(*UNREADABLE):
                self._connection = connect(database, read_only=True)

    def steps(self, after: int, previous: str) -> Iterator[Step]:
        """The ops after the op `after`, whose link is `previous`, until the first that is missing or not whole."""
        with suppress(*UNREADABLE):
            while (step := self._step(after + 1)) and step.link == chain.link(previous, step.op, step.rows):
                yield step
                after, previous = after + 1, step.link

    def _step(self, op_id: int) -> Step | None:
        row = self._one(_OP, (op_id,))
        if row is None or self._connection is None:
            return None
        return Step(row[:-1], self._connection.execute(_ROWS, (op_id,)).fetchall(), row[-1])

    def _one(self, sql: str, params: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        if self._connection is None:
            return None
        found: tuple[Any, ...] | None = self._connection.execute(sql, params).fetchone()
        return found

    def newest(self) -> Head | None:
        """The newest op that shows, whole or not."""
        with suppress(*UNREADABLE):
            row = self._one("SELECT id, chain, at FROM op ORDER BY id DESC LIMIT 1")
            if row is not None and list(map(type, row)) == [int, str, str] and row[0] > 0:
                return Head(*row)
        return None

    def link(self, op_id: int) -> str:
        """The link of an op as it says itself; that of no op, `START`, where it is not there."""
        with suppress(*UNREADABLE):
            row = self._one("SELECT chain FROM op WHERE id = ?", (op_id,))
            return str(row[0]) if row is not None else chain.START
        return chain.START

    def close(self) -> None:
        """Let the file go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        with suppress(OSError):
            self._database.with_name(f"{self._database.name}-shm").unlink(missing_ok=True)


def grafted(database: Path, pages: Mapping[int, bytes], copy: Path) -> DamagedLog | None:
    """`database` once more, as `copy`, with the pages of the schema of a whole one; None where too little is left.

    Backups copy page by page, so a table stands at the same page in both.
    """
    size = len(pages[1])
    data = database.stat().st_size
    if data < size:
        return None
    _copy(database, database, copy)
    with copy.open("r+b") as file:
        for number, page in pages.items():
            file.seek((number - 1) * size)
            file.write(page)
        file.seek(28)
        file.write((data // size).to_bytes(4, "big"))  # as many pages as there are
        file.seek(92)
        file.write(pages[1][24:28])  # says that the line above is valid
    return DamagedLog(copy)


def under_log(whole: Path, database: Path, copy: Path) -> DamagedLog | None:
    """`whole`, as `copy`, under SQLite's log (-wal) of the damaged `database`; None where there is no such log.

    Where the log began before `whole` was copied, it holds every page that changed since: nothing is missing then.
    """
    log = database.with_name(f"{database.name}-wal")
    if not log.is_file() or not log.stat().st_size:
        return None
    _copy(whole, database, copy)
    return DamagedLog(copy)


def _copy(pages: Path, database: Path, copy: Path) -> None:
    """The pages of one database with the log of another, perhaps the same."""
    shutil.copyfile(pages, copy)
    with suppress(FileNotFoundError):
        shutil.copyfile(f"{database}-wal", f"{copy}-wal")


def schema_pages(database: Path) -> dict[int, bytes]:
    """The pages of sqlite_master by number (https://sqlite.org/fileformat2.html, 1.6)."""
    with database.open("rb") as file:
        header = file.read(HEADER)
        size = int.from_bytes(header[16:18], "big")
        size = 65536 if size == 1 else size
        pages: dict[int, bytes] = {}
        wanted = [1]
        while wanted:
            number = wanted.pop()
            file.seek((number - 1) * size)
            page = pages[number] = file.read(size)
            at = HEADER if number == 1 else 0
            if page[at] == 5:  # an inner page of a table: pages below it
                cells = int.from_bytes(page[at + 3 : at + 5], "big")
                starts = (int.from_bytes(page[at + 12 + 2 * i : at + 14 + 2 * i], "big") for i in range(cells))
                below = [int.from_bytes(page[start : start + 4], "big") for start in starts]
                wanted += [*below, int.from_bytes(page[at + 8 : at + 12], "big")]
    return pages
