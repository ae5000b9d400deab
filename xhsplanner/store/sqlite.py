"""SQLite behind the engine seam: one writing connection behind a lock, one reading connection per thread."""

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from xhsplanner.core.errors import Trouble
from xhsplanner.core.files import sync_file
from xhsplanner.core.words import t
from xhsplanner.store import driver, filtering
from xhsplanner.store.engine import Row, RuleBroken, Values
from xhsplanner.store.schema import SEARCH_5
from xhsplanner.store.trouble import UNDECODABLE, doubtful, telling

PRAGMAS = (
    # FULL: NORMAL lost acknowledged edits in 391 of 500 simulated power cuts, FULL in none, for 0.16 ms an edit.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cache_size = -16000",
)

READ_CACHE = {"main": 5000, "worker": 2000}
"""KB of pages a reading connection keeps: workers come and go, and 16 MB each were 90 MB at a million notes."""

COPIED, BREATH = 64, 0.001
"""Pages of a snapshot copied in one go, and seconds of pause after."""
SYNCED = 16
"""After so many goes what was copied is put on the disk. All at the end, it held up an edit for 0.1 s, not 0.04."""

MERGING = {"automerge": 0, "crisismerge": 256}
"""How the search index joins what single edits add to it. Left alone it does so within every 64th COMMIT, 10–25 ms
at 50,000 notes; 256 pieces at once take 10 ms, and search with that many pieces stays under 10 ms."""

INDEX = "INSERT INTO note_search (rowid, grams) VALUES (?, ?)"
UNINDEX = "INSERT INTO note_search (note_search, rowid, grams) VALUES ('delete', ?, ?)"
SEARCH_PARTS = {"note_search_entry": "1", "note_search_data": "id > 10"}
"""The tables behind the search index, and which rows may go: dropped full they would hold up edits for seconds."""
EMPTY_INDEX = "INSERT OR REPLACE INTO note_search_data (id, block) VALUES (1, x''), (10, x'00000000000000')"
"""Averages and structure as FTS5 writes them for no text: with damaged ones it cannot even be dropped."""
HURRIED = {"synchronous": "OFF", "cache_size": -400_000}
HASHED = {"usual": 1 << 20, "hurried": 1 << 26}
"""Bytes of search entries collected before they are written as one piece."""

UNKEEPABLE = (sqlite3.IntegrityError, OverflowError, UnicodeEncodeError)
"""What SQLite and Python's driver raise for a value that a column cannot hold."""


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with this program's pragmas, in autocommit: transactions are always explicit."""
    if not read_only:
        return _opened(path, "mode=rw")
    try:
        return _opened(path, "mode=ro")
    except sqlite3.OperationalError as error:
        # A disk without writing answers CANTOPEN, a folder without the right to write READONLY_DIRECTORY.
        cannot_write = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if not cannot_write or any(_left(Path(f"{path}{ending}")) for ending in ("-wal", "-journal")):
            raise
        # Where nothing can be written, SQLite cannot make the index of its log. With an empty log none is needed:
        # the file alone is the whole truth, as long as nobody else writes it.
        return _opened(path, "mode=ro&immutable=1")


def _left(log: Path) -> bool:
    return log.exists() and log.stat().st_size > 0


def _opened(path: Path, how: str) -> sqlite3.Connection:
    connection = driver.opened(path, how)
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma)
        filtering.install(connection)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def quoted(columns: Iterable[str]) -> str:
    """Column names for SQL; some of ours (values, group) are keywords."""
    return ", ".join(f'"{name}"' for name in columns)


def _leniently(connection: sqlite3.Connection, sql: str, params: Sequence[Any]) -> list[Row]:
    """A query over text that a flipped bit on the disk made no text: shown with `\ufffd` where it is broken."""
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        return connection.execute(sql, params).fetchall()
    finally:
        connection.text_factory = str


