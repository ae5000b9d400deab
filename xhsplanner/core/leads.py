"""Lead times (提前量): by when the steps of a note for an occasion are due, and which occasions nobody planned for.

Nothing here is stored. A row of `task` exists only once somebody touched a step: said done, skipped, handed on or
put off; `laid` brings both together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from xhsplanner.core import occasions
from xhsplanner.core.model import NOT_PLANNED, CoverState, Note, Series, Status
from xhsplanner.core.occasions import Occurrence

STEPS = ("brief", "cover", "review", "approved")
"""The steps of a note, the first due first."""
NEAR = 45
"""A note that names an occasion means the one so many days around its day, not last year's."""
HORIZON = 45
"""So many days ahead occasions are looked at."""
_ORDER = (Status.TODO, Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.HANDED_OVER, Status.PUBLISHED)
_REACHED = {"brief": Status.DRAFTING, "review": Status.REVIEW, "approved": Status.APPROVED}
_COVER_AT = Status.HANDED_OVER


class State(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row of `task`: somebody's own task (kind `own`), or a computed one that was touched.

    `due` of a touched one is the day it was put off to, None where its own day holds.
    """

    id: int
    uid: str
    kind: str
    subject: str
    rule_key: str
    due: date | None
    owner_id: int | None
    state: State
    title: str = ""
    done_at: str | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """One step that an occasion asks for: of a note, or of nobody's yet (`note` None, only the brief)."""

    step: str
    due: date
    occurrence: Occurrence
    note: Note | None = None

    @property
    def rule_key(self) -> str:
        """What names it, however often it is computed."""
        if self.note is not None:
            return f"lead/{self.step}/{self.note.uid}"
        return f"lead/{self.step}/{occasion_key(self.occurrence)}"

    @property
    def subject(self) -> str:
        """The uid of its note, or the id of its occasion."""
        return self.note.uid if self.note is not None else self.occurrence.id


@dataclass(frozen=True, slots=True)
class Task:
    """A task as it is shown: a computed step, perhaps touched, or one's own."""

    key: str
    kind: str
    due: date | None
    owner_id: int | None
    state: State
    lead: Lead | None = None
    row: TaskRow | None = None


def occasion_key(occurrence: Occurrence) -> str:
    """The name of an occasion in one year."""
    return f"{occurrence.id}@{occurrence.first.isoformat()}"


def skip_key(occurrence: Occurrence) -> str:
    """The rule key under which a team says that an occasion is not for it."""
    return f"occasion/{occasion_key(occurrence)}"


def means(note: Note, occurrence: Occurrence, palettes: Mapping[int, str]) -> bool:
    """Whether a note is for an occasion: it names it, or stands on it in a series that usually speaks on it."""
    day = note.day
    if note.occasion:
        near = timedelta(NEAR)
        close = day is None or occurrence.first - near <= day <= occurrence.last + near
        return note.occasion == occurrence.id and close
    if day is None or not occurrence.first <= day <= occurrence.last:
        return False
    return palettes.get(note.series_id or 0) in occurrence.occasion.series


def _may_mean(notes: Iterable[Note]) -> Callable[[Occurrence], list[Note]]:
    """By occasion the few notes that may be for it: those that name it, and on its days those that name none."""
    named: dict[str, list[Note]] = {}
    standing: dict[date, list[Note]] = {}
    for note in notes:
        if note.occasion:
            named.setdefault(note.occasion, []).append(note)
        elif note.day is not None:
            standing.setdefault(note.day, []).append(note)

    def of(occurrence: Occurrence) -> list[Note]:
        days = ((occurrence.first + timedelta(n)) for n in range((occurrence.last - occurrence.first).days + 1))
        return [*named.get(occurrence.id, ()), *(note for day in days for note in standing.get(day, ()))]

    return of


def beyond(note: Note, step: str) -> bool:
    """Whether a note has left a step behind it; where it was sent back, it stands before the review again."""
    if step == "cover" and note.cover_state is CoverState.DONE:
        return True
    status = Status.DRAFTING if note.status is Status.CHANGES_REQUESTED else note.status
    return _ORDER.index(status) >= _ORDER.index(_REACHED.get(step, _COVER_AT))


def leads(
    occurrences: Iterable[Occurrence], notes: Iterable[Note], series: Sequence[Series], today: date
) -> list[Lead]:
    """The steps that are not behind yet, by day: of notes for these occasions, else the brief of the occasion.

    A note whose day is over, or that is off the plan, has no steps left. An occasion without a note asks for one
    only where the team has a series that usually speaks on it.
    """
    palettes = {one.id: one.palette for one in series}
    mine = {one.palette for one in series if not one.archived}
    may = _may_mean(notes)
    found: list[Lead] = []
    seen: set[int] = set()
    for occurrence in occurrences:
        if occurrence.tone == occasions.QUIET:
            continue
        own = [n for n in may(occurrence) if means(n, occurrence, palettes) and n.status not in NOT_PLANNED]
        for note in own:
            if note.id not in seen and (note.day is None or note.day >= today):
                seen.add(note.id)
                found += _steps(note, occurrence)
        asked = "brief" in occurrence.occasion.lead and mine & set(occurrence.occasion.series)
        if not own and asked and occurrence.first >= today:
            found.append(Lead("brief", occurrence.due("brief"), occurrence))
    return sorted(found, key=lambda one: (one.due, STEPS.index(one.step), one.rule_key))


def _steps(note: Note, occurrence: Occurrence) -> list[Lead]:
    """What is left of one note: counted from its own day, or from the occasion's where it has none."""
    start = note.day or occurrence.first
    lead = occurrence.occasion.lead
    return [
        Lead(step, start - timedelta(lead[step]), occurrence, note)
        for step in STEPS
        if step in lead and not beyond(note, step)
    ]


def uncovered(
    occurrences: Iterable[Occurrence], notes: Iterable[Note], series: Sequence[Series], skipped: Iterable[str] = ()
) -> list[Occurrence]:
    """The occasions worth it that nobody planned for, by day: leading ones, terms, those of our series.

    Quiet days ask for no marketing; `skipped` are the rule keys of those that are not for this team.
    """
    palettes = {one.id: one.palette for one in series}
    mine = {one.palette for one in series if not one.archived}
    may = _may_mean(note for note in notes if note.status not in NOT_PLANNED)
    not_ours = set(skipped)

    def wanted(one: Occurrence) -> bool:
        occasion = one.occasion
        if one.tone == occasions.QUIET or skip_key(one) in not_ours:
            return False
        worth = occasion.rank == 1 or one.kind == "solar_term" or bool(mine & set(occasion.series))
        return worth and not any(means(note, one, palettes) for note in may(one))

    return [one for one in occurrences if wanted(one)]


def laid(found: Iterable[Lead], rows: Mapping[str, TaskRow]) -> list[Task]:
    """Computed steps with what was said of them, and one's own tasks, by day (those without one last)."""
    tasks = []
    for lead in found:
        row = rows.get(lead.rule_key)
        note = lead.note
        usual = None if note is None else note.designer_id if lead.step == "cover" else note.owner_id
        due = (row.due if row else None) or lead.due
        owner = row.owner_id if row and row.owner_id is not None else usual
        tasks.append(Task(lead.rule_key, "lead", due, owner, row.state if row else State.OPEN, lead, row))
    for row in rows.values():
        if row.kind == "own":
            tasks.append(Task(row.rule_key, "own", row.due, row.owner_id, row.state, None, row))
    return sorted(tasks, key=lambda one: (one.due or date.max, one.kind, one.key))
