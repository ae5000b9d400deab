"""What the month puts into the top bar: what gives chips their colour."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from xhsplanner.core.options import options
from xhsplanner.ui.board.choices import COLOURS
from xhsplanner.ui.notes.menu import pop
from xhsplanner.ui.notes.submenus import choice
from xhsplanner.ui.widgets.controls import IconButton

if TYPE_CHECKING:
    from xhsplanner.ui.month.view import MonthView


class MonthTools(QWidget):
    """A button with the choice of colours."""

    def __init__(self, view: "MonthView") -> None:
        super().__init__()
        self._view = view
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.colours = IconButton(view.ctx.theme, "palette", options()["board_colours"].title, look="")
        self.colours.clicked.connect(self._open)
        row.addWidget(self.colours)

    def make_menu(self) -> QMenu:
        """The colours to choose from; not shown yet."""
        menu, settings = QMenu(self), self._view.ctx.settings
        option = options()["board_colours"]
        for one in COLOURS:
            chosen = settings.get("board_colours") == one
            choice(menu, option.choice(one), lambda one=one: settings.set("board_colours", one), chosen)  # type: ignore[misc]
        return menu

    def _open(self) -> None:
        pop(self.make_menu(), self.colours.mapToGlobal(QPoint(0, self.colours.height() + 4)))
