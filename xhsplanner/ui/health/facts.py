"""Backups, sizes and how far undo reaches: rows of a name and what is so."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core.text import byte_text
from xhsplanner.core.words import t
from xhsplanner.ops.health import Facts
from xhsplanner.ui.moments import moment_text
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import TextButton, label, line
from xhsplanner.ui.widgets.shares import Dot, Share, Shares

COLORS = {
    "database": "focus",
    "assets": "ok",
    "snapshots": "warn",
    "thumbs": "text3",
    "log": "border2",
    "damaged": "danger",
}
COLUMNS = 3


class Fact(QWidget):
    """A name, what is so below it, and perhaps buttons."""

    def __init__(self, name: str, buttons: Sequence[TextButton] = ()) -> None:
        super().__init__()
        self.name = label(name)
        self.said = label("…", "soft", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(self.name)
        column.addWidget(self.said)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(8)
        row.addLayout(column, 1)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)


class Card(QFrame):
    """Rows with hairlines between."""

    def __init__(self, rows: Sequence[QWidget]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for number, row in enumerate(rows):
            if number:
                column.addWidget(line())
            column.addWidget(row)


class Sizes(QWidget):
    """How large the workspace is, as a bar with its legend."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.said = label("…")
        self.bar = Shares(theme)
        self.parts = {name: label("", "soft") for name in COLORS}
        self._places: dict[str, QWidget] = {}
        self._legend = QGridLayout()
        self._legend.setHorizontalSpacing(16)
        self._legend.setVerticalSpacing(4)
        for name, said in self.parts.items():
            place = QWidget()
            inside = QHBoxLayout(place)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(6)
            inside.addWidget(Dot(theme, COLORS[name]))
            inside.addWidget(said, 1)
            self._places[name] = place
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.said)
        column.addWidget(self.bar)
        column.addLayout(self._legend)

    def put(self, facts: Facts) -> None:
        """Show the sizes; parts of nothing are left out."""
        total = byte_text(sum(facts.sizes.values()))
        growth = ""
        if facts.weekly is not None:
            key = "growth" if facts.weekly > 0 else "growth_none"
            growth = t(f"health.{key}", size=byte_text(max(0, facts.weekly)))
        said = t("health.size", size=total, n=f"{facts.notes:,}")
        self.said.setText(f"{said}{growth}")
        words = []
        shown = [name for name in COLORS if facts.sizes.get(name)]
        for name, place in self._places.items():
            place.setVisible(name in shown)
        for number, name in enumerate(shown):
            text = t("health.size_of", part=t(f"health.size_part.{name}"), size=byte_text(facts.sizes[name]))
            self.parts[name].setText(text)
            self._legend.addWidget(self._places[name], number // COLUMNS, number % COLUMNS)
            words.append(text)
        self.bar.put([Share(facts.sizes[name], COLORS[name]) for name in shown], t("health.comma").join(words))


def undo_text(facts: Facts) -> str:
    """How many steps can be taken back, and since when."""
    if not facts.steps:
        return t("health.undo_none")
    return t("health.undo_steps", n=f"{facts.steps:,}", since=moment_text(datetime.fromisoformat(facts.since)))
