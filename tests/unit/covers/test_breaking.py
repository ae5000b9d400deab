"""Line breaking: 禁则, squeeze, gaps, balance, orphans. Widths are made up: Han 1 em, Latin 0.55."""

from itertools import pairwise
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xhsplanner.covers import breaking
from xhsplanner.covers.breaking import NEVER_FIRST, NEVER_LAST, Piece, balance, cells, fit, greedy, width


def piece(char: str) -> Piece:
    if char in "（「『《“":
        return Piece(char, 1.0, left=0.55)
    if char in "，。！？、：；）」』》”":
        return Piece(char, 1.0, right=0.6)
    return Piece(char, 0.55 if breaking.is_latin(char) or char == " " else 1.0)


def row(text: str, *accents: str, tight: bool = False) -> tuple[breaking.Cell, ...]:
    return cells([piece(c) for c in text], accents, tight)


def broken(text: str, limit: float, lines: int, *accents: str) -> list[str]:
    laid = balance(row(text, *accents), limit, lines)
    assert laid is not None
    return [text[i:j] for i, j in laid[1]]


def test_words_and_numbers_stay_whole() -> None:
    assert broken("周末去City散步", 5, 2) == ["周末去", "City散步"]
    assert all(
        "2027" in "".join(lines) and any("2027" in x for x in lines) for lines in [broken("你好2027新年", 4.6, 2)]
    )


def test_closing_marks_never_begin_and_opening_never_end_a_line() -> None:
    for text in ("先看这三个坑！再分期", "别信「零利息」的话术", "刷卡（含境外）有礼"):
        for line in broken(text, 7, 2):
            assert line[0] not in NEVER_FIRST
            assert line[-1] not in NEVER_LAST


def test_no_orphan_is_left() -> None:
    lines = broken("今天也要好好吃饭呀", 8.2, 2)
    assert len(lines[-1]) >= 3


def test_known_words_and_accents_are_not_cut() -> None:
    assert broken("账单日和还款日别搞混", 6.2, 2) == ["账单日和", "还款日别搞混"]
    assert "小禾卡" in "|".join(broken("认识一下小禾卡的好", 6.2, 2, "小禾卡"))


def test_break_after_a_comma_is_preferred() -> None:
    assert broken("立春日，种一个小目标", 7, 2) == ["立春日，", "种一个小目标"]


def test_han_and_latin_stand_apart_but_not_at_a_line_start() -> None:
    made = row("第12期")
    assert [c.gap for c in made] == [0.0, breaking.HAN_LATIN_GAP, 0.0, breaking.HAN_LATIN_GAP]
    assert width(made[1:3]) == pytest.approx(1.1)


def test_punctuation_is_squeezed_between_and_at_the_edges() -> None:
    made = row("」「")
    assert made[1].gap == pytest.approx(-(0.6 - 0.06) - (0.55 - 0.06))
    assert width(row("「好」")) == pytest.approx(3 - (0.55 - 0.06) - (0.6 - 0.06))


def test_newlines_force_breaks() -> None:
    made = row("大雪\n慢慢炖")
    laid = fit(made, (1000, 0), (20, 50), 3, 1.2)
    assert laid.lines == ((0, 2), (2, 5))


def test_fit_takes_the_largest_size_that_fits() -> None:
    laid = fit(row("好好吃饭"), (400, 300), (20, 300), 1, 1.2)
    assert laid.size == pytest.approx(100, abs=0.5)
    assert laid.whole


def test_fit_is_bounded_by_height() -> None:
    laid = fit(row("好好吃饭"), (400, 60), (20, 300), 1, 1.2)
    assert laid.size == pytest.approx(60, abs=0.5)


def test_what_does_not_fit_is_cut_and_said() -> None:
    laid = fit(row("好" * 60), (200, 60), (40, 50), 1, 1.2)
    assert not laid.whole
    assert laid.size == 40
    assert laid.lines[-1][1] <= 5


def test_an_empty_text_has_no_lines() -> None:
    assert fit((), (200, 60), (40, 50), 1, 1.2).lines == ()


TEXT = st.text(alphabet="大雪年费卡分期，。！「」（）abc12 9元的了", min_size=1, max_size=24)


@settings(max_examples=150, deadline=None)
@given(TEXT, st.floats(100, 900), st.integers(1, 3))
def test_whatever_is_set_is_complete_and_inside(text: str, room: float, lines: int) -> None:
    made = row(text)
    laid = fit(made, (room, 400), (10, 120), lines, 1.2)
    assert len(laid.lines) <= lines
    for (_, a), (b, _) in pairwise(laid.lines):
        assert a == b
    if laid.whole:
        assert laid.lines[0][0] == 0
        assert laid.lines[-1][1] == len(made)
        assert all(width(made[i:j]) * laid.size <= room + 0.1 for i, j in laid.lines)
        assert all(made[i].penalty < inf for i, _ in laid.lines[1:])


@settings(max_examples=80, deadline=None)
@given(TEXT, st.floats(4, 20))
def test_greedy_and_balance_agree_on_what_is_possible(text: str, limit: float) -> None:
    made = row(text)
    lines = greedy(made, limit)
    if lines is not None and lines <= 4:
        assert balance(made, limit, lines) is not None
