"""The fields of an own day: its rule with the next three days, how long, at what time, in what tone, for whom."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core import clock, occasions, own_days
from xhsplanner.core.errors import Refused
from xhsplanner.core.own_days import MOST_DAYS, MOST_LEAD, STEPS, TONES, coming, leads_of, sound_rule
from xhsplanner.core.ruled_days import MARK
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.minutes import parse_minute
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import label
from xhsplanner.ui.widgets.states import clock_text

FORMS = ("fixed", "lunar", "term", "nth", "monthly", "from", "dates", MARK)
"""The forms of a rule in the order they are offered."""
PALETTE_COLUMNS = 4
INSET = (8, 0, 0, 0)
"""Text of a number field stands where that of a line does; the style sheet cannot reach it."""


class RuleEdit(QWidget):
    """A rule as its form and what follows, with the next three days; `changed` when one was finished."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.form = QComboBox()
        self.form.setFixedWidth(150)
        self.form.setAccessibleName(t("catalogue.own_day.form"))
        for name in FORMS:
            self.form.addItem(t(f"days.form.{_word(name)}"), name)
        self.rest = QLineEdit()
        self.rest.setMaxLength(own_days.LONGEST_RULE)
        self.next = label("", "faint", wrap=True)
        row.addWidget(self.form)
        row.addWidget(self.rest, 1)
        column.addLayout(row)
        column.addWidget(self.next)
        self.setFocusProxy(self.rest)
        self.minute: int | None = None
        self.form.currentIndexChanged.connect(self._say)
        self.form.activated.connect(self._picked)
        self.rest.textChanged.connect(self._say)
        self.rest.editingFinished.connect(self._left)

    def hasFocus(self) -> bool:
        return self.rest.hasFocus() or self.form.hasFocus()

    def setAccessibleName(self, name: str) -> None:
        self.rest.setAccessibleName(name)
        super().setAccessibleName(name)

    def value(self) -> str:
        """The rule as it is kept."""
        form, rest = str(self.form.currentData()), " ".join(self.rest.text().split())
        return f"{MARK}{rest.removeprefix(MARK)}" if form == MARK else f"{form} {rest}"

    def set_value(self, rule: str) -> None:
        """Show a rule without telling."""
        form, _, rest = (MARK, "", rule[len(MARK) :]) if rule.startswith(MARK) else rule.partition(" ")
        self.form.setCurrentIndex(max(0, self.form.findData(form)))
        self.rest.setText(rest)
        self.rest.setCursorPosition(0)
        self.rest.setModified(False)
        self._say()

    def _picked(self) -> None:
        """Another form: an example of it stands there, marked, to be written over."""
        self.rest.setText(t(f"days.example.{_word(str(self.form.currentData()))}"))
        self.rest.selectAll()
        self.rest.setFocus()
        self.changed.emit()

    def _left(self) -> None:
        if self.rest.isModified():
            self.rest.setModified(False)
            self.changed.emit()

    def _say(self) -> None:
        self.rest.setToolTip("")
        self.rest.setPlaceholderText(t(f"days.example.{_word(str(self.form.currentData()))}"))
        rule = self.value()
        if not sound_rule(rule):
            example = t(f"days.example.{_word(str(self.form.currentData()))}")
            self.next.setText(t("catalogue.own_day.unread", example=example))
            return
        found = coming(rule, clock.today(), minute=self.minute)
        days = t("days.comma").join(_named(day) for day in found)
        self.next.setText(t("catalogue.own_day.next", days=days) if found else t("catalogue.own_day.never"))


def _word(form: str) -> str:
    return "rrule" if form == MARK else form


def _named(day: date) -> str:
    return f"{day.isoformat()} {t(f'days.weekday.{day.weekday()}')}"


