"""What collides, on the covers that show: which days are looked at while the wall is scrolled."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from xhsplanner.core.collisions import Severity
from xhsplanner.core.model import Note
from xhsplanner.ui.collisions.watch import MOST_DAYS, Watch
from xhsplanner.ui.context import Context

SOON_MS = 120
"""So long after the last scroll the days of the covers that show are asked."""


class WallMarks(QObject):
    """Watches the days of what is still to come and shows; of more days than a watch looks at, the first."""

    def __init__(self, ctx: Context, area: QWidget, shown: Callable[[], Iterable[Note]]) -> None:
        super().__init__(area)
        self._shown = shown
        self.watch = Watch(ctx, self, area.isVisible)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._look)

    def painted(self) -> None:
        """The wall shows something, perhaps other covers than before."""
        self._soon.start()

    def _look(self) -> None:
        days = [(note.day, note) for note in self._shown() if note.day is not None]
        if days:
            first = min(day for day, _note in days)
            self.watch.marks([note for day, note in days if (day - first).days < MOST_DAYS])

    def told(self, note_id: int) -> tuple[str, ...]:
        """What a cover wears a mark for."""
        return self.watch.told.get(note_id, ())

    def grave(self, note_id: int) -> bool:
        """Whether what a cover wears a mark for must not stay."""
        return self.watch.index is not None and self.watch.index.worst(note_id) is Severity.BLOCK
