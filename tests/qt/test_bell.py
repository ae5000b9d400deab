"""The bell: what it counts, its popover, putting off, going there; the icon in the system's tray."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from xhsplanner.core.model import Status
from xhsplanner.ops import catalog, notes, status, tasks
from xhsplanner.ui.bell import Bell
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.reminding import Reminding
from xhsplanner.ui.rooms.today import TodayRoom
from xhsplanner.ui.system_tray import SystemTray, message

TODAY = date(2026, 12, 9)
TITLE = "<b>双12</b>"


@pytest.fixture
def reminding(ctx: Any) -> Reminding:
    """One note goes out at 10:20, one enters the window, a task is due; read, nothing told of in quiet hours."""
    store = ctx.store
    catalog.add_account(store, name="主账号")
    notes.create(store, 1, TITLE, day=TODAY, minute=620, status=Status.APPROVED)
    notes.create(store, 1, "两周后", day=TODAY + timedelta(14), minute=600)
    tasks.add(store, "买咖啡", TODAY)
    QApplication.processEvents()
    made = Reminding(ctx, ctx)
    made.read_now()
    return made


@pytest.fixture
def bell(reminding: Reminding, ctx: Any, qtbot: Any) -> Iterator[Bell]:
    window = QWidget()
    bell = Bell(ctx, reminding)
    bell.setParent(window)
    qtbot.addWidget(window)
    window.resize(400, 600)
    window.show()
    yield bell
    window.close()


def titles(reminding: Reminding) -> list[str]:
    return sorted(one.reminder.title for one in reminding.book.told)


def test_it_counts_what_is_unread(bell: Bell, reminding: Reminding) -> None:
    assert titles(reminding) == [TITLE, "两周后", "买咖啡"]
    assert bell.accessibleName() == "提醒，3 条未读"
    coral = bell._theme.color("accent").name()
    image = bell.grab().toImage()
    painted = {image.pixelColor(x, y).name() for x in range(28, 50) for y in range(2, 24)}
    assert coral in painted


def test_the_popover_goes_there_and_remembers(bell: Bell, reminding: Reminding, ctx: Any) -> None:
    asked: list[tuple[str, object]] = []
    ctx.asked.connect(lambda action, subject: asked.append((action, subject)))
    bell.open()
    popover = bell.popover
    assert popover is not None
    row = next(one for one in popover.rows if TITLE in one.accessibleName())
    assert "主账号" in row.accessibleName()
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert asked == [("today", 1)]
    assert reminding.book.unread == 2
    (key,) = ctx.settings.get("reminders_read")
    assert key.startswith("goes_out/")
    assert Reminding(ctx, ctx).book.unread == 0
    again = Reminding(ctx, ctx)
    again.read_now()
    assert again.book.unread == 2, "what was read stays read in the next window"


def test_a_note_shows_once_with_all_that_is_due(bell: Bell, reminding: Reminding, ctx: Any) -> None:
    notes.create(ctx.store, 1, "审", day=TODAY, minute=625, status=Status.REVIEW)
    reminding._facts = None
    reminding.read_now()
    told = [one for one in reminding.book.told if one.reminder.title == "审"]
    assert len(told) > 1
    assert bell.accessibleName() == "提醒，4 条未读"
    bell.open()
    assert bell.popover is not None
    (row,) = (one for one in bell.popover.rows if "审，" in one.accessibleName())
    assert all(one.reminder.about_words in row.accessibleName() for one in told)
    assert message(told)[1] == "审 · 主账号"
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert all(one.read for one in told), "going there has read all of it"


def test_read_all_and_put_off(bell: Bell, reminding: Reminding, monkeypatch: pytest.MonkeyPatch) -> None:
    bell.open()
    popover = bell.popover
    assert popover is not None
    told = next(one for one in reminding.book.matters if one.reminder.title == "买咖啡")
    menu = popover.snooze_menu(told)
    assert [action.text() for action in menu.actions()] == ["10 分钟后", "1 小时后", "明天早上"]
    menu.actions()[0].trigger()
    assert titles(reminding) == [TITLE, "两周后"]
    popover.all_read.click()
    assert (reminding.book.unread, popover.all_read.isEnabled()) == (0, False)
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-09T10:10:00")
    reminding.look()
    assert reminding.book.unread == 1
    assert len(popover.rows) == 3
    popover.close()


def test_what_is_done_leaves_by_itself(reminding: Reminding, ctx: Any, qtbot: Any) -> None:
    status.publish(ctx.store, 1)
    QApplication.processEvents()
    assert reminding._soon.isActive(), "a change is read a moment later"
    reminding.read()
    qtbot.waitUntil(lambda: titles(reminding) == ["两周后", "买咖啡"])


def test_who_acts_is_told_of_their_own(reminding: Reminding, ctx: Any, qtbot: Any) -> None:
    catalog.add_member(ctx.store, name="林", role="editor")
    notes.edit(ctx.store, 2, owner_id=1)
    ctx.store.actor = 1
    ctx.selected.emit(None)  # as the window does
    qtbot.waitUntil(lambda: titles(reminding) == ["两周后", "买咖啡"])


def test_settings_are_followed_at_once(reminding: Reminding, ctx: Any) -> None:
    ctx.settings.set("remind_task", False)
    assert titles(reminding) == [TITLE, "两周后"]
    ctx.settings.set("remind_minutes", 10)
    assert titles(reminding) == ["两周后"]
    ctx.settings.set("remind_task", True)
    assert titles(reminding) == ["两周后", "买咖啡"]


def test_quiet_hours_hold_back_and_lose_nothing(ctx: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog.add_account(ctx.store, name="主账号")
    notes.create(ctx.store, 1, "夜里", day=TODAY, minute=1410, status=Status.APPROVED)
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-09T23:05:00")
    reminding = Reminding(ctx, ctx)
    reminding.read_now()
    assert reminding.book.told == [], "21:00 to 08:00 are quiet"
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-10T08:00:00")
    reminding._facts = None
    reminding.read_now()
    assert titles(reminding) == ["夜里"]


def test_nothing_to_remind_of_is_said(ctx: Any, qtbot: Any) -> None:
    reminding = Reminding(ctx, ctx)
    bell = Bell(ctx, reminding)
    qtbot.addWidget(bell)
    bell.show()
    bell.open()
    assert bell.popover is not None
    assert bell.popover.rows == []
    assert bell.accessibleName() == "提醒，没有未读"
    bell.popover.close()


def test_a_message_holds_title_and_account_only(reminding: Reminding) -> None:
    told = {one.reminder.title: one for one in reminding.book.told}
    assert message([told[TITLE]]) == ("快到发布时间", f"{TITLE} · 主账号")
    assert message([told["买咖啡"]]) == ("任务到期", "买咖啡")
    assert message(list(told.values())) == ("3 条提醒", "打开 xhsplanner 查看")


@pytest.fixture
def window(reminding: Reminding, ctx: Any, qtbot: Any) -> MainWindow:
    window = MainWindow(ctx, "today")
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)  # offscreen has no tray to ask
def test_the_tray_follows_its_setting(
    window: MainWindow, ctx: Any, monkeypatch: pytest.MonkeyPatch, reminding: Reminding
) -> None:
    shown: list[tuple[object, ...]] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _icon, *words: shown.append(words[:2]))
    tray = SystemTray(window, reminding)
    assert tray.icon is None, "never by itself"
    tray.tell(reminding.book.told)
    assert shown == []
    ctx.settings.set("tray", True)
    assert tray.icon is not None
    tray.tell(reminding.book.told[:1])
    assert len(shown) == 1
    names = [action.text() for action in tray.menu().actions()]
    assert names == ["打开 xhsplanner", "新建笔记", "退出"]
    ctx.settings.set("tray", False)
    assert tray.icon is None


def test_without_a_tray_the_setting_does_nothing(window: MainWindow, ctx: Any) -> None:
    ctx.settings.set("tray", True)
    assert window.system_tray.icon is None or QSystemTrayIcon.isSystemTrayAvailable()


def test_letters_are_shortcuts_in_the_lists_of_today(window: MainWindow, ctx: Any, qtbot: Any) -> None:
    window.activateWindow()
    room = window.room
    assert isinstance(room, TodayRoom)
    room.left.setFocus()
    before = ctx.store.notes.count()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is room.left)
    QTest.keyClick(room.left, Qt.Key.Key_N)
    QApplication.processEvents()
    assert ctx.store.notes.count() == before + 1


def test_the_window_opens_the_bell_by_its_action(window: MainWindow) -> None:
    row = next(row for row in window.verbs.rows if row.id == "reminders")
    window.verbs.run(row)
    assert window.bell.popover is not None
    window.bell.popover.close()
    assert window.bell.popover is None


def test_own_days_have_lead_times_too(reminding: Reminding, ctx: Any, qtbot: Any) -> None:
    reminding._soon.stop()
    catalog.add(ctx.store, "own_day", name="行庆", rule="fixed 12-20", lead="brief=14", series="wool")
    qtbot.waitUntil(reminding._soon.isActive)
