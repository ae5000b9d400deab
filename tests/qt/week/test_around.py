"""What stands around the week: the filter bar, the tray, saved views."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.core.filter import EMPTY, Filter
from xhsplanner.core.model import Note
from xhsplanner.ops import notes, topics, views
from xhsplanner.store.store import Store
from xhsplanner.ui.board import hits
from xhsplanner.ui.board.layout import Cell, Focus
from xhsplanner.ui.context import Context
from xhsplanner.ui.filtering.bar import FilterBar
from xhsplanner.ui.filtering.chooser import Chooser, TextAsk
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.rooms.week import WeekRoom
from xhsplanner.ui.tray.tray import Tray

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(
    make_context: Callable[..., Context], store: Store, plan: dict[str, int], qtbot: Any
) -> Iterator[MainWindow]:
    window = MainWindow(make_context(store), "week")
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.close()
    window.deleteLater()


def room_of(window: MainWindow) -> WeekRoom:
    assert isinstance(window.room, WeekRoom)
    return window.room


def shown(window: MainWindow) -> set[int]:
    """The dated notes that are painted."""
    return {note.id for note in room_of(window).board.week.notes}


def note_of(window: MainWindow, note_id: int) -> Note:
    found = window.ctx.store.notes.get(note_id)
    assert found is not None
    return found


def bar_of(window: MainWindow) -> FilterBar:
    return window.around.bar


# The filter


def test_its_key_opens_the_bar_and_a_ticked_account_hides_the_others(
    window: MainWindow, plan: dict[str, int], qtbot: Any
) -> None:
    bar, board = bar_of(window), room_of(window).board
    assert not bar.isVisible()
    QTest.keyClick(board, Qt.Key.Key_F, CTRL_SHIFT)
    assert bar.isVisible()
    qtbot.waitUntil(bar.add.hasFocus)
    chooser = bar.open("accounts")
    assert isinstance(chooser, Chooser)
    QTest.keyClick(chooser.list, Qt.Key.Key_Down)
    QTest.keyClick(chooser.list, Qt.Key.Key_Return)
    assert window.ctx.filter == Filter(accounts=frozenset({plan["card"]}))
    chooser.close()
    assert shown(window) == {plan["b"]}
    assert board.week.content.backlog == ()
    assert bar.chips["accounts"].chip.look.text == "账号：card"
    assert "筛选隐藏 1" in room_of(window).heading()[1]
    assert board.week.lanes[0].planned == 1, "what is planned is counted whole"
    qtbot.waitUntil(lambda: bar.count.text() == "显示 1 / 2 篇")
    QTest.mouseClick(bar.chips["accounts"].away, LEFT)
    assert window.ctx.filter == EMPTY
    assert shown(window) == {plan["a"], plan["b"]}
    window.ctx.settings.set("filter_bar", False)
    assert not bar.isVisible()


def test_series_are_found_by_pinyin_and_a_tick_is_taken_back(window: MainWindow, plan: dict[str, int]) -> None:
    for n in range(8):
        from xhsplanner.ops import catalog

        catalog.add_series(window.ctx.store, name=f"系列{n}")
    chooser = bar_of(window).open("series")
    assert isinstance(chooser, Chooser)
    QTest.keyClicks(chooser.field, "ymttj")
    assert [offer.words for offer in chooser.model.shown] == ["羊毛天天捡"]
    QTest.keyClick(chooser.field, Qt.Key.Key_Return)
    assert window.ctx.filter.series == {plan["wool"]}
    chooser.field.clear()
    QTest.mouseClick(chooser.list.viewport(), LEFT, NONE, chooser.list.visualRect(chooser.model.index(0)).center())
    assert not window.ctx.filter
    chooser.close()


def test_text_flags_and_clear(window: MainWindow, plan: dict[str, int]) -> None:
    bar = bar_of(window)
    ask = bar.open("text")
    assert isinstance(ask, TextAsk)
    QTest.keyClicks(ask.field, "note b")
    QTest.keyClick(ask.field, Qt.Key.Key_Return)
    assert shown(window) == {plan["b"]}
    menu = bar.ask()
    late = next(action for action in menu.actions() if action.text() == "逾期")
    late.menu().actions()[1].trigger()  # type: ignore[attr-defined]
    menu.close()
    assert (window.ctx.filter.late, bar.chips["late"].chip.look.text) == (False, "没有逾期")
    bar.chips["late"].chip.click()
    assert window.ctx.filter.late is True
    assert list(bar.chips) == ["text", "late"]
    bar.clear.click()
    assert (window.ctx.filter, bar.chips) == (EMPTY, {})
    for text in ("<b>x</b>", "100% _ \" ' ; --", "#*^:"):
        window.ctx.set_filter(Filter(text=text))
        assert shown(window) == set()
        assert bar.chips["text"].chip.look.text == f"文字：“{text}”"


def test_a_note_made_under_a_filter_takes_what_is_single_and_is_seen(
    window: MainWindow, plan: dict[str, int], qtbot: Any
) -> None:
    board = room_of(window).board
    wanted = Filter(accounts=frozenset({plan["card"]}), series=frozenset({plan["wool"]}), text="nowhere")
    window.ctx.set_filter(wanted)
    board.setFocus()
    board.set_focus(Focus(1, 4))
    QTest.keyClick(board, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: board.editor is not None)
    made = note_of(window, window.ctx.note_id or 0)
    assert (made.account_id, made.series_id) == (plan["card"], plan["wool"])
    assert shown(window) == {made.id}
    window.ctx.set_filter(Filter(text="nowhere"))
    assert shown(window) == set(), "another filter asks anew"


def test_a_suggestion_is_not_put_over_hidden_cards(window: MainWindow) -> None:
    board = room_of(window).board
    board.load_hints()
    before = set(board.week.hints)
    window.ctx.set_filter(Filter(text="nowhere"))
    board.load_hints()
    assert board.week.hints.keys() == before
    assert board.week.filtered == 2


# The tray


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


# Saved views


def test_a_view_brings_room_filter_and_look_back(window: MainWindow, plan: dict[str, int], qtbot: Any) -> None:
    ctx, board = window.ctx, room_of(window).board
    wanted = Filter(accounts=frozenset({plan["card"]}))
    ctx.set_filter(wanted)
    board.choose(density="compact", span="two_weeks")
    popup = window.around.open_views()
    popup.save.click()
    popup.name.setText("卡的两周")
    QTest.keyClick(popup.name, Qt.Key.Key_Return)
    (view,) = views.listed(ctx.store)
    popup.close()
    ctx.set_filter(EMPTY)
    board.choose(density="normal", span="week")
    window.show_room("matrix")
    QTest.keyClick(window, Qt.Key.Key_1, CTRL_ALT)
    assert isinstance(window.room, WeekRoom)
    assert ctx.filter == wanted
    assert (board.choices.density, board.choices.span) == ("compact", "two_weeks")
    board.choose(density="cover")
    window.around.views.update(view)
    assert json.loads(window.ctx.store.catalog.row("view", view.id).look)["density"] == "cover"  # type: ignore[union-attr]


def test_views_are_arranged_put_away_and_found_in_the_palette(window: MainWindow, store: Store) -> None:
    for name in ("甲", "乙"):
        assert window.around.views.save(name)
    popup = window.around.open_views()
    menu = popup.ask(popup.rows[1].view, popup.rows[1].more)
    acts = {action.text(): action for action in menu.actions()}
    assert not acts["下移"].isEnabled()
    acts["上移"].trigger()
    assert [view.name for view in views.listed(store)] == ["乙", "甲"]
    acts["归档"].trigger()
    assert [view.name for view in views.listed(store)] == ["甲"]
    menu.close()
    popup.close()
    from xhsplanner.ui.palette.entries import OTHERS

    (entry,) = OTHERS["view"](window)
    window.show_room("matrix")
    entry.act()
    assert window.room is not None
    assert window.room.room_id == "week"


def test_a_look_that_makes_no_sense_changes_nothing(window: MainWindow) -> None:
    room = room_of(window)
    before = room.look()
    room.wear({"density": "huge", "span": 7, "hidden": "all", "view": None, "colours": ["series"], "x": 1})
    assert room.look() == before
    room.wear({"hidden": [1, "no such uid"]})
    assert room.look() == before


def test_a_file_of_views_is_told_about(window: MainWindow, tmp_path: Path, store: Store) -> None:
    said: list[str] = []
    window.ctx.toasted.connect(lambda toast: said.append(toast.text))
    window.around.views.save("甲")
    window.around.views.export_to(tmp_path / "v.json", [views.listed(store)[0].id])
    window.around.views.take_in(tmp_path / "v.json")
    (tmp_path / "v.json").write_text("{}", encoding="utf-8")
    window.around.views.take_in(tmp_path / "v.json")
    assert said[1:] == ["已导出 1 个视图到 v.json", "1 个和现有的一样，跳过", "“v.json”不是视图文件"]


def test_the_other_rooms_have_none_of_it(window: MainWindow) -> None:
    window.ctx.set_filter(Filter(late=True))
    window.ctx.settings.set("tray_open", True)
    window.show_room("matrix")
    assert not bar_of(window).isVisible()
    assert window.around.tray is None or not window.around.tray.isVisible()
    assert not window.topbar.filter.isVisible()
    said: list[str] = []
    window.ctx.toasted.connect(lambda toast: said.append(toast.text))
    window.actions_["filter"].trigger()
    assert said == ["这个房间不显示排期"]


def test_a_note_made_elsewhere_that_the_filter_hides_is_said(window: MainWindow, plan: dict[str, int]) -> None:
    from xhsplanner.ui.rooms import tell_hidden

    said: list[str] = []
    window.ctx.set_filter(Filter(late=True))
    made = notes.create(window.ctx.store, plan["main"], "新的")
    assert made is not None
    window.ctx.toasted.connect(lambda toast: said.append(toast.text))
    tell_hidden(window.ctx, made.created["note"][0])
    assert said == ["刚建的《新的》不符合筛选条件，清除筛选就能看到它"]
