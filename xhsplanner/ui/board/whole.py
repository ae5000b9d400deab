"""Whole covers for the largest density: worked out for the cards that show, painted by workers."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap

from xhsplanner.ui.board.model import CardLook
from xhsplanner.ui.widgets.note_covers import FeedCovers

if TYPE_CHECKING:
    from xhsplanner.ops.covers import CoverSpec
    from xhsplanner.ui.board.view import BoardView


class WholeCovers(QObject):
    """Pictures by note. What a cover shows is read once and again when its note or its text has changed."""

    def __init__(self, view: "BoardView") -> None:
        super().__init__(view)
        self._view = view
        self._feed = FeedCovers(view.ctx, self)
        self._feed.ready.connect(self._arrived)
        self._specs: dict[int, tuple[CardLook, CoverSpec]] = {}
        view.banners.whole = self.get

    def get(self, look: CardLook, width: int) -> "tuple[CoverSpec, QPixmap | None]":
        """What a note's cover shows, and its picture `width` device pixels wide once it is painted."""
        known = self._specs.get(look.note.id)
        if known is None or known[0] != look:
            from xhsplanner.ops.covers import specs

            known = (look, specs(self._view.ctx.store, [look.note])[look.note.id])
            self._specs[look.note.id] = known
        return known[1], self._feed.get(known[1], width)

    def forget(self, ids: Iterable[int]) -> None:
        """The texts of these notes have changed; none given means all."""
        for note_id in self._specs.keys() & (set(ids) or self._specs.keys()):  # an import changes thousands
            del self._specs[note_id]
            self._arrived(note_id)

    def _arrived(self, note_id: int) -> None:
        self._view.repaint_note(note_id)
