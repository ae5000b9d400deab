"""A sentence across the window that stays: why nothing can be written."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconLabel, label


class Banner(QWidget):
    """An icon and plain text on the warning tint."""

    def __init__(self, theme: Theme, icon: str, text: str, sides: tuple[int, int] = (4, 12)) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(sides[0], 0, sides[1], 10)
        frame = QFrame()
        frame.setProperty("look", "note")
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(IconLabel(theme, icon, "warn", 16))
        words = label(text, wrap=True)
        row.addWidget(words, 1)
        outer.addWidget(frame)
        self.setAccessibleName(text)
