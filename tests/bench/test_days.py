"""Calendar knowledge is looked up for every visible day of every frame."""

import time
from datetime import date, timedelta

import pytest

from xhsplanner.core import days, lunar

pytestmark = pytest.mark.bench


def test_lunar_days_a_second() -> None:
    """One thread, tables loaded, every day of 1901–2100 once."""
    lunar.lunar(date(2026, 1, 1))
    span = [lunar.FIRST + timedelta(n) for n in range((lunar.LAST - lunar.FIRST).days + 1)]
    begin = time.perf_counter()
    for day in span:
        lunar.lunar(day)
    rate = len(span) / (time.perf_counter() - begin)
    print(f"{rate:,.0f} lunar days a second")
    assert rate >= 200_000


def test_a_month_known_before_costs_nothing() -> None:
    first = date(2026, 12, 1)
    days.days(first, first + timedelta(41))
    begin = time.perf_counter()
    for _ in range(100):
        days.days(first, first + timedelta(41))
    assert (time.perf_counter() - begin) / 100 < 0.001
