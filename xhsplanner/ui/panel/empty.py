"""What the note panel says while no note is selected: how the week stands, and what to do next."""

from collections import Counter
from datetime import timedelta
from functools import partial
from itertools import islice

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from xhsplanner.core import clock
from xhsplanner.core.model import Note, Status
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.moments import day_text
from xhsplanner.ui.widgets.cards import paint_ring
from xhsplanner.ui.widgets.controls import IconLabel, TextButton, label, menu_text
from xhsplanner.ui.widgets.states import OVERDUE, clock_text, ring_state

ROW = 30
NEXT = 3
AHEAD = (1, 14)
"""Days looked ahead for the next notes: two weeks of a full plan are read only where a day has too few."""


class WeekFacts(QWidget):
    """How many notes of the week stand where, with the rings of the board."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.rows: list[tuple[str, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_week(self, notes: list[Note]) -> None:
        """Count these notes by what their ring says."""
        now = clock.now()
        counts = Counter(ring_state(note, now) for note in notes)
        order = [OVERDUE, *(status.value for status in Status)]
        self.rows = [(state, counts[state]) for state in order if counts[state]]
        self.setFixedHeight(max(1, ROW * len(self.rows)))
        self.setAccessibleName(", ".join(f"{t(f'status.{state}')} {n}" for state, n in self.rows))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, ROW * len(self.rows))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._ctx.theme, QPainter(self)
        most = max((n for _state, n in self.rows), default=1)
        for index, (state, count) in enumerate(self.rows):
            top = index * ROW
            ring = QRectF(1, top + (ROW - 15) / 2, 15, 15)
            paint_ring(painter, ring, state, theme.status(state), theme.color("surface"))
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("text2"))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(QRectF(24, top, 90, ROW), flags, t(f"status.{state}"))
            room = self.width() - 96 - 34
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(QRectF(96, top + ROW / 2 - 3, room, 6), 3, 3)
            painter.setBrush(theme.status(state))
            painter.drawRoundedRect(QRectF(96, top + ROW / 2 - 3, max(6.0, room * count / most), 6), 3, 3)
            painter.setPen(theme.color("text"))
            painter.setFont(theme.font(12, bold=True))
            painter.drawText(QRectF(0, top, self.width(), ROW), flags | Qt.AlignmentFlag.AlignRight, str(count))
        painter.end()


class EmptyPage(QWidget):
    """A hint, the week in numbers, the next notes to go out and one button."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 28, 20, 20)
        column.setSpacing(6)
        column.addWidget(IconLabel(ctx.theme, "pencil-line", "text3", 26))
        column.addSpacing(4)
        column.addWidget(label(t("panel.empty_title"), "subheading"))
        column.addWidget(label(t("panel.empty_hint"), "soft", wrap=True))
        column.addSpacing(18)
        self.heading = label("", "strong")
        self.facts = WeekFacts(ctx)
        column.addWidget(self.heading)
        column.addSpacing(2)
        column.addWidget(self.facts)
        self.nothing = label(t("panel.empty_week"), "soft", wrap=True)
        column.addWidget(self.nothing)
        column.addSpacing(14)
        self.next_heading = label(t("panel.next_up"), "strong")
        column.addWidget(self.next_heading)
        self.next_box = QVBoxLayout()
        self.next_box.setSpacing(4)
        column.addLayout(self.next_box)
        column.addStretch(1)

    def refresh(self) -> None:
        """Count the week of the day the calendar rooms are at."""
        store, day = self._ctx.store, self._ctx.day
        monday = day - timedelta(day.weekday())
        notes = store.notes.between(monday, monday + timedelta(6))
        last = monday + timedelta(6)
        self.heading.setText(
            t("panel.week_of", first=f"{monday.month}/{monday.day}", last=f"{last.month}/{last.day}", n=len(notes))
        )
        self.facts.show_week(notes)
        self.facts.setVisible(bool(notes))
        self.nothing.setVisible(not notes)
        self._show_next()

    def _show_next(self) -> None:
        while (item := self.next_box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        now = clock.now()
        done = {Status.PUBLISHED, Status.CANCELLED, Status.ON_HOLD}
        upcoming: list[Note] = []
        for days in AHEAD:
            if len(upcoming) < NEXT:
                coming = self._ctx.store.notes.between(now.date(), now.date() + timedelta(days))
                fitting = (n for n in coming if n.status not in done and ring_state(n, now) != OVERDUE)
                upcoming = list(islice(fitting, NEXT))
        self.next_heading.setVisible(bool(upcoming))
        for note in upcoming:
            when = f"{day_text(note.day)} {clock_text(note.minute)}".strip() if note.day else ""
            title = " ".join(note.title.split()) or note.code
            button = TextButton(self._ctx.theme, "", "", "link")
            button.setAccessibleName(f"{when}  {title}")
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(partial(self._ctx.select, note.id))
            self.next_box.addWidget(button)
        self._fit()

    def _fit(self) -> None:
        """Cut the lines of the next notes to the width there is."""
        for index in range(self.next_box.count()):
            item = self.next_box.itemAt(index)
            button = item.widget() if item is not None else None
            if isinstance(button, TextButton):
                room = max(120, self.width() - 56)
                words = button.accessibleName()
                cut = button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
                button.setText(menu_text(cut))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
