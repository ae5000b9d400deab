"""Emoji are found whole: families, flags, keycaps, skin tones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.covers import emoji


@pytest.mark.parametrize("one", ["😀", "☕", "☕️", "1️⃣", "👨‍👩‍👧", "🇨🇳", "👍🏽", "✈️", "✅", "⁉️", "🧑🏻‍🎓"])
def test_one_emoji_is_one_piece(one: str) -> None:
    assert emoji.split(f"好{one}吗") == [("好", False), (one, True), ("吗", False)]


@pytest.mark.parametrize("text", ["12", "#羊毛", "©", "★", "好", ""])
def test_plain_text_is_no_emoji(text: str) -> None:
    assert not any(is_emoji for _, is_emoji in emoji.split(text))


def test_pictures_fall_back_to_the_plain_one() -> None:
    assert emoji.picture("👍🏽") == emoji.picture("👍") is not None
    assert emoji.picture("☕️") == emoji.picture("☕") is not None
    assert emoji.picture("\U0001fadf") is None


@given(st.text(max_size=40))
def test_pieces_join_to_the_text(text: str) -> None:
    assert "".join(piece for piece, _ in emoji.split(text)) == text
