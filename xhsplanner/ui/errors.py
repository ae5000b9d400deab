"""What happens to an error nobody handled: the user is told, the work goes on, the details can be copied."""

import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconLabel, TextButton, label


class Catcher(QObject):
    """Takes the place of Python's excepthooks. `caught(exception, details)` arrives on the GUI thread.

    Every error also goes to stderr, as it would without a window.
    """

    caught = Signal(object, str)

    def install(self) -> None:
        """Catch what escapes slots and threads."""
        sys.excepthook = self.handle
        threading.excepthook = lambda args: self.handle(args.exc_type, args.exc_value, args.exc_traceback)

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def handle(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Tell about one error; Ctrl+C in a terminal ends the program as usual."""
        if issubclass(kind, KeyboardInterrupt) or error is None:
            sys.__excepthook__(kind, error or kind(), trace)
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        if not isinstance(error, Refused):
            sys.stderr.write(details)
        self.caught.emit(error, details)


class ErrorDialog(QDialog):
    """Says that something went wrong, that nothing is lost, and gives the details to pass on."""

    def __init__(self, theme: Theme, error: BaseException, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(t("errors.title"))
        self.setMinimumWidth(560)
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setMaximumBlockCount(2000)  # an error in painting comes with every frame
        self.details.setMinimumHeight(180)
        self.details.setAccessibleName(t("errors.details"))
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel(theme, "circle-alert", "danger", 24), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.addWidget(label(t("errors.what", reason=short(error)), "subheading", wrap=True))
        column.addWidget(label(t("errors.safe"), "soft", wrap=True))
        head.addLayout(column, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        copy = TextButton(theme, t("errors.copy"), "copy")
        copy.clicked.connect(self._copy)
        go_on = TextButton(theme, t("errors.go_on"), look="primary")
        go_on.clicked.connect(self.accept)
        go_on.setDefault(True)
        buttons.addWidget(copy)
        buttons.addWidget(go_on)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 16)
        outer.setSpacing(16)
        outer.addLayout(head)
        outer.addWidget(self.details, 1)
        outer.addLayout(buttons)

    def add(self, details: str) -> None:
        """Add the details of one more error while the dialog is open."""
        self.details.appendPlainText("\n" + details)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())


def short(error: BaseException) -> str:
    """The error in one line."""
    first = str(error).strip().splitlines()
    return first[0][:200] if first else type(error).__name__
