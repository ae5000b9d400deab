"""Foreign calendar files against what stands in them, written down by someone who had not read the reader."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.core import ruled_days
from xhsplanner.core.errors import Refused
from xhsplanner.exchange.ics.read import Event, read_file

DATA = Path(__file__).parents[2] / "data" / "ics"
TRUTH: dict[str, Any] = json.loads((DATA / "truth.json").read_text(encoding="utf-8"))


def told(event: Event) -> dict[str, Any]:
    minute = event.minute
    return {
        "summary": event.summary,
        "first": event.first.isoformat(),
        "last": event.last.isoformat(),
        "time": None if minute is None else f"{minute // 60:02}:{minute % 60:02}",
        "rule": event.rule or None,
        "exdates": [day.isoformat() for day in event.exdates],
        "rdates": [day.isoformat() for day in event.rdates],
    }


def in_order(days: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(one, ensure_ascii=False, sort_keys=True) for one in days)


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_a_foreign_file_says_what_it_says(name: str) -> None:
    truth = TRUTH[name]
    refused, expected = (True, truth.get("or")) if isinstance(truth, dict) else (False, truth)
    try:
        found = [told(event) for event in read_file(DATA / name).events]
    except Refused as error:
        assert refused, f"{name}: {error}"  # noqa: PT017
        assert name in str(error)  # noqa: PT017
        return
    assert expected is not None, f"{name} should have been refused"
    wanted = [{key: value for key, value in day.items() if key not in ("hard", "days")} for day in expected]
    assert in_order(found) == in_order(wanted)


def test_every_file_is_in_the_truth() -> None:
    assert {path.name for path in DATA.glob("*.ics")} == set(TRUTH)


def test_a_rule_of_another_zone_gives_our_days() -> None:
    (event,) = read_file(DATA / "shifted_weekday.ics").events
    ruled = ruled_days.Ruled(event.rule, event.first, event.exdates, event.rdates)
    (truth,) = TRUTH["shifted_weekday.ics"]
    assert ruled_days.in_year(ruled.text, 2026) == [date.fromisoformat(day) for day in truth["days"]]
