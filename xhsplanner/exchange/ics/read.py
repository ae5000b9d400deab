"""Reads a foreign calendar file into plain events in the team's own time. Alarms are counted, not taken over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path

from xhsplanner.core.errors import Refused
from xhsplanner.core.progress import Progress
from xhsplanner.core.words import t
from xhsplanner.exchange.ics.lines import MOST_BYTES, Component, calendars
from xhsplanner.exchange.ics.rules import shifted
from xhsplanner.exchange.ics.zones import Zones, duration, our_day, ours

MOST_DATES = 2000
"""Days left out or added that an event may name."""
LONGEST_SUMMARY, LONGEST_TEXT, LONGEST_UID = 400, 4000, 200


@dataclass(frozen=True, slots=True)
class Event:
    """One entry. `first` and `last` are days of the team's own time, both inclusive; `minute` None for all day.

    `key` tells it from all others of the file and stays the same when it is published again.
    """

    key: str
    summary: str
    first: date
    last: date
    minute: int | None = None
    rule: str = ""
    exdates: tuple[date, ...] = ()
    rdates: tuple[date, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: its events by day, and how much was left aside."""

    events: tuple[Event, ...]
    name: str = ""
    cancelled: int = 0
    alarms: int = 0
    unread: int = 0
    """Events without a day that can be read."""
    zones: tuple[str, ...] = ()
    """Zones that nobody knows; their times were taken as they stand."""


@dataclass(frozen=True, slots=True)
class _Raw:
    """An event before those of one UID are weighed against each other."""

    event: Event
    uid: str
    sequence: int | None
    replaces: date | None
    cancelled: bool


def read_file(path: Path, progress: Progress | None = None) -> Reading:
    """Read a file. Raises Refused with its name and what is wrong; nothing of such a file is used."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(t("ics.too_large", mb=MOST_BYTES >> 20))
        return read(path.read_bytes(), progress)
    except OSError as error:
        raise Refused(t("ics.not_read", file=path.name, why=error.strerror or error)) from None
    except Refused as refusal:
        raise Refused(t("ics.refused", file=path.name, why=refusal)) from refusal


def read(data: bytes, progress: Progress | None = None) -> Reading:
    """Read the bytes of a calendar file. Raises Refused."""
    events: list[Event] = []
    cancelled = alarms = unread = 0
    zones_unknown: set[str] = set()
    found = calendars(data)
    total = sum(part.name == "VEVENT" for calendar in found for part in calendar.parts)
    done = 0
    for number, calendar in enumerate(found):
        zones = Zones(calendar)
        raws: list[_Raw] = []
        for part in calendar.parts:
            if part.name != "VEVENT":
                continue
            alarms += sum(inner.name == "VALARM" for inner in part.parts)
            raw = _raw(part, zones)
            unread += raw is None
            raws += [raw] if raw is not None else []
            done += 1
            if progress is not None and done % 200 == 0:
                progress(done, total)
        kept, gone = _weighed(raws)
        cancelled += gone
        zones_unknown |= zones.unknown
        events += [replace(one, key=f"{number}/{one.key}") if number else one for one in kept]
    name = " ".join(found[0].text("X-WR-CALNAME").split())[:80] if found else ""
    events.sort(key=lambda one: (one.first, one.minute or 0, one.summary))
    return Reading(tuple(_distinct(events)), name, cancelled, alarms, unread, tuple(sorted(zones_unknown)))


def _raw(part: Component, zones: Zones) -> _Raw | None:
    """One VEVENT; None where it has no day that can be read."""
    begin = part.first("DTSTART")
    try:
        start = zones.of(begin) if begin is not None else None
        replaced = part.first("RECURRENCE-ID")
        replaces = our_day(zones.of(replaced)) if replaced is not None else None
    except (ValueError, OverflowError):
        return None
    if start is None:
        return None
    first = our_day(start)
    minute = None
    if isinstance(start, datetime):
        local = ours(start)
        assert isinstance(local, datetime)
        minute = local.hour * 60 + local.minute
    without = {our_day(one) for one in zones.every(part.every("EXDATE"))}
    also = {our_day(one) for one in zones.every(part.every("RDATE"))}
    rule = part.text("RRULE").strip() if part.first("RRULE") else ""
    moved = shifted(rule, start, first) if rule else None
    if moved is not None:
        rule, more = moved
        also |= set(more)
    event = Event(
        key="",
        summary=part.text("SUMMARY").strip()[:LONGEST_SUMMARY],
        first=first,
        last=max(first, _last(part, start, zones)),
        minute=minute,
        rule=rule,
        exdates=tuple(sorted(without))[:MOST_DATES],
        rdates=tuple(sorted(also))[:MOST_DATES],
        description=part.text("DESCRIPTION").strip()[:LONGEST_TEXT],
    )
    number = part.text("SEQUENCE").strip()
    sequence = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    uid = " ".join(part.text("UID").split())
    cancelled = part.text("STATUS").strip().upper() == "CANCELLED"
    return _Raw(event, uid or _made_up(event), sequence, replaces, cancelled)


def _made_up(event: Event) -> str:
    return sha256(f"{event.summary}|{event.first}|{event.minute}".encode()).hexdigest()[:32]


def _last(part: Component, start: date | datetime, zones: Zones) -> date:
    """The last day; an end at midnight does not touch the next one, one that cannot be read is the begin."""
    end: date | datetime = start
    try:
        if (line := part.first("DTEND")) is not None:
            end = zones.of(line)
        elif (line := part.first("DURATION")) is not None:
            end = start + duration(line.value)
    except (ValueError, OverflowError):
        return our_day(start)
    day, local = our_day(end), ours(end)
    midnight = local.time() == time() if isinstance(local, datetime) else True
    return day - timedelta(days=1) if midnight and day > our_day(start) else day


def _weighed(raws: Sequence[_Raw]) -> tuple[list[Event], int]:
    """The events that count, and how many were cancelled: newest of a UID, replaced days out of their rule."""
    groups: dict[tuple[str, date | None], list[_Raw]] = {}
    for raw in raws:
        groups.setdefault((raw.uid, raw.replaces), []).append(raw)
    instead: dict[str, set[date]] = {}
    for uid, day in groups:
        if day is not None:
            instead.setdefault(uid, set()).add(day)
    kept: list[Event] = []
    cancelled = 0
    for (uid, day), those in groups.items():
        if any(one.sequence is not None for one in those):
            newest = max(one.sequence or 0 for one in those)
            those = [one for one in those if (one.sequence or 0) == newest]
        cancelled += sum(one.cancelled for one in those)
        for one in those:
            if one.cancelled:
                continue
            event = replace(one.event, key=_key(uid, day))
            if day is None and event.rule and uid in instead:
                event = replace(event, exdates=tuple(sorted({*event.exdates, *instead[uid]})))
            kept.append(event)
    return list(dict.fromkeys(kept)), cancelled


def _key(uid: str, day: date | None) -> str:
    short = uid if len(uid) <= LONGEST_UID and uid.isprintable() else sha256(uid.encode()).hexdigest()
    return f"{short}@{day.isoformat()}" if day is not None else short


def _distinct(events: Iterable[Event]) -> list[Event]:
    """Different events under one key are numbered."""
    seen: dict[str, int] = {}
    found = []
    for event in events:
        seen[event.key] = number = seen.get(event.key, 0) + 1
        found.append(replace(event, key=f"{event.key}#{number}") if number > 1 else event)
    return found
