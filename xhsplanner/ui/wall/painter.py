"""Paints the cards of the wall: stand-in, words below the cover, marks of likeness, months and the line of now."""

from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPixmap

from xhsplanner.core.model import Account
from xhsplanner.core.words import t
from xhsplanner.ui.board.banners import BLACK, ICONS, tint
from xhsplanner.ui.board.ink import Ink, mix
from xhsplanner.ui.board.painter import dashed_pen
from xhsplanner.ui.panel.feed_layout import heart_text
from xhsplanner.ui.rect import Rect
from xhsplanner.ui.wall.covers import RADIUS, top_corners
from xhsplanner.ui.wall.layout import TEXT_H
from xhsplanner.ui.wall.model import Face, when
from xhsplanner.ui.widgets.states import OVERDUE

PAD = 9
AVATAR = 16
BADGE = 22
RING = 14


def stand_in(ink: Ink, palette: str, width: int, height: int) -> QPixmap:
    """The ground of a cover that is not there: the series' colours and icon."""

    def draw(painter: QPainter) -> None:
        solid = ink.tone(palette).solid if palette else ink.color("text3")
        ground = QLinearGradient(QPointF(0, 0), QPointF(width, height))
        ground.setColorAt(0, tint(solid, 0))
        ground.setColorAt(1, tint(solid, 1))
        painter.setClipPath(top_corners(width, height, RADIUS))
        painter.fillRect(QRectF(0, 0, width, height), ground)
        icon = ink.icon(ICONS.get(palette, "sparkles"), mix(solid, BLACK, 0.3).name(), 22)
        painter.drawPixmap(QPointF(width - 36, height - 36), icon)

    return ink.stamp(("wall", palette, width, height), width, height, draw)


def paint_stand_in(painter: QPainter, ink: Ink, face: Face, cover: Rect) -> None:
    """A cover that is not there, or not yet: its ground, and the title where a cover has it."""
    painter.drawPixmap(QPointF(cover.x, cover.y), stand_in(ink, face.palette, cover.w, cover.h))
    solid = ink.tone(face.palette).solid if face.palette else ink.color("text3")
    type_ = ink.type(18, bold=True)
    painter.setFont(type_.font)
    painter.setPen(mix(solid, BLACK, 0.55))
    top = cover.y + (18 if face.note.locked else 40)  # below the ring
    for line in type_.fit(face.note.title.strip() or t("week.untitled"), cover.w - 32, 4):
        painter.drawText(QPointF(cover.x + 16, type_.baseline(top, 25)), line)
        top += 25


