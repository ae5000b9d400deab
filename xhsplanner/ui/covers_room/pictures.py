"""The picture of a cover: one of the note's, one of the library, a file, or none."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMenu, QVBoxLayout, QWidget

from xhsplanner.core.model import Asset
from xhsplanner.core.words import t
from xhsplanner.ops import assets
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.add import LibraryPopup
from xhsplanner.ui.widgets.controls import plain_tip
from xhsplanner.ui.widgets.parts import Flow
from xhsplanner.ui.widgets.thumbs import Thumbs, cropped

SIZE = QSize(48, 64)
ENDINGS = "*.jpg *.jpeg *.png *.webp"


class PictureTile(QAbstractButton):
    """One picture to choose; without an asset an icon: no picture, or add one."""

    def __init__(self, ctx: Context, thumbs: Thumbs, words: str, asset: Asset | None, icon: str = "") -> None:
        super().__init__()
        self._theme, self._thumbs, self._icon = ctx.theme, thumbs, icon
        self.asset = asset
        self.setCheckable(True)
        self.setFixedSize(SIZE.width() + 4, SIZE.height() + 4)
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        thumbs.loaded.connect(self.update)

    def nextCheckState(self) -> None:
        """What is chosen is what the store says."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        box = QRectF(2, 2, SIZE.width(), SIZE.height())
        shape = QPainterPath()
        shape.addRoundedRect(box, 6, 6)
        painter.fillPath(shape, theme.color("surface2"))
        ratio = self.devicePixelRatioF()
        thumb = self._thumbs.get(self.asset) if self.asset else None
        if thumb is not None:
            painter.setClipPath(shape)
            painter.drawPixmap(2, 2, cropped(thumb, SIZE, ratio))
            painter.setClipping(False)
        else:
            icon = self._icon or ("image-off" if self.asset and self._thumbs.lost(self.asset) else "image")
            pixmap = theme.pixmap(icon, "text3" if self.isEnabled() else "border2", 18, ratio)
            painter.drawPixmap(QPoint(2 + (SIZE.width() - 18) // 2, 2 + (SIZE.height() - 18) // 2), pixmap)
        strong = self.isChecked() or self.hasFocus()
        token = "focus" if self.hasFocus() else "accent" if self.isChecked() else "border2"
        pen = QPen(theme.color(token), 2 if strong else 1)
        if self._icon == "plus" and not strong:
            pen.setDashPattern([3, 2.5])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)


class PicturePick(QWidget):
    """Tiles in a row; `picked(asset id or None)`."""

    picked = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._thumbs = Thumbs(ctx, self)
        self._flow = Flow(6)
        self._shown: tuple[object, ...] = ()
        self._locked = False
        self._note_id: int | None = None
        self.tiles: list[PictureTile] = []
        self.popup: LibraryPopup | None = None
        self.menu: QMenu | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._flow)

    def show_pictures(self, note_id: int, pictures: Sequence[Asset], chosen: Asset | None, locked: bool) -> None:
        """Offer these pictures of the note, and the chosen one of the library."""
        self._note_id, self._locked = note_id, locked
        shown = [*pictures]
        if chosen is not None and chosen.id not in {one.id for one in shown}:
            shown.append(chosen)
        key = (*(one.id for one in shown), chosen.id if chosen else None, locked)
        if key == self._shown:
            return
        self._shown = key
        self._flow.clear()
        self.tiles = [PictureTile(self._ctx, self._thumbs, t("covers_room.no_picture"), None, "image-off")]
        self.tiles += [PictureTile(self._ctx, self._thumbs, one.name, one) for one in shown]
        for tile in self.tiles:
            tile.setChecked((tile.asset.id if tile.asset else None) == (chosen.id if chosen else None))
            tile.setEnabled(not locked)
            tile.clicked.connect(self._pick)
        adder = PictureTile(self._ctx, self._thumbs, t("covers_room.other_picture"), None, "plus")
        adder.setCheckable(False)
        adder.clicked.connect(lambda: self._ask(adder))
        adder.setEnabled(not locked)
        self.adder = adder
        for tile in (*self.tiles, adder):
            self._flow.addWidget(tile)
            tile.show()
        self.updateGeometry()

    def _pick(self) -> None:
        tile = self.sender()
        if isinstance(tile, PictureTile) and not tile.isChecked():
            self.picked.emit(tile.asset.id if tile.asset else None)

    def _ask(self, tile: QWidget) -> None:
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme = self._ctx.theme
        library = self.menu.addAction(theme.icon("images", "text2", 16), t("covers_room.from_library"))
        library.triggered.connect(lambda: self.open_library(tile))
        files = self.menu.addAction(theme.icon("folder-open", "text2", 16), t("covers_room.from_file"))
        files.triggered.connect(self._ask_file)
        self.menu.popup(tile.mapToGlobal(QPoint(0, tile.height() + 4)))

    def open_library(self, anchor: QWidget) -> None:
        """Search the library for the picture."""
        used = [tile.asset.id for tile in self.tiles if tile.asset]
        self.popup = LibraryPopup(self, self._ctx, self._thumbs, used)
        self.popup.picked.connect(self._from_library)
        self.popup.show_under(anchor)

    def _from_library(self, asset_id: int) -> None:
        if self.popup is not None:
            self.popup.close()
            self.popup = None
        self.picked.emit(asset_id)

    def _ask_file(self) -> None:
        file = ask_picture(self)
        if file is not None:
            self.take_files([file])

    def take_files(self, files: Sequence[Path]) -> None:
        """Import files off the GUI thread; the first that could be taken is the cover's picture."""
        if self._locked:
            return
        store, note_id = self._ctx.store, self._note_id

        def done(result: assets.Added) -> None:
            for path, reason in result.refused[:2]:
                self._ctx.toast(t("covers_room.refused_file", name=path.name, reason=reason), kind="error")
            ids = result.ids(files)
            if ids and note_id == self._note_id:
                self.picked.emit(ids[0])

        self._ctx.tasks.start(lambda: assets.add(store, files), done, self._ctx.say_refusal)


def ask_picture(parent: QWidget) -> Path | None:
    """Let the user choose one picture file."""
    kinds = f"{t('library.pictures')} ({ENDINGS} {ENDINGS.upper()})"
    name, _kind = QFileDialog.getOpenFileName(parent, t("library.choose"), "", kinds)
    return Path(name) if name else None
