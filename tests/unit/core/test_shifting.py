"""Shifting by days: 休, weekends with make-up workdays, quiet days, weekdays; days stay apart and in order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core import days
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note, Status
from xhsplanner.core.shifting import Rules, plan


def note(number: int, day: date | None, status: Status = Status.TODO) -> Note:
    return Note(number, f"u{number}", f"A-{number}", 1, f"第{number}篇", day, 1200, status=status)


def landed(notes: list[Note], by: int, rules: Rules = Rules()) -> list[str]:  # noqa: B008
    return [f"{one.day:%m-%d}" for one in plan(notes, by, rules).moves]


SEPTEMBER = [note(1, date(2026, 9, 23)), note(2, date(2026, 9, 24)), note(3, date(2026, 9, 28))]


def test_plain() -> None:
    assert landed(SEPTEMBER, 7) == ["09-30", "10-01", "10-05"]
    assert landed(SEPTEMBER, -7) == ["09-16", "09-17", "09-21"]
    assert landed(SEPTEMBER, 0) == ["09-23", "09-24", "09-28"]


def test_over_national_day_the_days_stay_apart() -> None:
    assert landed(SEPTEMBER, 7, Rules(rest=True)) == ["09-30", "10-08", "10-09"]
    first = plan(SEPTEMBER, 7, Rules(rest=True)).moves[1]
    assert [one.kind for one in first.why] == ["rest"] * 7
    assert "国庆" in first.why[0].words


def test_makeup_workdays_are_workdays() -> None:
    saturday = date(2026, 10, 10)  # 班
    assert days.day_info(saturday).work
    friday = [note(1, date(2026, 10, 9))]
    assert landed(friday, 1, Rules(rest=True, weekends=True)) == ["10-10"]
    assert landed(friday, 1, Rules(rest=True, weekends=True, makeup=False)) == ["10-12"]


def test_quiet_days_are_left_out() -> None:
    quiet = date(2026, 12, 13)
    assert days.day_info(quiet).quiet
    assert landed([note(1, date(2026, 12, 6))], 7, Rules(quiet=True)) == ["12-14"]
    assert landed([note(1, date(2026, 12, 20))], -7, Rules(quiet=True)) == ["12-12"]


def test_weekdays_are_kept() -> None:
    found = plan(SEPTEMBER, 3, Rules(rest=True, weekday=True)).moves
    assert [f"{one.day:%m-%d}" for one in found] == ["09-30", "10-08", "10-12"]
    assert all(one.day.weekday() == (one.note.day or date.min).weekday() for one in found)
    assert landed([note(1, date(2026, 12, 9))], -3, Rules(weekday=True)) == ["12-02"]


def test_published_and_undated_stay() -> None:
    found = plan([note(1, date(2026, 12, 9), Status.PUBLISHED), note(2, None), note(3, date(2026, 12, 9))], 1)
    assert [[one.id for one in those] for those in (found.locked, found.undated)] == [[1], [2]]
    assert found.days == {3: date(2026, 12, 10)}


def test_beyond_the_calendar() -> None:
    with pytest.raises(Refused):
        plan(SEPTEMBER, 4000)
    with pytest.raises(Refused):
        plan([note(1, date(2100, 12, 31)), note(2, date(9999, 12, 30))], 7)


@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=12),
    st.integers(-30, 30),
    st.builds(Rules, st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.booleans()),
)
def test_order_is_kept_and_no_day_that_is_left_out_is_taken(places: list[int], by: int, rules: Rules) -> None:
    notes = [note(at, date(2026, 9, 1) + timedelta(place)) for at, place in enumerate(places, 1)]
    found = {one.note.id: one.day for one in plan(notes, by, rules).moves}
    befores = {one.id: one.day or date.min for one in notes}
    if not by:
        assert found == befores
        return
    for one, day in found.items():
        assert rules.against(days.day_info(day)) is None
        assert (day - befores[one]).days * (1 if by > 0 else -1) >= abs(by)
        for other, there in found.items():
            assert (befores[one] < befores[other]) == (day < there)
