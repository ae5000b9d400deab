"""Which status may follow which: the table of resources/platform/transitions.toml and overdue notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Protocol

from xhsplanner.core import resources
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Role, Status
from xhsplanner.core.words import t

OPEN = (
    Status.TODO,
    Status.DRAFTING,
    Status.REVIEW,
    Status.APPROVED,
    Status.HANDED_OVER,
    Status.CHANGES_REQUESTED,
)
"""Before published, neither on hold nor cancelled."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: who may lead a note from `source` to `target`, and what it needs."""

    source: Status
    target: Status
    roles: frozenset[Role]
    needs: tuple[str, ...]


@cache
def table(held_from: Status = Status.TODO) -> tuple[Transition, ...]:
    """Every transition; a note on hold returns to `held_from`. Raises ValueError for a wrong row."""
    found: list[Transition] = []
    for row in resources.toml("platform", "transitions.toml")["transition"]:
        sources = OPEN if row["from"] == "any open" else (Status(row["from"]),)
        target = held_from if row["to"] == "held" else Status(row["to"])
        roles = frozenset(map(Role, row["roles"]))
        found += [Transition(source, target, roles, tuple(row.get("needs", ()))) for source in sources]
    return tuple(found)


def _find(status: Status, held_from: Status | None, target: Status) -> Transition | None:
    rows = table(held_from or Status.TODO)
    return next((row for row in rows if row.source is status and row.target is target), None)


def allowed(status: Status, held_from: Status | None = None, role: Role | None = None) -> tuple[Status, ...]:
    """The statuses that may follow, the usual next step first; `role` None asks for every role."""
    rows = table(held_from or Status.TODO)
    return tuple(row.target for row in rows if row.source is status and (role is None or role in row.roles))


def check(
    status: Status,
    target: Status,
    *,
    held_from: Status | None = None,
    role: Role | None = None,
    facts: Mapping[str, bool] | None = None,
) -> None:
    """Pass where the note may go from `status` to `target`, else raise Refused with one sentence.

    `role` None does not ask who. `facts` tells which needs are met (title, day, text, approvals); a need it does
    not name is not asked for.
    """
    row = _find(status, held_from, target)
    to = t(f"status.{target}")
    if row is None:
        raise Refused(t("status.not_allowed", from_=t(f"status.{status}"), to=to))
    if role is not None and role not in row.roles:
        names = t("status.or").join(t(f"role.{one}") for one in Role if one in row.roles)
        raise Refused(t("status.not_your_role", to=to, roles=names))
    for need in row.needs:
        if facts is not None and not facts.get(need, True):
            raise Refused(t(f"status.needs_{need}", to=to))


class Dated(Protocol):
    """What `overdue` needs of a note."""

    @property
    def day(self) -> date | None: ...
    @property
    def minute(self) -> int | None: ...
    @property
    def status(self) -> Status: ...


def overdue(note: Dated, now: datetime) -> bool:
    """Whether the note's moment has passed and it is still to be published; without a time, its day counts."""
    if note.day is None or note.status not in OPEN:
        return False
    start = datetime.combine(note.day, time())
    due = start + (timedelta(days=1) if note.minute is None else timedelta(minutes=note.minute))
    return now >= due if note.minute is None else now > due
