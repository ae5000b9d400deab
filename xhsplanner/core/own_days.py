"""A team's own days (自己的日子) as occasions: what may be written into one, and what it comes to."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from xhsplanner.core import lunar, occasions, resources, ruled_days
from xhsplanner.core.occasions import Occasion
from xhsplanner.core.planning import OwnDay

TONES = (occasions.CELEBRATE, occasions.SOBER, occasions.QUIET)
STEPS = ("brief", "cover", "review", "approved")
MOST_DAYS = 60
"""The longest an own day may last: what begins in a year may reach two months into the next."""
MOST_LEAD = 365
LONGEST_RULE = 24_000
YEARS_AHEAD = 30
"""How far the next days of one are looked for: a leap day may be eight years away, a lunar one twenty."""


def sound_rule(rule: str) -> bool:
    """Whether a rule is one of the forms of resources/occasions or a recurring one; it may give no days."""
    if not rule.strip() or len(rule) > LONGEST_RULE or not rule.isprintable():
        return False
    if rule.startswith(ruled_days.MARK):
        try:
            ruled_days.read(rule)
        except ValueError:
            return False
        return True
    try:
        for year in (2024, 2026):
            occasions.starts(Occasion("", "", "", occasions.OWN, rule), year)
        if rule.split()[0] == "dates":
            return len(rule.split()) > 1 and all(date.fromisoformat(word) for word in rule.split()[1:])
    except (KeyError, ValueError, IndexError, OverflowError):
        return False
    return True


def leads_of(text: str) -> dict[str, int] | None:
    """`brief=14 cover=7` as days by step, {} for the usual ones; None where it cannot be read."""
    found: dict[str, int] = {}
    for word in text.split():
        step, _, days = word.partition("=")
        if step not in STEPS or step in found or not (days.isascii() and days.isdigit()) or int(days) > MOST_LEAD:
            return None
        found[step] = int(days)
    return found


def sound_series(text: str) -> bool:
    """Whether the names of palettes are all known."""
    known: Mapping[str, Any] = resources.toml("theme", "tokens.toml")["series"]
    return set(text.split()) <= known.keys()


def occasion_of(row: OwnDay) -> Occasion:
    """An own day as an occasion; of an archived one only the name is left."""
    leads: Mapping[str, int] = {**occasions.usual_lead(), **(leads_of(row.lead) or {})}
    return Occasion(
        id=f"{occasions.OWN}/{row.uid}",
        zh=row.name,
        en=row.name,
        kind=occasions.OWN,
        rule=row.rule if sound_rule(row.rule) else "dates",
        tone=row.tone if row.tone in TONES else occasions.CELEBRATE,
        days=max(1, min(row.days, MOST_DAYS)),
        until=0 if row.archived else 9999,
        rank=1 if row.series.split() else 2,
        series=tuple(row.series.split()),
        lead=leads,
        angle_zh=row.remark,
        angle_en=row.remark,
        minute=row.minute,
    )


def occasions_of(rows: Iterable[OwnDay]) -> list[Occasion]:
    """All own days of a workspace as occasions."""
    return [occasion_of(row) for row in rows]


def coming(rule: str, start: date, many: int = 3, minute: int | None = None) -> list[date]:
    """The next days of a rule from `start` on, none for a rule that is not sound or gives none."""
    if not sound_rule(rule):
        return []
    row = Occasion("", "", "", occasions.OWN, rule, minute=minute)
    found: list[date] = []
    for year in range(start.year, min(start.year + YEARS_AHEAD, lunar.LAST.year) + 1):
        found += [day for day in sorted(occasions.starts(row, year)) if day >= start]
        if len(found) >= many:
            break
    return found[:many]
