"""How notes of the week are selected: Ctrl+A takes a cell, its row, all; a rubber band scrolls at the edges."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from xhsplanner.ui.board import order
from xhsplanner.ui.board.edge import Edge
from xhsplanner.ui.board.layout import HEAD_H, LANE_W
from xhsplanner.ui.notes import picks
from xhsplanner.ui.rect import Rect

if TYPE_CHECKING:
    from xhsplanner.ui.board.hands import WeekBoard


class Picks(picks.Picks):
    """The selection of one week board."""

    def __init__(self, board: "WeekBoard") -> None:
        super().__init__(board)
        self._board = board
        self.edge = Edge(board, self._ticked)

    def reading_order(self) -> list[int]:
        return order.reading_order(self._board.board)

    def in_order(self, ids: Iterable[int]) -> list[int]:
        return order.sorted_ids(self._board.board, ids)

    def widened(self) -> list[int]:
        return order.widened(self._board.board, self._board.focus, self._ctx.selection)

    def content(self, at: QPoint) -> tuple[int, int]:
        x, y = self._board.scrolled
        return at.x() - LANE_W + x, at.y() - HEAD_H + y

    def touched(self, band: Rect) -> list[int]:
        board, (scroll_x, scroll_y) = self._board.board, self._board.scrolled
        # Cards behind the drawer are out of sight: only those in it are touched there.
        seen = band._replace(h=min(band.h, scroll_y + board.view_h - band.y))
        ids = order.in_band(board, seen) if seen.h > 0 else []
        return ids + order.in_drawer(board, board.to_view(band, scroll_x, scroll_y), self._board.offset)

    def drag_band(self, at: QPoint) -> None:
        if self._start is not None:
            self.edge.hold(at.x(), at.y())
        super().drag_band(at)

    def drop_band(self) -> None:
        self.edge.let_go()
        super().drop_band()

    def _ticked(self, scrolled: bool, _stuck: int) -> None:
        if self._board.band is None:
            self.edge.let_go()
        elif scrolled:
            self.drag_band(QPoint(*self.edge.at))
