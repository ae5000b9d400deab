"""Finding plain text whatever its width, case and script."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core.find import find_all, find_any, fold_each


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("最低还款的坑，最低不最低", "最低", ["最低", "最低", "最低"]),
        ("ＡＢｃ abC", "abc", ["ＡＢｃ", "abC"]),
        ("満减與滿減", "满减", ["滿減"]),
        ("A😀a", "a", ["A", "a"]),
        ("aaa", "aa", ["aa"]),
        ("第⑩期", "10", ["⑩"]),
        ("Straße", "SS", ["ß"]),
        ("[a.c]*", ".", ["."]),
        ("⑪月", "1", ["⑪"]),
        ("x", "", []),
        ("", "x", []),
    ],
)
def test_what_is_found(text: str, wanted: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_all(text, wanted)] == found


def test_exact_tells_widths_cases_and_scripts_apart() -> None:
    assert find_all("Ａ A a", "A", exact=True) == [(2, 3)]
    assert find_all("還款", "还款", exact=True) == []


def test_any_takes_the_longest_and_does_not_overlap() -> None:
    text = "稳赚不赔，保本稳赚"
    assert [text[a:b] for a, b in find_any(text, ["稳赚", "稳赚不赔", "赔，", "", "保本"])] == [
        "稳赚不赔",
        "保本",
        "稳赚",
    ]


@given(st.text(max_size=40), st.text(min_size=1, max_size=3))
def test_spans_are_in_order_and_hold_what_is_wanted(text: str, wanted: str) -> None:
    spans = find_all(text, wanted)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert all(fold_each(wanted) in fold_each(text[start:end]) for start, end in spans)


@given(st.text(max_size=20), st.text(min_size=1, max_size=4), st.text(max_size=20))
def test_what_is_there_is_found(before: str, wanted: str, after: str) -> None:
    assert bool(find_all(before + wanted + after, wanted)) == bool(fold_each(wanted))
