"""Ctrl+K: everything is found and done with the keyboard alone."""

import threading
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.core.model import Note
from xhsplanner.core.words import words
from xhsplanner.ops import catalog, notes
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs import palette as palette_dialog
from xhsplanner.ui.dialogs.palette import PaletteDialog
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.palette.entries import Entry
from xhsplanner.ui.rooms import available

CTRL = Qt.KeyboardModifier.ControlModifier
CANARY = '<img src="x.png"> & 权益'


@pytest.fixture
def window(ctx: Context, qtbot: Any) -> MainWindow:
    catalog.add_account(ctx.store, name="主账号")
    window = MainWindow(ctx, "week")
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    activate(window, qtbot)
    return window


def activate(window: MainWindow, qtbot: Any) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def opened(window: MainWindow) -> PaletteDialog:
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_K, CTRL)
    palette = window.dialogs["palette"]
    assert isinstance(palette, PaletteDialog)
    assert palette.isVisible()
    return palette


def titles(palette: PaletteDialog) -> list[str]:
    return [line.title for line in palette.lines.lines if isinstance(line, Entry)]


def chosen(palette: PaletteDialog) -> Entry:
    entry = palette.lines.entry(palette.list.currentIndex().row())
    assert entry is not None
    return entry


@pytest.mark.parametrize("room", [row.id for row in available()])
def test_ctrl_k_opens_it_in_every_room_and_esc_gives_the_room_back(window: MainWindow, room: str) -> None:
    window.show_room(room)
    palette = opened(window)
    assert "新建笔记" in titles(palette)
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_pinyin_initials_and_enter_make_a_note(window: MainWindow, ctx: Context) -> None:
    palette = opened(window)
    QTest.keyClicks(palette.field, "xjbj")
    assert chosen(palette).title == "新建笔记"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ctx.store.notes.count() == 1
    assert ctx.settings.get("palette_recent") == ["action:new_note"]


def test_what_was_used_comes_first(window: MainWindow, ctx: Context) -> None:
    ctx.settings.set("palette_recent", ["action:strip", "gone:x"])
    palette = opened(window)
    assert titles(palette)[0] == "显示或收起素材条"
    assert titles(palette).count("显示或收起素材条") == 1


def test_notes_and_typed_days_are_remembered_too(window: MainWindow, ctx: Context, qtbot: Any) -> None:
    notes.create(ctx.store, ctx.store.catalog.accounts()[0].id, "年费怎么免")
    palette = opened(window)
    QTest.keyClicks(palette.field, "A-1001")
    qtbot.waitUntil(lambda: "年费怎么免" in titles(palette))
    palette.take(titles(palette).index("年费怎么免") + 1)
    assert ctx.note_id == ctx.store.notes.all()[0].id
    activate(window, qtbot)
    palette = opened(window)
    QTest.keyClicks(palette.field, "12-24")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    activate(window, qtbot)
    palette = opened(window)
    assert titles(palette)[:2] == ["去 2026-12-24", "年费怎么免"]
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    notes.delete(ctx.store, [ctx.store.notes.all()[0].id])
    activate(window, qtbot)
    assert "年费怎么免" not in titles(opened(window))


def test_a_letter_typed_before_all_is_prepared_finds_all_the_same(window: MainWindow, qtbot: Any) -> None:
    palette = opened(window)
    QTest.keyClicks(palette.field, "dongzhi")
    assert "冬至" in titles(palette)
    found = titles(palette)
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    activate(window, qtbot)
    palette = opened(window)
    qtbot.waitUntil(lambda: len(palette._findable) == len(palette._entries))
    QTest.keyClicks(palette.field, "dongzhi")
    assert titles(palette) == found


def test_arrows_pass_headings_and_what_cannot_be_done_says_why(window: MainWindow, ctx: Context) -> None:
    palette = opened(window)
    first = chosen(palette)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert chosen(palette) == first
    for _ in range(len(palette.lines.lines) + 3):
        QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == palette.lines.rowCount() - 1
    palette.field.setText("删除这篇笔记")
    assert chosen(palette).why == "先选中一篇笔记"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_a_day_can_be_typed_and_an_occasion_too(window: MainWindow, ctx: Context) -> None:
    palette = opened(window)
    QTest.keyClicks(palette.field, "12-24")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ctx.day == date(2026, 12, 24)
    palette = opened(window)
    palette.field.setText("冬至")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ctx.day == date(2026, 12, 22)


