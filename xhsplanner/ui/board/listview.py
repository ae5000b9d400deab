"""The week as a list: for keyboards, screen readers, and whoever likes rows. Selection is shared with the board."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTreeView

from xhsplanner.core import transitions
from xhsplanner.core.change import Change
from xhsplanner.core.model import Note, Status
from xhsplanner.core.words import t
from xhsplanner.ops import bulk, notes, status
from xhsplanner.ops.bulk import Place
from xhsplanner.ops.status import acting_role
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.board.layout import Focus
from xhsplanner.ui.board.listcells import Cells, Choices
from xhsplanner.ui.board.listmodel import (
    ACCOUNT,
    COVER,
    OWNER,
    SERIES,
    STATUS,
    TIME,
    TITLE,
    WARNINGS,
    WeekListModel,
)
from xhsplanner.ui.board.menu import Menus
from xhsplanner.ui.panel.minutes import parse_minute

if TYPE_CHECKING:
    from xhsplanner.ui.board.hands import WeekBoard

WIDTHS = {TIME: 88, ACCOUNT: 112, SERIES: 138, STATUS: 108, OWNER: 92, COVER: 94, WARNINGS: 120}
LEAST_TITLE = 180
Flag = QItemSelectionModel.SelectionFlag


class WeekList(QTreeView):
    """Reads the board's week, acts through the board's verbs."""

    asked_new = Signal(object)
    """date | None: make a note on this day."""

    def __init__(self, board: "WeekBoard") -> None:
        super().__init__()
        self.board, self.ctx = board, board.ctx
        self._ink: Ink | None = None
        self._late = False
        self._following = False
        self.menus = Menus(board, self)
        self.list = WeekListModel(board.week, self)
        self.list.writable = not self.ctx.store.read_only
        self.setModel(self.list)
        self.setItemDelegate(Cells(lambda: self.ink, self.choices, self))
        self.setAccessibleName(t("board.list"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        edit = QAbstractItemView.EditTrigger
        self.setEditTriggers(edit.DoubleClicked | edit.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAllColumnsShowFocus(False)
        self.setUniformRowHeights(True)  # else every cell of every row is asked how high it is
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(14)
        self.setProperty("look", "week")
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(48)
        header.setAccessibleName(t("board.list"))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        self.list.edited.connect(self._edit)
        self.list.moved.connect(self._restore)
        self.selectionModel().selectionChanged.connect(self._tell)
        self.selectionModel().currentChanged.connect(lambda *_: self._tell())
        board.loaded.connect(self.reload)
        self.ctx.selected.connect(lambda _id: self._follow())
        self.ctx.picked.connect(lambda _ids: self._follow())
        self.ctx.theme.changed.connect(self._retheme)
        self._retheme()
        self._restore()

    @property
    def ink(self) -> Ink:
        """Colours and stamps for the theme and the screen as they are."""
        if self._ink is None or self._ink.ratio != self.devicePixelRatioF():
            self._ink = self.list.ink = Ink(self.ctx.theme, self.devicePixelRatioF())
        return self._ink

    def _retheme(self) -> None:
        self._ink = None
        self.list.ink = self.ink
        self.list.bold = self.ctx.theme.font(13, bold=True)
        self.viewport().update()

    # Data

    def reload(self) -> None:
        """Show what the board has read; not while a cell is edited, whose editor would go."""
        if self.state() is QAbstractItemView.State.EditingState:
            self._late = True
            return
        self._late = False
        if self.isVisible():
            self.list.show_week(self.board.week)

    def closeEditor(self, editor: object, hint: object) -> None:
        super().closeEditor(editor, hint)  # type: ignore[arg-type]
        if self._late:
            self.reload()

    def _restore(self) -> None:
        """Open all days and select again what is selected."""
        for row in range(self.list.rowCount()):
            self.setFirstColumnSpanned(row, QModelIndex(), True)
        self.expandAll()
        self._follow()

    def _follow(self) -> None:
        """Select what the context says is selected."""
        if self._following:
            return
        self._following = True
        wanted = QItemSelection()
        for note_id in self.ctx.selection:
            index = self.list.place(note_id)
            if index.isValid():
                wanted.select(index, index)
        model = self.selectionModel()
        model.select(wanted, Flag.ClearAndSelect | Flag.Rows)
        current = self.list.place(self.ctx.note_id, max(0, self.currentIndex().column()))
        if current.isValid() and current != self.currentIndex():
            model.setCurrentIndex(current, Flag.NoUpdate)
            self.scrollTo(current)
        self._following = False

    def _tell(self, *_: object) -> None:
        """The user selected rows: say so."""
        if self._following:
            return
        look = self.list.look(self.currentIndex())
        group = self.list.group(self.currentIndex()) if self.currentIndex().isValid() else None
        ids = self.chosen()
        self._following = True
        here = look.note.id if look is not None and look.note.id in ids else None
        self.ctx.pick(ids, here)
        if group is not None and group.day is not None:
            self.ctx.show_day(group.day)
        self._following = False

    def chosen(self) -> tuple[int, ...]:
        """The selected notes, from top to bottom."""
        rows = sorted(self.selectionModel().selectedRows(0), key=lambda i: (i.parent().row(), i.row()))
        return tuple(look.note.id for row in rows if (look := self.list.look(row)) is not None)

    def today(self) -> None:
        """Put the keyboard on the shown day."""
        for row, group in enumerate(self.list.groups):
            if group.day == self.ctx.day:
                top = self.list.index(row, 0)
                first = self.list.index(0, TITLE, top)
                self.setCurrentIndex(first if first.isValid() else top)
                self.scrollTo(top, QAbstractItemView.ScrollHint.PositionAtTop)

    # Editing

    def choices(self, column: int, note: Note) -> Choices:
        """What the box of a column offers for a note."""
        catalog = self.ctx.store.catalog
        if column == STATUS:
            allowed = transitions.allowed(note.status, note.held_from, acting_role(self.ctx.store))
            return [(one, t(f"status.{one.value}")) for one in (note.status, *allowed)]
        if column == ACCOUNT:
            return [(account.id, account.name) for account in catalog.accounts()]
        rows = catalog.series() if column == SERIES else catalog.members()
        return [(None, t("board.none")), *((row.id, row.name) for row in rows)]

    def rename(self, note_id: int) -> None:
        """Type a note's title in its row."""
        index = self.list.place(note_id, TITLE)
        if index.isValid():
            self.setCurrentIndex(index)
            self.edit(index)

    def _edit(self, note_id: int, column: int, value: object) -> None:
        """Write an edited cell; a choice counts for all selected rows."""
        ids = self.ctx.selection if note_id in self.ctx.selection else (note_id,)
        run = self.ctx.run
        if column == TITLE:
            run(notes.edit, note_id, title=value)
        elif column == ACCOUNT and isinstance(value, int):
            run(bulk.place, {one.id: Place(one.day, value) for one in self.ctx.store.notes.get_many(ids)})
        elif column == SERIES:
            run(bulk.set_series, ids, value)
        elif column == OWNER:
            run(bulk.set_owner, ids, value)
        elif column == STATUS and isinstance(value, Status):
            if value is Status.PUBLISHED and len(ids) == 1:
                run(status.publish, note_id)
            else:
                run(status.set_status, list(ids), value)
        elif column == TIME:
            self._retime(note_id, str(value))

    def _retime(self, note_id: int, text: str) -> None:
        try:
            minute = parse_minute(text)
        except ValueError:
            self.ctx.toast(t("board.bad_time", text=text), kind="error")
            return
        self.ctx.run(notes.move, [note_id], minute=minute)

    # Keys and menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = Qt.Key(event.key()), event.modifiers() == Qt.KeyboardModifier.NoModifier
        editing = self.state() is QAbstractItemView.State.EditingState
        look = self.list.look(self.currentIndex())
        if editing or not plain:
            held = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if editing or not (held and self._with_ctrl(key)):
                super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and look is not None:
            self.ctx.ask("note_title", look.note.id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.asked_new.emit(self.list.group(self.currentIndex()).day)
        elif key is Qt.Key.Key_Space and look is not None:
            self.ctx.ask("note_preview", look.note.id)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._delete()
        elif key is Qt.Key.Key_F2 and look is not None and not self._editable():
            self.rename(look.note.id)
        elif key is Qt.Key.Key_Menu:
            self._open_menu(self.visualRect(self.currentIndex()).bottomLeft())
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.board.turn(1 if key is Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def _editable(self) -> bool:
        return bool(self.list.flags(self.currentIndex()) & Qt.ItemFlag.ItemIsEditable)

    def _delete(self) -> None:
        ids = self.chosen()
        if ids:
            row = self.currentIndex()
            below = self.list.look(self.indexBelow(row))
            self.ctx.run_then(
                partial(self._deleted, below.note.id if below is not None else None),
                notes.delete,
                ids,
                skip_locked=True,
            )

    def _deleted(self, below: int | None, _change: Change) -> None:
        self.board.reload()
        self.ctx.select(below if below is not None and self.board.note(below) is not None else None)

    def hand(self) -> list[Note]:
        """The notes a verb is about: those of the selected rows."""
        return self.ctx.store.notes.get_many(self.chosen())

    def spot(self) -> QPoint:
        """Below the row the keyboard is in, on the screen."""
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())

    def _lead_board(self) -> None:
        """The board's keyboard goes where the list's is: that is where it pastes."""
        look, week = self.list.look(self.currentIndex()), self.board.week
        if look is not None:
            self.board.focus_on(look.note.id)
            return
        day = self.list.group(self.currentIndex()).day if self.currentIndex().isValid() else None
        column = week.column_of(day) if day is not None else None
        if column is not None:
            row = self.board.focus.row if self.board.focus is not None else 0
            self.board.set_focus(Focus(min(row, len(week.lanes) - 1), column))

    def _with_ctrl(self, key: Qt.Key) -> bool:
        """The clipboard keys of the board; False for others."""
        hand, clip = self.hand(), self.board.clip
        if key in (Qt.Key.Key_C, Qt.Key.Key_X):
            clip.take(hand, key is Qt.Key.Key_X)
        elif key is Qt.Key.Key_V:
            self._lead_board()
            clip.paste()
        elif key is Qt.Key.Key_D and hand:
            self.board.acts.duplicate([note.id for note in hand])
        return key in (Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_V, Qt.Key.Key_D)

    def make_menu(self) -> QMenu | None:
        """The menu of the row the keyboard is at: that of its card on the board, or of its day."""
        hand = self.hand()
        if hand:
            self._lead_board()
            return self.menus.cards(hand)
        if not self.currentIndex().isValid() or self.ctx.store.read_only:
            return None
        menu = QMenu(self)
        add = menu.addAction(self.ctx.theme.icon("plus", "text2", 16), t("board.new_on_day"))
        add.triggered.connect(partial(self.asked_new.emit, self.list.group(self.currentIndex()).day))
        if self.board.clip.holds():
            paste = menu.addAction(self.ctx.theme.icon("clipboard-check", "text2", 16), t("week.paste"))
            paste.triggered.connect(lambda: self._with_ctrl(Qt.Key.Key_V))
        return menu

    def _open_menu(self, at: QPoint) -> None:
        menu = self.make_menu()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(at))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu(event.pos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width() - sum(WIDTHS.values())
        # In a narrow window the last columns give way to the title.
        self.setColumnHidden(COVER, room < LEAST_TITLE)
        self.setColumnHidden(WARNINGS, room + WIDTHS[COVER] < LEAST_TITLE)
