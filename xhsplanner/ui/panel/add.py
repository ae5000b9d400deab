"""Adding pictures to a note: from the library by search, from files, by drop."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QListWidget, QListWidgetItem, QWidget

from xhsplanner.core import text as counts
from xhsplanner.core.words import t
from xhsplanner.ops import assets, notes
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.frames import Popup
from xhsplanner.ui.widgets.controls import label, plain_tip
from xhsplanner.ui.widgets.thumbs import Thumbs, cropped

SHOWN = 60
ICON = QSize(66, 88)
ID = Qt.ItemDataRole.UserRole


def most_pictures() -> int:
    """How many pictures the platform takes in one note, its cover among them."""
    return int(counts.facts("pictures")["limit"])


def covered(store: Store, note_id: int) -> bool:
    """Whether a template makes the cover of a note: it is posted as the first picture, before those of the note."""
    cover = store.notes.covers([note_id]).get(note_id)
    return bool(cover and cover.template)


def attach(ctx: Context, note_id: int, ids: Sequence[int], at: int | None, group: int | None = None) -> bool:
    """Put library pictures on a note as far as the platform's number allows; False where nothing was added.

    `group` (Change.group) joins the step that imported them.
    """
    there = {asset.id for asset in ctx.store.notes.pictures(note_id)}
    new = [i for i in dict.fromkeys(ids) if i not in there]
    cover = covered(ctx.store, note_id)
    room = max(0, most_pictures() - cover - len(there))
    if len(new) > room:
        ctx.toast(t("pictures.full_cover" if cover else "panel.pictures_full", n=most_pictures()), kind="error")
    dropped = set(new[room:])
    wanted = [i for i in dict.fromkeys(ids) if i not in dropped]
    return bool(wanted) and ctx.run(notes.attach, note_id, wanted, at=at, group=group) is not None


def attach_files(ctx: Context, note_id: int, files: Sequence[Path], at: int | None) -> None:
    """Import files into the library, off the GUI thread, and put them on a note in the order given: one step."""
    store = ctx.store

    def done(result: assets.Added) -> None:
        for path, reason in result.refused[:3]:
            ctx.toast(t("panel.refused_file", name=path.name, reason=reason), kind="error")
        ids = result.ids(files)
        if ids and store.notes.get(note_id) is not None:
            attach(ctx, note_id, ids, at, result.change.group if result.change is not None else None)

    ctx.tasks.start(lambda: assets.add(store, files), done, ctx.say_refusal)


class LibraryPopup(Popup):
    """Search the library and click pictures into the note; stays open for the next one."""

    picked = Signal(int)

    def __init__(self, parent: QWidget, ctx: Context, thumbs: Thumbs, used: Sequence[int]) -> None:
        """`used` are the pictures the note has already; they are left out."""
        super().__init__(parent, ctx.theme)
        self._ctx, self._thumbs, self._used = ctx, thumbs, set(used)
        self.field = QLineEdit()
        self.field.setPlaceholderText(t("panel.search_library"))
        self.field.setAccessibleName(t("panel.search_library"))
        self.field.textChanged.connect(self._load)
        self.list = QListWidget()
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setIconSize(ICON)
        self.list.setGridSize(ICON + QSize(14, 30))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setFixedSize(352, 300)
        self.list.setAccessibleName(t("panel.library"))
        self.list.installEventFilter(self)
        self.list.itemClicked.connect(self._pick)
        self.empty = label(t("panel.library_empty"), "soft", wrap=True)
        for widget in (self.field, self.list, self.empty):
            self.body.addWidget(widget)
        thumbs.loaded.connect(self._refresh)
        self._load()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        enter = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        item = self.list.currentItem()
        if enter and event.type() == QEvent.Type.KeyPress and item is not None:
            self._pick(item)
            return True
        return False

    def _load(self) -> None:
        self.list.clear()
        found = self._ctx.store.assets.find(self.field.text(), limit=SHOWN)
        self._assets = {asset.id: asset for asset in found if asset.id not in self._used}
        for asset in self._assets.values():
            item = QListWidgetItem(asset.name)
            item.setData(ID, asset.id)
            item.setToolTip(plain_tip(asset.name))
            self.list.addItem(item)
        self._refresh()
        self.list.setVisible(bool(self._assets))
        self.empty.setVisible(not self._assets)

    def _refresh(self, sha: str = "") -> None:
        ratio = self.devicePixelRatioF()
        for row in range(self.list.count()):
            item = self.list.item(row)
            asset = self._assets[item.data(ID)]
            if sha and asset.sha256 != sha:
                continue
            pixmap = self._thumbs.get(asset)
            if pixmap is not None:
                item.setIcon(QIcon(cropped(pixmap, ICON, ratio)))

    def _pick(self, item: QListWidgetItem) -> None:
        asset_id = int(item.data(ID))
        self._used.add(asset_id)
        self._assets.pop(asset_id, None)
        self.list.takeItem(self.list.row(item))
        self.picked.emit(asset_id)
