"""Work off the GUI thread: for what releases the GIL (decoding, hashing, SQLite, file copies).

Pure-Python work does not belong here: beside the GUI it turns 3 ms frames into 60 ms ones.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from shiboken6 import isValid


class _Job(QRunnable):
    def __init__(self, number: int, function: Callable[[], Any], finished: Callable[[int, Any, Any], None]) -> None:
        super().__init__()
        self._number = number
        self._function = function
        self._finished = finished

    def run(self) -> None:
        try:
            result, error = self._function(), None
        except Exception as raised:  # handed to the GUI thread, where on_error or `failed` shows it
            result, error = None, raised
        with suppress(RuntimeError):  # the program ended meanwhile and took the Tasks with it
            self._finished(self._number, result, error)


class Tasks(QObject):
    """A small pool of workers. `idle` is sent when the last result has been delivered."""

    idle = Signal()
    failed = Signal(object)
    """An exception that nobody handled: the window shows it."""
    _done = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._waiting: dict[int, tuple[Callable[[Any], None] | None, Callable[[Exception], None] | None]] = {}
        self._last = 0
        self._closed = False
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> int:
        """How many pieces of work have not delivered their result."""
        return len(self._waiting)

    def start(
        self,
        function: Callable[[], Any],
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `function()` on a worker; `on_done(result)` or `on_error(exception)` follows on this thread.

        A result for a widget that was deleted meanwhile is dropped.
        """
        if self._closed:
            return
        self._last += 1
        self._waiting[self._last] = (on_done, on_error)
        self._pool.start(_Job(self._last, function, self._done.emit))

    def close(self, wait_ms: int = 5000) -> None:
        """Forget what has not begun and wait for what runs. Results are no longer delivered."""
        self._closed = True
        self._pool.clear()
        self._pool.waitForDone(wait_ms)
        self._waiting.clear()

    def _deliver(self, number: int, result: object, error: Exception | None) -> None:
        if number not in self._waiting:
            return
        on_done, on_error = self._waiting[number]
        handler: Callable[[Any], None] | None = on_done if error is None else on_error
        try:
            if handler is not None and _alive(handler):
                handler(result if error is None else error)
            elif error is not None and on_error is None:
                self.failed.emit(error)
        finally:
            del self._waiting[number]
            if not self._waiting:
                self.idle.emit()


def _alive(handler: Callable[..., None]) -> bool:
    owner = getattr(handler, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
