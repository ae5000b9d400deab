"""What the week board promises: pytest -m bench tests/bench/test_week.py -s

Conditions: a synthetic workspace of 50,000 notes over 16 years on the local disk, so that a week has about 60
cards; 4 accounts, viewport 996×642, pixel ratio 1, offscreen platform (raster), cover engine loaded. Then one of
500 cards in each week, of 4 or 20 accounts; scrolled beside an import it is in test_plan.py. Wall clock: other
programs on the machine only ever add time, so the calmest of some rounds counts, and for the cold week, which
cannot be repeated a hundred times, what the window's own thread worked is printed beside.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt's system libraries are missing", exc_type=ImportError)

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from xhsplanner.app import SWITCH_SECONDS
from xhsplanner.core.clock import today
from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace
from xhsplanner.ui.board import view
from xhsplanner.ui.board.hits import Hit, focus_of
from xhsplanner.ui.board.scene import paint_board
from xhsplanner.ui.context import Context
from xhsplanner.ui.rooms.week import WeekRoom
from xhsplanner.ui.theme import Theme

pytestmark = pytest.mark.bench
NOTES = 50_000
DAYS = 16 * 365
WEEKS = 60
ROUNDS = 3


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = create_workspace(tmp_path_factory.mktemp("big") / "w")
    synthetic(store, NOTES, days=DAYS)
    yield store
    store.close()


@pytest.fixture
def room(big: Store, qtbot: Any) -> Iterator[WeekRoom]:
    theme = Theme("light", bundled_fonts=True)
    ctx = Context(big, theme)
    room = WeekRoom(ctx)
    room.resize(996, 642)
    room.show()
    qtbot.waitExposed(room)
    room.settle()
    yield room
    room.close()
    ctx.close()
    theme.close()
    room.deleteLater()


def timed(action: Callable[[], object]) -> float:
    """Milliseconds one call takes."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def calmest(rounds: list[list[float]]) -> list[float]:
    """The round with the lowest p95: other programs on the machine only ever add time."""
    return min(rounds, key=p95)


def p95(samples: list[float]) -> float:
    return sorted(samples)[int(len(samples) * 0.95)]


