"""A list to choose from, under a cell: typed letters narrow it, pinyin too. One is taken, or several ticked."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from xhsplanner.core.finding import Findable, Wanted
from xhsplanner.core.words import t
from xhsplanner.ui.panel.frames import Popup
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import label

MOST, ROW_H = 9, 30
"""So many are seen without scrolling."""
WALKS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
Check = Qt.CheckState
VALUE = Qt.ItemDataRole.UserRole


class Choice(NamedTuple):
    """One line: what it stands for, its words, a mark."""

    value: Any
    words: str
    icon: QIcon | None = None


class Chooser(Popup):
    """`chosen(value)` once, or with `ticks` `ticked(add, remove)` when it is closed and something was changed.

    `ticks` says by value what all (Checked) or only some (PartiallyChecked) of the notes have.
    """

    chosen = Signal(object)
    ticked = Signal(object, object)

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        heading: str,
        choices: Sequence[Choice],
        now: object = None,
        ticks: Mapping[Any, Check] | None = None,
    ) -> None:
        super().__init__(parent, theme)
        self._ticks = ticks
        self._cancelled = False
        self.setAccessibleName(heading)
        self.heading = label(heading, "soft")
        self.field = QLineEdit()
        self.field.setPlaceholderText(t("list.search"))
        self.field.setAccessibleName(heading)
        self.list = QListWidget()
        self.list.setAccessibleName(heading)
        self.list.setUniformItemSizes(True)
        self._found = [Findable.of(choice.words) for choice in choices]
        for choice in choices:
            item = QListWidgetItem(choice.icon or QIcon(), " ".join(choice.words.split()))
            item.setData(VALUE, choice.value)
            item.setSizeHint(QSize(0, ROW_H))
            if ticks is not None:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(ticks.get(choice.value, Check.Unchecked))
            self.list.addItem(item)
            if ticks is None and choice.value == now:
                self.list.setCurrentItem(item)
        if ticks is not None:
            self.list.setCurrentRow(0)  # else nothing, where notes differ: Enter alone must not change them
        for widget in (self.heading, self.field, self.list):
            self.body.addWidget(widget)
        self.list.setFixedHeight(min(MOST, max(1, len(choices))) * ROW_H + 10)
        self.setMinimumWidth(240)
        self.field.textChanged.connect(self._narrow)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._clicked)
        self.list.itemActivated.connect(self._take)

    def show_at(self, spot: QPoint) -> None:
        """Show at a point of the screen, as far as it has room, ready to type."""
        self.adjustSize()
        screen = QGuiApplication.screenAt(spot) or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        x = max(area.left(), min(spot.x(), area.right() - self.width()))
        y = max(area.top(), min(spot.y(), area.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.field.setFocus()
        self.list.scrollToItem(self.list.currentItem())

    def _narrow(self, typed: str) -> None:
        wanted, best = Wanted.of(typed), None
        for row, found in enumerate(self._found):
            fit = wanted.fits(found) if typed.strip() else (0, row)
            self.list.setRowHidden(row, fit is None)
            if fit is not None and (best is None or fit < best[0]):
                best = (fit, row)
        if best is not None:
            self.list.setCurrentRow(best[1])

    def _clicked(self, item: QListWidgetItem) -> None:
        if self._ticks is None:
            self._take(item)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None or item.isHidden():
            return
        if self._ticks is not None:
            item.setCheckState(Check.Unchecked if item.checkState() is Check.Checked else Check.Checked)
            return
        value = item.data(VALUE)
        self._cancelled = True
        self.close()
        self.chosen.emit(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in WALKS:
                self._walk(key)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _walk(self, key: Qt.Key) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -MOST, Qt.Key.Key_PageDown: MOST}[key]
        rows = [row for row in range(self.list.count()) if not self.list.isRowHidden(row)]
        if rows:
            at = rows.index(self.list.currentRow()) if self.list.currentRow() in rows else -1
            self.list.setCurrentRow(rows[min(max(0, at + step), len(rows) - 1)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._cancelled = True
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QEvent) -> None:
        super().closeEvent(event)
        if self._ticks is None or self._cancelled:
            return
        self._cancelled = True
        items = (self.list.item(row) for row in range(self.list.count()))
        states = {item.data(VALUE): item.checkState() for item in items}
        was = {value: self._ticks.get(value, Check.Unchecked) for value in states}
        add = [value for value, state in states.items() if state is Check.Checked and was[value] is not state]
        gone = [value for value, state in states.items() if state is Check.Unchecked and was[value] is not state]
        if add or gone:
            self.ticked.emit(add, gone)
