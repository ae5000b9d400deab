"""The bell of the rail: how many notes and tasks have something unread, and a popover with all of them."""

from functools import partial

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from xhsplanner.core import clock
from xhsplanner.core.reminders import About, Matter
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.frames import Popup
from xhsplanner.ui.reminding import Reminding
from xhsplanner.ui.widgets.controls import (
    ClickFrame,
    ElidedLabel,
    IconButton,
    TextButton,
    icon_label,
    label,
    plain_tip,
)
from xhsplanner.ui.widgets.rail import RailButton

ICONS = {About.GOES_OUT: "send", About.TASK: "list-checks", About.WINDOW: "alarm-clock", About.REVIEW: "eye"}
WIDTH, HIGH = 360, 460
SHOWN = 40
SNOOZES = ("ten", "hour", "tomorrow")
MOST = 99


class Bell(RailButton):
    """Opens the popover; a coral dot tells how many notes and tasks are unread."""

    def __init__(self, ctx: Context, reminding: Reminding) -> None:
        super().__init__(ctx.theme, "bell", t("bell.rail"))
        self._ctx, self._reminding = ctx, reminding
        self.popover: BellPopover | None = None
        self.clicked.connect(self.open)
        reminding.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how many are unread."""
        n = self._reminding.book.unread
        words = t("bell.unread", n=n) if n else t("bell.none_unread")
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.update()

    def open(self) -> None:
        """Show the popover beside the bell."""
        self._reminding.read_now()
        self.popover = BellPopover(self._ctx, self._reminding, self.window())
        self.popover.closed.connect(self._closed)
        self.popover.show_beside(self)

    def _closed(self) -> None:
        self.popover = None

    def paint_mark(self, painter: QPainter, box: QRectF, color: str) -> None:
        super().paint_mark(painter, box, color)
        n = self._reminding.book.unread
        if not n:
            return
        words = str(n) if n <= MOST else f"{MOST}+"
        painter.setFont(self._theme.font(11, bold=True))
        width = max(16.0, painter.fontMetrics().horizontalAdvance(words) + 8.0)
        badge = QRectF(box.right() - 7, box.y() - 6, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(badge, 8, 8)
        painter.setPen(self._theme.color("on_accent"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)


class BellPopover(Popup):
    """One entry per note or task, newest first: a click goes there, the clock puts one off."""

    def __init__(self, ctx: Context, reminding: Reminding, parent: QWidget) -> None:
        super().__init__(parent, ctx.theme)
        self._ctx, self._reminding = ctx, reminding
        self.setAccessibleName(t("bell.bell"))
        self.body.setContentsMargins(6, 8, 6, 8)
        head = QHBoxLayout()
        head.setContentsMargins(10, 0, 6, 0)
        head.addWidget(label(t("bell.bell"), "subheading"), 1)
        self.all_read = TextButton(ctx.theme, t("bell.read_all"), "check-check", "link")
        self.all_read.clicked.connect(reminding.read_all)
        self.choose = IconButton(ctx.theme, "settings", t("bell.settings"), size=16)
        self.choose.clicked.connect(self._settings)
        head.addWidget(self.all_read)
        head.addWidget(self.choose)
        self.body.addLayout(head)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFixedWidth(WIDTH)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self.area)
        self.rows: list[ClickFrame] = []
        reminding.changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(2, 0, 2, 0)
        column.setSpacing(2)
        told = self._reminding.book.matters
        self.rows = [self._row(one) for one in told[:SHOWN]]
        for row in self.rows:
            column.addWidget(row)
        if len(told) > SHOWN:
            column.addWidget(label(t("bell.more", n=len(told) - SHOWN), "faint"))
        if not told:
            column.addWidget(self._nothing())
        column.addStretch(1)
        self.area.setWidget(page)
        for one in (page, self.area.viewport()):
            one.setAutoFillBackground(False)  # setWidget has it filled with the canvas
        self.area.setFixedHeight(min(HIGH, page.sizeHint().height() + 4))
        self.all_read.setEnabled(self._reminding.book.unread > 0)
        self.adjustSize()

    def _nothing(self) -> QWidget:
        page = QFrame()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 28, 24, 32)
        column.setSpacing(8)
        center = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(icon_label(self._ctx.theme, "bell", "text3", 28), 0, center)
        column.addWidget(label(t("bell.nothing"), "strong"), 0, center)
        text = label(t("bell.nothing_text"), "soft", wrap=True)
        text.setAlignment(center)
        column.addWidget(text)
        return page

    def _row(self, one: Matter) -> ClickFrame:
        reminder = one.reminder
        when = _when(one)
        below = t("today.dot").join(part for part in (one.about_words, reminder.account, when) if part)
        state = "" if one.read else t("bell.new")
        words = t("today.comma").join(part for part in (state, reminder.title, below) if part)
        frame = ClickFrame(self._ctx.theme, words, "bare")
        row = QHBoxLayout(frame)
        row.setContentsMargins(10, 8, 6, 8)
        row.setSpacing(10)
        color = "text3" if one.read else "accent"
        row.addWidget(icon_label(self._ctx.theme, ICONS[reminder.about], color, 18), 0)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(ElidedLabel(reminder.title, "" if one.read else "strong"))
        column.addWidget(ElidedLabel(below, "faint"))
        row.addLayout(column, 1)
        snooze = IconButton(self._ctx.theme, "clock", t("bell.snooze"), "text3", 16)
        snooze.clicked.connect(partial(self._snooze, one, snooze))
        row.addWidget(snooze, 0)
        frame.clicked.connect(partial(self._open, one))
        return frame

    def snooze_menu(self, one: Matter) -> QMenu:
        """When to say it again."""
        menu = QMenu(self)
        for choice in SNOOZES:
            action = menu.addAction(t(f"bell.later.{choice}"))
            action.triggered.connect(partial(self._put_off, one, choice))
        return menu

    def _snooze(self, one: Matter, button: QWidget, _checked: bool = False) -> None:
        menu = self.snooze_menu(one)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _put_off(self, one: Matter, choice: str, _checked: bool = False) -> None:
        self._reminding.snooze(one, choice)

    def _open(self, one: Matter) -> None:
        self.close()
        self._reminding.open(one)

    def _settings(self) -> None:
        self.close()
        self._ctx.ask("settings")

    def show_beside(self, anchor: QWidget) -> None:
        """Show at the right of the bell, its foot at the bell's."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(anchor.width() + 6, anchor.height()))
        area = self.screen().availableGeometry()
        self.move(corner.x(), max(area.top(), corner.y() - self.height()))
        self.show()
        (self.rows[0] if self.rows else self.choose).setFocus()


def _when(one: Matter) -> str:
    """When it was to be told: the time today, else the day."""
    at = one.reminder.at
    if at.date() == clock.today():
        return f"{at.hour:02d}:{at.minute:02d}"
    return t("today.short_day", m=at.month, d=at.day)
