"""Lines of text as a phone sets them: hashtags as links, the rest folded away behind 展开."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from xhsplanner.core import text as counts

ELLIPSIS = "… "


class FoldedText:
    """A text set to a width, of which `fold` lines show until it is unfolded; 0 folds nothing."""

    def __init__(
        self, text: str, font: QFont, width: float, link: QColor, line: float, *, fold: int = 0, more: str = ""
    ) -> None:
        """Hashtags take the colour `link`; `line` is the height of a line in px, `more` the word that unfolds."""
        self._font, self._line, self._more = font, line, more
        self._layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setFormats([_as_link(text, start, stop, link) for start, stop in counts.hashtag_spans(text)])
        self._metrics = QFontMetricsF(font)
        self._more_width = self._metrics.horizontalAdvance(ELLIPSIS + more)
        self.folded = False
        count = self._set(width, 0)
        if fold and count > fold:
            self.folded = True
            count = self._set(width, fold)
        self.lines = count if text else 0

    def _set(self, width: float, most: int) -> int:
        self._layout.beginLayout()
        count = 0
        while not most or count < most:
            line = self._layout.createLine()
            if not line.isValid():
                break
            count += 1
            line.setLineWidth(width - (self._more_width if count == most else 0))
            line.setPosition(QPointF(0, (count - 1) * self._line))
        self._layout.endLayout()
        return count

    def draw(self, painter: QPainter, at: QPointF, ink: QColor, soft: QColor) -> None:
        """Draw the lines in `ink` with `at` as their upper left corner, the word that unfolds in `soft`."""
        painter.setPen(ink)
        painter.setFont(self._font)
        for number in range(self.lines):
            self._layout.lineAt(number).draw(painter, at)
        if self.folded:
            last = self._layout.lineAt(self.lines - 1)
            spot = at + QPointF(last.naturalTextWidth(), last.y() + last.ascent())
            painter.setPen(ink)
            painter.drawText(spot, ELLIPSIS)
            painter.setPen(soft)
            painter.drawText(spot + QPointF(self._metrics.horizontalAdvance(ELLIPSIS), 0), self._more)


def _as_link(text: str, start: int, stop: int, link: QColor) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setForeground(link)
    found = QTextLayout.FormatRange()
    found.start, found.length = counts.units(text[:start]), counts.units(text[start:stop])
    found.format = look
    return found
