"""What was read, a line a row of the file: filtered, decided row by row, fixed in place."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QMenu, QTableView

from xhsplanner.core.words import t
from xhsplanner.ops.plan import Decision
from xhsplanner.ui.context import Context
from xhsplanner.ui.importing.lines import COLUMNS, DECIDABLE, DECISIONS, RESULT, TITLE, WIDTHS, CellPainter, Lines
from xhsplanner.ui.importing.shown import Shown

MOST = 200
"""So many selected lines are selected again when the file was read again."""


class NotesView(QTableView):
    """The lines of a preview. `decided(sources, Decision)` for the selected rows."""

    decided = Signal(object, str)

    def __init__(self, ctx: Context, model: Lines) -> None:
        super().__init__()
        self._lines = model
        self.setModel(model)
        self.setAccessibleName(t("importing.table"))
        self.setItemDelegate(CellPainter(ctx.theme))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table: arrows move in it
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(32)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for index, name in enumerate(COLUMNS):
            if name in WIDTHS:
                self.setColumnWidth(index, WIDTHS[name])
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        ctx.theme.changed.connect(self.viewport().update)
        self.clicked.connect(self._clicked)
        self._place: tuple[str, int, int] = ("", 0, 0)
        self._selected: list[str] = []
        model.modelAboutToBeReset.connect(self._leave)
        model.modelReset.connect(self._return)

    def chosen(self) -> list[Shown]:
        """The lines that are selected and can be decided about."""
        found = [self._lines.line(index.row()) for index in self.selectionModel().selectedRows()]
        return [line for line in found if not line.rejected]

    # --- the file is read again: who works here stays where they are ------------------------------

    def _leave(self) -> None:
        rows = [index.row() for index in self.selectionModel().selectedRows()]
        self._selected = [self._lines.line(row).row.source for row in rows]
        index = self.currentIndex()
        source = self._lines.line(index.row()).row.source if index.isValid() else ""
        self._place = (source, index.column(), self.verticalScrollBar().value())

    def _return(self) -> None:
        source, column, scroll = self._place
        row = self._lines.find(source) if source else -1
        model = self.selectionModel()
        if row >= 0:
            model.setCurrentIndex(self._lines.index(row, column), QItemSelectionModel.SelectionFlag.NoUpdate)
        chosen = QItemSelection()
        for found in filter(lambda at: at >= 0, map(self._lines.find, self._selected[:MOST])):
            chosen.select(self._lines.index(found, 0), self._lines.index(found, len(COLUMNS) - 1))
        model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.verticalScrollBar().setValue(scroll)

    # --- deciding ---------------------------------------------------------------------------------

    def _clicked(self, index: QModelIndex) -> None:
        """The result is a control: it asks what to do with the row. With Ctrl or Shift a click only selects."""
        if index.data(DECIDABLE) and QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self._show_menu(self.visualRect(index).bottomLeft())

    def menu(self) -> QMenu | None:
        """What can be decided about the selected lines; None where nothing can."""
        chosen = self.chosen()
        offered = _common(chosen)
        if not offered:
            return None
        menu = QMenu(self)
        for decision in offered:
            action = QAction(t(f"importing.decision.{decision}"), menu)
            action.setCheckable(True)
            action.setChecked(all(_decision(line) == decision for line in chosen))
            action.triggered.connect(partial(self._decide, [line.row.source for line in chosen], decision))
            menu.addAction(action)
        return menu

    def _decide(self, sources: list[str], decision: Decision, _checked: bool = False) -> None:
        self.decided.emit(sources, decision)

    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.popup(self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete skips rows; Enter edits a cell, or asks about the result."""
        key, index = event.key(), self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            if index.column() == RESULT:
                self._show_menu(self.visualRect(index).bottomLeft())
            else:
                self.edit(index)
        elif key == Qt.Key.Key_Delete and self.chosen():
            self.decided.emit([line.row.source for line in self.chosen()], "skip")
        else:
            super().keyPressEvent(event)


def _decision(line: Shown) -> Decision:
    """What happens to a line: as said, else the usual."""
    return line.decision or DECISIONS[line.verdict or "changed"][0]


def _common(chosen: Iterable[Shown]) -> list[Decision]:
    """The decisions that fit every line."""
    offered: list[tuple[Decision, ...]] = [DECISIONS[line.verdict or "changed"] for line in chosen]
    first = offered[0] if offered else ()
    return [decision for decision in first if all(decision in others for others in offered)]
