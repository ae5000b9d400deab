"""What snapshots and restoring promise at 50,000 notes: pytest -m bench tests/bench/test_snapshots.py -s

Conditions: a synthetic workspace of 50,000 notes on the local disk, synchronous=FULL; edits go on all the while.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from xhsplanner.ops import backup, notes, restoring, workspace
from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace

pytestmark = pytest.mark.bench
NOTES, CHANGED = 50_000, 10_000


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = create_workspace(tmp_path_factory.mktemp("snapshots") / "w")
    synthetic(store, NOTES)
    return store


def seconds(action: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def edits(store: Store, until: threading.Event) -> list[float]:
    """Milliseconds of one edit after another, as fast as a hand on the keyboard could."""
    ids = [row[0] for row in store.engine.rows("SELECT id FROM note WHERE status <> 'published' LIMIT 2000")]
    taken = []
    for number, note in enumerate(ids):
        taken.append(seconds(lambda note=note, n=number: notes.edit(store, note, title=f"改 {n}")) * 1000)  # type: ignore[misc]
        time.sleep(0.005)
        if until.is_set():
            break
    return sorted(taken)


def test_edits_go_on_while_a_snapshot_is_made(big: Store) -> None:
    alone = threading.Event()
    threading.Timer(2, alone.set).start()
    before = edits(big, alone)
    done = threading.Event()
    took: list[float] = []

    def snapshot() -> None:
        took.append(seconds(big.snapshot))
        done.set()

    threading.Thread(target=snapshot).start()
    beside = edits(big, done)
    p99 = [taken[int(len(taken) * 0.99)] for taken in (before, beside)]
    size = next(iter(sorted(big.path.glob("snapshots/*.db")))).stat().st_size >> 20
    print(f"\nsnapshot of {size} MB: {took[0]:.1f} s; edit p99 alone {p99[0]:.1f} ms, beside it {p99[1]:.1f} ms")
    assert p99[1] <= 50


def test_what_differs_is_found_and_restored_in_seconds(big: Store) -> None:
    path = big.snapshot()
    same = seconds(lambda: restoring.preview(big, path))
    ids = [row[0] for row in big.engine.rows("SELECT id FROM note ORDER BY id LIMIT ?", (CHANGED,))]
    with big.op("note.edit") as op:
        op.update("note", {note: {"title": f"以后改的 {note}"} for note in ids})
    look = seconds(lambda: restoring.preview(big, path))
    restore = seconds(lambda: restoring.restore(big, path))
    undo = seconds(lambda: workspace.undo(big))
    print(
        f"\npreview {same:.2f} s, with {CHANGED:,} changed {look:.2f} s; restore {restore:.1f} s, undo {undo:.1f} s"
    )
    assert look <= 1
    assert restore <= 10
    assert undo <= 10


def test_a_second_copy_is_brought_up_to_date_in_seconds(big: Store, tmp_path: Path) -> None:
    first = seconds(lambda: backup.backup(big, tmp_path))
    again = seconds(lambda: backup.backup(big, tmp_path))
    print(f"\nsecond copy: first {first:.1f} s, with nothing new {again:.1f} s")
    assert first <= 20
    assert again <= 5
