"""Writing the plan out: which days, then where to. The file has the columns that the import reads."""

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QDialog, QFileDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import TextButton, label

RANGES = ("week", "month", "all")
WEEK, MONTH = timedelta(days=6), timedelta(days=27)


def ask_file(parent: QWidget, name: str) -> Path | None:
    """Let the user say where the file goes; the dialog asks before it replaces one. None for cancelled."""
    dialog = QFileDialog(parent, t("export.title"), str(Path.home()))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("Excel (*.xlsx)")
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(name)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None


class ExportDialog(QDialog):
    """Asks for the days and the file, and writes the schedule on a worker."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.setWindowTitle(t("export.title"))
        self.setFixedWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label(t("export.what"), "soft", wrap=True))
        self.choices: dict[str, QRadioButton] = {}
        group = QButtonGroup(self)
        for name in RANGES:
            days = self.days(name)
            words = t(f"export.{name}", start=_short(days[0]), end=_short(days[1])) if days else t(f"export.{name}")
            choice = self.choices[name] = QRadioButton(words)
            group.addButton(choice)
            column.addWidget(choice)
        self.choices["week"].setChecked(True)
        column.addSpacing(8)
        column.addLayout(self._buttons())

    def days(self, name: str) -> tuple[date, date] | None:
        """First and last day of a choice; None for all notes, dated or not."""
        monday = self._ctx.day - timedelta(days=self._ctx.day.weekday())
        return {"week": (monday, monday + WEEK), "month": (monday, monday + MONTH)}.get(name)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = TextButton(self._ctx.theme, t("panel.cancel"))
        cancel.clicked.connect(self.reject)
        self.ok = TextButton(self._ctx.theme, t("export.choose"), look="primary")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self.accept)
        row.addWidget(cancel)
        row.addWidget(self.ok)
        return row

    def accept(self) -> None:
        """Ask where to, and write; a cancelled file dialog leaves this one open."""
        name = next(name for name, choice in self.choices.items() if choice.isChecked())
        days = self.days(name)
        span = f"{days[0]:%m%d}-{days[1]:%m%d}" if days else f"{self._ctx.day:%Y}"
        file = ask_file(self, f"{t('export.file')}_{span}.xlsx")
        if file is None:
            return
        ctx, (start, end) = self._ctx, days or (None, None)

        def write() -> int:
            from xhsplanner.ops.plan_export import export_xlsx  # xlsxwriter: only when something is written

            return export_xlsx(ctx.store, file, start, end)

        ctx.tasks.start(write, lambda n: ctx.toast(t("export.done", n=n, name=file.name)), self._failed)
        super().accept()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self._ctx.toast(str(error), kind="error")
        else:
            self._ctx.tasks.failed.emit(error)


def _short(day: date) -> str:
    return f"{day.month}/{day.day}"
