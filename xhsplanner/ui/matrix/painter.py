"""Paints the matrix: heads of series and accounts, cells, totals. No state; everything comes as arguments."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from xhsplanner.core.words import t
from xhsplanner.ui.board import lines
from xhsplanner.ui.matrix.layout import EDGE, HEAD_H, LANE_W, TOTAL_W, Layout, Place
from xhsplanner.ui.matrix.model import CellView, Matrix, State
from xhsplanner.ui.rect import Rect
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.cards import paint_avatar

AVATAR = 32
PAD = 12
RADIUS = 10
FAINT, FULL = {False: 0.12, True: 0.16}, {False: 0.52, True: 0.5}
"""How much of the series' colour the emptiest and the fullest cell have, by whether the theme is dark."""
SHORT_H = 20
NAME_LINE = 18


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the mouse and the keyboard are."""

    hover: Place | None = None
    focus: Place | None = None
    ringed: bool = False


def blend(paper: QColor, ink: QColor, share: float) -> QColor:
    """`paper` with `share` (0–1) of `ink` in it."""
    keep = 1 - share
    return QColor.fromRgbF(
        paper.redF() * keep + ink.redF() * share,
        paper.greenF() * keep + ink.greenF() * share,
        paper.blueF() * keep + ink.blueF() * share,
    )


class Painter:
    """Paints one matrix with one layout onto a viewport."""

    def __init__(self, painter: QPainter, theme: Theme, matrix: Matrix, layout: Layout) -> None:
        self.painter, self.theme, self.matrix, self.layout = painter, theme, matrix, layout

    def paint(self, scroll: tuple[int, int], marks: Marks) -> None:
        """Everything; `scroll` are the offsets of the grid in pixels."""
        layout = self.layout
        self.painter.fillRect(0, 0, layout.width, layout.height, self.theme.color("surface"))
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._clipped(QRectF(LANE_W - 3, HEAD_H - 3, layout.total_x - LANE_W + 3, layout.height))
        for place in self.matrix.cells:
            self._cell(place, layout.in_view(place, scroll), marks)
        self._clipped(QRectF(LANE_W, 0, layout.total_x - LANE_W, HEAD_H))
        for column in range(layout.columns):
            self._series(column, layout.head(column, scroll[0]))
        self._clipped(QRectF(0, HEAD_H, layout.width, layout.height))
        for row in range(layout.rows):
            self._account(row, layout.lane(row, scroll[1]))
            self._total(row, layout.total(row, scroll[1]))
        self.painter.setClipping(False)
        self._total_head()

    def _clipped(self, box: QRectF) -> None:
        self.painter.setClipRect(box)

    def _text(self, x: float, baseline: float, text: str, font: QFont, color: QColor) -> float:
        """Draw a line of text and return where it ends."""
        self.painter.setFont(font)
        self.painter.setPen(color)
        self.painter.drawText(QPointF(x, baseline), text)
        return x + QFontMetricsF(font).horizontalAdvance(text)

    def _fitted(self, x: float, baseline: float, width: float, text: str, font: QFont, color: QColor) -> None:
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
        self._text(x, baseline, shown, font, color)

    def _lines(self, x: float, middle: float, width: float, text: str, font: QFont, color: str) -> None:
        """A name in one line, or two where it is long, around `middle`."""
        measure = QFontMetricsF(font)
        shown = lines.fit(text, int(width), 2, measure.horizontalAdvance)
        if len(shown) == 2:  # two lines of like length, so that no single character stands alone
            even = round(measure.horizontalAdvance(text) / 2 + measure.height() * 0.4)
            balanced = lines.fit(text, min(even, int(width)), 2, measure.horizontalAdvance)
            shown = shown if balanced[-1].endswith(lines.ELLIPSIS) else balanced
        top = middle - len(shown) * NAME_LINE / 2
        for number, line in enumerate(shown):
            baseline = top + number * NAME_LINE + (NAME_LINE + measure.ascent() - measure.descent()) / 2
            self._text(x, round(baseline), line, font, self.theme.color(color))

    def _series(self, column: int, box: Rect) -> None:
        head = self.matrix.columns[column]
        middle = HEAD_H / 2 + 2
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.theme.series(head.palette).solid)
        self.painter.drawEllipse(QPointF(box.x + PAD, middle), 4, 4)
        self._lines(box.x + PAD + 10, middle, box.w - PAD - 10, head.name, self.theme.font(13), "text2")

    def _account(self, row: int, box: Rect) -> None:
        account = self.matrix.accounts[row]
        middle = box.y + box.h / 2
        circle = QRectF(EDGE + 4, middle - AVATAR / 2, AVATAR, AVATAR)
        color = QColor(account.color) if account.color else self.theme.color("text3")
        initial = account.initial or account.name[:1]
        paint_avatar(self.painter, circle, initial, color, self.theme.font(15, bold=True))
        left = circle.right() + 8
        self._lines(left, middle, LANE_W - left - 6, account.name, self.theme.font(13, bold=True), "text")

    def _total(self, row: int, box: Rect) -> None:
        total, middle = self.matrix.totals[row], box.y + box.h / 2
        self.painter.setPen(self.theme.color("text"))
        self.painter.setFont(self.theme.font(22, bold=True))
        center = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        self.painter.drawText(QRectF(box.x, middle - 26, TOTAL_W, 30), center, str(total.planned))
        short = total.planned < total.target
        words = t("matrix.target", n=total.target) if total.target else t("matrix.no_target")
        self.painter.setPen(self.theme.color("danger" if short else "text3"))
        self.painter.setFont(self.theme.font(12))
        self.painter.drawText(QRectF(box.x, middle + 4, TOTAL_W, 20), center, words)

    def _total_head(self) -> None:
        self.painter.setPen(self.theme.color("text2"))
        self.painter.setFont(self.theme.font(13))
        words = t("matrix.total_now" if self.matrix.now else "matrix.total")
        box = QRectF(self.layout.total_x, 2, TOTAL_W, HEAD_H)
        self.painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    # --- cells ------------------------------------------------------------------------------------

    def _cell(self, place: Place, box: Rect, marks: Marks) -> None:
        if box.bottom < HEAD_H or box.y > self.layout.height or box.right < LANE_W or box.x > self.layout.width:
            return
        cell = self.matrix.cell(place)
        rect = QRectF(box.x, box.y, box.w, box.h)
        hovered = marks.hover == place
        if cell.state is State.MISSING:
            self._missing(rect, cell, hovered and self.matrix.open)
        else:
            self._filled(rect, cell, self.matrix.columns[place.column].palette, hovered)
        if marks.ringed and marks.focus == place:
            self.painter.setPen(QPen(self.theme.color("focus"), 2))
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), RADIUS + 1, RADIUS + 1)

    def _missing(self, rect: QRectF, cell: CellView, hovered: bool) -> None:
        color = self.theme.color("danger")
        pen = QPen(color, 1.4)
        pen.setDashPattern([4, 2.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self.painter.setPen(pen)
        self.painter.setBrush(self.theme.color("danger_soft" if hovered else "surface"))
        self.painter.drawRoundedRect(rect.adjusted(0.7, 0.7, -0.7, -0.7), RADIUS, RADIUS)
        self._numbers(rect, cell, color, color)
        words = t("matrix.fill" if self.matrix.open else "matrix.missing")
        if QFontMetricsF(self.theme.font(12)).horizontalAdvance(words) > rect.width() - 2 * PAD + 8:
            words = t("matrix.fill_short" if self.matrix.open else "matrix.missing")
        self._fitted(
            rect.x() + PAD, rect.bottom() - 14, rect.width() - 2 * PAD + 8, words, self.theme.font(12), color
        )

    def _filled(self, rect: QRectF, cell: CellView, palette: str, hovered: bool) -> None:
        idle = cell.state is State.IDLE
        text = self.theme.color("text")
        if idle:
            self.painter.setPen(QPen(self.theme.color("border2" if hovered else "border"), 1))
            self.painter.setBrush(self.theme.color("surface2"))
            self.painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        else:
            solid, dark = self.theme.series(palette).solid, self.theme.dark
            share = FAINT[dark] + (FULL[dark] - FAINT[dark]) * cell.share
            self.painter.setPen(QPen(solid, 1.4) if hovered else Qt.PenStyle.NoPen)
            self.painter.setBrush(blend(self.theme.color("surface"), solid, share))
            inset = 0.7 if hovered else 0
            self.painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        self._numbers(rect, cell, self.theme.color("text2") if idle else text, text)
        words = t("matrix.last", ago=cell.last)
        color = self.theme.color("text3") if idle else text
        self._fitted(
            rect.x() + PAD, rect.bottom() - 14, rect.width() - 2 * PAD + 8, words, self.theme.font(12), color
        )
        if cell.state is State.SHORT:
            self._short(rect, cell)

    def _numbers(self, rect: QRectF, cell: CellView, color: QColor, soft: QColor) -> None:
        baseline = rect.y() + 31
        end = self._text(rect.x() + PAD, baseline, str(cell.planned), self.theme.font(22, bold=True), color)
        self._text(end + 5, baseline, t("matrix.of", n=cell.target), self.theme.font(12), soft)

    def _short(self, rect: QRectF, cell: CellView) -> None:
        """What is missing in a cell that is not empty: a small dashed tag at its top right."""
        words, font = t("matrix.short", n=cell.gap), self.theme.font(11)
        width = QFontMetricsF(font).horizontalAdvance(words) + 12
        tag = QRectF(rect.right() - width - 8, rect.y() + 13, width, SHORT_H)
        pen = QPen(self.theme.color("danger"), 1)
        pen.setDashPattern([3, 2])
        self.painter.setPen(pen)
        self.painter.setBrush(self.theme.color("surface"))
        self.painter.drawRoundedRect(tag, 6, 6)
        self.painter.setPen(self.theme.color("danger"))
        self.painter.setFont(font)
        self.painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)


def short_tag(box: Rect, words: str, font: QFont) -> Rect:
    """Where the tag of a cell that is below target lies, with some room around it for the mouse."""
    width = round(QFontMetricsF(font).horizontalAdvance(words)) + 12
    return Rect(box.right - width - 12, box.y + 9, width + 8, SHORT_H + 8)
