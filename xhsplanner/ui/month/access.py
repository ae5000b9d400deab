"""The painted month to a screen reader: a child for each day, and for each chip, open place and `+n` on it."""

from PySide6.QtCore import QRect

from xhsplanner.ui.month.layout import NOTE, Focus
from xhsplanner.ui.month.spoken import spoken
from xhsplanner.ui.month.view import MonthView
from xhsplanner.ui.widgets.told import Told, tell


class MonthAccess(Told[MonthView, Focus]):
    """Day by day: the day, then what is on it."""

    def spots(self, view: MonthView) -> list[Focus]:
        days = view.grid.visible(view.scrolled)
        return [Focus(day, stop) for day in days for stop in range(len(view.grid.stack(day).items) + 1)]

    def words(self, view: MonthView, spot: Focus) -> str:
        return spoken(view.page, view.grid, spot)

    def box(self, view: MonthView, spot: Focus) -> QRect:
        return QRect(*view.rect_of(spot))

    def at_keyboard(self, view: MonthView, spot: Focus) -> bool:
        return view.focus == spot

    def chosen(self, view: MonthView, spot: Focus) -> bool:
        item = view.grid.item(spot)
        return item is not None and item.what == NOTE and item.key in view.ctx.selection


def install() -> None:
    """Tell Qt how months are told."""
    tell(MonthView, MonthAccess)
