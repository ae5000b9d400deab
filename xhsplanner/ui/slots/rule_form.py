"""The fields of a slot's rule: how often, on which days, until when. What they cannot say is shown as its text."""

import re
import unicodedata
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core import clock
from xhsplanner.core.slots import supported
from xhsplanner.core.slots.shape import NAMES, Shape, shape_of
from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import TextButton, label

FREQUENCIES = tuple(NAMES.values())[::-1]
NTHS = (1, 2, 3, 4, 5, -1)
INSET = (8, 0, 0, 0)
_DAY = re.compile(r"-?\d{1,2}", re.ASCII)
_DAYS = re.compile(r"[\s,、;/.日号]*(?:-?\d{1,2}(?:[\s,、;/.日号]+|$))*", re.ASCII)
"""Days of the month, however they are set apart; anything else is no list of days."""


def combo(name: str, choices: list[tuple[object, str]]) -> QComboBox:
    """A list of choices with what each stands for."""
    made = QComboBox()
    made.setAccessibleName(name)
    for value, words in choices:
        made.addItem(words, value)
    return made


def choose(made: QComboBox, value: object) -> None:
    """Show the choice that stands for a value, the first where none does."""
    made.setCurrentIndex(max(0, made.findData(value)))


def day_edit(name: str) -> QDateEdit:
    """A field for a day with its calendar."""
    made = QDateEdit()
    made.setCalendarPopup(True)
    made.setDisplayFormat("yyyy-MM-dd")
    made.setAccessibleName(name)
    made.setFixedWidth(128)
    return made


def day_of(edit: QDateEdit) -> date:
    """The day a field shows."""
    day = edit.date()
    return date(day.year(), day.month(), day.day())


def show_day(edit: QDateEdit, day: date) -> None:
    """Show a day."""
    edit.setDate(QDate(day.year, day.month, day.day))


def number(name: str, most: int, width: int = 64) -> QSpinBox:
    """A field for a number from 1 on."""
    made = QSpinBox()
    made.setRange(1, most)
    made.setFixedWidth(width)
    made.setAccessibleName(name)
    made.lineEdit().setTextMargins(*INSET)
    return made


