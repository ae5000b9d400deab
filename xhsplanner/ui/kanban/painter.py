"""Paints cards and columns of the kanban with the board's ink."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from xhsplanner.core.model import Status
from xhsplanner.core.words import t
from xhsplanner.ui.board import overlay
from xhsplanner.ui.board.drag import Drop
from xhsplanner.ui.board.ink import SHADOW, Ink
from xhsplanner.ui.board.lines import clusters
from xhsplanner.ui.board.painter import title_color
from xhsplanner.ui.board.parts import AVATAR, LEFT, META, RING
from xhsplanner.ui.kanban.layout import CARD_H, HEAD_H
from xhsplanner.ui.kanban.model import Column, Face, when
from xhsplanner.ui.rect import Rect
from xhsplanner.ui.widgets.states import OVERDUE

LINE_H = 17
FOOT = 68
ACCOUNT = 17
MARK = 14
WIDE_FROM = 0x2E80


def paint_card(painter: QPainter, ink: Ink, face: Face, width: int) -> None:
    """A card with its shadow, which reaches SHADOW out on every side."""
    look = face.look
    painter.drawPixmap(QPointF(0, 0), ink.frame(width, CARD_H, 0, look.tone))
    painter.translate(SHADOW, SHADOW)
    _paint_meta(painter, ink, face, width)
    _paint_title(painter, ink, face, width)
    painter.drawPixmap(QPointF(LEFT, FOOT + 1), ink.avatar(face.initial, face.color, ACCOUNT))
    room = width - LEFT - ACCOUNT - 14
    if look.chip and room > 30:
        painter.drawPixmap(QPointF(LEFT + ACCOUNT + 6, FOOT), ink.chip(look.chip, look.tone, room))


def _paint_meta(painter: QPainter, ink: Ink, face: Face, width: int) -> None:
    """Ring, day and time at the left; relay, cover, what collides, the owner at the right."""
    look, right = face.look, width - 7
    painter.drawPixmap(QPointF(LEFT, 9), ink.ring(look.ring, RING))
    if look.owner:
        right -= AVATAR
        painter.drawPixmap(QPointF(right, 6), ink.avatar(look.owner, look.owner_color, AVATAR))
        right -= 5
    if look.warnings:
        right -= MARK
        painter.drawPixmap(QPointF(right, 8), ink.icon("triangle-alert", "danger" if look.grave else "warn", MARK))
        right -= 4
    if face.covered:
        right -= MARK
        painter.drawPixmap(QPointF(right, 8), ink.icon("image", "text3", MARK))
        right -= 4
    if look.relay:
        right -= MARK
        painter.drawPixmap(QPointF(right, 8), ink.icon("link", "text3", MARK))
        right -= 4
    type_ = ink.type(META)
    words = type_.fit(when(look.note), right - LEFT - RING - 6, 1)
    late = look.ring == OVERDUE
    painter.setFont(type_.font)
    painter.setPen(ink.color("danger" if late else "text2" if look.note.day else "text3"))
    if words:
        painter.drawText(QPointF(LEFT + RING + 6, type_.baseline(6, 19)), words[0])


def _paint_title(painter: QPainter, ink: Ink, face: Face, width: int) -> None:
    note, type_ = face.look.note, ink.type(13)
    title = note.title.strip()
    painter.setFont(type_.font)
    painter.setPen(title_color(ink, face.look) if title else ink.color("text3"))
    top = 29
    for line in type_.fit(title or t("week.untitled"), width - LEFT - 9, 2):
        painter.drawText(QPointF(LEFT, type_.baseline(top, LINE_H)), line)
        if note.status is Status.CANCELLED:
            middle = top + LINE_H / 2 + 0.5
            painter.drawLine(QPointF(LEFT, middle), QPointF(LEFT + type_.width(line), middle))
        top += LINE_H


def paint_column(painter: QPainter, ink: Ink, rect: Rect) -> None:
    """The ground of a column."""
    painter.setPen(QPen(ink.color("border"), 1))
    painter.setBrush(ink.color("sunken"))
    painter.drawRoundedRect(QRectF(*rect).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)


def paint_head(painter: QPainter, ink: Ink, column: Column, rect: Rect, hovered: bool) -> None:
    """Mark, title, count; the arrow that folds it while the mouse is there."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.color("sunken"))
    painter.drawRect(QRectF(rect.x + 1, 12, rect.w - 2, HEAD_H - 13))
    x = rect.x + 12 + _paint_mark(painter, ink, column, rect.x + 12, HEAD_H // 2)
    right = rect.right - 10
    right -= count_pill(painter, ink, column, right, (HEAD_H - 20) // 2)
    if hovered:
        right -= 20
        painter.drawPixmap(QPointF(right, (HEAD_H - 16) // 2), ink.icon("chevron-left", "text2", 16))
    type_ = ink.type(13, bold=True)
    words = type_.fit(column.title, right - x - 8, 1)
    painter.setFont(type_.font)
    painter.setPen(ink.color("text"))
    if words:
        painter.drawText(QPointF(x, type_.baseline(0, HEAD_H)), words[0])


def _paint_mark(painter: QPainter, ink: Ink, column: Column, x: float, middle: float) -> int:
    """What a column is about, as a picture; how much room it took."""
    if column.ring:
        painter.drawPixmap(QPointF(x, middle - 7), ink.ring(column.ring, 14))
        return 21
    if column.initial:
        painter.drawPixmap(QPointF(x - 1, middle - 9), ink.avatar(column.initial, column.color, AVATAR))
        return 24
    if column.palette:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.tone(column.palette).solid)
        painter.drawRoundedRect(QRectF(x, middle - 6, 12, 12), 4, 4)
        return 19
    painter.drawPixmap(QPointF(x, middle - 7), ink.icon("circle", "text3", 14))
    return 21


def count_pill(painter: QPainter, ink: Ink, column: Column, right: float, top: float) -> int:
    """How many, tinted where that is more than the team wants; how wide it is. Centred at `right` if folded."""
    words = t("kanban.of_limit", n=len(column.ids), limit=column.limit) if column.limit else str(len(column.ids))
    type_ = ink.type(12, bold=True)
    wide = round(max(22.0, type_.width(words) + 13))
    box = QRectF(right - (wide / 2 if column.folded else wide), top, wide, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.color("warn_soft" if column.over else "surface"))
    painter.drawRoundedRect(box, 10, 10)
    painter.setFont(type_.font)
    painter.setPen(ink.color("warn" if column.over else "text2"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    return wide


def paint_strip(painter: QPainter, ink: Ink, column: Column, rect: Rect, hovered: bool) -> None:
    """A folded column: its mark, its title from top to bottom, its count."""
    middle = rect.x + rect.w / 2
    if hovered:
        painter.drawPixmap(QPointF(middle - 8, (HEAD_H - 16) // 2), ink.icon("chevron-right", "text2", 16))
    else:
        size = AVATAR if column.initial else 14
        _paint_mark(painter, ink, column, middle - size / 2 + (1 if column.initial else 0), HEAD_H / 2)
    count_pill(painter, ink, column, middle, HEAD_H - 2)
    type_ = ink.type(13, bold=True)
    painter.setFont(type_.font)
    painter.setPen(ink.color("text2"))
    top, room = HEAD_H + 30, rect.h - HEAD_H - 44
    parts = clusters(column.title)
    if parts and all(ord(part[0]) >= WIDE_FROM for part in parts):
        for part in parts[: max(0, room // 18)]:
            painter.drawText(QPointF(round(middle - type_.width(part) / 2), type_.baseline(top, 18)), part)
            top += 18
        return
    words = type_.fit(column.title, max(0, room), 1)
    if words:
        painter.save()
        painter.translate(middle, top)
        painter.rotate(90)
        painter.drawText(QPointF(0, type_.baseline(-9, 18)), words[0])
        painter.restore()


def paint_veil(painter: QPainter, ink: Ink, rect: Rect) -> None:
    """A column that would refuse what is dragged steps back."""

    def draw(stamp: QPainter) -> None:
        veil = QColor(ink.color("canvas"))
        veil.setAlphaF(0.62)
        stamp.setPen(Qt.PenStyle.NoPen)
        stamp.setBrush(veil)
        stamp.drawRoundedRect(QRectF(0, 0, rect.w, rect.h), 12, 12)
        stamp.drawPixmap(QPointF(rect.w / 2 - 11, rect.h - 46), ink.icon("ban", "text3", 22))

    # Ready-made: a large round rectangle that lets light through costs milliseconds each time it is drawn.
    painter.drawPixmap(QPointF(rect.x, rect.y), ink.stamp(("veil", rect.w, rect.h), rect.w, rect.h, draw))


def paint_target(painter: QPainter, ink: Ink, drop: Drop) -> None:
    """The column a drop would go to; dashed red where it may not."""
    rect, refused = drop.rect, bool(drop.refusal)
    here = Drop(Rect(0, 0, rect.w, rect.h), None, refusal=drop.refusal)
    key = ("target", rect.w, rect.h, refused)
    stamp = ink.stamp(key, rect.w, rect.h, lambda p: overlay.paint_drop(p, ink, here))
    painter.drawPixmap(QPointF(rect.x, rect.y), stamp)
