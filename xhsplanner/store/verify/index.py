"""The search index: every note has its entry, the entry is of the text that stands there, the terms can be walked.

The index holds no text that could be compared. What was put into it stands beside it, as the number of grams and a
sum of the text: those are compared with the notes, and the number with what the index really has.
"""

import sqlite3

from xhsplanner.core.health import Finding
from xhsplanner.store.search.entries import DAMAGED, Entry, Texts, below
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
    stale = 0
    if scope.quick:
        notes, missing = scope.reader.rows(
            "SELECT count(*), count(*) - (SELECT count(*) FROM note_search_entry) FROM note"
        )[0]
        stale = abs(missing) if below(scope.reader) == 0 else 0
        yield int(notes)
    else:
        first, last = scope.first_id("note")
        for low in range(first, last + 1, BATCH):
            seen, wrong = _compared(scope, low)
            stale += wrong
            yield seen
            scope.pace.step(BATCH)
        nobody = "SELECT count(*) FROM note_search_entry WHERE id NOT IN (SELECT id FROM note)"
        stale += int(scope.reader.rows(nobody)[0][0])
    if stale:
        yield Finding(NAME, "note_search", "derived", "search_stale", {"n": stale})


def _unwalkable(scope: Scope) -> str:
    """Walks every term of the index without writing, as SQLite's own integrity-check cannot: it takes the lock."""
    if below(scope.reader) == DAMAGED:
        return "note_search_state"
    if scope.quick:
        scope.reader.rows("SELECT rowid FROM note_search WHERE note_search MATCH '\"a\"' LIMIT 1")
        return ""
    scope.reader.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', 'note_search', 'row')"
    )
    with scope.reader.moment():
        there = scope.reader.rows("SELECT COALESCE(sum(doc), 0) FROM temp.terms")
        told = scope.reader.rows("SELECT COALESCE(sum(grams), 0) FROM note_search_entry")
    return "" if there == told else "terms"


def _compared(scope: Scope, low: int) -> tuple[int, int]:
    """(notes, those whose entry is not what their text says) of one batch; those that wait for theirs are right."""
    between = (low, low + BATCH - 1)
    with scope.reader.moment():
        first = below(scope.reader)
        ids = [row[0] for row in scope.reader.rows("SELECT id FROM note WHERE id BETWEEN ? AND ?", between)]
        fields = Texts.read(scope.reader, ids).fields()
        sql = "SELECT id, grams, sum FROM note_search_entry WHERE id BETWEEN ? AND ?"
        kept = {row[0]: (row[1], row[2]) for row in scope.reader.rows(sql, between)}
    wrong = sum(note_id >= first and kept.get(note_id) != Entry.of(parts).kept for note_id, parts in fields.items())
    return len(ids), wrong
