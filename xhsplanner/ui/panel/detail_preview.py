"""Live preview of the page a reader opens: swipe the pages, unfold the text, see the hashtags as links."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.panel import detail_layout
from xhsplanner.ui.panel.detail_card import DetailCard
from xhsplanner.ui.panel.detail_layout import Detail
from xhsplanner.ui.panel.detail_paint import PagePainter
from xhsplanner.ui.panel.detail_text import FoldedText
from xhsplanner.ui.panel.phone import Phone
from xhsplanner.ui.widgets.note_covers import FeedCovers

STILL = 4
"""px a press may move and still be a click."""


class DetailPreview(QWidget):
    """Paints the phone. Drag, wheel or arrows turn pages, dots go to one, a click on the text unfolds it."""

    def __init__(self, phone: Phone, covers: FeedCovers) -> None:
        super().__init__()
        self._phone, self._covers = phone, covers
        self.card: DetailCard | None = None
        self.page = 0
        self.unfolded = False
        self.moved = 0.0
        """How far a swipe under way has carried the page, in px."""
        self._pressed: QPointF | None = None
        self.place: Detail | None = None
        self.title: FoldedText | None = None
        self.text: FoldedText | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        covers.ready.connect(self._cover_ready)
        phone.changed.connect(self._arrange)

    def show_card(self, card: DetailCard) -> None:
        """Show a note; another note begins at its first page, folded."""
        if self.card is None or card.note_id != self.card.note_id:
            self.page, self.unfolded = 0, False
        self.card = card
        self.page = max(0, min(self.page, len(card.pages) - 1))
        self._arrange()

    def turn(self, page: int) -> None:
        """Go to a page (0-based), as far as there is one."""
        if self.card is not None:
            self.page = max(0, min(len(self.card.pages) - 1, page))
            self._say()
            self.update()

    def unfold(self) -> None:
        """Show the whole text, or only its first lines again."""
        self.unfolded = not self.unfolded
        self._arrange()

    def _arrange(self) -> None:
        card = self.card
        if card is None or self.width() < 60:
            return
        phone, video = self._phone, card.video
        inner = self.width() - 2.0 - 2 * detail_layout.EDGE
        link = phone.color("focus")
        fold = 0 if self.unfolded else detail_layout.CAPTION_FOLD if video else detail_layout.FOLD
        title = FoldedText(card.title, phone.font(16, bold=True), inner, link, detail_layout.TITLE_LINE)
        text = FoldedText(
            card.text, phone.font(13), inner, link, detail_layout.LINE, fold=fold, more=t("detail.unfold")
        )
        self.title, self.text = title, text
        if video:
            self.place = detail_layout.place_video(self.width(), title.lines, text.lines)
        else:
            pages = len(card.pages)
            self.place = detail_layout.place(self.width(), card.ratio, pages, title.lines, text.lines)
        if round(self.place.height) != self.minimumHeight():
            self.setFixedHeight(round(self.place.height))
        self._say()
        self.update()

    def _say(self) -> None:
        if self.card is not None:
            total = len(self.card.pages)
            words = t("detail.page", n=self.page + 1, total=total) if total else ""
            self.setAccessibleName(f"{t('detail.name')} {words}".strip())
            self.setAccessibleDescription(f"{self.card.account}\n{self.card.title}\n{self.card.text}")

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()

    def _cover_ready(self, note_id: int) -> None:
        if self.card is not None and any(spec.note_id == note_id for spec in self.card.pages):
            self.update()

    # --- hands ------------------------------------------------------------------------------------

    def dot(self, page: int) -> QRectF:
        """Where the dot of a page is painted, with some room to hit it."""
        assert self.card is not None
        assert self.place is not None
        step = min(10.0, (self.width() - 40) / max(1, len(self.card.pages)))
        left = (self.width() - step * len(self.card.pages)) / 2
        dots = self.place.dots
        return QRectF(left + page * step, dots.y, step, dots.height)

    def _foldable(self, point: QPointF) -> bool:
        if self.place is None or self.text is None:
            return False
        box = self.place.text
        return QRectF(box.x, box.y, box.width, box.height).contains(point) and (self.text.folded or self.unfolded)

    def _on_picture(self, point: QPointF) -> bool:
        many = self.card is not None and len(self.card.pages) > 1
        return many and self.place is not None and self.place.picture.y <= point.y() <= self.place.picture.bottom

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._pressed is not None and self._on_picture(self._pressed):
            self.moved = point.x() - self._pressed.x()
            self.update()
            return
        hand = self._foldable(point)
        grip = self._on_picture(point)
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.OpenHandCursor
        self.setCursor(shape if hand or grip else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        moved, self.moved = self.moved, 0.0
        if pressed is None or self.card is None:
            return
        if self._on_picture(pressed) and abs(moved) > STILL:
            self.turn(detail_layout.nearest(self.page, moved, self.width(), len(self.card.pages)))
        elif self._on_picture(pressed):
            self.turn(self.page + (1 if pressed.x() > self.width() / 2 else -1))
        elif self._foldable(pressed) and self._foldable(event.position()):
            self.unfold()
        else:
            hits = [page for page in range(len(self.card.pages)) if self.dot(page).contains(pressed)]
            if hits and len(self.card.pages) > 1:
                self.turn(hits[0])
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.card.pages) - 1 if self.card is not None else 0
        pages = {
            Qt.Key.Key_Left: self.page - 1,
            Qt.Key.Key_Right: self.page + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in pages and not event.modifiers():
            self.turn(pages[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.unfolded or (self.text is not None and self.text.folded):
                self.unfold()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.update()

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.card is None or self.place is None or self.title is None or self.text is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        shape = QPainterPath()
        shape.addRoundedRect(frame, 16, 16)
        painter.save()
        painter.setClipPath(shape)
        page = PagePainter(painter, self._phone, self._covers, self.card, self.place, self.devicePixelRatioF())
        page.pages(self.page, self.moved)
        if self.card.video:
            page.over_video(self.title, self.text)
        else:
            page.around_pictures(
                self.page, self.title, self.text, [self.dot(n) for n in range(len(self.card.pages))]
            )
        page.foot()
        painter.restore()
        token = "focus" if self.hasFocus() else "border2"
        painter.setPen(QPen(self._phone.color(token), 2 if self.hasFocus() else 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 16, 16)
        painter.end()
