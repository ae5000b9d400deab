"""How the parts of the note panel stand under each other: text fields in frames, all else inset to their text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.ui.panel.frames import FieldFrame
from xhsplanner.ui.theme import Theme

INSET = 8
"""A widget that is no text field starts where the text of the fields starts."""


def row(wide: QWidget, *rest: QWidget) -> QWidget:
    """Widgets in a row, at the top; the first takes the room."""
    holder = QWidget()
    box = QHBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(2)
    box.addWidget(wide, 1, Qt.AlignmentFlag.AlignTop if wide.hasHeightForWidth() else Qt.AlignmentFlag(0))
    for widget in rest:
        box.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
    return holder


class Column(QWidget):
    """A column of widgets; `add` insets them, `add_field` frames a text field."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)

    def add(self, widget: QWidget, below: int = 0) -> None:
        """A widget that is no text field, `below` px away from what follows."""
        box = QHBoxLayout()
        box.setContentsMargins(INSET, 0, INSET, below)
        box.addWidget(widget)
        self.column.addLayout(box)

    def add_field(self, field: QWidget, margins: tuple[int, int, int, int] = (8, 4, 4, 4)) -> FieldFrame:
        """A text field in its quiet frame."""
        frame = FieldFrame(self._theme, field, margins)
        self.column.addWidget(frame)
        return frame
