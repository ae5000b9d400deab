"""列表: all notes as a table that is sorted, grouped and edited in place."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.filter import EMPTY
from xhsplanner.core.words import t
from xhsplanner.ops import notes
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.when import month_step
from xhsplanner.ui.rooms import Room, tell_hidden
from xhsplanner.ui.table import access
from xhsplanner.ui.table.columns import shown_columns
from xhsplanner.ui.table.hands import NoteTable
from xhsplanner.ui.table.model import Choice
from xhsplanner.ui.table.tools import ListTools
from xhsplanner.ui.widgets.controls import TextButton, icon_label, label

MONTHS = {"month": 1, "quarter": 3}


class Nothing(QWidget):
    """What stands here instead of rows: a sentence, and one button."""

    def __init__(self, ctx: Context, act: Callable[[], object]) -> None:
        super().__init__()
        center = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setSpacing(12)
        self.title = label("", "subheading")
        self.text = label("", "soft", wrap=True)
        self.text.setAlignment(center)
        self.text.setFixedWidth(380)
        self.button = TextButton(ctx.theme, "", "", "primary")
        self.button.clicked.connect(act)
        column.addStretch(1)
        column.addWidget(icon_label(ctx.theme, "list", "text3", 32), 0, center)
        for widget in (self.title, self.text, self.button):
            column.addWidget(widget, 0, center)
        column.addStretch(1)

    def say(self, kind: str) -> None:
        """Why there is nothing: `no_account`, `filtered`, `period` or `no_note`."""
        self.title.setText(t(f"list.empty.{kind}_title"))
        self.text.setText(t(f"list.empty.{kind}_text"))
        self.text.setFixedHeight(self.text.heightForWidth(380))
        self.button.setText(t(f"list.empty.{kind}_button"))
        self.button.setAccessibleName(t(f"list.empty.{kind}_button"))


class ListRoom(Room):
    """The table with its tools; what it shows is in the settings."""

    room_id: ClassVar[str] = "list"
    edits_in_place: ClassVar[bool] = True

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        access.install()
        self._stale = True
        self._naming: int | None = None
        self._fresh = True
        self.view = NoteTable(ctx)
        self.nothing = Nothing(ctx, self._help)
        self.tools = self._tools = ListTools(self.view, self.heading_changed.emit)
        panel = QFrame()
        panel.setProperty("look", "panel")
        self._stack = QStackedLayout(panel)
        self._stack.setContentsMargins(1, 4, 1, 8)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(panel)
        self.view.table.arranged.connect(self._arranged)
        ctx.changed.connect(self._on_change)
        ctx.filtered.connect(lambda _wanted: self.reload())
        ctx.day_shown.connect(lambda _day: self._day_shown())
        ctx.picked.connect(lambda _ids: self.heading_changed.emit())
        ctx.setting_changed.connect(self._setting_changed)

    # --- data --------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read all again; later where nobody sees the room."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.view.table.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _on_change(self, change: Change) -> None:
        if not self.isVisible():
            self._stale = True
        else:
            self.view.table.follow(change)

    def _day_shown(self) -> None:
        if self.view.table.choice.period in ("week", *MONTHS):
            self.reload()

    def _setting_changed(self, name: str) -> None:
        """Another window, or a saved view, has shown the list in another way."""
        if name in ("list_columns", "list_widths"):
            self.view.head.follow()
        elif name == "list_look" and self.ctx.settings.get(name) != self.view.table.choice.kept:
            choice = Choice.of(self.ctx.settings.get(name))
            self._choose(period=choice.period, group=choice.group, sorts=choice.sorts)

    def _arranged(self) -> None:
        bare = not self.view.table.order.ids
        if bare:
            self.nothing.say(self._why_bare())
        self._stack.setCurrentWidget(self.nothing if bare else self.view)
        self._tools.refresh()
        self.heading_changed.emit()
        if self._fresh and not bare:
            self._fresh = False
            self._to_today(pick=False)
        if self._naming is not None and self.view.table.lines.of(self._naming) is not None:
            made, self._naming = self._naming, None
            self.view.rename(made)

    def _why_bare(self) -> str:
        if not self.ctx.store.catalog.accounts():
            return "no_account"
        if self.ctx.filter:
            return "filtered"
        return "no_note" if self.view.table.choice.period == "all" else "period"

    def _help(self) -> None:
        """What the button of an empty list does."""
        why = self._why_bare()
        if why == "no_account":
            self.ctx.ask("catalogue")
        elif why == "filtered":
            self.ctx.set_filter(EMPTY)
        elif why == "period":
            self.view.choose(period="all")
        else:
            self.new_note()

    # --- what the shell asks -------------------------------------------------------------------------

    def heading(self) -> tuple[str, str]:
        table = self.view.table
        total, chosen = len(table.order.ids), len(self.ctx.selection)
        parts = [self._when(), t("list.notes", n=total)]
        parts += [t("list.groups", n=len(table.order.groups))] if table.order.groups else []
        parts += [t("list.chosen", n=chosen)] if chosen > 1 else []
        return t("shell.room.list"), t("list.dot").join(part for part in parts if part)

    def _when(self) -> str:
        """The days that are shown, "" for all."""
        period = self.view.table.period()
        if period.first is None or period.last is None:
            return t("list.period.undated") if period.undated else ""
        return t("list.days", first=period.first.isoformat(), last=period.last.isoformat())

    def shown_days(self) -> tuple[date, date]:
        period = self.view.table.period()
        return period.first or self.ctx.day, period.last or self.ctx.day

    def step(self, by: int) -> None:
        """A week, month or quarter on; where all notes are shown, a page."""
        period = self.view.table.period()
        if period.first is None or period.last is None:
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + by * bar.pageStep())
        elif self.view.table.choice.period == "week":
            self.ctx.show_day(date.fromordinal(self.ctx.day.toordinal() + 7 * by))
        else:
            self.ctx.show_day(month_step(self.ctx.day, by * MONTHS[self.view.table.choice.period]))

    def today(self) -> None:
        """The period of today, and the first note that is not before it."""
        self.ctx.show_day(clock.today())
        self._to_today()

    def _to_today(self, pick: bool = True) -> None:
        table, view = self.view.table, self.view
        line = table.lines.of(table.first_from(clock.today()))
        if line is not None:
            view.reveal(min(line + view.viewport().height() // view.row_height // 2, table.lines.count - 1))
            view.go(line, pick=pick)

    def new_note(self) -> None:
        """Make a note on the shown day and type its title in its row."""
        accounts = [account.id for account in self.ctx.store.catalog.accounts()]
        if not accounts:
            super().new_note()
            return
        note = self.ctx.store.notes.get(self.view.here) if self.view.here is not None else None
        account = note.account_id if note is not None and note.account_id in accounts else accounts[0]
        fields = {"account_id": account, **self.ctx.filter.given()}
        day = None if self.view.table.choice.period == "undated" else self.ctx.day
        self.ctx.run_then(self._made, notes.create, day=day, **fields)

    def _made(self, change: Change) -> None:
        (made,) = change.created["note"]
        self._naming = made
        self.ctx.select(made)
        tell_hidden(self.ctx, made)

    def show_subject(self, subject: object) -> None:
        """Put the keyboard on a note."""
        line = self.view.table.lines.of(subject) if isinstance(subject, int) else None
        if line is not None:
            self.view.go(line)

    def focus_room(self) -> None:
        shown = self._stack.currentWidget()
        (self.nothing.button if shown is self.nothing else self.view).setFocus()

    def verbs(self) -> dict[str, Callable[[], object]]:
        tools = self._tools
        return {
            "list_columns": tools.open_columns,
            "list_period": tools.open_periods,
            "list_group": tools.open_groups,
        }

    def _choose(self, **changes: Any) -> None:
        self.view.choose(**changes)
        self._tools.refresh()
        self.heading_changed.emit()

    def settle(self) -> None:
        """Finish what would be painted a moment later; for pictures of the window."""
        self.view.viewport().grab()
        self.view.marks.look()

    def look(self) -> dict[str, Any]:
        return {**self.view.table.choice.kept, "columns": self.view.head.columns()}

    def wear(self, look: Mapping[str, Any]) -> None:
        if isinstance(look.get("columns"), list):
            self.view.head.show_columns(shown_columns(look["columns"]))
        choice = Choice.of({**self.view.table.choice.kept, **look})
        self._choose(period=choice.period, group=choice.group, sorts=choice.sorts)
