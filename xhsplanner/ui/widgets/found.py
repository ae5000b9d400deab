"""What drops down from the search field: notes with the place where they hold it, and what else has that name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStyleOptionViewItem, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import label
from xhsplanner.ui.widgets.two_lines import ENTRY, ROW, Entry, TwoLines

HEAD = 26
WIDTH, ROWS = 420, 9
"""The least width of the list, and how many rows it shows without scrolling."""
KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Index = QModelIndex | QPersistentModelIndex
Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind below a heading; `act` of each is what taking it does."""

    title: str
    rows: Sequence[tuple[Entry, Act]]


class Rows(TwoLines):
    """Paints headings too."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, HEAD if isinstance(index.data(ENTRY), str) else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        head = index.data(ENTRY)
        if not isinstance(head, str):
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setFont(self._theme.font(11))
        painter.setPen(self._theme.color("text3"))
        box = QRectF(option.rect).adjusted(12, 4, -8, 0)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), head)
        painter.restore()


class Results(QFrame):
    """The list under a field; a child of the window, so that the keyboard stays in one place."""

    taken = Signal()
    """A row was taken; before what it does."""

    def __init__(self, theme: Theme, field: QWidget) -> None:
        super().__init__(field.window())
        self._field = field
        self._acts: list[Act | None] = []
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(0)
        self.list = QListWidget()
        self.list.setStyleSheet(
            "QListWidget { border: 0; padding: 0; } QListWidget:focus { border: 0; padding: 0; }"
        )
        self.list.setAccessibleName(t("shell.search_results"))
        self.list.setItemDelegate(Rows(theme, self.list, chosen="sunken"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda item: self.take(self.list.row(item)))
        self.list.setMouseTracking(True)
        self.list.itemEntered.connect(self._hover)
        self.list.installEventFilter(self)
        self.said = label("", "soft")
        self.said.setContentsMargins(12, 12, 12, 12)
        self.foot = label(t("shell.search_foot"), "faint")
        self.foot.setContentsMargins(10, 4, 10, 4)
        for widget in (self.list, self.said, self.foot):
            column.addWidget(widget)

    def show_groups(self, groups: Sequence[Group], said: str = "") -> None:
        """Show these rows, or in their place a sentence. One group alone needs no heading."""
        groups = [group for group in groups if group.rows]
        self.list.clear()
        self._acts = []
        for group in groups:
            if len(groups) > 1:
                self._add(group.title, None)
            for entry, act in group.rows:
                self._add(entry, act)
        heads = sum(act is None for act in self._acts)
        self.list.setCurrentRow(self.first())
        self.list.setVisible(bool(groups))
        self.said.setText(said)
        self.said.setVisible(not groups)
        rows = len(self._acts) - heads
        height = min(rows * ROW + heads * HEAD, ROWS * ROW) + 10 if groups else 52
        self._place(height + self.foot.sizeHint().height())
        self.show()
        self.raise_()

    def _add(self, entry: Entry | str, act: Act | None) -> None:
        item = QListWidgetItem()
        item.setData(ENTRY, entry)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, entry if isinstance(entry, str) else entry.spoken)
        if act is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)
        self._acts.append(act)

    def _place(self, height: int) -> None:
        field, window = self._field, self.window()
        width = max(field.width(), WIDTH)
        corner = field.mapTo(window, QPoint(field.width() - width, field.height() + 6))
        self.setGeometry(max(0, corner.x()), corner.y(), width, min(height, window.height() - corner.y() - 8))

    def first(self) -> int:
        """The first row that can be taken."""
        return next((row for row, act in enumerate(self._acts) if act is not None), -1)

    def enter(self) -> None:
        """Take the keyboard into the list, at the second row that can be taken."""
        rows = [row for row, act in enumerate(self._acts) if act is not None]
        self.list.setFocus()
        if rows:
            self.list.setCurrentRow(rows[min(1, len(rows) - 1)])

    def take(self, row: int) -> None:
        """Do what a row is for."""
        act = self._acts[row] if 0 <= row < len(self._acts) else None
        if act is not None:
            self.taken.emit()
            act()

    def _hover(self, item: QListWidgetItem) -> None:
        if item.flags():
            self.list.setCurrentItem(item)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and not self._field.hasFocus():
            self.hide()
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in KEYS:
                self.take(self.list.currentRow())
                return True
            above = event.key() == Qt.Key.Key_Up and self.list.currentRow() == self.first()
            if event.key() == Qt.Key.Key_Escape or above:
                self._field.setFocus()
                return True
        return False
