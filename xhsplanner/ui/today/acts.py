"""What the buttons of the room 今天 do. Everything goes through `ops`, as one step of undo each."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from xhsplanner.core import clock, days
from xhsplanner.core.agenda import Gap, Uncovered
from xhsplanner.core.leads import State, Task
from xhsplanner.core.model import Note, Status
from xhsplanner.core.occasions import Occurrence
from xhsplanner.core.planning import Place
from xhsplanner.core.words import t
from xhsplanner.ops import notes, slot_places, status, tasks
from xhsplanner.ops.publishing import publish_many
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.context import Context
from xhsplanner.ui.notes.acts import NoteActs
from xhsplanner.ui.notes.menu import NoteMenus, pop
from xhsplanner.ui.notes.submenus import choice
from xhsplanner.ui.panel.actions import PublishDialog, copy_text
from xhsplanner.ui.slots import acts as place_acts
from xhsplanner.ui.today.ask import TaskPopup
from xhsplanner.ui.today.rows import Row

FREE_DAYS = 60
"""So far ahead a free day is looked for."""
PUT_OFF = (1, 3, 7)


class DayActs:
    """The verbs of one room; `room` is the parent of what is opened, `spot` where the keyboard is on the screen."""

    def __init__(self, ctx: Context, room: QWidget, spot: Callable[[], QPoint]) -> None:
        self.ctx, self._room, self._spot = ctx, room, spot
        self.notes = NoteActs(ctx)
        self._menus = NoteMenus(room, self.notes, self)
        self._of_note: dict[str, Callable[[Note], object]] = {
            "publish": self.publish,
            "link": self.publish,
            "copy": self.copy,
            "to_today": lambda note: self.move([note], clock.today()),
            "to_tomorrow": lambda note: self.move([note], clock.today() + timedelta(1)),
            "to_free": self.to_free,
            "hold": lambda note: self.ctx.run(status.set_status, [note.id], Status.ON_HOLD),
        }
        self._of_task: dict[str, Callable[[Task], object]] = {
            "done": lambda task: self.set_state(task, State.DONE),
            "skip": lambda task: self.set_state(task, State.SKIPPED),
            "later": lambda task: pop(self._later_menu(task), self._spot()),
        }

    # --- what is asked ----------------------------------------------------------------------------

    def act(self, row: Row, button: str) -> None:
        """Do what a button of a row says."""
        subject, note = row.subject, row.note
        if isinstance(subject, Task) and button in self._of_task:
            self._of_task[button](subject)
        elif note is not None and button in self._of_note:
            self._of_note[button](note)
        elif isinstance(subject, Uncovered):
            if button == "make":
                self.make_for(subject.occurrence)
            else:
                self.ctx.run(tasks.set_state, [tasks.not_ours(subject.occurrence)], State.SKIPPED)
        elif isinstance(subject, Place) and button == "skip":
            place_acts.skip(self.ctx, subject)
        elif isinstance(subject, Place):
            self.ctx.run_then(self._show_made, slot_places.fill, subject.slot_id, subject.original)
        elif isinstance(subject, Gap):
            day = self._day_from(subject.account_id, clock.today())
            self._make(account_id=subject.account_id, series_id=subject.series_id, day=day)
        elif button == "add_task":
            self.ask_task()

    def menu(self, row: Row, at: QPoint) -> None:
        """The menu of a row: that of notes, or what can be done to a task."""
        if isinstance(row.subject, Task):
            pop(self._task_menu(row.subject), at)
        elif row.note is not None:
            pop(self._menus.cards([row.note]), at)
        elif isinstance(row.subject, Place):
            pop(place_acts.menu(self.ctx, row.subject, self._room, spot=self._spot), at)
        elif row.buttons:
            pop(self._button_menu(row), at)

    def rename(self, note_id: int) -> None:
        """Type a note's title: in the panel, here are no fields."""
        self.notes.open(note_id)

    def spot(self) -> QPoint:
        """Where the row at the keyboard is, on the screen."""
        return self._spot()

    # --- notes ------------------------------------------------------------------------------------

    def publish(self, note: Note) -> None:
        """Ask for link and time, and mark a note published."""
        self.ctx.select(note.id)
        PublishDialog(self._room, self.ctx, note).open()

    def publish_all(self, ids: Sequence[int]) -> None:
        """Mark what is ticked as published when it was planned."""
        self.ctx.run(publish_many, list(ids))

    def copy(self, note: Note) -> None:
        """Put title, body and hashtags on the clipboard."""
        text = self.ctx.store.notes.text(note.id)
        whole = "\n\n".join(one for one in (note.title, text.body, text.hashtags) if one)
        copy_text(self.ctx, whole, t("today.copied", title=note.title or note.code))

    def move(self, those: Sequence[Note], day: date) -> None:
        """Give notes another day; their times stay."""
        self.ctx.run(notes.move, [note.id for note in those], day=day)

    def to_free(self, note: Note) -> None:
        """The next day on which its account has nothing yet, and that is not quiet."""
        day = self._day_from(note.account_id, clock.today() + timedelta(1))
        if day is None:
            self.ctx.toast(t("today.no_free", n=FREE_DAYS), kind="error")
        else:
            self.move([note], day)

    def _day_from(self, account_id: int, first: date) -> date | None:
        """The first day from `first` on that is empty on an account and not quiet."""
        last = first + timedelta(FREE_DAYS - 1)
        taken = self.ctx.store.counts.days(first, last, [account_id])
        for n in range(FREE_DAYS):
            day = first + timedelta(n)
            if not days.is_quiet(day) and not (day in taken and taken[day].planned):
                return day
        return None

    def make_for(self, occurrence: Occurrence) -> None:
        """A note for an occasion, in the team's first fitting series, on the account that speaks in it last."""
        store = self.ctx.store
        accounts = [one.id for one in store.catalog.accounts()]
        if not accounts:
            self.ctx.toast(t("shell.no_account"), kind="error")
            return
        fitting = [one.id for one in store.catalog.series() if one.palette in occurrence.occasion.series]
        series = fitting[0] if fitting else None
        last = store.notes.last_days(occurrence.first)
        account = max(accounts, key=lambda one: last.get((one, series), date.min))
        self._make(account_id=account, series_id=series, day=occurrence.first, occasion=occurrence.id)

    def _make(self, **fields: object) -> None:
        self.ctx.run_then(self._show_made, notes.create, **fields)

    def _show_made(self, change: object) -> None:
        made = getattr(change, "created", {}).get("note")
        if made:
            self.ctx.select(made[0])
            self.ctx.ask("note_title", made[0])

    # --- tasks ------------------------------------------------------------------------------------

    def set_state(self, task: Task, state: State) -> None:
        """Say that a task is done, skipped or open."""
        self.ctx.run(tasks.set_state, [tasks.target(task)], state)

    def delete_task(self, task: Task) -> None:
        """Delete one's own task; a computed one can only be skipped."""
        if task.kind == "own":
            self.ctx.run(tasks.delete, [task.key])
        else:
            self.ctx.toast(t("tasks.not_own"), kind="error")

    def ask_task(self, task: Task | None = None) -> None:
        """Ask for the words of a new task, or of one there is."""
        popup = TaskPopup(self._room, self.ctx, task)
        popup.show_at(self._spot())

    def _later_menu(self, task: Task) -> QMenu:
        menu = QMenu(self._room)
        self._later(menu, task)
        return menu

    def _later(self, menu: QMenu, task: Task) -> None:
        today = clock.today()
        wanted = [tasks.target(task)]
        for n in PUT_OFF:
            day = today + timedelta(n)
            words = t(f"today.later.{n}", m=day.month, d=day.day, weekday=t(f"days.weekday.{day.weekday()}"))
            choice(menu, words, partial(self.ctx.run, tasks.snooze, wanted, day))
        if task.lead is not None and task.row is not None and task.row.due is not None:
            choice(menu, t("today.later.back"), partial(self.ctx.run, tasks.snooze, wanted, None))

    def _task_menu(self, task: Task) -> QMenu:
        menu = QMenu(self._room)
        if self.ctx.store.read_only:
            menu.addAction(t("today.read_only")).setEnabled(False)
            return menu
        choice(menu, t("today.do.done"), partial(self.set_state, task, State.DONE))
        choice(menu, t("today.do.skip"), partial(self.set_state, task, State.SKIPPED))
        self._later(menu.addMenu(t("today.do.later")), task)
        whose = menu.addMenu(t("today.do.assign"))
        ink = Ink(self.ctx.theme, 1.0)
        for member in self.ctx.store.catalog.members():
            face = ink.avatar(member.name[:1], member.color, 18)
            give = partial(self.ctx.run, tasks.assign, [tasks.target(task)], member.id)
            choice(whose, member.name, give, task.owner_id == member.id, face)  # type: ignore[arg-type]
        choice(whose, t("tasks.nobody"), partial(self.ctx.run, tasks.assign, [tasks.target(task)], None))
        menu.addSeparator()
        if task.kind == "own":
            choice(menu, t("today.do.edit"), partial(self.ask_task, task))
            choice(menu, t("today.do.delete"), partial(self.delete_task, task))
        elif task.lead is not None and task.lead.note is not None:
            choice(menu, t("week.open_note"), partial(self.notes.open, task.lead.note.id))
        return menu

    def _button_menu(self, row: Row) -> QMenu:
        menu = QMenu(self._room)
        for button in row.buttons:
            choice(menu, button.words, partial(self.act, row, button.id))
        return menu
