"""The week room inside the window: who gets the cursor, and what a minute changes."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.core.filter import Filter
from xhsplanner.ops import notes
from xhsplanner.store.store import Store
from xhsplanner.ui.board.layout import Cell, Focus
from xhsplanner.ui.context import Context
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.rooms.week import WeekRoom


@pytest.fixture
def window(
    make_context: Callable[..., Context], store: Store, plan: dict[str, int], qtbot: Any
) -> Iterator[MainWindow]:
    window = MainWindow(make_context(store), "week")
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield window
    window.close()
    window.deleteLater()


def room_of(window: MainWindow) -> WeekRoom:
    """The week room of a window."""
    assert isinstance(window.room, WeekRoom)
    return window.room


def test_n_types_the_title_on_the_board_beside_an_open_panel(window: MainWindow, qtbot: Any) -> None:
    board = room_of(window).board
    board.setFocus()
    board.set_focus(Focus(0, 4))
    QTest.keyClick(board, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: board.editor is not None and board.editor.line.hasFocus())
    QTest.keyClicks(QApplication.focusWidget(), "Tea")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    (card,) = board.board.stack(Cell(0, 4)).cards
    assert board.week.looks[card.note_id].note.title == "Tea"
    assert window.ctx.note_id == card.note_id
    qtbot.waitUntil(board.hasFocus)


def test_a_key_that_was_given_away_does_nothing_any_more(window: MainWindow) -> None:
    board = room_of(window).board
    before = window.ctx.store.notes.count()
    window.ctx.settings.set("shortcuts", {"new_note": ["Ctrl+N"]})
    board.setFocus()
    board.set_focus(Focus(0, 4))
    QTest.keyClick(board, Qt.Key.Key_N)
    assert window.ctx.store.notes.count() == before
    menu = board.make_menu()
    assert menu is not None
    assert any(action.text().endswith("\tCtrl+N") for action in menu.actions())


def test_enter_puts_the_cursor_into_the_panel(window: MainWindow, plan: dict[str, int], qtbot: Any) -> None:
    board = room_of(window).board
    board.setFocus()
    board.focus_on(plan["a"])
    QTest.keyClick(board, Qt.Key.Key_Return)
    assert window.panel is not None
    panel = window.panel
    qtbot.waitUntil(lambda: panel.isAncestorOf(QApplication.focusWidget()))


def test_a_note_becomes_overdue_as_time_passes(
    window: MainWindow, plan: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = room_of(window)
    assert room.board.week.looks[plan["a"]].ring == "overdue"
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-07T09:00:00")
    room._time_passed()
    assert room.board.week.looks[plan["a"]].ring == "todo"
    assert room.board.week.days[0].today


def test_selecting_elsewhere_moves_the_keyboard(window: MainWindow, plan: dict[str, int]) -> None:
    board = room_of(window).board
    window.ctx.select(plan["b"])
    assert board.focus_note == plan["b"]
    window.ctx.select(None)
    assert board.focus_note == plan["b"]


def test_the_panel_that_would_lie_over_the_week_comes_when_a_note_is_opened(
    window: MainWindow, plan: dict[str, int], hands_on: Any
) -> None:
    window.resize(1200, 800)
    hands, panel, button = hands_on(room_of(window), plan), window.panel, window.topbar.panel
    assert panel is not None
    words = button.accessibleName()
    hands.click(hands.card("a") + QPoint(20, 30))
    assert window.ctx.note_id == plan["a"]
    assert not panel.isVisible()
    assert button.accessibleName() == "打开选中的笔记"
    hands.key(Qt.Key.Key_Return)
    assert panel.isVisible()
    assert button.accessibleName() == words
    window.ctx.select(plan["b"])
    assert panel.isVisible(), "once open it follows the selection"
    button.click()
    assert not panel.isVisible()
    window.ctx.select(plan["a"])
    assert not panel.isVisible()
    button.click()
    assert panel.isVisible()
    window.ctx.select(None)
    assert not panel.isVisible()
    window.ctx.ask("note", plan["b"])
    assert panel.isVisible()


def test_the_panel_that_lies_over_the_week_goes_for_cards_in_the_hand(
    window: MainWindow, plan: dict[str, int], hands_on: Any
) -> None:
    window.resize(1200, 800)
    window.ctx.ask("note", plan["a"])
    hands, panel = hands_on(room_of(window), plan), window.panel
    assert panel is not None
    assert panel.isVisible()
    hands.drag(hands.card("a") + QPoint(20, 30), hands.centre(0, 6))
    assert hands.note("a").day == date(2026, 12, 13)
    assert not panel.isVisible(), "where the card was dropped is to be seen"
    assert window.topbar.panel.accessibleName() == "打开选中的笔记"


def test_several_selected_notes_fold_the_panel_that_would_lie_over_them(
    window: MainWindow, plan: dict[str, int]
) -> None:
    window.resize(1200, 800)
    window.ctx.ask("note", plan["a"])
    assert window.panel is not None
    assert window.panel.isVisible()
    window.ctx.pick([plan["a"], plan["b"]])
    assert not window.panel.isVisible()
    assert window.statusbar.picked.text() == "已选 2 篇"
    assert window.statusbar.picked.isVisible()
    window.ctx.select(plan["b"])
    assert window.panel.isVisible()
    assert not window.statusbar.picked.isVisible()
    assert [arrow.property("turns") for arrow in (window.topbar.back, window.topbar.forward)] == [-1, 1]


def test_a_week_nobody_sees_is_read_when_it_is_shown_again(window: MainWindow, plan: dict[str, int]) -> None:
    room = room_of(window)
    read: list[object] = []
    room.board.loaded.connect(lambda: read.append(1))
    window.show_room("board")
    read.clear()
    account = window.ctx.store.catalog.accounts()[0].id
    change = notes.create(window.ctx.store, account, "别处写的", day=room.board.week.days[1].day)
    assert change is not None
    made = change.created["note"][0]
    window.ctx.set_filter(Filter(text="别处"))
    window.ctx.select(made)
    QApplication.processEvents()
    assert not read
    window.show_room("week")
    assert len(read) == 1
    assert room.board.week.looks[made].note.title == "别处写的"
    assert room.board.week.filtered > 0
    assert room.board.focus_note == made
