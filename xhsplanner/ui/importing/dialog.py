"""The dialog that imports a schedule: asks for a file (or takes what was pasted), shows it, writes it as one op."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_rejected import write_rejected
from xhsplanner.ops import plan
from xhsplanner.ops.plan import Preview
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.importing.draft import Draft, questions
from xhsplanner.ui.importing.job import ImportJob
from xhsplanner.ui.importing.page import PreviewPage
from xhsplanner.ui.importing.parts import DropPlace, dropped_file
from xhsplanner.ui.importing.shown import Look, look
from xhsplanner.ui.widgets.controls import TextButton, label
from xhsplanner.ui.worker import Cancelled


class ImportDialog(QDialog):
    """First asks for a file, then shows what was read and imports it as one op.

    Reading happens in the worker process, writing on a thread: both can be stopped, and then nothing was written.
    """

    def __init__(self, ctx: Context, parent: QWidget | None = None, subject: object = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.source: plan.Source | None = None
        self.look: Look | None = None
        self.draft = Draft()
        self._asked = 0
        self._stop_reading: Callable[[], object] = bool
        self.job = ImportJob(ctx, self)
        self.job.progressed.connect(self._show_progress)
        self.job.done.connect(self._done)
        self.job.stopped.connect(self._stopped)
        self.job.failed.connect(self._failed)
        self.setWindowTitle(t("importing.title"))
        self.resize(1140, 720)
        self.setAcceptDrops(True)
        self.place = DropPlace(ctx)
        self.place.dropped.connect(self.read)
        self.place.choose.connect(self._choose)
        self.page = PreviewPage(ctx)
        self.page.corrected.connect(self._correct)
        self.page.other_asked.connect(self._choose)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.place)
        self._pages.addWidget(self.page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 16)
        outer.setSpacing(16)
        outer.addLayout(self._pages, 1)
        outer.addLayout(self._buttons())
        source = _source_of(subject)
        if source is not None:
            self.read(source)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(0)
        words = QVBoxLayout()
        words.setSpacing(4)
        self.foot = label(t("importing.one_step"), "faint", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(t("importing.importing"))
        self.bar.hide()
        words.addWidget(self.foot)
        words.addWidget(self.bar)
        row.addLayout(words, 1)
        theme = self.ctx.theme
        self.save = TextButton(theme, t("importing.save_rejected"), "download")
        self.save.clicked.connect(self._save_rejected)
        self.cancel = TextButton(theme, t("importing.cancel"))
        self.cancel.clicked.connect(self.reject)
        self.go = TextButton(theme, t("importing.go_none"), "check", "primary")
        self.go.setEnabled(False)
        self.go.clicked.connect(self.do_import)
        for button in (self.save, self.cancel, self.go):
            row.addWidget(button)
        self._show_page(self.place)
        return row

    def _show_page(self, page: QWidget) -> None:
        """Ask for a file, or show the preview: only that has something to import."""
        self._pages.setCurrentWidget(page)
        (self.go if page is self.page else self.place.button).setDefault(True)  # what Enter presses
        for widget in (self.go, self.foot):
            widget.setVisible(page is self.page)
        self.save.setVisible(page is self.page and self._has_rejected())

    @property
    def preview(self) -> Preview | None:
        """What was read, and what importing it would do."""
        return self.look.preview if self.look is not None else None

    def _has_rejected(self) -> bool:
        return self.preview is not None and bool(self.preview.reading.rejected)

    # --- reading ----------------------------------------------------------------------------------

    def read(self, source: plan.Source) -> None:
        """Read another file, or what was pasted, and show its preview, or why it was refused."""
        self.source, self.draft, self.look = source, Draft(), None
        self.page.forget()
        self._show_page(self.place)
        self.place.show_reading(source.name)
        self._start(self.draft)

    def _correct(self, draft: Draft) -> None:
        """Read the same file again with what the person said."""
        self._start(draft)
        self.foot.setText(t("importing.rereading"))
        self.bar.setRange(0, 0)
        self.bar.show()

    def _start(self, draft: Draft) -> None:
        assert self.source is not None
        self._stop_reading()
        self._asked += 1
        self.go.setEnabled(False)
        self._stop_reading = self.ctx.tasks.compute(
            look,
            self.ctx.store.path,
            self.source,
            draft.choices,
            draft.decisions,
            clock.today(),
            on_done=partial(self._show, self._asked, draft),
            on_error=partial(self._refuse, self._asked),
            on_progress=self.place.show_progress,
        )

    def _show(self, number: int, draft: Draft, found: Look) -> None:
        if not isValid(self) or number != self._asked:
            return  # a later file or correction was asked for meanwhile
        if self.look is None and not draft.choices.create and self._first_ever(found.preview):
            self._create_all(found.preview)
            return
        self.look, self.draft = found, draft
        self._show_look(found)
        self.save.setVisible(self._has_rejected())
        if self._pages.currentWidget() is not self.page:
            self._show_page(self.page)
            self.place.show_refusal("")
            self._focus()

    def _focus(self) -> None:
        """The keyboard goes where the next step is: import, else say what columns are for or answer about names."""
        if self.page.untitled and not self.go.isEnabled():
            self.page.show_view("source")
            self.page.source.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.go.isEnabled() and self.page.names.boxes:
            self.page.names.begin()
        else:
            (self.go if self.go.isEnabled() else self.page.other).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_look(self, found: Look) -> None:
        self.bar.hide()
        self.page.show_look(found, self.draft)
        self._name_go(found.preview)

    def _first_ever(self, preview: Preview) -> bool:
        """Whether neither the workspace nor the file knows an account: what the file names is then to be made."""
        catalog, reading = self.ctx.store.catalog, preview.reading
        return bool(reading.unknown_accounts) and not (catalog.accounts(archived=True) or reading.accounts)

    def _create_all(self, preview: Preview) -> None:
        """Read again as if all names had been said to be new; each can still be answered otherwise."""
        found = questions(preview.reading)
        self.page.names.show_questions(found, self.draft)
        self._start(self.draft.creating(found))

    def _name_go(self, preview: Preview) -> None:
        notes = preview.forecast.new + preview.forecast.changed
        words = t("importing.go", n=notes) if notes else t("importing.go_none")
        can = bool(notes) and not self.ctx.store.read_only
        self.go.setText(words)
        self.go.setAccessibleName(words)
        self.go.setEnabled(can)
        read = preview.forecast.same + preview.forecast.locked
        words = "one_step" if notes or preview.reading.problems else "nothing" if read else "nothing_read"
        if not any(table.lines for table in preview.reading.tables):
            words = "only_heads"
        elif not notes and self.page.untitled:
            words = "no_title"
        self.foot.setText(self.ctx.store.read_only or t(f"importing.{words}"))

    def _refuse(self, number: int, error: Exception) -> None:
        if not isValid(self) or number != self._asked or isinstance(error, Cancelled):
            return
        if self.look is not None:  # a correction that leaves no table to read: as if nobody had said it
            self._show_look(self.look)
            self.foot.setText(str(error))
            self.ctx.toast(t("importing.taken_back", why=error), kind="error")
        else:
            self._show_page(self.place)
            self.place.show_refusal(str(error))
        if not isinstance(error, Refused):
            raise error  # a mistake of ours: the window shows the details

    # --- acting -----------------------------------------------------------------------------------

    def do_import(self) -> None:
        """Import what is shown; the dialog closes when it is done."""
        if self.preview is None or self.job.running or not self.go.isEnabled():
            return
        self._asked += 1
        self._busy(True)
        self.job.start(self.preview, self.draft)

    def _busy(self, on: bool) -> None:
        self.go.setEnabled(not on)
        self.save.setEnabled(not on)
        self.page.setEnabled(not on)
        self.bar.setVisible(on)
        self.bar.setRange(0, 0)
        self.cancel.setText(t("importing.stop" if on else "importing.cancel"))
        if on:
            self.foot.setText(t("importing.importing"))

    def _show_progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.foot.setText(t("importing.importing_n", n=f"{done:,}", of=f"{of:,}"))

    def _done(self, change: Change | None) -> None:
        self.accept()  # first: while this dialog has the floor the window shows no message
        if change is not None:
            self.ctx.toasted.emit(ToastText(change.label, undo=True, op=change.id))
            self._go_where_it_is()

    def _go_where_it_is(self) -> None:
        """Show a week that has new notes, where the week shown has none."""
        entries = self.preview.entries if self.preview is not None else ()
        days = sorted({entry.row.day for entry in entries if entry.row.day and entry.note is None})
        monday = self.ctx.day - timedelta(days=self.ctx.day.weekday())
        if days and not any(monday <= day < monday + timedelta(days=7) for day in days):
            self.ctx.show_day(next((day for day in days if day >= clock.today()), days[-1]))

    def _stopped(self) -> None:
        self._busy(False)
        if self.preview is not None:
            self._name_go(self.preview)
        self.foot.setText(t("importing.stopped"))

    def _failed(self, error: Exception) -> None:
        self._stopped()
        if not isinstance(error, Refused):
            raise error
        self.foot.setText(str(error))

    def _save_rejected(self) -> None:
        """Keep the rows that stay out in a file, with why: to be mended and read again."""
        if self.preview is None or self.source is None:
            return
        name = t("importing.rejected_name", name=Path(self.source.name).stem)
        found, _ = QFileDialog.getSaveFileName(self, t("importing.save_rejected"), name, "Excel (*.xlsx)")
        if not found:
            return
        try:
            rows = write_rejected(Path(found).with_suffix(".xlsx"), self.preview.reading)
        except Refused as refusal:
            self.foot.setText(str(refusal))
            return
        self.foot.setText(t("importing.saved_rejected", n=rows, name=Path(found).name))

    def _choose(self) -> None:
        start = str(self.source.parent) if isinstance(self.source, Path) else ""
        found, _ = QFileDialog.getOpenFileName(self, t("importing.choose"), start, t("importing.filter"))
        if found:
            self.read(Path(found))

    # --- Qt ---------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc and 取消: a running import is stopped, and the dialog stays to say so."""
        if self.job.running:
            self.job.stop()
            return
        self._asked += 1
        self._stop_reading()
        super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None and not self.job.running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData())
        if path is not None and not self.job.running:
            event.acceptProposedAction()
            self.read(path)


def _source_of(subject: object) -> plan.Source | None:
    """What an action is about: a path, the first of several, or a pasted table."""
    if isinstance(subject, list | tuple):
        subject = subject[0] if subject else None
    if isinstance(subject, plan.Pasted):
        return subject
    return Path(subject) if isinstance(subject, str | Path) else None
