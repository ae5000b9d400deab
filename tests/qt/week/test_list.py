"""The week as a list: the same notes, edited in place, selected together, readable by a screen reader."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from shiboken6 import isValid

from xhsplanner.core.model import Status
from xhsplanner.ops import catalog, notes
from xhsplanner.ui.board.layout import Focus
from xhsplanner.ui.board.listmodel import ACCOUNT, COVER, OWNER, SERIES, STATUS, TIME, TITLE
from xhsplanner.ui.board.listview import WeekList

Key = Qt.Key


@pytest.fixture
def rows(hands: Any) -> WeekList:
    """The list instead of the board, with the keyboard in it."""
    hands.room.verbs()["board_list"]()
    shown = hands.room.shown
    assert isinstance(shown, WeekList)
    hands.room.focus_room()
    return shown


def put(rows: WeekList, note_id: int, column: int = TITLE) -> None:
    """Put the keyboard on a note's cell."""
    rows.setCurrentIndex(rows.list.place(note_id, column))


def editor(rows: WeekList, kind: type) -> Any:
    return next(one for one in rows.viewport().findChildren(kind) if one.isVisible())


def enter(line: QLineEdit, qtbot: Any, key: Qt.Key = Key.Key_Return) -> None:
    """Return or Esc in an editor: Qt acts when the key has been dealt with."""
    QTest.keyClick(line, key)
    qtbot.waitUntil(lambda: not (isValid(line) and line.isVisible()))


def said(rows: WeekList) -> list[str]:
    """What the list says, row by row."""
    model, lines = rows.list, []
    for row in range(model.rowCount()):
        top = model.index(row, 0)
        lines.append(top.data())
        for below in range(model.rowCount(top)):
            cells = (model.index(below, column, top).data() for column in range(model.columnCount()))
            lines.append(" | ".join(cell for cell in cells if cell))
    return lines


def test_days_hold_their_notes_and_the_undated_come_last(rows: WeekList) -> None:
    lines = said(rows)
    assert lines[0] == "12 月 7 日 周一 · 大雪 · 1 篇"
    assert lines[1] == "10:00 | main | note a | 羊毛天天捡 | 逾期 | —"
    assert lines[4] == "12 月 9 日 周三 · 冬月初一 · 今天 · 没有笔记"
    assert lines[-2:] == ["待排 · 1 篇", "main | note undated | 羊毛天天捡 | 待写 | —"]
    assert all(rows.isExpanded(rows.list.index(row, 0)) for row in range(rows.list.rowCount()))


def test_the_switch_keeps_the_keyboard_and_is_remembered(hands: Any, rows: WeekList) -> None:
    assert rows.hasFocus()
    assert hands.ctx.settings.get("board_view") == "list"
    hands.room.tools.views.buttons[0].click()
    assert hands.room.shown is hands.board
    assert hands.room.tools.views.value == "board"


def test_f2_edits_time_and_title_as_ops(hands: Any, rows: WeekList, qtbot: Any) -> None:
    put(rows, hands.ids["b"], TIME)
    QTest.keyClick(rows, Key.Key_F2)
    line = editor(rows, QLineEdit)
    line.setText("晚8点半")
    enter(line, qtbot)
    assert hands.note("b").minute == 20 * 60 + 30
    assert hands.store.undo_label()
    put(rows, hands.ids["b"])
    QTest.keyClick(rows, Key.Key_F2)
    line = editor(rows, QLineEdit)
    line.selectAll()
    QApplication.sendEvent(line, QInputMethodEvent("nian hui", []))
    done = QInputMethodEvent("", [])
    done.setCommitString("年会")
    QApplication.sendEvent(line, done)
    enter(line, qtbot)
    assert hands.note("b").title == "年会"
    qtbot.waitUntil(lambda: any("20:30 | card | 年会" in text for text in said(rows)))
    assert rows.currentIndex() == rows.list.place(hands.ids["b"])


