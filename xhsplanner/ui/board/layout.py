"""Where everything on the week board lies. Qt-free: integers in, rectangles out.

Two coordinate systems: *content* (the whole grid, before scrolling, origin at its top-left cell) and
*viewport* (what the mouse sees). Heads and the drawer of undated notes stay put in the latter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from xhsplanner.ui.rect import Rect

HEAD_H = 58
LANE_W = 112
MIN_COLUMN = 104
MIN_ROW = 128
MAX_ROW = 236
BAR = 12  # room for a scroll bar, only where there is one
PAD = 5
GAP = 6
BANNER_BODY = 88  # what a card needs below its banner: meta line, two title lines, chip
BANNER_MIN = 28
BANNER_MAX = 96  # and half as high as wide: its word is as large as it is high, and a tall one cut it to "大…"
COMPACT_H = 62
COMPACT_MIN = 38
LINE_H = 27
LINE_GAP = 3
MORE_H = 22
CHUNK = 16  # cards per tile, so that an unfolded cell of hundreds never becomes one giant picture
DRAWER_H = 66
DRAWER_FOLDED_H = 30
DROP_H = 40  # while a card is dragged and the drawer is not there
DRAWER_CARD_W = 184


class Cell(NamedTuple):
    """One account on one day, by position on the board."""

    row: int
    column: int


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
    """What one cell shows: its cards, then perhaps `+n` for the `hidden` rest, or a dashed suggestion."""

    cards: tuple[Card, ...]
    more: Rect | None = None
    hidden: int = 0
    hint: Rect | None = None

    @property
    def stops(self) -> int:
        """How many places the keyboard can stop at in this cell."""
        return max(1, len(self.cards) + (self.more is not None))


class Chunk(NamedTuple):
    """A part of a cell that is painted into one tile; `rect` in content pixels."""

    cell: Cell
    part: int
    rect: Rect
    cards: tuple[Card, ...]


class Focus(NamedTuple):
    """Where the keyboard is. A `row` past the last account means the drawer; `stop` counts from the top."""

    row: int
    column: int
    stop: int = 0

    @property
    def cell(self) -> Cell:
        return Cell(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Content:
    """What the board holds: the note ids of each cell in order; `hints` are cells with a suggestion."""

    rows: int
    cells: Mapping[Cell, Sequence[int]] = field(default_factory=dict)
    hints: frozenset[Cell] = frozenset()
    backlog: Sequence[int] = ()
    columns: int = 7


def split(total: int, parts: int) -> list[int]:
    """`parts` whole numbers that add up to `total` and differ by at most one."""
    size, rest = divmod(total, parts)
    return [size + (i < rest) for i in range(parts)]


def edges(sizes: Sequence[int]) -> list[int]:
    """Running sums, starting at 0: one more entry than `sizes`."""
    at, result = 0, [0]
    for size in sizes:
        at += size
        result.append(at)
    return result


def stack(ids: Sequence[int], inner: Rect, unfolded: bool = False) -> Stack:
    """Fit the notes `ids` into `inner`: one with a banner, several as compact cards, lines, then `+n`."""
    count = len(ids)
    if unfolded and count > 1:
        return Stack(_column(ids, inner, COMPACT_H, GAP, Style.COMPACT))
    if count == 1:
        banner = min(BANNER_MAX, inner.h - BANNER_BODY, max(BANNER_MIN, inner.w // 2))
        if banner >= BANNER_MIN:
            rect = Rect(inner.x, inner.y, inner.w, banner + BANNER_BODY)
            return Stack((Card(ids[0], rect, Style.BANNER, banner),))
        return Stack((Card(ids[0], inner._replace(h=min(inner.h, COMPACT_H)), Style.COMPACT),))
    each = (inner.h + GAP) // count - GAP
    if each >= COMPACT_MIN:
        return Stack(_column(ids, inner, min(each, COMPACT_H), GAP, Style.COMPACT))
    if count * (LINE_H + LINE_GAP) - LINE_GAP <= inner.h:
        return Stack(_column(ids, inner, LINE_H, LINE_GAP, Style.LINE))
    shown = max(0, (inner.h - MORE_H) // (LINE_H + LINE_GAP))
    more = Rect(inner.x, inner.y + shown * (LINE_H + LINE_GAP), inner.w, MORE_H)
    return Stack(_column(ids[:shown], inner, LINE_H, LINE_GAP, Style.LINE), more, count - shown)


def _column(ids: Sequence[int], inner: Rect, height: int, gap: int, style: Style) -> tuple[Card, ...]:
    tops = range(inner.y, inner.y + len(ids) * (height + gap), height + gap)
    return tuple(Card(note, Rect(inner.x, y, inner.w, height), style) for note, y in zip(ids, tops, strict=True))


class Board:
    """The layout of one week for one viewport. Cheap to make: cells are laid out when first asked for."""

    def __init__(
        self,
        width: int,
        height: int,
        content: Content,
        unfolded: frozenset[int] = frozenset(),
        drawer_folded: bool = False,
    ) -> None:
        """`width` and `height` are the viewport's; `unfolded` the rows that show every card."""
        self.content = content
        self.width, self.height = width, height
        self.unfolded = unfolded
        self.drawer_h = 0
        if content.backlog:
            self.drawer_h = DRAWER_FOLDED_H if drawer_folded else DRAWER_H
        self.view_w = max(0, width - LANE_W)
        self.view_h = max(0, height - HEAD_H - self.drawer_h)
        least = MIN_COLUMN * content.columns
        # A bar takes room from the other direction, which may then need one, too.
        if MIN_ROW * content.rows > self.view_h:
            self.view_w = max(0, self.view_w - BAR)
        if least > self.view_w:
            self.view_h = max(0, self.view_h - BAR)
        self.ys = edges(self._row_heights())
        self.grid_h = self.ys[-1]
        if self.grid_h > self.view_h and MIN_ROW * content.rows <= max(0, height - HEAD_H - self.drawer_h):
            self.view_w = max(0, self.view_w - BAR)
        self.grid_w = max(self.view_w, least)
        self.xs = edges(split(self.grid_w, content.columns))
        self._stacks: dict[Cell, Stack] = {}

    def _row_heights(self) -> list[int]:
        rows = self.content.rows
        if not rows:
            return []
        fair = self.view_h // rows
        if fair > MAX_ROW:
            heights = [MAX_ROW] * rows
        elif fair >= MIN_ROW:
            heights = split(self.view_h, rows)
        else:
            heights = [MIN_ROW] * rows
        most = [0] * rows
        for cell, ids in self.content.cells.items():
            if cell.row in self.unfolded:
                most[cell.row] = max(most[cell.row], len(ids))
        return [
            max(height, n * (COMPACT_H + GAP) - GAP + 2 * PAD + 1) if n > 1 else height
            for height, n in zip(heights, most, strict=True)
        ]

    # Scrolling

    @property
    def most_x(self) -> int:
        """The largest horizontal scroll offset."""
        return max(0, self.grid_w - self.view_w)

    @property
    def most_y(self) -> int:
        """The largest vertical scroll offset."""
        return max(0, self.grid_h - self.view_h)

    @property
    def drawer_most(self) -> int:
        """The largest scroll offset of the drawer's own row of cards."""
        return max(0, len(self.content.backlog) * (DRAWER_CARD_W + GAP) + GAP - (self.width - LANE_W))

    # Rectangles

    def cell_rect(self, cell: Cell) -> Rect:
        """The whole cell in content pixels; its right and bottom pixel are the grid lines."""
        x, y = self.xs[cell.column], self.ys[cell.row]
        return Rect(x, y, self.xs[cell.column + 1] - x, self.ys[cell.row + 1] - y)

    def inner_rect(self, cell: Cell) -> Rect:
        """Where the cards of a cell may lie, in content pixels."""
        rect = self.cell_rect(cell)
        return Rect(rect.x + PAD, rect.y + PAD, rect.w - 2 * PAD - 1, rect.h - 2 * PAD - 1)

    def stack(self, cell: Cell) -> Stack:
        """What the cell shows."""
        found = self._stacks.get(cell)
        if found is None:
            ids = self.content.cells.get(cell, ())
            inner = self.inner_rect(cell)
            if ids:
                found = stack(ids, inner, cell.row in self.unfolded)
            else:
                found = Stack((), hint=inner if cell in self.content.hints else None)
            self._stacks[cell] = found
        return found

    def chunks(self, cell: Cell) -> list[Chunk]:
        """The tiles of a cell from top to bottom; together they cover its cards, the last also the cell's end
        unless the cell is taller than one tile."""
        shown, rect = self.stack(cell), self.cell_rect(cell)
        if len(shown.cards) <= CHUNK:
            height = rect.h if cell.row not in self.unfolded else min(rect.h, self._tall(shown))
            return [Chunk(cell, 0, rect._replace(h=height), shown.cards)]
        parts = []
        for index, start in enumerate(range(0, len(shown.cards), CHUNK)):
            cards = shown.cards[start : start + CHUNK]
            top = cards[0].rect.y - (PAD if index == 0 else GAP)
            bottom = cards[-1].rect.bottom
            parts.append(Chunk(cell, index, Rect(rect.x, top, rect.w, bottom - top), cards))
        return parts

    @staticmethod
    def _tall(shown: Stack) -> int:
        last = shown.cards[-1].rect if shown.cards else None
        first = shown.cards[0].rect if shown.cards else None
        return max(MIN_ROW, last.bottom - first.y + 2 * PAD if first and last else 0)

    def visible(self, scroll_x: int, scroll_y: int) -> Iterator[Cell]:
        """The cells that show at these scroll offsets, row by row."""
        window = Rect(scroll_x, scroll_y, self.view_w, self.view_h)
        for row in range(self.content.rows):
            if self.ys[row + 1] <= window.y or self.ys[row] >= window.bottom:
                continue
            for column in range(self.content.columns):
                if self.xs[column + 1] > window.x and self.xs[column] < window.right:
                    yield Cell(row, column)

    def to_view(self, rect: Rect, scroll_x: int, scroll_y: int) -> Rect:
        """Content pixels to viewport pixels."""
        return rect.moved(LANE_W - scroll_x, HEAD_H - scroll_y)

    def head_rect(self, column: int, scroll_x: int = 0) -> Rect:
        """The head of a day, in viewport pixels."""
        x = self.xs[column]
        return Rect(LANE_W + x - scroll_x, 0, self.xs[column + 1] - x, HEAD_H)

    def lane_rect(self, row: int, scroll_y: int = 0) -> Rect:
        """The head of an account, in viewport pixels."""
        y = self.ys[row]
        return Rect(0, HEAD_H + y - scroll_y, LANE_W, self.ys[row + 1] - y)

    def fold_rect(self, row: int, scroll_y: int = 0) -> Rect | None:
        """The small button in an unfolded lane's head that folds it again, in viewport pixels."""
        if row not in self.unfolded:
            return None
        lane = self.lane_rect(row, scroll_y)
        return Rect(lane.right - 30, max(lane.y, HEAD_H) + 6, 24, 24)

    @property
    def drawer_rect(self) -> Rect:
        """The drawer of undated notes, in viewport pixels; without height where every note has a day."""
        return Rect(0, self.height - self.drawer_h, self.width, self.drawer_h)

    @property
    def drawer_zone(self) -> Rect:
        """Where a drag may be dropped to lose its day: the drawer, or its place while it is not there."""
        height = max(self.drawer_h, DROP_H)
        return Rect(0, self.height - height, self.width, height)

    def drawer_card(self, index: int, offset: int = 0) -> Rect:
        """A card of the drawer, in viewport pixels."""
        x = LANE_W + GAP + index * (DRAWER_CARD_W + GAP) - offset
        return Rect(x, self.drawer_rect.y + 8, DRAWER_CARD_W, DRAWER_H - 16)

    def drawer_visible(self, offset: int = 0) -> range:
        """The positions in the backlog whose cards show in the drawer."""
        if self.drawer_h < DRAWER_H:
            return range(0)
        step = DRAWER_CARD_W + GAP
        first = max(0, (offset - GAP) // step)
        last = (offset + self.width - LANE_W) // step + 1
        return range(first, min(len(self.content.backlog), last))

    def column_at(self, x: int) -> int | None:
        """The day under a content x."""
        return next((c for c in range(self.content.columns) if self.xs[c] <= x < self.xs[c + 1]), None)

    def row_at(self, y: int) -> int | None:
        """The account under a content y."""
        return next((r for r in range(self.content.rows) if self.ys[r] <= y < self.ys[r + 1]), None)

    def note_rect(self, note_id: int) -> Rect | None:
        """Where a note's card lies in content pixels; None where it has none (behind `+n`, undated)."""
        for cell, ids in self.content.cells.items():
            if note_id in ids:
                return next((c.rect for c in self.stack(cell).cards if c.note_id == note_id), None)
        return None
