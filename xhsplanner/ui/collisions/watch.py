"""Keeps the collisions of the days that a room shows: read by a worker after every change, asked at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from xhsplanner.core.change import Change
from xhsplanner.core.collisions import Entry, Index, Severity
from xhsplanner.core.model import Note, Status
from xhsplanner.core.words import t
from xhsplanner.ops.bulk import Place
from xhsplanner.ui.context import Context

TABLES = (
    "note", "note_text", "note_keyword", "note_offer", "slot_override", "account", "series", "offer", "keyword",
    "task", "setting",
)  # fmt: skip
MARKED = (Severity.BLOCK, Severity.WARN)
"""What a card wears a mark for; what is only worth a look stands in the list and in the note panel."""
MOST_DAYS = 62
"""Marks for notes of more days than this are not read: a list of years shows those of its first."""


CALM_MS = 40
"""So long after the last was asked for a look begins: a worker that reckons holds up the frame that shows."""


class Watch(QObject):
    """The collisions of some days. `changed` is sent when they are known anew."""

    changed = Signal()

    def __init__(self, ctx: Context, parent: QObject | None = None, seen: Callable[[], bool] | None = None) -> None:
        """While it is not `seen` nothing is read again; `wake` makes up for it."""
        super().__init__(parent)
        self._ctx, self._seen = ctx, seen
        self._span: tuple[date, date] | None = None
        self._asked = 0
        self._fresh = False
        self.index: Index | None = None
        self.told: Mapping[int, tuple[str, ...]] = {}
        """What a note's card says, by note id."""
        self.grave: frozenset[int] = frozenset()
        """The notes of which something would bar the way."""
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(self._look)
        ctx.changed.connect(self._on_change)

    def show(self, start: date, end: date) -> None:
        """Look at these days."""
        self._span = (start, end)
        self.refresh()

    def refresh(self) -> None:
        """Look again."""
        if self._span is not None:
            self._fresh = False
            self._asked += 1
            self._calm.start()

    def _look(self) -> None:
        if self._span is not None:
            work = partial(self._ctx.store.colliding.index, *self._span)
            self._ctx.tasks.start(partial(_looked, work), partial(self._known, self._asked))

    def _on_change(self, change: Change) -> None:
        if change.touches(*TABLES):
            self._fresh = False
            if self._seen is None or self._seen():
                self.refresh()

    def wake(self) -> None:
        """It is seen again: look again where something has changed meanwhile."""
        if not self._fresh and self._span is not None:
            self.refresh()

    def _known(self, asked: int, index: Index) -> None:
        if asked != self._asked:
            return
        self.index, self._fresh = index, True
        self.told = {note: words for note in index.by_note if (words := sentences(index, note))}
        self.grave = frozenset(note for note in self.told if index.worst(note) is Severity.BLOCK)
        self.changed.emit()

    def ready(self, days: Sequence[date]) -> Index:
        """The notes around some days, as they are now: those that are shown already, else read at once."""
        index, span = self.index, self._span
        if index is not None and self._fresh and span and all(span[0] <= day <= span[1] for day in days):
            return index
        found = self._ctx.store.colliding.index(min(days), max(days), texts=False)
        if index is not None:
            found.texts = index.texts
        return found

    def would(self, notes: Sequence[Note], places: Mapping[int, Place], copying: bool = False) -> str:
        """The worst that would come of notes at their places, in one line; empty for nothing."""
        days = [place.day for place in places.values() if place.day is not None]
        if not days:
            return ""
        index, coming = self.ready(days), []
        for note in notes:
            place = places[note.id]
            if note.status is not Status.PUBLISHED or copying:
                entry = index.entries.get(note.id) or self._ctx.store.colliding.entry(note)
                status = Status.TODO if copying else entry.status
                coming.append(entry._replace(day=place.day, account_id=place.account_id, status=status))
        return in_words(index, coming, copying)

    def marks(self, notes: Iterable[Note]) -> dict[int, Severity]:
        """How grave it is with notes, by id, without those that are well; reads their days where it must."""
        those = [note for note in notes if note.day is not None]
        if not those:
            return {}
        first, last = min(note.day or date.max for note in those), max(note.day or date.min for note in those)
        span = self._span
        if span is None or first < span[0] or last > span[1]:
            if (last - first).days < MOST_DAYS:
                self.show(first, last)
            return {}
        index = self.index
        return {n.id: worst for n in those if index is not None and (worst := index.worst(n.id)) is not None}


def _looked(work: partial[Index]) -> Index:
    """Read, and judged while no frame waits for it."""
    index = work()
    _ = index.by_note
    return index


def in_words(index: Index, coming: Sequence[Entry], copying: bool = False) -> str:
    """The worst that would come of notes put where they are here, in one line; empty for nothing."""
    found = index.would_all(coming, copying)
    if not found:
        return ""
    first = found[0].short
    return t("collisions.and_more", words=first, n=len(found) - 1) if len(found) > 1 else first


def sentences(index: Index, note: int) -> tuple[str, ...]:
    """What the card of a note wears a mark for."""
    return tuple(one.message for one in index.by_note.get(note, ()) if one.severity in MARKED)
