from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core import slots
from xhsplanner.core.slots import Override, Policy, Slot, State

WEDNESDAYS = Slot("FREQ=WEEKLY;BYDAY=WE", date(2026, 9, 2), minute=1200)


def stands(slot: Slot, first: str, last: str, *overrides: Override) -> list[str]:
    found = slots.occurrences(slot, date.fromisoformat(first), date.fromisoformat(last), overrides)
    return [one.day.isoformat() for one in found]


def test_every_wednesday() -> None:
    assert stands(WEDNESDAYS, "2026-11-30", "2026-12-16") == ["2026-12-02", "2026-12-09", "2026-12-16"]
    assert stands(WEDNESDAYS, "2026-08-01", "2026-09-05") == ["2026-09-02"]
    assert stands(WEDNESDAYS, "2025-01-01", "2025-12-31") == []


@pytest.mark.parametrize(
    ("policy", "days"),
    [
        (Policy.NONE, ["2026-10-01", "2026-10-08"]),
        (Policy.SKIP, ["2026-10-08"]),
        (Policy.BEFORE, ["2026-09-30", "2026-10-08"]),
        (Policy.AFTER, ["2026-10-08", "2026-10-08"]),
    ],
)
def test_holiday_policies_on_national_day(policy: Policy, days: list[str]) -> None:
    thursdays = Slot("FREQ=WEEKLY;BYDAY=TH", date(2026, 9, 3), policy=policy)
    assert stands(thursdays, "2026-09-28", "2026-10-09") == days


def test_a_day_moved_by_policy_is_seen_from_its_new_window_only() -> None:
    thursdays = Slot("FREQ=WEEKLY;BYDAY=TH", date(2026, 9, 3), policy=Policy.BEFORE)
    assert stands(thursdays, "2026-09-28", "2026-09-30") == ["2026-09-30"]
    assert stands(thursdays, "2026-10-01", "2026-10-07") == []


def test_ordinary_weekends_are_no_holidays_and_unpublished_years_have_none() -> None:
    saturdays = Slot("FREQ=WEEKLY;BYDAY=SA", date(2026, 1, 3), policy=Policy.SKIP)
    assert "2026-11-14" in stands(saturdays, "2026-11-09", "2026-11-15")
    assert stands(Slot("FREQ=DAILY", date(2027, 1, 1), policy=Policy.SKIP), "2027-01-01", "2027-01-01")


def test_overrides() -> None:
    moved = Override(date(2026, 12, 9), State.MOVED, day=date(2026, 12, 11), minute=600)
    gone = Override(date(2026, 12, 16), State.CANCELLED)
    filled = Override(date(2026, 12, 23), State.FILLED, note_id=7)
    found = slots.occurrences(WEDNESDAYS, date(2026, 12, 7), date(2026, 12, 31), [moved, gone, filled])
    assert [(one.day.day, one.minute, one.state, one.note_id) for one in found] == [
        (11, 600, State.MOVED, None),
        (16, 1200, State.CANCELLED, None),
        (23, 1200, State.FILLED, 7),
        (30, 1200, State.OPEN, None),
    ]
    assert stands(WEDNESDAYS, "2026-12-09", "2026-12-09", moved) == []


def test_an_occurrence_moved_from_far_away_comes_into_the_window() -> None:
    far = Override(date(2026, 9, 2), State.MOVED, day=date(2026, 12, 8))
    assert stands(WEDNESDAYS, "2026-12-07", "2026-12-13", far) == ["2026-12-08", "2026-12-09"]
    orphan = Override(date(2026, 9, 3), State.MOVED, day=date(2026, 12, 8))
    assert stands(WEDNESDAYS, "2026-12-07", "2026-12-13", orphan) == ["2026-12-09"]
    assert slots.orphans(WEDNESDAYS, [far, orphan]) == [orphan]


@pytest.mark.parametrize(
    "rule",
    ["", "FREQ=HOURLY", "FREQ=WEEKLY;BYWEEKNO=20", "FREQ=WEEKLY;BYDAY=XX", "每周三", "FREQ=WEEKLY;INTERVAL=0",
     "FREQ=DAILY;COUNT=3;UNTIL=20270101", "FREQ=DAILY;UNTIL=tomorrow", "FREQ=DAILY;FREQ=WEEKLY", "BYDAY=MO"],
)  # fmt: skip
def test_an_unknown_rule_is_kept_and_gives_no_days(rule: str) -> None:
    slot = Slot(rule, date(2026, 1, 1))
    assert not slots.supported(rule)
    assert stands(slot, "2026-01-01", "2026-12-31") == []
    assert slots.ended_before(slot, date(2026, 6, 1)) == rule


def test_until_is_inclusive_and_a_rule_can_be_ended() -> None:
    slot = Slot("RRULE:FREQ=DAILY;UNTIL=20261203T160000Z", date(2026, 12, 1))
    assert stands(slot, "2026-12-01", "2026-12-31") == ["2026-12-01", "2026-12-02", "2026-12-03"]
    ended = Slot(slots.ended_before(WEDNESDAYS, date(2026, 12, 9)), WEDNESDAYS.start)
    assert stands(ended, "2026-12-01", "2026-12-31") == ["2026-12-02"]


def test_a_rule_that_never_comes_true_ends_at_once() -> None:
    slot = Slot("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30", date(2026, 2, 1))
    assert stands(slot, "2036-01-01", "2036-12-31") == []


RULES = st.builds(
    lambda freq, interval, by: f"FREQ={freq};INTERVAL={interval}{by}",
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 5),
    st.sampled_from(["", ";BYDAY=MO,TH", ";BYMONTHDAY=15", ";BYMONTHDAY=-1", ";COUNT=9", ";UNTIL=20280115"]),
) | st.sampled_from(["FREQ=MONTHLY;BYDAY=2SU", "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR", "FREQ=YEARLY;BYDAY=20MO"])


@given(RULES, st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.dates(date(2024, 1, 1), date(2029, 1, 1)))
def test_moving_the_anchor_changes_nothing(rule: str, start: date, first: date) -> None:
    last = first + timedelta(90)
    end = f"{last:%Y%m%d}T235959"
    plain = rrulestr(
        rule.replace("20280115", "20280115T235959"), dtstart=datetime(start.year, start.month, start.day)
    )
    whole = plain.between(datetime(first.year, first.month, first.day), datetime.fromisoformat(end), inc=True)
    assert list(slots.ruled(Slot(rule, start), first, last)) == [moment.date() for moment in whole]
