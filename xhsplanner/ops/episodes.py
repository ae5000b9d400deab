"""Numbers of the episodes of a series: given by themselves when a note joins it, and set anew by hand here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note, Status
from xhsplanner.core.words import t
from xhsplanner.ops.steady import steady
from xhsplanner.store.store import Store


@dataclass(frozen=True, slots=True)
class Renumbered:
    """What renumbering would do to one note: the number it has and the one it gets."""

    note: Note
    old: int | None
    new: int


def renumbering(
    store: Store,
    series_id: int,
    start: int = 1,
    account_id: int | None = None,
    notes: Sequence[Note] | None = None,
) -> list[Renumbered]:
    """The notes of a series in order of time that would get another number, on one account or all.

    `notes` are all of the series, where they are read already.

    Each account counts from `start`; notes of one topic share a number, the highest that is next on their accounts.
    Published notes are locked and keep theirs, and so do cancelled ones; the count goes on after published ones.
    Notes without a day come last.
    """
    known = store.notes.of_series(series_id) if notes is None else notes
    counted = [n for n in known if account_id in (None, n.account_id) and n.status is not Status.CANCELLED]
    by_topic: dict[int, list[Note]] = {}
    for note in counted:
        by_topic.setdefault(note.topic_id or -note.id, []).append(note)
    following: dict[int, int] = {}
    shared: dict[int, int] = {}
    found: list[Renumbered] = []
    for note in sorted(counted, key=_time):
        topic = note.topic_id or -note.id
        if topic not in shared:
            circle = by_topic[topic]
            shared[topic] = _next(circle, following, start)
            for one in circle:
                following[one.account_id] = max(following.get(one.account_id, start), shared[topic] + 1)
        number = shared[topic]
        if not note.locked and note.episode != number:
            found.append(Renumbered(note, note.episode, number))
    return found


def _time(note: Note) -> tuple[bool, date, int, int]:
    return note.day is None, note.day or date.min, 1440 if note.minute is None else note.minute, note.id


def _next(circle: Sequence[Note], following: dict[int, int], start: int) -> int:
    """The number of a topic: of its published note where it has one, else the next free on all its accounts."""
    fixed = [note.episode for note in circle if note.locked and note.episode is not None]
    return fixed[0] if fixed else max(following.get(note.account_id, start) for note in circle)


@steady
def renumber(store: Store, series_id: int, start: int = 1, account_id: int | None = None) -> Change | None:
    """Number the notes of a series anew, as `renumbering` shows. Raises Refused where it does not number them."""
    series = store.catalog.series_by_id(series_id)
    if series is None:
        raise Refused(t("store.gone"))
    if not series.numbered:
        raise Refused(t("catalog.not_numbered", name=series.name))
    if start < 1:
        raise Refused(t("catalog.bad_start"))
    found = renumbering(store, series_id, start, account_id)
    with store.op("series.renumber", name=series.name, n=len(found)) as op:
        op.update("note", {one.note.id: {"episode": one.new} for one in found})
    return op.change
