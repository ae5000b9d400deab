"""Numbering the episodes of a series anew: from which number, on which account, and what changes by it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.change import Change
from xhsplanner.core.words import t
from xhsplanner.ops import episodes
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import TextButton, label

SHOWN = 500
"""Rows of the preview; a series has seldom more to renumber at once."""


class RenumberDialog(QDialog):
    """Shows what each number would become before one step writes them all."""

    def __init__(self, ctx: Context, parent: QWidget | None = None, series_id: object = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        series = ctx.store.catalog.rows("series")
        self._series = next((s for s in series if s.id == series_id), None) or (series[0] if series else None)
        name = self._series.name if self._series else ""
        self._notes = ctx.store.notes.of_series(self._series.id) if self._series else []
        self.setWindowTitle(t("catalogue.renumber_title", name=name))
        self.resize(640, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(t("catalogue.renumber_hint"), "soft", wrap=True))
        column.addLayout(self._choices())
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(t("catalogue.renumber_preview"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        heads = (t("catalogue.new_number"), t("catalogue.day"), t("catalogue.tab.account"), t("catalogue.note"))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        for at, width in enumerate((110, 110, 120)):
            self.table.setColumnWidth(at, width)
        self.table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        column.addWidget(self.table, 1)
        column.addLayout(self._foot())
        self._show()
        self.start.setFocus()
        self.start.selectAll()

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.start = QSpinBox()
        self.start.setRange(1, 99_999)
        self.start.setFixedWidth(110)
        self.start.setAccessibleName(t("catalogue.start"))
        self.start.lineEdit().setTextMargins(8, 0, 0, 0)
        self.start.valueChanged.connect(lambda _value: self._show())
        self.account = QComboBox()
        self.account.setFixedWidth(200)
        self.account.setAccessibleName(t("catalogue.tab.account"))
        self.account.addItem(t("catalogue.any_account"), None)
        for account in self._ctx.store.catalog.accounts():
            self.account.addItem(account.name, account.id)
        self.account.currentIndexChanged.connect(lambda _at: self._show())
        for words, editor in ((t("catalogue.start"), self.start), (t("catalogue.tab.account"), self.account)):
            caption = label(words, "soft")
            caption.setBuddy(editor)
            row.addWidget(caption)
            row.addWidget(editor)
            row.addSpacing(8)
        row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.said = label("", "soft")
        self.do = TextButton(self._ctx.theme, t("catalogue.renumber"), "repeat", "primary")
        self.do.setDefault(True)
        self.do.clicked.connect(self._renumber)
        cancel = TextButton(self._ctx.theme, t("catalogue.cancel"))
        cancel.clicked.connect(self.reject)
        row.addWidget(self.said, 1)
        row.addWidget(cancel)
        row.addWidget(self.do)
        return row

    def _show(self) -> None:
        found = []
        if self._series is not None:
            found = episodes.renumbering(
                self._ctx.store, self._series.id, self.start.value(), self.account.currentData(), self._notes
            )
        self.do.setEnabled(bool(found))
        self.said.setText(t("catalogue.renumber_count", n=len(found)) if found else t("catalogue.renumber_none"))
        self.table.setRowCount(min(len(found), SHOWN))
        for at, one in enumerate(found[:SHOWN]):
            account = self._ctx.store.catalog.account(one.note.account_id)
            cells = (
                f"{one.old if one.old is not None else '—'} → {one.new}",
                one.note.day.isoformat() if one.note.day else t("shell.no_day"),
                account.name if account else "",
                one.note.title or t("shell.untitled"),
            )
            for column, text in enumerate(cells):
                self.table.setItem(at, column, QTableWidgetItem(" ".join(text.split())))

    def _renumber(self) -> None:
        if self._series is not None:
            start, account = self.start.value(), self.account.currentData()
            self._ctx.run_then(self._renumbered, episodes.renumber, self._series.id, start, account)

    def _renumbered(self, _change: Change) -> None:
        self.accept()
