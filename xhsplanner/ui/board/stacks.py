"""What one cell of the board shows at a density: how its notes become cards, lines and `+n`. Qt-free."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from xhsplanner.ui.rect import Rect

PAD = 5
GAP = 6
BANNER_BODY = 88  # what a card needs below its banner: meta line, two title lines, chip
BANNER_MIN = 24
BANNER_MAX = 96  # and half as high as wide: its word is as large as it is high, and a tall one cut it to "大…"
COMPACT_H = 62
COMPACT_MIN = 38
LINE_H = 27
LINE_GAP = 3
MORE_H = 22
PLACE_H = 46  # an open place: its time above its name


class Density(NamedTuple):
    """How large rows are: the least and the largest height, and that of one row's head while its cards scroll by.

    `full`: every card shows its whole cover; `snug`: a row is only as high as its fullest cell needs.
    """

    id: str
    row: int
    most: int
    full: bool = False
    snug: bool = False


COMPACT = Density("compact", 74, 158, snug=True)
NORMAL = Density("normal", 128, 236)
COVER = Density("cover", 200, 330, full=True)
DENSITIES = {density.id: density for density in (COMPACT, NORMAL, COVER)}


class Style(Enum):
    """How much of a note a card shows."""

    BANNER = "banner"  # cover banner, meta line, two title lines, series chip
    COMPACT = "compact"  # meta line and as many title lines as fit
    LINE = "line"  # ring, time and title on one line


class Card(NamedTuple):
    """A note's place; `rect` in content pixels, `banner` the height of its cover banner."""

    note_id: int
    rect: Rect
    style: Style
    banner: int = 0


class Stack(NamedTuple):
    """What one cell shows: its cards, then perhaps `+n` for the `hidden` rest, or a dashed suggestion.

    In an unfolded row `more` without anything hidden folds it again.
    """

    cards: tuple[Card, ...]
    more: Rect | None = None
    hidden: int = 0
    hint: Rect | None = None
    places: tuple[Rect, ...] = ()
    """The open places of slots, below the cards and `+n`."""

    @property
    def stops(self) -> int:
        """How many places the keyboard can stop at in this cell."""
        return max(1, self.first_place + len(self.places))

    @property
    def first_place(self) -> int:
        """The stop of the first open place."""
        return len(self.cards) + (self.more is not None)

    @property
    def bottom(self) -> int:
        """Where the cards, `+n` and places end; 0 where there are none."""
        last = self.places[-1:] or ((self.more,) if self.more else tuple(card.rect for card in self.cards[-1:]))
        return last[0].bottom if last else 0


def cover_height(width: int, density: Density) -> int:
    """How high the banner of a card `width` wide may be: a whole cover, or a strip of it."""
    return width * 4 // 3 if density.full else min(BANNER_MAX, max(BANNER_MIN, width // 2))


def needed(count: int, width: int, density: Density) -> int:
    """How high the inside of an unfolded cell with `count` notes is; `width` is that of its cards."""
    height, gap, _style = _open_card(width, density)
    return count * (height + gap) - gap


def _open_card(width: int, density: Density) -> tuple[int, int, Style]:
    """Height, gap and style of the cards of an unfolded row."""
    if density.full:
        return cover_height(width, density) + BANNER_BODY, GAP, Style.BANNER
    return (LINE_H, LINE_GAP, Style.LINE) if density.snug else (COMPACT_H, GAP, Style.COMPACT)


def stack(ids: Sequence[int], inner: Rect, density: Density = NORMAL, folded_h: int | None = None) -> Stack:
    """Fit the notes `ids` into `inner`: one with a banner, several as compact cards, lines, then `+n`.

    `folded_h` is given in an unfolded row: how high `inner` is when it is folded.
    """
    if folded_h is None:
        return _folded(ids, inner, density)
    folded = _folded(ids, inner._replace(h=folded_h), density)
    if len(ids) < 2:
        return folded
    height, gap, style = _open_card(inner.w, density)
    banner = cover_height(inner.w, density) if density.full else 0
    cards = _column(ids, inner, height, gap, style, banner)
    if folded.more is None:
        return Stack(cards)
    return Stack(cards, Rect(inner.x, cards[-1].rect.bottom + gap, inner.w, MORE_H))


def place_heights(count: int, room: int, notes: int) -> list[int]:
    """How high the cards of open places are in a cell with so many notes and so much room; what does not fit beside
    them is left out."""
    left = room - notes * (COMPACT_H + GAP)
    for height in (PLACE_H, LINE_H):
        if count * (height + GAP) - GAP <= left:
            return [height] * count
    most = (room + GAP) // (LINE_H + GAP)
    return [LINE_H] * min(count, max(1, most // 2 if notes else most))


def with_places(
    ids: Sequence[int], count: int, inner: Rect, density: Density = NORMAL, folded_h: int | None = None
) -> Stack:
    """The same as `stack`, with `count` open places below the notes, which get so much less room."""
    room = inner.h if folded_h is None else folded_h
    heights = place_heights(count, room, len(ids))
    taken = sum(height + GAP for height in heights)
    found, top = Stack(()), inner.y
    if ids:
        less = inner._replace(h=inner.h - taken)
        found = stack(ids, less, density, None if folded_h is None else folded_h - taken)
        top = found.bottom + (LINE_GAP if found.cards and found.cards[-1].style is Style.LINE else GAP)
    places = []
    for height in heights:
        places.append(Rect(inner.x, top, inner.w, height))
        top += height + GAP
    return found._replace(places=tuple(places))


def may_have_banner(count: int, density: Density) -> bool:
    """Whether a card of a cell with `count` notes may have a banner: alone, or where all have."""
    return not density.snug and (count == 1 or density.full)


def _folded(ids: Sequence[int], inner: Rect, density: Density) -> Stack:
    count = len(ids)
    banner = min(cover_height(inner.w, density), (inner.h + GAP) // count - GAP - BANNER_BODY)
    if banner >= BANNER_MIN and may_have_banner(count, density):
        return Stack(_column(ids, inner, banner + BANNER_BODY, GAP, Style.BANNER, banner))
    if count == 1:
        return Stack((Card(ids[0], inner._replace(h=min(inner.h, COMPACT_H)), Style.COMPACT),))
    each = (inner.h + GAP) // count - GAP
    if each >= COMPACT_MIN:
        return Stack(_column(ids, inner, min(each, COMPACT_H), GAP, Style.COMPACT))
    if count * (LINE_H + LINE_GAP) - LINE_GAP <= inner.h:
        return Stack(_column(ids, inner, LINE_H, LINE_GAP, Style.LINE))
    shown = max(0, (inner.h - MORE_H) // (LINE_H + LINE_GAP))
    more = Rect(inner.x, inner.y + shown * (LINE_H + LINE_GAP), inner.w, MORE_H)
    return Stack(_column(ids[:shown], inner, LINE_H, LINE_GAP, Style.LINE), more, count - shown)


def _column(
    ids: Sequence[int], inner: Rect, height: int, gap: int, style: Style, banner: int = 0
) -> tuple[Card, ...]:
    tops = range(inner.y, inner.y + len(ids) * (height + gap), height + gap)
    return tuple(
        Card(note, Rect(inner.x, y, inner.w, height), style, banner) for note, y in zip(ids, tops, strict=True)
    )
