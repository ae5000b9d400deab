"""One hashtag as a chip that can be dragged or moved by keys, and the field where the next one is typed."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy

from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import plain_tip
from xhsplanner.ui.widgets.parts import CHIP_HEIGHT, Chip, Look

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class TagEdit(QLineEdit):
    """Where the next hashtag is typed."""

    erased = Signal()
    escaped = Signal()
    went_down = Signal()
    """To what is offered below."""
    went_back = Signal()
    """To the chip before."""

    def __init__(self) -> None:
        super().__init__()
        self.composing = False
        self.setFrame(False)
        self.setFixedHeight(CHIP_HEIGHT)
        self.setMinimumWidth(64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        free = not self.composing
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text() and free:
            self.erased.emit()
        elif event.key() == Qt.Key.Key_Down and free:
            self.went_down.emit()
        elif event.key() == Qt.Key.Key_Left and self.cursorPosition() == 0 and free:
            self.went_back.emit()
        else:
            super().keyPressEvent(event)


class TagChip(Chip):
    """A hashtag of the note: click or Delete takes it away, a drag or Alt with an arrow moves it."""

    stepped = Signal(int)
    """An arrow: the focus goes that way."""
    moved = Signal(int)
    """Alt and an arrow: the tag goes that way."""
    dragged = Signal(QPoint)
    """Where the mouse is, in the widget that holds the chips."""
    dropped = Signal()

    def __init__(self, theme: Theme, tag: str, *, over: bool, worn: str, locked: bool) -> None:
        """`over`: past the platform's limit. `worn` says why the tag is overused, "" where it is not."""
        look = Look(f"# {tag}", mark="repeat" if worn else "", alarm=over)
        super().__init__(theme, look, t("panel.hashtag"), removable=not locked)
        self.tag = tag
        self._from: QPoint | None = None
        self._dragging = False
        self.setEnabled(not locked)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(plain_tip(worn))
        self.setAccessibleDescription(worn or t("write.tag_keys"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        else:
            self.stepped.emit(step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        if self._from is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if not self._dragging and (spot - self._from).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            self.setDown(False)  # what was dragged is not clicked away
            self.raise_()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragging:
            self.dragged.emit(self.mapToParent(spot))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragging, self._dragging, self._from = self._dragging, False, None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if dragging:
            self.dropped.emit()
        super().mouseReleaseEvent(event)
