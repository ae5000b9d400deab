"""Day and time of a note: a month with lunar days and occasions, and a field that reads times as typed."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from xhsplanner.core import clock, days
from xhsplanner.core.lunar import FIRST, LAST
from xhsplanner.core.words import t, words
from xhsplanner.ui.panel.frames import Popup
from xhsplanner.ui.panel.minutes import parse_minute
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconButton
from xhsplanner.ui.widgets.parts import Line
from xhsplanner.ui.widgets.states import clock_text

CELL = QSize(46, 44)
HEAD = 24


def month_grid(month: date) -> list[date]:
    """The 42 days a month is shown with, from a Monday on."""
    first = month.replace(day=1)
    monday = first - timedelta(first.weekday())
    return [monday + timedelta(n) for n in range(42)]


def month_step(day: date, months: int) -> date:
    """The same day some months later, or the last of that month; inside 1901–2100."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    if not FIRST.year <= year <= LAST.year:
        return day
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(1)
    return following.replace(day=min(day.day, following.day))


class MonthGrid(QWidget):
    """One month, painted. Arrows move the cursor, PageUp and PageDown the month, Enter picks."""

    picked = Signal(object)
    moved = Signal(object)
    """date: the cursor went to another day."""

    def __init__(self, theme: Theme, day: date | None, busy: Callable[[date, date], Mapping[date, int]]) -> None:
        """`busy(first, last)` tells how many notes of the account other days already have."""
        super().__init__()
        self._theme = theme
        self._busy = busy
        self.chosen = day
        self.cursor_day = day or clock.today()
        self._load()
        self.setFixedSize(CELL.width() * 7, HEAD + CELL.height() * 6)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._hover: date | None = None
        self._say()

    def _load(self) -> None:
        self._days = month_grid(self.cursor_day)
        self._counts = self._busy(self._days[0], self._days[-1])

    def _say(self) -> None:
        day = self.cursor_day
        info = days.day_info(day)
        names = ", ".join(occurrence.name for occurrence in info.occasions)
        lunar = info.lunar.label() if info.lunar else ""
        self.setAccessibleName(f"{day.isoformat()} {t(f'days.weekday.{day.weekday()}')} {lunar} {names}".strip())

    def go(self, day: date) -> None:
        """Put the cursor on a day."""
        if not FIRST <= day <= LAST:
            return
        before = self.cursor_day
        self.cursor_day = day
        if (before.year, before.month) != (day.year, day.month):
            self._load()
        self._say()
        self.update()
        self.moved.emit(day)

    def rect_of(self, day: date) -> QRectF:
        """Where a day of the shown month is painted."""
        row, column = divmod(self._days.index(day), 7)
        return QRectF(column * CELL.width(), HEAD + row * CELL.height(), CELL.width(), CELL.height())

    def _at(self, point: QPointF) -> date | None:
        column, row = int(point.x() // CELL.width()), int((point.y() - HEAD) // CELL.height())
        inside = 0 <= column < 7 and 0 <= row < 6 and point.y() >= HEAD
        return self._days[row * 7 + column] if inside else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hover = self._at(event.position())
        if hover != self._hover:
            self._hover = hover
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        day = self._at(event.position())
        if day is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        if key in steps:
            self.go(self.cursor_day + timedelta(steps[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.go(month_step(self.cursor_day, -1 if key == Qt.Key.Key_PageUp else 1))
        elif key == Qt.Key.Key_T:
            self.go(clock.today())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self.cursor_day)
        else:
            super().keyPressEvent(event)

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(11))
        painter.setPen(self._theme.color("text3"))
        for column in range(7):
            rect = QRectF(column * CELL.width(), 0, CELL.width(), HEAD)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, t(f"panel.weekday.{column}"))
        for day in self._days:
            self._paint_day(painter, day)
        painter.end()

    def _paint_day(self, painter: QPainter, day: date) -> None:
        theme, rect = self._theme, self.rect_of(day).adjusted(2, 2, -2, -2)
        inside = day.month == self.cursor_day.month
        info, label = days.day_info(day), days.label(day)
        painter.setOpacity(1.0 if inside else 0.45)
        chosen = day == self.chosen
        paper: QColor | None = theme.color("accent") if chosen else None
        if paper is None and info.quiet:
            paper = theme.color("quiet")
        if paper is None and day == self._hover:
            paper = theme.color("sunken")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paper or Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 8, 8)
        if day == self.cursor_day and (self.hasFocus() or not chosen):
            painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "border2"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 8, 8)
        today = day == clock.today()
        ink = theme.color("on_accent" if chosen else "accent" if today else "text")
        painter.setPen(ink)
        painter.setFont(theme.font(13, bold=today or chosen))
        painter.drawText(rect.adjusted(0, 3, 0, -18), Qt.AlignmentFlag.AlignCenter, str(day.day))
        small = theme.font(11)
        text = label.text
        if label.kind == "lunar" and info.lunar is not None and words.language == "zh_CN":
            text = info.lunar.month_name if info.lunar.day == 1 else info.lunar.day_name
        painter.setFont(small)
        soft = "text3" if label.kind == "lunar" or info.quiet else "term" if label.kind == "term" else "accent"
        if not chosen:
            painter.setPen(theme.series("term").fg if soft == "term" else theme.color(soft))
        text = QFontMetricsF(small).elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 2)
        painter.drawText(rect.adjusted(-2, 20, 2, -2), Qt.AlignmentFlag.AlignCenter, text)
        self._paint_marks(painter, rect, day, chosen)
        painter.setOpacity(1.0)

    def _paint_marks(self, painter: QPainter, rect: QRectF, day: date, chosen: bool) -> None:
        badge = days.day_info(day).badge()
        if badge:
            painter.setFont(self._theme.font(11))
            token = "on_accent" if chosen else "ok" if days.is_rest(day) else "text3"
            painter.setPen(self._theme.color(token))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            painter.drawText(rect.adjusted(0, 0, -2, 0), flags, badge[:1])
        for number in range(min(3, self._counts.get(day, 0))):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("on_accent" if chosen else "text3"))
            painter.drawEllipse(QPointF(rect.left() + 5, rect.top() + 7 + number * 5), 1.6, 1.6)


