"""The order of the list and its lines: by pinyin, empty cells last, stable, folded."""

from array import array
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core.pinyin import readings
from xhsplanner.ops import notes
from xhsplanner.store.listing import Period
from xhsplanner.store.store import Store
from xhsplanner.ui.table.columns import COLUMNS, GROUPS, SHOWN, shown_columns, widths
from xhsplanner.ui.table.keys import Group, Keys, Order, Sort, spelt, stood
from xhsplanner.ui.table.lines import Lines, Spot


def sorted_by_key(texts: list[str]) -> list[str]:
    return sorted(texts, key=lambda text: spelt([text])[0] or "")


def test_chinese_stands_by_pinyin_after_latin_and_digits() -> None:
    texts = ["重庆", "薅羊毛", "信用卡", "避坑", "Abc", "安全", "zoo", "鑫", "123", "厦门"]
    expected = ["123", "Abc", "zoo", "安全", "避坑", "薅羊毛", "厦门", "信用卡", "鑫", "重庆"]
    assert sorted_by_key(texts) == expected
    assert spelt(["ABC"]) == spelt(["abc"])


def test_nearly_every_character_stands_by_its_usual_reading() -> None:
    known = sorted_by_key(list(readings()))
    wrong = sum(readings()[one][0] > readings()[two][0] for one, two in pairwise(known))
    assert wrong < 100  # of 6763: characters with several readings


@given(st.lists(st.text(max_size=6)))
def test_each_text_has_one_key_and_empty_ones_none(texts: list[str]) -> None:
    keys = spelt(texts)
    assert len(keys) == len(texts)
    assert [key is None for key in keys] == [not text for text in texts]


@given(st.lists(st.one_of(st.none(), st.integers(0, 5))), st.booleans())
def test_a_sort_is_stable_and_leaves_the_empty_last(keys: list[int | None], down: bool) -> None:
    order = stood(range(len(keys)), keys, down)
    assert sorted(order) == list(range(len(keys)))
    for one, two in pairwise(order):
        a, b = keys[one], keys[two]
        assert b is None or (a is not None and (a > b if down else a < b)) or (a == b and one < two)
        assert a is not None or b is None


@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=40), st.booleans(), st.integers(1, 5))
def test_parts_sorted_by_themselves_stand_like_one_sort(keys: list[int | None], down: bool, run: int) -> None:
    whole = stood(range(len(keys)), keys, down)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xhsplanner.ui.table.keys.RUN", run)
        patch.setattr("xhsplanner.ui.table.keys.SAMPLED", 1)
        assert stood(range(len(keys)), keys, down) == whole
        texts = [str(key or "") for key in keys]
        assert spelt(texts) == [text or None for text in texts]


@given(st.lists(st.integers(1, 5), max_size=8), st.sets(st.integers(0, 7)))
def test_lines_and_notes_find_each_other(sizes: list[int], folded: set[int]) -> None:
    starts = [sum(sizes[:n]) for n in range(len(sizes))]
    ids = array("q", range(100, 100 + sum(sizes)))
    order = Order(
        ids, tuple(Group(n, start, size) for n, (start, size) in enumerate(zip(starts, sizes, strict=True)))
    )
    lines = Lines(order, folded)
    seen = [lines.at(line) for line in range(lines.count)]
    assert [spot.group for spot in seen if spot.head] == list(range(len(sizes)))
    for line, spot in enumerate(seen):
        if not spot.head:
            assert spot.group not in folded
            assert lines.of(ids[spot.place]) == line
    for group, start in enumerate(starts):
        if group in folded:
            assert lines.of(ids[start]) == lines.head_of(group)
    hidden = sum(size for n, size in enumerate(sizes) if n in folded)
    assert len(lines.ids(0, lines.count)) == len(ids) - hidden
    assert lines.of(7) is None


def test_without_groups_a_line_is_a_note() -> None:
    lines = Lines(Order(array("q", [5, 3, 9])))
    assert (lines.count, lines.at(1), lines.of(9)) == (3, Spot(-1, 1), 2)
    with pytest.raises(IndexError):
        lines.at(3)


