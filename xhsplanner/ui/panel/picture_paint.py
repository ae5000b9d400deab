"""Paints the tiles of the row of pictures."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from xhsplanner.core.model import Asset
from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.thumbs import Thumbs, cropped

BEYOND = 0.3
"""How much shows of a picture that the platform does not take any more."""


class TilePainter:
    """One painting of the row."""

    def __init__(self, painter: QPainter, theme: Theme, thumbs: Thumbs, ratio: float) -> None:
        self._painter, self._theme, self._thumbs, self._ratio = painter, theme, thumbs, ratio
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def picture(self, tile: QRect, asset: Asset, opacity: float = 1.0) -> None:
        """A thumbnail with rounded corners, or the mark of a lost file."""
        painter, path = self._painter, QPainterPath()
        path.addRoundedRect(QRectF(tile), 6, 6)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(tile, self._theme.color("sunken"))
        painter.setOpacity(opacity)
        pixmap = self._thumbs.get(asset)
        if pixmap is not None:
            painter.drawPixmap(tile.topLeft(), cropped(pixmap, tile.size(), self._ratio))
        elif self._thumbs.lost(asset):
            icon = self._theme.pixmap("image", "danger", 18, self._ratio)
            painter.drawPixmap(tile.center() - QPoint(9, 9), icon)
        painter.restore()
        painter.setPen(QPen(self._theme.color("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(tile).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def beyond(self, tile: QRect) -> None:
        """The mark of a picture that the platform does not take any more."""
        icon = self._theme.pixmap("ban", "danger", 18, self._ratio)
        self._painter.drawPixmap(tile.center() - QPoint(8, 14), icon)

    def number(self, tile: QRect, index: int, first: bool) -> None:
        """首图 on the `first` that is posted, its number on every other."""
        painter = self._painter
        text = t("panel.first_picture") if first else str(index + 1)
        painter.setFont(self._theme.font(11, bold=True))
        width = painter.fontMetrics().horizontalAdvance(text) + 8
        box = QRectF(tile.left() + 3, tile.bottom() - 18, width, 15)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("toast", 0.82))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self._theme.color("on_toast"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def cross(self, box: QRect) -> None:
        """The × that takes a picture off."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.color("toast", 0.82))
        self._painter.drawEllipse(box)
        icon = self._theme.pixmap("x", "on_toast", 10, self._ratio)
        self._painter.drawPixmap(box.left() + 3, box.top() + 3, icon)

    def add(self, tile: QRect, hover: bool, first: bool) -> None:
        """The tile that adds pictures; `first`: there are none, so it says what belongs here."""
        painter, theme = self._painter, self._theme
        pen = QPen(theme.color("text3" if hover else "border2"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(theme.color("surface2") if hover else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(tile).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        icon = theme.pixmap("image-plus" if first else "plus", "text3", 18, self._ratio)
        if not first:
            painter.drawPixmap(tile.center() - QPoint(8, 8), icon)
            return
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text3"))
        words = t("panel.no_pictures")
        wide = painter.fontMetrics().horizontalAdvance(words)
        left = max(8, (tile.width() - wide - 26) // 2)
        painter.drawPixmap(QPoint(left, tile.center().y() - 8), icon)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(QRectF(left + 26, tile.top(), tile.width() - left - 26, tile.height()), flags, words)

    def focus(self, tile: QRect) -> None:
        """Where the keyboard is."""
        self._painter.setPen(QPen(self._theme.color("focus"), 2))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRoundedRect(QRectF(tile).adjusted(1, 1, -1, -1), 6, 6)
