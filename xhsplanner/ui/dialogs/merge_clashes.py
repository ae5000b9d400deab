"""The fields that both sides changed: a row each, mine or theirs, and the whole of both texts below."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.words import t, words
from xhsplanner.ops.bundle_plan import Clash, Key, Side
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import TextButton, label, plain_tip

SUBJECT, FIELD, MINE, THEIRS = range(4)
SIDES: dict[int, Side] = {MINE: "mine", THEIRS: "theirs"}
SHOWN = 160
"""Characters of a value in the table; the whole of it stands below."""


class Clashes(QWidget):
    """A table of conflicts with one side chosen in each, mine to begin with."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._clashes: Sequence[Clash] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        self.title = label("", "strong")
        row.addWidget(self.title, 1)
        self.buttons: dict[Side, TextButton] = {}
        for side in SIDES.values():
            button = self.buttons[side] = TextButton(theme, t(f"bundle.all_.{side}"))
            button.clicked.connect(lambda _on=False, side=side: self.choose_all(side))
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self._table(), 3)
        column.addLayout(self._texts(), 2)

    def _table(self) -> QTableWidget:
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(t("bundle.table"))
        heads = [t(f"bundle.head_.{name}") for name in ("subject", "field", "mine", "theirs")]
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(34)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setColumnWidth(SUBJECT, 220)
        self.table.setColumnWidth(FIELD, 90)
        for at in SIDES:
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._ticked)
        self.table.cellClicked.connect(self._clicked)
        self.table.currentCellChanged.connect(lambda row, *_rest: self._show_texts(row))
        return self.table

    def _texts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.texts: dict[str, QPlainTextEdit] = {}
        for name in ("base", "mine", "theirs"):
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(label(t(f"bundle.head_.{name}"), "soft"))
            text = self.texts[name] = QPlainTextEdit()
            text.setReadOnly(True)
            text.setTabChangesFocus(True)
            text.setAccessibleName(t(f"bundle.head_.{name}"))
            column.addWidget(text)
            row.addLayout(column, 1)
        return row

    # --- what is shown ----------------------------------------------------------------------------

    def show_clashes(self, clashes: Sequence[Clash]) -> None:
        """Show these, with mine chosen in each."""
        self._clashes = clashes
        self.title.setText(t("bundle.both", n=len(clashes)))
        self.table.blockSignals(True)
        self.table.setRowCount(len(clashes))
        for at, clash in enumerate(clashes):
            subject = " ".join(part for part in (clash.code, clash.title) if part) or t(
                f"bundle.thing_.{_thing(clash)}"
            )
            for column, text in ((SUBJECT, subject), (FIELD, field_name(clash))):
                self._put(at, column, text)
            for column, value in ((MINE, clash.mine), (THEIRS, clash.theirs)):
                item = self._put(at, column, shown(clash, value))
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            self._mark(at, "mine")
        self.table.blockSignals(False)
        if clashes:
            self.table.setCurrentCell(0, MINE)
            self._show_texts(0)

    def _put(self, row: int, column: int, text: str) -> QTableWidgetItem:
        item = QTableWidgetItem(" ".join(text[:SHOWN].split()))
        item.setToolTip(plain_tip(text[:1000]))
        self.table.setItem(row, column, item)
        return item

    def _mark(self, row: int, side: Side) -> None:
        for column, name in SIDES.items():
            item = self.table.item(row, column)
            if item is not None:
                item.setCheckState(Qt.CheckState.Checked if name == side else Qt.CheckState.Unchecked)
                item.setForeground(self._theme.color("text" if name == side else "text3"))

    def _show_texts(self, row: int) -> None:
        if 0 <= row < len(self._clashes):
            clash = self._clashes[row]
            for name, text in self.texts.items():
                text.setPlainText(shown(clash, getattr(clash, name)))

    # --- choosing ---------------------------------------------------------------------------------

    def choose(self, row: int, side: Side) -> None:
        """Choose a side of one conflict."""
        self.table.blockSignals(True)
        self._mark(row, side)
        self.table.blockSignals(False)

    def choose_all(self, side: Side) -> None:
        """Choose a side of every conflict."""
        for row in range(len(self._clashes)):
            self.choose(row, side)

    def _clicked(self, row: int, column: int) -> None:
        if column in SIDES:
            self.choose(row, SIDES[column])

    def _ticked(self, item: QTableWidgetItem) -> None:
        """Space, or a click in the box: ticking one side unticks the other; one always stands."""
        if item.column() in SIDES:
            self.choose(item.row(), SIDES[item.column()])

    def choices(self) -> dict[Key, Side]:
        """What is chosen, by conflict."""
        return {clash.key: self._chosen(row) for row, clash in enumerate(self._clashes)}

    def _chosen(self, row: int) -> Side:
        item = self.table.item(row, THEIRS)
        return "theirs" if item is not None and item.checkState() == Qt.CheckState.Checked else "mine"


def _thing(clash: Clash) -> str:
    return clash.table if words.has(f"bundle.thing_.{clash.table}") else "other"


def field_name(clash: Clash) -> str:
    """What a person calls the field."""
    if not clash.field:
        return t("bundle.whole_row")
    key = f"bundle.field_.{clash.field}"
    return t(key) if words.has(key) else clash.field


def shown(clash: Clash, value: Any) -> str:
    """A value as a person reads it."""
    if value is None:
        return t("bundle.empty" if clash.field else "bundle.gone")
    if clash.field in ("status", "held_from"):
        return t(f"status.{value}")
    if clash.field == "minute":
        return f"{value // 60:02}:{value % 60:02}"
    return str(value) if value != "" else t("bundle.empty")
