"""What collisions are made of: notes as they are compared, the rules they are held against, what is found."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, Protocol

from xhsplanner.core import days, occasions, resources, text
from xhsplanner.core.model import Account, Offer, Series, Status
from xhsplanner.core.words import t

KINDS = (
    "quiet_day", "outside_window", "offer_over", "tone", "spacing", "day_capacity", "slot_capacity", "near_text",
    "same_series", "same_keyword",
)  # fmt: skip
"""Every kind, the gravest first: resources/platform/collisions.toml says how grave."""
IGNORED = "collision/"
"""Begins the rule key of a task that says that a collision is none."""
DAY = 24 * 60


class Severity(StrEnum):
    """How grave a collision is."""

    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


RANK = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.INFO: 2}


def limits(kind: str) -> Mapping[str, Any]:
    """One table of resources/platform/collisions.toml."""
    table: Mapping[str, Any] = resources.toml("platform", "collisions.toml")[kind]
    return table


@cache
def severity_of(kind: str) -> Severity:
    """How grave a kind is."""
    return Severity(limits(kind)["severity"])


def least_apart() -> int:
    """So many minutes should lie between two notes of an account, where it has no number of its own."""
    return int(text.facts("spacing")["warn"])


def speaks_on_quiet_days(palette: str | None) -> bool:
    """Whether a series sells nothing, by its palette: a quiet day is for marketing only."""
    return palette in text.facts("quiet_days")["palettes"]


class Planned(Protocol):
    """What coverage needs of a note; `core.model.Note` has it, and so may a light tuple."""

    @property
    def id(self) -> int: ...
    @property
    def account_id(self) -> int: ...
    @property
    def series_id(self) -> int | None: ...
    @property
    def topic_id(self) -> int | None: ...
    @property
    def day(self) -> date | None: ...
    @property
    def minute(self) -> int | None: ...
    @property
    def status(self) -> Status: ...
    @property
    def title(self) -> str: ...
    @property
    def occasion(self) -> str: ...


class Entry(NamedTuple):
    """A note as it is compared. `keywords` and `offers` are ids; `slot` names the occurrence it fills."""

    id: int
    uid: str
    account_id: int
    series_id: int | None
    day: date | None
    minute: int | None
    status: Status
    title: str
    occasion: str = ""
    code: str = ""
    keywords: tuple[int, ...] = ()
    offers: tuple[int, ...] = ()
    slot: object = None

    @property
    def name(self) -> str:
        """Its title, or its code."""
        return self.title or self.code

    @property
    def at(self) -> int | None:
        """The minute it goes out, counted from the first day there is; None without day or time."""
        return None if self.day is None or self.minute is None else self.day.toordinal() * DAY + self.minute


def entry_of(note: Planned) -> Entry:
    """A note without what it is linked to."""
    one = note.id, getattr(note, "uid", ""), note.account_id, note.series_id, note.day, note.minute, note.status
    return Entry(*one, note.title, note.occasion, getattr(note, "code", ""))


class DayTone(NamedTuple):
    """How a day asks to be spoken on: `tone` quiet, sober or "", and the name of the day that asks."""

    tone: str = ""
    name: str = ""
    ids: frozenset[str] = frozenset()
    """The occasions that a note of a quiet day may be about."""


PLAIN_DAY = DayTone()


@cache
def _mourning() -> frozenset[str]:
    return frozenset(limits("tone")["kinds"])


def tone_of(day: date) -> DayTone:
    """The tone of a day as the calendar knows it."""
    those = days.day_info(day).occasions
    quiet = [one for one in those if one.tone == occasions.QUIET]
    if quiet:
        return DayTone(occasions.QUIET, quiet[0].name, frozenset(one.id for one in quiet))
    sober = [
        one for one in those if one.tone == occasions.SOBER and one.kind in _mourning() and one.first == one.last
    ]
    return DayTone(occasions.SOBER, sober[0].name) if sober else PLAIN_DAY


def celebrates(occasion: str) -> bool:
    """Whether an occasion, by its id, is a joyful one."""
    found = occasions.by_id(occasion) if occasion else None
    return found is not None and found.tone == occasions.CELEBRATE


@dataclass(frozen=True, slots=True)
class Rules:
    """What notes are held against. `fun` and `sober` are the series that joke, and that sell nothing."""

    accounts: Mapping[int, Account] = field(default_factory=dict)
    series: Mapping[int, Series] = field(default_factory=dict)
    offers: Mapping[int, Offer] = field(default_factory=dict)
    keywords: Mapping[int, str] = field(default_factory=dict)
    capacities: Mapping[object, int] = field(default_factory=dict)
    tone: Callable[[date], DayTone] = tone_of
    celebrates: Callable[[str], bool] = celebrates
    spacing: int = field(default_factory=least_apart)
    fun: frozenset[int] = frozenset()
    sober: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls,
        accounts: Collection[Account],
        series: Collection[Series],
        offers: Collection[Offer] = (),
        keywords: Mapping[int, str] | None = None,
        **others: Any,
    ) -> "Rules":
        """The rules of a catalogue."""
        jokes = limits("tone")["fun"]
        return cls(
            {one.id: one for one in accounts},
            {one.id: one for one in series},
            {one.id: one for one in offers},
            keywords or {},
            fun=frozenset(one.id for one in series if one.palette in jokes),
            sober=frozenset(one.id for one in series if speaks_on_quiet_days(one.palette)),
            **others,
        )

    def apart(self, account_id: int) -> int:
        """So many minutes should lie between two notes of an account."""
        account = self.accounts.get(account_id)
        return self.spacing if account is None or account.spacing is None else account.spacing

    def per_day(self, account_id: int) -> int | None:
        """How many notes a day of an account holds; None for any number."""
        account = self.accounts.get(account_id)
        return account.per_day if account is not None else None

    def account(self, account_id: int) -> str:
        """What an account is called."""
        account = self.accounts.get(account_id)
        return account.name if account is not None else "?"


@dataclass(frozen=True, slots=True)
class Collision:
    """Notes that get in each other's way: one of KINDS.

    `key` and `values` name the sentence: put into words only where it is read, for there may be thousands.
    `settled`: all of them are out, nothing can be done any more. `about` are ids of what they share.
    """

    kind: str
    notes: tuple[int, ...]
    key: str
    values: Mapping[str, object]
    uids: tuple[str, ...] = ()
    day: date | None = None
    settled: bool = False
    about: tuple[int, ...] = ()

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return severity_of(self.kind)

    @property
    def message(self) -> str:
        """What is wrong, in the user's language."""
        return t(self.key, **self.values)

    @property
    def short(self) -> str:
        """The same in a few words, for where the notes themselves are seen."""
        return t(self.key.replace("collisions.", "collisions.short."), **self.values)

    @property
    def rule_key(self) -> str:
        """The rule key of the task that says it is none. Another note among them makes another collision."""
        return f"{IGNORED}{self.kind}/{'+'.join(sorted(self.uids))}"

    @property
    def order(self) -> tuple[object, ...]:
        """The gravest first, then by kind, day and notes."""
        return RANK[self.severity], KINDS.index(self.kind), self.day or date.min, self.notes


def outside_timer(entry: Entry, now: datetime) -> int:
    """-1 where the platform's timer could not take a note any more, 1 where not yet, 0 where it can now."""
    fact = text.facts("timer")
    if entry.day is None or entry.minute is None:
        return 0
    due = datetime.combine(entry.day, datetime.min.time()) + timedelta(minutes=entry.minute)
    ahead = due - now.replace(tzinfo=None)
    if ahead < timedelta(minutes=int(fact["least"])):
        return -1
    return 1 if ahead > timedelta(minutes=int(fact["limit"])) else 0
