"""The rooms of the window. A room is one file in this folder and one row in `ROOMS`."""

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.words import t
from xhsplanner.ops import notes as ops
from xhsplanner.store import filtered
from xhsplanner.ui.context import Context


class Room(QWidget):
    """Base of every room: what the shell around it needs to know.

    A room reads through `ctx.store`, writes through `ctx.run(ops…)` and reloads only what a Change touches.
    The shell gives it the bare canvas between top bar and status bar: a room draws its own white panels.
    """

    room_id: ClassVar[str] = ""
    uses_panel: ClassVar[bool] = True
    """Whether the note panel stands at its right."""
    uses_strip: ClassVar[bool] = False
    """Whether the asset strip stands below it."""
    uses_days: ClassVar[bool] = True
    """Whether ‹ 今天 › means something here; then `step` and `today` are called."""
    edits_in_place: ClassVar[bool] = False
    """Whether `new_note` lets the title be typed in the room itself, so that the panel must not take the cursor."""

    heading_changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.tools: QWidget | None = None
        """What the top bar holds for this room, if anything."""

    def heading(self) -> tuple[str, str]:
        """Title and subtitle for the top bar, plain text."""
        raise NotImplementedError

    def shown_days(self) -> tuple[date, date]:
        """The first and last day of the page; the calendar marks them."""
        return self.ctx.day, self.ctx.day

    def counted_days(self) -> tuple[date, date] | None:
        """The days whose notes the filter bar counts; None for all there are."""
        return None

    def step(self, by: int) -> None:
        """Go one page back (-1) or on (+1)."""
        raise NotImplementedError

    def today(self) -> None:
        """Go to the page of today."""
        self.ctx.show_day(clock.today())

    def new_note(self) -> None:
        """Make a note where the user is; by default on the shown day, for the account of the note in the panel."""
        store, shown = self.ctx.store, self.ctx.note_id
        accounts = [account.id for account in store.catalog.accounts()]
        if not accounts:
            self.ctx.toast(t("shell.no_account"), kind="error")
            self.ctx.ask("catalogue")
            return
        note = store.notes.get(shown) if shown is not None else None
        account = note.account_id if note and note.account_id in accounts else accounts[0]
        given = {"account_id": account, **self.ctx.filter.given()}
        self.ctx.run_then(self._made, ops.create, day=self.ctx.day, **given)

    def _made(self, change: Change) -> None:
        (made,) = change.created["note"]
        self.ctx.select(made)
        tell_hidden(self.ctx, made)

    def verbs(self) -> dict[str, Callable[[], object]]:
        """What this room can do of actions.toml, by action id, beside what every room can."""
        return {}

    def focus_room(self) -> None:
        """Take the keyboard focus to where arrows work; the shell calls it after a switch."""
        self.setFocus()

    def show_subject(self, subject: object) -> None:
        """Go to what `ctx.ask(<room id>, subject)` named."""

    def look(self) -> dict[str, Any]:
        """How the room is arranged, for a saved view: plain values (words, numbers, flags, lists of them)."""
        return {}

    def wear(self, look: Mapping[str, Any]) -> None:
        """Arrange the room as `look()` told once. It may come from a file: what makes no sense is left as it is."""

    def settle(self) -> None:
        """Finish what would be painted a moment later; for pictures of the window."""


def tell_hidden(ctx: Context, note_id: int) -> None:
    """Say so where the filter hides a note that was just made."""
    note = ctx.store.notes.get(note_id)
    if note is not None and not filtered.among(ctx.store, [note_id], ctx.filter):
        ctx.toast(t("filter.hides_new", title=note.title or note.code))


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One row of the table: id, lucide icon of the rail, module that holds the Room subclass.

    `plans`: it shows the notes that `ctx.filter` wants; filter bar, views and the tray stand around it.
    """

    id: str
    icon: str
    module: str
    plans: bool = False


ROOMS = (
    RoomRow("today", "sun", "xhsplanner.ui.rooms.today", plans=True),
    RoomRow("week", "calendar-range", "xhsplanner.ui.rooms.week", plans=True),
    RoomRow("month", "calendar-days", "xhsplanner.ui.rooms.month", plans=True),
    RoomRow("list", "list", "xhsplanner.ui.rooms.list", plans=True),
    RoomRow("board", "square-kanban", "xhsplanner.ui.rooms.board", plans=True),
    RoomRow("wall", "layout-grid", "xhsplanner.ui.rooms.wall", plans=True),
    RoomRow("matrix", "grid-3x3", "xhsplanner.ui.rooms.matrix"),
    RoomRow("library", "images", "xhsplanner.ui.rooms.library"),
    RoomRow("covers", "layout-template", "xhsplanner.ui.rooms.covers"),
    RoomRow("catalogue", "database", "xhsplanner.ui.rooms.catalogue"),
)


def available() -> list[RoomRow]:
    """The rooms whose module is there, in the order of the rail."""
    return [row for row in ROOMS if importlib.util.find_spec(row.module) is not None]


def load(row: RoomRow) -> type[Room]:
    """The class of a room, imported now. Raises LookupError where the module has no Room of that id."""
    module = importlib.import_module(row.module)
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Room) and value.room_id == row.id:
            return value
    raise LookupError(f"{row.module} has no Room with room_id {row.id!r}")
