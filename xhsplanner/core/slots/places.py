"""Recurring places in the plan (固定栏位): from a rule and its overrides to days.

A rule is an RFC 5545 RRULE of the parts the editor offers; any other rule is kept as text and yields no days.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from xhsplanner.core import days, recurrence

DAY_MINUTES = 24 * 60
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
    found = recurrence.read(rule)
    return dict(found.parts) if found is not None else None


def supported(rule: str) -> bool:
    """Whether the rule is understood; others stay opaque text and give no days."""
    return recurrence.read(rule) is not None


def ruled(slot: Slot, first: date, last: date) -> Iterator[date]:
    """The days the rule itself gives from `first` to `last`, both inclusive; none for an opaque rule."""
    rule = recurrence.read(slot.rule)
    if rule is not None:
        yield from recurrence.given(rule, slot.start, first, last, slot.minute)


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


def occurrence(slot: Slot, original: date, override: Override | None = None) -> Occurrence | None:
    """The one place of a day of the rule, None where it gives none there."""
    if not occurs(slot, original):
        return None
    return _apply(slot, original, observe(original, slot.policy), override)


def occurrences(
    slot: Slot,
    first: date,
    last: date,
    overrides: Iterable[Override] = (),
    is_rest: Callable[[date], bool] = days.is_rest,
) -> list[Occurrence]:
    """The places of a slot standing on `first` … `last`, by day, cancelled ones included with their state.

    An occurrence moved into the window counts, one moved out does not. What holidays bring together on one day is
    one place. Overrides of days the rule no longer gives are left out; `orphans` lists them.
    """
    decided = {override.original: override for override in overrides}
    earliest, latest = reach(slot.policy, first, last)
    originals = set(ruled(slot, earliest, latest))
    originals |= {
        one.original
        for one in decided.values()
        if one.day is not None and not earliest <= one.original <= latest and occurs(slot, one.original)
    }
    standing: dict[date, list[Occurrence]] = {}
    for original in originals:
        occurrence = _apply(slot, original, observe(original, slot.policy, is_rest), decided.get(original))
        if occurrence and first <= occurrence.day <= last:
            standing.setdefault(occurrence.day, []).append(occurrence)
    found = [one for those in standing.values() for one in (_merged(those, decided) if those[1:] else those)]
    return sorted(found, key=lambda occurrence: (occurrence.day, occurrence.minute or 0, occurrence.original))


def reach(policy: Policy, first: date, last: date) -> tuple[date, date]:
    """The days whose occurrences may stand on `first` … `last` without having been moved by hand."""
    if policy in (Policy.NONE, Policy.SKIP):
        return first, last
    return max(first, date.min + _SHIFT) - _SHIFT, min(last, date.max - _SHIFT) + _SHIFT


def _merged(those: Sequence[Occurrence], decided: Container[date]) -> list[Occurrence]:
    """Of what stands on one day: all that was decided, and one open place where nothing else stands.

    What was moved there by hand stands beside the slot's own place of that day.
    """
    own = [one for one in those if one.state is not State.MOVED]
    open_ = [one for one in own if one.original not in decided]
    if len(own) < 2 or not open_:
        return list(those)
    kept = min(open_, key=lambda one: (one.original != one.day, one.original))
    return [one for one in those if one not in open_ or (one is kept and len(open_) == len(own))]


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


def following(slot: Slot, day: date) -> str:
    """The rule as it goes on from the occurrence of `day`: what COUNT has left of it."""
    found = parts(slot.rule)
    if found is None or "COUNT" not in found:
        return slot.rule
    gone = sum(1 for _ in ruled(slot, slot.start, day - timedelta(days=1)))
    left = found | {"COUNT": str(max(1, int(found["COUNT"]) - gone))}
    return ";".join(f"{name}={value}" for name, value in left.items())
