"""The op-log: the truth for undo, audit and refresh. Append-only.

Every op is one transaction. It remembers each row it wrote as (before, after): of an update the changed columns
only, of an insert or delete the whole row. Undo and redo are ops too, so they survive a restart, are seen by
other processes and can themselves be read in the log. The state of a step is the verb of the last op about it.
"""

import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any, cast
from uuid import uuid4

from xhsplanner.core.change import Change, Conflict, Verb
from xhsplanner.core.clock import stamp
from xhsplanner.core.errors import Refused
from xhsplanner.core.text import whole
from xhsplanner.core.words import t
from xhsplanner.store import chain, schema
from xhsplanner.store.applying import put
from xhsplanner.store.engine import Engine, Gone, RuleBroken, chunks, marks, one
from xhsplanner.store.reverting import WithRow, net, staying

STEP: Mapping[Verb, str] = {
    "undo": "op.group_id = ? AND op.verb = 'do'",
    "redo": "op.id = (SELECT max(id) FROM op WHERE target_id = ? AND verb = 'undo')",
}
"""Which ops hold the rows that a step puts back: all of a group, or the last undo of it."""

FOUND_BY_IT = (
    "CASE tbl WHEN 'keyword' THEN (SELECT count(*) FROM note_keyword WHERE keyword_id = row_id)"
    " WHEN 'topic' THEN (SELECT count(*) FROM note WHERE topic_id = row_id) ELSE 0 END"
)
"""How many notes share a written row and are found by it: search writes them all anew."""

