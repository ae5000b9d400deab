"""The copy of a workspace in another folder: whether it may be written over. It is only ever read here."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Literal

from xhsplanner.store import schema
from xhsplanner.store.encryption import cipher
from xhsplanner.store.engine import Engine, one
from xhsplanner.store.layout import WINDOW_LOCK
from xhsplanner.store.sqlite import connect

State = Literal["", "none", "foreign", "ahead", "open", "locked"]
"""Of a copy: older than the plan and safe to replace; not there; not of ours; with work the plan does not have;
in use right now; encrypted under another key than the plan."""


def state_of(copy: Path, engine: Engine, lock: cipher.Lock | None = None) -> State:
    """What the copy `copy` (a workspace.db in another folder) is to the plan of `engine`, locked by `lock`."""
    there = cipher.of(copy.parent)
    if there is not None and (lock is None or lock.id != there.id):
        return "locked"
    if not copy.exists():
        return "none"
    log = Path(f"{copy}-wal")
    if (copy.parent / WINDOW_LOCK).exists() or (log.exists() and log.stat().st_size):
        return "open"
    try:
        with closing(connect(copy, read_only=True)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
                return "foreign"
            newest = connection.execute("SELECT id, at, kind FROM op ORDER BY id DESC LIMIT 1").fetchone()
            links = [row[1] for row in connection.execute("PRAGMA table_info(op)")]
            chain = (
                connection.execute("SELECT chain FROM op ORDER BY id DESC LIMIT 1") if "chain" in links else None
            )
            link = chain.fetchone() if chain is not None else None
    except sqlite3.Error:
        return "foreign"
    if newest is None:
        return ""
    here = one(engine.rows("SELECT id, at, kind, chain FROM op WHERE id = ?", (newest[0],)))
    same = here is not None and here[:3] == newest and (link is None or here[3] == link[0])
    return "" if same else "ahead"
