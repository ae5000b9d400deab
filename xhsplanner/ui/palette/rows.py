"""The list of the palette: one line per entry, with headings, keys and why something cannot be done."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from xhsplanner.core.words import t, words
from xhsplanner.ui.palette.entries import Entry
from xhsplanner.ui.theme import Theme

ROW, HEAD = 36, 28
ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
Line = Entry | str
"""An entry, or the heading of the ones below it."""


class Lines(QAbstractListModel):
    """What is shown: headings cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []

    def show(self, lines: list[Line]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """The entry of a line, None for a heading."""
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return line if isinstance(line, Entry) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.entry(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == ENTRY:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(line, str):
                return line
            return " · ".join(part for part in (line.title, line.hint, line.keys, line.why) if part)
        return None


class Painter(QStyledItemDelegate):
    """Draws a line: icon, title, hint; at the right the keys, or why it cannot be done."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HEAD if isinstance(index.data(ENTRY), str) else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, theme, box = index.data(ENTRY), self._theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, str):
            painter.setFont(theme.font(11))
            painter.setPen(theme.color("text3"))
            painter.drawText(box.adjusted(14, 6, 0, 0), Qt.AlignmentFlag.AlignVCenter, line)
        else:
            chosen = option.widget.currentIndex() == index  # type: ignore[attr-defined]
            self._entry(painter, box.adjusted(4, 1, -4, -1), line, chosen)
        painter.restore()

    def _entry(self, painter: QPainter, box: QRectF, entry: Entry, chosen: bool) -> None:
        theme = self._theme
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(box, 7, 7)
        tone = "text3" if entry.why else "accent" if chosen else "text2"
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(
            round(box.x()) + 10, round(box.center().y()) - 8, theme.pixmap(entry.icon, tone, 16, ratio)
        )
        right = self._keys(painter, box, entry)
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text3" if entry.why else "text"))
        left = box.x() + 38
        metrics = painter.fontMetrics()
        title = metrics.elidedText(" ".join(entry.title.split()), Qt.TextElideMode.ElideRight, int(right - left))
        self._text(painter, QRectF(left, box.y(), right - left, box.height()), title)
        left += metrics.horizontalAdvance(title) + 12
        if entry.hint and right - left > 40:
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("text3"))
            hint = painter.fontMetrics().elidedText(
                " ".join(entry.hint.split()), Qt.TextElideMode.ElideRight, int(right - left)
            )
            self._text(painter, QRectF(left, box.y(), right - left, box.height()), hint)

    def _keys(self, painter: QPainter, box: QRectF, entry: Entry) -> float:
        """Draw what stands at the right; returns where the rest must end."""
        theme, words = self._theme, entry.why or entry.keys
        if not words:
            return box.right() - 12
        font = theme.font(11)
        width = QFontMetrics(font).horizontalAdvance(words)
        painter.setFont(font)
        place = QRectF(box.right() - width - 22, box.center().y() - 10, width + 12, 20)
        if not entry.why:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(place, 5, 5)
        painter.setPen(theme.color("text2"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        return place.left() - 12

    @staticmethod
    def _text(painter: QPainter, box: QRectF, text: str) -> None:
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)


def by_group(entries: list[Entry]) -> list[Line]:
    """Entries under their headings; a group stands where its first entry does."""
    lines: list[Line] = []
    for group in dict.fromkeys(entry.group for entry in entries):
        key = f"action.group.{group}"
        lines.append(t(key) if words.has(key) else t(f"palette.group.{group}"))
        lines += [entry for entry in entries if entry.group == group]
    return lines
