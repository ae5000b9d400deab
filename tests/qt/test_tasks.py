"""Workers: results on the GUI thread, errors told, nothing delivered to the dead."""

import os
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QObject

from xhsplanner.core.errors import Refused
from xhsplanner.ops import catalog, notes
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.tasks import Tasks
from xhsplanner.ui.worker import Cancelled


class Reader(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []

    def take(self, value: object) -> None:
        self.got.append(value)


def test_result_arrives_on_this_thread(qtbot: Any) -> None:
    tasks, threads = Tasks(), []
    with qtbot.waitSignal(tasks.idle):
        tasks.start(threading.get_ident, lambda worker: threads.extend([worker, threading.get_ident()]))
        assert tasks.busy == 1
    assert threads[1] == threading.get_ident() != threads[0]
    assert tasks.busy == 0
    tasks.close()


def test_errors_go_to_the_handler_or_are_told(qtbot: Any) -> None:
    tasks, seen = Tasks(), []
    tasks.failed.connect(lambda error: seen.append(("told", type(error))))

    def fail() -> None:
        raise ValueError("no")

    with qtbot.waitSignal(tasks.idle):
        tasks.start(fail, on_error=lambda error: seen.append(("handled", type(error))))
        tasks.start(fail)
    assert sorted(seen) == [("handled", ValueError), ("told", ValueError)]
    tasks.close()


@pytest.mark.parametrize("bound", [False, True])
def test_a_deleted_reader_gets_nothing(qtbot: Any, bound: bool) -> None:
    tasks, reader = Tasks(), Reader()
    gate = threading.Event()
    got = reader.got
    with qtbot.waitSignal(tasks.idle):
        tasks.start(gate.wait, partial(reader.take) if bound else reader.take)
        reader.deleteLater()
        reader.destroyed.connect(lambda: gate.set())
    assert got == []
    tasks.close()


def test_idle_waits_for_work_begun_by_results(qtbot: Any) -> None:
    tasks, order = Tasks(), []
    tasks.idle.connect(lambda: order.append("idle"))
    tasks.start(lambda: 1, lambda one: (order.append(one), tasks.start(lambda: 2, order.append)))
    qtbot.waitUntil(lambda: "idle" in order)
    assert order == [1, 2, "idle"]
    tasks.close()


def test_closed_tasks_deliver_nothing(qtbot: Any) -> None:
    tasks, got = Tasks(), []
    tasks.start(lambda: 1, got.append)
    tasks.close()
    qtbot.wait(20)
    assert got == []


def test_a_large_undo_runs_on_a_worker_and_says_so_when_it_is_done(
    make_context: Callable[..., Context], store: Store, qtbot: Any
) -> None:
    catalog.add_account(store, name="主账号")
    ids = []
    for n in range(110):
        change = notes.create(store, 1, f"第 {n} 篇")
        assert change is not None
        ids += change.created["note"]
    notes.copy(store, ids)
    ctx = make_context(store)
    said: list[str] = []
    ctx.toasted.connect(lambda toast: said.append(toast.text))
    assert store.step_rows("undo") > 200
    with qtbot.waitSignal(ctx.changed, timeout=5000) as heard:
        assert ctx.undo() is None
    qtbot.waitUntil(lambda: bool(said), timeout=5000)
    assert heard.args[0].verb == "undo"
    assert store.notes.count() == 110
    assert said[0].startswith("撤销")


def count_up(to: int, progress: Callable[[int, int], None]) -> tuple[int, int]:
    """Work for the process: counts and says so."""
    for n in range(to):
        progress(n + 1, to)
    return to, os.getpid()


def refuse(progress: Callable[[int, int], None]) -> None:
    raise Refused("不行")


def last_forever(progress: Callable[[int, int], None]) -> None:
    progress(0, 1)
    threading.Event().wait()


def test_computing_happens_in_a_process_of_its_own(qtbot: Any) -> None:
    tasks, told, got = Tasks(), [], []
    with qtbot.waitSignal(tasks.idle, timeout=20_000):
        tasks.compute(os.getppid, on_error=got.append)  # takes no progress: an error like any other
    assert isinstance(got.pop(), TypeError)
    with qtbot.waitSignal(tasks.idle, timeout=20_000):
        tasks.compute(count_up, 3, on_done=got.append, on_progress=lambda n, of: told.append((n, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    counted, process = got.pop()
    assert counted == 3
    assert process != os.getpid()
    with qtbot.waitSignal(tasks.idle, timeout=20_000):
        tasks.compute(refuse, on_error=got.append)
    assert isinstance(got[0], Refused)
    assert str(got[0]) == "不行"
    tasks.close()


def test_computing_can_be_cancelled_and_the_next_work_goes_on(qtbot: Any) -> None:
    tasks, got = Tasks(), []
    with qtbot.waitSignal(tasks.idle, timeout=20_000):
        cancel = tasks.compute(last_forever, on_error=got.append, on_progress=lambda _n, _of: cancel())
    assert isinstance(got[0], Cancelled)
    with qtbot.waitSignal(tasks.idle, timeout=20_000):
        tasks.compute(count_up, 1, on_done=got.append)
    assert got[1][0] == 1
    tasks.close()
