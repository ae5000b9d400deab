"""Rows of any table as plain values, and what the log says of them: for what goes between copies of a workspace.

Reads only. Which columns there are and what they refer to is taken from the schema's own words.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from xhsplanner.store import schema
from xhsplanner.store.engine import Engine, Reads, chunks, marks, one

Values = dict[str, Any]


class Column(NamedTuple):
    """What a column holds: TEXT, INTEGER or REAL; whether it may be empty; what it holds where nothing is said."""

    kind: str
    empty: bool
    default: Any

    @property
    def required(self) -> bool:
        """Whether a row must name it."""
        return self.default is None and not self.empty


_COLUMN = re.compile(
    r"""(?:^|,)\s*"?(\w+)"?\ (TEXT|INTEGER|REAL)(\ NOT\ NULL)?(?:\ UNIQUE)?(?:\ DEFAULT\ ('[^']*'|[-\d.]+))?""",
    re.VERBOSE,
)
_NUMBERS: Mapping[str, type[int] | type[float]] = {"INTEGER": int, "REAL": float}


def _columns() -> dict[str, dict[str, Column]]:
    found: dict[str, dict[str, Column]] = {}
    for table, words in chain(schema.CREATED.items(), schema.ADDED):
        for name, kind, full, default in _COLUMN.findall(words):
            said = default.strip("'") if kind == "TEXT" else _NUMBERS[kind](default) if default else None
            found.setdefault(table, {})[name] = Column(kind, not full, said if default else None)
    return found


COLUMNS = _columns()
"""Table → column → what it holds, without `id` and `uid`."""

