"""The only writers of a note's status, along the transition table."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from xhsplanner.core import clock, transitions
from xhsplanner.core.change import Change
from xhsplanner.core.clock import stamp
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Kind, Note, NoteText, Role, Status
from xhsplanner.core.words import t
from xhsplanner.ops.steady import steady
from xhsplanner.store.store import Store

LINK = re.compile(r"https?://\S+\Z", re.IGNORECASE)


def acting_role(store: Store) -> Role:
    """The role of who acts; without a member nobody is held back (roles guide, they do not protect)."""
    member = store.catalog.member(store.actor)
    return member.role if member else Role.LEAD


@steady
def set_status(store: Store, ids: Sequence[int], status: Status) -> Change | None:
    """Move notes to `status`. Raises Refused where the table does not allow it for one of them.

    Several published at once went out when each was planned for; one alone now.
    """
    notes = store.notes.get_many(ids)
    if not notes:
        raise Refused(t("notes.gone"))
    for note in notes:
        check(store, note, status)
    title = notes[0].title or notes[0].code
    with store.op("note.status", n=len(notes), title=title, status=status.value) as op:
        rows = {note.id: written(note, status) for note in notes}
        if status is Status.PUBLISHED and len(notes) > 1:
            for note in notes:
                rows[note.id]["published_at"] = planned_moment(note).isoformat(timespec="milliseconds")
        op.update("note", rows)
    return op.change


@steady
def publish(store: Store, note_id: int, *, link: str = "", at: str | None = None) -> Change | None:
    """Mark a note published by a person, with its link (plain http text) and real time (ISO)."""
    note = store.notes.get(note_id)
    if note is None:
        raise Refused(t("notes.gone"))
    link = link.strip()
    if link and not LINK.match(link):
        raise Refused(t("notes.bad_link"))
    if note.status is not Status.PUBLISHED:
        check(store, note, Status.PUBLISHED)
    with store.op("note.publish", title=note.title or note.code) as op:
        row = {**written(note, Status.PUBLISHED), "link": link, "published_at": at or stamp()}
        op.update("note", {note_id: row})
    return op.change


def refusals(store: Store, notes: Sequence[Note]) -> dict[Status, str]:
    """Why notes may not go to a status, as `set_status` would say; a status that all may go to is left out.

    Notes that have the status already do not count.
    """
    role, texts = acting_role(store), store.notes.texts([note.id for note in notes])
    facts = {note.id: _facts(note, texts.get(note.id, NoteText())) for note in notes}
    found: dict[Status, str] = {}
    for status in Status:
        for note in notes:
            if note.status is status or status in found:
                continue
            try:
                transitions.check(note.status, status, held_from=note.held_from, role=role, facts=facts[note.id])
            except Refused as refused:
                found[status] = str(refused)
    return found


def _facts(note: Note, text: NoteText) -> dict[str, bool]:
    """What steps need, by the names of the table."""
    return {
        "title": bool(note.title.strip()),
        "day": note.day is not None,
        "text": bool(text.body.strip()) or note.kind is Kind.VIDEO,
    }


def check(store: Store, note: Note, status: Status) -> None:
    """Ask the table, which raises Refused; what a step needs is judged by the note as it is stored."""
    facts = _facts(note, store.notes.text(note.id))
    transitions.check(note.status, status, held_from=note.held_from, role=acting_role(store), facts=facts)


def written(note: Note, status: Status) -> dict[str, Any]:
    """Columns of a status change: who goes on hold remembers where to return to, what is published when."""
    row = {"status": status.value, "held_from": note.status.value if status is Status.ON_HOLD else None}
    return {**row, "published_at": stamp()} if status is Status.PUBLISHED else row


def planned_moment(note: Note) -> datetime:
    """When a note was to go out, as far as that is over; a note without a time at noon."""
    now = clock.now()
    if note.day is None:
        return now
    minute = 12 * 60 if note.minute is None else note.minute
    return min(now, datetime.combine(note.day, time()) + timedelta(minutes=minute))
