"""The context menus of the board: cards, a cell, a day, the drawer. Only what can be done now is in them."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QMenu

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.actions import keys_of, table
from xhsplanner.ui.board import order
from xhsplanner.ui.board.hits import Hit
from xhsplanner.ui.board.layout import Cell, Focus
from xhsplanner.ui.moves.asking import Here
from xhsplanner.ui.moves.menu import new_from_template
from xhsplanner.ui.notes import submenus
from xhsplanner.ui.notes.menu import Host, NoteMenus
from xhsplanner.ui.slots import acts as place_acts

if TYPE_CHECKING:
    from xhsplanner.ui.board.hands import WeekBoard


class Menus(NoteMenus):
    """Makes the menus of one board or its list. None of them is shown yet."""

    def __init__(self, board: "WeekBoard", host: Host) -> None:
        super().__init__(board, board.acts, host, board.clip)
        self._board = board

    def _key(self, action_id: str) -> str:
        """The first shortcut of an action, as a person chose it."""
        row = next(row for row in table() if row.id == action_id)
        return next(iter(keys_of(row, self._board.ctx.settings.get("shortcuts"))), "")

    # Places

    def cell(self, cell: Cell) -> QMenu:
        """What can be done in a cell, beside its cards."""
        menu, board = QMenu(self._board), self._board
        if not board.ctx.store.read_only:
            if cell in board.week.hints:
                act = partial(self._board.acts.accept, Focus(*cell))
                self.line(menu, "lightbulb", t("week.accept"), act, "Return")
            self.line(menu, "plus", t("week.new_here"), lambda: board.create_in(cell), self._key("new_note"))
            account, day = board.week.place(cell)
            new_from_template(menu, board.ctx, Here(day, account))
            if board.clip.holds():
                self.line(menu, "clipboard-check", t("week.paste"), board.clip.paste, "Ctrl+V")
        self._all(menu, order.in_cell(board.board, cell), "week.all_of_cell")
        self._all(menu, order.in_row(board.board, cell.row), "week.all_of_row")
        self._all(menu, order.in_column(board.board, cell.column), "week.all_of_day")
        return menu

    def here(self, focus: Focus) -> QMenu:
        """The menu of an open place, or of the cell it is in."""
        board = self._board
        place = board.acts.place(focus)
        if place is None:
            return self.cell(focus.cell)
        spot = board.viewport().mapToGlobal(QPoint(*board.rect_of(focus)[:2]))
        menu = place_acts.menu(board.ctx, place, board, board.acts.made_in_place, lambda: spot)
        menu.addSeparator()
        if not board.ctx.store.read_only:
            self.line(menu, "plus", t("week.new_here"), lambda: board.create_in(focus.cell), self._key("new_note"))
        return menu

    def day(self, column: int) -> QMenu:
        """What can be done with a day."""
        menu, board = QMenu(self._board), self._board
        self._all(menu, order.in_column(board.board, column), "week.all_of_day")
        if not board.ctx.store.read_only:
            part = self.part(menu, "plus", t("week.new_on_day"))
            for row, lane in enumerate(board.week.lanes):
                submenus.choice(part, lane.account.name, partial(board.create_in, Cell(row, column)))
        submenus.choice(
            menu, t("week.copy_date"), lambda: self._acts.copy_text(board.week.days[column].day.isoformat())
        )
        return menu

    def drawer(self) -> QMenu:
        """What can be done with the drawer of undated notes."""
        menu, board = QMenu(self._board), self._board
        self._all(menu, list(board.board.content.backlog), "week.all_of_drawer")
        if not board.ctx.store.read_only and board.clip.holds():
            self.line(menu, "clipboard-check", t("week.paste"), board.clip.paste, "Ctrl+V")
        words, icon = (
            ("week.open_drawer", "chevron-up") if board.drawer_folded else ("week.fold_drawer", "chevron-down")
        )
        self.line(menu, icon, t(words), lambda: board.fold_drawer(not board.drawer_folded))
        return menu

    def _all(self, menu: QMenu, ids: list[int], key: str) -> None:
        if ids:
            self.line(menu, "square-check", t(key, n=len(ids)), lambda: self._board.picks.these(ids))

    def at(self, found: Hit, notes: list[Note]) -> QMenu | None:
        """The menu of what lies under the mouse, or where the keyboard is."""
        if notes:
            return self.cards(notes)
        if found.what == "head":
            return self.day(found.index)
        if found.what in ("drawer", "drawer_head"):
            return self.drawer()
        if found.cell is None or found.what == "lane":
            return None
        return self.here(Focus(*found.cell, found.index if found.what == "place" else 0))


def pop(menu: QMenu | None, board: "WeekBoard", at: QPoint | QRect) -> None:
    """Show a menu at a point of the viewport, or under a rectangle of it."""
    if menu is not None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        point = at if isinstance(at, QPoint) else at.bottomLeft() + QPoint(0, 4)
        menu.popup(board.viewport().mapToGlobal(point))
