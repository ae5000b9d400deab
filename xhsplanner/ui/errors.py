"""What happens to an error nobody handled: the user is told, the work goes on, a report can be copied.

The report and the log hold no text of notes: places in the program, kinds of errors, names of actions.
"""

import os
import platform
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t, words
from xhsplanner.store.store import Store
from xhsplanner.ui import logs
from xhsplanner.ui.aftermath import aftermath
from xhsplanner.ui.context import Context
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconLabel, TextButton, label

SPEAKING = (AttributeError, NameError, ImportError, TypeError, ZeroDivisionError, RecursionError)
"""Errors whose own words are names of the program, never what somebody wrote."""
QUOTING = ("sqlite3", "shiboken6")
"""Where errors come from whose words may quote a value: what is quoted is left out."""
LAST_OPS = 8


class Catcher(QObject):
    """Takes the place of Python's excepthooks. `caught(exception, details)` arrives on the GUI thread.

    Every error also goes to the terminal, as it would without a window, and without its values to the log.
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
        details = described(error)
        if not isinstance(error, Refused):
            logs.tell("".join(traceback.format_exception(kind, error, trace)), f"{details}\n")
            logs.LOGGER.error("%s", details)
        self.caught.emit(error, details)


def described(error: BaseException) -> str:
    """Where an error came from and of what kind it is, without any value: what may be passed on."""
    lines: list[str] = []
    for one in _chain(error):
        for frame in traceback.extract_tb(one.__traceback__):
            place = frame.filename.replace("\\", "/").rpartition("xhsplanner/")
            file = "".join(place[1:]) if place[1] else place[2].rpartition("/")[2]
            lines.append(f"  {file}:{frame.lineno} {frame.name}")
        lines.append(_said(one))
    return "\n".join(lines)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The first cause first, each once."""
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return reversed(found)


def _said(error: BaseException) -> str:
    kind = type(error).__name__
    if isinstance(error, SPEAKING):
        return f"{kind}: {short(error)}"
    if isinstance(error, OSError) and isinstance(error.errno, int):
        return f"{kind}: {error.errno} {os.strerror(error.errno)}"
    if type(error).__module__ in QUOTING:
        return f"{kind}: {logs.bare(short(error))}"
    return kind


def report(store: Store | None, details: str) -> str:
    """What to pass on to who looks after the program: versions, the last actions by name, and the error."""
    lines = [
        f"xhsplanner {_version()}, Python {platform.python_version()}, Qt {qVersion()}",
        f"{platform.system()} {platform.release()} {platform.machine()}, {QGuiApplication.platformName()}, "
        f"{words.language}",
    ]
    if store is not None:
        last = store.history.log(LAST_OPS)
        ops = [change.kind if change.verb == "do" else f"{change.verb} {change.kind}" for change in last]
        lines.append(f"{store.notes.count()} notes; last: {', '.join(ops) or '-'}")
    return "\n".join([*lines, "", details])


def _version() -> str:
    import importlib.metadata  # with all of email in it, 35 ms: not where the window starts

    try:
        return importlib.metadata.version("xhsplanner")
    except importlib.metadata.PackageNotFoundError:
        return "?"


class ErrorDialog(QDialog):
    """Says that something went wrong, what became of the data, and gives a report to pass on."""

    def __init__(
        self,
        theme: Theme,
        error: BaseException,
        report: str,
        parent: QWidget | None = None,
        data: Sequence[str] = (),
    ) -> None:
        """`data`: what became of the work (see `aftermath`). It may name notes, so it is no part of the report."""
        super().__init__(parent)
        self.setWindowTitle(t("errors.title"))
        self.setMinimumWidth(600)
        self.details = QPlainTextEdit(report)
        self.details.setReadOnly(True)
        self.details.setMaximumBlockCount(2000)  # an error in painting comes with every frame
        self.details.setMinimumHeight(220)
        self.details.setAccessibleName(t("errors.details"))
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 16)
        outer.setSpacing(16)
        outer.addLayout(self._sentences(theme, error, data))
        outer.addWidget(self.details, 1)
        outer.addLayout(self._buttons(theme))

    def _sentences(self, theme: Theme, error: BaseException, data: Sequence[str]) -> QHBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(label(t("errors.what", reason=short(error)), "subheading", wrap=True))
        for sentence in data:
            column.addWidget(label(sentence, wrap=True))
        column.addWidget(label(t("errors.again"), "soft", wrap=True))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel(theme, "circle-alert", "danger", 24), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(column, 1)
        return head

    def _buttons(self, theme: Theme) -> QHBoxLayout:
        log = TextButton(theme, t("action.logs"), "folder-open", "link")
        log.clicked.connect(logs.show_folder)
        self.copy = TextButton(theme, t("errors.copy"), "copy")
        self.copy.clicked.connect(self._copy)
        go_on = TextButton(theme, t("errors.go_on"), look="primary")
        go_on.clicked.connect(self.accept)
        go_on.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(log)
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(go_on)
        go_on.setFocus()
        return row

    def add(self, details: str) -> None:
        """Add the details of one more error while the dialog is open."""
        self.details.appendPlainText("\n" + details)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy.setText(t("errors.copied"))


def sample(ctx: Context, parent: QWidget | None = None) -> ErrorDialog:
    """The dialog about an error that was made for it: how it looks, for pictures and tests."""
    try:
        raise ZeroDivisionError(t("errors.sample"))
    except ZeroDivisionError as error:
        text = report(ctx.store, described(error))
        return ErrorDialog(ctx.theme, error, text, parent, aftermath(ctx.store, error, unsaved=False))


def short(error: BaseException) -> str:
    """The error in one line."""
    first = str(error).strip().splitlines()
    return first[0][:200] if first else type(error).__name__
