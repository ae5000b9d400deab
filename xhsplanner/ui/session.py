"""One window and what is open in it, so that it can be put away in the right order."""

import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QMainWindow
from shiboken6 import delete, isValid

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.store import places
from xhsplanner.store.layout import WINDOW_LOCK
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context

LEFT: "list[Session]" = []
"""Windows that a worker which does not end may still speak to: hidden, and kept until the program ends."""
SETTLED = 3.0
"""Seconds after which a lock that was made is surely held."""


@dataclass(slots=True)
class Session:
    """A window; with a workspace also its context, store and lock."""

    window: QMainWindow
    ctx: Context | None = None
    store: Store | None = None
    lock: QLockFile | None = None

    def close(self, keep_store: bool = False) -> None:
        """Write what is typed, end the work under way, remove the window, then close the store.

        The window goes first and at once: a timer of a board that still fires would read a closed store.
        """
        ended = self.ctx is None or self.ctx.close()
        if isValid(self.window):
            self.window.hide()
            if ended:
                delete(self.window)
            else:
                LEFT.append(self)
        if not keep_store:
            if self.store is not None:
                self.store.close()
            if self.lock is not None:
                self.lock.unlock()


def take_lock(folder: Path) -> QLockFile | None:
    """The lock of one window per workspace, or None where the folder cannot be written (then it opens
    read-only). A lock that nobody holds any more is taken over. Raises Refused where a window has it open.
    """
    if not folder.is_dir():
        return None
    lock = QLockFile(str(folder / WINDOW_LOCK))
    lock.setStaleLockTime(0)
    if lock.tryLock(0):
        return lock
    if lock.error() is QLockFile.LockError.LockFailedError:
        if _abandoned(folder) and lock.removeStaleLockFile() and lock.tryLock(0):
            return lock
        raise Refused(t("app.already_open", folder=folder.name))
    return None


def _abandoned(folder: Path) -> bool:
    """Whether a lock may be left behind: by a process whose number another has now, by the computer the folder was
    copied from, or cut off. Removing it fails where a window holds it; a moment old, it is just being made, and on
    a network the holder may be another computer.
    """
    try:
        age = time.time() - (folder / WINDOW_LOCK).lstat().st_mtime
    except OSError:
        return False
    return not -SETTLED < age < SETTLED and not places.is_network(folder)
