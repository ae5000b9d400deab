"""A painted room of notes in the user's hands: mouse, rubber band, drags, titles typed in place, menus."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from xhsplanner.core.change import Change
from xhsplanner.core.model import Note
from xhsplanner.ui.board.drag import NOWHERE, Drag, Drop, into_tray
from xhsplanner.ui.board.editor import TitleEditor
from xhsplanner.ui.context import Context
from xhsplanner.ui.notes import area_keys
from xhsplanner.ui.notes.acts import NoteActs
from xhsplanner.ui.notes.area import AreaView
from xhsplanner.ui.notes.menu import NoteMenus, pop
from xhsplanner.ui.notes.picks import CTRL, SHIFT
from xhsplanner.ui.notes.takers import Taker
from xhsplanner.ui.rect import Rect
from xhsplanner.ui.widgets.controls import plain_tip

LEFT = Qt.MouseButton.LeftButton
LONGEST = 300


class NoteArea(AreaView):
    """Cards with hands. `note_made` is sent with the id of a note that was made here."""

    note_made = Signal(int)

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__(ctx, name)
        self.acts: NoteActs = NoteActs(ctx)
        self.menus: NoteMenus = NoteMenus(self, self.acts, self)
        self.taker: Taker = Taker(self)
        self.editor: TitleEditor | None = None
        self.anchor: int | None = None
        self._press_at: QPoint | None = None
        self._pressed: int | None = None
        self._band_from = (0, 0)
        self._band_before: tuple[int, ...] = ()

    # What whoever inherits answers

    def beside(self, way: str) -> int | None:
        """The note where an arrow leads."""
        raise NotImplementedError

    def start(self) -> int | None:
        """Where the keyboard begins."""
        return next(iter(self.ids()), None)

    def walk(self, way: str) -> None:
        """An arrow: move the keyboard, and the panel with it while it shows a note."""
        there = self.beside(way)
        if there is not None:
            self.set_focus(there)
            if self.ctx.note_id is not None:
                self.ctx.select(there)

    def carry(self, way: str) -> None:
        """Alt and an arrow: what a drag there would do."""
        raise NotImplementedError

    def aim(self, drag: Drag) -> Drop | None:
        """What letting go would do; None outside of every target."""
        raise NotImplementedError

    def land(self, drag: Drag, drop: Drop) -> None:
        """Do what was aimed at; it is not refused."""
        raise NotImplementedError

    def opened(self, note_id: int) -> None:
        """A card was clicked twice."""
        self.acts.open(note_id)

    def reload(self) -> None:
        """Read everything again."""
        raise NotImplementedError

    def click_empty(self, at: QPoint) -> None:
        """A click beside all cards."""

    def title_box(self, note_id: int) -> Rect | None:
        """Where a title is typed."""
        return self.rect_of(note_id)

    # Selection

    @property
    def hand(self) -> list[int]:
        """The notes a verb is about: the selection where it is several, else the note the keyboard is at."""
        chosen = set(self.ctx.selection)
        if len(chosen) > 1:
            return [i for i in self.ids() if i in chosen]
        return [self.focus] if self.focus is not None else []

    def notes(self) -> list[Note]:
        """The notes in the hand."""
        return self.ctx.store.notes.get_many(self.hand)

    def pick(self, ids: Sequence[int], shown: int | None = None) -> None:
        """Select notes, in reading order."""
        wanted = set(ids)
        self.ctx.pick([i for i in self.ids() if i in wanted], shown)

    def toggle(self, note_id: int) -> None:
        """Add a note to the selection or take it out."""
        chosen = list(self.ctx.selection)
        if note_id in chosen:
            self.pick([one for one in chosen if one != note_id])
        else:
            self.pick([*chosen, note_id], note_id)
        self.anchor = note_id

    def extend(self, note_id: int) -> None:
        """Select from the anchor to a note, in reading order."""
        here = list(self.ids())
        anchor = next((one for one in (self.anchor, self.ctx.note_id, self.focus) if one in here), note_id)
        self.anchor = anchor
        low, high = sorted((here.index(anchor), here.index(note_id)))
        self.pick(here[low : high + 1], note_id)

    def _click(self, note_id: int, held: Qt.KeyboardModifier) -> None:
        if held & SHIFT:
            self.extend(note_id)
        elif held & CTRL:
            self.toggle(note_id)
        else:
            self.anchor = note_id
            self.ctx.select(note_id)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.by_key = False
        if self.drag is not None:
            self.cancel()
            return
        at = event.position().toPoint()
        self._press_at, self._pressed = at, self.note_under(at.x(), at.y())
        if self._pressed is not None:
            if event.modifiers() & SHIFT and self.anchor is None:
                self.anchor = self.focus
            self.set_focus(self._pressed)
            if event.button() != LEFT and self._pressed not in self.ctx.selection:
                self._click(self._pressed, Qt.KeyboardModifier.NoModifier)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self.drag is not None:
            self._carry_to(at)
        elif self.band is not None:
            self._band_to(at)
        elif event.buttons() & LEFT and self._press_at is not None:
            if (at - self._press_at).manhattanLength() >= QApplication.startDragDistance():
                self._begin(at, event.modifiers())
        else:
            self._hover(at)

    def _begin(self, at: QPoint, held: Qt.KeyboardModifier) -> None:
        assert self._press_at is not None
        if self._pressed is not None:
            self._take(self._pressed, self._press_at)
            self._carry_to(at)
        elif self.body().has(self._press_at.x(), self._press_at.y()):
            self._band_from = (self._press_at.x(), self._press_at.y())
            self._band_before = self.ctx.selection if held & (CTRL | SHIFT) else ()
            self._band_to(at)

    def _take(self, note_id: int, at: QPoint) -> None:
        """Take hold of a card, and of what is selected with it."""
        several = len(self.ctx.selection) > 1 and note_id in self.ctx.selection
        notes = self.ctx.store.notes.get_many(self.hand if several else [note_id])
        rect, note = self.rect_of(note_id), next((one for one in notes if one.id == note_id), None)
        if rect is None or note is None:
            return
        self.hover = None
        self.ghost = self.picture_of(note_id)
        self.ctx.carried.emit(True)
        grip = (at.x() - rect.x, at.y() - rect.y)
        self.drag = Drag(note, tuple(notes), (rect.w, rect.h), grip, (at.x(), at.y()))
        self.viewport().update()

    def _carry_to(self, at: QPoint) -> None:
        if self.drag is None:
            return
        self.drag.at = (at.x(), at.y())
        self.hold(*self.drag.at)
        self.taker.point_at(at)
        away = self.taker.widget is not None
        self.drag.drop = into_tray(self.drag, self.ctx.store.read_only) if away else self.aim(self.drag)
        refused = self.drag.drop is not None and self.drag.drop.refusal
        shape = Qt.CursorShape.ForbiddenCursor if refused else Qt.CursorShape.ClosedHandCursor
        self.viewport().setCursor(shape)
        self.viewport().update()

    def _band_to(self, at: QPoint) -> None:
        (left, top), (x, y) = self._band_from, (at.x(), at.y())
        self.band = Rect(min(x, left), min(y, top), abs(x - left) + 1, abs(y - top) + 1)
        self.banded = frozenset((*self._band_before, *self.touched(self.band)))
        self.hold(x, y)
        self.viewport().update()

    def shift_band(self, dx: int, dy: int) -> None:
        """The ground has moved below the rubber band: it stays where it was begun."""
        self._band_from = (self._band_from[0] + dx, self._band_from[1] + dy)

    def edge_moved(self) -> None:
        at = QPoint(*self._edge_at)
        if self.drag is not None:
            self._carry_to(at)
            self.viewport().update()
        elif self.band is not None:
            self._band_to(at)
        else:
            self.edge.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != LEFT:
            return
        at, pressed, started = event.position().toPoint(), self._pressed, self._press_at
        self._pressed = self._press_at = None
        if self.drag is not None:
            self._carry_to(at)
            drag = self.drag
            self.cancel()
            self._let_go(drag)
        elif self.band is not None:
            found = self.banded
            self.cancel()
            self.pick(list(found)) if found else self.ctx.select(None)
        elif started is not None:
            found_id = self.note_under(at.x(), at.y())
            if found_id is not None and found_id == pressed:
                self._click(found_id, event.modifiers())
            elif found_id is None and pressed is None:
                self.click_empty(at)

    def _let_go(self, drag: Drag) -> None:
        if drag.drop is None:
            return
        if drag.drop.refusal:
            self.ctx.toast(drag.drop.refusal, kind="error")
        elif drag.drop.rect == NOWHERE:
            self.acts.unplan(list(drag.drop.places))
        else:
            self.land(drag, drag.drop)

    def cancel(self) -> None:
        """Put cards back where they were, take the rubber band away."""
        self.edge.stop()
        self.taker.leave()
        self._pressed = self._press_at = None
        if self.drag is not None:
            self.ctx.carried.emit(False)
        self.drag = self.ghost = self.band = None
        self.banded = frozenset()
        self.viewport().unsetCursor()
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        self._pressed = self._press_at = None
        found = self.note_under(at.x(), at.y())
        if event.button() == LEFT and found is not None:
            self.opened(found)

    def _hover(self, at: QPoint) -> None:
        found = self.note_under(at.x(), at.y())
        if found != self.hover:
            self.hover = found
            shape = Qt.CursorShape.PointingHandCursor if found is not None else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    # Titles

    def rename(self, note_id: int, group: int | None = None) -> None:
        """Type a note's title over its card; `group` is that of the op that made it just now."""
        note = self.note(note_id)
        if note is None:
            return
        if self.ctx.store.read_only:
            self.ctx.toast(self.ctx.store.read_only, kind="error")
            return
        if note.locked:
            self.acts.open(note_id)
            return
        if self.editor is not None:
            self.editor.commit()
        self.set_focus(note_id)
        self.editor = TitleEditor(self.ctx, self.viewport(), note_id, note.title, group)
        self.editor.finished.connect(self._edited)
        self.place_editor()

    def _edited(self, note_id: int) -> None:
        self.editor = None
        self.reload()
        if self.note(note_id) is not None:
            self.set_focus(note_id)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def place_editor(self) -> None:
        """Lay the line over its title again, after the cards have moved."""
        box = self.title_box(self.editor.note_id) if self.editor is not None else None
        if self.editor is not None and box is not None:
            self.editor.show_at(QRect(*box), QRect(*self.body()).adjusted(4, 4, -4, -4))

    def made(self, change: Change | None) -> None:
        """A note was made here: show it and let its title be typed."""
        if change is None:
            return
        (note_id,) = change.created["note"]
        self.reload()
        self.ctx.select(note_id)
        self.rename(note_id, change.group)
        self.note_made.emit(note_id)

    # Menus

    def spot(self) -> QPoint:
        """Where the keyboard is, on the screen."""
        rect = self.rect_of(self.focus) if self.focus is not None else None
        return self.viewport().mapToGlobal(QPoint(rect.x + 12, rect.y + 12) if rect else QPoint(0, 0))

    def open_list(self, part: str) -> None:
        """The list of statuses, series or owners for the notes in the hand."""
        if self.notes():
            pop(self.menus.one_list(part, self.notes()), self.spot())

    def ask_time(self) -> None:
        """Ask for the time of the notes in the hand."""
        self.menus.ask_time(self.notes())

    def open_menu(self) -> None:
        """The menu of what the keyboard is at."""
        if self.notes():
            pop(self.menus.cards(self.notes()), self.spot())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.open_menu()
            return
        found = self.note_under(event.pos().x(), event.pos().y())
        if found is not None:
            if found not in self.ctx.selection:
                self._click(found, Qt.KeyboardModifier.NoModifier)
            self.set_focus(found)
            pop(self.menus.cards(self.notes()), event.globalPos())

    # The rest

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_key = True
        if not area_keys.press(self, event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.by_key = True
        if self.focus is None:
            self.set_focus(self.start())
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.note_under(event.pos().x(), event.pos().y())
            words = self.words(found) if found is not None else self.tip_at(event.pos())
            QToolTip.showText(event.globalPos(), plain_tip(words[:LONGEST]), self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_at(self, _at: QPoint) -> str:
        """The tooltip beside all cards."""
        return ""
