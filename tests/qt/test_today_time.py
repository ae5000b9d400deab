"""The room 今天 while time passes and nobody touches anything."""

from datetime import date
from typing import Any

import pytest

from xhsplanner.core.model import Status
from xhsplanner.ops import catalog, notes, slots
from xhsplanner.ui.rooms.today import TodayRoom


@pytest.fixture
def room(ctx: Any, qtbot: Any) -> TodayRoom:
    catalog.add_account(ctx.store, name="主账号")
    room = TodayRoom(ctx)
    qtbot.addWidget(room)
    with qtbot.waitExposed(room):
        room.show()
    return room


def test_another_day_becomes_today_at_midnight(room: TodayRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    room.step(1)
    assert room.heading()[0] == "明天"
    told: list[None] = []
    room.heading_changed.connect(lambda: told.append(None))
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-10T00:01:00")
    room.time_passed()
    assert (room.heading()[0], bool(told)) == ("今天", True)
    assert room.told is not None
    assert room.told.since is not None, "what belongs to today only is told of it now"
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-09T23:00:00")  # the clock is put back
    room.time_passed()
    assert room.day == date(2026, 12, 9)


def test_the_greeting_follows_the_hour(room: TodayRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    before = room.head.sentence.text()
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-09T19:30:00")
    room.time_passed()
    assert room.head.sentence.text() != before


def test_a_quiet_day_offers_other_days_and_skips_places(
    ctx: Any, room: TodayRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes.create(ctx.store, 1, "晚了", day=date(2026, 12, 11), minute=600)
    notes.create(ctx.store, 1, "昨天的", day=date(2026, 12, 12), minute=600, status=Status.APPROVED)
    slots.add(ctx.store, 1, "FREQ=DAILY", date(2026, 12, 12), minute=1200)
    mains, offered = {}, {}
    for day in (12, 13, 14):
        monkeypatch.setenv("XHSPLANNER_NOW", f"2026-12-{day}T09:00:00")
        room.time_passed()
        room.reload()
        rows = [*room.left.rows, *room.right.rows]
        offered[day] = {b.id for row in rows for b in row.buttons if row.section == "late"}
        mains[day] = {(row.section, row.kind): [b.id for b in row.buttons if b.main] for row in rows}
    assert ["to_tomorrow" in offered[day] for day in (12, 13, 14)] == [False, True, True]
    assert mains[13]["late", "note"] == ["to_free"]
    assert mains[14]["late", "note"] == ["to_today"]
    assert mains[13]["yesterday", "head"] == ["tick_out"]
    assert (mains[13]["places", "item"], mains[14]["places", "item"]) == (["skip"], ["fill"])
    place = next(row for row in room.right.rows if row.section == "places" and row.kind == "item")
    assert place.title == "空栏位"
    room.act(place, "skip")
    assert ctx.store.slots.places(date(2026, 12, 14), date(2026, 12, 14)) == []


def test_an_empty_day_with_an_open_place_says_so(ctx: Any, room: TodayRoom) -> None:
    slots.add(ctx.store, 1, "FREQ=DAILY;COUNT=1", date(2026, 12, 10), minute=1200)
    room.go(date(2026, 12, 11))
    assert "栏位" not in room.empty.text.text()
    room.go(date(2026, 12, 10))
    assert "空着的栏位" in room.empty.text.text()
