"""Writes a calendar file that every calendar reads: RFC 5545, times of Asia/Shanghai, lines folded at 75 bytes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from xhsplanner.core.progress import Progress
from xhsplanner.exchange.exported import exported

ZONE = "Asia/Shanghai"
FOLD = 75
LASTS = 15
"""Minutes an entry with a time takes in other calendars, where nothing says how long it is."""
LAST_MINUTE = 24 * 60 - 1
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_UNTIL = re.compile(r"UNTIL=(\d{8})(T\d{6}Z?)?", re.IGNORECASE)
_HEAD = (
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//xhsplanner//xhsplanner//ZH", "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
)  # fmt: skip
_VTIMEZONE = (
    "BEGIN:VTIMEZONE", f"TZID:{ZONE}", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """One occurrence of a rule that stands elsewhere."""

    original: date
    day: date
    minute: int | None = None


@dataclass(frozen=True, slots=True)
class OutEvent:
    """One entry. `uid` stays the same in every file; `alarm` is minutes before it, None for none."""

    uid: str
    summary: str
    first: date
    last: date
    minute: int | None = None
    description: str = ""
    rule: str = ""
    exdates: tuple[date, ...] = ()
    rdates: tuple[date, ...] = ()
    moved: tuple[Moved, ...] = ()
    category: str = ""
    alarm: int | None = None
    busy: bool = False
    """Whether it takes time, which a festival does not."""


def write_ics(
    path: Path,
    events: Sequence[OutEvent],
    name: str,
    now: datetime,
    partial: Path | None = None,
    progress: Progress | None = None,
) -> None:
    """Write events to a file. Raises Refused where it cannot be written."""
    with exported(path, partial) as fresh, fresh.open("wb") as file:
        for line in (*_HEAD, f"X-WR-CALNAME:{escaped(name)}", f"X-WR-TIMEZONE:{ZONE}", *_VTIMEZONE):
            file.write(folded(line))
        stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        for number, event in enumerate(events, 1):
            file.write(b"".join(folded(line) for line in _event(event, stamp)))
            if progress is not None and number % 200 == 0:
                progress(number, len(events))
        file.write(folded("END:VCALENDAR"))


def escaped(text: str) -> str:
    """Text as a value; control characters are left out."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A line as bytes, broken after at most 75 of them, never inside a character."""
    data = line.encode()
    if len(data) <= FOLD:
        return data + b"\r\n"
    parts, at, room = [], 0, FOLD
    while at < len(data):
        end = min(at + room, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(data[at:end])
        at, room = end, FOLD - 1
    return b"\r\n ".join(parts) + b"\r\n"


def _event(event: OutEvent, stamp: str) -> Iterator[str]:
    yield from _one(event, stamp, event.first, event.last, event.minute, None)
    for moved in event.moved:
        yield from _one(event, stamp, moved.day, moved.day, moved.minute, moved.original)


def _one(
    event: OutEvent, stamp: str, first: date, last: date, minute: int | None, instead: date | None
) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{escaped(event.uid)}", f"DTSTAMP:{stamp}")
    if instead is not None:
        yield _dated("RECURRENCE-ID", [instead], event.minute)
    yield _dated("DTSTART", [first], minute)
    yield from _end(first, last, minute)
    if instead is None and event.rule:
        yield f"RRULE:{_ruled(event.rule, event.minute)}"
    if instead is None:
        for name, days in (("EXDATE", event.exdates), ("RDATE", event.rdates)):
            if days:
                yield _dated(name, days, event.minute)
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.category:
        yield f"CATEGORIES:{escaped(event.category)}"
    yield f"TRANSP:{'OPAQUE' if event.busy else 'TRANSPARENT'}"
    if event.alarm is not None:
        trigger = f"TRIGGER:-PT{event.alarm}M"
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            trigger,
            f"DESCRIPTION:{escaped(event.summary)}",
            "END:VALARM",
        )
    yield "END:VEVENT"


def _dated(name: str, days: Iterable[date], minute: int | None) -> str:
    if minute is None:
        return f"{name};VALUE=DATE:{','.join(f'{day:%Y%m%d}' for day in days)}"
    return f"{name};TZID={ZONE}:{','.join(_moment(day, minute) for day in days)}"


def _moment(day: date, minute: int) -> str:
    return f"{day:%Y%m%d}T{minute // 60:02}{minute % 60:02}00"


def _end(first: date, last: date, minute: int | None) -> Iterator[str]:
    """The end, which never lies on another day than the entry's last."""
    if minute is None:
        yield _dated("DTEND", [last + timedelta(days=1)], None)
    elif last > first:
        yield _dated("DTEND", [last], LAST_MINUTE)
    elif minute < LAST_MINUTE:
        yield _dated("DTEND", [first], min(minute + LASTS, LAST_MINUTE))


def _ruled(rule: str, minute: int | None) -> str:
    """A rule whose UNTIL is a day for all-day entries and a moment in UTC for others, as the standard wants it."""

    def until(found: re.Match[str]) -> str:
        if minute is None:
            return f"UNTIL={found[1]}"
        if found[2]:
            return found[0] if found[2].endswith("Z") else f"{_utc(found[1], found[2][1:])}"
        return _utc(found[1], "235959")

    return _UNTIL.sub(until, _CONTROL.sub("", rule.replace("\n", "")))


def _utc(day: str, clock: str) -> str:
    return f"UNTIL={datetime.strptime(day + clock, '%Y%m%d%H%M%S') - timedelta(hours=8):%Y%m%dT%H%M%SZ}"
