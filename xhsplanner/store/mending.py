"""Making again what is derived: the search index, other indexes. Nobody's edit waits for more than a few notes."""

import time

from xhsplanner.core.errors import Refused
from xhsplanner.core.progress import Progress, silent
from xhsplanner.store import search
from xhsplanner.store.search.entries import DAMAGED, WHOLE, Health
from xhsplanner.store.store import Store

AT_ONCE = 15
"""Notes written into the index in one transaction: some 3 ms, so that edits hardly wait."""
CLEARED = 200
"""Rows of the old index taken away in one transaction."""
MERGED = 40
"""Pages of the new one joined after each: what is left for later would be joined within somebody's edit."""
REST = 0.005
"""Seconds between two transactions: whoever waits to write goes first."""


def renew_search(store: Store, progress: Progress = silent, rest: float = REST) -> int:
    """Build the search index again, batch by batch; returns how many notes it wrote (edits write theirs).

    Meanwhile searches read the notes themselves. What `progress` raises ends it: `complete_search` does it later.
    """
    store.notes.index.state = "damaged"
    with store.engine.transaction():
        store.engine.search_below(DAMAGED)  # for other processes, and where this one is cut off
    more = True
    while more:
        with store.engine.transaction():
            more = store.engine.clear_search(CLEARED)
        time.sleep(rest)
    with store.engine.transaction():
        store.engine.renew_search()
        store.engine.search_below(_above(store))
        store.notes.index.state = "filling"
    return fill_search(store, progress, rest)


def fill_search(store: Store, progress: Progress = silent, rest: float = REST) -> int:
    """Write the entries that are missing, newest notes first."""
    health: Health = store.notes.index
    health.state = "filling"
    of, done = int(store.engine.rows("SELECT count(*) FROM note")[0][0]), 0
    while True:
        with store.engine.transaction():
            first = search.below(store.engine)
            sql = f"SELECT id FROM note WHERE id < ? ORDER BY id DESC LIMIT {AT_ONCE}"
            ids = [int(row[0]) for row in store.engine.rows(sql, (first,))]
            search.add(store.engine, ids)
            if ids:
                store.engine.merge_search(MERGED)
            if first > WHOLE:
                store.engine.search_below(ids[-1] if ids else WHOLE)
        if not ids:
            break
        done += len(ids)
        progress(done, of)
        time.sleep(rest)
    health.state = "whole" if search.below(store.engine) == WHOLE else "damaged"
    return done


def mend_search(store: Store) -> int:
    """Bring the index back after a search or an edit found it damaged, or go on where filling it was cut off."""
    filling = store.notes.index.state == "filling" and search.below(store.engine) != DAMAGED
    return fill_search(store) if filling else renew_search(store)


def complete_search(store: Store) -> int:
    """Where entries are missing, as after a building that was cut off or an upgrade, mend it."""
    first = search.below(store.engine)
    if first == WHOLE and _counted(store):
        return 0
    if first > WHOLE:
        try:
            return fill_search(store)
        except Refused as refusal:
            if not search.corrupt(refusal.__cause__):
                raise
    return renew_search(store)


def renew_indexes(store: Store) -> None:
    """Build every index of the database again from its table: a second for 50,000 notes, edits wait for it."""
    with store.engine.transaction():
        store.engine.renew_indexes()


def _above(store: Store) -> int:
    """An id above all notes', WHOLE where there are none."""
    return int(store.engine.rows("SELECT COALESCE(max(id) + 1, 0) FROM note")[0][0])


def _counted(store: Store) -> bool:
    """Whether there are as many entries as notes."""
    sql = "SELECT (SELECT count(*) FROM note) = (SELECT count(*) FROM note_search_entry)"
    return bool(store.engine.rows(sql)[0][0])
