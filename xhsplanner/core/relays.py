"""Relays (接力): a note that goes out so many minutes after another, and moves with it.

Where a note stands is (day, minute), either may be None. As long as a relay holds, its note has a day where the one
before it has one, and follows it at its distance where both have a time.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t

DAY = 24 * 60
MOST_MINUTES = 366 * DAY
"""No relay is longer."""


class At(NamedTuple):
    """Where a note stands in the plan."""

    day: date | None
    minute: int | None

    @property
    def minutes(self) -> int | None:
        """Minutes since the first day there is; None without day or time."""
        return None if self.day is None or self.minute is None else self.day.toordinal() * DAY + self.minute


class Link(NamedTuple):
    """Note `note` goes out `minutes` after note `after`; `id` is the row."""

    id: int
    note: int
    after: int
    minutes: int


@dataclass(slots=True)
class Settled:
    """What follows from moving notes: where each ends, which distances are new, which relays end, who stays."""

    places: dict[int, At]
    minutes: dict[int, int] = field(default_factory=dict)
    ended: list[Link] = field(default_factory=list)
    stayed: list[int] = field(default_factory=list)


def place_after(first: At, minutes: int) -> At:
    """So many minutes after a place that has day and time."""
    assert first.minutes is not None
    day, minute = divmod(first.minutes + minutes, DAY)
    return At(date.fromordinal(day), minute)


def _following(old: At, new: At, follower: At, minutes: int) -> At:
    if new.day is None:
        return At(None, follower.minute)
    if new.minute is not None:
        return place_after(new, minutes)
    if old.day is None or follower.day is None:
        return At(new.day + timedelta(minutes=minutes), follower.minute)
    return At(follower.day + (new.day - old.day), follower.minute)


def settle(
    before: Mapping[int, At], after: Mapping[int, At], links: Iterable[Link], locked: Collection[int] = ()
) -> Settled:
    """What relays make of a move: notes from `before` (all of them and of the links) to `after` (the moved ones).

    Who follows a moved note goes along at its distance, wherever else it was put. Who is moved alone has another
    distance from then on; the relay ends where it would go out no later than the one before it, or one of the two
    has no day any more. Notes in `locked` stay.
    """
    found = Settled({note: after.get(note, place) for note, place in before.items()})
    for link in ordered(links):
        old, new = before[link.after], found.places[link.after]
        own, follower = before[link.note], found.places[link.note]
        if new != old and link.note in locked:
            found.stayed.append(link.note)
        elif new != old:
            found.places[link.note] = _following(old, new, follower, link.minutes)
        elif follower != own:
            _apart(found, link, new, follower)
    return found


def _apart(found: Settled, link: Link, first: At, follower: At) -> None:
    """A note was moved away from the one it follows."""
    if first.minutes is not None and follower.minutes is not None:
        distance = follower.minutes - first.minutes
        if 0 < distance <= MOST_MINUTES:
            if distance != link.minutes:
                found.minutes[link.id] = distance
            return
    elif first.day is None or follower.day is None:
        if first.day == follower.day:
            return
    elif first.minute is None and follower.day >= first.day:
        return
    found.ended.append(link)


def ordered(links: Iterable[Link]) -> list[Link]:
    """Every link after the one that its first note follows by; those of a ring are left out."""
    waiting: dict[int, list[Link]] = {}
    followers = set()
    for link in links:
        waiting.setdefault(link.after, []).append(link)
        followers.add(link.note)
    heads = [note for note in waiting if note not in followers]
    found: list[Link] = []
    while heads:
        for link in waiting.pop(heads.pop(), ()):
            found.append(link)
            heads.append(link.note)
    return found


def check_ring(note: int, after: int, links: Mapping[int, int]) -> None:
    """Raises Refused where `note` would follow itself by way of others; `links` is note → the one before it."""
    seen: set[int] = set()
    above: int | None = after
    while above is not None and above not in seen:
        if above == note:
            raise Refused(t("moves.ring"))
        seen.add(above)
        above = links.get(above)


def distance_words(minutes: int) -> str:
    """`2 天 3 小时`, `90 分钟`."""
    days, rest = divmod(minutes, DAY)
    hours, few = divmod(rest, 60)
    parts = [(days, "days"), (hours, "hours"), (few, "minutes")]
    return " ".join(t(f"moves.{name}", n=n) for n, name in parts if n)
