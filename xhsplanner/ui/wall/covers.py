"""The pictures of the wall: painted by workers, two at a time, and only those that are seen."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from xhsplanner.core.model import Note
from xhsplanner.ops.covers import CoverSpec, specs
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.note_covers import paint_spec

KEPT = 120
"""Ready pictures: some screens, 30 MB at most."""
AT_ONCE = 2
RADIUS = 10
REST_MS = 40
"""So long after the last scroll covers are asked for: what flies by is not painted."""

Wanted = Callable[[], Iterable[Note]]
Ready = Callable[[int], object]


class WallCovers(QObject):
    """`picture` gives what is there; what `wanted()` tells and is not there yet is painted."""

    def __init__(self, ctx: Context, parent: QObject, wanted: Wanted, ready: Ready) -> None:
        super().__init__(parent)
        self._ctx, self._wanted, self._ready = ctx, wanted, ready
        self._radius: float = RADIUS
        self._pictures: OrderedDict[tuple[int, int], QPixmap | None] = OrderedDict()
        self._stale: set[int] = set()
        self._waiting: set[int] = set()
        self._width = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)

    @property
    def busy(self) -> bool:
        """Whether more is to come."""
        return self._rest.isActive() or bool(self._waiting)

    def picture(self, note_id: int, width: int, ratio: float) -> QPixmap | None:
        """The cover `width` device pixels wide, None until it is painted and for a note that has none."""
        self._width, self._radius = width, RADIUS * ratio
        key = (note_id, width)
        if key in self._pictures:
            self._pictures.move_to_end(key)
            if note_id not in self._stale:
                return self._pictures[key]
        if not self._rest.isActive() and len(self._waiting) < AT_ONCE and note_id not in self._waiting:
            self._rest.start()
        return self._pictures.get(key)

    def scrolled(self) -> None:
        """What was asked for may be out of sight: ask again when it rests."""
        self._rest.start()

    def forget(self) -> None:
        """Notes have changed: what is shown stays until it is asked for anew."""
        self._stale = {note_id for note_id, _width in self._pictures}

    def clear(self) -> None:
        """Another pixel ratio or theme."""
        self._pictures.clear()
        self._stale.clear()

    def _ask(self) -> None:
        width = self._width
        for note in self._wanted():
            if len(self._waiting) >= AT_ONCE:
                return
            key = (note.id, width)
            if note.id in self._waiting or (key in self._pictures and note.id not in self._stale):
                continue
            self._stale.discard(note.id)
            spec = specs(self._ctx.store, [note])[note.id]
            if spec.empty:
                self._keep(key, None)
                self._ready(note.id)
            else:
                self._waiting.add(note.id)
                done = partial(self._arrived, key)
                self._ctx.tasks.start(partial(painted, spec, width, self._radius), done, partial(self._failed, key))

    def _arrived(self, key: tuple[int, int], image: QImage) -> None:
        self._waiting.discard(key[0])
        self._keep(key, None if image.isNull() else QPixmap.fromImage(image))
        self._ready(key[0])
        self._ask()

    def _failed(self, key: tuple[int, int], _error: Exception) -> None:
        """The stand-in stays: a template or a picture cannot be read, and its own room says why."""
        self._arrived(key, QImage())

    def _keep(self, key: tuple[int, int], picture: QPixmap | None) -> None:
        self._pictures[key] = picture
        self._pictures.move_to_end(key)
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)


def painted(spec: CoverSpec, width: int, radius: float) -> QImage:
    """A cover 3:4 with round upper corners; null where there is nothing to show. Runs on a worker."""
    image = paint_spec(spec, width)
    if image.isNull():
        return image
    height = width * 4 // 3
    found = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(top_corners(width, height, radius))
    share = max(width / image.width(), height / image.height())
    w, h = image.width() * share, image.height() * share
    painter.drawImage(QRectF((width - w) / 2, (height - h) / 2, w, h), image)
    painter.end()
    return found


def top_corners(width: float, height: float, radius: float) -> QPainterPath:
    """A rectangle with round upper corners."""
    path, below = QPainterPath(), QPainterPath()
    path.addRoundedRect(QRectF(0, 0, width, height + 2 * radius), radius, radius)
    below.addRect(QRectF(0, 0, width, height))
    return path.intersected(below)
