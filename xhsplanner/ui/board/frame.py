"""Paints what stands still around the cells: day heads, lane heads, the drawer of undated notes, the border."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap

from xhsplanner.core import occasions
from xhsplanner.core.words import t
from xhsplanner.ui.board.ink import SHADOW, Ink
from xhsplanner.ui.board.layout import DRAWER_CARD_W, DRAWER_H, HEAD_H, LANE_W, Board
from xhsplanner.ui.board.model import CardLook, DayHead, Lane, Week, followers
from xhsplanner.ui.board.parts import drawer_parts
from xhsplanner.ui.rect import Rect
from xhsplanner.ui.widgets.cards import paint_chip

if TYPE_CHECKING:
    from xhsplanner.ui.board.lanes import LaneDrag

RADIUS = 14
CHIPS = {
    "solar_term": "term",
    "festival": "fans",
    "statutory": "fans",
    "shopping": "fans",
    "platform": "fans",
    "industry": "sky",
    "memorial": "slate",
}
"""The palette of a day's chip by the kind of its occasion."""
AVATAR = 32
CARD_H = DRAWER_H - 16
NARROW = 100  # narrower columns have no room for day and label in one line
LOW = 120  # lower rows have no room for an account's followers


def day_head(ink: Ink, head: DayHead, width: int) -> QPixmap:
    """The head of a day: weekday, number, and its lunar day, term or occasion."""

    def draw(painter: QPainter) -> None:
        box = QRectF(0, 0, width, HEAD_H)
        painter.fillRect(box, ink.color("today_soft" if head.today else "surface"))
        painter.setPen(QPen(ink.color("border"), 1))
        painter.drawLine(QPointF(width - 0.5, 0), QPointF(width - 0.5, HEAD_H))
        painter.drawLine(QPointF(0, HEAD_H - 0.5), QPointF(width, HEAD_H - 0.5))
        if width < NARROW:
            _narrow_words(painter, ink, head, width)
        else:
            _words(painter, ink, head, width)

    return ink.stamp(("head", head, width), width, HEAD_H, draw)


def _words(painter: QPainter, ink: Ink, head: DayHead, width: int) -> None:
    small, large = ink.type(12, bold=head.today), ink.type(18, bold=True)
    painter.setFont(small.font)
    painter.setPen(ink.color("accent" if head.today else "text2"))
    painter.drawText(QPointF(12, small.baseline(9, 18)), head.weekday)
    painter.setFont(large.font)
    painter.setPen(ink.color("accent" if head.today else "text"))
    number = str(head.day.day)
    painter.drawText(QPointF(12, large.baseline(27, 24)), number)
    right = 12 + large.width(number)
    if head.badge:
        _badge(painter, ink, head, 12 + small.width(head.weekday) + 6)
    _day_label(painter, ink, head, width, right + 8)


def _narrow_words(painter: QPainter, ink: Ink, head: DayHead, width: int) -> None:
    """Number and weekday in one line, so that the label has the other to itself."""
    small, large = ink.type(12, bold=head.today), ink.type(18, bold=True)
    number = str(head.day.day)
    painter.setFont(large.font)
    painter.setPen(ink.color("accent" if head.today else "text"))
    painter.drawText(QPointF(9, large.baseline(5, 24)), number)
    x = 9 + large.width(number) + 5
    painter.setFont(small.font)
    painter.setPen(ink.color("accent" if head.today else "text2"))
    painter.drawText(QPointF(x, small.baseline(8, 20)), head.weekday)
    if head.badge:
        _badge(painter, ink, head, x + small.width(head.weekday) + 3)
    _day_label(painter, ink, head, width, 8)


