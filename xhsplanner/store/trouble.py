"""What can go wrong between SQLite and the disk, and how it is said."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xhsplanner.core.errors import Trouble
from xhsplanner.core.words import t
from xhsplanner.store.recovery.check_due import suspect

TROUBLE = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_PROTOCOL: "busy",
    sqlite3.SQLITE_READONLY: "unwritable",
    sqlite3.SQLITE_PERM: "unwritable",
    sqlite3.SQLITE_CANTOPEN: "unwritable",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "corrupt",
}
"""What can go wrong on any machine, by SQLite's primary result code; anything else is a fault of ours."""
DOUBTFUL = frozenset({"disk", "unwritable", "corrupt"})
"""After these a connection is given up: what it holds of the file may not be what the disk holds."""
ROOM_TO_WRITE = 1024 * 1024
"""Bytes under which a disk counts as full: SQLite often says "disk I/O error" then."""
UNDECODABLE = "Could not decode to UTF-8"
"""How Python's driver begins its words about broken text; it gives no code."""


@contextmanager
def telling(file: Path) -> Iterator[None]:
    """Say trouble with the disk or the file in the user's words: a full disk is not a fault of the program.

    Raises Trouble for what `TROUBLE` names; other errors pass.
    """
    try:
        yield
    except sqlite3.Error as error:
        name = trouble(error)
        if name is None:
            raise
        if name == "corrupt" and not of_search(error):
            suspect(file)
        if name == "disk" and _is_full(file):
            name = "full"
        # The driver's words about broken text quote it.
        reason = error if hasattr(error, "sqlite_errorcode") else UNDECODABLE
        raise Trouble(t(f"store.trouble_{name}", file=file, reason=reason)) from error


def trouble(error: sqlite3.Error) -> str | None:
    """What went wrong, as `TROUBLE` names it; None for anything else."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return "corrupt" if str(error).startswith(UNDECODABLE) else None
    return TROUBLE.get(code & 0xFF)


def of_search(error: sqlite3.Error) -> bool:
    """Whether only the search index is damaged, which is made again from the notes (see mending)."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT_VTAB


def doubtful(error: BaseException | None) -> bool:
    """Whether a connection that raised this is to be given up."""
    return isinstance(error, sqlite3.Error) and trouble(error) in DOUBTFUL


def _is_full(file: Path) -> bool:
    try:
        return shutil.disk_usage(file.parent).free < ROOM_TO_WRITE
    except OSError:
        return False
