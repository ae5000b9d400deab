"""Writing what was read, on a worker. It says how far it is and can be stopped: then nothing was written."""

import threading
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from xhsplanner.core.change import Change
from xhsplanner.ops import plan
from xhsplanner.ops.plan import Preview
from xhsplanner.ui.context import Context
from xhsplanner.ui.importing.draft import Draft
from xhsplanner.ui.worker import Cancelled


class ImportJob(QObject):
    """One import. `done(Change | None)`, `stopped()`, `failed(Exception)`; `progressed(done, of)` in between."""

    progressed = Signal(int, int)
    done = Signal(object)
    stopped = Signal()
    failed = Signal(object)
    _step = Signal(int, int)

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._stop = threading.Event()
        self.running = False
        self._step.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        ctx.closing.connect(self.stop)

    def start(self, preview: Preview, draft: Draft) -> None:
        """Import what `preview` says, as `draft` decides."""
        self._stop = stop = threading.Event()
        self.running = True
        step = self._step.emit

        def progress(number: int, of: int) -> None:
            if stop.is_set():
                raise Cancelled
            step(number, of)

        work = partial(
            plan.import_plan, self._ctx.store, preview.reading, draft.decisions, draft.choices, progress=progress
        )
        self._ctx.tasks.start(work, self._finished, self._ended, long=True)

    def stop(self) -> None:
        """Give up; what was begun is rolled back."""
        self._stop.set()

    def _finished(self, change: Change | None) -> None:
        self.running = False
        self.done.emit(change)

    def _ended(self, error: Exception) -> None:
        self.running = False
        if isinstance(error, Cancelled):
            self.stopped.emit()
        else:
            self.failed.emit(error)
