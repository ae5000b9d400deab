"""The cover at hand: large in true 3:4, as small as the feed shows it, and what is wrong with it in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.covers_room.model import Row
from xhsplanner.ui.covers_room.press import Print
from xhsplanner.ui.panel.feed_preview import two_lines
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.cards import paint_avatar
from xhsplanner.ui.widgets.controls import icon_label, label

if TYPE_CHECKING:
    from xhsplanner.covers.checks import Issue

FEED_WIDTH = 178
"""Logical pixels a cover is wide in the platform's feed on a phone."""
FULL = (1080, 1440)
SHADOW = 10
SIDE = 218
SMALL = (460, 430)
MARKS = {"block": ("circle-alert", "danger"), "warn": ("triangle-alert", "warn"), "info": ("info", "text3")}


class BigCover(QWidget):
    """The cover as large as the place allows, always 3:4."""

    resized = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.pixmap = QPixmap()
        self._shadow = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(150, 200)
        self.setAccessibleName(t("covers_room.preview"))
        theme.changed.connect(self.update)

    def show_pixmap(self, pixmap: QPixmap) -> None:
        """Show a drawn cover; a null one leaves an empty sheet."""
        self.pixmap = pixmap
        self.update()

    def cover_rect(self) -> QRectF:
        """Where the cover is painted."""
        room = QSize(self.width() - 2 * SHADOW, self.height() - 2 * SHADOW)
        size = QSize(3, 4).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF((self.width() - size.width()) // 2, SHADOW - 2, size.width(), size.height())

    def wanted_width(self) -> int:
        """Device pixels the cover should be drawn at."""
        return max(60, round(self.cover_rect().width() * self.devicePixelRatioF()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = self.cover_rect()
        painter.drawPixmap(0, 0, self._soft_shadow(box))
        shape = QPainterPath()
        shape.addRoundedRect(box, 10, 10)
        painter.fillPath(shape, self._theme.color("sunken"))
        if not self.pixmap.isNull():
            painter.setClipPath(shape)
            painter.drawPixmap(box, self.pixmap, QRectF(self.pixmap.rect()))

    def _soft_shadow(self, box: QRectF) -> QPixmap:
        """The shadow of the sheet, painted once a size: ten large soft rectangles cost more than the cover."""
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._shadow.size() != size or self._shadow.devicePixelRatioF() != ratio:
            self._shadow = QPixmap(size)
            self._shadow.setDevicePixelRatio(ratio)
            self._shadow.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._shadow)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 5))
            for step in range(SHADOW):
                painter.drawRoundedRect(box.adjusted(-step, -step + 3, step, step + 2), 10 + step, 10 + step)
            painter.end()
        return self._shadow


class FeedCard(QWidget):
    """The note's card as the feed shows it: the cover 178 px wide, title, account."""

    PICTURE = round(FEED_WIDTH * 4 / 3)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._row: Row | None = None
        self.pixmap = QPixmap()
        self.setFixedSize(FEED_WIDTH + 2, self.PICTURE + 76)
        self.setAccessibleName(t("covers_room.feed"))
        theme.changed.connect(self.update)

    def show_row(self, row: Row) -> None:
        """Whose card it is."""
        self._row = row
        self.update()

    def show_pixmap(self, pixmap: QPixmap) -> None:
        """Show a drawn cover, scaled down as the platform does it."""
        width = round(FEED_WIDTH * self.devicePixelRatioF())
        smooth = Qt.TransformationMode.SmoothTransformation
        self.pixmap = QPixmap() if pixmap.isNull() else pixmap.scaledToWidth(width, smooth)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        theme = self._theme
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(frame, 8, 8)
        painter.fillPath(shape, theme.color("surface"))
        picture = QRectF(1, 1, FEED_WIDTH, self.PICTURE)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(picture, theme.color("sunken"))
        if not self.pixmap.isNull():
            painter.drawPixmap(picture, self.pixmap, QRectF(self.pixmap.rect()))
        painter.restore()
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 8, 8)
        if self._row is not None:
            self._words(painter, self._row, picture.bottom())

    def _words(self, painter: QPainter, row: Row, top: float) -> None:
        theme = self._theme
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        font = theme.font(12)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        width = self.width() - 18
        for number, line in enumerate(two_lines(row.title, font, width)):
            shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, width + 1)
            painter.drawText(QRectF(9, top + 7 + number * 17, width, 17), flags, shown)
        avatar = QRectF(9, top + 48, 17, 17)
        paint_avatar(painter, avatar, row.initial, QColor(row.color), theme.font(11, bold=True))
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text3"))
        name = QRectF(31, avatar.y(), width - 40, 17)
        painter.drawText(
            name, flags, painter.fontMetrics().elidedText(row.account, Qt.TextElideMode.ElideRight, width - 40)
        )
        heart = theme.pixmap("heart", "text3", 12, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 22, round(avatar.y()) + 2, heart)


