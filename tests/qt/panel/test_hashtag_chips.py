"""Hashtags as chips: order, history, worn-out ones, the limit."""

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from xhsplanner.ops import notes
from xhsplanner.ui.panel.tag_chips import TagChip

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier

Window = Any
"""The class of the fixture `window`, see conftest.py of this folder."""


def chips(window: Window) -> list[TagChip]:
    flow = window.page.tags._flow
    return [flow.itemAt(i).widget() for i in range(flow.count() - 1)]


def offered(window: Window) -> list[str]:
    flow = window.page.tags._offer_flow
    return [flow.itemAt(i).widget().look.text for i in range(flow.count())]


def test_keys_walk_and_move(window: Window) -> None:
    tags = window.page.tags
    window.type(tags.field, "x ")
    QTest.keyClick(tags.field, Qt.Key.Key_Left)
    assert chips(window)[2].hasFocus()
    QTest.keyClick(chips(window)[2], Qt.Key.Key_Left, ALT)
    QTest.keyClick(chips(window)[1], Qt.Key.Key_Left, ALT)
    QTest.keyClick(chips(window)[0], Qt.Key.Key_Left, ALT)
    assert tags.tags() == ["x", "信用卡", "避坑"]
    assert chips(window)[0].hasFocus()
    QTest.keyClick(chips(window)[0], Qt.Key.Key_Right)
    QTest.keyClick(chips(window)[1], Qt.Key.Key_Delete)
    window.board.setFocus()
    assert window.text().hashtags == "#x #避坑"
    window.ctx.undo()
    assert window.text().hashtags == "#信用卡 #避坑"


def test_a_drag_moves_and_does_not_take_away(window: Window) -> None:
    first, second = chips(window)
    spot = second.geometry().center() - first.pos()
    QTest.mousePress(first, Qt.MouseButton.LeftButton, pos=QPoint(6, 6))
    QTest.mouseMove(first, QPoint(20, 8))
    QTest.mouseMove(first, spot)
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton, pos=QPoint(6, 6))
    window.board.setFocus()
    assert window.text().hashtags == "#避坑 #信用卡"


def test_a_chip_dragged_over_a_wide_one_does_not_jump_to_and_fro(window: Window) -> None:
    notes.edit(window.store, window.note, hashtags="#短 #很长很长的一个话题名")
    window.settle()
    tags = window.page.tags
    short, wide = chips(window)
    seen = []
    for x in (wide.geometry().left() + 4, wide.geometry().center().x() + 1, wide.geometry().center().x() + 2):
        short.dragged.emit(QPoint(x, wide.geometry().center().y()))
        seen.append(tags.tags()[0])
    assert seen == ["短", "很长很长的一个话题名", "很长很长的一个话题名"]


def test_several_are_pasted_and_the_limit_is_shown(window: Window) -> None:
    tags = window.page.tags
    assert tags.counter.text() == "2/10"
    QGuiApplication.clipboard().setText("#信用卡#还款 利息，分期\n#账单[话题]#")
    tags.field.setFocus()
    QTest.keyClick(tags.field, Qt.Key.Key_V, CTRL)
    assert tags.tags() == ["信用卡", "避坑", "还款", "利息", "分期", "账单"]
    assert tags.counter.text() == "6/10"
    window.board.setFocus()
    notes.edit(window.store, window.note, hashtags=" ".join(f"#标签{n}" for n in range(12)))
    window.settle()
    assert tags.counter.text() == "12/10"
    assert [chip.look.alarm for chip in chips(window)] == [False] * 10 + [True] * 2


def test_history_is_offered_while_typing_the_series_first(window: Window) -> None:
    window.make("别的", hashtags="#午饭 #信用卡账单", series_id=1)
    window.make("再一篇", hashtags="#午饭 #门店")
    notes.edit(window.store, window.note, series_id=1, hashtags="#避坑")
    window.settle()
    assert offered(window) == ["信用卡", "最低还款"]
    tags = window.page.tags
    tags.field.setFocus()
    assert offered(window) == ["信用卡", "最低还款", "午饭", "信用卡账单", "门店"]
    tags.field.setText("信用")
    tags.field.textEdited.emit("信用")
    assert offered(window) == ["信用卡", "信用卡账单"]
    tags.field.clear()
    tags.field.textEdited.emit("")
    QTest.keyClick(tags.field, Qt.Key.Key_Down)
    QTest.keyClick(tags._offer_flow.itemAt(0).widget(), Qt.Key.Key_Return)
    window.board.setFocus()
    assert window.text().hashtags == "#避坑 #信用卡"
    assert offered(window) == ["最低还款"]


def test_a_worn_out_tag_says_so(window: Window) -> None:
    for number in range(9):
        window.make(f"第{number}篇", hashtags="#信用卡")
    notes.edit(window.store, window.note, remark="x")
    window.settle()
    first, second = chips(window)
    assert (first.look.mark, second.look.mark) == ("repeat", "")
    tags = window.page.tags
    assert "#信用卡" in tags.hint.text()
    assert tags.hint.isVisible()
    tags.remove("信用卡")
    assert tags.hint.isHidden()
