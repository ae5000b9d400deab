"""The cells of the targets' grid: accounts down, series across, as a model that keeps nothing per cell."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from xhsplanner.core.model import Account, Series, Target
from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import plain_tip

Pair = tuple[int, int | None]
"""An account and a series, or None for any."""
Index = QModelIndex | QPersistentModelIndex
ROOMY = 7
"""So many columns still share the width of the window."""


class Cells(QAbstractTableModel):
    """`typed(pair, text)` when a cell was written. It shows what holds every week; a sign says there is more."""

    typed = Signal(object, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.accounts: Sequence[Account] = ()
        self.series: Sequence[Series] = ()
        self._targets: dict[Pair, list[Target]] = {}

    def show(self, accounts: Sequence[Account], series: Sequence[Series], targets: Sequence[Target]) -> None:
        """Show these; where accounts and series are the same as before, only the numbers change."""
        found: dict[Pair, list[Target]] = {}
        for target in targets:
            found.setdefault((target.account_id, target.series_id), []).append(target)
        if (accounts, series) == (self.accounts, self.series):
            self._targets = found
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.accounts, self.series, self._targets = accounts, series, found
        self.endResetModel()

    def pair(self, index: Index) -> Pair | None:
        """What a cell is about."""
        if not index.isValid():
            return None
        column = index.column()
        return self.accounts[index.row()].id, self.series[column - 1].id if column else None

    def targets(self, pair: Pair | None) -> list[Target]:
        """Every target of a cell."""
        return self._targets.get(pair, []) if pair is not None else []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.accounts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.series) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        names = self.accounts if way is Qt.Orientation.Vertical else (None, *self.series)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or section >= len(names):
            return super().headerData(section, way, role) if role == Qt.ItemDataRole.TextAlignmentRole else None
        noun = names[section]
        words = " ".join(noun.name.split()) if noun is not None else t("catalogue.any_series")
        return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        targets = self.targets(self.pair(index))
        plain = next((x for x in targets if plain_one(x)), None)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return number(plain.per_week) if plain else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join([self.name(self.pair(index)), *map(spoken, targets)])
        others = [spoken(x) for x in targets if x is not plain]
        if others and role == Qt.ItemDataRole.DecorationRole:
            return self._theme.icon("calendar", "text2", 14)
        return plain_tip("\n".join(others)) if others and role == Qt.ItemDataRole.ToolTipRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role == Qt.ItemDataRole.EditRole and value != self.data(index):
            self.typed.emit(self.pair(index), str(value))
        return role == Qt.ItemDataRole.EditRole

    def name(self, pair: Pair | None) -> str:
        """Account and series of a cell."""
        if pair is None:
            return ""
        account = next((x.name for x in self.accounts if x.id == pair[0]), "")
        series = next((x.name for x in self.series if x.id == pair[1]), t("catalogue.any_series"))
        return f"{account} · {series}"


class Grid(QTableView):
    """The cells on the screen; `cleared(pair)` on Delete, `reached(pair)` when another cell is the current one."""

    cleared = Signal(object)
    reached = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.cells = Cells(theme)
        self.setModel(self.cells)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(t("catalogue.tab.target"))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(40)
        self.verticalHeader().setMaximumWidth(200)
        self.verticalHeader().setMinimumWidth(120)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setMinimumSectionSize(88)
        self.horizontalHeader().setDefaultSectionSize(120)
        self.horizontalHeader().setFixedHeight(40)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.selectionModel().currentChanged.connect(lambda _new, _old: self.reached.emit(self.pair()))

    def pair(self) -> Pair | None:
        """What the current cell is about."""
        return self.cells.pair(self.currentIndex())

    def fill(self, accounts: Sequence[Account], series: Sequence[Series], targets: Sequence[Target]) -> None:
        """Show these; the keyboard stays at its place."""
        at = self.currentIndex()
        row, column = max(0, min(at.row(), len(accounts) - 1)), max(0, min(at.column(), len(series)))
        self.cells.show(accounts, series, targets)
        stretched = len(series) < ROOMY
        modes = QHeaderView.ResizeMode
        self.horizontalHeader().setSectionResizeMode(modes.Stretch if stretched else modes.Interactive)
        self.go(row, column)

    def go(self, row: int, column: int) -> None:
        """Put the keyboard to a cell."""
        self.setCurrentIndex(self.cells.index(row, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.pair() is not None:
            self.cleared.emit(self.pair())
        else:
            super().keyPressEvent(event)


def plain_one(target: Target) -> bool:
    """Whether a target holds every week and on any day: the number in its cell."""
    return target.weekday is None and target.since is None and target.until is None


def number(per_week: float) -> str:
    """2, but 0.5."""
    return f"{per_week:g}"


def spoken(target: Target) -> str:
    """A target in words."""
    parts = [t("catalogue.target_detail", n=number(target.per_week))]
    if target.weekday is not None:
        parts.append(t(f"catalogue.weekday.{target.weekday}"))
    if target.since or target.until:
        days = (day.isoformat() if day else t("catalogue.open") for day in (target.since, target.until))
        parts.append(t("catalogue.span", start=next(days), end=next(days)))
    return " · ".join(parts)
