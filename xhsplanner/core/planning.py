"""What a plan is made with beside notes: saved views, templates, topics, own days, recurring places, relays.

As core/model: frozen values, days are `date`, minutes since midnight, ids of one workspace.
"""

from dataclasses import dataclass
from datetime import date

from xhsplanner.core.filter import NONE, Filter
from xhsplanner.core.model import Kind


@dataclass(frozen=True, slots=True)
class View:
    """A saved view (视图): a room with its filter (core/saved, JSON) and how it is arranged (`look`, JSON).

    `owner_id` is the member who saved it, whose list it stands first in; everybody sees it.
    """

    id: int
    uid: str
    name: str
    room: str
    filter: str = "{}"
    look: str = "{}"
    owner_id: int | None = None
    position: int = 0
    archived: bool = False


@dataclass(frozen=True, slots=True)
class NoteTemplate:
    """What a new note of a kind starts with (笔记模板). Its texts are plain; see ops/templates for placeholders."""

    id: int
    uid: str
    name: str
    series_id: int | None = None
    kind: Kind = Kind.PICTURES
    title: str = ""
    body: str = ""
    hashtags: str = ""
    remark: str = ""
    position: int = 0
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """An idea (选题). `heat` 0–100 of the team's own scale, `until` the last day it is worth anything."""

    id: int
    uid: str
    title: str
    heat: int = 0
    until: date | None = None
    series_id: int | None = None
    remark: str = ""
    owner_id: int | None = None
    archived: bool = False

    def stale(self, today: date) -> bool:
        """Whether its day is over."""
        return self.until is not None and self.until < today


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day of the team's own. `rule` as in resources/occasions, or `RRULE:… since day`; `days` its length.

    `series` are palettes and `lead` days before it by step (`brief=14 cover=7`), both separated by spaces; `source`
    names the calendar file and entry it was read from.
    """

    id: int
    uid: str
    name: str
    rule: str
    tone: str = "celebrate"
    remark: str = ""
    days: int = 1
    minute: int | None = None
    series: str = ""
    lead: str = ""
    source: str = ""
    position: int = 0
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Relay:
    """A note that goes out so many minutes after another and moves with it (接力)."""

    id: int
    uid: str
    note_id: int
    after_id: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Place:
    """One open place a slot gives (空栏位): `original` is the day of its rule, `day` where it stands."""

    slot_id: int
    account_id: int
    series_id: int | None
    original: date
    day: date
    minute: int | None
    title: str = ""
    template_id: int | None = None

    def admitted(self, wanted: Filter) -> bool:
        """Whether a filter lets it through: its account and its series are all it has."""
        series = NONE if self.series_id is None else self.series_id
        accounts_fit = not wanted.accounts or self.account_id in wanted.accounts
        return accounts_fit and (not wanted.series or series in wanted.series)
