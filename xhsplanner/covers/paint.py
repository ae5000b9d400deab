"""Paints a layout on a QImage with QPainter. Safe on any thread; glyph and stroke outlines are cached."""

from collections.abc import Callable
from functools import lru_cache
from itertools import takewhile

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGradient,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QRadialGradient,
    QTransform,
)

from xhsplanner.core import resources
from xhsplanner.covers import fonts
from xhsplanner.covers.fonts import Op
from xhsplanner.covers.model import Box
from xhsplanner.covers.placed import Blend, Color, Figure, Fill, Layout, Line, Mark, Photo, Soft, Sticker, Words

KEEP_WIDTH = 640
"""Backgrounds are kept up to this many pixels wide (1.8 MB each at 3:4)."""

EM = 1000.0
"""Cached glyph outlines are this many units per em, so that curves keep their shape in integers' reach."""

Watch = Callable[[Mark, QImage], None]
"""Called before a mark of words is painted, with what is under it."""


def path_of(ops: tuple[Op, ...], scale: float = 1.0) -> QPainterPath:
    """A QPainterPath (non-zero winding) from an outline."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for op, v in ops:
        if op == "M":
            path.moveTo(v[0] * scale, v[1] * scale)
        elif op == "L":
            path.lineTo(v[0] * scale, v[1] * scale)
        elif op == "Q":
            path.quadTo(v[0] * scale, v[1] * scale, v[2] * scale, v[3] * scale)
        elif op == "C":
            path.cubicTo(*(n * scale for n in v))
        else:
            path.closeSubpath()
    return path


@lru_cache(maxsize=4096)
def _glyph(font: str, gid: int) -> QPainterPath:
    return path_of(fonts.outline(font, gid), EM)


@lru_cache(maxsize=512)  # some 10 KB each
def _stroked(font: str, gid: int, width: float) -> QPainterPath:
    """A glyph grown by `width` em on each side."""
    stroker = QPainterPathStroker()
    stroker.setWidth(width * 2 * EM)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroker.setCurveThreshold(2.0)
    glyph = _glyph(font, gid)
    path = stroker.createStroke(glyph)
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addPath(glyph)
    return path


@lru_cache(maxsize=256)
def _sticker(file: str) -> QImage:
    image = QImage(str(resources.path("fonts", "emoji", file)))
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


@lru_cache(maxsize=256)
def _sticker_at(file: str, side: int) -> QImage:
    """An emoji scaled down well (Qt's own smooth transform drops detail below one half)."""
    image = _sticker(file)
    if side >= image.width():
        return image
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(side, side, keep, smooth)


def color(value: Color) -> QColor:
    """A QColor."""
    return QColor(*value)


def brush(fill: Fill) -> QBrush:
    """A brush in design pixels."""
    if not isinstance(fill, Blend):
        return QBrush(color(fill))
    gradient: QGradient
    if fill.radius:
        gradient = QRadialGradient(QPointF(*fill.start), fill.radius)
    else:
        gradient = QLinearGradient(QPointF(*fill.start), QPointF(*fill.end))
    for at, value in fill.stops:
        gradient.setColorAt(at, color(value))
    return QBrush(gradient)


class _Canvas:
    """A painter on an image, scaled to design pixels."""

    def __init__(self, image: QImage, scale: float, picture: QImage | None, watch: Watch | None) -> None:
        self.image, self.scale, self.picture, self.watch = image, scale, picture, watch
        self.painter = QPainter(image)
        self.painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform, True
        )
        self.base = QTransform.fromScale(scale, scale)

    def mark(self, mark: Mark) -> None:
        turned = QTransform(self.base)
        for degrees, x, y in mark.turns:
            turned.translate(x, y)
            turned.rotate(degrees)
            turned.translate(-x, -y)
        self.painter.setTransform(turned)
        self.painter.setOpacity(mark.opacity)
        if isinstance(mark, Figure):
            self.figure(mark)
        elif isinstance(mark, Words):
            if self.watch:
                self.watch(mark, self.image)
            self.words(mark, turned)
        elif isinstance(mark, Sticker):
            self.sticker(mark)
        elif isinstance(mark, Photo):
            self.photo(mark)

    def figure(self, mark: Figure) -> None:
        path = path_of(mark.path)
        if mark.shadow:
            self.soft(path, mark.shadow)
        if mark.clip:
            self.painter.save()
            self.painter.setClipRect(QRectF(*mark.clip), Qt.ClipOperation.IntersectClip)
        if mark.fill:
            self.painter.fillPath(path, brush(mark.fill))
        if mark.line:
            self.painter.strokePath(path, _pen(mark.line))
        if mark.clip:
            self.painter.restore()

    def words(self, mark: Words, turned: QTransform) -> None:
        px = mark.size / EM
        widest = max((width for _, width in mark.strokes), default=0.0)
        if mark.shadow:
            self.soft(_outline(mark, widest), mark.shadow)
        for ink, width in sorted(mark.strokes, key=lambda s: -s[1]):
            wide = QBrush(color(ink))
            for glyph, x, y, _ in mark.spots:
                self.painter.setTransform(QTransform(px, 0, 0, px, x, y) * turned)
                self.painter.fillPath(_stroked(glyph.font, glyph.gid, width), wide)
        for is_accent, fill in ((False, mark.fill), (True, mark.accent)):
            spots = [s for s in mark.spots if s[3] is is_accent]
            if isinstance(fill, Blend) and spots:
                self.painter.setTransform(turned)
                whole = QPainterPath()
                whole.setFillRule(Qt.FillRule.WindingFill)
                for glyph, x, y, _ in spots:
                    whole.addPath(QTransform(px, 0, 0, px, x, y).map(_glyph(glyph.font, glyph.gid)))
                self.painter.fillPath(whole, brush(fill))
                continue
            plain = brush(fill)
            for glyph, x, y, _ in spots:
                self.painter.setTransform(QTransform(px, 0, 0, px, x, y) * turned)
                self.painter.fillPath(_glyph(glyph.font, glyph.gid), plain)

    def soft(self, path: QPainterPath, shadow: Soft) -> None:
        """A blurred copy: painted small (one pixel per `blur`/2), then stretched smoothly."""
        self.painter.save()
        blur = max(shadow.blur / 2, 1.0 / self.scale)
        room = path.boundingRect().adjusted(-3 * blur, -3 * blur, 3 * blur, 3 * blur)
        small = QImage(
            max(1, round(room.width() / blur)), max(1, round(room.height() / blur)),
            QImage.Format.Format_ARGB32_Premultiplied,
        )  # fmt: skip
        small.fill(0)
        inner = QPainter(small)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        inner.scale(small.width() / room.width(), small.height() / room.height())
        inner.translate(-room.topLeft())
        inner.fillPath(path, color(shadow.color))
        inner.end()
        self.painter.drawImage(room.translated(shadow.dx, shadow.dy), small)
        self.painter.restore()

    def sticker(self, mark: Sticker) -> None:
        x, y, side, _ = mark.box
        image = _sticker_at(mark.file, max(1, round(side * self.scale * 1.5)))
        height = side * image.height() / image.width()
        place = QRectF(x, y + (side - height) / 2, side, height)
        if mark.shadow:
            path = QPainterPath()
            path.addEllipse(place.adjusted(side * 0.1, side * 0.1, -side * 0.1, -side * 0.1))
            self.soft(path, mark.shadow)
        self.painter.drawImage(place, image)

    def photo(self, mark: Photo) -> None:
        if self.picture is None or self.picture.isNull():
            return
        x, y, w, h = mark.box
        source, place = crop(mark, self.picture.width(), self.picture.height())
        self.painter.save()
        path = QPainterPath()
        path.addRoundedRect(QRectF(x, y, w, h), mark.radius, mark.radius)
        self.painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        part = self.picture.copy(QRect(*(round(v) for v in source)))
        width = max(1, round(place[2] * self.scale))
        if part.width() > width * 1.5:
            part = part.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        self.painter.drawImage(QRectF(*place), part)
        self.painter.restore()


