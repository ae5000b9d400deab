"""Cards on their way: where they may land, and why not. Qt-free: the view feeds it points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ops.bulk import Place
from xhsplanner.ui.board.hits import Hit, hit
from xhsplanner.ui.board.landing import moved_to
from xhsplanner.ui.board.layout import HEAD_H, LANE_W, Board, Cell
from xhsplanner.ui.board.model import Week
from xhsplanner.ui.rect import Rect

EDGE = 28  # this near to the edge of the grid the board scrolls, or turns the week
STEP = 14  # pixels a tick


@dataclass(frozen=True, slots=True)
class Drop:
    """Where cards would land: around a cell, or in the drawer (`cell` None); each note's place is in `places`.

    `refusal` is the sentence to show where they may not, `label` the words to show where they may, `warning`
    what would be wrong there though it is allowed.
    """

    rect: Rect
    cell: Cell | None
    places: Mapping[int, Place] = field(default_factory=dict)
    label: str = ""
    refusal: str = ""
    warning: str = ""


@dataclass(slots=True)
class Drag:
    """Cards that follow the mouse: `notes`, of which `note` is the one taken hold of at `grip` inside its card."""

    note: Note
    notes: tuple[Note, ...]
    size: tuple[int, int]
    grip: tuple[int, int]
    at: tuple[int, int]
    copying: bool = False
    drop: Drop | None = None

    @property
    def ghost(self) -> Rect:
        """Where the card is drawn now, in viewport pixels."""
        return Rect(self.at[0] - self.grip[0], self.at[1] - self.grip[1], *self.size)

    @property
    def dated(self) -> bool:
        """Whether one of the notes has a day that could be taken away."""
        return any(note.day is not None for note in self.notes)


def refusal_of(notes: Sequence[Note], copying: bool, read_only: str) -> str:
    """Why notes may not be moved; empty where they may."""
    if read_only:
        return read_only
    locked = 0 if copying else sum(note.locked for note in notes)
    if not locked:
        return ""
    return t("week.locked") if len(notes) == 1 else t("week.some_locked", n=locked)


def drop_at(week: Week, board: Board, drag: Drag, scroll: tuple[int, int], read_only: str) -> Drop | None:
    """Where the cards would land if they were let go now; None outside of every target."""
    x, y = drag.at
    refusal = refusal_of(drag.notes, drag.copying, read_only)
    if board.drawer_zone.has(x, y):
        if not drag.dated and not drag.copying:
            return None
        places = moved_to(drag.notes, drag.note, Place(None, drag.note.account_id), week.shown)
        return Drop(board.drawer_zone, None, places, _counted(t("week.to_backlog"), len(drag.notes)), refusal)
    found: Hit = hit(board, x, y, *scroll)
    cell = found.cell
    if cell is None or found.what in ("lane", "fold"):
        return None
    account_id, day = week.place(cell)
    if not drag.copying and (drag.note.account_id, drag.note.day) == (account_id, day):
        return None
    rect = board.to_view(board.cell_rect(cell), *scroll)
    try:
        places = moved_to(drag.notes, drag.note, Place(day, account_id), week.shown)
    except Refused as refused:
        return Drop(rect, cell, {}, "", refusal or str(refused))
    label = label_of(day, week.lanes[cell.row].account.name, len(drag.notes), drag.copying)
    return Drop(rect, cell, places, label, refusal)


NOWHERE = Rect(-99, -99, 9, 9)
"""Out of the board's sight."""


def into_tray(drag: Drag, read_only: str) -> Drop | None:
    """What letting the cards go over the tray does: their day is taken away."""
    if not drag.dated or drag.copying:
        return None
    places = {note.id: Place(None, note.account_id) for note in drag.notes}
    refusal = refusal_of(drag.notes, False, read_only)
    return Drop(NOWHERE, None, places, _counted(t("week.to_backlog"), len(drag.notes)), refusal)


def label_of(day: date, account: str, count: int, copying: bool = False) -> str:
    """What letting `count` notes go would do."""
    key = "week.copy_to" if copying else "week.move_to"
    weekday = t(f"days.weekday.{day.weekday()}")
    return _counted(t(key, m=day.month, d=day.day, weekday=weekday, account=account), count)


def _counted(label: str, count: int) -> str:
    return label if count == 1 else t("week.counted", n=count, what=label)


def edge_push(board: Board, x: int, y: int) -> tuple[int, int]:
    """How far to scroll while a card is held near an edge of the grid: (dx, dy), each -STEP, 0 or STEP."""

    def push(at: int, low: int, high: int) -> int:
        return -STEP if at < low + EDGE else STEP if at >= high - EDGE else 0

    return push(x, LANE_W, board.width), push(y, HEAD_H, min(HEAD_H + board.view_h, board.drawer_zone.y))
