"""snapshots, restore and backup as the command line contract has them."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from xhsplanner.cli.main import run, xhsplanner
from xhsplanner.ops import catalog, notes
from xhsplanner.store import snapshots
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace


def call(*arguments: object) -> Any:
    result = CliRunner().invoke(xhsplanner, [*map(str, arguments), "--json"], standalone_mode=False)
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


def status(*arguments: object) -> int:
    with pytest.raises(SystemExit) as caught:
        run([str(argument) for argument in arguments])
    return int(caught.value.code or 0)


@pytest.fixture
def plan(team: Store) -> Path:
    """A workspace with a snapshot, after which one of two notes was renamed."""
    notes.create(team, 1, "一")
    notes.create(team, 1, "二")
    team.snapshot("day")
    notes.edit(team, 1, title="改坏了")
    team.close()
    return team.path


def titles(folder: Path) -> list[str]:
    store = open_workspace(folder)
    try:
        return [note.title for note in store.notes.all()]
    finally:
        store.close()


def test_snapshots_are_listed_with_what_they_are_for_and_whether_they_are_whole(plan: Path) -> None:
    (row,) = call("snapshots", "--workspace", plan)
    assert row.pop("bytes") > 10_000
    assert row == {
        "name": "2026-12-09T100000",
        "at": "2026-12-09T10:00:00",
        "kind": "day",
        "notes": 2,
        "intact": True,
    }
    path = snapshots.all_of(plan)[0]
    path.write_bytes(path.read_bytes() + b"x")
    assert status("snapshots", "--workspace", plan) == 1


def test_a_preview_writes_nothing_and_a_restore_is_one_op(plan: Path) -> None:
    seen = call("restore", "latest", "--preview", "--workspace", plan)
    assert (seen["preview"], seen["op"]) == (True, None)
    (note,) = seen["notes"]
    assert (note["what"], note["fields"]) == ("changed", [{"name": "title", "then": "一", "now": "改坏了"}])
    assert titles(plan) == ["改坏了", "二"]
    done = call("restore", "2026-12-09T100000", "--workspace", plan)
    assert done["op"]
    assert titles(plan) == ["一", "二"]
    assert call("log", "--limit", 1, "--workspace", plan)[0]["label"] == "恢复到 2026-12-09 10:00 的备份"
    call("undo", "--workspace", plan)
    assert titles(plan) == ["改坏了", "二"]


def test_a_preview_for_people_names_fields_and_kinds_in_their_words(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_workspace(plan)
    notes.edit(store, 2, remark="备注")
    catalog.edit(store, "series", 1, hashtags="#新的")
    store.close()
    assert status("restore", "latest", "--preview", "--workspace", plan) == 0
    assert capsys.readouterr().out.splitlines() == [
        "改过  A-1001  改坏了  标题",
        "改过  A-1002  二  备注",
        "其他：系列 1",
    ]


def test_without_any_snapshot_that_is_said(team: Store, capsys: pytest.CaptureFixture[str]) -> None:
    team.close()
    assert status("snapshots", "--workspace", team.path) == 0
    assert capsys.readouterr().out == "还没有备份\n"
    assert status("restore", "latest", "--workspace", team.path) == 2
    assert capsys.readouterr().err == "还没有备份\n"


def test_only_a_note_by_its_code(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status("restore", "latest", "--note", "A-9", "--workspace", plan) == 2
    assert "A-9" in capsys.readouterr().err
    code = call("restore", "latest", "--preview", "--workspace", plan)["notes"][0]["code"]
    call("restore", "latest", "--note", code, "--workspace", plan)
    assert titles(plan) == ["一", "二"]


def test_refusals_are_one_sentence(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, said in (
        (("restore", "yesterday"), "2026-12-09T100000"),
        (("backup",), "还没有选备份文件夹"),
        (("backup", tmp_path / "no"), "现在找不到"),
    ):
        assert status(*arguments, "--workspace", plan) == 2
        err = capsys.readouterr().err
        assert said in err
        assert err.count("\n") == 1


def test_a_backup_to_a_folder_or_that_of_the_settings(plan: Path, tmp_path: Path) -> None:
    from xhsplanner.ui.settings import Settings

    stick = tmp_path / "stick"
    stick.mkdir()
    done = call("backup", stick, "--workspace", plan)
    assert done["folder"] == str(stick / plan.name)
    assert titles(Path(done["folder"])) == ["改坏了", "二"]
    Settings.of_user().set_at(plan, "backup_folder", str(stick))
    again = call("backup", "--workspace", plan)
    assert (again["folder"], again["pictures"], again["snapshots"]) == (done["folder"], 0, 0)
