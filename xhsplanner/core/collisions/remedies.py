"""What helps against a collision, as data: a room shows it as a button, `ops.collisions.remedy` does it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from xhsplanner.core import text
from xhsplanner.core.collisions.index import Index
from xhsplanner.core.collisions.kinds import clock
from xhsplanner.core.collisions.model import DAY, Collision, Entry, Severity
from xhsplanner.core.model import Status
from xhsplanner.core.words import t

Verb = Literal["retime", "move", "unseries", "unkeyword", "unoffer", "compare", "ignore"]
STEP = 15
"""Minutes between the times that are offered."""
EARLY, LATE = 8 * 60, 22 * 60 + 30
"""Times that are offered lie between these."""
AHEAD = 14
"""So many days ahead a free one is looked for."""
MOVING = ("spacing", "day_capacity", "slot_capacity", "quiet_day", "tone", "same_series", "same_keyword")
"""Kinds that another day may help."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing to do about a collision: `verb` to note `note`, whose name is `title`.

    `day` and `minute` are where it would go, `ids` what would be taken off it, or the notes to be compared.
    """

    verb: Verb
    note: int = 0
    title: str = ""
    day: date | None = None
    minute: int | None = None
    ids: tuple[int, ...] = ()

    @property
    def label(self) -> str:
        """What a button says, in the user's language."""
        if self.verb == "retime":
            return t("collisions.remedy.retime", time=clock(self.minute or 0))
        if self.verb == "move" and self.day is not None:
            weekday = t(f"days.weekday.{self.day.weekday()}")
            values = {"m": self.day.month, "d": self.day.day, "weekday": weekday}
            if self.minute is not None:
                return t("collisions.remedy.move_at", time=clock(self.minute), **values)
            return t("collisions.remedy.move", **values)
        return t(f"collisions.remedy.{self.verb}")


def remedies(found: Collision, index: Index, mine: int | None = None) -> list[Remedy]:
    """What helps, the least change first; the last one says that it is no problem.

    Published notes stay where they are: of the others `mine`, else the latest, is changed. Days beyond those of
    `index` are taken to be empty.
    """
    return [*_changes(found, index, mine), Remedy("ignore")]


def _changes(found: Collision, index: Index, mine: int | None) -> Iterator[Remedy]:
    those = [one for note in found.notes if (one := index.entries.get(note)) is not None]
    free = [one for one in those if one.status is not Status.PUBLISHED]
    if found.kind == "near_text":
        yield Remedy("compare", ids=found.notes[:2])
    if not free:
        return
    mover = max(free, key=lambda one: (one.id == mine, one.day or date.min, one.minute or 0, one.id))
    if found.kind in ("spacing", "slot_capacity") and (minute := free_time(mover, index)) is not None:
        yield Remedy("retime", mover.id, mover.name, minute=minute)
    if found.kind in MOVING and (day := free_day(mover, index, found.kind)) is not None:
        yield Remedy("move", mover.id, mover.name, day)
    if found.kind == "same_series":
        yield Remedy("unseries", mover.id, mover.name)
    elif found.kind == "same_keyword":
        yield Remedy("unkeyword", mover.id, mover.name, ids=found.about)
    elif found.kind == "offer_over":
        if (valid := _valid_day(mover, found, index)) is not None:
            yield Remedy("move", mover.id, mover.name, valid)
        yield Remedy("unoffer", mover.id, mover.name, ids=found.about)
    elif found.kind == "outside_window":
        day, minute = _timer(mover, index.now)
        yield Remedy("move", mover.id, mover.name, day, minute)


def free_time(entry: Entry, index: Index) -> int | None:
    """The next time of its day at which a note is near no other one of its account; an earlier one if none is."""
    if entry.day is None or entry.minute is None:
        return None
    least = index.rules.apart(entry.account_id)
    days = (entry.day - timedelta(1), entry.day, entry.day + timedelta(1))
    others = [one.at for day in days for one in index.on(day, entry.account_id) if one.id != entry.id]
    taken = [at for at in others if at is not None]
    base = entry.day.toordinal() * DAY
    now = index.now.toordinal() * DAY + index.now.hour * 60 + index.now.minute
    later = range(-(-(entry.minute + 1) // STEP) * STEP, LATE + 1, STEP)
    earlier = range((entry.minute - 1) // STEP * STEP, EARLY - 1, -STEP)
    minute: int
    for minute in (*later, *earlier):
        at = base + minute
        coming = at > now or index.now == datetime.max
        if coming and all(abs(at - other) >= least for other in taken):
            return minute
    return None


def free_day(entry: Entry, index: Index, kind: str) -> date | None:
    """The next day on which nothing more than a trifle is wrong with a note, and not this again."""
    if entry.day is None:
        return None
    start = entry.day
    if index.now != datetime.max:
        start = max(start, index.now.date() - timedelta(1))
    for ahead in range(1, AHEAD + 1):
        day = start + timedelta(ahead)
        there = index.would(entry, entry.account_id, day)
        if all(one.severity is Severity.INFO and one.kind != kind for one in there):
            return day
    return None


def _valid_day(entry: Entry, found: Collision, index: Index) -> date | None:
    """The day nearest to a note's on which all of its offers can be had; None where that is over."""
    offers = [offer for one in entry.offers if (offer := index.rules.offers.get(one)) is not None]
    first = max((one.valid_from for one in offers if one.valid_from), default=None)
    last = min((one.valid_until for one in offers if one.valid_until), default=None)
    if entry.day is None or (first is not None and last is not None and last < first):
        return None
    day = first if first is not None and entry.day < first else last
    if day is None or day == entry.day:
        return None
    past = index.now != datetime.max and day < index.now.date()
    return None if past else day


def _timer(entry: Entry, now: datetime) -> tuple[date, int]:
    """The moment nearest to a note's that the platform's timer takes."""
    fact = text.facts("timer")
    due = datetime.combine(entry.day or now.date(), datetime.min.time()) + timedelta(minutes=entry.minute or 0)
    clear = now.replace(tzinfo=None, second=0, microsecond=0)
    if due < clear + timedelta(minutes=int(fact["least"])):
        soon = clear + timedelta(minutes=int(fact["least"]))
        soon += timedelta(minutes=-(soon.hour * 60 + soon.minute) % STEP)
        return soon.date(), soon.hour * 60 + soon.minute
    last = clear + timedelta(minutes=int(fact["limit"]))
    last -= timedelta(minutes=last.minute % STEP)
    return last.date(), last.hour * 60 + last.minute
