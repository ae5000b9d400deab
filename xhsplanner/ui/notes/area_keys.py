"""The keys of a painted room of notes: the same as on the week board, where they mean something."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from xhsplanner.ui.notes import keys

if TYPE_CHECKING:
    from xhsplanner.ui.notes.area_hands import NoteArea

Key = Qt.Key
ARROWS = {Key.Key_Left: "left", Key.Key_Right: "right", Key.Key_Up: "up", Key.Key_Down: "down"}
Act = Callable[["NoteArea"], object]


def _on_note(act: Callable[["NoteArea", int], object]) -> Act:
    return lambda area: act(area, area.focus) if area.focus is not None else None


def _end(last: bool) -> Act:
    def go(area: "NoteArea") -> None:
        if area.ids():
            area.set_focus(area.ids()[-1 if last else 0])

    return go


TABLES = keys.tables(lambda area: area.hand, lambda area: area.focus)
TABLES[keys.NONE] |= {
    Key.Key_Return: _on_note(lambda area, note_id: area.acts.open(note_id)),
    Key.Key_Enter: _on_note(lambda area, note_id: area.acts.open(note_id)),
    Key.Key_Home: _end(False),
    Key.Key_End: _end(True),
}
TABLES[keys.CTRL] |= {
    Key.Key_A: lambda area: area.pick(area.ids(), area.focus),
    Key.Key_Space: _on_note(lambda area, note_id: area.toggle(note_id)),
}


def _reach(area: "NoteArea", way: str) -> None:
    """Shift and an arrow: the selection reaches on."""
    there = area.beside(way)
    if there is not None:
        if area.anchor is None:
            area.anchor = area.focus
        area.set_focus(there)
        area.extend(there)


def _look_on(area: "NoteArea", way: str) -> None:
    """Ctrl and an arrow: the keyboard goes on, the selection stays."""
    there = area.beside(way)
    if there is not None:
        area.set_focus(there)


WAYS: dict[Qt.KeyboardModifier, Callable[["NoteArea", str], object]] = {
    keys.NONE: lambda area, way: area.walk(way),
    keys.ALT: lambda area, way: area.carry(way),
    keys.SHIFT: _reach,
    keys.CTRL: _look_on,
}


def press(area: "NoteArea", event: QKeyEvent) -> bool:
    """Do what a key means here; False where it means nothing and belongs to the window."""
    key = Qt.Key(event.key())
    held = keys.held_with(event)
    if area.drag is not None or area.band is not None:
        if key is Key.Key_Escape:
            area.cancel()
        return True
    if key is Key.Key_Escape and held == keys.NONE:
        had = bool(area.ctx.selection)
        area.ctx.select(None)
        return had
    if key in ARROWS and held in WAYS:
        WAYS[held](area, ARROWS[key])
        return True
    return keys.pressed(area, event, TABLES)
