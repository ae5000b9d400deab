"""Where the pictures of a note stand in their row, and where a dropped one would go. No widgets in here."""

from PySide6.QtCore import QPoint, QPointF, QRect, QSize

TILE = QSize(48, 64)
GAP = 6
TOP = 2
FLAT = 38
"""Height of the invitation that stands there while a note has no picture."""
CROSS = 16


class Tiles:
    """Rows of tiles: the pictures, then perhaps one that adds more."""

    def __init__(self, width: int, pictures: int, adding: bool) -> None:
        self.width, self.pictures, self.adding = width, pictures, adding

    @property
    def count(self) -> int:
        """How many tiles there are."""
        return self.pictures + (1 if self.adding else 0)

    @property
    def columns(self) -> int:
        """How many tiles fit side by side."""
        return max(1, (self.width + GAP) // (TILE.width() + GAP))

    @property
    def height(self) -> int:
        """Height of all rows; 4 where there is nothing to show."""
        if not self.pictures:
            return FLAT + 4 if self.adding else 4
        rows = max(1, -(-self.count // self.columns))
        return rows * (TILE.height() + GAP) - GAP + 4

    def tile(self, index: int) -> QRect:
        """Where a picture (or, after the last, the adding tile) is painted."""
        if not self.pictures:
            return QRect(0, TOP, max(1, self.width - 1), FLAT)
        row, column = divmod(index, self.columns)
        return QRect(QPoint(column * (TILE.width() + GAP), TOP + row * (TILE.height() + GAP)), TILE)

    def cross(self, index: int) -> QRect:
        """Where the × of a picture is."""
        tile = self.tile(index)
        return QRect(tile.right() - CROSS - 1, tile.top() + 2, CROSS, CROSS)

    def hit(self, point: QPointF) -> int | None:
        """The tile under a point."""
        return next((i for i in range(self.count) if self.tile(i).contains(point.toPoint())), None)

    def place(self, point: QPointF) -> int:
        """Before which picture something dropped at `point` goes."""
        row = max(0, int(point.y() - TOP) // (TILE.height() + GAP))
        column = int((point.x() + TILE.width() / 2 + GAP) // (TILE.width() + GAP))
        return min(self.pictures, row * self.columns + min(self.columns, max(0, column)))

    def gap(self, place: int) -> tuple[QPointF, QPointF]:
        """The line that shows where something dropped before picture `place` goes."""
        after_row_end = place > 0 and place % self.columns == 0 and place == self.pictures
        tile = self.tile(place - 1) if after_row_end else self.tile(place)
        x = max(1.5, tile.right() + GAP / 2 + 1 if after_row_end else tile.left() - GAP / 2)
        return QPointF(x, tile.top() + 2), QPointF(x, tile.bottom() - 2)
