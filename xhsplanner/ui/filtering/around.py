"""What stands around the rooms of the plan: the filter bar over them, the tray beside them, saved views."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from xhsplanner.core.words import t
from xhsplanner.ui.filtering.bar import FilterBar
from xhsplanner.ui.tray.tray import Tray
from xhsplanner.ui.views.list import ViewsPopup
from xhsplanner.ui.views.opening import Views

if TYPE_CHECKING:
    from xhsplanner.ui.main_window import MainWindow


class Around(QObject):
    """Bar and tray of one window; both follow the room that is shown."""

    def __init__(self, window: "MainWindow", column: QVBoxLayout, body: QBoxLayout) -> None:
        super().__init__(window)
        self._window, self.ctx = window, window.ctx
        self.bar = FilterBar(self.ctx)
        column.addWidget(self.bar)
        self._body = body
        self.tray: Tray | None = None
        self.views = Views(window)
        self.bar.views_asked.connect(self.open_views)
        self.ctx.filtered.connect(lambda _wanted: self.arrange())
        self.ctx.setting_changed.connect(self._setting_changed)

    def _setting_changed(self, name: str) -> None:
        if name in ("filter_bar", "tray_open"):
            self.arrange()

    @property
    def _plans(self) -> bool:
        room = self._window.room
        return room is not None and self._window.rows[room.room_id].plans

    def arrange(self) -> None:
        """Show or hide bar and tray, for the shown room."""
        plans, topbar = self._plans, self._window.topbar
        self.bar.setVisible(plans and (bool(self.ctx.settings.get("filter_bar")) or bool(self.ctx.filter)))
        wanted = plans and bool(self.ctx.settings.get("tray_open"))
        if wanted and self.tray is None:
            self.tray = Tray(self.ctx)
            self._body.insertWidget(0, self.tray)
        if self.tray is not None:
            self.tray.setVisible(wanted)
        topbar.filter.setVisible(plans)
        topbar.tray.setVisible(plans)
        topbar.filter.set_color("accent" if self.ctx.filter else "text2")
        self.follow()

    def follow(self) -> None:
        """Count what the shown room has on its page."""
        room = self._window.room
        if room is not None:
            self.bar.show_days(room.counted_days())

    def why_not(self) -> str:
        """Why filter, tray and views mean nothing in the shown room, or ""."""
        return "" if self._plans else t("palette.needs_plan")

    def toggle_filter(self) -> None:
        """Show the bar with the keyboard in it, or hide it; while a filter is on it stays."""
        shown = not self.bar.isVisible()
        self.ctx.settings.set("filter_bar", shown)
        self.arrange()
        if self.bar.isVisible() and not self.bar.add.hasFocus():
            self.bar.add.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._window.room is not None:
            self._window.room.focus_room()

    def toggle_tray(self) -> None:
        """Show the tray with the keyboard in it, or hide it."""
        self.ctx.settings.set("tray_open", not self.ctx.settings.get("tray_open"))
        self.arrange()
        if self.tray is not None and self.tray.isVisible():
            self.tray.focus_list()
        elif self._window.room is not None:
            self._window.room.focus_room()

    def open_views(self) -> ViewsPopup:
        """The list of views, under its button; the bar comes with it."""
        self.ctx.settings.set("filter_bar", True)
        self.arrange()
        popup = ViewsPopup(self.views, self.bar.views)
        popup.open_below(self.bar.views)
        return popup
