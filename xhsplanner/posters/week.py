"""The week on a poster: lying, accounts × days; standing (and in a chat), a band for each day."""

from collections.abc import Iterator

from xhsplanner.core.words import t
from xhsplanner.posters import text
from xhsplanner.posters.cards import Cards, avatar
from xhsplanner.posters.grid import Block, Part, Row
from xhsplanner.posters.marks import Box, Mark, Page
from xhsplanner.posters.model import Head, Item, Lane, Poster
from xhsplanner.posters.sheet import Body, Sheet

LANE, BAND = 82, 66
"""Points of the head of an account, of a day."""
CARD = 125
"""A card of a band is at least about as wide."""


def pages(poster: Poster) -> list[Page]:
    """The pages of a week."""
    sheet = Sheet(poster)
    week = _Bands(sheet) if sheet.paper.upright else _Matrix(sheet)
    return sheet.pages(week.body)


class _Matrix:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self._inks, self._poster = sheet, sheet.inks, sheet.poster
        self._lane = LANE * sheet.paper.scale
        self._column = (sheet.width - self._lane) / max(1, len(sheet.poster.heads))
        self._heads = sheet.inks.size("number") * 2.3
        self._cells: dict[tuple[int, int], list[Item]] = {}
        first = sheet.poster.heads[0].day
        for item in sheet.poster.items:
            if item.day is not None:
                self._cells.setdefault((item.account, (item.day - first).days), []).append(item)

    def body(self, step: float) -> Body:
        cards = Cards(self._inks, self._poster.look, step)
        wide = self._column - 2 * self._sheet.gap
        rows = [
            Row(
                [
                    [cards.card(item, wide) for item in self._cells.get((lane.id, column), ())]
                    for column in range(len(self._poster.heads))
                ],
                least=self._inks.size("lane") * 6.4,
            )
            for lane in self._poster.lanes
        ]
        return Body(rows, self._heads, self._draw_heads, self._draw)

    def _x(self, column: int) -> float:
        return self._sheet.left + self._lane + column * self._column

    def _draw_heads(self, y: float) -> Iterator[Mark]:
        inks, sheet = self._inks, self._sheet
        label = inks.size("label")
        said = t("posters.accounts", n=len(self._poster.lanes))
        yield from text.line(sheet.left + label, y + (self._heads - label) / 2, said, label, inks.tone("text3"))
        for column, head in enumerate(self._poster.heads):
            yield from self._day(head, self._x(column), y)
        yield Box(sheet.left, y + self._heads - 0.4, sheet.width, 0.8, inks.tone("border2"))

    def _day(self, head: Head, x: float, y: float) -> Iterator[Mark]:
        inks, sheet = self._inks, self._sheet
        yield from sheet.ground(head, (x, y, self._column, self._heads))
        yield Box(x, y, 0.5, self._heads, inks.tone("border"))
        small, number, label = inks.size("weekday"), inks.size("number"), inks.size("label")
        pad = label * 0.7
        yield from text.line(x + pad, y + small * 0.55, head.weekday, small, inks.tone("text2"))
        if head.badge:
            at = x + pad + text.width(head.weekday, small) + label * 0.5
            yield from sheet.badge(head, at, y + small * 0.4, label)
        below = y + small * 1.85
        said = str(head.day.day)
        yield from text.line(x + pad, below, said, number, inks.tone("text"), True)
        used = pad * 2.4 + text.width(said, number, True)
        yield from sheet.day_chip(head, x + self._column - pad * 0.8, below + number * 0.16, self._column - used)
        if head.kind != "lunar" and not head.badge:
            yield from text.right(
                x + self._column - pad * 0.8, y + small * 0.6, head.lunar, label, inks.tone("text3")
            )

    def _draw(self, part: Part, y: float) -> Iterator[Mark]:
        inks, sheet = self._inks, self._sheet
        lane = self._poster.lanes[part.row]
        yield from self._lane_head(lane, y, part)
        for column, head in enumerate(self._poster.heads):
            x = self._x(column)
            yield from sheet.ground(head, (x, y, self._column, part.height))
            yield Box(x, y, 0.5, part.height, inks.tone("border"))
            if head.quiet and part.row == 0 and not part.cells[column] and not part.again:
                yield from self._quiet(x, y)
            at = y + sheet.gap
            for block in part.cells[column]:
                yield from block.draw(x + sheet.gap, at)
                at += block.height + sheet.gap
        yield Box(sheet.left, y + part.height - 0.25, sheet.width, 0.5, inks.tone("border2"))

    def _quiet(self, x: float, y: float) -> Iterator[Mark]:
        size = self._inks.size("label")
        for number, key in enumerate(("days.quiet", "days.no_marketing")):
            for at, said in enumerate(text.wrap(t(key), size, self._column - size, most=2)):
                top = y + size * (1.6 + number * 1.6 + at * 1.3)
                yield from text.centred(x, self._column, top, said, size, self._inks.tone("text2"))

    def _lane_head(self, lane: Lane, y: float, part: Part) -> Iterator[Mark]:
        inks, sheet = self._inks, self._sheet
        size, small = inks.size("lane"), inks.size("label")
        x, pad, room = sheet.left, size * 0.75, self._lane - size * 1.3
        d = size * 1.9
        yield from avatar(x + pad, y + pad, d, lane.initial, lane.color)
        top = y + pad + d + size * 0.4
        lines = text.wrap(lane.name, size, room, True, max(1, int((part.height / size - 3.8) / 1.25)))
        for said in lines:
            yield from text.line(x + pad, top, said, size, inks.tone("text"), True)
            top += size * 1.25
        for said, tone in self._standing(lane, part.again):
            yield from text.line(x + pad, top + small * 0.15, text.fit(said, small, room), small, inks.tone(tone))
            top += small * 1.4

    def _standing(self, lane: Lane, again: bool) -> Iterator[tuple[str, str]]:
        if again:
            yield t("posters.again"), "text3"
        elif lane.target is None or self._poster.look.outside:
            yield t("posters.notes", n=lane.planned), "text2"
        else:
            gap = lane.target - lane.planned
            said = t("posters.standing", n=lane.planned, of=lane.target)
            yield (f"{said} · {t('posters.gap', n=gap)}", "danger") if gap > 0 else (said, "ok")


