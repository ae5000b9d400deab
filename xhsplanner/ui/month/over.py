"""What opens over the month, beside the place it is about."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from xhsplanner.ui.panel.frames import Popup


class Beside(Popup):
    """A popup at the side of a place that has room for it, inside the window."""

    def show_beside(self, widget: QWidget, place: QRect) -> None:
        """Show at the right of a place of `widget`, else at its left."""
        self.adjustSize()
        corner = widget.mapToGlobal(place.topLeft())
        window = widget.window()
        frame = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
        area = frame.adjusted(8, 8, -8, -8)
        x = corner.x() + place.width() + 4
        if x + self.width() > area.right():
            x = corner.x() - self.width() - 4
        x = max(area.left(), min(x, area.right() - self.width()))
        y = max(area.top(), min(corner.y(), area.bottom() - self.height()))
        self.move(x, y)
        self.show()
