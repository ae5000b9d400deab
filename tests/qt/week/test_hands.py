"""The week board under real mouse and keys: what is done shows in the store and on the board."""

from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.core.model import Status
from xhsplanner.ops import catalog, notes
from xhsplanner.ops import status as status_ops
from xhsplanner.ui.board.carry import TURN_TICKS
from xhsplanner.ui.board.layout import Cell, Focus

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def day(n: int) -> date:
    """The day `n` of December 2026."""
    return date(2026, 12, n)


def test_a_drag_moves_a_note_to_another_day_and_account(hands: Any) -> None:
    board = hands.board
    hands.drag(hands.card("a"), hands.centre(1, 3))
    moved = hands.note("a")
    assert (moved.day, moved.account_id, moved.minute) == (day(10), hands.ids["card"], 600)
    assert board.focus == Focus(1, 3, 0)
    assert hands.toasts[-1].undo
    hands.ctx.undo()
    back = hands.note("a")
    assert (back.day, back.account_id) == (day(7), hands.ids["main"])


def test_the_card_is_painted_where_it_was_dropped(hands: Any) -> None:
    board, solid = hands.board, QColor("#D27F06")

    def strip(row: int, column: int) -> QColor:
        rect = board.board.to_view(board.board.inner_rect(Cell(row, column)), 0, 0)
        return hands.image().pixelColor(rect.x + 2, rect.y + 110)

    assert strip(0, 0) == solid
    assert strip(0, 2) != solid
    hands.drag(hands.card("a"), hands.centre(0, 2))
    assert strip(0, 2) == solid
    assert strip(0, 0) != solid


def test_ctrl_drag_copies(hands: Any) -> None:
    hands.drag(hands.card("a"), hands.centre(0, 4), CTRL)
    assert hands.note("a").day == day(7)
    copies = hands.store.notes.between(day(11), day(11))
    assert [copy.title for copy in copies] == ["note a"]


def test_escape_puts_the_card_back(hands: Any) -> None:
    board = hands.board
    hands.take(hands.card("a"), hands.centre(1, 5))
    assert board.drag is not None
    assert board.drag.drop is not None
    hands.key(Qt.Key.Key_Escape)
    assert board.drag is None
    QTest.mouseRelease(board.viewport(), LEFT, NONE, hands.centre(1, 5))
    assert hands.note("a").day == day(7)


def test_dropping_a_card_where_it_was_changes_nothing(hands: Any) -> None:
    before = hands.store.history.log(1)[0].id
    hands.drag(hands.card("a"), hands.card("a") + QPoint(30, 30))
    assert hands.store.history.log(1)[0].id == before


def test_a_published_note_refuses_to_move_and_says_why(hands: Any) -> None:
    for to in (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.HANDED_OVER):
        status_ops.set_status(hands.store, [hands.ids["a"]], to)
    status_ops.publish(hands.store, hands.ids["a"])
    board = hands.board
    board.reload()
    hands.take(hands.card("a"), hands.centre(0, 3))
    assert board.drag is not None
    assert board.drag.drop is not None
    assert "不能移动" in board.drag.drop.refusal
    QTest.mouseRelease(board.viewport(), LEFT, NONE, hands.centre(0, 3))
    assert hands.note("a").day == day(7)
    assert hands.toasts[-1].kind == "error"


def test_a_drag_out_of_the_drawer_plans_and_into_it_unplans(hands: Any) -> None:
    board = hands.board
    assert board.board.drawer_h > 0
    hands.drag(hands.card("undated"), hands.centre(1, 5))
    planned = hands.note("undated")
    assert (planned.day, planned.account_id) == (day(12), hands.ids["card"])
    assert board.board.drawer_h == 0
    hands.drag(hands.card("a"), QPoint(500, board.viewport().height() - 12))
    assert hands.note("a").day is None
    assert board.board.drawer_h > 0