def test_the_next_week_is_painted_within_16_ms(room: WeekRoom) -> None:
    board, rounds, cards = room.board, [], []
    start = today() - timedelta(days=7 * WEEKS * ROUNDS // 2)

    def show() -> None:
        board.show_week(monday)
        board.viewport().repaint()

    for first in range(0, ROUNDS * WEEKS, WEEKS):  # every week is new: neither tiles nor titles are known yet
        rounds.append([])
        for n in range(first, first + WEEKS):
            monday = start + timedelta(days=7 * n - start.weekday())
            board.tiles.clear()
            rounds[-1].append(timed(show))
            cards.append(len(board.week.notes))
            assert board.tiles.painted > 0
    samples = calmest(rounds)
    print(
        f"\nnext week, cold tiles: median {statistics.median(samples):.1f} ms, p95 {p95(samples):.1f} ms,"
        f" {statistics.mean(cards):.0f} cards a week on average"
    )
    assert statistics.mean(cards) >= 55
    assert p95(samples) <= 16


def test_an_unchanged_board_is_repainted_within_2_ms(room: WeekRoom) -> None:
    view = room.board.viewport()
    view.repaint()
    painted = room.board.tiles.painted
    samples = calmest([[timed(view.repaint) for _ in range(200)] for _ in range(ROUNDS)])
    print(f"\nunchanged: median {statistics.median(samples):.2f} ms, p95 {p95(samples):.2f} ms")
    assert room.board.tiles.painted == painted
    assert p95(samples) <= 2


def test_a_drag_frame_takes_at_most_4_ms(room: WeekRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    board, frames = room.board, []
    monkeypatch.setattr(view, "paint_board", lambda *args: (frames.append(1), paint_board(*args)))
    note = next(note for note in board.week.notes if not note.locked and board.board.note_rect(note.id))
    focus = focus_of(board.board, note.id)
    assert focus is not None
    rect = board.rect_of(focus)
    board._press_at = QPoint(rect.x + 8, rect.y + 8)
    board._take(Hit("note", rect, focus.cell, note.id))

    def frame(n: int) -> None:
        at = QPointF(130 + n * 2.8 % 840, 70 + n * 1.7 % 520)
        where = board.viewport().mapToGlobal(at)
        held, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(QEvent.Type.MouseMove, at, where, held, held, none)
        QApplication.sendEvent(board.viewport(), event)
        QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)

    samples = calmest([[timed(partial(frame, n)) for n in range(200)] for _ in range(ROUNDS)])
    board.cancel_drag()
    assert len(frames) >= 200 * ROUNDS
    print(f"\ndrag frame: median {statistics.median(samples):.2f} ms, p95 {p95(samples):.2f} ms")
    assert p95(samples) <= 4


def test_suggestions_hold_the_window_for_less_than_50_ms(room: WeekRoom) -> None:
    samples = [timed(room.board.load_hints) for _ in range(20)]
    print(f"\nsuggestions: median {statistics.median(samples):.1f} ms, p95 {p95(samples):.1f} ms")
    assert p95(samples) <= 50


# 500 cards

FULL = 500
"""Cards in one week."""


@pytest.fixture(scope="module", params=[4, 20], ids=["4 accounts", "20 accounts"])
def full(tmp_path_factory: pytest.TempPathFactory, request: Any) -> Iterator[Store]:
    """500 notes in every week of eleven: 18 in each cell of four accounts, or 3 to 4 in each of twenty."""
    store = create_workspace(tmp_path_factory.mktemp("full") / "w")
    synthetic(store, FULL * 11, accounts=request.param, days=77)
    yield store
    store.close()


@pytest.fixture
def switching() -> Iterator[None]:
    """The program's own switch interval, which app.py sets."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    yield
    sys.setswitchinterval(before)


@pytest.fixture
def full_room(full: Store, switching: None, qtbot: Any) -> Iterator[WeekRoom]:
    theme = Theme("light", bundled_fonts=True)
    ctx = Context(full, theme)
    room = WeekRoom(ctx)
    room.resize(996, 642)
    room.show()
    qtbot.waitExposed(room)
    room.settle()
    yield room
    room.close()
    ctx.close()
    theme.close()
    room.deleteLater()


def unfold_all(board: Any, unfolded: bool) -> None:
    board.unfolded = frozenset(lane.account.id for lane in board.week.lanes) if unfolded else frozenset()
    board.relayout()


@pytest.mark.parametrize("look", ["normal", "compact", "cover", "unfolded", "two_weeks"])
def test_500_cards_are_painted_cold_within_60_ms(full_room: WeekRoom, look: str) -> None:
    board = full_room.board
    if look in ("compact", "cover"):
        board.choose(density=look)
    elif look == "two_weeks":
        board.choose(span="two_weeks")
    samples, cpu, monday = [], [], board.start
    for n in (1, -1, 0, 1, -1, 0):
        board._ink = None  # neither titles nor frames nor chips are known

        def show(n: int = n) -> None:
            board.show_week(monday + timedelta(days=7 * n))
            if look == "unfolded":
                unfold_all(board, True)
            board.viewport().repaint()

        before = time.thread_time()
        samples.append(timed(show))
        cpu.append((time.thread_time() - before) * 1000)
    print(
        f"\n{len(board.week.notes)} cards, {look}: cold {min(samples):.1f} to {max(samples):.1f} ms,"
        f" of which the window's thread works {statistics.median(cpu):.1f} ms"
    )
    assert len(board.week.notes) >= 400
    assert statistics.median(samples) <= 60


def scroll(board: Any, frames: int = 240) -> list[float]:
    """Milliseconds of frame after frame while the board is scrolled down and up again."""
    bar, samples = board.verticalScrollBar(), []
    for n in range(frames):
        share = abs(2 * (n / frames % 1) - 1)

        def frame(share: float = share) -> None:
            bar.setValue(round(bar.maximum() * share))
            QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)

        samples.append(timed(frame))
        time.sleep(0.004)  # the rest of a frame, in which the window waits and workers may run
    return samples


def warm(board: Any) -> None:
    unfold_all(board, True)
    scroll(board)
    while board.banners.wanted:
        board._draw_banners(limit_ms=1000)
        scroll(board, 60)


def test_a_scroll_frame_takes_at_most_8_ms(full_room: WeekRoom) -> None:
    board = full_room.board
    warm(board)
    samples = calmest([scroll(board) for _ in range(ROUNDS)])
    print(
        f"\nscroll: median {statistics.median(samples):.2f} ms, p95 {p95(samples):.2f} ms, {board.board.grid_h} px"
    )
    assert p95(samples) <= 8


def test_switches_hold_the_window_for_less_than_50_ms(full_room: WeekRoom) -> None:
    board, ctx = full_room.board, full_room.ctx
    changes: list[tuple[str, Callable[[], object]]] = [
        *((f"density {one}", partial(board.choose, density=one)) for one in ("compact", "cover", "normal")),
        *((f"colours {one}", partial(board.choose, colours=one)) for one in ("status", "owner", "series")),
        *((f"days {one}", partial(board.choose, span=one)) for one in ("two_weeks", "workweek", "week")),
        ("order", partial(board.choose, order="gap")),
        ("order back", partial(board.choose, order="team")),
        ("list", partial(ctx.settings.set, "board_view", "list")),
        ("board", partial(ctx.settings.set, "board_view", "board")),
    ]
    worst: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, change in changes:

            def act(change: Callable[[], object] = change) -> None:
                change()
                full_room.shown.viewport().repaint()  # type: ignore[attr-defined]

            worst.setdefault(name, []).append(timed(act))
    for name, samples in worst.items():
        print(f"\n  {name}: {min(samples):.1f} to {max(samples):.1f} ms", end="")
    # The first list builds its view; from then on every switch keeps to the limit.
    assert all(statistics.median(samples) <= 50 for samples in worst.values())
