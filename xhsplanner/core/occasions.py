"""Festivals, solar terms, shopping days, industry and memorial days: a table in resources, expanded by year.

A row's `rule` says how its day is found; the head of resources/occasions/occasions.toml lists the forms.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from xhsplanner.core import lunar, resources, ruled_days
from xhsplanner.core.words import words

CELEBRATE, SOBER, QUIET = "celebrate", "sober", "quiet"
FIXED, ANNOUNCED, ESTIMATED = "fixed", "announced", "estimated"
OWN = "own"
"""The kind of a team's own days; their ids are `own/<uid>`."""
KINDS = ("festival", "statutory", "memorial", "shopping", OWN, "solar_term", "industry", "platform")
"""Kinds in the order they win where two share a day and a rank."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Occasion:
    """One row of the table. `series`: palettes; `lead`: days before it by step; `days`: its length.

    `angle` is one sentence about it, `source` where the fact is from; `minute` and `remark` have only own days.
    """

    id: str
    zh: str
    en: str
    kind: str
    rule: str
    tone: str = CELEBRATE
    confidence: str = FIXED
    days: int = 1
    since: int = 1
    until: int = 9999
    rank: int = 2
    short_zh: str = ""
    short_en: str = ""
    series: tuple[str, ...] = ()
    lead: Mapping[str, int] = field(default_factory=dict, hash=False)
    angle_zh: str = ""
    angle_en: str = ""
    source: str = ""
    minute: int | None = None

    @property
    def angle(self) -> str:
        """What could be said about it, in the active language."""
        return self.angle_zh if words.language == "zh_CN" else self.angle_en

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return self.zh if words.language == "zh_CN" else self.en

    @property
    def short(self) -> str:
        """Its name for a chip, in the active language."""
        return (self.short_zh or self.zh) if words.language == "zh_CN" else (self.short_en or self.en)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An occasion in one year, from its first to its last day, both inclusive."""

    occasion: Occasion
    first: date
    last: date

    @property
    def id(self) -> str:
        return self.occasion.id

    @property
    def name(self) -> str:
        return self.occasion.name

    @property
    def kind(self) -> str:
        return self.occasion.kind

    @property
    def tone(self) -> str:
        return self.occasion.tone

    @property
    def confidence(self) -> str:
        return self.occasion.confidence

    def due(self, step: str) -> date:
        """The day by which a step (brief, cover, review, approved) is due; KeyError for another."""
        return self.first - timedelta(self.occasion.lead[step])


def _month_day(year: int, text: str) -> date:
    month, day = map(int, text.split("-"))
    return date(year, month, day)


def _fixed(year: int, words_: Sequence[str]) -> Iterator[date]:
    yield _month_day(year, words_[0])


def _lunar(year: int, words_: Sequence[str]) -> Iterator[date]:
    month, day = map(int, words_[0].split("-"))
    for lunar_year in (year - 1, year):
        found = lunar.gregorian(lunar_year, month, day)
        if found and found.year == year:
            yield found


def _term(year: int, words_: Sequence[str]) -> Iterator[date]:
    found = lunar.term_day(year, words_[0])
    if found:
        yield found


def _on_or_after(day: date, weekday: str) -> date:
    return day + timedelta((_WEEKDAYS.index(weekday) - day.weekday()) % 7)


