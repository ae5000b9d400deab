"""A note on a poster: a card of a week, a chip of a month. Each is a block as high as its text."""

from collections.abc import Iterator

from xhsplanner.posters import text
from xhsplanner.posters.grid import Block
from xhsplanner.posters.looks import Inks
from xhsplanner.posters.marks import Box, Mark, Picture, Ring
from xhsplanner.posters.model import Item, Lane, Look

TITLE_LINES = 8
CHIP_LINES = 6
NARROW = 66
"""Narrower chips have account and status above their text, not beside it."""
COVER = 30
"""Points that a cover is wide; it is 3:4."""
CHIPS_FROM = 0.8
"""Below this step a card has no room for the name of its series: colour and legend tell it."""


class Cards:
    """Makes the blocks of one poster."""

    def __init__(self, inks: Inks, look: Look, step: float) -> None:
        self._inks, self._look, self._step = inks, look, step
        self.size = inks.size("card", step)
        self.small = inks.size("label", max(step, 0.94))

    def tones(self, item: Item) -> tuple[str, str, str]:
        """Strip, background and text: of the series or, if that is wanted, of the status."""
        if self._look.colours == "status" and item.ring:
            color = self._inks.status(item.ring)
            return color, self._inks.tone("surface2"), color
        return self._inks.series(item.palette)

    def card(self, item: Item, width: float, lane: Lane | None = None) -> Block:
        """A card: time and owner (or `lane`, the account), title in full, cover, name of the series."""
        inks, pad, size = self._inks, self._inks.size("pad"), self.size
        cover = COVER * max(1.0, self._step) if item.cover else 0.0
        left = inks.size("strip") + pad
        room = width - left - pad - (cover + pad if cover else 0.0)
        lines = text.wrap(item.title, size, room, True, TITLE_LINES)
        first = max(self.small, size) * 1.25 if self._has_top(item, lane) else 0.0
        chip = self._chip_name(item)
        below = self.small * 1.55 + pad * 0.7 if chip else 0.0
        body = first + len(lines) * size * text.LEADING + below
        high = max(body, cover * 4 / 3) + 2 * pad

        def draw(x: float, y: float) -> list[Mark]:
            solid, _, _ = self.tones(item)
            marks: list[Mark] = [
                Box(x, y, width, high, inks.tone("surface"), inks.tone("border2"), 0.5, inks.size("radius")),
                Box(x, y + 2, inks.size("strip"), high - 4, solid, radius=inks.size("strip") / 2),
            ]
            at = x + left
            if cover:
                marks.append(Picture(at, y + pad, cover, cover * 4 / 3, item.cover))
                at += cover + pad
            marks += self._top(item, lane, at, y + pad, room)
            for number, said in enumerate(lines):
                top = y + pad + first + number * size * text.LEADING
                marks += text.line(at, top, said, size, inks.tone("text"), True)
            if chip:
                top = y + pad + first + len(lines) * size * text.LEADING + pad * 0.5
                marks += self._chip(item, chip, at, top, room)
            return marks

        return Block(high, draw)

    def _chip_name(self, item: Item) -> str:
        if self._step < CHIPS_FROM:
            return ""
        return item.status if self._look.colours == "status" else item.series

    def _has_top(self, item: Item, lane: Lane | None) -> bool:
        return bool(item.clock or lane or (not self._look.outside and (item.ring or item.owner)))

    def _top(self, item: Item, lane: Lane | None, x: float, y: float, room: float) -> Iterator[Mark]:
        """Ring and time on the left, who on the right."""
        inks, small = self._inks, self.small
        size = max(small, self.size)
        end = x + room
        if item.ring and not self._look.outside:
            yield Ring(x, y + size * 0.02, size, item.ring, inks.status(item.ring), inks.tone("surface"))
            x += size * 1.3
        if item.clock:
            yield from text.line(x, y + (size - small) / 2, item.clock, small, inks.tone("text2"))
            x += text.width(item.clock, small) + small * 0.6
        if item.owner and not self._look.outside:
            d = size * 1.12
            end -= d
            yield from avatar(end, y - size * 0.05, d, item.owner[:1], item.owner_color or inks.tone("text3"))
        if lane is not None:
            d = size * 1.12
            yield from avatar(x, y - size * 0.05, d, lane.initial, lane.color)
            said = text.fit(lane.name, small, max(0.0, end - x - d * 1.6))
            yield from text.line(x + d * 1.25, y + (size - small) / 2, said, small, inks.tone("text2"))

    def _chip(self, item: Item, name: str, x: float, y: float, room: float) -> Iterator[Mark]:
        _, back, front = self.tones(item)
        said = text.fit(name, self.small, room - self.small)
        wide = text.width(said, self.small) + self.small
        yield Box(x, y, wide, self.small * 1.5, back, radius=self.small * 0.4)
        yield from text.line(x + self.small / 2, y + self.small * 0.24, said, self.small, front)

    def chip(self, item: Item, width: float, lane: Lane | None) -> Block:
        """A chip of a month: account, time and title on a few lines, in the colour of its series."""
        inks, size = self._inks, max(self.size * 0.86, self._inks.size("card", 0.01))
        pad = inks.size("pad") * 0.55
        d = size * 1.2
        narrow = width < NARROW * inks.scale
        left = inks.size("strip") + pad + (d + pad if lane and not narrow else 0.0)
        ring = size * 1.05 if item.ring and not self._look.outside else 0.0
        above = d + pad if narrow and (lane or ring) else 0.0
        title = f"{item.clock} {item.title}" if item.clock else item.title
        lines = text.wrap(title, size, width - left - pad - (0 if narrow else ring), False, CHIP_LINES)
        high = above + max(1, len(lines)) * size * 1.25 + 1.6 * pad

        def draw(x: float, y: float) -> list[Mark]:
            solid, back, front = self.tones(item)
            marks: list[Mark] = [
                Box(x, y, width, high, back, radius=inks.size("radius") * 0.7),
                Box(x, y + 1, inks.size("strip"), high - 2, solid, radius=inks.size("strip") / 2),
            ]
            if lane:
                top = y + pad * 0.8 - size * 0.05
                marks += avatar(x + inks.size("strip") + pad, top, d, lane.initial, lane.color)
            for number, said in enumerate(lines):
                marks += text.line(
                    x + left, y + above + pad * 0.8 + number * size * 1.25, said, size, self._read(front)
                )
            if ring:
                at = x + width - ring - pad * 0.4
                marks.append(Ring(at, y + pad, size * 0.95, item.ring, inks.status(item.ring), back))
            return marks

        return Block(high, draw)

    def _read(self, front: str) -> str:
        return self._inks.tone("text") if self._look.colours == "status" else front


def avatar(x: float, y: float, d: float, initial: str, color: str) -> Iterator[Mark]:
    """A disc with one character."""
    yield Box(x, y, d, d, color, radius=d / 2)
    size = d * 0.56
    said = text.plain(initial)[:1]
    yield from text.centred(x, d, y + (d - size) / 2 - size * 0.02, said, size, on(color), True)


def on(color: str) -> str:
    """Black or white, whichever reads better on a #RRGGBB colour."""
    digits = color.lstrip("#")
    if len(digits) != 6:
        return "#FFFFFF"
    values = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    light = sum(w * v**2.2 for w, v in zip((0.2126, 0.7152, 0.0722), values, strict=True))
    return "#FFFFFF" if 1.05 / (light + 0.05) >= 3.0 else "#211F1C"
