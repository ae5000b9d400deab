"""The keys of the board, as one table from key to what it does: those of actions.toml that rooms hear themselves.

What a person may give another key (N, T, …) is none of them; the window's shortcuts do that.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from xhsplanner.ui.board import hits
from xhsplanner.ui.board.hits import DIRECTIONS
from xhsplanner.ui.notes import keys

if TYPE_CHECKING:
    from xhsplanner.ui.board.hands import WeekBoard

Key = Qt.Key
ARROWS = {Key.Key_Left: "left", Key.Key_Right: "right", Key.Key_Up: "up", Key.Key_Down: "down"}


def _enter(board: "WeekBoard") -> None:
    """Open the note; on `+n` unfold the row, on a place or suggestion make the draft, on an empty cell a note."""
    focus = board.focus
    if focus is None:
        return
    note_id = board.focus_note
    if note_id is not None:
        board.acts.open(note_id)
    elif focus.row < board.board.content.rows:
        shown = board.board.stack(focus.cell)
        if shown.hint is not None or hits.place_at(board.board, focus) is not None:
            board.acts.accept(focus)
        elif shown.more is not None:
            board.toggle_row(focus.row)
        else:
            board.new_note()


def _reach(board: "WeekBoard", direction: str) -> None:
    """Shift and an arrow: the keyboard goes on, and all from where it began is selected."""
    if board.picks.anchor is None:
        board.picks.anchor = board.focus_note
    there = hits.neighbour(board.board, board.focus, direction) if board.focus is not None else None
    if there is not None:
        board.set_focus(there)
        if board.focus_note is not None:
            board.picks.extend(board.focus_note)


def _look_on(board: "WeekBoard", direction: str) -> None:
    """Ctrl and an arrow: the keyboard goes on, the selection stays."""
    there = hits.neighbour(board.board, board.focus, direction) if board.focus is not None else None
    if there is not None:
        board.set_focus(there)


def _toggle(board: "WeekBoard") -> None:
    if board.focus_note is not None:
        board.picks.toggle([board.focus_note])


TABLES = keys.tables(lambda board: board.picks.hand, lambda board: board.focus_note)
TABLES[keys.NONE] |= {
    Key.Key_Return: _enter,
    Key.Key_Enter: _enter,
    Key.Key_PageUp: lambda board: board.acts.step_week(-1),
    Key.Key_PageDown: lambda board: board.acts.step_week(1),
    Key.Key_Home: lambda board: board.to_column(0),
    Key.Key_End: lambda board: board.to_column(board.board.content.columns - 1),
}
TABLES[keys.CTRL] |= {
    Key.Key_A: lambda board: board.picks.all(),
    Key.Key_C: lambda board: board.clip.take(board.hand(), False),
    Key.Key_X: lambda board: board.clip.take(board.hand(), True),
    Key.Key_V: lambda board: board.clip.paste(),
    Key.Key_Space: _toggle,
}
WAYS: dict[Qt.KeyboardModifier, Callable[["WeekBoard", str], None]] = {
    keys.NONE: lambda board, way: board.acts.walk(way),
    keys.ALT: lambda board, way: board.acts.move_by(board.picks.hand, *DIRECTIONS[way]),
    keys.SHIFT: _reach,
    keys.CTRL: _look_on,
}
"""What an arrow does, by what is held with it."""


def press(board: "WeekBoard", event: QKeyEvent) -> bool:
    """Do what a key means here; False where it means nothing and belongs to the window."""
    key = Qt.Key(event.key())
    held = keys.held_with(event)
    if board.drag is not None or board.band is not None:
        if key is Key.Key_Escape:
            board.cancel_drag()
        elif key is Key.Key_Control:
            board.copy_drag(True)
        return True
    if key is Key.Key_Escape and held == keys.NONE:
        return _escape(board)
    if key in ARROWS and held in WAYS:
        WAYS[held](board, ARROWS[key])
        return True
    return keys.pressed(board, event, TABLES)


def _escape(board: "WeekBoard") -> bool:
    """What was cut stays where it is; else nothing is selected any more."""
    if board.clip.forget():
        return True
    if board.ctx.selection:
        board.picks.clear()
        return True
    return False
