from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from xhsplanner.core import foreign_rules

PARTS = {
    "INTERVAL": ["1", "2", "3"],
    "BYMONTH": ["2", "1,6,12"],
    "BYMONTHDAY": ["1", "15,-1", "13"],
    "BYYEARDAY": ["1,100", "-1,60"],
    "BYWEEKNO": ["1", "20,-1"],
    "BYSETPOS": ["1", "-1", "1,2"],
    "BYDAY": ["MO", "TU,FR", "SA,SU"],
    "WKST": ["SU", "MO"],
}


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(foreign_rules.FREQUENCIES))
    names = draw(st.sets(st.sampled_from(sorted(PARTS)), max_size=4))
    parts = [f"{name}={draw(st.sampled_from(PARTS[name]))}" for name in sorted(names)]
    if frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()) and not {"BYDAY", "BYWEEKNO"} & names:
        parts.append(f"BYDAY={draw(st.sampled_from(['1MO', '-1FR', '2TU,-2TH']))}")
    return ";".join([f"FREQ={frequency}", *parts])


@settings(max_examples=80)
@given(rules(), st.dates(date(2020, 1, 1), date(2022, 12, 31)))
def test_the_days_are_those_of_dateutil(rule: str, start: date) -> None:
    spec = foreign_rules.read(rule)
    if spec is None:  # a week number of another frequency, or of weeks that begin on Sunday
        assert "BYWEEKNO" in rule
        return
    if "BYWEEKNO" in rule and (spec.by.keys() & {"BYSETPOS", "BYMONTH", "BYMONTHDAY", "BYYEARDAY"} or "TH" in rule):
        return  # dateutil counts the days of a week of the year beside to this one
    first, last = date(2021, 1, 1), date(2025, 12, 31)
    found = list(foreign_rules.given(spec, start, first, last))
    if not found:  # dateutil would look for one up to the year 9999
        return
    bounded = f"{rule};UNTIL={last:%Y%m%d}T000000"
    theirs = rrulestr(bounded, dtstart=datetime(start.year, start.month, start.day))
    expected = []
    for moment in theirs:
        if moment.date() > last:
            break
        expected += [moment.date()] if moment.date() >= first else []
    if "BYWEEKNO" in rule:
        expected = [day for day in expected if day.isocalendar().year == day.year]
    assert found == expected


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", ["2026-12-01", "2027-01-01"]),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", ["2026-11-26"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", []),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=-1SU;UNTIL=20261231", ["2026-12-27"]),
        ("FREQ=WEEKLY;BYMONTH=12;BYDAY=SA;BYSETPOS=1", ["2026-12-05", "2026-12-12", "2026-12-19", "2026-12-26"]),
    ],
)
def test_the_days_of_some_weeks(rule: str, days: list[str]) -> None:
    spec = foreign_rules.read(rule)
    assert spec is not None
    window = foreign_rules.given(spec, date(2020, 1, 1), date(2026, 11, 20), date(2027, 1, 10))
    assert [day.isoformat() for day in window] == days


@pytest.mark.parametrize(
    "rule", ["", "FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYDAY=XX", "FREQ=DAILY;A=1"]
)
def test_what_cannot_be_read_is_none(rule: str) -> None:
    assert foreign_rules.read(rule) is None


def test_a_window_costs_the_same_wherever_it_is() -> None:
    spec = foreign_rules.read("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYSETPOS=1")
    assert spec is not None
    assert list(foreign_rules.given(spec, date(1901, 1, 2), date(2099, 1, 1), date(2100, 12, 31))) == []
    daily = foreign_rules.read("FREQ=DAILY;COUNT=3")
    assert daily is not None
    begin = date(2026, 12, 9)
    assert list(foreign_rules.given(daily, begin, begin, begin + timedelta(9)))[-1] == date(2026, 12, 11)
