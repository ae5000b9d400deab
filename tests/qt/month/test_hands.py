"""The month in hands: selecting, dragging, dropping, keys."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from xhsplanner.core.model import Status
from xhsplanner.ops import assets, workspace
from xhsplanner.ui.board.carry import TURN_TICKS
from xhsplanner.ui.month import carry
from xhsplanner.ui.month.layout import Focus

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Key = Qt.Key
MON = date(2026, 12, 7)


# Selecting


def test_clicks_select_one_more_and_a_range(hands: Any) -> None:
    hands.add("c", date(2026, 12, 9))
    hands.click(hands.chip("a"))
    assert hands.ctx.selection == (hands.ids["a"],)
    hands.click(hands.chip("c"), CTRL)
    assert hands.ctx.selection == (hands.ids["a"], hands.ids["c"])
    hands.click(hands.chip("a"))
    hands.click(hands.chip("c"), SHIFT)
    assert hands.ctx.selection == tuple(hands.ids[n] for n in "abc")


def test_a_rubber_band_selects_what_it_touches(hands: Any) -> None:
    hands.add("c", date(2026, 12, 9))
    hands.drag(hands.day(date(2026, 11, 30)), hands.chip("b"))
    assert set(hands.ctx.selection) == {hands.ids["a"], hands.ids["b"]}
    hands.drag(hands.day(date(2026, 12, 23)), hands.day(date(2026, 12, 24)))
    assert hands.ctx.selection == ()


# Dragging


def test_a_drag_moves_and_keeps_the_time(hands: Any) -> None:
    hands.take(hands.chip("a"), hands.day(date(2026, 12, 17)))
    assert hands.board.drag is not None
    assert hands.board.drag.drop is not None
    assert hands.board.drag.drop.label == "移到 12/17 周四"
    assert hands.board.ghost is not None
    QTest.mouseRelease(hands.board.viewport(), LEFT, NONE, hands.day(date(2026, 12, 17)))
    assert (hands.note("a").day, hands.note("a").minute) == (date(2026, 12, 17), 600)
    assert hands.ctx.selection == (hands.ids["a"],)
    workspace.undo(hands.store)
    assert hands.note("a").day == MON


def test_several_move_together_and_ctrl_copies(hands: Any) -> None:
    hands.ctx.pick([hands.ids["a"], hands.ids["b"]])
    hands.drag(hands.chip("a"), hands.day(date(2026, 12, 14)))
    assert hands.note("a").day == date(2026, 12, 14)
    assert hands.note("b").day == date(2026, 12, 15)
    hands.drag(hands.chip("b"), hands.day(date(2026, 12, 22)), CTRL)
    assert hands.note("b").day == date(2026, 12, 15)
    copies = hands.store.notes.between(date(2026, 12, 21), date(2026, 12, 22))
    assert sorted((one.title, one.minute) for one in copies) == [("note a", 600), ("note b", 720)]


def test_published_notes_stay_and_the_ghost_says_why(hands: Any) -> None:
    hands.add("done", date(2026, 12, 10), status=Status.PUBLISHED)
    hands.take(hands.chip("done"), hands.day(date(2026, 12, 16)))
    drop = hands.board.drag and hands.board.drag.drop
    assert drop is not None
    assert "已发布" in drop.refusal
    QTest.mouseRelease(hands.board.viewport(), LEFT, NONE, hands.day(date(2026, 12, 16)))
    assert hands.note("done").day == date(2026, 12, 10)
    assert hands.toasts[-1].kind == "error"


def test_the_ghost_warns_of_quiet_days_and_of_near_notes(hands: Any) -> None:
    hands.add("near", date(2026, 12, 16), 620)
    for day, words in ((date(2026, 12, 13), "静默日"), (date(2026, 12, 16), "只隔 20 分钟")):
        hands.take(hands.chip("a"), hands.day(day))
        drop = hands.board.drag and hands.board.drag.drop
        assert drop is not None
        assert words in drop.warning
        hands.key(Key.Key_Escape)
        assert hands.board.drag is None
    assert hands.note("a").day == MON


def test_held_over_an_arrow_the_month_turns(hands: Any, qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    arrow = QPushButton(">")
    arrow.setProperty("turns", 1)
    column.addWidget(arrow)
    column.addWidget(hands.room)
    window.resize(996, 700)
    window.show()
    qtbot.waitExposed(window)
    over = hands.board.viewport().mapFromGlobal(arrow.mapToGlobal(arrow.rect().center()))
    hands.take(hands.chip("a"), over)
    assert arrow.isDown()
    for _ in range(TURN_TICKS):
        hands.board.carry.tick()
    assert hands.board.page.first == date(2027, 1, 1)
    target = hands.day(date(2027, 1, 20))
    hands.carry(target)
    QTest.mouseRelease(hands.board.viewport(), LEFT, NONE, target)
    assert not arrow.isDown()
    assert hands.note("a").day == date(2027, 1, 20)
    hands.room.setParent(None)


def test_over_a_widget_that_takes_notes_the_drag_goes_on_there(
    hands: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[list[int]] = []
    monkeypatch.setattr(carry, "begin_drag", lambda _source, ids, _picture, _grip: begun.append(ids))
    window, tray = QWidget(), QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(hands.room)
    tray.setAcceptDrops(True)
    tray.setFixedHeight(60)
    column.addWidget(tray)
    window.resize(996, 720)
    window.show()
    qtbot.waitExposed(window)
    over = hands.board.viewport().mapFromGlobal(tray.mapToGlobal(tray.rect().center()))
    hands.take(hands.chip("a"), over)
    assert begun == [[hands.ids["a"]]]
    assert hands.board.drag is None
    hands.room.setParent(None)


def test_notes_from_outside_are_planned_on_the_day(hands: Any) -> None:
    assert hands.drop("notes", [hands.ids["undated"]], hands.day(date(2026, 12, 18)))
    assert hands.note("undated").day == date(2026, 12, 18)
    assert not hands.drop("notes", [99_999], hands.day(date(2026, 12, 18)))
    hands.add("done", date(2026, 12, 10), status=Status.PUBLISHED)
    assert not hands.drop("notes", [hands.ids["done"]], hands.day(date(2026, 12, 18)))


def test_pictures_belong_on_chips(hands: Any, tmp_path: Path) -> None:
    assert not hands.drop("assets", [1], hands.day(date(2026, 12, 18)))
    hands.add("done", date(2026, 12, 10), status=Status.PUBLISHED)
    assert not hands.drop("assets", [1], hands.chip("done"))
    Image.new("RGB", (60, 80), "red").save(tmp_path / "p.png")
    (picture,) = (one.id for one in assets.add(hands.store, [tmp_path / "p.png"]).added)
    assert hands.drop("assets", [picture], hands.chip("a"))
    assert [one.id for one in hands.store.notes.pictures(hands.ids["a"])] == [picture]
    hands.board.reload()
    assert hands.ids["a"] in hands.board.covered


# Keys


def test_arrows_walk_days_and_turn_the_page_at_its_end(hands: Any) -> None:
    hands.board.go_to(date(2026, 12, 9))
    hands.key(Key.Key_Right)
    hands.key(Key.Key_Down)
    assert hands.ctx.day == date(2026, 12, 17)
    for _ in range(4):
        hands.key(Key.Key_Down)
    assert hands.ctx.day == date(2027, 1, 14)
    assert hands.board.page.first == date(2027, 1, 1)
    hands.key(Key.Key_PageUp)
    assert hands.ctx.day == date(2026, 12, 14)
    hands.key(Key.Key_PageDown, SHIFT)
    assert hands.ctx.day == date(2027, 12, 14)


def test_enter_and_tab_go_into_chips_and_escape_out(hands: Any) -> None:
    hands.add("second", MON, 700)
    hands.board.go_to(MON)
    hands.key(Key.Key_Return)
    assert hands.board.focus_note == hands.ids["a"]
    hands.key(Key.Key_Tab)
    assert hands.board.focus_note == hands.ids["second"]
    assert "note second" in hands.board.accessibleDescription()
    hands.key(Key.Key_Up)
    assert hands.board.focus_note == hands.ids["a"]
    hands.key(Key.Key_Escape)
    assert hands.board.focus == Focus(7)
    assert hands.board.focus_note is None


def test_alt_and_arrows_move(hands: Any) -> None:
    hands.board.focus_on(hands.ids["a"])
    hands.key(Key.Key_Right, ALT)
    assert hands.note("a").day == date(2026, 12, 8)
    hands.key(Key.Key_Down, ALT)
    assert hands.note("a").day == date(2026, 12, 15)
    assert hands.board.focus_note == hands.ids["a"]
    for _ in range(4):
        hands.key(Key.Key_Down, ALT)
    assert hands.note("a").day == date(2027, 1, 12)
    assert hands.board.page.first == date(2027, 1, 1), "the page goes along"


def test_a_note_is_made_named_copied_and_deleted_by_keys(hands: Any) -> None:
    hands.board.go_to(date(2026, 12, 21))
    hands.key(Key.Key_Return)
    assert hands.board.editor is not None
    event = QInputMethodEvent()
    event.setCommitString("冬至那天")
    QApplication.sendEvent(hands.board.editor.line, event)
    QTest.keyClick(hands.board.editor.line, Key.Key_Return)
    (made,) = hands.store.notes.between(date(2026, 12, 21), date(2026, 12, 21))
    assert made.title == "冬至那天"
    assert hands.board.focus_note == made.id
    hands.key(Key.Key_D, CTRL)
    assert len(hands.store.notes.between(date(2026, 12, 21), date(2026, 12, 21))) == 2
    hands.key(Key.Key_Delete)
    hands.board.focus_on(made.id)
    hands.key(Key.Key_Delete)
    assert hands.store.notes.between(date(2026, 12, 21), date(2026, 12, 21)) == []


def test_keys_put_a_note_earlier_and_later(hands: Any) -> None:
    hands.board.focus_on(hands.ids["a"])
    hands.key(Key.Key_BracketRight)
    hands.key(Key.Key_BraceRight, SHIFT)
    hands.key(Key.Key_BracketLeft, SHIFT)
    hands.key(Key.Key_BraceLeft, SHIFT)
    assert (hands.note("a").day, hands.note("a").minute) == (MON, 600 + 15 - 60)


def test_a_double_click_makes_a_note_and_escape_takes_it_back(hands: Any) -> None:
    QTest.mouseDClick(hands.board.viewport(), LEFT, NONE, hands.day(date(2026, 12, 23)))
    assert hands.board.editor is not None
    QTest.keyClick(hands.board.editor.line, Key.Key_Escape)
    assert hands.store.notes.between(date(2026, 12, 23), date(2026, 12, 23)) == []


def test_the_wheel_turns_months(hands: Any) -> None:
    hands.wheel(-120)
    assert hands.board.page.first == date(2027, 1, 1)
    hands.wheel(60)
    assert hands.board.page.first == date(2027, 1, 1), "half a notch is not a month"
    hands.wheel(60)
    assert hands.board.page.first == date(2026, 12, 1)


def test_another_room_goes_to_a_day(hands: Any) -> None:
    hands.ctx.show_day(date(2027, 3, 5))
    assert hands.board.page.first == date(2027, 3, 1)
    hands.ctx.show_day(date(2027, 2, 28))
    assert hands.board.page.first == date(2027, 2, 1), "though March's page has that day as well"
    hands.room.today()
    assert hands.board.page.first == date(2026, 12, 1)
