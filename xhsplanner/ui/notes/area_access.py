"""Painted rooms of notes to a screen reader: a list with one child for each card that shows.

As ui/board/access: children are kept for good and looked up when asked, for the system's bridge may outlive the
widget.
"""

from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from xhsplanner.ui.notes.area import AreaView

MOST = 400
_kept: list[QAccessibleInterface] = []
# PySide6's types leave out that Qt takes None for "no such thing": Any below stands for that.


class CardAccess(QAccessibleInterface):
    """The n-th card that shows."""

    def __init__(self, area: "AreaAccess", number: int) -> None:
        super().__init__()
        self._area, self._number = area, number

    def _note(self) -> int | None:
        notes = self._area.notes()
        return notes[self._number] if self._number < len(notes) else None

    def isValid(self) -> bool:
        return self._note() is not None

    def object(self) -> Any:
        return None

    def window(self) -> Any:
        return None

    def parent(self) -> QAccessibleInterface:
        return self._area

    def child(self, _index: int) -> Any:
        return None

    def childAt(self, _x: int, _y: int) -> Any:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        view, note = self._area.view, self._note()
        if kind is not QAccessible.Text.Name or view is None or note is None:
            return ""
        return view.words(note)

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        pass

    def rect(self) -> QRect:
        view, note = self._area.view, self._note()
        box = view.rect_of(note) if view is not None and note is not None else None
        if view is None or box is None:
            return QRect()
        return QRect(view.viewport().mapToGlobal(QPoint(box.x, box.y)), QRect(*box).size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state, view, note = QAccessible.State(), self._area.view, self._note()
        if view is None or note is None:
            state.invalid = True
            return state
        state.focusable = state.selectable = True
        state.focused = view.hasFocus() and view.focus == note
        state.selected = note in view.ctx.selection
        return state


class AreaAccess(QAccessibleWidget):
    """The room itself: its name, and its cards in reading order."""

    def __init__(self, view: AreaView) -> None:
        super().__init__(view, QAccessible.Role.List, "")
        self.view: AreaView | None = view
        view.destroyed.connect(self._gone)
        self._cards: list[CardAccess] = []

    def _gone(self) -> None:
        self.view = None

    def notes(self) -> list[int]:
        """The notes that show now."""
        return self.view.visible()[:MOST] if self.view is not None else []

    def _card(self, number: int) -> CardAccess:
        while len(self._cards) <= number:
            self._cards.append(CardAccess(self, len(self._cards)))
            _kept.append(self._cards[-1])
        return self._cards[number]

    def childCount(self) -> int:
        return len(self.notes())

    def child(self, index: int) -> Any:
        return self._card(index) if 0 <= index < self.childCount() else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((n for n, card in enumerate(self._cards) if card is child), -1)

    def childAt(self, x: int, y: int) -> Any:
        count, point = self.childCount(), QPoint(x, y)
        return next((self._card(n) for n in range(count) if self._card(n).rect().contains(point)), None)

    def focusChild(self) -> Any:
        notes, view = self.notes(), self.view
        return self._card(notes.index(view.focus)) if view is not None and view.focus in notes else None


def _made(_key: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, AreaView):
        return None
    found = AreaAccess(thing)
    _kept.append(found)
    return found


_installed: list[bool] = []


def install() -> None:
    """Tell Qt how these rooms are told. Once for the program."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_made)
