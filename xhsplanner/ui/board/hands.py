"""The board in the user's hands: mouse, keys, drags from outside, title editing.

What is selected lies in picks.py, what is dragged in carry.py, what is copied in clip.py; acts.py does it.
"""

from datetime import date

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
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
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.board import hits, keys, order
from xhsplanner.ui.board.acts import Acts
from xhsplanner.ui.board.carry import Carry
from xhsplanner.ui.board.clip import Clip
from xhsplanner.ui.board.drops import Drops
from xhsplanner.ui.board.editor import TitleEditor
from xhsplanner.ui.board.glide import Glide
from xhsplanner.ui.board.hits import Hit
from xhsplanner.ui.board.layout import HEAD_H, Cell, Focus
from xhsplanner.ui.board.menu import Menus, pop
from xhsplanner.ui.board.picks import Picks
from xhsplanner.ui.board.place_drops import carry_place
from xhsplanner.ui.board.tips import tip
from xhsplanner.ui.board.view import BoardView
from xhsplanner.ui.context import Context
from xhsplanner.ui.notes.picks import CTRL, SHIFT

WHEEL = 60  # pixels for one notch
EMPTY = ("cell", "hint", "nothing", "drawer")
STOPS = ("note", "drawer_note", "more", "place", "cell", "hint")
"""Where a rubber band may begin."""
CLICKABLE = ("note", "drawer_note", "more", "place", "hint", "fold", "drawer_head", "head")


