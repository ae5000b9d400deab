"""What the kanban puts into the top bar: 状态 | 负责人 | 系列, and which days."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from xhsplanner.core.options import options
from xhsplanner.ui.context import Context
from xhsplanner.ui.kanban.model import BY, PERIODS
from xhsplanner.ui.notes.submenus import choice
from xhsplanner.ui.widgets.controls import TextButton, plain_tip
from xhsplanner.ui.widgets.segments import Segments


class KanbanTools(QWidget):
    """Both are personal settings; whoever shows the kanban listens to those."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._tight = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        by = options()["kanban_by"]
        self.by = Segments(ctx.theme, by.title, [(one, by.choice(one), "") for one in BY])
        self.by.chosen.connect(lambda value: ctx.settings.set("kanban_by", value))
        self.period = TextButton(ctx.theme, "", "calendar-range", "chip")
        self.period.clicked.connect(self.open_periods)
        row.addWidget(self.by)
        row.addWidget(self.period)
        self.refresh()

    def refresh(self) -> None:
        """Show what is chosen."""
        get, period = self._ctx.settings.get, options()["kanban_period"]
        self.by.show_value(get("kanban_by"))
        words = period.choice(get("kanban_period"))
        self.period.setText("" if self._tight else words)
        self.period.setToolTip(plain_tip(words) if self._tight else "")
        self.period.setAccessibleName(f"{period.title} {words}")

    def be_tight(self, tight: bool) -> None:
        """Where there is little room only the heading says which days."""
        if tight != self._tight:
            self._tight = tight
            self.refresh()

    def open_periods(self) -> QMenu:
        """The list of periods under its button."""
        menu, period, now = QMenu(self), options()["kanban_period"], self._ctx.settings.get("kanban_period")
        for one in PERIODS:
            choice(menu, period.choice(one), partial(self._ctx.settings.set, "kanban_period", one), one == now)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.period.mapToGlobal(QPoint(0, self.period.height() + 4)))
        return menu
