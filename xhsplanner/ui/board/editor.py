"""Editing a title in place: a line over the card, for typing and input methods alike.

What is typed is written at most every half second and joined to one step of undo.
"""

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from xhsplanner.core.words import t
from xhsplanner.ops import notes, workspace
from xhsplanner.ui.context import Context

WRITE_MS = 500
MIN_W = 168
HEIGHT = 34


class TitleLine(QLineEdit):
    """The line itself: tells when it is left, and keeps keys to itself while an input method composes."""

    left = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.composing = False
        self.setMaxLength(400)
        self.setAccessibleName(t("week.title_field"))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.composing:
            self.escaped.emit()
            event.accept()
            return
        super().keyPressEvent(event)
        # Qt passes Return on to the parent, where it would open the note that was just named.
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class TitleEditor(QObject):
    """One visit to a title. `finished` is sent with the note's id when the line has gone."""

    finished = Signal(int)

    def __init__(self, ctx: Context, parent: QWidget, note_id: int, title: str, group: int | None = None) -> None:
        """`group` is that of the op that made the note just now: leaving with Esc then takes the note back."""
        super().__init__(parent)
        self.ctx, self.note_id = ctx, note_id
        self._before, self._written, self._group = title, title, group
        self._fresh = group is not None
        self._open = True
        self.line = TitleLine(parent)
        self.line.setText(title)
        self.line.selectAll()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WRITE_MS)
        self._timer.timeout.connect(self.write)
        self.line.textChanged.connect(lambda _text: self._timer.start())
        self.line.returnPressed.connect(self.commit)
        self.line.left.connect(self.commit)
        self.line.escaped.connect(self.cancel)

    def show_at(self, rect: QRect, bounds: QRect) -> None:
        """Lay the line over a title, wide enough to type in and inside the board."""
        width = min(max(MIN_W, rect.width() + 8), bounds.width())
        left = max(bounds.left(), min(rect.x() - 6, bounds.right() - width))
        top = max(bounds.top(), min(rect.y() + (rect.height() - HEIGHT) // 2, bounds.bottom() - HEIGHT))
        self.line.setGeometry(left, top, width, HEIGHT)
        if not self.line.isVisible():
            self.line.show()
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def write(self) -> None:
        """Write what is typed so far. Text an input method still composes is not part of it."""
        if self._open and self.ctx.writing:
            self._timer.start()
            return
        self._timer.stop()
        title = self.line.text().strip()
        if title == self._written:
            return
        change = self.ctx.quietly(notes.edit, self.note_id, group=self._group, title=title)
        self._written = title
        if change is not None:
            self._group = change.group

    def commit(self) -> None:
        """Keep the title and go."""
        if not self._open:
            return
        self._open = False
        self.write()
        if self._fresh:
            self.ctx.toast(t("week.created", title=self._written or t("week.untitled")), undo=True)
        elif self._written != self._before:
            self.ctx.toast(t("week.renamed", title=self._written or t("week.untitled")), undo=True)
        self._close()

    def cancel(self) -> None:
        """Go back to what was there: the old title, or no note at all where it was made by this visit."""
        if not self._open:
            return
        self._open = False
        self._timer.stop()
        if self._fresh:
            self.ctx.quietly(workspace.undo)
            self.ctx.toast(t("week.discarded"))
        elif self._written != self._before:
            self.ctx.quietly(notes.edit, self.note_id, group=self._group, title=self._before)
        self._close()

    def _close(self) -> None:
        self.line.hide()
        self.line.deleteLater()
        self.finished.emit(self.note_id)
        self.deleteLater()
