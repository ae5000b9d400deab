"""A filter (core/filter) as a condition on notes. Only values reach SQL as parameters; nothing typed is syntax."""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from typing import Any

from xhsplanner.core import clock, limits
from xhsplanner.core.filter import NONE, Filter
from xhsplanner.core.model import CoverState, Status
from xhsplanner.store.engine import marks

Condition = tuple[str, list[Any]]

DONE = (Status.PUBLISHED, Status.CANCELLED, Status.ON_HOLD)
"""What is never late."""


def _among(column: str) -> Callable[[Collection[int]], Condition]:
    def condition(ids: Collection[int]) -> Condition:
        wanted = sorted(set(ids) - {NONE})
        parts = [f"{column} IN ({marks(len(wanted))})"] if wanted else []
        if NONE in ids:
            parts.append(f"{column} IS NULL")
        return f"({' OR '.join(parts)})", list(wanted)

    return condition


def _linked(noun: str) -> Callable[[Collection[int]], Condition]:
    def condition(ids: Collection[int]) -> Condition:
        sql = f"n.id IN (SELECT note_id FROM note_{noun} WHERE {noun}_id IN ({marks(len(ids))}))"
        return sql, sorted(ids)

    return condition


def _texts(column: str) -> Callable[[Collection[str]], Condition]:
    return lambda values: (f"{column} IN ({marks(len(values))})", sorted(values))


def _covered(wanted: bool) -> Condition:
    there = (
        "(n.cover_state = ? OR EXISTS (SELECT 1 FROM cover WHERE note_id = n.id)"
        " OR EXISTS (SELECT 1 FROM note_asset WHERE note_id = n.id))"
    )
    return there if wanted else f"NOT {there}", [CoverState.DONE.value]


def _late(wanted: bool) -> Condition:
    now = clock.now()
    day, minute = now.date().isoformat(), now.hour * 60 + now.minute
    # A note of today without a time, or one without a day, is not late: NULL would make it neither.
    past = "(n.day < ? OR (n.day = ? AND n.minute < ?))"
    sql = f"(coalesce({past}, 0) AND n.status NOT IN ({marks(len(DONE))}))"
    return sql if wanted else f"NOT {sql}", [day, day, minute, *(one.value for one in DONE)]


def _flawed(wanted: bool) -> Condition:
    # Correlated, so that SQLite asks it last: texts are read only of the notes that all other conditions leave.
    text = "(SELECT {} FROM note_text WHERE note_id = n.id)"
    pictures = "(SELECT count(*) FROM note_asset WHERE note_id = n.id) + (n.cover_state = 'done')"
    sql = f"note_breaks(n.title, n.status, n.kind, {text.format('body')}, {text.format('hashtags')}, {pictures})"
    return sql if wanted else f"NOT {sql}", []


CONDITIONS: dict[str, Callable[[Any], Condition]] = {
    "accounts": _among("n.account_id"),
    "series": _among("n.series_id"),
    "statuses": _texts("n.status"),
    "owners": _among("n.owner_id"),
    "personas": _among("n.persona_id"),
    "occasions": _texts("n.occasion"),
    "tags": _linked("tag"),
    "keywords": _linked("keyword"),
    "covered": _covered,
    "flawed": _flawed,
    "late": _late,
}
"""By the name of a field of Filter. `text` is asked of the search index."""


def install(connection: sqlite3.Connection) -> None:
    """Let a connection answer what SQL alone cannot tell: whether a note breaks a limit of the platform."""
    connection.create_function("note_breaks", 6, limits.breaks, deterministic=True)


def where(wanted: Filter | None) -> Condition:
    """The condition on `note n`, `1` for none, and its parameters."""
    if not wanted:
        return "1", []
    found: Sequence[Condition] = [
        CONDITIONS[name](getattr(wanted, name)) for name in wanted.active() if name in CONDITIONS
    ]
    return " AND ".join(sql for sql, _ in found) or "1", [value for _, values in found for value in values]
