"""Painted views to a screen reader: one node with a child for each place that shows.

The children are kept for good and looked up when asked: what was once handed to the system's bridge must outlive
the widget's last question. They are few, because only what is on the screen is told.
"""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget

MOST = 400
"""Places told at once; a screen holds fewer."""
View = TypeVar("View", bound=QAbstractScrollArea)
Spot = TypeVar("Spot")
_kept: list[QAccessibleInterface] = []
# PySide6's types leave out that Qt takes None for "no such thing": Any below stands for that.


class Told(QAccessibleWidget, Generic[View, Spot]):
    """A painted view itself: its name, and its places. Whoever inherits says what those are."""

    role_of_places = QAccessible.Role.ListItem

    def __init__(self, view: View, role: QAccessible.Role = QAccessible.Role.List) -> None:
        super().__init__(view, role, "")
        self.view: View | None = view
        view.destroyed.connect(self._gone)
        self._places: list[ToldPlace] = []

    def _gone(self) -> None:
        self.view = None

    # What whoever inherits answers; `view` is there whenever it is asked

    def spots(self, view: View) -> Sequence[Spot]:
        """What shows now, in reading order."""
        raise NotImplementedError

    def words(self, view: View, spot: Spot) -> str:
        """What is said of a place."""
        raise NotImplementedError

    def box(self, view: View, spot: Spot) -> QRect | None:
        """Where it is in the viewport; None for nowhere."""
        raise NotImplementedError

    def at_keyboard(self, view: View, spot: Spot) -> bool:
        """Whether the keyboard is there."""
        raise NotImplementedError

    def chosen(self, view: View, spot: Spot) -> bool:
        """Whether it is selected."""
        raise NotImplementedError

    # What Qt asks

    def places(self) -> Sequence[Spot]:
        """The places that are told; none once the widget has gone."""
        return self.spots(self.view)[:MOST] if self.view is not None else ()

    def place(self, number: int) -> "ToldPlace":
        """The n-th child, the same one each time."""
        while len(self._places) <= number:
            self._places.append(ToldPlace(self, len(self._places)))
            _kept.append(self._places[-1])
        return self._places[number]

    def childCount(self) -> int:
        return len(self.places())

    def child(self, index: int) -> Any:
        return self.place(index) if 0 <= index < self.childCount() else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((n for n, place in enumerate(self._places) if place is child), -1)

    def childAt(self, x: int, y: int) -> Any:
        """The innermost place under a point of the screen: what lies within another is told after it."""
        view, places = self.view, self.places()
        if view is None:
            return None
        point = view.viewport().mapFromGlobal(QPoint(x, y))
        boxes = ((n, self.box(view, places[n])) for n in reversed(range(len(places))))
        return next((self.place(n) for n, box in boxes if box is not None and box.contains(point)), None)

    def focusChild(self) -> Any:
        view = self.view
        if view is None:
            return None
        return next((self.place(n) for n, spot in enumerate(self.places()) if self.at_keyboard(view, spot)), None)


class ToldPlace(QAccessibleInterface):
    """The n-th place that shows."""

    def __init__(self, told: Told[Any, Any], number: int) -> None:
        super().__init__()
        self._told, self._number = told, number

    def _spot(self) -> tuple[Any, Any] | None:
        """The view and the place, while both are there."""
        places = self._told.places()
        return (self._told.view, places[self._number]) if self._number < len(places) else None

    def isValid(self) -> bool:
        return self._spot() is not None

    def object(self) -> Any:
        return None

    def window(self) -> Any:
        return None

    def parent(self) -> QAccessibleInterface:
        return self._told

    def child(self, _index: int) -> Any:
        return None

    def childAt(self, _x: int, _y: int) -> Any:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        found = self._spot() if kind is QAccessible.Text.Name else None
        return self._told.words(*found) if found is not None else ""

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        pass

    def rect(self) -> QRect:
        found = self._spot()
        box = self._told.box(*found) if found is not None else None
        if found is None or box is None:
            return QRect()
        return QRect(found[0].viewport().mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        return self._told.role_of_places

    def state(self) -> QAccessible.State:
        state, found = QAccessible.State(), self._spot()
        if found is None:
            state.invalid = True
            return state
        state.focusable = state.selectable = state.extSelectable = True
        state.focused = found[0].hasFocus() and self._told.at_keyboard(*found)
        state.selected = self._told.chosen(*found)
        return state


_told: dict[type[QAbstractScrollArea], type[Told[Any, Any]]] = {}


def _made(_key: str, thing: QObject) -> QAccessibleInterface | None:
    told = next((one for kind, one in _told.items() if isinstance(thing, kind)), None)
    if told is None:
        return None
    _kept.append(told(thing))
    return _kept[-1]


def tell(kind: type[QAbstractScrollArea], told: type[Told[Any, Any]]) -> None:
    """Let Qt know how views of a kind are told. Once for the program; again is no harm."""
    if not _told:
        QAccessible.installFactory(_made)
    _told[kind] = told
