"""Moments of a calendar file in the team's own time. Zones: by name, by Outlook's, else as the file defines."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from xhsplanner.core import lunar
from xhsplanner.exchange.ics.lines import Component, Line

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOST_OBSERVANCES = 200
_MOMENT = re.compile(r"(\d{8})(?:T(\d{4})(\d{2})?(Z?))?", re.ASCII)
_DURATION = re.compile(r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?")


class Zones:
    """The zones one calendar speaks of. `unknown` names those nobody knows: their times are taken as ours."""

    def __init__(self, calendar: Component) -> None:
        self._given = {part.text("TZID"): part for part in calendar.parts if part.name == "VTIMEZONE"}
        self._known: dict[str, tzinfo] = {}
        self.unknown: set[str] = set()

    def zone(self, name: str) -> tzinfo:
        """The zone of a TZID."""
        if name not in self._known:
            found = _named(name) or _defined(self._given.get(name))
            if found is None:
                self.unknown.add(name)
            self._known[name] = found or SHANGHAI
        return self._known[name]

    def moment(self, value: str, name: str) -> date | datetime:
        """A day, or a moment in the zone it was written in. Raises ValueError for no date of 1901–2100."""
        match = _MOMENT.fullmatch(value.strip())
        if match is None:
            raise ValueError(value)
        day = datetime.strptime(match[1], "%Y%m%d").date()
        if not lunar.FIRST < day < lunar.LAST:
            raise ValueError(value)
        if match[2] is None:
            return day
        clock = datetime.strptime(match[1] + match[2], "%Y%m%d%H%M")
        return clock.replace(tzinfo=UTC if match[4] else self.zone(name) if name else SHANGHAI)

    def of(self, line: Line) -> date | datetime:
        """The moment of a property. Raises ValueError."""
        return self.moment(line.value, line.params.get("TZID", ""))

    def every(self, lines: Iterable[Line]) -> list[date | datetime]:
        """The moments of EXDATE or RDATE properties; of a period its begin. What is no date is left out."""
        found: list[date | datetime] = []
        for line in lines:
            for value in line.value.split(","):
                try:
                    found.append(self.moment(value.partition("/")[0], line.params.get("TZID", "")))
                except ValueError:
                    continue
        return found


def ours(moment: date | datetime) -> datetime | date:
    """A moment in the team's own time; a day stays the day."""
    return moment.astimezone(SHANGHAI) if isinstance(moment, datetime) else moment


def our_day(moment: date | datetime) -> date:
    """The day in the team's own time."""
    return moment.astimezone(SHANGHAI).date() if isinstance(moment, datetime) else moment


def duration(text: str) -> timedelta:
    """A duration as RFC 5545 writes it. Raises ValueError."""
    match = _DURATION.fullmatch(text.strip().upper())
    if match is None:
        raise ValueError(text)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    found = timedelta(days=7 * weeks + days, hours=hours, minutes=minutes, seconds=seconds)
    return -found if match[1] == "-" else found


def _named(name: str) -> tzinfo | None:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    # Some products write a path before the name: /freeassociation.sourceforge.net/Asia/Tokyo.
    for key in (name, WINDOWS_TO_OLSON.get(name, ""), "/".join(name.split("/")[-2:])):
        if key and len(key) <= 100:
            try:
                return ZoneInfo(key)
            except (ValueError, OSError, KeyError):
                continue
    return None


def _defined(given: Component | None) -> tzinfo | None:
    """A zone as the file itself defines it. Only rules by the year: others would be counted out without end."""
    if given is None or len(given.parts) > MOST_OBSERVANCES:
        return None
    from icalendar import Timezone

    text = ["BEGIN:VTIMEZONE", "TZID:x"]
    for part in given.parts:
        if part.name not in ("STANDARD", "DAYLIGHT"):
            continue
        rules = [line.value.upper() for line in part.every("RRULE")]
        if not all("FREQ=YEARLY" in rule and "BYSECOND" not in rule and "BYMINUTE" not in rule for rule in rules):
            return None
        kept = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE")
        lines = [f"{line.name}:{line.value}" for line in part.lines if line.name in kept]
        text += [f"BEGIN:{part.name}", *lines, f"END:{part.name}"]
    try:
        zone = Timezone.from_ical("\r\n".join([*text, "END:VTIMEZONE", ""]))
        found: tzinfo | None = zone.to_tz() if isinstance(zone, Timezone) else None
        if found is None:
            return None
        datetime(2026, 12, 1, tzinfo=found).utcoffset()
    except Exception:  # whatever a foreign definition does to a library: the zone is then unknown
        return None
    return found
