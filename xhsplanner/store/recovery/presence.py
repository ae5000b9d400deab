"""Who has a workspace open: nobody takes the database's place while somebody else works in it.

A lock on the folder itself, shared by all who have it open, held alone by who restores it. Unlike SQLite's own
locks on the file it also holds between two openings in one process. Windows does not let an open file be replaced,
so nothing more is needed there.
"""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

PATIENCE = 10.0
"""Seconds to wait for who restores the workspace now."""
LOOK_AGAIN = 0.05


class Presence:
    """One opening of one workspace; ends with `close`."""

    def __init__(self, folder: Path) -> None:
        self._handle: int | None = None
        if sys.platform != "win32":
            with suppress(OSError):  # a folder that may not be read holds nothing to be locked
                self._handle = os.open(folder, os.O_RDONLY)

    def join(self) -> bool:
        """Share the folder with the others; False where somebody keeps it for himself for long."""
        until = time.monotonic() + PATIENCE
        while not self._lock(alone=False):
            if time.monotonic() > until:
                return False
            time.sleep(LOOK_AGAIN)
        return True

    def alone(self) -> bool:
        """Have the folder for oneself; False where somebody else has the workspace open."""
        return self._lock(alone=True)

    def _lock(self, *, alone: bool) -> bool:
        if sys.platform == "win32" or self._handle is None:
            return True
        import fcntl

        try:
            fcntl.flock(self._handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return not alone  # a file system without such locks: sharing does no harm, replacing would
        return True

    def close(self) -> None:
        """Let the folder go."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __del__(self) -> None:
        self.close()
