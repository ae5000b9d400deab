"""Schedules imported on this disk, synchronous=FULL: the sample, and 10,000 rows. pytest -m bench -s

The large one goes the way of the window: read and matched in the worker process (started cold), then written by a
thread. Bodies have 200 characters, four accounts, three series. Once alone, into an empty new workspace; once from
a whole window (1440 × 900, offscreen, the program's switch interval) whose week has 500 cards in twenty accounts,
all unfolded and scrolled frame after frame, with what the window hears meanwhile handled between the frames:
progress, and in the end the change of 20,000 rows; then all is taken back. A frame that something else on the
machine stops is counted, too, so measure on a quiet one with two cores; what the window's own thread worked is
printed beside.
"""

import csv
import gc
import random
import sys
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.exchange.plan_model import Choices
from xhsplanner.exchange.plan_read import read_plan
from xhsplanner.ops import plan
from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store.workspace import create_workspace
from xhsplanner.ui.worker import Worker

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "plan" / "排期表_2026Q4.xlsx"
TODAY = date(2026, 12, 9)
LIMIT = 1.0
LARGE_LIMIT = 10.0
FRAME_MS, STALL_MS = 8.0, 50.0
UNDO_STALL_MS = 150
"""One look at 20,000 changed notes; measured 59."""
ROWS = 10_000
ACCOUNTS = ("主账号", "信用卡申请", "青禾财富Office", "城市分行")
SERIES = ("羊毛天天捡", "信用卡避坑指南", "哪些信用卡值得办", "")
CHARACTERS = "咖啡立减周末去哪儿刷卡返现记得领取权益年费避坑提醒分期利率看清楚境外消费车主卡生活小技巧今天很开心"

pytestmark = pytest.mark.bench


def test_the_sample_is_imported_within_a_second(tmp_path: Path) -> None:
    taken = []
    for run in range(3):
        store = create_workspace(tmp_path / f"workspace{run}")
        start = time.perf_counter()
        reading = read_plan(SAMPLE, known=plan.known(store), today=TODAY)
        plan.import_plan(store, reading)
        taken.append(time.perf_counter() - start)
        store.close()
    print(f"\nsample imported: {min(taken) * 1000:.0f} ms (limit {LIMIT * 1000:.0f})")
    assert min(taken) <= LIMIT


