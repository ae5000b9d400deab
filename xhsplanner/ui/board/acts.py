"""What the board can do to the plan. Mouse, keys and menu all end here, and everything goes through `ops`."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note, Status
from xhsplanner.core.words import t
from xhsplanner.ops import bulk, notes, status
from xhsplanner.ops.bulk import Place
from xhsplanner.ui.board import hits
from xhsplanner.ui.board.drag import Drag, Drop, refusal_of
from xhsplanner.ui.board.landing import stepped
from xhsplanner.ui.board.layout import Cell, Focus
from xhsplanner.ui.board.view import BoardView

if TYPE_CHECKING:
    from xhsplanner.ops.assets import Added


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

    def drop(self, drag: Drag, drop: Drop) -> None:
        """Let dragged cards go."""
        if drop.refusal:
            self.ctx.toast(drop.refusal, kind="error")
        else:
            self.put(drop.places, drag.copying, drag.note.id)

    def put(
        self,
        places: Mapping[int, Place],
        copying: bool,
        first: int | None = None,
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """Move or copy notes, each to its place, select them there, show `first` in the panel, then `then()`."""

        def done(change: Change) -> None:
            ids = list(change.created["note"]) if copying else list(places)
            self._follow(ids, ids[list(places).index(first)] if first is not None else ids[0])
            then()

        self.ctx.run_then(done, bulk.copy_to if copying else bulk.place, places)

    def move_by(self, ids: Sequence[int], down: int, right: int) -> None:
        """Move cards one cell, as a drag would: over the week's end into the next one, below it to 待排."""
        notes_, view = self.ctx.store.notes.get_many(ids), self.view
        if not notes_:
            return
        refusal, places = refusal_of(notes_, False, self.ctx.store.read_only), {}
        try:
            places = self._beside(notes_, down, right)
        except Refused as refused:
            refusal = refusal or str(refused)
        if refusal:
            self.ctx.toast(refusal, kind="error")
            return
        first = view.focus_note if view.focus_note in places else notes_[0].id

        def done(_change: Change) -> None:
            day = places[first].day
            if day is not None:
                self.ctx.show_day(day)
            self._follow(ids, first)

        if places:
            self.ctx.run_then(done, bulk.place, places)

    def _beside(self, notes_: Sequence[Note], down: int, right: int) -> dict[int, Place]:
        """Where one step leads. Out of the drawer a step up plans; from the lowest row a step down unplans."""
        week, board = self.view.week, self.view.board
        rows = [lane.account.id for lane in week.lanes]
        if all(note.day is None for note in notes_):
            return {note.id: Place(self.ctx.day, note.account_id) for note in notes_} if down < 0 else {}
        if all(note.account_id == rows[-1] for note in notes_) and down > 0:
            return {note.id: Place(None, note.account_id) for note in notes_} if board.drawer_h else {}
        if len(notes_) == 1 and notes_[0].account_id == rows[0] and down < 0:
            return {}
        return stepped(notes_, down, right, week.shown)

    def _follow(self, ids: Sequence[int], shown: int | None = None) -> None:
        """Read what was written at once, so that the next key already finds the cards in their new places."""
        if not isValid(self.view):  # closed while a large op was written
            return
        self.view.reload()
        shown = shown if shown is not None else ids[0]
        self.view.focus_on(shown)
        self.ctx.pick(ids, shown)
        self.view.viewport().update()

    def unplan(self, ids: Sequence[int]) -> None:
        """Take the day of notes away."""
        self.ctx.run_then(lambda _change: self._follow(ids), notes.move, ids, day=None)

    def create(self, cell: Cell) -> Change | None:
        """Make an empty note in a cell and move the keyboard to it; the caller lets its title be typed."""
        account_id, day = self.view.week.place(cell)
        change = self.ctx.quietly(notes.create, account_id=account_id, day=day)
        if change is not None:
            self._follow(change.created["note"])
        return change

    def accept(self, cell: Cell) -> None:
        """Make the draft a dashed suggestion asks for."""
        hint = self.view.week.hints.get(cell)
        if hint is None:
            return
        place = {"account_id": hint.account_id, "day": hint.day, "series_id": hint.series_id}
        self.ctx.run_then(self._follow_made, notes.create, **place)

    def _follow_made(self, change: Change) -> None:
        self._follow(change.created["note"])

    def delete(self, ids: Sequence[int]) -> None:
        """Delete notes; the toast offers to bring them back. The keyboard stays where the card was."""
        kept, gone = self.view.focus, set(ids)

        def done(_change: Change) -> None:
            if isValid(self.view):
                self.ctx.pick([one for one in self.ctx.selection if one not in gone])
                self.view.reload()
                self.view.set_focus(kept)

        self.ctx.run_then(done, notes.delete, ids)

    def duplicate(self, ids: Sequence[int]) -> None:
        """Copy notes in their own cells."""
        self.ctx.run_then(self._follow_made, notes.copy, ids)

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
        elif len(self.ctx.selection) > 1:
            self.ctx.select(self.ctx.note_id)
