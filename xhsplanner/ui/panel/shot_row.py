"""One shot of a video in the note panel: a grip to carry it by, its length, what is seen, what is said."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core.shots import Shot
from xhsplanner.core.words import t
from xhsplanner.ui.panel.frames import FieldFrame
from xhsplanner.ui.panel.held import Held, Write
from xhsplanner.ui.panel.length import SecondsEdit, length_text
from xhsplanner.ui.panel.text import PlainEditor
from xhsplanner.ui.panel.visit import Visit
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import draw_focus, plain_tip
from xhsplanner.ui.widgets.parts import GlyphButton, Line

FIELDS = ("scene", "words")


class Grip(QWidget):
    """Carries its row up and down by mouse, or by Alt and an arrow."""

    carried = Signal(QPoint)
    """Where on the screen the mouse holds the row."""
    dropped = Signal(QPoint)
    cancelled = Signal()
    stepped = Signal(int)
    removed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.number = 1
        self._pressed: QPoint | None = None
        self._carrying = False
        self.setFixedSize(22, 34)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def show_number(self, number: int, total: int) -> None:
        """Which shot of how many this is."""
        self.number = number
        self.setAccessibleName(t("video.shot_n", n=number, total=total))
        self.setToolTip(plain_tip(t("video.grip")))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.globalPosition().toPoint()
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.globalPosition().toPoint()
        if self._pressed is None:
            return
        if (spot - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._carrying = True
        if self._carrying:
            self.carried.emit(spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        carrying, self._carrying, self._pressed = self._carrying, False, None
        if carrying:
            self.dropped.emit(event.globalPosition().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_Escape and self._carrying:
            self._carrying, self._pressed = False, None
            self.cancelled.emit()
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setFont(theme.font(11, bold=True))
        painter.setPen(theme.color("text2"))
        painter.drawText(QRectF(0, 0, 22, 18), Qt.AlignmentFlag.AlignCenter, str(self.number))
        if self.isEnabled():
            painter.drawPixmap(4, 18, theme.pixmap("grip-vertical", "text3", 14, self.devicePixelRatioF()))
        if self.hasFocus():
            draw_focus(painter, theme, QRectF(self.rect()), 6)


class ShotRow(QFrame):
    """The fields of one shot. Texts are written by visits, one undo step a stay in a field."""

    seconds_changed = Signal(int, object)
    """Shot id, seconds or None."""
    removed = Signal(int)
    moved = Signal(int, int)
    """Shot id, by how many places."""
    next_asked = Signal(int)
    """Ctrl+Enter: another shot after this one."""
    escaped = Signal()

    def __init__(self, theme: Theme, shot: Shot, write: Write, held: Held) -> None:
        super().__init__()
        self.shot_id = shot.id
        self.grip = Grip(theme)
        self.seconds = SecondsEdit()
        self.seconds.setFixedWidth(52)
        self.seconds.setPlaceholderText("0:03")
        self.seconds.setAccessibleName(t("video.shot_seconds"))
        self.scene = PlainEditor(theme, 13, lines=(1, 4), name=t("video.scene"))
        self.words = PlainEditor(theme, 13, lines=(1, 4), name=t("video.words"))
        self.start = Line(theme, "text3", 11)
        self.start.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.cross = GlyphButton(theme, "x", t("video.remove_shot"))
        self.visits = {name: Visit(name, getattr(self, name), write, self, held) for name in FIELDS}
        for name, visit in self.visits.items():
            visit.show(shot.id, getattr(shot, name))
        self._lay_out(theme)
        self._connect()

    def _lay_out(self, theme: Theme) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 4, 2)
        row.setSpacing(4)
        row.addWidget(self.grip, 0, Qt.AlignmentFlag.AlignTop)
        clock = QVBoxLayout()
        clock.setSpacing(2)
        clock.addWidget(self.seconds)
        clock.addWidget(self.start)
        clock.addStretch(1)
        row.addLayout(clock)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(FieldFrame(theme, self.scene, (6, 3, 6, 3)))
        texts.addWidget(FieldFrame(theme, self.words, (6, 3, 6, 3)))
        row.addLayout(texts, 1)
        row.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        self.seconds.changed.connect(lambda seconds: self.seconds_changed.emit(self.shot_id, seconds))
        self.cross.clicked.connect(lambda: self.removed.emit(self.shot_id))
        self.grip.removed.connect(lambda: self.removed.emit(self.shot_id))
        self.grip.stepped.connect(lambda by: self.moved.emit(self.shot_id, by))
        for field in (self.seconds, self.scene, self.words):
            field.escaped.connect(self.escaped)

    def show_shot(self, shot: Shot, number: int, total: int, start: int, own_step: bool) -> None:
        """Show the shot as it is stored; what is being typed stays (see Visit.refresh)."""
        for name, visit in self.visits.items():
            visit.refresh(getattr(shot, name), own_step)
        self.seconds.show_seconds(shot.seconds)
        self.start.setText(length_text(start))
        self.start.setToolTip(plain_tip(t("video.starts")))
        self.grip.show_number(number, total)

    def set_locked(self, locked: bool) -> None:
        """Let nothing be edited, or everything."""
        self.seconds.setReadOnly(locked)
        for editor in (self.scene, self.words):
            editor.setReadOnly(locked)
        self.grip.setEnabled(not locked)
        self.cross.setVisible(not locked)

    def finish(self) -> None:
        """Write what is typed and end the visits."""
        for visit in self.visits.values():
            visit.finish()

    def restyle(self) -> None:
        """Take colours from the theme again."""
        for widget in (self.scene, self.words, self.start):
            widget.restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.next_asked.emit(self.shot_id)
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(self.shot_id, -1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)
