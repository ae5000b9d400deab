"""The keys of notes that all painted pages hear, and how a key is looked up; each page adds what it has besides."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

Key = Qt.Key
Act = Callable[[Any], object]
"""What a key does to a page."""
Table = dict[Qt.Key, Act]
Held = Qt.KeyboardModifier
NONE, CTRL, SHIFT, ALT = Held.NoModifier, Held.ControlModifier, Held.ShiftModifier, Held.AltModifier


def tables(hand: Callable[[Any], list[int]], note: Callable[[Any], int | None]) -> dict[Held, Table]:
    """By what is held, what keys do with `hand(page)`, the notes a verb is about, or `note(page)`, the one here."""

    def on_hand(act: Callable[[Any, list[int]], object]) -> Act:
        return lambda page: act(page, hand(page)) if hand(page) else None

    def on_note(act: Callable[[Any, int], object]) -> Act:
        return lambda page: act(page, here) if (here := note(page)) is not None else None

    def later(by: int) -> Act:
        return on_hand(lambda page, ids: page.acts.shift_time(ids, by))

    plain: Table = {
        Key.Key_F2: on_note(lambda page, one: page.rename(one)),
        Key.Key_Space: on_note(lambda page, one: page.acts.preview(one)),
        Key.Key_Delete: on_hand(lambda page, ids: page.acts.delete(ids)),
        Key.Key_Backspace: on_hand(lambda page, ids: page.acts.delete(ids)),
        Key.Key_S: lambda page: page.open_list("status"),
        Key.Key_G: lambda page: page.open_list("series"),
        Key.Key_O: lambda page: page.open_list("owner"),
        Key.Key_H: lambda page: page.ask_time(),
        Key.Key_BracketLeft: later(-15),
        Key.Key_BracketRight: later(15),
        Key.Key_Menu: lambda page: page.open_menu(),
    }
    shifted: Table = {  # a keyboard says { or [ for Shift and [
        Key.Key_BraceLeft: later(-60),
        Key.Key_BraceRight: later(60),
        Key.Key_BracketLeft: later(-60),
        Key.Key_BracketRight: later(60),
        Key.Key_F10: lambda page: page.open_menu(),
    }
    return {NONE: plain, CTRL: {Key.Key_D: on_hand(lambda page, ids: page.acts.duplicate(ids))}, SHIFT: shifted}


def held_with(event: QKeyEvent) -> Held:
    """What is held with a key; that it is on the number pad is no difference."""
    return event.modifiers() & ~Held.KeypadModifier


def pressed(page: Any, event: QKeyEvent, known: Mapping[Held, Table]) -> bool:
    """Do what a key means; False where it means nothing here."""
    act = known.get(held_with(event), {}).get(Qt.Key(event.key()))
    if act is not None:
        act(page)
    return act is not None