def _badge(painter: QPainter, ink: Ink, head: DayHead, x: float) -> None:
    """休 or 班 in a small square beside the weekday."""
    rest = head.badge == t("days.off")
    face = ink.type(11)
    box = QRectF(round(x), 10, max(16, round(face.width(head.badge)) + 6), 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.color("ok_soft" if rest else "warn_soft"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(ink.color("ok" if rest else "warn"))
    painter.setFont(face.font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, head.badge)


def _day_label(painter: QPainter, ink: Ink, head: DayHead, width: int, left: float) -> None:
    face = ink.type(11)
    room = width - 9 - left
    if head.kind == "lunar":
        text = "".join(face.fit(head.label, int(room), 1))
        painter.setFont(face.font)
        painter.setPen(ink.color("text3"))
        painter.drawText(QPointF(width - 9 - face.width(text), face.baseline(29, 20)), text)
        return
    chip = min(room, face.width(head.label) + 13)
    box = QRectF(round(width - 8 - chip), 30, round(chip), 20)
    if head.tone == occasions.QUIET:
        bg, fg = ink.color("border2"), ink.color("text")
    else:
        colors = ink.tone(CHIPS.get(head.kind, "slate"))
        bg, fg = colors.bg, colors.fg
    paint_chip(painter, box, head.label, bg, fg, face.font)


def lane_head(ink: Ink, lane: Lane, height: int) -> QPixmap:
    """The head of an account: avatar, name, followers, and how full its week is. Without its bottom line."""

    def draw(painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, LANE_W, height), ink.color("surface"))
        painter.setPen(QPen(ink.color("border"), 1))
        painter.drawLine(QPointF(LANE_W - 0.5, 0), QPointF(LANE_W - 0.5, height))
        account = lane.account
        if height < LOW:
            _low_lane(painter, ink, lane, height)
            return
        top = 14 if height < 140 else 17
        painter.drawPixmap(QPointF(16, top), ink.avatar(account.initial, account.color, AVATAR))
        top += AVATAR + 5
        _lane_line(painter, ink, account.name, top, 16, bold=True)
        known = followers(account.followers)
        _lane_line(painter, ink, known, top + 18, 16)
        _progress(painter, ink, lane, top + (36 if known else 18) + 7)

    return ink.stamp(("lane", lane, height), LANE_W, height, draw)


def _lane_line(painter: QPainter, ink: Ink, text: str, top: int, left: int, bold: bool = False) -> None:
    """One line of a lane's head, a little smaller where it would not fit."""
    px, room = 13 if bold else 12, LANE_W - 6 - left
    face = ink.type(px, bold)
    if face.width(text) > room:
        face = ink.type(px - 1, bold)
    painter.setFont(face.font)
    painter.setPen(ink.color("text" if bold else "text2"))
    for line in face.fit(text, room, 1):
        painter.drawText(QPointF(left, face.baseline(top, 18)), line)


def _low_lane(painter: QPainter, ink: Ink, lane: Lane, height: int) -> None:
    """The head of a low row: avatar beside the name, the week below."""
    top = max(7, (height - 56) // 2)
    side = 22
    painter.drawPixmap(QPointF(12, top), ink.avatar(lane.account.initial, lane.account.color, side))
    _lane_line(painter, ink, lane.account.name, top + 2, 12 + side + 6, bold=True)
    _progress(painter, ink, lane, top + side + 8)


def _progress(painter: QPainter, ink: Ink, lane: Lane, top: int) -> None:
    """A bar and `n/m 篇 · 差 k`; without a target only how many there are."""
    face = ink.type(12)
    done = lane.planned >= lane.target
    if lane.target:
        track = QRectF(16, top, LANE_W - 36, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color("sunken" if not ink.theme.dark else "border2"))
        painter.drawRoundedRect(track, 2.5, 2.5)
        share = min(1.0, lane.planned / lane.target)
        if share:
            color = ink.color("ok") if done else ink.theme.status("drafting")
            painter.setBrush(color)
            painter.drawRoundedRect(QRectF(16, top, max(5.0, track.width() * share), 5), 2.5, 2.5)
        top += 9
        text = t("week.progress", n=lane.planned, m=lane.target)
        if lane.short:
            text += " · " + t("week.short", n=lane.short)
    else:
        text = t("week.count", n=lane.planned)
    painter.setFont(face.font)
    painter.setPen(ink.color("ok" if done and lane.target else "text2"))
    for line in face.fit(text, LANE_W - 20, 1):
        painter.drawText(QPointF(16, face.baseline(top, 18)), line)


def paint_lane_drag(painter: QPainter, ink: Ink, week: Week, board: Board, drag: "LaneDrag", scroll_y: int) -> None:
    """The head in the hand, and the line where its row would go."""
    painter.save()
    painter.setClipRect(QRectF(0, HEAD_H, LANE_W + board.view_w, board.view_h))
    painter.setOpacity(0.6)
    painter.fillRect(QRectF(*board.lane_rect(drag.row, scroll_y)), ink.color("surface"))
    painter.setOpacity(1)
    y = HEAD_H + board.ys[drag.gap] - scroll_y
    painter.fillRect(QRectF(0, y - 2, LANE_W + board.view_w, 3), ink.color("accent"))
    height = board.lane_name_rect(drag.row).h
    painter.setOpacity(0.92)
    painter.drawPixmap(QPointF(0, drag.y), lane_head(ink, week.lanes[drag.row], height))
    painter.setOpacity(1)
    painter.setPen(QPen(ink.color("border2"), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(0.5, drag.y + 0.5, LANE_W - 1, height - 1), 8, 8)
    painter.restore()


def corner(ink: Ink) -> QPixmap:
    """The top-left field."""

    def draw(painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, LANE_W, HEAD_H), ink.color("surface"))
        painter.setPen(QPen(ink.color("border"), 1))
        painter.drawLine(QPointF(LANE_W - 0.5, 0), QPointF(LANE_W - 0.5, HEAD_H))
        painter.drawLine(QPointF(0, HEAD_H - 0.5), QPointF(LANE_W, HEAD_H - 0.5))
        face = ink.type(12)
        painter.setFont(face.font)
        painter.setPen(ink.color("text2"))
        painter.drawText(QPointF(16, face.baseline(20, 20)), t("week.corner"))

    return ink.stamp(("corner",), LANE_W, HEAD_H, draw)


def paint_drawer(painter: QPainter, ink: Ink, week: Week, board: Board, offset: int) -> None:
    """The drawer of undated notes at the bottom, in viewport pixels."""
    rect = board.drawer_rect
    if not rect.h:
        return
    painter.fillRect(QRectF(*rect), ink.color("surface2"))
    painter.save()
    painter.setClipRect(QRectF(LANE_W, rect.y, rect.w - LANE_W, rect.h))
    accounts = {lane.account.id: lane for lane in week.lanes}
    for index in board.drawer_visible(offset):
        look = week.looks[board.content.backlog[index]]
        card = board.drawer_card(index, offset)
        picture = drawer_card(ink, look, accounts[look.note.account_id])
        painter.drawPixmap(QPointF(card.x - SHADOW, card.y - SHADOW), picture)
    painter.restore()
    painter.setPen(QPen(ink.color("border"), 1))
    painter.drawLine(QPointF(0, rect.y + 0.5), QPointF(rect.w, rect.y + 0.5))
    painter.drawLine(QPointF(LANE_W - 0.5, rect.y), QPointF(LANE_W - 0.5, rect.bottom))
    folded = rect.h < DRAWER_H
    _drawer_head(painter, ink, board, folded)


def _drawer_head(painter: QPainter, ink: Ink, board: Board, folded: bool) -> None:
    rect, n = board.drawer_rect, len(board.content.backlog)
    bold, small = ink.type(13, bold=True), ink.type(12)
    top = rect.y + (6 if folded else 13)
    painter.setFont(bold.font)
    painter.setPen(ink.color("text"))
    word = t("week.backlog")
    painter.drawText(QPointF(16, bold.baseline(top, 18)), word)
    count = str(n)
    painter.setFont(small.font)
    painter.setPen(ink.color("text2"))
    if folded:
        painter.drawText(QPointF(16 + bold.width(word) + 6, small.baseline(top, 18)), count)
    else:
        for line in small.fit(t("week.backlog_count", n=n), LANE_W - 24, 1):
            painter.drawText(QPointF(16, small.baseline(top + 19, 18)), line)
    icon = ink.icon("chevron-up" if folded else "chevron-down", "text3", 16)
    painter.drawPixmap(QPointF(LANE_W - 26, top + 1), icon)


def drawer_card(ink: Ink, look: CardLook, lane: Lane) -> QPixmap:
    """A card of the drawer: ring, account, series and owner above one line of title."""
    width, height = DRAWER_CARD_W, CARD_H

    def draw(painter: QPainter) -> None:
        painter.drawPixmap(QPointF(0, 0), ink.frame(width, height, 0, look.tone))
        painter.translate(SHADOW, SHADOW)
        parts = drawer_parts(look, Rect(0, 0, width, height))
        painter.drawPixmap(QPointF(*parts.status[:2]), ink.ring(look.ring, parts.status.w))
        small, face = ink.type(11), ink.type(13)
        right = width - 7
        if parts.owner is not None:
            painter.drawPixmap(QPointF(*parts.owner[:2]), ink.avatar(look.owner, look.owner_color, parts.owner.w))
            right = parts.owner.x - 4
        where = " · ".join(part for part in (lane.account.name, look.series) if part)
        painter.setFont(small.font)
        painter.setPen(ink.color("text3"))
        for line in small.fit(where, right - 30, 1):
            painter.drawText(QPointF(29, small.baseline(5, 19)), line)
        painter.setFont(face.font)
        painter.setPen(ink.color("text" if look.note.title.strip() else "text3"))
        for line in face.fit(look.note.title.strip() or t("week.untitled"), width - 20, 1):
            painter.drawText(QPointF(11, face.baseline(26, 18)), line)

    key = ("drawer", look, lane.account.name)
    return ink.stamp(key, width + 2 * SHADOW, height + 2 * SHADOW, draw)


def paint_border(painter: QPainter, ink: Ink, width: int, height: int) -> None:
    """Round the board's corners by painting the canvas over them, then its border."""

    def corners(p: QPainter) -> None:
        outside = QPainterPath()
        outside.addRect(QRectF(0, 0, 2 * RADIUS, 2 * RADIUS))
        inside = QPainterPath()
        inside.addEllipse(QRectF(0.5, 0.5, 2 * RADIUS - 1, 2 * RADIUS - 1))
        p.fillPath(outside.subtracted(inside), ink.color("canvas"))
        p.setPen(QPen(ink.color("border"), 1))
        p.drawEllipse(QRectF(0.5, 0.5, 2 * RADIUS - 1, 2 * RADIUS - 1))

    mask = ink.stamp(("corners",), 2 * RADIUS, 2 * RADIUS, corners)
    painter.setPen(QPen(ink.color("border"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    side = RADIUS * ink.ratio
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.drawRect(QRectF(0, 0, width - 1, height - 1))
    for x, sx in ((0, 0.0), (width - RADIUS, side)):
        for y, sy in ((0, 0.0), (height - RADIUS, side)):
            source = QRectF(sx, sy, side, side)
            painter.drawPixmap(QRectF(x, y, RADIUS, RADIUS), mask, source)
