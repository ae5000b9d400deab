"""How many notes an account should have in a range of days.

A target of n per ISO week weighs n/7 on each day, or n on its weekday; sums are exact and rounded half up last.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from xhsplanner.core.model import Series, Target

_FAR_PAST, _FAR_FUTURE = date.min, date.max


def round_half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _weekdays(first: date, last: date, weekday: int) -> int:
    """How many days of `first` … `last` are this weekday (0 Monday)."""
    ahead = (weekday - first.weekday()) % 7
    return max(0, ((last - first).days - ahead) // 7 + 1)


@lru_cache(maxsize=4096)
def weight(target: Target, first: date, last: date) -> Fraction:
    """What one target asks for from `first` to `last`, both inclusive, not rounded."""
    begin = max(first, target.since or _FAR_PAST)
    end = min(last, target.until or _FAR_FUTURE)
    if begin > end:
        return Fraction(0)
    per_week = _exactly(target.per_week)
    if target.weekday is not None:
        return per_week * _weekdays(begin, end, target.weekday)
    return Fraction(per_week.numerator * ((end - begin).days + 1), 7 * per_week.denominator)


@lru_cache(maxsize=256)
def _exactly(per_week: float) -> Fraction:
    """The number as people wrote it: 0.1 is a tenth. Reading it takes longer than all the rest."""
    return Fraction(str(per_week))


def asked(targets: Iterable[Target], first: date, last: date) -> dict[tuple[int, int | None], Fraction]:
    """What the targets ask for in the range by account and series (None: any series), not rounded."""
    found: dict[tuple[int, int | None], Fraction] = {}
    for target in targets:
        pair = (target.account_id, target.series_id)
        found[pair] = found.get(pair, Fraction(0)) + weight(target, first, last)
    return found


def of_account(asked: Mapping[tuple[int, int | None], Fraction], account_id: int) -> int:
    """How many notes an account should have, out of what is asked for.

    Targets for any series say it outright; where the series' own targets ask for more, more it is.
    """
    own = {series_id: much for (account, series_id), much in asked.items() if account == account_id}
    any_series = own.pop(None, Fraction(0))
    return round_half_up(max(any_series, sum(own.values(), Fraction(0))))


class Wanted(NamedTuple):
    """Whole numbers out of what is asked for: by account and series, and by account."""

    pairs: Mapping[tuple[int, int | None], int]
    accounts: Mapping[int, int]


@lru_cache(maxsize=32)
def wanted(targets: tuple[Target, ...], first: date, last: date) -> Wanted:
    """What the targets ask for in the range, rounded. Kept, because an edit of a note changes nothing of it."""
    much = asked(targets, first, last)
    accounts = {account: of_account(much, account) for account in dict.fromkeys(account for account, _ in much)}
    return Wanted({pair: round_half_up(one) for pair, one in much.items()}, accounts)


def series_target(targets: Iterable[Target], account_id: int, series_id: int, first: date, last: date) -> int:
    """How many notes of a series an account should have in the range."""
    own = [target for target in targets if (target.account_id, target.series_id) == (account_id, series_id)]
    return round_half_up(asked(own, first, last).get((account_id, series_id), Fraction(0)))


def account_target(targets: Iterable[Target], account_id: int, first: date, last: date) -> int:
    """How many notes an account should have in the range; see `of_account`."""
    return of_account(asked((one for one in targets if one.account_id == account_id), first, last), account_id)


def alive(targets: Iterable[Target], series: Iterable[Series]) -> tuple[Target, ...]:
    """The targets that still ask for something: for any series, or for one that is not archived."""
    archived = {one.id for one in series if one.archived}
    return tuple(target for target in targets if target.series_id not in archived)


def week_start(day: date) -> date:
    """The Monday of a day's ISO week."""
    return day - timedelta(days=day.weekday())


def week_key(day: date) -> str:
    """The ISO week of a day: `2026-W50`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
