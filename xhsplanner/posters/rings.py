"""Status rings: they read by shape as well as by colour, so these must stay different from each other."""

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from xhsplanner.core.model import Status

COMPLIANCE, OVERDUE = "compliance", "overdue"
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
