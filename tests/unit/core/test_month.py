"""A month's page: six weeks, months on and back, long occasions cut into bars."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core import occasions
from xhsplanner.core.month import DAYS, WEEKS, Bar, bars, page, shifted
from xhsplanner.core.occasions import Occurrence

DATES = st.dates(date(1902, 1, 1), date(2099, 12, 31))


@given(DATES)
def test_a_page_is_always_six_weeks_around_its_month(day: date) -> None:
    start, end = page(day)
    assert start.weekday() == 0
    assert (end - start).days == WEEKS * DAYS - 1
    assert start <= day.replace(day=1)
    assert start > day.replace(day=1) - timedelta(7)
    assert end >= shifted(day.replace(day=1), 1) - timedelta(1)


@given(DATES, st.integers(-30, 30))
def test_months_on_and_back(day: date, by: int) -> None:
    there = shifted(day, by)
    if 1901 <= (day.year * 12 + day.month - 1 + by) // 12 <= 2100:
        assert there.year * 12 + there.month == day.year * 12 + day.month + by
        assert there.day == day.day or (there.day < day.day and (there + timedelta(1)).day == 1)
    else:
        assert there == day


def test_the_end_of_the_calendar_is_the_end() -> None:
    assert shifted(date(2100, 12, 31), 1) == date(2100, 12, 31)
    assert shifted(date(1901, 1, 5), -1) == date(1901, 1, 5)
    assert shifted(date(2027, 1, 31), 1) == date(2027, 2, 28)


def covered(bar: Bar, start: date) -> set[date]:
    monday = start + timedelta(7 * bar.week)
    return {monday + timedelta(n) for n in range(bar.first, bar.last + 1)}


@pytest.mark.parametrize("year", [2025, 2026, 2027])
@pytest.mark.parametrize("month", range(1, 13))
def test_bars_cover_exactly_the_days_of_long_occasions(year: int, month: int) -> None:
    start, end = page(date(year, month, 1))
    span = [start + timedelta(n) for n in range((end - start).days + 1)]
    wanted: dict[Occurrence, set[date]] = {}
    for day in span:
        for one in occasions.on(day):
            if one.last > one.first:
                wanted.setdefault(one, set()).add(day)
    found: dict[Occurrence, set[date]] = {}
    taken: set[tuple[int, date]] = set()
    for bar in bars(start):
        days = covered(bar, start)
        found.setdefault(bar.occurrence, set()).update(days)
        assert taken.isdisjoint({(bar.lane, day) for day in days}), "two bars on each other"
        taken |= {(bar.lane, day) for day in days}
        monday = start + timedelta(7 * bar.week)
        assert bar.before == (bar.occurrence.first < monday)
        assert bar.after == (bar.occurrence.last > monday + timedelta(6))
    assert found == wanted


def test_some_page_has_bars_at_all() -> None:
    assert [bar.occurrence.id for bar in bars(page(date(2027, 2, 1))[0])].count("industry/spring-travel") == 5
