"""Times of day as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.ui.panel.minutes import parse_minute

GOOD = {
    "8:30": 510, "8：30": 510, "0830": 510, "830": 510, "20点": 1200, "20点30": 1230, "8点半": 510, "8时5分": 485,
    "晚8点": 1200, "晚上8点半": 1230, "下午 3:15": 915, "早8点": 480, "上午10点": 600, "中午12点": 720,
    "中午11点半": 690, "凌晨0点": 0, "8pm": 1200, "8:30 PM": 1230, "12am": 0, "8": 480, "00:00": 0, "23:59": 1439,
    "8点整": 480, "８：３０": 510, "20.15": 1215,
}  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_reads(text: str) -> None:
    assert parse_minute(text) == GOOD[text]


def test_nothing_is_no_time() -> None:
    assert parse_minute("") is parse_minute("  ") is None


@pytest.mark.parametrize(
    "text", ["25:00", "8:60", "9999", "abc", "12:", ":30", "8:3:0", "-1", "24点", "点", "<b>8</b>"]
)
def test_refuses(text: str) -> None:
    with pytest.raises(ValueError, match="not a time"):
        parse_minute(text)


@given(st.integers(0, 1439))
def test_round_trip(minute: int) -> None:
    assert parse_minute(f"{minute // 60:02d}:{minute % 60:02d}") == minute
    assert parse_minute(f"{minute // 60:02d}{minute % 60:02d}") == minute
    assert parse_minute(f"{minute // 60}点{minute % 60}分") == minute


@given(st.text(max_size=12))
def test_never_anything_else(text: str) -> None:
    try:
        minute = parse_minute(text)
    except ValueError:
        return
    assert minute is None or 0 <= minute < 1440
