"""The window around the rooms: rail, top bar, search, panel, status bar, toasts."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QLineEdit, QMenu, QVBoxLayout

from xhsplanner.core.words import words
from xhsplanner.ops import catalog, notes
from xhsplanner.ui import main_window, menus, rooms, screen
from xhsplanner.ui.context import Context
from xhsplanner.ui.main_window import MainWindow

CANARY = '<img src="x.png"> & "*^: =1+1'


class OneRoom(rooms.Room):
    """A room that remembers what it was asked."""

    room_id = "week"
    uses_strip = False

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.calls: list[object] = []
        column = QVBoxLayout(self)
        self.field = QLineEdit()
        column.addWidget(self.field)
        self.board = QFrame()
        self.board.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column.addWidget(self.board)

    def heading(self) -> tuple[str, str]:
        return CANARY, "第 50 周"

    def step(self, by: int) -> None:
        self.calls.append(by)

    def today(self) -> None:
        self.calls.append("today")

    def focus_room(self) -> None:
        self.board.setFocus()


class OtherRoom(OneRoom):
    room_id = "matrix"
    uses_days = False
    uses_panel = False


class Panel(QFrame):
    """A note panel that remembers what it was asked."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.calls: list[str] = []

    def edit_title(self) -> None:
        self.calls.append("title")

    def flush(self) -> None:
        self.calls.append("flush")


def small_part(module: str, name: str) -> Any:
    return Panel if name == "Inspector" else PART(module, name)


PART = main_window.part


