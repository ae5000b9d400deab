"""What was read, a line a row of the file: filtered, decided row by row, fixed in place."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from xhsplanner.core.words import t
from xhsplanner.ops.plan import Decision
from xhsplanner.ui.context import Context
from xhsplanner.ui.importing.lines import COLUMNS, DECISIONS, RESULT, WIDTHS, CellPainter, Lines, Shown


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
        header.setSectionResizeMode(RESULT, QHeaderView.ResizeMode.Stretch)
        ctx.theme.changed.connect(self.viewport().update)

    def chosen(self) -> list[Shown]:
        """The lines that are selected and can be decided about."""
        found = [self._lines.line(index.row()) for index in self.selectionModel().selectedRows()]
        return [line for line in found if not line.rejected]

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
            action.setChecked(all(line.decision == decision for line in chosen))
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
        """Space and Delete decide about rows; Enter edits a cell, or asks about the result."""
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


def _common(chosen: Iterable[Shown]) -> list[Decision]:
    """The decisions that fit every line."""
    offered: list[tuple[Decision, ...]] = [DECISIONS[line.verdict or "changed"] for line in chosen]
    first = offered[0] if offered else ()
    return [decision for decision in first if all(decision in others for others in offered)]
