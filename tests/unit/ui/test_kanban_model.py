"""The kanban without a screen: columns, periods, what stands where, why a column refuses."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Role, Status
from xhsplanner.ops import catalog, notes, status
from xhsplanner.ops import settings as workspace_settings
from xhsplanner.store.store import Store
from xhsplanner.ui.kanban import model
from xhsplanner.ui.kanban.layout import FOLDED_W, GAP, HEAD_H, LEAST, Layout, Size
from xhsplanner.ui.kanban.model import Choices, Kanban

WEDNESDAY = date(2026, 12, 9)


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    """An account, a series, two people and five notes."""
    found = {}
    made = (
        ("account", catalog.add_account(store, name="主账号", initial="主", color="#D42A45")),
        ("series", catalog.add_series(store, name="羊毛天天捡", palette="wool", cadence_days=7)),
        ("member", catalog.add_member(store, name="林晓", role=Role.LEAD, color="#334455")),
    )
    for noun, change in made:
        assert change is not None
        found[noun] = change.created[noun][0]
    for name, day, minute in (
        ("late", date(2026, 12, 8), 540),
        ("noon", WEDNESDAY, 720),
        ("untimed", WEDNESDAY, None),
        ("next", date(2026, 12, 20), 600),
        ("undated", None, None),
    ):
        change = notes.create(store, found["account"], name, day=day, minute=minute)
        assert change is not None
        found[name] = change.created["note"][0]
    notes.edit(store, found["noon"], owner_id=found["member"], series_id=found["series"])
    status.set_status(store, [found["noon"]], Status.DRAFTING)
    return found


def column(kanban: Kanban, key: str) -> list[int]:
    return list(next(one for one in kanban.columns if one.key == key).ids)


def test_statuses_stand_along_the_way_then_beside_it() -> None:
    assert [one.value for one in model.states()] == [
        "todo", "drafting", "review", "approved", "handed_over", "published",
        "changes_requested", "on_hold", "cancelled",
    ]  # fmt: skip


def test_two_weeks_by_status_sorted_by_day_and_time(store: Store, ids: dict[str, int]) -> None:
    kanban = model.load(store, Choices(), WEDNESDAY)
    assert column(kanban, "status:todo") == [ids["late"], ids["untimed"], ids["next"]]
    assert column(kanban, "status:drafting") == [ids["noon"]]
    assert [one.folded for one in kanban.columns][-2:] == [True, True]
    assert kanban.overdue == 1
    assert model.heading(kanban, Choices(), WEDNESDAY) == ("12 月 7 日 – 20 日", "4 篇 · 逾期 1")


def test_by_owner_and_by_series_those_without_have_a_column(store: Store, ids: dict[str, int]) -> None:
    owners = model.load(store, Choices("owner", "all"), WEDNESDAY)
    assert owners.columns[0].title == "无人"
    assert owners.columns[0].ids == (ids["late"], ids["untimed"], ids["next"], ids["undated"]), "undated last"
    assert owners.columns[1].ids == (ids["noon"],)
    series = model.load(store, Choices("series", "week"), WEDNESDAY)
    assert [(one.title, len(one.ids)) for one in series.columns] == [("羊毛天天捡", 1), ("不属于系列", 2)]
    assert series.faces[ids["noon"]].look.chip == "撰写", "the series stands above the column"


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("week", {"late", "noon", "untimed"}),
        ("month", {"late", "noon", "untimed", "next"}),
        ("days30", {"noon", "untimed", "next"}),
        ("undated", {"undated"}),
        ("all", {"late", "noon", "untimed", "next", "undated"}),
    ],
)
def test_each_period_has_its_notes(store: Store, ids: dict[str, int], period: str, expected: set[str]) -> None:
    kanban = model.load(store, Choices(period=period), WEDNESDAY)
    assert set(kanban.faces.notes) == {ids[name] for name in expected}


def test_a_filter_holds_in_every_period(store: Store, ids: dict[str, int]) -> None:
    wanted = Filter(owners=frozenset({ids["member"]}))
    for period in ("two_weeks", "all"):
        kanban = model.load(store, Choices(period=period), WEDNESDAY, wanted)
        assert set(kanban.faces.notes) == {ids["noon"]}
    assert not model.load(store, Choices(period="undated"), WEDNESDAY, wanted).faces.notes


def test_what_a_person_left_is_still_somebodys(store: Store, ids: dict[str, int]) -> None:
    catalog.archive(store, "member", [ids["member"]])
    kanban = model.load(store, Choices("owner"), WEDNESDAY)
    assert [one.title for one in kanban.columns] == ["无人", "林晓"]


def test_more_than_the_limit_is_told_where_work_stands(store: Store, ids: dict[str, int]) -> None:
    workspace_settings.change(store, "kanban_limit", 1)
    kanban = model.load(store, Choices(), WEDNESDAY)
    assert [one.key for one in kanban.columns if one.over] == []
    status.set_status(store, [ids["next"]], Status.DRAFTING)
    kanban = model.load(store, Choices(), WEDNESDAY)
    assert [one.key for one in kanban.columns if one.over] == ["status:drafting"], "what waits is no work yet"
    over = next(one for one in kanban.columns if one.over)
    assert model.spoken_column(over) == "撰写，2 篇，超过 1 篇"


def test_refusals_by_column(store: Store, ids: dict[str, int]) -> None:
    kanban = model.load(store, Choices(), WEDNESDAY)
    why = model.refusals(store, kanban, [kanban.faces.notes[ids["noon"]]])
    assert "正文" in why["status:review"]
    assert "status:todo" not in why
    owners = model.load(store, Choices("owner"), WEDNESDAY)
    assert model.refusals(store, owners, [kanban.faces.notes[ids["noon"]]]) == {}


def test_an_unchanged_card_is_the_same_face_after_a_reload(store: Store, ids: dict[str, int]) -> None:
    before = model.load(store, Choices(), WEDNESDAY)
    kept, other = before.faces[ids["late"]], before.faces[ids["noon"]]
    notes.edit(store, ids["noon"], title="新的标题")
    after = model.load(store, Choices(), WEDNESDAY, None, before.faces)
    assert after.faces[ids["late"]] is kept, "its picture is found without comparing"
    assert after.faces[ids["noon"]] != other


@settings(max_examples=60)
@given(st.sampled_from(model.PERIODS), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_periods_follow_each_other_without_a_gap(period: str, day: date) -> None:
    span = model.span(period, day)
    there = model.stepped(period, day, 1)
    back = model.span(period, model.stepped(period, there, -1))
    if span is None:
        assert there == day
        return
    following = model.span(period, there)
    assert following is not None
    assert span[0] <= day <= span[1]
    overlap = {"days30": 1, "month": 1, "week": 1, "two_weeks": 1}[period]
    assert (following[0] - span[1]).days == overlap
    assert back == span


sizes = st.lists(st.builds(Size, st.integers(0, 40), st.booleans(), st.booleans()), min_size=1, max_size=12)


@settings(max_examples=40)
@given(sizes, st.integers(200, 2000), st.integers(120, 1400))
def test_columns_lie_side_by_side_and_what_is_seen_is_found(found: list[Size], width: int, height: int) -> None:
    layout = Layout(width, height, found)
    for number, size in enumerate(found):
        whole = layout.column(number)
        assert whole.w == FOLDED_W if size.folded else whole.w >= LEAST * 0.8 - 1
        if number:
            assert whole.x == layout.column(number - 1).right + GAP
        offset = min(layout.most_x, whole.x)
        if whole.x - offset < width:
            assert layout.at(whole.x - offset, offset) == number
        scroll = layout.most(number)
        shown = layout.shown(number, scroll)
        body = layout.body(number)
        seen = [i for i in range(size.cards) if not size.folded and layout.card(number, i, 0, scroll).meets(body)]
        assert list(shown) == seen
        if size.cards and not size.folded and height > HEAD_H + 8:
            assert size.cards - 1 in shown, "the last card can be reached"


def test_of_many_series_those_with_notes_stand_first(store: Store, ids: dict[str, int]) -> None:
    for number in range(model.MANY):
        catalog.add_series(store, name=f"系列{number}")
    made = catalog.add_series(store, name="最后")
    assert made is not None
    notes.edit(store, ids["late"], series_id=made.created["series"][0])
    titles = [one.title for one in model.load(store, Choices(by="series"), WEDNESDAY).columns]
    assert titles[:4] == ["羊毛天天捡", "最后", "不属于系列", "系列0"]
