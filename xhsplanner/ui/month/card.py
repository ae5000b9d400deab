"""What is known of a day: its calendar, its occasions with their lead times, and the notes made for them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from xhsplanner.core import clock, days
from xhsplanner.core.filter import Filter
from xhsplanner.core.leads import STEPS
from xhsplanner.core.model import Note, Series
from xhsplanner.core.occasions import Occasion, Occurrence
from xhsplanner.core.words import t, words
from xhsplanner.ui.month.over import Beside
from xhsplanner.ui.widgets.controls import IconLabel, TextButton, label, line
from xhsplanner.ui.widgets.states import clock_text

if TYPE_CHECKING:
    from xhsplanner.ui.month.hands import MonthBoard

WIDTH, MOST_H = 340, 460
NAMED, AROUND = 5, 45
"""How many notes of an occasion are listed, and how many days around it they are looked for."""
ICONS = {"celebrate": "gift", "sober": "info", "quiet": "ban"}


class DayCard(Beside):
    """One day, or one long occasion, in a small window; Esc or a click elsewhere closes it."""

    def __init__(self, board: "MonthBoard", day: date, found: Sequence[Occurrence]) -> None:
        super().__init__(board, board.ctx.theme)
        self._board, self.day = board, day
        self.buttons: list[TextButton] = []
        self.setAccessibleName(_day_line(day))
        self.body.setContentsMargins(16, 14, 16, 14)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(6)
        self._day(column)
        for occurrence in found:
            column.addSpacing(4)
            column.addWidget(line())
            column.addSpacing(4)
            self._occasion(column, occurrence)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        area.setWidget(inside)
        wanted = (
            column.heightForWidth(WIDTH - 4) if column.hasHeightForWidth() else column.sizeHint().height()
        ) + 4
        area.setFixedSize(QSize(WIDTH, min(MOST_H, wanted)))
        self.body.addWidget(area)
        self.new = TextButton(board.ctx.theme, t("week.new_on_day"), "plus")
        self.new.setEnabled(not board.ctx.store.read_only)
        self.new.clicked.connect(self._create)
        self.body.addWidget(self.new)

    def _day(self, column: QVBoxLayout) -> None:
        info = days.day_info(self.day)
        head = QHBoxLayout()
        head.addWidget(label(_day_line(self.day), "subheading"), 1)
        column.addLayout(head)
        said = [info.lunar.label() if info.lunar else "", info.term or "", _rest(info)]
        column.addWidget(label(" · ".join(part for part in said if part), "soft", wrap=True))
        if info.quiet:
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(IconLabel(self._board.ctx.theme, "ban", "text2", 16))
            row.addWidget(label(f"{t('days.quiet')} · {t('days.no_marketing')}", "strong"), 1)
            column.addLayout(row)

    def _occasion(self, column: QVBoxLayout, occurrence: Occurrence) -> None:
        """One occasion: what it is, when what is due, who usually speaks, who has."""
        occasion, theme = occurrence.occasion, self._board.ctx.theme
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(theme, ICONS.get(occasion.tone, "gift"), "accent", 16))
        head.addWidget(label(occasion.name, "strong", wrap=True), 1)
        column.addLayout(head)
        for words_, look in self._facts(occurrence):
            column.addWidget(label(words_, look, wrap=True))
        for note in self._named(occurrence):
            column.addWidget(self._note_line(note))
        make = TextButton(theme, t("month.make_note"), "plus", "link")
        make.setAccessibleName(t("month.make_note_for", name=occasion.name))
        make.setEnabled(not self._board.ctx.store.read_only)
        make.clicked.connect(lambda: self._make(occasion))
        self.buttons.append(make)
        column.addWidget(make, 0, Qt.AlignmentFlag.AlignLeft)

    def _facts(self, occurrence: Occurrence) -> list[tuple[str, str]]:
        """The lines under an occasion's name with their looks."""
        occasion = occurrence.occasion
        keys = (f"month.kind.{occasion.kind}", f"month.tone.{occasion.tone}", f"days.{occasion.confidence}")
        kind = " · ".join(t(key) for key in keys if words.has(key))
        found = [(kind, "soft")]
        if occurrence.last > occurrence.first:
            first, last = occurrence.first, occurrence.last
            found.append((t("month.span", m1=first.month, d1=first.day, m2=last.month, d2=last.day), "soft"))
        angle = getattr(occasion, "angle_zh" if words.language == "zh_CN" else "angle_en", "")
        if angle:
            found.append((str(angle), ""))
        due = _due(occurrence)
        if due:
            found.append((due, "soft"))
        suited = [one.name for one in self._series(occasion)]
        if suited:
            found.append((t("month.suits", names=t("days.comma").join(suited)), "soft"))
        source = getattr(occasion, "source", "")
        if source:
            found.append((t("month.source", source=source), "faint"))
        return found

    def _series(self, occasion: Occasion) -> list[Series]:
        return [one for one in self._board.ctx.store.catalog.series() if one.palette in occasion.series]

    def _named(self, occurrence: Occurrence) -> list[Note]:
        """The notes that name the occasion, around its days."""
        wanted = Filter(occasions=frozenset({occurrence.id}))
        around = timedelta(AROUND)
        first, last = occurrence.first - around, occurrence.last + around
        return self._board.ctx.store.notes.between(first, last, wanted=wanted)[:NAMED]

    def _note_line(self, note: Note) -> TextButton:
        assert note.day is not None
        when = f"{note.day.month}/{note.day.day} {clock_text(note.minute)}".strip()
        title = note.title.strip() or t("week.untitled")
        words_ = f"{when}  {title if len(title) <= 18 else title[:17] + '…'}"
        found = TextButton(self._board.ctx.theme, words_, "file-text", "link")
        found.clicked.connect(lambda: self._open(note.id))
        self.buttons.append(found)
        return found

    # What is done

    def _open(self, note_id: int) -> None:
        self.close()
        note = self._board.ctx.store.notes.get(note_id)
        if note is not None and note.day is not None:
            self._board.go_to(note.day)
            self._board.acts.select(note_id)

    def _make(self, occasion: Occasion) -> None:
        self.close()
        self._board.acts.create_for(occasion, self.day)

    def _create(self) -> None:
        self.close()
        number = self._board.page.number(self.day)
        if number is not None:
            self._board.create_on(number)


def _day_line(day: date) -> str:
    return t("month.day", y=day.year, m=day.month, d=day.day, weekday=t(f"days.weekday.{day.weekday()}"))


def _rest(info: days.Day) -> str:
    """休 or 班 with the name of the holiday; that nobody knows yet where the notice is not out."""
    if not info.published:
        return t("month.unpublished", y=info.date.year)
    if info.rest:
        return t("month.rest", name=info.holiday)
    return t("month.work", name=info.holiday) if info.work else ""


def _due(occurrence: Occurrence) -> str:
    """The lead times with their days; those that are over are left out."""
    today = clock.today()
    steps = [(step, occurrence.due(step)) for step in STEPS if step in occurrence.occasion.lead]
    coming = [
        t("month.due", what=t(f"tasks.step.{step}"), m=day.month, d=day.day) for step, day in steps if day >= today
    ]
    return t("month.lead", steps=t("days.comma").join(coming)) if coming else ""