class _Bands:
    """Days from top to bottom, their cards side by side; accounts are told by each card."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self._inks, self._poster = sheet, sheet.inks, sheet.poster
        self._head = BAND * sheet.paper.scale
        room = sheet.width - self._head
        self._columns = max(1, int(room // (CARD * sheet.paper.scale)))
        self._column = (room - sheet.gap) / self._columns
        self._lanes = {lane.id: lane for lane in sheet.poster.lanes}
        self._days: dict[int, list[Item]] = {}
        first = sheet.poster.heads[0].day
        for item in sheet.poster.items:
            if item.day is not None:
                self._days.setdefault((item.day - first).days, []).append(item)

    def body(self, step: float) -> Body:
        cards = Cards(self._inks, self._poster.look, step)
        wide = self._column - self._sheet.gap
        rows = []
        for number in range(len(self._poster.heads)):
            cells: list[list[Block]] = [[] for _ in range(self._columns)]
            for item in self._days.get(number, ()):
                shortest = min(cells, key=lambda cell: sum(block.height for block in cell))
                shortest.append(cards.card(item, wide, self._lanes.get(item.account)))
            rows.append(Row(cells, least=self._inks.size("number") * 3.4))
        return Body(rows, 0.0, lambda _y: iter(()), self._draw)

    def _draw(self, part: Part, y: float) -> Iterator[Mark]:
        inks, sheet = self._inks, self._sheet
        head = self._poster.heads[part.row]
        yield from sheet.ground(head, (sheet.left, y, sheet.width, part.height))
        yield from self._day(head, y, part.again)
        yield Box(sheet.left + self._head, y, 0.5, part.height, inks.tone("border"))
        empty = not any(part.cells)
        if empty:
            size = inks.size("label")
            said = f"{t('days.quiet')} · {t('days.no_marketing')}" if head.quiet else t("posters.nothing")
            top = y + (part.height - size) / 2
            yield from text.line(sheet.left + self._head + size, top, said, size, inks.tone("text3"))
        for column, cell in enumerate(part.cells):
            at, x = y + sheet.gap, sheet.left + self._head + sheet.gap + column * self._column
            for block in cell:
                yield from block.draw(x, at)
                at += block.height + sheet.gap
        yield Box(sheet.left, y + part.height - 0.25, sheet.width, 0.5, inks.tone("border2"))

    def _day(self, head: Head, y: float, again: bool) -> Iterator[Mark]:
        inks, sheet = self._inks, self._sheet
        small, number, label = inks.size("weekday"), inks.size("number"), inks.size("label")
        x, y = sheet.left + label * 0.8, y + label * 0.8
        yield from text.line(x, y, head.weekday, small, inks.tone("text2"))
        if head.badge:
            yield from sheet.badge(head, x + text.width(head.weekday, small) + 3, y - label * 0.15, label)
        yield from text.line(x, y + small * 1.35, str(head.day.day), number, inks.tone("text"), True)
        room = self._head - label * 1.4
        wide = text.width(str(head.day.day), number, True) + label * 0.6
        if again:
            yield from text.line(x + wide, y + small * 1.7, t("posters.again"), label, inks.tone("text3"))
        below = y + small * 1.35 + number * 1.3
        said = text.fit(head.label, label, room)
        if head.kind == "lunar":
            yield from text.line(x, below, said, label, inks.tone("text3"))
        else:
            yield from sheet.day_chip(head, x + min(room, text.width(said, label) + label), below, room)
