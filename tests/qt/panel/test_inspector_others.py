"""Others change the note too, or lock it: fields follow, and nobody's words are lost."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from xhsplanner.ops import notes

PATIENCE = 15_000
"""How long a busy machine may take, in ms."""

Window = Any
"""The class of the fixture `window`, see conftest.py of this folder."""


# --- others change it too ---------------------------------------------------------------------------


def test_fields_not_being_edited_follow_other_processes(window: Window) -> None:
    window.type(window.page.title, "x")
    other = window.elsewhere()
    notes.edit(other, window.note, body="别处改的", remark="看过")
    other.close()
    window.ctx.poll()
    window.settle()
    assert window.page.body.value() == "别处改的"
    assert window.page.remark.value() == "看过"
    assert window.page.title.value() == "最低还款的坑x"
    assert window.page.conflict.isHidden()


def test_what_is_typed_stays_and_the_other_is_named(window: Window) -> None:
    window.type(window.page.title, "x")
    other = window.elsewhere()
    notes.edit(other, window.note, title="<b>别人的</b>")
    window.ctx.poll()
    window.settle()
    assert window.page.title.value() == "最低还款的坑x"
    assert "何洁" in window.page.conflict.label.text()
    assert "<b>别人的</b>" in window.page.conflict.label.text()
    assert window.page.conflict.label.textFormat() == Qt.TextFormat.PlainText
    window.board.setFocus()
    assert window.stored().title == "最低还款的坑x"
    window.ctx.undo()
    assert window.stored().title == "<b>别人的</b>"
    other.close()


def test_the_other_version_can_be_taken(window: Window) -> None:
    window.type(window.page.body, "x")
    other = window.elsewhere()
    notes.edit(other, window.note, body="别人的")
    other.close()
    window.ctx.poll()
    window.settle()
    window.page.title.setFocus()
    window.page.conflict.button.click()
    assert window.page.body.value() == "别人的"
    assert window.page.conflict.isHidden()


def test_a_focused_field_nobody_typed_in_follows(window: Window) -> None:
    window.page.title.setFocus()
    notes.edit(window.store, window.note, title="改过了")
    window.settle()
    assert window.page.title.value() == "改过了"


def test_undo_of_a_written_edit_shows_in_the_focused_field(window: Window) -> None:
    window.type(window.page.title, "x")
    window.qtbot.waitUntil(lambda: window.stored().title.endswith("x"), timeout=PATIENCE)
    window.ctx.undo()
    window.settle()
    assert window.page.title.value() == "最低还款的坑"
    window.type(window.page.title, "y")
    window.board.setFocus()
    assert window.stored().title == "最低还款的坑y"


def test_a_note_deleted_elsewhere_leaves_the_panel(window: Window) -> None:
    window.type(window.page.title, "x")
    other = window.elsewhere()
    notes.delete(other, [window.note])
    other.close()
    window.ctx.poll()
    window.settle()
    assert window.panel.note is None
    assert window.panel.empty.isVisible()
    assert window.toasts == []


def test_a_note_published_elsewhere_keeps_the_words_in_sight(window: Window) -> None:
    window.type(window.page.body, " and more")
    other = window.elsewhere()
    with other.op("test.publish") as op:
        op.update("note", {window.note: {"status": "published"}})
    other.close()
    window.ctx.poll()
    window.settle()
    window.board.setFocus()
    assert window.page.lock.isVisible()
    assert window.page.body.value() == "只还最低还款 and more"
    assert window.text().body == "只还最低还款"
    assert len(window.toasts) == 1


# --- locked -----------------------------------------------------------------------------------------


def test_a_published_note_is_read_only_and_says_why(window: Window) -> None:
    published = window.make("已经发了", status="published")
    window.ctx.select(published)
    page = window.page
    assert "已经发出去" in page.lock.label.text()
    assert page.lock.isVisible()
    QTest.keyClicks(page.title, "x")
    assert page.title.value() == "已经发了"
    assert page.body.isReadOnly()
    assert page.tags.field.isHidden()
    assert not page.facts.chips["when"].isEnabled()
    window.type(page.remark, "fine")
    window.board.setFocus()
    note = window.store.notes.get(published)
    assert (note.title, note.remark) == ("已经发了", "fine")


def test_a_read_only_workspace_gives_its_reason(window: Window) -> None:
    window.store.read_only = "这个工作区在网络盘上，只能看"
    window.ctx.select(window.other)
    assert window.page.lock.label.text() == "这个工作区在网络盘上，只能看"
    QTest.keyClicks(window.page.remark, "x")
    window.board.setFocus()
    assert window.store.notes.get(window.other).remark == ""
    window.store.read_only = ""
