"""Slots without a window, and what coverage says of those that passed empty."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from xhsplanner.cli.main import xhsplanner
from xhsplanner.core.errors import Refused
from xhsplanner.ops import catalog, notes
from xhsplanner.store.workspace import create_workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with an account, a series and its episodes 1 and 4."""
    store = create_workspace(tmp_path / "w")
    catalog.add_account(store, name="主账号")
    catalog.add_series(store, name="羊毛天天捡")
    for episode in (1, 4):
        notes.create(store, 1, "期", series_id=1, episode=episode)
    store.close()
    return tmp_path / "w"


def call(folder: Path, *arguments: object) -> Result:
    line = [*map(str, arguments), "--workspace", str(folder)]
    return CliRunner().invoke(xhsplanner, line, standalone_mode=False)


def ask(folder: Path, *arguments: object) -> Any:
    result = call(folder, *arguments, "--json")
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


def add(folder: Path, rule: str = "FREQ=WEEKLY;BYDAY=WE") -> Any:
    return ask(folder, "slots", "add", "主账号", rule, "--since", "2026-11-25", "--time", "20:00",
               "--series", "羊毛天天捡", "--holidays", "after")  # fmt: skip


def states(row: Any) -> list[tuple[str, str]]:
    return [(one["day"], one["state"]) for one in row["next"]]


def test_a_slot_is_added_and_listed(folder: Path) -> None:
    made = add(folder)
    assert made["words"] == "每周三 20:00，遇节假日顺延"
    assert [one["day"] for one in made["next"]][:2] == ["2026-12-09", "2026-12-16"]
    assert ask(folder, "slots", "list") == [made]
    assert "主账号" in call(folder, "slots", "list").stdout


def test_places_are_filled_skipped_and_moved(folder: Path) -> None:
    add(folder)
    row = ask(folder, "slots", "fill", 1, "2026-12-09")
    assert row["filled_by"] == 3
    ask(folder, "slots", "fill", 1, "2026-12-23", "--note", "A-1001")
    ask(folder, "slots", "skip", 1, "2026-12-16")
    row = ask(folder, "slots", "move", 1, "2026-12-30", "--to", "2026-12-29", "--time", "19:00")
    assert states(row) == [
        ("2026-12-09", "filled"),
        ("2026-12-16", "cancelled"),
        ("2026-12-23", "filled"),
        ("2026-12-29", "moved"),
        ("2027-01-06", "open"),
    ]
    row = ask(folder, "slots", "end", 1, "2026-12-30")
    assert row["rule"] == "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261229"


def test_an_opaque_rule_is_said_to_be_one(folder: Path) -> None:
    made = add(folder, "FREQ=YEARLY;BYWEEKNO=20")
    assert (made["opaque"], made["next"], made["rule"]) == (True, [], "FREQ=YEARLY;BYWEEKNO=20")


@pytest.mark.parametrize(
    "line",
    [("add", "没有这个", "FREQ=DAILY"), ("add", "主账号", ""), ("add", "主账号", "FREQ=DAILY", "--time", "25:00"),
     ("skip", 1, "2026-12-10"), ("skip", 9, "2026-12-09"), ("fill", 1, "昨天"),
     ("fill", 1, "2026-12-09", "--note", 9),
     ("add", "主账号", "FREQ=DAILY", "--series", "没有")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(folder: Path, line: tuple[object, ...]) -> None:
    add(folder)
    before = ask(folder, "slots", "list")
    assert isinstance(call(folder, "slots", *line).exception, Refused)
    assert ask(folder, "slots", "list") == before


def test_coverage_names_what_was_missed(folder: Path) -> None:
    add(folder)
    ask(folder, "slots", "skip", 1, "2026-11-25")
    found = ask(folder, "coverage", "2026-11-23", "2026-12-31")["missing"]
    assert [(one["kind"], one["message"]) for one in found] == [
        ("slot", "主账号「羊毛天天捡」2026-12-02 的栏位空过了，没有填也没有跳过"),
        ("episode", "主账号「羊毛天天捡」缺第 2–3 期"),
    ]
