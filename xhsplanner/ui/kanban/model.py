"""The kanban as values: its columns, the notes in them, what a move to one would do. Qt-free."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from xhsplanner.core import clock, transitions
from xhsplanner.core.filter import Filter
from xhsplanner.core.model import CoverState, Note, Status
from xhsplanner.core.words import t
from xhsplanner.ops import status as status_ops
from xhsplanner.ui.board.model import PLAIN, CardLook
from xhsplanner.ui.moves.links import relay_words
from xhsplanner.ui.widgets.states import OVERDUE, clock_text, ring_state

if TYPE_CHECKING:
    from xhsplanner.store.store import Store

BY = ("status", "owner", "series")
PERIODS = ("week", "two_weeks", "month", "days30", "undated", "all")
MOST = 500
"""Notes that `all` reads: the latest days, and as many without a day; more would hold up the window."""
MANY = 12
"""Where there are more columns, those that hold notes stand first: of 500 series nobody looks for the ten."""
ASIDE = frozenset({Status.CHANGES_REQUESTED, Status.ON_HOLD, Status.CANCELLED})
"""Statuses beside the usual way: their columns are narrower."""
FOLDED = frozenset({"status:on_hold", "status:cancelled"})
"""Columns that begin folded."""


class Face(NamedTuple):
    """All that the picture of a card depends on."""

    look: CardLook
    initial: str
    color: str
    account: str
    covered: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `value` is what its notes have in common, None for none of it."""

    key: str
    value: Status | int | None
    title: str
    ids: tuple[int, ...] = ()
    ring: str = ""
    initial: str = ""
    color: str = ""
    palette: str = ""
    narrow: bool = False
    folded: bool = False
    limit: int = 0

    @property
    def over(self) -> bool:
        """Whether more stand here than the team wants at a time."""
        return bool(self.limit) and len(self.ids) > self.limit


@dataclass(slots=True)
class Kanban:
    """What the room shows."""

    by: str = "status"
    columns: tuple[Column, ...] = ()
    faces: "Faces" = field(default_factory=lambda: Faces())
    accounts: int = 0
    cut: bool = False
    """Whether there are more notes than are shown."""
    overdue: int = 0

    def place_of(self, note_id: int) -> tuple[int, int] | None:
        """Column and place in it."""
        for number, column in enumerate(self.columns):
            if note_id in column.ids:
                return number, column.ids.index(note_id)
        return None


class Faces:
    """Cards by note, each made when it is first seen: of 500 some 60 are."""

    def __init__(
        self, notes: Iterable[Note] = (), make: Callable[[Note], Face] | None = None, before: "Faces | None" = None
    ) -> None:
        self.notes = {note.id: note for note in notes}
        self._make = make
        self._made: dict[int, Face] = {}
        self._before = before._made if before is not None else {}
        self._told: Mapping[int, tuple[str, ...]] = {}
        self._grave: Collection[int] = ()

    def tell(self, told: Mapping[int, tuple[str, ...]], grave: Collection[int]) -> bool:
        """What cards warn of, by note id, and which of it is grave; whether that is news."""
        changed = [one for one in {*told, *self._told} if told.get(one) != self._told.get(one)]
        self._told, self._grave = told, grave
        for one in changed:
            self._made.pop(one, None)
        return bool(changed)

    def __getitem__(self, note_id: int) -> Face:
        face = self._made.get(note_id)
        if face is None:
            assert self._make is not None
            face = self._make(self.notes[note_id])
            if note_id in self._told:
                warned = face.look._replace(warnings=self._told[note_id], grave=note_id in self._grave)
                face = face._replace(look=warned)
            old = self._before.pop(note_id, None)
            face = self._made[note_id] = old if old == face and old is not None else face
        return face


@dataclass(frozen=True, slots=True)
class Choices:
    """How a person wants to see it."""

    by: str = "status"
    period: str = "two_weeks"
    folded: frozenset[str] = FOLDED


