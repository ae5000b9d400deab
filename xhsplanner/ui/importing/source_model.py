"""A table of the file as the file has it: its own texts, with the problems at their place."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from xhsplanner.core.words import t, words
from xhsplanner.exchange.plan_model import Column, Problem, Table
from xhsplanner.ui.importing.lines import one_line, tone_of
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import plain_tip

SAMPLE = 30
Index = QModelIndex | QPersistentModelIndex


def role_words(role: str) -> str:
    """What a column is for, in words; "" where it is not read."""
    return t(f"plan.header.{role}") if role and words.has(f"plan.header.{role}") else role


class SourceModel(QAbstractTableModel):
    """The lines of one table. `fixed(row, column, text)`: a cell says otherwise now (row from 1, column from 0)."""

    fixed = Signal(int, int, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.table: Table | None = None
        self._problems: dict[tuple[int, str], Problem] = {}

    def show_table(self, table: Table | None, problems: Iterable[Problem]) -> None:
        """Show a table, with those of the problems that are its own."""
        self.beginResetModel()
        self.table = table
        self._problems = {
            (problem.row, problem.cell.rstrip("0123456789")): problem
            for problem in problems
            if table is not None and problem.sheet == table.sheet
        }
        self.endResetModel()

    def column(self, section: int) -> Column | None:
        """The column shown at a place."""
        columns = self.table.columns if self.table else ()
        return columns[section] if 0 <= section < len(columns) else None

    def problem(self, index: Index) -> Problem | None:
        """What is wrong with a cell."""
        column = self.column(index.column())
        if self.table is None or column is None:
            return None
        return self._problems.get((self.table.lines[index.row()][0], column.letter))

    def sample(self) -> int:
        """So many rows are looked at to find out how wide the columns are."""
        return min(SAMPLE, self.rowCount())

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if self.table is None or (parent is not None and parent.isValid()) else len(self.table.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(self.table.columns) if self.table else 0

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.table is None:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(self.table.lines[section][0]) if role == Qt.ItemDataRole.DisplayRole else None
        column = self.column(section)
        if column is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        read = role_words(column.role) or t("importing.unread")
        return f"{one_line(column.name)} → {read}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.table is None:
            return None
        texts = self.table.lines[index.row()][1]
        text = texts[index.column()] if index.column() < len(texts) else ""
        bad = self.problem(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(text)
            case Qt.ItemDataRole.EditRole:
                return text
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(f"{bad.reason}\n{text}" if bad else text)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{one_line(text)} {bad.reason}" if bad else one_line(text)
            case Qt.ItemDataRole.ForegroundRole:
                column = self.column(index.column())
                unread = column is not None and not column.role and self.table.kind == "list"
                tone = tone_of(bad)
                return self._theme.color(tone or ("text3" if unread else "text"))
            case Qt.ItemDataRole.UserRole:
                return tone_of(bad)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDropEnabled

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self.column(index.column())
        if self.table is None or column is None or str(value) == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        self.fixed.emit(self.table.lines[index.row()][0], column.index, str(value))
        return True
