"""Moves of a whole plan: shifting notes by days, copying a week, the next free place. Each is one step of undo."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from xhsplanner.core import clock, shifting
from xhsplanner.core.change import Change
from xhsplanner.core.collisions import Collision
from xhsplanner.core.errors import Refused
from xhsplanner.core.filter import Filter
from xhsplanner.core.free_place import Free, facts, next_free, usual_minutes
from xhsplanner.core.model import Note, NoteText
from xhsplanner.core.relays import At, Settled
from xhsplanner.core.shifting import Plan, Rules
from xhsplanner.core.words import t
from xhsplanner.ops.bulk import Episodes
from xhsplanner.ops.notes import copy_one, first_title, insert_note, stored, unlocked
from xhsplanner.ops.steady import steady
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

WEEK = timedelta(7)


# --- by days ----------------------------------------------------------------------------------------


def from_day(store: Store, since: date, wanted: Filter | None = None) -> list[Note]:
    """Every note from a day on, those a filter wants where one is given, that is not published yet."""
    return [note for note in store.notes.between(since, date.max, wanted=wanted) if not note.locked]


def followed(store: Store, plan: Plan) -> Settled:
    """Where all notes end that a shift moves, those that follow them too."""
    by_id = {one.note.id: one.note for one in plan.moves}
    return store.relays.settled({note: At(day, by_id[note].minute) for note, day in plan.days.items()})


def brings(store: Store, places: Mapping[int, At]) -> dict[int, list[Collision]]:
    """What would be wrong with notes there that is not wrong now, by note. Work for a worker."""
    ends = [at.day for at in places.values() if at.day is not None]
    if not ends:
        return {}
    notes = store.notes.get_many(places)
    days = [*ends, *(note.day for note in notes if note.day is not None)]
    index = store.colliding.index(min(days), max(days), texts=False)
    known = {one.rule_key for one in index.found}
    moved = [
        (index.entries.get(note.id) or store.colliding.entry(note))._replace(
            day=places[note.id].day, minute=places[note.id].minute
        )
        for note in notes
    ]
    found: dict[int, list[Collision]] = {}
    for one in index.would_all(moved):
        if one.rule_key not in known:
            for note_id in one.notes:
                found.setdefault(note_id, []).append(one)
    return found


@steady
def shift(store: Store, ids: Sequence[int], by: int, rules: Rules = Rules()) -> Change | None:  # noqa: B008 (frozen)
    """Move notes by days (core/shifting); published ones and those without a day stay. Raises Refused.

    Who follows one of them goes along. A note that filled a place and lands on another of the same slot fills that.
    """
    plan = shifting.plan(store.notes.get_many(dict.fromkeys(ids)), by, rules)
    moved = plan.days
    if not moved:
        raise Refused(t("moves.nothing"))
    notes = [one.note for one in plan.moves if one.note.id in moved]
    with store.op("note.shift", n=len(moved), by=f"{by:+d}", title=first_title(notes)) as op:
        op.update("note", {note: {"day": day.isoformat()} for note, day in moved.items()})
        _refill(store, op, moved)
    return op.change


def _refill(store: Store, op: Op, days: Mapping[int, date]) -> None:
    """Let notes that filled places fill those of the same slot on their new days, where there are any."""
    from xhsplanner.core import slots

    filling = store.slots.filled_by(days)
    by_slot: dict[int, dict[int, date]] = {}
    for note, (slot, original) in filling.items():
        by_slot.setdefault(slot, {})[note] = original
    for slot_id, notes in by_slot.items():
        row = store.slots.row(slot_id)
        decided = {one.original: one for one in store.slots.overrides([slot_id]).get(slot_id, ())}
        rows = store.slots.override_ids(slot_id)
        if row is None:
            continue
        for original in notes.values():
            decided.pop(original, None)
        goals: dict[int, date] = {}
        for note in sorted(notes, key=lambda one: days[one]):
            day = days[note]
            stands = slots.occurrence(row.slot, day, decided.get(day))
            if stands is not None and stands.day == day and day not in decided and day not in goals.values():
                goals[note] = day
        changed = {note: day for note, day in goals.items() if day != notes[note]}
        stay = {original for note, original in notes.items() if note not in changed}
        changed = {note: day for note, day in changed.items() if day not in stay}
        op.delete("slot_override", [rows[notes[note]] for note in changed])
        for note, day in changed.items():
            values = {"slot_id": slot_id, "original_day": day.isoformat(), "kind": slots.State.FILLED.value}
            op.insert("slot_override", {**values, "note_id": note})


# --- a week onto another ----------------------------------------------------------------------------


def week_notes(store: Store, monday: date, wanted: Filter | None = None) -> list[Note]:
    """The planned notes of the week of `monday`; those a filter wants, where one is given."""
    return [
        note for note in store.notes.between(monday, monday + WEEK - timedelta(1), wanted=wanted) if note.planned
    ]


def week_plan(notes: Iterable[Note], weeks: int, rules: Rules = Rules()) -> Plan:  # noqa: B008 (frozen)
    """Where the copies of notes go, so many weeks on; published ones are copied as all others."""
    found = [(note, note if not note.locked else replace(note, status=type(note.status).TODO)) for note in notes]
    plan = shifting.plan([copy for _, copy in found], weeks * 7, rules)
    return plan


@steady
def copy_week(
    store: Store,
    ids: Sequence[int],
    weeks: int,
    rules: Rules = Rules(),  # noqa: B008 (frozen)
    *,
    texts: bool = True,
) -> Change | None:
    """Copy notes so many weeks on, as drafts to be written; new ids in `change.created["note"]`.

    With `texts` all of their content goes along, without only account, series, time, kind and who writes them. A
    copy fills no place, follows nothing, shares no topic and is about no occasion; episodes go on.
    """
    plan = week_plan(store.notes.get_many(dict.fromkeys(ids)), weeks, rules)
    if not plan.moves or not weeks:
        raise Refused(t("moves.nothing_to_copy"))
    notes, episodes = [one.note for one in plan.moves], Episodes(store)
    with store.op("note.copy_week", n=len(notes), weeks=weeks, title=first_title(notes)) as op:
        for one in sorted(plan.moves, key=lambda one: (one.day, one.note.minute or 0, one.note.id)):
            note = one.note
            fresh: dict[str, Any] = {
                "day": one.day.isoformat(),
                "topic_id": None,
                "occasion": "",
                "cover_files": "",
            }
            fresh["episode"] = episodes.next(note.account_id, note.series_id) if note.episode is not None else None
            if texts:
                copy_one(store, op, note, fresh)
            else:
                _copy_place(store, op, note, fresh)
    return op.change


def _copy_place(store: Store, op: Op, note: Note, fresh: Mapping[str, Any]) -> None:
    series = store.catalog.series_by_id(note.series_id)
    kept = ("account_id", "series_id", "minute", "kind", "owner_id", "designer_id", "persona_id")
    values = {name: stored(getattr(note, name)) for name in kept}
    insert_note(op, values | dict(fresh), NoteText(hashtags=series.hashtags if series else ""))


# --- the next free place ----------------------------------------------------------------------------


def free_places(store: Store, ids: Sequence[int], start: datetime | None = None) -> dict[int, Free]:
    """Where each of these notes could go next, one after another; without those that find no place."""
    known = facts()
    ahead, last = int(str(known["ahead"])), int(str(known["last"]))
    notes = store.notes.get_many(dict.fromkeys(ids))
    begin = max(start or clock.now(), clock.now()).replace(tzinfo=None, second=0, microsecond=0)
    first, end = begin.date(), begin.date() + timedelta(ahead)
    index = store.colliding.index(first, end, texts=False)
    places = store.slots.places(first, end, {note.account_id for note in notes})
    index.entries = {note: one for note, one in index.entries.items() if note not in set(ids)}
    usual = {
        account: usual_minutes(
            [note.minute for note in store.notes.last(last, [account])], store.settings.get("new_note_minute")
        )
        for account in {note.account_id for note in notes}
    }
    found: dict[int, Free] = {}
    for note in notes:
        entry = store.colliding.entry(note)._replace(slot=None)
        free = next_free(entry, index, places, usual[note.account_id], begin, ahead)
        if free is None:
            continue
        found[note.id] = free
        places = [one for one in places if one is not free.place]
        entries = {**index.entries, note.id: entry._replace(day=free.day, minute=free.minute)}
        index = type(index)(entries, index.rules, index.texts, index.now, index.ignored)
    return found


@steady
def to_free(store: Store, ids: Sequence[int]) -> Change | None:
    """Put notes on the next free places, one step; an open place of a slot is filled. Raises Refused for none."""
    from xhsplanner.core.slots import State

    notes = unlocked(store, ids)
    found = free_places(store, [note.id for note in notes])
    if not found:
        raise Refused(t("moves.no_free", n=facts()["ahead"]))
    moved = [note for note in notes if note.id in found]
    filled = store.slots.filled_by(found)
    days = {note: (free.day, free.minute) for note, free in found.items()}
    first = min(days.values())
    day, time = first[0].isoformat(), f"{first[1] // 60:02}:{first[1] % 60:02}"
    with store.op("note.free", n=len(moved), title=first_title(moved), day=day, time=time) as op:
        op.update("note", {n: {"day": on.isoformat(), "minute": minute} for n, (on, minute) in days.items()})
        for note, free in found.items():
            if free.place is None:
                continue
            if note in filled:
                op.delete_where("slot_override", "note_id", [note])
            row = {"kind": State.FILLED.value, "note_id": note}
            known = store.slots.override_ids(free.place.slot_id).get(free.place.original)
            if known is None:
                where = {"slot_id": free.place.slot_id, "original_day": free.place.original.isoformat()}
                op.insert("slot_override", {**where, **row})
            else:
                op.update("slot_override", {known: row})
    return op.change
