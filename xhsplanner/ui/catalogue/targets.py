"""Targets as a grid: accounts down, series across, so many notes a week in each cell.

A number typed into a cell is the target of every week. What holds on one weekday only, or for some time, stands
below the grid, line by line, for the cell the keyboard is at.
"""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Target
from xhsplanner.core.words import t
from xhsplanner.ops import catalog
from xhsplanner.ui.catalogue.editors import PerWeek
from xhsplanner.ui.catalogue.form import INSET, day_of
from xhsplanner.ui.catalogue.grid import Grid, Pair, plain_one
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import IconButton, TextButton, label, line

DECIMALS = 2
"""One note in four weeks is 0.25 a week."""


class TargetsPane(QWidget):
    """The grid and, below it, every target of its current cell."""

    account_asked = Signal()
    """There is no account yet that could have a target."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        self.grid = Grid(ctx.theme)
        self.grid.cells.typed.connect(self._type)
        self.grid.cleared.connect(self._clear)
        self.grid.reached.connect(lambda _pair: self._show_cell())
        column.addWidget(self.grid, 1)
        self.nothing = QWidget()
        middle = QVBoxLayout(self.nothing)
        middle.setSpacing(12)
        self.first = TextButton(ctx.theme, t("catalogue.tab.account"), "smartphone", "primary")
        self.first.clicked.connect(self.account_asked)
        middle.addStretch(2)
        for widget in (label(t("catalogue.account_first"), "soft"), self.first):
            middle.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(3)
        column.addWidget(self.nothing, 1)
        self.edge = line()
        column.addWidget(self.edge)
        head = QHBoxLayout()
        self.title = label("", "strong")
        self.add = TextButton(ctx.theme, t("catalogue.add_target"), "plus")
        self.add.clicked.connect(self._add)
        head.addWidget(self.title, 1)
        head.addWidget(self.add)
        column.addLayout(head)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(6)
        column.addLayout(self.lines)

    # --- showing ------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read accounts, series and targets again."""
        store = self._ctx.store.catalog
        accounts, series = store.accounts(), store.series()
        self.grid.fill(accounts, series, store.targets())
        self.grid.setVisible(bool(accounts))
        self.nothing.setVisible(not accounts)
        self.add.setVisible(bool(accounts))
        self.edge.setVisible(bool(accounts))
        self._show_cell()

    def _show_cell(self) -> None:
        pair = self.grid.pair()
        found = self.grid.cells.targets(pair)
        self.title.setText(self.grid.cells.name(pair))
        if [x.id for x in found] == [line_.target.id for line_ in self._lines()]:
            for line_, target in zip(self._lines(), found, strict=True):
                line_.show_target(target)
            return
        while (item := self.lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for target in found:
            self.lines.addWidget(TargetLine(self._ctx, target))

    def _lines(self) -> list["TargetLine"]:
        widgets = (self.lines.itemAt(n).widget() for n in range(self.lines.count()))  # type: ignore[union-attr]
        return [widget for widget in widgets if isinstance(widget, TargetLine)]

    # --- acting -------------------------------------------------------------------------------------

    def _plain(self, pair: Pair) -> Target | None:
        return next((x for x in self.grid.cells.targets(pair) if plain_one(x)), None)

    def _type(self, pair: Pair, text: str) -> None:
        """A number, or nothing, was typed into a cell."""
        known = self._plain(pair)
        said = text.strip().replace("，", ".").replace(",", ".")
        try:
            per_week = float(said) if said else 0.0
        except ValueError:
            self._ctx.toast(t("catalogue.no_number", value=text), kind="error")
            self.reload()
            return
        if known is None and per_week:
            self._ctx.run(catalog.add_target, *pair, per_week=per_week)
        elif known is not None and not per_week:
            self._ctx.run(catalog.remove_targets, [known.id])
        elif known is not None:
            self._ctx.run(catalog.edit, "target", known.id, per_week=per_week)
        self.reload()

    def _clear(self, pair: Pair) -> None:
        known = self._plain(pair)
        if known is not None:
            self._ctx.run(catalog.remove_targets, [known.id])

    def _add(self) -> None:
        pair = self.grid.pair()
        if pair is not None:
            weekday = 0 if self._plain(pair) is not None else None
            self._ctx.run(catalog.add_target, *pair, per_week=1.0, weekday=weekday)


class TargetLine(QWidget):
    """One target: weekday, notes a week, from, until."""

    def __init__(self, ctx: Context, target: Target) -> None:
        super().__init__()
        self._ctx, self.target = ctx, target
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.weekday = QComboBox()
        for words, value in ((t("catalogue.any_day"), None), *((t(f"catalogue.weekday.{n}"), n) for n in range(7))):
            self.weekday.addItem(words, value)
        self.weekday.setFixedWidth(130)
        self.weekday.activated.connect(lambda at: self._write("weekday", self.weekday.itemData(at)))
        self.per_week = PerWeek()
        self.per_week.setRange(0, catalog.MOST_PER_WEEK)
        self.per_week.setDecimals(DECIMALS)
        self.per_week.lineEdit().setTextMargins(*INSET)
        self.per_week.setSuffix(t("catalogue.per_week_unit"))
        self.per_week.setFixedWidth(140)
        self.per_week.editingFinished.connect(self._write_per_week)
        self.since, self.until = self._day("since"), self._day("until")
        self.remove = IconButton(ctx.theme, "trash-2", t("catalogue.remove"), look="")
        self.remove.clicked.connect(lambda: ctx.run(catalog.remove_targets, [self.target.id]))
        for widget, name in (
            (self.weekday, "weekday"), (self.per_week, "per_week"), (self.since, "since"), (self.until, "until"),
        ):  # fmt: skip
            widget.setAccessibleName(t(f"catalogue.target.{name}"))
            row.addWidget(widget)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.show_target(target)

    def _day(self, name: str) -> QLineEdit:
        editor = QLineEdit()
        editor.setFixedWidth(170)
        editor.setPlaceholderText(t(f"catalogue.{name}_open"))
        editor.editingFinished.connect(lambda: self._write_day(name, editor))
        return editor

    def show_target(self, target: Target) -> None:
        """Fill the fields, but those in which the user is typing."""
        self.target = target
        self.weekday.setCurrentIndex(self.weekday.findData(target.weekday) if target.weekday is not None else 0)
        if not self.per_week.hasFocus():
            self.per_week.setValue(target.per_week)
        for editor, day in ((self.since, target.since), (self.until, target.until)):
            if not (editor.hasFocus() and editor.isModified()):
                editor.setText(day.isoformat() if day else "")

    def _write_per_week(self) -> None:
        if self.per_week.value() != round(self.target.per_week, DECIMALS):  # left as it was, it stays exact
            self._write("per_week", self.per_week.value())

    def _write_day(self, name: str, editor: QLineEdit) -> None:
        editor.setModified(False)
        try:
            self._write(name, day_of(editor))
        except Refused as refusal:
            self._ctx.toast(str(refusal), kind="error")
            self.show_target(self.target)

    def _write(self, name: str, value: Any) -> None:
        if value != getattr(self.target, name):
            self._ctx.quietly(catalog.edit, "target", self.target.id, **{name: value})
            fresh = self._ctx.store.catalog.row("target", self.target.id)
            if fresh is not None:
                self.show_target(fresh)
