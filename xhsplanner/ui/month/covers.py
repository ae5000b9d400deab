"""Covers as small as stamps on chips: which notes have one, and its picture once a worker has painted it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from xhsplanner.ui.board.model import CardLook
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.note_covers import FeedCovers

if TYPE_CHECKING:
    from xhsplanner.ops.covers import CoverSpec

KEPT = 400


class Covers(QObject):
    """Pictures by note. `wanted` collects what was painted without one; `draw` has workers paint them."""

    arrived = Signal(int)
    """A note whose picture is there."""

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._feed = FeedCovers(ctx, self)
        self._feed.ready.connect(self._ready)
        self.known: frozenset[int] = frozenset()
        """The notes that have a cover or a picture, of those that show."""
        self._asked: set[int] = set()
        self._specs: dict[int, tuple[CardLook, CoverSpec, int]] = {}
        self._pictures: dict[int, QPixmap] = {}
        self.wanted: dict[int, tuple[CardLook, int]] = {}

    def look_again(self) -> None:
        """Notes have changed: ask again which have covers."""
        self._asked.clear()
        self.known = frozenset()
        if len(self._pictures) > KEPT:
            self._pictures.clear()
            self._specs.clear()

    def forget(self, ids: Iterable[int]) -> None:
        """What covers say has changed; none given means all."""
        for note_id in self._specs.keys() & (set(ids) or self._specs.keys()):
            del self._specs[note_id]
            self.arrived.emit(note_id)

    def read(self, ids: Iterable[int]) -> None:
        """Find out which of the notes that show have a cover."""
        new = [one for one in ids if one not in self._asked]
        if new:
            self._asked.update(new)
            self.known |= self.among(new)

    def among(self, ids: Sequence[int]) -> frozenset[int]:
        """Those of some notes that have a cover or a picture."""
        notes = self._ctx.store.notes
        return frozenset(notes.covers(ids).keys() | notes.first_pictures(ids).keys()) if ids else frozenset()

    def get(self, look: CardLook, width: int) -> QPixmap | None:
        """The picture `width` device pixels wide, an older one meanwhile; asks for what is not there."""
        known = self._specs.get(look.note.id)
        if known is None or known[0] != look or known[2] != width:
            self.wanted[look.note.id] = (look, width)
        return self._pictures.get(look.note.id)

    def draw(self) -> None:
        """Let workers read what wanted covers show, and paint them."""
        wanted, self.wanted = self.wanted, {}
        for note_id, (look, width) in wanted.items():
            if note_id in self._specs:
                self._specs[note_id] = (look, self._specs[note_id][1], width)
        notes = [look.note for look, _width in wanted.values()]
        store = self._ctx.store

        def read() -> "dict[int, CoverSpec]":
            from xhsplanner.ops.covers import specs

            return specs(store, notes)

        if notes:
            self._ctx.tasks.start(read, lambda found: self._told(wanted, found))

    def _told(self, wanted: dict[int, tuple[CardLook, int]], found: "dict[int, CoverSpec]") -> None:
        for note_id, spec in found.items():
            look, width = wanted[note_id]
            self._specs[note_id] = (look, spec, width)
            if self._feed.get(spec, width) is not None:
                self._ready(note_id)

    def _ready(self, note_id: int) -> None:
        known = self._specs.get(note_id)
        picture = self._feed.get(known[1], known[2]) if known is not None else None
        if picture is not None and not picture.isNull():
            self._pictures[note_id] = picture
            self.arrived.emit(note_id)
