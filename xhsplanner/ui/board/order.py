"""Which notes lie between, inside and around: what a range, a rubber band or Ctrl+A means. Qt-free.

Reading order: account by account, day by day, from the top of a cell down; then the drawer.
"""

from collections.abc import Collection, Iterable

from xhsplanner.ui.board.layout import Board, Cell, Focus
from xhsplanner.ui.rect import Rect


def reading_order(board: Board) -> list[int]:
    """Every note of the board, also those hidden behind `+n`."""
    cells = board.content.cells
    return [note for cell in sorted(cells) for note in cells[cell]] + list(board.content.backlog)


def sorted_ids(board: Board, ids: Iterable[int]) -> list[int]:
    """Those of `ids` that are on the board, in reading order."""
    wanted = set(ids)
    return [note for note in reading_order(board) if note in wanted]


def in_cell(board: Board, cell: Cell) -> list[int]:
    """The notes of a cell, also those behind `+n`."""
    return list(board.content.cells.get(cell, ()))


def in_row(board: Board, row: int) -> list[int]:
    """The notes of an account."""
    return [note for column in range(board.content.columns) for note in in_cell(board, Cell(row, column))]


def in_column(board: Board, column: int) -> list[int]:
    """The notes of a day."""
    return [note for row in range(board.content.rows) for note in in_cell(board, Cell(row, column))]


def widened(board: Board, focus: Focus | None, selected: Collection[int]) -> list[int]:
    """What Ctrl+A takes: the cell of the keyboard, again its row, again every dated note. In the drawer all of it.

    A step that would add nothing to what is selected is passed over.
    """
    if focus is not None and focus.row >= board.content.rows:
        return list(board.content.backlog)
    everything = [note for row in range(board.content.rows) for note in in_row(board, row)]
    steps = [in_cell(board, focus.cell), in_row(board, focus.row)] if focus is not None else []
    return next((step for step in steps if step and not set(step) <= set(selected)), everything)


def in_band(board: Board, band: Rect) -> list[int]:
    """The notes whose cards a rubber band touches (content pixels); touching `+n` takes what is behind it."""
    found = []
    for cell in sorted(board.content.cells):
        if not board.cell_rect(cell).meets(band):
            continue
        shown = board.stack(cell)
        found += [card.note_id for card in shown.cards if card.rect.meets(band)]
        if shown.more is not None and shown.more.meets(band):
            found += in_cell(board, cell)[len(shown.cards) :]
    return found


def in_drawer(board: Board, band: Rect, offset: int) -> list[int]:
    """The undated notes whose cards a rubber band touches (viewport pixels)."""
    backlog = board.content.backlog
    return [backlog[i] for i in board.drawer_visible(offset) if board.drawer_card(i, offset).meets(band)]
