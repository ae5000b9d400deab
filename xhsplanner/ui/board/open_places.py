"""Open places of slots on the board: where they are and what their dashed cards say. Qt-free."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Note
from xhsplanner.core.planning import Place
from xhsplanner.core.words import t
from xhsplanner.ui.board.layout import Cell
from xhsplanner.ui.widgets.states import clock_text

if TYPE_CHECKING:
    from xhsplanner.store.store import Store
    from xhsplanner.ui.board.model import Week


class OpenPlace(NamedTuple):
    """A place with what its card shows."""

    place: Place
    name: str
    palette: str

    @property
    def words(self) -> str:
        """What a screen reader and a tooltip say."""
        parts = (t("slots.open_place"), clock_text(self.place.minute), self.name, self.place.title)
        return t("week.comma").join(dict.fromkeys(part for part in parts if part))


def sifted(places: Mapping[Cell, tuple[OpenPlace, ...]], wanted: Filter) -> dict[Cell, tuple[OpenPlace, ...]]:
    """What a filter leaves of the places."""
    left = {cell: tuple(one for one in those if one.place.admitted(wanted)) for cell, those in places.items()}
    return {cell: those for cell, those in left.items() if those}


def read(store: "Store", rows: Mapping[int, int], start: date, end: date) -> dict[Cell, tuple[OpenPlace, ...]]:
    """The open places of `start` … `end` by cell; `rows` are the board's, by account id."""
    found: dict[Cell, list[OpenPlace]] = {}
    for place in store.slots.places(start, end, rows.keys()):
        cell = Cell(rows[place.account_id], (place.day - start).days)
        found.setdefault(cell, []).append(looked_up(store, place))
    return {cell: tuple(those) for cell, those in found.items()}


def looked_up(store: "Store", place: Place) -> OpenPlace:
    """A place with its series' name and colours."""
    series = store.catalog.series_by_id(place.series_id)
    name = series.name if series else place.title or t("slots.open_place")
    return OpenPlace(place, name, series.palette if series else "neutral")


def counts(places: Mapping[Cell, Iterable[OpenPlace]]) -> dict[Cell, int]:
    """How many places each cell has, for the layout."""
    return {cell: len(tuple(those)) for cell, those in places.items()}


def taken_by(week: "Week", cell: Cell, note: Note) -> Place | None:
    """The open place of a cell that a note without a day takes: one of its series."""
    if note.day is not None or note.series_id is None:
        return None
    those = (one.place for one in week.places.get(cell, ()))
    return next((place for place in those if place.series_id == note.series_id), None)
