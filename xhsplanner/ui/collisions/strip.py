"""Below the head of the note panel: what the note collides with, and a button for each thing that helps."""

from datetime import timedelta
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from xhsplanner.core.change import Change
from xhsplanner.core.collisions import Collision, Severity
from xhsplanner.core.collisions.remedies import AHEAD, Remedy, remedies
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.store.store import Store
from xhsplanner.ui.collisions.acting import act
from xhsplanner.ui.collisions.rows import CollisionRow
from xhsplanner.ui.collisions.watch import TABLES
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import TextButton

SHOWN = 2
"""So many are shown in the panel; the list has the rest."""
BEFORE = timedelta(7)
TONES = {Severity.BLOCK: "danger_soft", Severity.WARN: "warn_soft", Severity.INFO: "sunken"}

Told = list[tuple[Collision, list[Remedy]]]


def read(store: Store, note: Note) -> Told:
    """What a note collides with, and what helps; on a worker."""
    if note.day is None:
        return []
    index = store.colliding.index(note.day - BEFORE, note.day + BEFORE, margin=AHEAD - BEFORE.days)
    return [(one, remedies(one, index, note.id)) for one in index.by_note.get(note.id, ())]


class CollisionStrip(QFrame):
    """Hidden where a note collides with nothing."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._note: Note | None = None
        self._asked = 0
        self._told: Told = []
        self.rows: list[CollisionRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 8, 10, 8)
        self._column.setSpacing(8)
        ctx.changed.connect(self._on_change)
        self.hide()

    def show_note(self, note: Note) -> None:
        """Another note, or the same as it is now."""
        if self._note is None or self._note.id != note.id:
            self._fill([])
        self._note = note
        self.look()

    def look(self) -> None:
        """Look again at what the note collides with."""
        note = self._note
        if note is not None:
            self._asked += 1
            self._ctx.tasks.start(partial(read, self._ctx.store, note), partial(self._show, self._asked))

    def _on_change(self, change: Change) -> None:
        note = self._note
        if note is None or not change.touches(*TABLES) or not self.window().isVisible():
            return
        self._note = self._ctx.store.notes.get(note.id)
        self.look()

    def _show(self, asked: int, told: Told) -> None:
        if asked == self._asked and told != self._told:
            self._fill(told)

    def _fill(self, told: Told) -> None:
        self._told, self.rows = told, []
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        can = not self._ctx.store.read_only
        for found, cures in told[:SHOWN]:
            row = CollisionRow(
                self._ctx.theme, found, cures if can else (), partial(self._do, found), mine=self._shown
            )
            self.rows.append(row)
            self._column.addWidget(row)
        if told:
            words = t("collisions.open_list") if len(told) <= SHOWN else t("collisions.rest", n=len(told) - SHOWN)
            more = TextButton(self._ctx.theme, words, look="chip")
            more.clicked.connect(lambda _checked=False: self._ctx.ask("collisions"))
            self.rows[-1].flow.addWidget(more)
        self.setVisible(bool(told))
        self.update()

    @property
    def _shown(self) -> int:
        return self._note.id if self._note is not None else 0

    def _do(self, found: Collision, cure: Remedy) -> None:
        act(self._ctx, self, found, cure)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._told:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ctx.theme.color(TONES[self._told[0][0].severity]))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        painter.end()
