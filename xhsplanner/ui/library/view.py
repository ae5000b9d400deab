"""The pictures of the library as a painted grid or strip: selection by mouse and keys, drag out, badges."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QToolTip, QWidget

from xhsplanner.core.words import t
from xhsplanner.ops import assets as ops
from xhsplanner.ui.context import Context
from xhsplanner.ui.library.layout import Layout, Shape
from xhsplanner.ui.library.paint import GHOSTS, RADIUS, CellPen, Facts, Look, ghost, shown_name
from xhsplanner.ui.library.tiles import Tiles
from xhsplanner.ui.notes.mime import ASSETS, carrying
from xhsplanner.ui.widgets.controls import plain_tip

FACTS_KEPT = 4000


class AssetView(QAbstractScrollArea):
    """A list of asset ids, painted. Reads what it shows, writes nothing: it asks."""

    selection_changed = Signal()
    opened = Signal(int)
    """Enter or double-click on a picture: its id."""
    previewed = Signal(int)
    """Space on a picture: its id."""
    trash_asked = Signal(list)
    """Delete on a selection: list[int]."""

    def __init__(self, ctx: Context, shape: Shape, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.shape = ctx, shape
        self.ids: list[int] = []
        self.selected: set[int] = set()
        self.current = 0
        self.marked: frozenset[int] = frozenset()
        self._place: dict[int, int] = {}
        self._anchor = 0
        self._pressed: int | None = None
        self._pressed_at = QPointF()
        self._facts: dict[int, Facts] = {}
        self.tiles = Tiles(ctx, shape.tile_width, shape.tile_height, RADIUS, self)
        self.tiles.loaded.connect(self.viewport().update)
        ctx.theme.changed.connect(self.viewport().update)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(off)  # a strip scrolls by wheel and keys, its last tile is cut to say so
        self.setVerticalScrollBarPolicy(off if shape.row else on)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self._say()

    # --- what is shown ----------------------------------------------------------------------------

    def show_ids(self, ids: Sequence[int]) -> None:
        """Show these pictures; what is still there stays selected and current."""
        was = self.ids[self.current] if self.current < len(self.ids) else None
        self.ids = list(ids)
        self._place = {asset_id: place for place, asset_id in enumerate(self.ids)}
        self.current = self._place.get(was, min(self.current, max(0, len(self.ids) - 1))) if was else 0
        self._anchor = self.current
        gone = {asset_id for asset_id in self.selected if asset_id not in self._place}
        self.selected -= gone
        self._resized()
        self._say()
        if gone:
            self.selection_changed.emit()

    def refresh(self) -> None:
        """Read again what the tiles show."""
        self._facts.clear()
        self.viewport().update()

    def mark(self, ids: Iterable[int]) -> None:
        """Outline these pictures: those of the note in the panel."""
        marked = frozenset(ids)
        if marked != self.marked:
            self.marked = marked
            self.viewport().update()

    def select(self, ids: Iterable[int]) -> None:
        """Select these pictures, scroll to the first."""
        wanted = [asset_id for asset_id in ids if asset_id in self._place]
        if wanted:
            self.current = self._anchor = self._place[wanted[0]]
            self._reveal(self.current)
        self._set_selected(set(wanted))

    def facts(self, ids: Sequence[int]) -> dict[int, Facts]:
        """What tiles show, read from the store where it is not known yet."""
        missing = [asset_id for asset_id in ids if asset_id not in self._facts]
        if missing:
            if len(self._facts) > FACTS_KEPT:
                self._facts.clear()
            used = self.ctx.store.assets.used_by(missing)
            for asset in self.ctx.store.assets.get_many(missing):
                self._facts[asset.id] = Facts(asset, len(used.get(asset.id, ())), not ops.concerns(asset))
        return self._facts

    def layout_now(self) -> Layout:
        """The layout at the present width."""
        return Layout(self.shape, len(self.ids), self.viewport().width())

    def tile(self, index: int) -> QRect:
        """Where a picture's tile is, in viewport pixels."""
        box = self.layout_now().cell(index)
        return QRect(QPoint(box.x, box.y) - self._offset(), QSize(*self.layout_now().tile))

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _resized(self) -> None:
        layout = self.layout_now()
        self.tiles.resize(*layout.tile)
        width, height = layout.size
        view = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, width - view.width()) if self.shape.row else 0)
        across.setPageStep(view.width())
        across.setSingleStep(self.shape.tile_width + self.shape.gap)
        down.setRange(0, 0 if self.shape.row else max(0, height - view.height()))
        down.setPageStep(view.height())
        down.setSingleStep(48)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resized()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.shape.row and not event.angleDelta().x():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - event.angleDelta().y())
            event.accept()
        else:
            super().wheelEvent(event)

    def _reveal(self, index: int) -> None:
        box, offset, view = self.layout_now().cell(index), self._offset(), self.viewport().size()
        margin = self.shape.margin
        for bar, start, extent, at, room in (
            (self.horizontalScrollBar(), box.x, box.width, offset.x(), view.width()),
            (self.verticalScrollBar(), box.y, box.height, offset.y(), view.height()),
        ):
            if start - margin < at:
                bar.setValue(start - margin)
            elif start + extent + margin > at + room:
                bar.setValue(start + extent + margin - room)

    # --- selecting --------------------------------------------------------------------------------

    def _set_selected(self, ids: set[int]) -> None:
        if ids != self.selected:
            self.selected = ids
            self.selection_changed.emit()
        self._say()
        self.viewport().update()

    def chosen(self) -> list[int]:
        """The selected ids in the order shown."""
        return sorted(self.selected, key=lambda asset_id: self._place.get(asset_id, 0))

    def _go(self, index: int, extend: bool) -> None:
        if not self.ids:
            return
        self.current = index
        if not extend:
            self._anchor = index
        low, high = sorted((self._anchor, index))
        self._reveal(index)
        self._set_selected(set(self.ids[low : high + 1]))

    def _hit(self, point: QPointF) -> int | None:
        spot = point.toPoint() + self._offset()
        return self.layout_now().hit(spot.x(), spot.y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        hit = self._hit(event.position())
        self._pressed, self._pressed_at = hit, event.position()
        if hit is None:
            self._set_selected(set())
            return
        asset_id, keys = self.ids[hit], event.modifiers()
        if keys & Qt.KeyboardModifier.ControlModifier:
            self.current = self._anchor = hit
            self._set_selected(self.selected ^ {asset_id})
        elif keys & Qt.KeyboardModifier.ShiftModifier:
            self._go(hit, extend=True)
        elif asset_id in self.selected:
            self.current = hit  # a press inside the selection may begin a drag of all of it
            self._say()
        else:
            self._go(hit, extend=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            asset_id = self.ids[self._pressed]
            self._pressed = None
            self.drag(self.chosen() if asset_id in self.selected else [asset_id])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if pressed is not None and plain and self._hit(event.position()) == pressed:
            self._go(pressed, extend=False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position())
        if hit is not None:
            self.opened.emit(self.ids[hit])

    def drag(self, ids: Sequence[int]) -> None:
        """Carry pictures to a card, the note panel or another place that takes them."""
        drag = QDrag(self)
        drag.setMimeData(carrying(ASSETS, ids))
        facts = self.facts(ids[:GHOSTS])
        first = [facts[asset_id].asset for asset_id in ids[:GHOSTS] if asset_id in facts]
        drag.setPixmap(ghost(self.ctx.theme, self.tiles, first, len(ids), self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(20, 20))
        drag.exec(Qt.DropAction.CopyAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys = Qt.Key(event.key()), event.modifiers()
        steps = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
        }  # fmt: skip
        page = max(1, self.viewport().height() // (self.layout_now().height + self.shape.gap))
        if not self.shape.row:
            steps |= {Qt.Key.Key_PageUp: (0, -page), Qt.Key.Key_PageDown: (0, page)}
        bare = not keys & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
        shift = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        if key in steps and bare:
            fresh = not self.selected
            self._go(self.current if fresh else self.layout_now().step(self.current, *steps[key]), shift)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else len(self.ids) - 1, shift)
        elif key == Qt.Key.Key_A and keys & Qt.KeyboardModifier.ControlModifier:
            self._set_selected(set(self.ids))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selected:
            self.trash_asked.emit(self.chosen())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.ids:
            self.opened.emit(self.ids[self.current])
        elif key == Qt.Key.Key_Space and self.ids:
            self.previewed.emit(self.ids[self.current])
        elif key == Qt.Key.Key_Escape and self.selected:
            self._set_selected(set())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    def _say(self) -> None:
        """A painted view is one node to a screen reader: its name says where the keyboard is."""
        if not self.ids:
            self.setAccessibleName(t("library.view_empty"))
            return
        fact = self.facts([self.ids[self.current]]).get(self.ids[self.current])
        name = shown_name(fact.asset.name) if fact else ""
        self.setAccessibleName(t("library.view_at", n=self.current + 1, total=len(self.ids), name=name))
        self.setAccessibleDescription(t("library.view_selected", n=len(self.selected)))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self._hit(QPointF(event.pos()))
            fact = self.facts([self.ids[hit]]).get(self.ids[hit]) if hit is not None else None
            if fact is None:
                QToolTip.hideText()
            else:
                asset = fact.asset
                lines = [asset.name, f"{asset.width} × {asset.height}", *ops.concerns(asset)]
                QToolTip.showText(event.globalPos(), plain_tip("\n".join(lines)), self)
            return True
        return super().viewportEvent(event)

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        layout, offset, view = self.layout_now(), self._offset(), self.viewport().size()
        shown = layout.visible(offset.x(), offset.y(), view.width(), view.height())
        facts = self.facts([self.ids[index] for index in shown])
        pen = CellPen(self.ctx.theme, self.shape, self.devicePixelRatioF())
        self.tiles.begin()
        for index in shown:
            fact = facts.get(self.ids[index])
            if fact is None:
                continue
            box = layout.cell(index)
            asset_id, focused = fact.asset.id, self.hasFocus() and index == self.current
            look = Look(asset_id in self.selected, asset_id in self.marked, focused)
            cell = QRect(box.x - offset.x(), box.y - offset.y(), box.width, box.height)
            pen.paint(painter, cell, fact, self.tiles, look)
        painter.end()
        self.tiles.fetch()
