"""Several notes on the week board, under real mouse and keys: selected, painted, moved, copied, retimed."""

from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from xhsplanner.core.model import Status
from xhsplanner.ops import notes
from xhsplanner.ops import status as status_ops
from xhsplanner.ui.board.carry import TURN_TICKS
from xhsplanner.ui.board.layout import Cell, Focus
from xhsplanner.ui.board.tips import part_words

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def day(n: int) -> date:
    """The day `n` of December 2026."""
    return date(2026, 12, n)


def picked(hands: Any) -> list[str]:
    """The names of the selected notes, in their order."""
    names = {note: name for name, note in hands.ids.items() if name in ("a", "b", "c", "d", "undated")}
    return [names[one] for one in hands.ctx.selection]


def middle(hands: Any, name: str) -> QPoint:
    """A point of a card that opens nothing of its own."""
    rect = hands.board.board.to_view(hands.board.board.note_rect(hands.ids[name]), *hands.board.scrolled)
    return QPoint(rect.x + rect.w // 2, rect.y + 50)


def click(hands: Any, name: str, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(hands.board.viewport(), LEFT, held, middle(hands, name))


def places(hands: Any, *names: str) -> list[tuple[date | None, int]]:
    return [(hands.note(name).day, hands.note(name).account_id) for name in names]


def published(hands: Any, name: str) -> None:
    for to in (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.HANDED_OVER, Status.PUBLISHED):
        status_ops.set_status(hands.store, [hands.ids[name]], to)
    hands.board.reload()


def test_ctrl_adds_and_takes_out_shift_takes_all_between(more: Any) -> None:
    click(more, "a")
    click(more, "d", CTRL)
    assert picked(more) == ["a", "d"]
    click(more, "a", CTRL)
    assert picked(more) == ["d"]
    click(more, "a")
    click(more, "b", SHIFT)
    assert picked(more) == ["a", "c", "b"]
    assert more.ctx.note_id == more.ids["b"]
    click(more, "c")
    assert picked(more) == ["c"]


def test_every_selected_card_is_tinted_and_escape_clears(more: Any) -> None:
    at = [middle(more, name) for name in ("a", "c", "b")]
    plain = [more.image().pixelColor(point + QPoint(0, 62)) for point in at]
    click(more, "a")
    click(more, "c", CTRL)
    tinted = [more.image().pixelColor(point + QPoint(0, 62)) for point in at]
    assert tinted[0] != plain[0]
    assert tinted[1] != plain[1]
    assert tinted[2] == plain[2]
    more.key(Qt.Key.Key_Escape)
    assert more.ctx.selection == ()
    assert more.ctx.note_id is None
    assert more.image().pixelColor(at[0] + QPoint(0, 62)) == plain[0]


def test_a_rubber_band_selects_what_it_touches(more: Any) -> None:
    board = more.board
    start = more.centre(1, 6)
    more.take(start, middle(more, "d") + QPoint(-10, -10))
    assert board.band is not None
    assert board.selected == {more.ids["d"]}
    more.carry(more.centre(0, 1) - QPoint(0, 30))
    assert board.selected == {more.ids["b"], more.ids["c"], more.ids["d"]}
    QTest.mouseRelease(board.viewport(), LEFT, NONE, more.centre(0, 1))
    assert picked(more) == ["c", "b", "d"]
    more.take(start, middle(more, "d"))
    more.key(Qt.Key.Key_Escape)
    assert board.band is None
    assert picked(more) == ["c", "b", "d"]


def test_a_rubber_band_reaches_into_the_drawer_and_begins_there(more: Any) -> None:
    board = more.board
    card = board.board.drawer_card(0)
    beside = QPoint(card.right + 150, card.y + 20)
    more.take(beside, QPoint(card.right - 10, card.y + 30))
    assert board.selected == {more.ids["undated"]}
    more.carry(QPoint(card.right - 10, middle(more, "d").y()))
    assert more.ids["undated"] in board.selected
    QTest.mouseRelease(board.viewport(), LEFT, NONE, QPoint(card.right - 10, card.y + 30))
    assert "undated" in picked(more)


def test_ctrl_a_widens_from_cell_to_row_to_week(more: Any) -> None:
    more.board.set_focus(Focus(0, 0))
    for expected in (["a"], ["a", "c"], ["a", "c", "b", "d"]):
        more.key(Qt.Key.Key_A, CTRL)
        assert picked(more) == expected


def test_shift_arrows_reach_and_ctrl_space_toggles(more: Any) -> None:
    board = more.board
    board.focus_on(more.ids["b"])
    more.key(Qt.Key.Key_Right, SHIFT)
    more.key(Qt.Key.Key_Right, SHIFT)
    assert picked(more) == ["b", "d"]
    more.key(Qt.Key.Key_Up, CTRL)
    more.key(Qt.Key.Key_Left, CTRL)
    assert board.focus_note == more.ids["c"]
    more.key(Qt.Key.Key_Space, CTRL)
    assert picked(more) == ["c", "b", "d"]
    more.key(Qt.Key.Key_Left)
    assert len(more.ctx.selection) == 1


def test_a_click_on_a_day_goes_there_and_with_ctrl_selects_it(more: Any) -> None:
    head = more.board.board.head_rect(3)
    QTest.mouseClick(more.board.viewport(), LEFT, NONE, QPoint(head.x + 20, 20))
    assert more.board.focus.column == 3
    QTest.mouseClick(more.board.viewport(), LEFT, CTRL, QPoint(head.x + 20, 20))
    assert picked(more) == ["d"]


def test_a_drag_takes_all_of_the_selection_along(more: Any) -> None:
    before = places(more, "a", "c")
    click(more, "a")
    click(more, "c", CTRL)
    more.take(middle(more, "c"), more.centre(1, 4))
    drag = more.board.drag
    assert len(drag.notes) == 2
    assert drag.drop.label.startswith("2 篇")
    QTest.mouseRelease(more.board.viewport(), LEFT, NONE, more.centre(1, 4))
    assert places(more, "a", "c") == [(day(9), more.ids["card"]), (day(11), more.ids["card"])]
    assert picked(more) == ["a", "c"]
    more.ctx.undo()
    assert places(more, "a", "c") == before


def test_an_unselected_card_is_dragged_alone(more: Any) -> None:
    click(more, "a")
    click(more, "c", CTRL)
    more.drag(middle(more, "b"), more.centre(1, 5))
    assert places(more, "a", "b") == [(day(7), more.ids["main"]), (day(12), more.ids["card"])]


def test_ctrl_drag_copies_all(more: Any) -> None:
    click(more, "a")
    click(more, "c", CTRL)
    more.drag(middle(more, "a"), more.centre(0, 3), CTRL)
    copies = more.store.notes.between(day(10), day(12), [more.ids["main"]])
    assert [(note.title, note.day) for note in copies] == [("note a", day(10)), ("note c", day(12))]
    assert set(more.ctx.selection) == {note.id for note in copies}


def test_the_ghost_says_why_not_and_what_would_be_wrong(more: Any) -> None:
    more.take(middle(more, "b"), more.centre(1, 3))
    assert more.board.drag.drop.warning == ""  # 12:00 and 10:00
    more.key(Qt.Key.Key_Escape)
    notes.move(more.store, [more.ids["b"]], minute=620)
    more.board.reload()
    more.take(middle(more, "b"), more.centre(1, 3))
    assert "20 分钟" in more.board.drag.drop.warning
    more.carry(more.centre(1, 6))
    assert "静默日" in more.board.drag.drop.warning
    ghost = more.board.drag.ghost
    warm = more.ctx.theme.color("warn_soft")
    strip = [more.image().pixelColor(x, ghost.bottom + 46) for x in range(ghost.x, ghost.right)]
    assert warm in strip
    more.key(Qt.Key.Key_Escape)
    published(more, "a")
    click(more, "a")
    click(more, "c", CTRL)
    more.take(middle(more, "c"), more.centre(0, 4))
    assert "1 篇已发布" in more.board.drag.drop.refusal
    QTest.mouseRelease(more.board.viewport(), LEFT, NONE, more.centre(0, 4))
    assert places(more, "c") == [(day(9), more.ids["main"])]


def test_cards_do_not_fall_off_the_accounts(more: Any) -> None:
    click(more, "a")
    click(more, "b", CTRL)
    more.take(middle(more, "b"), more.centre(0, 4))
    assert "放不下" in more.board.drag.drop.refusal
    more.key(Qt.Key.Key_Escape)
    more.key(Qt.Key.Key_Up, ALT)
    assert "放不下" in more.toasts[-1].text
    more.key(Qt.Key.Key_Right, ALT)
    assert places(more, "a", "b") == [(day(8), more.ids["main"]), (day(9), more.ids["card"])]
    assert picked(more) == ["a", "b"]


def test_cards_held_over_an_arrow_of_the_bar_turn_the_week(more: Any, qtbot: Any) -> None:
    room, board = more.room, more.board
    arrow = QPushButton("›", room)
    arrow.setProperty("turns", 1)
    arrow.setGeometry(room.width() - 40, 0, 30, 20)
    board.setGeometry(0, 30, board.width(), board.height() - 30)
    arrow.show()
    over = board.viewport().mapFromGlobal(arrow.mapToGlobal(arrow.rect().center()))
    more.take(middle(more, "a"), over)
    assert arrow.isDown()
    for _ in range(TURN_TICKS):
        board.carry.edge.tick()
    assert board.start == day(14)
    more.carry(more.centre(1, 1))
    assert not arrow.isDown()
    QTest.mouseRelease(board.viewport(), LEFT, NONE, more.centre(1, 1))
    assert places(more, "a") == [(day(15), more.ids["card"])]


def test_times_are_shifted_and_several_notes_deleted_as_one_step(more: Any) -> None:
    click(more, "a")
    click(more, "b", CTRL)
    more.key(Qt.Key.Key_BracketRight)
    more.key(Qt.Key.Key_BraceRight, SHIFT)
    assert [more.note(name).minute for name in "ab"] == [675, 795]
    more.key(Qt.Key.Key_Delete)
    assert more.store.notes.get_many([more.ids["a"], more.ids["b"]]) == []
    more.ctx.undo()
    assert [more.note(name).minute for name in "ab"] == [675, 795]


def test_a_click_on_the_ring_opens_its_list_for_all_selected(more: Any) -> None:
    board = more.board
    click(more, "a")
    click(more, "c", CTRL)
    found = board.hit(*middle(more, "a").toTuple())
    ring = QRect(*board.parts(found)["status"])
    around = more.image().copy(ring)
    paper = around.pixelColor(0, 0)
    assert any(around.pixelColor(x, y) != paper for x in range(4, 16) for y in range(4, 16))  # it is drawn there
    QTest.mouseClick(board.viewport(), LEFT, NONE, ring.center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "撰写").trigger()
    menu.close()
    assert {more.note(name).status for name in "ac"} == {Status.DRAFTING}
    assert picked(more) == ["a", "c"]


def test_a_chip_and_a_key_open_the_series(more: Any) -> None:
    board = more.board
    chip = QRect(*board.parts(board.hit(*middle(more, "a").toTuple()))["chip"])
    QTest.mouseClick(board.viewport(), LEFT, NONE, chip.center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[-1].trigger()
    menu.close()
    assert more.note("a").series_id is None
    board.focus_on(more.ids["d"])
    more.key(Qt.Key.Key_G)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[0].trigger()
    menu.close()
    assert (more.note("d").series_id, more.note("d").episode) == (more.ids["wool"], 2)


def test_a_chip_opens_the_list_of_what_it_names_and_says_so(more: Any) -> None:
    board = more.board
    board.choose(colours="status")
    found = board.hit(*middle(more, "a").toTuple())
    assert part_words(board, found, "chip") == part_words(board, found, "status") == "状态：逾期，点一下可改"
    chip = QRect(*board.parts(found)["chip"])
    assert board.ink.chip("逾期", "status:overdue", 400).deviceIndependentSize().width() == chip.width() - 2
    QTest.mouseClick(board.viewport(), LEFT, NONE, chip.center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == "撰写"
    menu.close()
    published(more, "a")
    assert part_words(board, board.hit(*middle(more, "a").toTuple()), "status") == "状态：已发"


def test_the_time_is_typed_for_all_selected(more: Any) -> None:
    click(more, "a")
    click(more, "c", CTRL)
    more.key(Qt.Key.Key_H)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.field.setText("25点")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.problem.isVisible()
    popup.field.setText("晚8点半")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert [more.note(name).minute for name in "ac"] == [1230, 1230]


def test_the_menu_of_a_day_selects_and_creates(more: Any) -> None:
    menu = more.board.menus.day(2)
    assert [action.text() for action in menu.actions()] == ["选中这一天（1 篇）", "在这天新建", "复制日期"]
    menu.actions()[0].trigger()
    assert picked(more) == ["c"]
    menu.actions()[1].menu().actions()[1].trigger()
    assert len(more.board.board.content.cells[Cell(1, 2)]) == 1


def test_going_to_another_week_leaves_only_the_note_of_the_panel(more: Any) -> None:
    click(more, "a")
    click(more, "c", CTRL)
    more.key(Qt.Key.Key_PageDown)
    assert picked(more) == ["c"]
    more.key(Qt.Key.Key_Delete)
    assert more.store.notes.count() == 5


def test_text_an_input_method_composes_is_no_key(more: Any) -> None:
    click(more, "a")
    QApplication.sendEvent(more.board, QInputMethodEvent("shan chu", []))
    commit = QInputMethodEvent("", [])
    commit.setCommitString("sgoh[]")
    QApplication.sendEvent(more.board, commit)
    assert QApplication.activePopupWidget() is None
    assert more.note("a").minute == 600


def test_a_note_deleted_elsewhere_leaves_the_selection(more: Any, qtbot: Any) -> None:
    click(more, "a")
    click(more, "b", CTRL)
    with qtbot.waitSignal(more.ctx.changed):
        notes.delete(more.store, [more.ids["b"]])
    assert picked(more) == ["a"]
