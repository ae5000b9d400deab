"""How notes of the month are selected: Ctrl+A takes a day, its week, all of the page."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from xhsplanner.core.month import DAYS
from xhsplanner.ui.month.layout import HEAD_H
from xhsplanner.ui.notes import picks
from xhsplanner.ui.rect import Rect

if TYPE_CHECKING:
    from xhsplanner.ui.month.hands import MonthBoard


class Picks(picks.Picks):
    """The selection of one month."""

    def __init__(self, board: "MonthBoard") -> None:
        super().__init__(board)
        self._board = board

    def reading_order(self) -> Sequence[int]:
        return self._board.grid.order

    def in_order(self, ids: Iterable[int]) -> list[int]:
        """In the order of the page; what is on another one comes last."""
        wanted = list(dict.fromkeys(ids))
        place = {one: n for n, one in enumerate(self._board.grid.order)}
        return sorted(wanted, key=lambda one: place.get(one, len(place)))

    def widened(self) -> Sequence[int]:
        board, grid = self._board, self._board.grid
        steps: list[Sequence[int]] = [grid.order]
        if board.focus is not None:
            monday = board.focus.day - board.focus.day % DAYS
            of_week = [one for day in range(monday, monday + DAYS) for one in grid.notes_of(day)]
            steps = [grid.notes_of(board.focus.day), of_week, *steps]
        return next((one for one in steps if one and not set(one) <= set(self._ctx.selection)), steps[-1])

    def content(self, at: QPoint) -> tuple[int, int]:
        return at.x(), at.y() - HEAD_H + self._board.scrolled

    def touched(self, band: Rect) -> Sequence[int]:
        return self._board.grid.in_band(band)
