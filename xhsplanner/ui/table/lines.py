"""Which line of the list holds what: the head of a group, or a note. Groups are folded here. Qt-free."""

from bisect import bisect_right
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from xhsplanner.ui.table.keys import Order


class Spot(NamedTuple):
    """What a line holds: a note by its place in the order, or where that is -1 the head of a group."""

    group: int
    place: int

    @property
    def head(self) -> bool:
        return self.place < 0


class Lines:
    """The lines of an order, from 0; notes of folded groups have none."""

    def __init__(self, order: Order, folded: AbstractSet[object] = frozenset()) -> None:
        self.order = order
        self._heads: list[int] = []
        at = 0
        for group in order.groups:
            self._heads.append(at)
            at += 1 if group.key in folded else 1 + group.size
        self.count = at if order.groups else len(order.ids)

    def at(self, line: int) -> Spot:
        """What a line holds. Raises IndexError outside of them."""
        if not 0 <= line < self.count:
            raise IndexError(line)
        if not self._heads:
            return Spot(-1, line)
        group = bisect_right(self._heads, line) - 1
        inside = line - self._heads[group] - 1
        return Spot(group, self.order.groups[group].start + inside if inside >= 0 else -1)

    def head_of(self, group: int) -> int:
        """The line of a group's head."""
        return self._heads[group]

    def of(self, note_id: int | None) -> int | None:
        """The line a note is on, None where it is not here; in a folded group it is that of the head."""
        try:
            place = self.order.ids.index(note_id) if note_id is not None else None
        except ValueError:
            place = None
        if place is None or not self._heads:
            return place
        starts = [group.start for group in self.order.groups]
        group = bisect_right(starts, place) - 1
        line = self._heads[group] + 1 + place - starts[group]
        following = self._heads[group + 1] if group + 1 < len(self._heads) else self.count
        return line if line < following else self._heads[group]

    def ids(self, first: int, last: int) -> list[int]:
        """The notes on the lines first–last, in their order; heads are left out."""
        found = []
        for line in range(max(0, first), min(last, self.count - 1) + 1):
            spot = self.at(line)
            if not spot.head:
                found.append(self.order.ids[spot.place])
        return found
