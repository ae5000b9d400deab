"""The search index: every note has its entry, the entry is what its text says, and the terms can be walked."""

import sqlite3

from xhsplanner.core.health import Finding
from xhsplanner.store import search
from xhsplanner.store.verify.scope import BATCH, Counted, Scope

NAME = "search"


def size(scope: Scope) -> int:
    """Units of work: notes."""
    return 0 if scope.quick else scope.first_id("note")[1]


def check(scope: Scope) -> Counted:
    """Damage first: where the index cannot be walked, its entries need no comparing."""
    try:
        reason = _unwalkable(scope)
    except sqlite3.DatabaseError as error:
        reason = str(error)
    if reason:
        yield Finding(NAME, "note_search", "derived", "search_damaged", {"reason": reason})
        return
    notes, entries = scope.reader.rows(
        "SELECT (SELECT count(*) FROM note), (SELECT count(*) FROM note_search_docsize)"
    )[0]
    if scope.quick:
        stale = abs(notes - entries)
        yield int(notes)
    else:
        stale = 0
        first, last = scope.first_id("note")
        for low in range(first, last + 1, BATCH):
            seen, wrong = _compared(scope, low)
            stale += wrong
            yield seen
            scope.pace.step(BATCH)
        stale += max(0, entries - notes)
    if stale:
        yield Finding(NAME, "note_search", "derived", "search_stale", {"n": stale})


def _unwalkable(scope: Scope) -> str:
    """Walks every term of the index without writing, as SQLite's own integrity-check cannot: it takes the lock."""
    if scope.quick:
        scope.reader.rows("SELECT rowid FROM note_search WHERE note_search MATCH 'grams : \"a\" *' LIMIT 1")
        return ""
    scope.reader.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', 'note_search', 'col')"
    )
    with scope.reader.moment():
        counted: dict[str, int] = dict(scope.reader.rows("SELECT col, sum(cnt) FROM temp.terms GROUP BY col"))
        sizes = scope.reader.rows("SELECT sz FROM note_search_docsize")
    expected = [0, 0]
    for (packed,) in sizes:
        for column, n in enumerate(_varints(packed)[:2]):
            expected[column] += n
    same = [counted.get("grams", 0), counted.get("chars", 0)] == expected
    return "" if same else "terms"


def _varints(packed: bytes) -> list[int]:
    """SQLite's variable length numbers of up to four bytes: what FTS5 keeps as lengths of an entry's columns."""
    numbers, value = [], 0
    for byte in packed:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            numbers.append(value)
            value = 0
    return [*numbers, 0, 0]


def _compared(scope: Scope, low: int) -> tuple[int, int]:
    """(notes, those whose entry is not what their text says) of one batch."""
    between = (low, low + BATCH - 1)
    with scope.reader.moment():
        texts = scope.reader.rows(f"{search.TEXTS} WHERE n.id BETWEEN ? AND ?", between)
        entries = scope.reader.rows("SELECT id, c0, c1 FROM note_search_content WHERE id BETWEEN ? AND ?", between)
    kept = {row[0]: (row[1], row[2]) for row in entries}
    wrong = sum(kept.get(row[0]) != search.entry(row) for row in texts)
    return len(texts), wrong
