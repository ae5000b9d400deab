"""Collisions against plans written apart from the code: tests/data/collisions, see its README."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.core.collisions import Alikes, Entry, Index, Rules, check, signature
from xhsplanner.core.collisions.model import DayTone
from xhsplanner.core.model import Account, Offer, Series, Status

DATA = json.loads((Path(__file__).parents[2] / "data" / "collisions" / "cases.json").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = DATA["cases"]
SHARED = DATA["shared"]
PALETTES = {
    "deals": "wool",
    "pitfalls": "pitfall",
    "cards": "worth",
    "fun": "fans",
    "fraud": "fraud",
    "perks": "fans",
}
"""What the program keeps of the tone of each shared series."""
SKIPPED: dict[str, str] = {}
"""Cases we see otherwise, with the reason."""


def _ids(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {row["key"]: number for number, row in enumerate(rows, 1)}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _minute(text: str | None) -> int | None:
    return int(text[:2]) * 60 + int(text[3:]) if text else None


SERIES = _ids(SHARED["series"])
TONES = {date.fromisoformat(one["day"]): one for one in SHARED["occasions"]}


def tone(day: date) -> DayTone:
    """The tone a plan gives a day."""
    one = TONES.get(day)
    if one is None or one["tone"] == "celebrate":
        return DayTone()
    return DayTone(one["tone"], one["name"], frozenset([one["name"]]))


def rules_of(case: dict[str, Any]) -> Rules:
    keywords = sorted({word for note in case["notes"] for word in note["keywords"]})
    joyful = {one["name"] for one in SHARED["occasions"] if one["tone"] == "celebrate"}
    accounts = _ids(case["accounts"])
    return Rules.of(
        [
            Account(accounts[one["key"]], "", one["name"], "", "", spacing=one["spacing"], per_day=one["per_day"])
            for one in case["accounts"]
        ],
        [Series(SERIES[one["key"]], "", one["name"], PALETTES[one["key"]]) for one in SHARED["series"]],
        [
            Offer(number, "", one["name"], _day(one["from"]), _day(one["until"]))
            for number, one in enumerate(case["offers"], 1)
        ],
        dict(enumerate(keywords, 1)),
        capacities={one["key"]: one["capacity"] for one in case["slots"]},
        tone=tone,
        celebrates=lambda name: name in joyful,
    )


def entries_of(case: dict[str, Any]) -> dict[int, Entry]:
    accounts, offers, notes = _ids(case["accounts"]), _ids(case["offers"]), _ids(case["notes"])
    words = {word: n for n, word in enumerate(sorted({w for note in case["notes"] for w in note["keywords"]}), 1)}
    return {
        notes[one["key"]]: Entry(
            notes[one["key"]],
            one["key"],
            accounts[one["account"]],
            SERIES.get(one["series"]),
            _day(one["day"]),
            _minute(one["time"]),
            Status(one["status"]),
            one["title"],
            one["occasion"] or "",
            keywords=tuple(words[word] for word in one["keywords"]),
            offers=tuple(offers[key] for key in one["offers"]),
            slot=one["slot"],
        )
        for one in case["notes"]
    }


def texts_of(case: dict[str, Any]) -> Alikes:
    found = {number: signature(one["body"]) for number, one in enumerate(case["notes"], 1)}
    return Alikes({number: mark for number, mark in found.items() if mark is not None})


def found_in(case: dict[str, Any], entries: dict[int, Entry]) -> set[tuple[str, str]]:
    hand_over = [_ids(case["notes"])[key] for key in case["hand_over"]]
    found = check(entries.values(), rules_of(case), texts_of(case), hand_over, datetime.fromisoformat(case["now"]))
    for one in found:
        assert "collisions." not in one.message, "in words"
    return {(one.kind, uid) for one in found for uid in one.uids}


@pytest.mark.parametrize("case", CASES, ids=[one["name"] for one in CASES])
def test_case(case: dict[str, Any]) -> None:
    if case["name"] in SKIPPED:
        pytest.skip(SKIPPED[case["name"]])
    found = found_in(case, entries_of(case))
    wanted = {(one["kind"], key) for one in case["expected"] for key in one["notes"]}
    assert {one for one in found if one[0] not in case["may"]} == wanted


def test_every_kind_has_cases_and_few_are_skipped() -> None:
    assert len(CASES) == 117
    assert len(SKIPPED) <= 3
    assert SKIPPED.keys() <= {one["name"] for one in CASES}


NEEDS_HAND_OVER = [one for one in CASES if not one["hand_over"] and one["notes"]]


@pytest.mark.parametrize("case", NEEDS_HAND_OVER, ids=[one["name"] for one in NEEDS_HAND_OVER])
def test_a_note_brought_to_its_place_meets_what_is_there(case: dict[str, Any]) -> None:
    """`would` says of each note put where it stands, from elsewhere, what the whole check says of it."""
    entries = entries_of(case)
    now = datetime.fromisoformat(case["now"])
    every = check(entries.values(), rules_of(case), texts_of(case))
    for number, entry in entries.items():
        if entry.day is None:
            continue
        before = {**entries, number: entry._replace(day=None)}
        index = Index(before, rules_of(case), texts_of(case), now)
        there = index.would(entry, entry.account_id, entry.day)
        told = {(one.kind, frozenset(one.notes)) for one in there if one.kind != "outside_window"}
        assert told == {(one.kind, frozenset(one.notes)) for one in every if number in one.notes}
