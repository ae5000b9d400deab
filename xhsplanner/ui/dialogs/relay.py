"""Letting a note follow another (接力): which one, and after how long."""

from datetime import date, timedelta

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.change import Change
from xhsplanner.core.model import Note
from xhsplanner.core.relays import DAY, MOST_MINUTES, At, place_after
from xhsplanner.core.text import fold
from xhsplanner.core.words import t
from xhsplanner.ops import relays
from xhsplanner.ui.context import Context
from xhsplanner.ui.moves.preview import PreviewTable, Row, place_words
from xhsplanner.ui.widgets.controls import TextButton, label

AROUND = timedelta(21)
"""Notes of so many days before and after are offered."""
UNITS = (("minutes_unit", 1), ("hours_unit", 60), ("days_unit_long", DAY))
USUAL = 2 * 60


class RelayDialog(QDialog):
    """About the note in the panel; who follows it, however far behind, is not offered."""

    def __init__(self, ctx: Context, parent: QWidget | None = None, subject: object = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        note_id = subject if isinstance(subject, int) else ctx.note_id
        self._note = ctx.store.notes.get(note_id) if note_id is not None else None
        self._known = ctx.store.relays.of(self._note.id) if self._note else None
        self._offered: list[Note] = []
        self._shown: list[Note] = []
        self.setWindowTitle(t("moves.relay_title"))
        self.resize(760, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        if self._note is not None:
            where = place_words(self._note.day, self._note.minute)
            title = self._note.title or self._note.code
            column.addWidget(label(t("moves.relay_of", title=title, where=where), wrap=True))
        column.addWidget(label(t("moves.relay_hint"), "soft", wrap=True))
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("moves.relay_search"))
        self.search.setAccessibleName(t("moves.relay_search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._list)
        column.addWidget(self.search)
        self.table = PreviewTable(ctx.theme)
        self.table.setAccessibleName(t("moves.relay_notes"))
        self.table.setColumnHidden(1, True)
        self.table.setHorizontalHeaderItem(0, QTableWidgetItem(t("moves.column_when")))
        self.table.setHorizontalHeaderItem(4, QTableWidgetItem(t("moves.series")))
        self.table.itemSelectionChanged.connect(self.refresh)
        column.addWidget(self.table, 1)
        column.addLayout(self._distance())
        column.addLayout(self._foot())
        self._offer()
        self._list()
        self.search.setFocus()

    def _distance(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.number = QSpinBox()
        self.number.setRange(1, MOST_MINUTES)
        self.number.setFixedWidth(110)
        self.number.lineEdit().setTextMargins(8, 0, 0, 0)
        self.unit = QComboBox()
        self.unit.setFixedWidth(110)
        self.unit.setAccessibleName(t("moves.unit"))
        for key, minutes in UNITS:
            self.unit.addItem(t(f"moves.{key}"), minutes)
        minutes = self._known.minutes if self._known else USUAL
        at = max(place for place, (_key, size) in enumerate(UNITS) if minutes % size == 0)
        self.unit.setCurrentIndex(at)
        self.number.setValue(minutes // UNITS[at][1])
        caption = label(t("moves.distance"), "soft")
        caption.setBuddy(self.number)
        self.number.setAccessibleName(caption.text())
        self.number.valueChanged.connect(lambda _value: self.refresh())
        self.unit.currentIndexChanged.connect(lambda _at: self.refresh())
        for part in (caption, self.number, self.unit):
            row.addWidget(part)
        row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.said = label("", "soft", wrap=True)
        self.end = TextButton(self.ctx.theme, t("moves.relay_end"), "x")
        self.end.setVisible(self._known is not None)
        self.end.clicked.connect(self._end)
        cancel = TextButton(self.ctx.theme, t("catalogue.cancel"))
        cancel.clicked.connect(self.reject)
        self.do = TextButton(self.ctx.theme, t("moves.relay_do"), "link", "primary")
        self.do.setDefault(True)
        self.do.clicked.connect(self.write)
        row.addWidget(self.said, 1)
        for button in (self.end, cancel, self.do):
            row.addWidget(button)
        return row

    def _offer(self) -> None:
        """The notes it may follow: dated and timed, near its day, and none that follows it."""
        note, store = self._note, self.ctx.store
        if note is None:
            return
        middle = note.day or self.ctx.day
        after = self._known.after_id if self._known else 0
        found = store.notes.between(middle - AROUND, middle + AROUND)
        if after and all(one.id != after for one in found):
            found = [*store.notes.get_many([after]), *found]
        befores = store.relays.befores()
        self._offered = [
            one
            for one in found
            if one.minute is not None and one.planned and not _follows(one.id, note.id, befores)
        ]
        self._offered.sort(key=lambda one: (one.id != after, _far(one, note, middle), one.id))

    def _list(self) -> None:
        words = fold(self.search.text()).split()
        store = self.ctx.store
        self._shown, rows = [], []
        for one in self._offered:
            account = store.catalog.account(one.account_id)
            name = account.name if account else ""
            if all(word in fold(f"{one.title} {one.code} {name}") for word in words):
                series = store.catalog.series_by_id(one.series_id)
                self._shown.append(one)
                rows.append(
                    Row(
                        place_words(one.day, one.minute),
                        "",
                        name,
                        one.title or one.code,
                        series.name if series else "",
                    )
                )
        self.table.show_rows(rows)
        if rows:
            self.table.selectRow(0)
        self.refresh()

    def first(self) -> Note | None:
        """The note that is chosen to be followed."""
        at = self.table.currentRow()
        return self._shown[at] if 0 <= at < len(self._shown) and self.table.selectedItems() else None

    def minutes(self) -> int:
        """The distance."""
        return self.number.value() * int(self.unit.currentData())

    def refresh(self) -> None:
        """Say where it would go out."""
        if not hasattr(self, "do"):
            return
        first, minutes = self.first(), self.minutes()
        fits = self._note is not None and first is not None and minutes <= MOST_MINUTES
        said = t("moves.no_note") if self._note is None else t("moves.relay_none")
        if fits and first is not None:
            place = place_after(At(first.day, first.minute), minutes)
            said = t("moves.relay_goes", where=place_words(place.day, place.minute))
        elif first is not None:
            said = t("moves.bad_distance")
        if self._note is not None and self._note.locked:
            said, fits = t("notes.locked", title=self._note.title or self._note.code), False
        self.said.setText(said)
        self.do.setEnabled(fits and not self.ctx.store.read_only)

    def write(self) -> None:
        """Let it follow."""
        first = self.first()
        if self._note is not None and first is not None:
            self.ctx.run_then(self._done, relays.follow, self._note.id, first.id, self.minutes())

    def _end(self) -> None:
        if self._note is not None:
            self.ctx.run_then(self._done, relays.end, self._note.id)

    def _done(self, _change: Change) -> None:
        self.accept()


def _follows(note: int, other: int, befores: dict[int, int]) -> bool:
    """Whether a note is another, or comes after it by way of relays."""
    seen: set[int] = set()
    above: int | None = note
    while above is not None and above not in seen:
        if above == other:
            return True
        seen.add(above)
        above = befores.get(above)
    return False


def _far(one: Note, note: Note, middle: date) -> tuple[int, int]:
    """The nearest first: siblings, then by minutes between the two."""
    sibling = note.topic_id is not None and one.topic_id == note.topic_id
    day = one.day or middle
    return (0 if sibling else 1), abs((day - middle).days * DAY + (one.minute or 0) - (note.minute or 0))
