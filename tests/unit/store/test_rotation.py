"""Which snapshots are kept, for any history of them."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.store.rotation import DAYS, RECENT, WEEKS, Kept, kept

EVER = 10**18
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 4, 1))
histories = st.lists(st.builds(Kept, moments, st.integers(1, 1000)), max_size=60, unique_by=lambda one: one.at)


@given(histories, st.integers(0, 20_000))
def test_the_newest_is_kept_and_the_rest_stays_within_the_budget(history: list[Kept], budget: int) -> None:
    found = kept(history, budget)
    assert bool(found) == bool(history)
    if history:
        newest = max(history)
        assert newest.at in found
        rest = [one.bytes for one in history if one.at in found and one != newest]
        assert newest.bytes + sum(rest) <= budget or not rest


@given(histories)
def test_with_room_for_all_recent_days_and_weeks_are_there(history: list[Kept]) -> None:
    found = kept(history, EVER)
    times = sorted((one.at for one in history), reverse=True)
    assert set(times[:RECENT]) <= found
    for group, count in ((datetime.date, DAYS), (lambda at: at.isocalendar()[:2], WEEKS)):
        newest: dict[object, datetime] = {}
        for at in times:
            newest.setdefault(group(at), at)
        assert set(list(newest.values())[:count]) <= found
    assert len(found) <= RECENT + DAYS + WEEKS


@given(histories, st.integers(0, 20_000), st.integers(0, 20_000))
def test_more_room_never_drops_what_less_room_kept(history: list[Kept], one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert kept(history, less) <= kept(history, more)


@given(histories)
def test_rotating_again_drops_nothing_more(history: list[Kept]) -> None:
    found = kept(history, EVER)
    assert kept([one for one in history if one.at in found], EVER) == found


def test_ten_copies_of_a_morning_do_not_push_out_yesterday() -> None:
    morning = datetime(2026, 12, 9, 9)
    history = [Kept(morning + timedelta(minutes=n), 10) for n in range(10)]
    yesterday = Kept(morning - timedelta(days=1), 10)
    found = kept([*history, yesterday], 30)
    assert found == {yesterday.at, history[-1].at, history[-2].at}


def test_a_month_of_daily_copies_thins_out_to_weeks() -> None:
    start = datetime(2026, 11, 2, 9)  # a Monday
    found = kept([Kept(start + timedelta(days=n), 1) for n in range(35)], EVER)
    assert sorted((at - start).days for at in found) == [13, 20, *range(25, 35)]
