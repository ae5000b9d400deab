"""How alike a note and its sibling are: a meter, and word for word what only one of the two says."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from xhsplanner.core.similarity import too_alike
from xhsplanner.core.versions import Snapshot, differing
from xhsplanner.core.words import t
from xhsplanner.ui.panel.frames import Popup
from xhsplanner.ui.panel.version_text import VersionText
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import TextButton, draw_focus, label, plain_tip

METER, PAD = 56, 6
SHOWN = QSize(420, 300)


class Meter(QAbstractButton):
    """A percentage over a bar; a click asks what the difference is."""

    def __init__(self, theme: Theme, words: str, height: int) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._theme = theme
        self.likeness = 0.0
        self.setFixedSize(METER + 2 * PAD, height)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._words = words
        self.show_likeness(0.0)

    def show_likeness(self, likeness: float) -> None:
        """Show how alike the texts are, 0–1."""
        self.likeness = likeness
        self.setAccessibleName(f"{self._words} {percent(likeness)}%")
        self.setToolTip(plain_tip(self._words))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, alarm = self._theme, QPainter(self), too_alike(self.likeness)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        if self.hasFocus():
            draw_focus(painter, theme, QRectF(self.rect()), 8)
        painter.setFont(theme.font(11, bold=alarm))
        painter.setPen(theme.color("warn" if alarm else "text2"))
        box = QRectF(PAD, 6, METER, 18)
        painter.drawText(
            box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{percent(self.likeness)}%"
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("border" if self.underMouse() else "sunken"))
        painter.drawRoundedRect(QRectF(PAD, 28, METER, 4), 2, 2)
        if self.likeness > 0:
            painter.setBrush(theme.color("warn" if alarm else "ok"))
            painter.drawRoundedRect(QRectF(PAD, 28, max(4.0, METER * self.likeness), 4), 2, 2)
        painter.end()


def percent(likeness: float) -> int:
    """Whole percent; never 100 where the texts differ, never 0 where they have something in common."""
    whole = round(likeness * 100)
    return 99 if whole == 100 and likeness < 1 else 1 if whole == 0 and likeness > 0 else whole


class DifferencesPopup(Popup):
    """Two texts in one: green what only this note says, struck through what only its sibling says."""

    open_asked = Signal()

    def __init__(self, parent: QWidget, theme: Theme, sibling: str, theirs: Snapshot, own: Snapshot) -> None:
        """`sibling` names the other note."""
        super().__init__(parent, theme)
        self.body.addWidget(label(t("write.differences_of", sibling=sibling), "soft", wrap=True))
        self.text = VersionText(theme)
        self.text.setFixedSize(SHOWN)
        parts = differing(theirs, own)
        if parts:
            self.text.show_change(theirs, own, parts, short=False)
        else:
            self.text.say(t("write.same_text"))
        self.body.addWidget(self.text)
        go = TextButton(theme, t("write.open_sibling"), "arrow-right")
        go.clicked.connect(self.close)
        go.clicked.connect(self.open_asked)
        self.body.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
        self.text.setFocus()
