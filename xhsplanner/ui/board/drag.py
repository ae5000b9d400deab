"""A card on its way: where it may land, and why not. Qt-free: the view feeds it points."""

from dataclasses import dataclass
from datetime import date

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.board.hits import Hit, hit
from xhsplanner.ui.board.layout import HEAD_H, LANE_W, Board, Cell
from xhsplanner.ui.board.model import Week
from xhsplanner.ui.rect import Rect

EDGE = 28  # this near to the edge of the grid the board scrolls, or turns the week
STEP = 14  # pixels a tick


@dataclass(frozen=True, slots=True)
class Drop:
    """Where a card would land: a cell, or the drawer (`day` and `account_id` None).

    `refusal` is the sentence to show where it may not, `label` the words to show where it may.
    """

    rect: Rect
    cell: Cell | None
    account_id: int | None
    day: date | None
    label: str = ""
    refusal: str = ""


@dataclass(slots=True)
class Drag:
    """A card that follows the mouse. `grip` is the point inside the card where it was taken."""

    note: Note
    size: tuple[int, int]
    grip: tuple[int, int]
    at: tuple[int, int]
    copying: bool = False
    drop: Drop | None = None

    @property
    def ghost(self) -> Rect:
        """Where the card is drawn now, in viewport pixels."""
        return Rect(self.at[0] - self.grip[0], self.at[1] - self.grip[1], *self.size)


def refusal_of(note: Note, copying: bool, read_only: str) -> str:
    """Why a note may not be moved; empty where it may."""
    if read_only:
        return read_only
    if note.locked and not copying:
        return t("week.locked")
    return ""


def drop_at(week: Week, board: Board, drag: Drag, scroll: tuple[int, int], read_only: str) -> Drop | None:
    """Where the card would land if it were let go now; None outside of every target."""
    x, y = drag.at
    refusal = refusal_of(drag.note, drag.copying, read_only)
    if board.drawer_zone.has(x, y):
        zone = board.drawer_zone
        if drag.note.day is None and not drag.copying:
            return None
        return Drop(zone, None, None, None, t("week.to_backlog"), refusal)
    found: Hit = hit(board, x, y, *scroll)
    cell = found.cell
    if cell is None or found.what in ("lane", "fold"):
        return None
    account_id, day = week.place(cell)
    if not drag.copying and (drag.note.account_id, drag.note.day) == (account_id, day):
        return None
    rect = board.to_view(board.cell_rect(cell), *scroll)
    return Drop(rect, cell, account_id, day, _label(week, drag, cell), refusal)


def _label(week: Week, drag: Drag, cell: Cell) -> str:
    head, lane = week.days[cell.column], week.lanes[cell.row]
    key = "week.copy_to" if drag.copying else "week.move_to"
    weekday = t(f"days.weekday.{head.day.weekday()}")
    return t(key, m=head.day.month, d=head.day.day, weekday=weekday, account=lane.account.name)


def edge_push(board: Board, x: int, y: int) -> tuple[int, int]:
    """How far to scroll while a card is held near an edge of the grid: (dx, dy), each -STEP, 0 or STEP."""

    def push(at: int, low: int, high: int) -> int:
        return -STEP if at < low + EDGE else STEP if at >= high - EDGE else 0

    return push(x, LANE_W, board.width), push(y, HEAD_H, min(HEAD_H + board.view_h, board.drawer_zone.y))
