"""The feed preview's geometry: two columns, true proportions, nothing overlaps."""

from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.ui.panel import feed_layout
from xhsplanner.ui.panel.feed_layout import EDGE, Placed, cut_height, heart_text, place

CARDS = st.lists(st.tuples(st.floats(0.1, 4), st.integers(0, 2)), max_size=12)


@given(st.floats(240, 500), CARDS)
def test_cards_stay_inside_and_apart(width: float, cards: list[tuple[float, int]]) -> None:
    placed, height = place(width, cards)
    for number, one in enumerate(placed):
        card = one.card
        assert card.x >= EDGE
        assert card.right <= width - EDGE + 1e-6
        assert card.y >= feed_layout.BAR
        assert card.bottom <= height
        for other in placed[:number]:
            apart = card.x >= other.card.right or other.card.x >= card.right
            assert apart or card.y >= other.card.bottom or other.card.y >= card.bottom


@given(st.floats(240, 500), CARDS)
def test_parts_stay_in_their_card(width: float, cards: list[tuple[float, int]]) -> None:
    for one in place(width, cards)[0]:
        for part in (one.picture, one.title, one.avatar, one.name, one.heart):
            assert part.x >= one.card.x
            assert part.right <= one.card.right + 1e-6
            assert part.y >= one.card.y
            assert part.bottom <= one.card.bottom + 1e-6
        assert one.name.right <= one.heart.x
        assert one.title.bottom <= one.name.y


def test_a_cover_is_three_to_four_and_the_first_stands_top_left() -> None:
    placed, _height = place(318, [(0.75, 2), (0.75, 1), (0.75, 2)])
    assert abs(placed[0].picture.width / placed[0].picture.height - 0.75) < 1e-9
    assert placed[0].card.x == EDGE
    assert placed[1].card.x > placed[0].card.right
    assert placed[2].card.x == placed[1].card.x  # the second column is shorter: its title has one line


def test_wide_and_tall_pictures_are_shown_as_the_platform_does() -> None:
    tall, wide = (place(318, [(ratio, 1)])[0][0].picture for ratio in (0.2, 3.0))
    assert abs(tall.width / tall.height - 3 / 4) < 1e-9
    assert abs(wide.width / wide.height - 4 / 3) < 1e-9


def test_the_phone_ends_where_the_second_row_is_recognised() -> None:
    placed, height = place(318, [(0.75, 2)] * 6)
    shown = cut_height(placed, height)
    second: Placed = placed[2]
    assert second.picture.y + second.picture.height / 2 < shown < height
    assert cut_height(placed[:1], 300) == 300


def test_likes_are_written_as_the_platform_writes_them() -> None:
    assert [heart_text(n) for n in (None, 0, 826, 9_999, 10_000, 12_345, 120_000)] == [
        "", "0", "826", "9999", "1万", "1.2万", "12万",
    ]  # fmt: skip
