"""Where everything on a month's page lies: day heads, the festival lane, chips, `+n`. Qt-free.

Days are counted 0–41 from the page's first Monday on; rectangles are in content pixels below the weekday heads.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from xhsplanner.core.month import DAYS, WEEKS, Bar, free_lane
from xhsplanner.ui.rect import Rect

HEAD_H = 28
"""The row of weekdays over the page."""
DAY_H = 24
LANE_H, LANE_GAP = 16, 2
PAD, GAP = 3, 2
LINE_GAP = 1
"""Between chips of one line."""
LINE_H, MORE_H = 19, 15
LARGE = (44, 34)
"""Heights of a chip of two lines, the roomier first."""
ROW_MIN = 84
"""Lower weeks would hold no chips: the page scrolls instead."""
LANES = 2
"""Lanes of long occasions in a week of usual height; a high one has one more."""
HIGH = 150
LONG = 14
"""Occasions of more days than that share one lane: a season is not to take the room of every week."""
LEAST = 2
"""Notes of a day that come before the bars, where a row is low."""

NOTE, PLACE, MORE = "note", "place", "more"


class Entry(NamedTuple):
    """What a day holds: a note by its id, or an open place by its number on the page."""

    what: str
    key: int


class Item(NamedTuple):
    """What shows in a day: a note, an open place, or `more` for the rest. `large`: two lines and a cover."""

    what: str
    key: int
    rect: Rect
    large: bool = False


class Stack(NamedTuple):
    """What one day shows from the top, and how many notes and places it holds that do not show."""

    items: tuple[Item, ...] = ()
    hidden: int = 0


class Focus(NamedTuple):
    """Where the keyboard is: a day, and on it the day itself (0) or the n-th thing that shows."""

    day: int
    stop: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """What is laid out. `beyond`: notes of a day that were counted and not read."""

    days: Mapping[int, tuple[Entry, ...]] = field(default_factory=dict)
    beyond: Mapping[int, int] = field(default_factory=dict)
    bars: tuple[Bar, ...] = ()

    def lanes(self, week: int) -> dict[Bar, int]:
        """The lanes of a week's bars, the shorter ones above. Where the lane of the long ones is taken: none."""
        found: dict[Bar, int] = {}
        taken: list[list[tuple[int, int]]] = []
        seasons: list[list[tuple[int, int]]] = [[]]
        here = [(_length(bar) > LONG, bar.lane, n, bar) for n, bar in enumerate(self.bars) if bar.week == week]
        for long, _lane, _n, bar in sorted(here, key=lambda one: one[:3]):
            if long and free_lane(seasons, bar.first, bar.last):
                seasons.pop()
                continue
            lane = free_lane(taken, bar.first, bar.last)
            taken[lane].append((bar.first, bar.last))
            if long:
                seasons[0].append((bar.first, bar.last))
            found[bar] = lane
        return found

    def most(self, week: int) -> int:
        """How many notes and places the fullest day of a week holds."""
        span = range(week * DAYS, (week + 1) * DAYS)
        return max(len(self.days.get(day, ())) + self.beyond.get(day, 0) for day in span)


def _length(bar: Bar) -> int:
    return (bar.occurrence.last - bar.occurrence.first).days + 1


