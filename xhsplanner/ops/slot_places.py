"""What a person can do to one place of a slot: fill it, leave it out, put it on another day.

A place is named by its slot and the day of the rule (`original`), wherever it stands. What was decided is one row
of slot_override; without one the place is open.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from xhsplanner.core import slots
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note, NoteText
from xhsplanner.core.planning import NoteTemplate
from xhsplanner.core.slots import Occurrence, Override, State
from xhsplanner.core.templates import fill_template, filling
from xhsplanner.core.words import t
from xhsplanner.ops import templates
from xhsplanner.ops.keep import KEEP, Keep
from xhsplanner.ops.notes import insert_note, stored, unlocked
from xhsplanner.ops.steady import steady
from xhsplanner.store.history import Op
from xhsplanner.store.slots import SlotRow
from xhsplanner.store.store import Store


def slot_of(store: Store, slot_id: int) -> SlotRow:
    """A slot that is there. Raises Refused where it is not."""
    row = store.slots.row(slot_id)
    if row is None:
        raise Refused(t("slots.gone"))
    return row


def _occurrence(store: Store, slot_id: int, original: date) -> tuple[SlotRow, Occurrence, Override | None]:
    """A place, and what was decided for it. Raises Refused where the slot gives none on that day."""
    row = slot_of(store, slot_id)
    decided = next(
        (one for one in store.slots.overrides([slot_id]).get(slot_id, []) if one.original == original), None
    )
    found = slots.occurrence(row.slot, original, decided)
    if found is None:
        raise Refused(t("slots.not_there", day=original))
    return row, found, decided


def _named(store: Store, row: SlotRow, place: Occurrence) -> dict[str, Any]:
    series = store.catalog.series_by_id(row.series_id)
    return {"name": row.title or (series.name if series else ""), "day": place.day.isoformat()}


def _decide(store: Store, op: Op, slot_id: int, original: date, values: Mapping[str, Any]) -> None:
    """Write the override of a place, over the one it has."""
    known = store.slots.override_ids(slot_id).get(original)
    row = {name: stored(value) for name, value in values.items()}
    if known is None:
        op.insert("slot_override", {"slot_id": slot_id, "original_day": original.isoformat(), **row})
    else:
        op.update("slot_override", {known: row})


@steady
def fill(store: Store, slot_id: int, original: date, note_id: int | None = None) -> Change | None:
    """Fill an open place with a note, or with a new one (`change.created["note"][0]`) from series and template.

    A note without a day takes that of the place, and its time where it has none.
    """
    row, place, _ = _occurrence(store, slot_id, original)
    if place.state is State.FILLED:
        raise Refused(t("slots.filled_already"))
    note = _to_fill(store, row, note_id) if note_id is not None else None
    with store.op("slot.fill", **_named(store, row, place)) as op:
        filler = _new_note(store, op, row, place) if note is None else _plan(store, op, row, place, note)
        _decide(store, op, slot_id, original, {"kind": State.FILLED.value, "note_id": filler})
    return op.change


def _to_fill(store: Store, row: SlotRow, note_id: int) -> Note:
    note = store.notes.get(note_id)
    if note is None:
        raise Refused(t("notes.gone"))
    if note_id in store.slots.filled_by([note_id]):
        raise Refused(t("slots.fills_another", title=note.title or note.code))
    if note.day is not None and note.account_id != row.account_id:
        raise Refused(t("slots.fills_other_account", title=note.title or note.code))
    return note


def _plan(store: Store, op: Op, row: SlotRow, place: Occurrence, note: Note) -> int:
    if note.day is None:
        unlocked(store, [note.id])
        minute = place.minute if note.minute is None else note.minute
        op.update("note", {note.id: {"day": place.day.isoformat(), "minute": minute, "account_id": row.account_id}})
    return note.id


def _new_note(store: Store, op: Op, row: SlotRow, place: Occurrence) -> int:
    series = store.catalog.series_by_id(row.series_id)
    template: NoteTemplate | None = store.catalog.row("note_template", row.template_id)
    episode = store.notes.next_episode(row.account_id, series.id) if series else None
    account = store.catalog.account(row.account_id)
    template = template or templates.of_series(store, row.series_id)
    words = filling(place.day, episode, series.name if series else "", account.name if account else "")
    values: dict[str, Any] = {
        "account_id": row.account_id,
        "series_id": row.series_id,
        "episode": episode,
        "day": place.day,
        "minute": place.minute,
        "title": fill_template(row.title, words),
    }
    text = NoteText(hashtags=series.hashtags if series else "")
    if template is not None:
        columns, text = templates.filled(store, template, values)
        values |= {**columns, "title": columns["title"] or values["title"]}
    return insert_note(op, values, text)


@steady
def skip(store: Store, slot_id: int, original: date) -> Change | None:
    """Leave one place out."""
    row, place, _ = _occurrence(store, slot_id, original)
    if place.state is State.FILLED:
        raise Refused(t("slots.skip_filled"))
    with store.op("slot.skip", **_named(store, row, place)) as op:
        _decide(store, op, slot_id, original, {"kind": State.CANCELLED.value})
    return op.change


@steady
def restore(store: Store, slot_id: int, original: date) -> Change | None:
    """Let a place that was left out or moved stand again where the rule puts it."""
    row, place, decided = _occurrence(store, slot_id, original)
    if decided is None or place.state is State.FILLED:
        raise Refused(t("slots.nothing_decided"))
    with store.op("slot.restore", **_named(store, row, place)) as op:
        op.delete("slot_override", [store.slots.override_ids(slot_id)[original]])
    return op.change


@steady
def move(store: Store, slot_id: int, original: date, day: date, minute: int | Keep | None = KEEP) -> Change | None:
    """Put one open place on another day, perhaps at another time; the others stay."""
    row, place, _ = _occurrence(store, slot_id, original)
    if place.state is State.FILLED:
        raise Refused(t("slots.move_filled"))
    if day == place.day and (isinstance(minute, Keep) or minute == place.minute):
        return None
    values: dict[str, Any] = {"kind": State.MOVED.value, "day": day}
    if not isinstance(minute, Keep):
        if minute is not None and not 0 <= minute < slots.DAY_MINUTES:
            raise Refused(t("slots.bad_minute"))
        values["minute"] = minute
    with store.op("slot.move", **_named(store, row, place), to=day.isoformat()) as op:
        _decide(store, op, slot_id, original, values)
    return op.change


@steady
def detach(store: Store, slot_id: int, original: date) -> Change | None:
    """Let a place be open again; the note that filled it stays on its own."""
    row, place, decided = _occurrence(store, slot_id, original)
    if decided is None or decided.note_id is None:
        raise Refused(t("slots.not_filled"))
    with store.op("slot.detach", **_named(store, row, place)) as op:
        if decided.day is None and decided.minute is None:
            op.delete("slot_override", [store.slots.override_ids(slot_id)[original]])
        else:
            _decide(store, op, slot_id, original, {"kind": State.MOVED.value, "note_id": None})
    return op.change
