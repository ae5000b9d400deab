"""The week board to a screen reader: a card, `+n`, an open place, a suggestion or an empty cell is a child."""

from PySide6.QtCore import QRect

from xhsplanner.ui.board.hits import focus_rect, note_at
from xhsplanner.ui.board.layout import Focus
from xhsplanner.ui.board.spoken import spoken
from xhsplanner.ui.board.view import BoardView
from xhsplanner.ui.widgets.told import Told, tell


class BoardAccess(Told[BoardView, Focus]):
    """Row by row, day by day, from top to bottom."""

    def spots(self, view: BoardView) -> list[Focus]:
        board, (x, y) = view.board, view.scrolled
        found = [
            Focus(cell.row, cell.column, stop)
            for cell in board.visible(x, y)
            for stop in range(board.stack(cell).stops)
            if focus_rect(board, Focus(cell.row, cell.column, stop)).bottom > y
            and focus_rect(board, Focus(cell.row, cell.column, stop)).y < y + board.view_h
        ]
        return found + [Focus(board.content.rows, 0, index) for index in board.drawer_visible(view.offset)]

    def words(self, view: BoardView, spot: Focus) -> str:
        return spoken(view.week, view.board, spot)

    def box(self, view: BoardView, spot: Focus) -> QRect:
        return QRect(*view.rect_of(spot))

    def at_keyboard(self, view: BoardView, spot: Focus) -> bool:
        return view.focus == spot

    def chosen(self, view: BoardView, spot: Focus) -> bool:
        note = note_at(view.board, spot)
        return note is not None and note in view.ctx.selection


def install() -> None:
    """Tell Qt how boards are told."""
    tell(BoardView, BoardAccess)
