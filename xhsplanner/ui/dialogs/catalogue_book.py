"""The catalogue as an Excel workbook: out to a file, and in again with what is wrong named by sheet and row."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ops import catalog_book
from xhsplanner.ops.catalog_book import Report
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import TextButton, label

COLUMNS = ("sheet", "row", "column", "value", "reason")
SHOWN = 300


class BookDialog(QDialog):
    """Two buttons, what came of it, and the rows that stand in the way."""

    def __init__(self, ctx: Context, parent: QWidget | None = None, file: object = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.setWindowTitle(t("catalogue.book"))
        self.resize(720, 460)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(t("catalogue.book_hint"), "soft", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        self.out = TextButton(ctx.theme, t("catalogue.book_out"), "file-output", "primary")
        self.in_ = TextButton(ctx.theme, t("catalogue.book_in"), "file-input")
        self.out.clicked.connect(self._ask_out)
        self.in_.clicked.connect(self._ask_in)
        row.addWidget(self.out)
        row.addWidget(self.in_)
        row.addStretch(1)
        column.addLayout(row)
        self.said = label("", "strong", wrap=True)
        column.addWidget(self.said)
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setAccessibleName(t("catalogue.book_problems"))
        self.table.setHorizontalHeaderLabels([t(f"catalogue.problem.{name}") for name in COLUMNS])
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        for at, width in enumerate((90, 50, 100, 140)):
            self.table.setColumnWidth(at, width)
        self.table.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        self.table.hide()
        column.addWidget(self.table, 1)
        column.addStretch(0)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.close_ = TextButton(ctx.theme, t("catalogue.close"))
        self.close_.clicked.connect(self.accept)
        foot.addWidget(self.close_)
        column.addLayout(foot)
        if isinstance(file, Path):
            self.load(file)

    def _ask_out(self) -> None:
        start = str(Path.home() / f"{t('catalogue.title')}.xlsx")
        name, _kind = QFileDialog.getSaveFileName(self, t("catalogue.book_out"), start, "Excel (*.xlsx)")
        if name:
            self.export(Path(name))

    def _ask_in(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, t("catalogue.book_in"), str(Path.home()), "Excel (*.xlsx)")
        if name:
            self.load(Path(name))

    def export(self, path: Path) -> None:
        """Write the workbook."""
        self._busy(True)
        self._ctx.tasks.start(
            lambda: catalog_book.export(self._ctx.store, path),
            partial(self._written, path.name),
            self._refused,
        )

    def _written(self, file: str, rows: int) -> None:
        self._say(t("catalogue.book_written", n=rows, file=file))

    def load(self, path: Path) -> None:
        """Read a workbook."""
        self._busy(True)
        self._ctx.tasks.start(lambda: catalog_book.load(self._ctx.store, path), self._loaded, self._refused)

    def _busy(self, busy: bool) -> None:
        self.out.setEnabled(not busy)
        self.in_.setEnabled(not busy)
        if busy:
            self.table.hide()
            self.said.setText(t("catalogue.book_busy"))

    def _say(self, text: str) -> None:
        self._busy(False)
        self.said.setText(text)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            raise error
        self._say(str(error))

    def _loaded(self, report: Report) -> None:
        if report.problems:
            self._say(t("catalogue.book_bad", n=len(report.problems)))
            self._show(report)
        elif report.change is None:
            self._say(t("catalogue.book_same", n=report.rows))
        else:
            self._say(t("catalogue.book_read", n=report.rows))
            self._ctx.toast(report.change.label, undo=True)

    def _show(self, report: Report) -> None:
        shown = report.problems[:SHOWN]
        self.table.setRowCount(len(shown))
        for at, problem in enumerate(shown):
            cells = (problem.sheet, str(problem.row), problem.column, problem.value, problem.reason)
            for column, text in enumerate(cells):
                item = QTableWidgetItem(" ".join(text.split()))
                item.setToolTip("")
                self.table.setItem(at, column, item)
        self.table.resizeRowsToContents()
        self.table.show()
