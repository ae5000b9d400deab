"""Paints a month's days, chips and bars. What is drawn twice comes from Ink as a stamp."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from xhsplanner.core import occasions
from xhsplanner.core.model import NOT_PLANNED, Status
from xhsplanner.core.month import Bar
from xhsplanner.core.planning import Place
from xhsplanner.core.words import t
from xhsplanner.ui.board.frame import CHIPS
from xhsplanner.ui.board.ink import Ink, mix
from xhsplanner.ui.board.model import CardLook, DayHead
from xhsplanner.ui.board.painter import dashed_pen
from xhsplanner.ui.month.layout import HEAD_H, LANE_H, MORE, NOTE, Grid, Item
from xhsplanner.ui.month.model import Page
from xhsplanner.ui.rect import Rect
from xhsplanner.ui.theme import SeriesColors
from xhsplanner.ui.widgets.cards import paint_chip
from xhsplanner.ui.widgets.states import OVERDUE, clock_text

RADIUS = 6
CHAIN = 11
STRIP = 3
RING, AVATAR, WARNING = 12, 15, 13
ROOMY = 40
"""A chip of two lines is as high as this or lower."""
WIDE = 118
"""A chip of one line has an account's circle from this width on."""
TIMED = 84
"""And its time from this one."""
FADED = 0.5
"""How much of a day outside the month is seen."""

Cover = Callable[[CardLook, int], QPixmap | None]
"""A note's cover so many device pixels wide; None while it is painted."""


def weekdays(ink: Ink, grid: Grid) -> QPixmap:
    """The row of weekdays."""

    def draw(painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, grid.width, HEAD_H), ink.color("surface"))
        painter.setPen(QPen(ink.color("border"), 1))
        painter.drawLine(QPointF(0, HEAD_H - 0.5), QPointF(grid.width, HEAD_H - 0.5))
        face = ink.type(12)
        painter.setFont(face.font)
        for column in range(7):
            rect = grid.weekday_rect(column)
            painter.setPen(ink.color("text2" if column < 5 else "text3"))
            text = "".join(face.fit(t(f"days.weekday.{column}"), rect.w - 16, 1))
            painter.drawText(QPointF(rect.x + 9, face.baseline(0, HEAD_H)), text)

    return ink.stamp(("month-weekdays", grid.width), grid.width, HEAD_H, draw)


# Days


def paint_day(
    painter: QPainter, ink: Ink, page: Page, grid: Grid, day: int, covered: frozenset[int], cover: Cover
) -> None:
    """One day with its head and chips, its top-left corner at the origin."""
    cell, head, inside = grid.day_rect(day), page.heads[day], page.inside(day)
    plain = "today_soft" if head.today else "surface" if inside else "surface2"
    ground = ink.hatch if head.quiet else ink.color(plain)
    painter.setBrushOrigin(QPointF(-cell.x % 16, -cell.y % 16))
    painter.fillRect(QRectF(0, 0, cell.w, cell.h), ground)
    painter.fillRect(QRectF(cell.w - 1, 0, 1, cell.h), ink.color("border"))
    painter.fillRect(QRectF(0, cell.h - 1, cell.w, 1), ink.color("border"))
    _paint_head(painter, ink, head, cell.w, inside)
    painter.translate(-cell.x, -cell.y)
    for item in grid.stack(day).items:
        if item.what == NOTE:
            if item.key in page.looks:  # else another process has just deleted it, and the page will hear of it
                paint_note(painter, ink, page.looks[item.key], item, item.key in covered, cover)
        elif item.what == MORE:
            _paint_more(painter, ink, item)
        else:
            paint_place(painter, ink, page, page.places[item.key], item)
    painter.translate(cell.x, cell.y)
    if not inside and grid.stack(day).items:
        # Over all at once: words painted half seen-through take three times as long.
        painter.setOpacity(1 - FADED - 0.15)
        painter.fillRect(QRectF(*grid.body_rect(day).moved(-cell.x, -cell.y)), ground)
        painter.setOpacity(1)


