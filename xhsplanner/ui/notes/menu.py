"""The menu of one note or several, the same in every room. Only what can be done now is in it."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ops import bulk
from xhsplanner.ui.context import Context
from xhsplanner.ui.moves.menu import arranging
from xhsplanner.ui.notes import submenus
from xhsplanner.ui.notes.acts import NoteActs
from xhsplanner.ui.notes.timefield import TimePopup
from xhsplanner.ui.widgets.controls import menu_text

LISTS = {"status": submenus.statuses, "series": submenus.series, "owner": submenus.owners}
"""The lists that open on a card itself, by the part that is clicked."""
NATIVE = QKeySequence.SequenceFormat.NativeText


class Host(Protocol):
    """Where a menu is opened: a board, a list, a page of a calendar."""

    def rename(self, note_id: int) -> object:
        """Type a note's title in its place."""

    def spot(self) -> QPoint:
        """Where the note at the keyboard is, on the screen."""


class Clipboard(Protocol):
    """Cut, copy and paste, where a room has them."""

    def take(self, chosen: list[Note], cut: bool) -> None: ...
    def paste(self) -> object: ...
    def holds(self) -> bool: ...


class NoteMenus:
    """Makes the menus of notes for one room. None of them is shown yet; see `pop`."""

    def __init__(self, parent: QWidget, acts: NoteActs, host: Host, clip: Clipboard | None = None) -> None:
        self._parent, self._acts, self._host, self._clip = parent, acts, host, clip

    @property
    def _ctx(self) -> Context:
        return self._acts.ctx

    def line(self, menu: QMenu, icon: str, text: str, act: Callable[[], object], keys: str = "") -> QAction:
        """Add one line with an icon; `keys` are told, not bound: the room hears its keys itself."""
        action = menu.addAction(self._ctx.theme.icon(icon, "text2", 16), menu_text(text))
        if keys:
            action.setText(f"{action.text()}\t{QKeySequence(keys).toString(NATIVE)}")
        action.triggered.connect(lambda _checked=False: act())
        return action

    def part(self, menu: QMenu, icon: str, text: str) -> QMenu:
        """Add a menu inside a menu."""
        return menu.addMenu(self._ctx.theme.icon(icon, "text2", 16), text)

    def cards(self, notes: list[Note]) -> QMenu:
        """What can be done to one note or several."""
        menu, acts, store = QMenu(self._parent), self._acts, self._ctx.store
        ids = [note.id for note in notes]
        writable = not store.read_only
        free = writable and not any(note.locked for note in notes)
        if len(notes) == 1:
            self.line(menu, "panel-right", t("week.open_note"), lambda: acts.open(ids[0]), "Return")
            self.line(menu, "smartphone", t("week.preview"), lambda: acts.preview(ids[0]), "Space")
            if free:
                self.line(menu, "pencil-line", t("week.rename"), lambda: self._host.rename(ids[0]), "F2")
        else:
            menu.addAction(t("week.picked", n=len(notes))).setEnabled(False)
        menu.addSeparator()
        if writable:
            submenus.statuses(self.part(menu, "circle-dot", t("week.set_status")), acts, notes)
        if free:
            self._assignments(menu, notes)
            arranging(self.part(menu, "calendar-range", t("moves.menu")), self._ctx, notes)
        menu.addSeparator()
        if writable:
            self.line(menu, "copy", t("week.duplicate"), lambda: acts.duplicate(ids), "Ctrl+D")
            if len(notes) == 1 and len(store.catalog.accounts()) > 1:
                submenus.accounts(self.part(menu, "users", t("week.to_account")), acts, notes[0])
            if len(notes) == 1:
                self.line(
                    menu, "layout-template", t("moves.save_as"), lambda: self._ctx.ask("template_save", ids[0])
                )
        self._clipboard(menu, notes, free)
        if free:
            menu.addSeparator()
            if any(note.day is not None for note in notes):
                self.line(menu, "archive", t("week.unplan"), lambda: acts.unplan(ids))
            self.line(menu, "trash-2", t("week.delete"), lambda: acts.delete(ids), "Del")
        return menu

    def _assignments(self, menu: QMenu, notes: list[Note]) -> None:
        acts = self._acts
        submenus.series(self.part(menu, "layers", t("week.set_series")), acts, notes)
        submenus.owners(self.part(menu, "user", t("week.set_owner")), acts, notes)
        submenus.designers(self.part(menu, "palette", t("week.set_designer")), acts, notes)
        submenus.kinds(self.part(menu, "video", t("week.set_kind")), acts, notes)
        submenus.times(self.part(menu, "clock", t("week.set_time")), acts, notes, lambda: self.ask_time(notes))

    def _clipboard(self, menu: QMenu, notes: list[Note], free: bool) -> None:
        clip, acts = self._clip, self._acts
        if clip is not None and free:
            self.line(menu, "archive-restore", t("week.cut"), lambda: clip.take(notes, True), "Ctrl+X")
        if clip is not None:
            self.line(menu, "clipboard-copy", t("week.copy"), lambda: clip.take(notes, False), "Ctrl+C")
            if not self._ctx.store.read_only and clip.holds():
                self.line(menu, "clipboard-check", t("week.paste"), clip.paste, "Ctrl+V")
        if len(notes) == 1:
            part = self.part(menu, "hash", t("week.copy_words"))
            text = self._ctx.store.notes.text(notes[0].id)
            whole = "\n\n".join(one for one in (notes[0].title, text.body, text.hashtags) if one)
            for key, words in (("code", notes[0].code), ("title", notes[0].title), ("text", whole)):
                if words:
                    submenus.choice(part, t(f"week.copy_{key}"), partial(acts.copy_text, words))

    def one_list(self, part: str, notes: list[Note]) -> QMenu:
        """The list behind a ring, a chip or an owner."""
        menu = QMenu(self._parent)
        locked = next((note for note in notes if note.locked), None)
        refusal = self._ctx.store.read_only
        if locked is not None:
            refusal = refusal or t("notes.locked", title=locked.title or locked.code)
        if refusal:
            menu.addAction(menu_text(refusal)).setEnabled(False)
        else:
            LISTS[part](menu, self._acts, notes)
        return menu

    def ask_time(self, notes: list[Note]) -> None:
        """A field for the time, at the card."""
        ids = [note.id for note in notes]
        if notes:
            popup = TimePopup(self._parent, self._ctx, notes, lambda m: self._acts.assign(bulk.set_time, ids, m))
            popup.show_at(self._host.spot())


def pop(menu: QMenu | None, at: QPoint) -> None:
    """Show a menu at a point of the screen; it is gone once it is closed."""
    if menu is not None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)
