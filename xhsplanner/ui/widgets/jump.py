"""A small calendar to go to any day: typed (12-24, 12月24日, 24) or picked. Dots mark days with notes."""

from datetime import date, timedelta

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core import clock, days, month, occasions
from xhsplanner.core.month import DayCount
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconButton, TextButton, draw_focus, label, plain_tip

WEEKS = month.WEEKS
NOTCH = 120
CELL = QSize(48, 46)
MOST_DOTS = 3
ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


def typed_day(text: str, shown: date) -> date | None:
    """The day a person typed, near to `shown` where the year is not said; None where it is no day."""
    from xhsplanner.exchange.plan_dates import read_day, settle
    from xhsplanner.exchange.plan_model import UnreadableError

    text = text.strip().rstrip("日号")
    try:
        if text.isdecimal() and len(text) <= 2:
            return shown.replace(day=int(text))
        said = read_day(text)
        return settle(said, shown) if said is not None else None
    except (UnreadableError, ValueError, OverflowError):
        return None


class DayButton(QAbstractButton):
    """One day of the month: number, lunar day or occasion, dots for its notes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.day = date.min
        self._notes, self._inside, self._marked = 0, True, False
        self.setFixedSize(CELL)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_day(self, day: date, notes: int, inside: bool, marked: bool) -> None:
        """Stand for a day; `inside` the shown month, `marked` where the room shows it already."""
        self.day, self._notes, self._inside, self._marked = day, notes, inside, marked
        info = days.day_info(day)
        parts = [t("jump.day", m=day.month, d=day.day, weekday=t(f"days.weekday.{day.weekday()}"))]
        parts += [info.badge(), *(occurrence.name for occurrence in info.occasions)]
        parts += [t("jump.notes", n=notes)] if notes else []
        words = t("jump.comma").join(part for part in parts if part)
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A button would walk to whatever comes next; the calendar knows where days are.
        event.ignore() if Qt.Key(event.key()) in ARROWS else super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, box = self._theme, QRectF(self.rect()).adjusted(1, 1, -1, -1)
        info, today = days.day_info(self.day), self.day == clock.today()
        painter.setPen(Qt.PenStyle.NoPen)
        tone = next((one.tone for one in info.occasions), "")
        if tone and self._inside:
            painter.setBrush(theme.color("accent", 0.08) if tone == occasions.CELEBRATE else theme.color("quiet"))
            painter.drawRoundedRect(box, 8, 8)
        if self._marked or self.underMouse():
            painter.setBrush(theme.color("sunken" if self.underMouse() else "surface2"))
            painter.drawRoundedRect(box, 8, 8)
        if today:
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 8, 8)
        faint = not self._inside
        painter.setFont(theme.font(13, bold=today))
        painter.setPen(theme.color("accent" if today else "text3" if faint or info.off else "text"))
        number = QRectF(box.x(), box.y() + 3, box.width(), 18)
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(self.day.day))
        self._paint_label(painter, box)
        self._paint_dots(painter, box)
        if self.hasFocus():
            draw_focus(painter, theme, QRectF(self.rect()), 8)

    def _paint_label(self, painter: QPainter, box: QRectF) -> None:
        theme, shown = self._theme, days.label(self.day)
        color = "text3" if shown.kind == "lunar" or not self._inside else "accent"
        if days.day_info(self.day).quiet:
            color = "text2"
        painter.setFont(theme.font(11))
        painter.setPen(theme.color(color))
        words = shown.text
        moon = days.day_info(self.day).lunar
        if shown.kind == "lunar" and moon is not None and words == moon.name:
            words = moon.month_name if moon.day == 1 else moon.day_name  # as printed calendars do
        room = QRectF(box.x() + 1, box.y() + 20, box.width() - 2, 15)
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_dots(self, painter: QPainter, box: QRectF) -> None:
        dots = min(self._notes, MOST_DOTS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent" if self._inside else "border2"))
        left = box.center().x() - (dots - 1) * 3.0
        for n in range(dots):
            painter.drawEllipse(QPointF(left + n * 6, box.bottom() - 5), 1.8, 1.8)


class JumpPopup(QFrame):
    """`chosen(date)` when a day is typed or picked; Esc goes away."""

    chosen = Signal(object)

    def __init__(self, ctx: Context, day: date, shown: tuple[date, date], parent: QWidget) -> None:
        """`day` is where to begin, `shown` the first and last day the room shows."""
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.ctx, self.day, self._shown, self._wheel = ctx, day, shown, 0
        self.setProperty("look", "popup")
        self.setAccessibleName(t("action.jump"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        column.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(t("jump.placeholder"))
        self.field.setAccessibleName(t("jump.field"))
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._take)
        column.addWidget(self.field)
        column.addLayout(self._head())
        column.addLayout(self._grid())
        self.today = TextButton(ctx.theme, t("shell.today"), "calendar-check", "link")
        self.today.clicked.connect(lambda: self._choose(clock.today()))
        column.addWidget(self.today, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_month(day)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self.title = TextButton(self.ctx.theme, "", "", "link")
        self.title.clicked.connect(self._open_months)
        row.addWidget(self.title)
        row.addStretch(1)
        self.back_year, self.back, self.forward, self.forward_year = (
            self._arrow(icon, words, by)
            for icon, words, by in (
                ("chevrons-left", "jump.back_year", -12),
                ("chevron-left", "jump.back", -1),
                ("chevron-right", "jump.forward", 1),
                ("chevrons-right", "jump.forward_year", 12),
            )
        )
        for button in (self.back_year, self.back, self.forward, self.forward_year):
            row.addWidget(button)
        return row

    def _arrow(self, icon: str, words: str, by: int) -> IconButton:
        button = IconButton(self.ctx.theme, icon, t(words))
        button.clicked.connect(lambda: self._turn(by))
        return button

    def months(self) -> QMenu:
        """The months of the shown year; not shown yet."""
        menu = QMenu(self)
        for number in range(1, 13):
            action = menu.addAction(t("jump.month", y=self.day.year, m=number))
            action.setCheckable(number == self.day.month)
            action.setChecked(number == self.day.month)
            action.triggered.connect(lambda _checked=False, by=number - self.day.month: self._turn(by))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _open_months(self) -> None:
        self.months().popup(self.title.mapToGlobal(QPoint(0, self.title.height())))

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(1)
        for weekday in range(7):
            head = label(t(f"days.weekday.{weekday}"), "faint")
            grid.addWidget(head, 0, weekday, Qt.AlignmentFlag.AlignCenter)
        self.buttons = [DayButton(self.ctx.theme) for _ in range(7 * WEEKS)]
        for place, button in enumerate(self.buttons):
            grid.addWidget(button, 1 + place // 7, place % 7)
            button.clicked.connect(self._picked)
        return grid

    def show_month(self, day: date) -> None:
        """Show the month of a day; the day is where arrows begin."""
        self.day = day
        first, last = month.page(day)
        self.title.setText(t("jump.month", y=day.year, m=day.month))
        self.title.setAccessibleName(t("jump.choose_month", month=t("jump.month", y=day.year, m=day.month)))
        accounts = [account.id for account in self.ctx.store.catalog.accounts()]
        counts = self.ctx.store.counts.days(first, last, accounts)
        for place, button in enumerate(self.buttons):
            one = first + timedelta(days=place)
            marked = self._shown[0] <= one <= self._shown[1]
            planned = counts.get(one, DayCount()).planned
            button.show_day(one, planned, one.month == day.month, marked)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one == day else Qt.FocusPolicy.ClickFocus)

    def button_of(self, day: date) -> DayButton:
        """The button of a day of the shown month."""
        return next(button for button in self.buttons if button.day == day)

    def _go(self, day: date) -> None:
        """Put the keyboard on a day, in its month."""
        self.show_month(day)
        self.button_of(day).setFocus(Qt.FocusReason.TabFocusReason)

    def _turn(self, by: int) -> None:
        self.show_month(month.shifted(self.day, by))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel turns the months."""
        self._wheel += event.angleDelta().y()
        if abs(self._wheel) >= NOTCH:
            by, self._wheel = (-1 if self._wheel > 0 else 1), 0
            self._turn(by)
        event.accept()

    def _typed(self, text: str) -> None:
        day = typed_day(text, self.day)
        if day is not None:
            self.show_month(day)

    def _take(self) -> None:
        day = typed_day(self.field.text(), self.day) if self.field.text().strip() else self.day
        if day is not None:
            self._choose(day)
        else:
            self.field.selectAll()
            self.ctx.toast(t("jump.unknown"), kind="error")

    def _picked(self) -> None:
        button = self.sender()
        if isinstance(button, DayButton):
            self._choose(button.day)

    def _choose(self, day: date) -> None:
        self.close()
        self.chosen.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        on_day = isinstance(self.focusWidget(), DayButton)
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            months = 12 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._turn(months if key is Qt.Key.Key_PageDown else -months)
            if on_day:
                self._go(self.day)
        elif key in ARROWS and (on_day or key is Qt.Key.Key_Down):
            self._go(self.day + timedelta(days=ARROWS[key] if on_day else 0))
        elif on_day and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.day)
        elif on_day and event.text().isdecimal():
            self.field.setFocus()
            self.field.setText(event.text())
        else:
            super().keyPressEvent(event)

    def show_below(self, anchor: QWidget) -> None:
        """Open under a widget, ready to type."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        self.move(corner)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
