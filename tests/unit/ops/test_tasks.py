"""Tasks as ops: rows only for what was touched, one step of undo each; the agenda read from a workspace."""

from datetime import date, datetime, timedelta

import pytest

from xhsplanner.core import clock, leads
from xhsplanner.core.errors import Refused
from xhsplanner.core.filter import Filter
from xhsplanner.core.leads import State
from xhsplanner.core.model import CoverState, Status
from xhsplanner.ops import catalog, notes, status, tasks, workspace
from xhsplanner.ops.publishing import publish_many
from xhsplanner.store import agenda
from xhsplanner.store.store import Store

TODAY = date(2026, 12, 9)


def make(store: Store, title: str, day: date | None = TODAY, **fields: object) -> int:
    change = notes.create(store, fields.pop("account_id", 1), title, day=day, **fields)  # type: ignore[arg-type]
    assert change is not None
    return change.created["note"][0]


def steps(store: Store) -> dict[str, leads.Task]:
    found, _uncovered = agenda.coming(store, TODAY)
    return {one.lead.step: one for one in agenda.tasks(store, found) if one.lead and one.lead.note}


def read(store: Store, day: date = TODAY, **wanted: object) -> agenda.Agenda:
    return agenda.read(store, clock.now(), day, Filter(**wanted))  # type: ignore[arg-type]


def test_a_computed_task_gets_its_row_when_it_is_touched(team: Store) -> None:
    make(team, "冬至", date(2026, 12, 22), occasion="solar-term/dongzhi", owner_id=1)
    assert team.tasks.all() == []
    cover = tasks.target(steps(team)["cover"])
    tasks.snooze(team, [cover], date(2026, 12, 17))
    tasks.assign(team, [cover], 2)
    (row,) = team.tasks.all()
    assert (row.rule_key, row.due, row.owner_id, row.state) == (cover.key, date(2026, 12, 17), 2, State.OPEN)
    tasks.set_state(team, [cover], State.DONE)
    assert steps(team)["cover"].state is State.DONE
    assert team.tasks.all()[0].done_at == clock.stamp()
    for _ in range(3):
        workspace.undo(team)
    assert team.tasks.all() == []


def test_several_are_done_in_one_step(team: Store) -> None:
    make(team, "冬至", date(2026, 12, 22), occasion="solar-term/dongzhi")
    tasks.set_state(team, [tasks.target(one) for one in steps(team).values()], State.SKIPPED)
    assert {one.state for one in steps(team).values()} == {State.SKIPPED}
    workspace.undo(team)
    assert {one.state for one in steps(team).values()} == {State.OPEN}


def test_ones_own_task(team: Store) -> None:
    tasks.add(team, "  约摄影\n师 ", date(2026, 12, 10), 1)
    (row,) = team.tasks.own()
    assert (row.title, row.due, row.owner_id) == ("约摄影 师", date(2026, 12, 10), 1)
    tasks.edit(team, row.rule_key, title="约摄影", due=None)
    tasks.set_state(team, [tasks.Target(row.rule_key)], State.DONE)
    assert team.tasks.own() == []
    (done,) = team.tasks.own(None)
    assert (done.title, done.due, done.state) == ("约摄影", None, State.DONE)
    tasks.delete(team, [row.rule_key])
    assert team.tasks.all() == []
    workspace.undo(team)
    assert len(team.tasks.all()) == 1


def test_what_is_not_there_is_refused(team: Store) -> None:
    for wrong in (
        lambda: tasks.add(team, " \n "),
        lambda: tasks.add(team, "x", owner_id=99),
        lambda: tasks.set_state(team, [], State.DONE),
        lambda: tasks.set_state(team, [tasks.Target("own/gone")], State.DONE),
        lambda: tasks.assign(team, [tasks.Target("lead/x", "lead")], 99),
        lambda: tasks.edit(team, "own/gone", title="x"),
        lambda: tasks.delete(team, ["own/gone"]),
        lambda: tasks.delete(team, []),
    ):
        with pytest.raises(Refused):
            wrong()
    assert team.tasks.all() == []


def test_an_occasion_that_is_not_ours_stays_away(team: Store) -> None:
    _found, open_ = agenda.coming(team, TODAY)
    (solstice,) = [one for one in open_ if one.occurrence.id == "solar-term/dongzhi"]
    tasks.set_state(team, [tasks.not_ours(solstice.occurrence)], State.SKIPPED)
    assert solstice not in agenda.coming(team, TODAY)[1]
    workspace.undo(team)
    assert solstice in agenda.coming(team, TODAY)[1]


def test_what_is_ticked_is_published_when_it_was_planned_in_one_step(team: Store) -> None:
    ids = [
        make(team, str(n), TODAY - timedelta(1), minute=600 + n, status=Status.APPROVED, body="正文")
        for n in range(3)
    ]
    with pytest.raises(Refused):
        publish_many(team, ids, {ids[0]: "nonsense"})
    publish_many(team, ids, {ids[1]: " https://x.example/1 "})
    done = team.notes.get_many(ids)
    assert {one.status for one in done} == {Status.PUBLISHED}
    assert [one.link for one in done] == ["", "https://x.example/1", ""]
    assert done[1].published_at == "2026-12-08T10:01:00.000"
    workspace.undo(team)
    assert {one.status for one in team.notes.get_many(ids)} == {Status.APPROVED}


