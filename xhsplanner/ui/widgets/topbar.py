"""The bar over a room: its heading, ‹ 今天 ›, the room's own tools, the search for notes, 新建笔记."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.rooms import Room
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import ElidedLabel, IconButton, TextButton, draw_focus, plain_tip
from xhsplanner.ui.widgets.jump import JumpPopup
from xhsplanner.ui.widgets.search import WIDTH, SearchField

ROOMY, NARROW = 1100, 160
"""Where the bar is less wide the search field is so narrow, that all buttons have their room."""
TIGHT = 1000
"""Where it is even less wide buttons that have an icon say their words in a tooltip only."""


class Heading(QAbstractButton):
    """Title over subtitle, as wide as they need and no wider than there is room. Where rooms have days it is a
    button that opens the calendar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._leads = theme, False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        # A button's own policy would never let it be narrower than its words.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 0)
        column.setSpacing(1)
        self.title = ElidedLabel(look="title")
        self.subtitle = ElidedLabel(look="soft")
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addStretch(1)

    def show_words(self, title: str, subtitle: str, leads: bool) -> None:
        """Say where the room is; `leads` where a day can be picked."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self.setAccessibleName(t("jump.open", heading=title) if leads else title)
        self.setAccessibleDescription(subtitle)
        self._leads = leads
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if leads else Qt.FocusPolicy.NoFocus)
        shape = Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._column.minimumSize().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0, 4, 0, -4)
        if self._leads and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("sunken"))
            painter.drawRoundedRect(box, 8, 8)
        if self.hasFocus():
            draw_focus(painter, self._theme, box, 8)


class TopBar(QWidget):
    """`stepped(±1)`, `today_asked`, `new_asked`, `panel_asked`, `strip_asked` tell what was pressed."""

    stepped = Signal(int)
    today_asked = Signal()
    new_asked = Signal()
    panel_asked = Signal()
    strip_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._room: Room | None = None
        self._tools: QWidget | None = None
        self.setFixedHeight(ctx.theme.metric("topbar"))
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 12, 0)
        row.setSpacing(8)
        self.tray = IconButton(ctx.theme, "panel-left", t("action.tray"))
        row.addWidget(self.tray)
        self.heading = Heading(ctx.theme)
        self.heading.clicked.connect(self.jump)
        row.addWidget(self.heading, 0)
        self.days = QWidget()
        days = QHBoxLayout(self.days)
        days.setContentsMargins(4, 0, 0, 0)
        days.setSpacing(4)
        self.back = IconButton(ctx.theme, "chevron-left", t("action.back"))
        self.today = TextButton(ctx.theme, t("shell.today"))
        self.forward = IconButton(ctx.theme, "chevron-right", t("action.forward"))
        for button in (self.back, self.today, self.forward):
            days.addWidget(button)
        self.back.setProperty("turns", -1)  # cards held over an arrow turn the week, see board/carry
        self.forward.setProperty("turns", 1)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.forward.clicked.connect(lambda: self.stepped.emit(1))
        self.today.clicked.connect(self.today_asked)
        row.addWidget(self.days)
        row.addStretch(1)
        self.search = SearchField(ctx)
        row.addWidget(self.search)
        self.filter = IconButton(ctx.theme, "funnel", t("action.filter"), look="")
        row.addWidget(self.filter)
        self._row = row
        self._tools_at = row.count()
        self.strip = IconButton(ctx.theme, "panel-bottom", t("action.strip"), look="")
        self.strip.clicked.connect(self.strip_asked)
        row.addWidget(self.strip)
        self.panel = IconButton(ctx.theme, "panel-right", t("action.panel"), look="")
        self.panel.clicked.connect(self.panel_asked)
        row.addWidget(self.panel)
        self.new = TextButton(ctx.theme, t("action.new_note"), "plus", "primary")
        self.new.clicked.connect(self.new_asked)
        row.addWidget(self.new)
        row.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    def show_panel(self, waits: bool) -> None:
        """Whether a note is selected that the panel, which is away, would show."""
        words = t("shell.panel_waits") if waits else t("action.panel")
        self.panel.set_color("accent" if waits else "text2")
        self.panel.setAccessibleName(words)
        self.panel.setToolTip(plain_tip(words))

    def show_room(self, room: Room) -> None:
        """Take heading and buttons from a room."""
        title, subtitle = room.heading()
        self.heading.show_words(title, subtitle, room.uses_days)
        self.days.setVisible(room.uses_days)
        self._room = room
        if room.tools is not self._tools:
            if self._tools is not None:
                self._row.removeWidget(self._tools)
                self._tools.hide()
            self._tools = room.tools
            if self._tools is not None:
                self._row.insertWidget(self._tools_at, self._tools)
                self._tools.show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.search.setFixedWidth(WIDTH if self.width() >= ROOMY else NARROW)
        self._fit()

    def _fit(self) -> None:
        """Say as much as there is room for; tools with `be_tight` have something to leave out."""
        tight, words = self.width() < TIGHT, t("action.new_note")
        self.new.setText("" if tight else words)
        self.new.setToolTip(plain_tip(words) if tight else "")
        be_tight = getattr(self._tools, "be_tight", None)
        if be_tight is not None:
            be_tight(tight)

    def jump(self) -> JumpPopup | None:
        """Open the calendar under the heading; None in a room without days."""
        room = self._room
        if room is None or not room.uses_days:
            return None
        popup = JumpPopup(self._ctx, self._ctx.day, room.shown_days(), self)
        popup.chosen.connect(self._ctx.show_day)
        popup.show_below(self.heading)
        return popup
