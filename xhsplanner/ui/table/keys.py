"""In which order notes stand: by any column, 汉字 by pinyin, empty cells last, stable. Qt-free.

What a column holds of all notes is read once and kept until something changes; a sort of 100,000 then takes some
20 ms for numbers and 50 ms for texts. Made and used on a worker: while it works the old order stays on the screen.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from xhsplanner.core import occasions
from xhsplanner.core.model import CoverState, Kind, Status
from xhsplanner.core.pinyin import readings
from xhsplanner.core.text import title_length
from xhsplanner.store.filtering import Condition
from xhsplanner.ui.table.columns import COLUMNS, GROUPS

if TYPE_CHECKING:
    from xhsplanner.store.store import Store

NOUNS = {
    "account_id": "account",
    "series_id": "series",
    "owner_id": "member",
    "designer_id": "member",
    "persona_id": "persona",
}
"""Keys that are ids of the catalogue: they stand in the order of the team."""
RANKS: Mapping[str, Mapping[str, int]] = {
    "status": {one.value: n for n, one in enumerate(Status)},
    "cover_state": {one.value: n for n, one in enumerate(CoverState)},
    "kind": {one.value: n for n, one in enumerate(Kind)},
}
SPELT = frozenset({"title", "remark"})
"""Long texts, spelt without looking for equal ones."""
MADE_OF = {"weekday": "day", "week": "day", "month": "day", "length": "title"}
PINYIN_ORDER = "gb18030"
RARE = b"\xd8\xa1"
"""Where 汉字 that GB 2312 orders by strokes begin; those before stand by pinyin."""
JOIN = "\n"
RUN = 8000
"""So many rows are spelt or sorted at once: while Python does, nothing else runs."""
SAMPLED = 32
"""Keys looked at of so many rows, to find out where the next begin."""


class Sort(NamedTuple):
    """A column by which rows stand, and whether the other way round."""

    column: str
    down: bool = False


class Group(NamedTuple):
    """Rows with the same key: where they begin in the order, and how many."""

    key: Any
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Order:
    """The notes as they stand, and their groups; without grouping there are none."""

    ids: "array[int]"
    groups: tuple[Group, ...] = ()
    by: str = ""


@cache
def _nearest() -> Mapping[str, str]:
    """Rarer 汉字, which GB 2312 orders by strokes: each stands with a common one that is read as it is."""
    known = readings()
    common = {syllables[0]: one for one, syllables in sorted(known.items(), key=_code) if _code((one, ())) < RARE}
    return {
        one: common[syllables[0]]
        for one, syllables in known.items()
        if _code((one, ())) >= RARE and syllables[0] in common
    }


def _code(one: tuple[str, object]) -> bytes:
    return one[0].encode(PINYIN_ORDER)


@cache
def _rare() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_nearest())}]")


def spelt(texts: Sequence[str]) -> list[Any]:
    """What texts are sorted by, some at a time: every frame waits for such a piece (see _spelt)."""
    return [key for at in range(0, len(texts), RUN) for key in _spelt(texts[at : at + RUN])]


def _spelt(texts: Sequence[str]) -> list[str | None]:
    """What texts are sorted by: 汉字 in the order of their pinyin, case apart; None for an empty one.

    The bytes of GB 18030 stand in that order, and strings of bytes are compared and sorted twice as fast.
    """
    whole = JOIN.join(texts)
    if whole.count(JOIN) != len(texts) - 1:  # a text of several lines
        whole = JOIN.join([text.replace(JOIN, " ") for text in texts])
    whole = _rare().sub(lambda found: _nearest()[found[0]], whole)
    told = whole.encode(PINYIN_ORDER, "replace").lower().decode("latin-1").split(JOIN)
    return [one or None for one in told] if texts else []


def monday(day: str) -> str:
    """The first day of a day's week."""
    found = date.fromisoformat(day)
    return (found - timedelta(found.weekday())).isoformat()


def _each(values: Iterable[str | None], make: Callable[[str], Any]) -> list[Any]:
    """What `make` makes of each value, made once for equal ones; None stays."""
    known: dict[str | None, Any] = {None: None}
    found = []
    for value in values:
        if value not in known:
            known[value] = make(str(value))
        found.append(known[value])
    return found


