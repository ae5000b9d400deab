"""The month in the user's hands: mouse, keys, drags from outside, title editing.

What is selected lies in picks.py, what is dragged in carry.py, what keys do in keys.py; acts.py does it.
"""

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
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from xhsplanner.core import clock
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.board.editor import TitleEditor
from xhsplanner.ui.context import Context
from xhsplanner.ui.month import keys
from xhsplanner.ui.month.acts import MonthActs
from xhsplanner.ui.month.card import DayCard
from xhsplanner.ui.month.carry import Carry
from xhsplanner.ui.month.drops import Drops
from xhsplanner.ui.month.layout import HEAD_H, MORE, NOTE, PLACE, Focus, Hit
from xhsplanner.ui.month.menus import MonthMenus
from xhsplanner.ui.month.picks import Picks
from xhsplanner.ui.month.places import carry_place
from xhsplanner.ui.month.popover import DayNotes
from xhsplanner.ui.month.spoken import hit_words
from xhsplanner.ui.month.view import MonthView
from xhsplanner.ui.notes.menu import pop
from xhsplanner.ui.notes.picks import CTRL, SHIFT
from xhsplanner.ui.widgets.controls import plain_tip

EMPTY = ("day", "nothing", "head")
"""Where a rubber band may begin."""
CLICKABLE = (NOTE, PLACE, MORE, "bar", "head")
NOTCH = 120
LONGEST = 300


