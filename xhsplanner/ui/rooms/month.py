"""月历: six weeks of a month with occasions, open places and every note by time."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout

from xhsplanner.core.change import Change
from xhsplanner.core.words import t
from xhsplanner.ui.board.choices import COLOURS
from xhsplanner.ui.context import Context
from xhsplanner.ui.month import access, model
from xhsplanner.ui.month.hands import MonthBoard
from xhsplanner.ui.month.tools import MonthTools
from xhsplanner.ui.notes.empty import EmptyPage
from xhsplanner.ui.rooms import Room

MINUTE_MS = 60_000
TABLES = (
    "note", "note_asset", "cover", "account", "series", "member", "slot",
    "slot_override", "own_day", "relay", "arrangement",
)  # fmt: skip
COVERED = ("note_text", "disclaimer")
"""What only covers show."""


class MonthRoom(Room):
    """The month in the window."""

    room_id: ClassVar[str] = "month"
    edits_in_place: ClassVar[bool] = True

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        access.install()
        self.board = MonthBoard(ctx)
        self.tools = self._tools = MonthTools(self.board)
        self.empty = EmptyPage(ctx.theme, "calendar-days")
        self.empty.say(
            t("week.empty_title"), t("month.empty_text"), t("week.empty_button"), lambda: ctx.ask("catalogue")
        )
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.board)
        self._stack.addWidget(self.empty)
        self.board.loaded.connect(self._loaded)
        ctx.changed.connect(self._on_change)
        ctx.day_shown.connect(self._day_shown)
        ctx.selected.connect(self.board.follow)
        ctx.filtered.connect(lambda _wanted: self._refresh())
        self.destroyed.connect(ctx.settings.listen(self._settings_changed))
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self._time_passed)
        self._minute.start()
        self._stale, self._elsewhere = False, False
        self.board.reload()

    # A room that nobody sees reads nothing until it is shown again.

    def _refresh(self) -> None:
        if self.isVisible():
            self.board.reload()
        else:
            self._stale = True

    def _day_shown(self, _day: date) -> None:
        if self.isVisible():
            self.board.follow_day()
        else:
            self._elsewhere = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        stale, self._stale = self._stale, False
        elsewhere, self._elsewhere = self._elsewhere, False
        if stale:
            self.board.reload()
        if elsewhere:
            self.board.follow_day()

    def heading(self) -> tuple[str, str]:
        return model.heading(self.board.page)

    def shown_days(self) -> tuple[date, date]:
        return self.board.page.start, self.board.page.end

    def counted_days(self) -> tuple[date, date]:
        return self.shown_days()

    def step(self, by: int) -> None:
        self.board.turn(by)

    def today(self) -> None:
        self.board.today()

    def new_note(self) -> None:
        self.board.new_note()

    def focus_room(self) -> None:
        shown = self.board if self._stack.currentWidget() is self.board else self.empty.button
        shown.setFocus()

    def _loaded(self) -> None:
        """Before the first account there is nothing to plan for."""
        self._stack.setCurrentWidget(self.board if self.board.page.accounts else self.empty)
        self.heading_changed.emit()

    def verbs(self) -> dict[str, Callable[[], object]]:
        choose = partial(self.ctx.settings.set, "board_colours")
        found: dict[str, Callable[[], object]] = {
            f"board_colours_{colours}": partial(choose, colours) for colours in COLOURS
        }
        return found | {"day_about": self.board.about_day, "day_notes": self.board.list_day}

    def look(self) -> dict[str, Any]:
        return {"colours": self.ctx.settings.get("board_colours")}

    def wear(self, look: Mapping[str, Any]) -> None:
        if look.get("colours") in COLOURS:
            self.ctx.settings.set("board_colours", look["colours"])

    def settle(self) -> None:
        """Finish what would be painted a moment later; for pictures of the window."""
        self.board.grab()
        self.board.covers.draw()

    def _settings_changed(self, name: str) -> None:
        if name == "board_colours":
            self._refresh()

    def _time_passed(self) -> None:
        """Notes become overdue and days become today while nobody touches anything."""
        if self.isVisible() and self.board.drag is None and self.board.editor is None:
            self.board.reload()

    def _on_change(self, change: Change) -> None:
        if change.touches(*TABLES):
            self._refresh()
        if change.touches(*COVERED):
            self.board.covers.forget(change.rows.get("note", ()))
