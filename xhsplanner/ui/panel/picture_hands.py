"""What hands do with the pictures of the note in the panel: add, order, take off, look up in the library."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from xhsplanner.core.change import Change
from xhsplanner.core.words import t
from xhsplanner.ops import notes
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel import actions
from xhsplanner.ui.panel import add as adding
from xhsplanner.ui.panel.picture_part import PicturePart


class PictureHands(QObject):
    """Carries out what the row of pictures asks for, on the note that `note_id()` names."""

    def __init__(self, ctx: Context, part: PicturePart, note_id: Callable[[], int | None]) -> None:
        super().__init__(part)
        self._ctx, self._part, self._note_id = ctx, part, note_id
        self.menu: QMenu | None = None
        self.popup: adding.LibraryPopup | None = None
        row = part.row
        row.arranged.connect(lambda ids: self._on_note(notes.arrange, ids))
        row.removed.connect(lambda asset_id: self._on_note(notes.detach, [asset_id]))
        row.assets_dropped.connect(self.attach)
        row.files_dropped.connect(self.attach_files)
        row.add_asked.connect(self.ask_add)
        row.menu_asked.connect(self.open_menu)
        row.shown_asked.connect(ctx.show_asset)

    def _on_note(self, operation: Callable[..., Change | None], *args: object) -> None:
        note_id = self._note_id()
        if note_id is not None:
            self._ctx.run(operation, note_id, *args)

    def attach(self, ids: Sequence[int], at: int | None) -> None:
        """Put library pictures on the note before picture `at`, or at the end."""
        note_id = self._note_id()
        if note_id is not None:
            adding.attach(self._ctx, note_id, ids, at)

    def attach_files(self, files: Sequence[Path], at: int | None) -> None:
        """Take files into the library and put them on the note."""
        note_id = self._note_id()
        if note_id is not None:
            adding.attach_files(self._ctx, note_id, files, at)

    # --- menus ------------------------------------------------------------------------------------

    def _fresh_menu(self) -> QMenu:
        self.menu = QMenu(self._part)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return self.menu

    def ask_add(self, spot: QPoint) -> None:
        """Offer the library and files at a point of the screen."""
        menu = self._fresh_menu()
        self._fill_add(menu)
        menu.popup(spot)

    def _fill_add(self, menu: QMenu) -> None:
        theme = self._ctx.theme
        library = menu.addAction(theme.icon("images", "text2", 16), t("panel.from_library"))
        library.triggered.connect(self.open_library)
        files = menu.addAction(theme.icon("folder-open", "text2", 16), t("panel.from_files"))
        files.triggered.connect(self._choose_files)

    def open_menu(self, index: int, spot: QPoint) -> None:
        """What can be done with one picture."""
        row, theme = self._part.row, self._ctx.theme
        asset, last = row.assets[index], len(row.assets) - 1
        menu = self._fresh_menu()
        for icon, key, to in (
            ("image", "pictures.to_first", 0),
            ("arrow-left", "pictures.earlier", index - 1),
            ("arrow-right", "pictures.later", index + 1),
        ):
            action = menu.addAction(theme.icon(icon, "text2", 16), t(key))
            action.setEnabled(not row.locked and 0 <= to <= last and to != index)
            action.triggered.connect(partial(self._move, index, to))
        menu.addSeparator()
        show = menu.addAction(theme.icon("images", "text2", 16), t("pictures.in_library"))
        show.triggered.connect(partial(row.shown_asked.emit, asset.id))
        if not row.locked:
            if not row.full:
                menu.addSeparator()
                self._fill_add(menu)
            menu.addSeparator()
            off = menu.addAction(theme.icon("trash-2", "danger", 16), t("pictures.take_off"))
            off.triggered.connect(partial(row.removed.emit, asset.id))
        menu.popup(spot)

    def _move(self, old: int, new: int) -> None:
        self._part.row.move_picture(old, new)

    def open_library(self) -> None:
        """Search the library under the row of pictures."""
        used = [asset.id for asset in self._part.row.assets]
        self.popup = adding.LibraryPopup(self._part, self._ctx, self._part.thumbs, used)
        self.popup.picked.connect(lambda asset_id: self.attach([asset_id], None))
        self.popup.show_under(self._part.row)

    def _choose_files(self) -> None:
        files = actions.ask_files(self._part)
        if files:
            self.attach_files(files, None)
