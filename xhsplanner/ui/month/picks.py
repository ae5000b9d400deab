"""How mouse and keys select notes of the month: one, one more, a range, a rubber band, all of a day."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from xhsplanner.ui.month.layout import HEAD_H
from xhsplanner.ui.rect import Rect

if TYPE_CHECKING:
    from xhsplanner.ui.month.hands import MonthBoard

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Picks:
    """The selection of one month, kept in the context. A range goes from the `anchor`, the note touched last."""

    def __init__(self, board: "MonthBoard") -> None:
        self._board, self._ctx = board, board.ctx
        self.anchor: int | None = None
        self._start: tuple[int, int] | None = None
        self._before: tuple[int, ...] = ()

    @property
    def several(self) -> bool:
        """Whether more than one note is selected."""
        return len(self._ctx.selection) > 1

    @property
    def hand(self) -> list[int]:
        """The notes a verb is about: the selection where it is several, else the note the keyboard is at."""
        if self.several:
            return self._sorted(self._ctx.selection)
        note = self._board.focus_note
        return [note] if note is not None else []

    def with_(self, note_id: int) -> list[int]:
        """What is taken along with a note: the selection it is part of, else the note alone."""
        return self.hand if self.several and note_id in self._ctx.selection else [note_id]

    def take_along(self, note_id: int) -> None:
        """A note outside of the selection becomes it; of several selected ones it is one."""
        if note_id not in self._ctx.selection:
            self.only(note_id)

    def click(self, note_id: int, held: Qt.KeyboardModifier) -> None:
        """A chip was clicked, perhaps with Ctrl or Shift held."""
        if held & SHIFT:
            self.extend(note_id, adding=bool(held & CTRL))
        elif held & CTRL:
            self.toggle([note_id])
        else:
            self.only(note_id)

    def only(self, note_id: int) -> None:
        """Select one note."""
        self.anchor = note_id
        self._ctx.select(note_id)

    def toggle(self, ids: Sequence[int]) -> None:
        """Add notes to the selection, or take them out where all of them are in it."""
        if not ids:
            return
        chosen = self._ctx.selection
        if set(ids) <= set(chosen):
            self._pick([one for one in chosen if one not in ids])
        else:
            self._pick([*chosen, *ids], ids[-1])
        self.anchor = ids[-1]

    def extend(self, note_id: int, adding: bool = False) -> None:
        """Select from the anchor to a note, by day and time."""
        order = self._board.grid.order
        if note_id not in order:
            return
        if self.anchor not in order:
            self.anchor = next((i for i in (self._ctx.note_id, self._board.focus_note) if i in order), note_id)
        assert self.anchor is not None
        first, last = sorted((order.index(self.anchor), order.index(note_id)))
        found = order[first : last + 1]
        self._pick([*self._ctx.selection, *found] if adding else found, note_id)

    def all(self) -> None:
        """Select the notes of the day, pressed again those of its week, again all of the page."""
        board = self._board
        grid, steps = board.grid, [board.grid.order]
        if board.focus is not None:
            week = board.focus.day // 7
            of_week = [one for n in range(7) for one in grid.notes_of(7 * week + n)]
            steps = [grid.notes_of(board.focus.day), of_week, *steps]
        found = next((one for one in steps if one and not set(one) <= set(self._ctx.selection)), steps[-1])
        if found:
            self._pick(found, board.focus_note)

    def clear(self) -> None:
        """Select nothing."""
        self.anchor = None
        self._ctx.select(None)

    def reduce(self) -> None:
        """Of several only the one in the panel stays selected: no key may change what nobody sees."""
        if self.several:
            self._ctx.select(self._ctx.note_id)

    def _sorted(self, ids: Iterable[int]) -> list[int]:
        """In the order of the page; what is on another one comes last."""
        wanted = list(dict.fromkeys(ids))
        place = {one: n for n, one in enumerate(self._board.grid.order)}
        return sorted(wanted, key=lambda one: place.get(one, len(place)))

    def _pick(self, ids: Iterable[int], shown: int | None = None) -> None:
        self._ctx.pick(self._sorted(ids), shown)

    # Rubber band

    def start_band(self, at: QPoint, held: Qt.KeyboardModifier) -> None:
        """Begin a rubber band in empty space; with Ctrl or Shift it adds to the selection."""
        self._start = self._content(at)
        self._before = self._ctx.selection if held & (CTRL | SHIFT) else ()
        self._board.hover = None

    def drag_band(self, at: QPoint) -> None:
        """Pull the rubber band to a point; chips it touches are selected."""
        if self._start is None:
            return
        (x, y), (left, top) = self._content(at), self._start
        band = Rect(min(x, left), min(y, top), abs(x - left) + 1, abs(y - top) + 1)
        self._board.band = band
        # The panel may lie over the page in a narrow window: it opens when the band is let go.
        self._board.banded = frozenset((*self._before, *self._board.grid.in_band(band)))
        self._board.viewport().update()

    def end_band(self) -> None:
        """Let the rubber band go."""
        ids = self._sorted(self._board.banded)
        self.drop_band()
        if ids:
            self.anchor = ids[0]
            self._pick(ids)
        else:
            self.clear()

    def drop_band(self) -> None:
        """Take the rubber band away."""
        self._start, self._board.band, self._board.banded = None, None, frozenset()
        self._board.viewport().update()

    def _content(self, at: QPoint) -> tuple[int, int]:
        return at.x(), at.y() - HEAD_H + self._board.scrolled
