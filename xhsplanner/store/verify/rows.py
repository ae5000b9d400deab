"""Every row as it stands against what the op-log last wrote there.

SQLite keeps no sums over what its cells hold: a flipped bit in a text changes the text, and integrity_check finds
nothing wrong (280 of 314 such flips). The log holds every value a second time.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from xhsplanner.core.health import Finding
from xhsplanner.store import schema
from xhsplanner.store.engine import Reads, Row
from xhsplanner.store.verify.scope import BATCH, LIMIT, Counted, Scope

NAME = "rows"
MIGRATED = {"series": {"numbered"}}
"""Columns by table that a step of `migrations` has filled past the log."""
GONE: dict[str, Any] = {}
"""The state of a row that the log last saw deleted."""

State = tuple[dict[str, Any], bool]
"""What the log knows of a row: columns, and whether it saw the row made (then the rest has its default)."""


def size(scope: Scope) -> int:
    """Units of work: ids."""
    return 0 if scope.quick else sum(_range(scope, table)[1] for table in schema.ALL_TABLES)


def _range(scope: Scope, table: str) -> tuple[int, int]:
    low, high = scope.first_id(table)
    logged_low, logged_high = scope.first_id("op_row", "row_id", f"tbl = '{table}'")
    if high < low:
        return logged_low, logged_high
    return (low, high) if logged_high < logged_low else (min(low, logged_low), max(high, logged_high))


def check(scope: Scope) -> Counted:
    """Table by table, a batch of ids at a time."""
    if scope.quick:
        return
    # What an op without row log wrote nobody knows: only what came after the last of them can be compared.
    floor = int(scope.reader.rows("SELECT COALESCE(max(id), 0) FROM op WHERE logged = 0")[0][0])
    for table in schema.ALL_TABLES:
        yield from _table(scope, table, floor)


def _table(scope: Scope, table: str, floor: int) -> Counted:
    defaults = _defaults(scope, table)
    first, last = _range(scope, table)
    told = 0
    for low in range(first, last + 1, BATCH):
        known, live = _batch(scope, table, low, floor)
        yield len(live)
        for row_id in sorted(known.keys() | live.keys()):
            found = _compare(table, row_id, known.get(row_id), live.get(row_id), defaults, bool(floor))
            if found is None:
                continue
            told += 1
            if told <= LIMIT:
                yield Finding(NAME, f"{table}:{row_id}", "data", found[0], _naming(scope, table, row_id, found[1]))
        scope.pace.step(BATCH)


def _batch(scope: Scope, table: str, low: int, floor: int) -> tuple[dict[int, State], dict[int, dict[str, Any]]]:
    """What the log says and what stands there, of one commit."""
    high = low + BATCH - 1
    logged = (
        "SELECT row_id, before IS NULL, after FROM op_row INDEXED BY op_row_by_row"
        " WHERE tbl = ? AND row_id BETWEEN ? AND ? AND op_id > ? ORDER BY row_id, op_id, seq"
    )
    columns = [row[1] for row in scope.reader.rows(f"PRAGMA table_info({table})")]
    with scope.reader.moment():
        log = scope.reader.rows(logged, (table, low, high, floor))
        rows = scope.reader.rows(f"SELECT * FROM {table} WHERE id BETWEEN ? AND ?", (low, high))
    known = {row_id: _state(entries) for row_id, entries in groupby(log, key=lambda entry: int(entry[0]))}
    live = [dict(zip(columns, row, strict=True)) for row in rows]
    return known, {row["id"]: row for row in live}


def _state(entries: Iterator[Row]) -> State:
    """All that the log wrote to one row, one over the other."""
    state: dict[str, Any] = {}
    whole = False
    for _row_id, made, after in entries:
        if after is None:
            state, whole = GONE, True
        elif made:
            state, whole = _read(after), True
        else:
            state = {**state, **_read(after)}
    return state, whole


def logged(engine: Reads, table: str, row_id: int) -> dict[str, Any]:
    """What the log last wrote to the columns of one row; {} where it knows nothing of it, or saw it deleted."""
    sql = "SELECT row_id, before IS NULL, after FROM op_row WHERE tbl = ? AND row_id = ? ORDER BY op_id, seq"
    return _state(iter(engine.rows(sql, (table, row_id))))[0]


def note_of(engine: Reads, table: str, row_id: int) -> int | None:
    """The note that a row of any table is or belongs to; None where it is about no note that is there."""
    if table != "note" and schema.OWNERS.get(table, ("", ""))[1] != "note":
        return None
    column = "id" if table == "note" else "note_id"
    found = engine.rows(f"SELECT {column} FROM {table} WHERE id = ?", (row_id,))
    return int(found[0][0]) if found else None


def _read(text: str) -> dict[str, Any]:
    """What an entry holds; what cannot be read holds nothing (the chain has found it already)."""
    try:
        values = json.loads(text)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _compare(
    table: str,
    row_id: int,
    known: State | None,
    live: Mapping[str, Any] | None,
    defaults: Mapping[str, Any],
    unlogged: bool,
) -> tuple[str, str] | None:
    """(what is wrong, the column) of one row, or None."""
    if known is None:
        return None if unlogged else ("row_unknown", "")
    state, whole = known
    if not state:
        return ("row_back", "") if live is not None and whole else None
    if live is None:
        return ("row_lost", "")
    expected = {**(defaults if whole else {}), **state}
    for column, value in expected.items():
        if column in live and live[column] != value:
            return ("row_changed", column)
    return None


def _defaults(scope: Scope, table: str) -> dict[str, Any]:
    """What a column holds that an insert did not name."""
    exempt = MIGRATED.get(table, set())
    columns = [row for row in scope.reader.rows(f"PRAGMA table_info({table})") if row[1] not in {"id", *exempt}]
    said = ", ".join(row[4] or "NULL" for row in columns)
    values = scope.reader.rows(f"SELECT {said}")[0]
    return {row[1]: value for row, value in zip(columns, values, strict=True)}


def _naming(scope: Scope, table: str, row_id: int, column: str) -> dict[str, str | int]:
    """What a person calls the row: the title of the note it belongs to, or its own name."""
    values: dict[str, str | int] = {"table": table, "name": _name(scope, table, row_id)}
    return {**values, "field": column} if column else values


def _name(scope: Scope, table: str, row_id: int) -> str:
    columns = {row[1] for row in scope.reader.rows(f"PRAGMA table_info({table})")}
    if table != "note" and "note_id" in columns:
        sql = f"SELECT n.title, n.code FROM {table} x JOIN note n ON n.id = x.note_id WHERE x.id = ?"
    elif table == "note":
        sql = "SELECT title, code FROM note WHERE id = ?"
    else:
        shown = next((name for name in ("name", "title") if name in columns), "uid")
        sql = f"SELECT {shown}, id FROM {table} WHERE id = ?"
    found = scope.reader.rows(sql, (row_id,))
    name = next((str(part) for part in found[0] if part), "") if found else _last_name(scope, table, row_id)
    return name.encode("utf-8", "replace").decode("utf-8") or str(row_id)


def _last_name(scope: Scope, table: str, row_id: int) -> str:
    """What the log last called a row that is gone, or the note it was part of."""
    known = logged(scope.reader, table, row_id)
    if table != "note" and isinstance(note := known.get("note_id"), int):
        return _name(scope, "note", note)
    return next((str(known[column]) for column in ("title", "name", "code") if known.get(column)), "")
