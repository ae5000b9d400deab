"""The check of the whole workspace beside the window: in a process of its own, so that no frame waits for it."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from xhsplanner.core.health import Report
from xhsplanner.core.progress import Progress
from xhsplanner.store import verify
from xhsplanner.store.encryption import cipher
from xhsplanner.ui.tasks import Tasks
from xhsplanner.ui.worker import Cancelled

NICE = 10
"""How far behind everything else the check stands for the processor."""


def examine(
    folder: Path, quick: bool, gentle: bool, key: tuple[str, str] | None = None, *, progress: Progress
) -> Report:
    """What the process does, with the `key` of an encrypted workspace. It tells each hundredth once: a message for
    every file would be thousands.
    """
    if gentle and hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(NICE)
    cipher.borrow(key)
    told = -1

    def tell(done: int, of: int) -> None:
        nonlocal told
        percent = 100 * done // max(of, 1)
        if percent != told:
            told = percent
            progress(percent, 100)

    return verify.run(folder, quick=quick, gentle=gentle, progress=tell)


class Checking(QObject):
    """One check at a time. `finished(Report)`, `failed(Exception)` or `cancelled()` ends it."""

    progressed = Signal(int)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: Tasks | None = None
        self._stop: Callable[[], None] | None = None

    @property
    def running(self) -> bool:
        """Whether a check is under way."""
        return self._stop is not None

    def start(self, folder: Path, *, quick: bool = False, gentle: bool = False) -> None:
        """Begin, unless one is under way. `gentle` takes its time."""
        if self._stop is None:
            self._tasks = Tasks(self, threads=1)  # its own: an import must not wait for a check
            self._stop = self._tasks.compute(
                examine,
                folder,
                quick,
                gentle,
                cipher.lent(folder),
                on_done=self._done,
                on_error=self._failed,
                on_progress=self._progress,
            )

    def cancel(self) -> None:
        """Give it up."""
        if self._stop is not None:
            self._stop()

    def close(self) -> None:
        """End it without a word: the workspace is being closed."""
        self._end()

    def _progress(self, percent: int, _of: int) -> None:
        self.progressed.emit(percent)

    def _done(self, report: Report) -> None:
        self._end(later=True)
        self.finished.emit(report)

    def _failed(self, error: Exception) -> None:
        self._end(later=True)
        if isinstance(error, Cancelled):
            self.cancelled.emit()
        else:
            self.failed.emit(error)

    def _end(self, later: bool = False) -> None:
        tasks, self._tasks, self._stop = self._tasks, None, None
        if tasks is None:
            return
        if later:
            tasks.idle.connect(tasks.close)  # not inside its own delivery
            tasks.idle.connect(tasks.deleteLater)
        else:
            tasks.close()
            tasks.deleteLater()
