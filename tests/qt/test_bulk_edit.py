"""Several fields of the selected notes at once: what is written, what is left out, what refuses the whole."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from xhsplanner.core.model import CoverState, Note, Status
from xhsplanner.ops import bulk_edit, catalog, notes, status
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs.bulk_edit import ADD, CLEAR, KEEP, REMOVE, SET, BulkEditDialog

DAY = date(2026, 12, 9)


@pytest.fixture
def plan(ctx: Context) -> dict[str, int]:
    """One account, one member, two tags and three notes, the first of which is published: ids by name."""
    store, made = ctx.store, catalog
    found: dict[str, int] = {}
    for noun, name in (("account", "main"), ("member", "林"), ("tag", "热点"), ("tag", "长期")):
        change: Any = made.add(store, noun, name=name)
        found[name] = change.created[noun][0]
    for title in ("发过的", "甲", "乙"):
        change = notes.create(store, found["main"], title, day=DAY, minute=720, body="正文", hashtags="#旧")
        found[title] = change.created["note"][0]
    for to in (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.PUBLISHED):
        status.set_status(store, [found["发过的"]], to)
    ctx.pick([found[title] for title in ("发过的", "甲", "乙")])
    return found


@pytest.fixture
def dialog(ctx: Context, plan: dict[str, int], qtbot: Any) -> BulkEditDialog:
    made = BulkEditDialog(ctx)
    qtbot.addWidget(made)
    return made


def put(dialog: BulkEditDialog, column: str, action: str) -> Any:
    """Choose what to do with a field; its editor."""
    row = dialog.rows[column]
    row.action.setCurrentIndex(row.action.findData(action))
    return row.value


def pick(dialog: BulkEditDialog, column: str, value: object) -> None:
    box = put(dialog, column, SET)
    box.setCurrentIndex(box.findData(value))


def of(ctx: Context, plan: dict[str, int], *titles: str) -> list[Note]:
    return ctx.store.notes.get_many([plan[title] for title in titles])


def test_many_fields_are_one_step_and_published_notes_are_named_and_left_out(
    ctx: Context, plan: dict[str, int], dialog: BulkEditDialog
) -> None:
    before = of(ctx, plan, "甲", "乙")
    assert dialog.said.text() == "先选择要改的字段"
    assert dialog.left_out.text() == "1 篇已发布，不会改：发过的"
    put(dialog, "tags", ADD).pick(plan["热点"])
    put(dialog, "hashtags", REMOVE).setText("#旧")
    put(dialog, "day", CLEAR)
    put(dialog, "time", SET).setText("晚8点半")
    pick(dialog, "cover", CoverState.REQUESTED)
    assert dialog.said.text() == "将修改 2 篇：日期，时间，封面，话题，标签"
    last = ctx.store.history.last_id()
    dialog.do.click()
    assert dialog.result()
    assert ctx.store.history.last_id() == last + 1
    for note in of(ctx, plan, "甲", "乙"):
        assert (note.minute, note.day, note.cover_state) == (1230, None, CoverState.REQUESTED)
        assert [tag.name for tag in ctx.store.notes.tags(note.id)] == ["热点"]
        assert ctx.store.notes.text(note.id).hashtags == ""
    assert of(ctx, plan, "发过的")[0].minute == 720
    ctx.undo()
    assert of(ctx, plan, "甲", "乙") == before


def test_it_waits_for_a_value_that_means_something(dialog: BulkEditDialog) -> None:
    assert not dialog.do.isEnabled()
    for text, good in (("", False), ("25点", False), ("9:30", True)):
        put(dialog, "time", SET).setText(text)
        assert dialog.do.isEnabled() is good
    put(dialog, "tags", ADD)
    assert not dialog.do.isEnabled(), "no tag is ticked"
    put(dialog, "tags", CLEAR)
    assert dialog.do.isEnabled()


def test_a_step_the_table_forbids_refuses_the_whole(
    ctx: Context, plan: dict[str, int], dialog: BulkEditDialog
) -> None:
    toasts: list[Any] = []
    ctx.toasted.connect(toasts.append)
    pick(dialog, "status", Status.PUBLISHED)
    pick(dialog, "owner", plan["林"])
    dialog.do.click()
    assert [toast.kind for toast in toasts] == ["error"]
    assert not dialog.result()
    assert [note.owner_id for note in of(ctx, plan, "甲", "乙")] == [None, None]


def test_remarks_go_to_published_notes_too(ctx: Context, plan: dict[str, int], dialog: BulkEditDialog) -> None:
    put(dialog, "remark", SET).setText("数据已回收")
    assert dialog.said.text() == "将修改 3 篇：备注"
    dialog.do.click()
    assert [note.remark for note in of(ctx, plan, "发过的", "甲", "乙")] == ["数据已回收"] * 3


def test_with_nothing_selected_it_says_what_to_do(
    make_context: Callable[..., Context], store: Any, qtbot: Any
) -> None:
    dialog = BulkEditDialog(make_context(store))
    qtbot.addWidget(dialog)
    assert dialog.said.text() == "先在列表或周排期里选中笔记"
    assert not dialog.do.isEnabled()
    assert bulk_edit.MANY.keys() <= dialog.rows.keys()


def test_names_stand_as_they_are_and_the_wheel_chooses_nothing(
    ctx: Context, plan: dict[str, int], qtbot: Any
) -> None:
    catalog.add_series(ctx.store, name="R&D <b>\n羊毛" + "长" * 60)
    dialog = BulkEditDialog(ctx)
    qtbot.addWidget(dialog)
    dialog.show()
    box = put(dialog, "series", SET)
    assert box.itemText(0).startswith("R&D <b> 羊毛")
    area = box.parent().parent()
    assert box.parent().width() <= area.width(), "long names are cut, nothing is beside the view"
    action = dialog.rows["status"].action
    at = QPointF(action.rect().center())
    where = QPointF(action.mapToGlobal(at))
    down, held, phase = QPoint(0, -120), Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(at, where, QPoint(), down, Qt.MouseButton.NoButton, held, phase, False)
    QApplication.sendEvent(action, wheel)
    assert action.currentData() == KEEP
