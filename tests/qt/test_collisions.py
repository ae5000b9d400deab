"""Collisions in the window: marks on cards, what the ghost says, the list, the note panel."""

from datetime import date
from typing import Any

import pytest

from xhsplanner.core.model import Status
from xhsplanner.ops import catalog, collisions, notes
from xhsplanner.store.store import Store

DAY = date(2026, 12, 10)


@pytest.fixture
def team(store: Store) -> Store:
    for name in ("主账号", "信用卡申请"):
        catalog.add_account(store, name=name)
    catalog.add_series(store, name="羊毛天天捡", palette="wool")
    for minute, title in ((1200, "甲"), (1210, "乙")):
        notes.create(store, 1, title, day=DAY, minute=minute)
    return store


@pytest.fixture
def room(team: Store, make_context: Any, qtbot: Any) -> Any:
    def make(kind: str) -> Any:
        from xhsplanner.ui.rooms.month import MonthRoom
        from xhsplanner.ui.rooms.week import WeekRoom

        room = {"week": WeekRoom, "month": MonthRoom}[kind](make_context(team))
        qtbot.addWidget(room)
        room.resize(1100, 700)
        room.show()
        qtbot.waitExposed(room)
        room.settle()
        qtbot.waitUntil(lambda: bool(room.board.marking.watch.told))
        return room

    return make


@pytest.mark.parametrize("kind", ["week", "month"])
def test_cards_wear_what_collides_and_lose_it(room: Any, team: Store, qtbot: Any, kind: str) -> None:
    shown = room(kind)
    looks = (shown.board.week if kind == "week" else shown.board.page).looks
    assert "只隔 10 分钟" in looks[1].warnings[0]
    assert looks[2].warnings == looks[1].warnings
    marked = shown.board.viewport().grab().toImage()
    notes.move(team, [2], minute=1300)
    qtbot.waitUntil(lambda: not shown.board.marking.watch.told)
    assert shown.board.viewport().grab().toImage() != marked
    notes.move(team, [2], minute=1210)
    qtbot.waitUntil(lambda: bool(shown.board.marking.watch.told))
    found = team.colliding.index(DAY, DAY).found
    collisions.ignore(team, found)
    qtbot.waitUntil(lambda: not shown.board.marking.watch.told)


def test_the_ghost_says_the_worst_of_a_place_also_before_the_days_are_read(room: Any, team: Store) -> None:
    from xhsplanner.ops.bulk import Place

    watch = room("week").board.marking.watch
    those = team.notes.get_many([2])
    said = watch.would(those, {2: Place(date(2026, 12, 13), 1)})
    assert said.startswith("静默日")
    assert watch.would(those, {2: Place(DAY, 2)}) == ""
    far = date(2027, 3, 1)
    notes.create(team, 2, "远", day=far, minute=1200)
    assert "只隔 10 分钟" in watch.would(those, {2: Place(far, 2)})
    assert watch.would(those, {2: Place(None, 2)}) == ""
    notes.create(team, 1, "丙", day=far, status=Status.CANCELLED)
    assert watch.would(those, {2: Place(far, 1)}) == ""


def test_marks_of_any_notes_are_read_once_for_each_change(room: Any, team: Store, qtbot: Any) -> None:
    from xhsplanner.ui.collisions.watch import Watch

    watch = Watch(room("week").board.ctx)
    those = team.notes.get_many([1, 2])
    assert watch.marks(those) == {}
    qtbot.waitUntil(lambda: watch.index is not None)
    assert watch.marks(those) == {1: "warn", 2: "warn"}


@pytest.fixture
def dialog(team: Store, make_context: Any, qtbot: Any) -> Any:
    from xhsplanner.ui.dialogs.collisions import CollisionsDialog

    dialog = CollisionsDialog(make_context(team))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.rows))
    return dialog


def press(row: Any, verb: str, qtbot: Any) -> None:
    from PySide6.QtCore import Qt

    qtbot.mouseClick(row.buttons[verb], Qt.MouseButton.LeftButton)


def test_the_list_offers_what_helps_and_does_it(dialog: Any, team: Store, qtbot: Any) -> None:
    (row,) = dialog.rows
    assert "只隔 10 分钟" in row.accessibleName()
    assert row.buttons["retime"].text().strip() == "《乙》改到 21:00"
    press(row, "retime", qtbot)
    assert team.notes.get(2).minute == 1260  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not dialog.rows)
    team.step("undo")
    qtbot.waitUntil(lambda: bool(dialog.rows))


