"""How the cells of the week list are painted and edited."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from xhsplanner.core.model import NOT_PLANNED, Note
from xhsplanner.core.words import t
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.board.listmodel import ACCOUNT, COLUMNS, LOOK, OWNER, PICTURE, SERIES, STATUS, TIME, TITLE
from xhsplanner.ui.board.model import CardLook
from xhsplanner.ui.table.cells import PAD, draw_cell
from xhsplanner.ui.widgets.controls import menu_text
from xhsplanner.ui.widgets.states import OVERDUE

ROW_H, LEAST_W = 38, 48
CHOSEN = "chosen"
BOXES = frozenset({ACCOUNT, SERIES, STATUS, OWNER})
Index = QModelIndex | QPersistentModelIndex
Choices = Sequence[tuple[object, str]]
"""(value, words) of a box of choices."""


class Cells(QStyledItemDelegate):
    """Chips and rings, and an editor for each column that can be edited."""

    def __init__(self, ink: Callable[[], Ink], choices: Callable[[int, Note], Choices], parent: QObject) -> None:
        """`choices(column, note)` are what the boxes of account, status, series and owner offer."""
        super().__init__(parent)
        self._ink, self._choices = ink, choices

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(LEAST_W, ROW_H)

    # Painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look: CardLook | None = index.data(LOOK)
        if look is None:
            super().paint(painter, option, index)
            return
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        text, cell.text = str(index.data()), ""
        picture = index.data(PICTURE)
        style = cell.widget.style() if cell.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, cell.widget)
        ink, rect, left = self._ink(), option.rect, option.rect.x() + PAD
        painter.save()
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = rect.y() + rect.height() / 2
        column = index.column()
        if column == SERIES:
            if look.series:
                chip = ink.chip(look.series, look.palette, rect.width() - 2 * PAD, 22)
                painter.drawPixmap(QPointF(left, round(middle - 11)), chip)
        else:
            color = self._color(ink, look, column)
            draw_cell(painter, ink, rect, text, color, 13 if column == TITLE else 12, picture)
        painter.restore()

    @staticmethod
    def _color(ink: Ink, look: CardLook, column: int) -> QColor:
        if column == TITLE:
            faint = look.note.status in NOT_PLANNED or not look.note.title.strip()
            return ink.color("text3" if faint else "text")
        if look.ring == OVERDUE and column in (TIME, STATUS):
            return ink.color("danger")
        return ink.color("text2")

    # Editing

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        column, look = index.column(), index.data(LOOK)
        editor: QWidget
        if column in BOXES:
            box = QComboBox(parent)
            for value, words in self._choices(column, look.note):
                box.addItem(menu_text(words), value)
            box.activated.connect(lambda _row: self._take(box))
            editor = box
        else:
            line = QLineEdit(parent)
            line.setMaxLength(400)
            editor = line
        editor.setAccessibleName(t(f"board.column.{COLUMNS[column]}"))
        editor.setProperty("look", "cell")
        return editor

    def _take(self, box: QComboBox) -> None:
        box.setProperty(CHOSEN, True)
        self.commitData.emit(box)
        self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(value))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox) and not editor.property(CHOSEN):
            return  # left without a choice
        value: Any = editor.currentData() if isinstance(editor, QComboBox) else ""
        if isinstance(editor, QLineEdit):
            value = editor.text().strip()
        model.setData(index, value)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(1, 2, -1, -2))
