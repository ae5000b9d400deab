"""The window around the rooms: rail, top bar, room, note panel, asset strip, status bar, messages."""

import importlib
import importlib.util
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.words import t
from xhsplanner.ui import menus
from xhsplanner.ui.actions import Actions
from xhsplanner.ui.bell import Bell
from xhsplanner.ui.bundles import BundleDrops
from xhsplanner.ui.collisions.handing import Handing
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs import DIALOGS, PANEL_ASKS
from xhsplanner.ui.filtering.around import Around
from xhsplanner.ui.palette.box import Box
from xhsplanner.ui.reminding import Reminding
from xhsplanner.ui.rooms import Room, RoomRow, available, load
from xhsplanner.ui.screen import app_icon, fitting, within
from xhsplanner.ui.system_tray import SystemTray
from xhsplanner.ui.verbs import Verbs
from xhsplanner.ui.widgets.banner import Banner
from xhsplanner.ui.widgets.checklist import Checklist
from xhsplanner.ui.widgets.rail import Rail
from xhsplanner.ui.widgets.side_panel import SidePanel
from xhsplanner.ui.widgets.statusbar import StatusBar
from xhsplanner.ui.widgets.toast import ToastHost
from xhsplanner.ui.widgets.topbar import TopBar

SMALLEST = (1024, 640)


def part(module: str, name: str) -> Callable[..., QWidget] | None:
    """A part of the window that lives in a module of its own, or None where this build has none."""
    if importlib.util.find_spec(module) is None:
        return None
    made: Callable[..., QWidget] | None = getattr(importlib.import_module(module), name, None)
    return made


