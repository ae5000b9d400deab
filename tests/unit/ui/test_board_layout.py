"""The week board's rectangles: nothing overlaps, nothing leaves its cell, every card can be reached."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.ui.board import hits
from xhsplanner.ui.board.layout import (
    BAR,
    DRAWER_FOLDED_H,
    DRAWER_H,
    HEAD_H,
    LANE_W,
    MIN_COLUMN,
    NARROW_COLUMN,
    Board,
    Cell,
    Content,
    Focus,
)
from xhsplanner.ui.board.stacks import (
    BANNER_BODY,
    BANNER_MAX,
    COMPACT_MIN,
    DENSITIES,
    LINE_H,
    Style,
)
from xhsplanner.ui.rect import Rect


def content(counts: dict[tuple[int, int], int], rows: int = 4, backlog: int = 0, columns: int = 7) -> Content:
    """A board's content with `counts` notes in each cell; ids count up from 1, the backlog's follow."""
    cells, at = {}, 1
    for (row, column), count in sorted(counts.items()):
        cells[Cell(row, column)] = tuple(range(at, at + count))
        at += count
    return Content(rows, cells, frozenset({Cell(0, columns - 1)}), tuple(range(at, at + backlog)), columns)


boards = st.builds(
    lambda width, height, rows, columns, counts, unfolded, backlog, folded, density: Board(
        width,
        height,
        content({k: n for k, n in counts.items() if k[0] < rows and k[1] < columns}, rows, backlog, columns),
        frozenset(r for r in unfolded if r < rows),
        folded,
        DENSITIES[density],
    ),
    st.integers(300, 2600),
    st.integers(200, 1600),
    st.integers(1, 12),
    st.sampled_from((1, 5, 7, 14)),
    st.dictionaries(st.tuples(st.integers(0, 11), st.integers(0, 13)), st.integers(1, 40), max_size=24),
    st.frozensets(st.integers(0, 11)),
    st.integers(0, 60),
    st.booleans(),
    st.sampled_from(sorted(DENSITIES)),
)


@given(boards)
def test_cards_stay_in_their_cell_and_apart(board: Board) -> None:
    for row in range(board.content.rows):
        for column in range(board.content.columns):
            cell = Cell(row, column)
            shown, inner = board.stack(cell), board.inner_rect(cell)
            rects = [card.rect for card in shown.cards]
            rects += [rect for rect in (shown.more, shown.hint) if rect is not None]
            assert all(rect.inside(inner) for rect in rects)
            assert all(rect.w > 0 and rect.h > 0 for rect in rects)
            assert all(a.bottom < b.y for a, b in pairwise(rects))
            assert len(shown.cards) + shown.hidden == len(board.content.cells.get(cell, ()))


@given(boards)
def test_cells_tile_the_grid(board: Board) -> None:
    area = 0
    for row in range(board.content.rows):
        for column in range(board.content.columns):
            rect = board.cell_rect(Cell(row, column))
            assert board.column_at(rect.x) == board.column_at(rect.right - 1) == column
            assert board.row_at(rect.y) == board.row_at(rect.bottom - 1) == row
            area += rect.w * rect.h
    assert area == board.grid_w * board.grid_h
    assert board.grid_w >= board.view_w
    least = MIN_COLUMN if board.content.columns <= 7 else NARROW_COLUMN
    assert board.most_x == 0 or board.grid_w == board.content.columns * least
    assert board.most_y == 0 or board.view_w <= max(0, board.width - LANE_W - BAR)


@given(boards)
def test_tiles_hold_every_card_once(board: Board) -> None:
    for cell in board.content.cells:
        parts = board.chunks(cell)
        assert [card for part in parts for card in part.cards] == list(board.stack(cell).cards)
        assert all(card.rect.inside(part.rect) for part in parts for card in part.cards)
        assert all(part.rect.inside(board.cell_rect(cell)) for part in parts)
        assert all(a.rect.bottom <= b.rect.y for a, b in pairwise(parts))


@given(boards, st.integers(0, 3000), st.integers(0, 3000))
def test_a_card_is_hit_where_it_is_drawn(board: Board, x: int, y: int) -> None:
    scroll_x, scroll_y = min(x, board.most_x), min(y, board.most_y)
    for cell in board.visible(scroll_x, scroll_y):
        for index, card in enumerate(board.stack(cell).cards):
            rect = board.to_view(card.rect, scroll_x, scroll_y)
            if rect.x < LANE_W or rect.y < HEAD_H or rect.bottom > board.drawer_rect.y:
                continue
            found = hits.hit(board, rect.x, rect.bottom - 1, scroll_x, scroll_y)
            assert (found.what, found.note_id, found.index) == ("note", card.note_id, index)
            assert found.cell == cell


@given(boards)
def test_arrows_reach_every_stop_and_come_back(board: Board) -> None:
    reached = set()
    for column in range(board.content.columns):
        at: Focus | None = Focus(0, column)
        while at is not None and at.row < board.content.rows:
            reached.add(at)
            below = hits.neighbour(board, at, "down")
            if below is not None:
                assert hits.neighbour(board, below, "up") is not None
            at = below
    expected = {
        Focus(row, column, index)
        for row in range(board.content.rows)
        for column in range(board.content.columns)
        for index in range(board.stack(Cell(row, column)).stops)
    }
    assert reached == expected


@given(boards, st.integers(-5, 30), st.integers(-5, 30), st.integers(-5, 90))
def test_any_focus_is_brought_back_to_the_board(board: Board, row: int, column: int, index: int) -> None:
    focus = hits.clamp(board, Focus(row, column, index))
    assert focus is not None
    assert hits.focus_rect(board, focus).w > 0
    assert hits.clamp(board, focus) == focus


def test_a_banner_is_never_higher_than_half_its_width() -> None:
    high = Board(996, 1400, content({(0, 0): 1})).stack(Cell(0, 0)).cards[0]
    assert high.style is Style.BANNER
    assert high.banner == high.rect.w // 2
    wide = Board(1600, 1400, content({(0, 0): 1})).stack(Cell(0, 0)).cards[0]
    assert wide.banner == BANNER_MAX


def test_one_note_has_a_banner_two_are_compact_many_are_lines() -> None:
    board = Board(996, 642, content({(0, 0): 1, (0, 1): 2, (0, 2): 4, (0, 3): 18}))
    assert board.cell_rect(Cell(0, 0)) == Rect(0, 0, 127, 146)
    one = board.stack(Cell(0, 0)).cards[0]
    assert one.style is Style.BANNER
    assert one.rect.h == one.banner + BANNER_BODY
    two = board.stack(Cell(0, 1)).cards
    assert [card.style for card in two] == [Style.COMPACT] * 2
    assert two[0].rect.h >= COMPACT_MIN
    four = board.stack(Cell(0, 2))
    assert [card.rect.h for card in four.cards] == [LINE_H] * 4
    assert four.more is None
    full = board.stack(Cell(0, 3))
    assert (len(full.cards), full.hidden) == (3, 15)
    assert full.more is not None


def test_unfolding_a_row_shows_every_card_and_grows_only_that_row() -> None:
    what = content({(1, 3): 18})
    folded, unfolded = Board(996, 642, what), Board(996, 642, what, frozenset({1}))
    assert unfolded.stack(Cell(1, 3)).hidden == 0
    assert len(unfolded.stack(Cell(1, 3)).cards) == 18
    assert len(unfolded.chunks(Cell(1, 3))) == 2
    assert unfolded.cell_rect(Cell(0, 0)).h == folded.cell_rect(Cell(0, 0)).h
    assert unfolded.cell_rect(Cell(1, 0)).h > folded.cell_rect(Cell(1, 0)).h
    assert folded.fold_rect(1) is None
    assert folded.stack(Cell(1, 3)).hidden == 15
    shown = unfolded.stack(Cell(1, 3))
    assert shown.more is not None
    assert shown.stops == 19
    fold = unfolded.fold_rect(1, unfolded.most_y)
    assert fold is not None
    assert hits.hit(unfolded, fold.x, fold.y, 0, unfolded.most_y).what == "fold"


def test_many_accounts_scroll_and_heads_stay() -> None:
    board = Board(700, 500, content({}, rows=30))
    assert board.most_y > 0
    assert board.most_x == board.grid_w - (700 - LANE_W - BAR)
    assert hits.hit(board, 5, 5, board.most_x, board.most_y).what == "corner"
    assert hits.hit(board, 699 - BAR, 5, board.most_x, board.most_y).index == 6
    assert hits.hit(board, 5, HEAD_H + board.view_h - 1, board.most_x, board.most_y).cell == Cell(29, 0)
    assert len(list(board.visible(0, 0))) < 30 * 7


def test_the_drawer_takes_room_only_when_there_are_undated_notes() -> None:
    assert Board(996, 642, content({})).drawer_h == 0
    board = Board(996, 642, content({}, backlog=9))
    assert board.drawer_h == DRAWER_H
    assert board.view_h == 642 - HEAD_H - DRAWER_H
    card = board.drawer_card(2, 40)
    found = hits.hit(board, card.x + 2, card.y + 2, offset=40)
    assert (found.what, found.note_id) == ("drawer_note", board.content.backlog[2])
    assert hits.hit(board, 5, 640).what == "drawer_head"
    folded = Board(996, 642, content({}, backlog=9), drawer_folded=True)
    assert folded.drawer_h == DRAWER_FOLDED_H
    assert list(folded.drawer_visible()) == []


def test_arrows_leave_the_last_lane_into_the_drawer_and_return() -> None:
    board = Board(996, 642, content({}, backlog=3))
    below = hits.neighbour(board, Focus(3, 2), "down")
    assert below == Focus(4, 2, 0)
    assert hits.neighbour(board, below, "left") is None
    assert hits.neighbour(board, below, "right") == Focus(4, 2, 1)
    assert hits.neighbour(board, below, "up") == Focus(3, 2, 0)
    assert hits.note_at(board, below) == board.content.backlog[0]


def test_left_and_right_keep_the_height_and_end_at_the_week() -> None:
    board = Board(996, 642, content({(0, 1): 2, (0, 2): 1}))
    assert hits.neighbour(board, Focus(0, 1, 1), "right") == Focus(0, 2, 0)
    assert hits.neighbour(board, Focus(0, 6, 0), "right") is None
    assert hits.neighbour(board, Focus(0, 0, 0), "left") is None
    assert hits.neighbour(board, Focus(0, 0, 0), "up") is None


def test_a_hidden_note_is_found_at_the_more_of_its_cell() -> None:
    board = Board(996, 642, content({(2, 4): 9}, backlog=2))
    hidden = board.content.cells[Cell(2, 4)][8]
    assert hits.focus_of(board, hidden) == Focus(2, 4, 3)
    assert hits.note_at(board, Focus(2, 4, 3)) is None
    assert hits.focus_of(board, board.content.backlog[1]) == Focus(4, 0, 1)
    assert hits.focus_of(board, 999) is None


def test_a_board_without_accounts_is_empty_but_whole() -> None:
    board = Board(996, 642, Content(0))
    assert board.grid_h == 0
    assert hits.hit(board, 300, 300).what == "nothing"
    assert hits.clamp(board, Focus(0, 0)) is None
