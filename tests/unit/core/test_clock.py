"""The one clock, frozen by an environment variable."""

from datetime import date, datetime

import pytest

from xhsplanner.core import clock
from xhsplanner.core.errors import Refused


def test_a_frozen_clock_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.FREEZE, "2026-12-09T10:00:00")
    assert clock.now() == datetime(2026, 12, 9, 10)
    assert clock.today() == date(2026, 12, 9)
    assert clock.stamp() == "2026-12-09T10:00:00.000"


@pytest.mark.parametrize("text", ["2026-12-09T10:00:00+08:00", "2026-12-09T02:00:00Z"])
def test_a_time_with_a_zone_becomes_local(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv(clock.FREEZE, text)
    found = clock.now()
    assert found.tzinfo is None
    assert found.astimezone() == datetime.fromisoformat(text)
    assert len(clock.stamp()) == len("2026-12-09T10:00:00.000")


def test_what_is_no_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.FREEZE, "tomorrow")
    with pytest.raises(Refused, match="tomorrow"):
        clock.now()
