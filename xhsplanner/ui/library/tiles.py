"""Tiles of pictures for painted views: cropped, rounded and scaled by a worker, kept while they are wanted."""

from collections import OrderedDict

from PySide6.QtCore import QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap

from xhsplanner.core.model import Asset
from xhsplanner.ops import assets
from xhsplanner.store.store import Store
from xhsplanner.ui import images
from xhsplanner.ui.context import Context

KEPT = 600
AT_ONCE = 12
"""Tiles a worker makes before it shows them: some 20 ms of work."""

HAIRLINE = QColor(128, 122, 114, 64)
"""Round every tile, so that a white picture has an edge on white; made once, as drawing it costs 0.2 ms."""

Key = tuple[str, float]


class Tiles(QObject):
    """Pixmaps of one size at a time. A view calls `resize` when its tiles change size; when painting `begin`, then
    `get` for each picture, then `fetch`.

    Only what the last painting asked for is fetched, so scrolling past a thousand pictures decodes none of them.
    """

    loaded = Signal()

    def __init__(self, ctx: Context, width: int, height: int, radius: int, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._size = (width, height, radius)
        self._ready: OrderedDict[Key, QPixmap | None] = OrderedDict()
        self._outgrown: set[Key] = set()
        self._wanted: dict[Key, Asset] = {}
        self._running = False
        self._blank: tuple[tuple[float, ...], QPixmap] | None = None

    def resize(self, width: int, height: int) -> None:
        """Tiles have another size from now on; those of the old size are shown stretched until then."""
        if (width, height) != self._size[:2]:
            self._size = (width, height, self._size[2])
            self._outgrown = set(self._ready)

    def begin(self) -> None:
        """A painting begins: what only earlier ones wanted is dropped."""
        self._wanted.clear()

    def get(self, asset: Asset, ratio: float) -> QPixmap | None:
        """The tile, or None while it is being made or where the picture is lost."""
        key = (asset.sha256, ratio)
        if key in self._ready:
            self._ready.move_to_end(key)
            if key in self._outgrown:
                self._wanted[key] = asset
            return self._ready[key]
        self._wanted[key] = asset
        return None

    def lost(self, asset: Asset, ratio: float) -> bool:
        """The file of this picture could not be read."""
        return self._ready.get((asset.sha256, ratio), self) is None

    def blank(self, color: QColor, ratio: float) -> QPixmap:
        """What stands in place of a tile that is not there."""
        key = (*self._size, color.rgba(), ratio)
        if self._blank is None or self._blank[0] != key:
            width, height, radius = self._size
            pixmap = QPixmap(round(width * ratio), round(height * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(HAIRLINE, 1))
            painter.setBrush(color)
            painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), radius, radius)
            painter.end()
            self._blank = (key, pixmap)
        return self._blank[1]

    def fetch(self) -> None:
        """Start on what is wanted, a handful at a time."""
        if self._running or not self._wanted:
            return
        batch = [(key, self._wanted[key]) for key in list(self._wanted)[:AT_ONCE]]
        for key, _asset in batch:
            del self._wanted[key]
            self._outgrown.discard(key)
        self._running = True
        store, size = self._ctx.store, self._size
        self._ctx.tasks.start(
            lambda: [(key, made_tile(store, asset, size, key[1])) for key, asset in batch],
            self._arrived,
            lambda _error: self._arrived([(key, None) for key, _asset in batch]),
        )

    def _arrived(self, made: list[tuple[Key, QImage | None]]) -> None:
        self._running = False
        for key, image in made:
            self._ready[key] = None if image is None else QPixmap.fromImage(image)
        while len(self._ready) > KEPT:
            self._ready.popitem(last=False)
        self.loaded.emit()
        self.fetch()


def made_tile(store: Store, asset: Asset, size: tuple[int, int, int], ratio: float) -> QImage | None:
    """The middle of a picture filling `size` (width, height, corner radius in logical pixels); None where lost.

    Runs on a worker: painting on a QImage needs no GUI thread.
    """
    jpeg = assets.thumb(store, asset)
    image = images.thumbnail(jpeg)
    if image.isNull():
        return None
    width, height, radius = (round(side * ratio) for side in size)
    scale = max(width / image.width(), height / image.height())
    source = QRectF(0, 0, width / scale, height / scale)
    source.moveCenter(QRectF(image.rect()).center())
    tile = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    clip = QPainterPath()
    clip.addRoundedRect(QRectF(0, 0, width, height), radius, radius)
    painter.setClipPath(clip)
    if scale < 0.7:
        # One smooth step from more than 1.4 times the size aliases; Qt's own scaler averages.
        part = image.copy(source.toAlignedRect())
        painter.drawImage(
            0,
            0,
            part.scaled(
                width, height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            ),
        )
    else:
        painter.drawImage(QRectF(QRect(0, 0, width, height)), image, source)
    painter.setClipping(False)
    painter.setPen(QPen(HAIRLINE, ratio))
    edge = ratio / 2
    painter.drawRoundedRect(QRectF(edge, edge, width - ratio, height - ratio), radius, radius)
    painter.end()
    tile.setDevicePixelRatio(ratio)
    return tile
