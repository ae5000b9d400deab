"""Kanban and list with several notes: what collides, what is published together, what a filter hides."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest

from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Note, Status
from xhsplanner.ops import catalog, notes, status, workspace
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.rooms.board import BoardRoom
from xhsplanner.ui.rooms.list import ListRoom

DAY = date(2026, 12, 8)
STEPS = (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.PUBLISHED)


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    """An account, a member and three notes, of which `a` and `b` stand at the same minute."""
    found: dict[str, int] = {}
    made: Any = catalog
    found["account"] = made.add_account(store, name="主账号").created["account"][0]
    found["林"] = made.add_member(store, name="林").created["member"][0]
    for name, minute in (("a", 1200), ("b", 1200), ("c", 600)):
        change: Any = notes.create(store, found["account"], f"笔记{name}", day=DAY, minute=minute, body="正文")
        found[name] = change.created["note"][0]
    return found


@pytest.fixture
def shown(ctx: Context, ids: dict[str, int], qtbot: Any) -> Callable[[type[Any]], Any]:
    """`shown(Room)` is a room as a window shows it."""

    def show(kind: type[Any]) -> Any:
        room = kind(ctx)
        qtbot.addWidget(room)
        room.resize(1400, 640)
        room.show()
        qtbot.waitExposed(room)
        room.focus_room()
        return room

    return show


def note(ctx: Context, note_id: int) -> Note:
    found = ctx.store.notes.get(note_id)
    assert found is not None
    return found


def steps(store: Store, ids: list[int], upto: Status) -> None:
    for step in STEPS[: STEPS.index(upto) + 1]:
        status.set_status(store, ids, step)


def column(room: BoardRoom, key: str) -> int:
    return next(n for n, one in enumerate(room.board.board.columns) if one.key == key)


def test_cards_wear_what_collides(ctx: Context, ids: dict[str, int], shown: Any, qtbot: Any) -> None:
    board = shown(BoardRoom).board
    qtbot.waitUntil(lambda: ids["a"] in board.watch.told)
    assert board.board.faces[ids["a"]].look.warnings
    assert not board.board.faces[ids["c"]].look.warnings
    assert board.watch.told[ids["b"]][0] in board.words(ids["b"])
    worn = board.viewport().grab().toImage()
    notes.edit(ctx.store, ids["a"], minute=800)
    qtbot.waitUntil(lambda: ids["a"] not in board.watch.told)
    assert not board.board.faces[ids["b"]].look.warnings
    assert worn != board.viewport().grab().toImage()


def test_several_put_to_published_went_out_when_planned(ctx: Context, ids: dict[str, int], shown: Any) -> None:
    both = [ids["a"], ids["b"]]
    steps(ctx.store, [ids["c"]], Status.PUBLISHED)
    steps(ctx.store, both, Status.APPROVED)
    room = shown(BoardRoom)
    out = note(ctx, ids["c"]).published_at
    room.board.put(column(room, "status:published"), ctx.store.notes.get_many([*both, ids["c"]]))
    assert [note(ctx, one).published_at for one in both] == ["2026-12-08T20:00:00.000"] * 2
    assert note(ctx, ids["c"]).published_at == out, "was there already"
    workspace.undo(ctx.store)
    assert {note(ctx, one).status for one in both} == {Status.APPROVED}


def test_what_a_filter_hides_is_told_and_no_longer_selected(ctx: Context, ids: dict[str, int], shown: Any) -> None:
    toasts: list[ToastText] = []
    ctx.toasted.connect(toasts.append)
    room = shown(BoardRoom)
    ctx.pick([ids["a"], ids["c"]], ids["a"])
    ctx.set_filter(Filter(text="笔记c"))
    assert ctx.selection == (ids["c"],)
    ctx.pick([ids["a"], ids["c"]], ids["a"])
    ctx.set_filter(Filter(text="没有这样的"))
    assert ctx.selection == ()
    ctx.set_filter(Filter(statuses=frozenset({Status.TODO})))
    room.board.put(column(room, "status:drafting"), [note(ctx, ids["a"])])
    assert note(ctx, ids["a"]).status is Status.DRAFTING
    assert any("筛选" in toast.text and "笔记a" in toast.text for toast in toasts)
    assert ids["a"] not in room.board.ids()


def test_rows_wear_what_collides(ctx: Context, ids: dict[str, int], shown: Any, qtbot: Any) -> None:
    view = shown(ListRoom).view
    qtbot.waitUntil(lambda: not view.table.waiting)
    calm = view.viewport().grab().toImage()
    qtbot.waitUntil(lambda: ids["a"] in view.words.told)
    told, line = view.words.told[ids["a"]], view.table.lines.of(ids["a"])
    cell = view.rect_of(line, "title")
    assert view._tip(cell.center()) == "\n".join(("笔记a", *told))
    row = view.table.row(ids["a"])
    assert row is not None
    assert view.words.spoken(row, ["title"]).endswith(told[-1])
    sign = QRect(cell.right() - 23, cell.y(), 20, cell.height())
    assert view.viewport().grab().toImage().copy(sign) != calm.copy(sign)


def test_published_rows_among_several_are_left_out_and_counted(
    ctx: Context, ids: dict[str, int], shown: Any, qtbot: Any
) -> None:
    steps(ctx.store, [ids["c"]], Status.PUBLISHED)
    view = shown(ListRoom).view
    qtbot.waitUntil(lambda: not view.table.waiting)
    view.pick_all()
    view.go(view.table.lines.of(ids["a"]), "owner", pick=False)
    QTest.keyClick(view, Qt.Key.Key_F2)
    chooser = view.editing.chooser
    assert chooser is not None
    assert chooser.heading.text() == "负责人 · 改 2 行，1 篇已发布不改"
    chooser.field.setText("lin")
    QTest.keyClick(chooser.field, Qt.Key.Key_Return)
    assert [note(ctx, ids[name]).owner_id for name in "abc"] == [ids["林"], ids["林"], None]
    steps(ctx.store, [ids["a"], ids["b"]], Status.APPROVED)
    assert view.editing.write([ids["a"], ids["b"]], "status", Status.PUBLISHED) is not None
    assert note(ctx, ids["a"]).published_at == "2026-12-08T20:00:00.000"
