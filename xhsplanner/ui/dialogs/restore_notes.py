"""The notes that differ from a backup, to look at and to tick, and what differs in one of them."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
)

from xhsplanner.core.words import t
from xhsplanner.store.comparison.differences import NoteDifference
from xhsplanner.ui.dialogs.restore_words import field_name, fields_text, place, title, values_text
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import plain_tip

NOTE, WHAT, FIELDS = range(3)
HEADS = ("note", "what", "fields")
ROW, LINE = 46, 32
TOKENS = {"removed": ("ok", "ok_soft"), "changed": ("warn", "warn_soft"), "added": ("danger", "danger_soft")}
"""Ink and paper of what a restore would do with a note."""
LONGEST = 2000
"""Characters of a value that a tooltip shows."""
Index = QModelIndex | QPersistentModelIndex


class NotesModel(QAbstractTableModel):
    """Notes that differ. `ticked` are the ids to restore; ticks are shown where `choosing`."""

    ticks_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.notes: tuple[NoteDifference, ...] = ()
        self.ticked: set[int] = set()
        self.choosing = False

    def show_notes(self, notes: tuple[NoteDifference, ...]) -> None:
        """List these. What was deleted or changed is ticked, what is new is not: it would go."""
        self.beginResetModel()
        self.notes = notes
        self.ticked = {note.id for note in notes if note.what != "added"}
        self.endResetModel()
        self.ticks_changed.emit()

    def choose(self, choosing: bool) -> None:
        """Show ticks, or none."""
        self.choosing = choosing
        self._all_changed()

    def tick_all(self, on: bool) -> None:
        """Tick every note, or none."""
        self.ticked = {note.id for note in self.notes} if on else set()
        self._all_changed()
        self.ticks_changed.emit()

    def _all_changed(self) -> None:
        if self.notes:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.notes) - 1, FIELDS))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (a null index is a value)
        return 0 if parent.isValid() else len(self.notes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return t(f"restore.head_.{HEADS[section]}")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self.choosing and index.column() == NOTE else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        note = self.notes[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == NOTE and self.choosing:
            return Qt.CheckState.Checked if note.id in self.ticked else Qt.CheckState.Unchecked
        words = (title(note), t(f"restore.what_.{note.what}"), fields_text(note))[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{words} {place(note)}" if index.column() == NOTE else words
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{words}\n{place(note)}" if index.column() == NOTE else words)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        note = self.notes[index.row()].id
        self.ticked = (
            self.ticked | {note} if Qt.CheckState(value) == Qt.CheckState.Checked else self.ticked - {note}
        )
        self.dataChanged.emit(index, index)
        self.ticks_changed.emit()
        return True


class _Cells(QStyledItemDelegate):
    """A note in two lines, what happened to it on coloured paper, and what differs."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        model = index.model()
        assert isinstance(model, NotesModel)
        note = model.notes[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(10, 4, -8, -4)
        if index.column() == NOTE:
            box.setLeft(box.left() + (22 if model.choosing else 0))
            half = box.height() / 2
            self._line(painter, QRectF(box.x(), box.y(), box.width(), half), title(note), 13, "text", bold=True)
            self._line(painter, QRectF(box.x(), box.y() + half, box.width(), half), place(note), 11, "text2")
        elif index.column() == WHAT:
            self._paint_what(painter, box, note)
        else:
            self._line(painter, box, fields_text(note), 12, "text2")
        painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = ""  # painted here
        option.state &= ~QStyle.StateFlag.State_HasFocus if index.column() != NOTE else option.state

    def _paint_what(self, painter: QPainter, box: QRectF, note: NoteDifference) -> None:
        ink, paper = TOKENS[note.what]
        words = t(f"restore.what_.{note.what}")
        painter.setFont(self._theme.font(12))
        chip = QRectF(box.x() - 2, box.center().y() - 12, painter.fontMetrics().horizontalAdvance(words) + 16, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(paper))
        painter.drawRoundedRect(chip, 5, 5)
        painter.setPen(self._theme.color(ink))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)

    def _line(self, painter: QPainter, box: QRectF, words: str, px: int, token: str, bold: bool = False) -> None:
        painter.setFont(self._theme.font(px, bold=bold))
        painter.setPen(self._theme.color(token))
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, cut)


class NotesView(QTableView):
    """`picked(NoteDifference)` when another note is chosen; Space ticks it."""

    picked = Signal(object)

    def __init__(self, theme: Theme, model: NotesModel) -> None:
        super().__init__()
        self.notes = model
        self.setModel(model)
        self.setAccessibleName(t("restore.table"))
        self.setItemDelegate(_Cells(theme, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(WHAT, 92)
        self.setColumnWidth(FIELDS, 220)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.picked.emit(self.notes.notes[now.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex().siblingAtColumn(NOTE)
        if event.key() == Qt.Key.Key_Space and current.isValid() and self.notes.choosing:
            on = self.notes.notes[current.row()].id not in self.notes.ticked
            state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
            self.notes.setData(current, state, Qt.ItemDataRole.CheckStateRole)
        else:
            super().keyPressEvent(event)


class FieldsTable(QTableWidget):
    """What differs in one note: field, then, now."""

    def __init__(self) -> None:
        super().__init__(0, 3)
        self.setAccessibleName(t("restore.fields"))
        self.setHorizontalHeaderLabels([t(f"restore.head_.{name}") for name in ("field", "then", "now")])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(LINE)
        self.setStyleSheet("QTableView::item { padding: 0 6px; }")
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setColumnWidth(0, 96)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def show_note(self, note: NoteDifference) -> None:
        """Show the fields of a note."""
        self.setRowCount(len(note.fields))
        for row, field in enumerate(note.fields):
            for column, text in enumerate((field_name(field), *values_text(field))):
                item = QTableWidgetItem(" ".join(text[:LONGEST].split()))
                item.setToolTip(plain_tip(text[:LONGEST]))
                self.setItem(row, column, item)
