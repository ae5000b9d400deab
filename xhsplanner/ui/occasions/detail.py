"""One occasion in full: when, in what tone, what could be said, what is due when, who suits it, who has it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from xhsplanner.core import clock, occasions
from xhsplanner.core.leads import STEPS
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.occasions.model import Row
from xhsplanner.ui.widgets.controls import TextButton, label
from xhsplanner.ui.widgets.states import clock_text

NAMED = 6
TITLE = 22


class OccasionDetail(QScrollArea):
    """`note_asked(id)` and `make_asked()` from its buttons."""

    note_asked = Signal(int)
    make_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.notes: list[TextButton] = []
        self.make: TextButton | None = None
        self.show_row(None)

    def show_row(self, row: Row | None) -> None:
        """Show one, or nothing."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 4, 12, 4)
        column.setSpacing(8)
        self.notes, self.make = [], None
        if row is not None:
            self._fill(column, row)
        column.addStretch(1)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)

    def _fill(self, column: QVBoxLayout, row: Row) -> None:
        one, occasion = row.occurrence, row.occurrence.occasion
        column.addWidget(label(one.name, "heading", wrap=True))
        day = t("month.day", y=one.first.year, m=one.first.month, d=one.first.day, weekday=_weekday(row))
        column.addWidget(label(day, "strong", wrap=True))
        if one.last > one.first:
            span = {"m1": one.first.month, "d1": one.first.day, "m2": one.last.month, "d2": one.last.day}
            column.addWidget(label(t("month.span", **span), "soft"))
        column.addWidget(label(row.facts, "soft", wrap=True))
        if occasion.angle:
            column.addWidget(label(t("occasions.angle"), "soft"))
            column.addWidget(label(occasion.angle, "", wrap=True))
        column.addWidget(label(self._leads(row), "soft", wrap=True))
        suited = [s.name for s in self._ctx.store.catalog.series() if s.palette in occasion.series]
        if suited:
            column.addWidget(label(t("month.suits", names=t("days.comma").join(suited)), "soft", wrap=True))
        self._covered(column, row)
        if occasion.source:
            checked = t("occasions.checked", day=occasions.checked().isoformat())
            column.addWidget(label(f"{t('month.source', source=occasion.source)} · {checked}", "faint", wrap=True))

    def _leads(self, row: Row) -> str:
        """By when each step is due; what is over is said so."""
        one, today = row.occurrence, clock.today()
        if one.tone == occasions.QUIET:
            return t("days.no_marketing")
        steps = []
        for step in STEPS:
            due = one.due(step)
            key = "occasions.due" if due >= today else "occasions.due_over"
            steps.append(t(key, what=t(f"tasks.step.{step}"), m=due.month, d=due.day))
        return t("month.lead", steps=t("days.comma").join(steps))

    def _covered(self, column: QVBoxLayout, row: Row) -> None:
        theme, writable = self._ctx.theme, not self._ctx.store.read_only
        said = t("occasions.covered", n=len(row.notes)) if row.notes else t("occasions.bare")
        column.addWidget(label(said, "strong"))
        for note in row.notes[:NAMED]:
            title = note.title.strip() or t("week.untitled")
            short = title if len(title) <= TITLE else title[: TITLE - 1] + "…"
            when = f"{note.day.month}/{note.day.day} {clock_text(note.minute)}".strip() if note.day else ""
            button = TextButton(theme, f"{when}  {short}".strip(), "file-text", "link")
            button.clicked.connect(lambda _on=False, id_=note.id: self.note_asked.emit(id_))
            self.notes.append(button)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if row.occurrence.tone != occasions.QUIET:
            self.make = TextButton(theme, t("month.make_note"), "plus")
            self.make.setAccessibleName(t("month.make_note_for", name=row.occurrence.name))
            self.make.setEnabled(writable)
            self.make.clicked.connect(self.make_asked)
            column.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)


def _weekday(row: Row) -> str:
    return t(f"days.weekday.{row.occurrence.first.weekday()}")
