"""What a person can do to the team's own days (自己的日子) beside editing them: take them in from a calendar file.

Single days are edited in the catalogue (ops/catalog).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from xhsplanner.core import own_days
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.planning import OwnDay
from xhsplanner.core.progress import Progress
from xhsplanner.core.ruled_days import Ruled, in_year, understood
from xhsplanner.core.words import t
from xhsplanner.exchange.ics.read import Event, Reading, read_file
from xhsplanner.ops.steady import steady
from xhsplanner.store.store import Store

NEW, CHANGED, KNOWN = "new", "changed", "known"
SOURCE = "ics/"
LONGEST_NAME, LONGEST_REMARK = 60, 1000
WATCHED = ("name", "rule", "days", "minute")
"""What a later import of the same entry changes; tone, series, lead times and remark are the team's."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One entry of a file beside what is known of it. `doubt` is why it is not taken as it is written, or ''."""

    state: str
    fields: dict[str, Any]
    event: Event
    row: OwnDay | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do."""

    items: tuple[Incoming, ...]
    reading: Reading

    def of(self, state: str) -> list[Incoming]:
        """The entries of one state."""
        return [item for item in self.items if item.state == state]


def fields_of(event: Event) -> tuple[dict[str, Any], str]:
    """An entry as fields of an own day, and what could not be taken over of it, in words."""
    length = (event.last - event.first).days + 1
    rule, doubt = _rule(event)
    if length > own_days.MOST_DAYS:
        doubt = doubt or t("ics.shortened", n=own_days.MOST_DAYS)
    fields = {
        "name": " ".join(event.summary.split())[:LONGEST_NAME] or t("ics.untitled"),
        "rule": rule,
        "days": min(length, own_days.MOST_DAYS),
        "minute": event.minute,
        "remark": event.description[:LONGEST_REMARK],
        "source": f"{SOURCE}{event.key}",
    }
    return fields, doubt


def _rule(event: Event) -> tuple[str, str]:
    """The rule of an entry, single days where it has none or one that nobody counts out."""
    if event.rule and understood(event.rule):
        ruled = Ruled(event.rule.upper(), event.first, event.exdates, event.rdates)
        if own_days.sound_rule(ruled.text) and event.first not in in_year(ruled.text, event.first.year):
            # An entry happens on its first day whatever its rule says, unless that day is left out.
            ruled = replace(ruled, also=(event.first, *event.rdates))
        rule = ruled.text
        if len(rule) <= own_days.LONGEST_RULE and own_days.sound_rule(rule):
            return rule, ""
    days: Iterable[date] = sorted({event.first, *event.rdates} - set(event.exdates)) or [event.first]
    return " ".join(["dates", *(day.isoformat() for day in days)]), t("ics.only_first") if event.rule else ""


def read_calendar(path: Path, *, progress: Progress | None = None) -> Reading:
    """Read a calendar file, for a process of its own. Raises Refused."""
    return read_file(path, progress)


def preview(store: Store, reading: Reading) -> Preview:
    """Every entry of a file beside the own day that came of it before."""
    rows = {row.source: row for row in store.catalog.rows("own_day") if row.source}
    items = []
    for event in reading.events:
        fields, doubt = fields_of(event)
        row = rows.get(fields["source"])
        same = row is not None and all(getattr(row, name) == fields[name] for name in WATCHED)
        state = NEW if row is None else KNOWN if same else CHANGED
        items.append(Incoming(state, fields, event, row, doubt))
    return Preview(tuple(items), reading)


@steady
def take_in(store: Store, items: Sequence[Incoming]) -> Change | None:
    """Add the new entries and change the known ones, as one step. Raises Refused where there is nothing to do."""
    rows = {row.source: row for row in store.catalog.rows("own_day") if row.source}
    wanted = [item for item in items if item.state != KNOWN]
    if not wanted:
        raise Refused(t("ics.nothing_new"))
    position = store.catalog.next_position("own_day")
    with store.op("own_day.take_in", n=len(wanted)) as op:
        changed = {}
        for number, item in enumerate(wanted):
            row = rows.get(item.fields["source"])
            if row is None:
                op.insert("own_day", item.fields | {"position": position + number})
            else:
                changed[row.id] = {name: item.fields[name] for name in WATCHED}
        op.update("own_day", changed)
    return op.change
