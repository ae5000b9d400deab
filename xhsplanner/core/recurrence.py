"""RFC 5545 rules of the parts the editor offers: what they say, and the days they give. Others stay opaque text.

Days only: places of the plan stand in the team's own zone, so that a rule has none.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from dateutil.rrule import rrule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Frequency = Literal[0, 1, 2, 3]
YEARLY: Frequency = 0
MONTHLY: Frequency = 1
WEEKLY: Frequency = 2
DAILY: Frequency = 3
"""As dateutil numbers them. It is imported by the first rule that needs it: 17 ms of a start."""
_OFFERED = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL"})
_FREQUENCIES: dict[str, Frequency] = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,6}", re.ASCII)
_UNTIL = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.ASCII)
OURS = timedelta(hours=8)
"""How far China's time is ahead of UTC, all year."""
NOON = 12 * 60
HORIZON = datetime(2100, 12, 31)
"""As far as the calendar knows lunar days: a rule with COUNT is counted out no further."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule that is understood. `weekdays`: (which one of its period or 0 for each, weekday from Monday)."""

    parts: Mapping[str, str]
    frequency: Frequency
    interval: int
    weekdays: tuple[tuple[int, int], ...]
    month_days: tuple[int, ...]
    count: int | None
    until: date | datetime | None


@lru_cache(maxsize=2048)
def read(rule: str) -> Rule | None:
    """What a rule says, None where it is not one the editor offers."""
    text = "".join(rule.split()).upper().removeprefix("RRULE:")
    pairs = [part.partition("=") for part in text.split(";") if part]
    found = {name: value for name, _, value in pairs}
    if len(found) != len(pairs) or not found.keys() <= _OFFERED or found.get("FREQ") not in _FREQUENCIES:
        return None
    if {"COUNT", "UNTIL"} <= found.keys() or not all(found.values()):
        return None
    frequency = _FREQUENCIES[found["FREQ"]]
    try:
        interval, count = (_number(found.get(name, "1")) for name in ("INTERVAL", "COUNT"))
        weekdays = tuple(_weekday(part, frequency) for part in found.get("BYDAY", "").split(",") if part)
        month_days = tuple(_month_day(part, frequency) for part in found.get("BYMONTHDAY", "").split(",") if part)
        until = _until(found["UNTIL"]) if "UNTIL" in found else None
    except ValueError:
        return None
    if interval < 1 or count < 1:
        return None
    return Rule(found, frequency, interval, weekdays, month_days, count if "COUNT" in found else None, until)


def _number(text: str) -> int:
    if _NUMBER.fullmatch(text) is None:
        raise ValueError(text)
    return int(text)


def _weekday(text: str, frequency: int) -> tuple[int, int]:
    match = _BYDAY.fullmatch(text)
    most = 53 if frequency in (YEARLY, MONTHLY) else 0
    if match is None or (match[1] and not 1 <= abs(int(match[1])) <= most):
        raise ValueError(text)
    return int(match[1] or 0), WEEKDAYS.index(match[2])


def _month_day(text: str, frequency: int) -> int:
    day = _number(text)
    if frequency == WEEKLY or not 1 <= abs(day) <= 31:
        raise ValueError(text)
    return day


