"""The painted list to a screen reader: a table whose rows are told as sentences, the cell of the keyboard by name.

As ui/board/access: only what shows is told, and what was handed out is kept.
"""

from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from xhsplanner.core.words import t
from xhsplanner.ui.table.view import TableView

_kept: list[QAccessibleInterface] = []
# PySide6's types leave out that Qt takes None for "no such thing": Any below stands for that.


class Row(QAccessibleInterface):
    """The n-th line that shows: a note with all its cells, or the head of a group."""

    def __init__(self, table: "TableAccess", number: int) -> None:
        super().__init__()
        self._table, self._number = table, number

    def _line(self) -> int | None:
        view = self._table.view
        shown = view.visible() if view is not None else range(0)
        return shown[self._number] if self._number < len(shown) else None

    def isValid(self) -> bool:
        return self._line() is not None

    def object(self) -> Any:
        return None

    def window(self) -> Any:
        return None

    def parent(self) -> QAccessibleInterface:
        return self._table

    def child(self, _index: int) -> Any:
        return None

    def childAt(self, _x: int, _y: int) -> Any:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        view, line = self._table.view, self._line()
        if kind is not QAccessible.Text.Name or view is None or line is None:
            return ""
        return words_of(view, line)

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        pass

    def rect(self) -> QRect:
        view, line = self._table.view, self._line()
        if view is None or line is None:
            return QRect()
        box = view.rect_of(line)
        return QRect(view.viewport().mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Row

    def state(self) -> QAccessible.State:
        state, view, line = QAccessible.State(), self._table.view, self._line()
        if view is None or line is None:
            state.invalid = True
            return state
        state.focusable = state.selectable = state.multiSelectable = True
        state.focused = view.hasFocus() and view.line == line
        state.selected = view.note_on(line) in view.chosen
        return state


def words_of(view: TableView, line: int) -> str:
    """What is said of a line; where the keyboard is, its cell first."""
    spot = view.table.lines.at(line)
    if spot.head:
        folded = view.table.order.groups[spot.group].key in view.table.folded
        state = t("list.folded") if folded else t("list.open")
        return t("list.comma").join((*view.group_words(spot.group), state))
    row = view.table.row(view.table.order.ids[spot.place])
    if row is None:
        return ""
    columns = view.head.columns()
    words = view.words.spoken(row, columns)
    if view.line == line:
        text = view.words.text(row, view.column) or t("list.empty_cell")
        words = t("list.cell", column=t(f"list.column.{view.column}"), text=text) + t("list.semicolon") + words
    return words


class TableAccess(QAccessibleWidget):
    """The list itself: its name, and the lines that show."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view, QAccessible.Role.Table, "")
        self.view: TableView | None = view
        view.destroyed.connect(self._gone)
        self._slots: list[Row] = []

    def _gone(self) -> None:
        self.view = None

    def _slot(self, number: int) -> Row:
        while len(self._slots) <= number:
            self._slots.append(Row(self, len(self._slots)))
            _kept.append(self._slots[-1])
        return self._slots[number]

    def childCount(self) -> int:
        return len(self.view.visible()) if self.view is not None else 0

    def child(self, index: int) -> Any:
        return self._slot(index) if 0 <= index < self.childCount() else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((n for n, slot in enumerate(self._slots) if slot is child), -1)

    def childAt(self, x: int, y: int) -> Any:
        point = QPoint(x, y)
        slots = (self._slot(n) for n in range(self.childCount()))
        return next((slot for slot in slots if slot.rect().contains(point)), None)

    def focusChild(self) -> Any:
        view = self.view
        if view is None or view.line not in view.visible():
            return None
        return self._slot(view.line - view.visible().start)


def _made(_key: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, TableView):
        return None
    found = TableAccess(thing)
    _kept.append(found)
    return found


_installed: list[bool] = []


def install() -> None:
    """Tell Qt how lists are told. Once for the program."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_made)
