"""What a person is reminded of: notes that go out soon, tasks, the platform's timer, reviews. Values, no timers.

`of_day` says what there is to remind of, and when. `Book` keeps what was told already, read and put off, and holds
back what falls into quiet hours until they are over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from xhsplanner.core import days
from xhsplanner.core.leads import State, Task
from xhsplanner.core.model import Note, Status
from xhsplanner.core.transitions import OPEN
from xhsplanner.core.words import t

DAY_HOUR = 9
"""What belongs to a day and not to a minute is told from this hour on."""


class About(StrEnum):
    """The kinds that can be switched on and off."""

    GOES_OUT = "goes_out"
    TASK = "task"
    WINDOW = "window"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to be told at `at`. Title and account only: it may show on a locked screen."""

    key: str
    about: About
    at: datetime
    title: str
    account: str = ""
    note_id: int | None = None
    step: str = ""

    @property
    def about_words(self) -> str:
        """What it is about, in words: the step of a task where it is one."""
        return (
            t("bell.about.step", step=t(f"tasks.step.{self.step}")) if self.step else t(f"bell.about.{self.about}")
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person chose. Minutes of the day; quiet where `quiet_from` equals `quiet_to`: never."""

    kinds: frozenset[About] = frozenset(About)
    minutes_before: int = 30
    quiet_from: int = -1
    quiet_to: int = -1
    days_off: bool = False

    def quiet(self, now: datetime) -> bool:
        """Whether nothing may be told at a moment: in quiet hours (also over midnight), and on days off."""
        if not self.days_off and days.day_info(now.date()).off:
            return True
        first, last = self.quiet_from, self.quiet_to
        if first < 0 or last < 0 or first == last:
            return False
        minute = now.hour * 60 + now.minute
        return first <= minute < last if first < last else minute >= first or minute < last


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read: open notes and those that entered the timer's window, both since the last working day (what
    fell into days off or quiet hours is told after them), notes in review, and the tasks that are due."""

    today: date
    going: tuple[Note, ...] = ()
    entering: tuple[Note, ...] = ()
    review: tuple[Note, ...] = ()
    tasks: tuple[Task, ...] = ()
    accounts: Mapping[int, str] = field(default_factory=dict)


def of_day(facts: Facts, wanted: Wanted) -> list[Reminder]:
    """Everything there is to tell on a day, in the order of its moments."""
    found: list[Reminder] = []
    morning = datetime.combine(facts.today, time(DAY_HOUR))
    for note in facts.going:
        if note.minute is not None and note.status in OPEN and note.status is not Status.HANDED_OVER:
            day = datetime.combine(note.day or facts.today, time())
            at = day + timedelta(minutes=note.minute - wanted.minutes_before)
            found.append(_of_note(note, About.GOES_OUT, at, facts, f"@{note.day}T{note.minute}"))
    found += [_of_note(note, About.WINDOW, morning, facts, f"@{note.day}") for note in facts.entering]
    found += [_of_note(note, About.REVIEW, morning, facts) for note in facts.review]
    for task in facts.tasks:
        if task.state is State.OPEN and task.due is not None and task.due <= facts.today:
            found.append(_of_task(task, morning, facts))
    return sorted((one for one in found if one.about in wanted.kinds), key=lambda one: (one.at, one.key))


def _of_note(note: Note, about: About, at: datetime, facts: Facts, when: str = "") -> Reminder:
    account = facts.accounts.get(note.account_id, "")
    return Reminder(f"{about}/{note.uid}{when}", about, at, note.title or note.code, account, note.id)


def _of_task(task: Task, at: datetime, facts: Facts) -> Reminder:
    note = task.lead.note if task.lead is not None else None
    if note is not None:
        account = facts.accounts.get(note.account_id, "")
        step, title = task.lead.step if task.lead else "", note.title or note.code
        return Reminder(f"task/{task.key}@{task.due}", About.TASK, at, title, account, note.id, step)
    title = task.row.title if task.row else task.lead.occurrence.name if task.lead else ""
    return Reminder(f"task/{task.key}@{task.due}", About.TASK, at, title)


@dataclass(slots=True)
class Told:
    """One reminder in the bell: when it was told, whether it is read, until when it is put off."""

    reminder: Reminder
    at: datetime
    read: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """All that is told of one note or task: one entry of the bell. The newest is first in `parts`."""

    parts: tuple[Told, ...]

    @property
    def reminder(self) -> Reminder:
        """The newest of them: what is asked for when the entry is chosen."""
        return self.parts[0].reminder

    @property
    def read(self) -> bool:
        """Whether nothing of it is new."""
        return all(one.read for one in self.parts)

    @property
    def about_words(self) -> str:
        """Everything that is due, in words, the earliest first."""
        said = dict.fromkeys(one.reminder.about_words for one in reversed(self.parts))
        return t("today.comma").join(said)


def matters(told: Iterable[Told]) -> list[Matter]:
    """One entry per note, in the order of what is told."""
    found: dict[object, list[Told]] = {}
    for one in told:
        note = one.reminder.note_id
        found.setdefault(one.reminder.key if note is None else note, []).append(one)
    return [Matter(tuple(parts)) for parts in found.values()]


class Book:
    """What was told. One for a window; `read_before` are the keys that were read in an earlier one."""

    def __init__(self, read_before: Iterable[str] = ()) -> None:
        self._told: dict[str, Told] = {}
        self._before = frozenset(read_before)

    @property
    def told(self) -> list[Told]:
        """What shows in the bell: not what is put off."""
        shown = [one for one in self._told.values() if one.until is None]
        return sorted(shown, key=lambda one: (one.at, one.reminder.at, one.reminder.key), reverse=True)

    @property
    def matters(self) -> list[Matter]:
        """What shows in the bell, one entry per note or task."""
        return matters(self.told)

    @property
    def unread(self) -> int:
        """Of how many notes and tasks something has not been read."""
        return sum(not one.read for one in self.matters)

    def tell(self, due: Iterable[Reminder], now: datetime, wanted: Wanted) -> list[Told]:
        """Take in what is due at `now`; returns what is new or comes back. In quiet hours nothing, and later all.

        What is not due any more (published meanwhile, moved, or wanted later) is taken out again.
        """
        there = {one.key: one for one in due}
        for key in [key for key in self._told if key not in there or there[key].at > now]:
            del self._told[key]
        if wanted.quiet(now):
            return []
        fresh: list[Told] = []
        for key, reminder in there.items():
            known = self._told.get(key)
            if known is None and reminder.at <= now:
                known = self._told[key] = Told(reminder, now, key in self._before)
                fresh += [] if known.read else [known]
            elif known is not None and known.until is not None and known.until <= now:
                known.until, known.read, known.at = None, False, now
                fresh.append(known)
        return fresh

    @property
    def read_keys(self) -> list[str]:
        """The keys of what was read, for the next window."""
        return [key for key, one in self._told.items() if one.read and one.until is None]

    def read(self, key: str) -> None:
        """Somebody saw it."""
        if key in self._told:
            self._told[key].read = True

    def read_all(self) -> None:
        """Somebody saw all of them."""
        for one in self._told.values():
            one.read = True

    def snooze(self, key: str, until: datetime) -> None:
        """Say it again at `until`."""
        if key in self._told:
            self._told[key].until = until


def later(now: datetime, choice: str) -> datetime:
    """When `ten` minutes, an `hour` are over, or the morning of `tomorrow`."""
    if choice == "tomorrow":
        return datetime.combine(now.date() + timedelta(1), time(DAY_HOUR))
    return now + {"ten": timedelta(minutes=10), "hour": timedelta(hours=1)}[choice]
