"""A day as the one who plans meets it: what goes out, what is late, what waits for whom, what is to be filled."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from xhsplanner.core import days, text
from xhsplanner.core.coverage import Pair
from xhsplanner.core.days import Day
from xhsplanner.core.leads import Task
from xhsplanner.core.model import CoverState, Member, Note, Role, Series, Status
from xhsplanner.core.occasions import Occurrence
from xhsplanner.core.planning import Place

LATE_DAYS = 60
"""How far back a note counts as overdue; older ones are history."""
SOON = 7
"""A note that is not written so many days before it goes out waits for who writes it."""
AHEAD = 30
"""So many days ahead what waits for a review, a cover or its corrections is told."""
MOST_BACK = 10
READY = frozenset({Status.APPROVED, Status.HANDED_OVER, Status.PUBLISHED})
"""Statuses in which a note may go out today."""
WRITING = frozenset({Status.TODO, Status.DRAFTING})
WANTED_COVERS = frozenset({CoverState.REQUESTED, CoverState.IN_PROGRESS})

Why = Literal["changes", "review", "cover", "write"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A note that waits for somebody, and for what."""

    note: Note
    why: Why


@dataclass(frozen=True, slots=True)
class Gap:
    """A series that an account has not spoken in for longer than its rhythm."""

    account_id: int
    series_id: int
    days: int
    cadence: int


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A coming occasion that nobody planned for, and by when it should be thought about."""

    occurrence: Occurrence
    brief_due: date | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """All sections of one day, each empty where there is nothing; `since`: the day that `yesterday` begins with."""

    day: Day
    now: datetime
    member: Member | None
    going: tuple[Note, ...] = ()
    late: tuple[Note, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    yesterday: tuple[Note, ...] = ()
    since: date | None = None
    entering: tuple[Note, ...] = ()
    tasks: tuple[Task, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    places: tuple[Place, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def published(self) -> int:
        """How many of the day's notes are out."""
        return sum(note.status is Status.PUBLISHED for note in self.going)


def window_days() -> int:
    """So many days ahead the platform's own timer takes a note."""
    return int(text.facts("timer")["limit"]) // (24 * 60)


def last_worked(day: date) -> date:
    """The working day before `day`: on a Monday the Friday, after a holiday the day before it began."""
    for back in range(1, MOST_BACK + 1):
        before = day - timedelta(back)
        if not days.day_info(before).off:
            return before
    return day - timedelta(1)


def ready(note: Note) -> bool:
    """Whether a note may go out as it stands."""
    return note.status in READY


def went_out(note: Note) -> bool:
    """Whether a past note may well be out, and only nobody said so."""
    return note.status in (Status.APPROVED, Status.HANDED_OVER)


def waits(note: Note, member: Member | None, today: date) -> Why | None:
    """For what a note waits for a member, None where it does not; without a member whoever it waits for."""
    mine = member is None or note.owner_id == member.id
    soon = note.day is not None and note.day <= today + timedelta(SOON)
    if note.status is Status.CHANGES_REQUESTED and mine:
        return "changes"
    if note.status is Status.REVIEW and (member is None or member.role is Role.LEAD):
        return "review"
    draws = member is None or note.designer_id == member.id
    if note.cover_state in WANTED_COVERS and draws and note.status is not Status.PUBLISHED:
        return "cover"
    return "write" if note.status in WRITING and mine and soon else None


def waiting(notes: Iterable[Note], member: Member | None, today: date, but: Collection[int]) -> list[Waiting]:
    """What of these notes waits, corrections first, then by day; `but` are told elsewhere."""
    order: Sequence[Why] = ("changes", "review", "cover", "write")
    found = [
        Waiting(note, why)
        for note in notes
        if note.id not in but and (why := waits(note, member, today)) is not None
    ]
    last = date.max
    return sorted(found, key=lambda one: (order.index(one.why), one.note.day or last, one.note.minute or 0))


def gaps(last: Mapping[Pair, date], accounts: Collection[int], series: Iterable[Series], until: date) -> list[Gap]:
    """The pairs whose newest planned note up to `until` is older than the rhythm of the series, oldest first."""
    found = []
    for one in series:
        if not one.cadence_days or one.archived:
            continue
        for account in accounts:
            newest = last.get((account, one.id))
            old = (until - newest).days if newest else 0
            if old > one.cadence_days:
                found.append(Gap(account, one.id, old, one.cadence_days))
    return sorted(found, key=lambda gap: (-gap.days / gap.cadence, gap.account_id, gap.series_id))


def due_now(tasks: Iterable[Task], today: date, ahead: int = SOON) -> list[Task]:
    """The open tasks that are due up to `ahead` days from today; one's own without a day are always due."""
    limit = today + timedelta(ahead)
    return [one for one in tasks if one.state == "open" and (one.due is None or one.due <= limit)]
