"""Writing many rows of one op in an order that no rule of the schema stands against on the way.

A reference can wait for COMMIT, a unique name cannot: two accounts that swap their names would be refused row by
row. So all that goes away, and all whose unique values change, is taken out first and put in last.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from xhsplanner.store import parts, schema
from xhsplanner.store.engine import Engine
from xhsplanner.store.reverting import WithRow

_ALONE = re.compile(r"(\w+) (?:TEXT|INTEGER)[^,]* UNIQUE(?! \()")
KEYS: Mapping[str, frozenset[str]] = {
    table: frozenset({"uid", *_ALONE.findall(columns), *chain.from_iterable(schema.UNIQUE[table])})
    for table, columns in schema.CREATED.items()
}
"""Table → columns that take part in telling its rows apart."""

Rows = dict[tuple[str, tuple[str, ...]], list[tuple[int, Mapping[str, Any]]]]


def put(engine: Engine, entries: Iterable[WithRow]) -> None:
    """Bring rows from `before` to `after` (see reverting.WithRow); one entry a row, none of them stale."""
    going: dict[str, list[int]] = {}
    changing, coming = Rows(), Rows()
    turning: dict[str, dict[int, Mapping[str, Any]]] = {}
    for table, row_id, before, after in entries:
        if after is None:
            going.setdefault(table, []).append(row_id)
        elif before is None:
            coming.setdefault((table, tuple(after)), []).append((row_id, after))
        elif KEYS[table].isdisjoint(after):
            changing.setdefault((table, tuple(after)), []).append((row_id, after))
        else:
            turning.setdefault(table, {})[row_id] = after
    engine.defer_references()
    for table, changes in turning.items():
        for row_id, row in parts.rows(engine, table, "id", list(changes)).items():
            going.setdefault(table, []).append(row_id)
            coming.setdefault((table, tuple(row)), []).append((row_id, {**row, **changes[row_id]}))
    for table, ids in going.items():
        engine.delete_many(table, ids)
    for (table, columns), rows in changing.items():
        engine.update_many(table, columns, ((*after.values(), row_id) for row_id, after in rows))
    for (table, columns), rows in coming.items():
        engine.insert_many(table, ("id", *columns), ((row_id, *after.values()) for row_id, after in rows))
