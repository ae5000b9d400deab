"""The painted month to a screen reader: a list with one child for each day, and for each thing that shows on it.

As ui/board/access: the children are kept for good and looked up when asked, for the system's bridge may outlive the
widget.
"""

from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from xhsplanner.ui.month.layout import NOTE, Focus
from xhsplanner.ui.month.spoken import spoken
from xhsplanner.ui.month.view import MonthView

_kept: list[QAccessibleInterface] = []
# PySide6's types leave out that Qt takes None for "no such thing": Any below stands for that.


class Spot(QAccessibleInterface):
    """The n-th place of a month that shows: a day, a chip, an open place or `+n`."""

    def __init__(self, page: "MonthAccess", number: int) -> None:
        super().__init__()
        self._page, self._number = page, number

    def _focus(self) -> Focus | None:
        places = self._page.places()
        return places[self._number] if self._number < len(places) else None

    def isValid(self) -> bool:
        return self._focus() is not None

    def object(self) -> Any:
        return None

    def window(self) -> Any:
        return None

    def parent(self) -> QAccessibleInterface:
        return self._page

    def child(self, _index: int) -> Any:
        return None

    def childAt(self, _x: int, _y: int) -> Any:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        view, focus = self._page.view, self._focus()
        if kind is not QAccessible.Text.Name or view is None or focus is None:
            return ""
        return spoken(view.page, view.grid, focus)

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        pass

    def rect(self) -> QRect:
        view, focus = self._page.view, self._focus()
        if view is None or focus is None:
            return QRect()
        box = QRect(*view.rect_of(focus))
        return QRect(view.viewport().mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state, view, focus = QAccessible.State(), self._page.view, self._focus()
        if view is None or focus is None:
            state.invalid = True
            return state
        state.focusable = state.selectable = True
        state.focused = view.hasFocus() and view.focus == focus
        item = view.grid.item(focus)
        state.selected = item is not None and item.what == NOTE and item.key in view.ctx.selection
        return state


class MonthAccess(QAccessibleWidget):
    """The month itself: its name, and its places day by day."""

    def __init__(self, view: MonthView) -> None:
        super().__init__(view, QAccessible.Role.List, "")
        self.view: MonthView | None = view
        view.destroyed.connect(self._gone)
        self._spots: list[Spot] = []

    def _gone(self) -> None:
        self.view = None

    def places(self) -> list[Focus]:
        """What shows now, day by day: the day, then what is on it."""
        view = self.view
        if view is None:
            return []
        days = view.grid.visible(view.scrolled)
        return [Focus(day, stop) for day in days for stop in range(len(view.grid.stack(day).items) + 1)]

    def _spot(self, number: int) -> Spot:
        while len(self._spots) <= number:
            self._spots.append(Spot(self, len(self._spots)))
            _kept.append(self._spots[-1])
        return self._spots[number]

    def childCount(self) -> int:
        return len(self.places())

    def child(self, index: int) -> Any:
        return self._spot(index) if 0 <= index < self.childCount() else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((n for n, spot in enumerate(self._spots) if spot is child), -1)

    def childAt(self, x: int, y: int) -> Any:
        """The innermost place under a point of the screen: a chip before its day."""
        places, point = self.places(), QPoint(x, y)
        under = [n for n in range(len(places)) if self._spot(n).rect().contains(point)]
        return self._spot(max(under, key=lambda n: places[n].stop)) if under else None

    def focusChild(self) -> Any:
        view, places = self.view, self.places()
        focus = view.focus if view is not None else None
        return self._spot(places.index(focus)) if focus in places else None


def _made(_key: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, MonthView):
        return None
    found = MonthAccess(thing)
    _kept.append(found)
    return found


_installed: list[bool] = []


def install() -> None:
    """Tell Qt how months are told. Once for the program."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_made)
