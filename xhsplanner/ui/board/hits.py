"""What lies under a point of the board, and where the arrow keys lead. Qt-free, like the layout it reads."""

from dataclasses import dataclass

from xhsplanner.ui.board.layout import HEAD_H, LANE_W, Board, Cell, Focus
from xhsplanner.ui.rect import Rect

DIRECTIONS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point; `rect` in viewport pixels.

    `what`: corner, head, lane, fold, note, place, more, hint, cell, drawer, drawer_head, drawer_note or nothing.
    `index` is the stop inside the cell, the day of a head, or the place in the drawer.
    """

    what: str
    rect: Rect
    cell: Cell | None = None
    note_id: int | None = None
    index: int = 0


def hit(board: Board, x: int, y: int, scroll_x: int = 0, scroll_y: int = 0, offset: int = 0) -> Hit:
    """What lies under the viewport point; `offset` is how far the drawer is scrolled."""
    if board.drawer_rect.has(x, y):
        return _drawer_hit(board, x, y, offset)
    if y < HEAD_H:
        if x < LANE_W:
            return Hit("corner", Rect(0, 0, LANE_W, HEAD_H))
        column = board.column_at(x - LANE_W + scroll_x)
        if column is None:
            return Hit("nothing", Rect(x, y, 1, 1))
        return Hit("head", board.head_rect(column, scroll_x), index=column)
    row = board.row_at(y - HEAD_H + scroll_y)
    if row is None:
        return Hit("nothing", Rect(x, y, 1, 1))
    if x < LANE_W:
        fold = board.fold_rect(row, scroll_y)
        if fold is not None and fold.has(x, y):
            return Hit("fold", fold, Cell(row, 0))
        return Hit("lane", board.lane_rect(row, scroll_y), Cell(row, 0))
    column = board.column_at(x - LANE_W + scroll_x)
    if column is None:
        return Hit("nothing", Rect(x, y, 1, 1))
    return _cell_hit(board, Cell(row, column), x, y, scroll_x, scroll_y)


def _cell_hit(board: Board, cell: Cell, x: int, y: int, scroll_x: int, scroll_y: int) -> Hit:
    shown = board.stack(cell)
    for index, card in enumerate(shown.cards):
        rect = board.to_view(card.rect, scroll_x, scroll_y)
        if rect.has(x, y):
            return Hit("note", rect, cell, card.note_id, index)
    for index, place in enumerate(shown.places, shown.first_place):
        rect = board.to_view(place, scroll_x, scroll_y)
        if rect.has(x, y):
            return Hit("place", rect, cell, index=index)
    for what, rect_or_none in (("more", shown.more), ("hint", shown.hint)):
        if rect_or_none is not None:
            rect = board.to_view(rect_or_none, scroll_x, scroll_y)
            if rect.has(x, y):
                return Hit(what, rect, cell, index=len(shown.cards))
    return Hit("cell", board.to_view(board.cell_rect(cell), scroll_x, scroll_y), cell)


def _drawer_hit(board: Board, x: int, y: int, offset: int) -> Hit:
    rect = board.drawer_rect
    if x < LANE_W:
        return Hit("drawer_head", rect._replace(w=LANE_W))
    for index in board.drawer_visible(offset):
        card = board.drawer_card(index, offset)
        if card.has(x, y):
            return Hit("drawer_note", card, None, board.content.backlog[index], index)
    return Hit("drawer", rect)


def stops(board: Board, row: int, column: int) -> int:
    """How many places the keyboard can stop at in a cell, or in the drawer (`row` past the accounts)."""
    if row >= board.content.rows:
        return len(board.content.backlog)
    return board.stack(Cell(row, column)).stops


def clamp(board: Board, focus: Focus) -> Focus | None:
    """The nearest place that exists; None on a board without accounts."""
    rows = board.content.rows
    if not rows:
        return None
    if focus.row >= rows:
        count = len(board.content.backlog)
        if count:
            return Focus(rows, focus.column, min(max(0, focus.stop), count - 1))
        focus = focus._replace(row=rows - 1, stop=0)
    column = min(max(0, focus.column), board.content.columns - 1)
    row = max(0, focus.row)
    return Focus(row, column, min(max(0, focus.stop), stops(board, row, column) - 1))


def neighbour(board: Board, focus: Focus, direction: str) -> Focus | None:
    """The next place in a direction: cards of a cell, then the next cell, below the last one the drawer.

    None where the board ends; left and right of it lie the weeks before and after.
    """
    rows, (down, right) = board.content.rows, DIRECTIONS[direction]
    if focus.row >= rows:
        return _drawer_neighbour(board, focus, down, right)
    if right:
        column = focus.column + right
        if not 0 <= column < board.content.columns:
            return None
        return Focus(focus.row, column, _same_height(board, focus, Cell(focus.row, column)))
    index = focus.stop + down
    if 0 <= index < stops(board, focus.row, focus.column):
        return focus._replace(stop=index)
    row = focus.row + down
    if row < 0:
        return None
    if row >= rows:
        return Focus(rows, focus.column, 0) if board.content.backlog else None
    return Focus(row, focus.column, 0 if down > 0 else stops(board, row, focus.column) - 1)


def _drawer_neighbour(board: Board, focus: Focus, down: int, right: int) -> Focus | None:
    rows = board.content.rows
    if right:
        index = focus.stop + right
        return focus._replace(stop=index) if 0 <= index < len(board.content.backlog) else None
    if down > 0 or not rows:
        return None
    return Focus(rows - 1, focus.column, stops(board, rows - 1, focus.column) - 1)


def _same_height(board: Board, focus: Focus, cell: Cell) -> int:
    """The stop of `cell` whose middle is nearest to the middle of the focused one."""
    here = focus_rect(board, focus)
    middle = here.y + here.h // 2
    count = stops(board, cell.row, cell.column)
    rects = (focus_rect(board, Focus(cell.row, cell.column, i)) for i in range(count))
    distance = [abs(rect.y + rect.h // 2 - middle) for rect in rects]
    return distance.index(min(distance))


def focus_rect(board: Board, focus: Focus) -> Rect:
    """The card, `+n`, suggestion or empty cell the keyboard is at, in content pixels (drawer: viewport)."""
    if focus.row >= board.content.rows:
        return board.drawer_card(focus.stop)
    shown = board.stack(focus.cell)
    if focus.stop < len(shown.cards):
        return shown.cards[focus.stop].rect
    if focus.stop >= shown.first_place and shown.places:
        return shown.places[min(focus.stop - shown.first_place, len(shown.places) - 1)]
    return shown.more or shown.hint or board.inner_rect(focus.cell)


def place_at(board: Board, focus: Focus) -> int | None:
    """Which of the cell's open places the keyboard is at, if it is at one."""
    if focus.row >= board.content.rows:
        return None
    shown = board.stack(focus.cell)
    index = focus.stop - shown.first_place
    return index if 0 <= index < len(shown.places) else None


def note_at(board: Board, focus: Focus) -> int | None:
    """The note the keyboard is at, if it is at one."""
    if focus.row >= board.content.rows:
        backlog = board.content.backlog
        return backlog[focus.stop] if focus.stop < len(backlog) else None
    cards = board.stack(focus.cell).cards
    return cards[focus.stop].note_id if focus.stop < len(cards) else None


def focus_of(board: Board, note_id: int) -> Focus | None:
    """Where a note's card is; the `+n` of its cell when it is hidden behind it, None when it is not here."""
    for cell, ids in board.content.cells.items():
        if note_id in ids:
            cards = board.stack(cell).cards
            index = next((i for i, card in enumerate(cards) if card.note_id == note_id), len(cards))
            return Focus(cell.row, cell.column, index)
    if note_id in board.content.backlog:
        return Focus(board.content.rows, 0, list(board.content.backlog).index(note_id))
    return None
