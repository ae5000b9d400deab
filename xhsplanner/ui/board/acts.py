"""What the board can do to the plan. Mouse, keys and menu all end here, and everything goes through `ops`."""

from collections.abc import Callable, Mapping, Sequence

from shiboken6 import isValid

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note
from xhsplanner.core.planning import Place as OpenPlace
from xhsplanner.ops import bulk, notes
from xhsplanner.ops.bulk import Place
from xhsplanner.ui.board import hits, open_places
from xhsplanner.ui.board.drag import Drag, Drop, refusal_of
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.board.landing import stepped
from xhsplanner.ui.board.layout import Cell, Focus
from xhsplanner.ui.board.view import BoardView
from xhsplanner.ui.notes.acts import NoteActs
from xhsplanner.ui.slots import acts as place_acts


class Acts(NoteActs):
    """The verbs of the board: those of notes, and what moves them on it. The keyboard follows what was done."""

    def __init__(self, view: BoardView, rename: Callable[[int, int], object]) -> None:
        """`rename(note, group)` lets the title of a note that was just made be typed."""
        super().__init__(view.ctx)
        self.view, self._rename = view, rename

    @property
    def ink(self) -> Ink:
        """Colours and stamps for the theme and the screen as they are."""
        return self.view.ink

    def select(self, note_id: int) -> None:
        """Show a note in the panel and move the keyboard to it."""
        self.view.focus_on(note_id)
        self.ctx.select(note_id)
        self.view.viewport().update()

    def drop(self, drag: Drag, drop: Drop) -> None:
        """Let dragged cards go."""
        if drop.refusal:
            self.ctx.toast(drop.refusal, kind="error")
        elif drag.copying or not self._take_place(drop.cell, drag.notes):
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
        self.view.sieve.keep(ids)
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
        given = {**self.ctx.filter.given(), "account_id": account_id}
        change = self.ctx.quietly(notes.create, day=day, **given)
        if change is not None:
            self._follow(change.created["note"])
        return change

    def place(self, focus: Focus) -> OpenPlace | None:
        """The open place of a slot that the keyboard is at."""
        index = hits.place_at(self.view.board, focus)
        return None if index is None else self.view.week.places[focus.cell][index].place

    def accept(self, focus: Focus) -> None:
        """Make the draft a dashed suggestion asks for, or fill the open place of a slot."""
        place = self.place(focus)
        if place is not None:
            place_acts.fill(self.ctx, place, self.made_in_place)
            return
        hint = self.view.week.hints.get(focus.cell)
        if hint is None:
            return
        values = {"account_id": hint.account_id, "day": hint.day, "series_id": hint.series_id}
        self.ctx.run_then(self._follow_made, notes.create, **values)

    def made_in_place(self, note_id: int, group: int) -> None:
        """Type the title of a note that fills a place on its card."""
        if isValid(self.view):
            self._follow([note_id])
            self._rename(note_id, group)

    def take_place(self, found: hits.Hit, ids: Sequence[int]) -> bool:
        """Let a note that is dropped on the board from another view take the open place there; False for none."""
        return self._take_place(found.cell, self.ctx.store.notes.get_many(ids))

    def _take_place(self, cell: Cell | None, notes_: Sequence[Note]) -> bool:
        """One undated note let go where a place of its series is open fills it; False where there is none."""
        if cell is None or len(notes_) != 1:
            return False
        note_id, place = notes_[0].id, open_places.taken_by(self.view.week, cell, notes_[0])
        if place is not None:
            place_acts.fill_with(self.ctx, place, note_id, lambda _change: self._follow([note_id]))
        return place is not None

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

        self.ctx.run_then(done, notes.delete, ids, skip_locked=True)

    def duplicate(self, ids: Sequence[int]) -> None:
        """Copy notes in their own cells."""
        self.ctx.run_then(self._follow_made, notes.copy, ids)

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
