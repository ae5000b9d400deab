"""What a workspace remembers of schedules of others: their names for ours, and what their columns are for."""

import json
from typing import Literal

from xhsplanner.store.engine import Engine

Kind = Literal["account", "series", "member", "status"]
NAMED: tuple[Kind, ...] = ("account", "series", "member")
"""Tables whose rows an alias may mean; one of kind `status` means the code of a status."""


class Foreign:
    """Aliases and layouts of one workspace. Writes are ops (ops/plan_memory)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def aliases(self) -> dict[tuple[Kind, str], str]:
        """(kind, folded text) → our name, a status' code, or "" for "leave it out"; without what is gone."""
        found: dict[tuple[Kind, str], str] = {
            (kind, name): target
            for kind, name, target in self._engine.rows(
                "SELECT kind, name, target FROM alias WHERE kind = 'status' OR target = ''"
            )
        }
        for table in NAMED:
            sql = f"SELECT a.name, x.name FROM alias a JOIN {table} x ON x.uid = a.target WHERE a.kind = ?"
            found |= {(table, name): ours for name, ours in self._engine.rows(sql, (table,))}
        return found

    def layouts(self) -> dict[str, dict[int, str]]:
        """Fingerprint of a header → column (from 0) → role, "" for a column that is not read."""
        return {
            fingerprint: {int(column): str(role) for column, role in json.loads(roles).items()}
            for fingerprint, roles in self._engine.rows("SELECT fingerprint, roles FROM plan_layout")
        }

    def alias_rows(self) -> dict[tuple[str, str], int]:
        """Row ids of the aliases by (kind, folded text)."""
        return {(kind, name): i for i, kind, name in self._engine.rows("SELECT id, kind, name FROM alias")}

    def layout_rows(self) -> dict[str, int]:
        """Row ids of the layouts by fingerprint."""
        return dict(self._engine.rows("SELECT fingerprint, id FROM plan_layout"))
