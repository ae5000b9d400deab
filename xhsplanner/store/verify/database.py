"""workspace.db as SQLite sees it: our schema, whole pages, whole indexes, references, the counters of ids."""

import re

from xhsplanner.core.health import Finding
from xhsplanner.store import schema
from xhsplanner.store.layout import DATABASE
from xhsplanner.store.recovery.inspection import Entry, against
from xhsplanner.store.verify.scope import LIMIT, Counted, Scope

NAME = "database"
OF_INDEX = re.compile(r"(row \d+ missing from index|wrong # of entries in index|non-unique entry in index)")
"""What SQLite says of an index that does not fit its table: made again by REINDEX."""


def size(scope: Scope) -> int:
    """Units of work: pages."""
    pages: int = scope.reader.rows("PRAGMA page_count")[0][0]
    return pages


def check(scope: Scope) -> Counted:
    """The schema, pages and indexes, then references, then counters."""
    yield size(scope)
    yield from _schema(scope)
    pragma = "quick_check" if scope.quick else "integrity_check"
    said = [str(row[0]) for row in scope.reader.rows(f"PRAGMA {pragma}({LIMIT})")]
    indexes = [line for line in said if OF_INDEX.match(line)]
    worse = [line for line in said if line != "ok" and line not in indexes]
    if worse:
        yield Finding(NAME, DATABASE, "data", "database", {"n": len(worse), "reason": worse[0]})
    if indexes:
        yield Finding(NAME, DATABASE, "derived", "indexes", {"n": len(indexes)})
    scope.pace.step(size(scope))
    yield from _references(scope)
    yield from _counters(scope)


def _schema(scope: Scope) -> Counted:
    """What is not ours, as a trigger that somebody put in, and what of ours is missing: opening refuses both."""
    found: list[Entry] = [
        (row[0], row[1], row[2]) for row in scope.reader.rows("SELECT type, name, sql FROM sqlite_master")
    ]
    strangers, changed = against(found, schema.VERSION)
    if strangers:
        yield Finding(
            NAME, "workspace.db", "data", "strangers", {"n": len(strangers), "name": ", ".join(strangers)}
        )
    if changed:
        yield Finding(NAME, changed, "data", "schema", {"name": changed})


def _references(scope: Scope) -> Counted:
    lost: dict[str, int] = {}
    for table, *_ in scope.reader.rows("PRAGMA foreign_key_check"):
        lost[table] = lost.get(table, 0) + 1
    for table, n in lost.items():
        yield Finding(NAME, table, "data", "reference", {"table": table, "n": n})


def _counters(scope: Scope) -> Counted:
    """An id must never be given twice: the log names rows by it."""
    with scope.reader.moment():
        known = scope.reader.rows("SELECT name, seq FROM sqlite_sequence")
        low = [table for table, seq in known if scope.first_id(table)[1] > int(seq)]
    for table in low:
        yield Finding(NAME, table, "data", "counter", {"table": table})
