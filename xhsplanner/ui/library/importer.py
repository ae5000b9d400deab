"""Importing pictures from the window: a worker does it, a bar shows how far it is, a message what came of it."""

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.ops import assets
from xhsplanner.ui.context import Context, ToastKind, ToastText
from xhsplanner.ui.widgets.controls import ElidedLabel, IconButton, IconLabel, label

SHOWN_AFTER_MS = 300
NAMED = 2
"""So many refused files are named in a toast."""
LISTED = 8
"""So many are listed in the library; the rest is counted."""
ENDINGS = "*.jpg *.jpeg *.png *.webp"


class Importer(QObject):
    """Imports files and folders off the GUI thread, one batch after another."""

    progressed = Signal(int, int, str)
    """Files done, files in all, name of the last one."""
    started = Signal()
    finished = Signal(object)
    """ops.assets.Added of one batch."""
    _step = Signal(int, int, str)

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._waiting: list[list[Path]] = []
        self._running = False
        self._stop = threading.Event()
        self._step.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        ctx.closing.connect(self.cancel)

    @property
    def running(self) -> bool:
        """Whether a batch is on its way."""
        return self._running

    def ask(self, parent: QWidget) -> None:
        """Let the user choose picture files, then import them."""
        names, _filter = QFileDialog.getOpenFileNames(
            parent, t("library.choose"), "", f"{t('library.pictures')} ({ENDINGS} {ENDINGS.upper()})"
        )
        if names:
            self.start([Path(name) for name in names])

    def start(self, paths: Sequence[Path]) -> None:
        """Import these files and folders, after what is on its way."""
        if not paths:
            return
        if self._ctx.store.read_only:
            self._ctx.toast(self._ctx.store.read_only, kind="error")
            return
        self._waiting.append(list(paths))
        self._next()

    def cancel(self) -> None:
        """Stop; what was taken until now stays."""
        self._waiting.clear()
        self._stop.set()

    def _next(self) -> None:
        if self._running or not self._waiting:
            return
        batch = self._waiting.pop(0)
        self._running = True
        self._stop = stop = threading.Event()
        store, step = self._ctx.store, self._step
        work = lambda: assets.add(store, batch, step.emit, stop.is_set)  # noqa: E731
        self._ctx.tasks.start(work, self._done, self._failed, long=True)
        self.started.emit()

    def _done(self, result: assets.Added) -> None:
        self._running = False
        self._ctx.toasted.emit(told(result))
        self.finished.emit(result)
        self._next()

    def _failed(self, error: Exception) -> None:
        self._running = False
        self._waiting.clear()
        self.finished.emit(assets.Added())
        self._ctx.say_refusal(error)


def told(result: assets.Added) -> ToastText:
    """What came of a batch, in one sentence that names the first refused files; offers 撤销 where rows came."""
    counts = {
        "added": len(result.added),
        "restored": len(result.restored),
        "duplicates": len(result.duplicates),
        "refused": len(result.refused) if len(result.refused) > NAMED else 0,
    }
    parts = [t(f"library.told_{key}", n=n) for key, n in counts.items() if n]
    parts += [t("media.refused", name=path.name, reason=why) for path, why in result.refused[:NAMED]]
    if result.cancelled:
        parts.append(t("library.told_cancelled"))
    words = t("library.told_comma").join(parts) or t("library.told_nothing")
    change = result.change
    kind: ToastKind = "error" if result.refused and change is None else "info"
    return ToastText(words, kind, change is not None, change.id if change else 0)


class ImportReport(QFrame):
    """Every file that was not imported and every picture unfit to be posted, with its reason; until put away."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.setProperty("look", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 8, 10)
        row.setSpacing(10)
        row.addWidget(IconLabel(ctx.theme, "triangle-alert", "warn", 18), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.title = label("", "strong")
        self.lines = label("", "soft", wrap=True)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.title)
        column.addWidget(self.lines)
        row.addLayout(column, 1)
        self.closer = IconButton(ctx.theme, "x", t("library.report_close"), "text3", 16)
        self.closer.clicked.connect(self.hide)
        row.addWidget(self.closer, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_result(self, result: assets.Added) -> None:
        """Tell what needs attention; hide where nothing does."""
        problems = [(path.name, reason) for path, reason in result.refused]
        problems += [(path.name, reason) for path, _id, reason in result.warnings]
        titles = []
        if result.refused:
            titles.append(t("library.report_title", n=len(result.refused)))
        if result.warnings:
            titles.append(t("library.report_warnings", n=len(result.warnings)))
        shown = [t("assets.list_problem", name=name, reason=reason) for name, reason in problems[:LISTED]]
        if len(problems) > LISTED:
            shown.append(t("library.report_more", n=len(problems) - LISTED))
        self.title.setText(t("library.told_comma").join(titles))
        self.lines.setText("\n".join(shown))
        self.setVisible(bool(problems))


class ImportBar(QWidget):
    """A line that appears while an import takes longer than 0.3 s, with a way to stop it."""

    def __init__(self, ctx: Context, importer: Importer) -> None:
        super().__init__()
        self._importer = importer
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.words = ElidedLabel(look="soft")
        self.words.setFixedWidth(260)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(t("library.importing_bar"))
        self.stop = IconButton(ctx.theme, "x", t("library.importing_stop"), "text3", 16)
        self.stop.clicked.connect(self._cancel)
        row.addWidget(self.words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(SHOWN_AFTER_MS)
        self._wait.timeout.connect(self.show)
        importer.started.connect(self._begin)
        importer.progressed.connect(self._progress)
        importer.finished.connect(self._end)
        self.hide()

    def _begin(self) -> None:
        self.words.setText(t("library.importing_begin"))
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self._wait.start()

    def _progress(self, done: int, total: int, name: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(t("library.importing", done=done, total=total, name=name))

    def _cancel(self) -> None:
        self.stop.setEnabled(False)
        self._importer.cancel()

    def _end(self, _result: object) -> None:
        self._wait.stop()
        self.hide()
