"""Scrolls the board while something is held near an edge of the grid: cards, a rubber band, a drag from outside."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from xhsplanner.ui.board.drag import edge_push

if TYPE_CHECKING:
    from xhsplanner.ui.board.view import BoardView

TICK_MS = 30


class Edge(QObject):
    """A timer that runs while something is held. `at` is where, in viewport pixels."""

    def __init__(self, board: "BoardView", ticked: Callable[[bool, int], object]) -> None:
        """`ticked(scrolled, stuck)` every 30 ms; `stuck` is -1 or 1 where the grid ends at an edge."""
        super().__init__(board)
        self._board, self._ticked = board, ticked
        self.at = (0, 0)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    def hold(self, x: int, y: int) -> None:
        """Something is held there."""
        self.at = (x, y)
        if not self._timer.isActive():
            self._timer.start()

    def let_go(self) -> None:
        """Nothing is held any more."""
        self._timer.stop()

    def tick(self) -> None:
        """Scroll once, if `at` is near an edge."""
        view, board = self._board, self._board.board
        dx, dy = edge_push(board, *self.at) if self._near() else (0, 0)
        before = view.scrolled
        view.horizontalScrollBar().setValue(before[0] + dx)
        if not board.drawer_zone.has(*self.at):
            view.verticalScrollBar().setValue(before[1] + dy)
        stuck = (dx > 0) - (dx < 0) if view.scrolled[0] == before[0] else 0
        self._ticked(view.scrolled != before, stuck)

    def _near(self) -> bool:
        """Not far above the board, where the bar with the arrows is."""
        return self.at[1] >= 0
