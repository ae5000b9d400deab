"""Rules of RFC 5545 that the editor does not offer: BYSETPOS, BYMONTH, BYYEARDAY, BYWEEKNO. Days only.

dateutil looks for the days of a rule that never comes true up to the year 9999, a second each time. Here the
days of a window are looked at one by one, so that no rule of a foreign file takes longer than another.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby, islice

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_LIMITS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_LIMITS}
MOST = 10**6


@dataclass(frozen=True, slots=True)
class Spec:
    """What a rule asks of a day. `by` are the numbers of each BY part; `days` (which one or 0, weekday)."""

    frequency: str
    interval: int
    by: dict[str, frozenset[int]]
    days: tuple[tuple[int, int], ...]
    count: int | None
    until: date | None
    week_start: int


@lru_cache(maxsize=1024)
def read(rule: str) -> Spec | None:
    """What a rule says; None for one that cannot be read or goes by hours."""
    pairs = [part.partition("=") for part in rule.upper().split(";") if part]
    said = {name: value for name, _, value in pairs}
    if len(said) != len(pairs) or not said.keys() <= _KNOWN or said.get("FREQ") not in FREQUENCIES:
        return None
    try:
        interval, count = (_whole(said.get(name, "1"), MOST) for name in ("INTERVAL", "COUNT"))
        by = {name: frozenset(_numbers(said[name], most)) for name, most in _LIMITS.items() if name in said}
        days = tuple(_weekday(part) for part in said["BYDAY"].split(",")) if "BYDAY" in said else ()
        until = datetime.strptime(said["UNTIL"][:8], "%Y%m%d").date() if "UNTIL" in said else None
        start = WEEKDAYS.index(said.get("WKST", "MO"))
    except ValueError:
        return None
    if interval < 1 or count < 1 or ("BYWEEKNO" in by and (said["FREQ"] != "YEARLY" or start)):
        return None
    return Spec(
        said["FREQ"], interval, by, tuple(dict.fromkeys(days)), count if "COUNT" in said else None, until, start
    )


def _whole(text: str, most: int) -> int:
    if not re.fullmatch(r"[+-]?\d{1,7}", text, re.ASCII) or abs(int(text)) > most:
        raise ValueError(text)
    return int(text)


def _numbers(text: str, most: int) -> list[int]:
    found = [_whole(part, most) for part in text.split(",")]
    if 0 in found:
        raise ValueError(text)
    return found


def _weekday(text: str) -> tuple[int, int]:
    match = _BYDAY.fullmatch(text)
    if match is None or (match[1] and not 1 <= abs(int(match[1])) <= 53):
        raise ValueError(text)
    return int(match[1] or 0), WEEKDAYS.index(match[2])


def given(spec: Spec, start: date, first: date, last: date) -> Iterator[date]:
    """The days of a rule that may begin on `start`, from `first` to `last`, both inclusive."""
    end = last if spec.until is None else min(last, spec.until)
    if spec.count is not None:  # counted from its begin
        days: Iterator[date] = islice(_days(spec, start, start, end), spec.count)
    else:
        days = _days(spec, start, max(first, start), end)
    return (day for day in days if day >= first)


def _days(spec: Spec, start: date, first: date, end: date) -> Iterator[date]:
    places = spec.by.get("BYSETPOS")
    if places is None:
        number = (end - first).days
        every = (first + timedelta(days=n) for n in range(number + 1))
        yield from (day for day in every if _aligned(spec, start, day) and _fits(spec, start, day))
        return
    # Of each period the chosen ones: a window that cuts a period in two must look at all of it.
    begin = max(first - timedelta(days=366), date.min + timedelta(days=1))
    every = (begin + timedelta(days=n) for n in range((end - begin).days + 367) if begin <= date.max - timedelta(n))
    fitting = (day for day in every if _aligned(spec, start, day) and _fits(spec, start, day))
    for _, those in groupby(fitting, key=lambda day: _period(spec, day)):
        period = list(those)
        chosen = {period[place - 1 if place > 0 else place] for place in places if abs(place) <= len(period)}
        yield from (day for day in sorted(chosen) if max(first, start) <= day <= end)


def _period(spec: Spec, day: date) -> int:
    """The number of the period a day is in."""
    if spec.frequency == "DAILY":
        return day.toordinal()
    if spec.frequency == "WEEKLY":
        return (day.toordinal() - 1 - spec.week_start) // 7
    return day.year * 12 + day.month if spec.frequency == "MONTHLY" else day.year


def _aligned(spec: Spec, start: date, day: date) -> bool:
    return spec.interval == 1 or (_period(spec, day) - _period(spec, start)) % spec.interval == 0


def _fits(spec: Spec, start: date, day: date) -> bool:
    """Whether a day is what every part asks for, and what its begin implies where no part says it."""
    by = spec.by
    in_month = monthrange(day.year, day.month)[1]
    in_year = 366 if isleap(day.year) else 365
    yearday = day.timetuple().tm_yday
    if "BYMONTH" in by and day.month not in by["BYMONTH"]:
        return False
    if "BYMONTHDAY" in by and not by["BYMONTHDAY"] & {day.day, day.day - in_month - 1}:
        return False
    if "BYYEARDAY" in by and not by["BYYEARDAY"] & {yearday, yearday - in_year - 1}:
        return False
    if "BYWEEKNO" in by and not _in_week(by["BYWEEKNO"], day):
        return False
    if spec.days:
        by_year = spec.frequency == "YEARLY" and "BYMONTH" not in by
        place, whole = (yearday, in_year) if by_year else (day.day, in_month)
        nth = {0, (place - 1) // 7 + 1, -((whole - place) // 7 + 1)}
        return any(weekday == day.weekday() and n in nth for n, weekday in spec.days)
    if by.keys() & {"BYMONTHDAY", "BYYEARDAY"}:
        return True
    return _implied(spec, start, day)


def _implied(spec: Spec, start: date, day: date) -> bool:
    if spec.frequency == "DAILY":
        return True
    if spec.frequency == "WEEKLY" or "BYWEEKNO" in spec.by:
        return day.weekday() == start.weekday()
    if spec.frequency == "YEARLY" and "BYMONTH" not in spec.by and day.month != start.month:
        return False
    return day.day == start.day


def _in_week(wanted: frozenset[int], day: date) -> bool:
    year, week, _ = day.isocalendar()
    if year != day.year:  # a week of the year beside
        return False
    return bool(wanted & {week, week - date(year, 12, 28).isocalendar().week - 1})
