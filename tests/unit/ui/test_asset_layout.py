"""Where pictures stand, for any count and width."""

from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.ui.library.layout import Layout, Shape

GRID = Shape(tile_width=138, tile_height=184, words=42, gap=14, margin=16)
ROW = Shape(tile_width=52, tile_height=68, words=22, gap=16, margin=6, row=True)
LAYOUTS = st.builds(Layout, st.sampled_from([GRID, ROW]), st.integers(0, 400), st.integers(0, 2600))


def test_a_grid_fills_its_width() -> None:
    layout = Layout(GRID, 500, 970)
    assert layout.columns == 6
    last = layout.cell(5)
    assert layout.tile == (144, 192)
    assert 970 - 16 - 18 < last.x + last.width <= 970 - 16
    assert layout.rows == 84
    assert layout.size[1] == 32 + 84 * (192 + 42 + 14) - 14


def test_a_row_is_as_long_as_its_pictures() -> None:
    layout = Layout(ROW, 10, 300)
    assert layout.size == (12 + 10 * 52 + 9 * 16, 12 + 90)
    assert list(layout.visible(0, 0, 300, 102)) == [0, 1, 2, 3, 4]
    assert layout.step(0, 0, 1) == 0
    assert layout.step(9, 1, 0) == 9


def test_an_empty_library_has_no_cells() -> None:
    layout = Layout(GRID, 0, 900)
    assert (layout.rows, list(layout.visible(0, 0, 900, 600)), layout.hit(20, 20)) == (0, [], None)
    assert layout.step(0, 1, 0) == 0


@given(LAYOUTS)
def test_cells_do_not_overlap_and_are_hit_where_they_are(layout: Layout) -> None:
    width, height = layout.size
    seen: set[tuple[int, int]] = set()
    for index in range(min(layout.count, 60)):
        box = layout.cell(index)
        assert (box.x, box.y) not in seen
        seen.add((box.x, box.y))
        assert 0 <= box.x <= box.x + box.width <= width
        assert box.y + box.height <= height
        assert layout.hit(box.x, box.y) == index
        assert layout.hit(box.x + box.width - 1, box.y + box.height - 1) == index
        assert layout.hit(box.x + box.width, box.y) is None
        assert layout.hit(box.x, box.y + box.height) is None


@given(LAYOUTS, st.integers(0, 90_000), st.integers(1, 1200))
def test_every_cell_in_view_is_visible_and_few_others(layout: Layout, at: int, extent: int) -> None:
    left, top = (at, 0) if layout.shape.row else (0, at)
    width, height = (extent, 110) if layout.shape.row else (layout.width, extent)
    shown = layout.visible(left, top, width, height)
    inside = [
        index
        for index in range(layout.count)
        if (box := layout.cell(index)).x < left + width
        and box.x + box.width > left
        and box.y < top + height
        and box.y + box.height > top
    ]
    if not layout.shape.row and layout.width < GRID.tile_width + 2 * GRID.margin:
        return  # narrower than one tile: a cell may hang out at the side
    assert set(inside) <= set(shown)
    assert len(shown) <= len(inside) + 2 * layout.columns if not layout.shape.row else len(shown) <= len(inside) + 2


@given(LAYOUTS.filter(lambda layout: layout.count > 0), st.data())
def test_arrows_stay_inside_and_can_be_walked_back(layout: Layout, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, layout.count - 1))
    for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        assert 0 <= layout.step(start, across, down) < layout.count
    above = layout.step(start, 0, -1)
    if above != start:
        assert layout.step(above, 0, 1) == start
