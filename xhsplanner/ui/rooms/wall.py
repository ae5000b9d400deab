"""封面墙: how an account's page will look, and the rhythm of its covers."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.filter import EMPTY
from xhsplanner.core.options import options
from xhsplanner.core.words import t
from xhsplanner.ops import notes
from xhsplanner.ui.context import Context
from xhsplanner.ui.notes import area_access
from xhsplanner.ui.notes.empty import EmptyPage
from xhsplanner.ui.rooms import Room, tell_hidden
from xhsplanner.ui.wall import model
from xhsplanner.ui.wall.tools import WallTools
from xhsplanner.ui.wall.view import WallView

MINUTE_MS = 60_000
TABLES = ("note", "note_text", "note_asset", "cover", "account", "series", "result", "disclaimer", "asset")


LOOK = ("width", "alike")
"""The settings `wall_…` that a saved view keeps, beside the account."""


class WallRoom(Room):
    """The wall in the window."""

    room_id: ClassVar[str] = "wall"
    edits_in_place: ClassVar[bool] = True

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        area_access.install()
        self.view = WallView(ctx)
        self.empty = EmptyPage(ctx.theme, "layout-grid")
        self.tools = self._tools = WallTools(self.view)
        self._stale = False
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self.view.loaded.connect(self._loaded)
        self.view.note_made.connect(lambda note_id: tell_hidden(ctx, note_id))
        ctx.changed.connect(self._on_change)
        ctx.filtered.connect(lambda _filter: self.reload())
        ctx.day_shown.connect(self._show_day)
        self.destroyed.connect(ctx.settings.listen(self._settings_changed))
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self._time_passed)
        self._minute.start()
        self.view.reload()

    def reload(self) -> None:
        """Read the notes again; later where nobody sees the room."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.view.reload()

    def _on_change(self, change: Change) -> None:
        if change.touches(*TABLES):
            self.reload()

    def _show_day(self, day: date) -> None:
        if self.isVisible():
            self.view.to_day(day)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _time_passed(self) -> None:
        """Notes go out, or become overdue, while nobody touches anything."""
        if self.isVisible() and self.view.drag is None and self.view.editor is None:
            self.view.reload()

    def _settings_changed(self, name: str) -> None:
        if name == "wall_account":
            self.view.reload()
        elif name.startswith("wall_"):
            self._tools.refresh()
            self.view.relayout()
            self.heading_changed.emit()

    def _loaded(self) -> None:
        wall, ctx = self.view.wall, self.ctx
        if wall.account is None:
            self.empty.say(
                t("week.empty_title"), t("wall.no_account"), t("week.empty_button"), lambda: ctx.ask("catalogue")
            )
        elif ctx.filter.without("accounts"):
            self.empty.say(
                t("wall.nothing"), t("kanban.filtered_text"), t("kanban.all_notes"), lambda: ctx.set_filter(EMPTY)
            )
        else:
            text = t("wall.nothing_text", account=wall.account.name)
            self.empty.say(t("wall.nothing"), text, t("action.new_note"), lambda: self.new_note())
        wanted = self.view if wall.faces else self.empty
        if self._stack.currentWidget() is not wanted:
            self._stack.setCurrentWidget(wanted)
        self.heading_changed.emit()

    # What the shell asks

    def heading(self) -> tuple[str, str]:
        marked = self.ctx.settings.get("wall_alike")
        return model.heading(self.view.wall, len(self.view.pairs) if marked else None)

    def step(self, by: int) -> None:
        """A month on or back."""
        first = self.ctx.day.replace(day=1)
        there = (first + timedelta(31) if by > 0 else first - timedelta(1)).replace(day=1)
        self.ctx.show_day(there)

    def today(self) -> None:
        self.ctx.show_day(clock.today())
        self.view.to_now()

    def new_note(self) -> None:
        account = self.view.wall.account
        if account is None:
            self.ctx.ask("catalogue")
            return
        given = {**self.ctx.filter.given(), "account_id": account.id}
        change = self.ctx.quietly(notes.create, day=max(self.ctx.day, clock.today()), **given)
        self._stack.setCurrentWidget(self.view)
        self.view.made(change)

    def focus_room(self) -> None:
        bare = self._stack.currentWidget() is self.empty
        (self.empty.button if bare else self.view).setFocus()

    def settle(self) -> None:
        """Paint once, so that the covers that show are asked for; whoever waits for work sees them."""
        self.view.grab()

    def look(self) -> dict[str, Any]:
        shown = self.view.wall.account
        kept = {name: self.ctx.settings.get(f"wall_{name}") for name in LOOK}
        return {**kept, "account": shown.uid if shown is not None else ""}

    def wear(self, look: Mapping[str, Any]) -> None:
        for name in LOOK:
            if options()[f"wall_{name}"].accepts(look.get(name)):
                self.ctx.settings.set(f"wall_{name}", look[name])
        if any(account.uid == look.get("account") for account in self.ctx.store.catalog.accounts()):
            self.ctx.settings.set_at(self.ctx.store.path, "wall_account", look["account"])

    def verbs(self) -> dict[str, Callable[[], object]]:
        return {
            "wall_next": partial(self._tools.step, 1),
            "wall_previous": partial(self._tools.step, -1),
            "wall_wide": self._tools.toggle_width,
            "wall_alike": self._tools.toggle_alike,
        }
