"""The list in hands: mouse, selection, drag, clipboard and menus. Keys are in keyboard, edits in editing."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QMenu

from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.notes.acts import NoteActs
from xhsplanner.ui.notes.menu import NoteMenus, pop
from xhsplanner.ui.notes.mime import NOTES, carrying
from xhsplanner.ui.table.columns import COLUMNS
from xhsplanner.ui.table.editing import Editing
from xhsplanner.ui.table.keyboard import Keyboard
from xhsplanner.ui.table.keys import Sort
from xhsplanner.ui.table.view import ROW_H, TableView

MOST_IN_MENU = 500
"""With more notes a menu would read for long: only what needs none of them is in it."""
Held = Qt.KeyboardModifier


class NoteTable(TableView):
    """The list as a person uses it."""

    row_height = ROW_H

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.acts = NoteActs(ctx)
        self.menus = NoteMenus(self, self.acts, self)
        self.editing = Editing(self)
        self.keyboard = Keyboard(self)
        self._anchor = 0
        self._pressed: int | None = None
        self._pressed_at = QPointF()
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    # --- selecting ---------------------------------------------------------------------------------

    def pick(self, ids: Sequence[int], note_id: int | None = None) -> None:
        """Select notes, `note_id` of them for the panel."""
        self.ctx.pick(ids, note_id)

    def pick_all(self) -> None:
        """Select every note of the list, also in folded groups."""
        self.pick(self.table.order.ids.tolist(), self.here)

    def go(self, line: int, column: str = "", extend: bool = False, pick: bool = True) -> None:
        """Put the keyboard on a line, and on a column of it; `extend` selects from the last one picked to there."""
        if not 0 <= line < self.table.lines.count:
            return
        self.line, self.column = line, column or self.column
        note_id = self.here = self.note_on(line)
        if not extend and pick:
            self._anchor = line
        if extend:
            low, high = sorted((self._anchor, line))
            self.pick(self.table.lines.ids(low, high), note_id)
        elif pick:
            self.pick((note_id,) if note_id is not None else (), note_id)
        self.reveal(line, column)
        self.viewport().update()
        self.pointed.emit()

    def turn_pick(self) -> None:
        """Take the row of the keyboard into the selection, or out of it."""
        if self.here is None:
            return
        chosen = self.ctx.selection
        self._anchor = self.line
        if self.here in self.chosen:
            self.pick([one for one in chosen if one != self.here])
        else:
            self.pick([*chosen, self.here], self.here)

    def turn(self, group: int) -> None:
        """Fold a group, or open it."""
        self.table.fold(group, self.table.order.groups[group].key not in self.table.folded)

    def sort_as(self, column: str, down: bool, also: bool = False) -> None:
        """Sort by a column upwards or downwards."""
        others = tuple(sort for sort in self.table.choice.sorts if sort.column != column) if also else ()
        self.choose(sorts=(*others, Sort(column, down)))

    # --- mouse -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        at, held = event.position().toPoint(), event.modifiers()
        line = self.line_at(at.y())
        if line < 0:
            self.pick(())
            return
        column, note_id = self.head.column_at(at.x()), self.note_on(line)
        if note_id is None:
            self.go(line, pick=False)
            self.turn(self.table.lines.at(line).group)
        elif held & Held.ControlModifier:
            self.go(line, column, pick=False)
            self.turn_pick()
        elif held & Held.ShiftModifier:
            self.go(line, column, extend=True)
        elif note_id in self.chosen and len(self.chosen) > 1:
            self.go(line, column, pick=False)  # a press inside the selection may begin a drag of all of it
            self._pressed = line
        else:
            self.go(line, column)
            self._pressed = line
        self._pressed_at = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hover = self.line_at(event.position().toPoint().y())
        if hover != self.hover:
            self.hover = hover
            self.viewport().update()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self.line and len(self.chosen) > 1:
            self.go(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        if self.note_on(self.line_at(event.position().toPoint().y())) is not None:
            self.edit_here()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hover = -1
        self.viewport().update()

    def mime(self) -> QMimeData:
        """What a drag of the selected rows carries."""
        return carrying(NOTES, self.ctx.selection)

    def drag(self) -> None:
        """Carry the selected notes to a day, a board or the backlog."""
        if not self.ctx.selection:
            return
        drag = QDrag(self)
        drag.setMimeData(self.mime())
        drag.setPixmap(self._ghost())
        drag.setHotSpot(QPoint(12, 16))
        drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.DropAction.MoveAction)

    def _ghost(self) -> QPixmap:
        """A slip with the title of the row, and how many go with it."""
        line, n = self.table.row(self.here) if self.here is not None else None, len(self.ctx.selection)
        words = self.words.text(line, "title") if line is not None else ""
        words = words if n == 1 else t("list.and_more", title=words, n=n)
        face = self.ink.type(13)
        text = "".join(face.fit(words, 260, 1))
        slip = self.ink.canvas(face.width(text) + 24, 32, self.ink.color("surface"))
        painter = QPainter(slip)
        painter.setPen(self.ink.color("accent"))
        painter.drawRect(0, 0, int(face.width(text)) + 23, 31)
        painter.setFont(face.font)
        painter.setPen(self.ink.color("text"))
        painter.drawText(QPointF(12, face.baseline(0, 32)), text)
        painter.end()
        return slip

    # --- keys --------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.keyboard.takes(event)
        ):
            event.accept()  # a letter goes to the row that begins with it, as in every list
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keyboard.press(event):
            super().keyPressEvent(event)

    # --- editing -----------------------------------------------------------------------------------

    def edit_here(self) -> None:
        """Edit the cell of the keyboard."""
        if self.here is not None:
            self.editing.begin(self.here, self.column)

    def rename(self, note_id: int) -> None:
        """Type a note's title in its row."""
        line = self.table.lines.of(note_id)
        if line is not None and self.note_on(line) == note_id and "title" in self.head.columns():
            self.go(line, "title", pick=False)
            self.editing.begin(note_id, "title")
        else:
            self.ctx.ask("note_title", note_id)

    def step_cell(self, by: int) -> None:
        """Go to the next cell that can be edited, or the one before, and edit it; over the end to the next row."""
        columns = self.head.columns()
        line, at = self.line, columns.index(self.column)
        for _ in range(2 * len(columns)):
            at += by
            if not 0 <= at < len(columns):
                line += by
                at = 0 if by > 0 else len(columns) - 1
            note_id = self.note_on(line)
            if note_id is None:
                return
            if COLUMNS[columns[at]].editor and not self.editing.why_not(note_id, columns[at]):
                self.go(line, columns[at], pick=line != self.line)
                self.editing.begin(note_id, columns[at])
                return

    # --- clipboard and menus -------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the selected rows, as their columns are shown, as a table for other programs."""
        ids = self.ctx.selection
        if not ids:
            return
        work = partial(self._as_text, ids, self.head.columns())
        if len(ids) <= MOST_IN_MENU:
            self._copied(work())
        else:
            self.ctx.tasks.start(work, self._copied, self.ctx.say_refusal)

    def _as_text(self, ids: Sequence[int], columns: Sequence[str]) -> str:
        """Rows with tabs between their cells, the heads of the columns first."""
        rows = self.ctx.store.listing.lines(ids)
        lines = ["\t".join(t(f"list.column.{name}") for name in columns)]
        for one in ids:
            if one in rows:
                texts = (self.words.text(rows[one], name) for name in columns)
                lines.append("\t".join(" ".join(text.split()) for text in texts))
        return "\n".join(lines) + "\n"

    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.ctx.toast(t("list.copied", n=text.count("\n") - 1))

    def spot(self) -> QPoint:
        """Below the cell of the keyboard, on the screen."""
        return self.spot_on_screen()

    def spot_on_screen(self) -> QPoint:
        """Below the cell of the keyboard, on the screen."""
        return self.viewport().mapToGlobal(self.rect_of(self.line, self.column).bottomLeft())

    def make_menu(self) -> QMenu | None:
        """The menu of the selected notes, or of a group's head."""
        spot = self.here_spot
        if spot is None:
            return None
        if spot.head:
            menu = QMenu(self)
            self.menus.line(menu, "chevrons-up-down", t("list.fold_all"), lambda: self.table.fold_all(True))
            self.menus.line(menu, "chevrons-up-down", t("list.open_all"), lambda: self.table.fold_all(False))
            return menu
        ids = self.ctx.selection
        few = len(ids) <= MOST_IN_MENU
        menu = self.menus.cards(self.ctx.store.notes.get_many(ids)) if few and ids else QMenu(self)
        menu.addSeparator()
        if not self.ctx.store.read_only and not (few and len(ids) > 1):
            self.menus.line(menu, "list-checks", t("list.bulk_edit", n=len(ids)), lambda: self.ctx.ask("bulk_edit"))
        self.menus.line(menu, "clipboard-copy", t("list.copy_rows"), self.copy, "Ctrl+C")
        return menu

    def open_menu(self, at: QPoint) -> None:
        """Show the menu at a point of the screen."""
        pop(self.make_menu(), at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        line = self.line_at(event.pos().y())
        if line < 0:
            return
        note_id = self.note_on(line)
        self.go(line, self.head.column_at(event.pos().x()), pick=note_id is not None and note_id not in self.chosen)
        self.open_menu(event.globalPos())
