"""A page of a poster as it will look, with what turns the pages."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconButton, label


class _Page(QWidget):
    """The page, as large as there is room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.image = self._scaled = QImage()
        self._scaled_of = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(t("posters.preview"))

    def sizeHint(self) -> QSize:
        return QSize(560, 440)

    def _fitting(self, size: QSize) -> QImage:
        """The page with as many pixels as are shown: what a painter shrinks by more than half is ragged."""
        if self._scaled.size() != size or self._scaled_of != self.image.cacheKey():
            smooth = Qt.TransformationMode.SmoothTransformation
            self._scaled = self.image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            self._scaled_of = self.image.cacheKey()
        return self._scaled

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.image.isNull():
            painter.setPen(self._theme.color("text3"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, t("posters.drawing"))
            return
        size = QSize(self.image.size()).scaled(self.size() - QSize(2, 2), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, *size.toTuple())
        painter.drawImage(box, self._fitting(size * self.devicePixelRatioF()))
        painter.setPen(QPen(self._theme.color("border2"), 1))
        painter.drawRect(box)


class Preview(QWidget):
    """Shows one page; `turned` says which is wanted."""

    turned = Signal(int)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.number, self.pages = 0, 1
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.page = _Page(ctx.theme)
        self.back = IconButton(ctx.theme, "chevron-left", t("posters.previous"))
        self.forward = IconButton(ctx.theme, "chevron-right", t("posters.next"))
        self.back.clicked.connect(lambda: self.turn(-1))
        self.forward.clicked.connect(lambda: self.turn(1))
        self.said = label("", "soft")
        row = QHBoxLayout()
        row.addStretch(1)
        for widget in (self.back, self.said, self.forward):
            row.addWidget(widget)
        row.addStretch(1)
        column.addWidget(self.page, 1)
        column.addLayout(row)
        self.show_page(QImage(), 1)

    def turn(self, by: int) -> None:
        """Ask for another page."""
        number = min(max(0, self.number + by), self.pages - 1)
        if number != self.number:
            self.number = number
            self.turned.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.key() in steps:
            self.turn(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def show_page(self, image: QImage, pages: int) -> None:
        """A page was drawn; there are so many."""
        self.pages = pages
        self.number = min(self.number, pages - 1)
        self.page.image = image
        self.page.setAccessibleDescription(t("posters.page", n=self.number + 1, of=pages))
        self.said.setText(t("posters.page", n=self.number + 1, of=pages))
        self.back.setEnabled(self.number > 0)
        self.forward.setEnabled(self.number < pages - 1)
        for widget in (self.back, self.said, self.forward):
            widget.setVisible(pages > 1)
        self.page.update()
