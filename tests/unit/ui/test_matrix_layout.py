from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.ui.matrix.layout import GAP, HEAD_H, LANE_W, MIN_H, MIN_W, Layout, Place, stepped

SIZES = st.tuples(st.integers(0, 2600), st.integers(0, 1600), st.integers(1, 30), st.integers(1, 30))


def places(layout: Layout) -> list[Place]:
    return [Place(row, column) for row in range(layout.rows) for column in range(layout.columns)]


def test_the_picture_of_the_design_fits_without_bars() -> None:
    layout = Layout(980, 610, 4, 6)
    assert (layout.most_x, layout.most_y) == (0, 0)
    assert layout.total_x + 112 <= 980


@given(SIZES)
def test_cells_keep_their_least_size_and_never_touch(size: tuple[int, int, int, int]) -> None:
    layout = Layout(*size)
    assert layout.cell_w >= MIN_W
    assert layout.cell_h >= MIN_H
    one, right = layout.cell(Place(0, 0)), layout.cell(Place(0, 1))
    assert right.x - one.right == GAP
    assert layout.most_x >= 0
    assert layout.most_y >= 0


@given(SIZES, st.data())
def test_every_revealed_cell_is_found_under_its_middle(
    size: tuple[int, int, int, int], data: st.DataObject
) -> None:
    width, height = max(size[0], LANE_W + 400), max(size[1], HEAD_H + 200)
    layout = Layout(width, height, *size[2:])
    place = data.draw(st.sampled_from(places(layout)))
    scroll = layout.reveal(place, (0, 0))
    assert 0 <= scroll[0] <= layout.most_x
    assert 0 <= scroll[1] <= layout.most_y
    box = layout.in_view(place, scroll)
    assert box.x >= LANE_W
    assert box.right <= layout.total_x
    assert layout.at(box.x + box.w // 2, box.y + box.h // 2, scroll) == place
    assert layout.reveal(place, scroll) == scroll, "what is in view does not move"


def test_heads_gaps_and_totals_are_no_cells() -> None:
    layout = Layout(980, 610, 4, 6)
    cell = layout.in_view(Place(0, 0), (0, 0))
    assert layout.at(cell.x - 1, cell.y + 1, (0, 0)) is None
    assert layout.at(cell.x + 1, cell.y - 1, (0, 0)) is None
    assert layout.at(cell.right + GAP // 2, cell.y + 1, (0, 0)) is None
    assert layout.at(layout.total_x + 10, cell.y + 1, (0, 0)) is None
    assert layout.lane_at(10, cell.y + 1, 0) == 0
    assert layout.lane_at(10, 5, 0) is None
    assert layout.column_at(cell.x + 5, 5, 0) == 0
    assert layout.column_at(5, 5, 0) is None


@given(st.integers(1, 9), st.integers(1, 9), st.lists(st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1), (99, 0)])))
def test_the_keyboard_stays_on_the_grid(rows: int, columns: int, steps: list[tuple[int, int]]) -> None:
    place = stepped(None, rows, columns, 0, 0)
    assert place == Place(0, 0)
    for step in steps:
        place = stepped(place, rows, columns, *step)
        assert place is not None
        assert 0 <= place.row < rows
        assert 0 <= place.column < columns
    assert stepped(place, 0, 3, 1, 0) is None
    assert stepped(Place(8, 8), 2, 2, 0, 0) == Place(1, 1)
