"""The dialog of slots: what its fields say, and the story of a slot that is split in the middle."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from xhsplanner.core.slots import Policy
from xhsplanner.core.words import words
from xhsplanner.ops import catalog, slot_places, slots
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs.slots import SlotsDialog
from xhsplanner.ui.slots.asking import Asked
from xhsplanner.ui.slots.rule_form import choose

LEFT = Qt.MouseButton.LeftButton
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


@pytest.fixture
def store(store: Store) -> Store:
    """Slot 1: every Wednesday 20:00 since September, series 1 of account 1."""
    for name in ("主账号", "<b>城市分行</b>"):
        catalog.add_account(store, name=name)
    catalog.add_series(store, name="羊毛天天捡", palette="wool")
    slots.add(store, 1, "FREQ=WEEKLY;BYDAY=WE", date(2026, 9, 2), minute=1200, series_id=1)
    return store


@pytest.fixture
def opened(ctx: Context, qtbot: Any) -> Callable[..., SlotsDialog]:
    def make(asked: Asked | None = None) -> SlotsDialog:
        dialog = SlotsDialog(ctx, None, asked)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: not ctx.tasks.busy)
        return dialog

    return make


def click(button: Any) -> None:
    QTest.mouseClick(button, LEFT)


def type_in(field: Any, text: str) -> None:
    """As an input method types."""
    field.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def days(store: Store) -> list[tuple[int, int | None]]:
    return [(place.day.day, place.minute) for place in store.slots.places(FIRST, LAST)]


def test_it_says_the_rule_and_what_comes_next(opened: Callable[..., SlotsDialog]) -> None:
    dialog = opened()
    assert dialog.said.text() == "每周三 20:00"
    assert dialog.preview.text().startswith("接下来：12 月 9 日 周三、12 月 16 日 周三、")
    click(dialog.form.rule.weekdays[4])
    choose(dialog.form.policy, Policy.AFTER.value)
    assert dialog.said.text() == "每周三、周五 20:00，遇节假日顺延"
    assert "12 月 11 日 周五" in dialog.preview.text()
    dialog.form.rule.interval.setValue(2)
    assert dialog.said.text().startswith("每 2 周的周三、周五")
    words.use("en")
    dialog.form.rule.interval.setValue(1)
    assert dialog.said.text() == "Every Wednesday, Friday at 20:00, moved after holidays"


def test_every_kind_of_rule_can_be_said(opened: Callable[..., SlotsDialog]) -> None:
    dialog = opened()
    rule = dialog.form.rule
    choose(rule.frequency, "MONTHLY")
    rule.days.setText("1、15,-1")
    assert rule.rule == "FREQ=MONTHLY;BYMONTHDAY=1,15,-1"
    rule.days.setText("45")
    assert rule.rule == ""
    choose(rule.by, "nth")
    choose(rule.nth, -1)
    choose(rule.weekday, 4)
    assert rule.rule == "FREQ=MONTHLY;BYDAY=-1FR"
    choose(rule.frequency, "DAILY")
    choose(rule.end, "count")
    rule.count.setValue(8)
    assert rule.rule == "FREQ=DAILY;COUNT=8"
    choose(rule.frequency, "YEARLY")
    choose(rule.end, "until")
    assert rule.rule == "FREQ=YEARLY;UNTIL=20261209"


def test_a_new_slot(opened: Callable[..., SlotsDialog], store: Store, qtbot: Any) -> None:
    dialog = opened()
    click(dialog.new)
    type_in(dialog.form.title, "周三返场")
    type_in(dialog.form.time, "晚8点半")
    choose(dialog.form.account, 2)
    click(dialog.save)
    row = store.slots.rows()[-1]
    assert (row.account_id, row.title, row.minute, row.rule) == (2, "周三返场", 1230, "FREQ=WEEKLY;BYDAY=WE")
    qtbot.waitUntil(lambda: dialog.rows.count() == 2)
    type_in(dialog.form.time, "很晚")
    assert not dialog.save.isEnabled()
    assert dialog.said.text()


def test_names_are_plain_text(opened: Callable[..., SlotsDialog]) -> None:
    dialog = opened()
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in dialog.findChildren(QLabel))


def test_a_slot_is_split_in_the_middle_undone_redone_and_reopened(
    opened: Callable[..., SlotsDialog], ctx: Context, store: Store, tmp_path: Path, qtbot: Any
) -> None:
    slot_places.fill(store, 1, date(2026, 12, 9))
    slot_places.skip(store, 1, date(2026, 12, 23))
    before = (store.slots.rows(), store.slots.overrides())
    dialog = opened(Asked(1, date(2026, 12, 16)))
    assert dialog.scope.currentText() == "2026-12-16 及以后"
    type_in(dialog.form.time, "18:00")
    click(dialog.save)
    assert days(store) == [(2, 1200), (16, 1080), (30, 1080)]
    old, new = store.slots.rows()
    assert (old.rule, new.origin_id) == ("FREQ=WEEKLY;BYDAY=WE;UNTIL=20261215", 1)
    qtbot.waitUntil(lambda: dialog.rows.count() == 2)
    after = (store.slots.rows(), store.slots.overrides())
    ctx.undo()
    assert (store.slots.rows(), store.slots.overrides()) == before
    ctx.redo()
    assert (store.slots.rows(), store.slots.overrides()) == after
    folder = store.path
    ctx.close()
    store.close()
    again = open_workspace(folder)
    assert (again.slots.rows(), again.slots.overrides()) == after
    assert again.undo_label() is not None
    again.close()


def test_days_that_no_longer_occur_are_listed_and_settled(
    opened: Callable[..., SlotsDialog], store: Store, qtbot: Any
) -> None:
    slot_places.fill(store, 1, date(2026, 12, 9))
    slot_places.move(store, 1, date(2026, 12, 16), date(2026, 12, 18))
    dialog = opened()
    assert not dialog.orphans.isVisible()
    click(dialog.form.rule.weekdays[2])
    click(dialog.form.rule.weekdays[0])
    assert dialog.orphans.text() == "有 2 天单独改过，按新规则不再出现：12-09、12-16"
    assert dialog.keep.isVisible()
    choose(dialog.keep, False)
    click(dialog.save)
    assert [day for day, _ in days(store)] == [7, 14, 21, 28]
    assert len(store.notes.between(FIRST, LAST)) == 1


def test_an_opaque_rule_is_shown_and_kept(opened: Callable[..., SlotsDialog], store: Store) -> None:
    rule = "FREQ=YEARLY;BYWEEKNO=20"
    change = slots.add(store, 1, rule, FIRST, title="老规则")
    assert change is not None
    dialog = opened(Asked(change.created["slot"][0]))
    assert dialog.form.rule.opaque.isVisible()
    assert not dialog.form.rule.fields.isVisible()
    assert dialog.form.rule.text.text() == rule
    type_in(dialog.form.title, "新名字")
    click(dialog.save)
    assert [(row.rule, row.title) for row in store.slots.rows()][1] == (rule, "新名字")
    click(dialog.form.rule.replace)
    assert dialog.form.rule.fields.isVisible()


def test_a_rule_that_the_fields_cannot_say_holds_as_it_is_written(
    opened: Callable[..., SlotsDialog], store: Store
) -> None:
    slots.edit(store, 1, rule="FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", since=date(2026, 11, 1))
    dialog = opened()
    assert dialog.form.rule.why.text().startswith("这条规则照原文执行")
    assert dialog.preview.text().startswith("接下来：8 月 13 日 周五")


def test_missed_places_and_numbers_are_named(opened: Callable[..., SlotsDialog], store: Store) -> None:
    from xhsplanner.ops import notes

    for episode in (1, 4):
        notes.create(store, 1, "期", series_id=1, episode=episode)
    dialog = opened()
    assert "最近 8 周空过 8 次：10-14、" in dialog.missed.text()
    assert "期数缺第 2–3 期" in dialog.missed.text()


def test_stopping_and_deleting(opened: Callable[..., SlotsDialog], store: Store, qtbot: Any) -> None:
    dialog = opened()
    click(dialog.archive)
    assert days(store) == []
    qtbot.waitUntil(lambda: dialog.archive.accessibleName() == "恢复使用")
    click(dialog.archive)
    qtbot.waitUntil(lambda: dialog.archive.accessibleName() == "停用")
    click(dialog.remove)
    assert store.slots.rows(archived=True) == []


def test_it_can_be_looked_at_where_nothing_can_be_written(opened: Callable[..., SlotsDialog], store: Store) -> None:
    store.read_only = "只能看"
    dialog = opened()
    assert dialog.said.text() == "每周三 20:00"
    assert not any(button.isEnabled() for button in (dialog.save, dialog.new, dialog.archive, dialog.remove))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("１５、31", "FREQ=MONTHLY;BYMONTHDAY=15,31"),
        ("1 日，－1", "FREQ=MONTHLY;BYMONTHDAY=1,-1"),
        ("", "FREQ=MONTHLY"),
        ("月底", ""),
        ("15 x", ""),
        ("32", ""),
        ("150", ""),
    ],
)
def test_days_of_the_month_as_people_type_them(opened: Callable[..., SlotsDialog], text: str, rule: str) -> None:
    dialog = opened()
    choose(dialog.form.rule.frequency, "MONTHLY")
    type_in(dialog.form.rule.days, text)
    assert dialog.form.rule.rule == rule
    assert dialog.save.isEnabled() is bool(rule)
    assert ("会跳过" in dialog.preview.text()) is ("31" in text)


def test_only_what_changed_is_saved(opened: Callable[..., SlotsDialog], store: Store, qtbot: Any) -> None:
    dialog = opened()
    assert not dialog.save.isEnabled(), "nothing has been changed"
    type_in(dialog.form.time, "18:30")
    assert dialog.save.isEnabled()
    click(dialog.save)
    qtbot.waitUntil(lambda: not dialog.save.isEnabled())
    assert store.slots.rows()[0].minute == 18 * 60 + 30


def test_what_is_not_saved_waits_while_another_slot_is_looked_at(
    opened: Callable[..., SlotsDialog], store: Store, qtbot: Any
) -> None:
    slots.add(store, 2, "FREQ=WEEKLY;BYDAY=MO", FIRST, minute=600)
    dialog = opened()
    dialog.rows.setCurrentRow(0)
    choose(dialog.scope, "2026-12-16")
    type_in(dialog.form.time, "18:30")
    dialog.rows.setCurrentRow(1)
    assert dialog.form.time.text() == "10:00"
    assert dialog.unsaved.text().startswith("另有 1 个栏位")
    click(dialog.new)
    type_in(dialog.form.title, "新的")
    dialog.rows.setCurrentRow(0)
    assert (dialog.form.time.text(), dialog.scope.currentData()) == ("18:30", "2026-12-16")
    assert dialog.save.isEnabled()
    click(dialog.new)
    assert dialog.form.title.text() == "新的"
    dialog.rows.setCurrentRow(0)
    click(dialog.save)
    qtbot.waitUntil(lambda: dialog.rows.count() == 3)
    assert {row.minute for row in store.slots.rows()} == {1200, 1110, 600}


def test_a_slot_is_not_left_while_a_field_makes_no_sense(opened: Callable[..., SlotsDialog], store: Store) -> None:
    slots.add(store, 2, "FREQ=WEEKLY;BYDAY=MO", FIRST, minute=600)
    dialog = opened()
    dialog.rows.setCurrentRow(0)
    type_in(dialog.form.time, "很晚")
    dialog.rows.setCurrentRow(1)
    assert (dialog.rows.currentRow(), dialog.form.time.text()) == (0, "很晚")
    assert dialog.said.text().startswith("先改好这里再换栏位：")
    type_in(dialog.form.time, "20:00")
    dialog.rows.setCurrentRow(1)
    assert dialog.form.time.text() == "10:00"
    assert not dialog.unsaved.isVisible(), "nothing was changed in the end"
