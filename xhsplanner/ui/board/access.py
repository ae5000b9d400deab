"""The painted board to a screen reader: a list with one child for each place that shows.

The places are kept for good and looked up when asked: what was once handed to the system's bridge must outlive the
widget's last question. They are few, because only what is on the screen is told.
"""

from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from xhsplanner.ui.board.hits import focus_rect, note_at
from xhsplanner.ui.board.layout import Focus
from xhsplanner.ui.board.spoken import spoken
from xhsplanner.ui.board.view import BoardView

MOST = 400
"""Places told at once; a screen holds fewer."""
_kept: list[QAccessibleInterface] = []
# PySide6's types leave out that Qt takes None for "no such thing": Any below stands for that.


class Place(QAccessibleInterface):
    """The n-th place of a board that shows: a card, `+n`, a suggestion or an empty cell."""

    def __init__(self, board: "BoardAccess", number: int) -> None:
        super().__init__()
        self._board, self._number = board, number

    def _focus(self) -> Focus | None:
        places = self._board.places()
        return places[self._number] if self._number < len(places) else None

    def isValid(self) -> bool:
        return self._focus() is not None

    def object(self) -> Any:
        return None

    def window(self) -> Any:
        return None

    def parent(self) -> QAccessibleInterface:
        return self._board

    def child(self, _index: int) -> Any:
        return None

    def childAt(self, _x: int, _y: int) -> Any:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        view, focus = self._board.view, self._focus()
        named = kind is QAccessible.Text.Name and view is not None and focus is not None
        return spoken(view.week, view.board, focus) if named and view is not None else ""

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        pass

    def rect(self) -> QRect:
        view, focus = self._board.view, self._focus()
        if view is None or focus is None:
            return QRect()
        box = QRect(*view.rect_of(focus))
        return QRect(view.viewport().mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state, view, focus = QAccessible.State(), self._board.view, self._focus()
        if view is None or focus is None:
            state.invalid = True
            return state
        state.focusable = state.selectable = True
        state.focused = view.hasFocus() and view.focus == focus
        note = note_at(view.board, focus)
        state.selected = note is not None and note in view.ctx.selection
        return state


class BoardAccess(QAccessibleWidget):
    """The board itself: its name, and its places row by row."""

    def __init__(self, view: BoardView) -> None:
        super().__init__(view, QAccessible.Role.List, "")
        self.view: BoardView | None = view
        view.destroyed.connect(self._gone)
        self._slots: list[Place] = []

    def _gone(self) -> None:
        self.view = None

    def places(self) -> list[Focus]:
        """What shows now, row by row, day by day, from top to bottom."""
        view = self.view
        if view is None:
            return []
        board, (x, y) = view.board, view.scrolled
        found = [
            Focus(cell.row, cell.column, stop)
            for cell in board.visible(x, y)
            for stop in range(board.stack(cell).stops)
            if focus_rect(board, Focus(cell.row, cell.column, stop)).bottom > y
            and focus_rect(board, Focus(cell.row, cell.column, stop)).y < y + board.view_h
        ]
        found += [Focus(board.content.rows, 0, index) for index in board.drawer_visible(view.offset)]
        return found[:MOST]

    def _slot(self, number: int) -> Place:
        while len(self._slots) <= number:
            self._slots.append(Place(self, len(self._slots)))
            _kept.append(self._slots[-1])
        return self._slots[number]

    def childCount(self) -> int:
        return len(self.places())

    def child(self, index: int) -> Any:
        return self._slot(index) if 0 <= index < self.childCount() else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((n for n, slot in enumerate(self._slots) if slot is child), -1)

    def childAt(self, x: int, y: int) -> Any:
        places = self.places()
        point = QPoint(x, y)
        return next((self._slot(n) for n in range(len(places)) if self._slot(n).rect().contains(point)), None)

    def focusChild(self) -> Any:
        view, places = self.view, self.places()
        focus = view.focus if view is not None else None
        return self._slot(places.index(focus)) if focus in places else None


def _made(_key: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, BoardView):
        return None
    found = BoardAccess(thing)
    _kept.append(found)
    return found


_installed: list[bool] = []


def install() -> None:
    """Tell Qt how boards are told. Once for the program."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_made)
