"""Writing ops of a log again onto a copy of the database as it was before them: rows, ops, links, search index."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xhsplanner.store import chain, schema, search
from xhsplanner.store.applying import put
from xhsplanner.store.engine import RuleBroken
from xhsplanner.store.history import Op
from xhsplanner.store.parts import COLUMNS
from xhsplanner.store.recovery.salvage import Step
from xhsplanner.store.reverting import WithRow, net
from xhsplanner.store.sqlite import SqliteEngine

LOGGED = chain.OP_COLUMNS.index("logged")


class _Copy(SqliteEngine):
    """A database that nobody else knows yet: it is synced once, at the end."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        assert self._writer is not None
        self._writer.execute("PRAGMA synchronous = OFF")


@contextmanager
def onto(database: Path) -> Iterator["Replay"]:
    """Open a copy to write ops on; what was written stands in the one file afterwards."""
    engine = _Copy(database)
    try:
        yield Replay(engine)
    finally:
        engine.close()


class Replay:
    """The copy, and how far its log goes."""

    def __init__(self, engine: SqliteEngine) -> None:
        self._engine = engine
        self.head = chain.newest(engine) or chain.Head(0, chain.START, "")

    def add(self, steps: Iterable[Step]) -> int:
        """Write the next ops, until one that does not fit; returns how many were written.

        Raises Refused for trouble with the disk.
        """
        written = 0
        for step in steps:
            if not self._add(step):
                break
            written += 1
        return written

    def _add(self, step: Step) -> bool:
        rows = _read(step.rows)
        if rows is None or not step.op[LOGGED]:
            return False
        op = Op(self._engine, {})
        op.log = rows
        try:
            with self._engine.transaction():
                put(self._engine, net(reversed(rows)))
                search.refresh(self._engine, search.Health(), op)
                values = {**dict(zip(chain.OP_COLUMNS, step.op, strict=True)), "chain": step.link}
                self._engine.insert("op", values)
                below = ((step.op[0], *row) for row in step.rows)
                self._engine.insert_many("op_row", ("op_id", *chain.ROW_COLUMNS), below)
        except RuleBroken:
            return False
        self.head = chain.Head(int(step.op[0]), step.link, str(step.op[2]), self.head.origin or step.link)
        return True


def _read(rows: Sequence[Sequence[Any]]) -> list[WithRow] | None:
    """The rows of one op as values; None where they name what our schema does not know.

    Names of tables and columns become part of SQL: a file from elsewhere may hold anything there.
    """
    found: list[WithRow] = []
    for _seq, table, row_id, before, after in rows:
        if table not in schema.ALL_TABLES:
            return None
        sides = [None if text is None else json.loads(text) for text in (before, after)]
        known = {"uid", *COLUMNS[table]}
        if any(side is not None and not (isinstance(side, dict) and known >= side.keys()) for side in sides):
            return None
        found.append((table, int(row_id), sides[0], sides[1]))
    return found
