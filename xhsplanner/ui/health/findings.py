"""What a check found, worst first: each with what to do, and the way to the note it is about."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core.health import HARMS, Finding
from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconLabel, TextButton, label, line

LOOKS = {
    "data": ("circle-alert", "danger"),
    "copy": ("database", "warn"),
    "derived": ("wand-2", "warn"),
    "note": ("info", "text3"),
}
SHOWN = 100
"""Rows on the page; the rest is counted."""


class FindingRow(QWidget):
    """One finding."""

    def __init__(self, theme: Theme, finding: Finding, show: Callable[[], object] | None) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(12)
        row.addWidget(IconLabel(theme, *LOOKS[finding.harm], 18), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(label(finding.sentence, wrap=True))
        column.addWidget(label(finding.advice, "faint", wrap=True))
        row.addLayout(column, 1)
        self.setAccessibleName(finding.sentence)
        self.setAccessibleDescription(finding.advice)
        if show is not None:
            button = TextButton(theme, t("health.show"), look="link")
            button.setAccessibleName(t("health.show_what", what=finding.sentence))
            button.clicked.connect(show)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)


class Findings(QFrame):
    """The card of findings; hidden where there are none."""

    def __init__(self, theme: Theme, way: Callable[[Finding], Callable[[], object] | None]) -> None:
        """`way` gives what takes the user to the thing a finding is about, or None."""
        super().__init__()
        self._theme, self._way = theme, way
        self.setProperty("look", "card")
        self.rows: list[FindingRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(0)
        self.hide()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Replace what is shown."""
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        ordered = sorted(findings, key=lambda found: HARMS.index(found.harm))
        self.rows = [FindingRow(self._theme, found, self._way(found)) for found in ordered[:SHOWN]]
        for number, row in enumerate(self.rows):
            if number:
                self._column.addWidget(line())
            self._column.addWidget(row)
        if len(ordered) > SHOWN:
            more = label(t("health.more", n=len(ordered) - SHOWN), "faint")
            more.setContentsMargins(46, 8, 16, 8)
            self._column.addWidget(more)
        self.setVisible(bool(ordered))
