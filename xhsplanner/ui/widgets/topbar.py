"""The bar over a room: its heading, ‹ 今天 ›, the search for notes, 新建笔记."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.rooms import Room
from xhsplanner.ui.widgets.controls import ElidedLabel, IconButton, TextButton
from xhsplanner.ui.widgets.search import SearchField


class Heading(QWidget):
    """Title over subtitle, as wide as they need and no wider than there is room."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self.title = ElidedLabel(look="title")
        self.subtitle = ElidedLabel(look="soft")
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, super().minimumSizeHint().height())


class TopBar(QWidget):
    """`stepped(±1)`, `today_asked`, `new_asked`, `panel_asked`, `strip_asked` tell what was pressed."""

    stepped = Signal(int)
    today_asked = Signal()
    new_asked = Signal()
    panel_asked = Signal()
    strip_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.setFixedHeight(ctx.theme.metric("topbar"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(8)
        self.heading = Heading()
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
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.forward.clicked.connect(lambda: self.stepped.emit(1))
        self.today.clicked.connect(self.today_asked)
        row.addWidget(self.days)
        row.addStretch(1)
        self.search = SearchField(ctx)
        row.addWidget(self.search)
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

    def show_room(self, room: Room) -> None:
        """Take heading and buttons from a room."""
        title, subtitle = room.heading()
        self.heading.title.setText(title)
        self.heading.subtitle.setText(subtitle)
        self.heading.subtitle.setVisible(bool(subtitle))
        self.days.setVisible(room.uses_days)
