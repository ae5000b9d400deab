"""The sheet of shortcuts, read from the table of actions."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.actions import ActionRow, table
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import label


class KeysDialog(QDialog):
    """What can be done with the keyboard, by heading."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(t("action.keys"))
        self.setMinimumWidth(460)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(10)
        rows = [row for row in table() if row.keys]
        for group in dict.fromkeys(row.group for row in rows):
            outer.addWidget(label(t(f"action.group.{group}"), "subheading"))
            entries = [(t(f"action.{row.id}"), keys_of(row)) for row in rows if row.group == group]
            if group == "note":
                entries += [(t(f"keys.{name}"), t(f"keys.{name}_key")) for name in BOARD]
            outer.addWidget(self._sheet(entries))
        ctx.theme.changed.connect(self.update)

    @staticmethod
    def _sheet(entries: list[tuple[str, str]]) -> QFrame:
        frame = QFrame()
        frame.setProperty("look", "card")
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 10, 16, 10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(1, 150)
        for number, (words, keys) in enumerate(entries):
            grid.addWidget(label(words), number, 0)
            grid.addWidget(label(keys, "soft"), number, 1)
        return frame


BOARD = ("edit", "duplicate", "shift", "walk", "delete")
"""Keys of the week board, which come from the board itself and not from the table."""


def keys_of(row: ActionRow) -> str:
    """All shortcuts of an action as this system writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    return "  ".join(QKeySequence(key).toString(native) for key in row.keys)
