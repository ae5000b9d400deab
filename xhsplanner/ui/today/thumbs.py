"""The covers beside the rows of the room 今天: what each shows is read once, workers paint it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from xhsplanner.core.model import Note
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.note_covers import FeedCovers

if TYPE_CHECKING:
    from xhsplanner.ops.covers import CoverSpec


class DayThumbs(QObject):
    """`ready(note)` when a cover is painted."""

    ready = Signal(int)

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._feed = FeedCovers(ctx, self)
        self._feed.ready.connect(self.ready)
        self._specs: dict[int, tuple[Note, CoverSpec]] = {}

    def get(self, note: Note, width: int) -> QPixmap | None:
        """The cover of a note `width` device px wide, None while it is painted or where there is none."""
        known = self._specs.get(note.id)
        if known is None or known[0] != note:
            from xhsplanner.ops.covers import specs

            known = self._specs[note.id] = (note, specs(self._ctx.store, [note])[note.id])
        return self._feed.get(known[1], width)

    def forget(self, ids: Iterable[int]) -> None:
        """These notes have changed; none given means all."""
        for note_id in self._specs.keys() & (set(ids) or self._specs.keys()):
            del self._specs[note_id]
