"""Where a note should be added in a week: dashed suggestions with their reason.

A suggestion appears where planned is below target, or where the last note of a series on an account is older
than the series' cadence. Never in the past, never on a quiet day, on an empty day where there is one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType

from xhsplanner.core import days, occasions, targets
from xhsplanner.core.collisions import Planned
from xhsplanner.core.coverage import Counts, Pair, count, latest
from xhsplanner.core.model import Account, Series, Target
from xhsplanner.core.words import t

PER_ACCOUNT = 2
"""More would push what is planned out of sight."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Add a note of this series (None: any) on this account and day; `reason` says why."""

    account_id: int
    series_id: int | None
    day: date
    reason_key: str
    n: int
    target: int

    @property
    def reason(self) -> str:
        """本周 0 篇, 12 天未更 … in the active language."""
        return t(self.reason_key, n=self.n, target=self.target)


@dataclass(frozen=True, slots=True)
class _Need:
    account_id: int
    series: Series | None
    short: int
    planned: int
    target: int
    last: date | None
    order: int

    def urgency(self) -> tuple[int, int, int]:
        return -self.short, self.last.toordinal() if self.last else 0, self.order


def suggestions(
    notes: Iterable[Planned],
    accounts: Sequence[Account],
    series: Sequence[Series],
    wanted: Iterable[Target],
    monday: date,
    today: date,
    last: Mapping[Pair, date] = MappingProxyType({}),
    per_account: int = PER_ACCOUNT,
) -> list[Suggestion]:
    """For the ISO week of `monday`: one per account and series, `per_account` an account at most.

    `notes` should reach back further than the longest cadence; else only to the day before the week, and `last`
    tells the newest planned day of each account and series before that.
    """
    counts, own_targets = count(notes), targets.alive(wanted, series)
    first = targets.week_start(monday)
    week = [first + timedelta(n) for n in range(7)]
    asked = targets.asked(own_targets, week[0], week[-1])
    open_days = [day for day in week if day >= today and not days.is_quiet(day)]
    if not open_days:
        return []
    active = [one for one in series if not one.archived]
    load = {day: sum(len(counts.cells.get((one.id, day), ())) for one in accounts) for day in week}
    found: list[Suggestion] = []
    for account in accounts:
        if account.archived:
            continue
        needs = sorted(_needs(account.id, active, asked, counts, week, last), key=_Need.urgency)
        taken: set[date] = set()
        for need in needs:
            if len(taken) == per_account:
                break
            day = _best_day(need.account_id, need.series, open_days, taken, counts, load, own_targets)
            suggestion = _suggest(need, day)
            if suggestion:
                taken.add(day)
                load[day] += 1
                found.append(suggestion)
    return found


def _needs(
    account_id: int,
    series: Sequence[Series],
    asked: Mapping[Pair, Fraction],
    counts: Counts,
    week: Sequence[date],
    before: Mapping[Pair, date],
) -> Iterable[_Need]:
    first, last = week[0], week[-1]
    short = 0
    stalest: _Need | None = None
    for order, one in enumerate(series):
        dates = counts.pairs.get((account_id, one.id), [])
        planned = sum(first <= day <= last for day in dates)
        target = targets.round_half_up(asked.get((account_id, one.id), Fraction(0)))
        newest = latest(dates, last) or before.get((account_id, one.id))
        need = _Need(account_id, one, max(0, target - planned), planned, target, newest, order)
        stale = not planned and newest and one.cadence_days and (last - newest).days > one.cadence_days
        if need.short or stale:
            short += need.short
            yield need
        elif newest and (stalest is None or newest < (stalest.last or date.max)):
            stalest = need
    planned = sum(first <= day <= last for day in counts.accounts.get(account_id, ()))
    target = targets.of_account(asked, account_id)
    if target - planned > short:
        series_ = stalest.series if stalest else None
        yield _Need(account_id, series_, target - planned - short, planned, target, None, -1)


def _suggest(need: _Need, day: date) -> Suggestion | None:
    series_id = need.series.id if need.series else None
    if need.order < 0:
        key, n = "coverage.account_week", need.planned
    elif need.short:
        key, n = "coverage.this_week", need.planned
    else:
        n = (day - need.last).days if need.last else 0
        if need.series is None or n <= (need.series.cadence_days or 0):
            return None
        key = "coverage.stale"
    return Suggestion(need.account_id, series_id, day, key, n, need.target)


def place(
    notes: Iterable[Planned],
    account_id: int,
    series: Series | None,
    wanted: Iterable[Target],
    first: date,
    last: date,
    today: date,
) -> date | None:
    """The best day of `first` … `last` for one more note of a series; None where no day is left to plan.

    Like a suggestion: not before `today`, not on a quiet day, on an empty day of the account where there is one.
    """
    counts = count(notes)
    span = [first + timedelta(n) for n in range((last - first).days + 1)]
    open_days = [day for day in span if day >= today and not days.is_quiet(day)]
    if not open_days:
        return None
    load = dict.fromkeys(span, 0)
    for (_, day), those in counts.cells.items():
        if day in load:
            load[day] += len(those)
    return _best_day(account_id, series, open_days, set(), counts, load, tuple(wanted))


def _best_day(
    account_id: int,
    series: Series | None,
    open_days: Sequence[date],
    taken: set[date],
    counts: Counts,
    load: Mapping[date, int],
    wanted: Iterable[Target],
) -> date:
    """The day asked for by weekday, else an empty one, one whose occasion suits, one far from its kin."""
    series_id = series.id if series else None
    palette = series.palette if series else ""
    kin = counts.pairs.get((account_id, series_id), [])
    weekdays = {
        target.weekday
        for target in wanted
        if target.account_id == account_id and target.series_id == series_id and target.weekday is not None
    }

    def cost(day: date) -> tuple[object, ...]:
        here = days.day_info(day).occasions
        suits = any(palette in one.occasion.series and one.first == day for one in here)
        sober = any(one.tone == occasions.SOBER and one.first == day for one in here)
        return (
            bool(weekdays) and day.weekday() not in weekdays,
            day in taken,
            len(counts.cells.get((account_id, day), ())),
            not suits,
            sober,
            any(abs((day - other).days) <= 1 for other in kin),
            load[day],
            day,
        )

    return min(open_days, key=cost)
