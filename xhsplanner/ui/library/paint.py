"""How one picture of the library is painted: tile, name, badges, outlines; and the ghost of a drag."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from xhsplanner.core.model import Asset
from xhsplanner.core.words import t
from xhsplanner.ui.library.layout import Shape
from xhsplanner.ui.library.tiles import Tiles
from xhsplanner.ui.theme import Theme

RADIUS = 8
GHOSTS = 3
_SHADE = (QColor(20, 18, 16, 150), QColor("#FFFFFF"))
"""Ground and text of a badge: it lies on a picture, so it is the same in every theme."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a tile shows of a picture. `used`: in so many notes. `fit`: big enough to be posted."""

    asset: Asset
    used: int
    fit: bool


class Look(NamedTuple):
    """How a cell stands out: selected by the user, marked as a picture of the note in the panel, under the keys."""

    selected: bool
    marked: bool
    focused: bool


def shown_name(name: str) -> str:
    """A picture's name without its ending, in one line."""
    path = Path(name)
    bare = path.stem if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp") else name
    return " ".join(bare.split())


def badge(painter: QPainter, font: QFont, top_right: QPoint, words: str, colors: tuple[QColor, QColor]) -> None:
    """A small filled label whose right upper corner is `top_right`. `colors`: ground, text."""
    width = QFontMetrics(font).horizontalAdvance(words) + 10
    rect = QRectF(top_right.x() - width, top_right.y(), width, 17)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors[0])
    painter.drawRoundedRect(rect, 5, 5)
    painter.setPen(colors[1])
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)


class CellPen:
    """Paints one cell after another with what does not change between them."""

    def __init__(self, theme: Theme, shape: Shape, ratio: float) -> None:
        self._theme, self._shape, self._ratio = theme, shape, ratio
        self._small, self._bold = theme.font(11), theme.font(11, bold=True)
        self._name = theme.font(11 if shape.row else 12)
        self._metrics = QFontMetrics(self._name)

    def paint(self, painter: QPainter, cell: QRect, fact: Facts, tiles: Tiles, look: Look) -> None:
        """One picture with its name, badges and outlines."""
        theme = self._theme
        if look.selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(QRectF(cell).adjusted(-6, -6, 6, 2), RADIUS + 4, RADIUS + 4)
        tile = QRect(cell.topLeft(), QSize(cell.width(), cell.height() - self._shape.words))
        pixmap = tiles.get(fact.asset, self._ratio)
        if pixmap is not None:
            painter.drawPixmap(QRectF(tile), pixmap, QRectF(pixmap.rect()))
        else:
            blank = tiles.blank(theme.color("sunken"), self._ratio)
            painter.drawPixmap(QRectF(tile), blank, QRectF(blank.rect()))
            if tiles.lost(fact.asset, self._ratio):
                icon = theme.pixmap("image-off", "danger", 20, self._ratio)
                painter.drawPixmap(tile.center() - QPoint(10, 10), icon)
        if fact.used:
            words = t("library.used_badge", n=fact.used)
            badge(painter, self._bold, tile.topRight() + QPoint(-3, 4), words, _SHADE)
        if not fact.fit:
            self._warning(painter, tile)
        if look.selected or look.marked:
            self._outline(painter, tile, theme.color("accent"), 2, 1)
        if look.focused:
            self._outline(painter, tile, theme.color("focus"), 2, 4)
        self._words(painter, cell, tile, fact)

    def _outline(self, painter: QPainter, tile: QRect, color: QColor, width: int, out: float) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, width))
        painter.drawRoundedRect(QRectF(tile).adjusted(-out, -out, out, out), RADIUS + out, RADIUS + out)

    def _warning(self, painter: QPainter, tile: QRect) -> None:
        spot = QRectF(tile.left() + 5, tile.bottom() - 22, 18, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("warn_soft"))
        painter.drawRoundedRect(spot, 5, 5)
        icon = self._theme.pixmap("triangle-alert", "warn", 12, self._ratio)
        painter.drawPixmap(spot.topLeft() + QPointF(3, 3), icon)

    def _words(self, painter: QPainter, cell: QRect, tile: QRect, fact: Facts) -> None:
        row = self._shape.row
        painter.setFont(self._name)
        painter.setPen(self._theme.color("text2" if row else "text"))
        below = QRect(cell.left() - (4 if row else 0), tile.bottom() + 5, cell.width() + (8 if row else 0), 18)
        name = self._metrics.elidedText(shown_name(fact.asset.name), Qt.TextElideMode.ElideRight, below.width())
        across = Qt.AlignmentFlag.AlignHCenter if row else Qt.AlignmentFlag.AlignLeft
        painter.drawText(below, int(across | Qt.AlignmentFlag.AlignVCenter), name)
        if not row:
            painter.setFont(self._small)
            painter.setPen(self._theme.color("text3"))
            size = f"{fact.asset.width} × {fact.asset.height}"
            painter.drawText(below.translated(0, 18), int(across | Qt.AlignmentFlag.AlignVCenter), size)


def ghost(theme: Theme, tiles: Tiles, assets: Sequence[Asset], count: int, ratio: float) -> QPixmap:
    """What hangs at the pointer while `count` pictures are dragged; `assets` are the first few of them."""
    width, height = 56, 74
    pixmap = QPixmap(QSize(round((width + 24) * ratio), round((height + 24) * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    for depth, asset in reversed(list(enumerate(assets))):
        spot = QRectF(4 + depth * 5, 10 + depth * 4, width, height)
        painter.setPen(QPen(theme.color("surface"), 2))
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(spot, 6, 6)
        tile = tiles.get(asset, ratio)
        if tile is not None:
            painter.drawPixmap(spot, tile, QRectF(tile.rect()))
    if count > 1:
        colors = theme.color("accent"), theme.color("on_accent")
        badge(painter, theme.font(11, bold=True), QPoint(width + 22, 3), str(count), colors)
    painter.end()
    return pixmap
