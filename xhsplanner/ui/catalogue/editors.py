"""The editors of the catalogue's forms that Qt has no widget for. Those of text speak as panel/visit wants."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core import brief
from xhsplanner.core.text import units
from xhsplanner.core.words import t
from xhsplanner.ui.widgets.controls import label

LINE = 20
"""Pixels a line of text takes."""


class PerWeek(QDoubleSpinBox):
    """Notes a week, written as everywhere else: 2, but 0.5."""

    def textFromValue(self, value: float) -> str:
        text, point = super().textFromValue(value), self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text


class PlainLine(QLineEdit):
    """One line of text."""

    edited = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self, longest: int = 400) -> None:
        super().__init__()
        self.composing = False
        self.setMaxLength(longest)
        self.textEdited.connect(lambda _text: self.edited.emit())
        self.editingFinished.connect(self.left)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def value(self) -> str:
        """The text."""
        return self.text()

    def set_value(self, text: str) -> None:
        """Show a text, from its beginning."""
        self.setText(text)
        self.setCursorPosition(0)


class LongText(QPlainTextEdit):
    """Some lines of text; grows with what is in it, from `least` to `most` lines."""

    edited = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self, least: int = 2, most: int = 10) -> None:
        super().__init__()
        self.composing = False
        self._filling = False
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._on_text)
        self._fit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit()

    def value(self) -> str:
        """The text."""
        return self.toPlainText()

    def set_value(self, text: str) -> None:
        """Show a text without telling."""
        self._filling = True
        self.setPlainText(text)
        self._filling = False
        self._fit()

    def _on_text(self) -> None:
        self._fit()
        if not self._filling:
            self.edited.emit()

    def _fit(self) -> None:
        wanted = round(self.document().size().height())
        full = wanted > self._most
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if full else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.setFixedHeight(max(self._least, min(self._most, wanted)) * LINE + 16)


class Counted(QWidget):
    """A long text that says how many characters it takes of a note's 1,000."""

    edited = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.text = LongText(4, 14)
        self.count = label("", "faint")
        column.addWidget(self.text)
        column.addWidget(self.count)
        self.setFocusProxy(self.text)
        self.text.textChanged.connect(self._say)
        self.text.edited.connect(self.edited)
        self.text.left.connect(self.left)
        self._say()

    @property
    def composing(self) -> bool:
        """Whether an input method is at work."""
        return self.text.composing

    def value(self) -> str:
        """The text."""
        return self.text.value()

    def set_value(self, text: str) -> None:
        """Show a text without telling."""
        self.text.set_value(text)

    def hasFocus(self) -> bool:
        return self.text.hasFocus()

    def setAccessibleName(self, name: str) -> None:
        self.text.setAccessibleName(name)
        super().setAccessibleName(name)

    def _say(self) -> None:
        self.count.setText(t("catalogue.characters", n=units(self.text.toPlainText())))


class BriefEditor(QWidget):
    """The brief of a series, question by question; its value is the one text that core/brief reads."""

    edited = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, LongText] = {}
        rows = QFormLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setVerticalSpacing(8)
        rows.setHorizontalSpacing(8)
        for part in (*brief.QUESTIONS, brief.FREE):
            text = self.parts[part] = LongText(1, 6)
            text.setPlaceholderText(t(f"brief.ask_{part}"))
            words = t(f"brief.{part}")
            text.setAccessibleName(words)
            text.edited.connect(self.edited)
            text.left.connect(self._on_left)
            caption = label(words, "soft")
            caption.setBuddy(text)
            caption.setFixedWidth(52)
            rows.addRow(caption, text)
        self.setFocusProxy(self.parts[brief.QUESTIONS[0]])

    @property
    def composing(self) -> bool:
        """Whether an input method is at work in one of the answers."""
        return any(text.composing for text in self.parts.values())

    def value(self) -> str:
        """The whole brief as text."""
        return brief.composed({part: text.value() for part, text in self.parts.items()})

    def set_value(self, text: str) -> None:
        """Show a brief; an answer that is shown already keeps its cursor."""
        said = brief.answers(text)
        for part, editor in self.parts.items():
            if editor.value() != said.get(part, ""):
                editor.set_value(said.get(part, ""))

    def hasFocus(self) -> bool:
        return any(text.hasFocus() for text in self.parts.values())

    def _on_left(self) -> None:
        if not self.hasFocus():
            self.left.emit()


class _Placeholder(QStyledItemDelegate):
    """Shows what is meant where nothing is written."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        if not index.data():
            painter.save()
            painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
            words = str(index.data(WITHOUT) or "")
            box = option.rect.adjusted(4, 0, -4, 0)
            short = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), short)
            painter.restore()


WITHOUT = Qt.ItemDataRole.UserRole + 1
"""The role that keeps what a row is called without a name of its own."""


class Names(QTableWidget):
    """What each of some rows is called elsewhere; `named(id, name)` when one was written."""

    named = Signal(int, str)
    ROW = 34
    SHOWN = 5

    def __init__(self) -> None:
        super().__init__(0, 2)
        self._filling = False
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.ROW)
        self.setShowGrid(False)
        self.setItemDelegateForColumn(1, _Placeholder(self))
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setEditTriggers(QTableWidget.EditTrigger.AllEditTriggers)
        self.itemChanged.connect(self._on_item)
        self.installEventFilter(self)

    def show_names(self, rows: Sequence[tuple[int, str, str, str]]) -> None:
        """Show (id, what it is, its name, what it is called without one)."""
        self._filling = True
        if self.rowCount() != len(rows):
            self.setRowCount(len(rows))
        for at, (row_id, what, name, without) in enumerate(rows):
            head = QTableWidgetItem(" ".join(what.split()))
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            cell = QTableWidgetItem(name)
            cell.setData(Qt.ItemDataRole.UserRole, row_id)
            cell.setData(WITHOUT, without)
            words = t("catalogue.called", what=what, name=name or without)
            cell.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            self.setItem(at, 0, head)
            self.setItem(at, 1, cell)
        self._filling = False
        self.setFixedHeight(max(1, min(len(rows), self.SHOWN)) * self.ROW + 12)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and self.currentRow() < 0 and self.rowCount():
            self.setCurrentCell(0, 1)
        return False

    def _on_item(self, item: QTableWidgetItem) -> None:
        if not self._filling and item.column() == 1:
            self.named.emit(item.data(Qt.ItemDataRole.UserRole), item.text())
