"""What a filter leaves: of notes a room has read already, and how many of all."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from xhsplanner.core.filter import Filter
from xhsplanner.store.engine import chunks, marks

if TYPE_CHECKING:
    from xhsplanner.store.store import Store


def among(store: "Store", ids: Collection[int], wanted: Filter) -> set[int]:
    """Those of the notes `ids` that a filter wants."""
    if not wanted:
        return set(ids)
    also, values = store.notes.matching(wanted.without("text"))
    left = {
        row[0]
        for part in chunks(list(ids))
        for row in store.engine.rows(
            f"SELECT n.id FROM note n WHERE n.id IN ({marks(len(part))}) AND {also}", (*part, *values)
        )
    }
    return set(store.notes.held.among(wanted.text, list(left))) if wanted.text.strip() else left


def counted(store: "Store", wanted: Filter, days: tuple[date, date] | None) -> tuple[int, int]:
    """How many notes a filter wants, and how many there are: on the days from–to, None for all there are."""
    of_days, values = "1", list[str]()
    if days is not None:
        of_days, values = "n.day BETWEEN ? AND ?", [day.isoformat() for day in days]
    sql = f"SELECT count(*) FROM note n WHERE {of_days}"
    if days is not None and wanted.text.strip():
        ids = [row[0] for row in store.engine.rows(f"SELECT n.id FROM note n WHERE {of_days}", values)]
        return len(among(store, ids, wanted)), len(ids)
    also, more = store.notes.matching(wanted)
    shown = store.engine.rows(f"{sql} AND {also}", (*values, *more))
    return int(shown[0][0]), int(store.engine.rows(sql, values)[0][0])
