"""What the room 今天 shows on a day without anything to do: a calm picture, one sentence, one button."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from xhsplanner.core.agenda import Agenda
from xhsplanner.core.words import t
from xhsplanner.ui.board.ink import mix
from xhsplanner.ui.context import Context
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.today.head import words_of_day
from xhsplanner.ui.widgets.controls import label

WIDTH = 400


class Sunrise(QWidget):
    """The sun over a line of hills, in the colours of the theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.quiet = False
        """On a day of mourning the sun has no colour."""
        self.setFixedSize(220, 132)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper, warm = self._theme.color("surface"), self._theme.color("text3" if self.quiet else "accent")
        middle = QPointF(self.width() / 2, 84)
        painter.setPen(Qt.PenStyle.NoPen)
        for radius, share in ((74, 0.06), (56, 0.12), (38, 0.26)):
            painter.setBrush(mix(paper, warm, share))
            painter.drawEllipse(middle, radius, radius)
        painter.setBrush(mix(paper, warm, 0.62))
        painter.drawEllipse(middle, 24, 24)
        painter.setBrush(paper)
        painter.drawRect(QRectF(0, 96, self.width(), 40))
        painter.setPen(QPen(self._theme.color("border2"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(24, 97), QPointF(self.width() - 24, 97))
        painter.setPen(QPen(self._theme.color("border"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(60, 110), QPointF(self.width() - 60, 110))
        painter.drawLine(QPointF(88, 123), QPointF(self.width() - 88, 123))


class EmptyDay(QFrame):
    """`new_asked` when the button is pressed; without an account the button leads to the catalogue."""

    new_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._peopled = False
        self.setProperty("look", "panel")
        column = QVBoxLayout(self)
        column.setSpacing(10)
        center = Qt.AlignmentFlag.AlignHCenter
        self.title = label("", "heading")
        self.title.setAlignment(center)
        self.text = label("", "soft", wrap=True)
        self.text.setAlignment(center)
        self.button = QPushButton()
        self.button.setProperty("look", "primary")
        self.button.clicked.connect(self._press)
        column.addStretch(2)
        self.sun = Sunrise(ctx.theme)
        column.addWidget(self.sun, 0, center)
        column.addSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.text, 0, center)
        column.addSpacing(8)
        column.addWidget(self.button, 0, center)
        column.addStretch(3)

    def show_agenda(self, told: Agenda, peopled: bool) -> None:
        """Say that a day is empty; `peopled` whether there is an account at all."""
        self._peopled = peopled
        today = told.day.date == told.now.date()
        quiet = [one.name for one in told.day.occasions if one.tone == "quiet"]
        if not peopled:
            which = "no_account"
        elif quiet:
            which = "quiet"
        else:
            which = "today" if today else "other"
        self.sun.quiet = bool(quiet)
        self.sun.update()
        day = words_of_day(told.day.date)
        self.title.setText(t(f"today.empty.{which}_title", day=day, name=quiet[0] if quiet else ""))
        text = "places" if which == "other" and told.places else which
        self.text.setText(t(f"today.empty.{text}_text"))
        self.text.setFixedSize(WIDTH, max(20, self.text.heightForWidth(WIDTH)))
        self.button.setText(t("today.empty.to_catalogue") if not peopled else t("action.new_note"))
        self.button.setVisible(not quiet and not (peopled and self._ctx.store.read_only))

    def _press(self) -> None:
        if self._peopled:
            self.new_asked.emit()
        else:
            self._ctx.ask("catalogue")