def crop(mark: Photo, width: int, height: int) -> tuple[Box, Box]:
    """Which part of a picture (its pixels) goes where (design pixels), keeping the focal point in view."""
    x, y, w, h = mark.box
    if mark.fit == "contain":
        scale = min(w / width, h / height)
        pw, ph = width * scale, height * scale
        return (0, 0, width, height), (x + (w - pw) / 2, y + (h - ph) / 2, pw, ph)
    scale = max(w / width, h / height)
    cw, ch = w / scale, h / scale
    left = min(max(mark.focus[0] * width - cw / 2, 0.0), width - cw)
    top = min(max(mark.focus[1] * height - ch / 2, 0.0), height - ch)
    return (left, top, cw, ch), mark.box


def _outline(mark: Words, width: float) -> QPainterPath:
    px, whole = mark.size / EM, QPainterPath()
    whole.setFillRule(Qt.FillRule.WindingFill)
    for glyph, x, y, _ in mark.spots:
        shape = _stroked(glyph.font, glyph.gid, width) if width else _glyph(glyph.font, glyph.gid)
        whole.addPath(QTransform(px, 0, 0, px, x, y).map(shape))
    return whole


def _pen(line: Line) -> QPen:
    pen = QPen(color(line.color), line.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if line.dash:
        pen.setDashPattern([max(d / line.width, 0.01) for d in line.dash])
    return pen


def _blank(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image


@lru_cache(maxsize=8)
def _ground(marks: tuple[Mark, ...], width: int, height: int, scale: float) -> QImage:
    """The figures at the back, which stay the same while words are typed. Callers paint on a copy."""
    canvas = _Canvas(_blank(width, height), scale, None, None)
    for mark in marks:
        canvas.mark(mark)
    canvas.painter.end()
    return canvas.image


def paint(
    layout: Layout, width: int, height: int, picture: QImage | None = None, watch: Watch | None = None
) -> QImage:
    """The layout as an opaque RGB32 image of exactly `width` × `height` pixels."""
    width, height, scale = max(width, 1), max(height, 1), width / layout.size[0]
    marks = layout.marks
    if width <= KEEP_WIDTH:
        back = tuple(takewhile(lambda mark: isinstance(mark, Figure), marks))
        image, marks = QImage(_ground(back, width, height, scale)), marks[len(back) :]
    else:
        image = _blank(width, height)
    canvas = _Canvas(image, scale, picture, watch)
    try:
        for mark in marks:
            canvas.mark(mark)
    finally:
        canvas.painter.end()
    return image
