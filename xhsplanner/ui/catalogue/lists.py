"""The two lists of the room 资料: the nouns at the left, and the rows of one noun beside them."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.words import t
from xhsplanner.ui.catalogue.nouns import NOUNS
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconButton, TextButton, label
from xhsplanner.ui.widgets.two_lines import ENTRY, Entry, TwoLines

NOUN_ROW = 36
BARE = (
    "QListWidget { border: 0; padding: 0; background: transparent; } QListWidget:focus { border: 0; padding: 0; }"
)


class EntryList(QListWidget):
    """A list of Entries."""

    def __init__(self, theme: Theme, height: int) -> None:
        super().__init__()
        self.setItemDelegate(TwoLines(theme, self, height=height))
        self.setStyleSheet(BARE)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        theme.changed.connect(self.viewport().update)

    def show_entries(self, entries: Iterable[Entry]) -> None:
        """Show these and nothing else; items that stay are filled anew, so that the place in the list stays."""
        at = -1
        for at, entry in enumerate(entries):
            item = self.item(at)
            if item is None:
                item = QListWidgetItem()
                self.addItem(item)
            item.setData(ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, entry.spoken)
        for row in reversed(range(at + 1, self.count())):
            self.takeItem(row)

    def entry(self, row: int) -> Entry | None:
        """What a row shows."""
        item = self.item(row)
        found: Entry | None = item.data(ENTRY) if item is not None else None
        return found


class NounList(EntryList):
    """The nouns, each with how many there are; `chosen(noun)`."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, NOUN_ROW)
        self.setFixedWidth(168)
        self.setAccessibleName(t("catalogue.title"))
        self.show_counts({})
        self.currentRowChanged.connect(lambda row: self.chosen.emit(list(NOUNS)[row]) if row >= 0 else None)

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show how many rows each noun has."""
        self.show_entries(
            Entry(noun.id, t(f"catalogue.tab.{noun.id}"), icon=noun.icon, number=str(counts.get(noun.id) or ""))
            for noun in NOUNS.values()
        )

    def show_noun(self, noun: str) -> None:
        """Mark a noun without telling."""
        self.blockSignals(True)
        self.setCurrentRow(list(NOUNS).index(noun))
        self.blockSignals(False)


class Rows(EntryList):
    """The rows of a noun. Several may be chosen; dragging one, or Alt+↑↓, says the new order with `ordered`."""

    ordered = Signal(list)
    left = Signal()
    """Enter, F2 or →: the keyboard goes to the form."""
    dropped = Signal()
    """Delete."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 46)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._order: list[int] = []
        self._wait.timeout.connect(lambda: self.ordered.emit(self._order))
        self.model().rowsMoved.connect(self._moved)

    def ids(self) -> list[int]:
        """The row ids from top to bottom."""
        return [self.item(row).data(ENTRY).value.id for row in range(self.count())]

    def _moved(self) -> None:
        """Qt moves several rows one by one: the order is told after the last."""
        self._order = self.ids()
        self._wait.start(0)

    def chosen(self) -> list[Any]:
        """The chosen rows from top to bottom."""
        places = sorted(index.row() for index in self.selectedIndexes())
        return [self.item(row).data(ENTRY).value for row in places]

    def choose(self, ids: Sequence[int]) -> None:
        """Choose the rows with these ids, the first of which becomes current; the top one where none is there."""
        known = {row_id: at for at, row_id in enumerate(self.ids())}
        places = [known[row_id] for row_id in ids if row_id in known] or ([0] if self.count() else [])
        self.clearSelection()
        if places:
            self.setCurrentRow(places[0])
        for place in places:
            self.item(place).setSelected(True)

    def shift(self, by: int) -> None:
        """Move the chosen row up (-1) or down (+1)."""
        ids, at = self.ids(), self.currentRow()
        if self.dragEnabled() and 0 <= at < len(ids) and 0 <= at + by < len(ids):
            ids[at], ids[at + by] = ids[at + by], ids[at]
            self.ordered.emit(ids)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.left.emit()
        elif key == Qt.Key.Key_Delete:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class RowsPane(QWidget):
    """Search, count and switch above, the rows, and the buttons below."""

    searched = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedWidth(312)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(t("catalogue.search"))
        self.search.textChanged.connect(lambda _text: self.searched.emit())
        column.addWidget(self.search)
        head = QHBoxLayout()
        self.count = label("", "soft")
        self.archived = QCheckBox(t("catalogue.show_archived"))
        self.archived.toggled.connect(lambda _on: self.searched.emit())
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.archived)
        column.addLayout(head)
        self.rows = Rows(theme)
        column.addWidget(self.rows, 1)
        self.nothing = label("", "soft", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setMinimumSize(QSize(0, 120))
        column.addWidget(self.nothing, 1)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        self.add = TextButton(theme, t("catalogue.add"), "plus", "primary")
        self.up = IconButton(theme, "arrow-up", t("catalogue.up"), look="")
        self.down = IconButton(theme, "arrow-down", t("catalogue.down"), look="")
        self.up.clicked.connect(lambda: self.rows.shift(-1))
        self.down.clicked.connect(lambda: self.rows.shift(1))
        foot.addWidget(self.add)
        foot.addStretch(1)
        foot.addWidget(self.up)
        foot.addWidget(self.down)
        column.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.rows.setFocus()
        else:
            super().keyPressEvent(event)

    def show_noun(self, noun: str) -> None:
        """Name the fields for a noun, and empty the search."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.search.setPlaceholderText(t("catalogue.search_in", noun=t(f"catalogue.tab.{noun}")))
        self.rows.setAccessibleName(t(f"catalogue.tab.{noun}"))
        self.add.setText(t(f"catalogue.add_{noun}"))
        self.add.setAccessibleName(t(f"catalogue.add_{noun}"))

    def show_entries(self, entries: Sequence[Entry], known: int) -> None:
        """Show what was found of `known` rows; order can be changed where all are shown."""
        self.rows.show_entries(entries)
        whole = not self.search.text().strip()
        self.rows.setDragEnabled(whole)
        self.rows.setVisible(bool(entries))
        self.nothing.setVisible(not entries)
        self.nothing.setText(t("catalogue.not_found") if known and not whole else "")
        self.count.setText(
            t("catalogue.count", n=len(entries)) if whole else t("catalogue.count_of", n=len(entries), known=known)
        )

    def show_place(self) -> None:
        """Let the arrows follow the chosen row."""
        at, movable = self.rows.currentRow(), self.rows.dragEnabled() and len(self.rows.selectedIndexes()) == 1
        self.up.setEnabled(movable and at > 0)
        self.down.setEnabled(movable and at < self.rows.count() - 1)
