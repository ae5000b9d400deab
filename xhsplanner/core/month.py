"""A month as a calendar page: six whole weeks, how much each day holds and the few notes that have room on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from xhsplanner.core import lunar, occasions
from xhsplanner.core.model import Note
from xhsplanner.core.occasions import Occurrence
from xhsplanner.core.targets import week_start

WEEKS, DAYS = 6, 7


class DayCount(NamedTuple):
    """How many notes a day has: planned ones, and how many of them are published."""

    planned: int = 0
    published: int = 0


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One day of the page: `inside` the month or beside it, the notes that show, and how many more there are."""

    day: date
    inside: bool
    count: DayCount
    chips: tuple[Note, ...]

    @property
    def more(self) -> int:
        """How many planned notes do not show."""
        return max(0, self.count.planned - len(self.chips))


@dataclass(frozen=True, slots=True)
class Month:
    """The page of a month, week by week from Monday to Sunday."""

    first: date
    weeks: tuple[tuple[MonthDay, ...], ...]

    @property
    def planned(self) -> int:
        """How many notes are planned in the month itself."""
        return sum(one.count.planned for week in self.weeks for one in week if one.inside)


class Bar(NamedTuple):
    """The part of a long occasion that lies in one week of a page: columns, and which lane under the day heads.

    `before` and `after`: it goes on in the week before or after.
    """

    occurrence: Occurrence
    week: int
    first: int
    last: int
    lane: int
    before: bool
    after: bool


def page(day: date) -> tuple[date, date]:
    """First and last day of the page that shows the month of `day`: always six weeks from a Monday on."""
    start = week_start(day.replace(day=1))
    return start, start + timedelta(days=WEEKS * DAYS - 1)


def shifted(day: date, months: int) -> date:
    """The same day some months later, or the last of that month; inside 1901–2100, else `day` itself."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not lunar.FIRST.year <= year <= lunar.LAST.year:
        return day
    first = date(year, month + 1, 1)
    length = ((first + timedelta(days=31)).replace(day=1) - first).days
    return first.replace(day=min(day.day, length))


def month(day: date, counts: Mapping[date, DayCount], chips: Iterable[Note]) -> Month:
    """The page of the month of `day`; `chips` are the notes that show, in their order."""
    start, end = page(day)
    by_day: dict[date, list[Note]] = {}
    for note in chips:
        if note.day is not None:
            by_day.setdefault(note.day, []).append(note)
    span: Sequence[date] = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    days = [
        MonthDay(one, one.month == day.month, counts.get(one, DayCount()), tuple(by_day.get(one, ())))
        for one in span
    ]
    return Month(day.replace(day=1), tuple(tuple(days[n : n + 7]) for n in range(0, len(days), 7)))


def bars(start: date, weeks: int = WEEKS) -> tuple[Bar, ...]:
    """The occasions of several days on the page from `start` (a Monday) on, cut at the ends of weeks.

    An occasion keeps its lane from week to week where it can; one that begins earlier lies above.
    """
    found: list[Bar] = []
    lane_of: dict[Occurrence, int] = {}
    for week in range(weeks):
        monday = start + timedelta(days=DAYS * week)
        sunday = monday + timedelta(days=DAYS - 1)
        taken: list[list[tuple[int, int]]] = []
        here = _long_ones(monday)
        kept = [one for one in here if one in lane_of]
        for one in [*sorted(kept, key=lane_of.__getitem__), *(one for one in here if one not in lane_of)]:
            first, last = max(0, (one.first - monday).days), min(DAYS - 1, (one.last - monday).days)
            lane = free_lane(taken, first, last)
            taken[lane].append((first, last))
            lane_of[one] = lane
            found.append(Bar(one, week, first, last, lane, one.first < monday, one.last > sunday))
    return tuple(found)


def _long_ones(monday: date) -> list[Occurrence]:
    """The occasions of several days that touch a week, those that begin first first, the longer before."""
    every = {one for n in range(DAYS) for one in occasions.on(monday + timedelta(days=n)) if one.last > one.first}
    return sorted(every, key=lambda one: (one.first, one.first - one.last, one.id))


def free_lane(taken: list[list[tuple[int, int]]], first: int, last: int) -> int:
    """The uppermost lane whose columns from `first` to `last` are free; a new one where none is."""
    for lane, spans in enumerate(taken):
        if all(last < begin or end < first for begin, end in spans):
            return lane
    taken.append([])
    return len(taken) - 1
