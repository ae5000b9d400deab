"""What is set for a workspace as a whole: rows of `setting`, each a name of settings.toml and a JSON value."""

import json
from copy import deepcopy
from typing import Any

from xhsplanner.core.options import options
from xhsplanner.store.engine import Engine, one


class WorkspaceSettings:
    """Reads the settings of a workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, name: str) -> Any:
        """A value by its name in settings.toml; what that table does not accept counts as not set.

        Raises KeyError for an unknown name.
        """
        option = options()[name]
        row = one(self._engine.rows("SELECT value FROM setting WHERE name = ?", (name,)))
        try:
            value = json.loads(row[0]) if row else None
        except ValueError:  # written by hand, or by a version that knows better
            value = None
        return value if option.accepts(value) else deepcopy(option.default)

    def row(self, name: str) -> int | None:
        """The id of its row, None where it was never set."""
        row = one(self._engine.rows("SELECT id FROM setting WHERE name = ?", (name,)))
        return int(row[0]) if row else None
