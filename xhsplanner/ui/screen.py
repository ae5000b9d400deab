"""Sizes and the mark of the program's windows."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from xhsplanner.ui.widgets.controls import draw_logo

TITLE_BAR = 40
"""What a system may put around a dialog."""


def fitting(width: int, height: int) -> QSize:
    """A first size for a window, no larger than the screen has room for."""
    screen = QGuiApplication.primaryScreen()
    if screen is None or _nowhere():
        return QSize(width, height)
    return QSize(width, height).boundedTo(screen.availableSize() * 0.96)


def within(size: QSize, window: QWidget) -> QSize:
    """A size for a dialog of a window: its buttons stay on a small or much enlarged screen."""
    return size if _nowhere() else size.boundedTo(window.screen().availableSize() - QSize(0, TITLE_BAR))


def _nowhere() -> bool:
    """Whether windows are only drawn into pictures, whose size is nobody's screen."""
    return QGuiApplication.platformName() == "offscreen"


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
