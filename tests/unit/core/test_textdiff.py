"""Word diff: the pieces rebuild both texts, fall on words and whole emoji, and long texts cost no minutes."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xhsplanner.core.textdiff import MOST_PAIRS, Piece, diff, grown, words

TEXT = st.text(st.sampled_from("信用卡最低还款的坑 ab12,。\n#😀👨\u200d👩\ufe0f🇨🇳")) | st.text()


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT)
def test_the_pieces_rebuild_both_texts(before: str, after: str) -> None:
    pieces = diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "cut") == after
    assert all(piece.text for piece in pieces)
    assert all((a.kind, b.kind) != ("new", "cut") and a.kind != b.kind for a, b in pairwise(pieces))
    assert "".join(words(before)) == before


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("只还最低还款", "只还最低还款额", "只还最低还款+额+"),
        ("年费 300 元", "年费 360 元", "年费 -300-+360+ 元"),
        ("the quick fox", "the quack fox", "the -quick-+quack+ fox"),
        ("一家👨‍👩‍👧去", "一家👨‍👩‍👦去", "一家-👨‍👩‍👧-+👨‍👩‍👦+去"),
        ("国旗🇨🇳🇨🇭", "国旗🇨🇳🇨🇦", "国旗🇨🇳-🇨🇭-+🇨🇦+"),
        ("👍🏻好", "👍🏿好", "-👍🏻-+👍🏿+好"),
        ("甲乙的丙丁", "子丑的寅卯", "-甲乙的丙丁-+子丑的寅卯+"),
        ("一行\n二行", "一行\n\n二行", "一行\n+\n+二行"),
        ("", "新", "+新+"),
        ("旧", "", "-旧-"),
        ("", "", ""),
    ],
)
def test_changes_fall_on_words(before: str, after: str, marked: str) -> None:
    signs = {"same": "", "cut": "-", "new": "+"}
    assert "".join(f"{signs[p.kind]}{p.text}{signs[p.kind]}" for p in diff(before, after)) == marked


def test_sizes() -> None:
    assert grown([Piece("same", "一二三"), Piece("cut", "四"), Piece("new", "五六")]) == (2, 1)


def test_repetitions_are_replaced_as_a_whole_beyond_a_number() -> None:
    size = int(MOST_PAIRS**0.5) + 2
    assert [piece.kind for piece in diff("的" * size + "甲", "乙" + "的" * (size + 1))] == ["cut", "new"]
    before = "开头先说一件事。" + "的" * size + "结尾再说一件别的事"
    after = before.replace("开头", "起头").replace("一件别的", "两件别的") + "。"
    pieces = diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "cut") == after
    assert [piece.text for piece in pieces if piece.kind == "cut"] == ["开", "一"]


def test_a_sentence_that_moved_is_found_once() -> None:
    one, two = "年费可以免，刷满六笔就行。", "账单日之后的消费算下一期。"
    pieces = diff(one + two + "完", two + one + "完")
    same = "".join(piece.text for piece in pieces if piece.kind == "same")
    assert same in (one + "完", two + "完")
