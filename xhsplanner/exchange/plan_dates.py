"""Days as teams write them: 2026-11-23, 2026/12/2, 12月7日, 12-07 周一, Dec 7, 十二月七日, 12.7, 46000.

A day often lacks its year. `read_day` keeps what is said as a `SaidDay`; `settle` picks the year (and the order of
day and month where that is open) that fits the weekday and lies nearest to a day already known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from xhsplanner.exchange.plan_model import Cell, UnreadableError
from xhsplanner.exchange.plan_numerals import to_digits
from xhsplanner.exchange.plan_times import read_clock
from xhsplanner.exchange.plan_words import is_blank, plain, shown, tidy, words

_EPOCH = date(1899, 12, 30)
_SERIALS = range(32874, 73051)  # 1990 to 2099; smaller and larger numbers are no days of a plan
_YEARS = range(1990, 2100)

Said = tuple[int | None, int, int]
"""Year or None, month, day."""


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day as it was written: each way it can be read, the weekday (0 Monday) and the time written with it."""

    options: tuple[Said, ...]
    text: str
    weekday: int | None = None
    minute: int | None = None

    @property
    def certain(self) -> date | None:
        """The day where only one reading is possible."""
        if len(self.options) == 1 and self.options[0][0] is not None:
            return _day(*self.options[0])
        return None


def read_day(cell: Cell) -> SaidDay | None:
    """What a cell says of a day, or None for an empty cell or one that says "not decided".

    Raises UnreadableError.
    """
    match cell:
        case datetime():
            minute = cell.hour * 60 + cell.minute if cell.time() != time() else None
            return _checked([(cell.year, cell.month, cell.day)], shown(cell), minute=minute)
        case date():
            return _checked([(cell.year, cell.month, cell.day)], shown(cell))
        case bool():
            raise UnreadableError("bad_date", shown(cell))
        case int() | float():
            return _from_number(shown(cell), cell)
        case str():
            return None if is_blank(cell) else _from_text(tidy(cell))
    raise UnreadableError("bad_date", shown(cell))


def settle(said: SaidDay, anchor: date) -> date:
    """The one day that was meant: it has the weekday, and lies nearest to `anchor`. Raises UnreadableError."""
    candidates = [day for option in said.options for day in _days(option, anchor)]
    if not candidates:
        raise UnreadableError("no_such_day", said.text)

    def unfit(day: date) -> tuple[bool, int]:
        return said.weekday not in (None, day.weekday()), abs((day - anchor).days)

    return min(candidates, key=unfit)


def read_hint(texts: list[str], default: date) -> date:
    """A day to count from, out of titles, sheet and file names: a full day, a quarter, a month or a year."""
    joined = " ".join(plain(text) for text in texts)
    if found := re.search(r"(20\d\d)[年\-/.](\d{1,2})[月\-/.](\d{1,2})", joined):
        day = _day(int(found[1]), int(found[2]), int(found[3]))
        if day:
            return day
    if found := re.search(r"(20\d\d)\D{0,2}q([1-4])", joined):
        return date(int(found[1]), int(found[2]) * 3 - 1, 15)
    if (found := re.search(r"(20\d\d)[年\-/.](1[0-2]|0?[1-9])(?!\d)", joined)) is not None:
        return date(int(found[1]), int(found[2]), 15)
    if found := re.search(r"(?<!\d)(20\d\d)(?!\d)", joined):
        return date(int(found[1]), 7, 1)
    return default


def _day(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year or 0, month, day)
    except ValueError:
        return None


def _days(option: Said, anchor: date) -> Iterator[date]:
    years = [option[0]] if option[0] is not None else [anchor.year + shift for shift in (-1, 0, 1)]
    for year in years:
        day = _day(year, option[1], option[2])
        if day:
            yield day


def _exists(option: Said) -> bool:
    """Whether the day can exist in a plan; without a year, 29 February can."""
    year = option[0] if option[0] is not None else 2024
    return year in _YEARS and _day(year, option[1], option[2]) is not None


def _checked(options: list[Said], text: str, weekday: int | None = None, minute: int | None = None) -> SaidDay:
    possible = tuple(dict.fromkeys(option for option in options if _exists(option)))
    if not possible:
        raise UnreadableError("no_such_day", text)
    return SaidDay(possible, text, weekday, minute)