PROGRAM = 0
"""The actor of what the program itself writes (the sample): no member, so nobody's undo takes it back."""


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""One for all rows: `json.dumps` makes another for each, which takes as long as the row."""


def _dump(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else whole(_encoder.encode(values))


def _load(text: str | None) -> dict[str, Any] | None:
    return None if text is None else cast(dict[str, Any], chain.values(text))


class Op:
    """One user action being written. Made by `History.op`; `change` is there after the block."""

    def __init__(self, engine: Engine, columns: Mapping[str, tuple[str, ...]]) -> None:
        self._engine = engine
        self._columns = columns
        self.log: list[WithRow] = []
        self.conflicts: list[Conflict] = []
        self.change: Change | None = None
        self.head: chain.Head | None = None

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Insert one row (a uid is added); returns its id. A broken rule ends the op with RuleBroken."""
        full = {"uid": uuid4().hex, **values}
        row_id = self._engine.insert(table, full)
        self.log.append((table, row_id, None, full))
        return row_id

    def next_id(self, table: str) -> int:
        """The id that the next row of a table gets; nobody else writes while this op lasts."""
        row = one(self._engine.rows("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)))
        return (int(row[0]) if row else 0) + 1

    def insert_many(self, table: str, rows: Sequence[Mapping[str, Any]]) -> range:
        """Insert rows at once (uids are added); returns their ids, the first of which `next_id` had told.

        Some ten times as fast as one by one: for imports. A broken rule ends the op with RuleBroken.
        """
        first = self.next_id(table)
        by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for row_id, values in enumerate(rows, first):
            full = {"uid": uuid4().hex, **values}
            self.log.append((table, row_id, None, full))
            by_columns.setdefault(("id", *full), []).append((row_id, *full.values()))
        for columns, group in by_columns.items():
            self._engine.insert_many(table, columns, group)
        return range(first, first + len(rows))

    def update(self, table: str, changes: Mapping[int, Mapping[str, Any]]) -> int:
        """Set columns of rows, given as id → {column: value}; returns how many rows really changed.

        Raises Gone where an id does not exist.
        """
        by_columns: dict[tuple[str, ...], list[int]] = {}
        for row_id, values in changes.items():
            by_columns.setdefault(tuple(values), []).append(row_id)
        changed = 0
        for columns, ids in by_columns.items():
            if columns:
                changed += self._update(table, columns, ids, changes)
        return changed

    def _update(
        self, table: str, columns: tuple[str, ...], ids: list[int], changes: Mapping[int, Mapping[str, Any]]
    ) -> int:
        current = self._existing(table, columns, ids)
        writes = []
        for row_id in ids:
            old = current[row_id]
            after = {c: v for c, v in changes[row_id].items() if v != old[c]}
            if after:
                self.log.append((table, row_id, {c: old[c] for c in after}, after))
                writes.append((*changes[row_id].values(), row_id))
        self._engine.update_many(table, columns, writes)
        return len(writes)

    def delete(self, table: str, ids: Iterable[int]) -> None:
        """Delete rows, remembering them whole. Raises Gone where an id does not exist."""
        wanted = list(dict.fromkeys(ids))
        current = self._existing(table, self._columns[table], wanted)
        for row_id in wanted:
            self.log.append((table, row_id, current[row_id], None))
        self._engine.delete_many(table, wanted)

    def delete_where(self, table: str, column: str, values: Sequence[int]) -> None:
        """Delete the rows whose `column` is one of `values` (children before their parent)."""
        for part in chunks(values):
            found = self._engine.rows(f"SELECT id FROM {table} WHERE {column} IN ({marks(len(part))})", part)
            self.delete(table, [row[0] for row in found])

    def _existing(self, table: str, columns: Sequence[str], ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        found = self.read(table, columns, ids)
        if len(found) < len(set(ids)):
            raise Gone(f"{table} {sorted(set(ids) - found.keys())}")
        return found

    def read(self, table: str, columns: Sequence[str], ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Current values of rows as id → {column: value}, seen inside this transaction."""
        names = ", ".join(f'"{c}"' for c in columns)
        found: dict[int, dict[str, Any]] = {}
        for part in chunks(ids):
            sql = f"SELECT id, {names} FROM {table} WHERE id IN ({marks(len(part))})"
            for row in self._engine.rows(sql, part):
                found[row[0]] = dict(zip(columns, row[1:], strict=True))
        return found

    def put(self, entries: Iterable[WithRow]) -> None:
        """Bring rows from `before`, as they are now, to `after`; one entry a row, in any order."""
        written = list(entries)
        going: dict[str, list[int]] = {}
        for table, row_id, _before, after in written:
            if after is None:
                going.setdefault(table, []).append(row_id)
        whole = {table: self._existing(table, self._columns[table], ids) for table, ids in going.items()}
        put(self._engine, written)
        for table, row_id, before, after in written:
            self.log.append((table, row_id, before if after is not None else whole[table][row_id], after))

    def revert(self, rows: Iterable[WithRow]) -> None:
        """Put back what one earlier op wrote, given last written first; what others changed stays as a conflict."""
        entries = net(rows)
        stay = staying(self, self._engine, entries)
        self.leave(entry for entry in entries if entry[:2] in stay)
        back = (entry for entry in entries if entry[:2] not in stay)
        self.put((table, row_id, after, before) for table, row_id, before, after in back)

    def leave(self, rows: Iterable[WithRow]) -> None:
        """Put nothing back and report each row as a conflict."""
        for table, row_id, _before, _after in net(rows):
            self.conflicts.append(Conflict(table, row_id, self._last_actor(table, row_id)))

    def _last_actor(self, table: str, row_id: int) -> int | None:
        sql = (
            "SELECT op.actor_id FROM op_row JOIN op ON op.id = op_row.op_id"
            " WHERE op_row.tbl = ? AND op_row.row_id = ? ORDER BY op.id DESC LIMIT 1"
        )
        row = one(self._engine.rows(sql, (table, row_id)))
        return row[0] if row else None


class History:
    """Writes ops and walks them back and forth."""

    def __init__(self, engine: Engine, derive: Callable[[Op], None], heads: chain.HeadFile) -> None:
        """`derive` brings derived data up to date inside the transaction of each op; `heads` hears of it after."""
        self._engine = engine
        self._heads = heads
        self._derive = derive
        self._columns = {
            table: tuple(r[1] for r in engine.rows(f"PRAGMA table_info({table})") if r[1] != "id")
            for table in schema.ALL_TABLES
        }

    @contextmanager
    def op(
        self,
        kind: str,
        actor: int | None,
        values: Mapping[str, object],
        *,
        group: int | None = None,
        logged: bool = True,
    ) -> Iterator[Op]:
        """One transaction and one entry of the log; an op that wrote nothing leaves no entry.

        `logged=False` keeps no rows: for synthetic workspaces only, such an op cannot be undone.
        """
        op = Op(self._engine, self._columns)
        with self._engine.transaction():
            yield op
            if op.log:
                self._derive(op)
                if group and self._state(group) == "undo":
                    group = None  # a field visit that was undone meanwhile goes on as a new step
                op.change = self._append(op, kind, actor, values, group=group, logged=logged)
        self._committed(op)

    def _committed(self, op: Op) -> None:
        if op.head is not None:
            self._heads.write(op.head)

    def _append(
        self,
        op: Op,
        kind: str,
        actor: int | None,
        values: Mapping[str, object],
        *,
        group: int | None = None,
        verb: Verb = "do",
        target: int | None = None,
        logged: bool = True,
    ) -> Change:
        at = stamp()
        op_id = op.next_id("op")
        entries = [
            (seq, table, row, _dump(before), _dump(after))
            for seq, (table, row, before, after) in enumerate(op.log if logged else ())
        ]
        entry = (op_id, group or op_id, at, actor, kind, _dump(values), verb, target, int(logged))
        found = self._engine.rows("SELECT id, chain FROM op WHERE id IN (1, ?)", (op_id - 1,))
        links: dict[int, str] = {row[0]: row[1] for row in found}
        link = chain.link(links.get(op_id - 1, chain.START), entry, entries)
        self._engine.insert("op", {**dict(zip(chain.OP_COLUMNS, entry, strict=True)), "chain": link})
        self._engine.insert_many("op_row", ("op_id", *chain.ROW_COLUMNS), ((op_id, *row) for row in entries))
        op.head = chain.Head(op_id, link, at, links.get(1, link))
        rows, created = _touched(op.log)
        return Change(
            op_id,
            kind,
            at,
            actor,
            group or op_id,
            verb,
            target,
            dict(values),
            rows,
            created,
            tuple(op.conflicts),
        )

    def _state(self, group: int) -> str:
        """The verb of the last op about this step; 'do' where it was never undone."""
        row = one(self._engine.rows("SELECT verb FROM op WHERE target_id = ? ORDER BY id DESC LIMIT 1", (group,)))
        return str(row[0]) if row else "do"

    def undoable(self, actor: int | None) -> tuple[int, str, dict[str, Any]] | None:
        """(group, kind, values) of the step that undo would take back for this member, or None."""
        sql = (
            "SELECT group_id, kind, \"values\", logged FROM op o WHERE verb = 'do' AND actor_id IS ? AND ("
            " SELECT verb FROM op x WHERE x.target_id = o.group_id ORDER BY x.id DESC LIMIT 1) IS NOT 'undo'"
            " ORDER BY id DESC LIMIT 1"
        )
        row = one(self._engine.rows(sql, (actor,)))
        return (row[0], row[1], _load(row[2]) or {}) if row and row[3] else None

    def redoable(self, actor: int | None) -> tuple[int, str, dict[str, Any]] | None:
        """(group, kind, values) of the step that redo would bring back, or None."""
        sql = (
            "SELECT target_id, kind, \"values\" FROM op o WHERE verb = 'undo' AND actor_id IS ? AND ("
            " SELECT verb FROM op x WHERE x.target_id = o.target_id ORDER BY x.id DESC LIMIT 1) = 'undo'"
            " AND id > COALESCE((SELECT max(id) FROM op WHERE verb = 'do' AND actor_id IS ?), 0)"
            " ORDER BY id DESC LIMIT 1"
        )
        row = one(self._engine.rows(sql, (actor, actor)))
        return (row[0], row[1], _load(row[2]) or {}) if row else None

    def step(self, verb: Verb, actor: int | None) -> Change:
        """Undo or redo one step as an op; rows that others changed or need stay and are reported in `conflicts`.

        Raises Refused where there is nothing to undo or redo.
        """
        try:
            return self._step(verb, actor, Op.revert)
        except RuleBroken:
            # A name was given to something else, say. Left alone as a whole, so that it bars no earlier step.
            return self._step(verb, actor, Op.leave)

    def _step(self, verb: Verb, actor: int | None, put_back: Callable[[Op, list[WithRow]], None]) -> Change:
        op = Op(self._engine, self._columns)
        with self._engine.transaction():  # looked up inside: another process may be undoing the same step
            found = self.undoable(actor) if verb == "undo" else self.redoable(actor)
            if found is None:
                raise Refused(t(f"store.nothing_to_{verb}"))
            group, kind, values = found
            self._engine.defer_references()
            for rows in self._rows_of(group, verb):
                put_back(op, rows)
            self._derive(op)
            change = self._append(op, kind, actor, values, verb=verb, target=group)
        self._committed(op)
        return change

    def _rows_of(self, group: int, verb: Verb) -> list[list[WithRow]]:
        """The rows to put back, op by op, last written first: of the whole step, or of its last undo."""
        sql = (
            "SELECT op.id, tbl, row_id, before, after FROM op_row JOIN op ON op.id = op_row.op_id"
            f" WHERE {STEP[verb]} ORDER BY op.id DESC, seq DESC"
        )
        rows = groupby(self._engine.rows(sql, (group,)), key=itemgetter(0))
        return [[(r[1], r[2], _load(r[3]), _load(r[4])) for r in of_op] for _, of_op in rows]

    def weight(self, verb: Verb, actor: int | None) -> int:
        """How many rows undo or redo would write now, with those of search: whether it needs a worker."""
        found = self.undoable(actor) if verb == "undo" else self.redoable(actor)
        if found is None:
            return 0
        sql = f"SELECT total(1 + {FOUND_BY_IT}) FROM op_row JOIN op ON op.id = op_row.op_id WHERE {STEP[verb]}"
        return int(self._engine.rows(sql, (found[0],))[0][0])

    def since(self, op_id: int, known: Container[int] = ()) -> list[Change]:
        """Ops after `op_id`, oldest first, with the rows they touched; those of `known` ops are not read."""
        return self._changes("id > ? ORDER BY id", (op_id,), known)

    def log(self, limit: int = 50) -> list[Change]:
        """The newest ops, newest first."""
        return self._changes("1 ORDER BY id DESC LIMIT ?", (limit,))

    def last_id(self) -> int:
        """The id of the newest op, 0 where there is none."""
        return int(self._engine.rows("SELECT COALESCE(max(id), 0) FROM op")[0][0])

    def _changes(self, where: str, params: Sequence[Any], known: Container[int] = ()) -> list[Change]:
        head = 'SELECT id, kind, at, actor_id, group_id, verb, target_id, "values" FROM op WHERE '
        return [self._change(row, row[0] not in known) for row in self._engine.rows(head + where, params)]

    def _change(self, row: Sequence[Any], with_rows: bool) -> Change:
        op_id, kind, at, actor, group, verb, target, values = row
        sql = "SELECT tbl, before IS NULL, row_id FROM op_row WHERE op_id = ?"
        rows: dict[str, set[int]] = {}
        created: dict[str, list[int]] = {}
        # An import has tens of thousands, in long runs: one step a run, not a row.
        touching = self._engine.rows(sql, (op_id,)) if with_rows else []
        for (table, is_new), run in groupby(touching, key=itemgetter(0, 1)):
            ids = [one[2] for one in run]
            rows.setdefault(table, set()).update(ids)
            if is_new:
                created.setdefault(table, []).extend(ids)
        touched = {table: frozenset(ids) for table, ids in rows.items()}
        made = {table: tuple(ids) for table, ids in created.items()}
        return Change(op_id, kind, at, actor, group, verb, target, _load(values) or {}, touched, made)


def _touched(log: list[WithRow]) -> tuple[dict[str, frozenset[int]], dict[str, tuple[int, ...]]]:
    rows: dict[str, set[int]] = {}
    created: dict[str, list[int]] = {}
    for table, row_id, before, _ in log:
        rows.setdefault(table, set()).add(row_id)
        if before is None:
            created.setdefault(table, []).append(row_id)
    return ({k: frozenset(v) for k, v in rows.items()}, {k: tuple(v) for k, v in created.items()})