class WhenPopup(Popup):
    """Chooses day and time in one go; `chosen(day, minute)` is sent once, only when something changed."""

    chosen = Signal(object, object)

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        when: tuple[date | None, int | None],
        busy: Callable[[date, date], Mapping[date, int]],
    ) -> None:
        super().__init__(parent, theme)
        self._theme = theme
        self._when = when
        self._day, self._cancelled = when[0], False
        self.grid = MonthGrid(theme, when[0], busy)
        self.heading = Line(theme, "text", 13, bold=True)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        for icon, key, step in (
            ("chevron-left", "panel.month_before", -1),
            ("chevron-right", "panel.month_after", 1),
        ):
            button = IconButton(theme, icon, t(key))
            button.clicked.connect(lambda _c=False, step=step: self._step(step))
            head.addWidget(button)
        self.field = QLineEdit(clock_text(when[1]))
        self.field.setPlaceholderText(t("panel.time_hint"))
        self.field.setAccessibleName(t("panel.time"))
        self.field.textEdited.connect(lambda _text: self._check())
        self.field.returnPressed.connect(self._enter)
        self.problem = Line(theme, "danger", 12)
        self.problem.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.field, 1)
        for key, day in (("panel.today", clock.today()), ("panel.no_day", None)):
            choice = QPushButton(t(key))
            choice.setProperty("look", "chip")
            choice.clicked.connect(lambda _c=False, day=day: self._pick(day))
            foot.addWidget(choice)
        self.body.addLayout(head)
        self.body.addWidget(self.grid)
        self.body.addLayout(foot)
        self.body.addWidget(self.problem)
        self.grid.picked.connect(self._pick)
        self.grid.moved.connect(lambda _day: self._head())
        self._head()
        self.grid.setFocus()

    def _head(self) -> None:
        day = self.grid.cursor_day
        self.heading.setText(t("panel.month", year=day.year, month=day.month))

    def _step(self, months: int) -> None:
        self.grid.go(month_step(self.grid.cursor_day, months))

    def _minute(self) -> int | None:
        return parse_minute(self.field.text())

    def _check(self) -> bool:
        try:
            self._minute()
        except ValueError:
            self.problem.setText(t("panel.bad_time"))
            self.problem.show()
            return False
        self.problem.hide()
        return True

    def _pick(self, day: date | None) -> None:
        if self._check():
            self._day = day
            self.close()

    def _enter(self) -> None:
        if self._check():
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._cancelled = True
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: object) -> None:
        if not self._cancelled and self._check():
            when = (self._day, self._minute())
            if when != self._when:
                self._when = when
                self.chosen.emit(*when)
        super().closeEvent(event)  # type: ignore[arg-type]
