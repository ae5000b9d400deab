"""The grid of the matrix as a widget: painted, walked with arrows, filled with a click or Enter."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.matrix.layout import HEAD_H, LANE_W, MIN_H, MIN_W, TOTAL_W, Layout, Place, stepped
from xhsplanner.ui.matrix.model import Matrix, State
from xhsplanner.ui.matrix.painter import Marks, Painter, short_tag
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import plain_tip

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Home: (-1000, 0),
    Qt.Key.Key_End: (1000, 0),
}


class MatrixView(QAbstractScrollArea):
    """Shows a Matrix. It changes nothing itself: it says what was asked for."""

    fill_asked = Signal(object)
    """Place: make a draft for this cell."""
    open_asked = Signal(object)
    """Place: show the notes of this cell."""
    visit_asked = Signal(object)
    """Place: go to the week of this cell's notes."""

    def __init__(self, theme: Theme, matrix: Matrix, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.matrix = matrix
        self.focus: Place | None = None
        self._hover: Place | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(LANE_W + MIN_W + TOTAL_W, HEAD_H + MIN_H)
        self.setCornerWidget(QWidget())  # Fusion draws a frame where both bars meet
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(t("matrix.grid"))
        theme.changed.connect(self.viewport().update)
        self.layout_ = Layout(0, 0, 0, 0)
        self.show_matrix(matrix)

    # --- what is shown ----------------------------------------------------------------------------

    def show_matrix(self, matrix: Matrix) -> None:
        """Show another matrix; the keyboard stays on its cell where there still is one."""
        self.matrix = matrix
        self._hover = None
        self._relayout()
        if self.focus is not None:
            self.set_focus(stepped(self.focus, self.layout_.rows, self.layout_.columns, 0, 0))

    def _relayout(self) -> None:
        size = self.viewport().size()
        rows, columns = len(self.matrix.accounts), len(self.matrix.columns)
        self.layout_ = Layout(size.width(), size.height(), rows, columns)
        for bar, most, page in (
            (self.horizontalScrollBar(), self.layout_.most_x, self.layout_.view_w),
            (self.verticalScrollBar(), self.layout_.most_y, self.layout_.view_h),
        ):
            bar.setRange(0, most)
            bar.setPageStep(max(1, page))
            bar.setSingleStep(24)
        self.viewport().update()

    @property
    def scrolled(self) -> tuple[int, int]:
        """The scroll offsets of the grid."""
        return self.horizontalScrollBar().value(), self.verticalScrollBar().value()

    def set_focus(self, place: Place | None) -> None:
        """Move the keyboard to a cell, scroll it into view and say what it holds."""
        self.focus = place
        if place is not None:
            across, down = self.layout_.reveal(place, self.scrolled)
            self.horizontalScrollBar().setValue(across)
            self.verticalScrollBar().setValue(down)
        # A screen reader reads the description of the widget that has the focus when it changes.
        self.setAccessibleDescription(self.matrix.spoken(place) if place is not None else "")
        self.viewport().update()

    def place_at(self, point: QPoint) -> Place | None:
        """The cell under a point of the viewport."""
        return self.layout_.at(point.x(), point.y(), self.scrolled)

    def _fills(self, place: Place, point: QPoint) -> bool:
        """Whether a click here asks for a draft: an empty gap, or the tag of a cell that is below target."""
        cell = self.matrix.cell(place)
        if cell.state is not State.SHORT:
            return cell.state is State.MISSING
        box = self.layout_.in_view(place, self.scrolled)
        tag = short_tag(box, t("matrix.short", n=cell.gap), self.theme.font(11))
        return tag.has(point.x(), point.y())

    # --- Qt ---------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        marks = Marks(self._hover, self.focus, self.hasFocus())
        Painter(painter, self.theme, self.matrix, self.layout_).paint(self.scrolled, marks)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relayout()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position().toPoint())
        if place != self._hover:
            self._hover = place
            self.viewport().update()
        acts = place is not None and self.matrix.cell(place).state is not State.IDLE
        shape = Qt.CursorShape.PointingHandCursor if acts else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.viewport().update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        place = self.place_at(point)
        if place is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self.set_focus(place)
        if self._fills(place, point):
            self.fill_asked.emit(place)
        else:
            self.open_asked.emit(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position().toPoint())
        if place is not None and self.matrix.cell(place).planned:
            self.visit_asked.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in ARROWS:
            self.set_focus(stepped(self.focus, self.layout_.rows, self.layout_.columns, *ARROWS[key]))
        elif plain and self.focus is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            missing = self.matrix.cell(self.focus).state is State.MISSING
            (self.fill_asked if missing else self.open_asked).emit(self.focus)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.focus is None and event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        ):
            self.set_focus(stepped(None, self.layout_.rows, self.layout_.columns, 0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self.tip_at(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_at(self, point: QPoint) -> str:
        """What the tooltip at a point of the viewport says, as plain text; empty for none."""
        place = self.place_at(point)
        if place is not None:
            return self.matrix.tip(place)
        row = self.layout_.lane_at(point.x(), point.y(), self.scrolled[1])
        if row is not None:
            total = self.matrix.totals[row]
            name = self.matrix.accounts[row].name
            return t("matrix.spoken_total", account=name, n=total.planned, m=total.target)
        column = self.layout_.column_at(point.x(), point.y(), self.scrolled[0])
        return self.matrix.columns[column].name if column is not None else ""
