"""Which SQLite a database file is opened with: Python's own, or SQLCipher in the folder of an encrypted workspace.

Every connection of the store to a workspace's database or a copy of it is made here. One process never opens the
same file with both: each would drop the other's locks (https://sqlite.org/howtocorrupt.html, section 2.2.1).
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from xhsplanner.store.encryption import cipher


def opened(path: Path, how: str = "mode=rwc") -> sqlite3.Connection:
    """A connection in autocommit; `how` is as in SQLite's file names. Errors are those of `sqlite3` either way.

    In an encrypted workspace a plain file is read all the same: an older copy, or one that was to be replaced when
    encrypting was cut off. Raises Locked where the password has not been given.
    """
    key = cipher.key_for(path)
    uri = f"{path.absolute().as_uri()}?{how}"
    if key is None:
        return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    cipher.need_driver()
    from xhsplanner.store.encryption import sqlcipher

    connection = sqlcipher.connect(uri, key)
    try:
        _read(connection)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB and plain(path):
            connection.close()
            return sqlcipher.connect(uri, "")
    return connection  # what else is wrong with it, the first query says


def _read(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def plain(path: Path) -> bool:
    """Whether a file in an encrypted workspace is a database that anybody can read.

    Asked of SQLCipher without a key: reading the file by hand would drop its locks (see inspection).
    """
    from xhsplanner.store.encryption import sqlcipher

    try:
        with closing(sqlcipher.connect(f"{path.absolute().as_uri()}?mode=ro", "")) as connection:
            return _read(connection) > 0
    except sqlite3.Error:
        return False


def attach(connection: sqlite3.Connection, path: Path, name: str) -> None:
    """Put a copy that nobody writes beside the database of `connection`, under a name of ours."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    key = cipher.key_for(path)
    if key is None:
        connection.execute(f"ATTACH ? AS {name}", (uri,))
        return
    from xhsplanner.store.encryption import sqlcipher

    connection.execute(f"ATTACH ? AS {name} KEY ?", (uri, "" if plain(path) else sqlcipher.literal(key)))
