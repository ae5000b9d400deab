"""Recurring places in the plan (固定栏位): from a rule and its overrides to days.

A rule is an RFC 5545 RRULE of the parts the editor offers; any other rule is kept as text and yields no days.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dateutil.rrule import rrulestr

from xhsplanner.core import days

_OFFERED = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL"})
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_SHIFT = timedelta(days=15)
"""Further than any holiday moves a day, so that a window sees what moves into it."""


class Policy(StrEnum):
    """What a slot does on a day the State Council makes a holiday."""

    NONE = "none"
    SKIP = "skip"
    BEFORE = "before"
    AFTER = "after"


class State(StrEnum):
    """What became of one occurrence."""

    OPEN = "open"
    MOVED = "moved"
    CANCELLED = "cancelled"
    FILLED = "filled"


@dataclass(frozen=True, slots=True)
class Override:
    """What was decided for the occurrence of `original`, the day the rule gives before any holiday policy.

    `day` and `minute` are where it moved, or None; `note_id` fills it.
    """

    original: date
    state: State
    day: date | None = None
    minute: int | None = None
    note_id: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """`start` is the first day the rule may give; `minute` since midnight or None."""

    rule: str
    start: date
    minute: int | None = None
    policy: Policy = Policy.NONE


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place in the plan: the rule's own day, the day it stands on, and what became of it."""

    original: date
    day: date
    minute: int | None
    state: State = State.OPEN
    note_id: int | None = None


def parts(rule: str) -> dict[str, str] | None:
    """The parts of a rule by upper-case name, or None where it is not one the editor offers."""
    text = rule.strip().upper().removeprefix("RRULE:")
    pairs = [part.partition("=") for part in text.split(";") if part]
    found = {name: value for name, _, value in pairs}
    if len(found) != len(pairs) or not found.keys() <= _OFFERED or found.get("FREQ") not in _FREQUENCIES:
        return None
    if {"COUNT", "UNTIL"} <= found.keys() or not all(found.values()):
        return None
    try:
        rrulestr(_text(found), dtstart=datetime(2001, 1, 1))
        positive = all(int(found.get(name, "1")) > 0 for name in ("INTERVAL", "COUNT"))
    except (ValueError, TypeError):
        return None
    return found if positive else None


def supported(rule: str) -> bool:
    """Whether the rule is understood; others stay opaque text and give no days."""
    return parts(rule) is not None


def _text(found: Mapping[str, str]) -> str:
    """The rule for dateutil: UNTIL as a plain local day, so that it is inclusive and has no zone."""
    values = dict(found)
    if "UNTIL" in values:
        values["UNTIL"] = datetime.strptime(values["UNTIL"][:8], "%Y%m%d").strftime("%Y%m%dT235959")
    return ";".join(f"{name}={value}" for name, value in values.items())


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _near(found: Mapping[str, str], start: date, window: date) -> tuple[dict[str, str], date]:
    """The same rule with its anchor as close before `window` as whole periods allow.

    What the old anchor implied (its weekday, day of month, month) is written into the rule.
    """
    rule = dict(found)
    frequency, interval = rule["FREQ"], int(rule.get("INTERVAL", "1"))
    if "COUNT" in rule or window <= start:
        return rule, start
    if frequency in ("DAILY", "WEEKLY"):
        period = interval * (7 if frequency == "WEEKLY" else 1)
        steps = max(0, (window - start).days // period - 1)
        return rule, start + timedelta(steps * period)
    if "BYDAY" not in rule and "BYMONTHDAY" not in rule:
        rule["BYMONTHDAY"] = str(start.day)
        if frequency == "YEARLY":
            rule["BYMONTH"] = str(start.month)
    months = interval * (12 if frequency == "YEARLY" else 1)
    gone = (window.year - start.year) * 12 + window.month - start.month
    steps = gone // months - 1
    if steps < 1:
        return rule, start
    anchor = start.replace(month=1) if frequency == "YEARLY" and rule.get("BYMONTH") is None else start
    return rule, _months_later(anchor, steps * months)


def ruled(slot: Slot, first: date, last: date) -> Iterator[date]:
    """The days the rule itself gives from `first` to `last`, both inclusive; none for an opaque rule."""
    found = parts(slot.rule)
    if found is None or last < slot.start:
        return
    rule, anchor = _near(found, slot.start, first)
    if "COUNT" not in rule:  # a rule that never comes true would be searched to the year 9999
        rule["UNTIL"] = min(rule.get("UNTIL", "99991231")[:8], f"{last:%Y%m%d}")
    series = rrulestr(_text(rule), dtstart=datetime(anchor.year, anchor.month, anchor.day))
    for moment in series.xafter(datetime(first.year, first.month, first.day), inc=True):
        if moment.date() > last:
            return
        yield moment.date()


def occurs(slot: Slot, day: date) -> bool:
    """Whether the rule gives this very day."""
    return next(ruled(slot, day, day), None) is not None


def observe(day: date, policy: Policy, is_rest: Callable[[date], bool] = days.is_rest) -> date | None:
    """Where a day stands under a holiday policy; None where it is skipped."""
    if policy is Policy.NONE or not is_rest(day):
        return day
    if policy is Policy.SKIP:
        return None
    step = timedelta(days=-1 if policy is Policy.BEFORE else 1)
    while is_rest(day):
        day += step
    return day


def _apply(slot: Slot, original: date, day: date | None, override: Override | None) -> Occurrence | None:
    if override is None:
        return None if day is None else Occurrence(original, day, slot.minute)
    place = override.day or day or original
    minute = slot.minute if override.minute is None else override.minute
    return Occurrence(original, place, minute, override.state, override.note_id)


def occurrences(
    slot: Slot,
    first: date,
    last: date,
    overrides: Iterable[Override] = (),
    is_rest: Callable[[date], bool] = days.is_rest,
) -> list[Occurrence]:
    """The places of a slot standing on `first` … `last`, by day, cancelled ones included with their state.

    An occurrence moved into the window counts, one moved out does not. Overrides of days the rule no longer
    gives are left out; `orphans` lists them.
    """
    decided = {override.original: override for override in overrides}
    margin = timedelta() if slot.policy in (Policy.NONE, Policy.SKIP) else _SHIFT
    originals = set(ruled(slot, first - margin, last + margin))
    originals |= {day for day in decided if day not in originals and occurs(slot, day)}
    found: list[Occurrence] = []
    for original in originals:
        standing = observe(original, slot.policy, is_rest)
        occurrence = _apply(slot, original, standing, decided.get(original))
        if occurrence and first <= occurrence.day <= last:
            found.append(occurrence)
    return sorted(found, key=lambda occurrence: (occurrence.day, occurrence.minute or 0, occurrence.original))


def orphans(slot: Slot, overrides: Iterable[Override]) -> list[Override]:
    """The overrides whose day the rule no longer gives."""
    return [override for override in overrides if not occurs(slot, override.original)]


def ended_before(slot: Slot, day: date) -> str:
    """The rule ending the day before `day`, for "this and following". An opaque rule is returned as it is."""
    found = parts(slot.rule)
    if found is None:
        return slot.rule
    kept = {name: value for name, value in found.items() if name not in ("COUNT", "UNTIL")}
    return ";".join(f"{name}={value}" for name, value in kept.items()) + f";UNTIL={day - timedelta(days=1):%Y%m%d}"
