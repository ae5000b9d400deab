"""What the list shows and in which order: read on a worker where it is much, the old order stays meanwhile."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from xhsplanner.core.change import Change
from xhsplanner.core.filter import Filter
from xhsplanner.store.listing import Line, Period
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.table.columns import COLUMNS, GROUPS, PERIODS
from xhsplanner.ui.table.keys import Keys, Order, Sort
from xhsplanner.ui.table.lines import Lines

AT_ONCE = 2000
"""So many notes are sorted where they are asked for, within a frame."""
KEPT = 2000
"""Rows that stay read."""
LINKED = ("note_text", "note_asset", "note_tag", "note_keyword", "note_offer", "topic")
"""Tables of which a note shows something, and that do not say whose row was written."""
NOUNS = ("account", "series", "member", "persona", "tag", "keyword", "offer")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user chose to see."""

    period: str = "all"
    sorts: tuple[Sort, ...] = (Sort("day"),)
    group: str = ""

    @classmethod
    def of(cls, kept: object) -> "Choice":
        """A choice out of a setting; what makes no sense there is as in a new list."""
        mine = kept if isinstance(kept, dict) else {}
        sorts = []
        for one in mine.get("sorts", ()) if isinstance(mine.get("sorts"), list) else ():
            if isinstance(one, str) and one.lstrip("-") in COLUMNS:
                sorts.append(Sort(one.lstrip("-"), one.startswith("-")))
        period, group = mine.get("period"), mine.get("group")
        return cls(
            period if period in PERIODS else "all",
            tuple(sorts) or (Sort("day"),),
            group if isinstance(group, str) and group in GROUPS else "",
        )

    @property
    def kept(self) -> dict[str, Any]:
        """The same for a setting."""
        sorts = [f"-{sort.column}" if sort.down else sort.column for sort in self.sorts]
        return {"period": self.period, "sorts": sorts, "group": self.group}


class Found(NamedTuple):
    """What a worker brings back."""

    keys: Keys
    order: Order
    meanings: list[Any]


def period_of(name: str, day: date) -> Period:
    """The days of a period around a day."""
    if name == "week":
        first = day - timedelta(day.weekday())
        return Period(first, first + timedelta(6))
    if name in ("month", "quarter"):
        months = 1 if name == "month" else 3
        start = (day.month - 1) // months * months + 1
        after = day.year * 12 + start - 1 + months
        return Period(date(day.year, start, 1), date(after // 12, after % 12 + 1, 1) - timedelta(1))
    return Period(undated=name == "undated")


def found(
    store: Store, keys: Keys | None, touched: Sequence[int], choice: Choice, wanted: Filter, period: Period
) -> Found:
    """The order of a choice: with `keys` that are known, and what was written since, or read anew."""
    if keys is None or (touched and not keys.follow(touched)):
        keys = Keys(store, store.listing.condition(wanted, period))
    order = keys.arrange(choice.sorts, choice.group)
    return Found(keys, order, keys.meaning(choice.group, order) if choice.group else [])


class Table(QObject):
    """The order of the notes and their rows. `arranged` when another order is to be shown."""

    arranged = Signal()

    def __init__(self, ctx: Context, choice: Choice) -> None:
        super().__init__()
        self.ctx, self.choice = ctx, choice
        self.folded: set[object] = set()
        self.lines = Lines(Order(array("q")))
        self.meanings: list[Any] = []
        self._keys: Keys | None = None
        self._asked = 0
        self._shown = 0
        self._rows: dict[int, Line] = {}
        self._needed: frozenset[str] = frozenset()

    @property
    def order(self) -> Order:
        """The notes as they stand."""
        return self.lines.order

    @property
    def waiting(self) -> bool:
        """Whether another order is being made."""
        return self._asked != self._shown

    def period(self) -> Period:
        """The days that are shown."""
        return period_of(self.choice.period, self.ctx.day)

    # --- making an order ---------------------------------------------------------------------------

    def choose(self, **changes: Any) -> None:
        """Show the notes in another way: `period`, `sorts`, `group`."""
        before, self.choice = self.choice, replace(self.choice, **changes)
        if before.group != self.choice.group:
            self.folded = set()
        if before.period != self.choice.period:
            self.reload()
        elif before != self.choice:
            self._make(self._keys, ())

    def reload(self) -> None:
        """Read all again."""
        self._rows.clear()
        self._make(None, ())

    def follow(self, change: Change) -> None:
        """Read again what an op wrote."""
        ids = change.rows.get("note", frozenset())
        if change.touches(*LINKED, *NOUNS):
            self._rows.clear()
        for one in ids:
            self._rows.pop(one, None)
        if change.touches(*LINKED, *NOUNS) or len(ids) > KEPT:
            self._make(None, ())
        elif ids:
            self._make(self._keys, tuple(ids))

    def _make(self, keys: Keys | None, touched: Sequence[int]) -> None:
        store, choice = self.ctx.store, self.choice
        if self.waiting:  # a worker is at these keys, and may not be done with what changed
            keys, touched = None, ()
        self._asked += 1
        number = self._asked

        work = partial(found, store, keys, touched, choice, self.ctx.filter, self.period())
        known = len(keys.ids) if keys is not None else store.notes.count()
        if known <= AT_ONCE:
            self._show(number, work())
        else:
            self.ctx.tasks.start(work, lambda found: self._show(number, found), self.ctx.say_refusal)

    def _show(self, number: int, found: Found) -> None:
        if number != self._asked:
            return  # something newer is asked for
        self._shown = number
        self._keys, self.meanings = found.keys, found.meanings
        self.lines = Lines(found.order, self.folded)
        self.arranged.emit()

    def first_from(self, day: date) -> int | None:
        """The first note that is not before a day, else the last before it."""
        return self._keys.first_from(day.isoformat()) if self._keys is not None and not self.waiting else None

    # --- folding -----------------------------------------------------------------------------------

    def fold(self, group: int, folded: bool) -> None:
        """Fold the notes of a group, or show them."""
        key = self.order.groups[group].key
        (self.folded.add if folded else self.folded.discard)(key)
        self._fold_again()

    def fold_all(self, folded: bool) -> None:
        """Fold all groups, or none."""
        self.folded = {group.key for group in self.order.groups} if folded else set()
        self._fold_again()

    def _fold_again(self) -> None:
        self.lines = Lines(self.order, self.folded)
        self.arranged.emit()

    # --- rows --------------------------------------------------------------------------------------

    def need(self, columns: Sequence[str]) -> None:
        """Say which columns are shown: rows hold no more."""
        if frozenset(columns) != self._needed:
            self._needed = frozenset(columns)
            self._rows.clear()

    def rows(self, ids: Sequence[int]) -> dict[int, Line]:
        """The rows of some notes, those read that are not known; one that is gone is missing."""
        missing = [one for one in ids if one not in self._rows]
        if missing:
            if len(self._rows) > KEPT:
                self._rows.clear()
                missing = list(ids)
            self._rows.update(self.ctx.store.listing.lines(missing, self._needed))
        return self._rows

    def row(self, note_id: int) -> Line | None:
        """One row, None where the note is gone."""
        return self.rows([note_id]).get(note_id)
