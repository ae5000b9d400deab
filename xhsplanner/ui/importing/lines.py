"""The lines of a preview as a table: what was read, what is wrong and where, what importing would do."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import Problem
from xhsplanner.ops.plan import Decision
from xhsplanner.ops.plan_rows import Verdict
from xhsplanner.ui.importing.shown import FILTERS, Shown
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import plain_tip

COLUMNS = ("row", "day", "time", "accounts", "series", "title", "status", "owner", "result")
DECIDABLE = Qt.ItemDataRole.UserRole + 1
"""Role of a model: whether the cell is a control that asks what to do with its row."""
CHEVRON = 14
INSET = 5
"""Pixels left of a cell's text, so that it stands under its header."""
RESULT = COLUMNS.index("result")
DECISIONS: dict[Verdict, tuple[Decision, ...]] = {
    "new": ("add", "skip"),
    "changed": ("update", "add", "skip"),
    "same": ("update", "add", "skip"),
    "locked": ("update", "add", "skip"),
}
"""What can be decided about a row, the usual first."""
TITLE = COLUMNS.index("title")
WIDTHS = {
    "row": 48,
    "day": 100,
    "time": 60,
    "accounts": 144,
    "series": 124,
    "status": 74,
    "owner": 70,
    "result": 240,
}


class Lines(QAbstractTableModel):
    """The lines of a preview that a filter lets through. `fixed(Shown, role, text)`: a cell says otherwise now."""

    fixed = Signal(object, str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._all: Sequence[Shown] = ()
        self._shown: list[Shown] = []
        self._at: dict[str, int] = {}
        self.filter = FILTERS[0]

    def show_lines(self, found: Sequence[Shown], wanted: str) -> None:
        """Show those of these lines that one of `FILTERS` lets through."""
        self._all = found
        self.show_only(wanted)

    def show_only(self, wanted: str) -> None:
        """Show what one of `FILTERS` lets through."""
        self.beginResetModel()
        self.filter = wanted
        self._shown = [line for line in self._all if line.fits(wanted)]
        self._at = {line.row.source: at for at, line in enumerate(self._shown)}
        self.endResetModel()

    def find(self, source: str) -> int:
        """The place of the line that was read from there; -1 where it does not show."""
        return self._at.get(source, -1)

    def line(self, index: int) -> Shown:
        """The line at a place of the table."""
        return self._shown[index]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return t(f"importing.column.{COLUMNS[section]}")
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        editable = COLUMNS[index.column()] not in ("row", "result")
        return super().flags(index) | (Qt.ItemFlag.ItemIsEditable if editable else Qt.ItemFlag.NoItemFlags)

    def setData(
        self, index: QModelIndex | QPersistentModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        if str(value) == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        self.fixed.emit(self._shown[index.row()], COLUMNS[index.column()], str(value))
        return True

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self._shown[index.row()], COLUMNS[index.column()]
        if role == DECIDABLE:
            return column == "result" and not line.rejected
        bad = next((problem for where, problem in line.problems if where == column), None)
        text = bad.value if bad is not None and bad.value else text_of(line, column)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(text)
            case Qt.ItemDataRole.EditRole:
                return text
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(str(bad) if bad is not None else self._tip(line, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{bad.value} {bad.reason}" if bad is not None else text
            case Qt.ItemDataRole.AccessibleDescriptionRole if column == "result" and not line.rejected:
                return t("importing.decide")
            case Qt.ItemDataRole.ForegroundRole:
                return self._theme.color(_ink(line, column, tone_of(bad)))
            case Qt.ItemDataRole.UserRole:
                return tone_of(bad)
        return None

    @staticmethod
    def _tip(line: Shown, column: str) -> str:
        text = text_of(line, column)
        return f"{text}\n{t('importing.decide')}" if column == "result" and not line.rejected else text


def tone_of(problem: Problem | None) -> str:
    """The colour that marks a cell, "" for none: red where the row stays out, else amber."""
    return "" if problem is None else "warn" if problem.kept else "danger"


def _ink(line: Shown, column: str, tone: str) -> str:
    """The colour of a cell's text."""
    if tone:
        return tone
    if line.decision == "skip":
        return "text3"
    if column != "result":
        return "text2" if column == "row" else "text"
    if line.rejected:
        return "danger"
    return "warn" if line.problems else "ok" if line.verdict == "new" else "text2"


def text_of(line: Shown, column: str) -> str:
    """The text of a cell."""
    row = line.row
    match column:
        case "row":
            return line.place
        case "day":
            return row.day.isoformat() if row.day else ""
        case "time":
            return row.clock or ""
        case "accounts":
            return "、".join(row.accounts)
        case "status":
            return t(f"status.{row.status}")
        case "result":
            return line.result
    return str(getattr(row, column))


def one_line(text: str) -> str:
    """The text in one line, as a table shows it."""
    return " ".join(text.split())


class CellPainter(QStyledItemDelegate):
    """Draws cells with room to breathe, and marks the one that is wrong."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, 32)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        inner = QStyleOptionViewItem(option)
        decidable = bool(index.data(DECIDABLE))
        room = CHEVRON + 2 * INSET if decidable else 0
        inner.rect = option.rect.adjusted(INSET, 0, -INSET - room, 0)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.color("accent_soft"))
        inner.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        if tone := index.data(Qt.ItemDataRole.UserRole):
            self._box(painter, option.rect.adjusted(1, 4, -3, -4), self._theme.color(tone), 0.08)
        if option.state & QStyle.StateFlag.State_HasFocus:
            self._box(painter, option.rect.adjusted(1, 2, -3, -2), self._theme.color("focus"), 0)
        super().paint(painter, inner, index)
        if decidable:
            chevron = self._theme.pixmap("chevron-down", "text3", CHEVRON, painter.device().devicePixelRatioF())
            top = option.rect.y() + (option.rect.height() - CHEVRON) // 2
            painter.drawPixmap(QPoint(option.rect.right() - CHEVRON - 2 * INSET, top), chevron)

    @staticmethod
    def _box(painter: QPainter, box: QRect, color: QColor, fill: float) -> None:
        inside = QColor(color)
        inside.setAlphaF(fill)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(color)
        painter.setBrush(inside)
        painter.drawRoundedRect(box, 5, 5)
        painter.restore()
