"""The small marks of a note card: status ring, avatar, chip, strip. Pure painters, shared by every room.

Each painter draws inside the rectangle it is given, in logical pixels, and leaves the painter as it found it.
The rings themselves are those of posters (posters/rings).
"""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from xhsplanner.posters.rings import RINGS, paint_ring
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
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(rect)
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