def test_arrows_walk_and_alt_arrows_move(hands: Any) -> None:
    board = hands.board
    board.set_focus(Focus(0, 0))
    hands.key(Qt.Key.Key_Right)
    hands.key(Qt.Key.Key_Down)
    assert board.focus_note == hands.ids["b"]
    hands.key(Qt.Key.Key_Right, ALT)
    hands.key(Qt.Key.Key_Up, ALT)
    moved = hands.note("b")
    assert (moved.day, moved.account_id) == (day(9), hands.ids["main"])
    assert board.focus_note == hands.ids["b"]


def test_alt_right_on_sunday_goes_on_in_the_next_week(hands: Any) -> None:
    board = hands.board
    notes.move(hands.store, [hands.ids["a"]], day=day(13))
    board.reload()
    board.focus_on(hands.ids["a"])
    hands.key(Qt.Key.Key_Right, ALT)
    assert hands.note("a").day == day(14)
    assert board.start == day(14)
    assert board.focus_note == hands.ids["a"]


def test_arrows_past_the_week_turn_it(hands: Any) -> None:
    board = hands.board
    board.set_focus(Focus(0, 6))
    hands.key(Qt.Key.Key_Right)
    assert board.start == day(14)
    assert board.focus == Focus(0, 0)
    hands.key(Qt.Key.Key_Left)
    assert (board.start, board.focus) == (day(7), Focus(0, 6))
    hands.key(Qt.Key.Key_PageDown)
    hands.room.today()
    assert (board.start, board.focus) == (day(7), Focus(0, 2))


def test_a_new_note_is_made_and_its_title_is_typed_at_once(hands: Any) -> None:
    board = hands.board
    board.set_focus(Focus(1, 4))
    hands.room.new_note()
    assert board.editor is not None
    QTest.keyClicks(board.editor.line, "Tea")
    QTest.keyClick(board.editor.line, Qt.Key.Key_Return)
    (made,) = hands.store.notes.between(day(11), day(11))
    assert (made.title, made.account_id) == ("Tea", hands.ids["card"])
    assert board.editor is None
    assert hands.toasts[-1].undo
    hands.ctx.undo()
    assert hands.store.notes.between(day(11), day(11)) == []


def test_double_click_on_an_empty_cell_makes_a_note_and_escape_takes_it_back(hands: Any) -> None:
    board = hands.board
    QTest.mouseDClick(board.viewport(), LEFT, NONE, hands.centre(0, 3))
    assert len(hands.store.notes.between(day(10), day(10))) == 1
    assert board.editor is not None
    QTest.keyClick(board.editor.line, Qt.Key.Key_Escape)
    assert hands.store.notes.between(day(10), day(10)) == []


def test_f2_edits_the_title_and_escape_restores_it(hands: Any) -> None:
    board = hands.board
    board.focus_on(hands.ids["a"])
    hands.key(Qt.Key.Key_F2)
    assert board.editor is not None
    QTest.keyClicks(board.editor.line, "half")
    board.editor.write()
    assert hands.note("a").title == "half"
    QTest.keyClick(board.editor.line, Qt.Key.Key_Escape)
    assert hands.note("a").title == "note a"


def test_preedit_text_is_not_saved_and_escape_stays_with_the_input_method(hands: Any) -> None:
    board = hands.board
    board.focus_on(hands.ids["a"])
    hands.key(Qt.Key.Key_F2)
    editor = board.editor
    assert editor is not None
    editor.line.clear()
    QApplication.sendEvent(editor.line, QInputMethodEvent("yang mao", []))
    QTest.keyClick(editor.line, Qt.Key.Key_Escape)
    assert board.editor is editor
    commit = QInputMethodEvent("", [])
    commit.setCommitString("羊毛")
    QApplication.sendEvent(editor.line, commit)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert hands.note("a").title == "羊毛"


