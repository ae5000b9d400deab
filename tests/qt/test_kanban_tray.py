"""The kanban beside the tray, and as a saved view."""

import json
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from xhsplanner.core.model import Note, Role, Status
from xhsplanner.ops import catalog, notes, topics
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.notes.mime import TOPICS
from xhsplanner.ui.rooms.board import BoardRoom
from xhsplanner.ui.tray.tray import Tray

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
NINTH = date(2026, 12, 9)


class Hands:
    """What a test does with the kanban; `ids` by name."""

    def __init__(self, room: BoardRoom, ids: dict[str, int]) -> None:
        self.room, self.ids = room, ids
        self.ctx, self.store, self.board = room.ctx, room.ctx.store, room.board

    def note(self, name: str) -> Note:
        found = self.store.notes.get(self.ids[name])
        assert found is not None
        return found

    def take(self, name: str, end: QPoint) -> None:
        """Press a card and carry it without letting go."""
        rect, view = self.board.rect_of(self.ids[name]), self.board.viewport()
        assert rect is not None
        start = QPoint(rect.x + rect.w // 2, rect.y + 40)
        QTest.mousePress(view, LEFT, NONE, start)
        for share in (0.3, 1.0):
            at = QPointF(start + (end - start) * share)
            QApplication.sendEvent(
                view, QMouseEvent(QEvent.Type.MouseMove, at, view.mapToGlobal(at), LEFT, LEFT, NONE)
            )


@pytest.fixture
def hands(store: Store, ctx: Context, qtbot: Any) -> Hands:
    ids: dict[str, int] = {}
    for noun, change in (
        ("account", catalog.add_account(store, name="主账号")),
        ("lin", catalog.add_member(store, name="林晓", role=Role.EDITOR)),
    ):
        assert change is not None
        ids[noun] = next(iter(change.created.values()))[0]
    made = notes.create(store, ids["account"], "笔记a", day=NINTH, owner_id=ids["lin"])
    assert made is not None
    ids["a"] = made.created["note"][0]
    room = BoardRoom(ctx)
    qtbot.addWidget(room)
    room.resize(1200, 640)
    room.show()
    qtbot.waitExposed(room)
    return Hands(room, ids)


def test_a_topic_dropped_on_a_column_becomes_a_note_of_it(hands: Hands) -> None:
    made = topics.add(hands.store, "年夜饭")
    assert made is not None
    hands.ctx.settings.set("kanban_by", "owner")
    mime = QMimeData()
    mime.setData(TOPICS, json.dumps(made.created["topic"]).encode())
    owner = hands.store.catalog.member(hands.ids["lin"])
    assert owner is not None
    number = next(n for n, one in enumerate(hands.board.board.columns) if one.value == owner.id)
    rect = hands.board.layout_.column(number, hands.board.x_)
    at = QPoint(rect.x + rect.w // 2, rect.bottom - 40)
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, LEFT, NONE)
    hands.board.dragEnterEvent(enter)
    assert enter.isAccepted()
    hands.board.dropEvent(QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, LEFT, NONE))
    note = hands.store.notes.get(hands.ctx.note_id or 0)
    assert note is not None
    assert (note.title, note.owner_id, note.day) == ("年夜饭", owner.id, NINTH)


def test_a_card_let_go_over_the_tray_loses_its_day(hands: Hands, qtbot: Any) -> None:
    tray = Tray(hands.ctx)
    window = QWidget()
    row = QHBoxLayout(window)
    row.addWidget(tray)
    row.addWidget(hands.room)
    window.resize(1600, 700)
    window.show()
    qtbot.waitExposed(window)
    there = hands.board.viewport().mapFromGlobal(tray.mapToGlobal(QPoint(100, 300)))
    hands.take("a", there)
    assert tray.property("look") == "target"
    QTest.mouseRelease(hands.board.viewport(), LEFT, NONE, there)
    assert hands.note("a").day is None
    assert tray.property("look") == "panel"
    hands.room.setParent(None)  # it is closed by itself
    window.deleteLater()


def test_its_look_is_kept_in_a_view(hands: Hands) -> None:
    before = hands.room.look()
    hands.room.wear({"by": "series", "period": "forever", "folded": 3})
    assert hands.room.look() == {**before, "by": "series"}


def test_a_topic_over_a_status_shows_where_its_note_begins(hands: Hands) -> None:
    made = topics.add(hands.store, "年夜饭")
    assert made is not None
    mime = QMimeData()
    mime.setData(TOPICS, json.dumps(made.created["topic"]).encode())
    rect = hands.board.layout_.column(2, hands.board.x_)
    at = QPoint(rect.x + rect.w // 2, rect.bottom - 40)
    move = QDragMoveEvent(at, Qt.DropAction.MoveAction, mime, LEFT, NONE)
    hands.board.dragMoveEvent(move)
    assert move.isAccepted()
    assert hands.board.target is not None
    assert hands.board.target.label == "建成笔记：待写"
    assert hands.board.target.rect == hands.board.layout_.column(0, hands.board.x_)
    hands.board.dropEvent(QDropEvent(QPointF(at), Qt.DropAction.MoveAction, mime, LEFT, NONE))
    assert hands.board.target is None
    assert hands.store.notes.find("年夜饭")[0].status is Status.TODO
