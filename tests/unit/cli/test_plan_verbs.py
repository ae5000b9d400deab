"""import-plan and export xlsx as the command line contract has them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from xhsplanner.cli.main import run, xhsplanner

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "plan" / "排期表_2026Q4.xlsx"
NOTE_FIELDS = {
    "row", "date", "time", "accounts", "series", "topic", "title", "body", "hashtags", "kind", "owner", "designer",
    "status", "remark",
}  # fmt: skip


def call(*arguments: object) -> Result:
    return CliRunner().invoke(xhsplanner, [str(argument) for argument in arguments], standalone_mode=False)


def document(*arguments: object) -> dict[str, Any]:
    result = call(*arguments, "--json")
    assert result.exception is None, result.exception
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def status(*arguments: object) -> int:
    with pytest.raises(SystemExit) as caught:
        run([str(argument) for argument in arguments])
    return int(caught.value.code or 0)


def test_a_trial_run_needs_no_workspace_and_writes_nothing(tmp_path: Path) -> None:
    found = document("import-plan", SAMPLE, "--dry-run")
    assert (found["read"], len(found["notes"]), len(found["problems"])) == (180, 177, 3)
    assert found["notes"][0].keys() >= NOTE_FIELDS
    note = found["notes"][4]
    assert (note["row"], note["date"], note["time"], note["accounts"]) == (
        7,
        "2026-11-25",
        "12:15",
        ["主账号", "信用卡申请"],
    )
    assert (note["series"], note["kind"], note["status"], note["remark"]) == (
        "羊毛天天捡",
        "图文",
        "published",
        "需法务看第3页",
    )
    assert {"sheet", "row", "column", "value", "reason"} <= found["problems"][0].keys()
    assert [(p["row"], p["column"], p["value"]) for p in found["problems"]] == [
        (86, "发布日期", "12月32日"),
        (107, "账号", "青禾生活号"),
        (131, "标题", ""),
    ]
    folder = tmp_path / "neu"
    assert document("import-plan", SAMPLE, "--dry-run", "--workspace", folder)["new"] == 194
    assert not folder.exists()


def test_import_makes_a_workspace_and_twice_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "neu"
    first = document("import-plan", SAMPLE, "--workspace", folder)
    assert (first["new"], first["op"]) == (194, 1)
    second = document("import-plan", SAMPLE, "--workspace", folder)
    assert (second["new"], second["changed"], second["same"], second["op"]) == (0, 0, 194, None)
    notes = json.loads(call("notes", "--workspace", folder, "--account", "城市分行", "--json").stdout)
    assert len(notes) == 28


def test_exit_status_says_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "neu"
    assert status("import-plan", SAMPLE, "--workspace", folder) == 1
    assert "排期表 第 107 行“账号”" in capsys.readouterr().out
    assert status("export", "xlsx", "--workspace", folder, "--out", tmp_path / "a.xlsx") == 0
    assert status("import-plan", tmp_path / "a.xlsx", "--workspace", folder) == 0
    assert status("import-plan", SAMPLE, "--workspace", folder, "--sheet", "没有") == 2
    assert "没有名为“没有”的表" in capsys.readouterr().err


def test_a_refused_file_leaves_no_workspace_behind(tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK nothing")
    assert status("import-plan", bad, "--workspace", tmp_path / "neu") == 2
    assert not (tmp_path / "neu").exists()


def test_a_folder_with_other_files_is_no_new_workspace(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine")
    assert status("import-plan", SAMPLE, "--workspace", tmp_path) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_create_lets_a_name_in(tmp_path: Path) -> None:
    found = document("import-plan", SAMPLE, "--workspace", tmp_path / "neu", "--create", "青禾生活号")
    assert (found["new"], len(found["problems"])) == (195, 2)


def test_export_takes_days(tmp_path: Path) -> None:
    folder, out = tmp_path / "neu", tmp_path / "周.xlsx"
    call("import-plan", SAMPLE, "--workspace", folder)
    found = document(
        "export", "xlsx", "--workspace", folder, "--from", "2026-12-07", "--to", "2026-12-13", "--out", out
    )
    assert found == {"out": str(out), "notes": 17, "rows": 15}
    assert document("import-plan", out, "--dry-run", "--workspace", folder)["same"] == 17
    assert status("export", "xlsx", "--workspace", folder, "--from", "gestern", "--out", out) == 2


def test_neither_verb_needs_qt(tmp_path: Path) -> None:
    blocked = "import sys; sys.modules['PySide6'] = None; from xhsplanner.cli.main import run; run(sys.argv[1:])"
    for arguments, expected in (
        (["import-plan", str(SAMPLE), "--workspace", str(tmp_path / "w")], 1),
        (["export", "xlsx", "--workspace", str(tmp_path / "w"), "--out", str(tmp_path / "a.xlsx")], 0),
    ):
        done = subprocess.run([sys.executable, "-c", blocked, *arguments], capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (expected, b"")
