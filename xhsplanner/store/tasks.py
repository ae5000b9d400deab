"""Reads of tasks (任务): one's own, and computed ones that somebody touched. See core/leads."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from xhsplanner.core.leads import State, TaskRow
from xhsplanner.store.engine import Engine, Row, marks

COLUMNS = "id, uid, kind, subject, rule_key, due, owner_id, state, title, done_at"


def _row(row: Row) -> TaskRow:
    due = date.fromisoformat(row[5]) if row[5] else None
    return TaskRow(*(*row[:5], due, row[6], State(row[7]), *row[8:]))


class Tasks:
    """The tasks of one workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def _tasks(self, where: str, params: Sequence[Any] = ()) -> list[TaskRow]:
        return [_row(row) for row in self._engine.rows(f"SELECT {COLUMNS} FROM task WHERE {where}", params)]

    def get(self, task_id: int) -> TaskRow | None:
        """One row, or None where it does not exist."""
        found = self._tasks("id = ?", (task_id,))
        return found[0] if found else None

    def by_key(self, keys: Sequence[str]) -> dict[str, TaskRow]:
        """The rows with these rule keys, those that exist."""
        found: dict[str, TaskRow] = {}
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            found |= {row.rule_key: row for row in self._tasks(f"rule_key IN ({marks(len(part))})", part)}
        return found

    def own(self, state: State | None = State.OPEN) -> list[TaskRow]:
        """Tasks that people made themselves, by day; of one state or of any."""
        order = "ORDER BY due IS NULL, due, id"
        if state is None:
            return self._tasks(f"kind = 'own' {order}")
        return self._tasks(f"kind = 'own' AND state = ? {order}", (state.value,))

    def all(self) -> list[TaskRow]:
        """Every row, by id."""
        return self._tasks("1 ORDER BY id")
