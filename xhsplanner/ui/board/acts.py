"""What the board can do to the plan. Mouse, keys and menu all end here, and everything goes through `ops`."""

from collections.abc import Sequence
from pathlib import Path

from xhsplanner.core.change import Change
from xhsplanner.core.model import Note, Status
from xhsplanner.core.words import t
from xhsplanner.ops import notes, status
from xhsplanner.ui.board import hits
from xhsplanner.ui.board.drag import Drop, refusal_of
from xhsplanner.ui.board.layout import Cell, Focus
from xhsplanner.ui.board.view import BoardView


class Acts:
    """The verbs of the board; each shows its refusal as a toast and offers 撤销 after it is done."""

    def __init__(self, view: BoardView) -> None:
        self.view = view
        self.ctx = view.ctx

    def select(self, note_id: int) -> None:
        """Show a note in the panel and move the keyboard to it."""
        self.view.focus_on(note_id)
        self.ctx.select(note_id)
        self.view.viewport().update()

    def open(self, note_id: int) -> None:
        """Show a note in the panel with the cursor in its title."""
        self.select(note_id)
        self.ctx.ask("note_title", note_id)

    def preview(self, note_id: int) -> None:
        """Show how a note will look on the platform."""
        self.select(note_id)
        self.ctx.ask("note_preview", note_id)

    def drop(self, note: Note, drop: Drop, copying: bool) -> Change | None:
        """Let a dragged card go."""
        if drop.refusal:
            self.ctx.toast(drop.refusal, kind="error")
            return None
        if copying:
            account = note.account_id if drop.account_id is None else drop.account_id
            change = self.ctx.run(notes.copy, [note.id], day=drop.day, account_id=account)
        elif drop.account_id is None:
            change = self.ctx.run(notes.move, [note.id], day=None)
        else:
            change = self.ctx.run(notes.move, [note.id], day=drop.day, account_id=drop.account_id)
        if change is not None:
            made = change.created.get("note")
            self._follow(made[0] if made else note.id)
        return change

    def move_by(self, note_id: int, down: int, right: int) -> None:
        """Move a card one cell, as a drag would: over the week's end into the next one, below it to 待排."""
        note, board = self.view.note(note_id), self.view.board
        if note is None:
            return
        refusal = refusal_of(note, False, self.ctx.store.read_only)
        if refusal:
            self.ctx.toast(refusal, kind="error")
            return
        rows = [lane.account.id for lane in self.view.week.lanes]
        row = rows.index(note.account_id) + down
        if note.day is None:
            if down < 0:
                self._move(note, day=self.ctx.day, account_id=note.account_id)
        elif row == board.content.rows and board.drawer_h:
            self._move(note, day=None, account_id=note.account_id)
        elif 0 <= row < board.content.rows:
            day = self.view.week.day_beside(note.day, right) if right else note.day
            self._move(note, day=day, account_id=rows[row])

    def _move(self, note: Note, **where: object) -> None:
        if self.ctx.run(notes.move, [note.id], **where) is not None:
            moved = self.ctx.store.notes.get(note.id)
            if moved is not None and moved.day is not None:
                self.ctx.show_day(moved.day)
            self._follow(note.id)

    def _follow(self, note_id: int) -> None:
        """Read what was written at once, so that the next key already finds the card in its new place."""
        self.view.reload()
        self.select(note_id)

    def unplan(self, note_id: int) -> None:
        """Take a note's day away."""
        if self.ctx.run(notes.move, [note_id], day=None) is not None:
            self._follow(note_id)

    def create(self, cell: Cell) -> Change | None:
        """Make an empty note in a cell and move the keyboard to it; the caller lets its title be typed."""
        account_id, day = self.view.week.place(cell)
        change = self.ctx.quietly(notes.create, account_id=account_id, day=day)
        if change is not None:
            self._follow(change.created["note"][0])
        return change

    def accept(self, cell: Cell) -> Change | None:
        """Make the draft a dashed suggestion asks for."""
        hint = self.view.week.hints.get(cell)
        if hint is None:
            return None
        change = self.ctx.run(notes.create, account_id=hint.account_id, day=hint.day, series_id=hint.series_id)
        if change is not None:
            self._follow(change.created["note"][0])
        return change

    def delete(self, note_id: int) -> None:
        """Delete a note; the toast offers to bring it back. The keyboard stays where the card was."""
        kept = self.view.focus
        if self.ctx.run(notes.delete, [note_id]) is not None:
            if self.ctx.note_id == note_id:
                self.ctx.select(None)
            self.view.reload()
            self.view.set_focus(kept)

    def duplicate(self, note_id: int) -> None:
        """Copy a note in its own cell."""
        change = self.ctx.run(notes.copy, [note_id])
        if change is not None:
            self._follow(change.created["note"][0])

    def to_account(self, note_id: int, account_id: int) -> None:
        """Make a sibling of the note on another account."""
        self.ctx.run(notes.duplicate_to_accounts, note_id, [account_id])

    def set_status(self, note_id: int, to: Status) -> None:
        """Move a note along the transition table."""
        if to is Status.PUBLISHED:
            self.ctx.run(status.publish, note_id)
        else:
            self.ctx.run(status.set_status, [note_id], to)

    def attach(self, note_id: int, asset_ids: Sequence[int]) -> None:
        """Give a note pictures of the library."""
        if self.ctx.run(notes.attach, note_id, list(asset_ids)) is not None:
            self.select(note_id)

    def bring_in(self, note_id: int, paths: Sequence[Path]) -> None:
        """Import picture files on a worker, then attach them to a note."""
        from xhsplanner.ops import assets  # decoding pictures is not needed to open the window

        def done(result: assets.Added) -> None:
            ids = [asset.id for asset in (*result.added, *result.restored)]
            ids += [asset_id for _path, asset_id in result.duplicates]
            for path, reason in result.refused[:3]:
                self.ctx.toast(t("week.refused", file=path.name, reason=reason), kind="error")
            if ids:
                self.attach(note_id, ids)

        def failed(error: Exception) -> None:
            self.ctx.toast(str(error), kind="error")

        store = self.ctx.store
        self.ctx.tasks.start(lambda: assets.add(store, list(paths)), done, failed)

    def step_week(self, by: int, column: int | None = None) -> None:
        """Go `by` pages on; `column` puts the keyboard on a day there, -1 on the last."""
        self.view.turn(by)
        if column is not None:
            self.ctx.show_day(self.view.week.days[column].day)

    def walk(self, direction: str) -> None:
        """Move the keyboard; past the first or last day into the week before or after."""
        view = self.view
        focus = view.focus or hits.clamp(view.board, Focus(0, view.week.nearest_column(self.ctx.day)))
        if focus is None:
            return
        if view.focus is None:
            view.set_focus(focus)
        else:
            there = hits.neighbour(view.board, focus, direction)
            if there is not None:
                view.set_focus(there)
            elif direction in ("left", "right") and focus.row < view.board.content.rows:
                by = 1 if direction == "right" else -1
                self.step_week(by, 0 if by > 0 else -1)
        if view.focus_note is not None and self.ctx.note_id is not None:
            self.ctx.select(view.focus_note)
