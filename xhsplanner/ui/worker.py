"""One spawned process for Python that computes: beside the window a thread of it would stop every frame.

It takes functions of modules (they are pickled by name) and their values, and returns values. It never writes the
database. Spawned, never forked: a fork of a process that used Qt hangs.
"""

import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xhsplanner.core.errors import Refused
from xhsplanner.core.progress import Progress
from xhsplanner.core.words import t, words

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess


class Cancelled(Exception):  # noqa: N818 (not an error: somebody wanted it)
    """The work was given up because the user said so."""


def serve(pipe: "Connection", language: str) -> None:
    """What the process does: call what comes, with `progress` as keyword, and send back what it gave or raised."""
    words.use(language)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            function, args = pipe.recv()
            result = ("done", function(*args, progress=lambda n, of: pipe.send(("progress", (n, of)))))
        except EOFError:
            return
        except Exception as error:  # handed over whole: the window shows it
            result = ("failed", error)
        pipe.send(result)


def _end_with_parent() -> None:
    """A window that was killed reads no result: without this the work would go on to its end."""
    from multiprocessing.connection import wait
    from multiprocessing.process import parent_process

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


class Worker:
    """Calls functions in the process, one at a time. Used from worker threads, never from the GUI thread."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def call(self, function: Callable[..., Any], *args: Any, progress: Progress, stop: threading.Event) -> Any:
        """`function(*args, progress=…)` in the process. Raises what it raised, Cancelled once `stop` is set."""
        with self._turn:
            if stop.is_set():
                raise Cancelled
            pipe = self._started()
            pipe.send((function, args))
            while True:
                kind, value = self._next(pipe, stop)
                if kind == "done":
                    return value
                if kind == "failed":
                    raise value
                progress(*value)

    def _next(self, pipe: "Connection", stop: threading.Event) -> tuple[str, Any]:
        try:
            if self._answered(pipe, stop):
                message: tuple[str, Any] = pipe.recv()
                return message
        except (EOFError, OSError):
            self.close()
            raise Refused(t("shell.worker_died")) from None
        self.close()
        raise Cancelled

    @staticmethod
    def _answered(pipe: "Connection", stop: threading.Event) -> bool:
        while not pipe.poll(0.05):
            if stop.is_set():
                return False
        return not stop.is_set()

    def _started(self) -> "Connection":
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        import multiprocessing  # 20 ms that no start needs

        spawn = multiprocessing.get_context("spawn")
        pipe, theirs = spawn.Pipe()
        process = spawn.Process(target=serve, args=(theirs, words.language), daemon=True)
        process.start()
        theirs.close()
        self._process, self._pipe = process, pipe
        return pipe

    def close(self) -> None:
        """End the process; it holds nothing worth keeping."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def echo(word: str, progress: Progress) -> str:
    """The smallest piece of work: says that it is done and gives back what it got."""
    progress(1, 1)
    return word


def answers(seconds: float = 20) -> bool:
    """Whether this machine lets the program start a process of its own and talk to it; guards of banks may not."""
    worker, stop = Worker(), threading.Event()
    timer = threading.Timer(seconds, stop.set)
    timer.start()
    try:
        return bool(worker.call(echo, "here", progress=lambda _n, _of: None, stop=stop) == "here")
    except (Cancelled, Refused, OSError):
        return False
    finally:
        timer.cancel()
        worker.close()
