"""Paints the cards, suggestions and quiet days of one tile. Everything drawn twice comes from Ink as a stamp."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from xhsplanner.core.model import NOT_PLANNED, Status
from xhsplanner.core.words import t
from xhsplanner.ui.board.banners import Banners
from xhsplanner.ui.board.ink import SHADOW, Ink, mix
from xhsplanner.ui.board.layout import Cell, Chunk
from xhsplanner.ui.board.model import CardLook, DayHead, Hint, Week
from xhsplanner.ui.board.open_places import OpenPlace
from xhsplanner.ui.board.parts import AVATAR, LEFT, META, RING, WARNING, Parts, meta_top, parts_of
from xhsplanner.ui.board.stacks import COMPACT_H, PAD, Card, Stack, Style
from xhsplanner.ui.rect import Rect
from xhsplanner.ui.theme import SeriesColors
from xhsplanner.ui.widgets.states import OVERDUE, clock_text

TITLE = 13
REPEAT = 14
SIGN = 12
"""The warning sign of a card of one line."""
CHAIN = 13
"""The mark of a card that follows another or is followed."""
TIME_FROM = 150  # a one-line card shows its time from this width


def ground_color(ink: Ink, head: DayHead) -> QColor:
    """The ground of a day's cells."""
    return ink.color("today_soft") if head.today else ink.color("surface")


def paint_ground(painter: QPainter, ink: Ink, rect: QRectF, head: DayHead, origin: QPointF) -> None:
    """The ground of a cell (or of what is below its tiles) with its grid lines at right and bottom."""
    if head.quiet:
        painter.setBrushOrigin(origin)
        painter.fillRect(rect, ink.hatch)
    else:
        painter.fillRect(rect, ground_color(ink, head))


def paint_chunk(
    painter: QPainter, ink: Ink, week: Week, shown: Stack, chunk: Chunk, cell: Rect, banners: Banners
) -> None:
    """One tile, painted with its top-left corner at the origin; `cell` is the whole cell in content pixels."""
    part = chunk.rect
    head = week.days[chunk.cell.column]
    area = QRectF(0, 0, part.w, part.h)
    paint_ground(painter, ink, area, head, QPointF(-part.x % 16, -part.y % 16))
    painter.setPen(QPen(ink.color("border"), 1))
    painter.drawLine(QPointF(part.w - 0.5, 0), QPointF(part.w - 0.5, part.h))
    if part.bottom == cell.bottom:
        painter.drawLine(QPointF(0, part.h - 0.5), QPointF(part.w, part.h - 0.5))
    painter.translate(-part.x, -part.y)
    for card in chunk.cards:
        paint_card(painter, ink, week.looks[card.note_id], card, banners)
    if shown.more is not None and shown.more.bottom <= part.bottom:
        paint_more(painter, ink, shown.more, shown.hidden)
    for rect, one in zip(shown.places, week.places.get(chunk.cell, ()), strict=False):  # some may not fit
        if part.y <= rect.y and rect.bottom <= part.bottom:
            paint_place(painter, ink, rect, one, week.muted(chunk.cell))
    if chunk.part == 0:
        inner = Rect(cell.x + PAD, cell.y + PAD, cell.w - 2 * PAD - 1, cell.h - 2 * PAD - 1)
        _paint_rest(painter, ink, week, shown, chunk.cell, inner)


def _paint_rest(painter: QPainter, ink: Ink, week: Week, shown: Stack, cell: Cell, inner: Rect) -> None:
    if shown.hint is not None and cell in week.hints:
        paint_hint(painter, ink, shown.hint, week.hints[cell])
    empty = not (shown.cards or shown.hint or shown.places)
    if week.days[cell.column].quiet and cell.row == 0 and empty:
        paint_quiet_words(painter, ink, inner)


