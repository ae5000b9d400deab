"""move --shift, shift and copy-week on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.cli.main import run
from xhsplanner.ops import relays
from xhsplanner.store.store import Store


@pytest.fixture
def call(team: Store, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a verb on the workspace with --json; its exit status and what it printed, or the refusal."""
    folder = Path(team.path)
    team.close()

    def call(*arguments: str) -> tuple[Any, Any]:
        with pytest.raises(SystemExit) as end:
            run([*arguments, "--workspace", str(folder), "--json"])
        out, err = capsys.readouterr()
        return end.value.code, json.loads(out) if out else err

    for title, day in (("预热", "2026-09-23"), ("正式", "2026-09-24"), ("返场", "2026-09-28")):
        call("new", "account=主账号", f"title={title}", f"date={day}", "time=20:00", "series=羊毛天天捡")
    return call


def days(call: Any) -> list[str]:
    return [row["date"][5:] for row in call("notes")[1]]


def test_notes_are_shifted_around_days_off(call: Any) -> None:
    status, told = call("move", "A-1001", "A-1002", "--shift", "7", "--skip-holidays", "--dry-run")
    assert status == 0
    assert [(row["code"], row["to"]["date"], len(row["around"])) for row in told["moves"]] == [
        ("A-1001", "2026-09-30", 0), ("A-1002", "2026-10-08", 7)
    ]  # fmt: skip
    assert days(call) == ["09-23", "09-24", "09-28"]
    call("move", "A-1001", "A-1002", "--shift", "7", "--skip-holidays")
    assert days(call) == ["09-28", "09-30", "10-08"]
    call("undo")
    assert days(call) == ["09-23", "09-24", "09-28"]


def test_all_from_a_day_on(call: Any) -> None:
    status, told = call(
        "shift", "--from", "2026-09-24", "--by", "-1", "--account", "主账号", "--series", "羊毛天天捡"
    )
    assert (status, [row["to"]["date"] for row in told["moves"]]) == (0, ["2026-09-23", "2026-09-27"])
    assert told["locked"] == told["undated"] == []
    assert call("shift", "--from", "2027-01-01", "--by", "1")[0] == 2


def test_options_that_do_not_go_together(call: Any) -> None:
    for wrong in ((), ("--to", "2026-10-01", "--shift", "1"), ("--shift", "1", "--time", "9:00")):
        assert call("move", "A-1001", *wrong)[0] == 2
    assert call("move", "A-1001", "--to", "2026-10-01", "--skip-quiet")[0] == 2
    assert call("move", "A-1001", "--to", "")[1][0]["date"] is None


def test_a_week_is_copied(call: Any) -> None:
    status, made = call("copy-week", "2026-09-24", "2026-10-14")
    assert (status, [(row["date"], row["title"], row["episode"]) for row in made]) == (
        0, [("2026-10-14", "预热", 4), ("2026-10-15", "正式", 5)]
    )  # fmt: skip
    status, made = call("copy-week", "2026-09-24", "2026-10-21", "--places-only", "--account", "主账号")
    assert [row["title"] for row in made] == ["", ""]
    assert call("copy-week", "2026-09-24", "2026-09-25")[0] == 2
    assert call("copy-week", "2026-09-24", "")[0] == 2


def test_templates_are_a_noun_like_others(call: Any) -> None:
    assert (
        call("templates", "add", "name=每周羊毛", "series=羊毛天天捡", "title=第{episode}期", "kind=视频")[0] == 0
    )
    (row,) = call("templates", "list")[1]
    assert (row["name"], row["series"], row["kind"]) == ("每周羊毛", "羊毛天天捡", "视频")
    assert call("new", "account=主账号", "series=羊毛天天捡")[1]["title"] == "第4期"
    assert call("templates", "add", "name=x", "kind=音频")[0] == 2


def test_relays_are_told(team: Store, capsys: pytest.CaptureFixture[str]) -> None:
    from datetime import date

    from xhsplanner.ops import notes

    for title in ("甲", "乙"):
        notes.create(team, 1, title, day=date(2026, 12, 9), minute=600)
    relays.follow(team, 2, 1, 90)
    folder = team.path
    team.close()
    with pytest.raises(SystemExit):
        run(["move", "1", "--shift", "1", "--workspace", str(folder), "--json"])
    rows = json.loads(capsys.readouterr().out)["moves"]
    assert [(row["title"], row["follows"], row["to"]["time"]) for row in rows] == [
        ("甲", False, "10:00"), ("乙", True, "11:30")
    ]  # fmt: skip
