"""What a day holds, read from indexes whatever the number of notes. See core/agenda."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from xhsplanner.core import agenda, days, leads, occasions, targets
from xhsplanner.core.agenda import Agenda, Uncovered
from xhsplanner.core.filter import Filter
from xhsplanner.core.leads import Lead, State, Task
from xhsplanner.core.model import NOT_PLANNED, CoverState, Member, Note, Role, Status
from xhsplanner.core.occasions import Occurrence
from xhsplanner.core.reminders import Facts
from xhsplanner.core.transitions import OPEN, overdue
from xhsplanner.store.engine import marks

if TYPE_CHECKING:
    from xhsplanner.store.store import Store

MOST = 120
"""Notes of one section that are read: a team has a handful, and whoever has more goes to the list."""
MOST_OF_OCCASION = 40
OFF = tuple(sorted(NOT_PLANNED))


class Reader:
    """Reads the sections of one day. `wanted` is the filter of the window: it goes for notes."""

    def __init__(self, store: "Store", now: datetime, day: date, wanted: Filter | None = None) -> None:
        self._store, self._now, self._day = store, now, day
        self._also, self._values = store.notes.matching(wanted)

    def _notes(self, where: str, params: Sequence[Any], most: int = MOST, order: str = "") -> list[Note]:
        """Notes under a condition on `note n`. The ids come first: they are told by the index alone."""
        order = order or "n.day, n.minute IS NULL, n.minute, n.id"
        sql = f"SELECT n.id FROM note n WHERE {where} AND {self._also} ORDER BY {order} LIMIT ?"
        ids = [row[0] for row in self._store.engine.rows(sql, (*params, *self._values, most))]
        return self._store.notes.get_many(ids)

    def of_day(self, day: date) -> list[Note]:
        """The planned notes of a day by time."""
        return self._notes(f"n.day = ? AND n.status NOT IN ({marks(len(OFF))})", (day.isoformat(), *OFF))

    def late(self) -> list[Note]:
        """What should be out by now and is not, the newest first."""
        since = self._day - timedelta(agenda.LATE_DAYS)
        where = f"n.day BETWEEN ? AND ? AND n.status IN ({marks(len(OPEN))})"
        days_ = (since.isoformat(), self._day.isoformat())
        order = "n.day DESC, n.minute IS NULL, n.minute, n.id"
        return [note for note in self._notes(where, (*days_, *OPEN), order=order) if overdue(note, self._now)]

    def maybe_waiting(self, member: Member | None) -> list[Note]:
        """The coming notes that may wait for a member: core/agenda judges."""
        span = (self._day.isoformat(), (self._day + timedelta(agenda.AHEAD)).isoformat())
        soon = (self._day + timedelta(agenda.SOON)).isoformat()
        asked = f"n.day BETWEEN ? AND ? AND n.cover_state IN ({marks(2)})"
        covers = (CoverState.REQUESTED, CoverState.IN_PROGRESS)
        review = ("n.day BETWEEN ? AND ? AND n.status = ?", (*span, Status.REVIEW))
        back = ("n.day BETWEEN ? AND ? AND n.status = ?", (*span, Status.CHANGES_REQUESTED))
        write = ("n.day BETWEEN ? AND ? AND n.status IN (?, ?)", (span[0], soon, *sorted(agenda.WRITING)))
        if member is None:
            return self._together([back, review, write, (asked, (span[0], soon, *covers))])
        own: list[tuple[str, Sequence[Any]]] = [
            (f"n.owner_id = ? AND {where}", (member.id, *params)) for where, params in (back, write)
        ]
        own.append((f"n.designer_id = ? AND {asked}", (member.id, *span, *covers)))
        undated = "n.owner_id = ? AND n.day IS NULL AND n.status = ?"
        own.append((undated, (member.id, Status.CHANGES_REQUESTED)))
        return self._together([*own, review] if member.role is Role.LEAD else own)

    def _together(self, queries: Iterable[tuple[str, Sequence[Any]]]) -> list[Note]:
        found = [note for where, params in queries for note in self._notes(where, params)]
        return list({note.id: note for note in found}.values())

    def open_between(self, first: date, last: date, *states: Status) -> list[Note]:
        """The notes of some days that are in one of these statuses, by time."""
        where = f"n.day BETWEEN ? AND ? AND n.status IN ({marks(len(states))})"
        return self._notes(where, (first.isoformat(), last.isoformat(), *states))

    def yesterday(self) -> tuple[date, list[Note]]:
        """Since the last working day: what may be out, and nobody said so."""
        first = agenda.last_worked(self._day)
        return first, self.open_between(first, self._day - timedelta(1), Status.APPROVED, Status.HANDED_OVER)

    def of_occasions(self, occurrences: Sequence[Occurrence]) -> list[Note]:
        """Notes that name one of these, or stand on one in a series that usually speaks on it."""
        if not occurrences:
            return []
        near = timedelta(leads.NEAR)
        span = ((occurrences[0].first - near).isoformat(), (occurrences[-1].last + near).isoformat())
        ids = sorted({one.id for one in occurrences})
        where = f"n.occasion IN ({marks(len(ids))}) AND n.occasion <> '' AND "
        found = [
            *self._raw(where + "n.day BETWEEN ? AND ?", (*ids, *span)),
            *self._raw(where + "n.day IS NULL", ids),
        ]
        by_palette: dict[str, list[int]] = {}
        for series in self._store.catalog.series():
            by_palette.setdefault(series.palette, []).append(series.id)
        for one in occurrences:
            mine = [i for palette in one.occasion.series for i in by_palette.get(palette, ())]
            if mine:
                standing = f"n.series_id IN ({marks(len(mine))}) AND n.day BETWEEN ? AND ? AND n.occasion = ''"
                days_ = (one.first.isoformat(), one.last.isoformat())
                found += self._raw(standing, (*mine, *days_), MOST_OF_OCCASION)
        return list({note.id: note for note in found}.values())

    def _raw(self, where: str, params: Sequence[Any], most: int = MOST) -> list[Note]:
        """Without the filter: an occasion is covered also where the filter hides who does."""
        sql = f"SELECT n.id FROM note n WHERE {where} ORDER BY n.day, n.id LIMIT ?"
        return self._store.notes.get_many([row[0] for row in self._store.engine.rows(sql, (*params, most))])


def coming(store: "Store", today: date) -> tuple[list[Lead], list[Uncovered]]:
    """The steps that coming occasions ask for, and the occasions that nobody planned for."""
    occurrences = occasions.between(today, today + timedelta(leads.HORIZON))
    notes = Reader(store, datetime.combine(today, datetime.min.time()), today).of_occasions(occurrences)
    series = store.catalog.series()
    found = leads.leads(occurrences, notes, series, today)
    rows = store.tasks.by_key([leads.skip_key(one) for one in occurrences])
    not_ours = [key for key, row in rows.items() if row.state is State.SKIPPED]
    briefs = {leads.occasion_key(one.occurrence): one.due for one in found if one.note is None}
    open_ = leads.uncovered(occurrences, notes, series, not_ours)
    return found, [Uncovered(one, briefs.get(leads.occasion_key(one))) for one in open_]


def tasks(store: "Store", found: Iterable[Lead], closed: bool = False) -> list[Task]:
    """Computed steps and people's own tasks; of the latter those that are done only with `closed`."""
    told = list(found)
    rows = store.tasks.by_key([one.rule_key for one in told])
    rows |= {row.rule_key: row for row in store.tasks.own(None if closed else State.OPEN)}
    return leads.laid(told, rows)


