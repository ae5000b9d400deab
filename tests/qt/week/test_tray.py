"""The tray beside the week: topics and undated notes, dragged out and back in."""

import json
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.core.model import Note
from xhsplanner.ops import topics
from xhsplanner.store.store import Store
from xhsplanner.ui.board import hits
from xhsplanner.ui.board.layout import Cell
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.rooms.week import WeekRoom
from xhsplanner.ui.tray.tray import Tray

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def room_of(window: MainWindow) -> WeekRoom:
    assert isinstance(window.room, WeekRoom)
    return window.room


def note_of(window: MainWindow, note_id: int) -> Note:
    found = window.ctx.store.notes.get(note_id)
    assert found is not None
    return found


@pytest.fixture
def tray(window: MainWindow, store: Store) -> Tray:
    for title, heat in (("冷的想法", 10), ("热的想法", 90)):
        topics.add(store, title, heat=heat, series_id=1)
    room_of(window).board.setFocus()
    QTest.keyClick(room_of(window).board, Qt.Key.Key_B)
    assert window.around.tray is not None
    return window.around.tray


def titles(tray: Tray) -> list[str]:
    return [line.title for line in tray.list.lines.lines]


def test_b_shows_topics_beside_the_week_and_folds_the_drawer(window: MainWindow, tray: Tray, qtbot: Any) -> None:
    assert tray.isVisible()
    assert titles(tray) == ["热的想法", "冷的想法"]
    assert tray.list.hasFocus()
    assert room_of(window).board.drawer_folded
    assert [button.text() for button in tray.tabs.buttons] == ["选题 2", "待排 1"]
    tray.tabs.buttons[1].click()
    assert titles(tray) == ["note undated"]
    room_of(window).board.setFocus()
    QTest.keyClick(room_of(window).board, Qt.Key.Key_B)
    assert not tray.isVisible()
    assert not room_of(window).board.drawer_folded


def test_a_topic_is_typed_found_and_edited(window: MainWindow, tray: Tray, store: Store, qtbot: Any) -> None:
    tray.field.setText("  <b>年夜饭</b> ")
    QTest.keyClick(tray.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "<b>年夜饭</b>" in titles(tray))
    assert tray.field.text() == ""
    tray.search.setText("年夜")
    qtbot.waitUntil(lambda: titles(tray) == ["<b>年夜饭</b>"])
    tray.list.setCurrentIndex(tray.list.lines.index(0))
    line = tray.list.lines.lines[0]
    form = tray.acts.form(line.id, QPoint(100, 100))
    assert form is not None
    form.heat.setValue(66)
    form.until.setText("never")
    form.take()
    assert form.error.isVisible()
    form.until.setText("12-12")
    form.take()
    topic = store.topics.get(line.id)
    assert topic is not None
    assert (topic.heat, topic.until) == (66, date(2026, 12, 12))
    qtbot.waitUntil(lambda: tray.list.lines.lines[0].detail == "3 天后过期")
    assert tray.list.lines.lines[0].alarm
    window.ctx.undo()
    topic = store.topics.get(line.id)
    assert topic is not None
    assert (topic.heat, topic.until) == (0, None), "one step"


def test_a_topic_dropped_on_a_cell_becomes_a_note_there(
    window: MainWindow, tray: Tray, store: Store, plan: dict[str, int], qtbot: Any
) -> None:
    board = room_of(window).board
    mime = tray.list.lines.mimeData([tray.list.lines.index(0)])
    assert json.loads(mime.data("application/x-xhsplanner-topics").data().decode()) == [tray.list.lines.lines[0].id]
    rect = board.board.to_view(board.board.cell_rect(Cell(1, 4)), *board.scrolled)
    at = QPointF(rect.x + rect.w / 2, rect.y + rect.h / 2)
    event = QDropEvent(at, Qt.DropAction.CopyAction, mime, LEFT, NONE)
    board.viewportEvent(event)
    assert event.isAccepted()
    made = note_of(window, window.ctx.note_id or 0)
    assert (made.title, made.account_id, made.day) == ("热的想法", plan["card"], date(2026, 12, 11))
    assert (made.series_id, made.topic_id) == (1, tray.list.lines.lines[0].id)
    qtbot.waitUntil(lambda: titles(tray) == ["冷的想法"])
    assert tray.filed["used"].text() == "已用 1"
    tray.filed["used"].click()
    assert titles(tray) == ["热的想法"]


def test_a_card_carried_over_the_tray_loses_its_day(
    window: MainWindow, tray: Tray, plan: dict[str, int], qtbot: Any
) -> None:
    board = room_of(window).board
    view = board.viewport()
    focus = hits.focus_of(board.board, plan["a"])
    assert focus is not None
    rect = board.rect_of(focus)
    start = QPoint(rect.x + 30, rect.y + 15)
    there = view.mapFromGlobal(tray.list.mapToGlobal(QPoint(60, 200)))
    QTest.mousePress(view, LEFT, NONE, start)
    for share in (0.3, 0.7, 1.0):
        at = start + (there - start) * share
        event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), view.mapToGlobal(QPointF(at)), LEFT, LEFT, NONE)
        QApplication.sendEvent(view, event)
    assert tray.property("look") == "target"
    QTest.mouseRelease(view, LEFT, NONE, there)
    assert tray.property("look") == "panel"
    assert note_of(window, plan["a"]).day is None
    tray.show_tab("notes")
    assert "note a" in titles(tray)
    window.ctx.undo()
    assert note_of(window, plan["a"]).day == date(2026, 12, 7)


def test_notes_dropped_from_other_rooms_lose_their_day(
    window: MainWindow, tray: Tray, plan: dict[str, int]
) -> None:
    def dragged(name: str) -> bool:
        mime = QMimeData()
        mime.setData("application/x-xhsplanner-notes", json.dumps([plan[name]]).encode())
        enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.MoveAction, mime, LEFT, NONE)
        enter.ignore()
        tray.dragEnterEvent(enter)
        if enter.isAccepted():
            tray.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.MoveAction, mime, LEFT, NONE))
        return enter.isAccepted()

    assert not dragged("undated"), "it has no day to lose"
    assert dragged("b")
    assert note_of(window, plan["b"]).day is None


def test_alt_right_plans_and_del_deletes(window: MainWindow, tray: Tray, plan: dict[str, int], qtbot: Any) -> None:
    window.ctx.show_day(date(2026, 12, 10))
    tray.list.setCurrentIndex(tray.list.lines.index(0))
    QTest.keyClick(tray.list, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    made = note_of(window, window.ctx.note_id or 0)
    assert (made.title, made.day) == ("热的想法", date(2026, 12, 10))
    qtbot.waitUntil(lambda: titles(tray) == ["冷的想法"])
    tray.list.setCurrentIndex(tray.list.lines.index(0))
    QTest.keyClick(tray.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: titles(tray) == [])
    assert tray.nothing.isVisible()
    tray.show_tab("notes")
    tray.list.setCurrentIndex(tray.list.lines.index(0))
    QTest.keyClick(tray.list, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert note_of(window, plan["undated"]).day == date(2026, 12, 10)


def test_notes_for_every_account_are_siblings(window: MainWindow, tray: Tray, store: Store) -> None:
    topic = tray.list.lines.lines[0].id
    menu = tray.acts.topic_menu([topic], QPoint())
    part = next(action.menu() for action in menu.actions() if action.text() == "新建笔记到")
    part.actions()[-1].trigger()  # type: ignore[attr-defined]
    made = [note for note in store.notes.backlog() if note.topic_id == topic]
    assert sorted(note.account_id for note in made) == sorted(account.id for account in store.catalog.accounts())
