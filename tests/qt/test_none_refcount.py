"""PySide6 6.12.0 on Python 3.11 loses a reference to None in every void call and aborts after a few thousand."""

import sys

from PySide6.QtGui import QColor, QImage, QPainter


def test_void_calls_keep_their_reference_to_none() -> None:
    picture = QImage(8, 8, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(picture)
    colour = QColor("black")
    before = sys.getrefcount(None)
    for _ in range(1000):
        painter.setPen(colour)
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost <= 50
