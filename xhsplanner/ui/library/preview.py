"""A picture as large as the window allows; Space, Esc or a click puts it away."""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QWidget

from xhsplanner.core.model import Asset
from xhsplanner.core.words import t
from xhsplanner.ui import images
from xhsplanner.ui.context import Context

ROOM = 0.86


class PicturePreview(QWidget):
    """Lies over the whole window. Shows the thumbnail at once and the original when a worker has read it."""

    def __init__(self, ctx: Context, asset: Asset, window: QWidget) -> None:
        super().__init__(window)
        self._ctx, self._asset = ctx, asset
        self._picture: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(t("library.preview", name=asset.name))
        self.setGeometry(window.rect())
        self._back = window.focusWidget()
        jpeg = ctx.store.thumbs.get(asset.sha256)
        if jpeg:
            self._picture = QPixmap.fromImage(images.thumbnail(jpeg))
        path, room = ctx.store.assets.path(asset), self._room()
        ctx.tasks.start(lambda: images.original(path, room), self._arrived)

    def _room(self) -> QSize:
        ratio = self.devicePixelRatioF()
        return QSize(round(self.width() * ROOM * ratio), round(self.height() * ROOM * ratio))

    def _arrived(self, image: QImage) -> None:
        if not image.isNull():
            image.setDevicePixelRatio(self.devicePixelRatioF())
            self._picture = QPixmap.fromImage(image)
            self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Return):
            self._away()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._away()

    def _away(self) -> None:
        self.close()
        if self._back is not None:
            self._back.setFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        ground = self._ctx.theme.color("canvas", 0.94)
        painter.fillRect(self.rect(), ground)
        if self._picture is None:
            return
        room = QSize(round(self.width() * ROOM), round(self.height() * ROOM))
        whole = QSize(self._asset.width, self._asset.height)
        size = (
            whole
            if whole.width() <= room.width() and whole.height() <= room.height()
            else whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        )
        corner = QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2 - 8)
        painter.drawPixmap(corner.x(), corner.y(), size.width(), size.height(), self._picture)
        painter.setPen(self._ctx.theme.color("text2"))
        painter.setFont(self._ctx.theme.font(12))
        below = self.rect().adjusted(24, corner.y() + size.height() + 8, -24, -4)
        words = t("library.preview", name=self._asset.name)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, below.width())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), shown)
