"""Where everything on the week board lies. Qt-free: integers in, rectangles out.

Two coordinate systems: *content* (the whole grid, before scrolling, origin at its top-left cell) and
*viewport* (what the mouse sees). Heads and the drawer of undated notes stay put in the latter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xhsplanner.ui.board.stacks import (
    BANNER_BODY,
    COMPACT_H,
    GAP,
    LINE_GAP,
    LINE_H,
    MORE_H,
    NORMAL,
    PAD,
    Card,
    Density,
    Stack,
    cover_height,
    needed,
    with_places,
)
from xhsplanner.ui.rect import Rect

HEAD_H = 58
LANE_W = 112
MIN_COLUMN = 104
NARROW_COLUMN = 84  # where more than a week is shown: three characters more in sight are worth less than a day
BAR = 12  # room for a scroll bar, only where there is one
CHUNK = 16  # cards per tile, so that an unfolded cell of hundreds never becomes one giant picture
DRAWER_H = 66
DRAWER_FOLDED_H = 30
DROP_H = 40  # while a card is dragged and the drawer is not there
DRAWER_CARD_W = 184


class Cell(NamedTuple):
    """One account on one day, by position on the board."""

    row: int
    column: int


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
    places: Mapping[Cell, int] = field(default_factory=dict)
    """How many open places of slots a cell has."""

    def filling(self) -> Iterator[tuple[Cell, int]]:
        """How many cards each cell has that is not empty: notes and open places."""
        for cell in self.cells.keys() | self.places.keys():
            yield cell, len(self.cells.get(cell, ())) + self.places.get(cell, 0)


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


class Board:
    """The layout of one span of days for one viewport. Cheap to make: cells are laid out when first asked for."""

    def __init__(
        self,
        width: int,
        height: int,
        content: Content,
        unfolded: frozenset[int] = frozenset(),
        drawer_folded: bool = False,
        density: Density = NORMAL,
    ) -> None:
        """`width` and `height` are the viewport's; `unfolded` the rows that show every card."""
        self.content = content
        self.width, self.height = width, height
        self.unfolded = unfolded
        self.density = density
        self.drawer_h = 0
        if content.backlog:
            self.drawer_h = DRAWER_FOLDED_H if drawer_folded else DRAWER_H
        self.view_w = max(0, width - LANE_W)
        self.view_h = max(0, height - HEAD_H - self.drawer_h)
        least = (MIN_COLUMN if content.columns <= 7 else NARROW_COLUMN) * content.columns
        self._folded_h: list[int] = []
        self._lay_out(least)
        # A bar takes room from the other direction, which may then need one, too.
        if least > self.view_w:
            self.view_h = max(0, self.view_h - BAR)
            self._lay_out(least)
        if self.grid_h > self.view_h:
            self.view_w = max(0, self.view_w - BAR)
            if self.view_w < least <= self.view_w + BAR:
                self.view_h = max(0, self.view_h - BAR)
            self._lay_out(least)
        self._stacks: dict[Cell, Stack] = {}

    def _lay_out(self, least: int) -> None:
        """Columns, then rows: a whole cover is as high as its column is wide."""
        self.grid_w = max(self.view_w, least)
        self.xs = edges(split(self.grid_w, self.content.columns))
        self.ys = edges(self._row_heights())
        self.grid_h = self.ys[-1]

    @property
    def card_w(self) -> int:
        """How wide the cards of the narrowest column are."""
        return self.grid_w // max(1, self.content.columns) - 2 * PAD - 1

    def _row_heights(self) -> list[int]:
        rows, density = self.content.rows, self.density
        if not rows:
            return []
        counts = [0] * rows
        for cell, count in self.content.filling():
            counts[cell.row] = max(counts[cell.row], count)
        heights = self._folded_h = self._snug(counts) if density.snug else self._fair(rows)
        return [
            max(height, self._open_height(count)) if row in self.unfolded and count > 1 else height
            for row, (height, count) in enumerate(zip(heights, counts, strict=True))
        ]

    def _open_height(self, count: int) -> int:
        widest = self.card_w + 1  # columns differ by a pixel
        return needed(count, widest, self.density) + LINE_GAP + GAP + MORE_H + 2 * PAD + 1

    def _fair(self, rows: int) -> list[int]:
        """All rows alike."""
        density = self.density
        if density.full:
            height = cover_height(self.card_w, density) + BANNER_BODY + 2 * PAD + 1
            return [max(density.row, min(height, density.most))] * rows
        fair = self.view_h // rows
        if fair > density.most:
            return [density.most] * rows
        return split(self.view_h, rows) if fair >= density.row else [density.row] * rows

    def _snug(self, counts: Sequence[int]) -> list[int]:
        """Each row as high as its fullest cell needs, the highest lowered first where the view has no room."""
        density = self.density
        cards = [count * (COMPACT_H + GAP) - GAP + 2 * PAD + 1 for count in counts]
        wanted = [max(density.row, min(height, density.most)) for height in cards]
        most = density.most
        while most > density.row and sum(min(height, most) for height in wanted) > self.view_h:
            most -= LINE_H + LINE_GAP
        return [max(density.row, min(height, most)) for height in wanted]

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
            inner, places = self.inner_rect(cell), self.content.places.get(cell, 0)
            if ids or places:
                folded_h = self._folded_h[cell.row] - 2 * PAD - 1 if cell.row in self.unfolded else None
                found = with_places(ids, places, inner, self.density, folded_h)
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
        parts: list[Chunk] = []
        for index, start in enumerate(range(0, len(shown.cards), CHUNK)):
            cards = shown.cards[start : start + CHUNK]
            top = parts[-1].rect.bottom if parts else rect.y
            last = start + CHUNK >= len(shown.cards)
            bottom = shown.bottom if last else cards[-1].rect.bottom
            parts.append(Chunk(cell, index, Rect(rect.x, top, rect.w, bottom - top), cards))
        return parts

    def _tall(self, shown: Stack) -> int:
        first = next((card.rect for card in shown.cards), next(iter(shown.places), None))
        return max(self.density.row, shown.bottom - first.y + 2 * PAD if first else 0)

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

    def lane_name_rect(self, row: int, scroll_y: int = 0) -> Rect:
        """What of a lane's head is painted: in a very high row it stays in sight while the cards scroll by."""
        rect = self.lane_rect(row, scroll_y)
        if rect.h <= self.density.most:
            return rect
        height = self.density.most
        return rect._replace(y=max(rect.y, min(HEAD_H, rect.bottom - height)), h=height)

    def fold_rect(self, row: int, scroll_y: int = 0) -> Rect | None:
        """The small button in an unfolded lane's head that folds it again, in viewport pixels."""
        if row not in self.unfolded:
            return None
        lane = self.lane_name_rect(row, scroll_y)
        return Rect(lane.right - 30, lane.y + 6, 24, 24)

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
