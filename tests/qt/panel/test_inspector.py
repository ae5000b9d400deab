"""Typing in the note panel: what is written when, one undo step a visit, nobody's words lost."""

from typing import Any

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAction, QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from xhsplanner.ops import notes
from xhsplanner.ui.panel.visit import WRITE_EVERY_MS

PATIENCE = 15_000
"""How long a busy machine may take, in ms."""

Window = Any
"""The class of the fixture `window`, see conftest.py of this folder."""


def preedit(editor: Any, text: str) -> None:
    QApplication.sendEvent(editor, QInputMethodEvent(text, []))


def commit(editor: Any, text: str) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


# --- writing ----------------------------------------------------------------------------------------


def test_typing_is_written_after_a_while_and_a_visit_is_one_step(window: Window) -> None:
    title = window.page.title
    window.type(title, "ab")
    assert window.stored().title == "最低还款的坑"
    window.qtbot.waitUntil(lambda: window.stored().title == "最低还款的坑ab", timeout=PATIENCE)
    QTest.keyClicks(title, "cd")
    window.qtbot.waitUntil(lambda: window.stored().title == "最低还款的坑abcd", timeout=PATIENCE)
    window.board.setFocus()
    window.ctx.undo()
    assert window.stored().title == "最低还款的坑"
    window.settle()
    assert title.value() == "最低还款的坑"


def test_two_visits_are_two_steps(window: Window) -> None:
    window.type(window.page.title, "1")
    window.board.setFocus()
    window.type(window.page.title, "2")
    window.board.setFocus()
    assert window.stored().title == "最低还款的坑12"
    window.ctx.undo()
    assert window.stored().title == "最低还款的坑1"
    window.ctx.undo()
    assert window.stored().title == "最低还款的坑"
    window.ctx.redo()
    assert window.stored().title == "最低还款的坑1"


def test_leaving_without_typing_writes_nothing(window: Window) -> None:
    before = window.store.history.last_id()
    for field in (window.page.title, window.page.body, window.page.tags, window.page.remark):
        field.setFocus()
    window.board.setFocus()
    assert window.store.history.last_id() == before


def test_another_note_and_closing_write_what_is_typed(window: Window) -> None:
    window.type(window.page.body, "!")
    window.ctx.select(window.other)
    assert window.text().body == "只还最低还款!"
    assert window.page.title.value() == "打工人午饭地图"
    window.ctx.select(window.note)
    window.type(window.page.remark, "x")
    window.window.close()
    assert window.stored().remark == "x"


