"""Taking over a colleague's bundle: what it brings, and each field that both sides changed, to choose from."""

import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from xhsplanner.core.clock import minute_of
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange.bundle_model import Bundle
from xhsplanner.exchange.bundle_read import read_bundle
from xhsplanner.ops import bundle as ops
from xhsplanner.ops.bundle import Choices, Merged
from xhsplanner.store.store import Store
from xhsplanner.ui.bundles import dropped_bundle
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.dialogs.merge_clashes import Clashes
from xhsplanner.ui.widgets.controls import ElidedLabel, IconLabel, TextButton, label

SMALL, LARGE = (640, 220), (900, 620)
"""Sizes of the dialog without and with conflicts to choose from."""


def look(store: Store, path: Path) -> tuple[Bundle, Merged]:
    """A bundle, checked, and what merging it would do. For a worker. Raises Refused."""
    found = read_bundle(path)
    return found, ops.forecast(store, found)


class MergeBundleDialog(QDialog):
    """Asks for a zip (or is given one), shows what it would do, and merges it as one op on a worker."""

    progressed = Signal(int, int)

    def __init__(self, ctx: Context, parent: QWidget | None = None, subject: object = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._asked = 0
        self._merging = False
        self._stop = threading.Event()
        ctx.closing.connect(self._stop.set)
        self.bundle: Bundle | None = None
        self.setWindowTitle(t("bundle.merge_title"))
        self.resize(*SMALL)
        self.setAcceptDrops(True)
        self.progressed.connect(self._progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addLayout(self._head())
        self.said = label(t("bundle.drop"), "soft", wrap=True)
        column.addWidget(self.said)
        self.clashes = Clashes(ctx.theme)
        self.clashes.hide()
        column.addWidget(self.clashes, 1)
        column.addStretch(0)
        column.addLayout(self._foot())
        path = _path_of(subject)
        if path is not None:
            self.read(path)
        else:
            self.choose.setFocus()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._ctx.theme, "users", "accent", 20))
        self.name = ElidedLabel(t("bundle.no_file"), "subheading")
        row.addWidget(self.name, 1)
        self.choose = TextButton(self._ctx.theme, t("bundle.pick"), "folder-open")
        self.choose.clicked.connect(self._choose)
        row.addWidget(self.choose)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        self.foot = label(t("bundle.one_step"), "faint", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(t("bundle.merging"))
        self.bar.hide()
        words.addWidget(self.foot)
        words.addWidget(self.bar)
        row.addLayout(words, 1)
        cancel = TextButton(self._ctx.theme, t("panel.cancel"))
        cancel.clicked.connect(self.reject)
        self.go = TextButton(self._ctx.theme, t("bundle.merge"), "check", "primary")
        self.go.setEnabled(False)
        self.go.setDefault(True)
        self.go.clicked.connect(self.merge)
        row.addWidget(cancel)
        row.addWidget(self.go)
        return row

    # --- reading ----------------------------------------------------------------------------------

    def read(self, path: Path) -> None:
        """Read another bundle and show what it would do, or why it was refused."""
        self._asked += 1
        self.bundle = None
        self.name.setText(path.name)
        self.said.setText(t("bundle.reading"))
        self.clashes.hide()
        self.go.setEnabled(False)
        work = partial(look, self._ctx.store, path)
        self._ctx.tasks.start(work, partial(self._show, self._asked), partial(self._refuse, self._asked))

    def _show(self, number: int, found: tuple[Bundle, Merged]) -> None:
        if not isValid(self) or number != self._asked:
            return  # another file was asked for meanwhile
        self.bundle, ahead = found
        by = self.bundle.by or t("bundle.somebody")
        self.name.setText(t("bundle.by", by=by, at=minute_of(self.bundle.made_at)))
        nothing = not (ahead.added or ahead.changed or ahead.deleted or ahead.clashes)
        counts = {"added": ahead.added, "changed": ahead.changed, "deleted": ahead.deleted}
        words = t("bundle.nothing_new") if nothing else t("bundle.would", pictures=ahead.pictures, **counts)
        self.said.setText(words)
        self.clashes.show_clashes(ahead.clashes)
        self.clashes.setVisible(bool(ahead.clashes))
        self.resize(*(LARGE if ahead.clashes else SMALL))
        self.go.setEnabled(not nothing and not self._ctx.store.read_only)
        self.foot.setText(self._ctx.store.read_only or t("bundle.one_step"))
        (self.go if self.go.isEnabled() and not ahead.clashes else self.clashes.table).setFocus()

    def _refuse(self, number: int, error: Exception) -> None:
        if not isValid(self) or number != self._asked:
            return
        if not isinstance(error, Refused):
            raise error
        self.said.setText(str(error))

    # --- merging ----------------------------------------------------------------------------------

    def merge(self) -> None:
        """Merge what is shown, as chosen; the dialog closes when it is done."""
        if self.bundle is None:
            return
        self._merging = True
        self._stop.clear()
        for widget in (self.go, self.choose, self.clashes):
            widget.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.foot.setText(t("bundle.merging"))
        choices = Choices(self.clashes.choices(), "mine")
        store, found = self._ctx.store, self.bundle
        self._ctx.tasks.start(
            lambda: ops.merge(store, found, choices, self.progressed.emit, self._stop.is_set),
            self._done,
            self._failed,
        )

    def reject(self) -> None:
        """Stop a merge that only judges pictures so far; close where none is going on."""
        if self._merging:
            self._stop.set()
        else:
            super().reject()

    def _progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _done(self, merged: Merged) -> None:
        self._merging = False
        self.accept()  # first: while this dialog has the floor the window shows no message
        words = merged.change.label if merged.change else t("bundle.nothing_new")
        if merged.renumbered:
            words += t("bundle.also_renumbered", n=len(merged.renumbered), code=merged.renumbered[0].became)
        op = merged.change.id if merged.change else 0
        self._ctx.toasted.emit(ToastText(words, undo=merged.change is not None, op=op))

    def _failed(self, error: Exception) -> None:
        self._merging = False
        for widget in (self.go, self.choose, self.clashes):
            widget.setEnabled(True)
        self.bar.hide()
        if not isinstance(error, Refused):
            raise error
        self.foot.setText(str(error))

    def _choose(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, t("bundle.choose_file"), "", "ZIP (*.zip)")
        if found:
            self.read(Path(found))

    # --- Qt ---------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_bundle(event.mimeData()) is not None and not self._merging:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_bundle(event.mimeData())
        if path is not None and not self._merging:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.read(path)


def _path_of(subject: object) -> Path | None:
    return Path(subject) if isinstance(subject, str | Path) else None
