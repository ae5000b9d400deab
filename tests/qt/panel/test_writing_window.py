"""The writing mode in the real window: its keys, and the keys it keeps away from what lies below."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from xhsplanner.ops import catalog, notes

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def main(ctx: Any, qtbot: Any) -> Iterator[Any]:
    """A window on the week with one note selected; `main.panel.content` is the note panel."""
    from xhsplanner.ui.main_window import MainWindow

    account = catalog.add_account(ctx.store, name="主账号").created["account"][0]
    note = notes.create(ctx.store, account, "最低还款的坑", day=date(2026, 12, 10), body="只还最低还款")
    window = MainWindow(ctx, "week")
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    ctx.select(note.created["note"][0])
    yield window
    ctx.close()
    delete(window)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def test_f11_there_and_back_from_the_board(main: Any) -> None:
    board = main.room.focusProxy() or QApplication.focusWidget()
    board.setFocus()
    press(Qt.Key.Key_F11)
    panel = main.panel.content
    assert panel.desk.writing
    assert panel.desk.view.size() == main.centralWidget().size()
    assert panel.page.body.hasFocus()
    press(Qt.Key.Key_F11)
    assert not panel.desk.writing


def test_a_note_is_written_from_a_room_without_a_panel(main: Any) -> None:
    main.show_room("matrix")
    panel = main.panel.content
    main.actions_["write"].trigger()
    assert panel.desk.writing
    assert panel.page.body.value() == "只还最低还款"
    press(Qt.Key.Key_Escape)
    assert not panel.desk.writing
    assert main.isAncestorOf(QApplication.focusWidget())


def test_a_narrow_window_does_not_lay_the_panel_over_it(main: Any, qtbot: Any) -> None:
    account = catalog.add_account(main.ctx.store, name="城市").created["account"][0]
    other = notes.duplicate_to_accounts(main.ctx.store, main.ctx.note_id, [account]).created["note"][0]
    main.resize(1280, 800)
    main.actions_["write"].trigger()
    main.ctx.select(other)
    canvas, view = main.centralWidget(), main.panel.content.desk.view
    spot = main.panel.geometry().center()
    qtbot.waitUntil(lambda: canvas.childAt(spot) is not None and view.isAncestorOf(canvas.childAt(spot)))
    main.resize(1200, 760)
    qtbot.waitUntil(lambda: view.size() == canvas.size() and view.isAncestorOf(canvas.childAt(spot)))


def test_tab_walks_what_is_seen(main: Any) -> None:
    main.actions_["write"].trigger()
    page, view = main.panel.content.page, main.panel.content.desk.view
    page.title.setFocus()
    walked = []
    for _ in range(30):
        press(Qt.Key.Key_Tab)
        walked.append(QApplication.focusWidget())
    assert walked[0] is page.body
    assert {page.body, page.tags.field, page.copies["body"], view.back, view.brief.insert} <= set(walked)
    assert all(view.isAncestorOf(one) and one.isVisible() for one in walked)
    page.body.setFocus()
    press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert page.title.hasFocus()


def test_keys_for_what_lies_below_do_nothing(main: Any) -> None:
    main.actions_["write"].trigger()
    view = main.panel.content.desk.view
    view.back.setFocus()
    room, count = main.room, main.ctx.store.notes.count()
    for key, modifier in (
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_N, CTRL),
        (Qt.Key.Key_2, CTRL),
    ):
        press(key, modifier)
    assert (main.room, main.ctx.store.notes.count()) == (room, count)
    assert main.panel.content.desk.writing


def test_ctrl_f_looks_in_the_text_or_in_all_notes(main: Any) -> None:
    panel = main.panel.content
    panel.page.body.setFocus()
    press(Qt.Key.Key_F, CTRL)
    assert panel.desk.finder.isVisible()
    assert panel.desk.finder.field.hasFocus()
    press(Qt.Key.Key_Escape)
    assert panel.page.body.hasFocus()
    panel.page.header.more.setFocus()
    press(Qt.Key.Key_F, CTRL)
    assert main.topbar.search.isAncestorOf(QApplication.focusWidget())
    main.actions_["write"].trigger()
    panel.desk.view.back.setFocus()
    press(Qt.Key.Key_F, CTRL)
    assert panel.desk.view.isAncestorOf(panel.desk.finder)
    assert panel.desk.finder.field.hasFocus()
    view, finder = panel.desk.view, panel.desk.finder
    QApplication.processEvents()
    below = finder.mapTo(view, finder.rect().bottomLeft()).y()
    assert view.brief.mapTo(view, view.brief.rect().topLeft()).y() > below, "the bar hides no question of the brief"
