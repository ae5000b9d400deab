"""The shot list of a video note: add, edit in place, carry up and down, delete; how long all of it lasts."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xhsplanner.core import shots as core
from xhsplanner.core.change import Change
from xhsplanner.core.shots import Shot
from xhsplanner.core.words import t
from xhsplanner.ops import shots as ops
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.held import Held, typed
from xhsplanner.ui.panel.shot_row import ShotRow
from xhsplanner.ui.widgets.controls import TextButton


class ShotList(QWidget):
    """One row a shot. `flush()` writes what is typed and not written yet."""

    escaped = Signal()
    row_made = Signal(object)
    """A ShotRow that was not there before."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._note_id: int | None = None
        self.shots: list[Shot] = []
        self.rows: dict[int, ShotRow] = {}
        self._spot: int | None = None
        self._held = Held(self._write, self)
        self.add = TextButton(ctx.theme, t("video.add_shot"), "plus", "link")
        self.add.clicked.connect(lambda: self._add(None))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    # --- what is shown ----------------------------------------------------------------------------

    def show_shots(self, note_id: int | None, shots: Sequence[Shot], locked: bool, own_step: bool = False) -> None:
        """Show the shots of a note. Rows stay as long as their shot, so that nobody's cursor jumps."""
        if note_id != self._note_id:
            self.flush()
            self._take_out(list(self.rows))
            self._note_id = note_id
        self.shots = list(shots)
        self._take_out([shot for shot in self.rows if shot not in {one.id for one in shots}])
        starts = core.starts(shots)
        for place, shot in enumerate(shots):
            row = self.rows.get(shot.id) or self._make(shot)
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
            row.show_shot(shot, place + 1, len(shots), starts[place], own_step)
            row.set_locked(locked)
        self._order_tabs()
        self.add.setVisible(not locked)

    def _make(self, shot: Shot) -> ShotRow:
        row = ShotRow(self._ctx.theme, shot, self._write, self._held)
        row.seconds_changed.connect(self._set_seconds)
        row.removed.connect(self._remove)
        row.moved.connect(self._move)
        row.next_asked.connect(self._add)
        row.escaped.connect(self.escaped)
        row.grip.carried.connect(self._carry)
        row.grip.dropped.connect(lambda spot, shot=shot.id: self._drop(shot, spot))
        row.grip.cancelled.connect(lambda: self._mark(None))
        self.rows[shot.id] = row
        self.row_made.emit(row)
        return row

    def _take_out(self, gone: Sequence[int]) -> None:
        for shot in gone:
            row = self.rows.pop(shot)
            for visit in row.visits.values():
                visit.show(None, "")
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()

    def _order_tabs(self) -> None:
        before: QWidget | None = None
        for shot in self.shots:
            row = self.rows[shot.id]
            for widget in (row.grip, row.seconds, row.scene, row.words, row.cross):
                if before is not None:
                    QWidget.setTabOrder(before, widget)
                before = widget
        if before is not None:
            QWidget.setTabOrder(before, self.add)

    def flush(self) -> None:
        """Write what is typed and not written yet, and end the visits."""
        for row in list(self.rows.values()):
            row.finish()

    def restyle(self) -> None:
        """Take colours from the theme again."""
        for row in self.rows.values():
            row.restyle()

    # --- doing ------------------------------------------------------------------------------------

    def _write(self, shot_id: int, field: str, text: str, group: int | None) -> Change | None:
        if self._ctx.store.shots.get(shot_id) is None:
            return None
        return typed(self._ctx, ops.edit, shot_id, group=group, **{field: text})

    def _set_seconds(self, shot_id: int, seconds: int | None) -> None:
        self._ctx.quietly(ops.edit, shot_id, seconds=seconds)

    def _add(self, after: int | None) -> None:
        """Another shot after one, or at the end, with the cursor in what is seen."""
        if self._note_id is None:
            return
        self.flush()
        at = self._index(after) + 1 if after is not None else None
        change = self._ctx.quietly(ops.add, self._note_id, at)
        if change is not None:
            self._reload()
            self.rows[change.created["shot"][0]].scene.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, shot_id: int) -> None:
        if self._note_id is None:
            return
        self.flush()
        place, inside = self._index(shot_id), self.rows[shot_id].isAncestorOf(self.focusWidget() or self)
        if self._ctx.run(ops.remove, self._note_id, [shot_id]) is not None:
            self._reload()
            if inside:
                near = self.shots[min(place, len(self.shots) - 1)].id if self.shots else None
                (self.rows[near].grip if near is not None else self.add).setFocus()

    def _move(self, shot_id: int, by: int) -> None:
        self._put(shot_id, self._index(shot_id) + by)

    def _put(self, shot_id: int, place: int) -> None:
        order = [shot.id for shot in self.shots]
        if self._note_id is None or not 0 <= place < len(order) or order[place] == shot_id:
            return
        self.flush()
        order.remove(shot_id)
        order.insert(place, shot_id)
        focus = self.focusWidget()
        if self._ctx.run(ops.arrange, self._note_id, order) is not None:
            self._reload()
            if focus is not None:
                focus.setFocus()

    def _index(self, shot_id: int) -> int:
        return next(place for place, shot in enumerate(self.shots) if shot.id == shot_id)

    def _reload(self) -> None:
        """Show at once what an own op did; the Change of it, heard later, finds nothing left to do."""
        if self._note_id is not None:
            self.show_shots(self._note_id, self._ctx.store.shots.of(self._note_id), locked=False)

    # --- carrying ---------------------------------------------------------------------------------

    def _place_at(self, spot: QPoint) -> int:
        """Before which shot something dropped at a point of the screen goes."""
        y = self.mapFromGlobal(spot).y()
        middles = [self.rows[shot.id].geometry().center().y() for shot in self.shots]
        return sum(y > middle for middle in middles)

    def _carry(self, spot: QPoint) -> None:
        self._mark(self._place_at(spot))

    def _drop(self, shot_id: int, spot: QPoint) -> None:
        self._mark(None)
        place, old = self._place_at(spot), self._index(shot_id)
        self._put(shot_id, place if place <= old else place - 1)

    def _mark(self, place: int | None) -> None:
        self._spot = place
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._spot is None or not self.shots:
            return
        if self._spot < len(self.shots):
            y = self.rows[self.shots[self._spot].id].geometry().top() - 2
        else:
            y = self.rows[self.shots[-1].id].geometry().bottom() + 2
        painter = QPainter(self)
        pen = QPen(self._ctx.theme.color("accent"), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(4, max(2, y), self.width() - 4, max(2, y))
