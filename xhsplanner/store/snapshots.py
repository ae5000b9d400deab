"""Snapshots: whole copies of workspace.db beside it, checked and hashed, kept as `rotation` says.

A snapshot is three files: `<moment>.db`, `<moment>.sha256` (as sha256sum writes it) and `<moment>.json`, which says
what it was made for and what is in it. Nothing appears as .db before it is complete, checked and on the disk.
"""

import json
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from xhsplanner.core.clock import now, today
from xhsplanner.core.errors import Refused
from xhsplanner.core.files import make_folders, narrow, sha256_of, sync_file, sync_folder
from xhsplanner.core.text import byte_text
from xhsplanner.core.words import t
from xhsplanner.store import driver, rotation
from xhsplanner.store.engine import Engine, one
from xhsplanner.store.layout import DATABASE, SNAPSHOTS
from xhsplanner.store.recovery.check_due import suspect
from xhsplanner.store.settings import WorkspaceSettings

Kind = Literal["day", "hand", "import", "merge", "restore", "upgrade", "backup"]
"""What a snapshot was made for."""
KINDS: tuple[str, ...] = ("day", "hand", "import", "merge", "restore", "upgrade", "backup")
FORM = "%Y-%m-%dT%H%M%S"
"""How a moment stands in a name: names sort as times do."""
SPARE = 32 * 1024**2
"""Bytes of a disk that no copy takes: the plan itself must still be writable."""
LARGE = 500
"""An import or a merge of more rows than this has a snapshot made first."""
STALE = 600
"""Seconds after which a half-written copy that nobody has written to is a leftover of a process that died."""
LOOK = ".look"
"""Ends the name of a folder in which an older snapshot is brought up to date to be looked at."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One copy. `kind` is "" and the counts None where its .json is missing (older versions wrote none)."""

    path: Path
    at: datetime
    bytes: int
    kind: str = ""
    notes: int | None = None
    ops: int | None = None


def folder_of(workspace: Path) -> Path:
    """Where a workspace keeps its snapshots."""
    return workspace / SNAPSHOTS


def all_of(workspace: Path) -> list[Path]:
    """Snapshots, newest first (their names are times)."""
    return sorted(folder_of(workspace).glob("*.db"), reverse=True)


def moment_of(path: Path) -> datetime | None:
    """When a snapshot was made, as its name says; None where a file was named otherwise."""
    try:
        return datetime.strptime(path.stem, FORM)
    except ValueError:
        return None


def listed(workspace: Path) -> list[Snapshot]:
    """Snapshots with what is known of them without reading them, newest first."""
    return [found for path in all_of(workspace) if (found := described(path)) is not None]


