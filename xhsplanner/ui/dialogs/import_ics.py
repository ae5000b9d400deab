"""A calendar file on its way into own days: what is in it, what is new or changed, and which of it to take."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange.ics.read import Reading
from xhsplanner.ops import own_days
from xhsplanner.ops.own_days import CHANGED, KNOWN, NEW, Incoming, Preview
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import TextButton, label
from xhsplanner.ui.widgets.states import clock_text
from xhsplanner.ui.worker import Cancelled

ITEM = Qt.ItemDataRole.UserRole
SHOWN = 2000
"""So many entries are listed; of a larger file the others are taken or left together."""


class ImportIcsDialog(QDialog):
    """Reads in a process of its own, then lists; one press takes the ticked entries as one step."""

    def __init__(self, ctx: Context, parent: QWidget | None = None, file: object = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._stop: Callable[[], None] | None = None
        self.found: Preview | None = None
        self.setWindowTitle(t("action.import_ics").rstrip("…"))
        self.resize(720, 560)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(t("ics.hint"), "soft", wrap=True))
        row = QHBoxLayout()
        self.choose = TextButton(ctx.theme, t("ics.choose"), "file-input")
        self.choose.clicked.connect(self._ask)
        row.addWidget(self.choose)
        row.addStretch(1)
        self.every = QCheckBox(t("ics.every"))
        self.every.clicked.connect(self._tick)
        self.every.hide()
        row.addWidget(self.every)
        column.addLayout(row)
        self.said = label("", "strong", wrap=True)
        self.aside = label("", "soft", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(t("ics.reading"))
        self.bar.hide()
        self.rows = QListWidget()
        self.rows.setAccessibleName(t("ics.list"))
        self.rows.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.itemChanged.connect(lambda _item: self._count())
        for widget in (self.said, self.aside, self.bar):
            column.addWidget(widget)
        column.addWidget(self.rows, 1)
        column.addLayout(self._foot())
        self._count()
        if isinstance(file, Path):
            self.load(file)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel = TextButton(self._ctx.theme, t("panel.cancel"))
        self.cancel.clicked.connect(self.reject)
        self.ok = TextButton(self._ctx.theme, t("ics.take"), "check", "primary")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self.accept)
        row.addWidget(self.cancel)
        row.addWidget(self.ok)
        return row

    # --- reading ------------------------------------------------------------------------------------

    def _ask(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, t("ics.choose"), str(Path.home()), "iCalendar (*.ics)")
        if name:
            self.load(Path(name))

    def load(self, path: Path) -> None:
        """Read a file."""
        self.found = None
        self.rows.clear()
        self.aside.setText("")
        self._busy(True)
        self.said.setText(t("ics.reading"))
        self._stop = self._ctx.tasks.compute(
            own_days.read_calendar, path, on_done=self._read, on_error=self._failed, on_progress=self._progress
        )

    def reject(self) -> None:
        """Stop what is being read; close where nothing is."""
        if self._stop is not None:
            self._stop()
        else:
            super().reject()

    def _busy(self, on: bool) -> None:
        self.bar.setRange(0, 0)
        self.bar.setVisible(on)
        self.choose.setEnabled(not on)
        if not on:
            self._stop = None
        self._count()

    def _progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _failed(self, error: Exception) -> None:
        if not isValid(self):
            return
        self._busy(False)
        if isinstance(error, Refused):
            self.said.setText(str(error))
        elif isinstance(error, Cancelled):
            self.said.setText("")
        else:
            self._ctx.tasks.failed.emit(error)

    def _read(self, reading: Reading) -> None:
        if not isValid(self):
            return
        self._ctx.tasks.start(partial(own_days.preview, self._ctx.store, reading), self._show, self._failed)

    def _show(self, found: Preview) -> None:
        if not isValid(self):
            return
        self.found = found
        reading = found.reading
        counts = {state: len(found.of(state)) for state in (NEW, CHANGED, KNOWN)}
        self.said.setText(t("ics.found", **counts) if found.items else t("ics.empty"))
        aside = {"cancelled": reading.cancelled, "unread": reading.unread, "alarms": reading.alarms}
        lines = [t("ics.aside", **aside)] if any(aside.values()) else []
        if reading.zones:
            lines.append(t("ics.zones", names=t("days.comma").join(reading.zones)))
        if len(found.items) > SHOWN:
            lines.append(t("ics.more", n=SHOWN))
        self.aside.setText("\n".join(lines))
        self.rows.blockSignals(True)
        for item in sorted(found.items[:SHOWN], key=lambda one: (NEW, CHANGED, KNOWN).index(one.state)):
            self.rows.addItem(self._item(item))
        self.rows.blockSignals(False)
        self.every.setVisible(bool(found.items))
        self.every.setChecked(True)
        self._busy(False)
        self.rows.setFocus()
        self.rows.setCurrentRow(0)

    @staticmethod
    def _item(item: Incoming) -> QListWidgetItem:
        event = item.event
        day = event.first.isoformat()
        if event.last > event.first:
            day = f"{day} – {event.last.isoformat()}"
        parts = [t(f"ics.state.{item.state}"), day, clock_text(event.minute), item.fields["name"]]
        if event.rule and not item.doubt:
            parts.append(t("ics.recurs"))
        parts.append(item.doubt)
        row = QListWidgetItem("  ".join(part for part in parts if part))
        row.setData(ITEM, item)
        if item.state == KNOWN:
            row.setFlags(Qt.ItemFlag.ItemIsSelectable)
        else:
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            row.setCheckState(Qt.CheckState.Checked)
        return row

    # --- choosing -----------------------------------------------------------------------------------

    def ticked(self) -> list[Incoming]:
        """The entries that are to be taken."""
        items = [self.rows.item(row) for row in range(self.rows.count())]
        found = [item.data(ITEM) for item in items if item.checkState() is Qt.CheckState.Checked]
        rest = self.found.items[SHOWN:] if self.found is not None and self.every.isChecked() else ()
        return [*found, *(one for one in rest if one.state != KNOWN)]

    def _tick(self, on: bool) -> None:
        self.rows.blockSignals(True)
        for row in range(self.rows.count()):
            item = self.rows.item(row)
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.rows.blockSignals(False)
        self._count()

    def _count(self) -> None:
        many = len(self.ticked())
        self.ok.setText(t("ics.take_n", n=many) if many else t("ics.take"))
        self.ok.setEnabled(bool(many) and self._stop is None and not self._ctx.store.read_only)

    def accept(self) -> None:
        """Take the ticked entries, and close once they are there."""
        wanted = self.ticked()
        if wanted:
            self.ok.setEnabled(False)
            self._ctx.run_then(self._taken, own_days.take_in, wanted)

    def _taken(self, _change: Change) -> None:
        if isValid(self):
            super().accept()
