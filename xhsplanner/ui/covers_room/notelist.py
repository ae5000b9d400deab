"""The notes of the week as a designer walks through them: cover, title, time, and how far the cover is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from xhsplanner.core.model import CoverState
from xhsplanner.core.words import t
from xhsplanner.ops.covers import CoverSpec
from xhsplanner.ui.covers_room.model import Row
from xhsplanner.ui.panel.feed_preview import two_lines
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.cards import paint_ring
from xhsplanner.ui.widgets.controls import draw_focus, plain_tip

THUMB = QSize(48, 64)
HEIGHT = 80
ROW = Qt.ItemDataRole.UserRole
RINGS = {
    CoverState.NONE: "todo",
    CoverState.REQUESTED: "drafting",
    CoverState.IN_PROGRESS: "review",
    CoverState.DONE: "published",
}
"""Cover states read by the same rings as a note's status: empty, quarter, half, ticked."""

Thumb = Callable[[Row], QPixmap | None]
Index = QModelIndex | QPersistentModelIndex


class Rows(QAbstractListModel):
    """The rows for the view; the same notes again only change what is shown of them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Take other rows."""
        same = [row.note.id for row in rows] == [row.note.id for row in self.rows]
        if same:
            self.rows = list(rows)
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
        else:
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        shown: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: row.title,
            Qt.ItemDataRole.AccessibleTextRole: row.spoken,
            Qt.ItemDataRole.ToolTipRole: plain_tip(row.spoken),
            ROW: row,
        }
        return shown.get(role)


class Painter(QStyledItemDelegate):
    """Paints one row."""

    def __init__(self, theme: Theme, thumb: Thumb, parent: QListView) -> None:
        super().__init__(parent)
        self._theme, self._thumb, self._view = theme, thumb, parent

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(160, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        area = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._ground(painter, area.adjusted(2, 1, -2, -1), state)
        picture = QRectF(area.x() + 10, area.y() + (HEIGHT - THUMB.height()) / 2, THUMB.width(), THUMB.height())
        self._picture(painter, picture, row)
        left = picture.right() + 10
        self._words(painter, QRectF(left, area.y() + 7, area.right() - left - 10, HEIGHT - 14), row)
        painter.restore()

    def _ground(self, painter: QPainter, area: QRectF, state: QStyle.StateFlag) -> None:
        chosen, hover = state & QStyle.StateFlag.State_Selected, state & QStyle.StateFlag.State_MouseOver
        if chosen or hover:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent_soft" if chosen else "surface2"))
            painter.drawRoundedRect(area, 8, 8)
        if chosen and self._view.hasFocus():
            draw_focus(painter, self._theme, area, 8)

    def _picture(self, painter: QPainter, box: QRectF, row: Row) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(box, 5, 5)
        pixmap = self._thumb(row)
        painter.save()
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        if pixmap is None or pixmap.isNull():
            painter.fillRect(box, self._theme.series(row.palette).bg)
        else:
            painter.drawPixmap(box, pixmap, QRectF(pixmap.rect()))
        painter.restore()
        painter.setPen(QPen(self._theme.color("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)

    def _words(self, painter: QPainter, box: QRectF, row: Row) -> None:
        theme = self._theme
        font = theme.font(13)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        for number, line in enumerate(two_lines(row.title, font, box.width())):
            shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, round(box.width()) + 1)
            painter.drawText(QRectF(box.x(), box.y() + number * 17, box.width(), 17), flags, shown)
        painter.setFont(theme.font(11))
        below = QRectF(box.x(), box.bottom() - 30, box.width(), 15)
        painter.setPen(theme.color("text3"))
        place = f"{row.when} · {row.account}"
        shown = painter.fontMetrics().elidedText(place, Qt.TextElideMode.ElideRight, round(below.width()))
        painter.drawText(below, flags, shown)
        self._state(painter, below.translated(0, 15), row)

    def _state(self, painter: QPainter, box: QRectF, row: Row) -> None:
        ring = RINGS[row.note.cover_state]
        color = self._theme.status(ring)
        paper = QColor(self._theme.color("surface"))
        paint_ring(painter, QRectF(box.x(), box.y() + 2, 11, 11), ring, color, paper)
        painter.setPen(self._theme.color("text2"))
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(box.adjusted(16, 0, 0, 0), flags, row.state)
        if row.note.locked:
            lock = self._theme.pixmap("lock", "text3", 12, painter.device().devicePixelRatioF())
            painter.drawPixmap(round(box.right() - 13), round(box.y() + 1), lock)


class NoteList(QListView):
    """Arrows walk; `walked(note id)` when the user goes to another note."""

    walked = Signal(int)

    def __init__(self, theme: Theme, thumb: Thumb) -> None:
        super().__init__()
        self._rows = Rows()
        self._quiet = False
        self.setModel(self._rows)
        self.setItemDelegate(Painter(theme, thumb, self))
        self.setAccessibleName(t("covers_room.list"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; border: 0; padding: 0; }")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.selectionModel().currentChanged.connect(self._moved)
        theme.changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[Row], note_id: int | None) -> None:
        """Show these rows with the note's one marked."""
        self._quiet = True
        try:
            self._rows.show_rows(rows)
            at = next((i for i, row in enumerate(rows) if row.note.id == note_id), -1)
            self.setCurrentIndex(self._rows.index(at) if at >= 0 else QModelIndex())
        finally:
            self._quiet = False

    def update_cover(self, spec: CoverSpec) -> None:
        """Paint again what shows this cover."""
        for at, row in enumerate(self._rows.rows):
            if row.spec == spec:
                self.update(self._rows.index(at))

    def visible_rows(self) -> list[Row]:
        """The rows that can be seen, from the top."""
        area = self.viewport().rect()
        return [
            row for i, row in enumerate(self._rows.rows) if self.visualRect(self._rows.index(i)).intersects(area)
        ]

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and now.isValid():
            self.walked.emit(now.data(ROW).note.id)
