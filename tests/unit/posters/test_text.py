"""Lines of posters: nothing is lost, no line is too long, what is left out is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xhsplanner.covers.breaking import NEVER_FIRST
from xhsplanner.posters import text
from xhsplanner.posters.marks import Picture, Words

SIZE = 10.0
LETTERS = st.text("最低还款的坑，。「」（）abc XYZ 129🎉👩‍👩‍👧‍👦", max_size=60)


@settings(max_examples=40)
@given(LETTERS, st.floats(24, 120))
def test_lines_hold_the_whole_text(said: str, room: float) -> None:
    lines = text.wrap(said, SIZE, room)
    assert "".join(lines).replace(" ", "") == text.plain(said).replace(" ", "")
    assert text.wrap(said, SIZE, 9999) == ([text.plain(said)] if text.plain(said) else [])


@settings(max_examples=40)
@given(LETTERS, st.floats(24, 120), st.integers(1, 3))
def test_at_most_so_many_lines(said: str, room: float, most: int) -> None:
    whole, lines = text.wrap(said, SIZE, room), text.wrap(said, SIZE, room, most=most)
    assert len(lines) <= most
    assert (lines == whole) == (len(whole) <= most)
    if len(whole) > most:
        assert lines[-1].endswith(text.ELLIPSIS)


@settings(max_examples=40)
@given(LETTERS, st.floats(12, 120))
def test_what_is_fitted_fits(said: str, room: float) -> None:
    assert text.width(text.fit(said, SIZE, room), SIZE) <= room + 0.01


def test_no_line_begins_with_a_closing_mark() -> None:
    lines = text.wrap("警惕「代办提额」，真实案例（上），看完就懂。", SIZE, 80)
    assert len(lines) > 2
    assert not [line for line in lines if line[0] in NEVER_FIRST]


def test_a_long_word_is_cut_and_a_short_one_is_not() -> None:
    assert "".join(text.wrap("x" * 60, SIZE, 50)) == "x" * 60
    assert "credit" in text.wrap("信用卡信用 credit card", SIZE, 70)[1]


def test_emoji_are_pictures_and_the_rest_is_text() -> None:
    marks = list(text.line(0, 0, "双十二🎉来了", SIZE, "#000000"))
    assert [type(mark) for mark in marks] == [Words, Picture, Words]
    assert isinstance(marks[2], Words)
    assert marks[2].x == pytest.approx(3 * SIZE + text.EMOJI * SIZE)


def test_what_breaks_a_line_or_turns_it_around_is_taken_out() -> None:
    assert text.plain("一\n二\t三\x00四\u202e五\u2028六") == "一 二 三 四 五 六"
