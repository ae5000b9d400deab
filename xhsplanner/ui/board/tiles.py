"""One ready picture per tile of a cell. A tile is painted again only when what it shows has changed."""

from collections.abc import Iterable

from PySide6.QtGui import QPainter, QPixmap

from xhsplanner.ui.board.banners import Banners
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.board.layout import Board, Cell, Chunk
from xhsplanner.ui.board.model import Week
from xhsplanner.ui.board.painter import paint_chunk

KEPT = 600

Key = tuple[int, int, int]


class Tiles:
    """Pixmaps by account, column and part of the cell, each with the signature of what it shows."""

    def __init__(self) -> None:
        self._ready: dict[Key, tuple[object, QPixmap]] = {}
        self._signatures: dict[Cell, tuple[object, ...]] = {}
        self.painted = 0
        """How many tiles have been painted so far, for tests and benches."""

    def clear(self) -> None:
        """Forget everything: another theme or pixel ratio."""
        self._ready.clear()
        self._signatures.clear()

    def changed(self) -> None:
        """Another week or layout: tiles stay where their signature still holds."""
        self._signatures.clear()

    def forget(self, cells: Iterable[Cell]) -> None:
        """Paint these cells again."""
        gone = set(cells)
        for key in [key for key in self._ready if Cell(key[0], key[1]) in gone]:
            del self._ready[key]

    def pixmap(self, ink: Ink, week: Week, board: Board, chunk: Chunk, banners: Banners) -> QPixmap:
        """The picture of a chunk."""
        cell = chunk.cell
        base = self._signatures.get(cell)
        if base is None:
            place, shown = board.cell_rect(cell), board.stack(cell)
            ids = [card.note_id for card in shown.cards]
            base = self._signatures[cell] = (week.start, week.signature(cell, ids), place, shown)
        key = (cell.row, cell.column, chunk.part)
        signature = (base, chunk.rect)
        ready = self._ready.get(key)
        if ready is not None and (ready[0] is base or ready[0] == signature):
            return ready[1]
        pixmap = self._paint(ink, week, board, chunk, banners)
        if len(self._ready) >= KEPT:
            self._ready.clear()
        self._ready[key] = (signature, pixmap)
        return pixmap

    def _paint(self, ink: Ink, week: Week, board: Board, chunk: Chunk, banners: Banners) -> QPixmap:
        self.painted += 1
        pixmap = ink.canvas(chunk.rect.w, chunk.rect.h, ink.color("surface"))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_chunk(painter, ink, week, board.stack(chunk.cell), chunk, board.cell_rect(chunk.cell), banners)
        painter.end()
        return pixmap
