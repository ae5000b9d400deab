"""What can be done with notes from any room. Mouse, keys and menus end here, and everything goes through `ops`."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from xhsplanner.core.change import Change
from xhsplanner.core.model import Status
from xhsplanner.core.words import t
from xhsplanner.ops import bulk, notes, status
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.context import Context

if TYPE_CHECKING:
    from xhsplanner.ops.assets import Added


class NoteActs:
    """The verbs of notes; each shows its refusal as a toast and offers 撤销 after it is done."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx

    @property
    def ink(self) -> Ink:
        """What the marks in menus are painted with."""
        return Ink(self.ctx.theme, 1.0)

    def select(self, note_id: int) -> None:
        """Show a note in the panel."""
        self.ctx.select(note_id)

    def open(self, note_id: int) -> None:
        """Show a note in the panel with the cursor in its title."""
        self.select(note_id)
        self.ctx.ask("note_title", note_id)

    def preview(self, note_id: int) -> None:
        """Show how a note will look on the platform."""
        self.select(note_id)
        self.ctx.ask("note_preview", note_id)

    def unplan(self, ids: Sequence[int]) -> None:
        """Take the day of notes away."""
        self.ctx.run(notes.move, ids, day=None)

    def delete(self, ids: Sequence[int]) -> None:
        """Delete notes; the toast offers to bring them back."""
        self.ctx.run(notes.delete, ids, skip_locked=True)

    def duplicate(self, ids: Sequence[int]) -> None:
        """Copy notes where they are; the copies are selected."""
        self.ctx.run_then(lambda change: self.ctx.pick(change.created["note"]), notes.copy, ids)

    def to_accounts(self, note_id: int, account_ids: Sequence[int]) -> None:
        """Make siblings of the note on other accounts."""
        self.ctx.run(notes.duplicate_to_accounts, note_id, account_ids)

    def set_status(self, ids: Sequence[int], to: Status) -> None:
        """Move notes along the transition table."""
        self.ctx.run(status.set_status, ids, to)

    def assign(self, operation: Callable[..., Change | None], ids: Sequence[int], value: object) -> None:
        """Give notes a series, an owner, a designer, a kind or a time: one of ops/bulk.set_…"""
        self.ctx.run(operation, ids, value)

    def shift_time(self, ids: Sequence[int], by: int) -> None:
        """Move the times of notes by minutes."""
        self.ctx.run(bulk.shift_time, ids, by)

    def copy_text(self, text: str) -> None:
        """Put a text on the clipboard and say so."""
        QGuiApplication.clipboard().setText(text)
        self.ctx.toast(t("week.copied_text", text=text if len(text) < 24 else text[:23] + "…"))

    def attach(self, note_id: int, asset_ids: Sequence[int]) -> None:
        """Give a note pictures of the library."""
        if self.ctx.run(notes.attach, note_id, list(asset_ids)) is not None:
            self.select(note_id)

    def bring_in(self, note_id: int, paths: Sequence[Path]) -> None:
        """Import picture files and attach them to a note."""
        store = self.ctx.store
        self.bring_with(note_id, lambda: bulk.bring_pictures(store, note_id, paths))

    def bring_with(self, note_id: int, work: Callable[[], "Added"]) -> None:
        """Do what brings pictures into a note on a worker, one step of undo, and say what became of them."""

        def done(result: "Added") -> None:
            for path, reason in result.refused[:3]:
                self.ctx.toast(t("week.refused", file=path.name, reason=reason), kind="error")
            if result.change is not None:
                self.ctx.toast(result.change.label, undo=True)
                self.select(note_id)

        self.ctx.tasks.start(work, done, self.ctx.say_refusal)
