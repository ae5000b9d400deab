"""Paints what changes with every mouse move, over the tiles: hover, selection, keyboard focus, the dragged card."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from xhsplanner.core.words import t
from xhsplanner.ui.board.drag import Drag, Drop
from xhsplanner.ui.board.ink import CARD_RADIUS, Ink
from xhsplanner.ui.board.painter import dashed_pen
from xhsplanner.ui.rect import Rect

LABEL_H = 24
BELOW = 8  # between a dragged card and its label


def outline(painter: QPainter, color: QColor, rect: Rect, width: float = 2.0, radius: float = CARD_RADIUS) -> None:
    """A line along the inside of a rectangle."""
    painter.setPen(QPen(color, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = width / 2
    painter.drawRoundedRect(QRectF(*rect).adjusted(inset, inset, -inset, -inset), radius, radius)


def paint_selection(painter: QPainter, ink: Ink, rect: Rect) -> None:
    """The note that the panel shows."""
    outline(painter, ink.color("accent"), Rect(rect.x - 1, rect.y - 1, rect.w + 2, rect.h + 2), 2, CARD_RADIUS + 1)


def paint_focus(painter: QPainter, ink: Ink, rect: Rect) -> None:
    """Where the keyboard is, when that is not the selected note."""
    outline(painter, ink.color("focus"), rect, 2)


def paint_hover(painter: QPainter, ink: Ink, rect: Rect) -> None:
    """The card under the mouse."""
    outline(painter, ink.color("border2"), rect, 1.2)


def paint_invitation(painter: QPainter, ink: Ink, rect: Rect) -> None:
    """An empty cell under the mouse says how a note is made here."""
    face = ink.type(12)
    painter.setFont(face.font)
    painter.setPen(ink.color("text3"))
    room = QRectF(*rect).adjusted(6, 0, -6, 0)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, t("week.invitation"))


def paint_drop(painter: QPainter, ink: Ink, drop: Drop) -> None:
    """The place a dragged card would take; dashed red where it may not."""
    color = ink.color("danger" if drop.refusal else "accent")
    fill = QColor(color)
    fill.setAlphaF(0.07)
    box = QRectF(*drop.rect).adjusted(2, 2, -3, -3)
    painter.setPen(dashed_pen(color, 1.6) if drop.refusal else QPen(color, 1.6))
    painter.setBrush(fill)
    painter.drawRoundedRect(box, 10, 10)


def paint_drawer_zone(painter: QPainter, ink: Ink, zone: Rect) -> None:
    """Where the drawer would be, while a card is dragged and nothing is in it yet."""
    painter.fillRect(QRectF(*zone), ink.color("surface2"))
    painter.setPen(QPen(ink.color("border"), 1))
    painter.drawLine(QPointF(0, zone.y + 0.5), QPointF(zone.w, zone.y + 0.5))
    face = ink.type(12)
    painter.setFont(face.font)
    painter.setPen(ink.color("text2"))
    painter.drawText(QRectF(*zone), Qt.AlignmentFlag.AlignCenter, t("week.drop_here"))


def paint_ghost(painter: QPainter, ink: Ink, drag: Drag, picture: QPixmap, width: int, height: int) -> None:
    """The card in the hand, with a label that says what letting go would do."""
    ghost = drag.ghost
    painter.setOpacity(0.92)
    painter.drawPixmap(QPointF(ghost.x, ghost.y), picture)
    painter.setOpacity(1)
    drop = drag.drop
    if drop is None:
        return
    text = drop.refusal or drop.label
    face = ink.type(12, bold=True)
    box = label_rect(ghost, round(face.width(text)) + 20, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.color("danger" if drop.refusal else "toast"))
    painter.drawRoundedRect(QRectF(*box), 8, 8)
    painter.setFont(face.font)
    painter.setPen(ink.color("on_accent" if drop.refusal else "on_toast"))
    painter.drawText(QRectF(*box), Qt.AlignmentFlag.AlignCenter, text)


def label_rect(ghost: Rect, wide: int, width: int, height: int) -> Rect:
    """The label's place: below the card, above it where there is no room, always inside the viewport."""
    x = max(4, min(ghost.x + (ghost.w - wide) // 2, width - wide - 4))
    y = ghost.bottom + BELOW
    if y + LABEL_H > height - 4:
        y = max(4, ghost.y - BELOW - LABEL_H)
    return Rect(x, y, wide, LABEL_H)