def _paint_head(painter: QPainter, ink: Ink, head: DayHead, width: int, inside: bool) -> None:
    face = ink.type(13, bold=True)
    number = str(head.day.day)
    if head.day.day == 1:
        number = t("month.first_day", m=head.day.month, d=1)
    wide = face.width(number)
    x = 9.0
    if head.today:
        disc = max(21.0, wide + 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color("accent"))
        painter.drawRoundedRect(QRectF(5, 3, disc, 20), 10, 10)
        ink.write(painter, (5 + (disc - wide) / 2, face.baseline(3, 20)), number, 13, "on_accent", bold=True)
        x = 5 + disc + 4
    else:
        ink.write(painter, (x, face.baseline(3, 20)), number, 13, "text" if inside else "text3", bold=True)
        x += wide + 5
    if head.badge:
        badge = _badge(ink, head.badge)
        painter.drawPixmap(QPointF(round(x), 5), badge)
        x = round(x) + badge.deviceIndependentSize().width() + 4
    _paint_label(painter, ink, head, width, x + 2, inside)


def _badge(ink: Ink, words: str) -> QPixmap:
    """休 or 班."""
    rest, small = words == t("days.off"), ink.type(11)
    width = max(16, round(small.width(words)) + 6)

    def draw(painter: QPainter) -> None:
        box = QRectF(0, 0, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color("ok_soft" if rest else "warn_soft"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink.color("ok" if rest else "warn"))
        painter.setFont(small.font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    return ink.stamp(("month-badge", words), width, 16, draw)


def _paint_label(painter: QPainter, ink: Ink, head: DayHead, width: int, left: float, inside: bool) -> None:
    """Lunar day, solar term or occasion, at the right."""
    face, room = ink.type(11), width - 8 - left
    if room < 20 or not head.label:
        return
    if head.kind == "lunar":
        text = "".join(face.fit(head.label, int(room), 1))
        ink.write(painter, (width - 9 - face.width(text), face.baseline(3, 20)), text, 11, "text3")
        return
    wide = round(min(room, face.width(head.label) + 13))
    colors = tone_of(ink, head.kind, head.tone)
    chip = ink.stamp(
        ("month-label", head.label, head.kind, head.tone, wide),
        wide,
        18,
        lambda p: paint_chip(p, QRectF(0, 0, wide, 18), head.label, colors.bg, colors.fg, face.font),
    )
    painter.setOpacity(1 if inside else FADED + 0.2)
    painter.drawPixmap(QPointF(width - 6 - wide, 4), chip)
    painter.setOpacity(1)


def tone_of(ink: Ink, kind: str, tone: str) -> SeriesColors:
    """The colours of an occasion."""
    if tone == occasions.QUIET:
        return SeriesColors(ink.color("text3"), ink.color("border2"), ink.color("text"))
    return ink.tone(CHIPS.get(kind, "slate"))


# Chips


def _ground(ink: Ink, width: int, height: int, tone: str) -> QPixmap:
    """The empty chip: a tint of its colour with the colour at its edge."""

    def draw(painter: QPainter) -> None:
        colors = ink.tone(tone)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(0, 0, width, height), RADIUS, RADIUS)
        painter.fillPath(shape, mix(ink.color("surface"), colors.bg, 0.8))
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 0, STRIP, height), colors.solid)

    return ink.stamp(("month-chip", width, height, tone), width, height, draw)


def paint_note(painter: QPainter, ink: Ink, look: CardLook, item: Item, covered: bool, cover: Cover) -> None:
    """A note's chip: of one line, or of two beside its cover."""
    rect = item.rect
    painter.drawPixmap(QPointF(rect.x, rect.y), _ground(ink, rect.w, rect.h, look.tone))
    if item.large:
        _paint_large(painter, ink, look, rect, covered, cover)
    else:
        _paint_line(painter, ink, look, rect, covered)


