"""Rules of own days that come from calendars: RFC 5545 with the days left out and added.

`RRULE:FREQ=WEEKLY;BYDAY=TU since 2026-12-08 except 2026-12-15 also 2026-12-20`. What core/recurrence does not offer
is counted out by dateutil, within limits: a rule of a foreign file may be anything.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice

from xhsplanner.core import recurrence

MARK = "RRULE:"
MOST_DAYS = 2000
"""Days left out or added that a rule may name."""
MOST_STEPS = 40_000
"""Days of a foreign rule that are counted: one each day for a hundred years."""
LONGEST = 400
_PART = re.compile(r"[A-Z-]+=[A-Z0-9,+:/.-]+", re.IGNORECASE)
_WORDS = ("since", "except", "also")
_COARSE = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})


@dataclass(frozen=True, slots=True)
class Ruled:
    """A recurring rule from its first day on, and the days it leaves out and adds."""

    rule: str
    since: date
    without: tuple[date, ...] = ()
    also: tuple[date, ...] = ()

    @property
    def text(self) -> str:
        """As it is kept in an own day."""
        parts = [f"{MARK}{self.rule}", "since", self.since.isoformat()]
        for word, those in (("except", self.without), ("also", self.also)):
            if those:
                parts += [word, *(day.isoformat() for day in sorted(set(those)))]
        return " ".join(parts)


@lru_cache(maxsize=1024)
def read(text: str) -> Ruled:
    """What a rule text says. Raises ValueError where it is none; the rule itself may still give no days."""
    rule, *rest = text.removeprefix(MARK).split()
    if not text.startswith(MARK) or len(rule) > LONGEST or not all(map(_PART.fullmatch, rule.split(";"))):
        raise ValueError(text)
    said: dict[str, list[date]] = {}
    word = ""
    for part in rest:
        if part in _WORDS:
            word = part
            said.setdefault(word, [])
        elif not word or len(said[word]) >= MOST_DAYS:
            raise ValueError(text)
        else:
            said[word].append(date.fromisoformat(part))
    (since,) = said.get("since", ())
    return Ruled(rule, since, tuple(said.get("except", ())), tuple(said.get("also", ())))


def understood(rule: str) -> bool:
    """Whether a rule goes by days or more and can be counted out; one by hours stays text and gives no days."""
    parts = dict(part.upper().partition("=")[::2] for part in rule.split(";"))
    if parts.get("FREQ") not in _COARSE or parts.keys() & {"BYHOUR", "BYMINUTE", "BYSECOND"}:
        return False
    from dateutil.rrule import rrulestr  # 17 ms of a start: only where a rule is

    try:
        rrulestr(rule, dtstart=datetime(2024, 1, 1), cache=False)
    except (ValueError, TypeError, OverflowError, KeyError, AttributeError, IndexError):
        return recurrence.read(rule) is not None
    return True


@lru_cache(maxsize=4096)
def _given(ruled: Ruled, year: int, minute: int | None) -> tuple[date, ...]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    if last < ruled.since or not understood(ruled.rule):
        return ()
    offered = recurrence.read(ruled.rule)
    if offered is not None:
        return tuple(recurrence.given(offered, ruled.since, first, last, minute))
    return _counted(ruled, first, last)


def _counted(ruled: Ruled, first: date, last: date) -> tuple[date, ...]:
    """The days of a rule that is not offered. It is given an end, else one that never comes true had none."""
    parts = [part for part in ruled.rule.upper().split(";") if part]
    until = next((part.removeprefix("UNTIL=") for part in parts if part.startswith("UNTIL=")), "")
    end = last
    if until:
        try:
            end = min(last, datetime.strptime(until[:8], "%Y%m%d").date())
        except ValueError:
            return ()
    count = next((int(part[6:]) for part in parts if part.startswith("COUNT=") and part[6:].isdigit()), MOST_STEPS)
    kept = ";".join(part for part in parts if not part.startswith(("UNTIL=", "COUNT=")))
    from dateutil.rrule import rrulestr

    try:
        start = datetime(ruled.since.year, ruled.since.month, ruled.since.day)
        bounded = f"{kept};UNTIL={end + timedelta(days=1):%Y%m%d}T000000"
        moments = rrulestr(bounded, dtstart=start, cache=False)
        found = islice(iter(moments), min(count, MOST_STEPS))
        return tuple(one.date() for one in found if first <= one.date() <= end)
    except (ValueError, TypeError, OverflowError, KeyError, AttributeError, IndexError):
        return ()


def in_year(text: str, year: int, minute: int | None = None) -> list[date]:
    """The days a rule gives in a year, in order. Raises ValueError for a text that is no rule."""
    ruled = read(text)
    found = set(_given(ruled, year, minute)) | {day for day in ruled.also if day.year == year}
    return sorted(found - set(ruled.without))
