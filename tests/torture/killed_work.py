"""What children of the forker do until they are killed. Each says what it has done only after it was done."""

import os
import signal
import sqlite3
import time
from pathlib import Path
from random import Random
from typing import Any

import PIL.PngImagePlugin  # loaded before any fork, like all that an import needs
from content import rows_of
from forker import say
from hands import Hands

from xhsplanner.core.errors import Refused
from xhsplanner.exchange import plan_write  # noqa: F401
from xhsplanner.media import guards, images  # noqa: F401
from xhsplanner.ops import assets, notes, plan, workspace
from xhsplanner.store import migrations  # noqa: F401
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

assert PIL.PngImagePlugin


def edit(folder: str, seed: int, actor: int, steps: int, undoing: float) -> None:
    """Do random things; of each says the op, its verb and conflicts, and every row it wrote as it then was."""
    store = open_workspace(Path(folder), actor=actor)
    hands = Hands(store, Random(seed), undoing)
    say("begin")
    for _ in range(steps):
        change = hands.step()
        if change is not None:
            rows = rows_of(store, {(table, row) for table, ids in change.rows.items() for row in ids})
            conflicts = [(one.table, one.row) for one in change.conflicts]
            say({"op": change.id, "rows": rows, "conflicts": conflicts})
    store.close()


def upgrade(folder: str, point: int) -> None:
    """Open a workspace of an older version; killed before the `point`-th statement of its upgrade, or says how many."""
    connect, seen = sqlite3.connect, [0]

    class Dying(sqlite3.Connection):
        upgrading = False

        def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
            self.upgrading |= sql == "BEGIN IMMEDIATE"
            seen[0] += self.upgrading
            if self.upgrading and seen[0] == point:
                os.kill(os.getpid(), signal.SIGKILL)
            try:
                return super().execute(sql, *rest)
            finally:
                self.upgrading &= sql != "COMMIT"

    sqlite3.connect = lambda *args, **kwargs: connect(*args, **{"factory": Dying, **kwargs})  # type: ignore[assignment]
    open_workspace(Path(folder)).close()
    say(seen[0])
