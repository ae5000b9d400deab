"""Rows of two lines for lists: a mark, a bold title, a soft detail, perhaps a number at the right. Plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import draw_avatar

ROW = 46
LEFT = Qt.AlignmentFlag.AlignLeft
ENTRY = Qt.ItemDataRole.UserRole
"""The role under which an item keeps its Entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row shows. Its mark is an `avatar` (initial, #RRGGBB), a dot of a `color`, or an `icon`.

    `number` stands at the right; `faded` is for what is archived. `value` is what the row is about.
    """

    value: Any
    title: str
    detail: str = ""
    avatar: tuple[str, str] | None = None
    color: QColor | None = None
    icon: str = ""
    number: str = ""
    faded: bool = False
    marked: tuple[tuple[int, int], ...] = ()
    """What of the title a search found, from–to, painted on marker's paper; `marked_detail` of the detail."""
    marked_detail: tuple[tuple[int, int], ...] = ()

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return " ".join(part for part in (self.title, self.detail, self.number) if part)


class TwoLines(QStyledItemDelegate):
    """Paints the Entry of each item. `chosen` is the token of the chosen row's paper; one line without details."""

    def __init__(self, theme: Theme, parent: QWidget, chosen: str = "accent_soft", height: int = ROW) -> None:
        super().__init__(parent)
        self._theme, self._chosen, self._height = theme, chosen, height

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, self._height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: Entry = index.data(ENTRY)
        box = QRectF(option.rect).adjusted(2, 1, -2, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_paper(painter, option, box)
        if entry.faded:
            painter.setOpacity(0.55)
        side = 26 if self._height >= ROW else 20
        mark = QRectF(box.x() + 8, box.center().y() - side / 2, side, side)
        self.paint_mark(painter, mark, entry)
        words = box.adjusted(side + 18, 4, -10, -4)
        if entry.number:
            painter.setFont(self._theme.font(11))
            painter.setPen(self._theme.color("text3"))
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), entry.number)
            words.setRight(words.right() - painter.fontMetrics().horizontalAdvance(entry.number) - 8)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._theme.font(13, bold=self._height >= ROW or self._is_chosen(option)))
        painter.setPen(self._theme.color("text"))
        where = Qt.AlignmentFlag.AlignTop if entry.detail else middle
        self._mark(painter, words, entry.title, entry.marked, where)
        self._line(painter, words, entry.title, where, bool(entry.marked))
        painter.setFont(self._theme.font(11))
        painter.setPen(self._theme.color("text2"))
        self._mark(painter, words, entry.detail, entry.marked_detail, Qt.AlignmentFlag.AlignBottom)
        self._line(painter, words, entry.detail, Qt.AlignmentFlag.AlignBottom, bool(entry.marked_detail))
        painter.restore()

    @staticmethod
    def _is_chosen(option: QStyleOptionViewItem) -> bool:
        return bool(option.state & QStyle.StateFlag.State_Selected)

    def _paint_paper(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF) -> None:
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        chosen = self._is_chosen(option)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(self._chosen if chosen else "surface2"))
            painter.drawRoundedRect(box, 8, 8)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("focus"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 8, 8)

    def paint_mark(self, painter: QPainter, box: QRectF, entry: Entry) -> None:
        """Draw the mark of an entry into a square."""
        if entry.avatar is not None:
            draw_avatar(painter, self._theme, box, *entry.avatar)
        elif entry.color is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(entry.color)
            painter.drawRoundedRect(box.adjusted(5, 5, -5, -5), 5, 5)
        elif entry.icon:
            ratio = painter.device().devicePixelRatioF()
            pixmap = self._theme.pixmap(entry.icon, "text2", 18, ratio)
            painter.drawPixmap(box.center().toPoint().x() - 9, box.center().toPoint().y() - 9, pixmap)

    def _mark(
        self, painter: QPainter, box: QRectF, text: str, marked: Sequence[tuple[int, int]], where: Qt.AlignmentFlag
    ) -> None:
        """Lay paper under what was found; a text with marks is one line already."""
        metrics = painter.fontMetrics()
        high = float(metrics.height())
        top = {
            Qt.AlignmentFlag.AlignTop: box.top(),
            Qt.AlignmentFlag.AlignBottom: box.bottom() - high,
        }.get(where, box.center().y() - high / 2)
        for first, last in marked:
            left = box.left() + metrics.horizontalAdvance(text[:first])
            right = min(box.left() + metrics.horizontalAdvance(text[:last]), box.right())
            if left < right:
                painter.fillRect(QRectF(left, top, right - left, high), self._theme.color("warn_soft"))

    @staticmethod
    def _line(painter: QPainter, box: QRectF, text: str, where: Qt.AlignmentFlag, as_it_is: bool = False) -> None:
        flat = text if as_it_is else " ".join(text.split())
        short = painter.fontMetrics().elidedText(flat, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, int(where | LEFT | Qt.TextFlag.TextSingleLine), short)
