"""What the week board reads: cells, lanes, warnings, suggestions, the heading. No Qt."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from xhsplanner.core.model import Status
from xhsplanner.core.words import words
from xhsplanner.ops import catalog, notes
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace
from xhsplanner.ui.board import model
from xhsplanner.ui.board.layout import Cell
from xhsplanner.ui.board.stacks import DENSITIES, Density, may_have_banner, stack
from xhsplanner.ui.rect import Rect

MONDAY = date(2026, 12, 7)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-09T10:00:00")
    words.use("zh_CN")
    store = create_workspace(tmp_path / "w")
    for name in ("主账号", "信用卡"):
        catalog.add_account(store, name=name, initial=name[0], color="#D42A45", followers=452_000)
    catalog.add_series(store, name="羊毛天天捡", palette="wool", cadence_days=7)
    catalog.add_series(store, name="节日节气", palette="term")
    yield store
    store.close()


def make(store: Store, title: str, n: int | None, minute: int | None = None, **fields: object) -> int:
    """A note of the first account on day `n` of December; its id."""
    when = None if n is None else date(2026, 12, n)
    change = notes.create(store, 1, title, day=when, minute=minute, **fields)
    assert change is not None
    return change.created["note"][0]


def test_notes_lie_in_their_cells_by_time(store: Store) -> None:
    late, early = make(store, "late", 8, 900), make(store, "early", 8, 480)
    undated = make(store, "undated", None)
    make(store, "another week", 20)
    week = model.load(store, MONDAY)
    assert week.content.cells == {Cell(0, 1): (early, late)}
    assert week.content.backlog == (undated,)
    assert week.cell_of(1, date(2026, 12, 8)) == Cell(0, 1)
    assert week.cell_of(1, date(2026, 12, 14)) is None
    assert week.place(Cell(1, 6)) == (2, date(2026, 12, 13))


def test_notes_of_archived_accounts_do_not_show(store: Store) -> None:
    make(store, "gone", 8)
    make(store, "gone too", None)
    catalog.archive(store, "account", [1])
    week = model.load(store, MONDAY)
    assert [lane.account.name for lane in week.lanes] == ["信用卡"]
    assert week.looks == {}


def test_a_lane_counts_what_is_planned(store: Store) -> None:
    catalog.add_target(store, 1, per_week=3)
    make(store, "one", 8)
    make(store, "given up", 9, status=Status.CANCELLED)
    lane = model.load(store, MONDAY).lanes[0]
    assert (lane.planned, lane.target, lane.short) == (1, 3, 2)


def test_warnings_say_why(store: Store) -> None:
    long, plain = make(store, "很长的标题" * 6, 7), make(store, "a", 10, 600)
    looks = model.load(store, MONDAY).looks
    assert looks[long].warnings == ("标题 30 字，超过 20 字",)
    assert looks[plain].warnings == ()
    assert looks.tell({long: ("撞车",), plain: ("撞车", "雷同")}, {plain})
    assert (looks[long].warnings[1:], looks[long].grave) == (("撞车",), False)
    assert (looks[plain].warnings, looks[plain].grave) == (("撞车", "雷同"), True)
    assert not looks.tell({long: ("撞车",), plain: ("撞车", "雷同")}, {plain}), "no news"
    assert looks.tell({}, ())
    assert looks[plain].warnings == ()


def test_suggestions_only_in_empty_cells_of_days_to_come(store: Store) -> None:
    catalog.add_target(store, 1, 1, per_week=2)
    week = model.load(store, MONDAY)
    hints = model.suggest(store, week)
    assert hints
    shown = model.with_hints(week, hints)
    assert all(hint.day >= date(2026, 12, 9) for hint in shown.hints.values())
    assert shown.content.hints == frozenset(shown.hints)
    assert {hint.series for hint in shown.hints.values()} == {"羊毛天天捡"}
    make(store, "fills it", next(iter(shown.hints.values())).day.day)
    again = model.with_hints(model.load(store, MONDAY), hints)
    assert len(again.hints) == len(shown.hints) - 1
    past = model.load(store, date(2026, 11, 30))
    assert model.suggest(store, past) == []


def test_a_signature_changes_only_with_what_the_cell_shows(store: Store) -> None:
    note = make(store, "one", 8)
    before = model.load(store, MONDAY)
    notes.edit(store, note, title="two")
    after = model.load(store, MONDAY)
    changed = [
        Cell(row, column)
        for row in range(2)
        for column in range(7)
        if signature(before, Cell(row, column)) != signature(after, Cell(row, column))
    ]
    assert changed == [Cell(0, 1)]


def signature(week: model.Week, cell: Cell) -> object:
    return week.signature(cell, week.content.cells.get(cell, ()))


def test_a_card_is_made_when_it_is_asked_for_and_then_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [make(store, f"note {n}", 8, 480 + n) for n in range(5)] + [make(store, "without a day", None)]
    made, whole = [], model._look
    monkeypatch.setattr(
        model, "_look", lambda store, note, *rest: made.append(note.id) or whole(store, note, *rest)
    )
    week = model.load(store, MONDAY)
    assert (made, set(week.looks), [note.id for note in week.notes]) == ([], set(ids), ids[:5])
    assert model.heading(week)[1].split(" · ")[1] == "5 篇"
    assert [week.looks[ids[0]] is week.looks[ids[0]], made] == [True, ids[:1]]
    assert week.looks.get(999) is None


@pytest.mark.parametrize("density", DENSITIES.values(), ids=DENSITIES)
def test_banners_are_read_wherever_a_card_can_have_one(density: Density) -> None:
    for count, height, opened in product(range(1, 9), range(60, 700, 7), (None, 60, 158)):
        shown = stack(range(count), Rect(0, 0, 130, height), density, opened)
        if any(card.banner for card in shown.cards):
            assert may_have_banner(count, density)


def test_the_heading_names_days_over_two_months_and_what_is_open(store: Store) -> None:
    make(store, "done", 8, status=Status.PUBLISHED)
    make(store, "late", 7, 480)
    assert model.heading(model.load(store, MONDAY)) == (
        "12 月 7 日 – 13 日",
        "第 50 周 · 2 篇 · 已发 1 · 待处理 1 · 逾期 1",
    )
    assert model.heading(model.load(store, date(2026, 11, 30)))[0] == "11 月 30 日 – 12 月 6 日"


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("zh_CN", None, ""),
        ("zh_CN", 812, "812 粉"),
        ("zh_CN", 452_000, "45.2 万粉"),
        ("zh_CN", 80_000, "8 万粉"),
        ("en", 812, "812 followers"),
        ("en", 452_000, "452k followers"),
    ],
)
def test_followers_in_the_units_of_the_language(language: str, count: int | None, text: str) -> None:
    words.use(language)
    try:
        assert model.followers(count) == text
    finally:
        words.use("zh_CN")


def test_the_day_head_knows_term_quiet_day_and_today(store: Store) -> None:
    heads = model.day_heads(MONDAY)
    assert (heads[0].label, heads[0].kind) == ("大雪", "solar_term")
    assert [head.today for head in heads] == [False, False, True, False, False, False, False]
    assert heads[6].quiet
    assert "静默日" in heads[6].tip


def test_layout_and_model_need_no_qt() -> None:
    code = (
        "import sys; sys.modules['PySide6'] = None\n"
        "from xhsplanner.ui.board import drag, hits, layout, lines, model, spoken"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
