"""Frames of the note panel: what floats under a chip, what lies behind a text field."""

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.ui.theme import Theme


class Popup(QFrame):
    """A frame that floats under a button and goes away on Esc or a click elsewhere; `body` takes its content."""

    closed = Signal()

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self.setStyleSheet(
            f"#popup {{ background: {theme.color('surface').name()};"
            f" border: 1px solid {theme.color('border2').name()}; }}"
        )
        self.body: QBoxLayout = QVBoxLayout(self)
        self.body.setContentsMargins(12, 12, 12, 12)
        self.body.setSpacing(8)

    def show_under(self, anchor: QWidget) -> None:
        """Show below `anchor`, moved as far as needed to stay on the screen and within the window's right edge."""
        self.adjustSize()
        spot = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        screen = QGuiApplication.screenAt(spot) or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        window = anchor.window()
        right = min(area.right(), window.mapToGlobal(QPoint(window.width(), 0)).x())
        x = max(area.left(), min(spot.x(), right - self.width()))
        y = spot.y()
        if y + self.height() > area.bottom():
            y = max(area.top(), anchor.mapToGlobal(QPoint(0, 0)).y() - self.height() - 4)
        self.move(x, y)
        self.show()

    def closeEvent(self, event: QEvent) -> None:
        super().closeEvent(event)  # type: ignore[arg-type]
        self.closed.emit()


class FieldFrame(QFrame):
    """The quiet background of a text field: seen under the mouse and while the field has the focus.

    `calm` never shows it: on a sheet of paper the cursor is enough.
    """

    def __init__(self, theme: Theme, field: QWidget, margins: tuple[int, int, int, int] = (8, 4, 8, 4)) -> None:
        super().__init__()
        self._theme = theme
        self._field = field
        self.calm = False
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(*margins)
        self.row.setSpacing(6)
        self.row.addWidget(field, 1)
        self.setFocusProxy(field)
        field.installEventFilter(self)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._field.setFocus(event.reason())

    def paintEvent(self, event: QPaintEvent) -> None:
        focused = self._field.hasFocus()
        if self.calm or (not focused and not (self.underMouse() and self._field.isEnabled())):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("focus"), 1.5) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("surface2"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)
        painter.end()
