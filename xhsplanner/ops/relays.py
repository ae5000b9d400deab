"""Relays (接力): letting a note follow another by so many minutes, and ending that. What follows is moved along by
store/relays inside every op."""

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.relays import MOST_MINUTES, At, check_ring, place_after
from xhsplanner.core.words import t
from xhsplanner.ops.notes import unlocked
from xhsplanner.ops.steady import steady
from xhsplanner.store.store import Store


@steady
def follow(store: Store, note_id: int, after_id: int, minutes: int) -> Change | None:
    """Let a note go out so many minutes after another, there at once, and move with it from now on.

    Raises Refused for a ring, a distance that makes no sense, a published follower, and where the other one has no
    day and time.
    """
    (note,) = unlocked(store, [note_id])
    after = store.notes.get(after_id)
    if after is None:
        raise Refused(t("notes.gone"))
    if not 0 < minutes <= MOST_MINUTES:
        raise Refused(t("moves.bad_distance"))
    if after.day is None or after.minute is None:
        raise Refused(t("moves.after_needs_time", title=after.title or after.code))
    check_ring(note_id, after_id, store.relays.befores())
    known = store.relays.of(note_id)
    place = place_after(At(after.day, after.minute), minutes)
    assert place.day is not None
    with store.op("relay.set", title=note.title or note.code, after=after.title or after.code) as op:
        if known is None:
            op.insert("relay", {"note_id": note_id, "after_id": after_id, "minutes": minutes})
        else:
            op.update("relay", {known.id: {"after_id": after_id, "minutes": minutes}})
        op.update("note", {note_id: {"day": place.day.isoformat(), "minute": place.minute}})
    return op.change


@steady
def end(store: Store, note_id: int) -> Change | None:
    """Let a note stand alone again, where it is."""
    known = store.relays.of(note_id)
    note = store.notes.get(note_id)
    if known is None or note is None:
        raise Refused(t("moves.no_relay"))
    with store.op("relay.end", title=note.title or note.code) as op:
        op.delete("relay", [known.id])
    return op.change
