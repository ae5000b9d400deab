"""Files of the library that nothing names any more: taken away, as long as nothing could want them back.

The files of an import that was undone stay for redo, those that snapshots name for the day one is restored.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from xhsplanner.store import driver, snapshots
from xhsplanner.store.blobs import COMING, Blobs, old
from xhsplanner.store.engine import Engine
from xhsplanner.store.layout import ASSETS
from xhsplanner.store.recovery import damaged

NAMED = (
    "SELECT sha256 FROM asset",
    "SELECT before FROM op_row WHERE tbl = 'asset' AND before LIKE '%sha256%'",
    "SELECT after FROM op_row WHERE tbl = 'asset' AND after LIKE '%sha256%'",
)
"""Everything in a database that names a file: rows, and steps that undo or redo could bring back."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What was taken away, or would be."""

    files: int = 0
    bytes: int = 0


def unnamed(folder: Path, engine: Engine) -> list[Path]:
    """Files of the library of a workspace that no row, no step and no snapshot names, untouched for a day.

    None at all where a snapshot cannot be read, or damaged files are kept: nobody knows what those name.
    """
    blobs = Blobs(folder / ASSETS)
    left = [path for path in blobs.files() if old(path)]
    if not left or damaged.all_of(folder):
        return []
    named = set(_hashes(text for sql in NAMED for (text,) in engine.rows(sql)))
    for snapshot in snapshots.all_of(folder):
        try:
            named.update(_hashes(_asked(snapshot)))
        except (sqlite3.Error, ValueError):
            return []
    return [path for path in left if path.stem not in named]


def _asked(database: Path) -> Iterator[str]:
    with closing(driver.opened(database, "mode=ro&immutable=1")) as connection:
        for sql in NAMED:
            yield from (text for (text,) in connection.execute(sql))


def _hashes(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        yield str(json.loads(text)["sha256"]) if text.startswith("{") else text


def sweep(folder: Path, engine: Engine) -> Swept:
    """Take away what nothing names and what imports that were killed left half written."""
    blobs = Blobs(folder / ASSETS)
    gone = [size for path in unnamed(folder, engine) if (size := _take_away(path, blobs.folder)) is not None]
    for path in blobs.left_over():
        with suppress(OSError):
            size = path.stat().st_size
            path.unlink()
            gone.append(size)
    return Swept(len(gone), sum(gone))


def _take_away(path: Path, assets: Path) -> int | None:
    """The bytes of a file that went; None where an import began to want it at the same moment."""
    away = assets / COMING / path.name
    try:
        away.parent.mkdir(exist_ok=True)
        os.replace(path, away)
        if not old(away):
            os.replace(away, path)
            return None
        size = away.stat().st_size
        away.unlink()
        return size
    except OSError:
        return None
