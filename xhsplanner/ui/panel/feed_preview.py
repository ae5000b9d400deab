"""Live preview of the platform's 发现页: this note first, its week around it, in true proportions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from xhsplanner.core.words import t
from xhsplanner.ops.covers import CoverSpec
from xhsplanner.ui.panel import feed_layout
from xhsplanner.ui.panel.feed_layout import Box, Placed
from xhsplanner.ui.panel.phone import Phone
from xhsplanner.ui.widgets.cards import paint_avatar
from xhsplanner.ui.widgets.controls import plain_tip
from xhsplanner.ui.widgets.note_covers import FeedCovers

if TYPE_CHECKING:
    from xhsplanner.ui.panel.detail_card import DetailCard

TAB_GAP = 20
"""px between two tabs of the page, in any language."""


@dataclass(frozen=True)
class FeedCard:
    """One card. `likes` None draws the heart without a number; `ratio` is the cover's width by height."""

    note_id: int
    title: str
    account: str
    initial: str
    color: str
    palette: str | None
    spec: CoverSpec
    ratio: float = 0.75
    likes: int | None = None


def two_lines(title: str, font: QFont, width: float) -> list[str]:
    """A title as the feed shows it: at most two lines, the second cut with an ellipsis."""
    plain = " ".join(title.split())
    if not plain:
        return []
    layout = QTextLayout(plain, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    units = plain.encode("utf-16-le", "surrogatepass")
    while len(lines) < feed_layout.LINES:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start, stop = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
        last = len(lines) == feed_layout.LINES - 1 and stop < len(units)
        lines.append(units[start : None if last else stop].decode("utf-16-le", "surrogatepass").strip())
    layout.endLayout()
    return lines


def rect_of(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)


class FeedPreview(QWidget):
    """Paints the phone. The tabs are a picture of the phone, no controls; a neighbour is shown when clicked."""

    picked = Signal(int)
    """The note id of a neighbour that was clicked."""

    def __init__(self, theme: Phone, covers: FeedCovers) -> None:
        super().__init__()
        self._theme, self._covers = theme, covers
        self.cards: list[FeedCard] = []
        self._placed: list[Placed] = []
        self._titles: list[list[str]] = []
        self._hover: int | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(t("panel.preview"))
        covers.ready.connect(self._cover_ready)
        theme.changed.connect(self.update)

    def show_cards(self, cards: Sequence[FeedCard]) -> None:
        """Show these cards, the note in question first."""
        self.cards = list(cards)
        self._arrange()

    def placed(self) -> list[Placed]:
        """Where the cards are painted."""
        return self._placed

    def titles(self) -> list[list[str]]:
        """The title lines as painted, card by card."""
        return self._titles

    def _arrange(self) -> None:
        width = self.width() - 2.0
        column = (width - 2 * feed_layout.EDGE - feed_layout.GUTTER) / 2 - 2 * feed_layout.PAD
        font = self._theme.font(12)
        self._titles = [two_lines(card.title, font, column) for card in self.cards]
        shapes = [(card.ratio, len(lines)) for card, lines in zip(self.cards, self._titles, strict=True)]
        self._placed, height = feed_layout.place(width, shapes)
        height = feed_layout.cut_height(self._placed, height) if self.cards else feed_layout.BAR
        if round(height) != self.minimumHeight():
            self.setFixedHeight(round(height))
        names = [f"{card.account}: {card.title}" for card in self.cards]
        self.setAccessibleDescription("\n".join(names))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()

    def _cover_ready(self, note_id: int) -> None:
        if any(card.note_id == note_id for card in self.cards):
            self.update()

    # --- mouse ------------------------------------------------------------------------------------

    def _hit(self, point: QPointF) -> int | None:
        hits = (i for i, one in enumerate(self._placed) if rect_of(one.card).contains(point))
        return next(hits, None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position())
        if hit != self._hover:
            self._hover = hit
            self.setCursor(Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position())
        if event.button() == Qt.MouseButton.LeftButton and hit:
            self.picked.emit(self.cards[hit].note_id)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self._hit(QPointF(event.pos()))
            tip = plain_tip(self.cards[hit].title) if hit is not None else ""
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        phone = QPainterPath()
        phone.addRoundedRect(frame, 16, 16)
        painter.fillPath(phone, theme.color("canvas"))
        painter.save()
        painter.setClipPath(phone)
        painter.fillRect(QRectF(0, 0, self.width(), feed_layout.BAR), theme.color("surface"))
        self._paint_tabs(painter)
        painter.translate(1, 0)
        for index, (card, place) in enumerate(zip(self.cards, self._placed, strict=True)):
            self._paint_card(painter, card, place, self._titles[index], index)
        painter.restore()
        painter.setPen(QPen(theme.color("border2"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 16, 16)
        painter.end()

    def _paint_tabs(self, painter: QPainter) -> None:
        theme, middle = self._theme, self.width() / 2
        half = QFontMetricsF(theme.font(13, bold=True)).horizontalAdvance(t("panel.tab_explore")) / 2
        beside = 100.0
        for key, left, where in (
            ("follow", middle - half - TAB_GAP - beside, Qt.AlignmentFlag.AlignRight),
            ("explore", middle - beside / 2, Qt.AlignmentFlag.AlignHCenter),
            ("city", middle + half + TAB_GAP, Qt.AlignmentFlag.AlignLeft),
        ):
            chosen = key == "explore"
            painter.setFont(theme.font(13, bold=chosen))
            painter.setPen(theme.color("text" if chosen else "text3"))
            box = QRectF(left, 0, beside, feed_layout.BAR)
            painter.drawText(box, where | Qt.AlignmentFlag.AlignVCenter, t(f"panel.tab_{key}"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(QRectF(middle - 8, feed_layout.BAR - 6, 16, 2.5), 1.2, 1.2)
        icon = theme.pixmap("search", "text3", 16, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(self.width() - 30, (feed_layout.BAR - 16) / 2), icon)

    def _paint_card(self, painter: QPainter, card: FeedCard, place: Placed, lines: list[str], index: int) -> None:
        theme, box = self._theme, rect_of(place.card)
        shape = QPainterPath()
        shape.addRoundedRect(box, 7, 7)
        painter.save()
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        painter.fillRect(box, theme.color("surface"))
        self._paint_picture(painter, card, rect_of(place.picture))
        painter.restore()
        self._paint_words(painter, card, place, lines)
        if index == 0:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 7.5, 7.5)
        elif index == self._hover:
            painter.setPen(QPen(theme.color("border2"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 7, 7)

    def _paint_words(self, painter: QPainter, card: FeedCard, place: Placed, lines: list[str]) -> None:
        theme = self._theme
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        title = rect_of(place.title)
        for number, line in enumerate(lines):
            rect = QRectF(title.x(), title.y() + number * feed_layout.LINE, title.width(), feed_layout.LINE)
            cut = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, round(rect.width()) + 1)
            painter.drawText(rect, flags, cut)
        paint_avatar(painter, rect_of(place.avatar), card.initial, QColor(card.color), theme.font(11, bold=True))
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text3"))
        likes = feed_layout.heart_text(card.likes)
        heart = rect_of(place.heart)
        wide = painter.fontMetrics().horizontalAdvance(likes)
        icon = theme.pixmap("heart", "text3", 12, self.devicePixelRatioF())
        left = heart.right() - wide - (16 if likes else 13)
        painter.drawPixmap(QPointF(left, heart.y() + 2), icon)
        painter.drawText(QRectF(left + 15, heart.y(), wide + 4, heart.height()), flags, likes)
        name = rect_of(place.name)
        name.setRight(left - 4)
        cut = painter.fontMetrics().elidedText(card.account, Qt.TextElideMode.ElideRight, round(name.width()))
        painter.drawText(name, flags, cut)

    def _paint_picture(self, painter: QPainter, card: FeedCard, box: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        pixmap = self._covers.get(card.spec, round(box.width() * ratio))
        if pixmap is None or pixmap.isNull():
            stand_in(painter, box, card, self._theme)
            return
        painter.drawPixmap(box, pixmap, crop(pixmap, box))


def crop(pixmap: QPixmap, box: QRectF) -> QRectF:
    """The middle of `pixmap` in the proportions of `box`."""
    scale = min(pixmap.width() / box.width(), pixmap.height() / box.height())
    width, height = box.width() * scale, box.height() * scale
    return QRectF((pixmap.width() - width) / 2, (pixmap.height() - height) / 2, width, height)


def stand_in(painter: QPainter, box: QRectF, card: "FeedCard | DetailCard", theme: Phone) -> None:
    """What stands where a cover is not painted yet: the tint of the series and the hook of the title."""
    from xhsplanner.covers.facts import hook  # 40 ms, not at the start of the window

    colors = theme.series(card.palette)
    fill = QLinearGradient(box.topLeft(), box.bottomRight())
    fill.setColorAt(0, colors.bg)
    fill.setColorAt(1, QColor(colors.solid.red(), colors.solid.green(), colors.solid.blue(), 110))
    painter.fillRect(box, theme.color("surface"))
    painter.fillRect(box, fill)
    painter.setFont(theme.font(22, bold=True))
    painter.setPen(colors.fg)
    inner = box.adjusted(12, 24, -12, -12)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWrapAnywhere
    painter.drawText(inner, flags, hook(card.title))
