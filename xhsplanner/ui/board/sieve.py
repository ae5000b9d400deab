"""What the filter leaves of a week. Lanes, their targets and the suggestions are those of the whole week."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from xhsplanner.core.filter import Filter
from xhsplanner.store import filtered
from xhsplanner.ui.board import open_places
from xhsplanner.ui.board.model import Week

if TYPE_CHECKING:
    from xhsplanner.store.store import Store
    from xhsplanner.ui.board.view import BoardView


def sifted(store: "Store", week: Week, wanted: Filter, made: Iterable[int] = ()) -> Week:
    """The week with the cards a filter wants, and those of `made`."""
    if not wanted:
        return week
    left = filtered.among(store, list(week.looks), wanted).union(made)
    content = week.content
    cells = {cell: tuple(i for i in ids if i in left) for cell, ids in content.cells.items()}
    backlog = tuple(i for i in content.backlog if i in left)
    shown = {cell: ids for cell, ids in cells.items() if ids}
    gone = sum(map(len, content.cells.values())) - sum(map(len, shown.values()))
    under = frozenset(content.cells.keys() - shown.keys())
    places = open_places.sifted(week.places, wanted)
    content = replace(content, cells=shown, backlog=backlog, places=open_places.counts(places))
    return replace(week, content=content, places=places, filtered=gone, under=under)


class Sieve:
    """Sifts the weeks of one board. What was just made or moved stays to be seen until the filter is another."""

    def __init__(self, view: "BoardView") -> None:
        self._view, self._made = view, set[int]()
        self.reload: Callable[[], object] = partial(view.reload, undated=False)
        """What another filter asks for."""
        view.ctx.filtered.connect(self._filtered)

    def _filtered(self, _wanted: Filter) -> None:
        self._made.clear()
        self.reload()

    def keep(self, ids: Iterable[int]) -> None:
        """Show these notes though the filter does not want them."""
        self._made.update(ids)

    def of(self, week: Week) -> Week:
        """What is shown of a week."""
        return sifted(self._view.ctx.store, week, self._view.ctx.filter, self._made)
