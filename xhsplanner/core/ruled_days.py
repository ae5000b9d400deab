"""Rules of own days that come from calendars: RFC 5545 with the days left out and added.

`RRULE:FREQ=WEEKLY;BYDAY=TU since 2026-12-08 except 2026-12-15 also 2026-12-20`. What core/recurrence does not offer
is counted out by foreign_rules: a rule of another calendar may be anything.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from xhsplanner.core import foreign_rules, recurrence
from xhsplanner.core.recurrence import DAILY, WEEKLY

MARK = "RRULE:"
MOST_DAYS = 2000
"""Days left out or added that a rule may name."""
LONGEST = 400
_PART = re.compile(r"[A-Z-]+=[A-Z0-9,+:/.-]+", re.IGNORECASE)
_WORDS = ("since", "except", "also")


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
    first = said.get("since", [])
    if len(first) != 1:
        raise ValueError(text)
    return Ruled(rule, first[0], tuple(said.get("except", ())), tuple(said.get("also", ())))


def understood(rule: str) -> bool:
    """Whether a rule goes by days or more and can be counted out; one by hours stays text and gives no days."""
    return recurrence.read(rule) is not None or foreign_rules.read(rule) is not None


@lru_cache(maxsize=4096)
def _given(ruled: Ruled, year: int, minute: int | None) -> tuple[date, ...]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    offered = recurrence.read(ruled.rule)
    if last < ruled.since:
        return ()
    # dateutil, which counts out what is offered, would look for a day that never comes up to the year 9999.
    if offered is not None and (offered.frequency in (DAILY, WEEKLY) or not offered.month_days):
        return tuple(recurrence.given(offered, ruled.since, first, last, minute))
    spec = foreign_rules.read(ruled.rule)
    return tuple(foreign_rules.given(spec, ruled.since, first, last)) if spec is not None else ()


def in_year(text: str, year: int, minute: int | None = None) -> list[date]:
    """The days a rule gives in a year, in order. Raises ValueError for a text that is no rule."""
    ruled = read(text)
    found = set(_given(ruled, year, minute)) | {day for day in ruled.also if day.year == year}
    return sorted(found - set(ruled.without))
