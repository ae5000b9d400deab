"""Writing the plan out: format, days, filters, options, then where to. A process of its own writes."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QDate, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Status
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_csv import ENCODINGS
from xhsplanner.ops.calendar_out import Parts
from xhsplanner.ops.plan_export import KINDS, Wanted, Written, count, export_elsewhere
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import TextButton, label
from xhsplanner.ui.widgets.pick_many import PickMany
from xhsplanner.ui.worker import Cancelled

RANGES = ("week", "month", "days", "all")
WEEK, MONTH = timedelta(days=6), timedelta(days=27)
CAPTION = 8
"""Pixels that bring a caption beside the text of a control of one line."""
FLAGS = {"grid": ("xlsx",), "covers": ("xlsx", "html"), "details": ("html",)}
"""Options by name, and the formats they are for."""
FLAGS |= dict.fromkeys(("ics_slots", "ics_own_days", "ics_occasions", "ics_body", "ics_alarm"), ("ics",))
OFF = ("ics_occasions", "ics_body", "ics_alarm")
"""Options that are off until somebody asks for them."""
ALARM = 15
"""Minutes before a note that a calendar reminds of it."""


def ask_file(parent: QWidget, name: str) -> Path | None:
    """Let the user say where the file goes; the dialog asks before it replaces one. None for cancelled."""
    kind = name.rpartition(".")[2]
    dialog = QFileDialog(parent, t("export.title"), str(Path.home()))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(f"{t(f'export.kind.{kind}')} (*.{kind})")
    dialog.setDefaultSuffix(kind)
    dialog.selectFile(name)
    found = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(found[0]) if found else None


class ExportDialog(QDialog):
    """Asks what to write and where, shows how far it is, and at the end offers the folder."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._stop: Callable[[], None] | None = None
        self._partial = self._file = Path()
        self.setWindowTitle(t("export.title"))
        self.setFixedWidth(560)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        self.form = QWidget()
        grid = QGridLayout(self.form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        self._add_format(grid)
        self._add_range(grid)
        self._add_filters(grid)
        self._add_options(grid)
        column.addWidget(self.form)
        self.count = label("", "strong", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(t("export.busy"))
        self.bar.hide()
        column.addWidget(self.count)
        column.addWidget(self.bar)
        column.addLayout(self._buttons())
        self._show()

    # --- building ---------------------------------------------------------------------------------

    def _row(self, grid: QGridLayout, key: str, editor: QWidget) -> None:
        caption = label(t(f"export.{key}"), "soft")
        caption.setBuddy(editor)
        row = grid.rowCount()
        grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        caption.setContentsMargins(0, CAPTION if editor.layout() is None else 0, 0, 0)
        grid.addWidget(editor, row, 1)

    def _add_format(self, grid: QGridLayout) -> None:
        self.kind = QComboBox()
        self.kind.setAccessibleName(t("export.format"))
        for kind in KINDS:
            self.kind.addItem(t(f"export.kind.{kind}"), kind)
        self.kind.currentIndexChanged.connect(lambda _at: self._show())
        self._row(grid, "format", self.kind)
        self.what = label("", "soft", wrap=True)
        grid.addWidget(self.what, grid.rowCount(), 1)

    def _add_range(self, grid: QGridLayout) -> None:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.choices: dict[str, QRadioButton] = {}
        group = QButtonGroup(self)
        for name in RANGES:
            choice = self.choices[name] = QRadioButton(t(f"export.{name}"))
            group.addButton(choice)
            choice.toggled.connect(lambda _on: self._show())
            row = QHBoxLayout()
            row.addWidget(choice)
            if name == "days":
                self._add_days(row)
            elif days := self.days(name):
                row.addWidget(label(f"{days[0]:%m-%d} – {days[1]:%m-%d}", "soft"))
            row.addStretch(1)
            column.addLayout(row)
        self.choices["week"].setChecked(True)
        self._row(grid, "range", box)

    def _add_days(self, row: QHBoxLayout) -> None:
        first = self._ctx.day - timedelta(days=self._ctx.day.weekday())
        self.start, self.end = QDateEdit(), QDateEdit()
        for edit, day, key in ((self.start, first, "from"), (self.end, first + MONTH, "to")):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setAccessibleName(t(f"export.{key}"))
            edit.setDate(QDate(day.year, day.month, day.day))
            edit.setFixedWidth(128)
            edit.dateChanged.connect(lambda _day: self.choices["days"].setChecked(True))
            edit.dateChanged.connect(lambda _day: self._show())
            row.addWidget(edit)

    def _add_filters(self, grid: QGridLayout) -> None:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        catalog, theme = self._ctx.store.catalog, self._ctx.theme
        accounts = [(row.id, row.name) for row in catalog.accounts(archived=True)]
        series = [(row.id, row.name) for row in catalog.series(archived=True)]
        statuses = [(status, t(f"status.{status}")) for status in Status]
        self.accounts = PickMany(theme, t("export.any_account"), accounts)
        self.series = PickMany(theme, t("export.any_series"), series)
        self.statuses = PickMany(theme, t("export.any_status"), statuses)
        for picker in (self.accounts, self.series, self.statuses):
            picker.changed.connect(self._show)
            row.addWidget(picker, 1)
        self._row(grid, "filter", box)

    def _add_options(self, grid: QGridLayout) -> None:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.flags: dict[str, QCheckBox] = {}
        for name in FLAGS:
            flag = self.flags[name] = QCheckBox(
                t(f"export.{name}", n=ALARM) if name == "ics_alarm" else t(f"export.{name}")
            )
            flag.setChecked(name not in OFF)
            column.addWidget(flag)
        self.encoding = QComboBox()
        self.encoding.setAccessibleName(t("export.encoding"))
        for encoding in ENCODINGS:
            self.encoding.addItem(t(f"export.{encoding}"), encoding)
        column.addWidget(self.encoding)
        self._row(grid, "options", box)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.poster = TextButton(self._ctx.theme, t("export.poster"), "image")
        self.poster.clicked.connect(self._to_poster)
        row.addWidget(self.poster)
        row.addStretch(1)
        self.cancel = TextButton(self._ctx.theme, t("panel.cancel"))
        self.cancel.clicked.connect(self.reject)
        self.ok = TextButton(self._ctx.theme, t("export.choose"), look="primary")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self.accept)
        self.folder = TextButton(self._ctx.theme, t("export.open_folder"), "folder-open")
        self.folder.clicked.connect(self._open_folder)
        self.folder.hide()
        for button in (self.folder, self.cancel, self.ok):
            row.addWidget(button)
        return row

    # --- what is wanted ---------------------------------------------------------------------------

    def days(self, name: str) -> tuple[date, date] | None:
        """First and last day of a choice; None for all notes, dated or not."""
        monday = self._ctx.day - timedelta(days=self._ctx.day.weekday())
        if name == "days":
            return _day(self.start), _day(self.end)
        return {"week": (monday, monday + WEEK), "month": (monday, monday + MONTH)}.get(name)

    def wanted(self) -> Wanted:
        """What is asked for, as the dialog stands."""
        kind = str(self.kind.currentData())
        days = self.days(self._range())

        def on(flag: str) -> bool:
            return kind in FLAGS[flag] and self.flags[flag].isChecked()

        found = Wanted(
            kind,
            accounts=frozenset(self.accounts.picked()),
            series=frozenset(self.series.picked()),
            statuses=frozenset(self.statuses.picked()),
            encoding=str(self.encoding.currentData()),
            covers=on("covers"),
            grid=on("grid"),
            details=on("details"),
            parts=Parts(
                on("ics_occasions"),
                on("ics_own_days"),
                on("ics_slots"),
                on("ics_body"),
                ALARM if on("ics_alarm") else None,
            ),
        )
        return replace(found, start=days[0], end=days[1]) if days else found

    def _range(self) -> str:
        return next((name for name, choice in self.choices.items() if choice.isChecked()), "all")

    def _show(self) -> None:
        """Say what would be written, and offer only the options of this format."""
        if not hasattr(self, "ok"):
            return  # still being built
        wanted = self.wanted()
        self.what.setText(t(f"export.what.{wanted.kind}"))
        for name, kinds in FLAGS.items():
            self.flags[name].setVisible(wanted.kind in kinds)
        self.encoding.setVisible(wanted.kind == "csv")
        backwards = bool(wanted.start and wanted.end and wanted.start > wanted.end)
        notes, accounts, undated = (0, 0, 0) if backwards else count(self._ctx.store, wanted)
        if backwards:
            self.count.setText(t("export.backwards"))
        elif notes:
            self.count.setText(t("export.preview", n=notes, accounts=accounts, undated=undated))
        else:
            self.count.setText(t("export.preview_none"))
        self.ok.setEnabled(bool(notes))
        self.adjustSize()

    # --- acting -----------------------------------------------------------------------------------

    def accept(self) -> None:
        """Ask where to, and write; a cancelled file dialog leaves this one open. Once written: close."""
        if not self.folder.isHidden():
            super().accept()
            return
        wanted = self.wanted()
        days = self.days(self._range())
        span = f"{days[0]:%m%d}-{days[1]:%m%d}" if days else f"{self._ctx.day:%Y}"
        file = ask_file(self, f"{t('export.file')}_{span}.{wanted.kind}")
        if file is None:
            return
        self._file = file
        self._partial = file.with_name(f".{file.name}.{os.getpid()}.part")
        self._work(True)
        self._stop = self._ctx.tasks.compute(
            export_elsewhere, self._ctx.store.path, file, self._partial, wanted,
            on_done=self._done, on_error=self._failed, on_progress=self._progress,
        )  # fmt: skip

    def reject(self) -> None:
        """Stop what is being written; close where nothing is."""
        if self._stop is not None:
            self._stop()
        else:
            super().reject()

    def _work(self, on: bool) -> None:
        self.form.setEnabled(not on)
        self.bar.setRange(0, 0)
        self.bar.setVisible(on)
        self.ok.setEnabled(not on)
        self.poster.setEnabled(not on)
        self.cancel.setText(t("export.stop" if on else "panel.cancel"))
        self.count.setText(t("export.busy"))
        if not on:
            self._stop = None
            self._show()

    def _progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.count.setText(t("export.progress", n=done, of=of))

    def _done(self, written: Written) -> None:
        self._work(False)
        said = t("export.done", n=written.notes, name=self._file.name)
        self._ctx.toast(said)
        self.count.setText(said)
        self.form.hide()
        self.folder.show()
        self.cancel.hide()
        self.poster.hide()
        self.ok.setText(t("export.close"))
        self.ok.setEnabled(True)
        self.ok.setFocus()
        self.adjustSize()

    def _failed(self, error: Exception) -> None:
        """A stopped process leaves what it had begun: it is taken away here."""
        self._partial.unlink(missing_ok=True)
        if not isValid(self):
            return
        self._work(False)
        if isinstance(error, Cancelled):
            self.count.setText(t("export.cancelled"))
        elif isinstance(error, Refused):
            self.count.setText(str(error))
            self._ctx.toast(str(error), kind="error")
        else:
            self._ctx.tasks.failed.emit(error)

    def _to_poster(self) -> None:
        """Draw the plan as PDF or picture instead."""
        ctx = self._ctx
        self.reject()
        ctx.ask("poster")

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.parent)))


def _day(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())
