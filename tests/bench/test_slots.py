"""The places of 60 slots from a 2020 anchor over the 42 days of a month page."""

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
from dateutil.rrule import rrulestr

from xhsplanner.core.slots import Policy
from xhsplanner.ops import catalog
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace

pytestmark = pytest.mark.bench

SLOTS, ROUNDS = 60, 30
ANCHOR, FIRST = date(2020, 1, 1), date(2026, 11, 30)
LAST = FIRST + timedelta(41)
RULES = (
    "FREQ=WEEKLY;BYDAY=WE",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
    "FREQ=MONTHLY;BYDAY=2SU",
    "FREQ=MONTHLY;BYMONTHDAY=15,-1",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY;BYDAY=TU,FR;UNTIL=20271231",
)
"""Those of teams; each policy is had by a fourth of the slots, and by three of four the holidays are looked up."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """60 slots on 6 accounts, each with a filled place in every one of 300 weeks."""
    store = create_workspace(tmp_path / "w")
    for n in range(6):
        catalog.add_account(store, name=f"账号 {n}")
    with store.op("slot.add", name="bench") as op:
        for n in range(SLOTS):
            row = {
                "account_id": n % 6 + 1,
                "rule": RULES[n % len(RULES)],
                "since": ANCHOR.isoformat(),
                "minute": 1200,
            }
            slot_id = op.insert("slot", {**row, "holiday_policy": list(Policy)[n % 4].value})
            days = (ANCHOR + timedelta(weeks=week) for week in range(300))
            op.insert_many(
                "slot_override",
                [{"slot_id": slot_id, "original_day": day.isoformat(), "kind": "cancelled"} for day in days],
            )
    yield store
    store.close()


def plain() -> int:
    """The same rules by dateutil from where they begin, without holidays, overrides or a database."""
    count = 0
    first, last = (datetime(day.year, day.month, day.day) for day in (FIRST, LAST))
    for n in range(SLOTS):
        rule = rrulestr(RULES[n % len(RULES)], dtstart=datetime(ANCHOR.year, ANCHOR.month, ANCHOR.day))
        count += len(rule.between(first, last, inc=True))
    return count


def timed(work: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Milliseconds by the clock and of this thread's own work, medians: others may use the machine meanwhile."""
    work()
    clock, own = [], []
    for _ in range(rounds):
        begin, began = time.perf_counter(), time.thread_time()
        work()
        clock.append(time.perf_counter() - begin)
        own.append(time.thread_time() - began)
    return median(clock) * 1000, median(own) * 1000


def test_the_places_of_a_month_page(store: Store) -> None:
    """Read from the database with 18,000 overrides, holiday policies applied, sorted: median of 30."""
    found = store.slots.places(FIRST, LAST)
    (clock, ours), (_, theirs) = timed(lambda: store.slots.places(FIRST, LAST)), timed(plain, 5)
    print(f"{len(found)} places of {SLOTS} slots: {ours:.2f} ms of work, {clock:.2f} ms by the clock;"
          f" plain rrule from 2020 without a database: {theirs:.1f} ms")  # fmt: skip
    assert len(found) > 300
    assert ours <= 10
    assert theirs / ours > 3
