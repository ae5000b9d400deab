"""What the list puts into the top bar: the period, what rows are grouped by, the columns, the bulk edit."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.words import t
from xhsplanner.ui.table.columns import COLUMNS, GROUPS, PERIODS
from xhsplanner.ui.widgets.controls import IconButton, TextButton, label, plain_tip

if TYPE_CHECKING:
    from xhsplanner.ui.table.hands import NoteTable

VALUE = Qt.ItemDataRole.UserRole
Check = Qt.CheckState


class ColumnsPanel(QFrame):
    """Which columns are shown, in which order: ticked, and dragged or moved with Alt+up and Alt+down."""

    def __init__(self, view: "NoteTable", parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "popup")
        self.setAccessibleName(t("list.columns"))
        self._view = view
        self._own = False
        self.list = QListWidget()
        self.list.setAccessibleName(t("list.columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setFixedSize(230, 420)
        reset = TextButton(view.ctx.theme, t("list.reset_columns"), "rotate-cw", "link")
        reset.clicked.connect(self._reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        column.addWidget(label(t("list.columns_hint"), "soft"))
        column.addWidget(self.list)
        column.addWidget(reset, 0, Qt.AlignmentFlag.AlignLeft)
        self._fill()
        self.list.itemChanged.connect(lambda _item: self._apply())
        self.list.model().rowsMoved.connect(lambda *_: self._apply())

    def _fill(self) -> None:
        self._own = True
        self.list.clear()
        shown = self._view.head.columns()
        for name in (*shown, *(one for one in COLUMNS if one not in shown)):
            item = QListWidgetItem(t(f"list.column.{name}"))
            item.setData(VALUE, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Check.Checked if name in shown else Check.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._own = False

    def _apply(self) -> None:
        if self._own:
            return
        items = [self.list.item(row) for row in range(self.list.count())]
        wanted = tuple(item.data(VALUE) for item in items if item.checkState() is Check.Checked)
        if wanted:
            self._view.head.show_columns(wanted)
        else:
            self._fill()  # one column stays

    def _reset(self) -> None:
        self._view.head.reset()
        self._fill()


class ListTools(QWidget):
    """Buttons with menus; each acts at once and is remembered."""

    def __init__(self, view: "NoteTable", chosen: Callable[[], None]) -> None:
        super().__init__()
        self._view, self._chosen, self._tight = view, chosen, False
        theme = view.ctx.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.period = TextButton(theme, "", "calendar-range")
        self.group = TextButton(theme, "", "layers")
        self.columns = IconButton(theme, "table", t("list.columns"), look="")
        self.bulk = IconButton(theme, "list-checks", t("action.bulk_edit"), look="")
        self.period.clicked.connect(self.open_periods)
        self.group.clicked.connect(self.open_groups)
        self.columns.clicked.connect(self.open_columns)
        self.bulk.clicked.connect(lambda: view.ctx.ask("bulk_edit"))
        for widget in (self.period, self.group, self.columns, self.bulk):
            row.addWidget(widget)
        view.ctx.picked.connect(lambda _ids: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Say what is chosen."""
        choice = self._view.table.choice
        for button, words in (
            (self.period, t(f"list.period.{choice.period}")),
            (self.group, t(f"list.group.{choice.group or 'none'}")),
        ):
            bare = self._tight and button is self.group and not choice.group
            button.setText("" if bare else words)
            button.setToolTip(plain_tip(words) if bare else "")
            button.setAccessibleName(words)
        self.bulk.setEnabled(bool(self._view.ctx.selection) and not self._view.ctx.store.read_only)

    def be_tight(self, tight: bool) -> None:
        """Where there is little room it is not said that rows are not grouped."""
        if tight != self._tight:
            self._tight = tight
            self.refresh()

    def open_periods(self) -> None:
        """Open the menu of periods under its button."""
        self._open(self.periods(), self.period)

    def open_groups(self) -> None:
        """Open the menu of groupings under its button."""
        self._open(self.groups(), self.group)

    def _open(self, menu: QMenu, button: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

    def _menu(self, name: str, values: tuple[str, ...], words: str, now: str) -> QMenu:
        menu = QMenu(self)
        for value in values:
            action = menu.addAction(t(f"list.{words}.{value or 'none'}"))
            action.setCheckable(True)
            action.setChecked(value == now)
            action.triggered.connect(partial(self._choose, name, value))
        return menu

    def periods(self) -> QMenu:
        """Which days are shown."""
        return self._menu("period", PERIODS, "period", self._view.table.choice.period)

    def groups(self) -> QMenu:
        """What rows are grouped by."""
        menu = self._menu("group", ("", *GROUPS), "group", self._view.table.choice.group)
        if self._view.table.order.groups:
            menu.addSeparator()
            menu.addAction(t("list.fold_all")).triggered.connect(lambda: self._view.table.fold_all(True))
            menu.addAction(t("list.open_all")).triggered.connect(lambda: self._view.table.fold_all(False))
        return menu

    def _choose(self, name: str, value: str, _checked: bool = False) -> None:
        self._view.choose(**{name: value})
        self.refresh()
        self._chosen()

    def open_columns(self) -> ColumnsPanel:
        """Open the panel of columns under its button."""
        panel = ColumnsPanel(self._view, self)
        panel.adjustSize()
        corner = self.columns.mapToGlobal(QPoint(self.columns.width() - panel.width(), self.columns.height() + 6))
        panel.move(corner)
        panel.show()
        panel.list.setFocus()
        return panel
