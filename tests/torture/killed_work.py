"""What children of the forker do until they are killed. Each says what it has done only after it was done."""

import os
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