def frame(ink: Ink, width: int, height: int) -> QPixmap:
    """The white card below cover and words."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(ink.color("border"), 1))
        painter.setBrush(ink.color("surface"))
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), RADIUS, RADIUS)

    return ink.stamp(("wall_card", width, height), width, height, draw)


def paint_words(painter: QPainter, ink: Ink, face: Face, account: Account, width: int) -> None:
    """Two lines of title, then avatar, name and likes; the day instead while it is still to come."""
    note, type_ = face.note, ink.type(13)
    title = note.title.strip()
    painter.setFont(type_.font)
    painter.setPen(ink.color("text" if title else "text3"))
    top = 7
    for line in type_.fit(title or t("week.untitled"), width - 2 * PAD, 2):
        painter.drawText(QPointF(PAD, type_.baseline(top, 18)), line)
        top += 18
    small, line_top = ink.type(11), TEXT_H - 27
    right = width - PAD - _paint_right(painter, ink, face, width - PAD, line_top)
    initial = account.initial or account.name[:1]
    painter.drawPixmap(QPointF(PAD, line_top + 2), ink.avatar(initial, account.color, AVATAR))
    words = small.fit(account.handle or account.name, right - PAD - AVATAR - 10, 1)
    painter.setFont(small.font)
    painter.setPen(ink.color("text2"))
    if words and right - PAD - AVATAR > 24:
        painter.drawText(QPointF(PAD + AVATAR + 5, small.baseline(line_top, 20)), words[0])


def _paint_right(painter: QPainter, ink: Ink, face: Face, right: int, top: int) -> int:
    """Heart and likes of what is out, else the day; how wide that is."""
    small, note = ink.type(11), face.note
    painter.setFont(small.font)
    if face.out and face.ring != OVERDUE:
        words = heart_text(face.likes)
        wide = round(small.width(words)) + 18
        painter.drawPixmap(QPointF(right - wide, top + 3), ink.icon("heart", "text3", 14))
    else:
        words = f"{note.day.month}/{note.day.day}" if note.day else ""
        wide = round(small.width(words)) + 2
    painter.setPen(ink.color("danger" if face.ring == OVERDUE else "text3"))
    painter.drawText(QPointF(right - round(small.width(words)), small.baseline(top, 20)), words)
    return wide


def paint_state(painter: QPainter, ink: Ink, face: Face, cover: Rect) -> None:
    """The ring of what is not out yet, on a white disc in the corner of the cover."""
    if face.note.locked:
        return
    box = QRectF(cover.right - RING - 16, cover.y + 8, RING + 8, RING + 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.color("surface"))
    painter.drawEllipse(box)
    painter.drawPixmap(QPointF(box.x() + 4, box.y() + 4), ink.ring(face.ring, RING))


def paint_collides(painter: QPainter, ink: Ink, grave: bool, cover: Rect) -> None:
    """Its day does not go with another note: a sign on a white disc, in the other corner than the ring."""
    box = QRectF(cover.x + 8, cover.y + 8, RING + 8, RING + 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.color("surface"))
    painter.drawEllipse(box)
    icon = ink.icon("triangle-alert", "danger" if grave else "warn", RING)
    painter.drawPixmap(QPointF(box.x() + 4, box.y() + 3), icon)


def paint_when(painter: QPainter, ink: Ink, face: Face, cover: Rect) -> None:
    """Day, time and status along the foot of a cover, while the mouse or the keyboard is there."""
    words = f"{when(face.note)} · {t(f'status.{face.ring}')}"
    type_ = ink.type(12)
    lines = type_.fit(words, cover.w - 20, 2)
    high = 8 + 18 * len(lines)
    ground = QColor("#000000")
    ground.setAlphaF(0.62)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRect(QRectF(cover.x, cover.bottom - high, cover.w, high))
    painter.setFont(type_.font)
    painter.setPen(QColor("#ffffff"))
    for number, line in enumerate(lines):
        painter.drawText(QPointF(cover.x + 10, type_.baseline(cover.bottom - high + 4 + 18 * number, 18)), line)


def paint_alike(painter: QPainter, ink: Ink, middle: tuple[int, int]) -> None:
    """Two covers look alike: a mark on the edge between them."""
    box = QRectF(middle[0] - BADGE / 2, middle[1] - BADGE / 2, BADGE, BADGE)
    painter.setPen(QPen(ink.color("warn"), 1.2))
    painter.setBrush(ink.color("warn_soft"))
    painter.drawEllipse(box)
    painter.drawPixmap(QPointF(box.x() + 4, box.y() + 4), ink.icon("copy", "warn", BADGE - 8))


def paint_month(painter: QPainter, ink: Ink, first: date, at: tuple[int, int], others: int) -> None:
    """Where a month begins, at the left of its row; `others` began in the same row before it."""
    type_, small = ink.type(15, bold=True), ink.type(11)
    left, top = at[0], at[1] + 4 + others * 40
    painter.setFont(type_.font)
    painter.setPen(ink.color("text"))
    painter.drawText(QPointF(left, type_.baseline(top, 20)), t(f"wall.month_{first.month}"))
    painter.setFont(small.font)
    painter.setPen(ink.color("text3"))
    painter.drawText(QPointF(left, small.baseline(top + 19, 15)), str(first.year))


def paint_now(painter: QPainter, ink: Ink, left: int, right: int, middle: int) -> None:
    """The line of now: above it what is still to come, below it what the phone shows."""
    type_ = ink.type(12, bold=True)
    words = t("wall.now")
    wide = type_.width(words) + 22
    painter.setPen(dashed_pen(ink.color("accent"), 1.4))
    painter.drawLine(QPointF(left, middle + 0.5), QPointF(right, middle + 0.5))
    box = QRectF(left, middle - 11, wide, 22)  # not where marks of likeness lie
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.color("accent"))
    painter.drawRoundedRect(box, 11, 11)
    painter.setFont(type_.font)
    painter.setPen(ink.color("on_accent"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def paint_phone(painter: QPainter, ink: Ink, rect: Rect) -> None:
    """The ground of the phone."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(*rect), 18, 18)
    painter.fillPath(path, ink.color("sunken"))
