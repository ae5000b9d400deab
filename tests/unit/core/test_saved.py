"""Filters and what saved views keep of them; limits of the platform."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xhsplanner.core import limits, saved
from xhsplanner.core.filter import EMPTY, NONE, Filter
from xhsplanner.core.model import Status

IDS = st.frozensets(st.integers(0, 50), max_size=4)
FILTERS = st.builds(
    Filter,
    accounts=IDS,
    series=IDS,
    statuses=st.frozensets(st.sampled_from(list(Status))),
    owners=IDS,
    personas=IDS,
    occasions=st.frozensets(st.text(max_size=8), max_size=3),
    tags=IDS,
    keywords=IDS,
    text=st.text(max_size=20),
    covered=st.none() | st.booleans(),
    flawed=st.none() | st.booleans(),
    late=st.none() | st.booleans(),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*saved.TABLES, "text", "x"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=40)
@given(FILTERS)
def test_a_filter_comes_back_from_its_json(wanted: Filter) -> None:
    text = json.dumps(saved.kept(wanted, lambda table, one: f"{table}-{one}"))
    found = saved.meant(json.loads(text), lambda table, uid: int(uid.removeprefix(f"{table}-")))
    assert found == (wanted, ())


@settings(max_examples=60)
@given(JSON)
def test_what_is_no_filter_is_told_as_such(value: Any) -> None:
    try:
        found = saved.meant(value, lambda _table, _uid: 1)
    except ValueError:
        return
    assert isinstance(found.filter, Filter)


def test_what_is_not_here_is_told_and_left_out() -> None:
    found = saved.meant({"accounts": ["a", "", "b"], "late": True}, _only_a)
    assert found.filter == Filter(accounts=frozenset({7, NONE}), late=True)
    assert found.missing == (("account", "b"),)


def _only_a(table: str, uid: str) -> int | None:
    return 7 if (table, uid) == ("account", "a") else None


def test_new_notes_start_with_what_is_single() -> None:
    wanted = Filter(accounts=frozenset({3}), series=frozenset({1, 2}), owners=frozenset({NONE}))
    assert wanted.given() == {"account_id": 3}
    assert EMPTY.given() == {}


@pytest.mark.parametrize(
    ("note", "found"),
    [
        (("好" * 20, "todo", "图文", "", "", 0), []),
        (("好" * 21, "todo", "图文", "", "", 0), ["title"]),
        (("", "approved", "图文", "", "", 0), ["no_picture"]),
        (("", "approved", "视频", "", "", 0), []),
        (("", "review", "图文", "", "", 19), ["pictures"]),
        (("", "todo", "图文", "字" * 995, "#信用卡", 0), []),
        (("", "todo", "图文", "字" * 996, "#信用卡", 0), ["body"]),
        (("", "todo", "图文", "", " ".join(f"#话题{n}" for n in range(11)), 0), ["hashtags"]),
    ],
)
def test_limits(note: tuple[str, str, str, str, str, int], found: list[str]) -> None:
    assert list(limits.broken(*note)) == found
    assert limits.breaks(*note) == bool(found)


def test_damaged_values_break_no_limit() -> None:
    assert limits.breaks(b"\xff", None, 3, None, None, None) == 0
