"""Parts of the import dialog: the place to drop a file, the figures, what else would be made."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import Reading
from xhsplanner.ops.plan import Preview
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import IconLabel, TextButton, label

STATS = ("new", "changed", "same", "problems")
TEXT_WIDTH = 480
BAR_WIDTH = 240


def dropped_file(data: QMimeData) -> Path | None:
    """The one local file of a drag, or None."""
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return Path(files[0]) if len(files) == 1 else None


class DropPlace(QFrame):
    """Asks for a file; says why the last one was refused. `dropped(Path)` and `choose`."""

    dropped = Signal(object)
    choose = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._theme = ctx.theme
        self.setProperty("look", "panel")
        self.setAcceptDrops(True)
        self._icon = IconLabel(ctx.theme, "file-spreadsheet", "accent", 40)
        self.heading = label(t("importing.drop"), "subheading")
        self.hint = label(t("importing.hint"), "soft", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.error = label("", "error", wrap=True)
        self.error.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.error.hide()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(BAR_WIDTH)
        self.bar.hide()
        self.button = TextButton(ctx.theme, t("importing.choose"), "folder-open", "primary")
        self.button.clicked.connect(self.choose)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._narrow(self.hint))
        column.addLayout(self._narrow(self.error))
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    @staticmethod
    def _narrow(widget: QLabel) -> QHBoxLayout:
        """A wrapped text in the middle, not wider than can be read well."""
        widget.setMinimumWidth(TEXT_WIDTH)
        widget.setMaximumWidth(TEXT_WIDTH)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(widget)
        row.addStretch(1)
        return row

    def show_reading(self, name: str) -> None:
        """Say that a file is being read."""
        words = t("importing.reading", name=name)
        self.heading.setText(words)
        self.bar.setAccessibleName(words)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.error.hide()
        self.hint.hide()
        self.button.setEnabled(False)

    def show_progress(self, done: int, of: int) -> None:
        """Say how much of the file is read; of a file with one table the bar only moves."""
        if of > 1:
            self.bar.setRange(0, of)
            self.bar.setValue(done)

    def show_refusal(self, reason: str) -> None:
        """Ask again, and say what was wrong with the last file; with no reason just ask."""
        self.heading.setText(t("importing.drop"))
        self.bar.hide()
        self.hint.show()
        self.error.setText(reason)
        self.error.setVisible(bool(reason))
        self.button.setEnabled(True)
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("border2"), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(12, 12, -12, -12), 10, 10)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)


class Figures(QWidget):
    """How many notes are new, updated and unchanged, and how many rows stay out."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.numbers = {}
        for name in STATS:
            card = QFrame()
            card.setProperty("look", "card")
            column = QVBoxLayout(card)
            column.setContentsMargins(16, 10, 16, 10)
            column.setSpacing(0)
            number = label("0", "heading")
            caption = label(t(f"importing.stat.{name}"), "soft")
            number.setAccessibleName(t(f"importing.stat.{name}"))
            column.addWidget(number)
            column.addWidget(caption)
            self.numbers[name] = number
            row.addWidget(card, 1)
        self._problems = caption

    def show_preview(self, preview: Preview) -> None:
        """Fill in the figures."""
        forecast = preview.forecast
        same = forecast.same + forecast.locked
        out = len(preview.reading.rejected)
        for name, number in zip(STATS, (forecast.new, forecast.changed, same, out), strict=True):
            self.numbers[name].setText(f"{number:,}")
        wrong = self.numbers["problems"]
        wrong.setProperty("look", "heading_bad" if out else "heading")
        wrong.style().polish(wrong)
        kept = sum(problem.kept for problem in preview.reading.problems)
        self._problems.setText(t("importing.stat_kept", n=f"{kept:,}") if kept else t("importing.stat.problems"))


def also_new(ctx: Context, reading: Reading) -> str:
    """What the import adds to the catalogue, in one sentence; "" for nothing."""
    catalog = ctx.store.catalog
    accounts = {row.name for row in catalog.accounts(archived=True)}
    series = {row.name for row in catalog.series(archived=True)}
    members = {row.name for row in catalog.members(archived=True)}
    wanted = {
        "accounts": {*(row.name for row in reading.accounts), *reading.created_accounts} - accounts,
        "series": {*(row.name for row in reading.series), *reading.created_series} - series,
        "members": {name for row in reading.rows for name in (row.owner, row.designer) if name} - members,
    }
    parts = [t(f"importing.also_{kind}", n=len(names)) for kind, names in wanted.items() if names]
    return t("importing.also", what=t("importing.comma").join(parts)) if parts else ""
