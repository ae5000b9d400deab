"""A slot's rule in one sentence: 每周三 20:00，遇节假日顺延."""

from collections.abc import Sequence

from xhsplanner.core import recurrence
from xhsplanner.core.recurrence import MONTHLY, WEEKLY, YEARLY, Rule
from xhsplanner.core.slots.places import Policy, Slot
from xhsplanner.core.words import t

_PERIODS = {MONTHLY: "monthly", WEEKLY: "weekly", YEARLY: "yearly"}
SHOWN = 120
"""Of an opaque rule so many characters are shown in a sentence."""


def sentence(slot: Slot) -> str:
    """When the slot has its places, in words; an opaque rule as its text."""
    rule = recurrence.read(slot.rule)
    if rule is None:
        text = " ".join(slot.rule.split())
        return t("slots.opaque", rule=text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")
    when = _when(rule, slot)
    if slot.minute is not None:
        when = t("slots.at", when=when, time=f"{slot.minute // 60:02d}:{slot.minute % 60:02d}")
    if slot.policy is not Policy.NONE:
        when += t(f"slots.{slot.policy.value}")
    if rule.until is not None:
        when += t("slots.until", day=f"{rule.until:%Y-%m-%d}")
    if rule.count is not None and rule.count > 1:
        when += t("slots.count", n=rule.count)
    return when


def _when(rule: Rule, slot: Slot) -> str:
    if rule.count == 1:
        first = next(recurrence.given(rule, slot.start, slot.start, recurrence.HORIZON.date()), slot.start)
        return t("slots.once", day=first)
    days = _days(rule, slot)
    key = _PERIODS.get(rule.frequency, "daily")
    if key == "daily" and days:  # a daily rule that names days is a weekly or monthly one
        key = "weekly" if rule.weekdays else "monthly"
        if rule.interval > 1:
            return t("slots.both", days=t("slots.daily_n", n=rule.interval), weekdays=days)
    return t(f"slots.{key}_n", n=rule.interval, days=days) if rule.interval > 1 else t(f"slots.{key}", days=days)


def _days(rule: Rule, slot: Slot) -> str:
    weekdays = _listed([_weekday(n, day) for n, day in sorted(rule.weekdays, key=lambda one: one[1])])
    if not any(n for n, _ in rule.weekdays):
        weekdays = {frozenset(range(5)): t("slots.week_days"), frozenset(range(7)): t("slots.every_day")}.get(
            frozenset(day for _, day in rule.weekdays), weekdays
        )
    month_days = _listed([_month_day(day) for day in rule.month_days])
    if weekdays and month_days:
        return t("slots.both", days=month_days, weekdays=weekdays)
    if weekdays or month_days:
        return weekdays or month_days
    if rule.frequency == WEEKLY:
        return _weekday(0, slot.start.weekday())
    if rule.frequency == MONTHLY:
        return _month_day(slot.start.day)
    return t("slots.month_and_day", m=slot.start.month, d=slot.start.day) if rule.frequency == YEARLY else ""


def _weekday(n: int, day: int) -> str:
    name = t(f"slots.weekday.{day}")
    if n == 0:
        return name
    if n == -1:
        return t("slots.last", weekday=name)
    return t("slots.nth" if n > 0 else "slots.nth_last", n=abs(n), weekday=name)


def _month_day(n: int) -> str:
    if n == -1:
        return t("slots.last_day")
    return t("slots.month_day", n=n) if n > 0 else t("slots.before_last", n=-n)


def _listed(parts: Sequence[str]) -> str:
    return t("slots.listed").join(parts)
