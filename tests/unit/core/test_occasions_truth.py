"""The table against days that somebody wrote down who had not read it: 912 true ones of 2024–2035, 817 wrong."""

import csv
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from xhsplanner.core import occasions

DATA = Path(__file__).parents[2] / "data" / "occasions"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def plain(name: str) -> str:
    return re.sub(r"[\s（）()]", "", re.sub(r"^\d+·\d+ ", "", name))


@cache
def names() -> dict[str, frozenset[str]]:
    return {row["name"]: frozenset(map(plain, [row["name"], *row["others"].split()])) for row in rows("names.tsv")}


@cache
def beginning() -> dict[date, frozenset[str]]:
    """Day → every name of what begins on it."""
    first, found = date(2024, 1, 1), {}
    for number in range((date(2035, 12, 31) - first).days + 1):
        day = first + timedelta(number)
        begins = [one.occasion for one in occasions.on(day) if one.first == day]
        found[day] = frozenset(plain(name) for one in begins for name in (one.zh, one.short_zh) if name)
    return found


def called(name: str) -> frozenset[str]:
    return names().get(name, frozenset([plain(name)]))


TRUE = [(row["name"], int(row["year"]), row["expected"]) for row in rows("cases.tsv")]


@pytest.mark.parametrize("name", sorted({name for name, _, _ in TRUE}))
def test_every_true_day_and_no_other_of_these_years(name: str) -> None:
    expected = {date.fromisoformat(day) for one, _, day in TRUE if one == name}
    assert {day for day, those in beginning().items() if those & called(name)} == expected


@pytest.mark.parametrize("why", sorted({row["why"] for row in rows("wrong.tsv")}))
def test_no_day_that_public_planners_get_wrong(why: str) -> None:
    wrong = [(row["name"], row["day"]) for row in rows("wrong.tsv") if row["why"] == why]
    assert [one for one in wrong if beginning().get(date.fromisoformat(one[1]), frozenset()) & called(one[0])] == []


def test_all_rows_are_judged() -> None:
    assert (len(TRUE), len(rows("wrong.tsv"))) == (912, 817)
