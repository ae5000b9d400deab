"""Shortcuts that a person chooses: what may be one, what it would clash with, and what is kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from xhsplanner.core.words import t
from xhsplanner.ui.actions import ActionRow, keys_of, room_keys, say_key, table

Key, Held = Qt.Key, Qt.KeyboardModifier
ONLY_HELD = (Key.Key_Control, Key.Key_Shift, Key.Key_Alt, Key.Key_Meta, Key.Key_AltGr, Key.Key_CapsLock)
MOVING = {
    Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End, Key.Key_PageUp,
    Key.Key_PageDown, Key.Key_Space, Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Backtab,
    Key.Key_Backspace, Key.Key_Delete, Key.Key_Escape, Key.Key_Insert, Key.Key_Menu,
}  # fmt: skip
"""What moves, types or ends something in every field and list: no shortcut without Ctrl or Alt+Shift."""
PAGES = {Key.Key_PageUp, Key.Key_PageDown, Key.Key_Return, Key.Key_Enter}
"""Of those, what no text field knows with Ctrl."""
EDITING = (
    QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut, QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.SelectAll, QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo,
)  # fmt: skip
UNDOING = ("undo", "redo")

Chosen = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Clash:
    """Why a key cannot be had: `words` says it; `other` is the action that has it and could give it away."""

    words: str
    other: str = ""


def key_of(pressed: QKeyCombination) -> str:
    """A pressed key as Qt writes it in every language; "" while only Ctrl and the like are held."""
    key = pressed.key()
    if key in ONLY_HELD or key in (Key.Key_unknown, Key(0)):
        return ""
    held = pressed.keyboardModifiers() & ~Held.KeypadModifier
    if _printed(key) and not Key.Key_A <= key <= Key.Key_Z:
        held &= ~Held.ShiftModifier if not held & ~Held.ShiftModifier else held  # ? is a key, Shift only its way
    return QKeySequence(QKeyCombination(held, key)).toString(QKeySequence.SequenceFormat.PortableText)


def clash(action: ActionRow, key: str, chosen: Chosen) -> Clash | None:
    """What stands against `key` for an action; None where nothing does."""
    sequence = QKeySequence(key)
    pressed = sequence[0]  # type: ignore[index]  # the stubs do not know it
    if _needed(action, sequence, pressed.key(), pressed.keyboardModifiers()):
        return Clash(t("shortcuts.needed", key=say_key(key)))
    for row in room_keys():
        if any(not own.startswith("@") and QKeySequence(own) == sequence for own in row.keys):
            return Clash(t("shortcuts.taken", key=say_key(key), action=row.words))
    for other in table():
        mine = other.id != action.id and any(QKeySequence(own) == sequence for own in keys_of(other, chosen))
        if mine:
            fixed = other.where == "room"
            return Clash(
                t("shortcuts.taken", key=say_key(key), action=other.words.rstrip("…")), "" if fixed else other.id
            )
    return None


def _needed(action: ActionRow, sequence: QKeySequence, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
    """Whether typing or moving needs this key."""
    if key in MOVING:
        both = Held.AltModifier | Held.ShiftModifier
        return held & both != both and not (held & Held.ControlModifier and key in PAGES)
    if held & Held.ControlModifier and held & Held.AltModifier:
        return _printed(key)  # AltGr, which types € and @ on many keyboards
    editing = any(sequence in QKeySequence.keyBindings(standard) for standard in EDITING)
    return editing and action.id not in UNDOING


def _printed(key: Qt.Key) -> bool:
    return Key.Key_Space <= key <= Key.Key_ydiaeresis


def with_keys(chosen: Chosen, action: ActionRow, keys: list[str]) -> dict[str, object]:
    """The setting with other keys for one action; what equals the table is not kept."""
    rest = {name: value for name, value in chosen.items() if name != action.id}
    return rest if tuple(keys) == action.keys else {**rest, action.id: keys}


def without_key(chosen: Chosen, action: ActionRow, key: str) -> dict[str, object]:
    """The setting after an action gave a key away."""
    kept = [own for own in keys_of(action, chosen) if QKeySequence(own) != QKeySequence(key)]
    return with_keys(chosen, action, kept)