class Palettes(QWidget):
    """Which kinds of series usually speak on the day."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setHorizontalSpacing(16)
        self.boxes: dict[str, QCheckBox] = {}
        for number, name in enumerate(theme.palettes()):
            box = self.boxes[name] = QCheckBox(t(f"catalogue.palette.{name}"))
            box.clicked.connect(self.changed)
            grid.addWidget(box, *divmod(number, PALETTE_COLUMNS))
        grid.setColumnStretch(PALETTE_COLUMNS, 1)
        self.setFixedHeight(-(-len(self.boxes) // PALETTE_COLUMNS) * 30 + 18)

    def value(self) -> str:
        """The palettes, separated by spaces."""
        return " ".join(name for name, box in self.boxes.items() if box.isChecked())

    def set_value(self, text: str) -> None:
        """Show which are chosen."""
        for name, box in self.boxes.items():
            box.setChecked(name in text.split())


class Leads(QWidget):
    """Days before the day by which each step is due; an empty one is as usual."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self.steps: dict[str, QSpinBox] = {}
        usual = occasions.usual_lead()
        for number, step in enumerate(STEPS):
            box = self.steps[step] = QSpinBox()
            box.setRange(-1, MOST_LEAD)
            box.setSpecialValueText(t("catalogue.own_day.usual", n=usual[step]))
            box.setFixedWidth(112)
            box.lineEdit().setTextMargins(*INSET)
            name = t(f"tasks.step.{step}")
            box.setAccessibleName(name)
            box.editingFinished.connect(self.changed)
            caption = label(name, "soft")
            caption.setBuddy(box)
            row, column = divmod(number, 2)
            grid.addWidget(caption, row, 2 * column)
            grid.addWidget(box, row, 2 * column + 1)
        grid.setColumnStretch(4, 1)
        self.setFixedHeight(2 * 34 + 8)

    def hasFocus(self) -> bool:
        return any(box.hasFocus() for box in self.steps.values())

    def value(self) -> str:
        """`brief=20 cover=7`: only what differs from the usual."""
        return " ".join(f"{step}={box.value()}" for step, box in self.steps.items() if box.value() >= 0)

    def set_value(self, text: str) -> None:
        """Show lead times."""
        said = leads_of(text) or {}
        for step, box in self.steps.items():
            box.setValue(said.get(step, -1))


class OwnDayFields:
    """The makers of forms.RowForm that only own days have."""

    _ctx: Context
    _readers: dict[str, Callable[[], Any]]
    _writers: dict[str, Callable[[Any], None]]
    _leave: Callable[[str], None]
    _spin: Callable[[str, int, str], QSpinBox]
    _choice: Callable[[str, Callable[[], list[tuple[str, Any]]]], QComboBox]

    def _valued(self, name: str, editor: "RuleEdit | Palettes | Leads") -> QWidget:
        self._readers[name] = editor.value
        self._writers[name] = editor.set_value
        editor.changed.connect(lambda: self._leave(name))
        return editor

    def _make_rule(self, name: str) -> QWidget:
        return self._valued(name, RuleEdit())

    def _make_palettes(self, name: str) -> QWidget:
        return self._valued(name, Palettes(self._ctx.theme))

    def _make_leads(self, name: str) -> QWidget:
        return self._valued(name, Leads())

    def _make_length(self, name: str) -> QSpinBox:
        editor = self._spin(name, MOST_DAYS, "")
        editor.setMinimum(1)
        editor.setSuffix(t("catalogue.own_day.long"))
        return editor

    def _make_tone(self, name: str) -> QComboBox:
        return self._choice(name, lambda: [(t(f"month.tone.{tone}"), tone) for tone in TONES])

    def _make_clock(self, name: str) -> QLineEdit:
        editor = QLineEdit()
        editor.setFixedWidth(180)
        editor.setMaxLength(12)
        editor.setPlaceholderText(t("catalogue.own_day.all_day"))

        def read() -> int | None:
            try:
                return parse_minute(editor.text()) if editor.text().strip() else None
            except ValueError as error:
                raise Refused(t("panel.bad_time")) from error

        self._readers[name] = read
        self._writers[name] = lambda value: editor.setText(clock_text(value))
        editor.editingFinished.connect(lambda: self._leave(name))
        return editor
