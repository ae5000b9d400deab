"""Rows over pages: everything is drawn once, nothing lies over the edge, low rows grow first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xhsplanner.posters.grid import Block, Row, fits, pages

GAP, ROOM = 3.0, 200.0


def block(height: float, name: object = None) -> Block:
    return Block(height, lambda _x, _y: [name])  # type: ignore[list-item]


@settings(max_examples=40)
@given(st.lists(st.lists(st.lists(st.floats(5, 120), max_size=9), min_size=2, max_size=2), min_size=1, max_size=7))
def test_every_block_is_on_one_page_and_inside_it(heights: list[list[list[float]]]) -> None:
    rows = [
        Row(
            [[block(high, (r, c, n)) for n, high in enumerate(cell)] for c, cell in enumerate(row)],
            top=10,
            least=30,
        )
        for r, row in enumerate(heights)
    ]
    made = pages(rows, ROOM, GAP)
    seen = []
    for page in made:
        assert page, "no page is empty"
        assert sum(part.height for part in page) == pytest.approx(ROOM)
        for part in page:
            for cell in part.cells:
                assert 10 + sum(one.height + GAP for one in cell) + GAP <= part.height + 0.02
                seen += [one.draw(0, 0)[0] for one in cell]
    wanted = [(r, c, n) for r, row in enumerate(heights) for c, cell in enumerate(row) for n in range(len(cell))]
    assert sorted(seen) == sorted(wanted)  # type: ignore[type-var]
    assert fits(rows, ROOM, GAP) == (len(made) == 1)


def test_a_row_goes_on_overleaf_and_says_so() -> None:
    made = pages([Row([[block(60)] * 5])], ROOM, GAP)
    assert [[(len(part.cells[0]), part.again) for part in page] for page in made] == [[(3, False)], [(2, True)]]


def test_a_block_higher_than_a_page_is_drawn_all_the_same() -> None:
    made = pages([Row([[block(900), block(10)]])], ROOM, GAP)
    assert [len(page[0].cells[0]) for page in made] == [1, 1]


def test_low_rows_grow_until_all_are_alike() -> None:
    page = pages([Row([[block(90)]]), Row([[]], least=10), Row([[]], least=10)], ROOM, GAP)[0]
    assert [part.height for part in page] == pytest.approx([96, 52, 52])
    still = pages([Row([[block(20)]], grows=0.0)], ROOM, GAP)[0]
    assert still[0].height == pytest.approx(26)


def test_no_rows_are_one_empty_page() -> None:
    assert pages([], ROOM, GAP) == [[]]
