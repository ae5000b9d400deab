"""What the wall puts into the top bar: the account, phone or wide, and whether likeness is marked."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from xhsplanner.core.options import options
from xhsplanner.core.words import t
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.notes.submenus import choice
from xhsplanner.ui.wall import model
from xhsplanner.ui.wall.view import WallView
from xhsplanner.ui.widgets.controls import IconButton, TextButton, menu_text, plain_tip
from xhsplanner.ui.widgets.segments import Segments

ICONS = {"phone": "smartphone", "wide": "layout-grid"}
LONGEST = 120
"""Pixels of an account's name; the heading says it whole."""


class WallTools(QWidget):
    """All are settings; whoever shows the wall listens to those."""

    def __init__(self, view: WallView) -> None:
        super().__init__()
        self._view, self._ctx = view, view.ctx
        self._tight = False
        theme = view.ctx.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.account = TextButton(theme, "", "users", "chip")
        self.account.clicked.connect(self.open_accounts)
        self.next = IconButton(theme, "arrow-right", t("action.wall_next"), look="")
        self.next.clicked.connect(lambda: self.step(1))
        width = options()["wall_width"]
        choices = [(one, width.choice(one), ICONS[one]) for one in width.choices]
        self.width_ = Segments(theme, width.title, choices, bare=True)
        self.width_.chosen.connect(lambda value: view.ctx.settings.set("wall_width", value))
        self.alike = TextButton(theme, t("wall.alike"), "copy", "chip")
        self.alike.setCheckable(True)
        self.alike.clicked.connect(self.toggle_alike)
        for widget in (self.account, self.next, self.width_, self.alike):
            row.addWidget(widget)
        view.loaded.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is chosen."""
        account, get = self._view.wall.account, self._ctx.settings.get
        name = account.name if account is not None else ""
        shown = self.account.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, LONGEST)
        self.account.setText("" if self._tight else menu_text(shown))
        self.account.setToolTip(plain_tip(name))
        self.account.setAccessibleName(t("wall.account", name=name))
        several = len(model.offered(self._ctx.store, self._ctx.filter.accounts)) > 1
        self.account.setVisible(account is not None)
        self.next.setVisible(several)
        self.width_.show_value(get("wall_width"))
        self.alike.setChecked(get("wall_alike"))

    def be_tight(self, tight: bool) -> None:
        """Where there is little room only the heading says the account."""
        if tight != self._tight:
            self._tight = tight
            self.refresh()

    def open_accounts(self) -> QMenu:
        """The list of accounts under its button."""
        menu, ink, now = QMenu(self), Ink(self._ctx.theme, self.devicePixelRatioF()), self._view.wall.account
        for one in self._ctx.store.catalog.accounts():
            icon = QIcon(ink.avatar(one.initial or one.name[:1], one.color, 18))
            choice(menu, one.name, partial(self.show_account, one.uid), now is not None and one.id == now.id, icon)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.account.mapToGlobal(QPoint(0, self.account.height() + 4)))
        return menu

    def show_account(self, uid: str) -> None:
        """Show the wall of another account, and keep that for this workspace; a filter for others goes."""
        ctx = self._ctx
        if all(one.uid != uid for one in model.offered(ctx.store, ctx.filter.accounts)):
            ctx.set_filter(ctx.filter.without("accounts"))
        self._ctx.settings.set_at(self._ctx.store.path, "wall_account", uid)

    def step(self, by: int) -> None:
        """The next account, or the one before."""
        found = model.beside(self._ctx.store, self._view.wall.account, by, self._ctx.filter.accounts)
        if found is not None:
            self.show_account(found.uid)

    def toggle_alike(self) -> None:
        """Mark covers that look alike, or not."""
        self._ctx.settings.set("wall_alike", not self._ctx.settings.get("wall_alike"))

    def toggle_width(self) -> None:
        """As wide as a phone, or as the window."""
        wide = self._ctx.settings.get("wall_width") == "wide"
        self._ctx.settings.set("wall_width", "phone" if wide else "wide")
