"""The small interface that nouns and history speak. SQLite now; a server database can take its place.

SQL is written in the common subset; parameters are positional (`?`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, TypeVar

Row = tuple[Any, ...]
Values = Mapping[str, Any]
One = TypeVar("One")

CHUNK = 500
"""Values per IN list: far under SQLite's limit of parameters, and enough to make the round trip cheap."""


class RuleBroken(Exception):  # noqa: N818 (names the state of the data)
    """A rule of the schema (a unique name, a reference, a range) refused a write. Its transaction is void."""


class Gone(KeyError):  # noqa: N818 (names the state of the data)
    """A row that was to be written is not there any more: another process deleted it."""


class Reads(Protocol):
    """What can be asked for rows: an engine, or any other connection to a database of ours."""

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        ...


class Engine(Protocol):
    """Reads see the last commit and run on any thread; writes only inside `transaction()`.

    Trouble with the disk or the file is raised as Refused, with a sentence for the user.
    """

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query, from the reading side (inside a transaction of this thread: from that)."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """BEGIN IMMEDIATE … COMMIT on the one writing side; an exception rolls everything back."""
        ...

    def held(self) -> AbstractContextManager[None]:
        """Begin early: nobody else writes in this block until the first transaction in it has ended."""
        ...

    def busy(self) -> bool:
        """Whether another thread is inside a transaction, or about to be."""
        ...

    def insert(self, table: str, values: Values) -> int:
        """Insert one row, return its id."""
        ...

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows given as value sequences in the order of `columns`."""
        ...

    def update_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Set `columns` for rows given as (values…, id)."""
        ...

    def delete_many(self, table: str, ids: Iterable[int]) -> None:
        """Delete rows by id."""
        ...

    def reindex(self, entries: Iterable[tuple[int, str | None, str | None]]) -> None:
        """Tell the search index (id, what the note lost, what it got), parted by spaces, in the order of ids.

        None instead of what it lost for a note that was not there, instead of what it got for one that is gone.
        What is said to be lost must have been there: nobody checks.
        """
        ...

    def search_below(self, note_id: int) -> None:
        """Keep that notes of lower ids are not in the search index; see search.entries.below."""
        ...

    def hurried(self) -> AbstractContextManager[None]:
        """Around transactions whose data nobody would miss: fast, and not safe against a power cut."""
        ...

    def clear_search(self, rows: int) -> bool:
        """Take some of the search index away; whether there may be more. For one that is to be built again."""
        ...

    def renew_search(self) -> None:
        """Put an empty search index in the place of the one there is: quick where that was cleared."""
        ...

    def merge_search(self, pages: int) -> None:
        """Join some of the pieces that many small writes leave in the search index."""
        ...

    def renew_indexes(self) -> None:
        """Build every other index again from its table."""
        ...

    def defer_references(self) -> None:
        """Check references at the COMMIT of the present transaction instead of at each row."""
        ...

    def version(self) -> int:
        """A number that changes when any other connection has committed. Costs microseconds."""
        ...

    def backup(self, target: Path) -> None:
        """Copy the last commit into a new file, without stopping writers."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...


def one(rows: list[Row]) -> Row | None:
    """The first row, or None."""
    return rows[0] if rows else None


def chunks(values: Sequence[One]) -> Iterator[Sequence[One]]:
    """`values` in pieces that an IN list takes."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def marks(count: int) -> str:
    """`?, ?, ?` for an IN list."""
    return ", ".join("?" * count)
