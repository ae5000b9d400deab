"""The keys of the list: walking, selecting, folding, editing, finding by typing."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent

from xhsplanner.core.finding import Findable, Wanted
from xhsplanner.core.words import t
from xhsplanner.ops import notes

if TYPE_CHECKING:
    from xhsplanner.ui.table.hands import NoteTable

Key, Held = Qt.Key, Qt.KeyboardModifier
TYPED_MS = 1200
"""After so long what is typed begins anew."""
SEARCHED = 2000
"""Rows from the present one on that are looked at for what is typed."""
STEP = 16
ENTERS = (Key.Key_Return, Key.Key_Enter)


class Keyboard:
    """Hears the keys of one list."""

    def __init__(self, view: "NoteTable") -> None:
        self._view = view
        self._typed = ""
        self._since = QElapsedTimer()

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; False where it means nothing here."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Held.KeypadModifier
        if held & Held.AltModifier:
            return self._with_alt(key, bool(held & Held.ShiftModifier))
        if key in self._walks():
            self._walk(key, held)
            return True
        if held & Held.ControlModifier:
            return self._with_ctrl(key, bool(held & Held.ShiftModifier))
        plain = self._plain()
        if key in plain:
            plain[key]()
            return True
        return self._type(event.text())

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a plain letter is for this list and not a shortcut of the window."""
        text = event.text()
        held = event.modifiers() & (Held.ControlModifier | Held.AltModifier | Held.MetaModifier)
        return bool(text.strip()) and text.isprintable() and not held

    # --- walking -----------------------------------------------------------------------------------

    def _walks(self) -> dict[Qt.Key, int]:
        view = self._view
        page = max(1, view.viewport().height() // view.row_height - 1)
        end = view.table.lines.count
        return {
            Key.Key_Up: -1, Key.Key_Down: 1, Key.Key_PageUp: -page, Key.Key_PageDown: page,
            Key.Key_Home: -end, Key.Key_End: end,
        }  # fmt: skip

    def _walk(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        view = self._view
        if (
            key in (Key.Key_Home, Key.Key_End)
            and not held
            and view.here_spot is not None
            and not view.here_spot.head
        ):
            columns = view.head.columns()
            view.go(view.line, columns[0] if key is Key.Key_Home else columns[-1], pick=False)
            return
        to = min(max(0, view.line + self._walks()[key]), view.table.lines.count - 1)
        jumps = key in (Key.Key_Home, Key.Key_End)
        keep = bool(held & Held.ControlModifier) and not jumps
        view.go(to, extend=bool(held & Held.ShiftModifier), pick=not keep)

    def _plain(self) -> dict[Qt.Key, Callable[[], object]]:
        view = self._view
        return {
            **dict.fromkeys(ENTERS, self._enter),
            Key.Key_F2: view.edit_here,
            Key.Key_Left: lambda: self._aside(-1),
            Key.Key_Right: lambda: self._aside(1),
            Key.Key_Space: lambda: view.ctx.ask("note_preview", view.here) if view.here is not None else None,
            Key.Key_Delete: self._delete,
            Key.Key_Backspace: self._delete,
            Key.Key_Escape: self._escape,
            Key.Key_Menu: lambda: view.open_menu(view.spot_on_screen()),
        }

    def _enter(self) -> None:
        view, spot = self._view, self._view.here_spot
        if spot is None:
            return
        if spot.head:
            view.turn(spot.group)
        elif not view.editing.why_not(view.table.order.ids[spot.place], view.column):
            view.edit_here()
        else:
            view.ctx.ask("note_title", view.here)

    def _aside(self, by: int) -> None:
        view, spot = self._view, self._view.here_spot
        if spot is not None and spot.head:
            view.table.fold(spot.group, by < 0)
            return
        columns = view.head.columns()
        at = columns.index(view.column) + by
        if 0 <= at < len(columns):
            view.go(view.line, columns[at], pick=False)

    def _delete(self) -> None:
        view = self._view
        if view.ctx.selection:
            view.ctx.run(notes.delete, list(view.ctx.selection), skip_locked=True)

    def _escape(self) -> None:
        self._typed = ""
        self._view.pick(())

    # --- with Ctrl and Alt ---------------------------------------------------------------------------

    def _with_ctrl(self, key: Qt.Key, shift: bool) -> bool:
        view = self._view
        ids = list(view.ctx.selection)
        acts: dict[Qt.Key, Callable[[], object]] = {
            Key.Key_A: view.pick_all,
            Key.Key_C: view.copy,
            Key.Key_D: lambda: view.acts.duplicate(ids) if ids else None,
            Key.Key_Space: view.turn_pick,
            **dict.fromkeys(ENTERS, lambda: view.ctx.ask("note_title", view.here)),
        }
        if key not in acts or (shift and key is not Key.Key_Space):
            return False
        acts[key]()
        return True

    def _with_alt(self, key: Qt.Key, shift: bool) -> bool:
        """Alt+arrows: the column is moved, with Shift made wider; up and down sort by it."""
        view, head = self._view, self._view.head
        if key in (Key.Key_Left, Key.Key_Right):
            by = -1 if key is Key.Key_Left else 1
            if shift:
                head.widen(view.column, by * STEP)
            else:
                head.shift(view.column, by)
        elif key in (Key.Key_Up, Key.Key_Down):
            view.sort_as(view.column, key is Key.Key_Down, also=shift)
        else:
            return False
        view.reveal(view.line, view.column)
        return True

    # --- finding by typing ---------------------------------------------------------------------------

    def _type(self, text: str) -> bool:
        if not text.strip() or not text.isprintable():
            return False
        view = self._view
        if not self._since.isValid() or self._since.elapsed() > TYPED_MS:
            self._typed = ""
        self._since.restart()
        fresh = not self._typed
        self._typed += text
        self.find(self._typed, view.line + (1 if fresh else 0))
        return True

    def find(self, typed: str, start: int) -> None:
        """Go to the next row whose title has what is typed, in letters or in pinyin; said where there is none."""
        view, wanted = self._view, Wanted.of(typed)
        count = view.table.lines.count
        for first in range(0, min(SEARCHED, count), 200):
            lines = [(start + n) % count for n in range(first, min(first + 200, SEARCHED, count))]
            on = {line: note for line in lines if (note := view.note_on(line)) is not None}
            titles = view.ctx.store.listing.titles(list(on.values()))
            for line, note_id in on.items():
                if wanted.fits(Findable.of(titles.get(note_id, ""))) is not None:
                    view.go(line, "title" if "title" in view.head.columns() else "")
                    return
        view.ctx.toast(t("list.not_found", text=typed), kind="error")
