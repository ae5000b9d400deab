"""The writing mode: the same fields over the whole window; brief, persona and siblings beside them."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.core.words import t
from xhsplanner.ops import catalog, notes
from xhsplanner.ui.widgets.parts import Chip

PATIENCE = 15_000
CTRL = Qt.KeyboardModifier.ControlModifier

Window = Any
"""The class of the fixture `window`, see conftest.py of this folder."""


def preedit(editor: Any, text: str) -> None:
    QApplication.sendEvent(editor, QInputMethodEvent(text, []))


def commit(editor: Any, text: str) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


@pytest.fixture
def desk(window: Window) -> Any:
    """The desk of the panel, writing a note whose body has the cursor after its first two characters."""
    body = window.page.body
    body.setFocus()
    cursor = body.textCursor()
    cursor.setPosition(2)
    body.setTextCursor(cursor)
    window.panel.write()
    return window.panel.desk


def test_the_same_editors_stand_in_the_large_view_with_cursor_and_undo(window: Window, desk: Any) -> None:
    body, view = window.page.body, desk.view
    assert view.isVisible()
    assert view.size() == window.window.size()
    assert view.isAncestorOf(body)
    assert body.hasFocus()
    assert body.textCursor().position() == 2
    commit(body, "额度")
    QTest.keyClick(body, Qt.Key.Key_Escape)
    assert not view.isVisible()
    assert window.panel.isAncestorOf(body)
    assert body.hasFocus()
    assert body.textCursor().position() == 4
    assert window.text().body == "只还额度最低还款"
    QTest.keyClick(body, Qt.Key.Key_Z, CTRL)
    assert body.value() == "只还最低还款"
    QTest.keyClick(body, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert body.value() == "只还额度最低还款"
    window.board.setFocus()
    window.ctx.undo()
    assert window.text().body == "只还最低还款"


def test_the_page_looks_as_before_afterwards(window: Window) -> None:
    page = window.page
    before = [page.column.itemAt(i).widget() for i in range(page.column.count())]
    heights = (page.title.height(), page.body.height())
    for _ in range(3):
        window.panel.write()
        window.settle()
        assert page.body.height() > heights[1]
        window.panel.write()
        window.settle()
    assert [page.column.itemAt(i).widget() for i in range(page.column.count())] == before
    assert (page.title.height(), page.body.height()) == heights
    assert page.video.isHidden()


def test_what_is_composed_is_not_written_and_triggers_nothing(window: Window, desk: Any) -> None:
    body = window.page.body
    preedit(body, "e du")
    window.qtbot.wait(800)
    assert window.text().body == "只还最低还款"
    assert desk.writing
    commit(body, "额度")
    window.qtbot.waitUntil(lambda: window.text().body == "只还额度最低还款", timeout=PATIENCE)
    assert desk.view.state.text() == t("write.saved")


def test_a_panel_nobody_sees_reads_the_note_when_writing_begins(window: Window) -> None:
    window.panel.hide()
    window.ctx.select(window.other)
    window.panel.write()
    assert window.page.title.value() == "打工人午饭地图"
    notes.edit(window.store, window.other, title="午饭地图")
    window.settle()
    assert window.page.title.value() == "午饭地图"
    QTest.keyClick(window.page.body, Qt.Key.Key_Escape)
    assert not window.panel.desk.writing


def test_a_deleted_note_ends_the_writing(window: Window, desk: Any) -> None:
    notes.delete(window.store, [window.note])
    window.settle()
    assert not desk.writing
    assert window.panel.isAncestorOf(window.page.body)


def test_the_brief_asks_and_becomes_an_outline(window: Window) -> None:
    series = catalog.add_series(window.store, name="午饭", palette="wool", brief="痛点：不知道吃什么\n动作：收藏")
    notes.edit(window.store, window.note, body="", series_id=series.created["series"][0])
    window.settle()
    body = window.page.body
    lines = body.placeholderText().splitlines()
    assert (lines[0], lines[4], len(lines)) == ("痛点：不知道吃什么", "动作：收藏", 5)
    assert body.height() >= 5 * body.fontMetrics().lineSpacing()
    window.panel.write()
    brief = window.panel.desk.view.brief
    assert [box.text() for box in brief.boxes] == ["痛点", "场景", "权益", "证据", "动作"]
    QTest.mouseClick(brief.insert, Qt.MouseButton.LeftButton)
    assert body.value() == "痛点：\n场景：\n权益：\n证据：\n动作："
    commit(body, "饿")
    assert body.value().startswith("痛点：饿\n")
    brief.boxes[0].setChecked(True)
    window.ctx.select(window.other)
    window.ctx.select(window.note)
    assert [box.isChecked() for box in window.panel.desk.view.brief.boxes] == [True, False, False, False, False]


def test_phrases_are_clicked_in_and_forbidden_words_marked(window: Window) -> None:
    catalog.add_persona(
        window.store,
        name="青小禾",
        account_id=window.accounts[0],
        phrases="禾禾提醒你\n评论区见",
        forbidden="稳赚、全网最低",
    )
    notes.edit(window.store, window.note, body="😀稳赚不赔，穩賺")
    window.settle()
    page = window.page
    assert page.body.marked("forbidden") == [(1, 3), (6, 8)]
    assert "稳赚" in page.texts.forbidden.label.text()
    assert len(page.body.extraSelections()) == 2
    assert page.body.extraSelections()[0].cursor.selectedText() == "稳赚"
    window.panel.write()
    page.title.setFocus()
    QTest.keyClick(page.title, Qt.Key.Key_End, CTRL)
    persona = window.panel.desk.view.persona
    chip = next(one for one in persona.findChildren(Chip) if one.look.text == "评论区见")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert page.title.value() == "最低还款的坑评论区见"
    assert page.title.hasFocus()
    page.body.setFocus()
    page.body.selectAll()
    commit(page.body, "只说实话")
    window.qtbot.waitUntil(lambda: not page.texts.forbidden.isVisible(), timeout=PATIENCE)
    assert page.body.extraSelections() == []


def test_siblings_say_how_alike_they_are_and_lead_there(window: Window) -> None:
    body = "只还最低还款额，剩下的从入账那天开始算利息。"
    notes.edit(window.store, window.note, body=body)
    notes.duplicate_to_accounts(window.store, window.note, window.accounts[1:])
    window.settle()
    siblings = window.page.siblings
    first, second = siblings.rows.values()
    assert (first.meter.likeness, second.meter.likeness) == (1.0, 1.0)
    assert siblings.hint.text() == t("write.rewrite", n=2)
    page = window.page
    page.body.setFocus()
    page.body.selectAll()
    commit(page.body, "换成门店排队的故事，从头讲到尾。")
    page.title.setFocus()
    page.title.selectAll()
    commit(page.title, "排队")
    window.qtbot.waitUntil(lambda: first.meter.likeness < 0.2, timeout=PATIENCE)
    assert siblings.hint.isHidden()
    window.panel.write()
    assert window.panel.desk.view.isAncestorOf(siblings)
    target = next(iter(siblings.rows))
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert window.ctx.note_id == target
    assert window.panel.desk.writing


def test_the_meter_opens_the_differences_word_for_word(window: Window) -> None:
    notes.duplicate_to_accounts(window.store, window.note, window.accounts[1:2])
    window.settle()
    page = window.page
    [(sibling, row)] = page.siblings.rows.items()
    page.title.setFocus()
    page.title.selectAll()
    commit(page.title, "最低还款的账😀")
    window.qtbot.waitUntil(lambda: row.meter.likeness < 1, timeout=PATIENCE)
    QTest.mouseClick(row.meter, Qt.MouseButton.LeftButton)
    popup = page.siblings.popup
    assert window.ctx.note_id == window.note, "the meter is not the way to the sibling"
    assert popup.text.toPlainText() == "标题\n最低还款的坑账😀"  # of the body nothing differs
    struck = popup.text.document().find("坑").charFormat()
    assert struck.fontStrikeOut()
    assert popup.text.hasFocus()
    popup.open_asked.emit()
    assert window.ctx.note_id == sibling
    popup.close()
