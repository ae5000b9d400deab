"""What every room and widget is handed: the store, the theme, what is selected, and how to act.

There are no globals: a widget that needs something gets the Context.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Qt, Signal

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.filter import EMPTY, Filter
from xhsplanner.core.words import t
from xhsplanner.ops.weight import LARGE, weight
from xhsplanner.store import filtered, search
from xhsplanner.ui.settings import Settings
from xhsplanner.ui.tasks import Tasks, alive
from xhsplanner.ui.theme import Theme

if TYPE_CHECKING:
    from xhsplanner.store.store import Store

ToastKind = Literal["info", "error"]
PATIENCE = 0.03
"""Seconds that the window waits for a search; what takes longer is looked for by a worker."""
Operation = Callable[..., Change | None]
"""A function of `ops`: takes the store first."""
Then = Callable[[Change], object]
"""What is to follow once an op is done."""


MOST_SIFTED = 500
"""Of so many selected notes those that another filter hides are found at once; more are let go all together."""


@dataclass(frozen=True, slots=True)
class ToastText:
    """A short message: what it says (plain text), what it is, and whether it offers 撤销.

    `op` is the id of the change it tells about, 0 for none: 撤销 is withdrawn once later work is committed.
    """

    text: str
    kind: ToastKind = "info"
    undo: bool = False
    op: int = 0


class Context(QObject):
    """One open workspace and the state that rooms share. Lives on the GUI thread."""

    changed = Signal(object)
    """Change: after every commit, ours or foreign, always on the GUI thread."""
    selected = Signal(object)
    """int | None: the note in the panel."""
    picked = Signal(object)
    """tuple[int, ...]: `selection` has changed."""
    day_shown = Signal(object)
    """date: the day the calendar rooms are at."""
    query_changed = Signal(str)
    """The text of the search field."""
    filtered = Signal(object)
    """Filter: which notes the calendar rooms show has changed."""
    toasted = Signal(object)
    """ToastText, for whoever shows messages."""
    room_asked = Signal(str)
    """A room id to go to."""
    asked = Signal(str, object)
    """An action of the window by its id (`import`, `catalogue`, …) and what it is about (paths, or None)."""
    setting_changed = Signal(str)
    """The name of a personal setting that has changed. Those of the workspace are rows: see `changed`."""
    asset_shown = Signal(int)
    """The id of a picture that the library room, which is being gone to, selects."""
    carried = Signal(bool)
    """Cards are taken in the hand, or let go: what lies over the room steps aside meanwhile."""
    checked = Signal(object)
    """Report: the whole workspace was looked at."""
    copied = Signal()
    """A snapshot of the workspace was made."""
    closing = Signal()
    """The workspace is about to be closed: fields that hold unsaved typing write it now."""
    _committed = Signal(object)

    def __init__(
        self,
        store: "Store",
        theme: Theme,
        settings: Settings | None = None,
        tasks: Tasks | None = None,
    ) -> None:
        super().__init__()
        self.store = store
        self.theme = theme
        self.settings = settings or Settings()
        self.tasks = tasks or Tasks(self)
        self.note_id: int | None = None
        self.selection: tuple[int, ...] = ()
        """The selected notes in the order they are shown; `note_id`, the one in the panel, is among them."""
        self.day: date = clock.today()
        self.query = ""
        self.filter: Filter = EMPTY
        self._coming: Filter = EMPTY
        self._committed.connect(self._on_commit, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe: Callable[[], None] | None = store.subscribe(self._committed.emit)
        self._unlisten = self.settings.listen(self.setting_changed.emit)

    def close(self) -> bool:
        """Let fields save, wait for workers, stop listening; False where one does not end (see Tasks.close).

        The store is closed by whoever opened it.
        """
        if self._unsubscribe is not None:
            self.closing.emit()
            self._unsubscribe()
            self._unsubscribe = None
            self._unlisten()
        return self.tasks.close()

    def poll(self) -> None:
        """Look for what other processes committed; `changed` follows for each."""
        if self.store.stirred():
            self.tasks.start(self.store.catch_up)

    # --- what is shown ----------------------------------------------------------------------------

    def select(self, note_id: int | None) -> None:
        """Show a note in the panel, or none. It is the whole selection then."""
        self.pick(() if note_id is None else (note_id,), note_id)

    def pick(self, ids: Sequence[int], note_id: int | None = None) -> None:
        """Select notes; the panel shows `note_id`, else the one it shows already, else the last of them."""
        ids = tuple(dict.fromkeys(ids))
        wanted = note_id if note_id is not None else self.note_id
        shown = wanted if wanted in ids else ids[-1] if ids else None
        before, self.selection = self.selection, ids
        moved, self.note_id = shown != self.note_id, shown
        if moved:
            self.selected.emit(shown)
        if ids != before:
            self.picked.emit(ids)

    def show_day(self, day: date) -> None:
        """Take the calendar rooms to a day."""
        if day != self.day:
            self.day = day
            self.day_shown.emit(day)

    def set_query(self, query: str) -> None:
        """What the search field holds."""
        if query != self.query:
            self.query = query
            self.query_changed.emit(query)

    def set_filter(self, wanted: Filter) -> None:
        """Which notes the calendar rooms show; EMPTY for all."""
        self._coming = wanted
        if wanted == self.filter:
            return
        if wanted.text.strip():
            try:
                self.store.notes.held.ids(wanted.text, PATIENCE)
            except search.Slow:  # rooms ask for it where no worker helps: they hear of it once it is known
                look = partial(self.store.notes.held.ids, wanted.text)
                self.tasks.start(look, lambda _found: self._filter_by(wanted), self.say_refusal)
                return
        self._filter_by(wanted)

    def _filter_by(self, wanted: Filter) -> None:
        if wanted == self._coming and wanted != self.filter:
            self.filter = wanted
            self.filtered.emit(wanted)
            self._let_go()

    def _let_go(self) -> None:
        """What the filter hides is no longer selected: no key may change several notes that nobody sees.

        One note alone stays: the panel shows it.
        """
        if self.filter and 1 < len(self.selection) <= MOST_SIFTED:
            left = filtered.among(self.store, self.selection, self.filter)
            self.pick([one for one in self.selection if one in left])
        elif self.filter and len(self.selection) > 1:
            self.select(None)

    def show_room(self, room_id: str) -> None:
        """Go to a room."""
        self.room_asked.emit(room_id)

    def show_asset(self, asset_id: int) -> None:
        """Go to the library with this picture selected."""
        self.show_room("library")
        self.asset_shown.emit(asset_id)

    def ask(self, action: str, subject: object = None) -> None:
        """Ask the window for one of its actions by id, e.g. `ask("catalogue")`."""
        self.asked.emit(action, subject)

    def ask_import(self, subject: object = None) -> None:
        """Open the import of a schedule, with a file path if one is known."""
        self.ask("import", subject)

    def toast(self, text: str, kind: ToastKind = "info", undo: bool = False) -> None:
        """Show a short plain-text message for 6 s."""
        self.toasted.emit(ToastText(text, kind, undo))

    # --- acting -----------------------------------------------------------------------------------

    @property
    def writing(self) -> bool:
        """Whether a large op or an import is being written: whatever is written now comes after it."""
        return self.tasks.writing or self.store.busy

    def run(self, operation: Operation, *args: Any, **kwargs: Any) -> Change | None:
        """Do an op and say so with a toast that offers 撤销. A refusal is shown and None returned.

        A large op (ops/weight) is done by the writer thread, and so is any while `writing`: then None is returned
        at once, and its Change and toast arrive when it is done. What is to follow goes by `run_then`.
        """
        work = partial(operation, self.store, *args, **kwargs)
        return self._do(work, weight(self.store, operation, args, kwargs), self._said)

    def run_then(self, then: Then, operation: Operation, *args: Any, **kwargs: Any) -> None:
        """Like `run`; `then(change)` follows once the op is done, now or later, and not after a refusal."""

        def follow(change: Change) -> None:
            self._said(change)
            if alive(then):
                then(change)

        self._do(
            partial(operation, self.store, *args, **kwargs), weight(self.store, operation, args, kwargs), follow
        )

    def quietly(self, operation: Operation, *args: Any, **kwargs: Any) -> Change | None:
        """Like `run` without the toast of success, for edits inside a field."""
        work = partial(operation, self.store, *args, **kwargs)
        return self._do(work, weight(self.store, operation, args, kwargs), lambda _change: None)

    def _said(self, change: Change) -> None:
        self.toasted.emit(ToastText(change.label, undo=True, op=change.id))

    def undo(self) -> Change | None:
        """Take back the last op of this member and say which."""
        return self._step("undo")

    def redo(self) -> Change | None:
        """Do again what was last taken back."""
        return self._step("redo")

    def _step(self, verb: Literal["undo", "redo"]) -> Change | None:
        from xhsplanner.ops import workspace

        work = partial(getattr(workspace, verb), self.store)
        return self._do(work, self.store.step_rows(verb), self._say_step)

    def _do(self, work: Callable[[], Change | None], rows: int, then: Then) -> Change | None:
        if rows > LARGE or self.writing:
            self.tasks.write(work, partial(_unless_nothing, then), self.say_refusal)
            return None
        try:
            change = work()
        except Refused as refusal:
            self.toast(str(refusal), kind="error")
            return None
        _unless_nothing(then, change)
        return change

    def _say_step(self, change: Change) -> None:
        if change.conflicts:
            self.toast(t("shell.conflicts", label=change.label, n=len(change.conflicts)), kind="error")
        else:
            self.toast(change.label)

    def say_refusal(self, error: Exception) -> None:
        """Say why work on a worker was refused. Anything else is a mistake of ours and raised, for the report."""
        if not isinstance(error, Refused):
            raise error
        self.toast(str(error), kind="error")

    def _on_commit(self, change: Change) -> None:
        # A commit that waited in the queue while the workspace was closed has no reader any more.
        if self._unsubscribe is None:
            return
        touched = change.rows.get("note", frozenset()).intersection(self.selection)
        gone = touched.difference(note.id for note in self.store.notes.get_many(touched))
        if gone:
            self.pick([one for one in self.selection if one not in gone])
        self.changed.emit(change)


def _unless_nothing(then: Then, change: Change | None) -> None:
    if change is not None:
        then(change)
