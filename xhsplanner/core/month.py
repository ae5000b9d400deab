"""A month as a calendar page: whole weeks, how much each day holds and the few notes that have room on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from xhsplanner.core.model import Note
from xhsplanner.core.targets import week_start


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


def page(day: date) -> tuple[date, date]:
    """First and last day of the page that shows the month of `day`."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return week_start(first), week_start(last) + timedelta(days=6)


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
