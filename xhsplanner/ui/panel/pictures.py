"""The pictures of a note in order: reorder by drag or Alt+arrows, remove, add from files and the library."""

import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from xhsplanner.core.model import Asset
from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import plain_tip
from xhsplanner.ui.widgets.thumbs import Thumbs, cropped

ASSETS_MIME = "application/x-xhsplanner-assets"
TILE = QSize(48, 64)
GAP = 6
FLAT = 38
"""Height of the invitation that stands there while a note has no picture."""
CROSS = 16


def dropped_assets(mime: QMimeData) -> list[int]:
    """The asset ids a drag carries; empty where it carries none or nonsense."""
    if not mime.hasFormat(ASSETS_MIME):
        return []
    try:
        ids = json.loads(bytes(mime.data(ASSETS_MIME).data()).decode())
    except ValueError:
        return []
    return [i for i in ids if isinstance(i, int)] if isinstance(ids, list) else []


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
    escaped = Signal()

    def __init__(self, theme: Theme, thumbs: Thumbs) -> None:
        super().__init__()
        self._theme, self._thumbs = theme, thumbs
        self.assets: list[Asset] = []
        self.locked = False
        self.most = 1
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

    def show_pictures(self, assets: Sequence[Asset], locked: bool, most: int) -> None:
        """Show these pictures; `locked` takes away every way to change them, `most` is how many fit."""
        self.assets, self.locked, self.most = list(assets), locked, most
        self.current = min(self.current, max(0, self._tiles - 1))
        self._cancel()
        self._resize()
        self._say()

    # --- geometry ---------------------------------------------------------------------------------

    @property
    def full(self) -> bool:
        """The note has as many pictures as the platform takes."""
        return len(self.assets) >= self.most

    @property
    def _tiles(self) -> int:
        return len(self.assets) + (0 if self.locked or self.full else 1)

    def _columns(self) -> int:
        return max(1, (self.width() + GAP) // (TILE.width() + GAP))

    def tile(self, index: int) -> QRect:
        """Where a picture (or, after the last, the adding tile) is painted."""
        if not self.assets:
            return QRect(0, 2, max(1, self.width() - 1), FLAT)
        row, column = divmod(index, self._columns())
        return QRect(QPoint(column * (TILE.width() + GAP), 2 + row * (TILE.height() + GAP)), TILE)

    def cross(self, index: int) -> QRect:
        """Where the × of a picture is."""
        tile = self.tile(index)
        return QRect(tile.right() - CROSS - 1, tile.top() + 2, CROSS, CROSS)

    def _resize(self) -> None:
        rows = max(1, -(-self._tiles // self._columns()))
        height = rows * (TILE.height() + GAP) - GAP + 4
        if not self.assets:
            height = 4 if self.locked else FLAT + 4
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize()

    def _hit(self, point: QPointF) -> int | None:
        return next((i for i in range(self._tiles) if self.tile(i).contains(point.toPoint())), None)

    def _place(self, point: QPointF) -> int:
        """Before which picture something dropped at `point` goes."""
        columns = self._columns()
        row = max(0, int(point.y() - 2) // (TILE.height() + GAP))
        column = int((point.x() + TILE.width() / 2 + GAP) // (TILE.width() + GAP))
        return min(len(self.assets), row * columns + min(columns, max(0, column)))

    # --- mouse ------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position())
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
                self._spot = self._place(event.position())
        hand = self._hit(event.position()) is not None and not self.locked
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, spot, dragging = self._pressed, self._spot, self._dragging
        self._cancel()
        if pressed is None or self.locked:
            return
        if dragging and spot is not None:
            self._move(pressed, spot if spot <= pressed else spot - 1)
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

    def _move(self, old: int, new: int) -> None:
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
        key = Qt.Key(event.key())
        columns = self._columns()
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns,
        }  # fmt: skip
        on_picture = self.current < len(self.assets)
        if key == Qt.Key.Key_Escape and self._dragging:
            self._cancel()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in steps and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if on_picture and not self.locked:
                self._move(self.current, self.current + steps[key])
        elif key in steps:
            self.current = max(0, min(self._tiles - 1, self.current + steps[key]))
            self._say()
            self.update()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and on_picture and not self.locked:
            self.removed.emit(self.assets[self.current].id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not on_picture and not self.locked:
            self._ask_add()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        total = len(self.assets)
        if self.current < total:
            name = self.assets[self.current].name
            self.setAccessibleName(t("panel.picture_n", n=self.current + 1, total=total, name=name))
        else:
            self.setAccessibleName(t("panel.pictures_add", total=total))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self._hit(QPointF(event.pos()))
            if hit is not None and hit < len(self.assets):
                asset = self.assets[hit]
                tip = plain_tip(f"{asset.name}\n{asset.width} × {asset.height}")
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
        self._spot = self._place(event.position())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._cancel()

    def dropEvent(self, event: QDropEvent) -> None:
        place = self._place(event.position())
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
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hover = self._hit(self._mouse) if self.underMouse() else None
        for index, asset in enumerate(self.assets):
            painter.setOpacity(0.35 if self._dragging and index == self._pressed else 1.0)
            self._paint_picture(painter, self.tile(index), asset)
            painter.setOpacity(1.0)
            self._paint_number(painter, self.tile(index), index)
            focused = self.hasFocus() and index == self.current
            if not self.locked and not self._dragging and (index == hover or focused):
                self._paint_cross(painter, self.cross(index))
        if self._tiles > len(self.assets):
            self._paint_add(painter, self.tile(len(self.assets)), hover == len(self.assets))
        if self.hasFocus() and self.current < self._tiles:
            painter.setPen(QPen(self._theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.tile(self.current)).adjusted(1, 1, -1, -1), 6, 6)
        self._paint_drag(painter)
        painter.end()

    def _paint_picture(self, painter: QPainter, tile: QRect, asset: Asset) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(tile), 6, 6)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(tile, self._theme.color("sunken"))
        pixmap = self._thumbs.get(asset)
        ratio = self.devicePixelRatioF()
        if pixmap is not None:
            painter.drawPixmap(tile.topLeft(), cropped(pixmap, tile.size(), ratio))
        elif self._thumbs.lost(asset):
            icon = self._theme.pixmap("image", "danger", 18, ratio)
            painter.drawPixmap(tile.center() - QPoint(9, 9), icon)
        painter.restore()
        painter.setPen(QPen(self._theme.color("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(tile).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_number(self, painter: QPainter, tile: QRect, index: int) -> None:
        text = t("panel.first_picture") if index == 0 else str(index + 1)
        font = self._theme.font(11, bold=True)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(text) + 8
        box = QRectF(tile.left() + 3, tile.bottom() - 18, width, 15)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("toast", 0.82))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self._theme.color("on_toast"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_cross(self, painter: QPainter, box: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("toast", 0.82))
        painter.drawEllipse(box)
        icon = self._theme.pixmap("x", "on_toast", 10, self.devicePixelRatioF())
        painter.drawPixmap(box.left() + 3, box.top() + 3, icon)

    def _paint_add(self, painter: QPainter, tile: QRect, hover: bool) -> None:
        pen = QPen(self._theme.color("text3" if hover else "border2"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(self._theme.color("surface2") if hover else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(tile).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        icon = self._theme.pixmap("plus" if self.assets else "image-plus", "text3", 18, self.devicePixelRatioF())
        if self.assets:
            painter.drawPixmap(tile.center() - QPoint(8, 8), icon)
            return
        painter.setFont(self._theme.font(12))
        painter.setPen(self._theme.color("text3"))
        words = t("panel.no_pictures")
        wide = painter.fontMetrics().horizontalAdvance(words)
        left = max(8, (tile.width() - wide - 26) // 2)
        painter.drawPixmap(QPoint(left, tile.center().y() - 8), icon)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(QRectF(left + 26, tile.top(), tile.width() - left - 26, tile.height()), flags, words)

    def _paint_drag(self, painter: QPainter) -> None:
        if self._spot is not None:
            after_row_end = self._spot > 0 and self._spot % self._columns() == 0 and self._spot == len(self.assets)
            tile = self.tile(self._spot - 1) if after_row_end else self.tile(self._spot)
            x = tile.right() + GAP / 2 + 1 if after_row_end else tile.left() - GAP / 2
            painter.setPen(QPen(self._theme.color("accent"), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(max(1.5, x), tile.top() + 2), QPointF(max(1.5, x), tile.bottom() - 2))
        if self._dragging and self._pressed is not None:
            ghost = QRect(self._mouse.toPoint() - QPoint(TILE.width() // 2, TILE.height() // 2), TILE)
            painter.setOpacity(0.85)
            self._paint_picture(painter, ghost, self.assets[self._pressed])
            painter.setOpacity(1.0)
