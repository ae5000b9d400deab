"""Where pictures stand in a grid or in a single row: Qt-free arithmetic, the same at any size of library."""

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in content pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes in pixels: a picture's tile, the words under it, the gaps between cells, the margin around all.

    `row` lays everything out in one row that scrolls sideways, with tiles of just this size. Else rows fill the
    width and scroll down, and tiles (3:4) grow until they do.
    """

    tile_width: int
    tile_height: int
    words: int
    gap: int
    margin: int
    row: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """`count` cells in a view `width` pixels wide."""

    shape: Shape
    count: int
    width: int

    @property
    def columns(self) -> int:
        """Cells side by side; at least one."""
        if self.shape.row:
            return max(1, self.count)
        room = self.width - 2 * self.shape.margin + self.shape.gap
        return max(1, room // (self.shape.tile_width + self.shape.gap))

    @property
    def tile(self) -> tuple[int, int]:
        """Width and height of a tile: what fills the width, in steps of 3 px so that 3:4 comes out even."""
        shape = self.shape
        if shape.row:
            return shape.tile_width, shape.tile_height
        room = self.width - 2 * shape.margin + shape.gap
        width = max(shape.tile_width, room // self.columns - shape.gap) // 3 * 3
        return width, width * 4 // 3

    @property
    def spread(self) -> int:
        """Pixels from one cell's left edge to the next."""
        return self.tile[0] + self.shape.gap

    @property
    def height(self) -> int:
        """Height of a cell: tile and words."""
        return self.tile[1] + self.shape.words

    @property
    def rows(self) -> int:
        """Cells one under another."""
        return -(-self.count // self.columns)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the whole content."""
        shape = self.shape
        width = 2 * shape.margin + max(0, self.columns - 1) * self.spread + self.tile[0]
        height = 2 * shape.margin + self.rows * (self.height + shape.gap) - (shape.gap if self.rows else 0)
        return width, height

    def cell(self, index: int) -> Box:
        """Where picture `index` stands: its tile and the words under it."""
        row, column = divmod(index, self.columns)
        shape = self.shape
        x = shape.margin + column * self.spread
        y = shape.margin + row * (self.height + shape.gap)
        return Box(x, y, self.tile[0], self.height)

    def visible(self, left: int, top: int, width: int, height: int) -> range:
        """Indexes of the cells that a view at (left, top) may show: whole rows of a grid, part of a row."""
        if self.count == 0:
            return range(0)
        shape = self.shape
        if shape.row:
            first = max(0, (left - shape.margin) // self.spread)
            last = (left + width - shape.margin) // self.spread
            return range(min(first, self.count), min(self.count, last + 1))
        step = self.height + shape.gap
        first = max(0, (top - shape.margin) // step)
        last = max(0, (top + height - shape.margin) // step)
        return range(min(first * self.columns, self.count), min(self.count, (last + 1) * self.columns))

    def hit(self, x: int, y: int) -> int | None:
        """The cell at a point of the content, or None between and beyond cells."""
        shape = self.shape
        column = (x - shape.margin) // self.spread
        row = (y - shape.margin) // (self.height + shape.gap)
        if not 0 <= column < self.columns or row < 0:
            return None
        index = row * self.columns + column
        if index >= self.count:
            return None
        box = self.cell(index)
        return index if box.x <= x < box.x + box.width and box.y <= y < box.y + box.height else None

    def step(self, index: int, across: int, down: int) -> int:
        """The cell reached from `index` by arrows; stays where there is no cell in that direction."""
        if self.count == 0:
            return 0
        if across:
            return min(self.count - 1, max(0, index + across))
        wanted = index + down * self.columns
        if wanted >= self.count and (self.count - 1) // self.columns > index // self.columns:
            return self.count - 1  # the last row is short: its last picture
        return wanted if 0 <= wanted < self.count else index
