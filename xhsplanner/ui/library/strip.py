"""The drawer of pictures under the week board: filter, drag onto a note, import."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from xhsplanner.core.change import Change
from xhsplanner.core.words import t
from xhsplanner.ops import assets as ops
from xhsplanner.ops import notes
from xhsplanner.ui.context import Context
from xhsplanner.ui.library.chips import Chips, chips_of
from xhsplanner.ui.library.drop import FileDrops
from xhsplanner.ui.library.importer import ImportBar, Importer
from xhsplanner.ui.library.layout import Shape
from xhsplanner.ui.library.preview import PicturePreview
from xhsplanner.ui.library.view import AssetView
from xhsplanner.ui.widgets.controls import ElidedLabel, TextButton, label

ROW = Shape(tile_width=52, tile_height=68, words=22, gap=16, margin=6, row=True)
ORDER = ("all", "tag", "unused")


class AssetStrip(FileDrops, QFrame):
    """One row of the library, newest first."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.importer = Importer(ctx, self)
        self._stale = True
        self.setProperty("look", "panel")
        self.setFixedHeight(ctx.theme.metric("strip"))
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        self.reload()

    def _build(self) -> None:
        ctx = self.ctx
        self.chips = Chips(ctx)
        self.hint = ElidedLabel(t("library.hint_cover"), "soft")
        self.adder = TextButton(ctx.theme, t("library.import"), "upload", "link")
        self.view = AssetView(ctx, ROW)
        self.empty = label("", "faint")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        self.bar = ImportBar(ctx, self.importer)
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(label(t("library.title"), "strong"))
        head.addWidget(self.chips, 1)
        head.addWidget(self.bar)
        head.addWidget(self.hint)
        head.addWidget(self.adder)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.chips.picked.connect(self._list)
        self.adder.clicked.connect(lambda: self.importer.ask(self))
        self.importer.finished.connect(self._imported)
        self.view.opened.connect(self._open)
        self.view.previewed.connect(self._preview)
        self.view.trash_asked.connect(lambda ids: self.ctx.run(ops.trash, ids))
        self.ctx.changed.connect(self._on_change)
        self.ctx.selected.connect(lambda _note: self._mark())

    def reload(self) -> None:
        """Read counts and pictures again."""
        self._stale = False
        self._refresh()
        self._list()

    def _refresh(self) -> None:
        """Read again what tiles and chips say, not which pictures there are."""
        self.chips.show_chips(chips_of(self.ctx.store.assets.counts(), ORDER))
        self.view.refresh()
        self._mark()

    def _list(self) -> None:
        self.view.show_ids(self.chips.filter.ids(self.ctx))
        self.stack.setCurrentWidget(self.view if self.view.ids else self.empty)
        self.empty.setText(t("library.strip_empty" if self.chips.filter.kind == "all" else "library.strip_nothing"))

    def _mark(self) -> None:
        note = self.ctx.note_id
        pictures = self.ctx.store.assets.for_note(note) if note is not None else []
        self.view.mark(asset.id for asset in pictures)

    def _on_change(self, change: Change) -> None:
        if not change.touches("asset", "asset_tag", "tag", "note_asset", "cover"):
            return
        if not self.isVisible():
            self._stale = True
        elif change.touches("asset", "asset_tag", "tag") or self.chips.filter.kind == "unused":
            self.reload()
        else:
            self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _imported(self, result: ops.Added) -> None:
        self.reload()
        self.view.select([asset.id for asset in (*result.added, *result.restored)])

    def _open(self, asset_id: int) -> None:
        note = self.ctx.store.notes.get(self.ctx.note_id) if self.ctx.note_id is not None else None
        if note is None or note.locked:
            self._preview(asset_id)
        else:
            chosen = self.view.chosen() if asset_id in self.view.selected else [asset_id]
            self.ctx.run(notes.attach, note.id, chosen)

    def _preview(self, asset_id: int) -> None:
        asset = self.ctx.store.assets.get(asset_id)
        if asset is not None:
            PicturePreview(self.ctx, asset, self.window()).show()
