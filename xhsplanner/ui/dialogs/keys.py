"""The sheet of shortcuts (?), read from the table of actions."""

from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.actions import keys_of, room_keys, say_key, table
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import TextButton, label

BETWEEN = "  "
LONG = 30
"""Characters of keys and rooms that want a second line."""


class KeysDialog(QDialog):
    """What can be done with the keyboard, by heading, in two columns."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(t("action.keys"))
        chosen = ctx.settings.get("shortcuts")
        rows = [(row, keys_of(row, chosen)) for row in table()]
        parts = [(t("keys.rooms"), [(row.words, _in_rooms(row.keys, row.rooms)) for row in room_keys()])]
        for group in dict.fromkeys(row.group for row, keys in rows if keys):
            entries = [(row.words.rstrip("…"), _said(keys)) for row, keys in rows if row.group == group and keys]
            parts.append((t(f"action.group.{group}"), entries))
        columns, filled = [QVBoxLayout(), QVBoxLayout()], [0, 0]
        for heading, entries in sorted(parts, key=lambda part: -len(part[1])):
            shorter = filled.index(min(filled))
            filled[shorter] += len(entries) + 3
            self._add(columns[shorter], heading, entries)
        sheet = QWidget()
        sides = QHBoxLayout(sheet)
        sides.setContentsMargins(24, 20, 24, 8)
        sides.setSpacing(20)
        for column in columns:
            column.addStretch(1)
            sides.addLayout(column, 1)
        scroller = QScrollArea()
        scroller.setAccessibleName(t("action.keys"))
        scroller.setWidgetResizable(True)
        scroller.setWidget(sheet)
        change = TextButton(ctx.theme, t("keys.change"), "keyboard")
        change.clicked.connect(self.accept)
        change.clicked.connect(lambda: ctx.ask("shortcuts"))
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 16)
        foot.addStretch(1)
        foot.addWidget(change)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller, 1)
        outer.addLayout(foot)
        self.resize(940, 640)

    @staticmethod
    def _add(column: QVBoxLayout, heading: str, entries: list[tuple[str, str]]) -> None:
        frame = QFrame()
        frame.setProperty("look", "card")
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 10, 16, 10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        long = any(len(keys) > LONG for _, keys in entries)  # else the names of rooms would squeeze what keys do
        grid.setColumnStretch(1, 2 if long else 0)
        for number, (words, keys) in enumerate(entries):
            grid.addWidget(label(words, wrap=True), number, 0)
            grid.addWidget(label(keys, "soft", wrap=long), number, 1)
        column.addWidget(label(heading, "subheading"))
        column.addWidget(frame)
        column.addSpacing(10)


def _said(keys: tuple[str, ...]) -> str:
    return BETWEEN.join(say_key(key) for key in keys)


def _in_rooms(keys: tuple[str, ...], rooms: tuple[str, ...]) -> str:
    names = t("palette.or").join(t(f"shell.room.{room}") for room in rooms)
    return t("keys.in_rooms", keys=_said(keys), rooms=names)
