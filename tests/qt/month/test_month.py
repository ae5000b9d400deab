"""The month room: what it shows and what opens over it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from xhsplanner.core.filter import Filter
from xhsplanner.ops import catalog, notes, slots, topics
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.month import model
from xhsplanner.ui.month.layout import MORE, PLACE, Focus
from xhsplanner.ui.rooms.month import MonthRoom
from xhsplanner.ui.widgets.jump import JumpPopup


def test_six_weeks_with_heading_and_counts(hands: Any) -> None:
    assert hands.room.shown_days() == (date(2026, 11, 30), date(2027, 1, 10))
    assert hands.room.heading() == ("2026 年 12 月", "排了 2 篇 · 逾期 2")
    hands.add("c", date(2027, 1, 2))
    assert hands.room.heading()[1].startswith("排了 2 篇"), "only the month itself is counted"
    hands.room.step(1)
    assert hands.room.heading()[0] == "2027 年 1 月"
    assert len(hands.board.page.heads) == 42


def test_a_filter_hides_and_is_said(hands: Any) -> None:
    hands.ctx.set_filter(Filter(accounts=frozenset({hands.ids["card"]})))
    assert hands.board.grid.order == [hands.ids["b"]]
    assert hands.room.heading()[1].startswith("筛出 1 / 2 篇")
    hands.ctx.set_filter(Filter(covered=True))
    assert hands.board.grid.order == []


def test_a_full_page_is_counted_and_only_its_first_notes_are_read(
    hands: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(14):
        hands.add(f"full {n}", date(2026, 12, 10), 480 + n)
    whole = hands.room.heading()
    monkeypatch.setattr(model, "MANY", 3)
    monkeypatch.setattr(model, "FIRST", 2)
    hands.board.reload()
    assert not hands.board.page.whole
    assert hands.room.heading() == whole
    day = hands.board.page.number(date(2026, 12, 10))
    assert day is not None
    assert hands.board.grid.stack(day).hidden == 14 - sum(
        one.what != MORE for one in hands.board.grid.stack(day).items
    )
    assert len(hands.board.show_day_notes(day).list.notes.notes) == 14
    hands.ctx.set_filter(Filter(accounts=frozenset({hands.ids["card"]})))
    assert hands.board.grid.order == [hands.ids["b"]]
    assert hands.room.heading()[1].startswith("筛出 1 / 16 篇")


def test_only_what_changed_is_painted_again(hands: Any) -> None:
    hands.room.grab()
    painted = hands.board.tiles.painted
    hands.room.grab()
    assert hands.board.tiles.painted == painted
    hands.ctx.run(notes.edit, hands.ids["a"], title="another")
    hands.board.reload()
    hands.room.grab()
    assert hands.board.tiles.painted == painted + 1


def test_quiet_days_today_and_days_outside_are_painted_apart(hands: Any) -> None:
    image = hands.board.viewport().grab().toImage()

    def ground(day: date) -> int:
        spot = hands.day(day)
        return int(image.pixel(spot.x(), spot.y() - 12))

    plain = ground(date(2026, 12, 16))
    assert ground(date(2026, 12, 9)) != plain, "today"
    assert ground(date(2027, 1, 6)) != plain, "outside the month"
    quiet = hands.day(date(2026, 12, 13))
    hatched = {image.pixel(quiet.x() + n, quiet.y() - 12) for n in range(20)}
    assert len(hatched) > 2
    assert plain not in hatched


def test_more_notes_than_fit_open_as_a_list(hands: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(9):
        hands.add(f"n{n}", date(2026, 12, 10), 480 + 70 * n)
    day = hands.board.page.number(date(2026, 12, 10))
    assert day is not None
    items = hands.board.grid.stack(day).items
    assert items[-1].what == MORE
    hands.click(hands.middle(hands.board.rect_of(Focus(day, len(items)))))
    popup = hands.board.popup
    assert popup is not None
    rows = popup.list
    assert [one.title for one in rows.notes.notes] == [f"note n{n}" for n in range(9)]
    assert "note n8" in rows.model().index(8, 0).data()
    rows.setCurrentIndex(rows.model().index(8, 0))
    assert hands.ctx.selection == (hands.ids["n8"],)
    begun: list[list[int]] = []
    monkeypatch.setattr("xhsplanner.ui.month.popover.begin_drag", lambda _s, ids, _p, _g: begun.append(ids))
    rows.startDrag(Qt.DropAction.MoveAction)
    assert begun == [[hands.ids["n8"]]]
    assert not popup.isVisible()


def test_the_card_of_an_occasion_makes_a_note_for_it(hands: Any) -> None:
    hands.click(hands.head(date(2026, 12, 22)))
    card = hands.board.popup
    assert card is not None
    assert "2026 年 12 月 22 日" in card.accessibleName()
    button = next(one for one in card.buttons if "冬至" in one.accessibleName())
    button.click()
    (made,) = hands.store.notes.between(date(2026, 12, 22), date(2026, 12, 22))
    assert made.occasion.endswith("dongzhi") or "winter" in made.occasion or made.occasion
    assert made.series_id == hands.ids["term"]
    again = hands.board.show_card(22)
    assert any(f"{made.day:%-m}/{made.day:%-d}" in one.text() for one in again.buttons)
    again.close()


def test_the_bar_of_a_long_occasion_opens_its_card(hands: Any) -> None:
    hands.ctx.show_day(date(2027, 2, 10))
    bars = hands.board.grid.content.bars
    assert len(bars) == 5
    rect = hands.board.grid.bar_rect(bars[1])
    assert rect is not None
    hands.click(hands.middle(hands.board.grid.to_view(rect, hands.board.scrolled)))
    card = hands.board.popup
    assert card is not None
    assert any("春运" in one.accessibleName() for one in card.buttons)
    card.close()


def test_an_open_place_is_dashed_and_filled(hands: Any) -> None:
    slots.add(hands.store, hands.ids["main"], "FREQ=WEEKLY;BYDAY=WE", date(2026, 12, 16), minute=540)
    hands.board.reload()
    day = hands.board.page.number(date(2026, 12, 16))
    assert day is not None
    (item,) = hands.board.grid.stack(day).items
    assert item.what == PLACE
    hands.drop("notes", [hands.ids["undated"]], hands.middle(hands.board.rect_of(Focus(day, 1))))
    assert (hands.note("undated").day, hands.note("undated").minute) == (date(2026, 12, 16), 540)
    hands.board.set_focus(Focus(day + 7, 1))
    hands.key(Qt.Key.Key_Return)
    (made,) = hands.store.notes.between(date(2026, 12, 23), date(2026, 12, 23))
    assert made.minute == 540
    assert [one.what for one in hands.board.grid.stack(day + 7).items] == ["note"]


def test_menus_of_notes_days_and_places(hands: Any) -> None:
    hands.board.focus_on(hands.ids["a"])
    menu = hands.board.make_menu()
    assert menu is not None
    assert any("Del" in action.text() for action in menu.actions())
    hands.board.set_focus(Focus(7))
    menu = hands.board.make_menu()
    assert menu is not None
    assert any("1 篇" in action.text() for action in menu.actions())


def test_a_screen_reader_finds_days_and_chips(hands: Any) -> None:
    page = QAccessible.queryAccessibleInterface(hands.board)
    assert page.childCount() == 42 + 2
    names = [page.child(n).text(QAccessible.Text.Name) for n in range(page.childCount())]
    assert any("12 月 13 日" in name and "静默日" in name for name in names)
    assert any(name.startswith("note a") for name in names)
    spot = hands.board.viewport().mapToGlobal(hands.chip("a"))
    assert page.childAt(spot.x(), spot.y()).text(QAccessible.Text.Name).startswith("note a")


def test_colours_follow_the_setting(hands: Any) -> None:
    hands.room.verbs()["board_colours_status"]()
    assert hands.board.page.looks[hands.ids["a"]].tone == "status:overdue"
    assert len(hands.room._tools.make_menu().actions()) == 3


def test_nothing_is_written_in_a_read_only_workspace(hands: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands.store, "read_only", "只读")
    hands.take(hands.chip("a"), hands.day(date(2026, 12, 17)))
    drop = hands.board.drag and hands.board.drag.drop
    assert drop is not None
    assert drop.refusal == "只读"
    hands.board.cancel_drag()
    assert not hands.drop("notes", [hands.ids["undated"]], hands.day(date(2026, 12, 18)))
    bulk_before = hands.note("undated").day
    assert bulk_before is None


def test_without_an_account_it_says_what_belongs_here(
    make_context: Callable[..., Context], store: Any, qtbot: Any
) -> None:
    asked: list[str] = []
    ctx = make_context(store)
    ctx.asked.connect(lambda name, _subject: asked.append(name))
    room = MonthRoom(ctx)
    qtbot.addWidget(room)
    room.show()
    assert room.empty.isVisible()
    room.empty.button.click()
    assert asked == ["catalogue"]
    assert catalog.add_account(store, name="main", initial="M", color="#D42A45") is not None
    room.board.reload()
    assert room.board.isVisible()


def test_a_long_occasion_has_its_bar_and_no_second_name(hands: Any) -> None:
    hands.ctx.show_day(date(2026, 9, 9))
    page = hands.board.page
    number = page.number(date(2026, 9, 14))
    assert any(bar.first == 0 and bar.week == number // 7 for bar in page.content.bars)
    assert page.heads[number].kind == "lunar"
    assert page.heads[page.number(date(2026, 9, 25))].label == "中秋节"
    assert page.heads[page.number(date(2026, 9, 18))].tone == "sober"


def test_a_topic_dropped_on_a_day_becomes_its_note(hands: Any) -> None:
    made = topics.add(hands.store, "年末盘点")
    assert made is not None
    assert hands.drop("topics", list(made.created["topic"]), hands.day(date(2026, 12, 18)))
    (note,) = hands.store.notes.between(date(2026, 12, 18), date(2026, 12, 18))
    assert note.title == "年末盘点"


def test_the_small_calendar_turns_years_and_chooses_months(hands: Any) -> None:
    popup = JumpPopup(hands.ctx, hands.ctx.day, hands.room.shown_days(), hands.room)
    popup.chosen.connect(hands.ctx.show_day)
    popup.show_below(hands.room)
    popup.forward_year.click()
    assert popup.day == date(2027, 12, 9)
    popup.months().actions()[1].trigger()
    assert popup.day == date(2027, 2, 9)
    QTest.keyClick(popup, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ShiftModifier)
    assert popup.day == date(2026, 2, 9)
    popup.show_month(date(2100, 12, 31))
    popup.forward.click()
    assert popup.day == date(2100, 12, 31)
    popup.show_month(date(2026, 12, 7))
    assert "1 篇" in popup.button_of(date(2026, 12, 7)).accessibleName()
    popup.button_of(date(2026, 12, 24)).click()
    assert hands.board.page.heads[hands.board.focus.day].day == date(2026, 12, 24)


def test_a_hidden_month_reads_nothing_and_is_right_when_shown_again(
    hands: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[date] = []
    load = model.load

    def counted(store: Store, day: date, *more: Any) -> model.Page:
        read.append(day)
        return load(store, day, *more)

    monkeypatch.setattr(model, "load", counted)
    hands.room.hide()
    hands.ctx.changed.emit(notes.edit(hands.store, hands.ids["a"], title="elsewhere"))
    hands.ctx.set_filter(Filter(accounts=frozenset({hands.ids["main"]})))
    hands.ctx.show_day(date(2027, 2, 3))
    hands.ctx.show_day(date(2026, 12, 8))
    assert read == []
    hands.room.show()
    assert read
    assert hands.board.page.first == date(2026, 12, 1)
    assert hands.board.page.looks[hands.ids["a"]].note.title == "elsewhere"
    assert hands.board.grid.order == [hands.ids["a"]]


def test_the_days_have_the_room_of_the_asset_strip(hands: Any, qtbot: Any) -> None:
    window = MainWindow(hands.ctx, "week")
    qtbot.addWidget(window)
    window.show()
    assert window.strip is not None
    assert window.strip.isVisible()
    window.show_room("month")
    assert not window.strip.isVisible()
    window.show_room("week")
    assert window.strip.isVisible(), "the setting is as it was"