class Keys:
    """The notes of a condition, and what their columns hold."""

    def __init__(self, store: "Store", condition: Condition) -> None:
        """`condition` of store.listing: `condition(filter, period)` or `these(ids)`."""
        self._store, self._condition = store, condition
        self.ids = store.listing.ids(self._condition)
        self._known: dict[str, list[Any]] = {}
        self._base: list[int] | None = None

    def of(self, key: str) -> list[Any]:
        """What rows are sorted by, by place in `ids`; None for an empty cell."""
        if key not in self._known:
            self._known[key] = self._made(key)
        return self._known[key]

    def _read(self, key: str) -> list[Any]:
        return self._store.listing.keys(key, self._condition, self.ids)

    def _made(self, key: str) -> list[Any]:
        if key == "weekday":
            return _each(self.of("day"), lambda day: date.fromisoformat(day).weekday())
        if key == "week":
            return _each(self.of("day"), monday)
        if key == "month":
            return _each(self.of("day"), lambda day: day[:7])
        values = self._read(MADE_OF.get(key, key))
        if key == "length":
            return [title_length(text) or None for text in values]
        if key in RANKS:
            return list(map(RANKS[key].get, values))
        if key in NOUNS:
            places = {row.id: n for n, row in enumerate(self._store.catalog.rows(NOUNS[key]))}
            return list(map(places.get, values))
        if key == "topic_id":
            return self._topics(values)
        if key in SPELT:
            return spelt(values)
        if key == "occasion":
            return _each((one or None for one in values), lambda one: spelt([_occasion(one)])[0])
        if key == "code":
            return [f"{len(one):04d}{one}" for one in values]
        return [one or None for one in values] if key in ("link", "findings", "hashtags") else values

    def _topics(self, values: Sequence[int | None]) -> list[Any]:
        titles = self._store.notes.topics()
        stand = dict(zip(titles, spelt(list(titles.values())), strict=True))
        return [stand.get(one) if one is not None else None for one in values]

    def base(self) -> list[int]:
        """The places in `ids` by day, time and id, undated ones last: how rows stand that are else equal."""
        if self._base is None:
            self._base = list(range(len(self.ids)))
            for key in ("minute", "day"):
                self._base = stood(self._base, self.of(key), False)
        return self._base

    def place(self, note_id: int) -> int | None:
        """Where a note is in `ids`."""
        at = bisect_left(self.ids, note_id)
        return at if at < len(self.ids) and self.ids[at] == note_id else None

    def follow(self, ids: Sequence[int]) -> bool:
        """Read some notes again after they were written; False where others belong here now: all is to be read."""
        found = self._store.listing.among(ids, self._condition)
        places = {
            one: at for one in ids if (at := bisect_left(self.ids, one)) < len(self.ids) and self.ids[at] == one
        }
        if found != places.keys():
            return False
        if not places:
            return True
        wanted = sorted(places)
        part = Keys(self._store, self._store.listing.these(wanted))
        for key, values_ in self._known.items():
            for one, value in zip(wanted, part.of(key), strict=True):
                values_[places[one]] = value
        self._base = None
        return True

    def first_from(self, day: str) -> int | None:
        """The first note by day and time that is not before a day, else the last before it; None without any."""
        base, days = self.base(), self.of("day")
        dated = bisect_left(base, 1, key=lambda place: days[place] is None)
        at = min(bisect_left(base, day, hi=dated, key=days.__getitem__), dated - 1)
        return self.ids[base[at]] if at >= 0 else None

    def arrange(self, sorts: Sequence[Sort], group: str = "") -> Order:
        """The rows in order: first by their group, then by the sorts, the first of which counts most."""
        order = self.base()
        for sort in reversed(sorts):
            order = stood(order, self.of(COLUMNS[sort.column].key), sort.down)
        groups: tuple[Group, ...] = ()
        if group:
            keys = self.of(GROUPS[group])
            first = sorts[0] if sorts else None
            down = first is not None and first.down and COLUMNS[first.column].key in (GROUPS[group], _near(group))
            order = stood(order, keys, down)
            groups = tuple(_grouped([keys[at] for at in order]))
        ids = self.ids
        return Order(array("q", [ids[at] for at in order]), groups, group)

    def meaning(self, group: str, order: Order) -> list[Any]:
        """What each group of an order stands for: an id, a status, a day, an occasion; None for none of them."""
        if not order.groups:
            return []
        key = GROUPS[group]
        if key in ("day", "week", "month"):
            return [one.key for one in order.groups]
        if key in NOUNS:
            rows = self._store.catalog.rows(NOUNS[key])
            return [rows[one.key].id if one.key is not None else None for one in order.groups]
        firsts = [order.ids[one.start] for one in order.groups]
        found = {note.id: note for note in self._store.notes.get_many(firsts)}
        return [getattr(found[one], key) or None for one in firsts]


def _near(group: str) -> str:
    return "day" if group in ("week", "month") else ""


def _occasion(name: str) -> str:
    known = occasions.by_id(name)
    return known.name if known else name


def _dealt(places: list[int], keys: Sequence[Any]) -> list[list[int]]:
    """Places in parts of about RUN, equal keys together, those of a part less than those of the next."""
    if len(places) <= RUN:
        return [places]
    some = sorted(keys[at] for at in places[:: max(1, RUN // SAMPLED)])
    edges = sorted(set(some[SAMPLED::SAMPLED]))
    parts: list[list[int]] = [[] for _ in range(len(edges) + 1)]
    for at in places:
        parts[bisect_right(edges, keys[at])].append(at)
    return parts


def stood(order: Sequence[int], keys: Sequence[Any], down: bool) -> list[int]:
    """Places sorted by their keys, stable; those without one stay behind, whichever way round.

    Dealt out first, then sorted part by part: one sort of 100,000 would hold every frame up for 0.1 s.
    """
    full = [at for at in order if keys[at] is not None]
    found: list[int] = []
    parts = _dealt(full, keys)
    for part in reversed(parts) if down else parts:
        part.sort(key=keys.__getitem__, reverse=down)
        found += part
    full = found
    if len(full) < len(order):
        full += [at for at in order if keys[at] is None]
    return full


def _grouped(keys: Iterable[Any]) -> Iterable[Group]:
    start = 0
    for key, those in groupby(keys):
        count = sum(1 for _ in those)
        yield Group(key, start, count)
        start += count