def told_apart(issues: Sequence["Issue"]) -> list["Issue"]:
    """The issues, each matter once: a missing disclaimer is also a value that is missing."""
    bare = any(issue.kind == "missing_disclaimer" for issue in issues)
    return [i for i in issues if not (bare and i.kind == "missing_value" and i.layer == "disclaimer")]


class Issues(QScrollArea):
    """What is wrong with the cover, worst first, or that nothing is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[tuple[str, str], ...] | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(t("covers_room.issues"))
        self.setMinimumHeight(60)
        self.viewport().setAutoFillBackground(False)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """(severity, words) as shown; severity "ok" where nothing is wrong."""
        return self._shown or ()

    def show_print(self, result: Print) -> None:
        """Show what was found in a drawn cover."""
        found = [(issue.severity, issue.message) for issue in told_apart(result.issues)]
        if result.error:
            found = [("block", result.error)]
        lines: tuple[tuple[str, str], ...] = tuple(found) or (("ok", t("covers_room.no_issues")),)
        if lines != self._shown:
            self._shown = lines
            self._fill(lines)

    def _fill(self, lines: Sequence[tuple[str, str]]) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        for severity, words in lines:
            icon, color = MARKS.get(severity, ("circle-check", "ok"))
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(icon_label(self._theme, icon, color, 15), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(words, "soft", wrap=True), 1)
            column.addLayout(row)
        column.addStretch(1)
        self.setAccessibleName(t("covers_room.issues"))
        self.setAccessibleDescription("\n".join(words for _severity, words in lines))
        self.setWidget(page)
        page.setAutoFillBackground(False)  # setWidget turns it on; the panel behind shall show through


class Stage(QWidget):
    """Large cover left; feed card and issues right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: Print | None = None
        self.cover = BigCover(theme)
        self.pixels = label(t("covers_room.size", width=FULL[0], height=FULL[1]), "faint")
        self.pixels.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.feed = FeedCard(theme)
        self.issues = Issues(theme)
        self.found = label(t("covers_room.issues"), "strong")
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(self.cover, 1)
        left.addWidget(self.pixels)
        right = QVBoxLayout()
        right.setSpacing(8)
        self.feed_head = label(t("covers_room.feed_heading", px=FEED_WIDTH), "strong")
        right.addWidget(self.feed_head)
        right.addWidget(self.feed)
        right.addSpacing(4)
        right.addWidget(self.found)
        right.addWidget(self.issues, 1)
        self.side = side = QWidget()
        side.setLayout(right)
        right.setContentsMargins(0, SHADOW - 4, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addLayout(left, 1)
        row.addWidget(side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # In the smallest window the large cover is hardly larger than the feed's: one of them is enough.
        small = self.height() < SMALL[1] or self.width() < SMALL[0]
        self.feed.setVisible(not small)
        self.feed_head.setVisible(not small)
        self.side.setFixedWidth(150 if small else SIDE)

    def show_row(self, row: Row, stand_in: QPixmap | None) -> None:
        """Another note: its words at once, its cover as far as it is drawn."""
        self.feed.show_row(row)
        self.show_pixmap(stand_in if stand_in is not None else QPixmap())

    def show_pixmap(self, pixmap: QPixmap) -> None:
        """Show a picture of the cover in both places."""
        self._shown = None
        self.cover.show_pixmap(pixmap)
        self.feed.show_pixmap(pixmap)

    def show_print(self, result: Print) -> None:
        """Show a drawn cover and what was found in it."""
        if result is self._shown:
            return
        self.show_pixmap(result.pixmap)
        self._shown = result
        self.issues.show_print(result)
        worst = sum(severity in ("block", "warn") for severity, _ in self.issues.lines())
        words = t("covers_room.issues_n", n=worst) if worst else t("covers_room.issues")
        self.found.setText(words)
