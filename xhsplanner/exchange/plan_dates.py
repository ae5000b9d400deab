"""Days as teams write them: 2026-11-23, 2026/12/2, 12月7日, 12-07 周一, Dec 7, 十二月七日, 12.7, 46000, 7日.

A day often lacks its year, and sometimes its month or all but the weekday. `read_day` keeps what is said as a
`SaidDay`; `settle` picks what is open so that it fits the weekday, lies in the span the titles name, and nearest to
a day already known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import cache, lru_cache

from xhsplanner.exchange.plan_model import Cell, UnreadableError
from xhsplanner.exchange.plan_numerals import to_digits
from xhsplanner.exchange.plan_times import read_clock
from xhsplanner.exchange.plan_words import is_blank, plain, shown, tidy, words

_EPOCH = date(1899, 12, 30)
_SERIALS = range(32874, 73051)  # 1990 to 2099; smaller and larger numbers are no days of a plan
_YEARS = range(1990, 2100)
_SECONDS = range(1_262_275_200, 2_208_960_000)
"""Since 1970, from 2010 to 2039: shorter numbers are no moments."""
_LONGEST_VAGUE = 24
_MONTH_NUMBER = re.compile(r"(?<!\d)(?:1[0-2]|0?[1-9])\s*(?=月)")
_CHINA = timezone(timedelta(hours=8))
_BARE = re.compile(
    r"(0?[1-9]|[12]\d|3[01])(?:\.0)?\s*[日号]?\s*(?:[(\[]?\s*(?:周|星期)?[一二三四五六日天]\s*[)\]]?)?"
)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?\s?(?:[Zz]|[+-]\d\d:?\d\d))(?:\s*(?:→|->|–|/).*)?$"
)
_DAY_AGAIN = r"(?:\d{1,4}\s*[年月./\-]\s*){0,2}\d{1,2}\s*[日号]?"
_RANGE = re.compile(
    rf"(?:[-~–—]|至|到|→|->)\s*(?:{_DAY_AGAIN}|[a-z]{{3,9}}\.?\s*\d{{1,2}}(?:,?\s*\d{{4}})?)(?![\d:：点])"
)
_MIDNIGHT = re.compile(r"0?0:00(?::00(?:\.0+)?)?")
_CLOCKS = re.compile(r"\d[:：点]")
_ZONE = re.compile(r"\(?(?:gmt|utc|cst)\s*[+-]?\d{0,2}(?::\d\d)?\)?|→.*$|->.*$")
_LOOSE = " ,;:()[]【】t·|-"
_WORDS_BEFORE = 6
"""So many signs may stand before a day: 预计12月7日."""

Said = tuple[int | None, int | None, int]
"""Year or None, month or None, day."""

Span = tuple[date, date]
"""The first and the last day that a title, a sheet or a file speaks of."""


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day as it was written: each way it can be read, the weekday (0 Monday) and the time written with it.

    `flipped`: as `options`, with day and month the other way round, for a column that writes the day first.
    """

    options: tuple[Said, ...]
    text: str
    weekday: int | None = None
    minute: int | None = None
    flipped: tuple[Said, ...] = ()

    @property
    def certain(self) -> date | None:
        """The day where only one reading is possible."""
        if len(self.options) == 1 and self.options[0][0] is not None and self.options[0][1] is not None:
            return _day(self.options[0][0], self.options[0][1], self.options[0][2])
        return None

    def within(self, year: int | None, month: int | None) -> "SaidDay":
        """The same with year and month from columns of their own, where the cell does not say them."""
        options = tuple((y or year, m or month, d) for y, m, d in self.options)
        return replace(self, options=options)


def read_day(cell: Cell, *, bare: bool = False) -> SaidDay | None:
    """What a cell says of a day, or None for an empty cell or one that says "not decided".

    `bare`: the month stands elsewhere, so a number up to 31 is a day. Raises UnreadableError.
    """
    if bare and (found := _BARE.fullmatch(plain(shown(cell)))) and not isinstance(cell, bool):
        weekday, _ = _weekday(plain(shown(cell)))
        return _checked([(None, None, int(found[1]))], shown(cell), weekday)
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
            return None if is_blank(cell) or _is_vague(cell) else _from_text(tidy(cell))
    raise UnreadableError("bad_date", shown(cell))


def words_beside(text: str) -> int:
    """How many letters of a text are no part of a date: a day alone has none, 12/24 平安夜 three."""
    pattern, _ = _weekday_words()
    rest = pattern.sub("", to_digits(plain(text)))
    names = "|".join(sorted(_month_numbers(), key=len, reverse=True))
    rest = re.sub(rf"\b(?:{names})\b|(?<=\d)(?:st|nd|rd|th)\b|[\d年月日号]", "", rest)
    return sum(sign.isalpha() for sign in rest)


