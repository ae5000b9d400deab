"""The whole content of a workspace as a dictionary, and what the log says became of it."""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from xhsplanner.store import schema
from xhsplanner.store.store import Store

Place = tuple[str, int]
Row = list[Any]
Pair = tuple[Row | None, Row | None]
Content = dict[Place, Row]
"""(table, id) → the values of its columns, in the order of the table."""

COLUMNS = "SELECT name FROM pragma_table_info(?)"


def content(store: Store) -> Content:
    """Every row of every table but the log, as any reader sees it."""
    return {
        (table, row[0]): list(row)
        for table in schema.ALL_TABLES
        for row in store.engine.rows(f"SELECT * FROM {table}")
    }


def columns(store: Store) -> dict[str, list[str]]:
    """The columns of each table in the order of `content`."""
    return {table: [row[0] for row in store.engine.rows(COLUMNS, (table,))] for table in schema.ALL_TABLES}


def rows_of(store: Store, places: Iterable[Place]) -> list[tuple[str, int, Row | None]]:
    """These rows as they are now; None where there is none."""
    found = []
    for table, row_id in sorted(places):
        rows = store.engine.rows(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
        found.append((table, row_id, list(rows[0]) if rows else None))
    return found


def differences(one: Content, other: Content) -> dict[Place, Pair]:
    """Rows that are not the same in both."""
    places = {place for place in one.keys() | other.keys() if one.get(place) != other.get(place)}
    return {place: (one.get(place), other.get(place)) for place in sorted(places)}


def logged(store: Store, op_id: int) -> list[tuple[str, int, dict[str, Any] | None, dict[str, Any] | None]]:
    """What one op says it did, in order: (table, row, before, after)."""
    sql = "SELECT tbl, row_id, before, after FROM op_row WHERE op_id = ? ORDER BY seq"
    return [
        (table, row, before and json.loads(before), after and json.loads(after))
        for table, row, before, after in store.engine.rows(sql, (op_id,))
    ]


def sound(folder: Path) -> None:
    """SQLite finds nothing wrong with the file, and the search index knows every note and no other."""
    connection = sqlite3.connect(folder / "workspace.db")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        indexed = connection.execute("SELECT id FROM note_search_entry ORDER BY 1").fetchall()
        assert indexed == connection.execute("SELECT id FROM note ORDER BY 1").fetchall()
    finally:
        connection.close()
