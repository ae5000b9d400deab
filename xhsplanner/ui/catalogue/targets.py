"""Targets as a grid: accounts down, series across, so many notes a week in each cell.

A number typed into a cell is the target of every week. What holds on one weekday only, or for some time, stands
below the grid, line by line, for the cell the keyboard is at.
"""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Target
from xhsplanner.core.words import t
from xhsplanner.ops import catalog
from xhsplanner.ui.catalogue.editors import PerWeek
from xhsplanner.ui.catalogue.form import INSET, day_of
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import IconButton, TextButton, label, line, plain_tip

Pair = tuple[int, int | None]
"""An account and a series, or None for any."""


class Grid(QTableWidget):
    """The cells; `typed(pair, text)` when one was written, `cleared(pair)` on Delete."""

    typed = Signal(object, str)
    cleared = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.filling = False
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
        self.itemChanged.connect(self._on_item)

    def pair(self) -> Pair | None:
        """What the current cell is about."""
        item = self.currentItem()
        found: Pair | None = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.pair() is not None:
            self.cleared.emit(self.pair())
        else:
            super().keyPressEvent(event)

    def _on_item(self, item: QTableWidgetItem) -> None:
        if not self.filling:
            self.typed.emit(item.data(Qt.ItemDataRole.UserRole), item.text())


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
        self.grid = Grid()
        self.grid.typed.connect(self._type)
        self.grid.cleared.connect(self._clear)
        self.grid.currentItemChanged.connect(lambda _new, _old: self._show_cell())
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
        self._shown: list[Target] = []

    # --- showing ------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read accounts, series and targets again."""
        store = self._ctx.store.catalog
        accounts, series = store.accounts(), store.series()
        targets: dict[Pair, list[Target]] = {}
        for target in store.targets():
            targets.setdefault((target.account_id, target.series_id), []).append(target)
        at = self.grid.currentRow(), self.grid.currentColumn()
        self.grid.filling = True
        self.grid.setRowCount(len(accounts))
        self.grid.setColumnCount(len(series) + 1)
        self.grid.setHorizontalHeaderLabels(
            [t("catalogue.any_series"), *(" ".join(s.name.split()) for s in series)]
        )
        self.grid.setVerticalHeaderLabels([" ".join(a.name.split()) for a in accounts])
        for row, account in enumerate(accounts):
            for column, series_id in enumerate((None, *(s.id for s in series))):
                found = targets.get((account.id, series_id), [])
                self.grid.setItem(row, column, self._item((account.id, series_id), found))
        self.grid.horizontalHeader().setSectionResizeMode(
            QHeaderView.ResizeMode.Stretch if len(series) < 7 else QHeaderView.ResizeMode.Interactive
        )
        self.grid.filling = False
        self.grid.setVisible(bool(accounts))
        self.nothing.setVisible(not accounts)
        self.add.setVisible(bool(accounts))
        self.edge.setVisible(bool(accounts))
        if accounts:
            self.grid.setCurrentCell(max(0, min(at[0], len(accounts) - 1)), max(0, min(at[1], len(series))))
        self._show_cell()

    def _item(self, pair: Pair, targets: list[Target]) -> QTableWidgetItem:
        plain = next((x for x in targets if plain_one(x)), None)
        item = QTableWidgetItem(number(plain.per_week) if plain else "")
        others = [spoken(x) for x in targets if x is not plain]
        if others:
            item.setIcon(self._ctx.theme.icon("calendar", "text2", 14))
            item.setToolTip(plain_tip("\n".join(others)))
        words = [name_of(self._ctx, pair), *(spoken(x) for x in targets)]
        item.setData(Qt.ItemDataRole.AccessibleTextRole, " ".join(words))
        item.setData(Qt.ItemDataRole.UserRole, pair)
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        return item

    def _show_cell(self) -> None:
        pair = self.grid.pair()
        if self.grid.filling:
            return
        found = [x for x in self._ctx.store.catalog.targets() if (x.account_id, x.series_id) == pair]
        self.title.setText(name_of(self._ctx, pair) if pair else "")
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
        targets = self._ctx.store.catalog.targets()
        return next((x for x in targets if (x.account_id, x.series_id) == pair and plain_one(x)), None)

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
        self.per_week.setRange(0, 99)
        self.per_week.setDecimals(1)
        self.per_week.lineEdit().setTextMargins(*INSET)
        self.per_week.setSuffix(t("catalogue.per_week_unit"))
        self.per_week.setFixedWidth(140)
        self.per_week.editingFinished.connect(lambda: self._write("per_week", self.per_week.value()))
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


def name_of(ctx: Context, pair: Pair) -> str:
    """Account and series of a cell."""
    account, series = ctx.store.catalog.account(pair[0]), ctx.store.catalog.series_by_id(pair[1])
    return f"{account.name if account else ''} · {series.name if series else t('catalogue.any_series')}"
