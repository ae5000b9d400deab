"""What collides, on the rows of the list that show: a sign behind the title, the sentences in its tooltip."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRect, QTimer
from PySide6.QtGui import QPainter

from xhsplanner.core.collisions import Severity
from xhsplanner.store.listing import Line
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.collisions.watch import Watch

if TYPE_CHECKING:
    from xhsplanner.ui.table.view import TableView

SIGN, PAD = 15, 8
SOON_MS = 120
"""After so long without scrolling the days of the rows that show are asked."""


class RowMarks(QObject):
    """Watches the days of what shows; rows of more days than a watch looks at wear nothing."""

    def __init__(self, view: "TableView") -> None:
        super().__init__(view)
        self._view = view
        self._lines: tuple[Line, ...] = ()
        self.watch = Watch(view.ctx, self, view.isVisible)
        self.watch.changed.connect(self._known)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.look)

    def show(self, lines: Iterable[Line]) -> None:
        """These are on the screen."""
        self._lines = tuple(lines)
        self._soon.start()

    def look(self) -> None:
        """Ask for the days of what is on the screen, where they are not known."""
        self.watch.marks([line.note for line in self._lines])
        self.watch.wake()

    def _known(self) -> None:
        self._view.words.told = self.watch.told
        self._view.viewport().update()

    def paint(self, painter: QPainter, ink: Ink, rect: QRect, note_id: int) -> QRect:
        """Paint the sign of a note at the right of a cell; what of the cell is left."""
        if note_id not in self.watch.told:
            return rect
        grave = self.watch.index is not None and self.watch.index.worst(note_id) is Severity.BLOCK
        icon = ink.icon("triangle-alert", "danger" if grave else "warn", SIGN)
        left = rect.right() - PAD - SIGN
        painter.drawPixmap(QPointF(left, rect.y() + (rect.height() - SIGN) // 2), icon)
        return rect.adjusted(0, 0, -SIGN - PAD, 0)
