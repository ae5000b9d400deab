"""The small marks of a note card: status ring, avatar, chip, strip. Pure painters, shared by every room.

Each painter draws inside the rectangle it is given, in logical pixels, and leaves the painter as it found it.
The ring reads by shape as well as by colour, so the shapes below must stay different from each other.
"""

import math
from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from xhsplanner.core.model import Status
from xhsplanner.ui.widgets.states import COMPLIANCE, OVERDUE, clock_text, ring_state

__all__ = [
    "COMPLIANCE",
    "OVERDUE",
    "RINGS",
    "chip_width",
    "clock_text",
    "on_color",
    "paint_avatar",
    "paint_chip",
    "paint_ring",
    "paint_strip",
    "ring_state",
]

DASHES = 8


def _outline(painter: QPainter, rect: QRectF, color: QColor, width: float, dashed: bool = False) -> None:
    pen = QPen(color, width)
    if dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        step = math.pi * (rect.width() - width) / (DASHES * width)  # the pattern counts in pen widths
        pen.setDashPattern([step * 0.6, step * 0.4])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = width / 2
    painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset))


def _pie(share: float) -> Callable[[QPainter, QRectF, QColor, QColor], None]:
    """A ring whose inside is filled clockwise from twelve by `share` (0–1)."""

    def draw(painter: QPainter, rect: QRectF, color: QColor, _paper: QColor) -> None:
        width = rect.width() / 8.5
        _outline(painter, rect, color, width)
        inner = rect.adjusted(width * 1.9, width * 1.9, -width * 1.9, -width * 1.9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPie(inner, 90 * 16, -round(360 * 16 * share))

    return draw


def _todo(painter: QPainter, rect: QRectF, color: QColor, _paper: QColor) -> None:
    _outline(painter, rect, color, rect.width() / 8.5, dashed=True)


def _approved(painter: QPainter, rect: QRectF, color: QColor, _paper: QColor) -> None:
    width = rect.width() / 8.5
    _outline(painter, rect, color, width)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    inset = width * 2.0
    painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset))


def _disc(painter: QPainter, rect: QRectF, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(rect)


def _strokes(painter: QPainter, rect: QRectF, color: QColor, width: float, *points: tuple[float, float]) -> None:
    """One open line through `points`, given in units of the rectangle."""
    path = QPainterPath()
    for i, (x, y) in enumerate(points):
        point = QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height())
        path.lineTo(point) if i else path.moveTo(point)
    join = Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, join))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _handed_over(painter: QPainter, rect: QRectF, color: QColor, paper: QColor) -> None:
    _disc(painter, rect, color)
    _disc(
        painter,
        QRectF(0, 0, rect.width() * 0.36, rect.height() * 0.36).translated(
            rect.center().x() - rect.width() * 0.18, rect.center().y() - rect.height() * 0.18
        ),
        paper,
    )


def _published(painter: QPainter, rect: QRectF, color: QColor, paper: QColor) -> None:
    _disc(painter, rect, color)
    _strokes(painter, rect, paper, rect.width() / 7, (0.29, 0.52), (0.44, 0.67), (0.72, 0.36))


def _returned(painter: QPainter, rect: QRectF, color: QColor, paper: QColor) -> None:
    _disc(painter, rect, color)
    width = rect.width() / 9.5
    _strokes(painter, rect, paper, width, (0.28, 0.41), (0.61, 0.41), (0.71, 0.53), (0.61, 0.66), (0.44, 0.66))
    _strokes(painter, rect, paper, width, (0.42, 0.26), (0.27, 0.41), (0.42, 0.56))


def _held(painter: QPainter, rect: QRectF, color: QColor, _paper: QColor) -> None:
    width = rect.width() / 8.5
    _outline(painter, rect, color, width)
    _strokes(painter, rect, color, width * 1.1, (0.39, 0.34), (0.39, 0.66))
    _strokes(painter, rect, color, width * 1.1, (0.61, 0.34), (0.61, 0.66))


def _cancelled(painter: QPainter, rect: QRectF, color: QColor, _paper: QColor) -> None:
    width = rect.width() / 8.5
    _outline(painter, rect, color, width)
    _strokes(painter, rect, color, width, (0.2, 0.8), (0.8, 0.2))


def _overdue(painter: QPainter, rect: QRectF, color: QColor, paper: QColor) -> None:
    _disc(painter, rect, color)
    width = rect.width() / 6.5
    _strokes(painter, rect, paper, width, (0.5, 0.25), (0.5, 0.54))
    _strokes(painter, rect, paper, width, (0.5, 0.75), (0.5, 0.751))


RINGS: dict[str, Callable[[QPainter, QRectF, QColor, QColor], None]] = {
    Status.TODO: _todo,
    Status.DRAFTING: _pie(0.25),
    Status.REVIEW: _pie(0.5),
    COMPLIANCE: _pie(0.75),
    Status.APPROVED: _approved,
    Status.HANDED_OVER: _handed_over,
    Status.PUBLISHED: _published,
    Status.CHANGES_REQUESTED: _returned,
    Status.ON_HOLD: _held,
    Status.CANCELLED: _cancelled,
    OVERDUE: _overdue,
}


def paint_ring(painter: QPainter, rect: QRectF, state: str, color: QColor, paper: QColor) -> None:
    """Draw the status ring `state` (a key of `RINGS`) in `color`; `paper` is the colour it lies on."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    RINGS[state](painter, rect, color, paper)
    painter.restore()


def on_color(color: QColor) -> QColor:
    """Black or white, whichever reads better on `color` (relative luminance as in WCAG)."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else float(((value + 0.055) / 1.055) ** 2.4)

    light = 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())
    return QColor("#ffffff") if 1.05 / (light + 0.05) >= 3.0 else QColor("#211f1c")


def paint_avatar(painter: QPainter, rect: QRectF, initial: str, color: QColor, font: QFont) -> None:
    """A filled circle with one centred character; `font` is about half as high as the circle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _disc(painter, rect, color)
    painter.setPen(on_color(color))
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, initial)
    painter.restore()


def chip_width(text: str, font: QFont, most: float) -> float:
    """How wide a chip with `text` wants to be, never more than `most`."""
    return min(most, QFontMetricsF(font).horizontalAdvance(text) + 12)


def paint_chip(painter: QPainter, rect: QRectF, text: str, bg: QColor, fg: QColor, font: QFont) -> None:
    """A tinted label with radius 5; text too long for `rect` ends in an ellipsis."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(bg)
    painter.drawRoundedRect(rect, 5, 5)
    painter.setPen(fg)
    painter.setFont(font)
    inner = rect.adjusted(6, 0, -6, 0)
    fitting = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 1)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
    painter.drawText(inner, flags, fitting)
    painter.restore()


def paint_strip(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """The 3 px edge in the colour of the series, rounded at its ends."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    x = rect.x() + 1.5
    painter.drawLine(QLineF(x, rect.top() + 1.5, x, rect.bottom() - 1.5))
    painter.restore()