def span(period: str, day: date) -> tuple[date, date] | None:
    """First and last day of a period around a day; None where days do not matter."""
    monday = day - timedelta(days=day.weekday())
    if period == "week":
        return monday, monday + timedelta(6)
    if period == "two_weeks":
        return monday, monday + timedelta(13)
    if period == "month":
        first = day.replace(day=1)
        return first, _next_month(first) - timedelta(1)
    return (day, day + timedelta(29)) if period == "days30" else None


def around(day: date) -> tuple[date, date]:
    """The days whose collisions are marked where the period has no end."""
    return day - timedelta(31), day + timedelta(31)


def _next_month(first: date) -> date:
    return (first + timedelta(31)).replace(day=1)


def stepped(period: str, day: date, by: int) -> date:
    """The day one period on or back; the same where days do not matter."""
    if period == "month":
        first = day.replace(day=1)
        return _next_month(first) if by > 0 else (first - timedelta(1)).replace(day=1)
    return day + timedelta({"week": 7, "two_weeks": 14, "days30": 30}.get(period, 0) * by)


def states() -> tuple[Status, ...]:
    """The columns by status: the usual way along the transition table, then what lies beside it."""
    way = [Status.TODO]
    while (there := transitions.allowed(way[-1])) and there[0] not in way:
        way.append(there[0])
    return (*way, *(one for one in Status if one not in way))


def load(
    store: "Store", choices: Choices, day: date, wanted: Filter | None = None, before: Faces | None = None
) -> Kanban:
    """Read the notes of a period and stand them in columns."""
    accounts = {account.id: account for account in store.catalog.accounts()}
    notes, cut = _notes(store, choices.period, day, set(accounts), wanted)
    covered = _covered(store, notes)
    now, relays = clock.now(), relay_words(store, [note.id for note in notes])

    def face(note: Note) -> Face:
        account = accounts[note.account_id]
        initial = account.initial or account.name[:1]
        look = _look(store, note, now, choices.by)._replace(relay=relays.get(note.id, ""))
        return Face(look, initial, account.color, account.name, note.id in covered)

    columns = _columns(store, choices, notes)
    overdue = sum(ring_state(note, now) == OVERDUE for note in notes)
    return Kanban(choices.by, columns, Faces(notes, face, before), len(accounts), cut, overdue)


def _notes(
    store: "Store", period: str, day: date, accounts: set[int], wanted: Filter | None
) -> tuple[list[Note], bool]:
    """By day, time and id, those without a day last; and whether there are more."""
    days = span(period, day)
    if not accounts:
        return [], False
    if days is not None:
        return store.notes.between(*days, accounts, wanted), False
    dated = store.notes.last(MOST, accounts, wanted) if period == "all" else []
    undated = [note for note in store.notes.backlog(MOST, wanted) if note.account_id in accounts]
    return [*dated, *undated], len(dated) == MOST or len(undated) == MOST


def _covered(store: "Store", notes: Sequence[Note]) -> set[int]:
    """Notes that have a cover: one is done, chosen, or a picture is there."""
    found = {note.id for note in notes if note.cover_state is CoverState.DONE}
    ids = [note.id for note in notes]
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        found |= store.notes.covers(part).keys() | store.notes.first_pictures(part).keys()
    return found


def _look(store: "Store", note: Note, now: datetime, by: str) -> CardLook:
    series, owner = store.catalog.series_by_id(note.series_id), store.catalog.member(note.owner_id)
    ring = ring_state(note, now)
    name, palette = (series.name, series.palette) if series else ("", "")
    who, color = (owner.name, owner.color) if owner else ("", "")
    tone, chip = palette, name
    if by == "series":  # its name stands above the column
        tone, chip = f"status:{ring}", t(f"status.{ring}")
    return CardLook(note, ring, palette, name, who[:1], color, (), PLAIN, tone, chip, who)


def _columns(store: "Store", choices: Choices, notes: Sequence[Note]) -> tuple[Column, ...]:
    limit = int(store.settings.get("kanban_limit")) if choices.by != "series" else 0
    rows = {"status": _by_status, "owner": _by_owner, "series": _by_series}[choices.by](store, notes)
    held: dict[object, list[int]] = {}
    for note in notes:
        held.setdefault(value_of(choices.by, note), []).append(note.id)
    if len(rows) > MANY:
        rows.sort(key=lambda row: row.value not in held)
    return tuple(
        replace(
            row,
            ids=tuple(held.get(row.value, ())),
            folded=row.key in choices.folded,
            limit=limit if _limited(row.value) else 0,
        )
        for row in rows
    )


