"""Thumbnails for small widgets: asked for by asset, decoded by a worker, kept while they are wanted."""

from collections import OrderedDict

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QPixmap

from xhsplanner.core.model import Asset
from xhsplanner.ops import assets
from xhsplanner.ui import images
from xhsplanner.ui.context import Context

KEPT = 200


class Thumbs(QObject):
    """Pixmaps of library pictures, at most 256 px wide and high."""

    loaded = Signal(str)
    """The SHA-256 of a picture that is ready now."""

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._ready: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._asked: set[str] = set()

    def get(self, asset: Asset) -> QPixmap | None:
        """The thumbnail, or None while it is being made or where the file is lost (see `lost`)."""
        sha = asset.sha256
        if sha in self._ready:
            self._ready.move_to_end(sha)
            return self._ready[sha]
        if sha not in self._asked:
            self._asked.add(sha)
            store = self._ctx.store
            self._ctx.tasks.start(
                lambda: (sha, assets.thumb(store, asset)), self._arrived, lambda _error: self._arrived((sha, None))
            )
        return None

    def lost(self, asset: Asset) -> bool:
        """The file of this picture could not be read."""
        return asset.sha256 in self._ready and self._ready[asset.sha256] is None

    def _arrived(self, result: tuple[str, bytes | None]) -> None:
        sha, data = result
        self._asked.discard(sha)
        image = images.thumbnail(data)
        self._ready[sha] = None if image.isNull() else QPixmap.fromImage(image)
        while len(self._ready) > KEPT:
            self._ready.popitem(last=False)
        self.loaded.emit(sha)


def cropped(pixmap: QPixmap, size: QSize, ratio: float) -> QPixmap:
    """The middle of `pixmap` filling `size` logical pixels on a screen of this pixel ratio."""
    full = size * ratio
    scaled = pixmap.scaled(
        full, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    left, top = (scaled.width() - full.width()) // 2, (scaled.height() - full.height()) // 2
    part = scaled.copy(left, top, full.width(), full.height())
    part.setDevicePixelRatio(ratio)
    return part