class MonthBoard(MonthView):
    """The month with hands."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.acts: MonthActs = MonthActs(self)
        self.picks: Picks = Picks(self)
        self.carry: Carry = Carry(self)
        self.menus: MonthMenus = MonthMenus(self)
        self.editor: TitleEditor | None = None
        self.popup: DayCard | DayNotes | None = None
        self._pressed: Hit | None = None
        self._press_at = QPoint()
        self._wheel = 0
        self._drops = Drops(self)
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
        if found.focus is not None:
            self.set_focus(found.focus)
        if found.note_id is not None and event.button() != Qt.MouseButton.LeftButton:
            self.picks.take_along(found.note_id)

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
        """The mouse has moved far enough: chips are dragged, or a rubber band is pulled."""
        if pressed.note_id is not None:
            hand = self.ctx.store.notes.get_many(self.picks.with_(pressed.note_id))
            self.carry.take(pressed, self._press_at, hand)
            if self.drag is not None:
                self.carry.to(at, bool(held & CTRL))
        elif pressed.what == PLACE:
            carry_place(self, pressed)
        elif pressed.what in EMPTY:
            self.picks.start_band(self._press_at, held)
            self.picks.drag_band(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pressed, self._pressed = self._pressed, None
        at = event.position().toPoint()
        if self.drag is not None:
            self.carry.to(at, bool(event.modifiers() & CTRL))
            if self.drag is not None:
                self.carry.let_go()
            return
        if self.band is not None:
            self.picks.end_band()
            return
        found = self.hit(at.x(), at.y())
        if pressed is not None and _place(found) == _place(pressed):
            self._click(found, event.modifiers())

    def _click(self, found: Hit, held: Qt.KeyboardModifier) -> None:
        # Not when pressed: in a narrow window the panel would lie over the days the chip is dragged to.
        several = bool(held & (CTRL | SHIFT))
        if found.note_id is not None:
            self.picks.click(found.note_id, held)
        elif found.what == MORE and found.day is not None:
            self.show_day_notes(found.day)
        elif found.what == "bar":
            self.show_bar(found.index)
        elif found.what == "head" and found.day is not None and several:
            self.picks.toggle(self.grid.notes_of(found.day))
        elif found.what == "head" and found.day is not None:
            self.show_card(found.day)
        elif found.what == PLACE and found.day is not None and not several:
            self.acts.fill(self.grid.stack(found.day).items[found.index].key)
        elif found.what == "weekday" and several:
            self.picks.toggle([one for week in range(6) for one in self.grid.notes_of(7 * week + found.index)])
        elif found.what in EMPTY and self.picks.several and not several:
            self.picks.clear()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position().toPoint()
        found = self.hit(at.x(), at.y())
        self._pressed = None
        if found.what == "day" and found.day is not None:
            self.create_on(found.day)
        elif found.note_id is not None:
            self.acts.open(found.note_id)

    def _hover(self, at: QPoint) -> None:
        found = self.hit(at.x(), at.y())
        if found != self.hover:
            before, self.hover = self.hover, found
            clickable = found.what in CLICKABLE
            shape = Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.update_rects(before.rect if before else None, found.rect)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel turns the months; where the six weeks have no room it scrolls them first."""
        angle = event.angleDelta().y() or event.angleDelta().x()
        bar = self.verticalScrollBar()
        ahead = bar.value() > 0 if angle > 0 else bar.value() < bar.maximum()
        event.accept()
        if angle and ahead:
            bar.setValue(bar.value() - round(angle / NOTCH * 60))
            return
        self._wheel = self._wheel + angle if (self._wheel > 0) == (angle > 0) else angle
        if abs(self._wheel) >= NOTCH:
            by, self._wheel = (-1 if self._wheel > 0 else 1), 0
            self.turn(by)
            bar.setValue(bar.maximum() if by < 0 else 0)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.hover is not None:
            self.hover = None
            self.viewport().update()

    def cancel_drag(self) -> None:
        """Put the chips back where they were, or take the rubber band away."""
        self._pressed = None
        self.carry.cancel()
        self.picks.drop_band()

    def _picked(self, ids: tuple[int, ...]) -> None:
        self.viewport().update()
        if len(ids) > 1:
            self.announce(t("week.picked", n=len(ids)))

    def hand(self) -> list[Note]:
        """The notes a verb is about, see Picks.hand."""
        return self.ctx.store.notes.get_many(self.picks.hand)

    # Titles

    def rename(self, note_id: int, group: int | None = None) -> None:
        """Type a note's title over its chip; `group` is that of the op that made it just now."""
        note = self.ctx.store.notes.get(note_id)
        item = self.grid.item(self.grid.focus_of(note_id))
        if note is None:
            return
        if note.locked or self.ctx.store.read_only or item is None or item.what != NOTE:
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
        self.focus_on(note_id)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_editor(self) -> None:
        focus = self.grid.focus_of(self.editor.note_id) if self.editor is not None else None
        if self.editor is not None and focus is not None:
            bounds = self.viewport().rect().adjusted(4, HEAD_H, -4, -4)
            self.editor.show_at(QRect(*self.rect_of(focus)), bounds)

    def create_on(self, day: int) -> None:
        """Make a note on a day of the page and type its title at once."""
        if self.editor is not None:
            self.editor.commit()
        change = self.acts.create(self.page.heads[day].day)
        if change is not None:
            self.rename(change.created["note"][0], change.group)

    def new_note(self) -> None:
        """Make a note where the keyboard is, else on the shown day."""
        self.create_on(self.shown_number)

    # What opens over the month

    def show_card(self, day: int) -> DayCard:
        """What the calendar knows of a day."""
        at = self.grid.to_view(self.grid.head_rect(day), self.scrolled)
        shown = self.page.heads[day].day
        self.popup = DayCard(self, shown, self.page.day_occasions(day))
        self.popup.show_beside(self.viewport(), QRect(*at))
        return self.popup

    def show_bar(self, number: int) -> DayCard:
        """What is known of a long occasion."""
        bar = self.page.content.bars[number]
        rect = self.grid.bar_rect(bar)
        day = self.page.heads[7 * bar.week + bar.first].day
        self.popup = DayCard(self, max(day, bar.occurrence.first), (bar.occurrence,))
        if rect is not None:
            self.popup.show_beside(self.viewport(), QRect(*self.grid.to_view(rect, self.scrolled)))
        return self.popup

    def show_day_notes(self, day: int) -> DayNotes:
        """All notes of a day, also those that have no room on it."""
        self.popup = DayNotes(self, self.page.heads[day].day)
        at = self.grid.to_view(self.grid.day_rect(day), self.scrolled)
        self.popup.show_beside(self.viewport(), QRect(*at))
        return self.popup

    def about_day(self) -> DayCard:
        """What the calendar knows of the day the keyboard is on."""
        return self.show_card(self.shown_number)

    def list_day(self) -> DayNotes:
        """All notes of that day."""
        return self.show_day_notes(self.shown_number)

    def open_menu(self) -> None:
        """The menu of what the keyboard is at."""
        if self.focus is not None:
            rect = self.rect_of(self.focus)
            pop(self.make_menu(), self.viewport().mapToGlobal(QPoint(rect.x + 12, rect.y + 12)))

    def make_menu(self) -> QMenu | None:
        """The menu for the notes in the hand, or what the keyboard is at; not shown yet."""
        notes = self.hand()
        if notes:
            return self.menus.cards(notes)
        return self.menus.place(self.focus) if self.focus is not None else None

    def open_list(self, part: str) -> None:
        """The list of statuses, series or owners for the notes in the hand."""
        notes = self.hand()
        if notes:
            pop(self.menus.one_list(part, notes), self.spot())

    def spot(self) -> QPoint:
        """Where the keyboard is, on the screen."""
        rect = self.rect_of(self.focus) if self.focus is not None else None
        return self.viewport().mapToGlobal(QPoint(rect.x, rect.bottom) if rect is not None else QPoint())

    def ask_time(self) -> None:
        """Ask for the time of the notes in the hand."""
        self.menus.ask_time(self.hand())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.open_menu()
            return
        found = self.hit(event.pos().x(), event.pos().y())
        if found.focus is None:
            return
        self.set_focus(found.focus)
        if found.note_id is not None:
            self.picks.take_along(found.note_id)
        menu = self.menus.cards(self.hand()) if found.note_id is not None else self.menus.place(found.focus)
        pop(menu, event.globalPos())

    # The rest

    def today(self) -> None:
        """Go to today."""
        self.go_to(clock.today())
        if self.page.first != clock.today().replace(day=1):
            self.show_month(clock.today())
            self.go_to(clock.today())

    def event(self, event: QEvent) -> bool:
        # Tab walks the chips of a day before it leaves: Qt would take it before keyPressEvent.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            ways = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
            by = ways.get(Qt.Key(event.key()))
            if by and not event.modifiers() & CTRL and keys.step_in(self, by):
                self.by_key = True
                self.viewport().update()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_key = True
        if not keys.press(self, event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Control:
            self.carry.copy(False)
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.by_key = True
        if self.focus is None:
            number = self.page.number(self.ctx.day)
            self.set_focus(Focus(number if number is not None else 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.hit(event.pos().x(), event.pos().y())
            words = hit_words(self.page, self.grid, found)
            words = words if len(words) <= LONGEST else words[:LONGEST] + "…"
            QToolTip.showText(event.globalPos(), plain_tip(words), self.viewport(), QRect(*found.rect))
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


def _place(found: Hit) -> tuple[object, ...]:
    return found.what, found.day, found.note_id, found.index
