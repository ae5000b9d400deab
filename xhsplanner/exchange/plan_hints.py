"""Which days a title, a sheet's or a file's name speaks of: 第50周（12.7-12.13）, 2026年12月, 12月, W53, Q4."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from xhsplanner.exchange.plan_dates import SaidDay, Span, read_day, settle
from xhsplanner.exchange.plan_model import UnreadableError
from xhsplanner.exchange.plan_numerals import to_digits
from xhsplanner.exchange.plan_words import plain, words

_DATE = r"(?:(?:20)?\d\d\s*[年\-/.]\s*)?\d{1,2}\s*[月\-/.]\s*\d{1,2}\s*[日号]?"
_TO = r"\s*(?:[（(][^）)]{1,4}[)）])?\s*(?:[-~–—]{1,2}|至|到|→|\bto\b)\s*"
_RANGE = re.compile(rf"(?<![\d.])({_DATE}){_TO}({_DATE}|\d{{1,2}}\s*[日号]?)(?![\d.])")
_DAY = re.compile(r"(20\d\d)\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})(?!\d)")
_MONTH = re.compile(r"(20\d\d)\s*[年\-/.]?\s*(1[0-2]|0?[1-9])(?![\d.])\s*月?份?")
_MONTH_ALONE = re.compile(r"(?<![\d.])(1[0-2]|0?[1-9])\s*月(?:份)?(?!\s*\d)")
_PERIOD = re.compile(r"(上|中|下)旬")
_QUARTER = re.compile(r"(20\d\d)\D{0,2}q([1-4])")
_QUARTER_ALONE = re.compile(r"(?<![a-z0-9])q([1-4])(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_WEEK = re.compile(r"第\s*(\d{1,2})\s*周|(?<![a-z])w(?:k|eek)?\s*\.?\s*(\d{1,2})(?!\d)")
_WEEK_DAYS = 6
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """Where to count days from, and the span of days a text speaks of, if it says one."""

    anchor: date
    span: Span | None = None


def read_hint(texts: Iterable[str], today: date) -> Hint:
    """The hint of the first text that has one; texts that say less only help with the year."""
    listed = list(texts)
    said = [to_digits(plain(_without_stamps(text))) for text in listed]
    anchor = next((found for text in (*said, *map(plain, listed)) if (found := _anchor(text))), today)
    for read in (_week_range, _months, _weeks):
        for text in said:
            span = read(text, anchor)
            if span is not None:
                return Hint(_middle(span), span)
    return Hint(anchor)


@lru_cache(maxsize=512)
def read_week(text: str, today: date) -> Span | None:
    """The week a heading names; None where it names none, or a longer time."""
    span = read_hint([text], today).span if text else None
    return span if span and (span[1] - span[0]).days <= _WEEK_DAYS else None


def read_week_number(text: str, today: date) -> Span | None:
    """The week a cell of a column of weeks names, also by its bare number: 50, 50.0."""
    bare = re.fullmatch(r"\s*([1-9]|[1-4]\d|5[0-3])(?:\.0)?\s*周?\s*", text)
    return read_week(f"第{bare[1]}周" if bare else text, today)


def this_week(text: str, today: date) -> Span | None:
    """The week 本周 or 下周 speaks of."""
    monday = today - timedelta(days=today.weekday())
    if re.search(r"下周|next week", text):
        monday += timedelta(days=7)
    return monday, monday + timedelta(days=_WEEK_DAYS)


@cache
def _stamps() -> re.Pattern[str]:
    listed = "|".join(map(re.escape, words("stamps")))
    day = r"(?:20\d\d\s*[年\-/.]\s*)?\d{1,2}\s*[月\-/.]\s*\d{1,2}\s*[日号]?"
    return re.compile(rf"{day}\s*(?:{listed})|(?:{listed})[^\d，,；;]{{0,6}}{day}", re.IGNORECASE)


def _without_stamps(text: str) -> str:
    """A title without when it was last changed: that is no day of the plan, though near to it."""
    return _stamps().sub(" ", text)


def _anchor(text: str) -> date | None:
    """A day in the year and month a text names."""
    if (found := _DAY.search(text)) and (day := _day(int(found[1]), int(found[2]), int(found[3]))):
        return day
    if found := _QUARTER.search(text):
        return date(int(found[1]), int(found[2]) * 3 - 1, 15)
    if found := _MONTH.search(text):
        return date(int(found[1]), int(found[2]), 15)
    if named := _named_month(text):
        return date(named[0], named[1], 15) if named[0] else None
    if found := _YEAR.search(text):
        return date(int(found[1]), 7, 1)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _week_range(text: str, anchor: date) -> Span | None:
    """12.7-12.13, 2026年12月14日—12月20日, 12月7日-13日."""
    found = _RANGE.search(text) or _named_range().search(text)
    if not found:
        return _week_of(text, anchor)
    try:
        first = settle(_read(found[1]), anchor)
        last = _bare(found[2]) if re.fullmatch(r"\d{1,2}\s*[日号]?", found[2].strip()) else _read(found[2])
        end = settle(last, first + timedelta(days=_NEAR))
    except UnreadableError:
        return None
    if end < first:
        end = _day(end.year + 1, end.month, end.day) or end
    return (first, end) if first <= end <= first + timedelta(days=400) else None


@cache
def _named_range() -> re.Pattern[str]:
    """Dec 7 - Dec 13, 2026; Dec 7–13; 7 Dec - 13 Dec."""
    names = "|".join(sorted(_named()[1], key=len, reverse=True))
    day = rf"(?:(?:{names})\.?\s*\d{{1,2}}(?:,?\s*20\d\d)?|\d{{1,2}}\s*(?:{names})\.?(?:\s*20\d\d)?)"
    return re.compile(rf"(?<![a-z\d])({day}){_TO}({day}|\d{{1,2}}(?!\d))")


def _week_of(text: str, anchor: date) -> Span | None:
    """Week of December 7, 12月7日当周: the week the day lies in."""
    found = re.search(
        r"(?:week (?:of|commencing|starting|beginning)|w/c)\s*(.{3,20})|(.{3,14})(?:当周|那周|所在周|起一周)", text
    )
    if not found:
        return None
    try:
        day = settle(_read(found[1] or found[2]), anchor)
    except UnreadableError:
        return None
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=_WEEK_DAYS)


def _read(text: str) -> SaidDay:
    said = read_day(text.strip())
    if said is None:
        raise UnreadableError("bad_date", text)
    return said


def _bare(text: str) -> SaidDay:
    said = read_day(text.strip(), bare=True)
    if said is None:
        raise UnreadableError("bad_date", text)
    return said


def _months(text: str, anchor: date) -> Span | None:
    """2026年12月, 12月上旬, December 2026."""
    if found := _MONTH.search(text):
        year, month = int(found[1]), int(found[2])
    elif named := _named_month(text):
        year, month = named[0] or _nearest(named[1], anchor), named[1]
    elif alone := _MONTH_ALONE.search(text):
        month = int(alone[1])
        year = _nearest(month, anchor)
    else:
        return None
    first, last = 1, monthrange(year, month)[1]
    if period := _PERIOD.search(text):
        first, last = {"上": (1, 10), "中": (11, 20), "下": (21, last)}[period[1]]
    return date(year, month, first), date(year, month, last)


def _nearest(month: int, anchor: date) -> int:
    return min((anchor.year + shift for shift in (-1, 0, 1)), key=lambda y: abs((date(y, month, 15) - anchor).days))


@cache
def _named() -> tuple[re.Pattern[str], dict[str, int]]:
    numbers = {word: number for number, listed in enumerate(words("months"), 1) for word in listed if word != "may"}
    listed = "|".join(sorted(numbers, key=len, reverse=True))
    return re.compile(rf"(?<![a-z])({listed})(?![a-z])[\s.,'’]*(20\d\d)?"), numbers


def _named_month(text: str) -> tuple[int | None, int] | None:
    pattern, numbers = _named()
    found = pattern.search(text)
    if not found:
        return None
    year = found[2] or (year[0] if (year := _YEAR.search(text)) else None)
    return (int(year) if year else None), numbers[found[1]]


def _weeks(text: str, anchor: date) -> Span | None:
    """第50周, W53: the week of that number nearest to the anchor."""
    found = _WEEK.search(text)
    if not found:
        return None
    number = int(found[1] or found[2])
    mondays = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            mondays.append(date.fromisocalendar(year, number, 1))
        except ValueError:
            continue
    if not mondays:
        return None
    monday = min(mondays, key=lambda day: abs((day - anchor).days))
    return monday, monday + timedelta(days=_WEEK_DAYS)


def _middle(span: Span) -> date:
    return span[0] + (span[1] - span[0]) / 2
