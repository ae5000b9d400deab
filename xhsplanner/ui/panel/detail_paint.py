"""Paints the parts of the 详情页 preview."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPen, QPolygonF

from xhsplanner.core.words import t
from xhsplanner.ui.panel.detail_card import DetailCard
from xhsplanner.ui.panel.detail_layout import EDGE, Detail
from xhsplanner.ui.panel.detail_text import FoldedText
from xhsplanner.ui.panel.feed_layout import heart_text
from xhsplanner.ui.panel.feed_preview import crop, rect_of, stand_in
from xhsplanner.ui.panel.length import length_text
from xhsplanner.ui.panel.phone import Phone
from xhsplanner.ui.widgets.cards import paint_avatar
from xhsplanner.ui.widgets.note_covers import FeedCovers

WHITE, SOFT_WHITE, BLACK = "#FFFFFF", "#D0D0D0", "#000000"
"""What lies over a video is white on dark in either theme of the phone."""
SIDE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class PagePainter:
    """One painting of the page."""

    def __init__(
        self, painter: QPainter, phone: Phone, covers: FeedCovers, card: DetailCard, place: Detail, ratio: float
    ) -> None:
        self._painter, self._phone, self._covers = painter, phone, covers
        self._card, self._place, self._ratio = card, place, ratio
        painter.fillRect(QRectF(0, 0, place.picture.width, place.height), phone.color("surface"))

    # --- pictures ---------------------------------------------------------------------------------

    def pages(self, page: int, moved: float) -> None:
        """The page in sight and, during a swipe, the one that comes."""
        box = rect_of(self._place.picture)
        self._painter.save()
        self._painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        self._painter.fillRect(box, QColor(BLACK) if self._card.video else self._phone.color("sunken"))
        last = len(self._card.pages) - 1
        if (page == 0 and moved > 0) or (page >= last and moved < 0):
            moved /= 3  # there is nothing to come: it gives a little
        self._page(page, box.translated(moved, 0))
        beside = page + (1 if moved < 0 else -1)
        if moved and 0 <= beside <= last:
            self._page(beside, box.translated(moved + (box.width() if moved < 0 else -box.width()), 0))
        self._painter.restore()

    def _page(self, page: int, box: QRectF) -> None:
        specs = self._card.pages
        spec = specs[page] if specs else None
        pixmap = self._covers.get(spec, round(box.width() * self._ratio)) if spec else None
        if pixmap is not None and not pixmap.isNull():
            if self._card.video:
                # The whole still as wide as the screen, black above and below, as a phone shows it.
                height = box.width() * pixmap.height() / max(1, pixmap.width())
                still = QRectF(box.x(), box.center().y() - min(height, box.height()) / 2, box.width(), 0)
                still.setHeight(min(height, box.height()))
                self._painter.drawPixmap(still, pixmap, crop(pixmap, still))
            else:
                self._painter.drawPixmap(box, pixmap, crop(pixmap, box))
        elif page == 0:
            stand_in(self._painter, box, self._card, self._phone)

    # --- a note with pictures ---------------------------------------------------------------------

    def around_pictures(self, page: int, title: FoldedText, text: FoldedText, dots: Sequence[QRectF]) -> None:
        """The bar with the account, which page of how many, dots, words, date."""
        phone, painter, place = self._phone, self._painter, self._place
        self._account(phone.color("text").name(), back=True)
        if len(dots) > 1:
            self._number(page, len(dots))
            for number, spot in enumerate(dots):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(phone.color("accent" if number == page else "border2"))
                painter.drawEllipse(spot.center(), *((3.0, 3.0) if number == page else (2.4, 2.4)))
        ink, soft = phone.color("text"), phone.color("text3")
        title.draw(painter, QPointF(place.title.x, place.title.y), ink, soft)
        text.draw(painter, QPointF(place.text.x, place.text.y), ink, soft)
        day = self._card.day
        words = t("detail.day", month=day.month, day=day.day) if day else t("detail.no_day")
        painter.setFont(phone.font(11))
        painter.setPen(soft)
        painter.drawText(rect_of(place.date), Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(QPen(phone.color("border"), 1))
        line = place.foot.y - 2
        painter.drawLine(QPointF(EDGE, line), QPointF(place.foot.width - EDGE, line))

    def _account(self, ink: str, back: bool) -> None:
        phone, painter, bar = self._phone, self._painter, self._place.bar
        left = EDGE - 2
        middle = bar.y + bar.height / 2
        if back:
            painter.drawPixmap(QPointF(left - 4, middle - 10), phone.pixmap("chevron-left", ink, 20, self._ratio))
            left += 22
        avatar = QRectF(left, middle - 14, 28, 28)
        paint_avatar(painter, avatar, self._card.initial, QColor(self._card.color), phone.font(13, bold=True))
        follow, font = t("detail.follow"), phone.font(12, bold=True)
        wide = QFontMetricsF(font).horizontalAdvance(follow) + 24
        right = bar.width - EDGE - (26 if back else 0)
        pill = QRectF(right - wide, middle - 12.5, wide, 25)
        painter.setPen(QPen(phone.color("accent") if back else QColor(WHITE), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill, 12.5, 12.5)
        painter.setFont(font)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, follow)
        if back:
            painter.drawPixmap(QPointF(right + 9, middle - 8), phone.pixmap("external-link", ink, 16, self._ratio))
        name = QRectF(avatar.right() + 8, bar.y, pill.left() - avatar.right() - 16, bar.height)
        painter.setFont(phone.font(13))
        painter.setPen(QColor(ink))
        cut = painter.fontMetrics().elidedText(
            self._card.account, Qt.TextElideMode.ElideRight, max(0, round(name.width()))
        )
        painter.drawText(name, SIDE, cut)

    def _number(self, page: int, total: int) -> None:
        phone, painter, picture = self._phone, self._painter, self._place.picture
        words, font = f"{page + 1}/{total}", phone.font(11)
        wide = QFontMetricsF(font).horizontalAdvance(words) + 16
        box = QRectF(picture.right - wide - 10, picture.y + 10, wide, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 120))
        painter.drawRoundedRect(box, 11, 11)
        painter.setFont(font)
        painter.setPen(QColor(WHITE))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    # --- a video ----------------------------------------------------------------------------------

    def over_video(self, title: FoldedText, text: FoldedText) -> None:
        """The mark that it plays, the account, the words and the progress, white over the picture."""
        painter, phone, place = self._painter, self._phone, self._place
        picture = rect_of(place.picture)
        shade = QLinearGradient(QPointF(0, place.bar.y - 50), picture.bottomLeft())
        # Dark enough for white words over a white cover, and over the cover's own words.
        for share, alpha in ((0, 0), (0.3, 165), (0.5, 210), (1, 230)):
            shade.setColorAt(share, QColor(0, 0, 0, alpha))
        painter.fillRect(QRectF(0, place.bar.y - 50, picture.width(), picture.bottom() - place.bar.y + 50), shade)
        painter.drawPixmap(QPointF(EDGE - 6, 12), phone.pixmap("chevron-left", WHITE, 20, self._ratio))
        self._play(QPointF(picture.center().x(), picture.y() + picture.height() * 0.36))
        self._account(WHITE, back=False)
        white, soft = QColor(WHITE), QColor(SOFT_WHITE)
        title.draw(painter, QPointF(place.title.x, place.title.y), white, soft)
        text.draw(painter, QPointF(place.text.x, place.text.y), white, soft)
        self._progress(rect_of(place.dots))

    def _play(self, middle: QPointF) -> None:
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 110))
        painter.drawEllipse(middle, 27, 27)
        painter.setBrush(QColor(WHITE))
        painter.drawPolygon(
            QPolygonF([middle + QPointF(-8, -12), middle + QPointF(-8, 12), middle + QPointF(13, 0)])
        )

    def _progress(self, box: QRectF) -> None:
        painter, font = self._painter, self._phone.font(11)
        words = f"0:00 / {length_text(self._card.seconds) or '–:––'}"
        wide = QFontMetricsF(font).horizontalAdvance(words)
        painter.setFont(font)
        painter.setPen(QColor(WHITE))
        painter.drawText(box.adjusted(box.width() - wide - 1, -2, 1, 2), SIDE, words)
        line = QRectF(box.x(), box.center().y() - 1, box.width() - wide - 10, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 90))
        painter.drawRoundedRect(line, 1, 1)
        painter.setBrush(QColor(WHITE))
        painter.drawEllipse(QPointF(line.left() + 3, line.center().y()), 3.5, 3.5)

    # --- below both -------------------------------------------------------------------------------

    def foot(self) -> None:
        """The bar to say something, to like, to keep, to comment."""
        painter, phone, card = self._painter, self._phone, self._card
        bar = rect_of(self._place.foot)
        ink = WHITE if card.video else phone.color("text").name()
        if card.video:
            painter.fillRect(bar, QColor("#161618"))
        marks = (("heart", heart_text(card.likes) or t("detail.like")), ("star", t("detail.keep")),
                 ("message-circle", t("detail.comment")))  # fmt: skip
        font = phone.font(11)
        painter.setFont(font)
        right = bar.right() - EDGE
        for icon, words in reversed(marks):
            wide = QFontMetricsF(font).horizontalAdvance(words)
            painter.setPen(QColor(ink))
            painter.drawText(QRectF(right - wide, bar.y(), wide + 2, bar.height()), SIDE, words)
            spot = QPointF(right - wide - 23, bar.center().y() - 9)
            painter.drawPixmap(spot, phone.pixmap(icon, ink, 18, self._ratio))
            right -= wide + 36
        pill = QRectF(EDGE, bar.y() + 8, right - EDGE, bar.height() - 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#2C2C30") if card.video else phone.color("sunken"))
        painter.drawRoundedRect(pill, 16, 16)
        painter.setPen(QColor(SOFT_WHITE) if card.video else phone.color("text3"))
        painter.setFont(phone.font(12))
        inner = pill.adjusted(14, 0, -8, 0)
        words = painter.fontMetrics().elidedText(t("detail.say"), Qt.TextElideMode.ElideRight, round(inner.width()))
        painter.drawText(inner, SIDE, words)