def _limited(value: object) -> bool:
    """Whether a number of notes at work can be too many here: not what waits, and not what is done."""
    if isinstance(value, Status):
        return value in (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.CHANGES_REQUESTED)
    return value is not None


def value_of(by: str, note: Note) -> Status | int | None:
    """What of a note says which column it stands in."""
    return note.status if by == "status" else note.owner_id if by == "owner" else note.series_id


def _by_status(_store: "Store", _notes: Sequence[Note]) -> list[Column]:
    return [
        Column(f"status:{one}", one, t(f"status.{one}"), ring=one.value, narrow=one in ASIDE) for one in states()
    ]


def _by_owner(store: "Store", notes: Sequence[Note]) -> list[Column]:
    members = {one.id: one for one in store.catalog.members()}
    for note in notes:  # those who have left the team, while they still have notes
        member = store.catalog.member(note.owner_id)
        if member is not None:
            members.setdefault(member.id, member)
    return [Column("owner:", None, t("week.nobody"))] + [
        Column(f"owner:{one.uid}", one.id, one.name, initial=one.name[:1], color=one.color)
        for one in members.values()
    ]


def _by_series(store: "Store", notes: Sequence[Note]) -> list[Column]:
    known = {one.id: one for one in store.catalog.series()}
    for note in notes:
        series = store.catalog.series_by_id(note.series_id)
        if series is not None:
            known.setdefault(series.id, series)
    found = [Column(f"series:{one.uid}", one.id, one.name, palette=one.palette) for one in known.values()]
    return [*found, Column("series:", None, t("week.no_series"))]


def refusals(store: "Store", kanban: Kanban, notes: Sequence[Note]) -> Mapping[str, str]:
    """Why notes may not go to a column, by its key; columns they may go to are left out."""
    if store.read_only:
        return {column.key: store.read_only for column in kanban.columns}
    if kanban.by == "status":
        why = status_ops.refusals(store, notes)
        return {f"status:{state}": reason for state, reason in why.items()}
    locked = next((note for note in notes if note.locked), None)
    if locked is None:
        return {}
    reason = t("notes.locked", title=locked.title or locked.code)
    return {column.key: reason for column in kanban.columns}


def heading(kanban: Kanban, choices: Choices, day: date) -> tuple[str, str]:
    """Title and subtitle of the top bar: the days, and how many notes stand there."""
    days, count = span(choices.period, day), sum(len(column.ids) for column in kanban.columns)
    if days is None:
        title = t(f"setting.kanban_period_{choices.period}")
    else:
        first, last = days
        key = "week.span" if first.month == last.month else "week.span_months"
        title = t(key, m1=first.month, d1=first.day, m2=last.month, d2=last.day, y=last.year)
    parts = [t("kanban.latest", n=count) if kanban.cut else t("week.notes", n=count)]
    parts += [t("week.overdue", n=kanban.overdue)] if kanban.overdue else []
    return title, " · ".join(parts)


def when(note: Note) -> str:
    """Date and time on a card."""
    if note.day is None:
        return t("week.no_day")
    return " ".join(filter(None, (f"{note.day.month}/{note.day.day}", clock_text(note.minute))))


def spoken(kanban: Kanban, note_id: int) -> str:
    """A card in one sentence: title, column, account, day, series, owner, status."""
    face = kanban.faces[note_id]
    look, note = face.look, face.look.note
    parts = [note.title or t("week.untitled"), face.account, when(note), look.series, look.owner_name]
    parts.append(t(f"status.{note.status}"))
    if look.ring == OVERDUE:
        parts.append(t("week.is_overdue"))
    return t("week.comma").join(part for part in [*parts, look.relay, *look.warnings] if part)


def spoken_column(column: Column) -> str:
    """The head of a column in words."""
    words = t("kanban.column", title=column.title, n=len(column.ids))
    return words + (t("kanban.over", limit=column.limit) if column.over else "")
