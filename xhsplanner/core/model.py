"""The nouns of the plan as frozen values. Words and rules: product model; rows: store/schema.

Days are `date`, times of day are minutes since midnight (0–1439), moments are ISO text to the millisecond.
Ids are row ids of one workspace; `uid` is the same row's name in every workspace.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self


class Status(StrEnum):
    """Where a note stands. Only the transition table (core/transitions) says which may follow which."""

    TODO = "todo"
    DRAFTING = "drafting"
    REVIEW = "review"
    APPROVED = "approved"
    HANDED_OVER = "handed_over"
    PUBLISHED = "published"
    CHANGES_REQUESTED = "changes_requested"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What a note is made of: pictures (图文) or a video (视频)."""

    PICTURES = "图文"
    VIDEO = "视频"


class CoverState(StrEnum):
    """How far a note's cover is."""

    NONE = "none"
    REQUESTED = "requested"
    IN_PROGRESS = "in_progress"
    DONE = "done"


class Role(StrEnum):
    """What a member does. Roles guide, they do not protect."""

    EDITOR = "editor"
    DESIGNER = "designer"
    LEAD = "lead"


NOT_PLANNED = frozenset({Status.CANCELLED, Status.ON_HOLD})
"""Statuses that do not count as planned in coverage, even with a day."""


@dataclass(frozen=True, slots=True)
class Account:
    """A member of the matrix. `color` is #RRGGBB, `initial` the character in its avatar.

    `spacing`: minutes between two of its notes, None for the usual; `per_day`: how many a day holds, None for any.
    """

    id: int
    uid: str
    name: str
    initial: str
    color: str
    followers: int | None = None
    bank: str = ""
    remark: str = ""
    handle: str = ""
    profile: str = ""
    position: int = 0
    archived: bool = False
    spacing: int | None = None
    per_day: int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A running column. `palette` names a colour set of the theme (wool, pitfall, worth, term, fans, fraud…).

    `brief` is text whose questions core/brief reads; where `numbered`, its notes count their episodes.
    """

    id: int
    uid: str
    name: str
    palette: str
    cadence_days: int | None = None
    template: str = ""
    hashtags: str = ""
    brief: str = ""
    product_class: str = ""
    collection: str = ""
    numbered: bool = False
    position: int = 0
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the team."""

    id: int
    uid: str
    name: str
    role: Role
    color: str
    position: int = 0
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Persona:
    """The character that speaks (IP 人设). `phrases` and `forbidden` are one a line; `color` #RRGGBB or ""."""

    id: int
    uid: str
    name: str
    account_id: int | None = None
    phrases: str = ""
    forbidden: str = ""
    color: str = ""
    brief: str = ""
    position: int = 0
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """So many notes of `per_week` an account should have.

    `series_id` None means any series, `weekday` (0 Monday) None any day; `since`/`until` inclusive or open.
    """

    id: int
    uid: str
    account_id: int
    series_id: int | None
    weekday: int | None
    per_week: float
    since: date | None = None
    until: date | None = None


class OfferState(StrEnum):
    """Where an offer is in its life on a day."""

    SOON = "soon"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Offer:
    """What the bank gives (权益), valid on the days `valid_from`–`valid_until`, both inclusive or open."""

    id: int
    uid: str
    name: str
    valid_from: date | None = None
    valid_until: date | None = None
    detail: str = ""
    series_id: int | None = None
    position: int = 0
    archived: bool = False

    def state(self, today: date) -> OfferState:
        """Whether it is still to come, running or over on a day."""
        if self.valid_from is not None and today < self.valid_from:
            return OfferState.SOON
        if self.valid_until is not None and today > self.valid_until:
            return OfferState.OVER
        return OfferState.RUNNING


@dataclass(frozen=True, slots=True)
class Keyword:
    """What people search for; `heat` is a number of the team's own scale, None where unknown."""

    id: int
    uid: str
    name: str
    heat: int | None = None
    remark: str = ""
    position: int = 0
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A label of notes and pictures; names are unique within a `group` (see TAG_GROUPS).

    `share` is the part of all notes that should carry it, 0–1, None for no target.
    """

    id: int
    uid: str
    group: str
    name: str
    parent_id: int | None = None
    color: str = ""
    share: float | None = None
    position: int = 0
    archived: bool = False


TAG_GROUPS = ("free", "kind", "audience", "scene", "funnel", "goal")
"""What tags are about: nothing fixed, content kind, audience, scene, stage of the funnel, goal."""


PRODUCTS = ("credit_card", "debit_card", "loan", "wealth", "deposit", "insurance")
"""Product classes the program has words for; a team may have others, kept as they are typed."""


class Form(StrEnum):
    """How a disclaimer is worded: in full, short, or for a picture."""

    LONG = "long"
    SHORT = "short"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Disclaimer:
    """The small print of a product class ("" is the general one) in one form; `{bank}` stands for the account's."""

    id: int
    uid: str
    product_class: str
    form: Form
    text: str
    position: int = 0
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """What a series is called on one account (合集)."""

    id: int
    uid: str
    account_id: int
    series_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Note:
    """One planned post of one account, without its long text (see NoteText)."""

    id: int
    uid: str
    code: str
    account_id: int
    title: str
    day: date | None = None
    minute: int | None = None
    series_id: int | None = None
    episode: int | None = None
    topic_id: int | None = None
    persona_id: int | None = None
    occasion: str = ""
    kind: Kind = Kind.PICTURES
    status: Status = Status.TODO
    held_from: Status | None = None
    owner_id: int | None = None
    designer_id: int | None = None
    cover_state: CoverState = CoverState.NONE
    remark: str = ""
    link: str = ""
    published_at: str | None = None
    source: str = ""
    cover_files: str = ""
    created_at: str = ""

    @property
    def locked(self) -> bool:
        """A published note is locked except for its results."""
        return self.status is Status.PUBLISHED

    @property
    def planned(self) -> bool:
        """Counts in coverage: dated, not cancelled, not on hold."""
        return self.day is not None and self.status not in NOT_PLANNED


class PlannedNote(NamedTuple):
    """As much of a dated note as coverage needs (core/collisions.Planned): thousands are read at a time."""

    id: int
    account_id: int
    title: str
    day: date
    minute: int | None
    series_id: int | None
    topic_id: int | None
    occasion: str
    status: Status

    @classmethod
    def of(cls, note: Note) -> Self:
        """The light row of a whole note that has a day."""
        return cls._make(getattr(note, name) for name in cls._fields)


@dataclass(frozen=True, slots=True)
class NoteText:
    """The long text of a note. `hashtags` is text as typed: `#信用卡 #避坑`; the rest is for videos."""

    body: str = ""
    hashtags: str = ""
    script: str = ""
    seconds: int | None = None
    video_file: str = ""


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture of the library; immutable, named by the SHA-256 of its bytes.

    `width` and `height` are upright pixels, `phash` a signed 64-bit perceptual hash, `focus` a point in 0–1.
    """

    id: int
    uid: str
    sha256: str
    name: str
    kind: str
    ext: str
    bytes: int
    width: int
    height: int
    phash: int | None = None
    colors: str = ""
    focus_x: float = 0.5
    focus_y: float = 0.5
    origin: str = ""
    rights_until: date | None = None
    added_at: str = ""
    trashed: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover of a note in one variant (3:4, 1:1, 4:3)."""

    id: int
    uid: str
    note_id: int
    variant: str
    template: str
    values: str = "{}"
    picture_id: int | None = None
    rendered_id: int | None = None
