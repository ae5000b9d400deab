"""What the actions of the table do, and why one cannot be done now."""

import importlib.util
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from xhsplanner.core.words import t
from xhsplanner.ops import moves, notes
from xhsplanner.ui import logs
from xhsplanner.ui.actions import ActionRow, table
from xhsplanner.ui.dialogs import DIALOGS, PANEL_ASKS

if TYPE_CHECKING:
    from xhsplanner.ui.main_window import MainWindow

ROOM = "room_"
"""Begins the id of the action that goes to a room."""
OF_PROGRAM = ("open", "welcome", "snapshot", "backup")
"""What the composition root does."""


class Verbs:
    """Finds what an action does by its id: in this class, a dialog, a room, the note panel, the shown room."""

    def __init__(self, window: "MainWindow") -> None:
        self._window, self._ctx = window, window.ctx
        self._own = self._table()
        self._needs = self._reasons()
        self.rows = [row for row in table() if self._known(row)]

    def _table(self) -> dict[str, Callable[[], object]]:
        window, ctx = self._window, self._ctx
        return {
            "new_note": window.new_note,
            "undo": ctx.undo,
            "redo": ctx.redo,
            "search": window.search,
            "today": window.today,
            "back": lambda: window.step(-1),
            "forward": lambda: window.step(1),
            "jump": lambda: window.topbar.jump(),
            "reminders": lambda: window.bell.open(),
            "panel": window.toggle_panel,
            "strip": window.toggle_strip,
            "filter": lambda: window.around.toggle_filter(),
            "tray": lambda: window.around.toggle_tray(),
            "views": lambda: window.around.open_views(),
            "folder": lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(ctx.store.path))),
            "logs": logs.show_folder,
            "checklist": window.show_checklist,
            "next_free": lambda: ctx.run(moves.to_free, list(self._chosen())),
            "note_duplicate": lambda: ctx.run(notes.copy, list(self._chosen())),
            "note_unplan": lambda: ctx.run(notes.move, list(self._chosen()), day=None),
            "note_delete": lambda: ctx.run(notes.delete, list(self._chosen()), skip_locked=True),
            **{name: partial(ctx.ask, name) for name in OF_PROGRAM},
        }

    def callbacks(self) -> dict[str, Callable[[], object]]:
        """One callback for each action there is in this build."""
        return {row.id: partial(self.run, row) for row in self.rows}

    def run(self, row: ActionRow) -> None:
        """Do an action, or say why not."""
        reason = self.why_not(row)
        if reason:
            self._ctx.toast(reason, kind="error")
            return
        self._found(row)()

    def why_not(self, row: ActionRow) -> str:
        """Why an action cannot be done now, in words, or ""."""
        room = self._window.room
        reason = next((said for need in row.needs if (said := self._needs[need]())), "")
        if not reason and row.rooms and (room is None or row.id not in room.verbs()):
            names = t("palette.or").join(t(f"shell.room.{name}") for name in row.rooms)
            reason = t("palette.needs_room", room=names)
        return reason

    def _reasons(self) -> dict[str, Callable[[], str]]:
        """By what an action needs: what is said where it is missing, "" where it is there."""
        window, store = self._window, self._ctx.store

        def unless(there: object, key: str) -> str:
            return "" if there else t(key)

        return {
            "write": lambda: store.read_only,
            "note": lambda: unless(self._chosen(), "palette.needs_note"),
            "days": lambda: unless(window.room is not None and window.room.uses_days, "palette.needs_days"),
            "plan": lambda: window.around.why_not(),
            "undo": lambda: unless(store.undo_label(), "store.nothing_to_undo"),
            "redo": lambda: unless(store.redo_label(), "store.nothing_to_redo"),
        }

    def _known(self, row: ActionRow) -> bool:
        if row.id in DIALOGS:
            return importlib.util.find_spec(DIALOGS[row.id][0]) is not None
        if row.id.startswith(ROOM):
            return row.id.removeprefix(ROOM) in self._window.rows
        return row.id in self._own or row.id in PANEL_ASKS or bool(row.rooms)

    def _found(self, row: ActionRow) -> Callable[[], object]:
        if row.id in self._own:
            return self._own[row.id]
        if row.id in DIALOGS:
            return partial(self._ctx.ask, row.id)
        if row.id in PANEL_ASKS:
            return partial(self._ctx.ask, row.id, self._ctx.note_id)
        if row.id.startswith(ROOM):
            return partial(self._window.show_room, row.id.removeprefix(ROOM))
        room = self._window.room
        assert room is not None
        return room.verbs()[row.id]

    def _chosen(self) -> tuple[int, ...]:
        shown = self._ctx.note_id
        return self._ctx.selection or ((shown,) if shown is not None else ())
