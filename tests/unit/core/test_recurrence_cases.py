"""Rules with their days as other calendars show them: written by somebody who had not read this code."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from xhsplanner.core import slots
from xhsplanner.core.slots import Slot

CASES = Path(__file__).parents[2] / "data" / "recurrence" / "cases.tsv"
NINE = 9 * 60


def cases() -> Iterator[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in cases()])
def test_a_rule_gives_the_days_other_calendars_show(case: dict[str, str]) -> None:
    slot = Slot(case["rule"], date.fromisoformat(case["dtstart"]), NINE)
    first, last = (date.fromisoformat(case[f"window_{end}"]) for end in ("first", "last"))
    expected = [] if case["expected"] == "-" else case["expected"].split()
    offered = case["supported"] == "yes"
    assert slots.supported(slot.rule) is offered
    assert [day.isoformat() for day in slots.ruled(slot, first, last)] == (expected if offered else [])


def test_there_are_rules_of_both_kinds() -> None:
    kinds = [case["supported"] for case in cases()]
    assert kinds.count("yes") > 120
    assert kinds.count("no") > 40
