"""What looks after an open workspace without being asked: the weekly check, and mending the search index."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCursor

from xhsplanner.core.errors import Refused
from xhsplanner.core.health import Report
from xhsplanner.core.words import t
from xhsplanner.ops import health
from xhsplanner.store import mending
from xhsplanner.ui.checking import Checking
from xhsplanner.ui.context import Context

LOOK_MS = 20_000
"""How often it looks whether there is something to do; still for so long counts as idle."""
MEND_MS = 2_000
"""How often it asks whether somebody stumbled over a damaged index."""


class Care(QObject):
    """For the context that is open. Works while the window is idle, says nothing while all is well."""

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._still: tuple[object, ...] = ()
        self._mending = False
        self._seen_whole = False
        self.checking = Checking(self)
        self.checking.finished.connect(self._checked)
        self.checking.failed.connect(self._failed)
        self._timers = [self._timer(LOOK_MS, self.look), self._timer(MEND_MS, self.mend)]
        ctx.closing.connect(self.close)

    def _timer(self, every_ms: int, act: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.timeout.connect(act)
        timer.start(every_ms)
        return timer

    def close(self) -> None:
        """Stop, before the workspace is closed."""
        for timer in self._timers:
            timer.stop()
        self.checking.close()

    def look(self) -> None:
        """Begin the weekly check where it is due and nobody has done anything since the last look."""
        still, self._still = self._still, self._hands()
        if self._still != still or self._ctx.tasks.busy or self.checking.running:
            return
        if not self._ctx.store.read_only and health.due(self._ctx.store.path):
            self.checking.start(self._ctx.store.path, gentle=True)

    def _hands(self) -> tuple[object, ...]:
        """What changes when somebody uses the window: the mouse, the selection, the last thing written."""
        ctx, pointer = self._ctx, QCursor.pos()
        return pointer.x(), pointer.y(), ctx.selection, ctx.day, ctx.query, ctx.store.history.last_id()

    def _checked(self, report: Report) -> None:
        health.remember(self._ctx.store.path, report)
        self._ctx.checked.emit(report)
        derived = report.of("derived")
        if derived:
            self._repair(partial(health.repair, self._ctx.store, derived))
        if report.of("data", "copy"):
            self._ctx.toast(t("health.told", verdict=report.verdict), kind="error")

    def _failed(self, error: Exception) -> None:
        """A check that this machine does not allow is shown as never done, on its page."""
        self._still = ()
        if not isinstance(error, Refused):
            self._ctx.tasks.failed.emit(error)

    # --- the search index -------------------------------------------------------------------------

    def mend(self) -> None:
        """Build the search index again where a search stumbled over it, or where it was left half built."""
        store = self._ctx.store
        if self._mending or store.read_only:
            return
        if store.notes.index.state != "whole":
            self._repair(partial(mending.mend_search, store))
        elif not self._seen_whole:
            self._seen_whole = True
            self._repair(partial(mending.complete_search, store))

    def _repair(self, work: Callable[[], object]) -> None:
        self._mending = True
        self._ctx.tasks.start(work, self._mended, self._unmended)

    def _mended(self, _done: object) -> None:
        self._mending = False

    def _unmended(self, error: Exception) -> None:
        """Not now (the disk is full, another process writes): the next time the workspace is opened."""
        self._timers[1].stop()
        if not isinstance(error, Refused):
            self._ctx.tasks.failed.emit(error)