def test_what_is_ignored_can_be_seen_and_told_again(dialog: Any, team: Store, qtbot: Any) -> None:
    press(dialog.rows[0], "ignore", qtbot)
    qtbot.waitUntil(lambda: not dialog.rows)
    assert team.colliding.index(DAY, DAY).found == []
    dialog.ignored.click()
    (row,) = dialog.rows
    assert set(row.buttons) == {"show", "restore"}
    press(row, "restore", qtbot)
    qtbot.waitUntil(lambda: bool(dialog.rows) and "ignore" in dialog.rows[0].buttons)
    assert team.colliding.index(DAY, DAY).found


def test_show_goes_to_the_notes(dialog: Any, qtbot: Any) -> None:
    ctx = dialog._ctx
    press(dialog.rows[0], "show", qtbot)
    assert set(ctx.selection) == {1, 2}
    assert ctx.day == DAY
    assert not dialog.isVisible()


def test_other_days_are_looked_at_when_chosen(dialog: Any, team: Store, qtbot: Any) -> None:
    notes.move(team, [1, 2], day=date(2027, 3, 1))
    qtbot.waitUntil(lambda: not dialog.rows)
    dialog._ctx.show_day(date(2027, 3, 3))
    dialog.span.setCurrentIndex(1)
    qtbot.waitUntil(lambda: bool(dialog.rows))
    assert "2027-03-01 至 2027-03-07" in dialog.days.text()


def test_the_panel_says_what_its_note_collides_with(team: Store, make_context: Any, qtbot: Any) -> None:
    from xhsplanner.ui.panel.inspector import Inspector

    ctx = make_context(team)
    ctx.select(2)
    panel = Inspector(ctx)
    qtbot.addWidget(panel)
    panel.resize(360, 700)
    panel.show()
    strip = panel.page.collisions
    qtbot.waitUntil(lambda: bool(strip.rows))
    assert strip.isVisible()
    press(strip.rows[0], "move", qtbot)
    assert team.notes.get(2).day == date(2026, 12, 11)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not strip.isVisible())


def test_two_texts_are_laid_in_one(team: Store, make_context: Any, qtbot: Any) -> None:
    from xhsplanner.ui.dialogs.collisions import CollisionsDialog

    body = "周末去超市别忘了先领券。打开手机银行，在生活频道找到满减专区，选好门店再领取就能抵扣。"
    for account, day in ((1, 14), (2, 15)):
        notes.create(team, account, f"丙{account}", day=date(2026, 12, day), body=body + "！" * account)
    dialog = CollisionsDialog(make_context(team))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog.rows) == 2)
    from xhsplanner.ui.collisions.acting import compare

    assert "compare" in dialog.rows[1].buttons
    popup = compare(dialog._ctx, dialog.rows[1], dialog.rows[1].found.notes)
    assert popup is not None
    assert popup.isVisible()
    popup.close()


def test_a_note_handed_over_too_late_is_told_with_undo(team: Store, make_context: Any, qtbot: Any) -> None:
    from xhsplanner.ops import status
    from xhsplanner.ui.collisions.handing import Handing

    ctx = make_context(team)
    assert Handing(ctx)
    soon = notes.create(team, 1, "快了", day=date(2026, 12, 9), minute=630, status=Status.APPROVED)
    fine = notes.create(team, 2, "正好", day=DAY, minute=600, status=Status.APPROVED)
    assert soon is not None
    assert fine is not None
    said: list[Any] = []
    ctx.toasted.connect(said.append)
    status.set_status(team, [fine.created["note"][0]], Status.HANDED_OVER)
    status.set_status(team, [soon.created["note"][0]], Status.HANDED_OVER)
    qtbot.waitUntil(lambda: bool(said))
    (toast,) = said
    assert "快了" in toast.text
    assert toast.undo


def test_a_hidden_board_looks_again_when_it_is_seen(room: Any, team: Store, qtbot: Any) -> None:
    shown = room("week")
    watch = shown.board.marking.watch
    shown.hide()
    asked = watch._asked
    collisions.ignore(team, team.colliding.index(DAY, DAY).found)
    qtbot.waitUntil(lambda: not watch._fresh)
    assert watch._asked == asked, "nobody sees it"
    shown.show()
    qtbot.waitUntil(lambda: not watch.told)
