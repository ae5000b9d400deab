"""Reads the versions of one note out of the op-log; see core/versions."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

from xhsplanner.core.versions import NoteHistory, Place, Values, Version, Wrote
from xhsplanner.store import chain, schema
from xhsplanner.store.engine import Engine, chunks, marks

CHILDREN = ("note_text", "note_asset", "cover", "shot")
"""Tables besides `note` whose rows make a version."""


class Versions:
    """Versions of the notes of one workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, note_id: int) -> NoteHistory:
        """Everything the log knows of a note: some 15 ms for 500 edits. Empty for a note that never was."""
        now = self._rows_now(note_id)
        places = [*now, *self._gone(note_id)]
        written = self._written({"note": {note_id}, **_by_table(places)})
        heads = self._heads({row[0] for row in written})
        before, after = _load([row[4] for row in written]), _load([row[5] for row in written])
        wrote = [Wrote(row[2], row[3], *values) for row, *values in zip(written, before, after, strict=True)]
        ops = []
        for op_id, rows in groupby(zip(written, wrote, strict=True), key=lambda pair: pair[0][0]):
            ops.append((heads[op_id], [one for _row, one in rows]))
        return NoteHistory(now, ops)

    def weight(self, note_id: int) -> int:
        """How many rows of the log `of` reads of the note and its text: 500 take some 15 ms."""
        sql = (
            "SELECT count(*) FROM op_row WHERE tbl = 'note' AND row_id = ?1 OR tbl = 'note_text' AND row_id IN"
            " (SELECT id FROM note_text WHERE note_id = ?1)"
        )
        return int(self._engine.rows(sql, (note_id,))[0][0])

    def cover_rows(self, note_id: int) -> dict[str, int]:
        """Row ids of a note's covers by variant."""
        return dict(self._engine.rows("SELECT variant, id FROM cover WHERE note_id = ?", (note_id,)))

    def _rows_now(self, note_id: int) -> dict[Place, Values]:
        found: dict[Place, Values] = {}
        for table in ("note", *CHILDREN):
            columns = [row[1] for row in self._engine.rows(f"PRAGMA table_info({table})")]
            names = ", ".join(f'"{name}"' for name in columns)
            key = "id" if table == "note" else "note_id"
            for row in self._engine.rows(f"SELECT {names} FROM {table} WHERE {key} = ?", (note_id,)):
                values = dict(zip(columns, row, strict=True))
                found[table, values.pop("id")] = values
        return found

    def _gone(self, note_id: int) -> list[Place]:
        """Rows that once belonged to the note and are no more: pictures taken off, shots deleted."""
        found: list[Place] = []
        for table in CHILDREN:
            sql = (
                "SELECT DISTINCT row_id FROM op_row WHERE tbl = ? AND after IS NULL"
                f" AND {schema.NOTE_OF_BEFORE} = ? AND row_id NOT IN (SELECT id FROM {table})"
            )
            rows = self._engine.rows(sql, (table, note_id))
            found += [(table, row[0]) for row in rows]
        return found

    def _written(self, ids: dict[str, set[int]]) -> list[tuple[Any, ...]]:
        """(op, seq, table, row, before, after) of these rows, last written first."""
        found: list[tuple[Any, ...]] = []
        for table, rows in ids.items():
            wanted = sorted(rows)
            for part in chunks(wanted):
                sql = (
                    "SELECT op_id, seq, tbl, row_id, before, after FROM op_row"
                    f" WHERE tbl = ? AND row_id IN ({marks(len(part))})"
                )
                found += self._engine.rows(sql, (table, *part))
        return sorted(found, key=itemgetter(0, 1), reverse=True)

    def _heads(self, ops: Iterable[int]) -> dict[int, Version]:
        found: dict[int, Version] = {}
        wanted: Sequence[int] = sorted(ops)
        for part in chunks(wanted):
            sql = (
                f'SELECT id, group_id, at, actor_id, kind, verb, "values" FROM op WHERE id IN ({marks(len(part))})'
            )
            rows = self._engine.rows(sql, part)
            for row, values in zip(rows, _load([row[6] for row in rows]), strict=True):
                op_id, group, at, actor, kind, verb, _values = row
                found[op_id] = Version(op_id, group, at, at, actor, kind, verb, values or {})
        return found


def _by_table(places: Iterable[Place]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for table, row in places:
        found.setdefault(table, set()).add(row)
    return found


def _load(texts: Sequence[str | None]) -> list[Values | None]:
    """All of them at once: the reader is called once, not a thousand times."""
    return cast(list[Values | None], chain.values(f"[{','.join(text or 'null' for text in texts)}]"))
