"""The plan written out: which notes, in which format; as csv, out and in again changes nothing."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xhsplanner.core.model import Kind, Status
from xhsplanner.core.words import words
from xhsplanner.exchange.plan_read import read_plan
from xhsplanner.ops import catalog, notes, plan, status
from xhsplanner.ops.plan_export import KINDS, Wanted, chosen, count, export_elsewhere, export_plan
from xhsplanner.store.store import Store

TODAY = date(2026, 12, 9)
TEXT = st.text(alphabet="一二=+-@'\"\t\n ,;＝a1😀", max_size=8)
NOTES = st.lists(
    st.fixed_dictionaries(
        {
            "account_id": st.integers(1, 2),
            "title": TEXT,
            "day": st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
            "minute": st.none() | st.integers(0, 1439),
            "series_id": st.none() | st.integers(1, 2),
            "body": TEXT,
            "remark": TEXT,
            "kind": st.sampled_from(Kind),
            "status": st.sampled_from(Status),
            "owner_id": st.none() | st.integers(1, 2),
        }
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(planned=NOTES, language=st.sampled_from(["zh_CN", "en"]), kind=st.sampled_from(["csv", "xlsx"]))
def test_out_and_in_again_changes_nothing(
    team: Store, tmp_path: Path, planned: list[dict[str, object]], language: str, kind: str
) -> None:
    with team.op("note.delete", n=0, title="") as op:
        for table in ("note_text", "note", "topic"):
            op.delete(table, [row[0] for row in team.engine.rows(f"SELECT id FROM {table}")])
    words.use(language)
    for fields in planned:
        notes.create(team, **fields)  # type: ignore[arg-type]
    out = tmp_path / f"往返.{kind}"
    export_plan(team, out, Wanted(kind))
    back = read_plan(out, known=plan.known(team), today=TODAY)
    assert [str(problem) for problem in back.problems] == []
    assert plan.import_plan(team, back) is None


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_number_in_the_title_that_is_not_the_episode_makes_no_second_note(
    team: Store, tmp_path: Path, kind: str
) -> None:
    for day in (date(2026, 11, 20), date(2026, 12, 4)):
        notes.create(team, 1, "周五宠粉第18弹：表情包上新", day=day, series_id=1)
    export_plan(team, tmp_path / f"a.{kind}", Wanted(kind))
    back = read_plan(tmp_path / f"a.{kind}", known=plan.known(team), today=TODAY)
    assert plan.import_plan(team, back) is None


def test_only_what_is_wanted(team: Store) -> None:
    for account, series, day in ((1, 1, 7), (1, 2, 8), (2, 1, 9), (2, None, None)):
        when = date(2026, 12, day) if day else None
        notes.create(team, account, f"{account}{series}", series_id=series, day=when)
    status.set_status(team, [1], Status.DRAFTING)

    def ids(**wanted: object) -> list[int]:
        found = chosen(team, Wanted(**wanted))  # type: ignore[arg-type]
        figures = (len(found), len({note.account_id for note in found}), sum(note.day is None for note in found))
        assert count(team, Wanted(**wanted)) == figures  # type: ignore[arg-type]
        return [note.id for note in found]

    assert ids() == [1, 2, 3, 4]
    assert ids(start=date(2026, 12, 8)) == [2, 3]
    assert ids(accounts=frozenset({2})) == [3, 4]
    assert ids(series=frozenset({1}), end=date(2026, 12, 8)) == [1]
    assert ids(statuses=frozenset({Status.DRAFTING})) == [1]


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_is_written_whole_and_alike(team: Store, tmp_path: Path, kind: str) -> None:
    notes.create(team, 1, "=1+1", day=date(2026, 12, 10), series_id=1, body="正文")
    assert export_plan(team, tmp_path / f"a.{kind}", Wanted(kind)) == (1, 1)
    first = (tmp_path / f"a.{kind}").read_bytes()
    calls: list[tuple[int, int]] = []
    made = export_elsewhere(
        team.path, tmp_path / f"a.{kind}", tmp_path / "part", Wanted(kind), progress=lambda *n: calls.append(n)
    )
    assert (made, calls, (tmp_path / "part").exists()) == ((1, 1), [], False)
    assert (tmp_path / f"a.{kind}").read_bytes() == first


def test_the_json_has_what_hangs_on_a_note(team: Store, tmp_path: Path) -> None:
    catalog.add_persona(team, name="小青", account_id=1)
    notes.create(team, 1, "标题", persona_id=1, script="脚本", seconds=30)
    with team.op("note.edit", title="", field="") as op:
        tag = op.insert("tag", {"name": "科普", "group": "kind"})
        op.insert("note_tag", {"note_id": 1, "tag_id": tag})
        op.insert("shot", {"note_id": 1, "position": 1, "scene": "后"})
        op.insert("shot", {"note_id": 1, "position": 0, "scene": "先", "seconds": 3})
    export_plan(team, tmp_path / "a.json", Wanted("json"))
    (note,) = json.loads((tmp_path / "a.json").read_text("utf-8"))["notes"]
    assert (note["persona"], note["tags"], note["script"], note["seconds"]) == ("小青", ["科普"], "脚本", 30)
    assert [shot["scene"] for shot in note["shots"]] == ["先", "后"]
    assert note["collection"] is None
    assert (note["series"], note["date"], note["time"]) == (None, None, None)


def test_the_collection_is_named_as_the_account_calls_it(team: Store, tmp_path: Path) -> None:
    series = catalog.add_series(team, name="避坑")
    assert series is not None
    other = catalog.add_account(team, name="分行号")
    assert other is not None
    catalog.set_collection(team, other.created["account"][0], series.created["series"][0], "分行避坑合集")
    for account in (1, other.created["account"][0]):
        notes.create(team, account, "标题", series_id=series.created["series"][0])
    export_plan(team, tmp_path / "a.json", Wanted("json"))
    document = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert {note["collection"] for note in document["notes"]} == {None, "分行避坑合集"}
    export_plan(team, tmp_path / "a.html", Wanted("html"))
    assert "分行避坑合集" in (tmp_path / "a.html").read_text("utf-8")
