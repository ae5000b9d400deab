"""Which ring a note wears, and how its time reads. Qt-free, shared by boards and panel."""

from datetime import datetime

from xhsplanner.core.model import Note, Status
from xhsplanner.core.transitions import overdue

OVERDUE = "overdue"
COMPLIANCE = "compliance"


def ring_state(note: Note, now: datetime, level: str = "") -> str:
    """Which ring a note wears: its status, `overdue` once its moment passed unpublished, or `compliance`.

    `level` is the review level a note in review has reached ("business" or "compliance").
    A note without a time is overdue when its day is over.
    """
    if overdue(note, now.replace(tzinfo=None)):
        return OVERDUE
    if note.status is Status.REVIEW and level == COMPLIANCE:
        return COMPLIANCE
    return note.status.value


def clock_text(minute: int | None) -> str:
    """`08:30` for 510; empty without a time."""
    return "" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"