@pytest.fixture
def window(ctx: Context, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> MainWindow:
    """The real window with two small rooms, one account and no notes."""
    kinds = {"week": OneRoom, "matrix": OtherRoom}
    rows = [row for row in rooms.ROOMS if row.id in kinds]
    monkeypatch.setattr(main_window, "available", lambda: rows)
    monkeypatch.setattr(main_window, "part", small_part)
    monkeypatch.setattr(main_window, "load", lambda row: kinds[row.id])
    catalog.add_account(ctx.store, name="主账号")
    window = MainWindow(ctx)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def room(window: MainWindow) -> OneRoom:
    assert isinstance(window.room, OneRoom)
    return window.room


def test_rail_goes_to_rooms_and_keeps_them(window: MainWindow) -> None:
    first = window.room
    window.rail.buttons["matrix"].click()
    assert window.room is not None
    assert window.room.room_id == "matrix"
    assert not window.topbar.days.isVisible()
    window.rail.buttons["week"].click()
    assert window.room is first
    assert window.rail.buttons["week"].isChecked()
    assert window.topbar.days.isVisible()


def test_heading_is_plain_text(window: MainWindow) -> None:
    assert window.topbar.heading.title.text() == CANARY
    assert window.topbar.heading.title.textFormat() is Qt.TextFormat.PlainText
    assert "<img" not in window.topbar.heading.title.toolTip()


def test_day_buttons_and_keys_reach_the_room(window: MainWindow) -> None:
    window.topbar.back.click()
    window.topbar.forward.click()
    window.topbar.today.click()
    QTest.keyClick(window, Qt.Key.Key_T)
    QTest.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert room(window).calls == [-1, 1, "today", "today", 1]


def test_new_note_by_button_and_key(window: MainWindow, ctx: Context) -> None:
    window.topbar.new.click()
    first = ctx.note_id
    assert first is not None
    QTest.keyClick(window, Qt.Key.Key_N)
    made = ctx.store.notes.get_many([n for n in (first, ctx.note_id) if n is not None])
    assert [note.day for note in made] == [date(2026, 12, 9)] * 2
    assert window.panel is not None
    assert window.panel.content.calls == ["title", "title"]  # type: ignore[attr-defined]


def test_a_room_may_ask_the_panel(window: MainWindow, ctx: Context) -> None:
    made = notes.create(ctx.store, ctx.store.catalog.accounts()[0].id, "x")
    assert made is not None
    window.resize(1280, 800)
    ctx.ask("note_title", made.created["note"][0])
    assert ctx.note_id == made.created["note"][0]
    assert window.panel is not None
    assert window.panel.isVisible()
    assert window.panel.content.calls == ["title"]  # type: ignore[attr-defined]


def test_typing_is_written_before_the_workspace_closes(window: MainWindow, ctx: Context) -> None:
    ctx.close()
    assert window.panel is not None
    assert window.panel.content.calls == ["flush"]  # type: ignore[attr-defined]


def test_no_account_no_note_but_a_way_out(window: MainWindow, ctx: Context) -> None:
    catalog.archive(ctx.store, "account", [a.id for a in ctx.store.catalog.accounts()])
    asked: list[str] = []
    ctx.asked.connect(lambda action, _subject: asked.append(action))
    window.topbar.new.click()
    assert ctx.note_id is None
    assert asked == ["catalogue"]


def test_search_finds_and_selects(window: MainWindow, ctx: Context, qtbot: Any) -> None:
    account = ctx.store.catalog.accounts()[0].id
    notes.create(ctx.store, account, CANARY, day=date(2026, 12, 20))
    notes.create(ctx.store, account, "最低还款的坑", day=date(2026, 12, 21))
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = window.topbar.search
    assert field.hasFocus()
    QTest.keyClicks(field, "img src")
    qtbot.waitUntil(lambda: field.results is not None and field.results.isVisible())
    assert field.results is not None
    assert field.results.list.count() == 1
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert ctx.note_id is not None
    assert ctx.store.notes.get(ctx.note_id).title == CANARY  # type: ignore[union-attr]
    assert ctx.day == date(2026, 12, 20)
    assert not field.results.isVisible()
    assert window.room is not None
    assert window.room.isAncestorOf(window.focusWidget())


def test_search_says_when_there_is_nothing_and_can_be_put_away(window: MainWindow) -> None:
    field = window.topbar.search
    field.setFocus()
    field.setText("没有这样的词")
    field.look()
    assert field.results is not None
    assert field.results.isVisible()
    assert not field.results.list.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.results.isVisible()
    assert field.text() == ""
    assert not field.hasFocus()
    assert window.room is not None
    assert window.room.isAncestorOf(window.focusWidget())


def test_panel_is_docked_when_wide_and_an_overlay_when_narrow(window: MainWindow, ctx: Context) -> None:
    assert window.panel is not None
    assert window.panel.docked
    assert window.panel.isVisible()
    window.resize(1280, 800)
    QTest.qWait(10)
    assert not window.panel.docked
    assert not window.panel.isVisible()
    before = window.stack.width()
    note = notes.create(ctx.store, ctx.store.catalog.accounts()[0].id, "x").created["note"][0]  # type: ignore[union-attr]
    ctx.select(note)
    assert window.panel.isVisible()
    assert window.panel.geometry().right() <= window.width()
    assert window.stack.width() == before
    QTest.keyClick(room(window).board, Qt.Key.Key_Escape)
    assert not window.panel.isVisible()


def test_panel_can_be_hidden_and_rooms_may_do_without(window: MainWindow) -> None:
    assert window.panel is not None
    window.topbar.panel.click()
    assert not window.panel.isVisible()
    window.topbar.panel.click()
    assert window.panel.isVisible()
    window.show_room("matrix")
    assert not window.panel.isVisible()
    assert not window.topbar.panel.isVisible()


def test_strip_can_be_put_away(ctx: Context, qtbot: Any) -> None:
    catalog.add_account(ctx.store, name="主账号")
    window = MainWindow(ctx, "week")
    qtbot.addWidget(window)
    window.show()
    assert window.strip is not None
    assert window.strip.isVisible()
    window.topbar.strip.click()
    assert not window.strip.isVisible()
    assert ctx.settings.get("strip") is False
    window.topbar.strip.click()
    assert window.strip.isVisible()


def test_status_bar_names_the_last_op_and_undoes_it(window: MainWindow, ctx: Context, qtbot: Any) -> None:
    account = ctx.store.catalog.accounts()[0].id
    notes.create(ctx.store, account, "甲", day=date(2026, 12, 8), minute=60)
    qtbot.waitUntil(lambda: "甲" in window.statusbar.last.text())
    qtbot.waitUntil(window.statusbar.late.isVisible)
    assert "1" in window.statusbar.late.text()
    window.statusbar.undo.click()
    qtbot.waitUntil(lambda: "甲" not in window.statusbar.last.text())
    assert ctx.store.notes.count() == 0
    qtbot.waitUntil(lambda: not window.statusbar.late.isVisible())


def test_quiet_day_of_the_week_is_counted(window: MainWindow, ctx: Context) -> None:
    assert window.statusbar.quiet.text().endswith("1")
    ctx.show_day(date(2026, 12, 15))
    assert not window.statusbar.quiet.isVisible()


def test_me_menu_says_that_roles_do_not_protect(window: MainWindow, ctx: Context) -> None:
    catalog.add_member(ctx.store, name="R&D <b>", role="lead")
    menu: QMenu = menus.me_menu(ctx, window.actions_, window)
    texts = [action.text() for action in menu.actions()]
    assert texts[0].startswith("R&&D <b>")
    assert any("不设权限" in text for text in texts)


def test_every_control_has_a_name_and_can_be_reached(window: MainWindow) -> None:
    named = [b for b in window.findChildren(QAbstractButton) if b.isVisibleTo(window)]
    nameless = []
    for button in named:
        face = QAccessible.queryAccessibleInterface(button)
        if face is None or not face.text(QAccessible.Text.Name).strip():
            nameless.append(button)
    assert len(named) > 8
    assert nameless == []
    mine = [*window.rail.findChildren(QAbstractButton), window.topbar.new, window.topbar.today]
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in mine)


