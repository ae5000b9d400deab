"""Saved views of one window: what is shown now as a view, and going to one."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from xhsplanner.core.errors import Refused
from xhsplanner.core.planning import View
from xhsplanner.core.words import t
from xhsplanner.exchange.pictures_out import safe_name
from xhsplanner.exchange.views_file import SUFFIX
from xhsplanner.ops import views as ops

if TYPE_CHECKING:
    from xhsplanner.ui.main_window import MainWindow

KEYS = "Ctrl+Alt+{n}"
NUMBERED = 9


class Views(QObject):
    """Opens views and says what the window shows as one. The first nine have a key each."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.window, self.ctx = window, window.ctx
        for n in range(1, NUMBERED + 1):
            shortcut = QShortcut(QKeySequence(KEYS.format(n=n)), window)
            shortcut.activated.connect(partial(self.open_number, n))

    def listed(self) -> list[View]:
        """The views in their order."""
        return ops.listed(self.ctx.store)

    def open_number(self, n: int) -> None:
        """Go to the nth view, if there is one."""
        found = self.listed()[n - 1 : n]
        if found:
            self.open(found[0])

    def open(self, view: View) -> None:
        """Go to a view; says what it names that is gone."""
        try:
            found = ops.opened(self.ctx.store, view)
        except Refused as refused:
            self.ctx.toast(str(refused), kind="error")
            return
        if found.room not in self.window.rows:
            self.ctx.toast(t("views.no_room", name=view.name), kind="error")
            return
        self.window.show_room(found.room)
        self.ctx.set_filter(found.filter)
        if self.window.room is not None:
            self.window.room.wear(found.look)
        if found.missing:
            self.ctx.toast(t("views.missing_some", what=t("views.comma").join(found.missing)))

    def now(self) -> tuple[str, Mapping[str, Any]] | None:
        """Room and look as they are; None in a room that no view can be of."""
        room = self.window.room
        if room is None or not self.window.rows[room.room_id].plans:
            return None
        return room.room_id, room.look()

    def save(self, name: str) -> bool:
        """Keep what is shown under a name; False after a refusal, which was said."""
        now = self.now()
        if now is None:
            self.ctx.toast(t("views.not_here"), kind="error")
            return False
        return self.ctx.run(ops.save, name, now[0], self.ctx.filter, now[1]) is not None

    def update(self, view: View) -> None:
        """Let a view stand for what is shown now."""
        now = self.now()
        if now is None:
            self.ctx.toast(t("views.not_here"), kind="error")
        else:
            self.ctx.run(ops.update, view.id, now[0], self.ctx.filter, now[1])

    # As a file

    def ask_file(self, ids: list[int] | None, name: str) -> None:
        """Ask where to write these views, or for the file to read where there are none; then do it."""
        kind = f"{t('views.file_kind')} (*{SUFFIX})"
        if ids is None:
            chosen, _ = QFileDialog.getOpenFileName(self.window, t("views.import_file"), "", kind)
        else:
            start = f"{safe_name(name, suffix=SUFFIX)}" if name else t("views.file_name")
            chosen, _ = QFileDialog.getSaveFileName(self.window, t("views.export_all"), start, kind)
        if chosen and ids is None:
            self.take_in(Path(chosen))
        elif chosen and ids is not None:
            self.export_to(Path(chosen), ids)

    def export_to(self, path: Path, ids: list[int]) -> None:
        """Write views to a file and say so."""
        try:
            n = ops.export(self.ctx.store, ids, path)
        except Refused as refused:
            self.ctx.toast(str(refused), kind="error")
        else:
            self.ctx.toast(t("views.exported", n=n, file=path.name))

    def take_in(self, path: Path) -> None:
        """Add the views of a file, and say what it names that is not here."""
        try:
            found = ops.take_in(self.ctx.store, path)
        except Refused as refused:
            self.ctx.toast(str(refused), kind="error")
            return
        parts = [t("views.taken_same", n=found.same)] if found.same else []
        if found.change is not None:
            parts.insert(0, t("views.taken_in", n=len(found.change.created["view"])))
        if found.missing:
            parts.append(t("views.missing", what=t("views.comma").join(found.missing)))
        self.ctx.toast(" · ".join(parts), undo=found.change is not None)
