"""What a person did to a plan since some moment, as records that another copy of the workspace can take over.

The log says what every op found and left. Followed from the first op of the part to the last, it gives for each row
what stood there before this person came, which is what makes a merge of three sides possible.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xhsplanner.exchange.bundle_model import TABLES, Record, fingerprint
from xhsplanner.store import parts, schema
from xhsplanner.store.parts import PARENTS, Entry, Values
from xhsplanner.store.store import Store

MERGE = "bundle.merge"
"""The kind of the op that merges: what it wrote is the work of others, not of who merged."""
PASSED = 50
"""Fingerprints kept of a column: somebody who has any of these values has only fallen behind."""
OWNED = tuple(table for table, (_, owner) in schema.OWNERS.items() if owner == "note")
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a plan: of this member (None: of everybody), since this day, after this op, of these notes.

    With `notes` nothing else is told, and all of them come along.
    """

    member: int | None = None
    since: date | None = None
    after: int = 0
    notes: frozenset[int] | None = None


@dataclass(slots=True)
class _Trace:
    """What happened to one row. `gone` is what a deleted row was before the part began."""

    made: bool = False
    base: Values = field(default_factory=dict)
    passed: dict[str, list[str]] = field(default_factory=dict)
    gone: Values | None = None

    def follow(self, entry: Entry) -> None:
        """One more op of the person."""
        if entry.before is None:
            self._arrive(entry.after or {})
        elif entry.after is None:
            self.gone = {**entry.before, **self.base}
        else:
            for name, value in entry.before.items():
                if not self.made:
                    self.base.setdefault(name, value)
            self._pass(entry.after)

    def _arrive(self, values: Values) -> None:
        if self.gone is None:
            self.made = True
        else:  # an undo put it back
            self.base = {name: value for name, value in self.gone.items() if name not in ("id", "uid")}
            self.gone = None
        self._pass(values)

    def _pass(self, values: Values) -> None:
        for name, value in values.items():
            if name not in ("id", "uid"):
                self.passed.setdefault(name, []).append(value)

    def heard(self, entry: Entry) -> None:
        """Somebody else's bundle set columns: both sides know these values, so what comes later starts there."""
        for name, value in (entry.after or {}).items():
            if name in self.base or self.made:
                self.base[name] = value
                self.passed.pop(name, None)


def _theirs(entry: Entry, part: Part) -> bool:
    return entry.kind != MERGE and (part.member is None or entry.actor == part.member)


def _traces(store: Store, part: Part) -> dict[Place, _Trace]:
    found: dict[Place, _Trace] = {}
    since = part.since.isoformat() if part.since else ""
    for entry in parts.log(store.engine, part.after, since):
        place = (entry.table, entry.row)
        if entry.table not in TABLES:
            continue
        if _theirs(entry, part):
            found.setdefault(place, _Trace()).follow(entry)
        elif entry.kind == MERGE and place in found:
            found[place].heard(entry)
    return {place: trace for place, trace in found.items() if not (trace.made and trace.gone is not None)}


