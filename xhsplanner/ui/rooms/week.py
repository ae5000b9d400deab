"""排期: the week board, accounts by days, and what it says while there is no account yet."""

from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.words import t
from xhsplanner.ui.board import model
from xhsplanner.ui.board.hands import WeekBoard
from xhsplanner.ui.context import Context
from xhsplanner.ui.rooms import Room

MINUTE_MS = 60_000
TABLES = ("note", "note_asset", "cover", "account", "series", "member", "target")


class EmptyWeek(QFrame):
    """What stands here before the first account: one sentence and one button."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.setProperty("look", "panel")
        self.picture = QLabel()
        self.button = QPushButton(t("week.empty_button"))
        self.button.setProperty("look", "primary")
        self.button.clicked.connect(lambda: ctx.ask("catalogue"))
        title, text = QLabel(t("week.empty_title")), QLabel(t("week.empty_text"))
        title.setProperty("look", "heading")
        text.setProperty("look", "soft")
        text.setWordWrap(True)
        text.setFixedWidth(380)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for label in (self.picture, title, text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        ctx.theme.changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self.picture.setPixmap(self.ctx.theme.pixmap("calendar-range", "text3", 44, self.devicePixelRatioF()))


class WeekRoom(Room):
    """The week board in the window."""

    room_id: ClassVar[str] = "week"
    uses_panel: ClassVar[bool] = True
    uses_strip: ClassVar[bool] = True
    uses_days: ClassVar[bool] = True
    edits_in_place: ClassVar[bool] = True

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.board = WeekBoard(ctx)
        self.empty = EmptyWeek(ctx)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.board)
        self._stack.addWidget(self.empty)
        self.setFocusProxy(self.board)
        self.board.loaded.connect(self._loaded)
        ctx.changed.connect(self._on_change)
        ctx.day_shown.connect(lambda _day: self.board.show_day())
        ctx.selected.connect(self.board.follow)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self._time_passed)
        self._minute.start()
        self.board.reload()

    def _time_passed(self) -> None:
        """Notes become overdue and days become today while nobody touches anything."""
        if self.isVisible() and self.board.drag is None and self.board.editor is None:
            self.board.reload(undated=False)

    def heading(self) -> tuple[str, str]:
        return model.heading(self.board.week)

    def step(self, by: int) -> None:
        self.board.acts.step_week(by)

    def today(self) -> None:
        self.ctx.show_day(clock.today())
        self.board.today()

    def new_note(self) -> None:
        self.board.new_note()

    def focus_room(self) -> None:
        shown = self.empty.button if self._stack.currentWidget() is self.empty else self.board
        shown.setFocus()

    def settle(self) -> None:
        """Finish what would be painted a moment later; for pictures of the window."""
        self.board.settle()

    def _loaded(self) -> None:
        old: QWidget = self.empty if self._stack.currentWidget() is self.empty else self.board
        shown: QWidget = self.board if self.board.week.lanes else self.empty
        if shown is not old:
            # The page that goes would hand its focus on to whatever comes next, which is the rail.
            focused = old.hasFocus() or old.isAncestorOf(self.window().focusWidget())
            self._stack.setCurrentWidget(shown)
            if focused:
                self.focus_room()
        self.heading_changed.emit()

    def _on_change(self, change: Change) -> None:
        if change.touches(*TABLES):
            self.board.reload(undated=change.touches("note"))
