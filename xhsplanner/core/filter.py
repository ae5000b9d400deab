"""Which notes a person wants to see: one value for every room, saved views and the search box."""

from dataclasses import dataclass, fields
from typing import Self

from xhsplanner.core.model import Status

NONE = 0
"""Stands among ids for notes that have none: no series, no owner, no persona."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that all must hold; within one, any. An empty one, or None, asks for nothing.

    Ids are of this workspace, NONE among them for notes without; occasions are text ids. `text` is what the search
    box finds. `late`: should be out by now and is not.
    """

    accounts: frozenset[int] = frozenset()
    series: frozenset[int] = frozenset()
    statuses: frozenset[Status] = frozenset()
    owners: frozenset[int] = frozenset()
    personas: frozenset[int] = frozenset()
    occasions: frozenset[str] = frozenset()
    tags: frozenset[int] = frozenset()
    keywords: frozenset[int] = frozenset()
    text: str = ""
    covered: bool | None = None
    flawed: bool | None = None
    late: bool | None = None

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return self != EMPTY

    def active(self) -> tuple[str, ...]:
        """The names of the conditions that ask for something, in their order."""
        return tuple(f.name for f in fields(self) if getattr(self, f.name) != getattr(EMPTY, f.name))

    def only(self, name: str) -> int | None:
        """The one row that a condition names, None where it names several, none, or notes without."""
        ids = getattr(self, name)
        return next(iter(ids)) or None if len(ids) == 1 else None

    def given(self) -> dict[str, int]:
        """What a note that is made under this filter starts with: its account, series and owner."""
        columns = {"account_id": "accounts", "series_id": "series", "owner_id": "owners"}
        return {column: one for column, name in columns.items() if (one := self.only(name)) is not None}

    def without(self, name: str) -> Self:
        """The same without one condition."""
        return type(self)(**{f.name: getattr(self, f.name) for f in fields(self) if f.name != name})


EMPTY = Filter()
"""Asks for nothing."""
