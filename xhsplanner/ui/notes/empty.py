"""What stands in a room that has nothing to show yet: a picture, a sentence, one button."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import icon_label, label

TEXT_W = 380


class EmptyPage(QWidget):
    """`say` may change what it says."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        center = Qt.AlignmentFlag.AlignHCenter
        self.title = label("", "subheading")
        self.text = label("", "soft", wrap=True)
        self.text.setAlignment(center)
        self.button = QPushButton()
        self.button.setProperty("look", "primary")
        self.button.clicked.connect(lambda: self._act())
        self._act: Callable[[], object] = lambda: None
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(icon_label(theme, icon, "text3", 36), 0, center)
        for widget in (self.title, self.text, self.button):
            column.addWidget(widget, 0, center)
        column.addStretch(3)

    def say(self, title: str, text: str, button: str, act: Callable[[], object]) -> None:
        """What belongs here, and what the one button does."""
        self.title.setText(title)
        self.text.setText(text)
        self.text.setFixedSize(TEXT_W, self.text.heightForWidth(TEXT_W))
        self.button.setText(button)
        self._act = act