class _Reader:
    """The reading connection of one thread, closed when the thread ends: on Qt's pool that is after every job."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        main = threading.get_ident() == threading.main_thread().ident
        connection.execute(f"PRAGMA cache_size = {-READ_CACHE['main' if main else 'worker']}")
        connection.execute("PRAGMA query_only = ON")

    def __del__(self) -> None:
        # Not closed here: the state of a thread that ends is going, and a connection that lets go of a function of
        # ours (filtering.install) would take it along a second time, with the whole process.
        _ABANDONED.append(self.connection)


_ABANDONED: list[sqlite3.Connection] = []
"""Connections of threads that have ended, to be closed by another one."""


def _close_abandoned() -> None:
    with suppress(IndexError):  # other threads close some too
        while True:
            _ABANDONED.pop().close()


class SqliteEngine:
    """See Engine. Names of tables and columns come from the schema only, never from users."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        self._local = threading.local()
        self._lock = threading.RLock()
        self._owner: int | None = None
        self._held = False
        self._doubted = False
        self._writer = None if read_only else self._new_writer()

    def _new_writer(self) -> sqlite3.Connection:
        writer = connect(self._path)
        try:
            writer.execute("PRAGMA journal_mode = WAL")
            # Folding the WAL back costs 10 ms and an edit writes 26 pages: every 32 MB keeps it out of 299 in 300.
            writer.execute("PRAGMA wal_autocheckpoint = 8000")
            self._tune_search(writer)
        except sqlite3.Error:
            writer.close()
            raise
        return writer

    @staticmethod
    def _tune_search(writer: sqlite3.Connection) -> None:
        """Write `MERGING` into a workspace that does not have it yet."""
        with suppress(sqlite3.OperationalError):  # no room, or another process writes: then the next time
            kept = dict(writer.execute("SELECT k, v FROM note_search_config"))
            for name, value in MERGING.items():
                if kept.get(name) != value:
                    writer.execute("INSERT INTO note_search (note_search, rank) VALUES (?, ?)", (name, value))

    def _reader(self) -> sqlite3.Connection:
        if self._owner == threading.get_ident() and self._writer is not None:
            return self._writer
        reader: _Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            _close_abandoned()
            reader = self._local.reader = _Reader(connect(self._path, read_only=self._read_only))
        return reader.connection

    def _writing(self) -> sqlite3.Connection:
        if self._owner != threading.get_ident() or self._writer is None:
            raise RuntimeError("write outside a transaction")
        return self._writer

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        with telling(self._path):
            reader = self._reader()
            try:
                return reader.execute(sql, params).fetchall()
            except sqlite3.Error as error:
                if not str(error).startswith(UNDECODABLE):
                    self._doubt(error)
                    raise
            return _leniently(reader, sql, params)

    def _doubt(self, error: BaseException | None) -> None:
        """After trouble with the disk, give up this thread's connection; the next read or write opens another."""
        if not doubtful(error):
            return
        if self._owner == threading.get_ident():
            self._doubted = True  # closed when its transaction has ended
        else:
            self._local.reader = None

    @contextmanager
    def held(self) -> Iterator[None]:
        if self._owner == threading.get_ident():
            yield
            return
        self._begin()
        self._held = True
        try:
            yield
        finally:
            if self._held and self._owner == threading.get_ident():  # no transaction took it over
                self._end()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self._owner != threading.get_ident():
            self._begin()
        elif not self._held:
            raise RuntimeError("transactions do not nest")
        self._held = False
        try:
            with telling(self._path):
                yield
                self._writing().execute("COMMIT")
        except UNKEEPABLE as error:
            raise RuleBroken(str(error)) from error
        except Trouble as error:
            self._doubt(error.__cause__)
            raise
        finally:
            self._end()

    def _begin(self) -> None:
        """Take the one writing side for this thread."""
        if self._read_only:
            raise RuntimeError("the workspace is open read-only")
        self._lock.acquire()
        try:
            with telling(self._path):
                if self._writer is None:
                    self._writer = self._new_writer()
                # IMMEDIATE: a deferred BEGIN that reads then writes fails at once with BUSY_SNAPSHOT.
                self._writer.execute("BEGIN IMMEDIATE")
        except BaseException as error:
            if self._writer is not None and doubtful(error.__cause__):
                self._writer.close()
                self._writer = None
            self._lock.release()
            raise
        self._owner = threading.get_ident()

    def _end(self) -> None:
        """Give it back; what was not committed is rolled back, and a connection in doubt closed."""
        writer = self._writing()
        try:
            if writer.in_transaction:
                writer.execute("ROLLBACK")
        except sqlite3.Error:
            self._doubted = True  # closing it rolls back, too
        finally:
            if self._doubted:
                self._writer = None
                writer.close()
            self._held, self._doubted, self._owner = False, False, None
            self._lock.release()

    def busy(self) -> bool:
        free = self._lock.acquire(blocking=False)
        if free:
            self._lock.release()
        return not free

    def insert(self, table: str, values: Values) -> int:
        sql = f"INSERT INTO {table} ({quoted(values)}) VALUES ({', '.join('?' * len(values))})"
        rowid = self._writing().execute(sql, tuple(values.values())).lastrowid
        assert rowid is not None
        return rowid

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        sql = f"INSERT INTO {table} ({quoted(columns)}) VALUES ({', '.join('?' * len(columns))})"
        self._writing().executemany(sql, rows)

    def update_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        assignments = ", ".join(f'"{name}" = ?' for name in columns)
        self._writing().executemany(f"UPDATE {table} SET {assignments} WHERE id = ?", rows)

    def delete_many(self, table: str, ids: Iterable[int]) -> None:
        self._writing().executemany(f"DELETE FROM {table} WHERE id = ?", ((i,) for i in ids))

    def reindex(self, entries: Iterable[tuple[int, str | None, str | None]]) -> None:
        execute = self._writing().execute
        # One by one in the order of ids, what goes before what comes: each turn back writes a piece of its own.
        for note_id, going, coming in entries:
            if going is not None:
                execute(UNINDEX, (note_id, going))
            if coming is not None:
                execute(INDEX, (note_id, coming))

    def search_below(self, note_id: int) -> None:
        self._writing().execute("UPDATE note_search_state SET below = ?", (note_id,))

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """Transactions inside are not synced; the search index is written in large pieces and joined at the end.

        Ten times as fast and lost in a power cut: for synthetic workspaces only.
        """
        if self._writer is None:
            raise RuntimeError("the workspace is open read-only")
        usual = {name: self._writer.execute(f"PRAGMA {name}").fetchone()[0] for name in HURRIED}
        try:
            self._hurry(HURRIED, HASHED["hurried"])
            yield
            self._writer.execute("INSERT INTO note_search (note_search) VALUES ('optimize')")
        finally:
            self._hurry(usual, HASHED["usual"])
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _hurry(self, pragmas: Mapping[str, object], hashed: int) -> None:
        assert self._writer is not None
        for name, value in pragmas.items():
            self._writer.execute(f"PRAGMA {name} = {value}")
        self._writer.execute("INSERT INTO note_search (note_search, rank) VALUES ('hashsize', ?)", (hashed,))

    def clear_search(self, rows: int) -> bool:
        writer = self._writing()
        for table, which in SEARCH_PARTS.items():
            some = f"SELECT rowid FROM {table} WHERE {which} LIMIT {rows}"
            if writer.execute(f"DELETE FROM {table} WHERE rowid IN ({some})").rowcount:
                return True
        return False

    def merge_search(self, pages: int) -> None:
        self._writing().execute("INSERT INTO note_search (note_search, rank) VALUES ('merge', ?)", (pages,))

    def renew_search(self) -> None:
        writer = self._writing()
        writer.execute(EMPTY_INDEX)
        writer.execute("DELETE FROM note_search_idx")
        writer.execute("DELETE FROM note_search_entry")
        writer.execute("DROP TABLE IF EXISTS note_search")
        writer.execute(SEARCH_5)
        self._tune_search(writer)

    def renew_indexes(self) -> None:
        self._writing().execute("REINDEX")

    def defer_references(self) -> None:
        self._writing().execute("PRAGMA defer_foreign_keys = ON")

    def version(self) -> int:
        return int(self.rows("PRAGMA data_version")[0][0])

    def backup(self, target: Path) -> None:
        """Copy the last commit into a new or empty database file, without stopping writers."""
        with telling(self._path):
            reader = self._reader()
        goes = count(1)
        with telling(target), closing(driver.opened(target)) as copy, target.open("ab") as file:

            def between(*_left: int) -> None:
                if next(goes) % SYNCED == 0:
                    sync_file(file)
                time.sleep(BREATH)

            reader.execute("BEGIN")  # holds the moment: without it every edit would make the copy begin anew
            try:
                reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
                reader.backup(copy, pages=COPIED, progress=between)
            except SystemError as error:  # the driver found no words of SQLite's for what went wrong
                self._local.reader = None
                raise Trouble(t("store.trouble_disk", file=target, reason=t("store.backup_broke"))) from error
            except sqlite3.Error as error:
                self._doubt(error)
                raise
            finally:
                if reader.in_transaction:  # an error may have ended it
                    reader.execute("ROLLBACK")

    def close(self) -> None:
        with self._lock:  # what another thread writes ends first
            if self._writer is not None:
                self._writer.close()
        self._let_go()

    def _let_go(self) -> None:
        """Close the reader of this thread. Others close theirs: SQLite crashes when it is closed under a query."""
        reader: _Reader | None = getattr(self._local, "reader", None)
        if reader is not None:
            reader.connection.close()
            self._local.reader = None
        _close_abandoned()