def test_nonsense_is_no_time_and_escape_keeps_what_was(hands: Any, rows: WeekList, qtbot: Any) -> None:
    put(rows, hands.ids["b"], TIME)
    for text, key in (("早晚", Key.Key_Return), ("9:00", Key.Key_Escape)):
        QTest.keyClick(rows, Key.Key_F2)
        line = editor(rows, QLineEdit)
        line.setText(text)
        enter(line, qtbot, key)
        assert hands.note("b").minute == 720
    assert [toast.kind for toast in hands.toasts] == ["error"]


def test_boxes_choose_status_series_and_owner_for_all_selected(hands: Any, rows: WeekList, qtbot: Any) -> None:
    member = catalog.add_member(hands.store, name="许明", color="#2F6FED").created["member"][0]
    other = catalog.add_series(hands.store, name="避坑", palette="pitfall").created["series"][0]
    qtbot.wait(1)
    rows.selectAll()
    put_all = QItemSelectionModel.SelectionFlag.NoUpdate
    assert set(hands.ctx.selection) == {hands.ids[name] for name in ("a", "b", "undated")}
    for column, value in (
        (OWNER, member),
        (SERIES, other),
        (STATUS, Status.DRAFTING),
        (ACCOUNT, hands.ids["card"]),
    ):
        rows.selectionModel().setCurrentIndex(rows.list.place(hands.ids["b"], column), put_all)
        rows.edit(rows.currentIndex())
        box = editor(rows, QComboBox)
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
        hands.board.reload()
    for name in ("a", "b", "undated"):
        note = hands.note(name)
        assert (note.owner_id, note.series_id, note.status) == (member, other, Status.DRAFTING)
        assert note.account_id == hands.ids["card"]
    assert hands.note("a").day == date(2026, 12, 7)


