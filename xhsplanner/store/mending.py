"""Making again what is derived: the search index, other indexes. Nobody's edit waits for more than a few notes."""

import time

from xhsplanner.core.errors import Refused
from xhsplanner.core.progress import Progress, silent
from xhsplanner.store import search
from xhsplanner.store.search import Health
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

    Meanwhile searches read the notes themselves. What `progress` raises ends it: `fill_search` goes on later.
    """
    store.notes.index.state = "damaged"
    more = True
    while more:
        with store.engine.transaction():
            more = store.engine.clear_search(CLEARED)
        time.sleep(rest)
    with store.engine.transaction():
        store.engine.renew_search()
        store.notes.index.state = "filling"
    return fill_search(store, progress, rest)


def fill_search(store: Store, progress: Progress = silent, rest: float = REST) -> int:
    """Write the entries that are missing, newest notes first."""
    health: Health = store.notes.index
    health.state = "filling"
    of, done = int(store.engine.rows("SELECT count(*) FROM note")[0][0]), 0
    below = int(store.engine.rows("SELECT COALESCE(max(id), 0) + 1 FROM note")[0][0])
    sql = (
        "SELECT id FROM note WHERE id < ? AND id NOT IN (SELECT id FROM note_search_docsize)"
        f" ORDER BY id DESC LIMIT {AT_ONCE}"
    )
    while True:
        with store.engine.transaction():
            ids = [int(row[0]) for row in store.engine.rows(sql, (below,))]
            search.reindex(store.engine, ids)
            if ids:
                store.engine.merge_search(MERGED)
        if not ids:
            break
        below, done = ids[-1], done + len(ids)
        progress(done, of)
        time.sleep(rest)
    health.state = "whole"
    return done


def mend_search(store: Store) -> int:
    """Bring the index back after a search or an edit found it damaged, or go on where filling it was cut off."""
    return fill_search(store) if store.notes.index.state == "filling" else renew_search(store)


def complete_search(store: Store) -> int:
    """Where notes and entries are not the same number, as after a building that was cut off, mend it."""
    notes, entries = _counted(store)
    if notes == entries:
        return 0
    if 0 < entries < notes:
        try:
            return fill_search(store)
        except Refused as refusal:  # cut off before the old one was gone
            if not search.corrupt(refusal.__cause__):
                raise
    return renew_search(store)


def renew_indexes(store: Store) -> None:
    """Build every index of the database again from its table: a second for 50,000 notes, edits wait for it."""
    with store.engine.transaction():
        store.engine.renew_indexes()


def _counted(store: Store) -> tuple[int, int]:
    sql = "SELECT (SELECT count(*) FROM note), (SELECT count(*) FROM note_search_docsize)"
    notes, entries = store.engine.rows(sql)[0]
    return int(notes), int(entries)
