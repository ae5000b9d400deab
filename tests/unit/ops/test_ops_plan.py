"""Importing schedules into a workspace and writing them out again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Kind, Note, Role, Status
from xhsplanner.core.words import words
from xhsplanner.exchange.plan_model import Known, PlanRow, Reading
from xhsplanner.exchange.plan_read import read_plan
from xhsplanner.exchange.plan_words import tidy
from xhsplanner.ops import catalog, notes, plan, status, workspace
from xhsplanner.ops.plan_catalog import cadence_days, per_week
from xhsplanner.ops.plan_export import export_xlsx, plan_rows
from xhsplanner.store import snapshots
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, open_workspace

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "plan" / "排期表_2026Q4.xlsx"
TODAY = date(2026, 12, 9)
ROW = PlanRow(
    sheet="排期", row=2, accounts=("主账号",), title="分期手续费", day=date(2026, 12, 10), minute=1200,
    series="羊毛天天捡", body="正文", hashtags=("信用卡", "避坑"), owner="林", status=Status.DRAFTING,
    status_text="撰写中", status_known=True, source="a.xlsx|排期|2",
)  # fmt: skip


def read(store: Store, path: Path = SAMPLE, create: Sequence[str] = ()) -> Reading:
    return read_plan(path, known=plan.known(store), today=TODAY, create=create)


def reading(*rows: PlanRow) -> Reading:
    return Reading(file="a.xlsx", rows_read=len(rows), rows=rows)


def bring(store: Store, *rows: PlanRow) -> list[Note]:
    """Import rows; the notes that are new."""
    change = plan.import_plan(store, reading(*rows))
    return store.notes.get_many(change.created.get("note", ())) if change else []


def only(store: Store) -> Note:
    (note,) = store.notes.all()
    return note


def test_the_sample_becomes_notes_in_one_step(store: Store) -> None:
    change = plan.import_plan(store, read(store))
    assert change is not None
    assert len(change.created["note"]) == 194  # 177 rows, 15 of which name more than one account
    assert change.label == "导入排期“排期表_2026Q4.xlsx”：新增 194 篇，更新 0 篇"
    assert [account.name for account in store.catalog.accounts()] == [
        "主账号", "信用卡申请", "青禾财富Office", "城市分行",
    ]  # fmt: skip
    assert {t.account_id: t.per_week for t in store.catalog.targets()} == {1: 7.0, 2: 5.0, 3: 2.0, 4: 2.0}
    series = {row.name: row for row in store.catalog.series()}
    assert (series["羊毛天天捡"].palette, series["羊毛天天捡"].cadence_days) == ("wool", 2)
    assert (series["防诈消保"].palette, series["节日节气"].cadence_days) == ("fraud", None)
    assert series["双语用卡"].brief == "中英对照用卡场景\n封面：左右双语"
    roles = {member.name: member.role for member in store.catalog.members()}
    assert roles["陈思雨"] is Role.EDITOR
    assert roles["Kiki"] is Role.DESIGNER
    assert len(store.history.log(10)) == 1
    workspace.undo(store)
    assert store.notes.all() == []
    assert store.catalog.accounts() == []
    workspace.redo(store)
    assert len(store.notes.all()) == 194


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    plan.import_plan(store, read(store))
    again = read(store)
    assert plan.forecast(store, again) == plan.Forecast(same=194)
    assert plan.import_plan(store, again) is None
    assert len(store.history.log(10)) == 1


def test_out_and_in_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    plan.import_plan(store, read(store))
    out = tmp_path / "出.xlsx"
    assert export_xlsx(store, out) == 177
    back = read(store, out)
    assert back.problems == ()
    assert plan.import_plan(store, back) is None


def test_the_export_builds_the_same_plan_elsewhere(store: Store, tmp_path: Path) -> None:
    plan.import_plan(store, read(store))
    out = tmp_path / "出.xlsx"
    export_xlsx(store, out)
    there = read_plan(out, known=Known(), today=TODAY)
    here = read_plan(SAMPLE, known=Known(), today=TODAY)

    def key(row: PlanRow) -> tuple[object, ...]:
        plain = replace(
            row,
            sheet="",
            row=0,
            no="",
            source="",
            status_text="",
            status_known=False,
            kind_text="",
            day_filled=False,
        )
        return (plain.day, plain.minute is None, plain.minute, plain.accounts, plain)

    assert sorted(map(key, there.rows), key=str) == sorted(map(key, here.rows), key=str)
    assert there.accounts == here.accounts
    assert [(row.name, row.per_week) for row in there.series] == [(row.name, row.per_week) for row in here.series]


def test_a_row_of_two_accounts_becomes_siblings(team: Store) -> None:
    first, second = bring(team, replace(ROW, accounts=("主账号", "信用卡申请"), topic="分期"))
    assert first.topic_id == second.topic_id
    assert team.notes.topic(first.topic_id) == "分期"
    assert [note.id for note in team.notes.siblings(first.id)] == [second.id]


def test_a_row_without_topic_and_company_has_none(team: Store) -> None:
    bring(team, ROW, replace(ROW, title="另一篇", topic="选题", source="a.xlsx|排期|3"))
    assert [note.topic_id is None for note in team.notes.all()] == [True, False]


def test_every_field_arrives(team: Store) -> None:
    row = replace(
        ROW, kind=Kind.VIDEO, kind_text="视频", designer="新人", remark="备注", covers=("a.png", "b.jpg"), episode=3
    )
    (note,) = bring(team, row)
    assert (note.day, note.minute, note.kind, note.status) == (
        date(2026, 12, 10),
        1200,
        Kind.VIDEO,
        Status.DRAFTING,
    )
    assert (note.remark, note.cover_files, note.episode) == ("备注", "a.png；b.jpg", 3)
    assert note.source == "a.xlsx|排期|2"
    assert team.catalog.series_by_id(note.series_id) == team.catalog.series()[0]
    owner, designer = team.catalog.member(note.owner_id), team.catalog.member(note.designer_id)
    assert owner is not None
    assert designer is not None
    assert (owner.name, designer.name, designer.role) == ("林", "新人", Role.DESIGNER)
    assert (team.notes.text(note.id).body, team.notes.text(note.id).hashtags) == ("正文", "#信用卡 #避坑")


def test_a_known_note_takes_over_what_the_file_says(team: Store) -> None:
    bring(team, ROW)
    row = replace(
        ROW, title="分期 手续费！", day=date(2026, 12, 20), body="新正文", status=Status.REVIEW, status_text="待审"
    )
    assert plan.forecast(team, reading(row)) == plan.Forecast(changed=1)
    change = plan.import_plan(team, reading(row))
    assert change is not None
    assert change.created == {}
    note = only(team)
    assert (note.title, note.day, note.status) == ("分期 手续费！", date(2026, 12, 20), Status.REVIEW)
    assert team.notes.text(note.id).body == "新正文"
    assert plan.import_plan(team, reading(row)) is None


def test_a_new_title_in_the_same_place_is_the_same_note(team: Store) -> None:
    bring(team, ROW)
    assert bring(team, replace(ROW, title="完全换了说法")) == []  # its day is the same
    assert only(team).title == "完全换了说法"
    assert bring(team, replace(ROW, title="完全换了另一种说法", day=date(2026, 12, 30))) == []  # its title is alike
    assert only(team).day == date(2026, 12, 30)


def test_another_months_file_of_the_same_name_adds_notes(team: Store) -> None:
    bring(team, ROW)
    new = bring(team, replace(ROW, title="年货节满减", day=date(2027, 1, 10)))
    assert len(new) == 1
    assert [note.title for note in team.notes.all()] == ["分期手续费", "年货节满减"]


def test_an_empty_cell_erases_nothing(team: Store) -> None:
    bring(team, replace(ROW, remark="备注", covers=("a.png",), topic="选题"))
    bare = PlanRow(sheet="排期", row=2, accounts=("主账号",), title=ROW.title, source=ROW.source)
    assert plan.import_plan(team, reading(bare)) is None


def test_a_published_note_stays_as_it_is(team: Store) -> None:
    bring(team, replace(ROW, status=Status.PUBLISHED, status_text="已发布"))
    row = replace(ROW, body="改了", status=Status.PUBLISHED, status_text="已发布")
    assert plan.forecast(team, reading(row)) == plan.Forecast(locked=1)
    assert plan.import_plan(team, reading(row)) is None


def test_drafts_without_a_title_travel_too(team: Store, tmp_path: Path) -> None:
    for day in (date(2026, 12, 10), date(2026, 12, 11), None):
        notes.create(team, 1, "", day=day, body="只有正文")
    export_xlsx(team, tmp_path / "plan.xlsx")
    found = read(team, tmp_path / "plan.xlsx")
    assert found.problems == ()
    assert plan.import_plan(team, found) is None
    other = create_workspace(tmp_path / "other")
    plan.import_plan(other, read(other, tmp_path / "plan.xlsx"))
    assert [(n.title, n.day) for n in other.notes.all()] == [(n.title, n.day) for n in team.notes.all()]
    other.close()


def test_a_published_title_used_again_is_a_new_note(team: Store) -> None:
    bring(team, replace(ROW, status=Status.PUBLISHED, status_text="已发布"))
    again = replace(ROW, day=date(2027, 3, 1), source="b.xlsx|排期|9")
    assert len(bring(team, again)) == 1


def test_a_title_of_many_days_is_told_apart_by_day(team: Store) -> None:
    days = [replace(ROW, row=n, day=date(2026, 12, n), source=f"a.xlsx|排期|{n}") for n in (10, 11, 12)]
    assert len(bring(team, *days)) == 3
    assert plan.import_plan(team, reading(*days)) is None
    week = [
        replace(row, day=date(2026, 12, n), source=f"b.xlsx|排期|{n}")
        for row, n in zip(days, (12, 17, 18), strict=True)
    ]
    assert [note.day for note in bring(team, *week)] == [date(2026, 12, 17), date(2026, 12, 18)]


def test_on_hold_remembers_where_it_was(team: Store) -> None:
    bring(team, ROW)
    bring(team, replace(ROW, status=Status.ON_HOLD, status_text="暂缓"))
    assert only(team).held_from is Status.DRAFTING
    status.set_status(team, [only(team).id], Status.DRAFTING)
    assert only(team).status is Status.DRAFTING


def test_an_unknown_word_for_status_or_kind_changes_nothing(team: Store) -> None:
    bring(team, replace(ROW, kind=Kind.VIDEO, kind_text="视频"))
    row = replace(
        ROW, status=Status.TODO, status_text="老板看过", status_known=False, kind=Kind.PICTURES, kind_text="直播"
    )
    assert plan.import_plan(team, reading(row)) is None


def test_sheets_fill_gaps_of_the_catalogue_and_overwrite_nothing(store: Store) -> None:
    catalog.add_account(store, name="主账号", followers=5)
    catalog.add_target(store, 1, per_week=3)
    catalog.add_series(store, name="羊毛天天捡", hashtags="#自己的")
    plan.import_plan(store, read(store))
    account = store.catalog.account(1)
    assert account is not None
    assert (account.followers, account.remark) == (5, "零售品牌")
    assert [t.per_week for t in store.catalog.targets() if t.account_id == 1] == [3.0]
    series = store.catalog.series_by_id(1)
    assert series is not None
    assert (series.hashtags, series.cadence_days) == ("#自己的", 2)


def test_created_names_become_accounts_and_series(store: Store) -> None:
    found = read(store, create=["青禾生活号"])
    plan.import_plan(store, found)
    assert "青禾生活号" in [account.name for account in store.catalog.accounts()]
    assert len(store.notes.all()) == 195


def test_a_picture_of_the_library_is_attached_by_its_name(team: Store) -> None:
    with team.op("asset.add", n=1) as op:
        row = {
            "sha256": "0" * 64,
            "name": "b.jpg",
            "ext": "jpg",
            "bytes": 1,
            "width": 1080,
            "height": 1440,
            "added_at": "",
        }
        op.insert("asset", row)
    (note,) = bring(team, replace(ROW, covers=("a.png", "b.jpg")))
    assert [asset.name for asset in team.notes.pictures(note.id)] == ["b.jpg"]
    notes.detach(team, note.id, [1])
    assert plan.import_plan(team, reading(replace(ROW, covers=("a.png", "b.jpg")))) is None


def test_a_big_import_takes_a_snapshot_first(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "LARGE", 1)
    bring(team, ROW, replace(ROW, title="另一篇", source="a.xlsx|排期|3"))
    assert len(list((team.path / "snapshots").glob("*.db"))) == 1


def test_a_read_only_workspace_refuses(team: Store) -> None:
    team.read_only = "只读"
    with pytest.raises(Refused, match="只读"):
        plan.import_plan(team, reading(ROW))


def test_siblings_that_differ_are_rows_of_their_own(team: Store) -> None:
    _, second = bring(team, replace(ROW, accounts=("主账号", "信用卡申请")))
    assert [row.accounts for row in plan_rows(team, team.notes.all())] == [("主账号", "信用卡申请")]
    notes.edit(team, second.id, title="另一个标题")
    assert [row.accounts for row in plan_rows(team, team.notes.all())] == [("主账号",), ("信用卡申请",)]


def test_only_the_days_asked_for_are_exported(team: Store, tmp_path: Path) -> None:
    bring(team, ROW, replace(ROW, title="无日期", day=None, source="a.xlsx|排期|3"))
    assert export_xlsx(team, tmp_path / "a.xlsx") == 2
    assert export_xlsx(team, tmp_path / "a.xlsx", date(2026, 12, 10), date(2026, 12, 10)) == 1
    assert export_xlsx(team, tmp_path / "a.xlsx", date(2026, 12, 11)) == 0


@pytest.mark.parametrize("times", range(1, 15))
def test_a_frequency_survives_being_kept_as_days(times: int) -> None:
    days = cadence_days(times)
    assert days is not None
    assert cadence_days(per_week(days)) == days


TEXT = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=40),
    st.sampled_from(
        [
            "=1+1",
            "@SUM(A1)",
            "<img src=x>",
            "../../x",
            '"*^:',
            "_x000D_",
            "待定",
            "http://a.b/c",
            "123",
            "0.5",
            "👨‍👩‍👧",
        ]
    ),
)
TITLES = TEXT.filter(lambda text: tidy(text) != "")
NOTES = st.lists(
    st.fixed_dictionaries(
        {
            "account_id": st.integers(1, 3),
            "title": TITLES,
            "day": st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
            "minute": st.none() | st.integers(0, 1439),
            "series_id": st.none() | st.integers(1, 2),
            "body": TEXT,
            "hashtags": TEXT,
            "remark": TEXT,
            "cover_files": TEXT,
            "kind": st.sampled_from(Kind),
            "status": st.sampled_from(Status),
            "owner_id": st.none() | st.integers(1, 2),
        }
    ),
    max_size=4,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(planned=NOTES, siblings=st.booleans(), language=st.sampled_from(["zh_CN", "en"]))
def test_any_plan_out_and_in_again_changes_nothing(
    team: Store, tmp_path: Path, planned: list[dict[str, object]], siblings: bool, language: str
) -> None:
    if len(team.catalog.accounts()) == 2:
        catalog.add_account(team, name="甲、乙/丙")
    with team.op("note.delete", n=0, title="") as op:
        for table in ("note_text", "note", "topic"):
            op.delete(table, [row[0] for row in team.engine.rows(f"SELECT id FROM {table}")])
    words.use(language)
    for fields in planned:
        change = notes.create(team, **fields)  # type: ignore[arg-type]
        assert change is not None
        if siblings:
            notes.duplicate_to_accounts(team, change.created["note"][0], [2, 3])
    export_xlsx(team, tmp_path / "往返.xlsx")
    back = read(team, tmp_path / "往返.xlsx")
    assert [str(problem) for problem in back.problems] == []
    before = len(team.history.log(10_000))
    assert plan.import_plan(team, back) is None
    assert len(team.history.log(10_000)) == before


def test_two_windows_that_import_one_file_at_once_make_its_notes_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, other, begin = read(store), open_workspace(store.path), store.engine.held

    @contextmanager
    def late() -> Iterator[None]:
        monkeypatch.undo()
        plan.import_plan(other, found)  # at the last moment before the lock
        with begin():
            yield

    monkeypatch.setattr(store.engine, "held", late)
    assert plan.import_plan(store, found) is None
    assert store.notes.count() == 194
    other.close()
