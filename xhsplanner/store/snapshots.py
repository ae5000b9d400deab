"""Snapshots: whole copies of workspace.db beside it, checked and hashed, kept within a budget."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from xhsplanner.core.clock import now, today
from xhsplanner.core.errors import Refused
from xhsplanner.core.files import sync_file
from xhsplanner.core.words import t

BUDGET = 2 * 1024**3
"""Bytes of all snapshots together; the newest one is always kept."""


def folder_of(workspace: Path) -> Path:
    """Where a workspace keeps its snapshots."""
    return workspace / "snapshots"


def all_of(workspace: Path) -> list[Path]:
    """Snapshots, newest first (their names are times)."""
    return sorted(folder_of(workspace).glob("*.db"), reverse=True)


def intact(path: Path) -> bool:
    """Whether a snapshot still is, byte for byte, what was written. Reads it whole."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return path.with_suffix(".sha256").read_text("ascii").split()[:1] == [digest]
    except (OSError, UnicodeDecodeError):
        return False


def due(workspace: Path) -> bool:
    """Whether the newest snapshot is not of today."""
    newest = all_of(workspace)[:1]
    return not newest or not newest[0].name.startswith(today().isoformat())


def take(workspace: Path, backup: Callable[[Path], None], keep: int) -> Path:
    """Write a snapshot and its .sha256, then drop the oldest beyond `keep` and the budget;
    returns its path.

    Nothing appears under its final name before it is complete, checked and on the disk.
    Raises Refused where the copy cannot be written or fails its check; nothing is left behind then.
    """
    folder = folder_of(workspace)
    final = folder / f"{now():%Y-%m-%dT%H%M%S}.db"
    partial = final.with_suffix(".part")
    listed = final.with_suffix(".sha256")
    try:
        folder.mkdir(exist_ok=True)
        partial.unlink(missing_ok=True)
        backup(partial)
        _check(partial)
        digest = hashlib.sha256(partial.read_bytes()).hexdigest()
        listed.write_text(f"{digest}  {final.name}\n", encoding="ascii")
        with partial.open("rb+") as file:
            sync_file(file)
        partial.replace(final)
    except (OSError, sqlite3.Error) as error:
        if not final.exists():
            with suppress(OSError):
                listed.unlink(missing_ok=True)
        raise Refused(t("store.snapshot_unwritten", folder=folder, reason=error)) from error
    finally:
        for left in (partial, partial.with_name(f"{partial.name}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    _prune(workspace, keep)
    return final


def _check(path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        connection.close()
    if verdict != "ok":
        raise Refused(t("store.snapshot_failed", reason=verdict))


def _prune(workspace: Path, keep: int) -> None:
    total = 0
    for rank, path in enumerate(all_of(workspace)):
        total += path.stat().st_size
        if rank and (rank >= keep or total > BUDGET):
            path.unlink()
            path.with_suffix(".sha256").unlink(missing_ok=True)