def _until(text: str) -> date | datetime:
    """The last day, inclusive, or the last moment in the team's own zone."""
    match = _UNTIL.fullmatch(text)
    if match is None:
        raise ValueError(text)
    day, at, utc = match.groups()
    if at is None:
        return datetime.strptime(day, "%Y%m%d").date()
    return datetime.strptime(day + at, "%Y%m%d%H%M%S") + (OURS if utc else timedelta())


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _near(rule: Rule, start: date, window: date) -> tuple[date, dict[str, Any]]:
    """The anchor of the rule as close before `window` as whole periods allow.

    What the old anchor implied (its day of month, its month) is handed over with it.
    """
    if window <= start:
        return start, {}
    if rule.frequency in (DAILY, WEEKLY):
        period = rule.interval * (7 if rule.frequency == WEEKLY else 1)
        steps = max(0, (window - start).days // period - 1)
        return start + timedelta(steps * period), {}
    implied: dict[str, Any] = {}
    if not rule.weekdays and not rule.month_days:
        implied["bymonthday"] = start.day
        if rule.frequency == YEARLY:
            implied["bymonth"] = start.month
    months = rule.interval * (12 if rule.frequency == YEARLY else 1)
    gone = (window.year - start.year) * 12 + window.month - start.month
    steps = gone // months - 1
    if steps < 1:
        return start, implied
    anchor = start.replace(month=1) if rule.frequency == YEARLY and not implied else start
    return _months_later(anchor, steps * months), implied


def _by(rule: Rule) -> dict[str, Any]:
    """BYDAY and BYMONTHDAY as dateutil takes them. MO,-1FR is every Monday and the last Friday: dateutil would
    ask for days that are both, so that each Monday is named by its number there."""
    from dateutil.rrule import weekday

    named: dict[str, Any] = {}
    if rule.weekdays:
        most = 53 if rule.frequency == YEARLY else 5
        mixed = len({n == 0 for n, _ in rule.weekdays}) > 1
        named["byweekday"] = [
            weekday(day, one) if one else weekday(day)
            for n, day in rule.weekdays
            for one in (range(1, most + 1) if mixed and not n else (n,))
        ]
    if rule.month_days:
        named["bymonthday"] = rule.month_days
    return named


def _rrule(*args: Any, **named: Any) -> "rrule":
    from dateutil.rrule import rrule

    return rrule(*args, **named)


@lru_cache(maxsize=512)
def _counted_out(rule: Rule, start: date) -> date | None:
    """The last day of a rule with COUNT; None where it does not come to it in the years the calendar knows."""
    found = _rrule(rule.frequency, _midnight(start), rule.interval, until=HORIZON, **_by(rule))
    moment = next(islice(found, (rule.count or 1) - 1, None), None)
    return moment.date() if moment is not None else None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _last_day(rule: Rule, start: date, minute: int | None) -> date | None:
    """The last day a rule may give; of a last moment it is for what stands at `minute`, or at noon."""
    if rule.count is not None:
        return _counted_out(rule, start)
    until = rule.until
    if not isinstance(until, datetime):
        return until
    late = until - _midnight(until) < timedelta(minutes=NOON if minute is None else minute)
    return until.date() - timedelta(days=late)


def _stepped(rule: Rule, start: date, first: date, last: date) -> Iterator[date]:
    """The days of a rule that goes by days or weeks: counted, a tenth of what dateutil takes."""
    wanted = {day for _, day in rule.weekdays}
    offsets: tuple[int, ...]
    if rule.frequency == DAILY:
        step, offsets = rule.interval, (0,)
    else:
        step, offsets = 7 * rule.interval, tuple(sorted(wanted or {start.weekday()}))
        start -= timedelta(days=start.weekday())
    low, high, origin = first.toordinal(), last.toordinal(), start.toordinal()
    for period in range(origin + max(0, low - origin) // step * step, high + 1, step):
        for offset in offsets:
            number = period + offset
            if low <= number <= high and (rule.frequency == WEEKLY or not wanted or (number - 1) % 7 in wanted):
                yield date.fromordinal(number)


def given(rule: Rule, start: date, first: date, last: date, minute: int | None = None) -> Iterator[date]:
    """The days a rule that may begin on `start` gives from `first` to `last`, both inclusive.

    `minute` is when the place stands on its day: it matters where the rule ends at a moment.
    """
    until = _last_day(rule, start, minute)
    end = last if until is None else min(last, until)
    first = max(first, start)
    if end < first:
        return
    if rule.frequency in (DAILY, WEEKLY) and not rule.month_days:
        yield from _stepped(rule, start, first, end)
        return
    anchor, implied = _near(rule, start, first)
    # A rule that never comes true would be searched to the year 9999 without its end.
    found = _rrule(rule.frequency, _midnight(anchor), rule.interval, until=_midnight(end), **_by(rule), **implied)
    yield from (moment.date() for moment in found if moment.date() >= first)