def mine(due: Iterable[Task], member: Member | None) -> list[Task]:
    """The tasks a member is told of: a lead of all, the others of theirs and nobody's. Without a note, none."""
    told = [one for one in due if one.kind == "own" or (one.lead and one.lead.note)]
    if member is None or member.role is Role.LEAD:
        return told
    return [one for one in told if one.owner_id in (None, member.id)]


def reminding(store: "Store", now: datetime) -> Facts:
    """What reminders are made of; for a member what is theirs, for a lead and for nobody everybody's."""
    member = store.catalog.member(store.actor) if store.actor is not None else None
    today = now.date()
    first, window = agenda.last_worked(today), timedelta(agenda.window_days())
    reader = Reader(store, now, today)
    everything = member is None or member.role is Role.LEAD

    def own(notes: Iterable[Note]) -> tuple[Note, ...]:
        return tuple(
            one for one in notes if everything or (member and member.id in (one.owner_id, one.designer_id))
        )

    review = reader.open_between(today, today + timedelta(agenda.SOON), Status.REVIEW) if everything else []
    return Facts(
        today,
        own(reader.open_between(first, today, *OPEN)),
        own(reader.open_between(first + timedelta(1) + window, today + window, *OPEN)),
        tuple(review),
        tuple(mine(tasks(store, coming(store, today)[0]), member)),
        {one.id: one.name for one in store.catalog.accounts(archived=True)},
    )


def read(store: "Store", now: datetime, day: date, wanted: Filter | None = None) -> Agenda:
    """Everything about a day. What is late, waits or is to be filled is told of today only, seen from now."""
    member = store.catalog.member(store.actor) if store.actor is not None else None
    reader = Reader(store, now, day, wanted)
    info, going = days.day_info(day), reader.of_day(day)
    places = tuple(one for one in store.slots.places(day, day) if wanted is None or one.admitted(wanted))
    if day != now.date():
        return Agenda(info, now, member, tuple(going), places=places if day > now.date() else ())
    since, out = reader.yesterday()
    told = {note.id for note in (*going, *out)}
    late = [note for note in reader.late() if note.id not in told]
    told |= {note.id for note in late}
    found, uncovered = coming(store, day)
    due = mine(tasks(store, found), member)
    accounts = [
        one.id for one in store.catalog.accounts() if not (wanted and wanted.accounts) or one.id in wanted.accounts
    ]
    week_end = targets.week_start(day) + timedelta(6)
    return Agenda(
        info,
        now,
        member,
        tuple(going),
        tuple(late),
        tuple(agenda.waiting(reader.maybe_waiting(member), member, day, told)),
        tuple(out),
        since,
        tuple(reader.of_day(day + timedelta(agenda.window_days()))),
        tuple(agenda.due_now(due, day)),
        tuple(uncovered),
        places,
        tuple(agenda.gaps(store.notes.last_days(week_end), accounts, store.catalog.series(), week_end)),
    )
