"""Occasions (节点): the next twelve months by day, what each asks for, and whether somebody has planned for it."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from xhsplanner.core import clock, days
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ops import arrangements, notes
from xhsplanner.ui.catalogue.lists import EntryList
from xhsplanner.ui.context import Context
from xhsplanner.ui.occasions.detail import OccasionDetail
from xhsplanner.ui.occasions.model import Row, ahead, sought
from xhsplanner.ui.widgets.controls import TextButton, label, line, upright
from xhsplanner.ui.widgets.two_lines import Entry

WIDTH, HEIGHT, LIST = 960, 680, 420
COLORS = {"shopping": "wool", "solar_term": "term", "industry": "fraud", "festival": "fans", "statutory": "fans"}
"""The colours of the kinds, those of month and today."""
TOUCHING = ("note", "own_day", "arrangement", "series", "account")


class OccasionsDialog(QDialog):
    """A list to look through, and the one that is chosen."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._rows: list[Row] = []
        self.setWindowTitle(t("action.occasions").rstrip("…"))
        self.resize(WIDTH, HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addLayout(self._left())
        body.addWidget(upright())
        self.detail = OccasionDetail(ctx)
        self.detail.make_asked.connect(self._make)
        self.detail.note_asked.connect(self._open)
        body.addWidget(self.detail, 1)
        column.addLayout(body, 1)
        column.addWidget(line())
        self.years = label("", "soft", wrap=True)
        column.addWidget(self.years)
        column.addLayout(self._foot())
        ctx.changed.connect(self._on_change)
        self.search.setFocus()
        self.read()

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("occasions.search"))
        self.search.setAccessibleName(t("occasions.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._list)
        self.bare = QCheckBox(t("occasions.only_bare"))
        self.bare.toggled.connect(self._list)
        self.count = label("", "faint")
        self.rows = EntryList(self._ctx.theme, 50)
        self.rows.setAccessibleName(t("occasions.list"))
        self.rows.setFixedWidth(LIST)
        self.rows.currentRowChanged.connect(self._chosen)
        row = QHBoxLayout()
        row.addWidget(self.bare)
        row.addStretch(1)
        row.addWidget(self.count)
        column.addWidget(self.search)
        column.addLayout(row)
        column.addWidget(self.rows, 1)
        return column

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        theme, writable = self._ctx.theme, not self._ctx.store.read_only
        self.take_years = TextButton(theme, t("occasions.take_years"), "calendar-check")
        self.take_calendar = TextButton(theme, t("action.import_ics"), "file-input")
        self.own = TextButton(theme, t("catalogue.tab.own_day"), "calendar-plus", "link")
        self.close_ = TextButton(theme, t("slots.close"))
        self.take_years.clicked.connect(self._ask_years)
        self.take_calendar.clicked.connect(lambda: self._ctx.ask("import_ics"))
        self.own.clicked.connect(self._show_own)
        self.close_.clicked.connect(self.reject)
        for button in (self.take_years, self.take_calendar):
            button.setEnabled(writable)
            row.addWidget(button)
        row.addWidget(self.own)
        row.addStretch(1)
        row.addWidget(self.close_)
        return row

    # --- the list -----------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the year again."""
        store, today = self._ctx.store, clock.today()
        self._ctx.tasks.start(lambda: ahead(store, today), self._read, self._ctx.say_refusal)
        known = [year for year in days.calendar.published() if year >= today.year]
        unknown = next(year for year in range(today.year, today.year + 99) if year not in known)
        told = t("days.comma").join(map(str, known)) or "—"
        self.years.setText(t("occasions.years", known=told, unknown=unknown))

    def _read(self, rows: list[Row]) -> None:
        self._rows = rows
        self._list()

    def _list(self) -> None:
        chosen = self.rows.entry(self.rows.currentRow())
        shown = sought(self._rows, self.search.text(), self.bare.isChecked())
        self.count.setText(t("occasions.count", n=len(shown)))
        self.rows.blockSignals(True)
        self.rows.show_entries(self._entry(row) for row in shown)
        same = (row.occurrence.id, row.occurrence.first) if chosen and (row := chosen.value) else None
        at = next((n for n, row in enumerate(shown) if (row.occurrence.id, row.occurrence.first) == same), 0)
        self.rows.setCurrentRow(at if shown else -1)
        self.rows.blockSignals(False)
        self._chosen(self.rows.currentRow())

    def _entry(self, row: Row) -> Entry:
        one, theme = row.occurrence, self._ctx.theme
        color = theme.series(COLORS.get(one.kind, "neutral") if one.tone == "celebrate" else "neutral").solid
        title = f"{_day(one.first)}  {one.name}"
        if row.notes:
            number = t("catalogue.notes", n=len(row.notes))
        else:
            number = t("occasions.none_yet") if row.wanted else ""
        return Entry(row, title, row.facts, color=color, number=number)

    def _chosen(self, at: int) -> None:
        entry = self.rows.entry(at)
        self.detail.show_row(entry.value if entry is not None else None)

    def _on_change(self, change: Change) -> None:
        if change.touches(*TOUCHING):
            self.read()

    # --- what is done -------------------------------------------------------------------------------

    def _row(self) -> Row | None:
        entry = self.rows.entry(self.rows.currentRow())
        return entry.value if entry is not None else None

    def _make(self) -> None:
        row, catalog = self._row(), self._ctx.store.catalog
        account = next(iter(catalog.accounts()), None)
        if row is None or account is None:
            self._ctx.toast(t("shell.no_account"), kind="error")
            return
        one = row.occurrence
        series = next((s for s in catalog.series() if s.palette in one.occasion.series), None)
        place = {"day": one.first, "occasion": one.id, "series_id": series.id if series else None}
        self._ctx.run_then(self._made, notes.create, account.id, **place)

    def _made(self, change: Change) -> None:
        (made,) = change.created["note"]
        self._open(made)

    def _open(self, note_id: int) -> None:
        note = self._ctx.store.notes.get(note_id)
        self.accept()
        if note is not None:
            self._ctx.show_room("week")
            if note.day is not None:
                self._ctx.show_day(note.day)
            self._ctx.select(note_id)

    def _show_own(self) -> None:
        self.accept()
        self._ctx.ask("catalogue", "own_day")

    def _ask_years(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, t("occasions.take_years"), str(Path.home()), "JSON (*.json)"
        )
        if name:
            self.take_in(Path(name))

    def take_in(self, path: Path) -> None:
        """Read a file of days off; the answer stands over the buttons."""
        try:
            found = arrangements.read_file(path)
        except Refused as refusal:
            self.years.setText(str(refusal))
            return
        if self._ctx.run(arrangements.take_in, found) is None:
            years = t("days.comma").join(str(one.year) for one in found)
            self._ctx.toast(t("days.known_already", years=years))


def _day(day: date) -> str:
    return t("occasions.day", y=day.year, m=day.month, d=day.day, weekday=t(f"days.weekday.{day.weekday()}"))
