"""Titles on cards: whole emoji, no punctuation at the start of a line, never wider than the card."""

from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.ui.board import lines


def half_or_full(cluster: str) -> float:
    """A fixed-pitch font: 汉字 and emoji 2, the rest 1."""
    return 2.0 if ord(cluster[0]) >= 0x2E80 else 1.0


def test_chinese_breaks_anywhere_but_not_before_punctuation() -> None:
    assert lines.fit("年费、违约金、循环息", 7, 2, half_or_full) == ["年费、", "违约金…"]
    assert lines.fit("年费、违约金、循环息", 8, 2, half_or_full) == ["年费、违", "约金…"]
    assert lines.fit("警惕代办，真实案例", 8, 3, half_or_full) == ["警惕代", "办，真实", "案例"]


def test_latin_words_stay_whole_and_long_ones_are_cut() -> None:
    assert lines.fit("周末 City Walk 路线", 9, 3, half_or_full) == ["周末 City", "Walk 路线"]
    assert lines.fit("a" * 30, 10, 2, half_or_full) == ["a" * 10, "a" * 9 + "…"]


def test_a_short_title_is_left_alone() -> None:
    assert lines.fit("大雪", 8, 2, half_or_full) == ["大雪"]
    assert lines.fit("", 8, 2, half_or_full) == []


def test_white_space_and_controls_become_one_space() -> None:
    assert lines.fit("一\n\t\x00 二", 20, 2, half_or_full) == ["一 二"]


def test_emoji_sequences_are_one_character() -> None:
    family, flag, thumb = "👩‍👩‍👧‍👦", "🇨🇳", "👍🏽"
    assert lines.clusters(f"{family}{flag}{thumb}é") == (family, flag, thumb, "é")
    assert lines.fit(family * 9, 6, 1, half_or_full) == [family * 2 + "…"]


def test_markup_is_only_text() -> None:
    assert "".join(lines.fit("<img src=x>", 40, 2, half_or_full)) == "<img src=x>"


@given(st.text(max_size=420), st.integers(4, 60), st.integers(1, 3))
def test_lines_fit_and_keep_the_order(text: str, width: int, count: int) -> None:
    got = lines.fit(text, width, count, half_or_full)
    assert len(got) <= count
    for line in got:
        assert sum(half_or_full(part) for part in lines.clusters(line)) <= width
    flat = "".join(got).removesuffix("…").replace(" ", "")
    assert "".join(lines.clusters(text)).replace(" ", "").startswith(flat)
