"""How alike two texts are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core.similarity import similarity, too_alike

BODY = "只还最低还款额，剩下的会从入账那天开始算利息。三个月下来，比你想的贵。"


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        (BODY, BODY, 1.0, 1.0),
        (BODY, "！".join(BODY.split("，")) + "😀 ", 1.0, 1.0),
        (BODY, BODY.replace("三个月", "半年"), 0.85, 0.99),
        (BODY, BODY[: len(BODY) // 2], 0.5, 0.75),
        (BODY, "本周末全城咖啡买一送一，戳图看门店名单。", 0.0, 0.1),
        ("ABC Card", "abc card", 1.0, 1.0),
        ("坑", "坑", 1.0, 1.0),
        ("坑", "避坑", 0.0, 0.0),
        ("", "", 0.0, 0.0),
        (BODY, "", 0.0, 0.0),
    ],
)
def test_examples(one: str, other: str, low: float, high: float) -> None:
    assert low <= similarity(one, other) <= high


@given(st.text(max_size=60), st.text(max_size=60))
def test_it_is_a_measure(one: str, other: str) -> None:
    assert 0.0 <= similarity(one, other) == similarity(other, one) <= 1.0


def test_where_to_warn_is_data() -> None:
    assert not too_alike(0.8)
    assert too_alike(0.81)
