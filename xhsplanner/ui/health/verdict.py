"""The top of the page: is everything whole, when was that last looked at, and the button to look again."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QStackedLayout, QVBoxLayout, QWidget

from xhsplanner.core.health import Report
from xhsplanner.core.words import t
from xhsplanner.ui.moments import moment_text
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconLabel, TextButton, label

ICON = 32


def look_of(report: Report | None) -> tuple[str, str]:
    """(icon, colour) of a result: by shape as well as colour."""
    if report is None:
        return "shield-check", "text3"
    if report.of("data"):
        return "triangle-alert", "danger"
    return ("triangle-alert", "warn") if report.harmed else ("shield-check", "ok")


class Verdict(QFrame):
    """Shows a report, or that none is there, or how far the running check is."""

    check_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.icon = IconLabel(theme, "shield-check", "text3", ICON)
        self.said = label("", "heading", wrap=True)
        self.when = label("", "soft", wrap=True)
        self.check = TextButton(theme, t("health.check_now"), "refresh-cw", "primary")
        self.check.clicked.connect(self.check_asked)
        self.cancel = TextButton(theme, t("health.cancel"), "x")
        self.cancel.clicked.connect(self.cancel_asked)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(t("health.checking"))
        self.bar.hide()
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.said)
        column.addWidget(self.when)
        column.addSpacing(4)
        column.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 18, 16, 18)
        row.setSpacing(16)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addLayout(self._buttons())

    def _buttons(self) -> QStackedLayout:
        """One place for both: what was pressed becomes what stops it."""
        self.turns = QStackedLayout()
        for button in (self.check, self.cancel):
            place = QWidget()
            inside = QVBoxLayout(place)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(button, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            inside.addStretch(1)
            self.turns.addWidget(place)
        return self.turns

    def show_report(self, report: Report | None) -> None:
        """A result; None where the workspace was never checked."""
        self._running(False)
        self.icon.set_icon(*look_of(report))
        self.said.setText(t("health.never") if report is None else report.verdict)
        self.when.setText(t("health.never_hint") if report is None else _looked_at(report))

    def show_progress(self, percent: int) -> None:
        """How far the check is."""
        self._running(True)
        self.icon.set_icon("shield-check", "text3")
        self.said.setText(t("health.checking"))
        self.when.setText(t("health.checking_hint"))
        self.bar.setValue(percent)

    def _running(self, on: bool) -> None:
        self.bar.setVisible(on)
        self.turns.setCurrentIndex(int(on))


def _looked_at(report: Report) -> str:
    """When, how long, and how much of what."""
    counts = report.counts
    return t(
        "health.looked_at",
        when=moment_text(datetime.fromisoformat(report.at)),
        rows=f"{counts.get('rows', 0):,}",
        pictures=f"{counts.get('assets', 0):,}",
        ops=f"{counts.get('log', 0):,}",
        copies=f"{counts.get('snapshots', 0):,}",
    )
