"""Notes on a poster as a table: a line each, its head on every page."""

from collections.abc import Iterator
from itertools import pairwise

from xhsplanner.core.words import t
from xhsplanner.posters import text
from xhsplanner.posters.cards import avatar
from xhsplanner.posters.grid import Block, Part, Row
from xhsplanner.posters.marks import Box, Mark, Page, Ring
from xhsplanner.posters.model import Item, Poster
from xhsplanner.posters.sheet import Body, Sheet

COLUMNS = {"day": 74, "clock": 36, "account": 108, "series": 104, "title": 0, "owner": 62, "status": 58}
"""Points of each column; the title has what is left."""
NARROW = {"day": 62, "account": 84, "title": 0, "status": 46}
OUTSIDE = ("owner", "status")
LINES = 4


def pages(poster: Poster) -> list[Page]:
    """The pages of a table."""
    sheet = Sheet(poster)
    return sheet.pages(_Table(sheet).body)


class _Table:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self._inks, self._poster = sheet, sheet.inks, sheet.poster
        self._lanes = {lane.id: lane for lane in sheet.poster.lanes}
        narrow = sheet.width < 500 * sheet.paper.scale
        wanted = NARROW if narrow else COLUMNS
        self._narrow = narrow
        tight = 0.8 if not narrow and sheet.paper.upright else 1.0
        asked = {
            k: v * sheet.paper.scale * tight for k, v in wanted.items() if not (sheet.look.outside and k in OUTSIDE)
        }
        asked["title"] = sheet.width - sum(asked.values())
        self._columns: dict[str, tuple[float, float]] = {}
        x = 0.0
        for name, wide in asked.items():
            self._columns[name] = (x, wide)
            x += wide
        self._heads = sheet.inks.size("label") * 2.4

    def body(self, step: float) -> Body:
        size = self._inks.size("card", step)
        items = self._poster.items
        shaded = self._shades(items)
        blocks = [self._block(item, size, dark) for item, dark in zip(items, shaded, strict=True)]
        return Body([Row([blocks], grows=0.0)], self._heads, self._draw_heads, self._draw)

    @staticmethod
    def _shades(items: tuple[Item, ...]) -> list[bool]:
        """Every other day is shaded."""
        found = [False] if items else []
        for one, other in pairwise(items):
            found.append(found[-1] ^ (one.day != other.day))
        return found

    def _draw_heads(self, y: float) -> Iterator[Mark]:
        size, sheet = self._inks.size("label"), self._sheet
        yield Box(sheet.left, y, sheet.width, self._heads, self._inks.tone("sunken"))
        for name, (x, wide) in self._columns.items():
            said = text.fit(t(f"posters.column.{name}"), size, wide - size)
            yield from text.line(sheet.left + x + size * 0.6, y + size * 0.65, said, size, self._inks.tone("text2"))

    def _draw(self, part: Part, y: float) -> Iterator[Mark]:
        at = y
        for block in part.cells[0]:
            yield from block.draw(self._sheet.left, at)
            at += block.height + self._sheet.gap
        if not part.cells[0] and not part.again:
            size = self._inks.size("lane")
            said = t("posters.nothing")
            yield from text.centred(self._sheet.left, self._sheet.width, y + size * 3, said, size,
                                    self._inks.tone("text3"))  # fmt: skip

    def _block(self, item: Item, size: float, shaded: bool) -> Block:
        inks, gap, pad = self._inks, self._sheet.gap, size * 0.5
        lane = self._lanes.get(item.account)
        color = inks.tone("text2")
        says = {
            "day": self._day(item),
            "clock": item.clock,
            "account": lane.name if lane else "",
            "title": item.title,
            "owner": item.owner,
        }
        lines = {
            name: text.wrap(said, size, self._columns[name][1] - pad * (4.4 if name == "account" else 2),
                            name == "title", LINES)
            for name, said in says.items()
            if name in self._columns
        }  # fmt: skip
        high = max(1, *(len(found) for found in lines.values())) * size * text.LEADING + pad * 1.2

        def draw(x: float, y: float) -> list[Mark]:
            marks: list[Mark] = []
            if shaded:
                marks.append(Box(x, y, self._sheet.width, high + gap, inks.tone("surface2")))
            strip = inks.size("strip")
            marks.append(Box(x, y, strip, high + gap, inks.series(item.palette)[0]))
            marks.append(Box(x, y + high + gap - 0.25, self._sheet.width, 0.5, inks.tone("border")))
            top = y + (pad * 1.2 + gap) / 2
            for name, found in lines.items():
                left = x + self._columns[name][0] + pad
                if name == "account" and lane:
                    marks += avatar(left, top - size * 0.05, size * 1.2, lane.initial, lane.color)
                    left += size * 1.5
                tone = inks.tone("text") if name == "title" else color
                for number, said in enumerate(found):
                    line_top = top + number * size * text.LEADING
                    marks += text.line(left, line_top, said, size, tone, name == "title")
            marks += self._series(item, x, top, size, pad)
            marks += self._status(item, x, top, size, pad)
            return marks

        return Block(high, draw)

    def _day(self, item: Item) -> str:
        if item.day is None:
            return t("posters.undated")
        said = f"{item.day.month}/{item.day.day} {t(f'days.weekday.{item.day.weekday()}')}"
        return f"{said} {item.clock}" if self._narrow and item.clock else said

    def _series(self, item: Item, x: float, top: float, size: float, pad: float) -> Iterator[Mark]:
        if "series" not in self._columns or not item.series:
            return
        at, wide = self._columns["series"]
        _, back, front = self._inks.series(item.palette)
        said = text.fit(item.series, size * 0.9, wide - pad * 3.4)
        chip = text.width(said, size * 0.9) + pad * 1.4
        yield Box(x + at + pad, top - size * 0.12, chip, size * 1.35, back, radius=size * 0.3)
        yield from text.line(x + at + pad * 1.7, top + size * 0.06, said, size * 0.9, front)

    def _status(self, item: Item, x: float, top: float, size: float, pad: float) -> Iterator[Mark]:
        if "status" not in self._columns or not item.ring:
            return
        at, wide = self._columns["status"]
        yield Ring(x + at + pad, top, size, item.ring, self._inks.status(item.ring), self._inks.tone("surface"))
        said = text.fit(item.status, size, wide - pad * 2 - size * 1.4)
        yield from text.line(x + at + pad + size * 1.4, top, said, size, self._inks.tone("text2"))
