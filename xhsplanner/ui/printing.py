"""Pages of a poster on a printer, a little at a time: the window goes on. Qt's printing is loaded on use."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from xhsplanner.posters.marks import Page
from xhsplanner.posters.paint import UNITS, paint
from xhsplanner.posters.render import fitted, layout_of, ready

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

SLICE = 0.02
"""Seconds of painting at a time."""
BATCH = 10
"""Marks painted between two looks at the clock."""


def make_printer(page: Page, title: str) -> "QPrinter":
    """A printer set to the paper of a page."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("xhsplanner")
    printer.setFullPage(True)
    printer.setPageLayout(_known(layout_of(page)))
    return printer


def _known(layout: QPageLayout) -> QPageLayout:
    """The same with the name of its paper, where it has one: a printer's trays are called by names."""
    size = layout.pageSize().size(QPageSize.Unit.Point)
    name = QPageSize.id(size, QPageSize.Unit.Point, QPageSize.SizeMatchPolicy.FuzzyMatch)
    return QPageLayout(QPageSize(name), layout.orientation(), QMarginsF(0, 0, 0, 0))


def ask_printer(printer: "QPrinter", pages: int, parent: "QWidget") -> bool:
    """Let the user choose printer, pages and copies; False for cancelled."""
    from PySide6.QtPrintSupport import QPrintDialog

    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    said = bool(dialog.exec())
    dialog.deleteLater()
    return said


def asked_for(printer: "QPrinter", pages: Sequence[Page]) -> list[Page]:
    """The pages of the range that was chosen; all where none was."""
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    return list(pages[first - 1 : last])


class Printing(QObject):
    """Prints pages from the event loop; `done(whether)` at the end, `went(n, of)` with each page that begins."""

    done = Signal(bool)
    went = Signal(int, int)

    def __init__(self, printer: "QPrinter", pages: Sequence[Page], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._printer, self._pages = printer, pages
        self._painter: QPainter | None = None
        self._page = self._mark = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin; a printer that refuses ends it at once."""
        ready()
        painter = QPainter()
        if not self._pages or not painter.begin(self._printer):
            self.done.emit(False)
            return
        self._painter = painter
        self._begin_page()
        self._timer.start()

    def stop(self) -> None:
        """Give up; what the printer has already it may still print."""
        if self._painter is not None:
            self._printer.abort()
            self._end(False)

    def _begin_page(self) -> None:
        assert self._painter is not None
        page, rect = self._pages[self._page], self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        at = fitted(page, rect.width(), rect.height())
        self._painter.resetTransform()
        self._painter.translate(at.topLeft())
        scale = at.width() / (page.width * UNITS)
        self._painter.scale(scale, scale)
        self._mark = 0
        self.went.emit(self._page + 1, len(self._pages))

    def _step(self) -> None:
        if self._painter is None:
            return
        until = time.perf_counter() + SLICE
        marks = self._pages[self._page].marks
        while self._mark < len(marks) and time.perf_counter() < until:
            paint(self._painter, marks[self._mark : self._mark + BATCH])
            self._mark += BATCH
        if self._mark < len(marks):
            return
        self._page += 1
        if self._page < len(self._pages):
            if self._printer.newPage():
                self._begin_page()
            else:
                self._end(False)
        else:
            self._end(True)

    def _end(self, whole: bool) -> None:
        self._timer.stop()
        if self._painter is not None:
            whole = self._painter.end() and whole
            self._painter = None
        self.done.emit(whole)
