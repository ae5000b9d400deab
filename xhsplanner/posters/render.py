"""Pages as files: one PDF with its fonts inside, or a PNG a page. On any thread, in any process."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from xhsplanner.core.errors import Refused
from xhsplanner.core.progress import Progress
from xhsplanner.core.words import t
from xhsplanner.posters.marks import Page
from xhsplanner.posters.paint import UNITS, paint, register_fonts

_app: list[QGuiApplication] = []


def ready() -> None:
    """Have Qt draw without a screen where nobody has started it, and know the fonts."""
    if QGuiApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _app.append(QGuiApplication(["xhsplanner"]))
    register_fonts()


def pdf(pages: Sequence[Page], title: str, progress: Progress | None = None) -> bytes:
    """The pages as one PDF."""
    ready()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("xhsplanner")
    writer.setResolution(72 * UNITS)
    writer.setPageLayout(layout_of(pages[0]))
    painter = QPainter(writer)
    for number, page in enumerate(pages):
        if number:
            writer.setPageLayout(layout_of(page))
            writer.newPage()
        paint(painter, page.marks)
        if progress is not None:
            progress(number + 1, len(pages))
    painter.end()
    return bytes(buffer.data().data())


def layout_of(page: Page) -> QPageLayout:
    """The page as Qt's PDF and printers want it: a size with its long side up, perhaps turned, no margins."""
    long, short = max(page.width, page.height), min(page.width, page.height)
    size = QPageSize(QSizeF(short, long), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    lying = page.width > page.height
    turned = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    return QPageLayout(size, turned, QMarginsF(0, 0, 0, 0))


def image(page: Page, width: int = 0) -> QImage:
    """A page as a picture, `width` pixels wide or as wide as it wants. Raises Refused without memory for it."""
    ready()
    wide, high = page.pixels
    if width:
        wide, high = width, round(width * page.height / page.width)
    found = QImage(wide, high, QImage.Format.Format_RGB32)
    if found.isNull():
        raise Refused(t("posters.too_large"))
    found.fill(QColor(page.paper))
    painter = QPainter(found)
    painter.scale(wide / (page.width * UNITS), high / (page.height * UNITS))
    paint(painter, page.marks)
    painter.end()
    return found


def png(page: Page, width: int = 0) -> bytes:
    """The same as the bytes of a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image(page, width).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def fitted(page: Page, width: float, height: float) -> QRectF:
    """Where a page lies on paper of another size: as large as it goes, in the middle."""
    scale = min(width / page.width, height / page.height)
    wide, high = page.width * scale, page.height * scale
    return QRectF((width - wide) / 2, (height - high) / 2, wide, high)
