from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core import lunar
from xhsplanner.core.words import words

DAYS = st.dates(lunar.FIRST, lunar.LAST)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-12-07", "十月廿九"),
        ("2026-12-08", "十月三十"),
        ("2026-12-09", "冬月初一"),
        ("2026-12-11", "冬月初三"),
        ("2026-02-17", "正月初一"),
        ("2026-02-16", "腊月廿九"),
        ("2024-02-09", "腊月三十"),
        ("2025-07-25", "闰六月初一"),
        ("2023-03-22", "闰二月初一"),
        ("2033-12-22", "闰十一月初一"),
        ("1901-01-01", "冬月十一"),
        ("2100-12-31", "腊月初一"),
        ("2026-05-26", "四月初十"),
        ("2026-06-04", "四月十九"),
        ("2026-06-05", "四月二十"),
    ],
)
def test_known_days(day: str, name: str) -> None:
    found = lunar.lunar(date.fromisoformat(day))
    assert found is not None
    assert found.name == name.replace("闰十一月", "闰冬月")


def test_tables_have_the_shape_of_their_sources() -> None:
    """2,474 month starts from 1901-01-20 on and 4,800 terms; months of 29 or 30 days, leap years of 13."""
    months = lunar._months()
    starts = months.starts
    assert sum(start >= date(1901, 1, 20) for start in starts) == 2474
    assert {(b - a).days for a, b in pairwise(starts)} == {29, 30}
    assert sum(leap for _, _, leap in months.heads) == 73
    assert len(lunar._terms()) == 4800
    assert all(list(lunar._terms().values()).count(name) == 200 for name in lunar.TERMS)


def test_terms() -> None:
    assert lunar.term(date(2026, 12, 7)) == "大雪"
    assert lunar.term(date(2026, 12, 8)) is None
    assert lunar.term_day(2026, "冬至") == date(2026, 12, 22)
    assert lunar.term_day(2026, "清明") == date(2026, 4, 5)
    assert lunar.term_day(1900, "冬至") is None
    with pytest.raises(ValueError, match="not in tuple"):
        lunar.term_day(2026, "夏天")


@pytest.mark.parametrize("start", ["2057-09-28", "2089-09-04", "2097-08-07"])
def test_months_near_midnight_follow_the_observatory_and_say_so(start: str) -> None:
    day = date.fromisoformat(start)
    first, before = lunar.lunar(day), lunar.lunar(day - timedelta(1))
    assert first is not None
    assert before is not None
    assert (first.day, first.disputed) == (1, True)
    assert not before.disputed


def test_outside_the_tables() -> None:
    assert lunar.lunar(date(1900, 12, 31)) is None
    assert lunar.lunar(date(2101, 1, 1)) is None
    assert lunar.gregorian(2026, 1, 1, leap=True) is None
    assert lunar.gregorian(2026, 12, 30) is None or lunar.gregorian(2026, 12, 30) < date(2027, 2, 6)
    assert lunar.gregorian(2025, 12, 30) is None  # 腊月 before 2026-02-17 has 29 days
    assert lunar.gregorian(2026, 1, 0) is None


@given(DAYS)
def test_there_and_back(day: date) -> None:
    found = lunar.lunar(day)
    assert found is not None
    assert lunar.gregorian(found.year, found.month, found.day, found.leap) == day
    assert found.name.startswith("闰") == found.leap
    assert 1 <= found.month <= 12
    assert 1 <= found.day <= 30


@given(DAYS.filter(lambda day: day < lunar.LAST))
def test_the_next_day_is_the_next_number_or_a_first(day: date) -> None:
    now, then = lunar.lunar(day), lunar.lunar(day + timedelta(1))
    assert now is not None
    assert then is not None
    assert then.day in (1, now.day + 1)
    assert then.day != 1 or now.day >= 29


def test_label_speaks_the_active_language() -> None:
    leap, plain = lunar.lunar(date(2025, 7, 25)), lunar.lunar(date(2026, 12, 9))
    assert leap is not None
    assert plain is not None
    assert plain.label() == "冬月初一"
    words.use("en")
    assert plain.label() == "Lunar 11/1"
    assert leap.label() == "Lunar leap 6/1"
