"""Paints what changes with every mouse move, over the tiles: hover, selection, keyboard focus, the dragged card."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from xhsplanner.core.words import t
from xhsplanner.ui.board.drag import Drag, Drop
from xhsplanner.ui.board.ink import CARD_RADIUS, Ink
from xhsplanner.ui.board.painter import dashed_pen
from xhsplanner.ui.rect import Rect

LABEL_H = 24
LABEL_W = 420
POINTER = 44  # how far the picture at the mouse reaches
BELOW = 8  # between a dragged card and its label


def outline(painter: QPainter, color: QColor, rect: Rect, width: float = 2.0, radius: float = CARD_RADIUS) -> None:
    """A line along the inside of a rectangle."""
    painter.setPen(QPen(color, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = width / 2
    painter.drawRoundedRect(QRectF(*rect).adjusted(inset, inset, -inset, -inset), radius, radius)


def paint_selection(painter: QPainter, ink: Ink, rect: Rect, several: bool = False) -> None:
    """A selected card: the one that the panel shows, or one of several, which are tinted, too."""
    box = Rect(rect.x - 1, rect.y - 1, rect.w + 2, rect.h + 2)
    if several:
        tint = QColor(ink.color("accent"))
        tint.setAlphaF(0.2 if ink.theme.dark else 0.12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(QRectF(*box), CARD_RADIUS + 1, CARD_RADIUS + 1)
    outline(painter, ink.color("accent"), box, 2, CARD_RADIUS + 1)


def paint_part(painter: QPainter, ink: Ink, rect: Rect) -> None:
    """A part of a card that a click would open."""
    outline(painter, ink.color("focus"), rect, 1.2, 6)


def paint_band(painter: QPainter, ink: Ink, rect: Rect) -> None:
    """The rubber band."""
    color = ink.color("focus")
    fill = QColor(color)
    fill.setAlphaF(0.1)
    painter.setPen(QPen(color, 1))
    painter.setBrush(fill)
    painter.drawRect(QRectF(*rect).adjusted(0.5, 0.5, -0.5, -0.5))


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
    """The cards in the hand, with how many they are and what letting go would do."""
    ghost, count = drag.ghost, len(drag.notes)
    for behind in range(min(count, 3) - 1, 0, -1):
        _paint_card_behind(painter, ink, ghost.moved(5 * behind, 5 * behind))
    painter.setOpacity(0.92)
    painter.drawPixmap(QPointF(ghost.x, ghost.y), picture)
    painter.setOpacity(1)
    if count > 1:
        _paint_count(painter, ink, ghost, str(count), width)
    if drag.drop is not None:
        _paint_label(painter, ink, label_rows(drag.drop), ghost, (width, height))


def paint_said(painter: QPainter, ink: Ink, said: tuple[int, int, str, str], room: tuple[int, int]) -> None:
    """What letting a drag from outside go would do, or why nothing: (x, y, words, refusal)."""
    x, y, words, refusal = said
    rows = [(refusal, "danger", "on_accent")] if refusal else [(words, "toast", "on_toast")]
    if words or refusal:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_label(painter, ink, rows, Rect(x - POINTER, y - POINTER, 2 * POINTER, 2 * POINTER), room)


def _paint_card_behind(painter: QPainter, ink: Ink, rect: Rect) -> None:
    painter.setPen(QPen(ink.color("border2"), 1))
    painter.setBrush(ink.color("surface2"))
    painter.drawRoundedRect(QRectF(*rect).adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)


def _paint_count(painter: QPainter, ink: Ink, ghost: Rect, text: str, width: int) -> None:
    """How many, in a disc at the upper right corner."""
    face = ink.type(12, bold=True)
    wide = max(22.0, face.width(text) + 12)
    box = QRectF(min(ghost.right - wide + 8, width - wide - 4), max(3, ghost.y - 9), wide, 22)
    painter.setPen(QPen(ink.color("surface"), 2))
    painter.setBrush(ink.color("accent"))
    painter.drawRoundedRect(box, 11, 11)
    painter.setFont(face.font)
    painter.setPen(ink.color("on_accent"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def label_rows(drop: Drop) -> list[tuple[str, str, str]]:
    """The label's lines with ground and ink: a refusal, or what would happen and what would be wrong with it."""
    if drop.refusal:
        return [(drop.refusal, "danger", "on_accent")]
    rows = [(drop.label, "toast", "on_toast")]
    return [*rows, (drop.warning, "warn_soft", "warn")] if drop.warning else rows


def _paint_label(
    painter: QPainter, ink: Ink, rows: list[tuple[str, str, str]], ghost: Rect, room: tuple[int, int]
) -> None:
    face = ink.type(12, bold=True)
    most = min(LABEL_W, room[0] - 32)
    lines = [("".join(face.fit(text, most, 1)), ground, color) for text, ground, color in rows]
    wide = round(max(face.width(text) for text, _ground, _color in lines)) + 20
    box = label_rect(ghost, wide, *room, rows=len(lines))
    painter.setFont(face.font)
    for number, (text, ground, color) in enumerate(lines):
        line = QRectF(box.x, box.y + number * (LABEL_H + 2), box.w, LABEL_H)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color(ground))
        painter.drawRoundedRect(line, 8, 8)
        painter.setPen(ink.color(color))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)


def label_rect(ghost: Rect, wide: int, width: int, height: int, rows: int = 1) -> Rect:
    """The label's place: below the card, above it where there is no room, always inside the viewport."""
    high = rows * (LABEL_H + 2) - 2
    x = max(4, min(ghost.x + (ghost.w - wide) // 2, width - wide - 4))
    y = ghost.bottom + BELOW
    if y + high > height - 4:
        y = max(4, min(ghost.y - BELOW, height - 4) - high)
    return Rect(x, max(4, y), wide, high)


def drag_reach(ghost: Rect) -> Rect:
    """What of the viewport a card in the hand may paint on."""
    above = BELOW + 2 * LABEL_H + 6
    side = max(0, (LABEL_W + 24 - ghost.w) // 2) + 16
    return Rect(ghost.x - side, ghost.y - above, ghost.w + 2 * side, ghost.h + 2 * above + 12)
