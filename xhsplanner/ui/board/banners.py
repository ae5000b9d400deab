"""Cover banners on cards: a tinted stand-in at once, the real cover when the board has time to draw it."""

from collections.abc import Callable, Container

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPixmap

from xhsplanner.ops.covers import CoverSpec
from xhsplanner.ui.board.ink import CARD_RADIUS, Ink, mix
from xhsplanner.ui.board.model import Banner, CardLook

ICONS = {
    "wool": "tag",
    "pitfall": "triangle-alert",
    "worth": "layers",
    "term": "leaf",
    "fans": "heart",
    "fraud": "shield-check",
    "clay": "coffee",
    "olive": "wallet",
    "sky": "plane",
}
WHITE, BLACK = QColor("#ffffff"), QColor("#000000")

KEPT = 400

Subject = tuple[Banner, str, str, str]
Key = tuple[Subject, int, int]

Draw = Callable[[CardLook, int, int, float], QImage]
"""Draws the real banner of a note: (look, width, height, pixel ratio) → picture."""


def clip_top(width: int, height: int) -> QPainterPath:
    """The shape of a banner: a card's rounded top, straight below."""
    path = QPainterPath()
    box = QRectF(0.5, 0.5, width - 1, height + CARD_RADIUS * 2)
    path.addRoundedRect(box, CARD_RADIUS, CARD_RADIUS)
    below = QPainterPath()
    below.addRect(QRectF(0, 0, width, height))
    return path.intersected(below)


def tint(solid: QColor, strength: float) -> QColor:
    """A light tone of a series' colour; `strength` 0 is nearly white. Yellow needs more to read as a colour."""
    hue = max(0.0, solid.hsvHueF())
    saturation = solid.hsvSaturationF() * (0.17 + 0.26 * strength) * (1.7 if 0.08 < hue < 0.18 else 1.0)
    return QColor.fromHsvF(hue, min(1.0, saturation), 1 - (0.18 + 0.22 * strength) * (1 - solid.valueF()))


def stand_in(ink: Ink, look: CardLook, width: int, height: int) -> QPixmap:
    """The banner until the real one is drawn: the series' colours and icon, where the engine puts them too."""

    def draw(painter: QPainter) -> None:
        solid = ink.tone(look.palette).solid
        ground = QLinearGradient(QPointF(0, 0), QPointF(width, height))
        ground.setColorAt(0, tint(solid, 0))
        ground.setColorAt(1, tint(solid, 1))
        painter.setClipPath(clip_top(width, height))
        painter.fillRect(QRectF(0, 0, width, height), ground)
        painter.setPen(Qt.PenStyle.NoPen)
        glow = QColor(WHITE)
        glow.setAlphaF(0.26)
        painter.setBrush(glow)
        painter.drawEllipse(QPointF(width * 0.82, height * 0.3), height * 0.75, height * 0.75)
        icon = ink.icon(ICONS.get(look.palette, "sparkles"), mix(solid, BLACK, 0.3).name(), 16)
        painter.drawPixmap(QPointF(width - 24, height - 23), icon)

    return ink.stamp(("banner", look.palette, width, height), width, height, draw)


class Banners:
    """Real banners by what they show. `wanted` collects what the board saw and has not drawn yet, with the looks
    of all notes that wait for it by their ids: siblings on several accounts show the same."""

    def __init__(self) -> None:
        self._ready: dict[Key, QPixmap] = {}
        self._sizes: dict[Subject, Key] = {}
        self._covers: dict[tuple[CoverSpec, int, int], QPixmap] = {}
        self.wanted: dict[Key, dict[int, CardLook]] = {}
        self.whole: Callable[[CardLook, int], tuple[CoverSpec, QPixmap | None]] | None = None
        """Asks for a whole cover of a width in device pixels; None while a worker paints it."""

    def clear(self) -> None:
        """Forget all, after a change of pixel ratio or of a picture."""
        self._ready.clear()
        self._sizes.clear()
        self._covers.clear()
        self.wanted.clear()

    def picture(self, ink: Ink, look: CardLook, width: int, height: int) -> QPixmap:
        """The banner to paint now; the real one is asked for where it is not ready in this size."""
        if self.whole is not None and height >= width:
            return self._cover(ink, look, *self.whole(look, round(width * ink.ratio)), width, height)
        subject = _subject(look)
        key = (subject, width, height)
        ready = self._ready.get(key)
        if ready is not None:
            return ready
        self.wanted.setdefault(key, {})[look.note.id] = look
        other = self._ready.get(self._sizes.get(subject, key))
        return stand_in(ink, look, width, height) if other is None else _stretched(ink, other, width, height)

    def _cover(
        self, ink: Ink, look: CardLook, spec: CoverSpec, found: QPixmap | None, width: int, height: int
    ) -> QPixmap:
        """The whole cover, cropped where a card is wider than it is high."""
        key = (spec, width, height)
        ready = self._covers.get(key)
        if ready is None:
            if found is None or found.isNull():
                return stand_in(ink, look, width, height)
            if len(self._covers) >= KEPT:
                self._covers.clear()
            ready = self._covers[key] = _rounded(ink, _cropped(found.toImage(), width / height), width, height)
        return ready

    def draw_one(self, ink: Ink, draw: Draw, shown: Container[int]) -> list[int]:
        """Draw one wanted banner; returns the ids of those of its notes that are still `shown`."""
        key, looks = self.wanted.popitem()
        subject, width, height = key
        here = [note for note in looks if note in shown]
        if here:
            if len(self._ready) >= KEPT:
                self._ready.clear()
                self._sizes.clear()
            image = draw(looks[here[0]], width, height, ink.ratio)
            self._ready[key] = _rounded(ink, image, width, height)
            self._sizes[subject] = key
        return here


def _subject(look: CardLook) -> Subject:
    """What a banner shows, whatever its size."""
    return look.banner, look.note.title, look.series, look.palette


def _stretched(ink: Ink, picture: QPixmap, width: int, height: int) -> QPixmap:
    """A banner of another size, for the moment until it is drawn in this one."""
    size = QSize(round(width * ink.ratio), round(height * ink.ratio))
    scaled = picture.scaled(size, mode=Qt.TransformationMode.SmoothTransformation)
    scaled.setDevicePixelRatio(ink.ratio)
    return scaled


def _cropped(image: QImage, shape: float) -> QImage:
    """The middle of a picture, `shape` times as wide as high."""
    width, height = image.width(), image.height()
    if width > height * shape:
        part = round(height * shape)
        return image.copy((width - part) // 2, 0, part, height)
    part = round(width / shape)
    return image.copy(0, (height - part) // 2, width, part)


def _rounded(ink: Ink, image: QImage, width: int, height: int) -> QPixmap:
    pixmap = ink.canvas(width, height)
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(clip_top(width, height))
    painter.drawImage(QRectF(0, 0, width, height), image)
    painter.end()
    return pixmap
