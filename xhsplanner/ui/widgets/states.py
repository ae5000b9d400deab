"""Which ring a note wears, and how its time reads. Qt-free, shared by boards and panel."""

from datetime import datetime, time

from xhsplanner.core.model import Note, Status

OVERDUE = "overdue"
COMPLIANCE = "compliance"
NEVER_OVERDUE = frozenset({Status.PUBLISHED, Status.CANCELLED, Status.ON_HOLD})


def ring_state(note: Note, now: datetime, level: str = "") -> str:
    """Which ring a note wears: its status, `overdue` once its moment passed unpublished, or `compliance`.

    `level` is the review level a note in review has reached ("business" or "compliance").
    A note without a time is overdue when its day is over.
    """
    if note.day is not None and note.status not in NEVER_OVERDUE:
        last = time.max if note.minute is None else time(note.minute // 60, note.minute % 60)
        if datetime.combine(note.day, last) < now.replace(tzinfo=None):
            return OVERDUE
    if note.status is Status.REVIEW and level == COMPLIANCE:
        return COMPLIANCE
    return note.status.value


def clock_text(minute: int | None) -> str:
    """`08:30` for 510; empty without a time."""
    return "" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"