def _nth(year: int, words_: Sequence[str]) -> Iterator[date]:
    month, n = int(words_[0]), int(words_[2])
    # The nth from the end is counted back from the first one of the next month.
    start = date(year, month, 1) if n > 0 else date(year + month // 12, month % 12 + 1, 1)
    found = _on_or_after(start, words_[1]) + timedelta(weeks=n - 1 if n > 0 else n)
    if found.month == month:
        yield found


def _from(year: int, words_: Sequence[str]) -> Iterator[date]:
    start = _month_day(year, words_[0])
    yield start if words_[1] == "any" else _on_or_after(start, words_[1])


def _monthly(year: int, words_: Sequence[str]) -> Iterator[date]:
    for month in range(1, 13):
        with suppress(ValueError):
            yield date(year, month, int(words_[0]))


def _dates(year: int, words_: Sequence[str]) -> Iterator[date]:
    yield from (day for day in map(date.fromisoformat, words_) if day.year == year)


_FINDERS: dict[str, tuple[Callable[[int, Sequence[str]], Iterator[date]], int]] = {
    "fixed": (_fixed, 1),
    "lunar": (_lunar, 1),
    "term": (_term, 1),
    "nth": (_nth, 3),
    "from": (_from, 2),
    "monthly": (_monthly, 1),
    "dates": (_dates, 0),
}


def starts(occasion: Occasion, year: int) -> list[date]:
    """The days in a Gregorian `year` the occasion begins on (a lunar day can fall in it twice or never).

    The rule of an own day may be a recurring one, see ruled_days. Raises KeyError or ValueError for a rule that is
    none of these forms.
    """
    if not occasion.since <= year <= occasion.until:
        return []
    if occasion.rule.startswith(ruled_days.MARK):
        return ruled_days.in_year(occasion.rule, year, occasion.minute)
    form, *rest = occasion.rule.split()
    finder, arity = _FINDERS[form]
    offset = timedelta(int(rest[arity])) if arity and len(rest) > arity else timedelta()
    return [day + offset for day in finder(year, rest)]


def _occasion(row: Mapping[str, Any], lead: Mapping[str, int]) -> Occasion:
    values = dict(row) | {"series": tuple(row.get("series", ())), "lead": {**lead, **row.get("lead", {})}}
    return Occasion(**values)


@cache
def table() -> tuple[Occasion, ...]:
    """Every row of the table, in its order."""
    data = resources.toml("occasions", "occasions.toml")
    return tuple(_occasion(row, data["lead"]) for row in data["occasion"])


def checked() -> date:
    """The day on which the table was last gone over."""
    return date.fromisoformat(resources.toml("occasions", "occasions.toml")["checked"])


def usual_lead() -> Mapping[str, int]:
    """The lead times of an occasion that has none of its own."""
    found: Mapping[str, int] = resources.toml("occasions", "occasions.toml")["lead"]
    return found


class _Own:
    """The own days of the workspaces that are open, by owner; those of the one that published last count."""

    def __init__(self) -> None:
        self.by_owner: dict[int, tuple[Occasion, ...]] = {}
        self.generation = 0

    def renew(self) -> None:
        """Other own days count: what was computed before is stale."""
        self.generation += 1
        _year.cache_clear()


_own = _Own()


def publish(owner: int, rows: Iterable[Occasion]) -> None:
    """Let the own days of a workspace stand among the occasions, until it withdraws them or another publishes."""
    before = own()
    _own.by_owner.pop(owner, None)
    _own.by_owner[owner] = tuple(rows)
    if own() != before:
        _own.renew()


def withdraw(owner: int) -> None:
    """Take the own days of a workspace away."""
    before = own()
    if _own.by_owner.pop(owner, None) is not None and own() != before:
        _own.renew()


def generation() -> int:
    """Changes whenever other own days count: what was computed before is then stale."""
    return _own.generation


def own() -> tuple[Occasion, ...]:
    """The own days that count, archived ones too: those have `until` 0."""
    return next(reversed(_own.by_owner.values()), ()) if _own.by_owner else ()


def by_id(id_: str) -> Occasion | None:
    """The newest row with this id (a day that was renamed has several), or None."""
    rows = own() if id_.startswith(f"{OWN}/") else table()
    return next((row for row in reversed(rows) if row.id == id_), None)


def _weight(occurrence: Occurrence) -> tuple[bool, bool, int, int]:
    occasion = occurrence.occasion
    return occasion.tone != QUIET, occasion.days > 1, occasion.rank, KINDS.index(occasion.kind)


@lru_cache(maxsize=256)
def _year(year: int, _generation: int) -> Mapping[date, tuple[Occurrence, ...]]:
    found: dict[date, list[Occurrence]] = {}
    for occasion in (*table(), *own()):
        for first in starts(occasion, year):
            occurrence = Occurrence(occasion, first, first + timedelta(occasion.days - 1))
            for day in range(occasion.days):
                found.setdefault(first + timedelta(day), []).append(occurrence)
    return {day: tuple(sorted(those, key=_weight)) for day, those in found.items()}


def on(day: date) -> tuple[Occurrence, ...]:
    """The occasions of a day, the most telling first: quiet days, then rank, then kind; long ones last."""
    if not lunar.FIRST <= day <= lunar.LAST:
        return ()
    found = _year(day.year, _own.generation).get(day, ())
    near = [_year(year, _own.generation).get(day, ()) for year in (day.year - 1, day.year + 1) if _near(day, year)]
    extra = [occurrence for those in near for occurrence in those]
    return tuple(sorted((*found, *extra), key=_weight)) if extra else found


def _near(day: date, year: int) -> bool:
    """Whether an occasion that begins in `year` could reach over New Year to `day`: none lasts longer than 60 days.

    One of the next year begins before New Year only by the days its rule takes off."""
    if not lunar.FIRST.year <= year <= lunar.LAST.year:
        return False
    return day.month <= 2 if year < day.year else day.month >= 11


def between(first: date, last: date) -> list[Occurrence]:
    """The occasions that begin from `first` to `last`, both inclusive, by day."""
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return [occurrence for day in days for occurrence in on(day) if occurrence.first == day]