def test_delete_takes_a_note_away_and_undo_brings_it_back(hands: Any) -> None:
    board = hands.board
    board.focus_on(hands.ids["a"])
    hands.key(Qt.Key.Key_Delete)
    assert hands.store.notes.get(hands.ids["a"]) is None
    assert hands.toasts[-1].undo
    assert board.focus == Focus(0, 0)
    hands.ctx.undo()
    assert hands.note("a").title == "note a"


def test_enter_opens_the_note_and_space_its_preview(hands: Any) -> None:
    board = hands.board
    asked: list[tuple[str, object]] = []
    hands.ctx.asked.connect(lambda action, subject: asked.append((action, subject)))
    board.focus_on(hands.ids["a"])
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_Space)
    assert hands.ctx.note_id == hands.ids["a"]
    assert asked == [("note_title", hands.ids["a"]), ("note_preview", hands.ids["a"])]


def test_a_card_held_at_the_edge_turns_the_week(hands: Any) -> None:
    board = hands.board
    edge = QPoint(board.viewport().width() - 4, 150)
    hands.take(hands.card("a"), edge)
    for _ in range(TURN_TICKS):
        board.carry.edge.tick()
    assert board.start == day(14)
    QTest.mouseRelease(board.viewport(), LEFT, NONE, hands.centre(0, 1))
    assert hands.note("a").day == day(15)


def test_a_card_held_at_the_bottom_scrolls_many_accounts(hands: Any) -> None:
    for n in range(12):
        catalog.add_account(hands.store, name=f"account {n}", initial="N", color="#2F6FED")
    board = hands.board
    board.reload()
    notes.move(hands.store, [hands.ids["undated"]], day=day(12))
    board.reload()
    hands.take(hands.card("a"), QPoint(300, board.board.drawer_zone.y - 8))
    for _ in range(20):
        board.carry.edge.tick()
    assert board.verticalScrollBar().value() > 100
    hands.key(Qt.Key.Key_Escape)


def test_the_wheel_glides_over_the_grid_and_shift_turns_it(hands: Any, qtbot: Any) -> None:
    for n in range(12):
        catalog.add_account(hands.store, name=f"account {n}", initial="N", color="#2F6FED")
    board = hands.board
    board.reload()
    hands.room.resize(600, 500)
    hands.wheel(QPoint(300, 200), -120)
    hands.wheel(QPoint(300, 200), -120)
    qtbot.waitUntil(lambda: board.scrolled == (0, 120))
    hands.wheel(QPoint(300, 200), -120, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: board.scrolled == (60, 120))


def test_a_read_only_workspace_refuses_every_change(hands: Any) -> None:
    hands.store.read_only = "只读：测试"
    board = hands.board
    hands.drag(hands.card("a"), hands.centre(1, 3))
    hands.key(Qt.Key.Key_Right, ALT)
    hands.key(Qt.Key.Key_Delete)
    board.set_focus(Focus(1, 4))
    hands.room.new_note()
    assert hands.note("a").day == day(7)
    assert hands.store.notes.count() == 3
    assert [toast.text for toast in hands.toasts] == ["只读：测试"] * 4
    assert board.editor is None


def test_the_menu_offers_only_allowed_statuses_and_does_them(hands: Any) -> None:
    board = hands.board
    board.focus_on(hands.ids["a"])
    menu = board.make_menu()
    part = next(action.menu() for action in menu.actions() if action.text() == "改状态")
    texts = [action.text() for action in part.actions()]
    assert "撰写" in texts
    assert "已发" not in texts
    next(action for action in part.actions() if action.text() == "撰写").trigger()
    assert hands.note("a").status is Status.DRAFTING


def test_a_note_made_elsewhere_appears_at_once(hands: Any, qtbot: Any) -> None:
    with qtbot.waitSignal(hands.ctx.changed):
        notes.create(hands.store, hands.ids["card"], "from afar", day=day(10))
    assert len(hands.board.board.stack(Cell(1, 3)).cards) == 1
