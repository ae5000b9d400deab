"""The order of a note's pictures and shots when two people merge: taken as one thing, never mixed of both.

The position of a single row says little: whoever puts a picture in front moves all others. So the rows that both
sides have are compared as a list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xhsplanner.exchange.bundle_model import Record, fingerprint

POSITION = "position"


@dataclass(frozen=True, slots=True)
class Order:
    """Rows of one note that both sides have: their uids here, in the order of each side."""

    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    positions: Mapping[str, int]
    """Where each stands on their side."""
    behind: bool
    """Whether nobody here moved any: then each row is weighed by itself."""

    @property
    def side(self) -> str:
        """Whose order holds: mine, theirs, or "" where both made another one."""
        if self.theirs in (self.base, self.mine):
            return "mine"
        return "theirs" if self.mine == self.base else ""


def order_of(known: Iterable[tuple[Record, Mapping[str, Any], Mapping[str, Any]]]) -> Order:
    """The order of rows, given as (record, row here, what both sides began with)."""
    rows = [(record, record.values or {}, row, first) for record, row, first in known]
    theirs = {record.uid: values[POSITION] for record, values, _, _ in rows}
    mine = {record.uid: row[POSITION] for record, _, row, _ in rows}
    base = {record.uid: first.get(POSITION, values[POSITION]) for record, values, _, first in rows}
    behind = all(
        mine[record.uid] == base[record.uid] or fingerprint(mine[record.uid]) in record.passed.get(POSITION, ())
        for record, *_ in rows
    )
    return Order(_sorted(base), _sorted(mine), _sorted(theirs), theirs, behind)


def _sorted(positions: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(positions, key=lambda uid: (positions[uid], uid)))
