"""The templates side by side, each drawn with the words of the note at hand; the chosen one is outlined."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import label, plain_tip

GAP = 12
NAME = 24
SMALLEST, LARGEST = 58, 112
ABOUT = 110
"""Narrower than this, what a template is good for is only its tooltip."""


@dataclass(frozen=True)
class Kind:
    """One way to make the cover: a template by its id, or "" for the note's first picture as it is."""

    id: str
    name: str
    about: str


class Tile(QAbstractButton):
    """One template: a drawn cover in 3:4 and its name."""

    def __init__(self, theme: Theme, kind: Kind, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted again as the mouse comes and goes
        self._theme = theme
        self.kind = kind
        self._pixmap = QPixmap()
        self.setCheckable(True)
        self.setText(kind.name)
        self.setAccessibleName(kind.name)
        self.setAccessibleDescription(kind.about)
        self.setToolTip(plain_tip(f"{kind.name}\n{kind.about}"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_pixmap(self, pixmap: QPixmap) -> None:
        """Show the drawn cover."""
        if pixmap.cacheKey() != self._pixmap.cacheKey():
            self._pixmap = pixmap
            self.update()

    def nextCheckState(self) -> None:
        """A click asks for the template; what is chosen is what the store says."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            tiles = self._row()
            at = tiles.index(self) + (1 if event.key() == Qt.Key.Key_Right else -1)
            if 0 <= at < len(tiles):
                tiles[at].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _row(self) -> list["Tile"]:
        gallery = self.parentWidget()
        return gallery.tiles if isinstance(gallery, Gallery) else [self]

    def picture(self) -> QRectF:
        """Where the cover is painted."""
        return QRectF(3, 3, self.width() - 6, self.height() - NAME - 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = self.picture()
        shape = QPainterPath()
        shape.addRoundedRect(box, 7, 7)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(box, self._theme.color("sunken"))
        if not self._pixmap.isNull():
            painter.drawPixmap(box, self._pixmap, QRectF(self._pixmap.rect()))
        painter.restore()
        self._frame(painter, box)
        painter.setFont(self._theme.font(12, bold=self.isChecked()))
        painter.setPen(self._theme.color("accent" if self.isChecked() else "text2"))
        below = QRectF(-4, box.bottom() + 5, self.width() + 8, NAME - 4)
        shown = painter.fontMetrics().elidedText(self.kind.name, Qt.TextElideMode.ElideRight, self.width() + 8)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, shown)

    def _frame(self, painter: QPainter, box: QRectF) -> None:
        theme = self._theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "accent"), 2))
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 9, 9)
        else:
            painter.setPen(QPen(theme.color("text3" if self.underMouse() else "border"), 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        if self.isChecked():
            spot = QRectF(box.right() - 24, box.y() + 6, 18, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(spot)
            tick = theme.pixmap("check", "on_accent", 12, self.devicePixelRatioF())
            painter.drawPixmap(round(spot.x() + 3), round(spot.y() + 3), tick)


class Gallery(QWidget):
    """A row of tiles as large as the width allows; `picked(template id)` when the user chooses one."""

    picked = Signal(str)
    resized = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.tiles: list[Tile] = []
        self.about = label("", "faint", wrap=True)
        self.about.setParent(self)
        self.about.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(t("covers_room.gallery"))
        theme.changed.connect(self.update)

    def show_kinds(self, kinds: Sequence[Kind], chosen: str, locked: bool) -> None:
        """Show these ways with one outlined; `locked` lets nothing be chosen."""
        if [tile.kind for tile in self.tiles] != list(kinds):
            for tile in self.tiles:
                tile.hide()
                tile.setParent(None)
                tile.deleteLater()
            self.tiles = [Tile(self._theme, kind, self) for kind in kinds]
            for tile in self.tiles:
                tile.clicked.connect(self._pick)
                tile.show()
            self._place()
        for tile in self.tiles:
            tile.setChecked(tile.kind.id == chosen)
            tile.setEnabled(not locked)
            tile.update()
        self.about.setText(next((kind.about for kind in kinds if kind.id == chosen), ""))

    def tile_width(self) -> int:
        """How wide the covers are painted, in logical pixels."""
        count = max(4, len(self.tiles))
        return max(SMALLEST, min(LARGEST, (self.width() - GAP * (count - 1)) // count)) - 6

    def _place(self) -> None:
        width = self.tile_width() + 6
        height = round((width - 6) * 4 / 3) + 6 + NAME
        for number, tile in enumerate(self.tiles):
            tile.setGeometry(number * (width + GAP), 0, width, height)
        left = len(self.tiles) * (width + GAP) + 4
        self.about.setGeometry(left, 6, max(0, self.width() - left), height - 12)
        self.about.setVisible(self.width() - left >= ABOUT)
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before = self.tiles[0].width() if self.tiles else 0
        self._place()
        if self.tiles and self.tiles[0].width() != before:
            self.resized.emit()

    def sizeHint(self) -> QSize:
        return QSize(480, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(5 * SMALLEST, self.minimumHeight())

    def _pick(self) -> None:
        tile = self.sender()
        if isinstance(tile, Tile) and not tile.isChecked():
            self.picked.emit(tile.kind.id)
