"""The kanban in the user's hands: cards carried to other columns, columns folded, notes dropped from outside."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QWheelEvent,
)

from xhsplanner.core.model import Note, Status
from xhsplanner.core.words import t
from xhsplanner.ops import bulk, notes, publishing, status
from xhsplanner.ui.board.drag import Drag, Drop
from xhsplanner.ui.context import Context
from xhsplanner.ui.kanban import model
from xhsplanner.ui.kanban.layout import HEAD_H
from xhsplanner.ui.kanban.model import Column
from xhsplanner.ui.kanban.view import SIDE, WHEEL, KanbanView
from xhsplanner.ui.notes.mime import NOTES, TOPICS, carried
from xhsplanner.ui.tray.topics import plan_topics

SETTERS = {"owner": bulk.set_owner, "series": bulk.set_series}


class KanbanBoard(KanbanView):
    """The kanban. `publish_asked(note)` when one is carried to 已发布: its link and time are asked for."""

    publish_asked = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._pressed_head: int | None = None
        self._carried: list[Note] = []
        self.viewport().setAcceptDrops(True)

    # Carrying cards

    def _take(self, note_id: int, at: QPoint) -> None:
        super()._take(note_id, at)
        if self.drag is not None:
            self.refused = model.refusals(self.ctx.store, self.board, self.drag.notes)

    def cancel(self) -> None:
        self.aimed, self.refused, self._pressed_head = None, {}, None
        super().cancel()

    def aim(self, drag: Drag) -> Drop | None:
        self.aimed = None
        number = self.layout_.at(drag.at[0], self.x_)
        if number is None or not 0 <= drag.at[1] < self.layout_.height:
            return None
        return self._drop(number, drag.notes)

    def _drop(self, number: int, carried: Sequence[Note]) -> Drop | None:
        column = self.board.columns[number]
        rest = self._rest(column, carried)
        if not rest:
            return None
        self.aimed = number
        label = t(f"kanban.to_{self.board.by}", what=column.title)
        if len(rest) > 1:
            label = t("week.counted", n=len(rest), what=label)
        return Drop(self.layout_.column(number, self.x_), None, {}, label, self.refused.get(column.key, ""))

    def _rest(self, column: Column, carried: Sequence[Note]) -> list[Note]:
        """Those that are not in the column yet."""
        return [note for note in carried if model.value_of(self.board.by, note) != column.value]

    def land(self, drag: Drag, drop: Drop) -> None:
        number = self.layout_.at(drag.at[0], self.x_)
        if number is not None:
            self.put(number, drag.notes)

    def put(self, number: int, carried: Sequence[Note]) -> None:
        """Move notes to a column: one op, or for 已发布 the question for link and time."""
        column = self.board.columns[number]
        rest = self._rest(column, carried)
        if not rest:
            return
        ids = [note.id for note in rest]
        if column.value is Status.PUBLISHED and len(rest) == 1:
            self.publish_asked.emit(rest[0])
        elif column.value is Status.PUBLISHED:  # each when it was planned for: nobody is asked five times
            self.ctx.run_then(lambda _change: self.settled(ids), publishing.publish_many, ids)
        elif isinstance(column.value, Status):
            self.ctx.run_then(lambda _change: self.settled(ids), status.set_status, ids, column.value)
        else:
            self.ctx.run_then(lambda _change: self.settled(ids), SETTERS[self.board.by], ids, column.value)

    def settled(self, ids: Sequence[int]) -> None:
        """Read what was written at once, so that the next key finds the cards in their new places."""
        self.reload()
        left = [one for one in ids if self.note(one) is not None]
        gone = self.ctx.store.notes.get_many([one for one in ids if one not in left])
        if gone and self.ctx.filter:
            self.ctx.toast(t("filter.hides_moved", title=gone[0].title or gone[0].code, n=len(gone)))
        if left:
            shown = self.focus if self.focus in left else left[0]
            self.set_focus(shown)
            self.ctx.pick(left, shown)

    def carry(self, way: str) -> None:
        carried = self.notes()
        place = self.board.place_of(carried[0].id) if carried else None
        if way not in SIDE or place is None:
            return
        number = place[0] + SIDE[way]
        if not 0 <= number < len(self.board.columns):
            return
        refusal = model.refusals(self.ctx.store, self.board, carried).get(self.board.columns[number].key, "")
        if refusal:
            self.ctx.toast(refusal, kind="error")
        else:
            self.put(number, carried)

    def new_note(self) -> None:
        """Make a note in the column the keyboard is in, and type its title."""
        store, shown = self.ctx.store, self.note(self.focus) or self.note(self.ctx.note_id)
        accounts = [one.id for one in store.catalog.accounts()]
        if not accounts:
            self.ctx.ask("catalogue")
            return
        wanted = [one for one in accounts if one in self.ctx.filter.accounts] or accounts
        account = shown.account_id if shown is not None and shown.account_id in wanted else wanted[0]
        fields = self.ctx.filter.given() | {"account_id": account} | self._given(self.column)
        self.made(self.ctx.quietly(notes.create, day=self._new_day(), **fields))

    def _new_day(self) -> date | None:
        """The day of what is made here: the shown one, or the first of the period."""
        span = model.span(self.choices.period, self._day)
        day = self.ctx.day if span is None or span[0] <= self.ctx.day <= span[1] else span[0]
        return None if self.choices.period == "undated" else day

    def _given(self, number: int) -> dict[str, int]:
        """What a note that is made in a column takes from it."""
        value = self.board.columns[number].value if self.board.columns else None
        return {f"{self.board.by}_id": value} if self.board.by in SETTERS and isinstance(value, int) else {}

    # Folding

    def fold(self, number: int) -> None:
        """Fold a column to a strip, or open it."""
        key = self.board.columns[number].key
        self.ctx.settings.set("kanban_folded", sorted(self.choices.folded ^ {key}))
        self.settings_changed()

    def fold_here(self) -> None:
        """Fold or open the column the keyboard is in."""
        if self.board.columns:
            self.fold(self.column)

    # Mouse

    def _head_at(self, at: QPoint) -> int | None:
        number = self.layout_.at(at.x(), self.x_)
        if number is None or not self.layout_.column(number, self.x_).has(at.x(), at.y()):
            return None
        return number if at.y() < HEAD_H or self.board.columns[number].folded else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed_head = self._head_at(event.position().toPoint())
        number = self.layout_.at(round(event.position().x()), self.x_)
        if self._pressed is None and number is not None:
            self.column, self.focus = number, None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        head = None if self.drag or self.band else self._head_at(event.position().toPoint())
        if head != self.over_head:
            self.over_head = head
            if head is not None:
                self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
            elif self.drag is None and self.hover is None:
                self.viewport().unsetCursor()
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.over_head = None

    def click_empty(self, at: QPoint) -> None:
        head = self._head_at(at)
        if head is not None and head == self._pressed_head:
            self.fold(head)
        elif len(self.ctx.selection) > 1:
            self.ctx.select(None)

    def tip_at(self, at: QPoint) -> str:
        head = self._head_at(at)
        if head is None:
            return ""
        column = self.board.columns[head]
        return f"{model.spoken_column(column)}\n{t('kanban.unfold' if column.folded else 'kanban.fold')}"

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel moves the column below the mouse; with Shift, or sideways, all columns."""
        pixels, angle = event.pixelDelta(), event.angleDelta()
        fine = not pixels.isNull()
        dx, dy = (pixels.x(), pixels.y()) if fine else (angle.x() * WHEEL // 120, angle.y() * WHEEL // 120)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            dx, dy = dx or dy, 0
        number = self.layout_.at(round(event.position().x()), self.x_)
        if dx:
            self.horizontalScrollBar().setValue(self.x_ - dx)
        if dy and number is not None:
            if fine:
                self._bars[number].setValue(self.scroll_of(number) - dy)
            else:
                self._glides[number].by(-dy)
        event.accept()

    # Notes from outside

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        ids = carried(mime, NOTES) if mime.hasFormat(NOTES) else []
        self._carried = self.ctx.store.notes.get_many(ids)
        if self._carried:
            self.refused = model.refusals(self.ctx.store, self.board, self._carried)
            event.acceptProposedAction()
        elif mime.hasFormat(TOPICS) and not self.ctx.store.read_only:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        at = event.position().toPoint()
        number = self.layout_.at(at.x(), self.x_)
        if event.mimeData().hasFormat(TOPICS):
            self.target = self._topics_to(number) if number is not None else None
            self.said = (at.x(), at.y(), self.target.label, "") if self.target else None
            event.setAccepted(self.target is not None)
            self.viewport().update()
            return
        self.target = self._drop(number, self._carried) if number is not None and self._carried else None
        self.said = (at.x(), at.y(), self.target.label, self.target.refusal) if self.target else None
        event.setDropAction(Qt.DropAction.MoveAction)
        event.setAccepted(self.target is not None and not self.target.refusal)
        self.viewport().update()

    def _topics_to(self, number: int) -> Drop:
        """Where notes of topics will stand: every note begins at 待写, wherever it is let go."""
        columns = self.board.columns
        if self.board.by == "status":
            number = next(at for at, one in enumerate(columns) if one.value is Status.TODO)
        self.aimed = number
        label = t("kanban.topics_to", what=columns[number].title)
        return Drop(self.layout_.column(number, self.x_), None, {}, label, "")

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._leave()

    def _leave(self) -> None:
        self.target, self.said, self.refused, self._carried = None, None, {}, []
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        mime, number = event.mimeData(), self.layout_.at(round(event.position().x()), self.x_)
        dropped = self.ctx.store.notes.get_many(carried(mime, NOTES)) if mime.hasFormat(NOTES) else []
        self._leave()
        if number is not None and mime.hasFormat(TOPICS):
            event.accept()
            plan_topics(self.ctx, carried(mime, TOPICS), self._new_day(), **self._given(number))
            return
        if number is None or not dropped:
            event.ignore()
            return
        event.accept()
        refusal = model.refusals(self.ctx.store, self.board, dropped).get(self.board.columns[number].key, "")
        if refusal:
            self.ctx.toast(refusal, kind="error")
        else:
            self.put(number, dropped)
