"""Sending what one person did: who, since when, then where to. The zip is written on a worker."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
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

from xhsplanner.core import clock
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange.pictures_out import safe_name
from xhsplanner.ops import bundle
from xhsplanner.ops.bundle import Sent
from xhsplanner.ops.bundle_collect import Part
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import TextButton, label

SINCE = ("last", "day", "all", "week")
"""From when on: since the last bundle, since a day, from the beginning; or all notes of the week shown."""


def ask_file(parent: QWidget, name: str) -> Path | None:
    """Let the user say where the bundle goes. None for cancelled."""
    found, _ = QFileDialog.getSaveFileName(parent, t("bundle.save_file"), str(Path.home() / name), "ZIP (*.zip)")
    return Path(found).with_suffix(".zip") if found else None


class ExportBundleDialog(QDialog):
    """Asks what to send, says how much that is, and writes it."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._asked = 0
        self._busy = False
        self.setWindowTitle(t("bundle.export_title"))
        self.setFixedWidth(520)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(t("bundle.export_what"), "soft", wrap=True))
        self.form = QWidget()
        grid = QGridLayout(self.form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        self._add_member(grid)
        self._add_since(grid)
        column.addWidget(self.form)
        self.count = label("", "strong", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(t("bundle.busy"))
        self.bar.hide()
        column.addWidget(self.count)
        column.addWidget(self.bar)
        column.addLayout(self._buttons())
        self._count()

    def _add_member(self, grid: QGridLayout) -> None:
        self.member = QComboBox()
        self.member.setAccessibleName(t("bundle.who"))
        self.member.addItem(t("bundle.everybody"), None)
        for member in self._ctx.store.catalog.members():
            self.member.addItem(member.name, member.id)
        self.member.setCurrentIndex(max(0, self.member.findData(self._ctx.store.actor)))
        self.member.currentIndexChanged.connect(lambda _at: self._count())
        caption = label(t("bundle.who"), "soft")
        caption.setBuddy(self.member)
        grid.addWidget(caption, 0, 0)
        grid.addWidget(self.member, 0, 1)

    def _add_since(self, grid: QGridLayout) -> None:
        box = QVBoxLayout()
        box.setSpacing(8)
        self.choices: dict[str, QRadioButton] = {}
        group = QButtonGroup(self)
        self.day = QDateEdit()
        today = clock.today() - timedelta(days=7)
        self.day.setDate(QDate(today.year, today.month, today.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setFixedWidth(128)
        self.day.setAccessibleName(t("bundle.since_.day"))
        for name in SINCE:
            choice = self.choices[name] = QRadioButton(t(f"bundle.since_.{name}"))
            group.addButton(choice)
            choice.clicked.connect(self._count)
            row = QHBoxLayout()
            row.addWidget(choice)
            if name == "day":
                row.addWidget(self.day)
            row.addStretch(1)
            box.addLayout(row)
        self.choices["last"].setChecked(True)
        self.day.dateChanged.connect(lambda _day: self.choices["day"].click())
        grid.addWidget(label(t("bundle.which"), "soft"), 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(box, 1, 1)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = TextButton(self._ctx.theme, t("panel.cancel"))
        cancel.clicked.connect(self.reject)
        self.ok = TextButton(self._ctx.theme, t("bundle.choose"), look="primary")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self.accept)
        row.addWidget(cancel)
        row.addWidget(self.ok)
        return row

    def part(self) -> Part:
        """What is asked for, as the dialog stands."""
        store = self._ctx.store
        member: int | None = self.member.currentData()
        name = next(name for name, choice in self.choices.items() if choice.isChecked())
        found = Part(member)
        if name == "last":
            return replace(found, after=bundle.last_sent(store, member))
        if name == "day":
            day = self.day.date()
            return replace(found, since=date(day.year(), day.month(), day.day()))
        if name == "week":
            monday = self._ctx.day - timedelta(days=self._ctx.day.weekday())
            notes = store.notes.between(monday, monday + timedelta(days=6))
            return replace(found, notes=frozenset(note.id for note in notes))
        return found

    def _count(self) -> None:
        """Say how much that is; found by a worker, as a long log takes a moment."""
        self._asked += 1
        number, part, store = self._asked, self.part(), self._ctx.store
        self.ok.setEnabled(False)
        self.count.setText(t("bundle.counting"))

        def counted(sent: Sent) -> None:
            if isValid(self) and number == self._asked and not self._busy:
                values = {"notes": sent.notes, "others": sent.others, "deleted": sent.deleted}
                words = t("bundle.nothing") if sent.empty else t("bundle.holds", pictures=sent.pictures, **values)
                self.count.setText(words)
                self.ok.setEnabled(not sent.empty)

        self._ctx.tasks.start(lambda: bundle.count(bundle.collect(store, part)), counted)

    def accept(self) -> None:
        """Ask where to, and write; a cancelled file dialog leaves this one open."""
        member = self._ctx.store.catalog.member(self.member.currentData())
        who = member.name if member else t("bundle.everybody")
        file = ask_file(self, safe_name(f"{t('bundle.file')}_{who}_{clock.today():%m%d}", suffix=".zip"))
        if file is None:
            return
        self._busy = True
        self.form.setEnabled(False)
        self.ok.setEnabled(False)
        self.bar.show()
        self.count.setText(t("bundle.busy"))
        store, part = self._ctx.store, self.part()
        self._file = file
        self._ctx.tasks.start(lambda: bundle.export_bundle(store, file, part), self._done, self._failed)

    def _done(self, sent: Sent) -> None:
        super().accept()
        self._ctx.toast(t("bundle.sent", name=self._file.name, n=sent.notes))

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.form.setEnabled(True)
        self.ok.setEnabled(True)
        self.bar.hide()
        if not isinstance(error, Refused):
            raise error
        self.count.setText(str(error))
        self._ctx.toast(str(error), kind="error")
