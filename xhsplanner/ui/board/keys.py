"""The keys of the board, as one table from key to what it does."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from xhsplanner.ui.board.hits import DIRECTIONS

if TYPE_CHECKING:
    from xhsplanner.ui.board.hands import WeekBoard

Key = Qt.Key
ARROWS = {Key.Key_Left: "left", Key.Key_Right: "right", Key.Key_Up: "up", Key.Key_Down: "down"}


def _arrow(board: "WeekBoard", direction: str, alt: bool) -> None:
    if not alt:
        board.acts.walk(direction)
        return
    note_id = board.focus_note
    if note_id is not None:
        board.acts.move_by(note_id, *DIRECTIONS[direction])


def _enter(board: "WeekBoard") -> None:
    """Open the note; on `+n` unfold the row, on a suggestion make the draft, on an empty cell a note."""
    focus = board.focus
    if focus is None:
        return
    note_id = board.focus_note
    if note_id is not None:
        board.acts.open(note_id)
    elif focus.row < board.board.content.rows:
        shown = board.board.stack(focus.cell)
        if shown.more is not None:
            board.toggle_row(focus.row)
        elif shown.hint is not None:
            board.acts.accept(focus.cell)
        else:
            board.new_note()


def _on_note(act: Callable[["WeekBoard", int], object]) -> Callable[["WeekBoard"], object]:
    def run(board: "WeekBoard") -> None:
        note_id = board.focus_note
        if note_id is not None:
            act(board, note_id)

    return run


PLAIN: dict[Qt.Key, Callable[["WeekBoard"], object]] = {
    Key.Key_N: lambda board: board.new_note(),
    Key.Key_T: lambda board: board.today(),
    Key.Key_F2: _on_note(lambda board, note_id: board.rename(note_id)),
    Key.Key_Return: _enter,
    Key.Key_Enter: _enter,
    Key.Key_Space: _on_note(lambda board, note_id: board.acts.preview(note_id)),
    Key.Key_Delete: _on_note(lambda board, note_id: board.acts.delete(note_id)),
    Key.Key_Backspace: _on_note(lambda board, note_id: board.acts.delete(note_id)),
    Key.Key_PageUp: lambda board: board.acts.step_week(-1),
    Key.Key_PageDown: lambda board: board.acts.step_week(1),
    Key.Key_Home: lambda board: board.to_column(0),
    Key.Key_End: lambda board: board.to_column(board.board.content.columns - 1),
    Key.Key_Menu: lambda board: board.open_menu(),
}


def press(board: "WeekBoard", event: QKeyEvent) -> bool:
    """Do what a key means here; False where it means nothing and belongs to the window."""
    key = Qt.Key(event.key())
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if board.drag is not None:
        if key is Key.Key_Escape:
            board.cancel_drag()
        elif key is Key.Key_Control:
            board.copy_drag(True)
        return True
    if key in ARROWS and held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier):
        _arrow(board, ARROWS[key], bool(held & Qt.KeyboardModifier.AltModifier))
        return True
    if key in PLAIN and held == Qt.KeyboardModifier.NoModifier:
        PLAIN[key](board)
        return True
    return False
