"""`xhsplanner verify`: what it says, its exit status, and that it repairs only when told to."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from xhsplanner.cli.main import run
from xhsplanner.ops import health, notes
from xhsplanner.store.store import Store


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        run([str(argument) for argument in arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code, capsys.readouterr().out


@pytest.fixture
def folder(team: Store) -> Path:
    """A workspace that is open in a window meanwhile."""
    notes.create(team, 1, "早八人通勤", body="地铁公交")
    return team.path


def harm(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "workspace.db")) as link:
        link.executescript("UPDATE note SET title = '坏' WHERE id = 1; UPDATE note_search_entry SET sum = 0")


def test_all_is_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = call(capsys, "verify", "--workspace", folder)
    assert status == 0
    assert "一切完好" in said
    assert health.last(folder) is not None
    assert call(capsys, "verify", "--quick", "--workspace", folder)[0] == 0


def test_harm_is_named_and_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    harm(folder)
    status, said = call(capsys, "--lang", "en", "verify", "--workspace", folder, "--json")
    assert status == 1
    found = json.loads(said)
    assert not found["ok"]
    assert {one["key"] for one in found["findings"]} == {"row_changed", "search_stale", "no_snapshot"}
    assert all(one["sentence"] and one["advice"] for one in found["findings"])
    assert call(capsys, "verify", "--workspace", folder)[0] == 1


def test_repair_mends_what_it_can(folder: Path, team: Store, capsys: pytest.CaptureFixture[str]) -> None:
    harm(folder)
    status, said = call(capsys, "verify", "--repair", "--workspace", folder)
    assert status == 0
    assert "已修复" in said
    assert [note.title for note in team.notes.find("早八人")] == ["早八人通勤"]


def test_no_workspace_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "verify", "--workspace", tmp_path)[0] == 2
