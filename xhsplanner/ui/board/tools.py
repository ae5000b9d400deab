"""What the week puts into the top bar: 看板 | 列表, 已隐藏 n, 视图."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from xhsplanner.core.options import options
from xhsplanner.core.words import t
from xhsplanner.ui.board.view import BoardView
from xhsplanner.ui.board.viewpanel import ViewPanel
from xhsplanner.ui.widgets.controls import IconButton, TextButton, plain_tip
from xhsplanner.ui.widgets.segments import Segments

ICONS = {"board": "layout-grid", "list": "list"}


class WeekTools(QWidget):
    """`shown("board" | "list")` when the user wants to see the week so."""

    shown = Signal(str)

    def __init__(self, board: BoardView) -> None:
        super().__init__()
        self.board = board
        theme = board.ctx.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.hidden = TextButton(theme, t("board.hidden_short", n=0), "eye-off", "chip")
        self.hidden.clicked.connect(lambda: board.choose(hidden=frozenset()))
        row.addWidget(self.hidden)
        view = options()["board_view"]
        choices = [(one, view.choice(one), ICONS[one]) for one in view.choices]
        self.views = Segments(theme, view.title, choices, bare=True)
        self.views.chosen.connect(self.shown)
        row.addWidget(self.views)
        self.look = IconButton(theme, "eye", t("board.view"), look="")
        self.look.clicked.connect(self.open_panel)
        row.addWidget(self.look)
        board.loaded.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say how many accounts are hidden."""
        n = self.board.week.hidden
        self.hidden.setVisible(n > 0)
        self.hidden.setText(t("board.hidden_short", n=n))
        words = t("board.hidden", n=n)
        self.hidden.setAccessibleName(words)
        self.hidden.setToolTip(plain_tip(words))

    def open_panel(self) -> ViewPanel:
        """Open the panel of choices under its button."""
        panel = ViewPanel(self.board, self)
        panel.show_below(self.look)
        return panel
