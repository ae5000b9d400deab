"""Work off the GUI thread: for what releases the GIL (decoding, hashing, SQLite, file copies).

Pure-Python work beside the GUI turns 3 ms frames into 60 ms ones: `compute` gives it to a process of its own.
"""

import atexit
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


CLOSE_MS = 20_000
"""So long the end of the program waits for work that cannot be stopped, such as a snapshot of gigabytes."""


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
        with suppress(RuntimeError):  # the program ended meanwhile
            self._finished(self._number, result, error)


class _Hands(QObject):
    """The pools of one Tasks, and how results come back from them.

    It stays as long as work is under way, also where the Tasks is taken away before: a worker that told its result
    to an object which was just being deleted ended the program with a broken heap.
    """

    done = Signal(int, object, object)
    progressed = Signal(int, int, int)

    def __init__(self, threads: int) -> None:
        super().__init__()
        self.shown, self.long, self.writer = (self._pool(n) for n in (threads, LONG_AT_ONCE, 1))
        self._under_way = 0
        self.done.connect(self._ended, Qt.ConnectionType.QueuedConnection)

    def _pool(self, threads: int) -> QThreadPool:
        pool = QThreadPool(self)
        pool.setMaxThreadCount(threads)
        return pool

    def begin(self, pool: QThreadPool, number: int, function: Callable[[], Any]) -> None:
        """Give a pool some work."""
        self._under_way += 1
        AT_WORK.add(self)
        pool.start(_Job(number, function, self.done.emit))

    def _ended(self, *_result: object) -> None:
        self._under_way -= 1
        if not self._under_way and self.rest():
            AT_WORK.discard(self)

    def rest(self, wait_ms: int = -1) -> bool:
        """Wait until nothing runs; False where that takes too long. What is written always ends first."""
        self.writer.waitForDone()
        return self.shown.waitForDone(wait_ms) and self.long.waitForDone(wait_ms)

    def forget(self) -> None:
        """Take out what has not begun; but not what is to be written."""
        self.shown.clear()
        self.long.clear()


AT_WORK: set[_Hands] = set()
"""Kept whole until their work is done."""


@atexit.register
def _rest() -> None:
    """A thread that came back into Python while that is taken down would crash."""
    for hands in AT_WORK:
        hands.rest(CLOSE_MS)


def stuck() -> bool:
    """Whether work goes on although its window is closed: the program is then ended without waiting for it."""
    return bool(AT_WORK)


class Tasks(QObject):
    """Workers for what is shown, for what takes long, and the one writer. `idle` is sent when the last result has
    been delivered."""

    idle = Signal()
    wrote = Signal()
    """The writer thread was given something to do, or has done it: see `writing`."""
    failed = Signal(object)
    """An exception that nobody handled: the window shows it."""

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._hands = _Hands(threads)
        self._writes: set[int] = set()
        self._waiting: dict[int, tuple[Callable[[Any], None] | None, Callable[[Exception], None] | None]] = {}
        self._last = 0
        self._closed = False
        self._worker = Worker()
        self._stops: dict[int, threading.Event] = {}
        self._told: dict[int, Callable[[int, int], None]] = {}
        self._hands.done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._hands.progressed.connect(self._tell, Qt.ConnectionType.QueuedConnection)

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
        self._begin(self._hands.long if long else self._hands.shown, function, on_done, on_error)

    def write(
        self,
        function: Callable[[], Any],
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run an op on the single writer thread, after those given before; `close` waits for all of them."""
        number = self._begin(self._hands.writer, function, on_done, on_error)
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
        self._hands.begin(pool, self._last, function)
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
        number, stop, worker = self._last + 1, threading.Event(), self._worker
        if self._closed:
            return stop.set
        self._stops[number] = stop
        if on_progress is not None:
            self._told[number] = on_progress

        tell = partial(self._hands.progressed.emit, number)

        def call() -> Any:
            return worker.call(function, *args, progress=tell, stop=stop)

        self.start(call, on_done, on_error or _unless_cancelled(self.failed.emit), long=True)
        return stop.set

    def close(self, wait_ms: int = CLOSE_MS) -> bool:
        """Forget what has not begun, wait for what runs and all that is to be written. No results follow.

        False where something runs on: what it may still speak to must not be deleted.
        """
        self._closed = True
        for stop in self._stops.values():
            stop.set()
        self._hands.forget()
        ended = self._hands.rest(wait_ms)
        if ended:
            AT_WORK.discard(self._hands)
        self._waiting.clear()
        self._writes.clear()
        self._worker.close()
        return ended

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
