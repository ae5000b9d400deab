"""The icon in the tray of the system, where there is one and it is wanted: messages, open, new note, quit."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from xhsplanner.core.reminders import Matter, Told, matters
from xhsplanner.core.words import t
from xhsplanner.ui.reminding import Reminding
from xhsplanner.ui.screen import app_icon

if TYPE_CHECKING:
    from xhsplanner.ui.main_window import MainWindow

MESSAGE_MS = 8_000


class SystemTray(QObject):
    """Follows the setting `tray`. What it shows holds title and account only: others may see the screen."""

    def __init__(self, window: "MainWindow", reminding: Reminding) -> None:
        super().__init__(window)
        self._window, self._reminding = window, reminding
        self.icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._first: Matter | None = None
        reminding.told.connect(self.tell)
        window.ctx.setting_changed.connect(self._setting_changed)
        window.ctx.closing.connect(self.hide)
        self._follow()

    def _setting_changed(self, name: str) -> None:
        if name == "tray":
            self._follow()

    def _follow(self) -> None:
        wanted = bool(self._window.ctx.settings.get("tray")) and QSystemTrayIcon.isSystemTrayAvailable()
        if wanted and self.icon is None:
            self._show()
        elif not wanted:
            self.hide()

    def _show(self) -> None:
        self.icon = QSystemTrayIcon(app_icon(), self)
        self._menu = self.menu()
        self.icon.setContextMenu(self._menu)
        self.icon.setToolTip("xhsplanner")
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self._clicked)
        self.icon.show()

    def menu(self) -> QMenu:
        """What the icon offers."""
        menu = QMenu(self._window)
        for words, act in (("open", self.raise_), ("new_note", self._new), ("quit", self._window.close)):
            menu.addAction(t(f"bell.tray.{words}")).triggered.connect(lambda _checked=False, a=act: a())
        return menu

    def hide(self) -> None:
        """Take the icon away."""
        if self.icon is not None:
            self.icon.hide()
            self.icon.deleteLater()
            self.icon = None

    def raise_(self) -> None:
        """Bring the window to the front."""
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def _new(self) -> None:
        self.raise_()
        self._window.new_note()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.raise_()

    def tell(self, news: list[Told]) -> None:
        """Say what is new: one by its title, several by their number."""
        if self.icon is None or not news:
            return
        self._first = matters(news)[0]
        self.icon.showMessage(*message(news), app_icon(), MESSAGE_MS)

    def _clicked(self) -> None:
        self.raise_()
        if self._first is not None:
            self._reminding.open(self._first)


def message(news: list[Told]) -> tuple[str, str]:
    """Heading and text of a message."""
    found = matters(news)
    if len(found) == 1:
        reminder = found[0].reminder
        text = t("today.dot").join(part for part in (reminder.title, reminder.account) if part)
        return found[0].about_words, text
    return t("bell.several", n=len(found)), t("bell.look")
