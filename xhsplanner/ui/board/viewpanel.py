"""The small panel behind 视图: days, density, colours, order, and which accounts are shown. It stays open."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from xhsplanner.core.options import options
from xhsplanner.core.words import t
from xhsplanner.ui.board.choices import NAMES
from xhsplanner.ui.board.view import BoardView
from xhsplanner.ui.widgets.controls import TextButton, label, line, menu_text
from xhsplanner.ui.widgets.segments import Segments

MOST_ACCOUNTS = 8
"""So many are seen without scrolling."""
ROW_H = 30


class ViewPanel(QFrame):
    """A popup over the room; every choice acts at once."""

    def __init__(self, board: BoardView, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.board = board
        self.setProperty("look", "popup")
        self.setAccessibleName(t("board.view"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 14, 16, 14)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self.rows: dict[str, Segments] = {}
        for number, name in enumerate(NAMES):
            words, segments = self._row(name)
            grid.addWidget(label(words, "soft"), number, 0)
            grid.addWidget(segments, number, 1)
            self.rows[name] = segments
        below = len(self.rows)
        grid.addWidget(line(), below, 0, 1, 2)
        grid.addWidget(label(t("board.accounts"), "soft"), below + 1, 0, Qt.AlignmentFlag.AlignTop)
        self.accounts: dict[str, QCheckBox] = {}
        grid.addWidget(self._accounts(), below + 1, 1)
        self.every = TextButton(board.ctx.theme, t("board.show_all"), "eye", "link")
        self.every.clicked.connect(self._show_all)
        grid.addWidget(self.every, below + 2, 1, Qt.AlignmentFlag.AlignLeft)
        self._refresh()

    def _row(self, name: str) -> tuple[str, Segments]:
        option = options()[NAMES[name]]
        words = t(f"board.{name}")
        choices = [(one, option.choice(one), "") for one in option.choices]
        segments = Segments(self.board.ctx.theme, words, choices)
        segments.show_value(getattr(self.board.choices, name))
        segments.chosen.connect(lambda value: self.board.choose(**{name: value}))
        return words, segments

    def _accounts(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for account in self.board.ctx.store.catalog.accounts():
            box = QCheckBox(menu_text(account.name))
            box.setAccessibleName(account.name)
            box.setFixedHeight(ROW_H)
            box.setChecked(account.uid not in self.board.choices.hidden)
            box.toggled.connect(self._show_chosen)
            self.accounts[account.uid] = box
            column.addWidget(box)
        if len(self.accounts) <= MOST_ACCOUNTS:
            return inside
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFixedHeight(MOST_ACCOUNTS * ROW_H + ROW_H // 2)
        return area

    def _show_chosen(self) -> None:
        hidden = frozenset(uid for uid, box in self.accounts.items() if not box.isChecked())
        self.board.choose(hidden=hidden)
        self._refresh()

    def _show_all(self) -> None:
        for box in self.accounts.values():
            box.setChecked(True)

    def _refresh(self) -> None:
        self.every.setVisible(bool(self.board.choices.hidden))

    def show_below(self, anchor: QWidget) -> None:
        """Open under a button, its right edge at the button's, with the keyboard at the first choice."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), anchor.height() + 6))
        left = anchor.window().mapToGlobal(QPoint(8, 0)).x()
        self.move(max(left, corner.x()), corner.y())
        self.show()
        next(b for b in self.rows["span"].buttons if b.isChecked()).setFocus(Qt.FocusReason.TabFocusReason)