def described(path: Path) -> Snapshot | None:
    """What is known of one snapshot; None where it is gone or not named as one."""
    at = moment_of(path)
    try:
        size = path.stat().st_size
    except OSError:
        return None
    try:
        said = json.loads(path.with_suffix(".json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        said = {}
    said = said if isinstance(said, dict) else {}
    kind, notes, ops = said.get("kind"), said.get("notes"), said.get("ops")
    if at is None:
        return None
    return Snapshot(
        path,
        at,
        size,
        kind if kind in KINDS else "",
        notes if type(notes) is int else None,
        ops if type(ops) is int else None,
    )


def intact(path: Path) -> bool:
    """Whether a snapshot still is, byte for byte, what was written. Reads it whole.

    While it is being encrypted both hashes stand beside it, a line each.
    """
    try:
        said = path.with_suffix(".sha256").read_text("ascii").splitlines()
        return sha256_of(path) in {line.split()[0] for line in said if line.strip()}
    except (OSError, UnicodeDecodeError):
        return False


def due(workspace: Path) -> bool:
    """Whether the newest snapshot is not of today."""
    newest = all_of(workspace)[:1]
    return not newest or not newest[0].name.startswith(today().isoformat())


def take(workspace: Path, engine: Engine, kind: Kind) -> Path:
    """Make a snapshot while others go on writing, then drop those that rotation no longer keeps; returns its path.

    Raises Refused where there is no room, the copy cannot be written or fails its check; nothing is left behind.
    """
    folder = folder_of(workspace)
    _clear(folder)
    size = int(engine.rows("PRAGMA page_count")[0][0]) * int(engine.rows("PRAGMA page_size")[0][0])
    partial: Path | None = None
    try:
        make_folders(folder)
        need_room(folder, size)
        partial = _reserved(folder)
        engine.backup(partial)
        said = {"kind": kind, **_check(partial, engine)}
        final = partial.with_suffix(".db")
        _write(final.with_suffix(".sha256"), f"{sha256_of(partial)}  {final.name}\n".encode("ascii"))
        _write(final.with_suffix(".json"), json.dumps(said).encode())
        with partial.open("rb+") as file:
            sync_file(file)
        for file_ in (partial, final.with_suffix(".sha256"), final.with_suffix(".json")):
            narrow(file_)
        partial.replace(final)
        sync_folder(folder)
    except (OSError, sqlite3.Error) as error:
        raise Refused(t("store.snapshot_unwritten", folder=folder, reason=error)) from error
    finally:
        if partial is not None:
            _tidy(partial)
    rotate(workspace, budget_of(engine), final)
    return final


def budget_of(engine: Engine) -> int:
    """How many bytes the team gives its snapshots."""
    return int(WorkspaceSettings(engine).get("snapshot_room")) * 1024**3


def need_room(folder: Path, size: int, refusal: str = "store.snapshot_no_room") -> None:
    """Raises Refused, with the words `refusal`, where `folder` has no room for so many bytes more, OSError where it
    cannot be asked.
    """
    free = shutil.disk_usage(folder).free
    if free < size + SPARE:
        raise Refused(t(refusal, folder=folder, need=byte_text(size), free=byte_text(free)))


def rotate(workspace: Path, budget: int, made: Path | None = None) -> None:
    """Drop what rotation no longer keeps, but not what was just `made`, whatever the clock said of the others.

    What another program holds open stays until the next time.
    """
    there = listed(workspace)
    keep = rotation.kept([rotation.Kept(snapshot.at, snapshot.bytes) for snapshot in there], budget)
    for snapshot in there:
        if snapshot.at not in keep and snapshot.path != made:
            drop(snapshot.path)


def drop(path: Path) -> None:
    """Take a snapshot away. What cannot be deleted stays."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
        for suffix in (".sha256", ".json"):
            path.with_suffix(suffix).unlink(missing_ok=True)


def _reserved(folder: Path) -> Path:
    """An empty .part under a moment that no other snapshot has, also of another process at this very second.

    After the newest also where the clock was set back by up to a day: names sort in the order they were made.
    """
    newest = next((at for path in all_of(folder.parent) if (at := moment_of(path)) is not None), None)
    at = now().replace(microsecond=0)
    if newest is not None and at <= newest < at + timedelta(days=1):
        at = newest + timedelta(seconds=1)
    while True:
        partial = folder / f"{at:{FORM}}.part"
        if not partial.with_suffix(".db").exists():
            with suppress(FileExistsError):
                partial.open("xb").close()
                return partial
        at += timedelta(seconds=1)


def _check(path: Path, engine: Engine) -> dict[str, int]:
    """How many notes and ops a copy holds. Raises Refused where it is not sound or not of this plan."""
    with closing(driver.opened(path)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
        verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            suspect(path.parents[1] / DATABASE)  # most likely what it was copied from is damaged
            raise Refused(t("store.snapshot_failed", reason=verdict.splitlines()[-1]))
        notes = int(copy.execute("SELECT count(*) FROM note").fetchone()[0])
        ops = int(copy.execute("SELECT count(*) FROM op").fetchone()[0])
        newest = copy.execute("SELECT * FROM op ORDER BY id DESC LIMIT 1").fetchone()
    # `SELECT *` holds the link of the chain where the schema has one.
    same = one(engine.rows("SELECT * FROM op WHERE id = ?", (newest[0],))) if newest else None
    if newest != same:
        raise Refused(t("store.snapshot_failed", reason=t("store.snapshot_other")))
    return {"notes": notes, "ops": ops}


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        sync_file(file)


def _tidy(partial: Path) -> None:
    """After a snapshot or a failure: no half copy, and no description without one."""
    final = partial.with_suffix(".db")
    orphans = () if final.exists() else (final.with_suffix(".sha256"), final.with_suffix(".json"))
    for left in (partial, partial.with_name(f"{partial.name}-journal"), *orphans):
        with suppress(OSError):
            left.unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    """Take away what processes that died left half-written."""
    for partial in folder.glob("*.part"):
        with suppress(OSError):
            if time.time() - partial.stat().st_mtime > STALE:
                _tidy(partial)
    for look in folder.glob(f"*{LOOK}"):
        with suppress(OSError):
            if time.time() - look.stat().st_mtime > STALE:
                shutil.rmtree(look)
