"""The keys of the month, as tables from key to what it does: those of actions.toml that rooms hear themselves.

Arrows walk the days; Enter or Tab goes into a day's chips, Esc comes out of them.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from xhsplanner.ui.month.layout import MORE, PLACE, Focus
from xhsplanner.ui.notes import keys

if TYPE_CHECKING:
    from xhsplanner.ui.month.hands import MonthBoard

Key = Qt.Key
ARROWS = {Key.Key_Left: -1, Key.Key_Right: 1, Key.Key_Up: -7, Key.Key_Down: 7}
Act = Callable[["MonthBoard"], object]


def walk(board: "MonthBoard", by: int) -> None:
    """An arrow: the next day, or within a day the chip above or below."""
    focus = board.focus
    if focus is None:
        board.go_to(board.ctx.day)
        return
    if focus.stop and abs(by) == 7:
        stop = focus.stop + (1 if by > 0 else -1)
        if 0 <= stop <= len(board.grid.stack(focus.day).items):
            board.set_focus(Focus(focus.day, stop))
            _show(board)
            return
    board.go_to(board.page.heads[focus.day].day + timedelta(by))
    if focus.stop and abs(by) == 1 and board.focus is not None:
        board.set_focus(Focus(board.focus.day, focus.stop))
    _show(board)


def _show(board: "MonthBoard") -> None:
    """The panel follows the keyboard where it shows a note already."""
    if board.focus_note is not None and board.ctx.note_id is not None:
        board.ctx.select(board.focus_note)
    elif board.picks.several:
        board.picks.reduce()


def _reach(board: "MonthBoard", by: int) -> None:
    """Shift and an arrow: the keyboard goes on, and all from where it began is selected."""
    if board.picks.anchor is None:
        board.picks.anchor = board.focus_note
    focus, order = board.focus, board.grid.order
    note = board.focus_note
    if focus is None or note is None or note not in order:
        return
    if abs(by) == 7:
        at = order.index(note) + (1 if by > 0 else -1)
        there = order[at] if 0 <= at < len(order) else note
    else:
        day = focus.day + by
        here = board.grid.notes_of(day) if 0 <= day < 42 else []
        there = here[min(focus.stop, len(here)) - 1] if here else note
    board.focus_on(there)
    board.picks.extend(there)


def _look_on(board: "MonthBoard", by: int) -> None:
    """Ctrl and an arrow: the keyboard goes on, the selection stays."""
    focus = board.focus
    if focus is not None:
        stop = focus.stop + (1 if by > 0 else -1)
        if abs(by) == 7 and focus.stop and 1 <= stop <= len(board.grid.stack(focus.day).items):
            board.set_focus(Focus(focus.day, stop))
        else:
            board.go_to(board.page.heads[focus.day].day + timedelta(by))


def _move(board: "MonthBoard", by: int) -> None:
    """Alt and an arrow: the notes in the hand go a day or a week on."""
    if board.picks.hand:
        board.acts.move_by(board.picks.hand, by)


def enter(board: "MonthBoard") -> None:
    """Into the day's chips; open the note, show the rest, make what an open place waits for, or a new note."""
    item, focus = board.focus_item, board.focus
    if focus is None:
        return
    if item is None:
        if board.grid.stack(focus.day).items:
            board.set_focus(Focus(focus.day, 1))
            _show(board)
        else:
            board.new_note()
    elif item.what == MORE:
        board.show_day_notes(focus.day)
    elif item.what == PLACE:
        board.acts.fill(item.key)
    elif board.focus_note is not None:
        board.acts.open(board.focus_note)


def step_in(board: "MonthBoard", by: int) -> bool:
    """Tab: the next thing on the day; False where there is none, so that Tab leaves the month."""
    focus = board.focus
    if focus is None:
        return False
    stop = focus.stop + by
    if not 0 <= stop <= len(board.grid.stack(focus.day).items):
        return False
    board.set_focus(Focus(focus.day, stop))
    _show(board)
    return True


def _ends(last: bool) -> Act:
    def go(board: "MonthBoard") -> None:
        if board.focus is not None:
            first = board.focus.day - board.focus.day % 7
            board.set_focus(Focus(first + 6 if last else first))

    return go


def _space(board: "MonthBoard") -> None:
    """Preview the note; on a day, what the calendar knows of it."""
    if board.focus_note is not None:
        board.acts.preview(board.focus_note)
    elif board.focus is not None and not board.focus.stop:
        board.show_card(board.focus.day)


def _toggle(board: "MonthBoard") -> None:
    if board.focus_note is not None:
        board.picks.toggle([board.focus_note])


TABLES = keys.tables(lambda board: board.picks.hand, lambda board: board.focus_note)
TABLES[keys.NONE] |= {
    Key.Key_Return: enter,
    Key.Key_Enter: enter,
    Key.Key_Space: _space,
    Key.Key_PageUp: lambda board: board.turn(-1),
    Key.Key_PageDown: lambda board: board.turn(1),
    Key.Key_Home: _ends(False),
    Key.Key_End: _ends(True),
}
TABLES[keys.CTRL] |= {Key.Key_A: lambda board: board.picks.all(), Key.Key_Space: _toggle}
TABLES[keys.SHIFT] |= {
    Key.Key_PageUp: lambda board: board.turn(-12),
    Key.Key_PageDown: lambda board: board.turn(12),
}
WAYS: dict[Qt.KeyboardModifier, Callable[["MonthBoard", int], object]] = {
    keys.NONE: walk,
    keys.SHIFT: _reach,
    keys.CTRL: _look_on,
    keys.ALT: _move,
}


def press(board: "MonthBoard", event: QKeyEvent) -> bool:
    """Do what a key means here; False where it means nothing and belongs to the window."""
    key = Qt.Key(event.key())
    held = keys.held_with(event)
    if board.drag is not None or board.band is not None:
        if key is Key.Key_Escape:
            board.cancel_drag()
        elif key is Key.Key_Control:
            board.carry.copy(True)
        return True
    if key is Key.Key_Escape and held == keys.NONE:
        return _escape(board)
    if key in ARROWS and held in WAYS:
        WAYS[held](board, ARROWS[key])
        return True
    return keys.pressed(board, event, TABLES)


def _escape(board: "MonthBoard") -> bool:
    """Nothing is selected any more; out of the chips to their day."""
    if len(board.ctx.selection) > 1:
        board.picks.reduce()
        return True
    if board.focus is not None and board.focus.stop:
        board.set_focus(Focus(board.focus.day))
        return True
    if board.ctx.selection:
        board.picks.clear()
        return True
    return False