def test_ctrl_z_in_a_field_is_its_own(window: Window) -> None:
    fired: list[bool] = []
    action = QAction(window.window)
    action.setShortcut(QKeySequence.StandardKey.Undo)
    action.triggered.connect(lambda: fired.append(True))
    window.window.addAction(action)
    window.type(window.page.title, "x")
    QTest.keyClick(window.page.title, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not fired
    assert window.page.title.value() == "最低还款的坑"
    window.board.setFocus()
    QTest.keyClick(window.board, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert fired == [True]


# --- input methods ----------------------------------------------------------------------------------


def test_preedit_is_never_written(window: Window) -> None:
    title = window.page.title
    title.setFocus()
    title.select_all()
    preedit(title, "zui di")
    assert title.composing
    window.qtbot.wait(WRITE_EVERY_MS + 250)
    assert window.stored().title == "最低还款的坑"
    commit(title, "最低")
    assert not title.composing
    window.board.setFocus()
    assert window.stored().title == "最低"


def test_preedit_in_the_hashtag_field(window: Window) -> None:
    field = window.page.tags.field
    field.setFocus()
    preedit(field, "huan")
    window.qtbot.wait(WRITE_EVERY_MS + 250)
    assert window.text().hashtags == "#信用卡 #避坑"
    commit(field, "还款")
    window.qtbot.waitUntil(lambda: window.text().hashtags == "#信用卡 #避坑 #还款", timeout=PATIENCE)


# --- text -------------------------------------------------------------------------------------------


def test_rich_text_is_pasted_plain(window: Window) -> None:
    mime = QMimeData()
    mime.setHtml("<b>粗</b><img src=x>")
    mime.setText("粗\r\n体")
    QGuiApplication.clipboard().setMimeData(mime)
    for editor in (window.page.body, window.page.title):
        editor.setFocus()
        editor.selectAll()
        QTest.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    window.board.setFocus()
    assert window.text().body == "粗\n体"
    assert window.stored().title == "粗 体"


def test_enter_moves_from_the_title_to_the_body(window: Window) -> None:
    window.type(window.page.title, "x")
    QTest.keyClick(window.page.title, Qt.Key.Key_Return)
    assert window.page.body.hasFocus()
    assert window.stored().title == "最低还款的坑x"


def test_counters_follow_the_keys(window: Window) -> None:
    page = window.page
    assert page.counter.text() == "6/20"
    window.type(page.title, "ab")
    assert page.counter.text() == "7/20"
    used = page.bar.budget.used
    window.type(page.body, "1234")
    assert page.bar.budget.used == used + 4
    page.body.setPlainText("字" * 950)
    assert page.bar.budget.level == "warn"
    page.body.setPlainText("字" * 1200)
    assert page.bar.budget.level == "over"


def test_the_title_wraps_to_two_lines_and_the_body_grows(window: Window) -> None:
    page = window.page
    one = page.title.height()
    page.title.insertPlainText("长" * 18)
    two = page.title.height()
    assert two > one * 1.6
    page.title.insertPlainText("长" * 380)
    assert page.title.height() == two
    low = page.body.height()
    page.body.setPlainText("\n".join("12345678"))
    assert page.body.height() > low


def test_user_text_is_never_markup(window: Window) -> None:
    nasty = '<img src=x> =1+1 ../../x "*^: ' + "题" * 370
    window.ctx.select(window.make(nasty, body="<h1>x</h1>", hashtags="#<b>粗</b>", remark="<i>"))
    window.settle()
    assert window.page.title.value() == nasty
    for label in window.panel.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText
    lines = window.page.preview.feed.titles()[0]
    assert len(lines) == 2
    assert lines[0].startswith("<img src=x>")


def test_video_notes_show_script_and_length(window: Window) -> None:
    assert window.page.video.isHidden()
    notes.edit(window.store, window.note, kind="视频", script="镜头一", seconds=95)
    window.settle()
    page = window.page
    assert page.video.isVisible()
    assert (page.script.value(), page.seconds.text()) == ("镜头一", "1:35")
    page.seconds.setFocus()
    page.seconds.selectAll()
    QTest.keyClicks(page.seconds, "2:10")
    window.type(page.script, ", x")
    window.board.setFocus()
    assert (window.text().seconds, window.text().script) == (130, "镜头一, x")
    page.seconds.setFocus()
    QTest.keyClicks(page.seconds, "abc")
    window.board.setFocus()
    assert (window.text().seconds, page.seconds.text()) == (130, "2:10")


def test_light_turns_to_dark(window: Window) -> None:
    theme = window.ctx.theme
    for mode in ("light", "dark"):
        theme.set_mode(mode)
        window.settle()
        image = window.panel.grab().toImage()
        assert image.pixelColor(8, 200) == theme.color("surface")
        seen = {image.pixelColor(x, y).name() for x in range(16, 120) for y in range(55, 85)}
        assert theme.color("text").name() in seen


# --- keyboard and the empty panel -------------------------------------------------------------------


def test_esc_goes_back_to_the_board(window: Window) -> None:
    page = window.page
    chips = (page.facts.chips["when"], page.header.series, page.copies["title"])
    for field in (page.title, page.body, page.tags.field, page.pictures, *chips):
        window.board.setFocus()
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert window.board.hasFocus()


def test_the_board_may_ask_for_title_or_preview(window: Window) -> None:
    window.settle()
    window.window.resize(460, 500)
    window.settle()
    for elsewhere in (window.panel.show_versions, window.panel.write, window.panel.show_pictures):
        elsewhere()
        window.panel.show_preview()
        window.settle()
        head = window.page.preview.head
        top = head.mapTo(window.panel, head.rect().topLeft()).y()
        assert head.isVisible()
        assert 0 <= top <= window.panel.height() / 2
    window.panel.edit_title()
    QTest.keyClicks(window.page.title, "new")
    window.board.setFocus()
    assert window.stored().title == "new"


def test_tab_walks_from_top_to_bottom(window: Window) -> None:
    page = window.page
    order = [page.title, page.body, page.tags.field, page.facts.chips["status"], page.remark, page.pictures]
    seen: list[Any] = []
    page.title.setFocus()
    for _ in range(40):
        focus = QApplication.focusWidget()
        if focus in order:
            seen.append(focus)
        if focus is page.pictures:
            break
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert seen == order


def test_everything_that_takes_the_focus_has_a_name(window: Window) -> None:
    from PySide6.QtWidgets import QWidget

    nameless = [
        child
        for child in window.panel.findChildren(QWidget)
        if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus and not child.accessibleName()
        and child.focusProxy() is None
    ]  # fmt: skip
    assert nameless == []


def test_nothing_selected_tells_how_the_week_stands(window: Window) -> None:
    window.page.header.close_button.click()
    assert window.ctx.note_id is None
    empty = window.panel.empty
    assert empty.isVisible()
    assert empty.facts.rows == [("todo", 2)]
    assert "12/7 – 12/13 共 2 篇" in empty.heading.text()
    notes.move(window.store, [window.other], day=None)
    window.settle()
    assert empty.facts.rows == [("todo", 1)]
    empty.next_box.itemAt(0).widget().click()
    assert window.ctx.note_id == window.note
