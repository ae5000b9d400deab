"""What stands around the week: the filter bar, the tray, saved views."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from xhsplanner.core.filter import EMPTY, Filter
from xhsplanner.core.model import Note
from xhsplanner.ops import notes, views
from xhsplanner.store.store import Store
from xhsplanner.ui.board.layout import Focus
from xhsplanner.ui.filtering.bar import FilterBar
from xhsplanner.ui.filtering.chooser import Chooser, TextAsk
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.rooms.week import WeekRoom

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


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
