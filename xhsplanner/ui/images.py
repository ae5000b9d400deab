"""The only way from a file or a cache to a picture on the screen, and only for what the library keeps.

A workspace may come from anybody, with anything in its folder: a picture that was judged when it came in may be
another one now. So the name says which decoder reads it, and its header is judged again.
"""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODeviceBase, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from xhsplanner.core.errors import Refused

DECODERS = {".jpg": b"jpeg", ".png": b"png", ".webp": b"webp"}
SMALL = 512
"""A thumbnail has 256 px; a cache that says more was made by somebody else."""
KEEP = Qt.AspectRatioMode.KeepAspectRatio


def thumbnail(jpeg: bytes | None) -> QImage:
    """A thumbnail of the cache; null where there is none or it is none of ours."""
    if not jpeg:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(jpeg))
    buffer.open(QIODeviceBase.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    return reader.read() if size.isValid() and max(size.width(), size.height()) <= SMALL else QImage()


def original(path: Path, room: QSize, fitting: Qt.AspectRatioMode = KEEP) -> QImage:
    """A picture of the library upright and scaled down into `room`; null where it cannot be read. For workers."""
    from xhsplanner.media import guards  # Pillow is not needed where the window starts

    try:
        guards.judge_header(guards.read_file(path), path.name)
    except Refused:
        return QImage()
    # Told what it reads, it never guesses: Qt also knows SVG, GIF, TIFF and others.
    reader = QImageReader(str(path), QByteArray(DECODERS.get(path.suffix.lower(), b"none")))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    whole = reader.size()
    if not whole.isValid() or whole.width() * whole.height() > guards.MAX_PIXELS:
        return QImage()
    turned = bool(reader.transformation() & QImageReader.transformation(reader).TransformationRotate90)
    upright = whole.transposed() if turned else whole
    if upright.width() > room.width() or upright.height() > room.height():
        fitted = upright.scaled(room, fitting)
        if fitted.width() < upright.width():
            reader.setScaledSize(fitted.transposed() if turned else fitted)
    return reader.read()