def test_notes_are_found_and_shown_as_plain_text(window: MainWindow, ctx: Context, qtbot: Any) -> None:
    made = notes.create(ctx.store, ctx.store.catalog.accounts()[0].id, CANARY, day=date(2026, 12, 20))
    assert made is not None
    window.show_room("library")
    palette = opened(window)
    palette.field.setText("img src")
    qtbot.waitUntil(lambda: CANARY in titles(palette))
    palette.grab()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ctx.note_id == made.created["note"][0]
    assert ctx.day == date(2026, 12, 20)


def test_notes_that_take_long_to_find_are_found_by_a_worker(
    window: MainWindow, ctx: Context, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes.create(ctx.store, ctx.store.catalog.accounts()[0].id, "年费怎么免", day=date(2026, 12, 20))
    monkeypatch.setattr(palette_dialog, "PATIENCE", -1.0)
    find, by_worker = ctx.store.notes.find, []

    def asked(*args: Any) -> list[Note]:
        by_worker.append(threading.current_thread() is not threading.main_thread())
        return find(*args)

    monkeypatch.setattr(ctx.store.notes, "find", asked)
    palette = opened(window)
    palette.field.setText("年费怎")
    qtbot.waitUntil(lambda: "年费怎么免" in titles(palette))
    assert by_worker == [False, True]


def test_enter_right_after_typing_takes_the_note_that_is_meant(window: MainWindow, ctx: Context) -> None:
    made = notes.create(ctx.store, ctx.store.catalog.accounts()[0].id, "年费怎么免", day=date(2026, 12, 20))
    assert made is not None
    palette = opened(window)
    palette.field.setText("年费怎么")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ctx.note_id == made.created["note"][0]
    assert not palette.isVisible()


def test_a_title_finds_its_note_and_not_the_undo_that_names_it(
    window: MainWindow, ctx: Context, qtbot: Any
) -> None:
    notes.create(ctx.store, ctx.store.catalog.accounts()[0].id, "年费怎么免", day=date(2026, 12, 20))
    qtbot.waitUntil(lambda: "年费怎么免" in window.actions_["undo"].text())
    palette = opened(window)
    palette.field.setText("年费怎么")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ctx.store.notes.count() == 1


def test_a_note_moves_on_by_its_status(window: MainWindow, ctx: Context) -> None:
    made = notes.create(ctx.store, ctx.store.catalog.accounts()[0].id, "年费怎么免")
    assert made is not None
    ctx.select(made.created["note"][0])
    palette = opened(window)
    QTest.keyClicks(palette.field, "zhuanxie")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    note = ctx.store.notes.get(made.created["note"][0])
    assert note is not None
    assert note.status == "drafting"


def test_a_setting_is_chosen_from_it(window: MainWindow, ctx: Context) -> None:
    palette = opened(window)
    palette.field.setText("素材条 关")
    assert chosen(palette).id == "setting:strip:False"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ctx.settings.get("strip") is False


def test_composing_belongs_to_the_input_method(window: MainWindow, ctx: Context) -> None:
    palette = opened(window)
    QApplication.sendEvent(palette.field, QInputMethodEvent("xin", []))
    row = palette.list.currentIndex().row()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(palette.field, key)
    assert palette.list.currentIndex().row() == row
    assert palette.isVisible()
    commit = QInputMethodEvent("", [])
    commit.setCommitString("新建")
    QApplication.sendEvent(palette.field, commit)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ctx.store.notes.count() == 1


def test_english_finds_chinese_names_too_and_nothing_is_said(ctx: Context, qtbot: Any) -> None:
    words.use("en")
    window = MainWindow(ctx, "week")
    qtbot.addWidget(window)
    palette = window.open_dialog("palette")
    assert isinstance(palette, PaletteDialog)
    palette.field.setText("新建笔记")
    assert chosen(palette).title == "New note"
    palette.field.setText("qqqqzzzz")
    assert palette.nothing.isVisible()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_it_goes_when_the_window_is_used(window: MainWindow, qtbot: Any) -> None:
    opened(window)
    window.activateWindow()
    qtbot.waitUntil(lambda: "palette" not in window.dialogs)
