"""The looks of the week: days, density, colours, order, hidden accounts; the calendar to jump by."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.core.model import Status
from xhsplanner.ops import catalog, notes
from xhsplanner.ui.board.choices import Choices
from xhsplanner.ui.board.lanes import moved
from xhsplanner.ui.board.layout import HEAD_H, Cell, Focus
from xhsplanner.ui.board.legend import entries
from xhsplanner.ui.board.stacks import Style
from xhsplanner.ui.widgets.jump import JumpPopup, typed_day

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def names(hands: Any) -> list[str]:
    return [lane.account.name for lane in hands.board.week.lanes]


def verb(hands: Any, name: str) -> None:
    hands.room.verbs()[name]()


def test_spans_show_5_7_and_14_days_and_keep_the_place(hands: Any) -> None:
    board = hands.board
    verb(hands, "board_days_two_weeks")
    assert (board.board.content.columns, board.week.end) == (14, date(2026, 12, 20))
    hands.ctx.show_day(date(2026, 12, 17))
    assert board.start == date(2026, 12, 7), "a day of the second week is on this page"
    assert board.focus.column == 10
    hands.room.step(1)
    assert (board.start, hands.ctx.day) == (date(2026, 12, 21), date(2026, 12, 31))
    hands.room.step(-1)
    verb(hands, "board_days_workweek")
    assert (board.board.content.columns, board.start) == (5, date(2026, 12, 14))
    assert hands.ctx.settings.get("board_days") == "workweek"


def test_a_workweek_counts_its_weekend_and_steps_over_it(hands: Any) -> None:
    notes.create(hands.store, hands.ids["main"], "Sunday", day=date(2026, 12, 13))
    made = notes.create(hands.store, hands.ids["main"], "Friday", day=date(2026, 12, 11))
    hands.board.choose(span="workweek")
    hands.board.reload()
    assert hands.board.week.beside == 1
    assert "周末另有 1" in hands.room.heading()[1]
    assert hands.board.week.lanes[0].planned == 3
    hands.board.focus_on(made.created["note"][0])
    hands.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    note = hands.store.notes.get(made.created["note"][0])
    assert note.day == date(2026, 12, 14)


def test_no_note_is_dragged_onto_a_weekend_out_of_sight(hands: Any) -> None:
    made = notes.create(hands.store, hands.ids["card"], "Friday", day=date(2026, 12, 11))
    friday = made.created["note"][0]
    hands.board.choose(span="workweek")
    hands.board.reload()
    hands.ctx.pick([hands.ids["a"], friday])
    hands.drag(hands.card("a") + QPoint(20, 30), hands.centre(0, 1))  # from Monday to Tuesday
    assert hands.note("a").day == date(2026, 12, 8)
    assert hands.store.notes.get(friday).day == date(2026, 12, 14)
    hands.ctx.undo()
    assert (hands.note("a").day, hands.store.notes.get(friday).day) == (date(2026, 12, 7), date(2026, 12, 11))


def test_density_changes_the_cards_and_nothing_old_is_painted(hands: Any) -> None:
    board = hands.board
    pictures = {}
    for density in ("normal", "compact", "cover"):
        board.choose(density=density)
        board.settle()
        card = board.board.stack(Cell(0, 0)).cards[0]
        pictures[density] = hands.image()
        assert card.style is (Style.COMPACT if density == "compact" else Style.BANNER)
    assert pictures["normal"] != pictures["compact"] != pictures["cover"]
    board.choose(density="normal")
    assert hands.image() == pictures["normal"]
    verb(hands, "board_smaller")
    verb(hands, "board_smaller")
    assert board.choices.density == "compact"


def test_a_whole_cover_arrives_and_follows_the_text(hands: Any, qtbot: Any) -> None:
    board = hands.board
    board.choose(density="cover")
    before = hands.image()
    qtbot.waitUntil(lambda: hands.ctx.tasks.busy == 0, timeout=20_000)
    assert hands.image() != before
    rect = board.board.stack(Cell(0, 0)).cards[0]
    assert abs(rect.banner - rect.rect.w * 4 // 3) <= 2, "a whole cover is 3:4"
    look = board.week.looks[hands.ids["a"]]
    spec, _picture = board.covers.get(look, 116)
    notes.edit(hands.store, hands.ids["a"], body="another body")
    qtbot.waitUntil(lambda: board.covers.get(look, 116)[0] != spec)


def test_thousands_of_notes_that_show_no_cover_repaint_none(hands: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    board = hands.board
    board.choose(density="cover")
    board.viewport().repaint()
    shown, repainted = next(iter(board.week.looks.values())), []
    board.covers.get(shown, 116)
    monkeypatch.setattr(board, "repaint_note", repainted.append)
    board.covers.forget(range(100_000, 120_000))
    assert repainted == []
    board.covers.forget([*range(100_000, 120_000), shown.note.id])
    assert repainted == [shown.note.id]


def test_colours_say_series_status_or_owner(hands: Any) -> None:
    change = catalog.add_member(hands.store, name="许明", color="#2F6FED")
    notes.edit(hands.store, hands.ids["b"], owner_id=change.created["member"][0])
    board = hands.board
    look = lambda name: board.week.looks[hands.ids[name]]  # noqa: E731
    board.reload()
    assert (look("b").tone, look("b").chip) == ("wool", "羊毛天天捡")
    assert not hands.room.legend.isVisible()
    board.choose(colours="owner")
    assert (look("b").tone, look("b").chip) == ("#2F6FED", "许明")
    assert (look("a").tone, look("a").chip) == ("", "")
    assert hands.room.legend.isVisible()
    board.choose(colours="status")
    assert look("a").tone == "status:overdue"
    assert sum(n for _tone, _words, n in entries(board.week)) == 2
    rect = board.board.note_rect(hands.ids["a"])
    place = board.board.to_view(rect, *board.scrolled)
    painted = hands.image().pixelColor(place.x + 1, place.bottom - 20)
    assert painted == hands.ctx.theme.status("overdue")


@pytest.mark.parametrize("dark", [False, True])
def test_every_chip_can_be_read(hands: Any, dark: bool) -> None:
    from xhsplanner.ui.board.ink import READABLE, Ink, contrast

    hands.ctx.theme.set_mode("dark" if dark else "light")
    ink = Ink(hands.ctx.theme, 1.0)
    for tone in ("#FFFFFF", "#000000", "#C98A06", "#D42A45", *(f"status:{one.value}" for one in Status)):
        colours = ink.tone(tone)
        assert contrast(colours.fg, colours.bg) >= READABLE, tone


def test_hidden_accounts_leave_a_way_back(hands: Any) -> None:
    board, tools = hands.board, hands.room.tools
    board.set_focus(Focus(0, 0))
    verb(hands, "lane_hide")
    assert names(hands) == ["card"]
    assert "main" in hands.toasts[-1].text
    assert tools.hidden.isVisibleTo(tools)
    assert hands.ctx.settings.get("board_hidden")[str(hands.store.path.resolve())]
    tools.hidden.click()
    assert names(hands) == ["main", "card"]
    assert not tools.hidden.isVisibleTo(tools)
    assert hands.ctx.settings.get("board_hidden") == {}


def test_with_all_accounts_hidden_the_board_stays(hands: Any) -> None:
    hands.board.choose(hidden=frozenset(a.uid for a in hands.store.catalog.accounts()))
    assert hands.room.shown is hands.board
    assert hands.room.tools.hidden.isVisibleTo(hands.room.tools)


def test_lanes_can_be_seen_by_name_or_gap(hands: Any) -> None:
    catalog.add_target(hands.store, hands.ids["card"], per_week=5)
    hands.board.reload()
    hands.board.choose(order="gap")
    assert names(hands) == ["card", "main"]
    hands.board.choose(order="name")
    assert hands.ctx.settings.get("board_order") == "name"
    assert names(hands) == ["card", "main"]
    hands.board.choose(order="team")
    assert names(hands) == ["main", "card"]


def test_a_dragged_head_changes_the_order_of_the_team(hands: Any, qtbot: Any) -> None:
    board = hands.board
    start, end = QPoint(40, HEAD_H + 30), QPoint(40, HEAD_H + board.board.ys[2] - 4)
    before = hands.image()
    hands.take(start, end)
    assert board.lane_drag.gap == 2
    assert hands.image() != before
    hands.key(Qt.Key.Key_Escape)
    assert board.lane_drag is None
    QTest.mouseRelease(board.viewport(), LEFT, NONE, end)
    assert names(hands) == ["main", "card"]
    hands.drag(start, end)
    assert [a.name for a in hands.store.catalog.accounts()] == ["card", "main"]
    assert names(hands) == ["card", "main"]
    hands.ctx.undo()
    assert [a.name for a in hands.store.catalog.accounts()] == ["main", "card"]


def test_heads_are_dragged_in_team_order_only_and_moved_by_keys(hands: Any) -> None:
    board = hands.board
    board.choose(order="name")
    hands.take(QPoint(40, HEAD_H + 30), QPoint(40, HEAD_H + 200))
    assert board.lane_drag is None
    assert hands.toasts[-1].kind == "error"
    QTest.mouseRelease(board.viewport(), LEFT, NONE, QPoint(40, HEAD_H + 200))
    board.choose(order="team")
    board.set_focus(Focus(0, 3))
    verb(hands, "lane_down")
    assert names(hands) == ["card", "main"]
    assert board.focus == Focus(1, 3)
    assert "上移" in [action.text() for action in hands.room.lanes.make_menu(1).actions()]


def test_hidden_accounts_keep_their_neighbour_when_others_move() -> None:
    assert moved([1, 9, 2, 3], [1, 2, 3], 2, 0) == [3, 1, 9, 2]
    assert moved([1, 9, 2, 3], [1, 2, 3], 0, 3) == [9, 2, 3, 1]
    assert moved([1, 9, 2, 3], [1, 2, 3], 0, 2) == [9, 2, 1, 3]


def test_a_full_cell_is_unfolded_and_folded_by_keyboard(hands: Any) -> None:
    for n in range(12):
        notes.create(hands.store, hands.ids["main"], f"n{n}", day=date(2026, 12, 9))
    board = hands.board
    board.reload()
    at = len(board.board.stack(Cell(0, 2)).cards)
    board.set_focus(Focus(0, 2, at))
    hands.key(Qt.Key.Key_Return)
    assert len(board.board.stack(Cell(0, 2)).cards) == 12
    assert board.focus_note == board.board.content.cells[Cell(0, 2)][at], "the keyboard is at the first that came"
    board.set_focus(Focus(0, 2, 12))
    hands.key(Qt.Key.Key_Return)
    assert board.board.unfolded == frozenset()
    assert board.focus.cell == Cell(0, 2)


def test_a_head_stays_in_sight_in_a_very_high_row(hands: Any) -> None:
    for n in range(30):
        notes.create(hands.store, hands.ids["main"], f"n{n}", day=date(2026, 12, 9))
    board = hands.board
    board.reload()
    board.toggle_row(0)
    board.verticalScrollBar().setValue(600)
    name = board.board.lane_name_rect(0, 600)
    assert name.y == HEAD_H
    avatar = hands.image().pixelColor(16 + 4, name.y + 17 + 16)
    assert avatar.name().upper() == "#D42A45"


def test_a_setting_changed_elsewhere_is_seen_at_once(hands: Any) -> None:
    hands.ctx.settings.set("board_density", "compact")
    hands.ctx.settings.set("board_days", "two_weeks")
    assert hands.board.choices == replace(Choices(), density="compact", span="two_weeks")
    assert hands.board.board.density.id == "compact"


def test_the_panel_of_choices_acts_by_keyboard(hands: Any, qtbot: Any) -> None:
    panel = hands.room.tools.open_panel()
    ground = panel.grab().toImage().pixelColor(30, 6)
    assert ground == hands.ctx.theme.color("surface")  # not see-through: on many screens that is black
    spans = panel.rows["span"]
    assert spans.value == "week"
    QTest.keyClick(next(b for b in spans.buttons if b.isChecked()), Qt.Key.Key_Right)
    assert hands.board.choices.span == spans.value == "workweek"
    uid = hands.store.catalog.accounts()[0].uid
    panel.accounts[uid].click()
    assert names(hands) == ["card"]
    panel.every.click()
    assert names(hands) == ["main", "card"]
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


# The calendar


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12-24", date(2026, 12, 24)),
        ("12月24日", date(2026, 12, 24)),
        ("12/24", date(2026, 12, 24)),
        ("1224", date(2026, 12, 24)),
        ("24", date(2026, 12, 24)),
        ("24日", date(2026, 12, 24)),
        ("1-3", date(2027, 1, 3)),
        ("2027-02-29", None),
        ("2028年2月29日", date(2028, 2, 29)),
        ("Dec 24", date(2026, 12, 24)),
        ("31 ", date(2026, 12, 31)),
        ("99", None),
        ("圣诞", None),
        ("", None),
    ],
)
def test_days_as_people_type_them(text: str, day: date | None) -> None:
    assert typed_day(text, date(2026, 12, 9)) == day


@pytest.fixture
def popup(hands: Any, qtbot: Any) -> JumpPopup:
    made = JumpPopup(hands.ctx, hands.ctx.day, hands.room.shown_days(), hands.room)
    made.chosen.connect(hands.ctx.show_day)
    made.show_below(hands.room)
    return made


def test_a_typed_day_is_gone_to(hands: Any, popup: JumpPopup) -> None:
    popup.field.setText("12月24日")
    assert popup.day == date(2026, 12, 24)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert hands.ctx.day == date(2026, 12, 24)
    assert hands.board.start == date(2026, 12, 21)


def test_the_calendar_is_walked_by_keys_and_says_its_days(hands: Any, popup: JumpPopup) -> None:
    QTest.keyClick(popup.field, Qt.Key.Key_Down)
    QTest.keyClick(popup.button_of(popup.day), Qt.Key.Key_Down)
    QTest.keyClick(popup.button_of(popup.day), Qt.Key.Key_PageDown)
    assert popup.day == date(2027, 1, 16)
    QTest.keyClick(popup.button_of(popup.day), Qt.Key.Key_Return)
    assert hands.board.start == date(2027, 1, 11)


def test_days_with_notes_and_occasions_say_so(popup: JumpPopup) -> None:
    assert popup.button_of(date(2026, 12, 7)).accessibleName() == "12 月 7 日 周一，大雪，1 篇"
    shown = popup.button_of(date(2026, 12, 7)).grab().toImage()
    bare = popup.button_of(date(2026, 12, 16)).grab().toImage()
    dot = QPoint(shown.width() // 2, shown.height() - 6)
    assert shown.pixelColor(dot) != bare.pixelColor(dot)
    assert all(button.accessibleName() for button in popup.buttons)


def test_nonsense_stays_in_the_field(hands: Any, popup: JumpPopup) -> None:
    popup.field.setText("圣诞")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert hands.toasts[-1].kind == "error"
    assert hands.ctx.day == date(2026, 12, 9)
