"""Some notes of a snapshot, with all that is part of them and all they need, as rows to be written.

What a note refers to comes back with it where it is gone; where something of the same name stands in its place, the
note takes that.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from xhsplanner.store import schema
from xhsplanner.store.applying import KEYS
from xhsplanner.store.comparison.beside import Beside
from xhsplanner.store.comparison.differences import OF_NOTES
from xhsplanner.store.parts import PARENTS, rows
from xhsplanner.store.reverting import WithRow


def entries_of(both: Beside, notes: Collection[int]) -> Iterator[WithRow]:
    """What makes these notes those of the snapshot; those it does not know go."""
    wanted = sorted(notes)
    finder = _Finder(both)
    gone = sorted(rows(both, "note", "id", wanted).keys() - rows(both, "note", "id", wanted, "past").keys())
    for child, column in schema.REFERENCES["note"]:
        if child not in OF_NOTES:
            for row_id in rows(both, child, column, gone):
                yield child, row_id, {}, None
    for table in ("note", *OF_NOTES):
        yield from _of_table(both, table, wanted, finder)
    yield from finder.brought


def _of_table(both: Beside, table: str, notes: list[int], finder: "_Finder") -> Iterator[WithRow]:
    column = "id" if table == "note" else "note_id"
    now, then = rows(both, table, column, notes), rows(both, table, column, notes, "past")
    kept: set[int] = set()
    seen: set[tuple[Any, ...]] = set()
    there = now | rows(both, table, "id", sorted(then.keys() - now.keys()))
    for row_id, row in then.items():
        values = finder.settled(table, row)
        keys = {tuple(values[name] for name in names) for names in schema.UNIQUE[table]}
        if keys & seen:
            continue  # two things of the snapshot have become one since
        seen |= keys
        kept.add(row_id)
        before = there.get(row_id)
        if before is None:
            yield table, row_id, None, values
        elif differing := [name for name in values if values[name] != before[name]]:
            yield table, row_id, {n: before[n] for n in differing}, {n: values[n] for n in differing}
    for row_id in now.keys() - kept:
        yield table, row_id, {}, None


class _Finder:
    """Finds what rows of the snapshot refer to in the plan as it is, and brings back what is not there."""

    def __init__(self, both: Beside) -> None:
        self._both = both
        self._known: dict[tuple[str, int], int] = {}
        self.brought: list[WithRow] = []

    def settled(self, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row with each reference pointing to what there is, or will be."""
        parents = {column: parent for column, parent in PARENTS[table].items() if parent != "note"}
        return {
            name: self._found(parents[name], value) if name in parents and value is not None else value
            for name, value in row.items()
        }

    def _found(self, table: str, row_id: int) -> int:
        if (table, row_id) not in self._known:
            if not self._both.rows(f"SELECT 1 FROM main.{table} WHERE id = ?", (row_id,)):
                self._known[table, row_id] = self._brought(table, row_id)
            else:
                self._known[table, row_id] = row_id
        return self._known[table, row_id]

    def _brought(self, table: str, row_id: int) -> int:
        row = rows(self._both, table, "id", [row_id], "past")[row_id]
        names = sorted(KEYS[table] - {"uid"})
        same = " AND ".join(f'"{name}" = ?' for name in names) or "0"
        sql = f"SELECT id FROM main.{table} WHERE uid = ? OR ({same})"
        alike = self._both.rows(sql, (row["uid"], *(row[name] for name in names)))
        if alike:
            return int(alike[0][0])
        self._known[table, row_id] = row_id  # before what it needs: a thing may refer to its own kind
        self.brought.append((table, row_id, None, self.settled(table, row)))
        return row_id
