"""What a person can do to several notes at once. Each function is one op: one transaction, one step of undo.

Notes keep their distances: in days, in accounts and, on one account and day, in minutes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Kind, Note
from xhsplanner.core.words import t
from xhsplanner.ops import notes
from xhsplanner.ops.notes import copy_one, first_title, unlocked
from xhsplanner.ops.steady import steady
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

if TYPE_CHECKING:
    from xhsplanner.ops.assets import Added

DAY_MINUTES = 24 * 60


class Place(NamedTuple):
    """Where a note stands in the plan; `day` None is 待排."""

    day: date | None
    account_id: int

    @property
    def row(self) -> dict[str, Any]:
        """The columns of `note`."""
        return {"day": self.day.isoformat() if self.day else None, "account_id": self.account_id}


class Episodes:
    """Gives out the next episodes of series while one op writes several notes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._coming: dict[tuple[int, int], int | None] = {}

    def next(self, account_id: int, series_id: int | None) -> int | None:
        """The next episode of a series on an account; None where the series is not numbered."""
        if series_id is None:
            return None
        key = (account_id, series_id)
        if key not in self._coming:
            self._coming[key] = self._store.notes.next_episode(account_id, series_id)
        episode = self._coming[key]
        self._coming[key] = None if episode is None else episode + 1
        return episode


@steady
def place(store: Store, places: Mapping[int, Place]) -> Change | None:
    """Move each note (by id) to its own place. Raises Refused where one is published or gone."""
    moved = unlocked(store, places)
    with store.op("note.move", n=len(moved), title=first_title(moved)) as op:
        op.update("note", {note.id: places[note.id].row for note in moved})
    return op.change


@steady
def copy_to(store: Store, places: Mapping[int, Place]) -> Change | None:
    """Copy each note (by id) to a place, as fresh drafts; new ids in `change.created["note"]`, in this order.

    In a series that numbers its notes a copy is the next episode.
    """
    found, episodes = store.notes.get_many(places), Episodes(store)
    with store.op("note.copy", n=len(found), title=first_title(found)) as op:
        for note in found:
            row = places[note.id].row
            if note.episode is not None:
                row["episode"] = episodes.next(row["account_id"], note.series_id)
            copy_one(store, op, note, row)
    return op.change


@steady
def swap_times(store: Store, first_id: int, second_id: int) -> Change | None:
    """Let two notes change their days and times. Raises Refused where one is published or gone."""
    first, second = unlocked(store, [first_id, second_id])
    with store.op("note.swap", first=first.title or first.code, second=second.title or second.code) as op:
        op.update("note", {one.id: _when(other) for one, other in ((first, second), (second, first))})
    return op.change


def _when(note: Note) -> dict[str, Any]:
    return {"day": note.day.isoformat() if note.day else None, "minute": note.minute}


@steady
def set_time(store: Store, ids: Sequence[int], minute: int | None) -> Change | None:
    """Give notes a time (minutes since midnight, 0–1439), or take it away with None.

    On each account and day the earliest note gets it and later ones keep their distance to it, so that notes do
    not end up on top of each other. Raises Refused where that would run into the next day.
    """
    found = unlocked(store, ids)
    first: dict[Place, int] = {}
    for note in found:
        if note.minute is not None:
            spot = Place(note.day, note.account_id)
            first[spot] = min(note.minute, first.get(spot, note.minute))

    def time_of(note: Note) -> int | None:
        if minute is None or note.minute is None:
            return minute
        return minute + note.minute - first[Place(note.day, note.account_id)]

    return _retime(store, found, time_of)


@steady
def shift_time(store: Store, ids: Sequence[int], by: int) -> Change | None:
    """Move the times of notes by so many minutes; those without a time stay so.

    Raises Refused where none has a time, or one would leave its day.
    """
    found = [note for note in unlocked(store, ids) if note.minute is not None]
    if not found:
        raise Refused(t("notes.no_time"))
    return _retime(store, found, lambda note: None if note.minute is None else note.minute + by)


def _retime(store: Store, found: Sequence[Note], time_of: Callable[[Note], int | None]) -> Change | None:
    times = {note.id: time_of(note) for note in found}
    for note in found:
        minute = times[note.id]
        if minute is not None and not 0 <= minute < DAY_MINUTES:
            raise Refused(t("notes.other_day", title=note.title or note.code))
    with store.op("note.retime", n=len(found), title=first_title(found)) as op:
        op.update("note", {note_id: {"minute": minute} for note_id, minute in times.items()})
    return op.change


@steady
def set_series(store: Store, ids: Sequence[int], series_id: int | None) -> Change | None:
    """Put notes into a series, each as the next episode of its account in the order given; None takes them out."""
    found = unlocked(store, ids)
    episodes = Episodes(store)
    rows = {
        note.id: {"series_id": series_id, "episode": episodes.next(note.account_id, series_id)}
        for note in found
        if note.series_id != series_id
    }
    with store.op("note.series", n=len(rows), title=first_title(found)) as op:
        op.update("note", rows)
    return op.change


@steady
def set_owner(store: Store, ids: Sequence[int], member_id: int | None) -> Change | None:
    """Say who writes the notes."""
    found = unlocked(store, ids)
    with store.op("note.owner", n=len(found), title=first_title(found)) as op:
        op.update("note", {note.id: {"owner_id": member_id} for note in found})
    return op.change


@steady
def set_designer(store: Store, ids: Sequence[int], member_id: int | None) -> Change | None:
    """Say who makes the covers of the notes."""
    found = unlocked(store, ids)
    with store.op("note.designer", n=len(found), title=first_title(found)) as op:
        op.update("note", {note.id: {"designer_id": member_id} for note in found})
    return op.change


@steady
def set_kind(store: Store, ids: Sequence[int], kind: Kind) -> Change | None:
    """Make the notes 图文 or 视频."""
    found = unlocked(store, ids)
    with store.op("note.kind", n=len(found), title=first_title(found)) as op:
        op.update("note", {note.id: {"kind": kind.value} for note in found})
    return op.change


def bring_pictures(store: Store, note_id: int, paths: Iterable[Path]) -> "Added":
    """Import picture files and attach them in order to a note, one step; says what became of them (assets.Added).

    Decoding takes its time: not for the GUI thread. Raises Refused where the note may not be changed.
    """
    from xhsplanner.ops import assets  # decoding pictures is not needed to move notes

    (note,) = unlocked(store, [note_id])
    files = list(paths)

    def attach(op: Op, added: "Added") -> None:
        unlocked(store, [note_id])  # decoding took its time
        notes.attach_in(store, op, note_id, added.ids(files))

    values = {"n": len(files), "title": note.title or note.code}
    result = assets.add(store, files, use=assets.Use("note.attach", values, attach))
    if result.change is None and (ids := result.ids(files)):
        result.change = notes.attach(store, note_id, ids)
    return result
