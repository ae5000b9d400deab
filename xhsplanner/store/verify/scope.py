"""What every check is handed: the workspace's folder, a reader of its own, and the way to say how far it is.

The reader never writes and holds no transaction for longer than a batch takes, so that nobody who edits waits.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xhsplanner.core.health import Finding
from xhsplanner.core.progress import Progress
from xhsplanner.store.engine import Row
from xhsplanner.store.sqlite import connect

BATCH = 500
"""Rows looked at within one read."""
LIMIT = 500
"""Findings of one check that are told singly: a page of the disk that is gone takes hundreds of rows with it."""
TURN = 0.02
"""Seconds of work between two rests of a gentle check."""
STEPS = 100_000
"""Steps of SQLite's own machine, some milliseconds, after which a long query looks whether to stop."""


def _lenient(data: bytes) -> str:
    """Text as it stands, also where a flipped bit made it no text at all."""
    return data.decode("utf-8", "surrogateescape")


class Reader:
    """A connection that only reads, in this thread only."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path, read_only=True)
        self._connection.text_factory = _lenient
        self._raised: Exception | None = None

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        try:
            return self._connection.execute(sql, params).fetchall()
        except sqlite3.OperationalError:
            if self._raised is not None:
                raise self._raised from None
            raise

    def execute(self, sql: str) -> None:
        """Run a statement about temporary things."""
        self._connection.execute(sql)

    @contextmanager
    def moment(self) -> Iterator[None]:
        """All reads within see one and the same commit."""
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("COMMIT")

    def interrupted_by(self, look: Callable[[], object]) -> None:
        """Ask `look` in the middle of long queries; what it raises ends them."""

        def asked() -> int:
            try:
                look()
            except Exception as error:  # SQLite cannot carry it: raised again by `rows`
                self._raised = error
                return 1
            return 0

        self._connection.set_progress_handler(asked, STEPS)

    def close(self) -> None:
        """Close it."""
        self._connection.close()


@dataclass(slots=True)
class Pace:
    """How far the whole check is. Gentle, it rests as long as it works."""

    progress: Progress
    gentle: bool = False
    of: int = 1
    _done: int = 0
    _part: tuple[int, int] = (0, 0)
    _since: float = 0.0

    def begin(self, size: int) -> None:
        """Start the next check, which does `size` units."""
        self._done = self._part[1]
        self._part = (self._done, self._done + size)
        self.step(0)

    def step(self, units: int = 0) -> None:
        """Some units more are done; rest where it is time to."""
        self._done = min(self._done + units, self._part[1])
        self.progress(self._done, self.of)
        if self.gentle and time.perf_counter() - self._since > TURN:
            time.sleep(TURN)
            self._since = time.perf_counter()


@dataclass(frozen=True, slots=True)
class Scope:
    """One run of the checks over one workspace."""

    folder: Path
    reader: Reader
    pace: Pace
    quick: bool = False

    def first_id(self, table: str, column: str = "id", where: str = "1") -> tuple[int, int]:
        """The lowest and highest id of a table; (1, 0) where it is empty."""
        low, high = self.reader.rows(f"SELECT min({column}), max({column}) FROM {table} WHERE {where}")[0]
        return (1, 0) if low is None else (int(low), int(high))


Counted = Iterator[Finding | int]
"""What a check yields: findings, and numbers of things it has looked at."""
