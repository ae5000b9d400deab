"""What a person said about a schedule: decided row by row, remembered for the next file, or given up half way."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from xhsplanner.core.model import Status
from xhsplanner.exchange.plan_model import Choices, PlanRow, Reading
from xhsplanner.ops import catalog, plan, workspace
from xhsplanner.store.store import Store

ROW = PlanRow(
    sheet="排期",
    row=2,
    accounts=("主账号",),
    title="分期手续费",
    day=date(2026, 12, 10),
    minute=1200,
    body="正文",
    status=Status.DRAFTING,
    source="a.xlsx|排期|2",
)


def reading(*rows: PlanRow) -> Reading:
    return Reading(file="a.xlsx", rows_read=len(rows), rows=rows)


class Enough(Exception):  # noqa: N818 (nothing went wrong)
    """Somebody pressed stop."""


def test_rows_can_be_skipped_or_added_although_known(team: Store) -> None:
    plan.import_plan(team, reading(ROW))
    changed = reading(replace(ROW, body="新的正文"))
    assert plan.count(plan.verdicts(team, plan.entries(team, changed))) == plan.Forecast(changed=1)
    assert plan.entries(team, changed, {ROW.source: "skip"}) == []
    assert plan.import_plan(team, changed, {ROW.source: "skip"}) is None
    change = plan.import_plan(team, changed, {ROW.source: "add"})
    assert change is not None
    assert len(change.created["note"]) == 1
    old, new = sorted(team.notes.all(), key=lambda note: note.id)
    assert (team.notes.text(old.id).body, team.notes.text(new.id).body) == ("正文", "新的正文")


def test_names_and_columns_are_remembered_and_undone_with_the_import(team: Store) -> None:
    choices = Choices(
        names={("series", "羊毛"): "羊毛天天捡", ("status", "老板看过"): "approved", ("account", "别人"): ""},
        layouts={"abc": {0: "title", 3: ""}},
    )
    plan.import_plan(team, reading(ROW), choices=choices)
    known = plan.known(team)
    assert known.aliases == choices.names
    assert known.layouts == choices.layouts
    other = Choices(names={("series", "羊毛"): "信用卡避坑指南"}, layouts={"abc": {0: "topic"}})
    plan.import_plan(team, reading(ROW), choices=other)
    workspace.undo(team)
    assert plan.known(team) == known
    workspace.undo(team)
    assert plan.known(team).aliases == {}


def test_an_alias_follows_the_name_of_what_it_means(team: Store) -> None:
    plan.import_plan(team, reading(ROW), choices=Choices(names={("series", "羊毛"): "羊毛天天捡"}))
    series = next(row for row in team.catalog.series() if row.name == "羊毛天天捡")
    catalog.edit(team, "series", series.id, name="羊毛日历")
    assert plan.known(team).aliases == {("series", "羊毛"): "羊毛日历"}


def test_stopping_half_way_leaves_nothing(team: Store) -> None:
    rows = [replace(ROW, row=n, title=f"标题{n}", day=date(2026, 12, 1 + n % 28)) for n in range(2, 700)]
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        told.append((done, of))
        if done:
            raise Enough

    before, log = team.notes.all(), team.history.last_id()
    with pytest.raises(Enough):
        plan.import_plan(team, reading(*rows), progress=progress)
    assert (team.notes.all(), team.history.last_id()) == (before, log)
    assert told[0] == (0, len(rows))
    assert told[-1][0] < len(rows)
    assert plan.import_plan(team, reading(*rows)) is not None


def test_a_preview_reads_the_workspace_and_writes_nothing(team: Store, tmp_path: Path) -> None:
    plan.import_plan(team, reading(ROW))
    file = tmp_path / "a.csv"
    file.write_text("日期,时间,账号,标题\n2026-12-10,20:00,主账号,分期手续费\n2026-12-11,,主账号,新的\n", "utf-8")
    log = team.history.last_id()
    shown = plan.preview(team.path, file, Choices(), {}, date(2026, 12, 9))
    assert shown.forecast == plan.Forecast(new=1, same=1)
    assert shown.verdicts == ("same", "new")
    assert team.history.last_id() == log
