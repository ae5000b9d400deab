"""The dialog that leads back to an earlier state."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from xhsplanner.ops import catalog, notes, workspace
from xhsplanner.store import snapshots
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.dialogs.restore import RestoreDialog

SPACE = Qt.Key.Key_Space


@pytest.fixture
def plan(store: Store) -> Store:
    """A snapshot of three notes; since then one was renamed, one deleted, one is new."""
    catalog.add_account(store, name="主账号")
    for title in ("甲", "乙", "丙"):
        notes.create(store, 1, title, day=date(2026, 12, 7), body="正文")
    store.snapshot("day")
    notes.edit(store, 1, title="改" * 200)
    notes.delete(store, [2])
    notes.create(store, 1, "丁")
    return store


@pytest.fixture
def make(make_context: Callable[..., Context], qtbot: QtBot) -> Callable[[Store], RestoreDialog]:
    def made(store: Store) -> RestoreDialog:
        ctx = make_context(store)
        dialog = RestoreDialog(ctx)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: not ctx.tasks.busy)
        return dialog

    return made


def titles(store: Store) -> list[str]:
    return [note.title for note in store.notes.all()]


def test_it_shows_what_differs_and_how(plan: Store, make: Callable[[Store], RestoreDialog]) -> None:
    dialog = make(plan)
    assert {name: tile.number.text() for name, tile in dialog.tiles.items()} == {
        "removed": "1",
        "changed": "1",
        "added": "1",
        "others": "0",
    }
    told = {note.id: note.what for note in dialog.model.notes}
    assert told == {1: "changed", 2: "removed", 4: "added"}
    rows = [note.id for note in dialog.model.notes]
    dialog.view.setCurrentIndex(dialog.model.index(rows.index(1), 0))
    cells = [dialog.fields.item(0, column) for column in range(3)]
    assert [cell.text() if cell else "" for cell in cells] == ["标题", "甲", "改" * 200]
    dialog.view.setCurrentIndex(dialog.model.index(rows.index(4), 0))
    assert dialog.note_stack.currentWidget() is dialog.note_said
    assert dialog.list.known[0].sound is True


def test_the_whole_plan_comes_back_with_a_toast_that_offers_undo(
    plan: Store, make: Callable[[Store], RestoreDialog], qtbot: QtBot
) -> None:
    dialog = make(plan)
    heard: list[ToastText] = []
    dialog._ctx.toasted.connect(heard.append)
    with qtbot.waitSignal(dialog.accepted):
        dialog.go.click()
    assert titles(plan) == ["甲", "乙", "丙"]
    assert [(toast.text, toast.undo) for toast in heard] == [("恢复到 2026-12-09 10:00 的备份", True)]
    workspace.undo(plan)
    assert titles(plan) == ["改" * 200, "丙", "丁"]


def test_only_the_ticked_notes_and_a_new_one_is_not_ticked(
    plan: Store, make: Callable[[Store], RestoreDialog], qtbot: QtBot
) -> None:
    dialog = make(plan)
    assert dialog.go.text().strip() == "恢复整个排期"
    dialog.only.click()
    assert dialog.go.text().strip() == "恢复 2 篇笔记"
    dialog.nothing.click()
    assert not dialog.go.isEnabled()
    rows = [note.id for note in dialog.model.notes]
    dialog.view.setFocus()
    dialog.view.setCurrentIndex(dialog.model.index(rows.index(2), 1))
    qtbot.keyClick(dialog.view, SPACE)
    assert dialog.model.ticked == {2}
    with qtbot.waitSignal(dialog.accepted):
        dialog.go.click()
    assert titles(plan) == ["改" * 200, "乙", "丙", "丁"]


def test_another_backup_is_looked_at_when_it_is_chosen(
    plan: Store, make: Callable[[Store], RestoreDialog], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-10T09:00:00")
    plan.snapshot("hand")
    dialog = make(plan)
    assert dialog.found is None  # the newest is the same as now
    assert dialog.said.words.text() == "和现在完全一样"
    assert not dialog.go.isEnabled()
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)  # over the heading of the day before
    qtbot.waitUntil(lambda: dialog.found is not None)
    assert dialog.go.isEnabled()


def test_one_that_was_touched_is_shown_as_unusable(plan: Store, make: Callable[[Store], RestoreDialog]) -> None:
    path = snapshots.all_of(plan.path)[0]
    path.write_bytes(path.read_bytes() + b"x")
    dialog = make(plan)
    assert dialog.list.known[0].sound is False
    assert dialog.said.words.text() == "这份备份用不了"
    assert not dialog.go.isEnabled()


def test_without_backups_it_offers_to_make_one(store: Store, make: Callable[[Store], RestoreDialog]) -> None:
    dialog = make(store)
    asked: list[Any] = []
    dialog._ctx.asked.connect(lambda action, _subject: asked.append(action))
    assert dialog.said.words.text() == "还没有备份"
    dialog.said.button.click()
    assert asked == ["snapshot"]


def test_a_read_only_workspace_can_be_looked_at_only(
    plan: Store, make: Callable[[Store], RestoreDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "read_only", "只能查看")
    dialog = make(plan)
    assert dialog.found
    assert not dialog.go.isEnabled()
    assert dialog.foot.text() == "只能查看"


def test_five_hundred_differences_are_there_at_once(
    plan: Store, make: Callable[[Store], RestoreDialog], qtbot: QtBot
) -> None:
    with plan.op("note.create") as op:
        rows = [{"code": f"B-{n}", "account_id": 1, "title": f"第 {n} 篇", "created_at": ""} for n in range(500)]
        op.insert_many("note", rows)
    dialog = make(plan)
    assert dialog.model.rowCount() == 503
    assert dialog.tiles["added"].number.text() == "501"


def test_what_fails_is_said_and_the_dialog_stays(
    plan: Store, make: Callable[[Store], RestoreDialog], qtbot: QtBot
) -> None:
    dialog = make(plan)
    path = snapshots.all_of(plan.path)[0]
    path.write_bytes(path.read_bytes() + b"x")  # between the look and the restore
    dialog.go.click()
    qtbot.waitUntil(lambda: not dialog._ctx.tasks.busy)
    assert "不一样了" in dialog.foot.text()
    assert dialog.isVisible()
    assert dialog.go.isEnabled()
