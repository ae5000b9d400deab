"""The painted list to a screen reader: a table whose rows are sentences, the cell of the keyboard by its name."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible

from xhsplanner.core.words import t
from xhsplanner.ui.table.view import TableView
from xhsplanner.ui.widgets.told import Told, tell


class TableAccess(Told[TableView, int]):
    """The lines that show: a note with all its cells, or the head of a group."""

    role_of_places = QAccessible.Role.Row

    def __init__(self, view: TableView) -> None:
        super().__init__(view, QAccessible.Role.Table)

    def spots(self, view: TableView) -> range:
        return view.visible()

    def words(self, view: TableView, spot: int) -> str:
        return words_of(view, spot)

    def box(self, view: TableView, spot: int) -> QRect:
        return view.rect_of(spot)

    def at_keyboard(self, view: TableView, spot: int) -> bool:
        return view.line == spot

    def chosen(self, view: TableView, spot: int) -> bool:
        return view.note_on(spot) in view.chosen


def words_of(view: TableView, line: int) -> str:
    """What is said of a line; where the keyboard is, its cell first."""
    spot = view.table.lines.at(line)
    if spot.head:
        folded = view.table.order.groups[spot.group].key in view.table.folded
        state = t("list.folded") if folded else t("list.open")
        return t("list.comma").join((*view.group_words(spot.group), state))
    row = view.table.row(view.table.order.ids[spot.place])
    if row is None:
        return ""
    columns = view.head.columns()
    words = view.words.spoken(row, columns)
    if view.line == line:
        text = view.words.text(row, view.column) or t("list.empty_cell")
        words = t("list.cell", column=t(f"list.column.{view.column}"), text=text) + t("list.semicolon") + words
    return words


def install() -> None:
    """Tell Qt how lists are told."""
    tell(TableView, TableAccess)
