"""The room 今天 while time passes and nobody touches anything."""

from datetime import date
from typing import Any

import pytest

from xhsplanner.ops import catalog
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
