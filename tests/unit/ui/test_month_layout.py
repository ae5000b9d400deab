"""Where the month's things lie: nothing on top of another, nothing outside, everything reachable."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core.month import DAYS, WEEKS, Bar, bars, page
from xhsplanner.core.occasions import Occasion, Occurrence
from xhsplanner.ui.month.layout import HEAD_H, MORE, NOTE, PLACE, ROW_MIN, Content, Entry, Focus, Grid, hit
from xhsplanner.ui.rect import Rect

BARS = bars(page(date(2027, 2, 1))[0])


def of(counts: dict[int, int], beyond: dict[int, int] | None = None) -> Content:
    """Days with so many notes; note ids are 100 × day + n."""
    days = {day: tuple(Entry(NOTE, 100 * day + n) for n in range(count)) for day, count in counts.items() if count}
    return Content(days, beyond or {}, BARS)


PAGES = st.builds(
    lambda w, h, counts, beyond: Grid(w, h, of(counts, beyond)),
    st.integers(300, 1600),
    st.integers(100, 1400),
    st.dictionaries(st.integers(0, 41), st.integers(0, 25), max_size=42),
    st.dictionaries(st.integers(0, 41), st.integers(1, 5000), max_size=3),
)


@given(PAGES)
def test_days_tile_the_page(grid: Grid) -> None:
    rects = [grid.day_rect(day) for day in range(WEEKS * DAYS)]
    assert sum(one.w * one.h for one in rects) == grid.width * grid.content_h
    assert not any(a.meets(b) for n, a in enumerate(rects) for b in rects[n + 1 :])
    assert min(one.h for one in rects) >= ROW_MIN
    assert grid.most_y == max(0, grid.content_h - grid.view_h)


@given(PAGES)
def test_chips_lie_in_their_day_below_the_bars_and_none_is_lost(grid: Grid) -> None:
    for day in range(WEEKS * DAYS):
        body, stack = grid.body_rect(day), grid.stack(day)
        rects = [one.rect for one in stack.items]
        assert all(one.inside(body) for one in rects)
        assert not any(a.meets(b) for n, a in enumerate(rects) for b in rects[n + 1 :])
        shown = sum(one.what != MORE for one in stack.items)
        total = len(grid.content.days.get(day, ())) + grid.content.beyond.get(day, 0)
        assert shown + stack.hidden == total
        more = [one.key for one in stack.items if one.what == MORE]
        assert more == ([stack.hidden] if stack.hidden else [])
        for bar in BARS:
            place = grid.bar_rect(bar)
            assert place is None or not any(one.meets(place) for one in rects)


@given(PAGES, st.integers(-5, 1700), st.integers(-5, 1500), st.integers(0, 300))
def test_a_point_is_found_where_it_lies(grid: Grid, x: int, y: int, scroll: int) -> None:
    found = hit(grid, x, y, min(scroll, grid.most_y))
    if 0 <= x < grid.width and 0 <= y < grid.height:
        assert found.rect.has(x, y)
    else:
        assert found.what == "nothing"
    if found.note_id is not None and found.day is not None:
        assert found.note_id in grid.notes_of(found.day)
        assert found.focus is not None
        item = grid.item(found.focus)
        assert item is not None
        assert item.key == found.note_id


@given(PAGES)
def test_every_note_can_be_gone_to(grid: Grid) -> None:
    for note in grid.order:
        focus = grid.focus_of(note)
        assert focus is not None
        item = grid.item(focus)
        assert item is not None
        assert (item.what, item.key) == (NOTE, note) or item.what == MORE
    assert grid.focus_of(99_999) is None
    assert grid.clamp(Focus(99, 99)).day == 41


def test_few_notes_have_two_lines_and_many_one() -> None:
    grid = Grid(1000, HEAD_H + 600, of({35: 1, 36: 2, 37: 3, 38: 9}))
    heights = [{one.rect.h for one in grid.stack(day).items if one.what == NOTE} for day in range(35, 39)]
    assert [len(one) for one in heights] == [1, 1, 1, 1]
    tall, middle, low, least = (one.pop() for one in heights)
    assert tall > middle > low == least
    assert [one.large for one in grid.stack(36).items] == [True, True]
    assert grid.stack(38).hidden == 7


def bar(name: str, length: int, lane: int, week: int = 1) -> Bar:
    """A bar over a whole week."""
    first = date(2026, 12, 1)
    occasion = Occasion(name, name, name, "industry", "fixed 12-01", days=length)
    return Bar(Occurrence(occasion, first, first + timedelta(length - 1)), week, 0, 6, lane, True, True)


def test_seasons_share_one_lane_and_short_occasions_lie_above() -> None:
    season, other, short = bar("a", 30, 0), bar("b", 31, 1), bar("c", 8, 2)
    grid = Grid(1000, HEAD_H + 1000, Content(bars=(season, other, short)))
    assert grid.lanes(1) == 2
    assert grid.bar_rect(other) is None
    above, below = grid.bar_rect(short), grid.bar_rect(season)
    assert above is not None
    assert below is not None
    assert above.bottom <= below.y


def test_notes_come_before_bars_where_a_row_is_low() -> None:
    bars_ = (bar("a", 30, 0), bar("c", 8, 1))
    for count, lanes in ((0, 2), (1, 2), (2, 1), (3, 0)):
        content = Content(of({8: count}).days, bars=bars_)
        grid = Grid(1000, HEAD_H + WEEKS * ROW_MIN, content)
        assert grid.lanes(1) == lanes, count
        shown = [one for one in grid.stack(8).items if one.what == NOTE]
        assert len(shown) == min(count, 2)


def test_a_low_window_scrolls_instead_of_hiding_everything() -> None:
    grid = Grid(1000, 300, of({0: 2}))
    assert grid.most_y > 0
    assert any(one.what == NOTE for one in grid.stack(0).items)
    assert list(grid.visible(0))[-1] < 41


def test_a_band_takes_what_it_touches_and_what_is_behind_the_rest() -> None:
    grid = Grid(1000, 700, of({0: 1, 1: 12}))
    assert grid.in_band(Rect(0, 0, 1000, 2)) == []
    assert grid.in_band(grid.day_rect(0)) == [0]
    assert sorted(grid.in_band(grid.day_rect(1))) == [100 + n for n in range(12)]


def test_places_stand_among_notes_and_are_no_notes() -> None:
    grid = Grid(1000, 700, Content({5: (Entry(PLACE, 0), Entry(NOTE, 7))}))
    assert [one.what for one in grid.stack(5).items] == [PLACE, NOTE]
    assert grid.order == [7]
    assert grid.focus_of(7) == Focus(5, 2)
