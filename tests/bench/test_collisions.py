"""What collisions promise: pytest -m bench tests/bench/test_collisions.py -s

Conditions: a synthetic workspace whose shown week has 500 notes of 20 accounts and 20 series (bodies of 300
characters, keywords, every kind looked at, texts known), and the one of a million notes (some 1,900 a week). Wall
clock; other programs only ever add time, so the calmest of some rounds counts.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from xhsplanner.core.clock import today
from xhsplanner.core.collisions import Index, check
from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, open_workspace

pytestmark = pytest.mark.bench
WEEK, FRAME_MS, WOULD_MS, BUILD_MS = 500, 4.0, 1.0, 30.0
ROUNDS = 15


def least(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of the calmest round."""
    found = []
    for _ in range(rounds):
        started = time.perf_counter()
        action()
        found.append((time.perf_counter() - started) * 1000)
    return min(found)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, date]]:
    """A workspace and the first day of a week with 500 notes or a few more."""
    store = create_workspace(tmp_path_factory.mktemp("busy") / "w")
    synthetic(store, 2400, accounts=20, series=20, days=28)
    span = store.notes.span()
    assert span is not None
    yield store, span[0] + timedelta(7)
    store.close()


def index_of(busy: tuple[Store, date]) -> Index:
    """The week cut to 500 notes, with its texts."""
    store, start = busy
    whole = store.colliding.index(start, start + timedelta(6), margin=0)
    entries = dict(list(whole.entries.items())[:WEEK])
    assert len(entries) == WEEK
    return Index(entries, whole.rules, whole.texts, whole.now, whole.ignored)


def test_500_notes_are_checked_within_a_frame(busy: tuple[Store, date]) -> None:
    index = index_of(busy)
    assert len(index.texts.marks) >= WEEK
    ms = least(lambda: check(index.entries.values(), index.rules, index.texts, (), index.now))
    print(f"\nwhole check of {WEEK} notes: {ms:.2f} ms, {len(index.every)} collisions")
    assert ms <= FRAME_MS


def test_what_would_be_is_asked_while_dragging(busy: tuple[Store, date]) -> None:
    index, (_, start) = index_of(busy), busy
    _ = index.found
    taken = sorted(
        least(lambda one=one: index.would(one, one.account_id, start + timedelta(3)), 5)  # type: ignore[misc]
        for one in list(index.entries.values())[:200]
    )
    print(f"\nwould: p50 {taken[100]:.2f} ms, p95 {taken[190]:.2f} ms, most {taken[-1]:.2f} ms")
    assert taken[190] <= WOULD_MS


def test_a_week_of_a_million_is_laid_out(million: Path) -> None:
    store = open_workspace(million)
    monday = today() - timedelta(today().weekday())
    build = lambda: store.colliding.index(monday, monday + timedelta(6), texts=False)  # noqa: E731
    ms = least(build, 7)
    print(f"\nindex of a week of a million: {len(build().entries)} notes in {ms:.1f} ms")
    store.close()
    assert ms <= BUILD_MS
