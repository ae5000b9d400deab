"""tasks and today without a window."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from xhsplanner.cli.main import xhsplanner
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Status
from xhsplanner.ops import catalog, notes
from xhsplanner.store.workspace import create_workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One note of today, one for 冬至, and two members."""
    store = create_workspace(tmp_path / "w")
    catalog.add_account(store, name="主账号")
    catalog.add_member(store, name="林", role="editor")
    catalog.add_member(store, name="何", role="designer")
    notes.create(store, 1, "今天的", day=date(2026, 12, 9), minute=1200, status=Status.APPROVED)
    notes.create(store, 1, "冬至", day=date(2026, 12, 22), occasion="solar-term/dongzhi", owner_id=1, designer_id=2)
    store.close()
    return tmp_path / "w"


def call(folder: Path, *arguments: object) -> Result:
    line = [*map(str, arguments), "--workspace", str(folder)]
    return CliRunner().invoke(xhsplanner, line, standalone_mode=False)


def ask(folder: Path, *arguments: object) -> Any:
    result = call(folder, *arguments, "--json")
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


def test_lead_times_are_listed_by_day_and_range(folder: Path) -> None:
    rows = ask(folder, "tasks", "list")
    assert [(row["step"], row["due"], row["owner"]) for row in rows] == [
        ("brief", "2026-12-08", "林"),
        ("cover", "2026-12-15", "何"),
        ("review", "2026-12-17", "林"),
        ("approved", "2026-12-19", "林"),
    ]
    assert {(row["title"], row["occasion"], row["state"]) for row in rows} == {
        ("冬至", "solar-term/dongzhi", "open")
    }
    some = ask(folder, "tasks", "list", "--from", "2026-12-15", "--to", "2026-12-17")
    assert [row["step"] for row in some] == ["cover", "review"]


def test_done_skipped_and_open_again(folder: Path) -> None:
    brief, cover = (row["key"] for row in ask(folder, "tasks", "list")[:2])
    (row,) = ask(folder, "tasks", "done", brief)
    assert (row["key"], row["state"]) == (brief, "done")
    ask(folder, "tasks", "skip", cover.partition("/")[2])
    assert [row["step"] for row in ask(folder, "tasks", "list")] == ["review", "approved"]
    assert [row["state"] for row in ask(folder, "tasks", "list", "--all")] == ["done", "skipped", "open", "open"]
    ask(folder, "tasks", "open", brief)
    assert len(ask(folder, "tasks", "list")) == 3
    assert call(folder, "undo").exception is None
    assert len(ask(folder, "tasks", "list")) == 2


def test_ones_own(folder: Path) -> None:
    made = ask(folder, "tasks", "add", "约摄影师", "--due", "2026-12-10", "--owner", "何")
    assert (made["title"], made["due"], made["owner"], made["kind"]) == ("约摄影师", "2026-12-10", "何", "own")
    assert "约摄影师" in call(folder, "tasks", "list").stdout
    assert ask(folder, "tasks", "done", "约摄影师")[0]["state"] == "done"


@pytest.mark.parametrize(
    "line",
    [
        ("done", "冬至"),
        ("done", "没有的"),
        ("add", "  "),
        ("add", "x", "--due", "soon"),
        ("list", "--from", "2026-12-10", "--to", "2026-12-09"),
    ],
)
def test_what_cannot_be_meant_is_refused(folder: Path, line: tuple[str, ...]) -> None:
    assert isinstance(call(folder, "tasks", *line).exception, Refused)


def test_today_as_text_and_json(folder: Path) -> None:
    told = ask(folder, "today")
    assert [(row["title"], row["time"]) for row in told["going"]] == [("今天的", "20:00")]
    assert [row["step"] for row in told["tasks"]] == ["brief", "cover"]
    text = call(folder, "today").stdout
    assert "今天的" in text
    assert "20:00" in text
    assert ask(folder, "today", "--date", "2026-12-13")["quiet"] is True