class MainWindow(QMainWindow):
    """One open workspace. `app_asked(action, subject)` is for the composition root: open, welcome, actor…"""

    app_asked = Signal(str, object)

    def __init__(self, ctx: Context, room_id: str = "") -> None:
        super().__init__()
        self.ctx = ctx
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
        self.setWindowTitle(t("shell.window_title", workspace=ctx.store.path.name))
        self.setWindowIcon(app_icon())
        self.setMinimumSize(fitting(*SMALLEST))
        self.rows: dict[str, RoomRow] = {row.id: row for row in available()}
        self.rooms: dict[str, Room] = {}
        self.dialogs: dict[str, QWidget] = {}
        Handing(ctx)
        self.verbs = Verbs(self)
        self.actions_ = Actions(self, ctx.theme, self.verbs.callbacks(), ctx.settings.get("shortcuts"))
        BundleDrops(ctx, self)
        self._build()
        self._connect()
        self._restore()
        wanted = room_id or self._first_room()
        if self.rows:
            self.show_room(wanted if wanted in self.rows else next(iter(self.rows)))
        self._name_undo()

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        ctx = self.ctx
        canvas = QWidget()
        canvas.setObjectName("Canvas")
        self.rail = Rail(
            ctx,
            list(self.rows.values()),
            lambda: menus.me_menu(ctx, self.actions_, self),
            lambda: menus.settings_menu(ctx, self.actions_, self),
        )
        self.reminding = Reminding(ctx, self)
        self.bell = Bell(ctx, self.reminding)
        self.rail.add(self.bell)
        self.system_tray = SystemTray(self, self.reminding)
        self.topbar = TopBar(ctx)
        self.stack = QStackedWidget()
        self.strip: QWidget | None = None
        self.statusbar = StatusBar(ctx)
        self._left = QVBoxLayout()
        self._left.setSpacing(10)
        self.checklist = Checklist(ctx)
        self._left.addWidget(self.checklist)
        self._left.addWidget(self.stack, 1)
        self._body = QHBoxLayout()
        self._body.setContentsMargins(4, 0, 12, 0)
        self._body.setSpacing(12)
        self._body.addLayout(self._left, 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.topbar)
        if ctx.store.read_only:
            column.addWidget(Banner(ctx.theme, "lock", ctx.store.read_only))
        self.around = Around(self, column, self._body)
        column.addLayout(self._body, 1)
        column.addWidget(self.statusbar)
        whole = QHBoxLayout(canvas)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(column, 1)
        self.setCentralWidget(canvas)
        inspector = part("xhsplanner.ui.panel.inspector", "Inspector")
        self.panel = SidePanel(ctx, inspector(ctx), canvas, self._body) if inspector else None
        self.toasts = ToastHost(ctx, canvas)
        self._warned = False

    def _connect(self) -> None:
        ctx = self.ctx
        self.rail.picked.connect(self.show_room)
        self.topbar.stepped.connect(self.step)
        self.topbar.today_asked.connect(self.today)
        self.topbar.new_asked.connect(self.new_note)
        self.topbar.panel_asked.connect(self.toggle_panel)
        self.topbar.strip_asked.connect(self.toggle_strip)
        self.topbar.filter.clicked.connect(self.around.toggle_filter)
        self.topbar.tray.clicked.connect(self.around.toggle_tray)
        self.topbar.search.done.connect(self._focus_room)
        self.topbar.search.others = Box(self)
        self.statusbar.undo_asked.connect(ctx.undo)
        self.statusbar.language_asked.connect(lambda code: ctx.ask("language", code))
        self.statusbar.snapshot_asked.connect(lambda: ctx.ask("snapshot"))
        ctx.room_asked.connect(self.show_room)
        ctx.asked.connect(self._on_asked)
        ctx.changed.connect(self._on_change)
        ctx.selected.connect(lambda _id: self._arrange())
        ctx.picked.connect(lambda _ids: self._arrange())
        ctx.carried.connect(self._tell_panel)
        ctx.setting_changed.connect(self._setting_changed)
        ctx.tasks.failed.connect(self._work_failed)

    def _setting_changed(self, name: str) -> None:
        if name in ("panel", "strip"):
            self._arrange()
        elif name == "shortcuts":
            self.actions_.bind(self.ctx.settings.get("shortcuts"))

    def show_checklist(self) -> None:
        """Show the first three steps again."""
        self.checklist.again()

    def _first_room(self) -> str:
        chosen = str(self.ctx.settings.get("start_room"))
        return str(self.ctx.settings.get("room")) if chosen == "last" else chosen

    # --- rooms ------------------------------------------------------------------------------------

    @property
    def room(self) -> Room | None:
        """The room that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Room) else None

    def show_room(self, room_id: str) -> None:
        """Go to a room; it is made on the first visit. Unknown ids are ignored."""
        if room_id not in self.rows:
            return
        if room_id not in self.rooms:
            room = load(self.rows[room_id])(self.ctx)
            room.heading_changed.connect(self._show_heading)
            self.rooms[room_id] = room
            self.stack.addWidget(room)
        room = self.rooms[room_id]
        if self.panel is not None and not room.uses_panel:
            self.panel.hide()  # before the room selects a note, which a panel that can be seen would read at once
        self.stack.setCurrentWidget(room)
        self.rail.show_room(room_id)
        self.ctx.settings.set("room", room_id)
        if room.uses_strip and self.strip is None:
            made = part("xhsplanner.ui.library.strip", "AssetStrip")
            if made is not None:
                self.strip = made(self.ctx)
                self._left.addWidget(self.strip)
        self._arrange()
        self._show_heading()
        room.focus_room()

    def _focus_room(self) -> None:
        if self.room is not None:
            self.room.focus_room()

    def _show_heading(self) -> None:
        if self.room is not None:
            self.topbar.show_room(self.room)
            self.around.follow()

    def _arrange(self) -> None:
        """Put panel and strip where this room, this width and this selection want them."""
        room = self.room
        stripped = room is not None and room.uses_strip and self.strip is not None
        self.around.arrange()
        self.topbar.strip.setVisible(stripped)
        if self.strip is not None:
            self.strip.setVisible(stripped and bool(self.ctx.settings.get("strip")))
        wants = room is not None and room.uses_panel
        self.topbar.panel.setVisible(wants and self.panel is not None)
        if self.panel is not None:
            docked = self.width() >= self.ctx.theme.metric("overlay_below") and bool(self.ctx.settings.get("panel"))
            grid = room is not None and room.edits_in_place  # its columns lie where the panel would
            self.panel.place(wanted=wants, docked=docked, by_itself=not grid)
            self._tell_panel()
            self.toasts.to_front()

    def _tell_panel(self) -> None:
        """Mark the button of the panel while a note is selected and the panel is away."""
        away = self.panel is not None and not self.panel.isVisible()
        self.topbar.show_panel(waits=away and self.ctx.note_id is not None)

    def toggle_panel(self) -> None:
        """Show or hide the note panel."""
        if self.panel is None:
            return
        if self.width() < self.ctx.theme.metric("overlay_below"):
            (self.panel.close_over if self.panel.isVisible() else self.panel.open)()
            self._tell_panel()
            return
        self.ctx.settings.set("panel", not self.ctx.settings.get("panel"))

    def toggle_strip(self) -> None:
        """Show or hide the asset strip."""
        self.ctx.settings.set("strip", not self.ctx.settings.get("strip"))

    def search(self) -> None:
        """Look in the note's texts, where the cursor is in one of them; else in all notes."""
        if self.panel is None or not self.panel.ask("find_text"):
            self.topbar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step(self, by: int) -> None:
        """One page back (-1) or on (+1), where the room has days."""
        if self.room is not None and self.room.uses_days:
            self.room.step(by)

    def today(self) -> None:
        """The page of today, where the room has days."""
        if self.room is not None and self.room.uses_days:
            self.room.today()

    def new_note(self) -> None:
        """Make a note where the user is; its title can be typed at once."""
        if self.room is not None:
            before = self.ctx.note_id
            self.room.new_note()
            made = self.ctx.note_id not in (None, before) and not self.room.edits_in_place
            if made and self.panel is not None and self.panel.isVisible() and self.room.uses_panel:
                self.panel.ask("edit_title")

    # --- what is asked ----------------------------------------------------------------------------

    def _on_asked(self, action: str, subject: object) -> None:
        if action in DIALOGS:
            self.open_dialog(action, subject)
        elif action in PANEL_ASKS:
            self._ask_panel(action, subject)
        elif action in self.rows:
            self.show_room(action)
            self.rooms[action].show_subject(subject)
        elif action == "new_note":
            self.new_note()
        else:
            self.app_asked.emit(action, subject)

    def _ask_panel(self, action: str, subject: object) -> None:
        """Show a note in the panel, with the cursor in its title or at its preview."""
        if self.panel is not None and isinstance(subject, int):
            self.ctx.select(subject)
            if self.room is not None and self.room.uses_panel and not self.panel.docked:
                self.panel.open()
            self._arrange()
            self.panel.ask(PANEL_ASKS[action])

    def open_dialog(self, name: str, subject: object = None) -> QWidget | None:
        """Open a dialog over this window, or bring it to the front."""
        made = part(*DIALOGS[name])
        if made is None:
            return None
        if name in self.dialogs:
            self.dialogs[name].close()
        dialog: Any = made(self.ctx, self, subject) if subject is not None else made(self.ctx, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.destroyed.connect(lambda: self.dialogs.pop(name, None))
        self.dialogs[name] = dialog
        dialog.resize(within(dialog.size(), self))
        dialog.open()
        return self.dialogs[name]

    def _work_failed(self, error: Exception) -> None:
        self.app_asked.emit("failed", error)

    def _on_change(self, change: Change) -> None:
        self._warned = False  # the disk takes what is written again
        self._name_undo()
        if change.touches("member"):
            self.rail.me.refresh()

    def _name_undo(self) -> None:
        store = self.ctx.store
        for action, what in (("undo", store.undo_label()), ("redo", store.redo_label())):
            words = t(f"shell.{action}_what", what=what) if what else t(f"action.{action}")
            self.actions_.set_text(action, words)

    # --- Qt ---------------------------------------------------------------------------------------

    def _restore(self) -> None:
        saved = str(self.ctx.settings.get("geometry"))
        if not saved or not self.restoreGeometry(QByteArray.fromBase64(QByteArray(saved.encode()))):
            self.resize(fitting(1440, 900))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.ctx.note_id is not None:
            self.ctx.select(None)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.unsaved() and not self._warned:
            self.flush()
            self._warned = self.unsaved()  # the disk is in the way: closing once more gives the typing up
            if self._warned:
                self.ctx.toast(t("panel.not_closed"), kind="error")
                event.ignore()
                return
        self.remember()
        super().closeEvent(event)

    def remember(self) -> None:
        """Keep size and place for the next time."""
        self.ctx.settings.set("geometry", bytes(self.saveGeometry().toBase64().data()).decode())

    def flush(self) -> None:
        """Write what is typed in the panel and not written yet."""
        if self.panel is not None:
            self.panel.flush()

    def unsaved(self) -> bool:
        """Whether something is typed in the panel that is not written yet."""
        return self.panel is not None and self.panel.ask("unsaved")

    def show_actor(self) -> None:
        """Show who acts now, what undo would take back of theirs, and what they may do with the note."""
        self.ctx.selected.emit(self.ctx.note_id)
        self.rail.me.refresh()
        self.statusbar.show_last()
        self._name_undo()
