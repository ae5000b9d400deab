"""The month room on the screen with two accounts and three notes, and hands to act on it."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.core.model import Note
from xhsplanner.ops import catalog, notes
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.month.layout import Focus
from xhsplanner.ui.rect import Rect
from xhsplanner.ui.rooms.month import MonthRoom

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Key = Qt.Key
MON = date(2026, 12, 7)


class Hands:
    """What a test does with the month. `ids` are ids by name."""

    def __init__(self, room: MonthRoom, ids: dict[str, int]) -> None:
        self.room, self.ids, self.board = room, ids, room.board
        self.ctx, self.store = room.ctx, room.ctx.store
        self.toasts: list[ToastText] = []
        self.ctx.toasted.connect(self.toasts.append)

    def note(self, name: str) -> Note:
        found = self.store.notes.get(self.ids[name])
        assert found is not None
        return found

    @staticmethod
    def middle(rect: Rect) -> QPoint:
        """The middle of a rectangle."""
        return _middle(rect)

    def day(self, day: date) -> QPoint:
        """A point of a day below its chips."""
        number = self.board.page.number(day)
        assert number is not None
        return _middle(self.board.rect_of(Focus(number)), low=True)

    def head(self, day: date) -> QPoint:
        number = self.board.page.number(day)
        assert number is not None
        return _middle(self.board.grid.to_view(self.board.grid.head_rect(number), self.board.scrolled))

    def chip(self, name: str) -> QPoint:
        focus = self.board.grid.focus_of(self.ids[name])
        assert focus is not None
        return _middle(self.board.rect_of(focus))

    def carry(self, point: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        view = self.board.viewport()
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(point), view.mapToGlobal(QPointF(point)), LEFT, LEFT, held
        )
        QApplication.sendEvent(view, event)

    def take(self, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.mousePress(self.board.viewport(), LEFT, NONE, start)
        for share in (0.2, 0.6, 1.0):
            way = end - start
            self.carry(start + QPoint(round(way.x() * share), round(way.y() * share)), held)

    def drag(self, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        self.take(start, end, held)
        QTest.mouseRelease(self.board.viewport(), LEFT, held, end)

    def click(self, at: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.board.viewport(), LEFT, held, at)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.board, key, held)

    def drop(self, kind: str, ids: list[int], at: QPoint) -> bool:
        mime = QMimeData()
        mime.setData(f"application/x-xhsplanner-{kind}", json.dumps(ids).encode())
        event = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, LEFT, NONE)
        event.ignore()
        self.board.viewportEvent(event)
        return event.isAccepted()

    def wheel(self, angle: int) -> None:
        view, at = self.board.viewport(), QPointF(300, 200)
        event = QWheelEvent(
            at, view.mapToGlobal(at), QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton, NONE,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view, event)

    def add(self, name: str, day: date, minute: int | None = 600, account: str = "main", **fields: Any) -> int:
        made = notes.create(self.store, self.ids[account], f"note {name}", day=day, minute=minute, **fields)
        assert made is not None
        self.ids[name] = made.created["note"][0]
        self.board.reload()
        return self.ids[name]


def _middle(rect: Rect, low: bool = False) -> QPoint:
    return QPoint(rect.x + rect.w // 2, rect.bottom - 4 if low else rect.y + rect.h // 2)


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-09T10:00:00")


@pytest.fixture
def plan(store: Store) -> dict[str, int]:
    """Two accounts, one series, two notes with a day and one without."""
    ids = {}
    for name in ("main", "card"):
        change = catalog.add_account(store, name=name, initial=name[0].upper(), color="#D42A45")
        assert change is not None
        ids[name] = change.created["account"][0]
    change = catalog.add_series(store, name="节日节气", palette="term", cadence_days=7)
    assert change is not None
    ids["term"] = change.created["series"][0]
    for name, account, day, minute in (
        ("a", "main", date(2026, 12, 7), 600),
        ("b", "card", date(2026, 12, 8), 720),
        ("undated", "main", None, None),
    ):
        made = notes.create(store, ids[account], f"note {name}", day=day, minute=minute, body="text")
        assert made is not None
        ids[name] = made.created["note"][0]
    return ids


@pytest.fixture
def hands(make_context: Callable[..., Context], store: Store, plan: dict[str, int], qtbot: Any) -> Hands:
    room = MonthRoom(make_context(store))
    qtbot.addWidget(room)
    room.resize(996, 642)
    room.show()
    qtbot.waitExposed(room)
    room.focus_room()
    return Hands(room, plan)
