"""What the colours of the cards mean, and of how many: one quiet line over the board."""

from collections import Counter

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.board.model import Week
from xhsplanner.ui.board.view import BoardView

HEIGHT = 22
SWATCH = 10


def entries(week: Week) -> list[tuple[str, str, int]]:
    """(tone, words, how many notes) of what the week shows, most first."""
    counts: Counter[tuple[str, str]] = Counter()
    for note in week.notes:
        look = week.looks[note.id]
        counts[look.tone, look.chip] += 1
    return [(tone, words or t("board.nobody"), n) for (tone, words), n in counts.most_common()]


class Legend(QWidget):
    """Only where colours stand for status or owner: series say their names themselves."""

    def __init__(self, board: BoardView) -> None:
        super().__init__()
        self._board = board
        self._entries: list[tuple[str, str, int]] = []
        self.setFixedHeight(HEIGHT)
        board.loaded.connect(self._refresh)
        board.ctx.theme.changed.connect(self.update)
        self._refresh()

    @property
    def wanted(self) -> bool:
        """Whether there is something to explain."""
        return bool(self._entries)

    def _refresh(self) -> None:
        counted = self._board.choices.colours != "series"
        self._entries = entries(self._board.week) if counted else []
        said = t("week.comma").join(f"{words} {n}" for _tone, words, n in self._entries)
        self.setAccessibleName(f"{t('board.legend')}: {said}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, x = self._board.ink, 6.0
        face = ink.type(12)
        painter.setFont(face.font)
        for tone, words, n in self._entries:
            text = f"{words} {n}"
            if x + SWATCH + 5 + face.width(text) > self.width():
                break
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink.tone(tone).solid)
            painter.drawRoundedRect(QRectF(x, (HEIGHT - SWATCH) / 2, SWATCH, SWATCH), 3, 3)
            x += SWATCH + 5
            painter.setPen(ink.color("text2"))
            painter.drawText(QRectF(x, 0, face.width(text) + 4, HEIGHT), Qt.AlignmentFlag.AlignVCenter, text)
            x += face.width(text) + 16
