"""Where the covers of the wall lie: two columns as wide as a phone, or four to six. Qt-free."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xhsplanner.ui.rect import Rect

GUTTER = 76
"""The room at the left that says where a month begins."""
PHONE_W = 402
PHONE_PAD = 10
GAP = 12
PHONE_GAP = 8
TOP = 12
TEXT_H = 76
NOW_H = 40
LEAST, MOST = 4, 6
WISHED = 196
"""How wide a cover should be where there is room."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of `count` covers, the line of now after the first `split`; content pixels from the top."""

    width: int
    height: int
    count: int = 0
    split: int = 0
    wide: bool = False
    columns: int = field(init=False)
    cover_w: int = field(init=False)
    left: int = field(init=False)

    def __post_init__(self) -> None:
        if self.wide:
            room = max(LEAST * 60, self.width - GUTTER - GAP)
            columns = min(MOST, max(LEAST, (room + GAP) // (WISHED + GAP)))
            cover, left = (room - GAP * (columns - 1)) // columns, GUTTER
        else:
            columns, cover = 2, (PHONE_W - 2 * PHONE_PAD - PHONE_GAP) // 2
            left = max(GUTTER + PHONE_PAD, (self.width - PHONE_W) // 2 + PHONE_PAD)
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "cover_w", cover)
        object.__setattr__(self, "left", left)

    @property
    def months_x(self) -> int:
        """Where the months are written, at the left of the covers."""
        return self.left - GUTTER + (4 if self.wide else -PHONE_PAD)

    @property
    def gap(self) -> int:
        """Between covers, both ways."""
        return GAP if self.wide else PHONE_GAP

    @property
    def cover_h(self) -> int:
        """3:4."""
        return self.cover_w * 4 // 3

    @property
    def card_h(self) -> int:
        """A cover and what is below it."""
        return self.cover_h + TEXT_H

    @property
    def pitch(self) -> int:
        """From one row to the next."""
        return self.card_h + self.gap

    @property
    def rows_ahead(self) -> int:
        """Rows above the line of now."""
        return -(-self.split // self.columns)

    @property
    def rows(self) -> int:
        """All rows."""
        return self.rows_ahead - (-(self.count - self.split) // self.columns)

    @property
    def now_y(self) -> int:
        """The top of the line of now."""
        return TOP + self.rows_ahead * self.pitch

    @property
    def total(self) -> int:
        """How high all of it is."""
        return TOP + self.rows * self.pitch + (NOW_H if self.count else 0)

    @property
    def most(self) -> int:
        """How far it scrolls."""
        return max(0, self.total - self.height)

    def spot(self, place: int) -> tuple[int, int]:
        """Row and column of a place."""
        if place < self.split:
            return divmod(place, self.columns)
        row, column = divmod(place - self.split, self.columns)
        return self.rows_ahead + row, column

    def place(self, row: int, column: int) -> int | None:
        """The place at a row and column, None where nothing is."""
        if not 0 <= column < self.columns or not 0 <= row < self.rows:
            return None
        if row < self.rows_ahead:
            found = row * self.columns + column
            return found if found < self.split else None
        found = self.split + (row - self.rows_ahead) * self.columns + column
        return found if found < self.count else None

    def row_y(self, row: int) -> int:
        """The top of a row."""
        return TOP + row * self.pitch + (NOW_H if row >= self.rows_ahead else 0)

    def rect(self, place: int) -> Rect:
        """A card: the cover and what is below it."""
        row, column = self.spot(place)
        return Rect(self.left + column * (self.cover_w + self.gap), self.row_y(row), self.cover_w, self.card_h)

    def shown(self, scroll: int) -> Sequence[int]:
        """The places that can be seen."""
        return [
            place
            for row in self.rows_shown(scroll)
            for column in range(self.columns)
            if (place := self.place(row, column)) is not None
        ]

    def rows_shown(self, scroll: int) -> range:
        """The rows that can be seen."""
        first = max(0, (scroll - TOP - NOW_H) // self.pitch)
        last = (scroll + self.height - TOP) // self.pitch + 1
        rows = [n for n in range(first, min(self.rows, max(first, last)))
                if self.row_y(n) + self.card_h > scroll and self.row_y(n) < scroll + self.height]  # fmt: skip
        return range(rows[0], rows[-1] + 1) if rows else range(0)

    def step(self, place: int, way: str) -> int | None:
        """Where an arrow leads: along the feed, or to the row above or below."""
        if way in ("left", "right"):
            there = place + (1 if way == "right" else -1)
            return there if 0 <= there < self.count else None
        row, column = self.spot(place)
        row += 1 if way == "down" else -1
        for nearest in range(column, -1, -1):
            found = self.place(row, nearest)
            if found is not None:
                return found
        return None

    def neighbours(self, place: int) -> list[int]:
        """The places at the right and below, which are seen together with it."""
        row, column = self.spot(place)
        found = (self.place(row, column + 1), self.place(row + 1, column))
        return [one for one in found if one is not None]

    def phone(self) -> Rect | None:
        """The ground of the phone, as high as the viewport; None where it is wide."""
        if self.wide:
            return None
        return Rect(self.left - PHONE_PAD, -20, PHONE_W, self.height + 40)
