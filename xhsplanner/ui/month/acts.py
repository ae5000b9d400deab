"""What the month can do to the plan. Mouse, keys and menus all end here, and everything goes through `ops`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from shiboken6 import isValid

from xhsplanner.core.change import Change
from xhsplanner.core.occasions import Occasion
from xhsplanner.core.words import t
from xhsplanner.ops import bulk, notes, slot_places
from xhsplanner.ops.bulk import Place
from xhsplanner.ui.board.drag import Drag, Drop, refusal_of
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.board.landing import stepped
from xhsplanner.ui.notes.acts import NoteActs

if TYPE_CHECKING:
    from xhsplanner.ui.month.view import MonthView


class MonthActs(NoteActs):
    """The verbs of the month: those of notes, and what moves them on it. The keyboard follows what was done."""

    def __init__(self, view: "MonthView") -> None:
        super().__init__(view.ctx)
        self.view = view

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
        """Let dragged chips go."""
        if drop.refusal:
            self.ctx.toast(drop.refusal, kind="error")
        else:
            self.put(drop.places, drag.copying, drag.note.id)

    def put(self, places: Mapping[int, Place], copying: bool, first: int | None = None) -> None:
        """Move or copy notes, each to its place, select them there and show `first` in the panel."""

        def done(change: Change) -> None:
            ids = list(change.created["note"]) if copying else list(places)
            self.follow(ids, ids[list(places).index(first)] if first is not None else ids[0])

        self.ctx.run_then(done, bulk.copy_to if copying else bulk.place, places)

    def move_by(self, ids: Sequence[int], days: int) -> None:
        """Move notes some days on, as a drag would; the page turns to where they go."""
        found, view = self.ctx.store.notes.get_many(ids), self.view
        if not found:
            return
        refusal = refusal_of(found, False, self.ctx.store.read_only)
        if refusal:
            self.ctx.toast(refusal, kind="error")
            return
        places = stepped(found, 0, days, view.page.shown)
        first = view.focus_note if view.focus_note in places else found[0].id
        day = places[first].day

        def done(_change: Change) -> None:
            if isValid(view) and day is not None and view.page.number(day) is None:
                view.show_month(day)
            self.follow(ids, first)

        self.ctx.run_then(done, bulk.place, places)

    def follow(self, ids: Sequence[int], shown: int | None = None) -> None:
        """Read what was written at once, so that the next key already finds the chips in their new places."""
        if not isValid(self.view):  # closed while a large op was written
            return
        self.view.reload()
        shown = shown if shown is not None else ids[0]
        self.view.focus_on(shown)
        self.ctx.pick(ids, shown)
        self.view.viewport().update()

    def account_for_new(self) -> int | None:
        """The account of a new note: the one of the note in the panel, else the first that shows."""
        wanted = self.ctx.filter.accounts
        shown = [i for i in self.view.page.accounts if not wanted or i in wanted]
        note = self.ctx.store.notes.get(self.ctx.note_id) if self.ctx.note_id is not None else None
        if note is not None and note.account_id in shown:
            return note.account_id
        return shown[0] if shown else None

    def create(self, day: date, **fields: Any) -> Change | None:
        """Make a note on a day and move the keyboard to it; the caller lets its title be typed."""
        account = self.account_for_new()
        if account is None:
            self.ctx.toast(t("shell.no_account"), kind="error")
            self.ctx.ask("catalogue")
            return None
        given = {"account_id": account, **self.ctx.filter.given(), **fields}
        change = self.ctx.quietly(notes.create, day=day, **given)
        if change is not None:
            self.follow(change.created["note"])
        return change

    def create_for(self, occasion: Occasion, day: date) -> None:
        """Make a note for an occasion: on its day, of a series that usually speaks on it, with the cursor in its
        title."""
        account = self.account_for_new()
        if account is None:
            self.ctx.toast(t("shell.no_account"), kind="error")
            return
        series = next((one for one in self.ctx.store.catalog.series() if one.palette in occasion.series), None)
        place = {"day": day, "occasion": occasion.id, "series_id": series.id if series else None}
        self.ctx.run_then(self._made, notes.create, account, **place)

    def _made(self, change: Change) -> None:
        (made,) = change.created["note"]
        self.follow([made])
        self.ctx.ask("note_title", made)

    def fill(self, number: int, note_id: int | None = None) -> None:
        """Fill an open place with a note, or with the new one it waits for."""
        place = self.view.page.places[number]
        then = self._made if note_id is None else lambda _change: self.follow([note_id])
        self.ctx.run_then(then, slot_places.fill, place.slot_id, place.original, note_id)

    def skip(self, number: int) -> None:
        """Leave an open place out."""
        place = self.view.page.places[number]
        self.ctx.run(slot_places.skip, place.slot_id, place.original)

    def delete(self, ids: Sequence[int]) -> None:
        """Delete notes; the toast offers to bring them back. The keyboard stays where the chip was."""
        kept, gone, view = self.view.focus, set(ids), self.view

        def done(_change: Change) -> None:
            if isValid(view):
                self.ctx.pick([one for one in self.ctx.selection if one not in gone])
                view.reload()
                view.set_focus(kept)

        self.ctx.run_then(done, notes.delete, ids, skip_locked=True)

    def duplicate(self, ids: Sequence[int]) -> None:
        """Copy notes where they are; the copies are selected."""
        self.ctx.run_then(lambda change: self.follow(change.created["note"]), notes.copy, ids)