def test_selection_is_shared_with_the_board_and_the_panel(hands: Any, rows: WeekList) -> None:
    put(rows, hands.ids["a"])
    assert (hands.ctx.note_id, hands.ctx.day) == (hands.ids["a"], date(2026, 12, 7))
    hands.ctx.select(hands.ids["b"])
    assert rows.chosen() == (hands.ids["b"],)
    assert rows.currentIndex() == rows.list.place(hands.ids["b"])
    put(rows, hands.ids["a"])
    QTest.keyClick(rows, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(rows, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert set(hands.ctx.selection) == {hands.ids["a"], hands.ids["b"]}


def test_enter_opens_space_previews_delete_deletes(hands: Any, rows: WeekList) -> None:
    asked: list[tuple[str, object]] = []
    hands.ctx.asked.connect(lambda action, subject: asked.append((action, subject)))
    put(rows, hands.ids["a"])
    QTest.keyClick(rows, Key.Key_Return)
    QTest.keyClick(rows, Key.Key_Space)
    assert asked == [("note_title", hands.ids["a"]), ("note_preview", hands.ids["a"])]
    QTest.keyClick(rows, Key.Key_Delete)
    assert hands.store.notes.get(hands.ids["a"]) is None
    assert "note a" not in " ".join(said(rows))
    hands.ctx.undo()
    hands.board.reload()
    assert "note a" in " ".join(said(rows))


def test_enter_on_a_day_makes_a_note_there(hands: Any, rows: WeekList, qtbot: Any) -> None:
    rows.setCurrentIndex(rows.list.index(2, 0))
    QTest.keyClick(rows, Key.Key_Return)
    line = editor(rows, QLineEdit)
    line.setText("新")
    enter(line, qtbot)
    (made,) = hands.store.notes.between(date(2026, 12, 9), date(2026, 12, 9))
    assert made.title == "新"


def test_published_notes_and_read_only_plans_are_not_edited(hands: Any, rows: WeekList) -> None:
    notes.edit(hands.store, hands.ids["a"], title="done")
    with hands.store.op("test.publish") as op:
        op.update("note", {hands.ids["a"]: {"status": "published"}})
    hands.board.reload()
    editable = Qt.ItemFlag.ItemIsEditable
    assert not rows.list.flags(rows.list.place(hands.ids["a"])) & editable
    assert rows.list.flags(rows.list.place(hands.ids["b"])) & editable
    assert not rows.list.flags(rows.list.place(hands.ids["b"], COVER)) & editable
    rows.list.writable = False
    assert not rows.list.flags(rows.list.place(hands.ids["b"])) & editable


def test_an_open_editor_outlives_what_others_change(hands: Any, rows: WeekList, qtbot: Any) -> None:
    put(rows, hands.ids["b"])
    QTest.keyClick(rows, Key.Key_F2)
    line = editor(rows, QLineEdit)
    line.setText("half")
    notes.create(hands.store, hands.ids["main"], "from elsewhere", day=date(2026, 12, 7))
    qtbot.waitUntil(lambda: len(hands.board.week.notes) == 3)
    assert line.isVisible()
    enter(line, qtbot)
    assert hands.note("b").title == "half"
    qtbot.waitUntil(lambda: "from elsewhere" in " ".join(said(rows)))


def test_the_menu_is_that_of_the_board(hands: Any, rows: WeekList) -> None:
    put(rows, hands.ids["b"])
    words = {action.text() for action in rows.make_menu().actions()}
    hands.board.focus_on(hands.ids["b"])
    assert words == {action.text() for action in hands.board.make_menu().actions()}
    rows.setCurrentIndex(rows.list.index(2, 0))
    assert [action.text() for action in rows.make_menu().actions()] == ["在这天新建笔记"]


def test_the_menu_acts_in_the_list_also_for_what_the_board_hides(hands: Any, rows: WeekList) -> None:
    for number in range(9):
        notes.create(hands.store, hands.ids["main"], f"note {number}", day=date(2026, 12, 7), minute=660 + number)
    hands.board.reload()
    last = hands.board.week.content.cells[0, 0][-1]
    put(rows, last)
    rename = next(one for one in rows.make_menu().actions() if one.text().startswith("改标题"))
    rename.trigger()
    line = editor(rows, QLineEdit)
    assert line.text() == "note 8"
    assert hands.board.editor is None


def test_notes_are_copied_in_the_list_and_pasted_on_another_day(hands: Any, rows: WeekList) -> None:
    put(rows, hands.ids["b"])
    QTest.keyClick(rows, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows.setCurrentIndex(rows.list.index(4, 0))
    hands.board.set_focus(Focus(1, hands.board.focus.column))
    QTest.keyClick(rows, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    (copy,) = hands.store.notes.between(date(2026, 12, 11), date(2026, 12, 11), [hands.ids["card"]])
    assert copy.title == "note b"
    assert rows.chosen() == (copy.id,)


def test_pages_are_turned_and_long_titles_stay_in_their_cell(hands: Any, rows: WeekList) -> None:
    notes.edit(hands.store, hands.ids["a"], title='<b>"长' * 60 + "👩‍👩‍👧‍👦")
    hands.board.reload()
    narrow = hands.room
    narrow.resize(700, 500)
    cell = rows.visualRect(rows.list.place(hands.ids["a"]))
    assert cell.width() >= 60
    assert not rows.viewport().grab().isNull()
    rows.setFocus()
    QTest.keyClick(rows, Key.Key_PageDown)
    assert said(rows)[0].startswith("12 月 14 日 周一")


def test_a_screen_reader_walks_rows_and_cells(rows: WeekList) -> None:
    found = QAccessible.queryAccessibleInterface(rows)
    assert found.role() is QAccessible.Role.Tree
    assert found.text(QAccessible.Text.Name).startswith("周排期列表")
    texts = [found.child(n).text(QAccessible.Text.Name) for n in range(found.childCount())]
    assert "12 月 7 日 周一 · 大雪 · 1 篇" in texts
    assert {"10:00", "note a", "羊毛天天捡", "标题"} <= set(texts)


def test_a_click_selects_the_row(hands: Any, rows: WeekList) -> None:
    middle: QPoint = rows.visualRect(rows.list.place(hands.ids["b"], ACCOUNT)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert hands.ctx.note_id == hands.ids["b"]
