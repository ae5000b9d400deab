"""The dialogs of planning moves, the lines of the menus, the mark on cards and the chips of the panel."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Note
from xhsplanner.ops import catalog, notes, relays
from xhsplanner.ui.board.model import load
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs.copy_week import CopyWeekDialog
from xhsplanner.ui.dialogs.relay import RelayDialog
from xhsplanner.ui.dialogs.shift import FROM, ShiftDialog
from xhsplanner.ui.dialogs.siblings import BLANK, SiblingsDialog
from xhsplanner.ui.dialogs.templates import NewFromTemplateDialog, SaveTemplateDialog
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.moves.asking import Here
from xhsplanner.ui.notes.acts import NoteActs
from xhsplanner.ui.notes.menu import NoteMenus
from xhsplanner.ui.panel.relay_part import RelayPart
from xhsplanner.ui.panel.siblings import SiblingsPart
from xhsplanner.ui.shots import settle

DAY = date(2026, 9, 24)


@pytest.fixture
def plan(ctx: Context) -> dict[str, int]:
    """Three accounts, a series, three notes of the first in September: ids by name."""
    found: dict[str, int] = {}
    for noun, name in (*(("account", one) for one in ("主账号", "信用卡", "城市")), ("series", "羊毛")):
        change: Any = catalog.add(ctx.store, noun, name=name)
        found[name] = change.created[noun][0]
    for title, day in (("预热", 23), ("正式", 24), ("返场", 28)):
        change = notes.create(
            ctx.store,
            found["主账号"],
            title,
            day=date(2026, 9, day),
            minute=1200,
            body="一样的正文",
            series_id=found["羊毛"],
        )
        found[title] = change.created["note"][0]
    ctx.show_day(DAY)
    return found


def note(ctx: Context, note_id: int) -> Note:
    found = ctx.store.notes.get(note_id)
    assert found is not None
    return found


def column(dialog: Any, at: int) -> list[str]:
    return [dialog.table.item(row, at).text() for row in range(dialog.table.rowCount())]


@pytest.fixture
def ready(qtbot: Any) -> Callable[[Any], Any]:
    """A dialog once its preview is there."""

    def wait(dialog: Any) -> Any:
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.do.isEnabled() or bool(dialog.said.text()))
        return dialog

    return wait


def test_a_launch_goes_over_the_holiday_as_the_preview_said(
    ctx: Context, plan: dict[str, int], ready: Callable[[Any], Any]
) -> None:
    ids = [plan[title] for title in ("预热", "正式", "返场")]
    relays.follow(ctx.store, ids[2], ids[1], 1440)
    ctx.pick(ids[:2])
    dialog = ready(ShiftDialog(ctx))
    assert column(dialog, 1) == ["9/30 周三 20:00", "10/8 周四 20:00", "10/9 周五 20:00"]
    assert "10/1 休（国庆节" in column(dialog, 4)[1]
    assert column(dialog, 4)[2] == "接力，跟着动"
    assert dialog.said.text() == "移动 2 篇；1 篇接力跟着动"
    dialog.do.click()
    assert dialog.result()
    assert [f"{note(ctx, one).day:%m-%d}" for one in ids] == ["09-30", "10-08", "10-09"]
    ctx.undo()
    assert [f"{note(ctx, one).day:%m-%d}" for one in ids] == ["09-23", "09-24", "09-25"]


def test_all_from_a_day_on_and_days_that_make_no_sense(
    ctx: Context, plan: dict[str, int], ready: Callable[[Any], Any], qtbot: Any
) -> None:
    ctx.set_filter(Filter(accounts=frozenset({plan["主账号"]})))
    dialog = ready(ShiftDialog(ctx))
    assert dialog.scope.currentData() == FROM
    assert dialog.filtered.isChecked()
    assert column(dialog, 3) == ["正式", "返场"]
    dialog.by.setValue(-1)
    assert not dialog.do.isEnabled(), "what is shown no longer holds"
    qtbot.waitUntil(dialog.do.isEnabled)
    assert column(dialog, 1) == ["9/23 周三 20:00", "9/24 周四 20:00"]
    dialog.since.setText("昨天")
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 0)
    assert "昨天" in dialog.said.text()
    assert not dialog.do.isEnabled()


def test_a_week_is_copied_and_shown(
    ctx: Context, plan: dict[str, int], ready: Callable[[Any], Any], qtbot: Any
) -> None:
    dialog = ready(CopyWeekDialog(ctx))
    assert column(dialog, 1) == ["9/30 周三 20:00", "10/1 周四 20:00"]
    dialog.rest.setChecked(True)
    qtbot.waitUntil(lambda: dialog.do.isEnabled() and column(dialog, 1)[1].startswith("10/8"))
    dialog.do.click()
    assert ctx.day == date(2026, 9, 28)
    assert ctx.store.notes.count() == 5
    again = ready(CopyWeekDialog(ctx))
    again.target.setText("2026-09-30")
    qtbot.waitUntil(lambda: again.said.text() == "两个日期在同一周")
    assert not again.do.isEnabled()


def test_a_note_is_let_follow_another(ctx: Context, plan: dict[str, int], qtbot: Any) -> None:
    ctx.select(plan["返场"])
    dialog = RelayDialog(ctx)
    qtbot.addWidget(dialog)
    assert column(dialog, 3) == ["正式", "预热"]
    dialog.search.setText("预热")
    dialog.number.setValue(3)
    assert dialog.said.text() == "将在 9/23 周三 23:00 发出"
    dialog.do.click()
    assert (note(ctx, plan["返场"]).day, note(ctx, plan["返场"]).minute) == (date(2026, 9, 23), 1380)
    part = RelayPart(ctx)
    qtbot.addWidget(part)
    part.show_note(note(ctx, plan["预热"]), False)
    assert [chip.look.text for chip in part.chips] == ["3 小时后接着发《返场》"]
    with qtbot.waitSignal(ctx.selected):
        ctx.select(None)
        part.chips[0].click()
    assert ctx.note_id == plan["返场"]
    looks = load(ctx.store, date(2026, 9, 21)).looks
    assert looks[plan["返场"]].relay == "晚 3 小时，接在《预热》之后"
    assert looks[plan["正式"]].relay == ""
    other = RelayDialog(ctx, None, plan["预热"])
    qtbot.addWidget(other)
    assert "返场" not in column(other, 3), "it would be a ring"
    again = RelayDialog(ctx, None, plan["返场"])
    qtbot.addWidget(again)
    assert (again.number.value(), column(again, 3)[0]) == (3, "预热")
    again.end.click()
    assert ctx.store.relays.of(plan["返场"]) is None


def test_siblings_have_their_own_time_and_text(ctx: Context, plan: dict[str, int], qtbot: Any) -> None:
    dialog = SiblingsDialog(ctx, None, plan["正式"])
    qtbot.addWidget(dialog)
    dialog.show()
    assert [row.time.text() for row in dialog.rows] == ["20:30", "21:00"]
    assert dialog.warning.isVisible()
    dialog.rows[0].text.setCurrentIndex(dialog.rows[0].text.findData(BLANK))
    dialog.rows[1].time.setText("25点")
    assert not dialog.do.isEnabled()
    dialog.rows[1].time.setText("9:15")
    dialog.do.click()
    made = {one.account_id: one for one in ctx.store.notes.siblings(plan["正式"])}
    first, second = made[plan["信用卡"]], made[plan["城市"]]
    assert (first.minute, ctx.store.notes.text(first.id).body) == (1230, "")
    assert (second.minute, ctx.store.notes.text(second.id).body) == (555, "一样的正文")
    again = SiblingsDialog(ctx, None, plan["正式"])
    qtbot.addWidget(again)
    assert not any(row.tick.isEnabled() for row in again.rows)
    assert not again.do.isEnabled()


def test_alike_siblings_are_warned_of_and_rewritten(ctx: Context, plan: dict[str, int], qtbot: Any) -> None:
    notes.duplicate_to_accounts(ctx.store, plan["正式"], [plan["信用卡"]])
    (sibling,) = ctx.store.notes.siblings(plan["正式"])
    part = SiblingsPart(ctx)
    qtbot.addWidget(part)
    part.show()
    part.show_note(note(ctx, plan["正式"]))
    part.compare("正式", "完全不同的另一段话，说的是别的事情")
    assert not part.rewrite.isVisible()
    part.compare("正式", "一样的正文")
    assert part.rewrite.isVisible()
    asked: list[tuple[str, object]] = []
    ctx.asked.connect(lambda name, subject: asked.append((name, subject)))
    part.rewrite.click()
    assert asked == [("write", sibling.id)]


def test_templates_are_kept_and_used(ctx: Context, plan: dict[str, int], qtbot: Any) -> None:
    keep = SaveTemplateDialog(ctx, None, plan["正式"])
    qtbot.addWidget(keep)
    keep.name.setText("  ")
    assert not keep.do.isEnabled()
    keep.name.setText("首发")
    keep.do.click()
    assert [one.name for one in ctx.store.catalog.rows("note_template")] == ["首发"]
    dialog = NewFromTemplateDialog(ctx)
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == "正式\n\n一样的正文"
    there = NewFromTemplateDialog(ctx, None, Here(date(2026, 12, 24), plan["城市"]))
    qtbot.addWidget(there)
    assert (there.day.text(), there.account.currentText()) == ("2026-12-24", "城市")
    dialog.day.setText("")
    dialog.do.click()
    made = note(ctx, ctx.note_id or 0)
    assert (made.title, made.day, made.series_id, made.episode) == ("正式", None, plan["羊毛"], 4)


def test_without_templates_it_says_where_they_come_from(ctx: Context, qtbot: Any) -> None:
    dialog = NewFromTemplateDialog(ctx)
    qtbot.addWidget(dialog)
    assert "还没有笔记模板" in dialog.said.text()
    assert not dialog.do.isEnabled()


def lines(menu: QMenu) -> dict[str, Any]:
    """Every line of a menu and of the menus in it."""
    found: dict[str, Any] = {}
    for action in menu.actions():
        found[action.text().split("\t")[0]] = action
        inner = action.menu()
        if isinstance(inner, QMenu):
            found |= lines(inner)
    return found


def test_every_room_offers_the_moves_in_its_menu(ctx: Context, plan: dict[str, int], qtbot: Any) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    menus = NoteMenus(parent, NoteActs(ctx), parent)  # type: ignore[arg-type]
    asked: list[tuple[str, object]] = []
    ctx.asked.connect(lambda name, subject: asked.append((name, subject)))
    one = lines(menus.cards([note(ctx, plan["正式"])]))
    for words in ("移动几天…", "接在…之后", "存为模板…", "分别定时间和正文…"):
        one[words].trigger()
    assert asked == [
        ("shift", None),
        ("relay", plan["正式"]),
        ("template_save", plan["正式"]),
        ("siblings", plan["正式"]),
    ]
    assert ctx.selection == (plan["正式"],)
    both = [plan["预热"], plan["正式"]]
    several = lines(menus.cards([note(ctx, one) for one in both]))
    asked.clear()
    next(action for words, action in several.items() if "批量" in words).trigger()
    assert (asked, ctx.selection) == ([("bulk_edit", None)], tuple(both))
    several["放到下一个空位"].trigger()
    assert [note(ctx, one).day for one in both] == [date(2026, 12, 9), date(2026, 12, 10)]
    ctx.undo()
    assert [note(ctx, one).day for one in both] == [date(2026, 9, 23), date(2026, 9, 24)]


@pytest.mark.parametrize("room", ["week", "list", "today"])
def test_one_key_puts_the_selected_note_on_the_next_free_place(
    ctx: Context, plan: dict[str, int], qtbot: Any, room: str
) -> None:
    ctx.show_day(date(2026, 12, 9))
    change: Any = notes.create(ctx.store, plan["主账号"], "今天", day=date(2026, 12, 9), minute=1260)
    late = change.created["note"][0]
    window = MainWindow(ctx, room)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    assert window.room is not None
    window.room.setFocus()
    ctx.select(late)
    settle(ctx)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: note(ctx, late).minute == 1200)
    assert note(ctx, late).day == date(2026, 12, 9)
    QTest.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    shown = QApplication.activeModalWidget() or next(iter(window.findChildren(ShiftDialog)), None)
    assert isinstance(shown, ShiftDialog)
    shown.close()