def test_english_window_has_english_words(ctx: Context, qtbot: Any) -> None:
    words.use("en")
    window = MainWindow(ctx)
    qtbot.addWidget(window)
    assert window.topbar.new.accessibleName() == "New note"
    assert window.actions_["undo"].text().startswith("Undo")


def test_theme_switch_is_live(window: MainWindow, ctx: Context) -> None:
    window.grab()
    light = window.grab().toImage().pixelColor(4, 400)
    ctx.theme.set_mode("dark")
    dark = window.grab().toImage().pixelColor(4, 400)
    assert light.name() == "#f4f3f1"
    assert dark.name() == "#131316"


def test_read_only_says_why(ctx: Context, qtbot: Any) -> None:
    ctx.store.read_only = "这个工作区由更新的版本写成"
    window = MainWindow(ctx)
    qtbot.addWidget(window)
    window.show()
    assert any(label.text() == ctx.store.read_only for label in window.findChildren(QLabel))
    assert window.statusbar.saved.text() == "只读"


@pytest.mark.parametrize("room", ["week", "month", "list", "board", "wall"])
def test_the_smallest_window_cuts_no_button_of_the_bar(window: MainWindow, ctx: Context, room: str) -> None:
    catalog.add_account(ctx.store, name="一个名字很长很长很长很长的账号 & 更长")
    window.resize(window.minimumSize())
    window.show_room(room)
    bar = window.topbar
    bar.layout().activate()
    for button in bar.findChildren(QAbstractButton):
        if button.isVisible() and button is not bar.heading:
            assert button.width() >= button.minimumSizeHint().width() or not button.text(), button.accessibleName()
    assert "新建笔记" in bar.new.toolTip()
    window.resize(1440, 900)
    assert bar.new.text().strip() == "新建笔记"


def test_a_dialog_has_room_on_a_small_screen(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    small = type("Small", (), {"availableSize": lambda _self: QSize(911, 512)})
    monkeypatch.setattr(window, "screen", small)
    monkeypatch.setattr(screen, "_nowhere", lambda: False)
    dialog = window.open_dialog("slots")
    assert dialog is not None
    assert (dialog.width(), dialog.height()) == (911, 472)
    save = dialog.save
    assert dialog.rect().contains(QRect(save.mapTo(dialog, QPoint()), save.size()))
    dialog.close()


def test_the_window_is_never_larger_than_a_small_screen(
    window: MainWindow, ctx: Context, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    assert (window.minimumWidth(), window.minimumHeight()) == main_window.SMALLEST
    monkeypatch.setattr(screen, "_nowhere", lambda: False)
    monkeypatch.setattr(main_window, "SMALLEST", (5000, 400))
    small = MainWindow(ctx)
    qtbot.addWidget(small)
    assert small.minimumWidth() <= small.screen().availableSize().width()
    assert small.minimumHeight() == 400
