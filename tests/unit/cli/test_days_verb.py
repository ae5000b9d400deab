import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from xhsplanner.cli.days import days
from xhsplanner.core.errors import Refused


def test_json_is_the_contract() -> None:
    result = CliRunner().invoke(days, ["2026-12-12", "2027-01-01", "--json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert len(found) == 21
    assert found[0] == {
        "date": "2026-12-12",
        "lunar": {"month": 11, "day": 4, "leap": False},
        "term": None,
        "off": True,
        "published": True,
        "occasions": [
            {
                "id": "shopping/double-12",
                "name": "双12",
                "kind": "shopping",
                "tone": "celebrate",
                "confidence": "fixed",
            },
            {
                "id": "student/cet-december",
                "name": "大学英语四六级（12 月）",
                "kind": "industry",
                "tone": "celebrate",
                "confidence": "estimated",
            },
        ],
    }
    assert found[1]["occasions"][0]["tone"] == "quiet"
    assert found[10]["term"] == "冬至"
    assert (found[-1]["off"], found[-1]["published"]) == (False, False)


def test_plain_lines() -> None:
    lines = CliRunner().invoke(days, ["2026-10-01", "2026-10-10"]).stdout.splitlines()
    assert lines[0] == "2026-10-01  周四  八月廿一  休  国庆节"
    assert lines[9].startswith("2026-10-10  周六  九月初一  班")
    assert "未公布" in CliRunner().invoke(days, ["2027-10-01", "2027-10-01"]).stdout


@pytest.mark.parametrize(
    "span", [["2026-12-13", "2026-12-12"], ["12月7日", "2026-12-12"], ["2026-12-12", "2200-01-01"]]
)
def test_what_is_refused(span: list[str]) -> None:
    assert isinstance(CliRunner().invoke(days, span).exception, Refused)


NOTICE = """{"2027": {"papers": ["https://example.org/2027"],
 "days": [{"date": "2027-01-01", "name": "元旦", "off": true}]}}"""
EVENT = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:a
DTSTART;VALUE=DATE:20270105
RRULE:FREQ=MONTHLY;BYMONTHDAY=5
SUMMARY:还款日
END:VEVENT
END:VCALENDAR
"""


def test_a_newer_year_and_a_calendar_are_taken_in(tmp_path: Path, empty_workspace: Path) -> None:
    folder = str(shutil.copytree(empty_workspace, tmp_path / "w"))
    (tmp_path / "放假.json").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "日历.ics").write_text(EVENT, encoding="utf-8")

    def run(*arguments: str) -> str:
        found = CliRunner().invoke(days, [*arguments, "--workspace", folder])
        assert found.exit_code == 0, found.output
        return found.stdout

    assert "2027" in run("import", str(tmp_path / "放假.json"))
    assert "没有改动" in run("import", str(tmp_path / "放假.json"))
    assert json.loads(run("import", str(tmp_path / "日历.ics"), "--json"))["new"] == 1
    again = json.loads(run("import", str(tmp_path / "日历.ics"), "--json"))
    assert (again["new"], again["known"], again["op"]) == (0, 1, None)
    assert "休" in run("2027-01-01", "2027-01-01")
    (found,) = json.loads(run("2027-02-05", "2027-02-05", "--json"))
    assert [one["name"] for one in found["occasions"] if one["kind"] == "own"] == ["还款日"]
    assert "还款日" not in CliRunner().invoke(days, ["2027-02-05", "2027-02-05"]).stdout
