"""A sheet of cells as it comes out of a file or the clipboard, and how much of it we are willing to hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import Cell

FILE_MB = 50
TEXT_MB = 20
"""A text may take four bytes a character in memory, and stands there three times while it is read."""
UNPACKED_MB = 128
CELLS = 2_000_000

Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows from row 1 and column A on, and its merged ranges as 0-based (row, column) corners.

    `hidden_rows` and `hidden_columns` count from 0; a filter hides rows, a person hides columns.
    """

    name: str
    rows: list[list[Cell]]
    merged: list[Span] = field(default_factory=list)
    hidden: bool = False
    is_csv: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a 0-based place, "" where the sheet has none."""
        if not 0 <= row < len(self.rows) or not 0 <= column < len(self.rows[row]):
            return ""
        return self.rows[row][column]

    def fixed(self, cells: Mapping[tuple[str, int, int], str]) -> "Sheet":
        """The sheet with the texts a person wrote into cells: (sheet, row from 1, column from 0) → text."""
        mine = {(row - 1, column): text for (name, row, column), text in cells.items() if name == self.name}
        if not mine:
            return self
        rows = [list(row) for row in self.rows]
        for (row, column), text in mine.items():
            if 0 <= row < len(rows) and 0 <= column < 16_384:
                rows[row] += [""] * (column + 1 - len(rows[row]))
                rows[row][column] = text
        return replace(self, rows=rows)


def guard_cells(name: str, sheet: str, cells: int) -> None:
    """Raises Refused where a table has far too many cells."""
    if cells > CELLS:
        raise Refused(t("plan.refused.too_many_cells", name=name, sheet=sheet, cells=cells, limit=CELLS))
