"""What every page of a poster has: title, legend, foot; and how a poster's rows become pages."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from xhsplanner.core.words import t
from xhsplanner.posters import grid, text
from xhsplanner.posters.grid import Part, Row
from xhsplanner.posters.looks import Inks, paper, table
from xhsplanner.posters.marks import Box, Mark, Page, Ring
from xhsplanner.posters.model import Head, Key, Poster


class Body(NamedTuple):
    """The rows of a poster at one size of text, and what draws the part of a page (`x`, `y`, part)."""

    rows: Sequence[Row]
    heads: float
    draw_heads: Callable[[float], Iterator[Mark]]
    draw: Callable[[Part, float], Iterator[Mark]]


class Sheet:
    """The frame of one poster: where things are, in points."""

    def __init__(self, poster: Poster) -> None:
        self.poster, self.look = poster, poster.look
        self.inks, self.paper = Inks(poster.look), paper(poster.look)
        self.margin = self.inks.size("margin")
        self.left, self.width = self.margin, self.paper.width - 2 * self.margin
        self.gap = self.inks.size("gap")
        self._titles = self._title_lines()
        self.top = self.margin + self._title_height()
        self._keys = list(self._legend())
        self.bottom = self.paper.height - self.margin * 0.6 - self.inks.size("footer") * 1.6 - self._legend_height()

    # --- pages ------------------------------------------------------------------------------------

    def pages(self, make: Callable[[float], Body]) -> list[Page]:
        """The pages of a body that `make` makes at a step: the largest that needs no more pages than the last."""
        body = Body((), 0.0, lambda _y: iter(()), lambda _part, _y: iter(()))
        steps = table()["steps"][self.poster.view]
        fewest = len(self._parts(make(steps[-1])))
        parts: list[list[Part]] = []
        for step in steps:
            body = make(step)
            parts = self._parts(body)
            if len(parts) <= fewest:
                break
        return [self._page(body, page, number, len(parts)) for number, page in enumerate(parts, 1)]

    def _parts(self, body: Body) -> list[list[Part]]:
        return grid.pages(body.rows, self.bottom - self.top - body.heads, self.gap)

    def _page(self, body: Body, parts: Sequence[Part], number: int, of: int) -> Page:
        inks, first = self.inks, self.top + body.heads
        size = self.paper.width, self.paper.height
        marks: list[Mark] = list(self._title())
        high = self.bottom - self.top
        marks.append(Box(self.left, self.top, self.width, high, inks.tone("surface")))
        marks += body.draw_heads(self.top)
        for part in parts:
            marks += body.draw(part, first + part.y)
        marks.append(Box(self.left, self.top, self.width, high, "", inks.tone("border2"), 0.8))
        marks += [mark for _, _, mark in self._keys]
        marks += self._foot(number, of)
        sheet = inks.tone("canvas") if self.look.dark else "#FFFFFF"
        return Page(*size, self.paper.pixels, sheet, tuple(marks))

    # --- title ------------------------------------------------------------------------------------

    def _title_lines(self) -> list[str]:
        return text.wrap(self.poster.title, self.inks.size("title"), self.width, True, 2)

    def _title_height(self) -> float:
        said = text.wrap(self.poster.subtitle, self.inks.size("subtitle"), self.width, False, 2)
        title, sub = self.inks.size("title"), self.inks.size("subtitle")
        return len(self._titles) * title * 1.25 + len(said) * sub * 1.4 + sub * 0.6

    def _title(self) -> Iterator[Mark]:
        inks, y = self.inks, self.margin
        size, small = inks.size("title"), inks.size("subtitle")
        for said in self._titles:
            yield from text.line(self.left, y, said, size, inks.tone("text"), True)
            y += size * 1.25
        for said in text.wrap(self.poster.subtitle, small, self.width, False, 2):
            yield from text.line(self.left, y + small * 0.1, said, small, inks.tone("text2"))
            y += small * 1.4

    # --- legend and foot --------------------------------------------------------------------------

    def _entries(self) -> list[tuple[Key, bool]]:
        series = [(key, False) for key in self.poster.series]
        return series if self.look.outside else [*series, *((key, True) for key in self.poster.statuses)]

    def _legend_height(self) -> float:
        lines = max((line for _, line, _ in self._keys), default=-1) + 1
        return lines * self.inks.size("legend") * 1.75 + (self.inks.size("legend") * 0.7 if lines else 0.0)

    def _legend(self) -> Iterator[tuple[Key, int, Mark]]:
        """The marks of the legend with the line they are on; placed from the bottom up."""
        size, placed = self.inks.size("legend"), []
        x, line = 0.0, 0
        for key, is_ring in self._entries():
            said = text.fit(t("posters.key", name=key.name, n=key.n), size, self.width - size * 2)
            wide = size * 1.5 + text.width(said, size)
            if x and x + wide > self.width:
                x, line = 0.0, line + 1
            placed.append((key, is_ring, said, x, line))
            x += wide + size * 1.8
        foot = self.paper.height - self.margin * 0.6 - self.inks.size("footer") * 1.6
        for key, is_ring, said, x, at in placed:
            y = foot - (line + 1 - at) * size * 1.75 + size * 0.2
            for mark in self._key(key, is_ring, said, self.left + x, y):
                yield key, at, mark

    def _key(self, key: Key, is_ring: bool, said: str, x: float, y: float) -> Iterator[Mark]:
        inks, size = self.inks, self.inks.size("legend")
        if is_ring:
            paper_color = inks.tone("canvas") if self.look.dark else "#FFFFFF"
            yield Ring(x, y, size, key.what, inks.status(key.what), paper_color)
        else:
            yield Box(x, y + size * 0.1, size * 0.85, size * 0.85, inks.series(key.what)[0], radius=size * 0.2)
        yield from text.line(x + size * 1.4, y, said, size, inks.tone("text2"))

    def _foot(self, number: int, of: int) -> Iterator[Mark]:
        inks, size = self.inks, self.inks.size("footer")
        y = self.paper.height - self.margin * 0.6 - size * 1.1
        left, middle, said = self.poster.footer
        if of > 1:
            said = f"{said} · {t('posters.page', n=number, of=of)}" if said else t("posters.page", n=number, of=of)
        wide = text.width(said, size)
        mark = text.width(middle, size, True)
        room = self.width - wide - mark - size * 6
        yield from text.line(self.left, y, text.fit(left, size, max(room, size * 4)), size, inks.tone("text3"))
        yield from text.right(self.left + self.width, y, said, size, inks.tone("text3"))
        if middle:
            used = text.width(text.fit(left, size, max(room, size * 4)), size) + size * 2
            x = max(self.left + used, self.left + (self.width - mark) / 2)
            x = min(x, self.left + self.width - wide - mark - size * 2)
            yield from text.line(x, y, middle, size, inks.tone("danger"), True)

    # --- days -------------------------------------------------------------------------------------

    def badge(self, head: Head, x: float, y: float, size: float) -> Iterator[Mark]:
        """休 or 班 in a small square."""
        inks = self.inks
        wide = max(size * 1.5, text.width(head.badge, size) + size * 0.6)
        yield Box(x, y, wide, size * 1.5, inks.tone("ok_soft" if head.rest else "warn_soft"), radius=size * 0.3)
        color = inks.tone("ok" if head.rest else "warn")
        yield from text.centred(x, wide, y + size * 0.22, head.badge, size, color, True)

    def day_chip(self, head: Head, right: float, y: float, room: float) -> Iterator[Mark]:
        """What the day is, ending at `right`: its occasion as a chip, else its lunar day."""
        inks, size = self.inks, self.inks.size("label")
        if head.kind == "lunar":
            said = text.fit(head.label, size, room)
            yield from text.right(right, y + size * 0.25, said, size, inks.tone("text3"))
            return
        back, front = inks.tone("border2"), inks.tone("text")
        if not head.quiet:
            _, back, front = inks.occasion(head.kind)
        said = text.fit(head.label, size, room - size)
        wide = text.width(said, size) + size
        yield Box(right - wide, y, wide, size * 1.55, back, radius=size * 0.35)
        yield from text.line(right - wide + size / 2, y + size * 0.27, said, size, front)

    def ground(self, head: Head, box: tuple[float, float, float, float]) -> Iterator[Mark]:
        """The ground of a day: hatched where it is quiet, tinted at weekends and holidays."""
        x, y, w, h = box
        if head.quiet:
            yield Box(x, y, w, h, self.inks.tone("quiet"), hatched=self.inks.tone("border2"))
        elif head.rest or (head.day.weekday() >= 5 and not head.badge):
            yield Box(x, y, w, h, self.inks.tone("surface2"))
