"""Reminds while a workspace is open: reads when something changed, and once a minute looks at the clock."""

from PySide6.QtCore import QObject, QTimer, Signal

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.reminders import About, Book, Facts, Matter, Reminder, Wanted, later, of_day
from xhsplanner.store import agenda
from xhsplanner.ui.context import Context

MINUTE_MS = 60_000
FIRST_MS = 1_500
"""The window opens first."""
AFTER_MS = 2_000
"""Many changes in a row are read once."""
TABLES = ("note", "task", "account", "series", "member", "own_day", "arrangement")
KEPT = 200
"""Keys of what was read that are kept for the next window."""


class Reminding(QObject):
    """`changed` when the bell shows something else; `told(list[Told])` when there is news."""

    changed = Signal()
    told = Signal(object)

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.book = Book(ctx.settings.get("reminders_read"))
        self._facts: Facts | None = None
        self._actor = ctx.store.actor
        self._due: list[Reminder] = []
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self.look)
        self._minute.start()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.read)
        self._soon.start(FIRST_MS)
        ctx.changed.connect(self._on_change)
        ctx.selected.connect(self._on_selected)
        ctx.setting_changed.connect(self._on_setting)
        ctx.closing.connect(self.close)

    def close(self) -> None:
        """Stop, before the workspace is closed."""
        self._minute.stop()
        self._soon.stop()

    @property
    def wanted(self) -> Wanted:
        """What the person chose."""
        get = self._ctx.settings.get
        kinds = frozenset(about for about in About if get(f"remind_{about.value}"))
        return Wanted(
            kinds, get("remind_minutes"), get("remind_quiet_from"), get("remind_quiet_to"), get("remind_days_off")
        )

    def read(self) -> None:
        """Read what there is to remind of, on a worker, and tell what is due."""
        store, now = self._ctx.store, clock.now()
        self._ctx.tasks.start(lambda: agenda.reminding(store, now), self._arrived, lambda _error: None)

    def read_now(self) -> None:
        """The same at once: for the bell that is opened before the first look."""
        if self._facts is None:
            self._arrived(agenda.reminding(self._ctx.store, clock.now()))

    def _arrived(self, facts: Facts) -> None:
        self._facts = facts
        self._due = of_day(facts, self.wanted)
        self.look()

    def look(self) -> None:
        """Tell what is due by now: a walk over what was read, no database."""
        now = clock.now()
        if self._facts is not None and self._facts.today != now.date():
            self._soon.start(0)
        before = [id(one) for one in self.book.told]
        news = self.book.tell(self._due, now, self.wanted)
        if news or before != [id(one) for one in self.book.told]:
            self.changed.emit()
        if news:
            self.told.emit(news)

    def open(self, one: Matter) -> None:
        """Go to the note or the tasks; all that was told of it counts as read."""
        for part in one.parts:
            self.book.read(part.reminder.key)
        self._keep()
        note = one.reminder.note_id
        self._ctx.ask("today", note if note is not None else "tasks")

    def read_all(self) -> None:
        """All of them are read."""
        self.book.read_all()
        self._keep()

    def snooze(self, one: Matter, choice: str) -> None:
        """Say all of it again in `ten` minutes, an `hour`, or `tomorrow` morning."""
        for part in one.parts:
            self.book.snooze(part.reminder.key, later(clock.now(), choice))
        self.changed.emit()

    def _keep(self) -> None:
        self._ctx.settings.set("reminders_read", self.book.read_keys[-KEPT:])
        self.changed.emit()

    def _on_change(self, change: Change) -> None:
        if change.touches(*TABLES) and not self._soon.isActive():
            self._soon.start(AFTER_MS)

    def _on_selected(self, _note_id: int | None) -> None:
        """The window tells by this signal also that another member acts."""
        if self._actor != self._ctx.store.actor:
            self._actor = self._ctx.store.actor
            self._soon.start(0)

    def _on_setting(self, name: str) -> None:
        if name.startswith("remind_") and self._facts is not None:
            self._arrived(self._facts)
