"""How mouse and keys select notes: one, one more, a range, a rubber band, all of a cell, a row, a day."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from xhsplanner.ui.board import order
from xhsplanner.ui.board.edge import Edge
from xhsplanner.ui.board.layout import HEAD_H, LANE_W
from xhsplanner.ui.rect import Rect

if TYPE_CHECKING:
    from xhsplanner.ui.board.hands import WeekBoard

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Picks:
    """The selection of one board, kept in the context. A range goes from the `anchor`, the note touched last."""

    def __init__(self, board: "WeekBoard") -> None:
        self._board, self._ctx = board, board.ctx
        self.anchor: int | None = None
        self.edge = Edge(board, self._ticked)
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
            return order.sorted_ids(self._board.board, self._ctx.selection)
        note = self._board.focus_note
        return [note] if note is not None else []

    def with_(self, note_id: int) -> list[int]:
        """What is taken along with a note: the selection it is part of, else the note alone."""
        return self.hand if self.several and note_id in self._ctx.selection else [note_id]

    # One by one

    def click(self, note_id: int, held: Qt.KeyboardModifier) -> None:
        """A card was clicked, perhaps with Ctrl or Shift held."""
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
        """Select from the anchor to a note, in reading order."""
        board = self._board.board
        here = order.reading_order(board)
        if self.anchor not in here:
            self.anchor = next((one for one in (self._ctx.note_id, self._board.focus_note) if one in here), note_id)
        found = order.between(board, self.anchor, note_id)
        self._pick([*self._ctx.selection, *found] if adding else found, note_id)

    def _pick(self, ids: Sequence[int], shown: int | None = None) -> None:
        self._ctx.pick(order.sorted_ids(self._board.board, ids), shown)

    # Many

    def all(self) -> None:
        """Select the notes of the cell, pressed again those of the row, again all."""
        found = order.widened(self._board.board, self._board.focus, self._ctx.selection)
        if found:
            self._pick(found, self._board.focus_note)

    def these(self, ids: Sequence[int]) -> None:
        """Select exactly these."""
        if ids:
            self.anchor = ids[0]
            self._ctx.pick(ids)

    def clear(self) -> None:
        """Select nothing."""
        self.anchor = None
        self._ctx.select(None)

    def reduce(self) -> None:
        """Of several only the one in the panel stays selected."""
        if self.several:
            self._ctx.select(self._ctx.note_id)

    # Rubber band

    def start_band(self, at: QPoint, held: Qt.KeyboardModifier) -> None:
        """Begin a rubber band in empty space; with Ctrl or Shift it adds to the selection."""
        self._start = self._content(at)
        self._before = self._ctx.selection if held & (CTRL | SHIFT) else ()
        self._board.hover = None

    def drag_band(self, at: QPoint) -> None:
        """Pull the rubber band to a point; cards it touches are selected."""
        if self._start is None:
            return
        self.edge.hold(at.x(), at.y())
        (x, y), (left, top) = self._content(at), self._start
        band = Rect(min(x, left), min(y, top), abs(x - left) + 1, abs(y - top) + 1)
        self._board.band = band
        board, (scroll_x, scroll_y) = self._board.board, self._board.scrolled
        # Cards behind the drawer are out of sight: only those in it are touched there.
        seen = band._replace(h=min(band.h, scroll_y + board.view_h - band.y))
        ids = order.in_band(board, seen) if seen.h > 0 else []
        ids += order.in_drawer(board, board.to_view(band, scroll_x, scroll_y), self._board.offset)
        # The panel may lie over the board in a narrow window: it opens when the band is let go.
        self._board.banded = frozenset((*self._before, *ids))
        self._board.viewport().update()

    def end_band(self) -> None:
        """Let the rubber band go."""
        board = self._board
        ids = order.sorted_ids(board.board, board.banded)
        self.drop_band()
        if ids:
            self.anchor = ids[0]
            self._pick(ids)
        else:
            self.clear()

    def drop_band(self) -> None:
        """Take the rubber band away."""
        self.edge.let_go()
        self._start, self._board.band, self._board.banded = None, None, frozenset()
        self._board.viewport().update()

    def _content(self, at: QPoint) -> tuple[int, int]:
        x, y = self._board.scrolled
        return at.x() - LANE_W + x, at.y() - HEAD_H + y

    def _ticked(self, scrolled: bool, _stuck: int) -> None:
        if self._board.band is None:
            self.edge.let_go()
        elif scrolled:
            self.drag_band(QPoint(*self.edge.at))
