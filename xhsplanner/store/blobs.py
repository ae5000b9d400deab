"""The files of the library: `assets/ab/cd/<sha256>.<ext>`, written once and never changed.

A file appears under its name only when it is whole and on the disk: written in a folder of its own, synced,
renamed, the folder synced. Rows come after, so that a row never names a file that is not there; a file without a
row (a crash between the two, an import that was undone) is harmless and found again by the next import. What
nothing names any more is swept, see sweeping.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from xhsplanner.core.errors import Refused
from xhsplanner.core.files import NO_ROOM, make_folders, narrow, sha256_of, written_whole
from xhsplanner.core.words import t

PARTIAL = ".part"
COMING = ".coming"
"""The folder inside `assets/` for files that are being written: what a kill left there is found at once."""
DAY = 24 * 60 * 60
"""Seconds after which no import is still at work on a file."""
HOUR = 60 * 60


class Blobs:
    """The folder `assets/` of one workspace. Every method may run on any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str, ext: str) -> Path:
        """Where the file with this hash is or would be."""
        return self.folder / sha256[:2] / sha256[2:4] / f"{sha256}.{ext}"

    def put(self, data: bytes, sha256: str, ext: str) -> Path:
        """Store `data`, whose hash is `sha256`, durably; does nothing where the same bytes are there already.

        Raises Refused where the disk is full or the folder cannot be written; nothing is left behind then.
        """
        final = self.path(sha256, ext)
        if _holds(final, data):
            return final
        partial = self.folder / COMING / f"{uuid4().hex}{PARTIAL}"
        try:
            make_folders(final.parent)
            partial.parent.mkdir(exist_ok=True)
            narrow(partial.parent)
            with written_whole(final, partial), open(partial, "xb") as file:
                file.write(data)
        except OSError as problem:
            if problem.errno in NO_ROOM:
                raise Refused(t("assets.disk_full", folder=self.folder)) from problem
            reason = problem.strerror or problem
            raise Refused(t("assets.unwritable", folder=self.folder, reason=reason)) from problem
        return final

    def check(self, sha256: str, ext: str, told: Callable[[int], object] = lambda _read: None) -> str:
        """'' where the file is there with its right bytes, else `missing`, `unreadable` or `changed`.

        `told` hears how many bytes each piece had that was read.
        """
        try:
            return "" if sha256_of(self.path(sha256, ext), told) == sha256 else "changed"
        except FileNotFoundError:
            return "missing"
        except OSError:
            return "unreadable"

    def left_over(self) -> list[Path]:
        """What imports that were killed left half written, once it is a day old: another window may be at work."""
        places = (*self.folder.glob(f"{COMING}/*"), *self.folder.glob(f"??/??/.*{PARTIAL}"))
        return [path for path in places if old(path)]

    def sweep_coming(self) -> None:
        """Take away what imports that were killed left half written. Quick: for the beginning of every import."""
        for path in self.folder.glob(f"{COMING}/*"):
            if old(path):
                with suppress(OSError):
                    path.unlink()

    def files(self) -> Iterator[Path]:
        """Every whole file in the library, with or without a row."""
        return (path for path in sorted(self.folder.glob("??/??/*")) if path.suffix != PARTIAL)


def old(path: Path) -> bool:
    """Whether nobody has touched a file for a day."""
    try:
        return path.stat().st_mtime < time.time() - DAY
    except OSError:
        return False


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file has these bytes. It is marked as wanted then: nobody sweeps it before its row is there."""
    try:
        there = path.stat()
        if there.st_size != len(data) or path.read_bytes() != data:
            return False
        if there.st_mtime < time.time() - HOUR:
            os.utime(path)
        return True
    except PermissionError:
        return True
    except OSError:
        return False
