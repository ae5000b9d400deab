"""A list of the room 今天: Qt's own list with painted rows, so that 500 scroll freely and a reader speaks them.

Up and down walk the rows, left and right the buttons of one; Enter does what is marked, Space ticks or previews.
"""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QToolTip

from xhsplanner.ui.keyguard import LETTERS
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.today.delegate import DayDelegate, Spot, Thumb, tip
from xhsplanner.ui.today.rows import Row
from xhsplanner.ui.widgets.controls import plain_tip

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
"""Focus that a key brought: only then the row at the keyboard is marked before the first arrow."""


class DayModel(QAbstractListModel):
    """The rows; the selected note is marked by `chosen`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()
        self.chosen: int | None = None

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.UserRole + 1:
            return row.note is not None and row.note.id == self.chosen
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row.title if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None
        if row is None or (row.kind in ("head", "empty") and not row.buttons):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class DayList(QListView):
    """`acted(row, button)`, `menu_asked(row, point)`; the other signals tell the row that was meant."""

    acted = Signal(object, str)
    chosen = Signal(object)
    opened = Signal(object)
    previewed = Signal(object)
    ticked = Signal(object)
    removed = Signal(object)
    menu_asked = Signal(object, QPoint)
    left_for = Signal(int)
    """Left (-1) or right (1) where a row has no button further on."""

    def __init__(self, theme: Theme, name: str, thumb: Thumb) -> None:
        super().__init__()
        self._theme = theme
        self._model = DayModel(self)
        self.delegate = DayDelegate(theme, self, thumb)
        self.setModel(self._model)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(name)
        self.setProperty(LETTERS, False)
        self.setStyleSheet("QListView { background: transparent; border: 0; padding: 0; }")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(20)
        theme.changed.connect(self._restyle)

    # --- what shows -------------------------------------------------------------------------------

    @property
    def rows(self) -> Sequence[Row]:
        """The rows that show."""
        return self._model.rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the keyboard stays at its row, or where that one stood, and the list where it was."""
        old, at = self.rows, self.delegate.at
        held = old[at.row].key if 0 <= at.row < len(old) else ""
        scrolled = self.verticalScrollBar().value()
        self.delegate.hover = Spot()
        self._model.show_rows(rows)
        keys = [row.key for row in rows]
        again = keys.index(held) if held in keys else min(at.row, len(rows) - 1)
        button = at.button if held in keys and at.button < len(rows[again].buttons) else -1
        self._go(again, button, scroll=False)
        self.verticalScrollBar().setValue(scrolled)

    def show_note(self, note_id: int | None) -> None:
        """Mark the note in the panel."""
        self._model.chosen = note_id
        self.viewport().update()

    def repaint_note(self, note_id: int) -> None:
        """Its cover has arrived."""
        for number, row in enumerate(self.rows):
            if row.note is not None and row.note.id == note_id:
                self.update(self._model.index(number))

    def _restyle(self) -> None:
        self.delegate.restyle(self.devicePixelRatioF())
        self.viewport().update()

    def scroll_to(self, section: str) -> None:
        """Bring the head of a section to the top."""
        for number, row in enumerate(self.rows):
            if row.section == section:
                self.scrollTo(self._model.index(number), QAbstractItemView.ScrollHint.PositionAtTop)
                self._go(min(number + 1, len(self.rows) - 1), -1)
                return

    # --- keyboard ---------------------------------------------------------------------------------

    def _can(self, number: int) -> bool:
        return 0 <= number < len(self.rows) and bool(
            self._model.flags(self._model.index(number)) & Qt.ItemFlag.ItemIsEnabled
        )

    def _go(self, number: int, button: int, scroll: bool = True) -> None:
        """Put the keyboard on a row, or a button of it."""
        self.delegate.at = Spot(number, button)
        if self._can(number):
            index = self._model.index(number)
            if scroll:
                self.setCurrentIndex(index)
                self.scrollTo(index)
            else:
                model = self.selectionModel()
                model.setCurrentIndex(index, model.SelectionFlag.NoUpdate)
        self.viewport().update()

    def _walk(self, by: int) -> bool:
        number = self.delegate.at.row + by
        while 0 <= number < len(self.rows) and not self._can(number):
            number += by
        if not self._can(number):
            return False
        self._go(number, -1)
        self.chosen.emit(self.rows[number])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, at = Qt.Key(event.key()), self.delegate.at
        self.delegate.focused = True
        row = self.rows[at.row] if self._can(at.row) else None
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(-1 if key is Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.delegate.at = Spot(-1 if key is Qt.Key.Key_Home else len(self.rows), -1)
            self._walk(1 if key is Qt.Key.Key_Home else -1)
        elif row is None or not self._key_on(row, key, event):
            super().keyPressEvent(event)

    def keyboardSearch(self, _text: str) -> None:
        """Letters are shortcuts here: N makes a note, T goes to today."""

    def _key_on(self, row: Row, key: Qt.Key, event: QKeyEvent) -> bool:
        at = self.delegate.at
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            button = at.button + (1 if key is Qt.Key.Key_Right else -1)
            if -1 <= button < len(row.buttons):
                self._go(at.row, button)
            else:
                self.left_for.emit(1 if key is Qt.Key.Key_Right else -1)
        elif key in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._enter(row, at.button)
        elif key is Qt.Key.Key_Space:
            (self.ticked if row.ticked is not None else self.previewed).emit(row)
        elif key is Qt.Key.Key_Menu or (key is Qt.Key.Key_F10 and event.modifiers()):
            self.menu_asked.emit(row, self.spot())
        elif key is Qt.Key.Key_Delete:
            self.removed.emit(row)
        else:
            return False
        return True

    def _enter(self, row: Row, button: int) -> None:
        if 0 <= button < len(row.buttons):
            self.acted.emit(row, row.buttons[button].id)
        elif row.kind == "more":
            self.acted.emit(row, "more")
        elif row.kind == "head":
            self._go(self.delegate.at.row, 0)
        else:
            self.opened.emit(row)

    def spot(self) -> QPoint:
        """Where the row at the keyboard is, on the screen."""
        rect = self.visualRect(self._model.index(max(0, self.delegate.at.row)))
        return self.viewport().mapToGlobal(QPoint(rect.x() + 40, rect.bottom()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.delegate.focused = event.reason() in BY_KEY
        if not self._can(self.delegate.at.row):
            self.delegate.at = Spot(-1, -1)
            first = next((n for n, row in enumerate(self.rows) if row.kind in ("note", "item")), -1)
            self._go(first if first >= 0 else 0, -1)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.delegate.focused = False
        self.viewport().update()

    # --- mouse ------------------------------------------------------------------------------------

    def spot_at(self, point: QPoint) -> Spot:
        """The row and button at a point of the viewport."""
        index = self.indexAt(point)
        if not index.isValid():
            return Spot()
        number, row = index.row(), self.rows[index.row()]
        rect = QRectF(self.visualRect(index))
        if not self.delegate.box(rect, row, number).contains(point.toPointF()):
            return Spot()
        for button, box in self.delegate.buttons(rect, row, number):
            if box.contains(point.toPointF()):
                return Spot(number, next(n for n, one in enumerate(row.buttons) if one is button))
        return Spot(number, -1)

    def button_box(self, number: int, button: str) -> QRectF:
        """Where a button of a row is in the viewport, as it is with the mouse over the row."""
        self.delegate.hover = Spot(number, -1)
        row = self.rows[number]
        rect = QRectF(self.visualRect(self._model.index(number)))
        return next(box for one, box in self.delegate.buttons(rect, row, number) if one.id == button)

    def _hover(self, spot: Spot) -> None:
        if spot != self.delegate.hover:
            self.delegate.hover = spot
            hand = spot.button >= 0
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.spot_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(Spot())
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.delegate.focused = False
        point = event.position().toPoint()
        self._hover(self.spot_at(point))
        spot = self.delegate.hover
        if event.button() is not Qt.MouseButton.LeftButton or not self._can(spot.row):
            return
        row = self.rows[spot.row]
        self.delegate.at = Spot(spot.row, -1)
        rect = QRectF(self.visualRect(self._model.index(spot.row)))
        tick = self.delegate.tick_box(rect, row, spot.row)
        if spot.button >= 0:
            self.acted.emit(row, row.buttons[spot.button].id)
        elif tick is not None and tick.adjusted(-8, -8, 8, 8).contains(event.position()):
            self.ticked.emit(row)
        elif row.kind == "more":
            self.acted.emit(row, "more")
        else:
            self._go(spot.row, -1)
            self.chosen.emit(row)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """The press has done it: Qt's own selecting by dragging is not wanted."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position().toPoint())
        if self._can(spot.row) and spot.button < 0 and self.rows[spot.row].kind in ("note", "item"):
            self.opened.emit(self.rows[spot.row])
        else:
            self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        spot = self.spot_at(event.pos())
        if self._can(spot.row):
            self._go(spot.row, -1)
            self.menu_asked.emit(self.rows[spot.row], event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self.spot_at(event.pos())
            words = ""
            if 0 <= spot.row < len(self.rows):
                row = self.rows[spot.row]
                words = tip(row, row.buttons[spot.button] if spot.button >= 0 else None)
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._restyle()
        return super().viewportEvent(event)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self.delegate.ink.ratio != self.devicePixelRatioF():
            self._restyle()
