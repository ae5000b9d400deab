"""The settings dialog, and choosing one's own shortcuts: generated from the tables, applied at once."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from xhsplanner.core.options import options
from xhsplanner.ops import catalog, workspace
from xhsplanner.ui import shortcuts
from xhsplanner.ui.actions import table
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs.settings import Choice, Flag, Moment, Number, SettingsDialog
from xhsplanner.ui.dialogs.shortcuts import ShortcutsDialog
from xhsplanner.ui.main_window import MainWindow

CTRL, SHIFT, ALT = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Control", "Shift", "Alt"))
ROWS = {row.id: row for row in table()}


@pytest.fixture
def window(ctx: Context, qtbot: Any) -> MainWindow:
    catalog.add_account(ctx.store, name="主账号")
    window = MainWindow(ctx, "week")
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def settings(window: MainWindow) -> SettingsDialog:
    dialog = window.open_dialog("settings")
    assert isinstance(dialog, SettingsDialog)
    return dialog


@pytest.fixture
def keys(window: MainWindow) -> ShortcutsDialog:
    dialog = window.open_dialog("shortcuts")
    assert isinstance(dialog, ShortcutsDialog)
    return dialog


def test_every_setting_of_a_group_has_a_row_with_a_name(settings: SettingsDialog) -> None:
    assert set(settings.rows) == {name for name, option in options().items() if option.group}
    assert all(row.control.accessibleName() == row.option.title for row in settings.rows.values())


def test_what_is_chosen_takes_effect_at_once_and_can_be_taken_back(
    settings: SettingsDialog, window: MainWindow, ctx: Context
) -> None:
    strip, density = settings.rows["strip"], settings.rows["board_density"]
    assert isinstance(strip.control, Flag)
    assert not strip.back.isVisible()
    strip.control.click()
    assert window.strip is not None
    assert not window.strip.isVisible()
    strip.back.click()
    assert window.strip.isVisible()
    assert isinstance(density.control, Choice)
    QTest.keyClick(density.control, Qt.Key.Key_Down)
    assert ctx.settings.get("board_density") == "cover"


def test_a_setting_changed_elsewhere_is_shown(settings: SettingsDialog, ctx: Context) -> None:
    ctx.settings.set("toast_seconds", 12)
    control = settings.rows["toast_seconds"].control
    assert isinstance(control, Number)
    assert control.value() == 12
    assert control.lineEdit().width() > 100


def test_a_setting_of_the_workspace_is_an_op(settings: SettingsDialog, ctx: Context, qtbot: Any) -> None:
    control = settings.rows["new_note_minute"].control
    assert isinstance(control, Moment)
    assert not control.time.isVisible()
    control.none.setFocus()
    QTest.keyClick(control.none, Qt.Key.Key_Down)
    assert ctx.store.settings.get("new_note_minute") == 12 * 60
    qtbot.waitUntil(control.time.isVisible)
    workspace.undo(ctx.store)
    qtbot.waitUntil(lambda: not control.time.isVisible())


def test_search_narrows_and_says_when_there_is_nothing(settings: SettingsDialog) -> None:
    settings.groups.search.setText("wg")  # 外观
    assert settings.rows["theme"].isVisible()
    assert not settings.rows["snapshot_room"].isVisible()
    settings.groups.search.setText("没有的")
    assert settings.groups.nothing.isVisible()
    settings.groups.search.clear()
    assert settings.rows["snapshot_room"].isVisible() or settings.rows["snapshot_room"].isVisibleTo(settings)


def test_the_wheel_scrolls_and_changes_nothing(settings: SettingsDialog, ctx: Context) -> None:
    control = settings.rows["theme"].control
    where = QPointF(10, 10)
    down = QPoint(0, -120)
    event = QWheelEvent(
        where, where, down, down, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(control, event)
    assert ctx.settings.get("theme") == "system"


def test_everything_can_be_reset_and_had_back(settings: SettingsDialog, ctx: Context) -> None:
    ctx.settings.set("board_density", "compact")
    ctx.settings.set("toast_seconds", 9)
    button = settings.everything

    def kept() -> tuple[object, object]:
        return ctx.settings.get("board_density"), ctx.settings.get("toast_seconds")

    button.click()
    assert (kept(), button.text().strip()) == (("normal", 6), "换回刚才的")
    button.click()
    assert (kept(), button.text().strip()) == (("compact", 9), "全部恢复默认")
    button.click()
    settings.rows["toast_seconds"].pick(12)
    assert (kept(), button.text().strip()) == (("normal", 12), "全部恢复默认")
    button.click()
    assert kept() == ("normal", 6)


# --- shortcuts ------------------------------------------------------------------------------------------------


def press(dialog: ShortcutsDialog, action: str, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    button = dialog.rows[action].button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.listening
    QTest.keyClick(button, key, held)


def test_a_chosen_key_acts_at_once_and_the_old_one_no_more(
    keys: ShortcutsDialog, window: MainWindow, ctx: Context, qtbot: Any
) -> None:
    press(keys, "strip", Qt.Key.Key_B, CTRL)
    assert ctx.settings.get("shortcuts") == {"strip": ["Ctrl+B"]}
    keys.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.strip is not None
    QTest.keyClick(window, Qt.Key.Key_Backslash, CTRL | SHIFT)
    assert window.strip.isVisible()
    QTest.keyClick(window, Qt.Key.Key_B, CTRL)
    assert not window.strip.isVisible()


def test_a_clash_is_said_and_can_be_settled(keys: ShortcutsDialog, ctx: Context) -> None:
    press(keys, "strip", Qt.Key.Key_F, CTRL)
    row = keys.rows["strip"]
    assert "搜索笔记" in row.said.text()
    assert ctx.settings.get("shortcuts") == {}
    row.take.click()
    assert ctx.settings.get("shortcuts") == {"search": [], "strip": ["Ctrl+F"]}
    keys.rows["search"].back.click()
    chosen = ctx.settings.get("shortcuts")
    keys.everything.click()
    assert ctx.settings.get("shortcuts") == {}
    keys.everything.click()
    assert ctx.settings.get("shortcuts") == chosen
    assert keys.rows["strip"].button.text() == "Ctrl+F"
    keys.everything.click()
    assert ctx.settings.get("shortcuts") == {}


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, SHIFT),
        (Qt.Key.Key_Left, CTRL),
        (Qt.Key.Key_C, CTRL),
        (Qt.Key.Key_A, CTRL),
        (Qt.Key.Key_E, CTRL | ALT),
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_what_typing_and_the_rooms_need_is_refused(
    keys: ShortcutsDialog, ctx: Context, key: Qt.Key, held: Any
) -> None:
    press(keys, "strip", key, held)
    assert keys.rows["strip"].said.isVisibleTo(keys)
    assert not keys.rows["strip"].take.isVisibleTo(keys)
    assert ctx.settings.get("shortcuts") == {}


def test_esc_gives_up_and_backspace_takes_the_key_away(keys: ShortcutsDialog, ctx: Context) -> None:
    press(keys, "strip", Qt.Key.Key_Escape)
    assert keys.isVisible()
    assert ctx.settings.get("shortcuts") == {}
    press(keys, "strip", Qt.Key.Key_Control)
    assert keys.rows["strip"].button.listening
    press(keys, "strip", Qt.Key.Key_Backspace)
    assert ctx.settings.get("shortcuts") == {"strip": []}
    assert "无" in keys.rows["strip"].button.text()


def test_no_key_of_the_table_clashes_with_itself() -> None:
    found = {key: shortcuts.clash(row, key, {}) for row in ROWS.values() if row.where != "room" for key in row.keys}
    assert {key: clash for key, clash in found.items() if clash is not None} == {}


def test_keys_are_written_the_same_everywhere() -> None:
    question = QKeySequence("?")[0]  # type: ignore[index]
    assert shortcuts.key_of(question) == "?"
    held = QKeySequence("Shift+?")[0]  # type: ignore[index]
    assert shortcuts.key_of(held) == "?"


def test_every_control_can_be_reached_and_has_a_name(settings: SettingsDialog, window: MainWindow) -> None:
    controls = [one for one in settings.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    named = [one for one in controls if one.isVisible() and not one.accessibleName()]
    assert [
        type(one).__name__ for one in named if type(one).__name__ not in ("QLineEdit", "ExpandingLineEdit")
    ] == []
