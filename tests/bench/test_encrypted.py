"""What encryption costs at 50,000 notes: pytest -m bench tests/bench/test_encrypted.py -s

Conditions: the same synthetic workspace plain and encrypted, in one run, in turns; synchronous=FULL.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("sqlcipher3", reason="the extra `encrypted` is not installed")

from xhsplanner.ops import notes
from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store.encryption import converting
from xhsplanner.store.layout import DATABASE
from xhsplanner.store.sqlite import connect
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, open_workspace

pytestmark = pytest.mark.bench
NOTES = 50_000
Both = tuple[Store, Store]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The plain one and the encrypted one."""
    place = tmp_path_factory.mktemp("both")
    store = create_workspace(place / "plain")
    synthetic(store, NOTES)
    store.close()
    folder = Path(shutil.copytree(place / "plain", place / "encrypted"))
    started = time.perf_counter()
    converting.encrypt(folder, "three tigers ride")
    size = (folder / DATABASE).stat().st_size / 1e6
    print(f"\nencrypting {size:.0f} MB, compared row by row: {time.perf_counter() - started:.1f} s")
    stores = open_workspace(place / "plain"), open_workspace(folder)
    yield stores
    for one in stores:
        one.close()


def timed(action: Callable[[], object]) -> float:
    """Milliseconds one call takes."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def p(samples: list[float], share: float) -> float:
    """A percentile of samples."""
    return sorted(samples)[min(len(samples) - 1, int(len(samples) * share))]


def calmest(both: Both, share: float, actions: Callable[[Store, int], list[Callable[[], object]]]) -> list[float]:
    """A percentile of each, of the calmest of three rounds taken in turns: other programs only add time."""
    rounds = [[p([timed(one) for one in actions(store, n)], share) for store in both] for n in range(3)]
    return [min(one[at] for one in rounds) for at in (0, 1)]


def test_an_edit_costs_less_than_half_as_much_again(both: Both) -> None:
    def edits(store: Store, n: int) -> list[Callable[[], object]]:
        ids = [row[0] for row in store.engine.rows("SELECT id FROM note WHERE status <> 'published' LIMIT 1000")]
        return [partial(notes.edit, store, i, title=f"改 {i}，第 {n} 遍") for i in ids]

    plain, encrypted = calmest(both, 0.99, edits)
    print(f"\nedit p99: plain {plain:.2f} ms, encrypted {encrypted:.2f} ms, × {encrypted / plain:.2f}")
    assert encrypted <= 1.5 * plain


def test_a_week_not_read_before_costs_less_than_twice_as_much(both: Both) -> None:
    def weeks(store: Store, n: int) -> list[Callable[[], object]]:
        rows = store.engine.rows("SELECT DISTINCT day FROM note WHERE day IS NOT NULL ORDER BY day")
        days = [date.fromisoformat(row[0]) for row in rows[n::7]][:50]
        return [partial(store.notes.between, day, day + timedelta(days=6)) for day in days]

    plain, encrypted = calmest(both, 0.95, weeks)
    print(f"\nweek read p95: plain {plain:.2f} ms, encrypted {encrypted:.2f} ms, × {encrypted / plain:.2f}")
    assert encrypted <= 2 * plain


def test_a_connection_of_a_thread_derives_no_key_again(both: Both) -> None:
    def connections(store: Store, _n: int) -> list[Callable[[], object]]:
        def opened() -> None:
            with closing(connect(store.path / DATABASE, read_only=True)) as link:
                link.execute("SELECT count(*) FROM member").fetchone()

        return [opened] * 50

    plain, encrypted = calmest(both, 0.5, connections)
    print(f"\nconnection: plain {plain:.2f} ms, encrypted {encrypted:.2f} ms, × {encrypted / plain:.2f}")
    assert encrypted <= 25