def _paint_line(painter: QPainter, ink: Ink, look: CardLook, rect: Rect, covered: bool) -> None:
    x, right = float(rect.x + STRIP + 4), rect.right - 4
    painter.drawPixmap(QPointF(x, rect.y + (rect.h - RING) // 2), ink.ring(look.ring, RING))
    x += RING + 4
    if rect.w >= WIDE and look.owner:
        right -= AVATAR
        painter.drawPixmap(QPointF(right, rect.y + (rect.h - AVATAR) // 2), _avatar(ink, look))
        right -= 3
    if covered:
        right -= 6
        painter.drawPixmap(QPointF(right, rect.y + (rect.h - 8) // 2), _dot(ink, look.tone))
        right -= 3
    right = _paint_warning(painter, ink, look, right, rect.y, rect.h) if right - x > 2 * RING else right
    x = _paint_time(painter, ink, look, x, rect.y, rect.h) if rect.w >= TIMED else x
    _paint_title(painter, ink, look, x, rect.y, rect.h, right - x)


def _paint_large(painter: QPainter, ink: Ink, look: CardLook, rect: Rect, covered: bool, cover: Cover) -> None:
    x, right = rect.x + STRIP + 5, rect.right - 5
    line = 18 if rect.h >= ROOMY else 16
    top = rect.y + (rect.h - 2 * line) // 2
    if covered and rect.w >= TIMED:
        high = rect.h - 6
        wide = round(high * 3 / 4)
        right = rect.right - 3 - wide
        picture = cover(look, round(wide * ink.ratio))
        painter.drawPixmap(QPointF(right, rect.y + 3), _thumb(ink, look, picture, wide, high))
        right -= 4
    right = _paint_warning(painter, ink, look, right, top, line)
    painter.drawPixmap(QPointF(x, top + (line - RING) // 2), ink.ring(look.ring, RING))
    after = _paint_time(painter, ink, look, x + RING + 4, top, line)
    if look.owner and right - AVATAR > after:
        painter.drawPixmap(QPointF(after, top + (line - AVATAR) // 2), _avatar(ink, look))
        after += AVATAR + 4
        face = ink.type(11)
        if face.width(look.chip) <= right - after:  # half a name says less than the circle
            ink.write(painter, (after, face.baseline(top, line)), look.chip, 11, "text3")
    _paint_title(painter, ink, look, x, top + line, line, right - x)


def _paint_warning(painter: QPainter, ink: Ink, look: CardLook, right: float, top: int, height: int) -> int:
    """A triangle at the right where a note warns of something; where what lies left of it ends."""
    if not look.warnings:
        return round(right)
    mark = ink.icon("triangle-alert", "danger" if look.grave else "warn", WARNING)
    painter.drawPixmap(QPointF(right - WARNING, top + (height - WARNING) // 2), mark)
    return round(right) - WARNING - 3


def _avatar(ink: Ink, look: CardLook) -> QPixmap:
    return ink.avatar(look.owner, look.owner_color, AVATAR)


def _dot(ink: Ink, tone: str) -> QPixmap:
    """That a note has a cover, on a chip with no room for it: a small upright picture."""

    def draw(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.tone(tone).solid)
        painter.drawRoundedRect(QRectF(0, 0, 6, 8), 1.5, 1.5)

    return ink.stamp(("month-dot", tone), 6, 8, draw)


def _thumb(ink: Ink, look: CardLook, picture: QPixmap | None, wide: int, high: int) -> QPixmap:
    """A cover as small as a stamp; its colours until it is painted."""

    def draw(painter: QPainter) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(0, 0, wide, high), 4, 4)
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 0, wide, high), ink.tone(look.palette).bg)
        if picture is not None and not picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            tall = max(1.0, wide * picture.height() / max(1, picture.width()))
            painter.drawPixmap(QRectF(0, (high - tall) / 2, wide, tall), picture, QRectF(picture.rect()))

    key = picture.cacheKey() if picture is not None else look.palette
    return ink.stamp(("month-thumb", key, wide, high), wide, high, draw)


def _paint_time(painter: QPainter, ink: Ink, look: CardLook, x: float, top: int, height: int) -> float:
    """The time, and a chain where it is in relay; where what follows begins."""
    when = clock_text(look.note.minute)
    if not when:
        return x
    face = ink.type(11)
    ink.write(painter, (x, face.baseline(top, height)), when, 11, "danger" if look.ring == OVERDUE else "text2")
    x += round(face.width(when)) + 5
    if not look.relay:
        return x
    painter.drawPixmap(QPointF(x - 1, top + (height - CHAIN) // 2), ink.icon("link", "text2", CHAIN))
    return x + CHAIN + 3


def _paint_title(painter: QPainter, ink: Ink, look: CardLook, x: float, top: int, height: int, room: float) -> None:
    face, title = ink.type(12), look.note.title.strip()
    fitting = face.fit(title or t("week.untitled"), int(room), 1) if room > 10 else []
    if not fitting:
        return
    aside = not title or look.note.status in NOT_PLANNED
    painter.setFont(face.font)
    painter.setPen(ink.color("text3" if aside else "text"))
    painter.drawText(QPointF(x, face.baseline(top, height)), fitting[0])
    if look.note.status is Status.CANCELLED:
        y = top + height / 2 + 0.5
        painter.drawLine(QPointF(x, y), QPointF(x + face.width(fitting[0]), y))


def paint_place(painter: QPainter, ink: Ink, page: Page, place: Place, item: Item) -> None:
    """An open place of a slot: dashed, with its time and name; grey where its day is quiet or over."""
    rect, (name, palette) = item.rect, page.place_names(place)
    colors = ink.tone(palette)
    if page.muted(place):
        colors = SeriesColors(ink.color("border2"), ink.color("surface"), ink.color("text3"))
    painter.setPen(dashed_pen(colors.solid))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(*rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    account = page.accounts.get(place.account_id)
    x, right = float(rect.x + 7), rect.right - 4
    if account is not None and rect.w >= WIDE:
        right -= AVATAR
        top = rect.y + (rect.h - AVATAR) // 2
        painter.drawPixmap(QPointF(right, top), ink.avatar(account.initial, account.color, AVATAR))
    face, when = ink.type(11), clock_text(place.minute)
    if when:
        color = "text3" if page.muted(place) else "text2"
        ink.write(painter, (x, face.baseline(rect.y, rect.h)), when, 11, color)
        x += round(face.width(when)) + 5
    painter.setFont(face.font)
    fitting = face.fit(name or t("month.open"), int(right - 4 - x), 1) if right - 4 - x > 10 else []
    if fitting:
        painter.setPen(colors.fg)
        painter.drawText(QPointF(x, face.baseline(rect.y, rect.h)), fitting[0])


def _paint_more(painter: QPainter, ink: Ink, item: Item) -> None:
    face, rect = ink.type(11, bold=True), item.rect
    words = "".join(face.fit(t("month.more", n=item.key), rect.w - 12, 1))
    ink.write(painter, (rect.x + 6, face.baseline(rect.y, rect.h)), words, 11, "text2", bold=True)


# The festival lane


def bar_picture(ink: Ink, bar: Bar, width: int, faded: bool) -> QPixmap:
    """A long occasion over the days it covers; arrows where it goes on in another week."""
    occurrence = bar.occurrence
    key = ("month-bar", occurrence.id, occurrence.first, width, bar.before, bar.after, faded)

    def draw(painter: QPainter) -> None:
        colors = tone_of(ink, occurrence.kind, occurrence.tone)
        painter.setOpacity(FADED + 0.15 if faded else 1)
        painter.fillPath(_ribbon(width, bar.before, bar.after), colors.bg)
        face = ink.type(11)
        left = 11 if bar.before else 7
        words = "".join(face.fit(occurrence.name, width - left - 12, 1))
        painter.setFont(face.font)
        painter.setPen(colors.fg)
        painter.drawText(QPointF(left, face.baseline(0, LANE_H)), words)

    return ink.stamp(key, width, LANE_H, draw)


def _ribbon(width: int, before: bool, after: bool) -> QPainterPath:
    """A bar with round ends, with a notch at the left and a tip at the right where it goes on."""
    path, high = QPainterPath(), LANE_H
    radius, tip = 5, 6
    path.addRoundedRect(QRectF(0, 0, width, high), radius, radius)
    if before:
        block = QPainterPath()
        block.addRect(QRectF(0, 0, radius * 2, high))
        notch = QPainterPath(QPointF(0, 0))
        notch.lineTo(tip, high / 2)
        notch.lineTo(0, high)
        notch.closeSubpath()
        path = path.united(block).subtracted(notch)
    if after:
        block = QPainterPath()
        block.addRect(QRectF(width - radius * 2, 0, radius * 2, high))
        path = path.united(block)
        for top, edge in ((0, 0), (high, high)):
            corner = QPainterPath(QPointF(width - tip, edge))
            corner.lineTo(width, top)
            corner.lineTo(width, high / 2)
            corner.closeSubpath()
            path = path.subtracted(corner)
    return path


def faded_color(ink: Ink) -> QColor:
    """The veil over what is on its way."""
    color = QColor(ink.color("surface"))
    color.setAlphaF(0.6)
    return color
