from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from xhsplanner.core import slots
from xhsplanner.core.recurrence import WEEKDAYS
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
        (Policy.AFTER, ["2026-10-08"]),
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


def test_the_days_a_daily_slot_gives_up_become_one_place_after_the_holiday() -> None:
    daily = Slot("FREQ=DAILY", date(2026, 9, 1), policy=Policy.AFTER)
    assert stands(daily, "2026-09-30", "2026-10-09") == ["2026-09-30", "2026-10-08", "2026-10-09"]
    (place,) = slots.occurrences(daily, date(2026, 10, 8), date(2026, 10, 8))
    assert place.original == date(2026, 10, 8)
    thursdays = Slot("FREQ=WEEKLY;BYDAY=TH", date(2026, 9, 3), policy=Policy.BEFORE)
    (place,) = slots.occurrences(thursdays, date(2026, 9, 30), date(2026, 9, 30))
    assert place.original == date(2026, 10, 1)


@pytest.mark.parametrize("decided", [date(2026, 10, 1), date(2026, 10, 8)])
@pytest.mark.parametrize("state", [State.FILLED, State.CANCELLED])
def test_what_was_decided_for_one_of_the_merged_holds_for_all(decided: date, state: State) -> None:
    thursdays = Slot("FREQ=WEEKLY;BYDAY=TH", date(2026, 9, 3), policy=Policy.AFTER)
    found = slots.occurrences(thursdays, date(2026, 10, 5), date(2026, 10, 9), [Override(decided, state)])
    assert [(one.original, one.state) for one in found] == [(decided, state)]


def test_a_place_moved_onto_another_stands_beside_it() -> None:
    moved = Override(date(2026, 12, 9), State.MOVED, day=date(2026, 12, 16), minute=600)
    assert stands(WEDNESDAYS, "2026-12-14", "2026-12-20", moved) == ["2026-12-16", "2026-12-16"]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=WEEKLY;BYDAY=2MO", "FREQ=DAILY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=54MO", "FREQ=MONTHLY;BYDAY=0MO",
     "FREQ=YEARLY;BYDAY=54SU", "FREQ=WEEKLY;BYMONTHDAY=1",
     "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=0",
     "FREQ=MONTHLY;BYMONTHDAY=１", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;INTERVAL=" + "9" * 5000,
     "FREQ=DAILY;UNTIL=20261301", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "FREQ=WEEKLY;WKST=SU"],
)  # fmt: skip
def test_what_rfc_5545_or_the_editor_does_not_know_stays_text(rule: str) -> None:
    assert not slots.supported(rule)


def test_every_monday_and_the_last_friday() -> None:
    slot = Slot("FREQ=MONTHLY;BYDAY=MO,-1FR", date(2026, 1, 1))
    assert [day[-2:] for day in stands(slot, "2026-12-01", "2026-12-31")] == ["07", "14", "21", "25", "28"]


def test_a_count_far_from_its_start() -> None:
    slot = Slot("FREQ=WEEKLY;BYDAY=WE;COUNT=367", date(2020, 1, 1))
    assert stands(slot, "2026-12-01", "2027-12-31") == ["2026-12-02", "2026-12-09", "2026-12-16", "2026-12-23",
                                                        "2026-12-30", "2027-01-06"]  # fmt: skip
    assert slots.following(slot, date(2026, 12, 30)) == "FREQ=WEEKLY;BYDAY=WE;COUNT=2"
    assert stands(Slot("FREQ=DAILY;COUNT=999999", date(2020, 1, 1)), "2026-12-31", "2026-12-31") == ["2026-12-31"]
    assert (
        stands(Slot("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;COUNT=9", date(2026, 2, 1)), "2026-01-01", "2090-01-01")
        == []
    )


def test_the_ends_of_the_calendar() -> None:
    slot = Slot("FREQ=YEARLY", date(2026, 2, 1), policy=Policy.AFTER)
    assert stands(slot, "9999-01-01", "9999-12-31") == ["9999-02-01"]
    assert stands(slot, "0001-01-01", "0001-01-20") == []


def _numbered(most: int) -> st.SearchStrategy[str]:
    days = st.tuples(st.integers(1, most), st.sampled_from(["", "+", "-"]), st.sampled_from(WEEKDAYS))
    return st.lists(days.map(lambda one: f"{one[1]}{one[0]}{one[2]}"), min_size=1, max_size=3, unique=True).map(
        lambda those: ";BYDAY=" + ",".join(those)
    )


PLAIN = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True).map(
    lambda those: ";BYDAY=" + ",".join(those)
)
MONTH_DAYS = st.lists(
    st.integers(1, 31).flatmap(lambda n: st.sampled_from([n, -n])), min_size=1, max_size=3, unique=True
).map(lambda those: ";BYMONTHDAY=" + ",".join(map(str, those)))
NOTHING = st.just("")
BY = {
    "DAILY": st.tuples(NOTHING | PLAIN, NOTHING | MONTH_DAYS),
    "WEEKLY": st.tuples(NOTHING | PLAIN, NOTHING),
    "MONTHLY": st.tuples(NOTHING | PLAIN | _numbered(5), NOTHING | MONTH_DAYS),
    "YEARLY": st.tuples(NOTHING | PLAIN | _numbered(53), NOTHING | MONTH_DAYS),
}
ENDS = (
    NOTHING
    | st.integers(1, 200).map(lambda n: f";COUNT={n}")
    | st.dates(date(2024, 1, 1), date(2036, 1, 1)).map(lambda day: f";UNTIL={day:%Y%m%d}")
)
RULES = st.sampled_from(list(BY)).flatmap(
    lambda freq: st.builds(
        lambda interval, by, end: f"FREQ={freq};INTERVAL={interval}{''.join(by)}{end}",
        st.integers(1, 9),
        BY[freq],
        ENDS,
    )
)


@settings(max_examples=60)
@given(RULES, st.dates(date(2018, 1, 1), date(2025, 12, 31)), st.dates(date(2017, 1, 1), date(2034, 1, 1)))
def test_a_window_far_from_the_start_is_what_dateutil_gives_from_it(rule: str, start: date, first: date) -> None:
    last = first + timedelta(90)
    end = datetime(last.year, last.month, last.day)
    plain = rrulestr(rule, dtstart=datetime(start.year, start.month, start.day))
    if "COUNT" not in rule and "UNTIL" not in rule:
        plain = plain.replace(until=end)  # it looks for what never comes to the year 9999
    whole = plain.between(datetime(first.year, first.month, first.day), end, inc=True)
    assert list(slots.ruled(Slot(rule, start), first, last)) == [moment.date() for moment in whole]
