"""The Chinese lunar calendar and the 24 solar terms, 1901–2100, from the Hong Kong Observatory's tables.

The tables are ours (resources/occasions), read at first use and searched with bisect.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from xhsplanner.core import resources
from xhsplanner.core.words import t, words

FIRST, LAST = date(1901, 1, 1), date(2100, 12, 31)
_YEAR = "小寒大寒立春雨水惊蛰春分清明谷雨立夏小满芒种夏至小暑大暑立秋处暑白露秋分寒露霜降立冬小雪大雪冬至"
TERMS = tuple(_YEAR[place : place + 2] for place in range(0, 48, 2))
"""The terms in the order of the Gregorian year, two a month."""

_MONTHS = "正二三四五六七八九十冬腊"
_DIGITS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Lunar:
    """A lunar day. `year` is the Gregorian year its 正月初一 falls in, `month` 1–12, `day` 1–30.

    `disputed`: the new moon of this month is so near midnight that other tables may be a day off.
    """

    year: int
    month: int
    day: int
    leap: bool = False
    disputed: bool = False

    @property
    def month_name(self) -> str:
        """Chinese name of the month: 正月 … 冬月, 腊月, with 闰 before a leap month."""
        return ("闰" if self.leap else "") + _MONTHS[self.month - 1] + "月"

    @property
    def day_name(self) -> str:
        """Chinese name of the day: 初一 … 初十, 十一 … 二十, 廿一 … 三十."""
        if self.day <= 10:
            return "初" + _DIGITS[self.day - 1]
        tens, ones = divmod(self.day, 10)
        if not ones:
            return _DIGITS[tens - 1] + "十"
        return ("十" if tens == 1 else "廿") + _DIGITS[ones - 1]

    @property
    def name(self) -> str:
        """The day in words, e.g. 冬月初一, whatever the language of the window."""
        return self.month_name + self.day_name

    def label(self) -> str:
        """The day in the words of the active language."""
        if words.language == "zh_CN":
            return self.name
        return t("days.lunar_leap" if self.leap else "days.lunar", month=self.month, day=self.day)


@dataclass(frozen=True, slots=True)
class _Months:
    starts: list[date]
    heads: list[tuple[int, int, bool]]
    disputed: frozenset[date]
    places: Mapping[tuple[int, int, bool], int]


def _year_months(line: str) -> tuple[list[date], list[tuple[int, int, bool]]]:
    year, first, bits, leap_after = line.split()
    numbers = [(month, False) for month in range(1, 13)]
    if int(leap_after):
        numbers.insert(int(leap_after), (int(leap_after), True))
    if year == str(FIRST.year - 1):
        numbers = numbers[-len(bits) :]
    lengths = [29 + int(bit) for bit in bits]
    begin = date.fromisoformat(first)
    starts = [begin + timedelta(days) for days in accumulate(lengths[:-1], initial=0)]
    return starts, [(int(year), *number) for number in numbers[: len(bits)]]


@cache
def _months() -> _Months:
    starts: list[date] = []
    heads: list[tuple[int, int, bool]] = []
    disputed: frozenset[date] = frozenset()
    for line in resources.text("occasions", "lunar.txt").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("disputed"):
            disputed = frozenset(map(date.fromisoformat, line.split()[1:]))
            continue
        year_starts, year_heads = _year_months(line)
        starts += year_starts
        heads += year_heads
    return _Months(starts, heads, disputed, {head: place for place, head in enumerate(heads)})


@cache
def _terms() -> dict[date, str]:
    found: dict[date, str] = {}
    for line in resources.text("occasions", "terms.txt").splitlines():
        if line.startswith("#"):
            continue
        year, digits = line.split()
        for place, digit in enumerate(digits):
            found[date(int(year), place // 2 + 1, int(digit) + 15 * (place % 2))] = TERMS[place]
    return found


def lunar(day: date) -> Lunar | None:
    """The lunar day of a Gregorian `day`; None outside 1901–2100, where the tables end."""
    if not FIRST <= day <= LAST:
        return None
    months = _months()
    place = bisect_right(months.starts, day) - 1
    start = months.starts[place]
    year, month, leap = months.heads[place]
    return Lunar(year, month, (day - start).days + 1, leap, start in months.disputed)


def gregorian(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The Gregorian day of a lunar one; None where that month has no such day or is outside the tables.

    `year` is the Gregorian year of the lunar year's 正月初一.
    """
    months = _months()
    place = months.places.get((year, month, leap))
    if place is None:
        return None
    found = months.starts[place] + timedelta(day - 1)
    inside = place + 1 == len(months.starts) or found < months.starts[place + 1]
    return found if 1 <= day <= 30 and inside and found <= LAST else None


def term(day: date) -> str | None:
    """The Chinese name of the solar term that begins on `day`, or None."""
    return _terms().get(day)


def term_day(year: int, name: str) -> date | None:
    """The day of a term in a Gregorian year, None outside 1901–2100. Raises ValueError for no term."""
    place = TERMS.index(name)
    month = date(year, place // 2 + 1, 1)
    base = 3 + 15 * (place % 2)
    days = (month.replace(day=base + offset) for offset in range(7))
    return next((day for day in days if _terms().get(day) == name), None)
