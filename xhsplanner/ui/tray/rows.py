"""The list of the tray: topics with their heat and last day, or notes without a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from xhsplanner.core import clock
from xhsplanner.core.model import Note
from xhsplanner.core.planning import Topic
from xhsplanner.core.words import t
from xhsplanner.ops.topics import HOTTEST
from xhsplanner.ui.context import Context
from xhsplanner.ui.notes.mime import NOTES, TOPICS, carrying
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.cards import paint_ring
from xhsplanner.ui.widgets.controls import draw_avatar
from xhsplanner.ui.widgets.states import ring_state

LINE = Qt.ItemDataRole.UserRole
HEIGHT = 52
BAR_W = 56
SOON = 3
"""Days before the last one of a topic from which it is said in red."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """One row. A topic has `heat`, a note a `ring` and the `avatar` (initial, colour) of its account."""

    id: int
    title: str
    detail: str
    palette: str | None = None
    heat: int | None = None
    ring: str = ""
    avatar: tuple[str, str] | None = None
    faded: bool = False
    alarm: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        heat = t("tray.heat_is", n=self.heat) if self.heat is not None else ""
        ring = t(f"status.{self.ring}") if self.ring else ""
        return t("tray.comma").join(part for part in (self.title, ring, self.detail, heat) if part)


def ends(until: date | None, today: date) -> str:
    """How long a topic is worth anything: `3 天后过期`, "" without a last day."""
    if until is None:
        return ""
    left = (until - today).days
    if left < 0:
        return t("tray.over", n=-left)
    return t("tray.last_day") if left == 0 else t("tray.days_left", n=left)


def of_topics(ctx: Context, topics: Sequence[Topic]) -> list[Line]:
    """Topics as rows: the hottest first, those that are over last."""
    today, catalog = clock.today(), ctx.store.catalog
    used = ctx.store.topics.notes_of([topic.id for topic in topics]) if topics else {}
    found = []
    for topic in sorted(topics, key=lambda one: one.stale(today)):
        series = catalog.series_by_id(topic.series_id)
        over, notes = topic.stale(today), used.get(topic.id, 0)
        parts = (ends(topic.until, today), t("tray.notes", n=notes) if notes else "", series.name if series else "")
        soon = topic.until is not None and 0 <= (topic.until - today).days <= SOON
        detail = " · ".join(part for part in parts if part)
        palette = series.palette if series else None
        found.append(Line(topic.id, topic.title, detail, palette, topic.heat, faded=over, alarm=soon))
    return found


def of_notes(ctx: Context, notes: Sequence[Note]) -> list[Line]:
    """Notes without a day as rows."""
    now, catalog, found = clock.now(), ctx.store.catalog, []
    for note in notes:
        series, account = catalog.series_by_id(note.series_id), catalog.account(note.account_id)
        names = (account.name if account else "", series.name if series else "")
        face = (account.initial, account.color) if account else None
        palette = series.palette if series else None
        title, detail = note.title or note.code, " · ".join(one for one in names if one)
        found.append(Line(note.id, title, detail, palette, ring=ring_state(note, now), avatar=face))
    return found


class Lines(QAbstractListModel):
    """The rows; they can be dragged to a day."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.kind = TOPICS

    def show(self, lines: list[Line], kind: str) -> None:
        """Show these rows, of topics or of notes."""
        self.beginResetModel()
        self.lines, self.kind = lines, kind
        self.endResetModel()

    def row_of(self, row_id: int) -> int | None:
        """Where a topic or note stands."""
        return next((place for place, line in enumerate(self.lines) if line.id == row_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken
        return None

    def mimeTypes(self) -> list[str]:
        return [NOTES, TOPICS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = sorted({index.row() for index in indexes})
        return carrying(self.kind, [self.lines[row].id for row in rows])

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction


class Painter(QStyledItemDelegate):
    """Paints a row: the strip of its series, its title, below it heat or account and what else there is to say."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        theme, box = self._theme, QRectF(option.rect).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paper(painter, option, box)
        if line.faded:
            painter.setOpacity(0.5)
        strip = theme.series(line.palette).solid if line.palette is not None else theme.color("border2")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(strip)
        painter.drawRoundedRect(QRectF(box.x() + 5, box.y() + 6, 3, box.height() - 12), 1.5, 1.5)
        words = box.adjusted(16, 5, -8, -6)
        title = words
        if line.ring:
            ring = QRectF(words.x(), words.y() + 2, 13, 13)
            paint_ring(painter, ring, line.ring, theme.status(line.ring), theme.color("surface"))
            title = words.adjusted(19, 0, 0, 0)
        self._text(painter, title, line.title, 13, "text", Qt.AlignmentFlag.AlignTop)
        self._below(painter, words, line)
        painter.restore()

    def _below(self, painter: QPainter, words: QRectF, line: Line) -> None:
        theme, rest = self._theme, words
        if line.heat:  # a topic nobody has rated shows no empty bar and no 0
            self._heat(painter, QRectF(words.x(), words.bottom() - 8, BAR_W, 4), line.heat)
            self._text(painter, words.adjusted(BAR_W + 6, 0, 0, 0), str(line.heat), 11, "text3")
            rest = words.adjusted(BAR_W + 30, 0, 0, 0)
        elif line.avatar is not None:
            face = QRectF(words.x(), words.bottom() - 15, 15, 15)
            draw_avatar(painter, theme, face, *line.avatar)
            rest = words.adjusted(21, 0, 0, 0)
        self._text(painter, rest, line.detail, 11, "danger" if line.alarm else "text2")

    def _heat(self, painter: QPainter, box: QRectF, heat: int) -> None:
        theme = self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(box, 2, 2)
        if heat > 0:
            fill = QColor(theme.color("accent" if heat >= 70 else "warn" if heat >= 40 else "text3"))
            painter.setBrush(fill)
            painter.drawRoundedRect(QRectF(box.x(), box.y(), max(4, box.width() * heat / HOTTEST), 4), 2, 2)

    def _paper(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF) -> None:
        theme = self._theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("accent_soft" if chosen else "surface2" if hovered else "surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("focus"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _text(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        size: int,
        color: str,
        where: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignBottom,
    ) -> None:
        painter.setFont(self._theme.font(size))
        painter.setPen(self._theme.color(color))
        flat = " ".join(text.split())
        short = painter.fontMetrics().elidedText(flat, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, int(where | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine), short)