@pytest.fixture
def plan(team: Store) -> list[int]:
    """Six notes over two weeks, one of them undated."""
    found = []
    for title, account, day, minute in (
        ("羊毛", 1, 16, 600), ("避坑", 2, 9, 720), ("安全", 1, 9, 540), ("宠粉", 2, None, None), ("", 1, 10, None),
        ("安全", 2, 8, 600),
    ):  # fmt: skip
        when = date(2026, 12, day) if day else None
        made: Any = notes.create(team, account, title, day=when, minute=minute)
        found.append(made.created["note"][0])
    return found


def arranged(store: Store, *sorts: Sort, group: str = "") -> Order:
    return Keys(store, store.listing.condition(None, Period())).arrange(sorts, group)


def test_sorts_count_in_their_order_and_day_and_time_tell_the_rest(team: Store, plan: list[int]) -> None:
    a, b, c, d, e, f = plan
    assert arranged(team, Sort("day")).ids.tolist() == [f, c, b, e, a, d]
    assert arranged(team, Sort("title")).ids.tolist() == [f, c, b, d, a, e]
    assert arranged(team, Sort("title", True), Sort("account")).ids.tolist() == [a, d, b, c, f, e]
    assert arranged(team, Sort("account"), Sort("day", True)).ids.tolist() == [a, e, c, b, f, d]
    for column in COLUMNS:
        assert sorted(arranged(team, Sort(column)).ids) == plan, column


def test_groups_hold_their_rows_in_order(team: Store, plan: list[int]) -> None:
    a, b, c, d, e, f = plan
    order = arranged(team, Sort("title"), group="week")
    assert order.ids.tolist() == [f, c, b, e, a, d]
    assert order.groups == (Group("2026-12-07", 0, 4), Group("2026-12-14", 4, 1), Group(None, 5, 1))
    keys = Keys(team, team.listing.condition(None, Period()))
    assert keys.meaning("week", order) == ["2026-12-07", "2026-12-14", None]
    for group in GROUPS:
        order = keys.arrange((), group)
        assert sum(one.size for one in order.groups) == len(plan)
        assert len(keys.meaning(group, order)) == len(order.groups)
    assert keys.meaning("account", keys.arrange((), "account")) == [1, 2]
    down = keys.arrange([Sort("day", True)], "week")
    assert [one.key for one in down.groups] == ["2026-12-14", "2026-12-07", None]


def test_what_was_written_is_read_again_and_what_came_or_went_is_told(team: Store, plan: list[int]) -> None:
    keys = Keys(team, team.listing.condition(None, Period(date(2026, 12, 1), date(2026, 12, 31))))
    before = keys.arrange([Sort("title")]).ids.tolist()
    keys.of("week")
    notes.edit(team, plan[0], title="安安", day=date(2026, 12, 10))
    assert keys.follow([plan[0]])
    assert keys.arrange([Sort("title")]).ids.tolist() == [plan[0], *(one for one in before if one != plan[0])]
    assert keys.of("week")[0] == "2026-12-07"
    notes.edit(team, plan[1], day=None)
    assert not keys.follow([plan[1]]), "it is not in this month any more"
    notes.edit(team, plan[3], remark="不在其中")
    assert keys.follow([plan[3]]) is True
    notes.delete(team, [plan[0]])
    assert not keys.follow([plan[0]])


def test_the_first_note_from_a_day_on(team: Store, plan: list[int]) -> None:
    a, _b, c, d, e, f = plan
    keys = Keys(team, team.listing.condition(None, Period()))
    found = [keys.first_from(f"2026-12-{day:02d}") for day in (1, 9, 10, 11, 20)]
    assert found == [f, c, e, a, a]
    assert Keys(team, team.listing.these([d])).first_from("2026-12-01") is None
    assert (
        Keys(team, team.listing.condition(None, Period(date(2030, 1, 1), date(2030, 1, 2)))).first_from("x") is None
    )


def test_kept_columns_are_believed_only_as_far_as_they_make_sense() -> None:
    assert shown_columns(["title", "nonsense", "title", 3, "day"]) == ("title", "day")
    assert shown_columns([]) == shown_columns("title") == SHOWN
    wide = widths({"title": 5000, "day": -1, "status": "x", "time": True})
    assert (wide["title"], wide["day"]) == (900, 44)
    assert (wide["status"], wide["time"]) == (COLUMNS["status"].width, COLUMNS["time"].width)
