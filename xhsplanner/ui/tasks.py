"""Work off the GUI thread: for what releases the GIL (decoding, hashing, SQLite, file copies).

Pure-Python work beside the GUI turns 3 ms frames into 60 ms ones: `compute` gives it to a process of its own.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QImageReader
from shiboken6 import isValid

from xhsplanner.ui.worker import Cancelled, Worker

LONG_AT_ONCE = 4
"""Imports, snapshots, copies of files and the waiting for the worker process: they mostly wait for the disk."""


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
    """Pools of workers: of what is shown, of what takes long, and the one writer. `idle` is sent when the last
    result has been delivered."""

    idle = Signal()
    wrote = Signal()
    """The writer thread was given something to do, or has done it: see `writing`."""
    failed = Signal(object)
    """An exception that nobody handled: the window shows it."""
    _done = Signal(int, object, object)
    _progressed = Signal(int, int, int)

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = self._pool_of(threads)
        self._long = self._pool_of(LONG_AT_ONCE)
        self._writer = self._pool_of(1)
        self._writes: set[int] = set()
        self._waiting: dict[int, tuple[Callable[[Any], None] | None, Callable[[Exception], None] | None]] = {}
        self._last = 0
        self._closed = False
        self._worker = Worker()
        self._stops: dict[int, threading.Event] = {}
        self._told: dict[int, Callable[[int, int], None]] = {}
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def _pool_of(self, threads: int) -> QThreadPool:
        pool = QThreadPool(self)
        pool.setMaxThreadCount(threads)
        return pool

    @property
    def busy(self) -> int:
        """How many pieces of work have not delivered their result."""
        return len(self._waiting)

    @property
    def writing(self) -> bool:
        """Whether the writer thread has something to do: what is written now has to come after it."""
        return bool(self._writes)

    def start(
        self,
        function: Callable[[], Any],
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        *,
        long: bool = False,
    ) -> None:
        """Run `function()` on a worker; `on_done(result)` or `on_error(exception)` follows on this thread.

        A result for a widget that was deleted meanwhile is dropped. `long` is for what takes seconds (an import,
        a snapshot): pictures that come into sight do not wait behind it.
        """
        self._begin(self._long if long else self._pool, function, on_done, on_error)

    def write(
        self,
        function: Callable[[], Any],
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run an op on the single writer thread, after those given before; `close` waits for all of them."""
        number = self._begin(self._writer, function, on_done, on_error)
        if number:
            self._writes.add(number)
            self.wrote.emit()

    def _begin(
        self,
        pool: QThreadPool,
        function: Callable[[], Any],
        on_done: Callable[[Any], None] | None,
        on_error: Callable[[Exception], None] | None,
    ) -> int:
        """The number of the work, 0 where it is too late for any."""
        if self._closed:
            return 0
        _load_decoders()
        self._last += 1
        self._waiting[self._last] = (on_done, on_error)
        pool.start(_Job(self._last, function, self._done.emit))
        return self._last

    def compute(
        self,
        function: Callable[..., Any],
        *args: Any,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Callable[[], None]:
        """Run `function(*args, progress=…)` in the worker process; returns what cancels it.

        Function and values must be picklable, so: a function of a module. `on_progress(n, of)` hears what the
        function says to `progress`; after a cancel `on_error` gets Cancelled.
        """
        number, stop = self._last + 1, threading.Event()
        if self._closed:
            return stop.set
        self._stops[number] = stop
        if on_progress is not None:
            self._told[number] = on_progress

        def call() -> Any:
            tell = partial(self._progressed.emit, number)
            return self._worker.call(function, *args, progress=tell, stop=stop)

        self.start(call, on_done, on_error or _unless_cancelled(self.failed.emit), long=True)
        return stop.set

    def close(self, wait_ms: int = 5000) -> None:
        """Forget what has not begun and wait for what runs. Results are no longer delivered."""
        self._closed = True
        for stop in self._stops.values():
            stop.set()
        self._pool.clear()
        self._long.clear()
        self._writer.waitForDone()  # what was asked for is written: nothing is lost by closing
        self._pool.waitForDone(wait_ms)
        self._long.waitForDone(wait_ms)
        self._waiting.clear()
        self._writes.clear()
        self._worker.close()

    def _tell(self, number: int, done: int, of: int) -> None:
        told = self._told.get(number)
        if told is not None and number in self._waiting and alive(told):
            told(done, of)

    def _deliver(self, number: int, result: object, error: Exception | None) -> None:
        if number not in self._waiting:
            return
        on_done, on_error = self._waiting[number]
        handler: Callable[[Any], None] | None = on_done if error is None else on_error
        if number in self._writes:
            self._writes.remove(number)
            self.wrote.emit()
        try:
            if handler is not None and alive(handler):
                handler(result if error is None else error)
            elif error is not None and on_error is None:
                self.failed.emit(error)
        finally:
            del self._waiting[number]
            self._stops.pop(number, None)
            self._told.pop(number, None)
            if not self._waiting:
                self.idle.emit()


@cache
def _load_decoders() -> None:
    """Let Qt load its picture decoders here, 8 ms once: it does so under a lock, and a test hung for good with the
    first picture being decoded by a worker while this thread was in Qt."""
    QImageReader.supportedImageFormats()


def _unless_cancelled(say: Callable[[Exception], None]) -> Callable[[Exception], None]:
    return lambda error: None if isinstance(error, Cancelled) else say(error)


def alive(handler: Callable[..., object]) -> bool:
    """Whether the widget that a method belongs to was not deleted meanwhile."""
    method = handler.func if isinstance(handler, partial) else handler
    owner = getattr(method, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
