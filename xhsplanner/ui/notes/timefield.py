"""A field that asks for the time of one note or several, read as typed: 8:30, 2030, 晚8点."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QWidget

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.frames import Popup
from xhsplanner.ui.panel.minutes import parse_minute
from xhsplanner.ui.widgets.controls import label
from xhsplanner.ui.widgets.states import clock_text


class TimePopup(Popup):
    """Enter gives the time to `chosen`; an empty field takes the time away; Esc leaves all as it is."""

    def __init__(
        self, parent: QWidget, ctx: Context, notes: Sequence[Note], chosen: Callable[[int | None], object]
    ):
        super().__init__(parent, ctx.theme)
        self._chosen = chosen
        first = min((note.minute for note in notes if note.minute is not None), default=None)
        heading = t("week.set_time") if len(notes) == 1 else t("week.time_of", n=len(notes))
        self.field = QLineEdit(clock_text(first))
        self.field.setPlaceholderText(t("panel.time_hint"))
        self.field.setAccessibleName(heading)
        self.field.setFixedWidth(200)
        self.field.selectAll()
        self.problem = label("", "error")
        self.problem.hide()
        self.body.addWidget(label(heading, "soft"))
        self.body.addWidget(self.field)
        self.body.addWidget(self.problem)
        self.field.returnPressed.connect(self._enter)
        self.field.textEdited.connect(self.problem.hide)

    def show_at(self, spot: QPoint) -> None:
        """Show at a point of the screen, as far as it has room."""
        self.adjustSize()
        area = self.screen().availableGeometry()
        x = max(area.left(), min(spot.x(), area.right() - self.width()))
        y = max(area.top(), min(spot.y(), area.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.field.setFocus()

    def _enter(self) -> None:
        try:
            minute = parse_minute(self.field.text())
        except ValueError:
            self.problem.setText(t("panel.bad_time"))
            self.problem.show()
            self.adjustSize()
            return
        self.close()
        self._chosen(minute)
