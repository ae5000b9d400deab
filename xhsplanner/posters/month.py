"""The month on a poster: six weeks, long occasions as bars, the notes of each day as chips."""

from collections.abc import Iterator
from datetime import date

from xhsplanner.posters import text
from xhsplanner.posters.cards import NARROW, Cards
from xhsplanner.posters.grid import Part, Row
from xhsplanner.posters.marks import Box, Mark, Page
from xhsplanner.posters.model import Head, Item, Poster
from xhsplanner.posters.sheet import Body, Sheet

DAYS = 7


def pages(poster: Poster) -> list[Page]:
    """The pages of a month."""
    sheet = Sheet(poster)
    return sheet.pages(_Month(sheet).body)


class _Month:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self._inks, self._poster = sheet, sheet.inks, sheet.poster
        self._column = sheet.width / DAYS
        self._narrow = self._column < NARROW * sheet.paper.scale
        self._heads = sheet.inks.size("weekday") * 2.0
        self._number = sheet.inks.size("number") * 0.82
        self._lanes = {lane.id: lane for lane in sheet.poster.lanes}
        self._days: dict[date, list[Item]] = {}
        for item in sheet.poster.items:
            if item.day is not None:
                self._days.setdefault(item.day, []).append(item)
        self._weeks = [sheet.poster.heads[n : n + DAYS] for n in range(0, len(sheet.poster.heads), DAYS)]

    def _stretches(self, week: int) -> int:
        return max((one.lane + 1 for one in self._poster.stretches if one.week == week), default=0)

    def _top(self, week: int) -> float:
        """How much of a week is above its chips: numbers, what days are, bars."""
        return self._first_bar + self._stretches(week) * (self._bar + 1)

    @property
    def _first_bar(self) -> float:
        return self._number * 1.75 + (self._bar * 1.1 if self._narrow else 0.0)

    @property
    def _bar(self) -> float:
        return self._inks.size("label") * 1.45

    def body(self, step: float) -> Body:
        cards = Cards(self._inks, self._poster.look, step)
        rows = []
        for number, week in enumerate(self._weeks):
            top = self._top(number)
            inside = any(head.day.month == self._poster.month for head in week)
            cells = [
                [cards.chip(item, self._column - 2 * self._sheet.gap, self._lanes.get(item.account))
                 for item in self._days.get(head.day, ())]
                for head in week
            ]  # fmt: skip
            rows.append(Row(cells, top, top + self._number, grows=1.0 if inside else 0.15))
        return Body(rows, self._heads, self._draw_heads, self._draw)

    def _draw_heads(self, y: float) -> Iterator[Mark]:
        inks, size = self._inks, self._inks.size("weekday")
        for column, head in enumerate(self._weeks[0] if self._weeks else ()):
            x = self._sheet.left + column * self._column
            yield from text.centred(x, self._column, y + size * 0.5, head.weekday, size, inks.tone("text2"), True)
        yield Box(self._sheet.left, y + self._heads - 0.4, self._sheet.width, 0.8, inks.tone("border2"))

    def _draw(self, part: Part, y: float) -> Iterator[Mark]:
        inks, sheet = self._inks, self._sheet
        top = self._top(part.row)
        for column, head in enumerate(self._weeks[part.row]):
            x = sheet.left + column * self._column
            outside = head.day.month != self._poster.month
            if outside:
                yield Box(x, y, self._column, part.height, inks.tone("sunken"))
            yield from sheet.ground(head, (x, y, self._column, part.height))
            yield Box(x, y, 0.5, part.height, inks.tone("border"))
            yield from self._day(head, x, y, outside)
            at = y + top
            for block in part.cells[column]:
                yield from block.draw(x + sheet.gap, at)
                at += block.height + sheet.gap
        yield from self._bars(part.row, y + self._first_bar - 0.5)
        yield Box(sheet.left, y + part.height - 0.25, sheet.width, 0.5, inks.tone("border2"))

    def _day(self, head: Head, x: float, y: float, outside: bool) -> Iterator[Mark]:
        inks, label = self._inks, self._inks.size("label")
        pad = label * 0.55
        first = head.day.day == 1
        said = f"{head.day.month}/{head.day.day}" if first else str(head.day.day)
        color = inks.tone("text3" if outside else "text")
        yield from text.line(x + pad, y + self._number * 0.25, said, self._number, color, not outside)
        used = pad + text.width(said, self._number, not outside) + label * 0.4
        if head.badge:
            yield from self._sheet.badge(head, x + used, y + self._number * 0.3, label)
            used += max(label * 1.5, text.width(head.badge, label) + label * 0.6) + label * 0.3
        if self._narrow:
            below = y + self._number * 1.6
            yield from self._sheet.day_chip(head, x + self._column - pad / 2, below, self._column - pad)
            return
        room = self._column - used - pad
        if room > label * 2:
            yield from self._sheet.day_chip(head, x + self._column - pad, y + self._number * 0.3, room)

    def _bars(self, week: int, y: float) -> Iterator[Mark]:
        inks, size = self._inks, self._inks.size("label")
        for one in self._poster.stretches:
            if one.week != week:
                continue
            _, back, front = inks.occasion(one.kind)
            x = self._sheet.left + one.first * self._column + 2
            wide = (one.last - one.first + 1) * self._column - 4
            top = y + one.lane * (self._bar + 1)
            yield Box(x, top, wide, self._bar, back, radius=self._bar * 0.3)
            said = text.fit(one.name, size, wide - size)
            yield from text.line(x + size * 0.5, top + size * 0.22, said, size, front)
