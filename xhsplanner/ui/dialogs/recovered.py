"""What was done about a damaged workspace when it was opened: said once, before anybody goes on working."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.store.layout import DAMAGED
from xhsplanner.store.recovery.damaged import Recovery
from xhsplanner.ui.context import Context
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconLabel, TextButton, label

WIDTH = 600


class RecoveredDialog(QDialog):
    """One line for what was done, what was saved, what is lost; a button shows where the damaged files are."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recovery = ctx.store.recovery or _sample(ctx.store.path)
        older = self._recovery.how == "older"
        self.setWindowTitle(t("recovery.title_older") if older else t("recovery.title"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 16)
        outer.setSpacing(20)
        outer.addLayout(self._said(ctx.theme))
        outer.addLayout(self._buttons(ctx.theme))
        self.setFixedWidth(WIDTH)
        self.resize(WIDTH, outer.totalHeightForWidth(WIDTH))  # else lines that wrap are cut off
        self.finished.connect(lambda _result: ctx.store.recovery_told())

    def _said(self, theme: Theme) -> QHBoxLayout:
        calm = self._recovery.lost == 0
        head = QHBoxLayout()
        head.setSpacing(12)
        icon = IconLabel(theme, "check" if calm else "circle-alert", "ok" if calm else "danger", 24)
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(8)
        self.lines = list(self._recovery.sentences())
        for at, sentence in enumerate(self.lines):
            column.addWidget(label(sentence, "" if at else "subheading", wrap=True))
        if self._recovery.reason:
            column.addWidget(label(t("recovery.reason", reason=self._recovery.reason), "soft", wrap=True))
        head.addLayout(column, 1)
        return head

    def _buttons(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        self.folder = TextButton(theme, t("recovery.show_folder"), "folder-open", "link")
        self.folder.clicked.connect(self._show_folder)
        self.go_on = TextButton(theme, t("recovery.go_on"), look="primary")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self.accept)
        row.addWidget(self.folder)
        row.addStretch(1)
        row.addWidget(self.go_on)
        self.go_on.setFocus()
        return row

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._recovery.kept)))


def _sample(folder: Path) -> Recovery:
    """How it looks, for pictures and tests."""
    moments = ("2026-12-09T100000", "2026-12-09T10:41:07.000", "2026-12-09T10:41:32.000")
    kept = folder / DAMAGED / "2026-12-09T104512"
    return Recovery("snapshot", moments[0], "disk image is malformed", 18, 2, *moments[1:], kept=kept)
