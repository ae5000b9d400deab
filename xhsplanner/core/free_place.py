"""The next free place for a note: an open place of a slot, else a day and a time at which nothing is in its way."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from xhsplanner.core import resources
from xhsplanner.core.collisions import Entry, Index, Severity
from xhsplanner.core.planning import Place

DAY = 24 * 60


class Free(NamedTuple):
    """Where a note may go; `place` where that is one of a slot."""

    day: date
    minute: int
    place: Place | None = None


def facts() -> dict[str, object]:
    """What resources/platform/moves.toml says of looking for a place."""
    found: dict[str, object] = resources.toml("platform", "moves.toml")["free"]
    return found


def usual_minutes(minutes: Iterable[int | None], else_: int = -1) -> list[int]:
    """The times an account usually goes out at, the most frequent first; `else_` or the table where none."""
    counted = Counter(minute for minute in minutes if minute is not None)
    if counted:
        ordered = sorted(counted, key=lambda minute: (-counted[minute], minute))
        return ordered[: int(str(facts()["times"]))]
    return [else_] if else_ >= 0 else [_minute(text) for text in facts()["usual"]]  # type: ignore[attr-defined]


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def next_free(
    entry: Entry, index: Index, places: Sequence[Place], minutes: Sequence[int], start: datetime, ahead: int
) -> Free | None:
    """The first place at or after `start`, within `ahead` days, where `index` has nothing grave against the note.

    An open place of its account and series goes before any other; one that names no series takes every note.
    `minutes` are the usual times, the best first.
    """
    for place in _fitting(entry, places, start, minutes):
        if _calm(entry, index, place.day, place.minute):
            assert place.minute is not None
            return place
    for number in range(ahead + 1):
        day = start.date() + timedelta(number)
        for minute in minutes:
            if _due(day, minute) >= start and _calm(entry, index, day, minute):
                return Free(day, minute)
    return None


def _due(day: date, minute: int) -> datetime:
    return datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)


def _fitting(entry: Entry, places: Sequence[Place], start: datetime, minutes: Sequence[int]) -> Iterator[Free]:
    """Open places for the note: of its series first, then of any."""
    mine = [one for one in places if one.account_id == entry.account_id]
    own = [one for one in mine if one.series_id is not None and one.series_id == entry.series_id]
    for place in (*own, *(one for one in mine if one.series_id is None)):
        usual = next(iter(minutes), 20 * 60) if entry.minute is None else entry.minute
        minute = place.minute if place.minute is not None else usual
        if _due(place.day, minute) >= start:
            yield Free(place.day, minute, place)


def _calm(entry: Entry, index: Index, day: date, minute: int) -> bool:
    found = index.would(entry, entry.account_id, day, minute)
    return all(one.severity is Severity.INFO for one in found)
