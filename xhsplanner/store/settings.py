"""Settings of the workspace: rows of name and JSON value. Personal settings live in the user's own TOML."""

import json
from typing import Any

from xhsplanner.store.engine import Engine, one


class Settings:
    """Settings shared by everybody who opens this workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def row(self, name: str) -> int | None:
        """The row id of a setting, None where it was never set."""
        found = one(self._engine.rows("SELECT id FROM setting WHERE name = ?", (name,)))
        return int(found[0]) if found else None

    def get(self, name: str, default: Any = None) -> Any:
        """The value behind `name`, or `default`."""
        row = one(self._engine.rows("SELECT value FROM setting WHERE name = ?", (name,)))
        return json.loads(row[0]) if row else default