class Collector:
    """Gathers the records of one part: what was done, what it needs to stand, and what it refers to."""

    def __init__(self, store: Store, part: Part) -> None:
        self._engine = store.engine
        self._part = part
        self._traces = _traces(store, part)
        self._rows: dict[Place, Values] = {}
        self._uids: dict[Place, str] = {}

    def records(self) -> tuple[Record, ...]:
        """The records, what is referred to first."""
        self._take_changed()
        self._take_notes()
        self._take_parents()
        self._name_bases()
        alive = [self._alive(place) for place in self._rows]
        gone = [record for place, trace in self._traces.items() if (record := self._gone(place, trace))]
        order = {table: number for number, table in enumerate(TABLES)}
        return tuple(sorted((*alive, *gone), key=lambda record: order[record.table]))

    # --- which rows -------------------------------------------------------------------------------

    def _read(self, table: str, column: str, values: Collection[Any]) -> None:
        for row_id, row in parts.rows(self._engine, table, column, list(values)).items():
            if table == "asset" and row["kind"] == "font":
                continue
            self._rows.setdefault((table, row_id), row)
            self._uids[table, row_id] = row["uid"]

    def _take_changed(self) -> None:
        for table in TABLES:
            ids = [row_id for name, row_id in self._traces if name == table]
            if table == "note" and self._part.notes is not None:
                ids = list(self._part.notes)
            self._read(table, "id", ids)
        if self._part.notes is not None:
            self._rows = {place: row for place, row in self._rows.items() if self._concerned(*place, row)}
            self._traces = {
                place: trace
                for place, trace in self._traces.items()
                if place in self._rows or (trace.gone and self._concerned(*place, trace.gone))
            }

    def _concerned(self, table: str, row_id: int, row: Values) -> bool:
        """Whether a row is one of the notes asked for, or part of one."""
        assert self._part.notes is not None
        owner = row_id if table == "note" else row.get("note_id") if table in OWNED else None
        return owner in self._part.notes

    def _take_notes(self) -> None:
        """Notes come whole: whoever does not have one yet must get all of it."""
        notes = {row_id for table, row_id in self._rows if table == "note"}
        notes |= {row["note_id"] for (table, _), row in self._rows.items() if table in OWNED}
        self._read("note", "id", notes)
        for table in (*OWNED, "slot_override"):
            self._read(table, "note_id", notes)
        self._read("comment", "subject", [self._rows["note", i]["uid"] for i in notes if ("note", i) in self._rows])

    def _take_parents(self) -> None:
        fresh = dict(self._rows)
        while fresh:
            wanted: dict[str, set[int]] = {}
            for (table, _), row in fresh.items():
                for column, parent in PARENTS[table].items():
                    if row[column] is not None and (parent, row[column]) not in self._rows:
                        wanted.setdefault(parent, set()).add(row[column])
            before = set(self._rows)
            for table, ids in wanted.items():
                self._read(table, "id", ids)
            fresh = {place: row for place, row in self._rows.items() if place not in before}

    # --- as records -------------------------------------------------------------------------------

    def _name_bases(self) -> None:
        """Uids of what only earlier values refer to."""
        wanted: dict[str, set[int]] = {}
        for (table, _), trace in self._traces.items():
            for values in self._past(trace):
                for column, parent in PARENTS[table].items():
                    if isinstance(value := values.get(column), int) and (parent, value) not in self._uids:
                        wanted.setdefault(parent, set()).add(value)
        for table, ids in wanted.items():
            self._uids |= {(table, i): uid for i, uid in parts.uids(self._engine, table, list(ids)).items()}
        for place, trace in self._traces.items():
            if trace.gone is not None:
                self._uids[place] = str(trace.gone["uid"])

    @staticmethod
    def _past(trace: _Trace) -> Iterator[Values]:
        yield trace.base
        if trace.gone is not None:
            yield trace.gone
        for name, values in trace.passed.items():
            yield from ({name: value} for value in values)

    def _alive(self, place: Place) -> Record:
        table, _ = place
        row = {name: value for name, value in self._rows[place].items() if name != "uid"}
        values = parts.as_uids(table, row, self._uids)
        trace = self._traces.get(place)
        if trace is None or trace.gone is not None:
            return Record(table, self._uids[place], values)
        base = parts.as_uids(table, trace.base, self._uids)
        base = {name: value for name, value in base.items() if value != values[name]}
        passed = {name: self._prints(table, name, found) for name, found in trace.passed.items()}
        passed = {name: prints for name, prints in passed.items() if prints and (name in base or trace.made)}
        return Record(table, self._uids[place], values, base, trace.made, passed)

    def _prints(self, table: str, name: str, values: Iterable[Any]) -> tuple[str, ...]:
        """Fingerprints of what a column held on the way, without where it stands now."""
        found = [fingerprint(parts.as_uids(table, {name: value}, self._uids)[name]) for value in values]
        return tuple(dict.fromkeys(found[:-1]))[-PASSED:]

    def _gone(self, place: Place, trace: _Trace) -> Record | None:
        if trace.gone is None or place in self._rows:
            return None
        table, _ = place
        row = {name: value for name, value in trace.gone.items() if name not in ("id", "uid")}
        if table == "asset" and row.get("kind") == "font":
            return None
        base = parts.as_uids(table, row, self._uids)
        if any(base[name] is None for name in PARENTS[table] if row[name] is not None):
            return None  # it went with something that somebody else deleted
        return Record(table, str(trace.gone["uid"]), None, base)
