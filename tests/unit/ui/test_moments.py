"""How days and moments are said on the screen."""

from datetime import date, datetime

import pytest

from xhsplanner.ui.moments import day_text, exact_text, moment_text


@pytest.fixture(autouse=True)
def december(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-09T10:00")


def test_a_day_has_its_year_where_it_is_not_this_one() -> None:
    assert day_text(date(2026, 12, 10)) == "12/10 周四"
    assert day_text(date(2025, 12, 10)) == "2025/12/10 周三"


@pytest.mark.parametrize(
    ("at", "said"),
    [("2026-12-09T08:05", "08:05"), ("2026-12-08T08:05", "12/8 08:05"), ("2025-12-09T08:05", "2025/12/9 08:05")],
)
def test_a_moment_has_as_much_date_as_tells_it_apart(at: str, said: str) -> None:
    assert moment_text(datetime.fromisoformat(at)) == said


def test_an_exact_moment_has_its_seconds() -> None:
    assert exact_text(datetime(2026, 12, 9, 8, 5, 7)) == "08:05:07"
    assert exact_text(datetime(2026, 12, 8, 8, 5, 7)) == "2026-12-08 08:05:07"
