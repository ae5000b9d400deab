"""看板: the notes of a period in columns by status, owner or series; cards go from one to the next."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.filter import EMPTY
from xhsplanner.core.model import Note
from xhsplanner.core.options import options
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.kanban import model
from xhsplanner.ui.kanban.hands import KanbanBoard
from xhsplanner.ui.kanban.tools import KanbanTools
from xhsplanner.ui.notes import area_access
from xhsplanner.ui.notes.empty import EmptyPage
from xhsplanner.ui.panel.actions import PublishDialog
from xhsplanner.ui.rooms import Room, tell_hidden

MINUTE_MS = 60_000
TABLES = ("note", "note_asset", "cover", "account", "series", "member", "setting", "note_text", "relay")


LOOK = ("by", "period", "folded")
"""The settings `kanban_…` that a saved view keeps."""


class BoardRoom(Room):
    """The kanban in the window."""

    room_id: ClassVar[str] = "board"
    edits_in_place: ClassVar[bool] = True

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        area_access.install()
        self.board = KanbanBoard(ctx)
        self.empty = EmptyPage(ctx.theme, "square-kanban")
        self.tools = self._tools = KanbanTools(ctx)
        self.dialog: PublishDialog | None = None
        self._stale = False
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.board)
        self._stack.addWidget(self.empty)
        self.board.loaded.connect(self._loaded)
        self.board.publish_asked.connect(self._publish)
        self.board.note_made.connect(lambda note_id: tell_hidden(ctx, note_id))
        ctx.changed.connect(self._on_change)
        ctx.filtered.connect(lambda _filter: self.reload())
        ctx.day_shown.connect(self._show_day)
        self.destroyed.connect(ctx.settings.listen(self._settings_changed))
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self._time_passed)
        self._minute.start()
        self.board.reload()

    # Data

    def reload(self) -> None:
        """Read the notes again; later where nobody sees the room."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.board.reload()

    def _on_change(self, change: Change) -> None:
        if change.touches(*TABLES):
            self.reload()

    def _show_day(self, day: date) -> None:
        self.board.show_day(day)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _time_passed(self) -> None:
        """Notes become overdue while nobody touches anything."""
        if self.isVisible() and self.board.drag is None and self.board.editor is None:
            self.board.reload()

    def _settings_changed(self, name: str) -> None:
        if name.startswith("kanban_"):
            self._tools.refresh()
            self.board.settings_changed()

    def _loaded(self) -> None:
        board, ctx = self.board.board, self.ctx
        bare = not any(column.ids for column in board.columns)
        if not board.accounts:
            self.empty.say(
                t("week.empty_title"), t("kanban.no_account"), t("week.empty_button"), lambda: ctx.ask("catalogue")
            )
        elif bare and ctx.filter:
            text = t("kanban.filtered_text")
            self.empty.say(t("kanban.nothing"), text, t("kanban.all_notes"), lambda: ctx.set_filter(EMPTY))
        elif bare:
            self.empty.say(
                t("kanban.nothing"), t("kanban.nothing_text"), t("action.new_note"), lambda: self.new_note()
            )
        wanted = self.empty if bare and self.board.editor is None else self.board
        if self._stack.currentWidget() is not wanted:
            self._stack.setCurrentWidget(wanted)
        self.heading_changed.emit()

    def _publish(self, note: Note) -> None:
        """Ask for link and time, as the note panel does."""
        self.dialog = PublishDialog(self, self.ctx, note)
        self.dialog.accepted.connect(lambda: self.board.settled([note.id]))
        self.dialog.open()

    # What the shell asks

    def heading(self) -> tuple[str, str]:
        return model.heading(self.board.board, self.board.choices, self.board.day)

    def shown_days(self) -> tuple[date, date]:
        return model.span(self.board.choices.period, self.board.day) or (self.ctx.day, self.ctx.day)

    def counted_days(self) -> tuple[date, date] | None:
        return model.span(self.board.choices.period, self.board.day)

    def step(self, by: int) -> None:
        self.board.turn(by)

    def today(self) -> None:
        self.ctx.show_day(clock.today())
        self.board.show_day(clock.today())

    def new_note(self) -> None:
        self._stack.setCurrentWidget(self.board)
        self.board.new_note()

    def focus_room(self) -> None:
        bare = self._stack.currentWidget() is self.empty
        (self.empty.button if bare else self.board).setFocus()

    def look(self) -> dict[str, Any]:
        return {name: self.ctx.settings.get(f"kanban_{name}") for name in LOOK}

    def wear(self, look: Mapping[str, Any]) -> None:
        for name in LOOK:
            if options()[f"kanban_{name}"].accepts(look.get(name)):
                self.ctx.settings.set(f"kanban_{name}", look[name])

    def verbs(self) -> dict[str, Callable[[], object]]:
        found: dict[str, Callable[[], object]] = {
            f"kanban_by_{one}": partial(self.ctx.settings.set, "kanban_by", one) for one in model.BY
        }
        return {**found, "kanban_fold": self.board.fold_here, "kanban_period": self._tools.open_periods}
