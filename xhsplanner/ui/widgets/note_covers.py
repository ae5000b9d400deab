"""The picture a note shows in a feed: its cover as the engine paints it, else its first picture. By workers."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from xhsplanner.ops import covers
from xhsplanner.ops.covers import CoverSpec
from xhsplanner.ui import images
from xhsplanner.ui.context import Context

KEPT = 60


def paint_spec(spec: CoverSpec, width: int) -> QImage:
    """The picture `width` device px wide; null where nothing can be shown. Runs on a worker."""
    return covers.paint(spec, width, check=False).image if spec.template else _photo(spec.picture, width)


def _photo(path: Path | None, width: int) -> QImage:
    room = QSize(2 * width, 2 * width)
    return images.original(path, room, Qt.AspectRatioMode.KeepAspectRatioByExpanding) if path else QImage()


class FeedCovers(QObject):
    """Pixmaps by spec; the last one of a note is shown until its new one is ready."""

    ready = Signal(int)
    """A note whose picture changed."""

    def __init__(
        self, ctx: Context, parent: QObject, paint: Callable[[CoverSpec, int], QImage] = paint_spec
    ) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._paint = paint
        self._kept: OrderedDict[tuple[CoverSpec, int], QPixmap] = OrderedDict()
        self._last: dict[int, QPixmap] = {}
        self._asked: set[tuple[CoverSpec, int]] = set()

    def get(self, spec: CoverSpec, width: int) -> QPixmap | None:
        """The picture `width` device px wide, an older one of the note while it is painted, or None."""
        key = (spec, width)
        if key in self._kept:
            self._kept.move_to_end(key)
            self._last[spec.note_id] = self._kept[key]
            return self._kept[key]
        if key not in self._asked and not spec.empty:
            self._asked.add(key)
            paint = self._paint
            self._ctx.tasks.start(
                lambda: (key, paint(spec, width)), self._arrived, lambda _error: self._arrived((key, QImage()))
            )
        return self._last.get(spec.note_id)

    def _arrived(self, result: tuple[tuple[CoverSpec, int], QImage]) -> None:
        key, image = result
        self._asked.discard(key)
        self._kept[key] = self._last[key[0].note_id] = QPixmap.fromImage(image)
        while len(self._kept) > KEPT:
            old, _pixmap = self._kept.popitem(last=False)
            self._last.pop(old[0].note_id, None)
        self.ready.emit(key[0].note_id)
