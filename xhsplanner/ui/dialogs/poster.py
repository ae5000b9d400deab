"""Posters of the plan: how they will look, then to a file, to the clipboard or to a printer."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ops import posters
from xhsplanner.ops.posters import Made
from xhsplanner.posters.marks import Page
from xhsplanner.ui import printing
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs.poster_form import PosterForm
from xhsplanner.ui.dialogs.poster_preview import Preview
from xhsplanner.ui.widgets.controls import TextButton, label
from xhsplanner.ui.worker import Cancelled

SHOWN = 1200
"""Pixels the preview is drawn wide: sharp at twice the size it is shown."""
SETTLE_MS = 150
"""How long nothing may change before the preview is drawn again."""


def ask_file(parent: QWidget, name: str) -> Path | None:
    """Let the user say where the file goes; the dialog asks before it replaces one. None for cancelled."""
    kind = name.rpartition(".")[2]
    dialog = QFileDialog(parent, t("posters.title"), str(Path.home()))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(f"{t(f'posters.kind.{kind}')} (*.{kind})")
    dialog.setDefaultSuffix(kind)
    dialog.selectFile(name)
    found = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(found[0]) if found else None


class PosterDialog(QDialog):
    """Form on the left, the page on the right; one thing at a time is drawn, in a process of its own."""

    main = "save_pdf"
    """The button that Return presses."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._stop: Callable[[], None] | None = None
        self._printing: printing.Printing | None = None
        self._partial = self._file = Path()
        self._drawing = self._stale = False
        self.setWindowTitle(t("posters.title"))
        self.resize(1000, 620)
        room = getattr(getattr(parent, "room", None), "room_id", "")
        self.form = PosterForm(ctx, room)
        self.form.setFixedWidth(340)
        self.preview = Preview(ctx)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._draw)
        self._lay_out()
        self.form.changed.connect(self._changed)
        self.preview.turned.connect(lambda _n: self._draw())
        ctx.closing.connect(self._give_up)
        self._draw()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        sides = QHBoxLayout()
        sides.setSpacing(24)
        left = QVBoxLayout()
        left.addWidget(self.form)
        left.addStretch(1)
        sides.addLayout(left)
        sides.addWidget(self.preview, 1)
        column.addLayout(sides, 1)
        self.said = label("", "soft", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(t("posters.busy"))
        self.bar.hide()
        column.addWidget(self.said)
        column.addWidget(self.bar)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        icons = {"save_pdf": "file-text", "save_png": "image", "copy": "copy", "print": "printer"}
        does = {
            "save_pdf": lambda: self.save("pdf"),
            "save_png": lambda: self.save("png"),
            "copy": self.copy,
            "print": self.print_,
        }
        self.cancel = TextButton(self._ctx.theme, t("posters.close"))
        self.cancel.clicked.connect(self.reject)
        self.folder = TextButton(self._ctx.theme, t("posters.open_folder"), "folder-open")
        self.folder.clicked.connect(self._open_folder)
        self.folder.hide()
        row.addWidget(self.folder)
        row.addStretch(1)
        row.addWidget(self.cancel)
        self.buttons: dict[str, TextButton] = {}
        for name in [*(name for name in icons if name != self.main), self.main]:
            look = "primary" if name == self.main else ""
            button = self.buttons[name] = TextButton(self._ctx.theme, t(f"posters.{name}"), icons[name], look=look)
            button.setDefault(name == self.main)
            button.clicked.connect(does[name])
            row.addWidget(button)
        return row

    # --- the preview ------------------------------------------------------------------------------

    def _changed(self) -> None:
        self.said.clear()
        self.preview.number = 0
        self._timer.start()

    def _draw(self) -> None:
        """Draw the page that is to be seen; while one is being drawn, once more afterwards."""
        if self._drawing:
            self._stale = True
            return
        self._drawing, self._stale = True, False
        self._ctx.tasks.compute(
            posters.picture_elsewhere, self._ctx.store.path, self.form.wanted(), self.preview.number, SHOWN,
            on_done=self._drawn, on_error=self._not_drawn,
        )  # fmt: skip

    def _drawn(self, result: tuple[bytes, int]) -> None:
        data, pages = result
        self.preview.pages = pages
        self._ctx.tasks.start(lambda: QImage.fromData(data), self._show_page, self._not_drawn)

    def _show_page(self, image: QImage) -> None:
        self._drawing = False
        if self._stale:
            self._draw()
        else:
            self.preview.show_page(image, self.preview.pages)
            self._allow(True)

    def _not_drawn(self, error: Exception) -> None:
        self._drawing = False
        if not isValid(self) or isinstance(error, Cancelled):
            return
        if self._stale:
            self._draw()
            return
        self._allow(False)
        self.preview.show_page(QImage(), 1)
        self._say(error)

    def _allow(self, on: bool) -> None:
        for button in self.buttons.values():
            button.setEnabled(on and self._stop is None)

    # --- acting -----------------------------------------------------------------------------------

    def save(self, kind: str) -> None:
        """Ask where to, and write there."""
        wanted = self.form.wanted()
        file = ask_file(self, f"{t('posters.file')}_{wanted.start:%m%d}-{wanted.last:%m%d}.{kind}")
        if file is None:
            return
        self._file = file
        self._partial = file.with_name(f".{file.name}.{os.getpid()}.part")
        self._work(True)
        self._stop = self._ctx.tasks.compute(
            posters.export_elsewhere, self._ctx.store.path, file, self._partial, wanted, kind,
            on_done=self._saved, on_error=self._failed, on_progress=self._progress,
        )  # fmt: skip

    def _saved(self, made: Made) -> None:
        self._work(False)
        key = "posters.done" if len(made.files) == 1 else "posters.done_more"
        said = t(key, n=made.notes, name=self._file.name, pages=made.pages)
        self._tell(said)
        self.folder.show()

    def copy(self) -> None:
        """Put the page that is seen on the clipboard, as many pixels as its paper wants."""
        self._work(True)
        self._stop = self._ctx.tasks.compute(
            posters.picture_elsewhere, self._ctx.store.path, self.form.wanted(), self.preview.number, 0,
            on_done=self._copied, on_error=self._failed, on_progress=self._progress,
        )  # fmt: skip

    def _copied(self, result: tuple[bytes, int]) -> None:
        data, pages = result
        number = self.preview.number + 1

        def put(image: QImage) -> None:
            QGuiApplication.clipboard().setImage(image)
            if isValid(self):
                self._work(False)
                self._tell(t("posters.copied" if pages == 1 else "posters.copied_first", n=number, pages=pages))

        self._ctx.tasks.start(lambda: QImage.fromData(data), put, self._failed)

    def print_(self) -> None:
        """Have the pages laid out, ask for a printer, and print."""
        self._work(True)
        self._stop = self._ctx.tasks.compute(
            posters.pages_elsewhere, self._ctx.store.path, self.form.wanted(),
            on_done=self._print_pages, on_error=self._failed, on_progress=self._progress,
        )  # fmt: skip

    def _print_pages(self, pages: Sequence[Page]) -> None:
        printer = printing.make_printer(pages[0], t("posters.file"))
        if not printing.ask_printer(printer, len(pages), self):
            self._work(False)
            return
        chosen = printing.asked_for(printer, pages)
        self._printing = printing.Printing(printer, chosen, self)
        self._stop = self._printing.stop
        self._printing.went.connect(self._went)
        self._printing.done.connect(self._printed)
        self._printing.start()

    def _went(self, number: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(number)
        self.said.setText(t("posters.printing", n=number, of=of))

    def _printed(self, whole: bool) -> None:
        pages = self.bar.maximum()
        self._printing = None
        self._work(False)
        if whole:
            self._tell(t("posters.printed_done", n=pages))
        else:
            self._say(Refused(t("posters.print_failed")))

    # --- what is going on -------------------------------------------------------------------------

    def _give_up(self) -> None:
        """The window goes: a printer is not left in the middle of a page."""
        if self._printing is not None:
            self._printing.stop()

    def reject(self) -> None:
        """Stop what is being done; close where nothing is."""
        if self._stop is not None:
            self._stop()
        else:
            super().reject()

    def _work(self, on: bool) -> None:
        if on:
            self.cancel.setFocus()  # what was pressed is disabled: the keyboard would be nowhere
        else:
            self._stop = None
            self.said.clear()
        self.form.setEnabled(not on)
        self.bar.setRange(0, 0)
        self.bar.setVisible(on)
        self.folder.hide()
        self.cancel.setText(t("posters.stop" if on else "posters.close"))
        for button in self.buttons.values():
            button.setEnabled(not on)
        if on:
            self.said.setText(t("posters.busy"))

    def _progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.said.setText(t("posters.progress", n=done, of=of))

    def _failed(self, error: Exception) -> None:
        """A stopped process leaves what it had begun: it is taken away here."""
        if self._partial.name:
            self._partial.unlink(missing_ok=True)
        if not isValid(self):
            return
        self._work(False)
        if isinstance(error, Cancelled):
            self.said.setText(t("posters.cancelled"))
        else:
            self._say(error)

    def _say(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.said.setText(str(error))
            self._ctx.toast(str(error), kind="error")
        else:
            self._ctx.tasks.failed.emit(error)

    def _tell(self, said: str) -> None:
        self.said.setText(said)
        self._ctx.toast(said)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.parent)))


class PrintDialog(PosterDialog):
    """The same, asked for in order to print."""

    main = "print"
