"""Draws the marks of a page with any QPainter: a picture, a PDF, a printer. Text stays text, always plain."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontDatabase, QImage, QPainter, QPainterPath, QPen

from xhsplanner.core import resources
from xhsplanner.covers import fonts
from xhsplanner.posters.marks import Box, Mark, Picture, Ring, Words
from xhsplanner.posters.rings import paint_ring

UNITS = 10
"""Painted units of a point: a font has whole pixels, so that text comes in tenths of a point."""
FACES = ("sans-400", "sans-700")
HATCH = 5.0
"""Points between slanted lines."""


def register_fonts() -> str:
    """The family of the bundled faces, known to Qt from now on in this process."""
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication.instance()
    assert app is not None
    if not app.property("posters_fonts"):
        for face in FACES:
            QFontDatabase.addApplicationFont(str(resources.path("fonts", fonts.table()[face]["file"])))
        app.setProperty("posters_fonts", True)
    return str(fonts.table()[FACES[0]]["family"])


@lru_cache(maxsize=256)
def _font(size: float, bold: bool) -> QFont:
    font = QFont(register_fonts())
    font.setPixelSize(max(1, round(size * UNITS)))
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(maxsize=512)
def _picture(source: Path | bytes) -> QImage:
    return QImage(str(source)) if isinstance(source, Path) else QImage.fromData(source)


def paint(painter: QPainter, marks: Iterable[Mark]) -> None:
    """Draw marks. The painter's units are tenths of a point, see UNITS."""
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing
        | QPainter.RenderHint.TextAntialiasing
        | QPainter.RenderHint.SmoothPixmapTransform
    )
    for mark in marks:
        match mark:
            case Box():
                _box(painter, mark)
            case Words(x, y, text, size, color, bold):
                painter.setFont(_font(size, bold))
                painter.setPen(QColor(color))
                painter.drawText(QPointF(x * UNITS, y * UNITS), text)
            case Picture(source=source):
                painter.drawImage(_rect(mark), _picture(source))
            case Ring(x, y, d, state, color, paper):
                rect = QRectF(x * UNITS, y * UNITS, d * UNITS, d * UNITS)
                paint_ring(painter, rect, state, QColor(color), QColor(paper))


def _rect(mark: Box | Picture) -> QRectF:
    return QRectF(mark.x * UNITS, mark.y * UNITS, mark.w * UNITS, mark.h * UNITS)


def _box(painter: QPainter, box: Box) -> None:
    rect = _rect(box)
    painter.setBrush(QBrush(QColor(box.fill)) if box.fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(box.line), box.width * UNITS) if box.line else Qt.PenStyle.NoPen)
    radius = min(box.radius * UNITS, rect.width() / 2, rect.height() / 2)
    if radius:
        painter.drawRoundedRect(rect, radius, radius)
    elif box.fill or box.line:
        painter.drawRect(rect)
    if box.hatched:
        _hatch(painter, rect, QColor(box.hatched))


def _hatch(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """Slanted lines cut at the rectangle, without a clip: a PDF stays small and every viewer draws it alike."""
    path, step = QPainterPath(), HATCH * UNITS
    at = (int((rect.left() + rect.top()) / step) + 1) * step
    while at < rect.right() + rect.bottom():
        top = max(rect.top(), at - rect.right())
        bottom = min(rect.bottom(), at - rect.left())
        path.moveTo(at - top, top)
        path.lineTo(at - bottom, bottom)
        at += step
    painter.setPen(QPen(color, 0.5 * UNITS))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
