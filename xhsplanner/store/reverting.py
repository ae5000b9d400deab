"""Putting back what one op wrote, and leaving whole what others did since.

A row is put back only where it still is as the op left it. What the op made stays, reported as a conflict, where
somebody changed it since or something else refers to it; and with a thing that stays stays all that belongs to it,
so that nobody finds a note without its text.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from xhsplanner.store import schema
from xhsplanner.store.engine import Engine, chunks, marks

Values = dict[str, Any] | None
WithRow = tuple[str, int, Values, Values]
"""(table, row id, before, after): of an update the changed columns, of an insert or delete the whole row."""
Place = tuple[str, int]


class Reader(Protocol):
    """What is asked of the op that puts back."""

    def read(self, table: str, columns: Sequence[str], ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Current values by id."""
        ...


def net(rows: Iterable[WithRow]) -> list[WithRow]:
    """One entry a row of one op, in the order given (last written first): what the op as a whole did to it."""
    found: dict[Place, tuple[Values, Values]] = {}
    for table, row_id, before, after in rows:
        later = found.get((table, row_id))
        if later is None:
            found[table, row_id] = (before, after)
            continue
        was, became = later
        found[table, row_id] = (
            before if before is None or after is None else {**(was or {}), **before},
            became if became is None or was is None else {**(after or {}), **became},
        )
    return [(*place, *entry) for place, entry in found.items() if entry != (None, None)]


def staying(op: Reader, engine: Engine, entries: Sequence[WithRow]) -> set[Place]:
    """The rows of `entries` (see `net`) that cannot be put back without harm to what others did."""
    stay = _changed(op, engine, entries)
    made = {(table, row_id): after for table, row_id, before, after in entries if before is None and after}
    freed = {(table, row_id): before for table, row_id, before, after in entries if before and after}
    while True:
        going = made.keys() - stay
        more = {place for place in going if _owner(place[0], made[place]) in stay}
        more |= _referred(engine, going, {place: freed[place] for place in freed.keys() - stay})
        if not more:
            return stay
        stay |= more


def _changed(op: Reader, engine: Engine, entries: Sequence[WithRow]) -> set[Place]:
    """The rows that are not as the op left them. Of a row it made that is every column: what an insert does not
    name holds its default until somebody writes there.
    """
    defaults: dict[str, dict[str, Any]] = {}
    left: dict[tuple[str, tuple[str, ...]], dict[int, Values]] = {}
    for table, row_id, before, after in entries:
        if before is None and table not in defaults:
            defaults[table] = _defaults(engine, table)
        whole = {**defaults[table], **after} if before is None and after else after
        left.setdefault((table, tuple(whole or before or ())), {})[row_id] = whole
    found: set[Place] = set()
    for (table, columns), rows in left.items():
        current = op.read(table, columns, list(rows))
        found |= {(table, row_id) for row_id, values in rows.items() if current.get(row_id) != values}
    return found


def _defaults(engine: Engine, table: str) -> dict[str, Any]:
    """What the columns of a row hold where nobody says otherwise."""
    said = engine.rows(
        "SELECT name, COALESCE(dflt_value, 'NULL') FROM pragma_table_info(?) WHERE name <> 'id'", (table,)
    )
    values = engine.rows(f"SELECT {', '.join(value for _name, value in said)}")[0]
    return dict(zip((name for name, _value in said), values, strict=True))


def _owner(table: str, values: Values) -> Place | None:
    """The row that this one belongs to."""
    owner = schema.OWNERS.get(table)
    return (owner[1], values[owner[0]]) if owner and values else None


def _referred(engine: Engine, going: set[Place], freed: Mapping[Place, Values]) -> set[Place]:
    """Those of the rows to be deleted that something refers to which neither goes nor is pointed elsewhere."""
    found: set[Place] = set()
    for table in {table for table, _ in going}:
        ids = [row_id for name, row_id in going if name == table]
        for child, column in schema.REFERENCES.get(table, ()):
            for part in chunks(ids):
                sql = f"SELECT {column}, id FROM {child} WHERE {column} IN ({marks(len(part))})"
                for parent, row_id in engine.rows(sql, part):
                    elsewhere = freed.get((child, row_id)) or {}
                    if (child, row_id) not in going and elsewhere.get(column, parent) == parent:
                        found.add((table, parent))
    return found
