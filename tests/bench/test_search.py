"""The numbers of search at a million notes: the newest 50, the capped count, size of the index, edits beside it.

Conditions: the shared workspace of 1,000,000 notes (see conftest) on the local disk, the window's reading
connection, warm cache; the best of five. Bytes of the index are those of its pages' content and of its table of
entries; the text is all that is searched, as UTF-8.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from xhsplanner.ops import notes
from xhsplanner.store import search
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

pytestmark = pytest.mark.bench

WORDS = ("卡", "咖啡", "养老金", "最低还款", "a", "9.", "citywalk")
"""One to four characters, and a Latin word."""
NEVER = "还款最低"
"""Its pairs stand in thousands of notes, it stands in none: every one of those is read."""
EDITS = 400
DAY = date(2026, 12, 10)


@pytest.fixture(scope="module")
def store(million: Path) -> Store:
    return open_workspace(million)


def best(work: Callable[[], object], times: int = 5) -> float:
    """Milliseconds."""
    samples = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        samples.append((time.perf_counter() - began) * 1000)
    return min(samples)


def test_the_newest_fifty_and_their_count(store: Store) -> None:
    print()
    for word in WORDS:
        found = best(lambda w=word: store.notes.find(w))  # type: ignore[misc]
        counted = best(lambda w=word: store.notes.count_found(w))  # type: ignore[misc]
        print(f"{word}: {found:.1f} ms, count {counted:.1f} ms, {store.notes.count_found(word)}")
        assert found <= 10
        assert counted <= 30
    box = best(lambda: store.notes.look("养老金", 12))
    print(f"what the box shows: {box:.1f} ms")
    print(f"a word that no note has but whose pairs are common: {best(lambda: store.notes.find(NEVER), 1):.0f} ms")
    with pytest.raises(search.Slow):
        store.notes.look(NEVER, 12, 0.03)


def test_the_index_is_smaller_than_the_text(store: Store) -> None:
    parts = {"note": ("title", "remark", "code"), "note_text": ("body", "hashtags", "script")}
    text = sum(
        store.engine.rows(f"SELECT sum(length(CAST({column} AS BLOB))) FROM {table}")[0][0]
        for table, columns in parts.items()
        for column in columns
    )
    index = store.engine.rows("SELECT sum(length(block)) FROM note_search_data")[0][0]
    index += 12 * store.engine.rows("SELECT count(*) FROM note_search_entry")[0][0]
    print(f"\ntext {text / 1e6:.0f} MB, index {index / 1e6:.0f} MB: {index / text:.2f}")
    assert index <= 1.4 * text


def test_edits_stay_fast(store: Store) -> None:
    """Beside each edit of a text stands one that the index does not hear of: what the disk takes is in both."""
    free = [note.id for note in store.notes.backlog() if not note.locked][:EDITS]
    texts, moves = [], []
    for number in range(EDITS):
        note_id, body = free[number % len(free)], f"咖啡买一送一 {number}" * 12
        texts.append(best(lambda i=note_id, b=body, n=number: notes.edit(store, i, title=f"改 {n}", body=b), 1))  # type: ignore[misc]
        day = DAY + timedelta(number % 30)
        moves.append(best(lambda i=note_id, d=day: notes.move(store, [i], day=d), 1))  # type: ignore[misc]
    (typical, slow), (typical_move, slow_move) = measured(texts), measured(moves)
    print(
        f"\nedits of text: median {typical:.2f}, p99 {slow:.2f} ms; moves: {typical_move:.2f}, {slow_move:.2f} ms"
    )
    assert slow <= max(5, 2 * slow_move)
    assert typical <= 2 * typical_move + 1


def measured(samples: list[float]) -> tuple[float, float]:
    """(median, p99)."""
    samples = sorted(samples)
    return samples[len(samples) // 2], samples[int(len(samples) * 0.99)]
