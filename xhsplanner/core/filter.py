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

    def without(self, name: str) -> Self:
        """The same without one condition."""
        return type(self)(**{f.name: getattr(self, f.name) for f in fields(self) if f.name != name})


EMPTY = Filter()
"""Asks for nothing."""