def _row(*widgets: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return box


class RuleForm(QWidget):
    """`edited` whenever the rule may be another. An opaque rule stays as it is until it is replaced by hand."""

    edited = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._kept: str | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.text = label("", "soft", wrap=True)
        self.replace = TextButton(theme, t("slots.replace_rule"), "repeat")
        self.replace.clicked.connect(self._replace)
        self.opaque = QWidget()
        opaque = QVBoxLayout(self.opaque)
        opaque.setContentsMargins(0, 6, 0, 0)
        self.why = label(t("slots.opaque_rule"), wrap=True)
        opaque.addWidget(self.why)
        opaque.addWidget(self.text)
        opaque.addWidget(_row(self.replace))
        column.addWidget(self.opaque)
        self.fields = QWidget()
        inner = QVBoxLayout(self.fields)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        self._add_period(inner)
        self._add_days(inner)
        self._add_end(inner)
        column.addWidget(self.fields)
        self.show_rule(Shape(weekdays=(clock.today().weekday(),)).rule)

    def _add_period(self, column: QVBoxLayout) -> None:
        self.interval = number(t("slots.interval"), 99)
        self.frequency = combo(t("slots.period"), [(one, t(f"slots.unit_{one.lower()}")) for one in FREQUENCIES])
        self.frequency.setFixedWidth(110)
        choose(self.frequency, "WEEKLY")
        column.addWidget(_row(label(t("slots.every"), "soft"), self.interval, self.frequency))
        self.interval.valueChanged.connect(self._changed)
        self.frequency.currentIndexChanged.connect(self._changed)

    def _add_days(self, column: QVBoxLayout) -> None:
        self.weekdays = [QPushButton(t(f"slots.short_{day}")) for day in range(7)]
        for day, button in enumerate(self.weekdays):
            button.setCheckable(True)
            button.setProperty("look", "chip")
            button.setAccessibleName(t(f"slots.weekday.{day}"))
            button.toggled.connect(self._changed)
        self.week = _row(*self.weekdays)
        self.by = combo(t("slots.which_days"), [("day", t("slots.by_day")), ("nth", t("slots.by_weekday"))])
        self.by.setFixedWidth(110)
        self.days = QLineEdit()
        self.days.setPlaceholderText(t("slots.days_hint"))
        self.days.setAccessibleName(t("slots.by_day"))
        self.days.setFixedWidth(200)
        self.nth = combo(t("slots.which"), [(n, t(f"slots.which_{n}".replace("-", "last"))) for n in NTHS])
        self.weekday = combo(t("slots.which_weekday"), [(day, t(f"slots.weekday.{day}")) for day in range(7)])
        self.month = _row(self.by, self.days, self.nth, self.weekday)
        for widget in (self.week, self.month):
            column.addWidget(widget)
        self.days.textEdited.connect(self._changed)
        for one in (self.by, self.nth, self.weekday):
            one.currentIndexChanged.connect(self._changed)

    def _add_end(self, column: QVBoxLayout) -> None:
        ends: list[tuple[object, str]] = [(end, t(f"slots.end_{end}")) for end in ("never", "until", "count")]
        self.end = combo(t("slots.ends"), ends)
        self.end.setFixedWidth(110)
        self.until, self.count = day_edit(t("slots.end_until")), number(t("slots.end_count"), 9999, 90)
        column.addWidget(_row(label(t("slots.ends"), "soft"), self.end, self.until, self.count))
        self.end.currentIndexChanged.connect(self._changed)
        self.until.dateChanged.connect(self._changed)
        self.count.valueChanged.connect(self._changed)

    # --- what is shown and said -----------------------------------------------------------------------

    def show_rule(self, text: str) -> None:
        """Fill the fields, or show the text of a rule that they cannot say."""
        shape = shape_of(text)
        self._kept = text if shape is None else None
        self.text.setText(text)
        self.why.setText(t("slots.text_rule" if supported(text) else "slots.opaque_rule"))
        if shape is not None:
            self.blockSignals(True)
            self._show_shape(shape)
            self.blockSignals(False)
        self._arrange()

    def _show_shape(self, shape: Shape) -> None:
        self.interval.setValue(shape.interval)
        choose(self.frequency, shape.frequency)
        for day, button in enumerate(self.weekdays):
            button.setChecked(day in shape.weekdays)
        choose(self.by, "nth" if shape.nth else "day")
        self.days.setText(t("slots.listed").join(map(str, shape.month_days)))
        choose(self.nth, shape.nth[0] if shape.nth else 1)
        choose(self.weekday, shape.nth[1] if shape.nth else 0)
        choose(self.end, "until" if shape.until else "count" if shape.count else "never")
        show_day(self.until, shape.until or clock.today())
        self.count.setValue(shape.count or 10)

    @property
    def rule(self) -> str:
        """The rule as the fields say it, "" where they make no sense."""
        if self._kept is not None:
            return self._kept
        nth = (self.nth.currentData(), self.weekday.currentData())
        days = unicodedata.normalize("NFKC", self.days.text()).strip()
        by_day = self.frequency.currentData() == "MONTHLY" and self.by.currentData() == "day"
        if by_day and _DAYS.fullmatch(days) is None:
            return ""
        found = Shape(
            self.frequency.currentData(),
            self.interval.value(),
            tuple(day for day, button in enumerate(self.weekdays) if button.isChecked()),
            tuple(int(one) for one in _DAY.findall(days)),
            nth if self.by.currentData() == "nth" else None,
            day_of(self.until) if self.end.currentData() == "until" else None,
            self.count.value() if self.end.currentData() == "count" else None,
        ).rule
        return found if shape_of(found) is not None else ""

    @property
    def editable(self) -> bool:
        """Whether the fields say the rule."""
        return self._kept is None

    def _replace(self) -> None:
        self._kept = None
        self._changed()

    def _changed(self, *_values: object) -> None:
        self._arrange()
        if not self.signalsBlocked():
            self.edited.emit()

    def _arrange(self) -> None:
        """Only the fields that mean something now."""
        self.opaque.setVisible(self._kept is not None)
        self.fields.setVisible(self._kept is None)
        frequency, by = self.frequency.currentData(), self.by.currentData()
        self.week.setVisible(frequency == "WEEKLY")
        self.month.setVisible(frequency == "MONTHLY")
        self.days.setVisible(by == "day")
        self.nth.setVisible(by == "nth")
        self.weekday.setVisible(by == "nth")
        self.until.setVisible(self.end.currentData() == "until")
        self.count.setVisible(self.end.currentData() == "count")