PARENTS: dict[str, dict[str, str]] = {table: {} for table in schema.ALL_TABLES}
"""Table → column → table it refers to."""
for _parent, _children in schema.REFERENCES.items():
    for _table, _column in _children:
        PARENTS[_table][_column] = _parent


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as one op wrote it. `before` and `after` as in the log: changed columns, or the whole row."""

    op: int
    kind: str
    actor: int | None
    table: str
    row: int
    before: Values | None
    after: Values | None


def rows(reads: Reads, table: str, column: str, values: Sequence[Any], side: str = "main") -> dict[int, Values]:
    """Rows whose `column` is one of `values`, as id → {uid and all columns}. `side` names an attached database."""
    names = ["uid", *COLUMNS[table]]
    listed = ", ".join(f'"{name}"' for name in names)
    return {
        row[0]: dict(zip(names, row[1:], strict=True))
        for part in chunks(values)
        for row in reads.rows(
            f'SELECT id, {listed} FROM {side}.{table} WHERE "{column}" IN ({marks(len(part))}) ORDER BY id', part
        )
    }


def every(engine: Engine, table: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """(uid, columns…) of every row of a table; a column that refers gives the uid of what it refers to."""
    chosen, joins = [], []
    for number, name in enumerate(columns):
        parent = PARENTS[table].get(name)
        chosen.append(f"p{number}.uid" if parent else f'x."{name}"')
        if parent:
            joins.append(f" LEFT JOIN {parent} p{number} ON p{number}.id = x.{name}")
    listed = ", ".join(["x.uid", *chosen])
    return engine.rows(f"SELECT {listed} FROM {table} x{''.join(joins)} ORDER BY x.id DESC")


def uids(engine: Engine, table: str, ids: Sequence[int]) -> dict[int, str]:
    """Uids by row id."""
    return {
        row[0]: row[1]
        for part in chunks(ids)
        for row in engine.rows(f"SELECT id, uid FROM {table} WHERE id IN ({marks(len(part))})", part)
    }


def referring(engine: Engine, table: str, row_id: int) -> list[tuple[str, int]]:
    """(table, id) of every row that refers to this one."""
    return [
        (child, int(row[0]))
        for child, column in schema.REFERENCES.get(table, ())
        for row in engine.rows(f"SELECT id FROM {child} WHERE {column} = ?", (row_id,))
    ]


def names_of(engine: Engine, link: str, parent: str, ids: Sequence[int]) -> dict[int, list[str]]:
    """Note id → names of what the rows of a link table (note_tag, note_keyword, note_offer) give it."""
    found: dict[int, list[str]] = {}
    for part in chunks(ids):
        sql = (
            f"SELECT x.note_id, p.name FROM {link} x JOIN {parent} p ON p.id = x.{parent}_id"
            f" WHERE x.note_id IN ({marks(len(part))}) ORDER BY x.note_id, p.position, x.id"
        )
        for note_id, name in engine.rows(sql, part):
            found.setdefault(note_id, []).append(name)
    return found


def count_notes(
    engine: Engine, days: tuple[str, str] | None, wanted: Mapping[str, Collection[Any]]
) -> tuple[int, int, int]:
    """How many notes, of how many accounts, and how many without a day. `days`: first and last, or None.

    `wanted`: column → the values it may have; none at all means any.
    """
    where, params = ["1"], list[Any]()
    if days is not None:
        where.append("day BETWEEN ? AND ?")
        params += days
    for column, values in wanted.items():
        if values:
            where.append(f"{column} IN ({marks(len(values))})")
            params += values
    sql = (
        f"SELECT count(*), count(DISTINCT account_id), count(*) - count(day) FROM note WHERE {' AND '.join(where)}"
    )
    notes, accounts, undated = engine.rows(sql, params)[0]
    return notes, accounts, undated


def origin(engine: Engine) -> str:
    """What all copies of a workspace have in common: when its first op was written, and the uid it made."""
    row = one(
        engine.rows(
            "SELECT o.at, r.after FROM op o LEFT JOIN op_row r ON r.op_id = o.id ORDER BY o.id, r.seq LIMIT 1"
        )
    )
    return "" if row is None else f"{row[0]} {(json.loads(row[1]) if row[1] else {}).get('uid', '')}".strip()


def log(engine: Engine, after: int = 0, since: str = "") -> Iterator[Entry]:
    """What ops after the id `after`, and from the moment `since` on, wrote; oldest first."""
    sql = (
        "SELECT o.id, o.kind, o.actor_id, r.tbl, r.row_id, r.before, r.after FROM op o"
        " JOIN op_row r ON r.op_id = o.id WHERE o.id > ? AND o.at >= ? ORDER BY o.id, r.seq"
    )
    for op, kind, actor, table, row, before, now in engine.rows(sql, (after, since)):
        yield Entry(op, kind, actor, table, row, _loaded(before), _loaded(now))


def _loaded(text: str | None) -> Values | None:
    found: Values | None = json.loads(text) if text else None
    return found


def first_values(engine: Engine, table: str, ids: Sequence[int]) -> dict[int, Values]:
    """Rows as they were when they came into this workspace, by id; those the log knows."""
    sql = "SELECT row_id, after FROM op_row WHERE tbl = ? AND before IS NULL AND row_id IN ({}) ORDER BY op_id DESC"
    return {
        row[0]: json.loads(row[1])
        for part in chunks(ids)
        for row in engine.rows(sql.format(marks(len(part))), (table, *part))
        if row[1]
    }


def deleted(engine: Engine, table: str, wanted: set[str]) -> set[str]:
    """Those of the uids that once stood in a row of this workspace which was deleted."""
    if not wanted:
        return set()
    texts = engine.rows(
        "SELECT before FROM op_row WHERE tbl = ? AND after IS NULL AND before IS NOT NULL", (table,)
    )
    return {uid for (text,) in texts if (uid := json.loads(text).get("uid")) in wanted}


def last_id(engine: Engine, table: str) -> int:
    """The highest row id a table ever gave."""
    row = one(engine.rows("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)))
    return int(row[0]) if row else 0


def as_uids(table: str, values: Mapping[str, Any], known: Mapping[tuple[str, int], str]) -> Values:
    """The same values with uids in place of ids; an id nobody knows any more becomes None."""
    parents = PARENTS[table]
    return {
        name: known.get((parents[name], value)) if name in parents and value is not None else value
        for name, value in values.items()
    }
