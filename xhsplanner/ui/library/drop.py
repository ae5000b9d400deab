"""Files hanging over a place that imports them: whether it takes them, and the veil that says so."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.library.importer import Importer
from xhsplanner.ui.panel.pictures import dropped_assets, dropped_files

if TYPE_CHECKING:
    Place = QWidget
else:
    Place = object  # Qt's classes cannot be inherited twice


def takes_files(ctx: Context, event: QDragMoveEvent) -> bool:
    """Accept a drag of local files, unless it is our own pictures or the workspace is read-only."""
    mime = event.mimeData()
    if ctx.store.read_only or dropped_assets(mime) or not dropped_files(mime):
        event.ignore()
        return False
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
    return True


class FileDrops(Place):
    """Files dropped on a widget with `ctx` and `importer` are imported; stands before the widget's own class."""

    ctx: Context
    importer: Importer

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if takes_files(self.ctx, event):
            DropVeil.over(self.ctx, self)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        DropVeil.away(self)

    def dropEvent(self, event: QDropEvent) -> None:
        DropVeil.away(self)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.importer.start(dropped_files(event.mimeData()))


class DropVeil(QWidget):
    """Lies over a place while files hang over it."""

    def __init__(self, ctx: Context, place: QWidget) -> None:
        super().__init__(place)
        self._ctx = ctx
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(place.rect())

    @classmethod
    def over(cls, ctx: Context, place: QWidget) -> None:
        """Lay a veil over `place`, once."""
        if place.findChild(cls) is None:
            cls(ctx, place).show()

    @classmethod
    def away(cls, place: QWidget) -> None:
        """Take the veil off."""
        for veil in place.findChildren(cls):
            veil.hide()
            veil.setParent(None)
            veil.deleteLater()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._ctx.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setBrush(theme.color("accent_soft", 0.88))
        painter.setPen(QPen(theme.color("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect, theme.radius("panel"), theme.radius("panel"))
        painter.setPen(theme.color("accent"))
        painter.setFont(theme.font(15, bold=True))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, t("library.drop_here"))
