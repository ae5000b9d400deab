"""The board in the user's hands: mouse, drags in and out, title editing, menu. What they do is in acts.py."""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QScrollBar

from xhsplanner.core import clock
from xhsplanner.ui.board import hits, keys
from xhsplanner.ui.board.acts import Acts
from xhsplanner.ui.board.drag import Drag, drop_at, edge_push
from xhsplanner.ui.board.drops import Drops
from xhsplanner.ui.board.editor import TitleEditor
from xhsplanner.ui.board.glide import Glide
from xhsplanner.ui.board.hits import Hit
from xhsplanner.ui.board.layout import HEAD_H, Cell, Focus
from xhsplanner.ui.board.menu import cell_menu, note_menu
from xhsplanner.ui.board.overlay import BELOW, LABEL_H
from xhsplanner.ui.board.tips import tip
from xhsplanner.ui.board.view import BoardView
from xhsplanner.ui.context import Context
from xhsplanner.ui.rect import Rect

TICK_MS = 30
TURN_TICKS = 24  # ticks at the edge before a drag turns the week
WHEEL = 60  # pixels for one notch


class WeekBoard(BoardView):
    """The week board with hands."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.acts: Acts = Acts(self)
        self.editor: TitleEditor | None = None
        self._pressed: Hit | None = None
        self._press_at = QPoint()
        self._edge = QTimer(self)
        self._edge.setInterval(TICK_MS)
        self._edge.timeout.connect(self._tick)
        self._waited = 0
        self._drops = Drops(self, self.acts)
        self._glides = [Glide(bar) for bar in self._hidden_bars()]
        self.viewport().setAcceptDrops(True)
        self.laid_out.connect(self._place_editor)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.by_key = False
        if self.drag is not None:
            if event.button() == Qt.MouseButton.RightButton:
                self.cancel_drag()
            return
        self._press_at = event.position().toPoint()
        self._pressed = found = self.hit(self._press_at.x(), self._press_at.y())
        if found.what in ("note", "drawer_note", "more", "hint", "cell"):
            self.set_focus(self._focus_at(found))
        if found.note_id is not None and event.button() != Qt.MouseButton.LeftButton:
            self._select(found.note_id)

    def _select(self, note_id: int) -> None:
        self.ctx.select(note_id)
        self.viewport().update()

    def _focus_at(self, found: Hit) -> Focus:
        if found.cell is None:
            return Focus(self.board.content.rows, 0, found.index)
        return Focus(found.cell.row, found.cell.column, found.index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self.drag is not None:
            self._carry(at, event.modifiers())
        elif event.buttons() & Qt.MouseButton.LeftButton:
            far = (at - self._press_at).manhattanLength() >= QApplication.startDragDistance()
            if far and self._pressed is not None and self._pressed.note_id is not None:
                self._take(self._pressed)
                self._carry(at, event.modifiers())
        else:
            self._hover(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pressed, self._pressed = self._pressed, None
        if self.drag is not None:
            self._carry(event.position().toPoint(), event.modifiers())
            self._let_go()
            return
        at = event.position().toPoint()
        found = self.hit(at.x(), at.y())
        if pressed is None or (found.what, found.cell, found.note_id) != (
            pressed.what,
            pressed.cell,
            pressed.note_id,
        ):
            return
        self._click(found)

    def _click(self, found: Hit) -> None:
        # Not when pressed: in a narrow window the panel would lie over the days the card is dragged to.
        if found.note_id is not None:
            self._select(found.note_id)
        elif found.what in ("more", "fold") and found.cell is not None:
            self.toggle_row(found.cell.row)
        elif found.what == "hint" and found.cell is not None:
            self.acts.accept(found.cell)
        elif found.what == "drawer_head":
            self.fold_drawer(not self.drawer_folded)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position().toPoint()
        found = self.hit(at.x(), at.y())
        self._pressed = None
        if found.what == "cell" and found.cell is not None:
            self.create_in(found.cell)
        elif found.note_id is not None:
            self.acts.open(found.note_id)

    def _hover(self, at: QPoint) -> None:
        found = self.hit(at.x(), at.y())
        if found != self.hover:
            before, self.hover = self.hover, found
            clickable = found.what in ("note", "drawer_note", "more", "hint", "fold", "drawer_head")
            shape = Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.update_rects(before.rect if before else None, found.rect)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel moves the grid, or the drawer's cards where the mouse is over them; Shift turns it sideways."""
        pixels, angle = event.pixelDelta(), event.angleDelta()
        fine = not pixels.isNull()
        dx, dy = (pixels.x(), pixels.y()) if fine else _notches(angle)
        at = event.position().toPoint()
        if self.board.drawer_rect.has(at.x(), at.y()):
            self.scroll_drawer(-(dx or dy))
        else:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not dx:
                dx, dy = dy, 0
            for bar, glide, by in zip(self._hidden_bars(), self._glides, (dx, dy), strict=True):
                if by and fine:
                    bar.setValue(bar.value() - by)
                elif by:
                    glide.by(-by)
        self._hover(at)
        event.accept()

    def _hidden_bars(self) -> tuple[QScrollBar, QScrollBar]:
        return self.horizontalScrollBar(), self.verticalScrollBar()

    # Dragging a card

    def _take(self, pressed: Hit) -> None:
        note = self.note(pressed.note_id)
        if note is None:
            return
        rect, at = pressed.rect, self._press_at
        self.ghost = self.picture_of(note.id)
        self.hover = None
        self.drag = Drag(note, (rect.w, rect.h), (at.x() - rect.x, at.y() - rect.y), (at.x(), at.y()))
        self._waited = 0
        self._edge.start()
        self.viewport().update()

    def _carry(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        assert self.drag is not None
        dirty = self._drag_rects()
        self.drag.at = (at.x(), at.y())
        self.drag.copying = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        self._aim()
        self.update_rects(*dirty, *self._drag_rects())

    def _aim(self) -> None:
        assert self.drag is not None
        self.drag.drop = drop_at(self.week, self.board, self.drag, self.scrolled, self.ctx.store.read_only)
        drop = self.drag.drop
        shape = Qt.CursorShape.ClosedHandCursor
        if drop is not None and drop.refusal:
            shape = Qt.CursorShape.ForbiddenCursor
        elif self.drag.copying:
            shape = Qt.CursorShape.DragCopyCursor
        self.viewport().setCursor(shape)

    def _drag_rects(self) -> list[Rect | None]:
        """What a drag paints over the board: the card with its label, and the place it would take."""
        drag = self.drag
        if drag is None:
            return []
        ghost = drag.ghost
        reach = Rect(ghost.x - 130, ghost.y - BELOW - LABEL_H, ghost.w + 260, ghost.h + 2 * (BELOW + LABEL_H))
        return [reach, drag.drop.rect if drag.drop else None]

    def copy_drag(self, copying: bool) -> None:
        """Ctrl was pressed or let go during a drag."""
        if self.drag is not None:
            self.drag.copying = copying
            self._aim()
            self.viewport().update()

    def cancel_drag(self) -> None:
        """Put the card back where it was."""
        self.drag = self.ghost = self._pressed = None
        self._edge.stop()
        self.viewport().unsetCursor()
        self.viewport().update()

    def _let_go(self) -> None:
        drag = self.drag
        self.cancel_drag()
        if drag is not None and drag.drop is not None:
            self.acts.drop(drag.note, drag.drop, drag.copying)

    def _tick(self) -> None:
        """Scroll while a card is held at an edge; at the end of the grid turn to the next week."""
        drag = self.drag
        if drag is None:
            self._edge.stop()
            return
        dx, dy = edge_push(self.board, *drag.at)
        before = self.scrolled
        self.horizontalScrollBar().setValue(before[0] + dx)
        if not self.board.drawer_zone.has(*drag.at):
            self.verticalScrollBar().setValue(before[1] + dy)
        stuck = dx != 0 and self.scrolled[0] == before[0]
        self._waited = self._waited + 1 if stuck else 0
        if self._waited >= TURN_TICKS:
            self._waited = 0
            self.acts.step_week(1 if dx > 0 else -1)
        if stuck or self.scrolled != before:
            self._aim()
            self.viewport().update()

    # Titles

    def rename(self, note_id: int, group: int | None = None) -> None:
        """Type a note's title over its card; `group` is that of the op that made it just now."""
        note = self.note(note_id)
        if note is None or note.locked or self.ctx.store.read_only:
            if note is not None:
                self.acts.open(note_id)
            return
        if self.editor is not None:
            self.editor.commit()
        self.focus_on(note_id)
        self.editor = TitleEditor(self.ctx, self.viewport(), note_id, note.title, group)
        self.editor.finished.connect(self._edited)
        self._place_editor()

    def _edited(self, note_id: int) -> None:
        self.editor = None
        self.reload()
        if self.note(note_id) is not None:
            self.focus_on(note_id)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_editor(self) -> None:
        if self.editor is None:
            return
        focus = hits.focus_of(self.board, self.editor.note_id)
        if focus is not None:
            rect = self.rect_of(focus)
            bounds = self.viewport().rect()
            self.editor.show_at(QRect(rect.x, rect.y, rect.w, rect.h), bounds.adjusted(4, HEAD_H, -4, -4))

    def create_in(self, cell: Cell) -> None:
        """Make a note in a cell and type its title at once."""
        if self.editor is not None:
            self.editor.commit()
        change = self.acts.create(cell)
        if change is not None:
            self.rename(change.created["note"][0], change.group)

    def new_note(self) -> None:
        """Make a note where the keyboard is, else on the shown day for the first account."""
        if not self.week.lanes:
            self.ctx.ask("catalogue")
            return
        focus = self.focus
        if focus is None or focus.row >= self.board.content.rows:
            focus = Focus(0, self.week.nearest_column(self.ctx.day))
        self.create_in(focus.cell)

    # The rest

    def today(self) -> None:
        """Go to today's column."""
        self.ctx.show_day(clock.today())
        self.to_column(self.week.nearest_column(clock.today()))

    def to_column(self, column: int) -> None:
        """Put the keyboard on a day, in the row it is in."""
        row = min(self.focus.row, self.board.content.rows - 1) if self.focus else 0
        self.set_focus(Focus(max(0, row), column))

    def open_menu(self, at: QPointF | None = None) -> None:
        """The menu of what the keyboard is at."""
        menu = self.make_menu()
        if menu is not None and self.focus is not None:
            rect = self.rect_of(self.focus)
            point = at.toPoint() if at else QPoint(rect.x + 12, rect.y + 12)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(point))

    def make_menu(self) -> QMenu | None:
        """The menu for the focused note or empty cell, not shown yet."""
        note = self.note(self.focus_note)
        if note is not None:
            return note_menu(self.acts, note, self.rename)
        if self.focus is not None and self.focus.row < self.board.content.rows:
            return cell_menu(self.acts, partial(self.create_in, self.focus.cell))
        return None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.pos()
        found = self.hit(at.x(), at.y())
        if found.what in ("note", "drawer_note", "cell", "hint"):
            self.set_focus(self._focus_at(found))
            self.open_menu(QPointF(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_key = True
        if not keys.press(self, event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Control:
            self.copy_drag(False)
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.by_key = True
        if self.focus is None and self.board.content.rows:
            self.set_focus(Focus(0, self.week.nearest_column(self.ctx.day)))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = event.pos()
            tip(self, self.hit(at.x(), at.y()), event.globalPos())
            return True
        return super().viewportEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._drops.over(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._drops.over(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._drops.mark(None)

    def dropEvent(self, event: QDropEvent) -> None:
        self._drops.drop(event)

    def show_day(self) -> None:
        """Follow the calendar rooms to their day."""
        start = self.page_of(self.ctx.day)
        if start != self.start:
            if self.editor is not None:
                self.editor.commit()
            self.show_week(start)
        if self.focus is not None and self.focus.row < self.board.content.rows:
            column = self.week.nearest_column(self.ctx.day)
            if self.focus.column != column:
                self.set_focus(Focus(self.focus.row, column))


def _notches(angle: QPoint) -> tuple[int, int]:
    return round(angle.x() / 120 * WHEEL), round(angle.y() / 120 * WHEEL)
