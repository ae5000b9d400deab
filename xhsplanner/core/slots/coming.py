"""The next places of a slot, in words, however far apart its rule puts them."""

from datetime import date, timedelta

from xhsplanner.core.recurrence import HORIZON
from xhsplanner.core.slots import places
from xhsplanner.core.slots.places import Occurrence, Override, Slot, State
from xhsplanner.core.words import t

STEPS = (60, 400, 4000, 40_000)
"""Days to look ahead, further where too few places were found."""


def coming(
    slot: Slot, day: date, count: int, overrides: tuple[Override, ...] = (), skipped: bool = False
) -> list[Occurrence]:
    """The first `count` places from `day` on, those left out only with `skipped`."""
    found: list[Occurrence] = []
    for ahead in STEPS:
        last = min(day + timedelta(days=ahead), HORIZON.date())
        if last < day:
            break
        every = places.occurrences(slot, day, last, overrides)
        found = [one for one in every if skipped or one.state is not State.CANCELLED]
        if len(found) >= count:
            break
    return found[:count]


def spoken(occurrence: Occurrence) -> str:
    """12 月 9 日 周三, and from which day it was moved."""
    day = occurrence.day
    words = t("slots.day", m=day.month, d=day.day, weekday=t(f"slots.weekday.{day.weekday()}"))
    if occurrence.day == occurrence.original:
        return words
    return t("slots.from_day", day=words, m=occurrence.original.month, d=occurrence.original.day)
