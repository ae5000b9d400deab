"""The week room on the screen with two accounts and three notes, and hands to act on it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.core.model import Note
from xhsplanner.ops import catalog, notes
from xhsplanner.store.store import Store
from xhsplanner.ui.board import hits
from xhsplanner.ui.board.layout import Cell
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.rooms.week import WeekRoom

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class Hands:
    """What a test does with the board. `ids` are the ids of the accounts, the series and the notes by name."""

    def __init__(self, room: WeekRoom, ids: dict[str, int]) -> None:
        self.room, self.ids = room, ids
        self.ctx, self.store, self.board = room.ctx, room.ctx.store, room.board
        self.toasts: list[ToastText] = []
        room.ctx.toasted.connect(self.toasts.append)

    def note(self, name: str) -> Note:
        """A note as it is stored."""
        found = self.store.notes.get(self.ids[name])
        assert found is not None
        return found

    def centre(self, row: int, column: int) -> QPoint:
        """The middle of a cell in viewport pixels."""
        board = self.board
        rect = board.board.to_view(board.board.cell_rect(Cell(row, column)), *board.scrolled)
        return QPoint(rect.x + rect.w // 2, rect.y + rect.h // 2)

    def card(self, name: str) -> QPoint:
        """A point on a note's card."""
        focus = hits.focus_of(self.board.board, self.ids[name])
        assert focus is not None
        rect = self.board.rect_of(focus)
        return QPoint(rect.x + 30, rect.y + min(20, rect.h // 2))

    def carry(self, point: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        """Move the mouse with the left button down."""
        view = self.board.viewport()
        place = view.mapToGlobal(QPointF(point))
        event = QMouseEvent(QEvent.Type.MouseMove, QPointF(point), place, LEFT, LEFT, held)
        QApplication.sendEvent(view, event)

    def take(self, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        """Press at `start` and carry to `end` without letting go."""
        QTest.mousePress(self.board.viewport(), LEFT, NONE, start)
        for share in (0.2, 0.6, 1.0):
            way = end - start
            self.carry(start + QPoint(round(way.x() * share), round(way.y() * share)), held)

    def drag(self, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        """A whole drag."""
        self.take(start, end, held)
        QTest.mouseRelease(self.board.viewport(), LEFT, held, end)

    def click(self, at: QPoint) -> None:
        """A click on the board."""
        QTest.mouseClick(self.board.viewport(), LEFT, NONE, at)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """A key for the board."""
        QTest.keyClick(self.board, key, held)

    def drop(self, mime: QMimeData, at: QPoint) -> bool:
        """Drop `mime` at a point; whether the board took it."""
        event = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, LEFT, NONE)
        event.ignore()
        self.board.viewportEvent(event)
        return event.isAccepted()

    def wheel(self, at: QPoint, angle: int, held: Qt.KeyboardModifier = NONE) -> None:
        """Turn the wheel over a point; -120 is one notch down."""
        view = self.board.viewport()
        place, none = view.mapToGlobal(QPointF(at)), Qt.MouseButton.NoButton
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(QPointF(at), place, QPoint(), QPoint(0, angle), none, held, phase, False)
        QApplication.sendEvent(view, event)

    def image(self) -> QImage:
        """The viewport as painted."""
        return self.board.viewport().grab().toImage()


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-09T10:00:00")


@pytest.fixture
def plan(store: Store) -> dict[str, int]:
    """Two accounts, one series and three notes: ids by name."""
    ids = {}
    for name in ("main", "card"):
        change = catalog.add_account(store, name=name, initial=name[0].upper(), color="#D42A45")
        assert change is not None
        ids[name] = change.created["account"][0]
    change = catalog.add_series(store, name="羊毛天天捡", palette="wool", cadence_days=7)
    assert change is not None
    ids["wool"] = change.created["series"][0]
    for name, account, when, minute in (
        ("a", "main", date(2026, 12, 7), 600),
        ("b", "card", date(2026, 12, 8), 720),
        ("undated", "main", None, None),
    ):
        made = notes.create(
            store, ids[account], f"note {name}", day=when, minute=minute, series_id=ids["wool"], body="text"
        )
        assert made is not None
        ids[name] = made.created["note"][0]
    return ids


@pytest.fixture
def hands_on() -> type[Hands]:
    """Hands for the room of a whole window."""
    return Hands


@pytest.fixture
def hands(make_context: Callable[..., Context], store: Store, plan: dict[str, int], qtbot: Any) -> Hands:
    """The week room on the screen, 7–13 December 2026."""
    room = WeekRoom(make_context(store))
    qtbot.addWidget(room)
    room.resize(996, 642)
    room.show()
    qtbot.waitExposed(room)
    room.focus_room()
    room.settle()
    return Hands(room, plan)


@pytest.fixture
def more(hands: Hands) -> Hands:
    """Two more notes: c on the main account's Wednesday, d on the other one's Thursday."""
    for name, account, n in (("c", "main", 9), ("d", "card", 10)):
        made = notes.create(hands.store, hands.ids[account], f"note {name}", day=date(2026, 12, n), minute=600)
        assert made is not None
        hands.ids[name] = made.created["note"][0]
    hands.board.reload()
    hands.board.settle()
    return hands


@pytest.fixture
def window(
    make_context: Callable[..., Context], store: Store, plan: dict[str, int], qtbot: Any
) -> Iterator[MainWindow]:
    """A whole window with the week in it."""
    window = MainWindow(make_context(store), "week")
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.close()
    window.deleteLater()
