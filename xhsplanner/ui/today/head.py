"""The head of the room 今天: a sentence, what the calendar says of the day, and what its numbers are."""

from datetime import date

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core import days
from xhsplanner.core.agenda import Agenda, ready
from xhsplanner.core.model import Status
from xhsplanner.core.words import t
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import TextButton, icon_label, label
from xhsplanner.ui.widgets.parts import Chip, Flow, Line, Look

KINDS = {"festival": "term", "solar_term": "term", "shopping": "wool", "statutory": "fans", "industry": "fraud"}
"""The palette that a chip of an occasion wears, by its kind."""
MORNING, NOON, EVENING = 5, 12, 18
COUNTED = ("going", "late", "waiting", "yesterday", "tasks", "uncovered")


class QuietBanner(QFrame):
    """Says that no marketing goes out on this day, on the stripes that quiet days have everywhere."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(52)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(icon_label(theme, "ban", "text2", 18))
        self.words = label("", "strong")
        self.why = Line(theme, "text2", 12)
        row.addWidget(self.words)
        row.addWidget(self.why, 1)

    def show_day(self, day: days.Day) -> None:
        """Show it where the day is quiet."""
        quiet = [one for one in day.occasions if one.tone == "quiet"]
        self.setVisible(bool(quiet))
        if quiet:
            self.words.setText(t("today.quiet", name=quiet[0].name))
            self.why.setText(t("today.quiet_why"))
            self.setAccessibleName(f"{self.words.text()} {self.why.text()}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), 12, 12)
        painter.fillPath(path, Ink(self._theme, self.devicePixelRatioF()).hatch)


class DayHead(QWidget):
    """`section_asked(name)` when a number is pressed."""

    section_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 2, 4, 0)
        column.setSpacing(8)
        self.sentence = label("", "heading", wrap=True)
        self.facts = QWidget()
        self._facts = Flow(6)
        self.facts.setLayout(self._facts)
        self.quiet = QuietBanner(theme)
        column.addWidget(self.sentence)
        column.addWidget(self.facts)
        column.addWidget(self.quiet)

    def show_agenda(self, told: Agenda, sections: dict[str, str]) -> None:
        """Say what a day holds; `sections` are those that show, with their numbers."""
        self.sentence.setText(sentence(told))
        self._facts.clear()
        for look, name in _facts(told.day):
            chip = Chip(self._theme, look, name)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._facts.addWidget(chip)
        for section in COUNTED:
            if n := sections.get(section):
                button = TextButton(
                    self._theme, t("today.count", name=t(f"today.section.{section}"), n=n), look="chip"
                )
                button.clicked.connect(lambda _checked=False, s=section: self.section_asked.emit(s))
                self._facts.addWidget(button)
        self.facts.updateGeometry()
        self.quiet.show_day(told.day)


def _facts(day: days.Day) -> list[tuple[Look, str]]:
    """Lunar day, day off or make-up workday, term and occasions, as chips."""
    found = []
    if day.lunar is not None:
        found.append((Look(day.lunar.label(), mark="moon"), t("today.lunar")))
    if day.rest or day.work:
        words = t("today.rest", name=day.holiday) if day.rest else t("today.work", name=day.holiday)
        found.append((Look(words, palette="term" if day.rest else "neutral"), ""))
    elif day.off:
        found.append((Look(t("days.weekend"), palette="neutral"), ""))
    if not day.published:
        found.append((Look(t("days.unpublished"), ghost=True), ""))
    for one in day.occasions:
        if one.tone != "quiet":
            palette = KINDS.get(one.kind, "neutral") if one.tone == "celebrate" else "neutral"
            found.append((Look(one.occasion.short, palette=palette), ""))
    return found


def words_of_day(day: date) -> str:
    """12 月 9 日 周三."""
    return t("today.day", m=day.month, d=day.day, weekday=t(f"days.weekday.{day.weekday()}"))


def sentence(told: Agenda) -> str:
    """The day in one or two sentences."""
    day, today = told.day.date, told.now.date()
    going = len(told.going)
    if day != today:
        if day < today:
            return t("today.was", n=going, out=told.published) if going else t("today.was_nothing")
        return t("today.will", n=going) if going else t("today.will_nothing")
    hour = told.now.hour
    part = "morning" if MORNING <= hour < NOON else "afternoon" if NOON <= hour < EVENING else "evening"
    name = told.member.name if told.member else ""
    hello = t(f"today.hello.{part}_name", name=name) if name else t(f"today.hello.{part}")
    if not going:
        return t("today.two", one=hello, two=t("today.say.nothing"))
    left = going - told.published
    if not left:
        return t("today.two", one=hello, two=t("today.say.all_out", n=going))
    raw = sum(not ready(note) and note.status is not Status.PUBLISHED for note in told.going)
    what = t("today.say.raw", n=left, raw=raw) if raw else t("today.say.ready", n=left)
    return t("today.two", one=hello, two=what)
