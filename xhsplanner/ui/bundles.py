"""A bundle dragged onto the window from the file manager or a chat opens the merge."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from xhsplanner.exchange.bundle_model import SUFFIX
from xhsplanner.ui.context import Context

DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


def dropped_bundle(mime: QMimeData) -> Path | None:
    """The one local zip of a drag; None for anything else."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() == SUFFIX else None


class BundleDrops(QObject):
    """Makes a window take bundles wherever nothing in it takes the drag."""

    def __init__(self, ctx: Context, window: QWidget) -> None:
        super().__init__(window)
        self._ctx = ctx
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        if event.type() not in DRAGS or not isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            return False
        path = dropped_bundle(event.mimeData())
        if path is None or self._ctx.store.read_only:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self._ctx.ask("merge_bundle", path)
        return True
