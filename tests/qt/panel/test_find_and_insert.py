"""Finding and replacing in the texts of a note, and emoji put in at the cursor."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.core.words import t
from xhsplanner.ops import catalog, notes

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

Window = Any
"""The class of the fixture `window`, see conftest.py of this folder."""


def opened(window: Window, text: str) -> Any:
    """The find bar, opened from the title, looking for `text`."""
    window.page.title.setFocus()
    assert window.panel.find_text()
    finder = window.panel.desk.finder
    finder.field.setText(text)
    return finder


def test_find_walks_through_the_texts_and_marks_them(window: Window) -> None:
    notes.edit(window.store, window.note, title="ＡＢ卡", body="😀ab 和 Ab", remark="无")
    window.settle()
    page, finder = window.page, opened(window, "ab")
    assert [hit.editor for hit in finder.hits] == [page.title, page.body, page.body]
    assert finder.count.text() == "1/3"
    assert page.body.extraSelections()[0].cursor.selectedText() == "ab"
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    assert (finder.count.text(), page.body.textCursor().selectedText()) == ("2/3", "ab")
    QTest.keyClick(finder.field, Qt.Key.Key_Return, SHIFT)
    QTest.keyClick(finder.field, Qt.Key.Key_Return, SHIFT)
    assert (finder.count.text(), page.body.textCursor().selectedText()) == ("3/3", "Ab")
    QTest.keyClick(finder.field, Qt.Key.Key_Escape)
    assert finder.isHidden()
    assert page.body.hasFocus()
    assert page.body.textCursor().selectedText() == "Ab"
    assert page.body.extraSelections() == []


def test_find_belongs_to_the_texts(window: Window) -> None:
    assert not window.panel.find_text()
    window.page.tags.field.setFocus()
    assert not window.panel.find_text()
    assert window.panel.desk.finder.isHidden()
    finder = opened(window, "没有的")
    assert finder.count.text() == t("write.none")
    window.ctx.select(None)
    assert finder.isHidden()


def test_another_note_is_looked_through_at_once(window: Window) -> None:
    finder = opened(window, "午饭")
    assert finder.hits == []
    window.ctx.select(window.other)
    assert [hit.editor for hit in finder.hits] == [window.page.title]
    assert window.page.title.marked("here") == [(3, 5)]


def test_replace_is_written_and_one_step_back(window: Window) -> None:
    notes.edit(window.store, window.note, title="坑", body="坑坑和坑")
    window.settle()
    page, finder = window.page, opened(window, "坑")
    finder.other.setText("陷阱坑")
    QTest.keyClick(finder.other, Qt.Key.Key_Return)
    assert page.title.value() == "陷阱坑"
    assert finder.hits[finder.at].editor is page.body
    QTest.mouseClick(finder.all, Qt.MouseButton.LeftButton)
    assert page.body.value() == "陷阱坑陷阱坑和陷阱坑"
    page.body.setFocus()
    QTest.keyClick(page.body, Qt.Key.Key_Z, CTRL)
    assert page.body.value() == "坑坑和坑"
    QTest.keyClick(page.body, Qt.Key.Key_Y, CTRL)
    window.board.setFocus()
    assert window.text().body == "陷阱坑陷阱坑和陷阱坑"


def test_nothing_is_replaced_in_a_read_only_note(window: Window) -> None:
    finder = opened(window, "坑")
    for editor in (window.page.title, window.page.body, window.page.script, window.page.remark):
        editor.setReadOnly(True)
    finder.open_over(window.panel, window.page.title)
    assert not finder.all.isEnabled()
    finder.replace_all()
    assert window.page.title.value() == "最低还款的坑"


def test_an_emoji_goes_in_at_the_cursor_and_is_remembered(window: Window) -> None:
    texts = window.page.texts
    window.page.title.setFocus()
    cursor = window.page.title.textCursor()
    cursor.setPosition(2)
    window.page.title.setTextCursor(cursor)
    QTest.mouseClick(texts.emoji, Qt.MouseButton.LeftButton)
    popup = texts.popup
    QTest.keyClicks(popup.field, "hongbao")
    assert popup.list.item(0).text() == "🧧"
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert window.page.title.value() == "最低🧧还款的坑"
    assert window.page.title.hasFocus()
    assert window.ctx.settings.get("emoji_recent") == ["🧧"]
    QTest.keyClick(window.page.title, Qt.Key.Key_Z, CTRL)
    assert window.page.title.value() == "最低还款的坑"
    window.page.body.setFocus()
    texts.pick_emoji()
    assert texts.popup.group == "recent"
    assert texts.popup.list.item(0).text() == "🧧"
    texts.popup.tabs["food"].click()
    QTest.keyClick(texts.popup.field, Qt.Key.Key_Down)
    QTest.keyClick(texts.popup.list, Qt.Key.Key_Right)
    QTest.keyClick(texts.popup.list, Qt.Key.Key_Return)
    window.board.setFocus()
    assert "🍉" in window.text().body


def test_phrases_by_keys(window: Window) -> None:
    texts = window.page.texts
    texts.pick_phrase()
    assert texts.popup.list.isHidden()
    texts.popup.close()
    catalog.add_persona(window.store, name="青小禾", account_id=window.accounts[0], phrases="看清规则、评论区见")
    window.settle()
    window.page.body.setFocus()
    QTest.keyClick(window.page.body, Qt.Key.Key_End, CTRL)
    texts.pick_phrase()
    QTest.keyClick(texts.popup.list, Qt.Key.Key_Down)
    QTest.keyClick(texts.popup.list, Qt.Key.Key_Return)
    assert window.page.body.value() == "只还最低还款评论区见"


def test_an_input_method_in_the_find_field_looks_for_what_was_chosen(window: Window) -> None:
    finder = opened(window, "")
    QApplication.sendEvent(finder.field, QInputMethodEvent("hai", []))
    assert finder.hits == []
    event = QInputMethodEvent("", [])
    event.setCommitString("还款")
    QApplication.sendEvent(finder.field, event)
    assert len(finder.hits) == 2
