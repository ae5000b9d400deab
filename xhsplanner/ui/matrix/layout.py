"""Where everything of the matrix lies. Qt-free: sizes in, rectangles out.

Cells are in *content* pixels, from the top-left cell on, before scrolling; heads and totals stay put in *view*
pixels, which is what the mouse sees.
"""

from typing import NamedTuple

from xhsplanner.ui.rect import Rect

HEAD_H = 52
LANE_W = 146
TOTAL_W = 112
GAP = 8
EDGE = 16
MIN_W, MAX_W = 92, 190
MIN_H, MAX_H = 84, 150


class Place(NamedTuple):
    """A cell by row (account) and column (series)."""

    row: int
    column: int


class Layout:
    """The layout for one viewport; cheap to make."""

    def __init__(self, width: int, height: int, rows: int, columns: int) -> None:
        self.width, self.height, self.rows, self.columns = width, height, rows, columns
        self.view_w = max(0, width - LANE_W - TOTAL_W - EDGE)
        self.view_h = max(0, height - HEAD_H)
        self.cell_w = _share(self.view_w, columns, MIN_W, MAX_W)
        self.cell_h = _share(self.view_h - GAP, rows, MIN_H, MAX_H)
        self.grid_w = columns * (self.cell_w + GAP)
        self.grid_h = rows * (self.cell_h + GAP)

    @property
    def most_x(self) -> int:
        """The largest horizontal scroll offset."""
        return max(0, self.grid_w - self.view_w)

    @property
    def most_y(self) -> int:
        """The largest vertical scroll offset."""
        return max(0, self.grid_h - self.view_h)

    @property
    def total_x(self) -> int:
        """Where the column of totals begins, in view pixels: right after the grid, or at the edge of the view."""
        return LANE_W + min(self.grid_w, self.view_w)

    def cell(self, place: Place) -> Rect:
        """A cell in content pixels."""
        x, y = place.column * (self.cell_w + GAP), place.row * (self.cell_h + GAP)
        return Rect(x, y, self.cell_w, self.cell_h)

    def in_view(self, place: Place, scroll: tuple[int, int]) -> Rect:
        """A cell in view pixels at these scroll offsets."""
        return self.cell(place).moved(LANE_W - scroll[0], HEAD_H - scroll[1])

    def head(self, column: int, scroll_x: int) -> Rect:
        """The head of a series, in view pixels."""
        return Rect(LANE_W - scroll_x + column * (self.cell_w + GAP), 0, self.cell_w, HEAD_H)

    def lane(self, row: int, scroll_y: int) -> Rect:
        """The head of an account, in view pixels."""
        return Rect(0, HEAD_H - scroll_y + row * (self.cell_h + GAP), LANE_W, self.cell_h)

    def total(self, row: int, scroll_y: int) -> Rect:
        """The total of an account, in view pixels."""
        return Rect(self.total_x, self.lane(row, scroll_y).y, TOTAL_W, self.cell_h)

    def at(self, x: int, y: int, scroll: tuple[int, int]) -> Place | None:
        """The cell under a point of the view; None over heads, totals and gaps."""
        if not (LANE_W <= x < self.total_x and HEAD_H <= y < self.height):
            return None
        across, down = x - LANE_W + scroll[0], y - HEAD_H + scroll[1]
        place = Place(down // (self.cell_h + GAP), across // (self.cell_w + GAP))
        if place.row >= self.rows or place.column >= self.columns:
            return None
        return place if self.cell(place).has(across, down) else None

    def lane_at(self, x: int, y: int, scroll_y: int) -> int | None:
        """The account whose head is under a point of the view."""
        row = (y - HEAD_H + scroll_y) // (self.cell_h + GAP)
        return row if x < LANE_W and y >= HEAD_H and row < self.rows else None

    def column_at(self, x: int, y: int, scroll_x: int) -> int | None:
        """The series whose head is under a point of the view."""
        column = (x - LANE_W + scroll_x) // (self.cell_w + GAP)
        return column if LANE_W <= x < self.total_x and y < HEAD_H and column < self.columns else None

    def reveal(self, place: Place, scroll: tuple[int, int]) -> tuple[int, int]:
        """The nearest scroll offsets that show the whole cell."""
        box = self.cell(place)
        return (
            _into(box.x, box.right, scroll[0], self.view_w, self.most_x),
            _into(box.y, box.bottom, scroll[1], self.view_h, self.most_y),
        )


def _share(total: int, parts: int, least: int, most: int) -> int:
    if parts == 0:
        return least
    return max(least, min(most, (total // parts) - GAP))


def _into(start: int, end: int, offset: int, page: int, most: int) -> int:
    if end > offset + page:
        offset = end - page
    return max(0, min(offset, start, most))


def stepped(place: Place | None, rows: int, columns: int, dx: int, dy: int) -> Place | None:
    """Where the keyboard goes from `place` (None: the first cell); it stops at the edges."""
    if not rows or not columns:
        return None
    if place is None:
        return Place(0, 0)
    row, column = min(place.row, rows - 1) + dy, min(place.column, columns - 1) + dx
    return Place(max(0, min(row, rows - 1)), max(0, min(column, columns - 1)))
