"""Short messages at the foot of a window, with 撤销 for 6 s. There are no "are you sure?" boxes."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QEnterEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget
from shiboken6 import isValid

from xhsplanner.core.change import Change
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconLabel, label

SECOND = 1000
ERROR_SECONDS = 10
WIDEST = 560


class Toast(QWidget):
    """One message. `undone` when its 撤销 is pressed, `gone` when its time is over."""

    undone = Signal()
    gone = Signal()

    def __init__(self, theme: Theme, message: ToastText, seconds: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.message = message
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 10, 9)
        row.setSpacing(10)
        error = message.kind == "error"
        row.addWidget(
            IconLabel(
                theme, "circle-alert" if error else "circle-check", "toast_action" if error else "on_toast", 18
            )
        )
        self._text = label(message.text, wrap=False)
        self._text.setStyleSheet(f"color: {theme.color('on_toast').name()}; font-size: 13px;")
        if self._text.sizeHint().width() > WIDEST:
            self._text.setWordWrap(True)
            self._text.setFixedWidth(WIDEST)
        row.addWidget(self._text)
        self.button: QPushButton | None = None
        if message.undo:
            self.button = self._flat_button(t("shell.undo"), "toast_action")
            self.button.clicked.connect(self.undone)
            row.addWidget(self.button)
        self.closer = self._flat_button("✕", "on_toast")
        self.closer.clicked.connect(self.gone)
        self.closer.setAccessibleName(t("shell.close"))
        row.addWidget(self.closer)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.gone)
        self._ms = SECOND * (max(seconds, ERROR_SECONDS) if error else seconds)
        self._timer.start(self._ms)
        self.setAccessibleName(message.text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, message.text))

    def _flat_button(self, text: str, token: str) -> QPushButton:
        button = QPushButton(text)
        color = self._theme.color(token)
        focus = self._theme.color("toast_action").name()
        button.setStyleSheet(
            f"QPushButton {{ background: transparent; border: 2px solid transparent; color: {color.name()};"
            " font-weight: 700; padding: 0 6px; min-height: 24px; max-height: 24px; min-width: 12px; }"
            f" QPushButton:hover, QPushButton:focus {{ border-color: {focus}; }}"
        )
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(self._ms // 2)
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        rect = QRectF(self.rect())
        for spread in range(4):
            painter.setBrush(QColor(0, 0, 0, 10))
            painter.drawRoundedRect(rect.adjusted(spread, spread, -spread, -spread), 12, 12)
        painter.setBrush(self._theme.color("toast"))
        painter.drawRoundedRect(rect.adjusted(2, 1, -2, -3), 10, 10)


DIALOG_BOTTOM = 68
"""So much room is left in dialogs for their buttons."""


class ToastHost(QObject):
    """Shows the context's messages over one window, the newest at the bottom, three at most, none twice.

    While one of its dialogs is in front they show over that, and stay over the window when it closes.
    A message of undoable work goes away as soon as later work is committed: its 撤销 would take back that.
    """

    def __init__(self, ctx: Context, window: QWidget, bottom: int = 44) -> None:
        super().__init__(window)
        self._ctx, self._window, self._bottom = ctx, window, bottom
        self.toasts: list[Toast] = []
        ctx.toasted.connect(self.show_message)
        ctx.changed.connect(self._on_change)
        window.installEventFilter(self)

    def show_message(self, message: ToastText) -> None:
        """Show one message, unless another window in front has taken the floor."""
        over = self._front()
        if over is None:
            return
        self._place()
        for old in [
            one for one in self.toasts if one.message.text == message.text or (message.undo and one.message.undo)
        ]:
            self._drop(old)
        while len(self.toasts) >= 3:
            self._drop(self.toasts[0])
        seconds = int(self._ctx.settings.get("toast_seconds"))
        toast = Toast(self._ctx.theme, message, seconds, over)
        toast.gone.connect(lambda: self._drop(toast))
        toast.undone.connect(lambda: self._undo(toast))
        self.toasts.append(toast)
        toast.show()
        self._place()

    def _front(self) -> QWidget | None:
        """What messages show over: the window, or its dialog in front; None where neither can be seen."""
        front = QApplication.activeModalWidget()
        if not self._window.isVisible() or front is None or front is self._window.window():
            return self._window if self._window.isVisible() else None
        above: QWidget | None = front
        while above is not None and above is not self._window.window():
            above = above.parentWidget()
        if above is None:
            return None  # another window has taken the floor
        front.removeEventFilter(self)
        front.installEventFilter(self)
        return front

    def to_front(self) -> None:
        """Lay the messages over what has been raised since, such as the note panel of a narrow window."""
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        elif event.type() is QEvent.Type.Hide and watched is not self._window:
            self._come_back(watched)
        return False

    def _come_back(self, dialog: QObject) -> None:
        """A dialog has closed: what shows over it goes on over the window."""
        for toast in self.toasts:
            if toast.parentWidget() is dialog:
                toast.setParent(self._window)
                toast.show()
        self._place()

    def _undo(self, toast: Toast) -> None:
        self._drop(toast)
        self._ctx.undo()

    def _on_change(self, change: Change) -> None:
        if not change.foreign:
            for toast in [toast for toast in self.toasts if 0 < toast.message.op < change.id]:
                self._drop(toast)

    def _drop(self, toast: Toast) -> None:
        if toast in self.toasts:
            self.toasts.remove(toast)
            if isValid(toast):
                toast.hide()
                toast.deleteLater()
            self._place()

    def _place(self) -> None:
        self.toasts = [toast for toast in self.toasts if isValid(toast)]  # one may go with its dialog
        taken: dict[QWidget, int] = {}
        for toast in reversed(self.toasts):
            over, size = toast.parentWidget() or self._window, toast.sizeHint()
            bottom = self._bottom if over is self._window else DIALOG_BOTTOM
            taken[over] = taken.get(over, bottom) + size.height() + 6
            left, top = (over.width() - size.width()) / 2, over.height() - taken[over]
            toast.setGeometry(QRectF(left, top, size.width(), size.height()).toRect())
            toast.raise_()
