"""What a poster shows, as plain values: read once, laid out and painted in another process if need be."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

VIEWS = ("week", "month", "list")
PAPERS = ("a4", "a3", "chat", "chat_large")
COLOURS = ("series", "status")


class Item(NamedTuple):
    """A note on a poster. `cover` is a small JPEG or nothing; `ring` a shape of `rings`."""

    day: date | None
    account: int
    clock: str
    title: str
    series: str = ""
    palette: str = ""
    ring: str = ""
    status: str = ""
    owner: str = ""
    owner_color: str = ""
    cover: bytes = b""


class Lane(NamedTuple):
    """An account: how many notes it has here, and how many it should have (None: nobody asks)."""

    id: int
    name: str
    initial: str
    color: str
    planned: int = 0
    target: int | None = None


class Head(NamedTuple):
    """What a calendar says of a day."""

    day: date
    weekday: str
    lunar: str
    label: str
    kind: str
    badge: str
    quiet: bool
    rest: bool


class Stretch(NamedTuple):
    """A long occasion in one week of a month: columns `first`–`last`, lane from the top."""

    week: int
    first: int
    last: int
    lane: int
    name: str
    kind: str


class Key(NamedTuple):
    """One entry of the legend: a palette or a ring, and what it stands for."""

    what: str
    name: str
    n: int


@dataclass(frozen=True, slots=True)
class Look:
    """How a poster is drawn. `portrait` turns a sheet; a chat picture always stands. `outside`: for outsiders."""

    paper: str = "a4"
    portrait: bool = False
    colours: str = "series"
    dark: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Poster:
    """One poster; it may take several pages. `footer` is left, middle and right."""

    view: str
    title: str
    subtitle: str
    heads: tuple[Head, ...] = ()
    lanes: tuple[Lane, ...] = ()
    items: tuple[Item, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    series: tuple[Key, ...] = ()
    statuses: tuple[Key, ...] = ()
    footer: tuple[str, str, str] = ("", "", "")
    month: int = 0
    look: Look = field(default_factory=Look)
