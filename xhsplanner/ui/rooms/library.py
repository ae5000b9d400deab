"""素材: the library as a grid with search, filters, import by drop, and the details of what is selected."""

from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.words import t
from xhsplanner.ops import assets as ops
from xhsplanner.ui.context import Context
from xhsplanner.ui.library.chips import Chips, Filter, chips_of
from xhsplanner.ui.library.details import AssetDetails
from xhsplanner.ui.library.drop import FileDrops
from xhsplanner.ui.library.importer import ImportBar, Importer, ImportReport
from xhsplanner.ui.library.layout import Shape
from xhsplanner.ui.library.preview import PicturePreview
from xhsplanner.ui.library.view import AssetView
from xhsplanner.ui.rooms import Room
from xhsplanner.ui.widgets.controls import IconButton, IconLabel, TextButton, label

GRID = Shape(tile_width=138, tile_height=184, words=42, gap=14, margin=16)
ORDER = ("all", "used", "unused", "tag", "trash")
LISTED = ("asset", "asset_tag", "tag")
"""Tables whose rows decide which pictures are listed."""
USES = ("note_asset", "cover", "note")
TYPING_MS = 150


class Empty(QWidget):
    """What stands in place of the grid: a mark, what belongs here, one button."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(8)
        self.title = label("", "heading")
        self.text = label("", "soft", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setMinimumWidth(380)
        self.button = TextButton(ctx.theme, t("library.import_pictures"), "upload", "primary")
        column.addStretch(2)
        mark = IconLabel(ctx.theme, "images", "text3", 44)
        for widget in (mark, self.title, self.text, self.button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.insertSpacing(4, 8)
        column.addStretch(3)

    def say(self, title: str, text: str, button: str, icon: str) -> None:
        """Set the words; an empty `button` hides it."""
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.button.set_icon(icon)
        self.button.setVisible(bool(button))


class LibraryRoom(FileDrops, Room):
    """The room 素材."""

    room_id: ClassVar[str] = "library"
    uses_panel: ClassVar[bool] = True
    uses_strip: ClassVar[bool] = False
    uses_days: ClassVar[bool] = False

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.importer = Importer(ctx, self)
        self._stale = True
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        self.reload()

    def _build(self) -> None:
        theme = self.ctx.theme
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("library.search_hint"))
        self.search.setAccessibleName(t("library.search"))
        self.search.setTextMargins(22, 0, 0, 0)
        self.search.setFixedWidth(210)
        glass = IconLabel(theme, "search", "text3", 15)
        glass.setParent(self.search)
        glass.move(10, 10)
        self.clearer = IconButton(theme, "x", t("library.nothing_button"), "text3", 14)
        self.clearer.setParent(self.search)
        self.clearer.setCursor(Qt.CursorShape.ArrowCursor)
        self.clearer.move(176, 0)
        self.clearer.clicked.connect(self.search.clear)
        self.clearer.hide()
        self.chips = Chips(self.ctx)
        self.adder = TextButton(theme, t("library.import"), "upload")
        self.grid = AssetView(self.ctx, GRID)
        self.empty = Empty(self.ctx)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.empty)
        self.report = ImportReport(self.ctx)
        self.bar = ImportBar(self.ctx, self.importer)
        self.details = AssetDetails(self.ctx)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 0)
        head.setSpacing(10)
        head.addWidget(self.search)
        head.addWidget(self.chips, 1)
        head.addWidget(self.adder)
        self.panel = QFrame()
        self.panel.setProperty("look", "panel")
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(0, 0, 2, 2)
        column.setSpacing(8)
        column.addLayout(head)
        for widget in (self.bar, self.report):
            line = QHBoxLayout()
            line.setContentsMargins(16, 0, 16, 0)
            line.addWidget(widget)
            column.addLayout(line)
        column.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.panel, 1)
        row.addWidget(self.details)

    def _connect(self) -> None:
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._list)
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self._to_grid)
        self.chips.picked.connect(self._list)
        self.adder.clicked.connect(lambda: self.importer.ask(self))
        self.empty.button.clicked.connect(self._empty_pressed)
        self.importer.finished.connect(self._imported)
        self.grid.selection_changed.connect(lambda: self.details.show_assets(self.grid.chosen()))
        self.grid.opened.connect(self._open)
        self.grid.previewed.connect(self._preview)
        self.grid.trash_asked.connect(self._trash)
        self.ctx.changed.connect(self._on_change)
        self.ctx.selected.connect(lambda _note: self._mark())
        self.ctx.asset_shown.connect(lambda asset_id: self._show_wanted([asset_id]))

    # --- reading ----------------------------------------------------------------------------------

    def heading(self) -> tuple[str, str]:
        counts = self.ctx.store.assets.counts()
        if not counts.all:
            return t("library.title"), t("library.subtitle_empty")
        return t("library.title"), t("library.subtitle", all=counts.all, used=counts.used, unused=counts.unused)

    def focus_room(self) -> None:
        self.grid.setFocus() if self.grid.ids else self.empty.button.setFocus()

    def reload(self) -> None:
        """Read counts and list again."""
        self._stale = False
        self._refresh()
        self._list()

    def _refresh(self) -> None:
        """Read again what tiles, chips and details say, not which pictures there are."""
        self.chips.show_chips(chips_of(self.ctx.store.assets.counts(), ORDER))
        self.grid.refresh()
        self.details.show_assets(self.grid.chosen())
        self._mark()

    def _list(self) -> None:
        self._typing.stop()
        text = self.search.text().strip()
        self.grid.show_ids(self.chips.filter.ids(self.ctx, text))
        self.details.show_assets(self.grid.chosen())
        self.stack.setCurrentWidget(self.grid if self.grid.ids else self.empty)
        if not self.grid.ids:
            self._say_empty(text)

    def _say_empty(self, text: str) -> None:
        kind = self.chips.filter.kind
        if kind == "all" and not text:
            words = (t("library.empty_title"), t("library.empty_text"), t("library.import_pictures"), "upload")
        elif kind == "trash" and not text:
            words = (t("library.trash_empty"), "", t("library.nothing_button"), "images")
        else:
            words = (t("library.nothing_title"), t("library.nothing_text"), t("library.nothing_button"), "images")
        self.empty.say(*words)

    def _on_change(self, change: Change) -> None:
        if not change.touches(*LISTED, *USES):
            return
        if not self.isVisible():
            self._stale = True
        elif change.touches(*LISTED) or self.chips.filter.kind in ("used", "unused"):
            self.reload()
        else:
            self._refresh()
        if change.touches(*LISTED, "note_asset", "cover"):
            self.heading_changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _mark(self) -> None:
        note = self.ctx.note_id
        pictures = self.ctx.store.assets.for_note(note) if note is not None else []
        self.grid.mark(asset.id for asset in pictures)

    # --- acting -----------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self.clearer.setVisible(bool(text))
        self._typing.start()

    def _to_grid(self) -> None:
        self._list()
        if self.grid.ids:
            self.grid.setFocus()

    def _empty_pressed(self) -> None:
        if self.chips.filter.kind == "all" and not self.search.text().strip():
            self.importer.ask(self)
        else:
            self.search.clear()
            self.chips.pick(Filter())
            self._list()

    def _imported(self, result: ops.Added) -> None:
        self.report.show_result(result)
        wanted = [asset.id for asset in (*result.added, *result.restored)] or [i for _path, i in result.duplicates]
        if wanted:
            self._show_wanted(wanted)

    def _show_wanted(self, wanted: list[int]) -> None:
        """Select these pictures, leaving filters that would hide them."""
        self.grid.show_ids(self.chips.filter.ids(self.ctx, self.search.text().strip()))
        if not set(wanted) & set(self.grid.ids):
            self.search.clear()
            self.chips.pick(Filter())
        self.reload()
        self.grid.select(wanted)

    def _open(self, asset_id: int) -> None:
        """Enter and double-click: into the note in the panel, or a large look where there is none."""
        note = self.ctx.store.notes.get(self.ctx.note_id) if self.ctx.note_id is not None else None
        if note is None or note.locked:
            self._preview(asset_id)
        else:
            if asset_id not in self.grid.selected:
                self.grid.select([asset_id])
            self.details.attach_selected()

    def _preview(self, asset_id: int) -> None:
        asset = self.ctx.store.assets.get(asset_id)
        if asset is not None:
            PicturePreview(self.ctx, asset, self.window()).show()

    def _trash(self, ids: list[int]) -> None:
        if self.chips.filter.kind != "trash":
            self.ctx.run(ops.trash, ids)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            super().keyPressEvent(event)
