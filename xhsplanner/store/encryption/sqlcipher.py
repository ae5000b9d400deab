"""SQLCipher, the SQLite that encrypts each page, as a connection that looks like Python's own.

Imported only where a workspace is encrypted. Its driver has error classes of its own; here each becomes the one of
`sqlite3` with the same name and code, so that the rest of the store knows one family of errors.
"""

import re
import sqlite3
from typing import Any, cast

from sqlcipher3 import dbapi2

OF_SEARCH = "fts5: corruption"
"""How FTS5 begins its words about a damaged index."""
_KEY = re.compile(r"[0-9a-f]{96}")


def _said(error: Exception) -> sqlite3.Error:
    """An error of SQLCipher's driver as Python's own would raise it."""
    told = cast(sqlite3.Error, getattr(sqlite3, type(error).__name__, sqlite3.DatabaseError)(*error.args))
    for name in ("sqlite_errorcode", "sqlite_errorname"):
        if hasattr(error, name):
            setattr(told, name, getattr(error, name))
    if str(told).startswith(OF_SEARCH):  # this driver knows no extended codes
        told.sqlite_errorcode = sqlite3.SQLITE_CORRUPT_VTAB
    return told


def _telling(method: Any) -> Any:
    """A method of the driver that raises Python's errors."""

    def called(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except dbapi2.Error as error:
            raise _said(error) from None

    return called


class _Cursor(dbapi2.Cursor):  # type: ignore[misc]
    execute = _telling(dbapi2.Cursor.execute)
    executemany = _telling(dbapi2.Cursor.executemany)
    executescript = _telling(dbapi2.Cursor.executescript)
    fetchone = _telling(dbapi2.Cursor.fetchone)
    fetchmany = _telling(dbapi2.Cursor.fetchmany)
    fetchall = _telling(dbapi2.Cursor.fetchall)
    __next__ = _telling(dbapi2.Cursor.__next__)


class _Connection(dbapi2.Connection):  # type: ignore[misc]
    execute = _telling(dbapi2.Connection.execute)
    executemany = _telling(dbapi2.Connection.executemany)
    executescript = _telling(dbapi2.Connection.executescript)
    backup = _telling(dbapi2.Connection.backup)
    commit = _telling(dbapi2.Connection.commit)
    rollback = _telling(dbapi2.Connection.rollback)
    close = _telling(dbapi2.Connection.close)

    def cursor(self, *_factory: Any) -> Any:
        return super().cursor(_Cursor)


def literal(key: str) -> str:
    """A key as SQLCipher takes one that is not derived again; "" (a file that is not encrypted) stays "".

    Raises ValueError for anything else: it becomes part of a statement.
    """
    if key and not _KEY.fullmatch(key):
        raise ValueError("not a key")
    return f"x'{key}'" if key else ""


def connect(uri: str, key: str) -> sqlite3.Connection:
    """A connection in autocommit to a file encrypted with `key`, with "" to one that is not. Reads nothing yet."""
    try:
        connection = dbapi2.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, factory=_Connection
        )
    except dbapi2.Error as error:
        raise _said(error) from None
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to stderr
    if key:
        connection.execute(f'PRAGMA key = "{literal(key)}"')
    return cast(sqlite3.Connection, connection)
