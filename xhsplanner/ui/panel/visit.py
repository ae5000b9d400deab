"""One stay of the user in one text field = one undo step, written at most every half second.

Nothing typed is lost: a change from elsewhere to the field the user is typing in is reported, not applied.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from xhsplanner.core.errors import Trouble
from xhsplanner.ui.panel.held import RETRY_MS, Held, Write

WRITE_EVERY_MS = 500


class TextField(Protocol):
    """What a visit needs of an editor."""

    @property
    def edited(self) -> SignalInstance: ...
    @property
    def entered(self) -> SignalInstance: ...
    @property
    def left(self) -> SignalInstance: ...
    @property
    def composing(self) -> bool: ...
    def value(self) -> str: ...
    def set_value(self, text: str, /) -> None: ...
    def hasFocus(self) -> bool: ...


class Visit(QObject):
    """Ties one editor to one field of the note in the panel."""

    overruled = Signal(str)
    """The stored text changed elsewhere while the user was typing; carries that other text."""
    written = Signal()
    troubled = Signal(str)
    """The disk would not take what was typed, for the reason given; said once, and tried again until it does."""

    def __init__(
        self, field: str, editor: TextField, write: Write, parent: QObject, held: Held | None = None
    ) -> None:
        """`held` outlives the editor where others are made for other rows."""
        super().__init__(parent)
        self.held = Held(write, self) if held is None else held
        self._troubled = False
        self.wait: Callable[[], bool] = lambda: False
        """Whether the store is busy for a moment: then what is typed is written after it."""
        self.field = field
        self.editor = editor
        self._write = write
        self.note_id: int | None = None
        self.group: int | None = None
        self._stored = ""
        self._dirty = False
        self._typed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WRITE_EVERY_MS)
        self._timer.timeout.connect(self._tick)
        editor.edited.connect(self._on_edit)
        editor.left.connect(self.finish)

    @property
    def unsaved(self) -> bool:
        """Whether the field holds what is not written yet."""
        typed = self._dirty and self.note_id is not None and self.editor.value() != self._stored
        return typed or len(self.held) > 0

    # --- from the user ----------------------------------------------------------------------------

    def _on_edit(self) -> None:
        if self.note_id is None:
            return
        self._dirty = self._typed = True
        if not self._timer.isActive():
            self._timer.start(WRITE_EVERY_MS)

    def _tick(self) -> None:
        # Typing over a selection removes it before the IME commits: wait for the end of the composition.
        if self.editor.composing or self.wait():
            self._timer.start(WRITE_EVERY_MS)
        else:
            self.flush()

    def flush(self) -> bool:
        """Write what is typed; True unless the write was refused."""
        self._timer.stop()
        if not self._dirty or self.note_id is None:
            return True
        self._dirty = False
        text, before = self.editor.value(), self._stored
        if text == before:
            return True
        self._stored = text
        change = None
        try:
            change = self._write(self.note_id, self.field, text, self.group)
        except Trouble as trouble:
            self._timer.start(RETRY_MS)
            if not self._troubled:
                self._troubled = True
                self.troubled.emit(str(trouble))
        finally:
            if change is None:  # refused or failed: it stands in the field, and is tried again on leaving it
                self._stored, self._dirty = before, True
        if change is None:
            return False
        self.group = change.group
        self._troubled = False
        self.written.emit()
        return True

    def finish(self) -> None:
        """The visit is over: write, and let the next visit be a step of its own."""
        self.flush()
        if len(self.held):
            self.held.retry()
        self.group = None
        self._typed = False

    # --- from the store ---------------------------------------------------------------------------

    def show(self, note_id: int | None, text: str) -> None:
        """Show another note's text. What was typed for the one before is written first."""
        self.finish()
        if self._troubled and self._dirty and self.note_id is not None:
            self.held.keep(self.note_id, self.field, self.editor.value())
        self.note_id = note_id
        self._stored = text
        held = None if note_id is None else self.held.take(note_id, self.field)
        self.editor.set_value(text if held is None else held)
        self._dirty = self._typed = self._troubled = held is not None
        self._timer.stop()
        if held is not None:
            self._timer.start(RETRY_MS)

    def refresh(self, text: str, own_step: bool = False) -> None:
        """The stored text is `text` now. `own_step`: because this user undid or redid something.

        While the user is typing here their text stays; it is written when they go on or leave.
        """
        if own_step:
            self.group = None
        if text == self._stored:
            return
        self._stored = text
        if text == self.editor.value():
            self._dirty = False
            return
        if self._typed and self.editor.hasFocus() and (self._dirty or not own_step):
            self.group = None
            self._dirty = True
            self.overruled.emit(text)
            return
        self.editor.set_value(text)
        self._dirty = self._typed = False

    def take(self, text: str) -> None:
        """Give up what is typed for the stored `text`."""
        self._timer.stop()
        self._stored = text
        self._dirty = self._typed = False
        self.group = None
        self.editor.set_value(text)
