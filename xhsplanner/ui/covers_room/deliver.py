"""A cover that leaves the room: drawn at full size into a file, or kept as the finished one. On a worker."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ops import cover_render, covers
from xhsplanner.ops.covers import CoverSpec
from xhsplanner.ui.context import Context, ToastText

KINDS = {"PNG": "*.png", "JPG": "*.jpg *.jpeg", "WebP": "*.webp"}


def ask_file(parent: QWidget, name: str) -> Path | None:
    """Let the user say where the picture goes; the dialog asks before it replaces a file. None for cancelled."""
    dialog = QFileDialog(parent, t("covers_room.export"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([f"{kind} ({endings})" for kind, endings in KINDS.items()])
    dialog.setDefaultSuffix("png")
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen.partition(" ")[0].lower()))
    dialog.selectFile(name)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None


class Delivery(QObject):
    """One at a time; `busy_changed(bool)` while one is on its way."""

    busy_changed = Signal(bool)

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.busy = False

    def export(self, note: Note, spec: CoverSpec, parent: QWidget) -> None:
        """Ask for a file and draw the cover into it."""
        file = ask_file(parent, cover_render.picture_name(note))
        if file is not None:
            self._begin()
            self._ctx.tasks.start(lambda: _save(spec, file), self._exported, self._failed)

    def finish(self, note: Note, spec: CoverSpec) -> None:
        """Draw the cover, keep it in the library and mark it done."""
        store = self._ctx.store
        self._begin()
        self._ctx.tasks.start(lambda: cover_render.finish(store, note.id, spec), self._finished, self._failed)

    def _begin(self) -> None:
        self.busy = True
        self.busy_changed.emit(True)

    def _end(self) -> None:
        self.busy = False
        self.busy_changed.emit(False)

    def _exported(self, file: Path) -> None:
        self._end()
        self._ctx.toast(t("covers_room.exported", name=file.name))

    def _finished(self, change: Change | None) -> None:
        self._end()
        if change is not None:
            self._ctx.toasted.emit(ToastText(change.label, undo=True, op=change.id))

    def _failed(self, error: Exception) -> None:
        self._end()
        self._ctx.say_refusal(error)


def _save(spec: CoverSpec, file: Path) -> Path:
    """Draw and write; the file appears whole or not at all."""
    from xhsplanner.covers import encode

    encode.check_out(file)
    encode.save(covers.paint(spec, check=False).image, file)
    return file
