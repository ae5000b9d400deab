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