class Grid:
    """A page laid out for a viewport of `width` × `height`."""

    def __init__(self, width: int, height: int, content: Content) -> None:
        self.width, self.height, self.content = max(DAYS, width), height, content
        self.view_h = max(0, height - HEAD_H)
        total = max(WEEKS * ROW_MIN, self.view_h)
        self._edges_x = [n * self.width // DAYS for n in range(DAYS + 1)]
        self._edges_y = [n * total // WEEKS for n in range(WEEKS + 1)]
        self.content_h = total
        self.most_y = max(0, total - self.view_h)
        self._lane_of: dict[Bar, int] = {}
        self._lanes = [self._laid(week) for week in range(WEEKS)]
        self._stacks: dict[int, Stack] = {}

    def _laid(self, week: int) -> int:
        """Give a week's bars their lanes; how many show: in a low row two notes of a day come first."""
        lane_of = self.content.lanes(week)
        self._lane_of |= lane_of
        row = self._edges_y[week + 1] - self._edges_y[week]
        lanes = min(max(lane_of.values(), default=-1) + 1, LANES + (row >= HIGH))
        most = self.content.most(week)
        chips = min(most, LEAST) * (LINE_H + LINE_GAP) + (MORE_H if most > LEAST else -LINE_GAP)
        room = row - DAY_H - PAD - chips
        return max(0, min(lanes, room // (LANE_H + LANE_GAP))) if most else lanes

    # Rectangles

    def day_rect(self, day: int) -> Rect:
        """A day's cell."""
        week, column = divmod(day, DAYS)
        x, y = self._edges_x[column], self._edges_y[week]
        return Rect(x, y, self._edges_x[column + 1] - x, self._edges_y[week + 1] - y)

    def head_rect(self, day: int) -> Rect:
        """The day's number, label and badge."""
        return self.day_rect(day)._replace(h=DAY_H)

    def body_rect(self, day: int) -> Rect:
        """What is left for chips below the festival lane."""
        cell = self.day_rect(day)
        top = DAY_H + self.lanes(day // DAYS) * (LANE_H + LANE_GAP)
        return Rect(cell.x + PAD, cell.y + top, cell.w - 2 * PAD - 1, cell.h - top - PAD)

    def lanes(self, week: int) -> int:
        """How many lanes of a week show."""
        return self._lanes[week]

    def bar_rect(self, bar: Bar) -> Rect | None:
        """A long occasion's bar over its days; None where the week has no room for its lane."""
        lane = self._lane_of.get(bar)
        if lane is None or lane >= self.lanes(bar.week):
            return None
        left = self._edges_x[bar.first] + (0 if bar.before else PAD)
        right = self._edges_x[bar.last + 1] - (0 if bar.after else PAD + 1)
        top = self._edges_y[bar.week] + DAY_H + lane * (LANE_H + LANE_GAP)
        return Rect(left, top, right - left, LANE_H)

    def to_view(self, rect: Rect, scroll: int) -> Rect:
        """Content pixels as those of the viewport."""
        return rect.moved(0, HEAD_H - scroll)

    def visible(self, scroll: int) -> Iterator[int]:
        """The days of which something shows."""
        for week in range(WEEKS):
            if self._edges_y[week + 1] > scroll and self._edges_y[week] < scroll + self.view_h:
                yield from range(week * DAYS, (week + 1) * DAYS)

    def weekday_rect(self, column: int) -> Rect:
        """The head of a column, in viewport pixels."""
        x = self._edges_x[column]
        return Rect(x, 0, self._edges_x[column + 1] - x, HEAD_H)

    # What a day shows

    def stack(self, day: int) -> Stack:
        """The chips of a day: with two lines where all have room, else one line each, then `+n`."""
        found = self._stacks.get(day)
        if found is None:
            found = self._stacks[day] = self._pile(day)
        return found

    def _pile(self, day: int) -> Stack:
        entries, beyond = self.content.days.get(day, ()), self.content.beyond.get(day, 0)
        if not entries and not beyond:
            return Stack()
        body = self.body_rect(day)
        notes = sum(one.what == NOTE for one in entries)
        step = LINE_H + LINE_GAP
        lines = (len(entries) - notes) * (LINE_H + GAP)
        roomy = (h for h in LARGE if not beyond and lines + notes * (h + GAP) - GAP <= body.h)
        high = next(roomy, LINE_H)
        fits = len(entries)
        if high == LINE_H and (beyond or fits * step - LINE_GAP > body.h):
            fits = max(0, (body.h - MORE_H) // step)
        items, top = [], body.y
        for one in entries[:fits]:
            tall = high if one.what == NOTE else LINE_H
            items.append(Item(one.what, one.key, Rect(body.x, top, body.w, tall), tall > LINE_H))
            top += tall + (LINE_GAP if high == LINE_H else GAP)
        hidden = len(entries) - len(items) + beyond
        if hidden:
            items.append(Item(MORE, hidden, Rect(body.x, min(top, body.bottom - MORE_H), body.w, MORE_H)))
        return Stack(tuple(items), hidden)

    def day_of(self, note_id: int) -> int | None:
        """The day that holds a note, shown or behind `+n`."""
        entry = Entry(NOTE, note_id)
        return next((day for day, entries in self.content.days.items() if entry in entries), None)

    def focus_of(self, note_id: int) -> Focus | None:
        """Where the keyboard would be at a note: at its chip, or the `+n` that hides it."""
        day = self.day_of(note_id)
        if day is None:
            return None
        items = self.stack(day).items
        at = next((n for n, one in enumerate(items) if (one.what, one.key) == (NOTE, note_id)), None)
        return Focus(day, (at if at is not None else len(items) - 1) + 1)

    def item(self, focus: Focus | None) -> Item | None:
        """What the keyboard is at; None for a day itself."""
        if focus is None or not focus.stop:
            return None
        items = self.stack(focus.day).items
        return items[focus.stop - 1] if focus.stop <= len(items) else None

    def focus_rect(self, focus: Focus) -> Rect:
        """The place of the keyboard."""
        item = self.item(focus)
        return item.rect if item is not None else self.day_rect(focus.day)

    def clamp(self, focus: Focus) -> Focus:
        """The nearest place that is there."""
        day = min(max(0, focus.day), WEEKS * DAYS - 1)
        return Focus(day, min(focus.stop, len(self.stack(day).items)))

    # Notes in their order

    def notes_of(self, day: int) -> list[int]:
        """The notes of a day, also those behind `+n`."""
        return [one.key for one in self.content.days.get(day, ()) if one.what == NOTE]

    @property
    def order(self) -> list[int]:
        """Every note of the page, day by day, by time."""
        return [note for day in sorted(self.content.days) for note in self.notes_of(day)]

    def in_band(self, band: Rect) -> list[int]:
        """The notes whose chips a rubber band touches (content pixels); touching `+n` takes what is behind it."""
        found: list[int] = []
        for day in sorted(self.content.days):
            if self.day_rect(day).meets(band):
                shown = [one for one in self.stack(day).items if one.rect.meets(band)]
                found += [one.key for one in shown if one.what == NOTE]
                if any(one.what == MORE for one in shown):
                    seen = {one.key for one in self.stack(day).items if one.what == NOTE}
                    found += [note for note in self.notes_of(day) if note not in seen]
        return found


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point of the viewport: note, place, more, bar, head (of a day), day, weekday or nothing.

    `index` is the place among what the day shows, or the number of the bar on the page.
    """

    what: str
    rect: Rect
    day: int | None = None
    note_id: int | None = None
    index: int = 0

    @property
    def focus(self) -> Focus | None:
        """Where the keyboard goes when this is pressed."""
        if self.day is None:
            return None
        return Focus(self.day, self.index + 1 if self.what in (NOTE, PLACE, MORE) else 0)


def hit(grid: Grid, x: int, y: int, scroll: int = 0) -> Hit:
    """What lies under a point of the viewport."""
    nothing = Hit("nothing", Rect(x, y, 1, 1))
    if not (0 <= x < grid.width and 0 <= y < grid.height):
        return nothing
    if y < HEAD_H:
        column = next(n for n in range(DAYS) if grid.weekday_rect(n).has(x, y))
        return Hit("weekday", grid.weekday_rect(column), index=column)
    inner_y = y - HEAD_H + scroll
    day = next((one for one in grid.visible(scroll) if grid.day_rect(one).has(x, inner_y)), None)
    if day is None:
        return nothing
    for number, bar in enumerate(grid.content.bars):
        rect = grid.bar_rect(bar)
        if rect is not None and rect.has(x, inner_y):
            return Hit("bar", grid.to_view(rect, scroll), day, index=number)
    for index, item in enumerate(grid.stack(day).items):
        if item.rect.has(x, inner_y):
            note = item.key if item.what == NOTE else None
            return Hit(item.what, grid.to_view(item.rect, scroll), day, note, index)
    head = grid.head_rect(day)
    if head.has(x, inner_y):
        return Hit("head", grid.to_view(head, scroll), day)
    return Hit("day", grid.to_view(grid.day_rect(day), scroll), day)