def settle(said: SaidDay, anchor: date, span: Span | None = None) -> date:
    """The one day that was meant: it has the weekday, lies in `span`, and nearest to `anchor`.

    A weekday alone needs a span of a week. Raises UnreadableError.
    """
    if not said.options:
        return _of_week(said, span)
    candidates = [day for option in said.options for day in _days(option, anchor, span)]
    if not candidates:
        raise UnreadableError("no_such_day", said.text)

    def unfit(day: date) -> tuple[bool, bool, int]:
        outside = span is not None and not span[0] <= day <= span[1]
        return said.weekday not in (None, day.weekday()), outside, abs((day - anchor).days)

    return min(candidates, key=unfit)


def _of_week(said: SaidDay, span: Span | None) -> date:
    if span is None or said.weekday is None or not 0 <= (span[1] - span[0]).days <= 6:
        raise UnreadableError("bad_date", said.text)
    day = span[0] + timedelta(days=(said.weekday - span[0].weekday()) % 7)
    if day > span[1]:
        raise UnreadableError("no_such_day", said.text)
    return day


def _day(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year or 0, month, day)
    except ValueError:
        return None


def _days(option: Said, anchor: date, span: Span | None) -> Iterator[date]:
    year, month, day = option
    near = [anchor, *(span or ())]
    if month is None:
        months = {
            (date(one.year, one.month, 15) + timedelta(days=31 * shift)) for one in near for shift in (-1, 0, 1)
        }
        pairs = {(one.year, one.month) for one in months}
    elif year is not None:
        pairs = {(year, month)}
    else:
        pairs = {(one.year + shift, month) for one in near for shift in (-1, 0, 1)}
    for pair in sorted(pairs):
        found = _day(*pair, day)
        if found:
            yield found


def _exists(option: Said) -> bool:
    """Whether the day can exist in a plan; without a year, 29 February can."""
    year = option[0] if option[0] is not None else 2024
    return year in _YEARS and _day(year, option[1] or 1, option[2]) is not None


def _checked(
    options: list[Said], text: str, weekday: int | None = None, minute: int | None = None, other: Said | None = None
) -> SaidDay:
    possible = tuple(dict.fromkeys(option for option in options if _exists(option)))
    if not possible:
        raise UnreadableError("no_such_day", text)
    flipped = (other,) if other and _exists(other) else ()
    return SaidDay(possible, text, weekday, minute, flipped)


def _from_number(text: str, cell: int | float) -> SaidDay:
    if (moment := _moment(cell)) is not None:
        return _at(moment, text)
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
    found = _tried(text)
    if isinstance(found, UnreadableError):
        raise UnreadableError(found.reason, found.value)
    return found


@lru_cache(maxsize=8192)
def _tried(text: str) -> SaidDay | UnreadableError:
    try:
        return _read(text)
    except UnreadableError as error:
        return UnreadableError(error.reason, error.value)


def _read(text: str) -> SaidDay:
    zone = _zoned(text)
    if zone is not None:
        return zone
    said = to_digits(plain(text))
    if re.fullmatch(r"\d+(\.\d+)?", said) and not re.fullmatch(r"\d{1,2}\.\d{1,2}", said):
        return _from_number(said, float(said))
    weekday, said = _weekday(said)
    if not said and weekday is not None:
        return SaidDay((), text, weekday)
    if re.fullmatch(r"\d{1,2}\.\d{1,2}", said):
        month, _, day = said.partition(".")
        return _checked(_month_dot_day(month, day), text, weekday, other=_flip(month, day))
    for pattern, kind in _patterns():
        if found := pattern.search(said):
            before, rest = said[: found.start()].strip(_LOOSE), _behind(said[found.end() :])
            minute = _time_in(rest, text)
            if any(sign.isdigit() for sign in before):
                minute = _time_in(before, text) if minute is None else minute
            elif len(before) > _WORDS_BEFORE:
                continue
            other = _flip(found[1], found[2]) if kind == "xx" else None
            return _checked(_options(kind, found), text, weekday, minute, other)
    raise UnreadableError("bad_date", text)


def _flip(first: str, second: str) -> Said | None:
    return (None, int(second), int(first)) if int(first) <= 12 and int(second) <= 12 else None