def paint_card(painter: QPainter, ink: Ink, look: CardLook, card: Card, banners: Banners) -> None:
    """A note's card."""
    rect = card.rect
    frame = ink.frame(rect.w, rect.h, card.banner, look.tone)
    painter.drawPixmap(QPointF(rect.x - SHADOW, rect.y - SHADOW), frame)
    if card.style is Style.LINE:
        _paint_line(painter, ink, look, rect, parts_of(card, look, rect, ink.width).status)
        return
    top = rect.y + card.banner
    if card.banner:
        picture = banners.picture(ink, look, rect.w, card.banner)
        painter.drawPixmap(QPointF(rect.x, rect.y), picture)
    tight = rect.h < COMPACT_H
    parts = parts_of(card, look, rect, ink.width)
    _paint_meta(painter, ink, look, parts, meta_top(card, rect))
    line_h = 16 if tight else 17
    title_top = top + (21 if tight else 25)
    room = rect.bottom - title_top - (1 if tight else 2) - (23 if card.style is Style.BANNER else 0)
    count = max(1, min(2, room // line_h)) if card.style is not Style.BANNER else 2
    _paint_title(painter, ink, look, rect, title_top, line_h, count)
    if parts.chip is not None:
        painter.drawPixmap(_corner(parts.chip), ink.chip(look.chip, look.tone, parts.chip.w))


def _corner(rect: Rect) -> QPointF:
    return QPointF(rect.x, rect.y)


def _paint_meta(painter: QPainter, ink: Ink, look: CardLook, parts: Parts, top: int) -> None:
    """Ring and time at the left, warning and owner at the right, in a line of 18 px."""
    painter.drawPixmap(_corner(parts.status), ink.ring(look.ring, RING))
    face = ink.type(META)
    when = clock_text(look.note.minute)
    if when:
        painter.setFont(face.font)
        painter.setPen(ink.color("danger" if look.ring == OVERDUE else "text2"))
        painter.drawText(QPointF(parts.status.right + 5, face.baseline(top, 19)), when)
    if look.relay:
        x = parts.status.right + 9 + (round(face.width(when)) if when else 0)
        edge = parts.warning or parts.owner
        if edge is None or x + CHAIN + 2 <= edge.x:
            painter.drawPixmap(QPointF(x, top + 3), ink.icon("link", "text2", CHAIN))
    if parts.owner is not None:
        painter.drawPixmap(_corner(parts.owner), ink.avatar(look.owner, look.owner_color, AVATAR))
    if parts.warning is not None:
        tone = "danger" if look.grave else "warn"
        painter.drawPixmap(_corner(parts.warning), ink.icon("triangle-alert", tone, WARNING))
        if len(look.warnings) > 1:
            small = ink.type(10, bold=True)
            painter.setFont(small.font)
            painter.setPen(ink.color(tone))
            at = QPointF(parts.warning.x + WARNING + 1, small.baseline(parts.warning.y, WARNING))
            painter.drawText(at, str(min(9, len(look.warnings))))


def title_color(ink: Ink, look: CardLook) -> QColor:
    """Titles of notes that are off the plan step back."""
    return ink.color("text3" if look.note.status in NOT_PLANNED else "text")


def _paint_title(
    painter: QPainter, ink: Ink, look: CardLook, rect: Rect, top: int, line_h: int, count: int
) -> None:
    face = ink.type(TITLE)
    painter.setFont(face.font)
    painter.setPen(title_color(ink, look))
    text = look.note.title.strip() or t("week.untitled")
    if not look.note.title.strip():
        painter.setPen(ink.color("text3"))
    x, width = rect.x + LEFT, rect.w - LEFT - 6
    for line in face.fit(text, width, count):
        painter.drawText(QPointF(x, face.baseline(top, line_h)), line)
        if look.note.status is Status.CANCELLED:
            painter.drawLine(
                QPointF(x, top + line_h / 2 + 0.5), QPointF(x + face.width(line), top + line_h / 2 + 0.5)
            )
        top += line_h


def _paint_line(painter: QPainter, ink: Ink, look: CardLook, rect: Rect, ring: Rect) -> None:
    painter.drawPixmap(_corner(ring), ink.ring(look.ring, ring.w))
    x, right = ring.right + 5, rect.right - 5
    if look.warnings:
        right -= SIGN
        sign = ink.icon("triangle-alert", "danger" if look.grave else "warn", SIGN)
        painter.drawPixmap(QPointF(right, rect.y + (rect.h - SIGN) // 2), sign)
        right -= 3
    small = ink.type(11)
    when = clock_text(look.note.minute)
    if when and rect.w >= TIME_FROM:
        painter.setFont(small.font)
        painter.setPen(ink.color("danger" if look.ring == OVERDUE else "text2"))
        painter.drawText(QPointF(x, small.baseline(rect.y, rect.h)), when)
        x += round(small.width(when)) + 5
    face = ink.type(12)
    fitting = face.fit(look.note.title.strip() or t("week.untitled"), right - x, 1)
    painter.setFont(face.font)
    painter.setPen(title_color(ink, look))
    if fitting:
        painter.drawText(QPointF(x, face.baseline(rect.y, rect.h)), fitting[0])


def paint_more(painter: QPainter, ink: Ink, rect: Rect, hidden: int) -> None:
    """The `+n` of a full cell, or what folds an unfolded one again."""
    text = t("week.more", n=hidden) if hidden else t("week.less")
    pill = ink.pill(text, "chevron-down" if hidden else "chevron-up", rect.w, rect.h)
    painter.drawPixmap(QPointF(rect.x, rect.y), pill)


def dashed_pen(color: QColor, width: float = 1.2) -> QPen:
    """The dashes of what is only suggested."""
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([3.6, 3.0])
    return pen


def paint_hint(painter: QPainter, ink: Ink, rect: Rect, hint: Hint) -> None:
    """A dashed suggestion: a bulb, what to add, and why."""
    painter.setPen(dashed_pen(mix(ink.color("border2"), ink.color("text3"), 0.35)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(*rect).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
    rows = [(t("week.suggest"), "text2", 12), (hint.series, "text2", 12), (hint.reason, "text3", 11)]
    rows = [row for row in rows if row[0]]
    icon = 26 if rect.h >= 26 + 17 * len(rows) + 8 else 0
    if not icon:
        rows = rows[: max(1, (rect.h - 6) // 17)]
    top = rect.y + max(3, (rect.h - icon - 17 * len(rows)) // 2)
    if icon:
        painter.drawPixmap(QPointF(rect.x + (rect.w - 18) / 2, top), ink.icon("lightbulb", "text3", 18))
    _centred(painter, ink, rect, top + icon, rows)


def paint_place(painter: QPainter, ink: Ink, rect: Rect, one: OpenPlace, muted: bool = False) -> None:
    """A dashed card in the colour of its series, grey where its day is over or quiet: ↻, time and name."""
    tone = ink.tone(one.palette)
    if muted:
        tone = SeriesColors(ink.color("border2"), ink.color("surface2"), ink.color("text3"))
    ground = QColor(tone.bg)
    ground.setAlphaF(0.35)
    painter.setBrush(ground)
    painter.setPen(dashed_pen(tone.solid, 1.3))
    painter.drawRoundedRect(QRectF(*rect).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
    time, left, room = clock_text(one.place.minute), rect.x + 9, rect.w - 16
    small, face = ink.type(12), ink.type(13, bold=True)
    two = rect.h >= 2 * 18 + 6
    top = rect.y + (rect.h - 36) // 2 if two else rect.y
    line_h = 18 if two else rect.h
    painter.drawPixmap(QPointF(left, top + (line_h - REPEAT) // 2), ink.icon("repeat", tone.fg.name(), REPEAT))
    x = left + REPEAT + 5
    painter.setFont(small.font)
    painter.setPen(ink.color("text3" if muted else "text2"))
    if time and (two or room >= 120):
        painter.drawText(QPointF(x, small.baseline(top, line_h)), time)
        x += round(small.width(time)) + 6
    if two:
        x, top = left, top + line_h
    face = face if two else ink.type(12, bold=True)
    painter.setFont(face.font)
    painter.setPen(tone.fg)
    for text in face.fit(one.name, rect.right - 6 - x, 1):
        painter.drawText(QPointF(x, face.baseline(top, line_h)), text)


def paint_quiet_words(painter: QPainter, ink: Ink, rect: Rect) -> None:
    """静默日 不排营销内容, once at the top of the day's column."""
    painter.drawPixmap(QPointF(rect.x + (rect.w - 20) / 2, rect.y + 20), ink.icon("ban", "text3", 20))
    rows = [(t("days.quiet"), "text2", 12), (t("days.no_marketing"), "text2", 12)]
    _centred(painter, ink, rect, rect.y + 52, rows)


def _centred(painter: QPainter, ink: Ink, rect: Rect, top: int, rows: list[tuple[str, str, int]]) -> None:
    for text, color, px in rows:
        face = ink.type(px)
        fitting = face.fit(text, rect.w - 10, 1)
        if fitting:
            painter.setFont(face.font)
            painter.setPen(ink.color(color))
            x = rect.x + (rect.w - face.width(fitting[0])) / 2
            painter.drawText(QPointF(round(x), face.baseline(top, 17)), fitting[0])
        top += 17
