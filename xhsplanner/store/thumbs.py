"""thumbs.db: small JPEGs of the library by SHA-256, so that a grid never opens an original.

A cache: it may be deleted at any time and is made again from the originals, so it is synced lazily and a
damaged one is thrown away without a word.
"""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from xhsplanner.core.files import narrow
from xhsplanner.store.engine import chunks, marks

_SCHEMA = "CREATE TABLE IF NOT EXISTS thumb (sha256 TEXT PRIMARY KEY, jpeg BLOB NOT NULL) STRICT"


class Thumbs:
    """Thumbnails of one workspace. Every method may run on any thread; a read takes some 13 µs.

    In a folder that cannot be written they are kept in memory for as long as the workspace is open.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None
        self._closed = False

    @property
    def _connection(self) -> sqlite3.Connection:
        """Opened on first use: most verbs of the command line need no thumbnail."""
        if self._closed:
            raise sqlite3.ProgrammingError("the thumbnails are closed")
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    def _open(self) -> sqlite3.Connection:
        if not self._read_only:
            for _attempt in range(2):
                try:
                    connection = _connect(str(self._path))
                    for suffix in ("", "-wal", "-shm"):
                        narrow(Path(f"{self._path}{suffix}"))
                    return connection
                except sqlite3.OperationalError:
                    break  # not writable, or busy elsewhere
                except sqlite3.DatabaseError:
                    self._throw_away()
        elif self._path.is_file():
            with suppress(sqlite3.Error):
                return self._copy_of_file()
        return _connect(":memory:")

    def _copy_of_file(self) -> sqlite3.Connection:
        """A connection that reads the file and never writes it."""
        connection = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("SELECT count(*) FROM thumb LIMIT 1")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _throw_away(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{self._path}{suffix}").unlink(missing_ok=True)

    def get(self, sha256: str) -> bytes | None:
        """The thumbnail of one picture as a JPEG, or None where none is kept."""
        return self.get_many([sha256]).get(sha256)

    def get_many(self, hashes: Sequence[str]) -> dict[str, bytes]:
        """Thumbnails by hash, of those that are kept. A damaged cache keeps none."""
        found: dict[str, bytes] = {}
        with self._lock:
            for part in chunks(hashes):
                sql = f"SELECT sha256, jpeg FROM thumb WHERE sha256 IN ({marks(len(part))})"
                try:
                    found.update(self._connection.execute(sql, part).fetchall())
                except sqlite3.DatabaseError as error:
                    self._begin_anew(error)
                    return found
        return found

    def put_many(self, thumbs: Iterable[tuple[str, bytes]]) -> None:
        """Keep thumbnails given as (hash, JPEG). A cache that cannot be written is left as it is."""
        with self._lock:
            try:
                self._put(thumbs)
            except sqlite3.DatabaseError as error:
                self._begin_anew(error)

    def _put(self, thumbs: Iterable[tuple[str, bytes]]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.executemany("INSERT OR REPLACE INTO thumb VALUES (?, ?)", thumbs)
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def renew(self) -> None:
        """Throw the cache away: each thumbnail is made again when it is next wanted."""
        with self._lock:
            self._drop()

    def _begin_anew(self, error: sqlite3.DatabaseError) -> None:
        """A damaged file is found out in the middle of work, too: the next call opens an empty one."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if not self._closed and code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            self._drop()

    def _drop(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None
        if not self._read_only:
            self._throw_away()

    def count(self) -> int:
        """How many thumbnails are kept."""
        with self._lock:
            return int(self._connection.execute("SELECT count(*) FROM thumb").fetchone()[0])

    def close(self) -> None:
        """Close the cache. A worker that comes too late finds nothing and keeps nothing."""
        with self._lock:
            self._closed = True
            if self._opened is not None:
                self._opened.close()
                self._opened = None


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        for statement in (
            "PRAGMA busy_timeout = 2000",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = NORMAL",
            "PRAGMA trusted_schema = OFF",
            _SCHEMA,
        ):
            connection.execute(statement)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