def _from_number(text: str, cell: int | float) -> SaidDay:
    whole = int(cell) if abs(cell) < 1e9 else 0
    if whole in _SERIALS:
        day = _EPOCH + timedelta(days=whole)
        minute = min(round((cell - whole) * 1440), 1439) if cell != whole else None
        return SaidDay(((day.year, day.month, day.day),), text, minute=minute)
    if cell == whole and whole // 10000 in _YEARS:
        return _checked([(whole // 10000, whole // 100 % 100, whole % 100)], text)
    if cell == whole and 101 <= whole <= 1231:
        return _checked([(None, whole // 100, whole % 100)], text)
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})", text):
        return _checked(_month_dot_day(found[1], found[2]), text)
    raise UnreadableError("bad_date", text)


def _month_dot_day(month: str, day: str) -> list[Said]:
    """12.1 can be 1 or 10 December: a spreadsheet drops the last 0 of a number."""
    options: list[Said] = [(None, int(month), int(day))]
    if len(day) == 1 and day in "123":
        options.append((None, int(month), int(day) * 10))
    return options


def _from_text(text: str) -> SaidDay:
    said = to_digits(plain(text))
    if re.fullmatch(r"\d+(\.\d+)?", said) and not re.fullmatch(r"\d{1,2}\.\d{1,2}", said):
        return _from_number(said, float(said))
    weekday, said = _weekday(said)
    if re.fullmatch(r"\d{1,2}\.\d{1,2}", said):
        month, _, day = said.partition(".")
        return _checked(_month_dot_day(month, day), text, weekday)
    for pattern, kind in _patterns():
        if found := pattern.match(said):
            rest = said[found.end() :].strip(" ,;:()[]【】t·|-")
            return _checked(_options(kind, found), text, weekday, _time_in(rest, text))
    raise UnreadableError("bad_date", text)


def _time_in(rest: str, text: str) -> int | None:
    """The time written behind a day. Words such as a festival's name are no matter, digits must be a time."""
    if not any(sign.isdigit() for sign in rest):
        return None
    try:
        return read_clock(rest)
    except UnreadableError:
        raise UnreadableError("bad_date", text) from None


@cache
def _weekday_words() -> tuple[tuple[re.Pattern[str], int], ...]:
    pairs = [(plain(word), number) for number, listed in enumerate(words("weekdays")) for word in listed]
    pairs.sort(key=lambda pair: -len(pair[0]))
    return tuple(
        (re.compile(rf"\b{word}\b\.?" if word.isascii() else re.escape(word)), number) for word, number in pairs
    )


def _weekday(text: str) -> tuple[int | None, str]:
    """The weekday written in the text, and the text without it and its brackets."""
    for pattern, number in _weekday_words():
        if pattern.search(text):
            rest = re.sub(r"[(\[【]\s*[)\]】]", " ", pattern.sub(" ", text, count=1))
            return number, rest.strip(" ,;:|/()")
    return None, text


@cache
def _month_numbers() -> dict[str, int]:
    return {word: number for number, listed in enumerate(words("months"), 1) for word in listed}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    names = "|".join(sorted(_month_numbers(), key=len, reverse=True))
    listed = {
        "ymd": r"(\d{4})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})(?!\d)\s*[日号]?",
        "ymd8": r"(\d{4})(\d{2})(\d{2})(?!\d)",
        "yy": r"(\d{2})年\s*(\d{1,2})月\s*(\d{1,2})(?!\d)\s*[日号]?",
        "xxy": r"(\d{1,2})\s*[\-/.]\s*(\d{1,2})\s*[\-/.]\s*(\d{4})(?!\d)",
        "xxx": r"(\d{1,2})\s*([\-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})(?!\d)",
        "md": r"(\d{1,2})\s*月\s*(\d{1,2})(?!\d)\s*[日号]?",
        "xx": r"(\d{1,2})\s*[\-/.]\s*(\d{1,2})(?!\d)\s*[日号]?",
        "d_mon": rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s\-.]*({names})\b\.?,?[\s\-]*(\d{{4}})?(?!\d)",
        "mon_d": rf"({names})\b\.?[\s\-]*(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?[\s\-]*(\d{{4}})(?!\d))?",
    }
    return tuple((re.compile(pattern), kind) for kind, pattern in listed.items())


def _options(kind: str, found: re.Match[str]) -> list[Said]:
    months = _month_numbers()
    match kind:
        case "ymd" | "ymd8":
            return [(int(found[1]), int(found[2]), int(found[3]))]
        case "yy":
            return [(2000 + int(found[1]), int(found[2]), int(found[3]))]
        case "xxy":
            first, second, year = int(found[1]), int(found[2]), int(found[3])
            return [(year, first, second), (year, second, first)]
        case "xxx":
            a, b, c = int(found[1]), int(found[3]), int(found[4])
            return [(2000 + a, b, c), (2000 + c, a, b), (2000 + c, b, a)]
        case "d_mon":
            return [(int(found[3]) if found[3] else None, months[found[2]], int(found[1]))]
        case "mon_d":
            return [(int(found[3]) if found[3] else None, months[found[1]], int(found[2]))]
        case "xx" if int(found[1]) > 12:
            return [(None, int(found[2]), int(found[1]))]
    return [(None, int(found[1]), int(found[2]))]
