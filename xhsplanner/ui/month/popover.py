"""All notes of a day, also those behind `+n`: a list that scrolls, with the same menu, to be dragged out of."""

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.board import overlay
from xhsplanner.ui.month.carry import begin_drag
from xhsplanner.ui.month.layout import LARGE, NOTE, Item
from xhsplanner.ui.month.model import look_of
from xhsplanner.ui.month.over import Beside
from xhsplanner.ui.month.painter import RADIUS, paint_note
from xhsplanner.ui.month.spoken import note_words, place_words
from xhsplanner.ui.notes.menu import pop
from xhsplanner.ui.rect import Rect
from xhsplanner.ui.widgets.controls import IconButton, TextButton, label, plain_tip

if TYPE_CHECKING:
    from xhsplanner.ui.month.hands import MonthBoard

HIGH = LARGE[0]
WIDTH, ROW_H, MOST_H = 300, HIGH + 4, 420
Index = QModelIndex | QPersistentModelIndex


class DayModel(QAbstractListModel):
    """The notes of one day, by time."""

    def __init__(self, board: "MonthBoard", day: date) -> None:
        super().__init__()
        self._board, self._day = board, day
        self.notes: list[Note] = []
        self.reload()

    def reload(self) -> None:
        """Read the day again."""
        ctx = self._board.ctx
        self.beginResetModel()
        shown = [i for i in self._board.page.accounts if not ctx.filter.accounts or i in ctx.filter.accounts]
        self.notes = ctx.store.notes.between(self._day, self._day, shown, ctx.filter)
        self.covered = self._board.covers.among([note.id for note in self.notes])
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.notes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        words = note_words(self._board.page, look_of(self._board.ctx, self.notes[index.row()]))
        return words if role == Qt.ItemDataRole.DisplayRole else plain_tip(words)

    def flags(self, _index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled


class NotePainter(QStyledItemDelegate):
    """Rows as chips of two lines."""

    def __init__(self, board: "MonthBoard", model: DayModel, parent: QListView) -> None:
        super().__init__(parent)
        self._board, self._model = board, model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(WIDTH - 20, ROW_H)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        board, note = self._board, self._model.notes[index.row()]
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        rect = Rect(box.x() + 2, box.y() + 2, box.width() - 4, HIGH)
        look = look_of(board.ctx, note)
        covered = note.id in self._model.covered
        paint_note(painter, board.ink, look, Item(NOTE, note.id, rect, True), covered, board.cover)
        board.want_covers()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            overlay.outline(painter, board.ink.color("accent"), rect, 1.8, RADIUS)
        elif state & QStyle.StateFlag.State_MouseOver:
            overlay.outline(painter, board.ink.color("border2"), rect, 1.2, RADIUS)


class DayList(QListView):
    """The rows. A drag goes on outside after the list has closed."""

    def __init__(self, board: "MonthBoard", popup: "DayNotes", day: date) -> None:
        super().__init__()
        self._board, self._popup = board, popup
        self.notes = DayModel(board, day)
        self.setModel(self.notes)
        self.setItemDelegate(NotePainter(board, self.notes, self))
        self.setAccessibleName(popup.accessibleName())
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet("QListView { border: 0; background: transparent; padding: 0; }")
        self.setFixedSize(WIDTH, min(MOST_H, max(1, len(self.notes.notes)) * ROW_H + 4))
        self.doubleClicked.connect(lambda _index: self.open())

    @property
    def chosen(self) -> list[Note]:
        """The selected notes, by time."""
        return [self.notes.notes[row] for row in sorted({one.row() for one in self.selectedIndexes()})]

    def open(self) -> None:
        """Show the note in the panel and close the list."""
        chosen = self.chosen
        if chosen:
            self._popup.close()
            self._board.acts.open(chosen[0].id)

    def repaint_all(self, _note_id: int) -> None:
        """A cover is there that was not."""
        self.viewport().update()

    def startDrag(self, _actions: Qt.DropAction) -> None:
        chosen = self.chosen
        if not chosen:
            return
        row = self.visualRect(self.currentIndex())
        picture = self.viewport().grab(row)
        board = self._board
        self._popup.close()  # it holds the mouse, and lies over the days the notes are for
        begin_drag(board, [note.id for note in chosen], picture, QPoint(24, row.height() // 2))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.chosen:
            self._popup.take_selection()
            board, chosen = self._board, self.chosen
            self._popup.close()
            pop(board.menus.cards(chosen), event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.chosen:
            ids = [note.id for note in self.chosen]
            self._popup.close()
            self._board.acts.delete(ids)
        elif key is Qt.Key.Key_Space and self.chosen:
            chosen = self.chosen[0].id
            self._popup.close()
            self._board.acts.preview(chosen)
        elif key is Qt.Key.Key_Escape:
            self._popup.close()
        else:
            super().keyPressEvent(event)


class DayNotes(Beside):
    """The list with the day over it. What is selected in it is the selection of the window."""

    def __init__(self, board: "MonthBoard", day: date) -> None:
        super().__init__(board, board.ctx.theme)
        self._board, self.day = board, day
        weekday = t(f"days.weekday.{day.weekday()}")
        self.setAccessibleName(t("month.notes_of", m=day.month, d=day.day, weekday=weekday))
        self.list = DayList(board, self, day)
        head = QHBoxLayout()
        head.addWidget(label(self.accessibleName(), "strong"))
        self.count = label(t("week.notes", n=len(self.list.notes.notes)), "soft")
        head.addWidget(self.count)
        head.addStretch(1)
        self.add = IconButton(board.ctx.theme, "plus", t("week.new_on_day"))
        self.add.setEnabled(not board.ctx.store.read_only)
        self.add.clicked.connect(self._create)
        head.addWidget(self.add)
        self.body.addLayout(head)
        self.body.addWidget(self.list)
        self.places = [self._add_place(n) for n, one in enumerate(board.page.places) if one.day == day]
        self.list.selectionModel().selectionChanged.connect(lambda *_: self.take_selection())
        board.covers.arrived.connect(self.list.repaint_all)
        self.list.setFocus()

    def _add_place(self, number: int) -> TextButton:
        """A button that fills an open place of the day, which may have no room on it."""
        board = self._board
        words = place_words(board.page, board.page.places[number])
        button = TextButton(board.ctx.theme, words, "repeat")
        button.setText(button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, WIDTH - 60))
        button.setEnabled(not board.ctx.store.read_only)
        button.clicked.connect(lambda: self._fill(number))
        self.body.addWidget(button)
        return button

    def _fill(self, number: int) -> None:
        self.close()
        self._board.acts.fill(number)

    def take_selection(self) -> None:
        """Let the window know what is selected."""
        chosen = [note.id for note in self.list.chosen]
        if chosen:
            self._board.ctx.pick(chosen, chosen[-1])

    def _create(self) -> None:
        self.close()
        number = self._board.page.number(self.day)
        if number is not None:
            self._board.create_on(number)
