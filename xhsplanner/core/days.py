"""What the calendar knows of a day: lunar day, solar term, days off, make-up workdays, occasions.

`day_info` answers from a cache. What the State Council has not published yet is never guessed.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from xhsplanner.core import lunar, occasions, resources
from xhsplanner.core.errors import Refused
from xhsplanner.core.lunar import Lunar
from xhsplanner.core.occasions import Occurrence
from xhsplanner.core.words import t

FIRST_NOTICE = 2007
"""The year of the first notice there is."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day. `off`: nobody works (weekends only where `published` is false).

    `rest` and `work` mark what the notice changes: 休 and 班. `holiday` is its name in the notice or "".
    """

    date: date
    lunar: Lunar | None
    term: str | None
    off: bool
    published: bool
    rest: bool
    work: bool
    holiday: str
    occasions: tuple[Occurrence, ...]

    @property
    def quiet(self) -> bool:
        """No marketing may go out on this day (静默日)."""
        return any(occurrence.tone == occasions.QUIET for occurrence in self.occasions)

    @property
    def sober(self) -> bool:
        """An occasion of this day is sober or quiet."""
        return any(occurrence.tone != occasions.CELEBRATE for occurrence in self.occasions)

    def badge(self) -> str:
        """休, 班 or empty, in the active language."""
        return t("days.off") if self.rest else t("days.work") if self.work else ""


@dataclass(frozen=True, slots=True)
class Label:
    """The chip of a day head: occasion, else term, else lunar day (`kind` "lunar", no chip colour)."""

    text: str
    kind: str
    tone: str
    occasion_id: str = ""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The notice of one year: `days` maps a day to (off?, name of the holiday); `papers` are its sources."""

    year: int
    papers: tuple[str, ...]
    days: Mapping[date, tuple[bool, str]]


def _span(text: str) -> Iterable[date]:
    first, _, last = text.partition("..")
    begin = date.fromisoformat(first)
    end = date.fromisoformat(last) if last else begin
    return (begin + timedelta(n) for n in range((end - begin).days + 1))


def _own_arrangements() -> list[Arrangement]:
    found: list[Arrangement] = []
    days: dict[date, tuple[bool, str]] = {}
    for line in resources.text("occasions", "arrangements.txt").splitlines():
        if not line or line.startswith("#"):
            continue
        word, *rest = line.split()
        if word == "year":
            days = {}
            found.append(Arrangement(int(rest[0]), tuple(rest[1:]), days))
        else:
            days |= dict.fromkeys(_span(rest[1]), (word == "off", rest[0]))
    return found