class WeekBoard(BoardView):
    """The week board with hands."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.acts: Acts = Acts(self, self.rename)
        self.picks: Picks = Picks(self)
        self.carry: Carry = Carry(self)
        self.clip: Clip = Clip(self)
        self.menus: Menus = Menus(self, self)
        self.editor: TitleEditor | None = None
        self._pressed: Hit | None = None
        self._press_at = QPoint()
        self._drops = Drops(self, self.acts)
        self._glides = [Glide(bar) for bar in self._hidden_bars()]
        self.viewport().setAcceptDrops(True)
        self.laid_out.connect(self._place_editor)
        ctx.picked.connect(self._picked)

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
        if event.modifiers() & SHIFT and self.picks.anchor is None:
            self.picks.anchor = self.focus_note  # before the keyboard follows the mouse
        if found.what in STOPS:
            self.set_focus(self._focus_at(found))
        if found.note_id is not None and event.button() != Qt.MouseButton.LeftButton:
            self.picks.take_along(found.note_id)

    def _focus_at(self, found: Hit) -> Focus:
        if found.cell is None:
            return Focus(self.board.content.rows, 0, found.index)
        return Focus(found.cell.row, found.cell.column, found.index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self.drag is not None:
            self.carry.to(at, bool(event.modifiers() & CTRL))
        elif self.band is not None:
            self.picks.drag_band(at)
        elif event.buttons() & Qt.MouseButton.LeftButton:
            far = (at - self._press_at).manhattanLength() >= QApplication.startDragDistance()
            if far and self._pressed is not None:
                self._begin(self._pressed, at, event.modifiers())
        else:
            self._hover(at)

    def _begin(self, pressed: Hit, at: QPoint, held: Qt.KeyboardModifier) -> None:
        """The mouse has moved far enough: cards are dragged, or a rubber band is pulled."""
        if pressed.note_id is not None:
            self._take(pressed)
            self.carry.to(at, bool(held & CTRL))
        elif pressed.what == "place":
            carry_place(self, self._focus_at(pressed), pressed.rect)
        elif pressed.what in EMPTY:
            self.picks.start_band(self._press_at, held)
            self.picks.drag_band(at)

    def _take(self, pressed: Hit) -> None:
        assert pressed.note_id is not None
        self.carry.take(pressed, self._press_at, self.ctx.store.notes.get_many(self.picks.with_(pressed.note_id)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pressed, self._pressed = self._pressed, None
        at = event.position().toPoint()
        if self.drag is not None:
            self.carry.to(at, bool(event.modifiers() & CTRL))
            self.carry.let_go()
            return
        if self.band is not None:
            self.picks.end_band()
            return
        found = self.hit(at.x(), at.y())
        if pressed is not None and (found.what, found.cell, found.note_id) == (
            pressed.what,
            pressed.cell,
            pressed.note_id,
        ):
            self._click(found, at, event.modifiers())

    def _click(self, found: Hit, at: QPoint, held: Qt.KeyboardModifier) -> None:
        # Not when pressed: in a narrow window the panel would lie over the days the card is dragged to.
        several = bool(held & (CTRL | SHIFT))
        if found.note_id is not None:
            part = "" if several else self.part_at(found, at.x(), at.y())
            if part:
                self.picks.take_along(found.note_id)
                self.open_list(self.list_of(part), QRect(*self.parts(found)[part]))
            else:
                self.picks.click(found.note_id, held)
        elif found.what == "head" and several:
            self.picks.toggle(order.in_column(self.board, found.index))
        elif found.what == "head":
            self.to_column(found.index)
        elif found.what in ("more", "fold") and found.cell is not None:
            self.toggle_row(found.cell.row)
        elif found.what in ("hint", "place") and not several:
            self.acts.accept(self._focus_at(found))
        elif found.what == "drawer_head":
            self.fold_drawer(not self.drawer_folded)
        elif found.what in EMPTY and self.picks.several and not several:
            self.picks.clear()

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
        part = self.part_at(found, at.x(), at.y())
        if (found, part) != (self.hover, self.hover_part):
            before, self.hover, self.hover_part = self.hover, found, part
            clickable = found.what in CLICKABLE
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

    # Dragging cards

    def copy_drag(self, copying: bool) -> None:
        """Ctrl was pressed or let go during a drag."""
        self.carry.copy(copying)

    def cancel_drag(self) -> None:
        """Put the cards back where they were, or take the rubber band away."""
        self._pressed = None
        self.carry.cancel()
        self.picks.drop_band()

    # Selection

    def _picked(self, ids: tuple[int, ...]) -> None:
        self.viewport().update()
        if len(ids) > 1:
            self.announce(t("week.picked", n=len(ids)))

    def hand(self) -> list[Note]:
        """The notes a verb is about, see Picks.hand."""
        return self.ctx.store.notes.get_many(self.picks.hand)

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

    def open_menu(self) -> None:
        """The menu of what the keyboard is at."""
        if self.focus is not None:
            rect = self.rect_of(self.focus)
            pop(self.make_menu(), self, QPoint(rect.x + 12, rect.y + 12))

    def make_menu(self) -> QMenu | None:
        """The menu for the notes in the hand, or the cell the keyboard is in; not shown yet."""
        notes = self.hand()
        if notes:
            return self.menus.cards(notes)
        if self.focus is not None and self.focus.row < self.board.content.rows:
            return self.menus.here(self.focus)
        return None

    def open_list(self, part: str, rect: QRect | None = None) -> None:
        """The list of statuses, series or owners for the notes in the hand, under their part of the card."""
        notes = self.hand()
        if notes and self.focus is not None:
            pop(self.menus.one_list(part, notes), self, rect or QRect(*self.rect_of(self.focus)))

    def spot(self) -> QPoint:
        """Where the keyboard is, on the screen."""
        corner = self.rect_of(self.focus)[:2] if self.focus is not None else (0, 0)
        return self.viewport().mapToGlobal(QPoint(*corner))

    def ask_time(self) -> None:
        """Ask for the time of the notes in the hand."""
        self.menus.ask_time(self.hand())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.open_menu()
            return
        at = event.pos()
        found = self.hit(at.x(), at.y())
        if found.what in STOPS:
            self.set_focus(self._focus_at(found))
        if found.note_id is not None:
            self.picks.take_along(found.note_id)
        pop(self.menus.at(found, self.hand() if found.note_id is not None else []), self, at)

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
            found = self.hit(at.x(), at.y())
            tip(self, found, self.part_at(found, at.x(), at.y()), event.globalPos())
            return True
        return super().viewportEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._drops.over(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._drops.over(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drops.drop(event)

    def show_week(self, start: date) -> None:
        """Show other days. Of several selected notes, which are out of sight then, one stays so: no key may
        change what nobody sees."""
        if self.editor is not None:
            self.editor.commit()
        # While its room is not seen, what is selected is the business of another room.
        if self.drag is None and (self.parentWidget() or self).isVisible():
            self.picks.reduce()
        super().show_week(start)

    def show_day(self) -> None:
        """Follow the calendar rooms to their day."""
        start = self.page_of(self.ctx.day)
        if start != self.start:
            self.show_week(start)
        if self.focus is not None and self.focus.row < self.board.content.rows:
            column = self.week.nearest_column(self.ctx.day)
            if self.focus.column != column:
                self.set_focus(Focus(self.focus.row, column))


def _notches(angle: QPoint) -> tuple[int, int]:
    return round(angle.x() / 120 * WHEEL), round(angle.y() / 120 * WHEEL)
