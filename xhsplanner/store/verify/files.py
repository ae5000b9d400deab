"""The files beside the database: originals of pictures, snapshots, thumbnails."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from xhsplanner.core.health import Finding
from xhsplanner.store import driver, snapshots
from xhsplanner.store.blobs import Blobs
from xhsplanner.store.engine import Row
from xhsplanner.store.layout import ASSETS, THUMBS
from xhsplanner.store.verify.scope import BATCH, Counted, Reader, Scope

PER_FILE = 16
"""Units of work to open a file; each unit more is 64 KB of it."""
UNIT = 1 << 16


def assets_size(scope: Scope) -> int:
    """Units of work: files and what is in them."""
    n, held = scope.reader.rows("SELECT count(*), COALESCE(sum(bytes), 0) FROM asset")[0]
    return int(n) * PER_FILE + (0 if scope.quick else int(held) // UNIT)


def assets(scope: Scope) -> Counted:
    """Each original against its hash, which is its name; in the short form only whether it is there."""
    blobs = Blobs(scope.folder / ASSETS)
    known: set[str] = set()
    for asset_id, sha256, ext, name, held in _assets(scope):
        yield 1
        known.add(sha256)
        kind = _wrong(scope, blobs, sha256, ext, int(held))
        if kind:
            yield Finding("assets", f"asset:{asset_id}", "data", f"asset_{kind}", {"name": name})
    if not scope.quick:
        left = [path for path in blobs.files() if path.stem not in known]
        if left:
            held = sum(path.stat().st_size for path in left)
            values = {"n": len(left), "mb": max(1, held >> 20)}
            yield Finding("assets", "assets", "note", "orphans", values)


def _assets(scope: Scope) -> Iterator[Row]:
    after = 0
    sql = f"SELECT id, sha256, ext, name, bytes FROM asset WHERE id > ? ORDER BY id LIMIT {BATCH}"
    while rows := scope.reader.rows(sql, (after,)):
        yield from rows
        after = rows[-1][0]


def _wrong(scope: Scope, blobs: Blobs, sha256: str, ext: str, held: int) -> str:
    """'' or how a file is not what it was: `missing`, `unreadable`, `changed`."""
    scope.pace.step(PER_FILE)
    try:
        if scope.quick:
            return "" if blobs.path(sha256, ext).stat().st_size == held else "changed"
        return blobs.check(sha256, ext, lambda read: scope.pace.step(read // UNIT))
    except FileNotFoundError:
        return "missing"
    except (OSError, ValueError):  # ValueError: a damaged row may name no possible path
        return "unreadable"


def copies_size(scope: Scope) -> int:
    """Units of work: snapshots and what is in them."""
    paths = snapshots.all_of(scope.folder)
    return sum(PER_FILE + (0 if scope.quick else path.stat().st_size // UNIT) for path in paths)


def copies(scope: Scope) -> Counted:
    """Each snapshot against the hash written beside it; the newest is opened as well."""
    paths = snapshots.all_of(scope.folder)
    if not paths:
        yield Finding("snapshots", "snapshots", "note", "no_snapshot")
    for rank, path in enumerate(paths):
        yield 1
        if not scope.quick and not snapshots.intact(path):
            yield Finding("snapshots", path.name, "copy", "snapshot_changed", {"name": path.name})
        elif rank == 0 and (reason := _unusable(path, scope.quick)):
            yield Finding("snapshots", path.name, "copy", "snapshot_broken", {"name": path.name, "reason": reason})
        scope.pace.step(PER_FILE + path.stat().st_size // UNIT)


def _unusable(path: Path, quick: bool) -> str:
    """Why a snapshot could not be restored, '' where it can."""
    try:
        copy = driver.opened(path, "mode=ro&immutable=1")
    except sqlite3.Error as error:
        return str(error)
    try:
        copy.execute("SELECT id FROM op LIMIT 1").fetchone()
        said = "ok" if quick else copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        return "" if said == "ok" else str(said)
    except sqlite3.Error as error:
        return str(error)
    finally:
        copy.close()


def thumbs_size(scope: Scope) -> int:
    """Units of work: 64 KB pieces of the file."""
    path = scope.folder / THUMBS
    return path.stat().st_size // UNIT if path.is_file() else 0


def thumbs(scope: Scope) -> Counted:
    """The cache of thumbnails as SQLite sees it. There may be none."""
    path = scope.folder / THUMBS
    if not path.is_file():
        return
    said = "?"
    try:
        reader = Reader(path)
        try:
            reader.interrupted_by(scope.pace.step)
            yield int(reader.rows("SELECT count(*) FROM thumb")[0][0])
            said = str(reader.rows("PRAGMA quick_check(1)" if scope.quick else "PRAGMA integrity_check(1)")[0][0])
        finally:
            reader.close()
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        yield Finding("thumbs", THUMBS, "derived", "thumbs", {"reason": said})
