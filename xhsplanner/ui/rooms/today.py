"""今天: the page an editor starts the day with."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from xhsplanner.core import clock
from xhsplanner.core.agenda import Agenda, went_out
from xhsplanner.core.change import Change
from xhsplanner.core.leads import Task
from xhsplanner.core.model import Status
from xhsplanner.core.words import t
from xhsplanner.store import agenda
from xhsplanner.ui.context import Context
from xhsplanner.ui.rooms import Room
from xhsplanner.ui.today.acts import DayActs
from xhsplanner.ui.today.daylist import DayList
from xhsplanner.ui.today.empty import EmptyDay
from xhsplanner.ui.today.head import DayHead, words_of_day
from xhsplanner.ui.today.rows import Page, Row
from xhsplanner.ui.today.thumbs import DayThumbs

MINUTE_MS = 60_000
TABLES = (
    "note", "task", "slot", "slot_override", "account", "series", "member", "note_asset", "cover", "own_day",
    "arrangement",
)  # fmt: skip
COVERED = ("note_text", "disclaimer")
NARROW = 760
"""Below this width the two lists stand one over the other."""


class TodayRoom(Room):
    """What goes out, what is late, what waits, what is to be prepared: of today, or of another day."""

    room_id: ClassVar[str] = "today"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.day = clock.today()
        self._stale, self._seen = True, clock.now()
        self._opened: set[str] = set()
        self._ticks: dict[int, bool] = {}
        self.told: Agenda | None = None
        self.head = DayHead(ctx.theme)
        self.thumbs = DayThumbs(ctx, self)
        self.left = DayList(ctx.theme, t("today.left"), self.thumbs.get)
        self.right = DayList(ctx.theme, t("today.right"), self.thumbs.get)
        self.empty = EmptyDay(ctx)
        self.acts = DayActs(ctx, self, self._spot)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._lists = QHBoxLayout()
        self._lists.setSpacing(12)
        self._lists.addWidget(self.left, 3)
        self._lists.addWidget(self.empty, 3)
        self._lists.addWidget(self.right, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addLayout(self._lists, 1)

    def _connect(self) -> None:
        ctx = self.ctx
        for one in (self.left, self.right):
            one.acted.connect(self.act)
            one.chosen.connect(self._chosen)
            one.opened.connect(self._open)
            one.previewed.connect(self._preview)
            one.ticked.connect(self._tick)
            one.removed.connect(self._remove)
            one.menu_asked.connect(self.acts.menu)
            self.thumbs.ready.connect(one.repaint_note)
        self.left.left_for.connect(lambda by: self.right.setFocus() if by > 0 and self.right.rows else None)
        self.right.left_for.connect(lambda by: self.left.setFocus() if by < 0 and self.left.rows else None)
        self.head.section_asked.connect(self.show_section)
        self.empty.new_asked.connect(self.new_note)
        ctx.changed.connect(self._on_change)
        ctx.filtered.connect(lambda _filter: self.reload())
        ctx.selected.connect(self._selected)
        ctx.day_shown.connect(self._day_shown)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self.time_passed)
        self._minute.start()

    # --- what the shell asks ----------------------------------------------------------------------

    def heading(self) -> tuple[str, str]:
        by = (self.day - clock.today()).days
        near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(by)
        words = words_of_day(self.day)
        return (
            (t(f"today.{near}"), words)
            if near
            else (words, t("today.away", n=by) if by > 0 else t("today.ago", n=-by))
        )

    def shown_days(self) -> tuple[date, date]:
        return self.day, self.day

    def step(self, by: int) -> None:
        self.go(self.day + timedelta(by))

    def today(self) -> None:
        self.go(clock.today())

    def go(self, day: date) -> None:
        """Show a day; the other rooms follow."""
        self.day = day
        self.ctx.show_day(day)
        self.reload()

    def focus_room(self) -> None:
        """The first list that has something, else the button of an empty day."""
        wanted = (self.left, self.right, self.empty.button)
        next((one for one in wanted if one.isVisibleTo(self)), self.right).setFocus()

    def verbs(self) -> dict[str, Callable[[], object]]:
        return {
            "task_add": self._add_task,
            "tick_out": partial(self._batch, "tick_out"),
            "rest_today": partial(self._batch, "rest_today"),
        }

    def show_subject(self, subject: object) -> None:
        """A note, which is selected, or the name of a section."""
        if isinstance(subject, int):
            self.ctx.select(subject)
        elif isinstance(subject, str):
            self.show_section(subject)

    def new_note(self) -> None:
        self.ctx.show_day(self.day)
        super().new_note()

    # --- data -------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the day again; later where nobody sees the room."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale, self._seen = False, clock.now()
        self.told = agenda.read(self.ctx.store, self._seen, self.day, self.ctx.filter)
        self._show()
        self.heading_changed.emit()

    def _show(self) -> None:
        told = self.told
        if told is None:
            return
        page = Page(self.ctx.store, told, self._opened, self._ticked())
        peopled = bool(self.ctx.store.catalog.accounts())
        left, right = page.left(), page.right() if peopled else []
        focus = self.window().focusWidget()
        focused = focus is not None and self.isAncestorOf(focus)
        self.empty.show_agenda(told, peopled)
        counts = {row.section: row.lead for row in (*left, *right) if row.kind == "head" and row.lead}
        self.head.show_agenda(told, counts)
        self.left.show_rows(left)
        self.right.show_rows(right)
        for one, wanted in ((self.left, left), (self.empty, not left), (self.right, right)):
            one.setVisible(bool(wanted))
        if focused and focus is not None and not focus.isVisible():
            self.focus_room()  # else what was hidden would hand its focus on to the rail
        self._follow(self.ctx.note_id)

    def _ticked(self) -> set[int]:
        """What of yesterday is said to be out: what was handed over, unless a person says otherwise."""
        told = self.told.yesterday if self.told else ()
        return {
            note.id
            for note in told
            if self._ticks.get(note.id, note.status is Status.HANDED_OVER) and went_out(note)
        }

    def _on_change(self, change: Change) -> None:
        if change.touches(*COVERED, "note", "note_asset", "cover"):
            self.thumbs.forget(change.rows.get("note", ()))
        if change.touches(*TABLES):
            self.reload()

    def time_passed(self) -> None:
        """Notes become overdue and the next day begins while nobody touches anything."""
        now = clock.now()
        if now.date() != self._seen.date():
            if self.day == self._seen.date():
                self.day = now.date()
            self._ticks.clear()
            self.reload()  # also another day: it is nearer than it was
        elif self.told is not None and self.isVisible() and self._passed(now):
            self.reload()

    def _passed(self, now: datetime) -> bool:
        """Whether a note's time came since the day was read, or the greeting may be another."""
        if now.hour != self._seen.hour:
            return True
        seen, minute = (one.hour * 60 + one.minute for one in (self._seen, now))
        told = self.told.going if self.told else ()
        return any(note.minute is not None and seen <= note.minute < minute for note in told)

    def _day_shown(self, day: date) -> None:
        if self.isVisible() and day != self.day:
            self.day = day
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Coming back to the room is coming back to today."""
        super().showEvent(event)
        if not event.spontaneous():
            self.day = clock.today()
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self._lists.setDirection(QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight)

    # --- hands ------------------------------------------------------------------------------------

    def _spot(self) -> QPoint:
        return (self.right if self.right.hasFocus() else self.left).spot()

    def show_section(self, name: str) -> None:
        """Bring a section to the top of its list."""
        for one in (self.left, self.right):
            if any(row.section == name for row in one.rows):
                one.scroll_to(name)
                one.setFocus()

    def _add_task(self) -> None:
        """Ask for a task where tasks stand."""
        self.show_section("tasks")
        self.acts.ask_task()

    def act(self, row: Row, button: str) -> None:
        """Do what a button of a row says."""
        if button == "more":
            self._opened.add(row.section)
            self._show()
        elif button in ("tick_out", "rest_today"):
            self._batch(button)
        else:
            self.acts.act(row, button)

    def _batch(self, what: str) -> None:
        """Mark what is ticked as published, or move the rest to today."""
        ticked = self._ticked()
        told = self.told.yesterday if self.told else ()
        if what == "tick_out" and ticked:
            self.acts.publish_all([note.id for note in told if note.id in ticked])
        elif what == "rest_today" and len(ticked) < len(told):
            self.acts.move([note for note in told if note.id not in ticked], clock.today())
        else:
            self.ctx.toast(t(f"today.nothing_{what}"), kind="error")

    def _tick(self, row: Row) -> None:
        if row.note is not None and row.ticked is not None:
            self._ticks[row.note.id] = not row.ticked
            self._show()

    def _chosen(self, row: Row) -> None:
        if row.note is not None:
            self.ctx.select(row.note.id)

    def _open(self, row: Row) -> None:
        if row.note is not None:
            self.acts.notes.open(row.note.id)
        elif isinstance(row.subject, Task):
            self.acts.ask_task(row.subject)
        elif row.buttons:
            self.acts.act(row, next((one.id for one in row.buttons if one.main), row.buttons[0].id))

    def _preview(self, row: Row) -> None:
        if row.note is not None:
            self.acts.notes.preview(row.note.id)

    def _remove(self, row: Row) -> None:
        if isinstance(row.subject, Task):
            self.acts.delete_task(row.subject)
        elif row.note is not None and not self.ctx.store.read_only:
            self.acts.notes.delete([row.note.id])

    def _selected(self, note_id: int | None) -> None:
        """Another note is in the panel; or another member acts, which the window tells the same way."""
        told = self.told
        if told is not None and (told.member.id if told.member else None) != self.ctx.store.actor:
            self.reload()
        self._follow(note_id)

    def _follow(self, note_id: int | None) -> None:
        self.left.show_note(note_id)
        self.right.show_note(note_id)
