"""Sizes and the mark of the program's windows."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from xhsplanner.ui.widgets.controls import draw_logo


def fitting(width: int, height: int) -> QSize:
    """A first size for a window, no larger than the screen has room for."""
    screen = QGuiApplication.primaryScreen()
    if screen is None or QGuiApplication.platformName() == "offscreen":
        return QSize(width, height)
    return QSize(width, height).boundedTo(screen.availableSize() * 0.96)


def app_icon() -> QIcon:
    """The mark as window icon."""
    icon = QIcon()
    for side in (16, 32, 64, 128):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_logo(painter, pixmap.rect().toRectF())
        painter.end()
        icon.addPixmap(pixmap)
    return icon
