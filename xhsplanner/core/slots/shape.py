"""A rule as the editor's fields have it, there and back. What its fields cannot say stays the text it is."""

from dataclasses import dataclass
from datetime import date, datetime

from xhsplanner.core import recurrence
from xhsplanner.core.recurrence import DAILY, MONTHLY, WEEKDAYS, WEEKLY, YEARLY

SHORTEST = 28
"""Days that every month has."""
NAMES = {DAILY: "DAILY", WEEKLY: "WEEKLY", MONTHLY: "MONTHLY", YEARLY: "YEARLY"}


@dataclass(frozen=True, slots=True)
class Shape:
    """`weekdays` of a weekly rule; of a monthly one `month_days`, or the `nth` (−1: last) of one weekday.

    `until` and `count` end it; neither means that it goes on.
    """

    frequency: str = "WEEKLY"
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    nth: tuple[int, int] | None = None
    until: date | None = None
    count: int | None = None

    @property
    def rule(self) -> str:
        """The RFC 5545 rule."""
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.frequency == "WEEKLY" and self.weekdays:
            parts.append("BYDAY=" + ",".join(WEEKDAYS[day] for day in sorted(set(self.weekdays))))
        if self.frequency == "MONTHLY" and self.nth is not None:
            parts.append(f"BYDAY={self.nth[0]}{WEEKDAYS[self.nth[1]]}")
        elif self.frequency == "MONTHLY" and self.month_days:
            parts.append("BYMONTHDAY=" + ",".join(map(str, self.month_days)))
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        elif self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)


def shape_of(text: str) -> Shape | None:
    """The fields of a rule; None for one that they cannot say."""
    rule = recurrence.read(text)
    if rule is None:
        return None
    frequency = NAMES[rule.frequency]
    plain = tuple(day for n, day in rule.weekdays if n == 0)
    numbered = [one for one in rule.weekdays if one[0]]
    until = rule.until.date() if isinstance(rule.until, datetime) else rule.until
    found = Shape(
        frequency,
        rule.interval,
        tuple(sorted(set(plain))) if frequency == "WEEKLY" else (),
        rule.month_days if frequency == "MONTHLY" else (),
        numbered[0] if frequency == "MONTHLY" and numbered else None,
        until,
        rule.count,
    )
    again = recurrence.read(found.rule)
    same = again is not None and (sorted(again.weekdays), again.month_days) == (
        sorted(rule.weekdays),
        rule.month_days,
    )
    return found if same and not isinstance(rule.until, datetime) else None


def late_days(text: str) -> int:
    """The last day of the month that a monthly rule names where not every month has it, else 0."""
    rule = recurrence.read(text)
    if rule is None or rule.frequency != MONTHLY or rule.weekdays:
        return 0
    return max((day for day in rule.month_days if day > SHORTEST), default=0)