def read_arrangements(text: str) -> list[Arrangement]:
    """Notices from JSON: `{"2027": {"papers": [url…], "days": [{"date", "name", "off"}…]}}`.

    Years without papers or days are not published and left out. Raises Refused naming the bad item.
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(t("days.not_arrangements")) from error
    if not isinstance(said, dict):
        raise Refused(t("days.not_arrangements"))
    found = [_arrangement(str(year), entry) for year, entry in said.items()]
    return [one for one in found if one.papers and one.days]


def _arrangement(year: str, entry: Any) -> Arrangement:
    """One year of a file."""
    number = int(year) if re.fullmatch(r"\d{4}", year, re.ASCII) else 0
    rows: Any = entry.get("days") if isinstance(entry, dict) else None
    papers: Any = entry.get("papers") if isinstance(entry, dict) else None
    sound = isinstance(rows, list) and isinstance(papers, list) and len(rows) <= 366 and len(papers) <= 20
    if not FIRST_NOTICE <= number <= lunar.LAST.year or not sound:
        raise Refused(t("days.bad_year", year=year[:20]))
    if not all(isinstance(paper, str) and 0 < len(paper) <= 500 and paper.isprintable() for paper in papers):
        raise Refused(t("days.bad_papers", year=year))
    found: dict[date, tuple[bool, str]] = {}
    for place, item in enumerate(rows, 1):
        day, name, off = _item(item)
        if day is None or abs((day - date(number, 7, 1)).days) > 250 or day in found:
            raise Refused(t("days.bad_arrangement", year=year, n=place))
        found[day] = (off, name)
    return Arrangement(number, tuple(papers), found)


def _item(item: Any) -> tuple[date | None, str, bool]:
    """The day, name and kind of one item; the day is None where something about it is not right."""
    values = [item.get(key) for key in ("date", "name", "off")] if isinstance(item, dict) else [None] * 3
    day, name, off = values
    if not isinstance(day, str) or not isinstance(name, str) or not isinstance(off, bool):
        return None, "", False
    if not name.strip() or len(name) > 40 or not name.isprintable():
        return None, "", False
    try:
        return date.fromisoformat(day), name.strip(), off
    except ValueError:
        return None, "", False


class Calendar:
    """Days with what the notices say about them; `publish` adds the notice of a newer year."""

    def __init__(self, arrangements: Iterable[Arrangement] | None = None) -> None:
        self._given = arrangements
        self._years: dict[int, Arrangement] | None = None
        self._changed: dict[date, tuple[bool, str]] = {}
        self._days: dict[date, Day] = {}
        self._of = occasions.generation()

    def _load(self) -> dict[int, Arrangement]:
        if self._years is None:
            self._years = {}
            for arrangement in _own_arrangements() if self._given is None else self._given:
                self._add(self._years, arrangement)
        return self._years

    def _add(self, years: dict[int, Arrangement], arrangement: Arrangement) -> None:
        old = years.get(arrangement.year)
        for day in old.days if old else ():
            self._changed.pop(day, None)
        years[arrangement.year] = arrangement
        self._changed |= arrangement.days

    def publish(self, arrangement: Arrangement) -> None:
        """Take in the notice of a year; it replaces an earlier one of the same year."""
        self._add(self._load(), arrangement)
        self._days.clear()

    def unpublish(self, year: int) -> None:
        """Take a published notice away again; what the program itself knows of the year comes back."""
        years = self._load()
        gone = years.pop(year, None)
        for day in gone.days if gone else ():
            self._changed.pop(day, None)
        for arrangement in _own_arrangements() if self._given is None else self._given:
            # A notice names days of the years beside its own: whatever stood there before stands there again.
            if arrangement.year == year:
                years[year] = arrangement
            if abs(arrangement.year - year) <= 1 and arrangement.year in years:
                self._changed = {**years[arrangement.year].days, **self._changed}
        self._days.clear()

    def published(self) -> list[int]:
        """The years whose notice is known."""
        return sorted(self._load())

    def sources(self, year: int) -> tuple[str, ...]:
        """Where the arrangement of a year was published; empty where it is not."""
        arrangement = self._load().get(year)
        return arrangement.papers if arrangement else ()

    def info(self, day: date) -> Day:
        """All about one day."""
        if self._of != occasions.generation():
            self._of = occasions.generation()
            self._days.clear()
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._make(day)
        return found

    def _make(self, day: date) -> Day:
        published = day.year in self._load()
        off, holiday = self._changed.get(day, (None, "")) if published else (None, "")
        return Day(
            date=day,
            lunar=lunar.lunar(day),
            term=lunar.term(day),
            off=day.weekday() >= 5 if off is None else off,
            published=published,
            rest=off is True,
            work=off is False,
            holiday=holiday,
            occasions=occasions.on(day),
        )


calendar = Calendar()
"""The calendar of this process; a workspace's own notices are published into it when it is opened."""

day_info = calendar.info


def days(first: date, last: date) -> list[Day]:
    """The days from `first` to `last`, both inclusive. Raises Refused where they are the wrong way round."""
    if first > last:
        raise Refused(t("days.backwards", start=first, end=last))
    return [day_info(first + timedelta(n)) for n in range((last - first).days + 1)]


def label(day: date) -> Label:
    """The chip of a day: the first occasion that begins on it, else its lunar day.

    A long occasion (a week, a month) is shown on its first day only.
    """
    info = day_info(day)
    for occurrence in info.occasions:
        if occurrence.first == day or occurrence.tone == occasions.QUIET:
            return Label(occurrence.occasion.short, occurrence.kind, occurrence.tone, occurrence.id)
    return Label(info.lunar.label() if info.lunar else "", "lunar", "")


def is_rest(day: date) -> bool:
    """Whether the State Council's notice makes this day a day off (an ordinary weekend is not)."""
    return day_info(day).rest


def is_quiet(day: date) -> bool:
    """Whether this is a quiet day: no marketing."""
    return day_info(day).quiet


def parse_day(text: str) -> date:
    """An ISO day of 1901–2100 as a user writes it. Raises Refused with one sentence."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(t("days.bad_day", text=text)) from error
    if not lunar.FIRST <= day <= lunar.LAST:
        raise Refused(t("days.outside"))
    return day