def _zoned(text: str) -> SaidDay | None:
    """2026-12-03T12:30:00Z, the way computers write a moment: as the clock in China shows it."""
    found = _MOMENT.match(text.strip())
    if not found:
        return None
    try:
        moment = datetime.fromisoformat(found[1].replace("Z", "+00:00").replace("z", "+00:00"))
        if moment.tzinfo is not None:
            moment = moment.astimezone(_CHINA).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return _at(moment, text)


def _at(moment: datetime, text: str) -> SaidDay:
    """A moment as day and time; midnight is what programs write for a day that has no time."""
    minute = moment.hour * 60 + moment.minute
    return _checked([(moment.year, moment.month, moment.day)], text, minute=minute or None)


def _moment(number: float) -> datetime | None:
    """Seconds or milliseconds since 1970, the way programs count time, as the clock in China shows it."""
    for unit in (1, 1000):
        if _SECONDS.start <= number / unit < _SECONDS.stop:
            return datetime.fromtimestamp(number / unit, _CHINA).replace(tzinfo=None)
    return None


@lru_cache(maxsize=1024)
def _is_vague(text: str) -> bool:
    """Whether a cell names a part of a month or year, and no day of it: 12月上旬, early Dec, 春节前."""
    if len(text) > _LONGEST_VAGUE:
        return False
    rest, found = _vague().subn(" ", _MONTH_NUMBER.sub("", to_digits(plain(text))))
    return bool(found) and not any(map(str.isalnum, _no_day().sub(" ", rest)))


@cache
def _vague() -> re.Pattern[str]:
    listed = sorted(words("vague"), key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in listed))


@cache
def _no_day() -> re.Pattern[str]:
    """Years and months, which alone say no day."""
    names = "|".join(sorted(_month_numbers(), key=len, reverse=True))
    return re.compile(rf"(?<!\d)20\d\d(?!\d)|[年月份]|(?<![a-z])(?:{names})(?![a-z])")


def _behind(rest: str) -> str:
    """What stands behind a day, without the end of a range of days: 12.7-12.9, 7–9日, Dec 3 → Dec 5."""
    rest = rest.strip(" ,;:()[]【】t·|")
    found = _RANGE.match(rest)
    if found:
        rest = rest[found.end() :] if not _CLOCKS.search(rest[: found.end()]) else rest
    return _ZONE.sub("", rest).strip(_LOOSE)


def _time_in(rest: str, text: str) -> int | None:
    """The time written behind a day. Words such as a festival's name are no matter, digits must be a time."""
    if not any(sign.isdigit() for sign in rest):
        return None
    if rest[0].isalpha() and not _CLOCKS.search(rest) and not re.search(r"\d\s*[ap]\.?m", rest):
        return None  # a festival: 双12
    if _MIDNIGHT.fullmatch(rest):
        return None  # what programs write behind a day that has no time
    try:
        return read_clock(rest)
    except UnreadableError:
        raise UnreadableError("bad_date", text) from None


@cache
def _weekday_words() -> tuple[re.Pattern[str], dict[str, int]]:
    numbers = {plain(word): number for number, listed in enumerate(words("weekdays")) for word in listed}
    listed = sorted(numbers, key=len, reverse=True)
    each = "|".join(rf"\b{re.escape(word)}\b\.?" if word.isascii() else re.escape(word) for word in listed)
    return re.compile(rf"(?P<word>{each})|[(\[【]\s*(?P<sign>[一二三四五六日天])\s*[)\]】]"), numbers


def _weekday(text: str) -> tuple[int | None, str]:
    """The weekday written in the text, and the text without it and its brackets."""
    pattern, numbers = _weekday_words()
    found = pattern.search(text)
    if not found:
        return None, text
    number = numbers[found["word"].rstrip(".")] if found["word"] else "一二三四五六日天".index(found["sign"]) % 7
    number = 6 if found["sign"] == "天" else number
    rest = re.sub(r"[(\[【]\s*[)\]】]", " ", text[: found.start()] + " " + text[found.end() :])
    return number, rest.strip(" ,;:|/()")


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
        "xx": r"(?<![\d:])(\d{1,2})\s*[\-/.]\s*(\d{1,2})(?![\d:：点])\s*[日号]?",
        "d_mon": rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s\-.]*({names})\b\.?,?[\s\-]*(\d{{4}})?(?!\d)",
        "mon_d": rf"({names})\b\.?[\s\-]*(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?[\s\-]*(\d{{4}})(?!\d))?",
        "d": r"(?<!\d)(\d{1,2})(?!\d)\s*[日号](?!\s*\d)",
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
        case "d":
            return [(None, None, int(found[1]))]
        case "xx" if int(found[1]) > 12:
            return [(None, int(found[2]), int(found[1]))]
    return [(None, int(found[1]), int(found[2]))]
