"""The menus of the month: those of notes, and those of a day and of an open place."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from xhsplanner.core.words import t
from xhsplanner.ui.month.layout import PLACE, Focus
from xhsplanner.ui.moves.asking import Here
from xhsplanner.ui.moves.menu import new_from_template
from xhsplanner.ui.notes.menu import NoteMenus
from xhsplanner.ui.slots import acts as place_acts

if TYPE_CHECKING:
    from xhsplanner.ui.month.hands import MonthBoard


class MonthMenus(NoteMenus):
    """Makes the menus; none is shown yet."""

    def __init__(self, board: "MonthBoard") -> None:
        super().__init__(board, board.acts, board)
        self._board = board

    def place(self, focus: Focus) -> QMenu:
        """What can be done on a day, or with an open place of it."""
        board, menu = self._board, QMenu(self._parent)
        item, writable = board.grid.item(focus), not board.ctx.store.read_only
        ids, day = board.grid.notes_of(focus.day), board.page.heads[focus.day].day
        if item is not None and item.what == PLACE and writable:
            self.line(menu, "plus", t("slots.fill"), lambda: board.acts.fill(item.key), "Return")
            self.line(menu, "ban", t("slots.skip_this"), lambda: board.acts.skip(item.key))
            place_acts.add_rest(board.ctx, menu, board.page.places[item.key], board)
            menu.addSeparator()
        if writable:
            self.line(menu, "plus", t("week.new_on_day"), lambda: board.create_on(focus.day), "N")
            new_from_template(menu, board.ctx, Here(day))
        self.line(menu, "calendar-days", t("month.about_day"), lambda: board.show_card(focus.day))
        if ids:
            self.line(menu, "list", t("month.list_day", n=len(ids)), lambda: board.show_day_notes(focus.day))
            self.line(menu, "list-checks", t("week.all_of_day", n=len(ids)), lambda: board.ctx.pick(ids))
        menu.addSeparator()
        self.line(menu, "copy", t("week.copy_date"), lambda: board.acts.copy_text(day.isoformat()))
        return menu
