"""The rail at the left: the mark, the rooms, who acts, settings."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QMenu, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.rooms import RoomRow
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import Logo, draw_avatar, draw_focus, menu_text, plain_tip

ITEM = QSize(56, 56)
LOWEST = 38
"""How low a button gets before the rail makes the window higher."""


class RailButton(QAbstractButton):
    """An icon over a short label. The current room is a white tile in the accent colour, and bold."""

    def __init__(self, theme: Theme, icon: str, words: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self.setText(words)
        self.setAccessibleName(words)
        self.setFixedWidth(ITEM.width())
        self.setMinimumHeight(LOWEST)
        self.setMaximumHeight(ITEM.height())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return ITEM

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, box = self._theme, QRectF(self.rect())
        on = self.isChecked()
        if on or self.underMouse():
            painter.setPen(QPen(theme.color("border"), 1) if on else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface" if on else "sunken"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        color = "accent" if on else "text2"
        spare = ITEM.height() - box.height()  # where the window is low, what is missing is taken off the edges
        self.paint_mark(painter, QRectF((box.width() - 20) / 2, 10 - spare * 0.5, 20, 20), color)
        painter.setPen(theme.color(color))
        painter.setFont(theme.font(11, bold=on))
        words = painter.fontMetrics().elidedText(
            self.text().replace("&&", "&"), Qt.TextElideMode.ElideRight, int(box.width()) - 4
        )
        painter.drawText(
            box.adjusted(0, 33 - spare * 0.85, 0, -5 + spare * 0.2), Qt.AlignmentFlag.AlignCenter, words
        )
        if self.hasFocus():
            draw_focus(painter, theme, box, 10)

    def paint_mark(self, painter: QPainter, box: QRectF, color: str) -> None:
        """Draw what stands over the words, into a square of 20 pixels."""
        pixmap = self._theme.pixmap(self._icon, color, 20, self.devicePixelRatioF())
        painter.drawPixmap(box.topLeft(), pixmap)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)


class MeButton(RailButton):
    """Who acts, as an avatar; opens the 我是… menu."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme, "user-round", t("shell.me"))
        self._ctx = ctx
        self.refresh()

    def refresh(self) -> None:
        """Show the member who acts now."""
        store = self._ctx.store
        self._member = store.catalog.member(store.actor) if store.actor is not None else None
        self.setText(menu_text(self._member.name) if self._member else t("shell.me"))
        words = t("shell.me_is", name=self._member.name) if self._member else t("shell.me_nobody")
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.update()

    def paint_mark(self, painter: QPainter, box: QRectF, color: str) -> None:
        if self._member is None:
            super().paint_mark(painter, box, color)
        else:
            grown = box.adjusted(-3, -3, 3, 3)
            draw_avatar(painter, self._theme, grown, self._member.name, self._member.color)


class Rail(QWidget):
    """The rooms to go to; `picked(room_id)`. The two menus at the foot come from the window."""

    picked = Signal(str)

    def __init__(
        self, ctx: Context, rooms: list[RoomRow], me: Callable[[], QMenu], settings: Callable[[], QMenu]
    ) -> None:
        super().__init__()
        self.setFixedWidth(ctx.theme.metric("rail"))
        self.setAccessibleName(t("shell.rail"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(3)
        column.addWidget(Logo(40), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(14)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, RailButton] = {}
        for row in rooms:
            button = RailButton(ctx.theme, row.icon, t(f"shell.room.{row.id}"))
            button.setCheckable(True)
            button.setToolTip(plain_tip(t(f"shell.room_tip.{row.id}")))
            button.clicked.connect(lambda _checked=False, room=row.id: self.picked.emit(room))
            self._group.addButton(button)
            self.buttons[row.id] = button
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.me = MeButton(ctx)
        self.settings = RailButton(ctx.theme, "settings", t("shell.settings"))
        for button, menu in ((self.me, me), (self.settings, settings)):
            button.clicked.connect(lambda _checked=False, b=button, make=menu: self._open(b, make()))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def add(self, button: RailButton) -> None:
        """Put a button of the window above who acts."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(self.me), button, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_room(self, room_id: str) -> None:
        """Mark the current room."""
        self.buttons[room_id].setChecked(True)

    def _open(self, button: QWidget, menu: QMenu) -> None:
        corner = button.mapToGlobal(button.rect().topRight())
        menu.popup(corner)
