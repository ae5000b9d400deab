"""What kanban and cover wall promise: pytest -m bench tests/bench/test_kanban.py -s

Conditions: 500 notes of five accounts and six series in two weeks, spread over the statuses, on the local disk;
kanban of 1040×700 and wall of 1040×760 (300 notes of one account), pixel ratio 1, offscreen platform (raster).
What the window's own thread works is measured, for other programs on the machine only ever add time; the calmest
of some rounds counts.
"""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle
from typing import Any

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt's system libraries are missing", exc_type=ImportError)

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication

from xhsplanner.core.model import Role, Status
from xhsplanner.ops import catalog
from xhsplanner.ops.notes import insert_note
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace
from xhsplanner.ui.context import Context
from xhsplanner.ui.rooms.board import BoardRoom
from xhsplanner.ui.rooms.wall import WallRoom
from xhsplanner.ui.theme import Theme

pytestmark = pytest.mark.bench
ROUNDS = 5
CARDS, COVERS = 500, 300
MONDAY = date(2026, 12, 7)
"""Of the week that the clock of all tests stands in."""
PALETTES = ("wool", "pitfall", "worth", "term", "fans", "fraud")
LEGS = (Status.TODO, Status.TODO, Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.HANDED_OVER)


def timed(action: Callable[[], object]) -> float:
    """Milliseconds the window's own thread works in one call."""
    started = time.thread_time()
    action()
    return (time.thread_time() - started) * 1000


def p95(samples: list[float]) -> float:
    return sorted(samples)[int(len(samples) * 0.95)]


def say(what: str, samples: list[float]) -> None:
    middle = sorted(samples)[len(samples) // 2]
    print(f"\n{what}: median {middle:.2f} ms, p95 {p95(samples):.2f} ms", file=sys.stderr)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = create_workspace(tmp_path_factory.mktemp("kanban") / "w")
    for n in range(6):
        catalog.add_account(store, name=f"账号{n}", initial="号", color="#D42A45")
        catalog.add_series(store, name=f"系列{n}", palette=PALETTES[n], cadence_days=7)
        catalog.add_member(store, name=f"成员{n}", role=Role.LEAD, color="#2F6FED")
    accounts = [one.id for one in store.catalog.accounts()]
    series = [one.id for one in store.catalog.series()]
    members = [one.id for one in store.catalog.members()]
    with store.op("workspace.demo") as op:
        for n, leg in zip(range(CARDS), cycle(LEGS), strict=False):
            row = {
                "account_id": accounts[1 + n % 5],
                "title": f"第{n}篇 周末吃喝省一半，这样换最划算",
                "day": (MONDAY + timedelta(days=n % 14)).isoformat(),
                "minute": 480 + n % 12 * 60,
                "series_id": series[n % 6],
                "owner_id": members[n % 6],
                "status": leg.value,
                "code": f"K-{n}",
            }
            insert_note(op, row)
        for n in range(COVERS):
            day = (MONDAY + timedelta(days=30 - n // 2)).isoformat()
            row = {"account_id": accounts[0], "title": f"封面{n} 这4步少一步都不行", "day": day, "minute": 600}
            insert_note(op, {**row, "series_id": series[n % 6], "code": f"W-{n}"})
    yield store
    store.close()


@pytest.fixture
def ctx(store: Store, qapp: Any) -> Iterator[Context]:
    theme = Theme("light", bundled_fonts=True)
    ctx = Context(store, theme)
    yield ctx
    ctx.close()
    theme.close()


@pytest.fixture
def room(ctx: Context) -> Iterator[BoardRoom]:
    room = BoardRoom(ctx)
    room.resize(1040, 700)
    room.show()
    room.grab()  # laid out and painted once
    yield room
    room.close()
    room.deleteLater()


def test_500_cards_are_read_and_painted_within_60_ms(room: BoardRoom) -> None:
    board = room.board

    def cold() -> None:
        board.retheme()
        board.board.faces.notes.clear()
        board.reload()
        board.viewport().repaint()

    samples = [timed(cold) for _ in range(15)]
    cards = sum(len(column.ids) for column in board.board.columns)
    say(f"kanban, {cards} cards, cold", samples)
    assert cards >= CARDS
    assert min(samples) <= 60


def test_a_repaint_takes_2_ms(room: BoardRoom) -> None:
    board = room.board
    board.viewport().repaint()
    rounds = [[timed(board.viewport().repaint) for _ in range(40)] for _ in range(ROUNDS)]
    best = min(rounds, key=p95)
    say("kanban, repaint", best)
    assert sorted(best)[len(best) // 2] <= 2


def test_a_frame_of_a_drag_takes_8_ms(room: BoardRoom) -> None:
    board = room.board
    ids = board.board.columns[0].ids[:3]
    board.ctx.pick(ids, ids[0])
    rect = board.rect_of(ids[0])
    assert rect is not None
    board._take(ids[0], QPoint(rect.x + 20, rect.y + 20))

    def move(x: int) -> None:
        board._carry_to(QPoint(x, 300))
        QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)

    rounds = [[timed(lambda x=x: move(x)) for x in range(40, 1000, 8)] for _ in range(ROUNDS)]
    board.cancel()
    best = min(rounds, key=p95)
    say("kanban, a frame of a drag of three cards", best)
    assert p95(best) <= 8


def test_a_column_scrolls_with_frames_of_8_ms(room: BoardRoom) -> None:
    board = room.board
    bar = board._bars[0]

    def step(value: int) -> None:
        bar.setValue(value)
        board.viewport().repaint()

    rounds = []
    for _ in range(ROUNDS):
        board.retheme()
        rounds.append([timed(lambda v=v: step(v)) for v in range(0, bar.maximum(), 60)])
    best = min(rounds, key=p95)
    say("kanban, a frame of scrolling", best)
    assert p95(best) <= 8


@pytest.mark.parametrize("width", ["phone", "wide"])
def test_a_wall_of_300_covers_scrolls_with_frames_of_8_ms(ctx: Context, qtbot: Any, width: str) -> None:
    ctx.settings.set("wall_width", width)
    room = WallRoom(ctx)
    room.resize(1040, 760)
    with qtbot.waitExposed(room):
        room.show()
    view, bar = room.view, room.view.verticalScrollBar()
    assert len(view.wall.faces) == COVERS
    assert view.layout_.height >= 700

    def step(value: int) -> None:
        bar.setValue(value)
        view.viewport().repaint()

    rounds = []
    for _ in range(ROUNDS):
        view.retheme()
        bar.setValue(0)
        rounds.append([timed(lambda v=v: step(v)) for v in range(0, bar.maximum(), 90)])
    best = min(rounds, key=p95)
    say(f"wall of {COVERS} covers, {width}, a frame of scrolling", best)
    assert view.painted >= COVERS
    longest: list[float] = []
    deadline = time.perf_counter() + 20
    while view.covers.busy and time.perf_counter() < deadline:
        longest.append(timed(lambda: qtbot.wait(1)))
    say("the window while covers are painted beside", longest or [0.0])
    qtbot.waitUntil(lambda: not view.covers.busy, timeout=30_000)
    assert p95(best) <= 8
    again = [timed(room.view.reload) for _ in range(10)]
    say("wall, reload", again)
    assert min(again) <= 50
    room.close()
    room.deleteLater()
