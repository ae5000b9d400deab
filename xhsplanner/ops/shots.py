"""What a person can do to the shot list of a video note. Each function is one op, one step of undo."""

from collections.abc import Sequence
from typing import Any

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note
from xhsplanner.core.shots import LONGEST, Shot
from xhsplanner.core.text import whole
from xhsplanner.core.words import t
from xhsplanner.ops.steady import steady
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

FIELDS = ("seconds", "scene", "words")
MOST = 200
"""Shots of one note; more is no list for a person any more."""


@steady
def add(store: Store, note_id: int, at: int | None = None, **fields: Any) -> Change | None:
    """Add a shot before position `at` (0-based), or at the end; its id is `change.created["shot"][0]`.

    `fields`: seconds, scene, words. Raises Refused for a published note and where there are `MOST` already.
    """
    note, shots = _editable(store, note_id)
    if len(shots) >= MOST:
        raise Refused(t("video.too_many_shots", n=MOST))
    place = len(shots) if at is None else max(0, min(at, len(shots)))
    row = _checked(fields)
    with store.op("shot.add", title=_title(note)) as op:
        op.update("shot", {shot.id: {"position": n} for n, shot in enumerate(shots[place:], place + 1)})
        op.insert("shot", {"note_id": note_id, "position": place, **row})
    return op.change


@steady
def edit(store: Store, shot_id: int, *, group: int | None = None, **fields: Any) -> Change | None:
    """Change fields of one shot; `group` (Change.group of an earlier edit) joins a field visit to one step."""
    shot = store.shots.get(shot_id)
    if shot is None:
        raise Refused(t("video.shot_gone"))
    note, _shots = _editable(store, shot.note_id)
    row = _checked(fields)
    with store.op("shot.edit", group=group, title=_title(note)) as op:
        op.update("shot", {shot_id: row})
    return op.change


@steady
def remove(store: Store, note_id: int, ids: Sequence[int]) -> Change | None:
    """Delete shots of a note; ids that are not its own are passed over."""
    note, shots = _editable(store, note_id)
    gone = {shot.id for shot in shots} & set(ids)
    with store.op("shot.remove", n=len(gone), title=_title(note)) as op:
        op.delete("shot", sorted(gone))
        _number(op, [shot.id for shot in shots if shot.id not in gone])
    return op.change


@steady
def arrange(store: Store, note_id: int, ids: Sequence[int]) -> Change | None:
    """Set the order of a note's shots; `ids` must be exactly the shots it has."""
    note, shots = _editable(store, note_id)
    if sorted(ids) != sorted(shot.id for shot in shots):
        raise Refused(t("video.shots_changed"))
    with store.op("shot.arrange", title=_title(note)) as op:
        _number(op, ids)
    return op.change


def _number(op: Op, ids: Sequence[int]) -> None:
    op.update("shot", {shot: {"position": place} for place, shot in enumerate(ids)})


def _editable(store: Store, note_id: int) -> tuple[Note, list[Shot]]:
    note = store.notes.get(note_id)
    if note is None:
        raise Refused(t("notes.gone"))
    if note.locked:
        raise Refused(t("notes.locked", title=_title(note)))
    return note, store.shots.of(note_id)


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = fields.keys() - set(FIELDS)
    if unknown:
        raise Refused(t("notes.unknown_field", field=", ".join(sorted(unknown))))
    seconds = fields.get("seconds")
    if seconds is not None and not 0 <= int(seconds) <= LONGEST:
        raise Refused(t("video.bad_seconds"))
    return {name: whole(value) if isinstance(value, str) else value for name, value in fields.items()}


def _title(note: Note) -> str:
    return note.title or note.code
