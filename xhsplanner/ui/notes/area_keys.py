"""The keys of a painted room of notes: the same as on the week board, where they mean something."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from xhsplanner.ui.notes.area_hands import NoteArea

Key = Qt.Key
ARROWS = {Key.Key_Left: "left", Key.Key_Right: "right", Key.Key_Up: "up", Key.Key_Down: "down"}
NONE = Qt.KeyboardModifier.NoModifier
Act = Callable[["NoteArea"], object]


def _on_hand(act: Callable[["NoteArea", list[int]], object]) -> Act:
    return lambda area: act(area, area.hand) if area.hand else None


def _on_note(act: Callable[["NoteArea", int], object]) -> Act:
    return lambda area: act(area, area.focus) if area.focus is not None else None


def _shift(by: int) -> Act:
    return _on_hand(lambda area, ids: area.acts.shift_time(ids, by))


def _end(last: bool) -> Act:
    def go(area: "NoteArea") -> None:
        if area.ids():
            area.set_focus(area.ids()[-1 if last else 0])

    return go


PLAIN: dict[Qt.Key, Act] = {
    Key.Key_F2: _on_note(lambda area, note_id: area.rename(note_id)),
    Key.Key_Return: _on_note(lambda area, note_id: area.acts.open(note_id)),
    Key.Key_Enter: _on_note(lambda area, note_id: area.acts.open(note_id)),
    Key.Key_Space: _on_note(lambda area, note_id: area.acts.preview(note_id)),
    Key.Key_Delete: _on_hand(lambda area, ids: area.acts.delete(ids)),
    Key.Key_Backspace: _on_hand(lambda area, ids: area.acts.delete(ids)),
    Key.Key_S: lambda area: area.open_list("status"),
    Key.Key_G: lambda area: area.open_list("series"),
    Key.Key_O: lambda area: area.open_list("owner"),
    Key.Key_H: lambda area: area.ask_time(),
    Key.Key_BracketLeft: _shift(-15),
    Key.Key_BracketRight: _shift(15),
    Key.Key_Home: _end(False),
    Key.Key_End: _end(True),
    Key.Key_Menu: lambda area: area.open_menu(),
}
CTRL: dict[Qt.Key, Act] = {
    Key.Key_A: lambda area: area.pick(area.ids(), area.focus),
    Key.Key_D: _on_hand(lambda area, ids: area.acts.duplicate(ids)),
    Key.Key_Space: _on_note(lambda area, note_id: area.toggle(note_id)),
}
SHIFTED: dict[Qt.Key, Act] = {
    Key.Key_BraceLeft: _shift(-60),
    Key.Key_BraceRight: _shift(60),
    Key.Key_F10: lambda area: area.open_menu(),
}
TABLES = {NONE: PLAIN, Qt.KeyboardModifier.ControlModifier: CTRL, Qt.KeyboardModifier.ShiftModifier: SHIFTED}


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
    NONE: lambda area, way: area.walk(way),
    Qt.KeyboardModifier.AltModifier: lambda area, way: area.carry(way),
    Qt.KeyboardModifier.ShiftModifier: _reach,
    Qt.KeyboardModifier.ControlModifier: _look_on,
}


def press(area: "NoteArea", event: QKeyEvent) -> bool:
    """Do what a key means here; False where it means nothing and belongs to the window."""
    key = Qt.Key(event.key())
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if area.drag is not None or area.band is not None:
        if key is Key.Key_Escape:
            area.cancel()
        return True
    if key is Key.Key_Escape and held == NONE:
        had = bool(area.ctx.selection)
        area.ctx.select(None)
        return had
    if key in ARROWS and held in WAYS:
        WAYS[held](area, ARROWS[key])
        return True
    act = TABLES.get(held, {}).get(key)
    if act is not None:
        act(area)
    return act is not None
