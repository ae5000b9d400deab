"""Where the file of a video lies: chosen, dropped, shown in its folder. The program never copies or opens it."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.pictures import dropped_files
from xhsplanner.ui.widgets.controls import ElidedLabel, IconLabel, plain_tip
from xhsplanner.ui.widgets.parts import GlyphButton, Line

ENDINGS = ("mp4", "mov", "m4v", "mkv", "avi", "webm")


def elsewhere(file: str) -> bool:
    """Whether a path names another computer. Windows greets whatever computer it is asked about with the user's
    name and password hash, and the path may come out of somebody's bundle: that one is not looked at unasked."""
    return file.replace("\\", "/").startswith("//")


def ask_video(parent: QWidget) -> Path | None:
    """The video file the user chooses."""
    kinds = " ".join(f"*.{ending}" for ending in ENDINGS)
    name, _filter = QFileDialog.getOpenFileName(parent, t("video.choose_file"), "", f"{t('video.files')} ({kinds})")
    return Path(name) if name else None


class VideoFile(QWidget):
    """The name of the file, with its folder as tool tip, and what can be done with it."""

    changed = Signal(str)
    """The path, "" where there is none any more."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._locked = False
        self.file = ""
        self.setAcceptDrops(True)
        self.name = ElidedLabel("", "soft")
        self.missing = Line(ctx.theme, "danger", 11)
        self.missing.setText(t("video.missing"))
        self.missing.hide()
        self.choose = GlyphButton(ctx.theme, "folder-open", t("video.choose_file"))
        self.show_folder = GlyphButton(ctx.theme, "external-link", t("video.show_folder"))
        self.clear = GlyphButton(ctx.theme, "x", t("video.no_file"))
        self.choose.clicked.connect(self._choose)
        self.show_folder.clicked.connect(self._open_folder)
        self.clear.clicked.connect(lambda: self._take(""))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(IconLabel(ctx.theme, "video", "text3", 16))
        row.addSpacing(2)
        row.addWidget(self.name, 1)
        for widget in (self.missing, self.choose, self.show_folder, self.clear):
            row.addWidget(widget)

    def show_file(self, file: str, locked: bool) -> None:
        """Show a stored path, as it was given; another machine may write paths in another way."""
        self._locked = locked
        self.choose.setVisible(not locked)
        self.show_folder.setVisible(bool(file))
        self.clear.setVisible(bool(file) and not locked)
        self.name.setText(file.replace("\\", "/").rsplit("/", 1)[-1] or t("video.no_file_yet"))
        self.name.setToolTip(plain_tip(file))
        if file != self.file:
            self.file = file
            self.missing.hide()
        if file and not elsewhere(file):  # asking a network folder may take long
            self._ctx.tasks.start(lambda: (file, Path(file).exists()), self._looked, lambda _error: None)

    def _looked(self, answer: tuple[str, bool]) -> None:
        file, there = answer
        if file == self.file:
            self.missing.setVisible(not there)

    def _choose(self) -> None:
        file = ask_video(self)
        if file is not None:
            self._take(str(file))

    def _take(self, file: str) -> None:
        if file != self.file:
            self.changed.emit(file)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self.file).parent)))

    # --- drops ------------------------------------------------------------------------------------

    def _video(self, event: QDropEvent) -> Path | None:
        files = dropped_files(event.mimeData())
        return next((file for file in files if file.suffix.lower().lstrip(".") in ENDINGS), None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._locked and self._video(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = self._video(event)
        if file is not None and not self._locked:
            event.acceptProposedAction()
            self._take(str(file))
