"""What differs between the plan as it is and a snapshot of it: row by row for writing, note by note for people."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from xhsplanner.store import schema
from xhsplanner.store.comparison.beside import Beside
from xhsplanner.store.engine import chunks, marks
from xhsplanner.store.parts import COLUMNS, PARENTS, rows
from xhsplanner.store.reverting import WithRow

Side = Literal["main", "past"]
What = Literal["removed", "changed", "added"]
"""What happened to a note since the snapshot."""

OF_NOTES = tuple(table for table, (_column, owner) in schema.OWNERS.items() if owner == "note")
"""Tables whose rows are part of a note."""
TELLING = {"topic": "title"}
"""What a thing is called, where that is not its `name`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a note that differs: what it held, what it holds. A part of a note (`note_asset`, `shot`, …)
    tells how many rows it had and has; a reference the name of what it refers to."""

    name: str
    then: Any
    now: Any


@dataclass(frozen=True, slots=True)
class NoteDifference:
    """One note that differs, as a person finds it: what it was, or where it is new what it is."""

    id: int
    what: What
    code: str
    title: str
    account: str
    day: str | None
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a table are not there any more, hold other values, or are new."""

    removed: int = 0
    changed: int = 0
    added: int = 0

    def __bool__(self) -> bool:
        return bool(self.removed or self.changed or self.added)


@dataclass(frozen=True, slots=True)
class Differences:
    """The whole of it. `others`: by table, those that are not part of a note."""

    notes: tuple[NoteDifference, ...] = ()
    others: Mapping[str, Count] = field(default_factory=dict)

    def count(self, what: What) -> int:
        """How many notes."""
        return sum(note.what == what for note in self.notes)

    def __bool__(self) -> bool:
        return bool(self.notes or self.others)


def entries(both: Beside, table: str) -> Iterator[WithRow]:
    """What makes the rows of a table those of the snapshot, as the log would have it."""
    names = ("uid", *COLUMNS[table])
    for row_id in _only(both, table, "main"):
        yield table, row_id, {}, None
    for row_id, now, then in _changed(both, table):
        differing = [name for name in names if now[name] != then[name]]
        yield table, row_id, {n: now[n] for n in differing}, {n: then[n] for n in differing}
    for row_id, values in rows(both, table, "id", _only(both, table, "past"), "past").items():
        yield table, row_id, None, values


def _listed(alias: str, names: Iterable[str]) -> str:
    return ", ".join(f'{alias}."{name}"' for name in names)


def _only(both: Beside, table: str, side: Side) -> list[int]:
    other = "past" if side == "main" else "main"
    sql = f"SELECT id FROM {side}.{table} WHERE id NOT IN (SELECT id FROM {other}.{table}) ORDER BY id"
    return [row[0] for row in both.rows(sql)]


def _changed(both: Beside, table: str) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
    names = ("uid", *COLUMNS[table])
    a, b = _listed("a", names), _listed("b", names)
    sql = f"SELECT a.id, {a}, {b} FROM main.{table} a JOIN past.{table} b ON b.id = a.id WHERE ({a}) IS NOT ({b})"
    for row_id, *both_rows in both.rows(sql):
        now = dict(zip(names, both_rows[: len(names)], strict=True))
        yield row_id, now, dict(zip(names, both_rows[len(names) :], strict=True))


def compare(both: Beside) -> Differences:
    """Everything that differs, notes in the order of their days."""
    teller = _Teller(both)
    fields: dict[int, list[Field]] = {}
    for table in ("note", "note_text"):
        for row_id, now, then in _changed(both, table):
            note = row_id if table == "note" else int(now["note_id"])
            for name in COLUMNS[table]:
                if then[name] != now[name] and name != "note_id":
                    was, became = teller.said("past", name, then[name]), teller.said("main", name, now[name])
                    fields.setdefault(note, []).append(Field(name, was, became))
    removed, added = _only(both, "note", "past"), _only(both, "note", "main")
    new_or_gone = {*removed, *added}
    for table in OF_NOTES:
        for note, one in _parts(both, table):
            if note not in new_or_gone:
                fields.setdefault(note, []).append(one)
    found = [
        *teller.notes("past", "removed", dict.fromkeys(removed, ())),
        *teller.notes("main", "changed", fields),
        *teller.notes("main", "added", dict.fromkeys(added, ())),
    ]
    others = {table: _count(both, table) for table in schema.ALL_TABLES if table not in ("note", *OF_NOTES)}
    found.sort(key=lambda one: (one.day or "9999", one.account, one.id))
    return Differences(tuple(found), {table: count for table, count in others.items() if count})


def _count(both: Beside, table: str) -> Count:
    changed = sum(1 for _ in _changed(both, table))
    return Count(len(_only(both, table, "past")), changed, len(_only(both, table, "main")))


def _parts(both: Beside, table: str) -> Iterator[tuple[int, Field]]:
    """Notes whose part of this kind differs: how many rows it had and has. (A text by field.)"""
    touched: set[int] = set()
    for side in ("past", "main"):
        ids = _only(both, table, side)
        touched.update(int(row["note_id"]) for row in rows(both, table, "id", ids, side).values())
    if table != "note_text":
        for _row, now, then in _changed(both, table):
            touched.update((int(now["note_id"]), int(then["note_id"])))
    wanted = sorted(touched)
    for part in chunks(wanted):
        sql = f"SELECT note_id, count(*) FROM {{}}.{table} WHERE note_id IN ({marks(len(part))}) GROUP BY note_id"
        had, has = (
            {int(note): int(rows) for note, rows in both.rows(sql.format(side), part)} for side in ("past", "main")
        )
        for note in part:
            yield note, Field(table, had.get(note, 0), has.get(note, 0))


class _Teller:
    """Calls things by their names on either side."""

    def __init__(self, both: Beside) -> None:
        self._both = both
        self._names: dict[tuple[Side, str], dict[int, str]] = {}

    def said(self, side: Side, column: str, value: Any) -> Any:
        """A value of a note; of a reference the name of what it refers to."""
        parent = PARENTS["note"].get(column)
        if parent is None or value is None:
            return value
        if (side, parent) not in self._names:
            sql = f'SELECT id, "{TELLING.get(parent, "name")}" FROM {side}.{parent}'
            self._names[side, parent] = dict(self._both.rows(sql))
        return self._names[side, parent].get(value, "")

    def notes(self, side: Side, what: What, fields: Mapping[int, Collection[Field]]) -> Iterator[NoteDifference]:
        """Notes of one side as a person finds them."""
        for row_id, row in rows(self._both, "note", "id", list(fields), side).items():
            account = str(self.said(side, "account_id", row["account_id"]))
            yield NoteDifference(
                row_id, what, row["code"], row["title"], account, row["day"], tuple(fields[row_id])
            )