def test_nothing_is_published_where_one_may_not_be(team: Store) -> None:
    ready, todo = make(team, "好", TODAY, status=Status.APPROVED), make(team, "没写")
    with pytest.raises(Refused):
        publish_many(team, [ready, todo])
    with pytest.raises(Refused):
        publish_many(team, [ready, 999])
    assert [one.status for one in team.notes.get_many([ready, todo])] == [Status.APPROVED, Status.TODO]


def test_what_was_planned_for_later_today_is_published_now(team: Store) -> None:
    one = make(team, "早了", TODAY, minute=22 * 60, status=Status.APPROVED)
    publish_many(team, [one])
    (note,) = team.notes.get_many([one])
    assert note.published_at == "2026-12-09T10:00:00.000"


def test_each_note_is_told_once(team: Store) -> None:
    morning = make(team, "早上", minute=540)
    evening = make(team, "晚上", minute=1200, status=Status.APPROVED)
    make(team, "不发了", minute=600, status=Status.CANCELLED)
    out = make(team, "昨天", TODAY - timedelta(1), status=Status.HANDED_OVER)
    late = make(team, "昨天没写完", TODAY - timedelta(1), status=Status.DRAFTING)
    make(team, "很久以前", TODAY - timedelta(61))
    soon = make(team, "后天", TODAY + timedelta(2), owner_id=1)
    far = make(team, "两周后", TODAY + timedelta(14))
    make(team, "两周多", TODAY + timedelta(15))
    found = read(team)
    assert [one.id for one in found.going] == [morning, evening]
    assert [one.id for one in found.late] == [late]
    assert [one.id for one in found.yesterday] == [out]
    assert [one.note.id for one in found.waiting] == [soon]
    assert [one.id for one in found.entering] == [far]
    assert found.since == TODAY - timedelta(1)


def test_of_another_day_only_what_goes_out_is_told(team: Store) -> None:
    make(team, "昨天没写完", TODAY - timedelta(1))
    tomorrow = make(team, "明天", TODAY + timedelta(1))
    found = read(team, TODAY + timedelta(1))
    assert [one.id for one in found.going] == [tomorrow]
    assert (found.late, found.waiting, found.uncovered) == ((), (), ())
    assert read(team, TODAY + timedelta(3)).going == ()


def test_the_filter_goes_for_notes_and_not_for_what_is_covered(team: Store) -> None:
    make(team, "一", account_id=1)
    two = make(team, "二", account_id=2)
    make(team, "冬至", date(2026, 12, 22), occasion="solar-term/dongzhi", account_id=1)
    found = read(team, accounts=frozenset({2}))
    assert [one.id for one in found.going] == [two]
    assert "solar-term/dongzhi" not in [one.occurrence.id for one in found.uncovered]


def test_who_acts_sees_what_waits_for_them(team: Store) -> None:
    day = TODAY + timedelta(2)
    written = make(team, "写", day, owner_id=1)
    review = make(team, "审", day, owner_id=1, status=Status.REVIEW)
    drawn = make(team, "画", day, owner_id=1, designer_id=2, status=Status.APPROVED)
    notes.edit(team, drawn, cover_state=CoverState.REQUESTED)

    def waits() -> list[tuple[int, str]]:
        return [(one.note.id, one.why) for one in read(team).waiting]

    assert waits() == [(review, "review"), (drawn, "cover"), (written, "write")]
    team.actor = 1
    assert waits() == [(written, "write")]
    team.actor = 2
    assert waits() == [(review, "review"), (drawn, "cover")]
    status.set_status(team, [review], Status.CHANGES_REQUESTED)
    team.actor = 1
    assert waits() == [(review, "changes"), (written, "write")]


def test_a_rhythm_that_is_not_kept_is_a_gap(team: Store) -> None:
    catalog.edit(team, "series", 1, cadence_days=7)
    make(team, "旧", TODAY - timedelta(20), series_id=1, status=Status.PUBLISHED)
    (gap,) = read(team).gaps
    assert (gap.account_id, gap.series_id, gap.cadence) == (1, 1, 7)
    make(team, "新", TODAY + timedelta(1), series_id=1)
    assert read(team).gaps == ()


def test_overdue_begins_with_the_minute(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    make(team, "十点", minute=600)
    reader = agenda.Reader(team, datetime(2026, 12, 9, 10, 0), TODAY)
    assert reader.late() == []
    assert len(agenda.Reader(team, datetime(2026, 12, 9, 10, 1), TODAY).late()) == 1


def test_no_section_reads_every_note(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    make(team, "冬至", date(2026, 12, 22), occasion="solar-term/dongzhi", owner_id=1)
    asked: list[tuple[str, object]] = []
    rows = type(team.engine).rows

    def told(engine: object, sql: str, params: object = ()) -> object:
        asked.append((sql, params))
        return rows(engine, sql, params)  # type: ignore[arg-type]

    monkeypatch.setattr(type(team.engine), "rows", told)
    for actor in (None, 1, 2):
        team.actor = actor
        read(team)
        agenda.reminding(team, clock.now())
    monkeypatch.undo()
    plans = {
        sql: [row[3] for row in team.engine.rows(f"EXPLAIN QUERY PLAN {sql}", params)]  # type: ignore[arg-type]
        for sql, params in asked
        if " note n" in sql
    }
    assert len(plans) > 8
    assert {sql: plan for sql, plan in plans.items() if any(step.startswith("SCAN n") for step in plan)} == {}
