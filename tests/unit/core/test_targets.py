from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core import targets
from xhsplanner.core.model import Target

MONDAY = date(2026, 12, 7)


def target(per_week: float, series: int | None = 1, weekday: int | None = None, **span: date) -> Target:
    return Target(1, "u", 1, series, weekday, per_week, **span)


@pytest.mark.parametrize(
    ("per_week", "days", "asked"),
    [
        (3, 7, 3),
        (3, 28, 12),
        (3, 1, 0),
        (4, 1, 1),
        (0.5, 7, 1),
        (0.5, 28, 2),
        (0.25, 7, 0),
        (0.3, 35, 2),
        (0, 28, 0),
    ],
)
def test_the_sum_is_rounded_half_up_at_the_end(per_week: float, days: int, asked: int) -> None:
    assert targets.series_target([target(per_week)], 1, 1, MONDAY, MONDAY + timedelta(days - 1)) == asked


def test_weekday_since_and_until() -> None:
    wednesdays = target(2, weekday=2)
    assert targets.series_target([wednesdays], 1, 1, MONDAY, MONDAY + timedelta(6)) == 2
    assert targets.series_target([wednesdays], 1, 1, MONDAY, MONDAY + timedelta(1)) == 0
    from_thursday = target(7, since=MONDAY + timedelta(3))
    assert targets.series_target([from_thursday], 1, 1, MONDAY, MONDAY + timedelta(6)) == 4
    ended = target(7, until=MONDAY - timedelta(1))
    assert targets.series_target([ended], 1, 1, MONDAY, MONDAY + timedelta(6)) == 0
    assert targets.series_target([target(7)], 2, 1, MONDAY, MONDAY) == 0


def test_an_account_asks_for_its_own_target_or_its_series_together() -> None:
    week = (MONDAY, MONDAY + timedelta(6))
    assert targets.account_target([target(1), target(2, series=2)], 1, *week) == 3
    assert targets.account_target([target(5, series=None), target(2)], 1, *week) == 5
    assert targets.account_target([target(0.5), target(0.5, series=2)], 1, *week) == 1, "rounded once"


@given(
    st.sampled_from([0.5, 1, 1.5, 2, 3, 7]),
    st.none() | st.integers(0, 6),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 60),
)
def test_the_weight_is_the_sum_over_the_days(n: float, weekday: int | None, first: date, length: int) -> None:
    one = target(n, weekday=weekday)
    days = [first + timedelta(k) for k in range(length + 1)]
    share = Fraction(n) / 7 if weekday is None else Fraction(n)
    expected = share * sum(weekday in (None, day.weekday()) for day in days)
    assert targets.weight(one, first, days[-1]) == expected


@given(
    st.lists(
        st.builds(Target, st.just(1), st.just("u"), st.integers(1, 3), st.none() | st.integers(1, 3),
                  st.none() | st.integers(0, 6), st.sampled_from([0.3, 0.5, 1, 2.5, 7])),
        max_size=12,
    ),
    st.integers(0, 60),
)  # fmt: skip
def test_what_is_wanted_equals_each_account_and_series_asked_alone(those: list[Target], length: int) -> None:
    span = (MONDAY, MONDAY + timedelta(length))
    found = targets.wanted(tuple(those), *span)
    for account in range(1, 4):
        assert found.accounts.get(account, 0) == targets.account_target(those, account, *span)
        for series in range(1, 4):
            assert found.pairs.get((account, series), 0) == targets.series_target(those, account, series, *span)


def test_weeks() -> None:
    assert targets.week_start(date(2026, 12, 13)) == MONDAY
    assert targets.week_key(date(2027, 1, 3)) == "2026-W53"
    assert targets.week_key(date(2027, 1, 4)) == "2027-W01"
