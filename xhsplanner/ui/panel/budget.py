"""How much of the platform's limit a text uses, as a bar."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xhsplanner.core import text as counts
from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import plain_tip

LEVELS = {"ok": "text3", "warn": "warn", "over": "danger"}


class BudgetBar(QWidget):
    """How much of the platform's limit body and hashtags use."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.budget = counts.budget("")
        self.setFixedHeight(18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_budget(self, budget: counts.Budget) -> None:
        """Show what is used."""
        self.budget = budget
        self.setAccessibleName(t("panel.budget", used=budget.used, limit=budget.limit))
        words = t(f"panel.budget_{budget.level}", used=budget.used, limit=budget.limit, left=budget.left)
        self.setToolTip(plain_tip(words))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, budget = self._theme, self.budget
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(11, bold=budget.level != "ok"))
        painter.setPen(theme.color(LEVELS[budget.level]))
        text = f"{budget.used} / {budget.limit}"
        wide = painter.fontMetrics().horizontalAdvance(text)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, self.width(), 18), flags, text)
        room = self.width() - wide - 10
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(QRectF(0, 7.5, room, 3), 1.5, 1.5)
        if budget.used:
            painter.setBrush(theme.color({"ok": "ok", "warn": "warn", "over": "danger"}[budget.level]))
            full = max(3.0, room * min(1.0, budget.used / budget.limit))
            painter.drawRoundedRect(QRectF(0, 7.5, full, 3), 1.5, 1.5)
        painter.end()
