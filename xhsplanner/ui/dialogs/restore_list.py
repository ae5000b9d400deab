"""The list of backups: by day, what each was made for, its time and size, and whether it still is whole."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyleOptionViewItem

from xhsplanner.core.words import t
from xhsplanner.store.snapshots import Snapshot
from xhsplanner.ui.dialogs.restore_words import heading, kind_text, size_text
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import plain_tip
from xhsplanner.ui.widgets.two_lines import ENTRY, Entry, TwoLines

HEADING = 34
MARKS = {None: ("circle", "text3"), True: ("circle-check", "ok"), False: ("triangle-alert", "danger")}
"""Icon and colour by what is known: not looked at yet, whole, not what it was."""
SAID = {None: "restore.checking", True: "restore.sound", False: "restore.bad"}


class _Rows(TwoLines):
    """Days as headings over their backups."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), HEADING) if index.data(ENTRY).value is None else size

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: Entry = index.data(ENTRY)
        if entry.value is not None:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setFont(self._theme.font(11, bold=True))
        painter.setPen(self._theme.color("text3"))
        box = QRectF(option.rect).adjusted(10, 8, -10, -2)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), entry.title)
        painter.restore()

    def paint_mark(self, painter: QPainter, box: QRectF, entry: Entry) -> None:
        icon, color = MARKS[entry.value.sound]
        pixmap = self._theme.pixmap(icon, color, 18, painter.device().devicePixelRatioF())
        painter.drawPixmap(box.center().toPoint().x() - 9, box.center().toPoint().y() - 9, pixmap)


class Known:
    """A backup, and what is known of it: None until it was read."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.sound: bool | None = None


class SnapshotList(QListWidget):
    """`picked(Known)` when another one is chosen."""

    picked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(t("restore.list"))
        self.setItemDelegate(_Rows(theme, self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.known: list[Known] = []
        self._items: dict[Path, QListWidgetItem] = {}
        self.currentItemChanged.connect(self._chosen)

    def show_snapshots(self, snapshots: Sequence[Snapshot]) -> None:
        """List these, newest first, and choose the newest."""
        self.known = [Known(snapshot) for snapshot in snapshots]
        for day, group in groupby(self.known, key=lambda one: one.snapshot.at.date()):
            item = QListWidgetItem(self)
            item.setData(ENTRY, Entry(None, heading(day)))
            item.setText(heading(day))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            for one in group:
                self._items[one.snapshot.path] = QListWidgetItem(self)
                self._fill(one)
        if self.known:
            self.setCurrentItem(self._items[self.known[0].snapshot.path])

    def _fill(self, one: Known) -> None:
        item, snapshot = self._items[one.snapshot.path], one.snapshot
        entry = Entry(one, kind_text(snapshot), size_text(snapshot), number=f"{snapshot.at:%H:%M}")
        item.setData(ENTRY, entry)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.spoken} {t(SAID[one.sound])}")
        item.setToolTip(plain_tip(f"{snapshot.path.name} · {t(SAID[one.sound])}"))

    def tell(self, path: Path, sound: bool) -> None:
        """Show what reading a backup told."""
        for one in self.known:
            if one.snapshot.path == path:
                one.sound = sound
                self._fill(one)

    def _chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.picked.emit(item.data(ENTRY).value)
