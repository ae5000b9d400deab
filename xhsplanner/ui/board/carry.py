"""Cards in the hand: taken, carried, let go; held at an edge or over an arrow of the top bar the week turns."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton

from xhsplanner.core.model import Note
from xhsplanner.ui.board.drag import Drag, Drop, drop_at, into_tray
from xhsplanner.ui.board.edge import Edge
from xhsplanner.ui.board.hits import Hit
from xhsplanner.ui.board.layout import Cell
from xhsplanner.ui.board.overlay import drag_reach
from xhsplanner.ui.notes.takers import Taker, below
from xhsplanner.ui.rect import Rect

if TYPE_CHECKING:
    from xhsplanner.ui.board.hands import WeekBoard

TURN_TICKS = 20
"""Ticks of 30 ms that cards are held at an edge, or over an arrow, before the week turns."""
TURNS = "turns"
"""The property of a button that turns the week by so many pages while cards are held over it."""


class Carry:
    """The drag of cards of one board. What is dragged is in `board.drag`, for whoever paints it."""

    def __init__(self, board: "WeekBoard") -> None:
        self._board = board
        self.edge = Edge(board, self._ticked)
        self._waited = 0
        self._arrow: QAbstractButton | None = None
        self._taker = Taker(board)
        self._aimed: tuple[Cell | None, bool, object] | None = None
        self._warning = ""

    def take(self, pressed: Hit, at: QPoint, notes: list[Note]) -> None:
        """Take hold of the card that was pressed at `at`; `notes` go with it, its own among them."""
        board = self._board
        note = next((one for one in notes if one.id == pressed.note_id), None)
        if note is None:
            return
        rect = pressed.rect
        board.ghost = board.picture_of(note.id)
        board.hover = None
        grip = (at.x() - rect.x, at.y() - rect.y)
        board.ctx.carried.emit(True)
        board.drag = Drag(note, tuple(notes), (rect.w, rect.h), grip, (at.x(), at.y()))
        self._waited, self._aimed = 0, None
        self.edge.hold(at.x(), at.y())
        board.viewport().update()

    def to(self, at: QPoint, copying: bool) -> None:
        """The mouse has moved."""
        board, drag = self._board, self._board.drag
        assert drag is not None
        dirty = self._rects()
        drag.at, drag.copying = (at.x(), at.y()), copying
        self.edge.hold(*drag.at)
        self._point_at(at)
        self._aim()
        board.update_rects(*dirty, *self._rects())

    def copy(self, copying: bool) -> None:
        """Ctrl was pressed or let go."""
        if self._board.drag is not None:
            self._board.drag.copying = copying
            self._aim()
            self._board.viewport().update()

    def cancel(self) -> None:
        """Put the cards back where they were."""
        board = self._board
        if board.drag is not None:
            board.ctx.carried.emit(False)
        board.drag = board.ghost = None
        self.edge.let_go()
        self._leave_arrow()
        self._taker.leave()
        board.viewport().unsetCursor()
        board.viewport().update()

    def let_go(self) -> None:
        """Let the cards go where they are."""
        drag = self._board.drag
        self.cancel()
        if drag is not None and drag.drop is not None:
            self._board.acts.drop(drag, drag.drop)

    # Where it is

    def _aim(self) -> None:
        board, drag = self._board, self._board.drag
        assert drag is not None
        drop = drop_at(board.week, board.board, drag, board.scrolled, board.ctx.store.read_only)
        if self._arrow is not None:
            drop = None
        elif self._taker.widget is not None:
            drop = into_tray(drag, board.ctx.store.read_only)
        drag.drop = self._judged(drag, drop)
        shape = Qt.CursorShape.ClosedHandCursor
        if drop is not None and drop.refusal:
            shape = Qt.CursorShape.ForbiddenCursor
        elif drag.copying:
            shape = Qt.CursorShape.DragCopyCursor
        board.viewport().setCursor(shape)

    def _judged(self, drag: Drag, drop: Drop | None) -> Drop | None:
        """The drop with its warning; the notes already there are read once for each cell."""
        if drop is None or drop.refusal or drop.cell is None:
            return drop
        board = self._board
        aimed = (drop.cell, drag.copying, board.week)
        if aimed != self._aimed:
            self._aimed = aimed
            self._warning = board.marking.watch.would(drag.notes, drop.places, drag.copying)
        return Drop(drop.rect, drop.cell, drop.places, drop.label, "", self._warning)

    def _rects(self) -> list[Rect | None]:
        """What a drag paints over the board: the card with its label, and the place it would take."""
        drag = self._board.drag
        if drag is None:
            return []
        return [drag_reach(drag.ghost), drag.drop.rect if drag.drop else None]

    # Turning the week

    def _point_at(self, at: QPoint) -> None:
        """Hold down the arrow that the cards are over, if they are."""
        found = below(self._board, at)
        self._taker.point_at(at)
        arrow = found if isinstance(found, QAbstractButton) and found.property(TURNS) else None
        if arrow is not self._arrow:
            self._leave_arrow()
            self._arrow, self._waited = arrow, 0
            if arrow is not None:
                arrow.setDown(True)

    def _leave_arrow(self) -> None:
        if self._arrow is not None:
            self._arrow.setDown(False)
            self._arrow = None

    def _ticked(self, scrolled: bool, stuck: int) -> None:
        board = self._board
        if board.drag is None:
            self.edge.let_go()
            return
        by = int(self._arrow.property(TURNS)) if self._arrow is not None else stuck
        self._waited = self._waited + 1 if by else 0
        if self._waited >= TURN_TICKS:
            self._waited = 0
            board.acts.step_week(by)
        if by or scrolled:
            self._aim()
            board.viewport().update()
