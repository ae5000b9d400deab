"""Checks are remembered, what can be mended is mended, and what is put back can be undone."""

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.health import Finding, Report
from xhsplanner.ops import backup, health, notes, workspace
from xhsplanner.store import verify
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace


@pytest.fixture
def written(team: Store) -> Store:
    for number in range(4):
        notes.create(team, 1, f"第{number}篇", body=f"正文{number}")
    return team


def behind_its_back(store: Store, script: str) -> None:
    with closing(sqlite3.connect(store.path / "workspace.db")) as link:
        link.executescript(script)


def test_a_check_is_remembered_and_due_after_a_week(written: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert health.last(written.path) is None
    assert health.due(written.path)
    report = verify.run(written.path)
    health.remember(written.path, verify.run(written.path, quick=True))
    assert health.last(written.path) is None
    health.remember(written.path, report)
    assert health.last(written.path) == report
    assert not health.due(written.path)
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-16T09:59")
    assert not health.due(written.path)
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-16T10:01")
    assert health.due(written.path)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", '{"findings": 3}', '{"findings": [{"harm": "data", "key": "nonsense"}]}', "\x00"],
)
def test_a_file_that_is_none_of_ours_counts_as_no_check(written: Store, text: str) -> None:
    (written.path / health.FILE).write_text(text, "utf-8")
    assert health.last(written.path) is None
    assert health.due(written.path)


def test_values_are_put_back_from_the_log_as_one_step(written: Store) -> None:
    broken = "UPDATE note_text SET body = CAST(x'e4b8e4' AS TEXT) WHERE id = 2"
    behind_its_back(written, f"UPDATE note SET title = '改' WHERE id = 1; {broken}")
    report = verify.run(written.path)
    assert [found.key for found in report.of("data")] == ["row_changed", "row_changed"]
    assert health.repairable(report.findings)
    said = health.repair(written, report.findings)
    assert len(said) == 2
    note = written.notes.get(1)
    assert note is not None
    assert note.title == "第0篇"
    assert written.notes.text(2).body == "正文1"
    assert verify.run(written.path).harmed == []
    workspace.undo(written)
    assert written.notes.get(1).title == "改"  # type: ignore[union-attr]


def test_nothing_is_put_back_from_a_log_that_was_changed(written: Store) -> None:
    """The row is right and the log is not: what it says must not be believed."""
    behind_its_back(written, "UPDATE op_row SET after = replace(after, '第0篇', '假的') WHERE tbl = 'note'")
    report = verify.run(written.path)
    assert {found.key for found in report.of("data")} == {"altered", "row_doubtful"}
    assert not health.repairable(report.of("data"))
    health.repair(written, report.findings)
    assert written.notes.get(1).title == "第0篇"  # type: ignore[union-attr]


def test_a_table_that_is_none_is_never_written(written: Store) -> None:
    found = Finding("rows", "sqlite_master:1", "data", "row_changed", {"table": "x", "name": "x", "field": "x"})
    assert health.put_back(written, [found]) is None
    assert health.about(written, found) is None


def test_the_search_index_and_thumbnails_are_made_again(written: Store) -> None:
    behind_its_back(written, "DELETE FROM note_search_entry WHERE id < 3")
    said = health.repair(written, verify.run(written.path).findings)
    assert said
    assert verify.run(written.path).harmed == []


def test_a_read_only_workspace_is_not_repaired(written: Store) -> None:
    reading = open_workspace(written.path, to_read="只看")
    with pytest.raises(Refused):
        health.repair(reading, [Finding("search", "note_search", "derived", "search_stale", {"n": 1})])
    reading.close()


def test_the_note_a_finding_is_about(written: Store) -> None:
    def about(subject: str) -> int | None:
        return health.about(written, Finding("rows", subject, "data", "row_lost"))

    assert (about("note:2"), about("note_text:3"), about("note:99"), about("asset:1")) == (2, 3, None, None)


def test_facts(written: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = health.facts(written)
    assert facts.notes == 4
    assert facts.sizes["database"] > 4096
    assert (facts.weekly, facts.snapshot, facts.copies, facts.recovered) == (None, None, 0, ())
    first = written.history.log(100)[-1]
    assert facts.steps == written.history.last_id()
    assert facts.since == first.at
    workspace.undo(written)
    assert health.facts(written).steps == facts.steps - 1
    path = written.snapshot()
    newest = health.facts(written).snapshot
    assert newest is not None
    assert newest.path == path
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-23T10:00")
    grown = health.facts(written).weekly
    assert grown is not None
    assert grown == round((facts_size(written) - path.stat().st_size) / 2)


def facts_size(store: Store) -> int:
    return (store.path / "workspace.db").stat().st_size


def test_an_op_without_row_log_ends_what_can_be_undone(team: Store) -> None:
    with team.op("workspace.synthetic", logged=False, n=1) as op:
        op.insert("keyword", {"name": "一"})
    assert health.facts(team).steps == 0
    notes.create(team, 1, "之后")
    assert health.facts(team).steps == 1


def test_a_report_is_the_same_out_of_json(written: Store) -> None:
    behind_its_back(written, "UPDATE note SET title = '改' WHERE id = 1")
    report = verify.run(written.path)
    assert Report.read(json.loads(json.dumps(report.document()))) == report


def test_the_second_copy_is_of_its_newest_backup(written: Store, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    assert health.second_copy(written.path, "") == ("none", None)
    assert health.second_copy(written.path, str(stick)) == ("away", None)
    stick.mkdir()
    assert health.second_copy(written.path, str(stick)) == ("never", None)
    backup.backup(written, stick)
    assert health.second_copy(written.path, str(stick)) == ("there", datetime(2026, 12, 9, 10))
