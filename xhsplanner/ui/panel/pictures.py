"""The pictures of a note in order: reorder by drag or Alt+arrows, remove, add from files and the library."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from xhsplanner.core.model import Asset
from xhsplanner.core.words import t
from xhsplanner.ui.notes.mime import ASSETS, carried
from xhsplanner.ui.panel.picture_paint import BEYOND, TilePainter
from xhsplanner.ui.panel.picture_tiles import TILE, Tiles
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import plain_tip
from xhsplanner.ui.widgets.thumbs import Thumbs


def dropped_assets(mime: QMimeData) -> list[int]:
    """The asset ids a drag carries; empty where it carries none or nonsense."""
    return carried(mime, ASSETS) if mime.hasFormat(ASSETS) else []


def dropped_files(mime: QMimeData) -> list[Path]:
    """The local files and folders a drag carries."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []


class PictureRow(QWidget):
    """Thumbnails in reading order with a tile to add more at the end. Changes nothing itself: it asks."""

    arranged = Signal(list)
    """list[int]: the asset ids in their new order."""
    removed = Signal(int)
    files_dropped = Signal(list, int)
    assets_dropped = Signal(list, int)
    """list[int], place (0-based)."""
    add_asked = Signal(QPoint)
    menu_asked = Signal(int, QPoint)
    """Which picture, and where on the screen."""
    shown_asked = Signal(int)
    """The id of a picture to be shown in the library."""
    escaped = Signal()

    def __init__(self, theme: Theme, thumbs: Thumbs) -> None:
        super().__init__()
        self._theme, self._thumbs = theme, thumbs
        self.assets: list[Asset] = []
        self.locked = False
        self.most = 1
        self.cover = False
        self.current = 0
        self._pressed: int | None = None
        self._pressed_at = QPointF()
        self._dragging = False
        self._spot: int | None = None
        self._mouse = QPointF()
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        thumbs.loaded.connect(lambda _sha: self.update())
        self._resize()

    def show_pictures(self, assets: Sequence[Asset], locked: bool, most: int, cover: bool = False) -> None:
        """Show these pictures; `locked` takes away every way to change them, `most` is how many fit.

        With a `cover` of its own the note is not shown by the first of them.
        """
        self.assets, self.locked, self.most, self.cover = list(assets), locked, most, cover
        self.current = min(self.current, max(0, self.tiles.count - 1))
        self._cancel()
        self._resize()
        self._say()

    # --- geometry ---------------------------------------------------------------------------------

    @property
    def full(self) -> bool:
        """The note has as many pictures as the platform takes."""
        return len(self.assets) >= self.most

    @property
    def tiles(self) -> Tiles:
        """Where everything is."""
        return Tiles(self.width(), len(self.assets), not self.locked and not self.full)

    def tile(self, index: int) -> QRect:
        """Where a picture (or, after the last, the adding tile) is painted."""
        return self.tiles.tile(index)

    def cross(self, index: int) -> QRect:
        """Where the × of a picture is."""
        return self.tiles.cross(index)

    def _resize(self) -> None:
        height = self.tiles.height
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize()

    # --- mouse ------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = self.tiles.hit(event.position())
        if event.button() != Qt.MouseButton.LeftButton or hit is None:
            return
        self.current = hit
        self._pressed, self._pressed_at = hit, event.position()
        self._say()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position()
        if self._pressed is not None and not self.locked and self._pressed < len(self.assets):
            far = (event.position() - self._pressed_at).manhattanLength()
            if far >= QApplication.startDragDistance():
                self._dragging = True
            if self._dragging:
                self._spot = self.tiles.place(event.position())
        hand = self.tiles.hit(event.position()) is not None and not self.locked
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, spot, dragging = self._pressed, self._spot, self._dragging
        self._cancel()
        if pressed is None or self.locked:
            return
        if dragging and spot is not None:
            self.move_picture(pressed, spot if spot <= pressed else spot - 1)
        elif pressed == len(self.assets):
            self._ask_add()
        elif self.cross(pressed).contains(event.position().toPoint()):
            self.removed.emit(self.assets[pressed].id)

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = QPointF(-1, -1)
        self.update()

    def _cancel(self) -> None:
        self._pressed = self._spot = None
        self._dragging = False
        self.update()

    def move_picture(self, old: int, new: int) -> None:
        """Ask for picture `old` to stand at place `new`; nothing where there is no such place."""
        if old == new or not 0 <= new < len(self.assets):
            return
        order = [asset.id for asset in self.assets]
        order.insert(new, order.pop(old))
        self.current = new
        self.arranged.emit(order)

    def _ask_add(self) -> None:
        tile = self.tile(len(self.assets))
        self.add_asked.emit(self.mapToGlobal(tile.bottomLeft()))

    # --- keys -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        place = self._place_by_key(key, len(self.assets) - 1 if alt else self.tiles.count - 1)
        on_picture = self.current < len(self.assets)
        if key == Qt.Key.Key_Escape and self._dragging:
            self._cancel()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif place is not None and alt:
            if on_picture and not self.locked:
                self.move_picture(self.current, place)
        elif place is not None:
            self.current = place
            self._say()
            self.update()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and on_picture and not self.locked:
            self.removed.emit(self.assets[self.current].id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (key == Qt.Key.Key_Space and not on_picture):
            self._press_current()
        else:
            super().keyPressEvent(event)

    def _place_by_key(self, key: Qt.Key, last: int) -> int | None:
        """The tile that an arrow, Home or End leads to, None for other keys."""
        columns = self.tiles.columns
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns,
            Qt.Key.Key_Home: -self.current, Qt.Key.Key_End: last - self.current,
        }  # fmt: skip
        return max(0, min(last, self.current + steps[key])) if key in steps else None

    def _press_current(self) -> None:
        if self.current < len(self.assets):
            self.shown_asked.emit(self.assets[self.current].id)
        elif not self.locked:
            self._ask_add()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self.tiles.hit(event.position())
        on_cross = hit is not None and self.cross(hit).contains(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if left and hit is not None and hit < len(self.assets) and (self.locked or not on_cross):
            self.shown_asked.emit(self.assets[hit].id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        hit = self.current if by_key else self.tiles.hit(QPointF(event.pos()))
        if hit is not None and hit < len(self.assets):
            self.current = hit
            self.update()
            self.menu_asked.emit(hit, self.mapToGlobal(self.tile(hit).center()) if by_key else event.globalPos())

    def _say(self) -> None:
        total = len(self.assets)
        if self.current < total:
            name = self.assets[self.current].name
            words = t("panel.picture_n", n=self.current + 1, total=total, name=name)
            self.setAccessibleName(f"{words} {self.reason(self.current)}".strip())
        else:
            self.setAccessibleName(t("panel.pictures_add", total=total))

    def reason(self, index: int) -> str:
        """Why a picture is greyed: the platform takes no more than `most`; '' where it takes this one."""
        if index < self.most:
            return ""
        return t("pictures.beyond_cover", n=self.most + 1) if self.cover else t("pictures.beyond", n=self.most)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self.tiles.hit(QPointF(event.pos()))
            if hit is not None and hit < len(self.assets):
                asset = self.assets[hit]
                words = f"{asset.name}\n{asset.width} × {asset.height}\n{self.reason(hit)}"
                tip = plain_tip(words.strip())
                QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    # --- drops ------------------------------------------------------------------------------------

    def takes(self, mime: QMimeData) -> bool:
        """Whether a drag carries pictures this row can take now."""
        return not self.locked and bool(dropped_assets(mime) or dropped_files(mime))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._over(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._over(event)

    def _over(self, event: QDragMoveEvent) -> None:
        if not self.takes(event.mimeData()):
            event.ignore()
            return
        self._spot = self.tiles.place(event.position())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._cancel()

    def dropEvent(self, event: QDropEvent) -> None:
        place = self.tiles.place(event.position())
        self._cancel()
        self.drop(event, place)

    def drop(self, event: QDropEvent, place: int) -> None:
        """Take what a drag carries before picture `place`."""
        if not self.takes(event.mimeData()):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        ids = dropped_assets(event.mimeData())
        if ids:
            self.assets_dropped.emit(ids, place)
        else:
            self.files_dropped.emit(dropped_files(event.mimeData()), place)

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tiles = QPainter(self), self.tiles
        paint = TilePainter(painter, self._theme, self._thumbs, self.devicePixelRatioF())
        hover = tiles.hit(self._mouse) if self.underMouse() else None
        for index, asset in enumerate(self.assets):
            tile, beyond = tiles.tile(index), index >= self.most
            carried = self._dragging and index == self._pressed
            paint.picture(tile, asset, BEYOND if beyond or carried else 1.0)
            if beyond:
                paint.beyond(tile)
            paint.number(tile, index, first=index == 0 and not self.cover)
            focused = self.hasFocus() and index == self.current
            if not self.locked and not self._dragging and (index == hover or focused):
                paint.cross(tiles.cross(index))
        if tiles.adding:
            last = len(self.assets)
            paint.add(tiles.tile(last), hover == last, not self.assets)
        if self.hasFocus() and self.current < tiles.count:
            paint.focus(tiles.tile(self.current))
        if self._spot is not None:
            pen = QPen(self._theme.color("accent"), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(*tiles.gap(self._spot))
        if self._dragging and self._pressed is not None:
            ghost = QRect(self._mouse.toPoint() - QPoint(TILE.width() // 2, TILE.height() // 2), TILE)
            paint.picture(ghost, self.assets[self._pressed], 0.85)
        painter.end()