def large(path: Path) -> Path:
    """A csv of 10,000 notes over 500 days."""
    dice = random.Random(1)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["序号", "日期", "时间", "账号", "系列", "标题", "正文", "话题标签", "状态", "负责人"])
        for n in range(ROWS):
            day = date(2026, 1, 1) + timedelta(days=n // 20)
            title, body = ("".join(dice.choices(CHARACTERS, k=k)) for k in (14, 200))
            place = (ACCOUNTS[n % 4], SERIES[n % 4])
            row = (n + 1, day, f"{8 + n % 12:02}:{n * 7 % 60:02}", *place, f"{title}{n}", body, "#信用卡 #避坑")
            writer.writerow((*row, "待写", ("林", "周")[n % 2]))
    return path


def test_ten_thousand_rows_are_imported_within_ten_seconds(tmp_path: Path) -> None:
    file = large(tmp_path / "large.csv")
    store = create_workspace(tmp_path / "workspace")
    choices = Choices(create=frozenset((*ACCOUNTS, *SERIES[:3])))
    worker, told = Worker(), [0]

    def progress(_done: int, _of: int) -> None:
        told[0] += 1

    start = time.perf_counter()
    reading = (plan.preview, store.path, file, choices, {}, TODAY)
    shown = worker.call(*reading, progress=progress, stop=threading.Event())
    read = time.perf_counter() - start
    change = plan.import_plan(store, shown.reading, {}, choices, progress)
    taken = time.perf_counter() - start
    worker.close()
    assert change is not None
    assert len(change.created["note"]) == ROWS
    assert told[0] > 10
    store.close()
    print(f"\n10,000 rows imported: {taken:.1f} s, {read:.1f} of it reading (limit {LARGE_LIMIT:.0f})")
    assert taken <= LARGE_LIMIT


class Frames:
    """Scrolls the board of a window, and notes how long frames and what else the window hears take, in ms."""

    def __init__(self, window: Any) -> None:
        self.ctx, self.board = window.ctx, window.rooms["week"].board
        self.board.unfolded = frozenset(lane.account.id for lane in self.board.week.lanes)
        self.board.relayout()
        self.bar = self.board.verticalScrollBar()
        self.taken: list[float] = []
        self.worked: list[float] = []
        self.heard = [0.0]
        self._number = 0

    def next(self) -> None:
        """One frame, then the rest of its 16 ms for the others, then what was heard."""
        from PySide6.QtCore import QEvent
        from PySide6.QtWidgets import QApplication

        self._number += 1
        begun, work = time.perf_counter(), time.thread_time()
        self.bar.setValue(round(self.bar.maximum() * abs(2 * (self._number / 240 % 1) - 1)))
        QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
        self.taken.append((time.perf_counter() - begun) * 1000)
        self.worked.append((time.thread_time() - work) * 1000)
        time.sleep(0.004)
        work = time.thread_time()
        QApplication.processEvents()
        self.ctx.poll()  # the program looks for the work of others as well
        self.heard.append((time.thread_time() - work) * 1000)

    def until(self, done: list[Any]) -> Any:
        """Frames until there is a result; raises it where it is an exception."""
        while not done:
            self.next()
        if isinstance(done[0], Exception):
            raise done[0]
        return done[0]

    def report(self, name: str) -> tuple[float, float]:
        """(p95 of the frames, the longest work between two), printed; the next part is counted anew."""
        taken, worked, heard = sorted(self.taken), sorted(self.worked), max(self.heard)
        at = int(len(taken) * 0.95)
        print(
            f"  {name:<8} {len(taken):5} frames: median {taken[len(taken) // 2]:.2f} ms, p95 {taken[at]:.2f}"
            f" (working {worked[at]:.2f}), worst {taken[-1]:.1f}; longest work between two {heard:.1f} ms"
        )
        self.taken, self.worked, self.heard = [], [], [0.0]
        return taken[at], heard


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Any:
    """The whole window on 500 cards a week."""
    from xhsplanner.app import SWITCH_SECONDS
    from xhsplanner.ui.context import Context
    from xhsplanner.ui.garbage import MADE
    from xhsplanner.ui.main_window import MainWindow
    from xhsplanner.ui.theme import Theme

    store = create_workspace(tmp_path / "full")
    synthetic(store, 500 * 11, accounts=20, days=77)
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    looks = gc.get_threshold()
    gc.set_threshold(*MADE)
    theme = Theme("light", bundled_fonts=True)
    shown = MainWindow(Context(store, theme), "week")
    shown.resize(1440, 900)
    shown.show()
    qtbot.waitExposed(shown)
    shown.rooms["week"].settle()
    yield shown
    sys.setswitchinterval(before)
    gc.set_threshold(*looks)
    shown.ctx.close()
    shown.close()
    shown.deleteLater()
    store.close()
    theme.close()


def test_a_window_is_smooth_beside_ten_thousand_rows(window: Any, tmp_path: Path) -> None:
    ctx, frames = window.ctx, Frames(window)
    choices = Choices(create=frozenset((*ACCOUNTS, *SERIES[:3])))
    told: list[int] = []

    def progress(done: int, _of: int) -> None:
        told.append(done)

    def wait(begin: Callable[..., object]) -> Any:
        done: list[Any] = []
        begin(on_done=done.append, on_error=done.append)
        return frames.until(done)

    for _ in range(480):
        frames.next()
    while frames.board.banners.wanted:
        frames.board._draw_banners(limit_ms=1000)
    frames.report("warm")
    for _ in range(480):
        frames.next()
    print()
    figures = {"alone": frames.report("alone")}
    start = time.perf_counter()
    read = (plan.preview, ctx.store.path, large(tmp_path / "large.csv"), choices, {}, TODAY)
    shown = wait(partial(ctx.tasks.compute, *read, on_progress=progress))
    figures["reading"] = frames.report("reading")
    write = partial(plan.import_plan, ctx.store, shown.reading, {}, choices, progress)
    change = wait(partial(ctx.tasks.start, write))
    taken = time.perf_counter() - start
    for _ in range(20):
        frames.next()
    figures["writing"] = frames.report("writing")
    wait(partial(ctx.tasks.start, partial(ctx.store.step, "undo")))
    for _ in range(20):
        frames.next()
    figures["undo"] = frames.report("undo")
    print(f"  10,000 rows imported beside it: {taken:.1f} s (limit {LARGE_LIMIT:.0f})")
    assert len(change.created["note"]) == ROWS
    assert len(told) > 10
    assert max(figures[part][0] for part in ("alone", "reading", "writing")) <= FRAME_MS
    assert max(figures[part][1] for part in ("alone", "reading", "writing")) <= STALL_MS
    assert figures["undo"][1] <= UNDO_STALL_MS
    assert taken <= LARGE_LIMIT
