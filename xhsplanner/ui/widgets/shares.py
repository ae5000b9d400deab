"""Sizes as one bar of coloured parts, with a line of what each is."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from xhsplanner.ui.theme import Theme

HEIGHT, LEAST, GAP = 10, 3, 2
DOT = 8


@dataclass(frozen=True, slots=True)
class Share:
    """One part: how much, and the token of its colour."""

    amount: int
    color: str


class Shares(QWidget):
    """A rounded bar. What it says in colour, a legend beside it says in words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shares: Sequence[Share] = ()
        self.setFixedHeight(HEIGHT)
        theme.changed.connect(self.update)

    def put(self, shares: Sequence[Share], words: str) -> None:
        """Show these parts; `words` is what a screen reader says."""
        self._shares = [share for share in shares if share.amount > 0]
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QPainterPath()
        whole.addRoundedRect(QRectF(self.rect()), HEIGHT / 2, HEIGHT / 2)
        painter.setClipPath(whole)
        painter.fillRect(self.rect(), self._theme.color("sunken"))
        total = sum(share.amount for share in self._shares)
        room = self.width() - (LEAST + GAP) * len(self._shares)
        at = 0.0
        for share in self._shares:
            width = LEAST + room * share.amount / total
            painter.fillRect(QRectF(at, 0, width, HEIGHT), self._theme.color(share.color))
            at += width + GAP


class Dot(QWidget):
    """The colour of one part, beside its words."""

    def __init__(self, theme: Theme, color: str) -> None:
        super().__init__()
        self._theme, self._token = theme, color
        self.setFixedSize(DOT, DOT)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.color(self._token)))
        painter.drawEllipse(self.rect())
