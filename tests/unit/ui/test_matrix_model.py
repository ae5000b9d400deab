"""The matrix read from a real store: states, words, and that following a change equals reading again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xhsplanner.core.change import Change
from xhsplanner.core.collisions import collisions
from xhsplanner.core.coverage import coverage, since
from xhsplanner.core.words import words
from xhsplanner.ops import catalog as catalog_ops
from xhsplanner.ops import notes as ops
from xhsplanner.ops import workspace
from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace
from xhsplanner.ui.matrix import model
from xhsplanner.ui.matrix.layout import Place
from xhsplanner.ui.matrix.model import Reader, State

TODAY = date(2026, 12, 9)


def filled(folder: Path) -> Store:
    store = create_workspace(folder)
    for name, initial in (("主账号", "主"), ("<b>卡</b>", "卡")):
        catalog_ops.add_account(store, name=name, initial=initial, color="#D42A45")
    for name, palette in (("羊毛天天捡", "wool"), ("防诈消保", "fraud")):
        catalog_ops.add_series(store, name=name, palette=palette)
    catalog_ops.add_target(store, account_id=1, series_id=1, per_week=0.5)
    catalog_ops.add_target(store, account_id=2, series_id=2, per_week=0.25)
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "ws")
    yield store
    store.close()


def note(store: Store, account: int, series: int | None, day: str | None, **fields: Any) -> int:
    when = date.fromisoformat(day) if day else None
    change = ops.create(store, account_id=account, series_id=series, day=when, **fields)
    assert change is not None
    return change.created["note"][0]


def test_the_four_weeks_end_with_the_shown_week(store: Store) -> None:
    matrix = Reader(store, TODAY, TODAY).matrix()
    assert (matrix.start, matrix.end) == (date(2026, 11, 16), date(2026, 12, 13))
    assert matrix.heading() == ("矩阵覆盖", "11 月 16 日 – 12 月 13 日 · 2 个账号 × 2 个系列")
    assert matrix.now


def test_states_and_words(store: Store) -> None:
    note(store, 1, 1, "2026-12-07", title="<img src=x>")
    note(store, 1, None, "2026-12-08")
    matrix = Reader(store, TODAY, TODAY).matrix()
    states = {(p.row, p.column): cell.state for p, cell in matrix.cells.items()}
    assert states == {
        (0, 0): State.SHORT, (0, 1): State.IDLE, (0, 2): State.MET,
        (1, 0): State.IDLE, (1, 1): State.MISSING, (1, 2): State.IDLE,
    }  # fmt: skip
    assert [column.name for column in matrix.columns] == ["羊毛天天捡", "防诈消保", "未归系列"]
    assert [line.text for line in matrix.lines] == [
        "1 处缺位：<b>卡</b> × 防诈消保",
        "1 处不足：主账号 × 羊毛天天捡 差 1",
        "按每周目标折算到天，四舍五入。12/13 公祭日为静默日，不算缺位。",
    ]  # fmt: skip
    assert [line.strong for line in matrix.lines] == [True, False, False]
    assert matrix.tip(Place(0, 0)).splitlines() == [
        "主账号，羊毛天天捡，已排 1 篇，目标 2 篇，上次 2 天，差 1 篇，按 N 补排",
        "12/7 <img src=x>",
    ]
    assert "按回车补排" in matrix.spoken(Place(1, 1))
    assert [(total.planned, total.target) for total in matrix.totals] == [(2, 2), (0, 1)]


def test_all_met_and_no_targets(store: Store) -> None:
    for account, series, day in ((1, 1, "2026-12-07"), (1, 1, "2026-12-01"), (2, 2, "2026-12-03")):
        note(store, account, series, day)
    matrix = Reader(store, TODAY, TODAY).matrix()
    assert matrix.good
    assert matrix.lines[0].text == "这 4 周的目标都排满了"
    catalog_ops.remove_targets(store, [target.id for target in store.catalog.targets()])
    bare = Reader(store, TODAY, TODAY).matrix()
    assert not bare.wanted
    assert not bare.good


def test_past_weeks_cannot_be_filled(store: Store) -> None:
    reader = Reader(store, date(2026, 10, 1), TODAY)
    assert not reader.matrix().fillable(Place(1, 1))
    assert reader.place(1, 1) is None
    assert not reader.matrix().now
    now = Reader(store, TODAY, TODAY)
    assert now.matrix().fillable(Place(1, 1))
    assert now.place(1, 1) == date(2026, 12, 12), "wool speaks on 双12"


def test_collisions_are_told(store: Store) -> None:
    note(store, 1, 1, "2026-12-10", minute=600, title="甲")
    note(store, 1, 1, "2026-12-10", minute=610, title="乙")
    lines = [line.text for line in Reader(store, TODAY, TODAY).matrix().lines]
    assert any(text.startswith("1 处相撞：主账号 2026-12-10 10:00") for text in lines)


def test_english_has_the_same_sentences(store: Store) -> None:
    words.use("en")
    matrix = Reader(store, TODAY, TODAY).matrix()
    assert matrix.heading() == ("Coverage", "11/16 – 12/13 · 2 accounts × 2 series")
    assert matrix.lines[0].text.startswith("Gaps (2): ")


DAYS = [None, "2026-10-01", "2026-11-15", "2026-11-16", "2026-12-09", "2026-12-13", "2026-12-14"]
VERBS = ["new", "move", "delete", "title", "undo"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["new", "move", "delete", "title", "undo"]), st.integers(0, 5), st.sampled_from(DAYS)
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_following_changes_equals_reading_again(store: Store, steps: list[tuple[str, int, str | None]]) -> None:
    ops.delete(store, [one.id for one in store.notes.all()])
    reader = Reader(store, TODAY, TODAY)
    heard: list[Change] = []
    unsubscribe = store.subscribe(heard.append)
    ids: list[int] = []
    for verb, number, day in steps:
        when = date.fromisoformat(day) if day else None
        if verb == "new" or not ids:
            ids.append(note(store, number % 2 + 1, number % 2 + 1, day, title=f"第{number}篇"))
        else:
            changed = ids[number % len(ids)]
            if verb == "move":
                ops.move(store, [changed], day=when, account_id=number % 2 + 1)
            elif verb == "title":
                ops.edit(store, changed, title=f"改{number}", series_id=(None, 1, 2)[number % 3])
            elif verb == "undo":
                workspace.undo(store)
                ids = [one.id for one in store.notes.all()]
            else:
                ops.delete(store, [changed])
                ids.remove(changed)
        if number % 3:  # several changes may be heard together
            continue
        for change in heard:
            if change.touches("note"):
                reader.follow(change)
        heard.clear()
        assert reader.matrix() == Reader(store, TODAY, TODAY).matrix()
    unsubscribe()


def test_many_notes_show_their_grid_before_their_clashes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    note(store, 1, 1, "2026-12-10", minute=600, title="甲")
    note(store, 1, 1, "2026-12-10", minute=610, title="乙")
    whole = Reader(store, TODAY, TODAY).matrix()
    monkeypatch.setattr(model, "INLINE", 1)
    reader = Reader(store, TODAY, TODAY)
    first = reader.matrix()
    assert not reader.sure
    assert (first.cells, first.totals) == (whole.cells, whole.totals)
    assert len(first.lines) == len(whole.lines) - 1, "the collision is said later"
    reader.know(reader.find())
    assert reader.matrix() == whole


@pytest.mark.parametrize("weeks", [1, 4, 13])
def test_the_grid_is_what_coverage_counts(tmp_path: Path, weeks: int) -> None:
    store = create_workspace(tmp_path / "many")
    synthetic(store, 300, accounts=3, series=7, days=200)
    reader = Reader(store, TODAY, TODAY, weeks)
    matrix, notes = reader.matrix(), store.notes.all()
    nouns = (store.catalog.accounts(), store.catalog.series(), store.catalog.targets())
    naive = coverage(notes, *nouns, reader.start, reader.end, TODAY)
    for row, account in enumerate(matrix.accounts):
        assert matrix.totals[row].planned == naive.totals[account.id].planned
        assert matrix.totals[row].target == naive.totals[account.id].target
        for at, column in enumerate(matrix.columns):
            cell, counted = matrix.cell(Place(row, at)), naive.cells[account.id, column.id]
            assert (cell.planned, cell.target, cell.gap) == (counted.planned, counted.target, counted.gap)
            assert cell.last == since(counted.last, TODAY)
            assert len(matrix.notes(Place(row, at))) == counted.planned
    inside = [one for one in notes if one.day and reader.start <= one.day <= reader.end]
    ordered = sorted(inside, key=lambda one: (one.day, one.minute, one.id))
    clashes = {(one.kind, frozenset(one.notes)) for one in collisions(ordered, *nouns[:2])}
    assert len(clashes) == len(naive.collisions)
    found = store.colliding.index(reader.start, reader.end).inside(reader.start, reader.end)
    inside = {(one.kind, frozenset(one.notes)) for one in found}
    assert clashes <= inside, "keywords, offers and texts are looked at besides, and the days around"
    assert reader.find().count == len(found)
    assert list(reader.find().first) == found[: model.NAMED]
    store.close()
