"""What is typed in the texts of the note: written as it is typed, and kept when others write the same text."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from xhsplanner.core.change import Change
from xhsplanner.core.model import Note, NoteText
from xhsplanner.core.words import t
from xhsplanner.ops import notes
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.held import typed
from xhsplanner.ui.panel.page import NotePage
from xhsplanner.ui.panel.shot_row import ShotRow
from xhsplanner.ui.panel.visit import Visit
from xhsplanner.ui.widgets.parts import Notice

QUOTED = 40


class Visits(QObject):
    """The visits of all text fields of the page; those of its shots are the rows' own, and watched here too."""

    edited = Signal()
    """A text stands otherwise in its field than a moment ago."""

    def __init__(self, ctx: Context, page: NotePage, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx, self._page = ctx, page
        self._change: Change | None = None
        self._own: set[int] = set()
        self._trouble = ""
        self.fields = {name: Visit(name, editor, self._write, self) for name, editor in page.text_fields().items()}
        for name, visit in self.fields.items():
            notice = page.video.conflict if name == "script" else page.conflict
            self._watch(visit, t(f"panel.{name}"), notice, self.edited.emit)
            visit.editor.edited.connect(self.edited)
        page.video.shots.row_made.connect(self._watch_shot)

    def _watch_shot(self, row: ShotRow) -> None:
        for name, visit in row.visits.items():
            self._watch(visit, t(f"video.{name}"), self._page.video.conflict)

    # --- between fields and store -----------------------------------------------------------------

    def show(self, note: Note | None, text: NoteText) -> None:
        """Another note, or none. What was typed before is written first."""
        if note is None:
            self._own.clear()
        for name, visit in self.fields.items():
            visit.show(note.id if note else None, stored_text(note, text, name) if note else "")

    def refresh(self, note: Note, text: NoteText, change: Change) -> None:
        """The note is stored as `note` and `text` since `change`."""
        store = self._ctx.store
        own_step = change.verb != "do" and not change.foreign and change.actor == store.actor
        self._change = change
        self._page.video.own_step = own_step
        # A Change is heard later than it is made: what the store holds by now may be from a newer one, which
        # will be heard too. So the echo of an own write says nothing about the fields.
        if change.id in self._own:
            self._own.discard(change.id)
            return
        for name, visit in self.fields.items():
            visit.refresh(stored_text(note, text, name), own_step)

    def flush(self) -> None:
        """Write what is typed and not written yet, and end the visits."""
        for visit in self.fields.values():
            visit.finish()
        self._page.video.flush()

    @property
    def unsaved(self) -> bool:
        """Whether a text field holds what is not written yet."""
        rows = self._page.video.shots.rows.values()
        shots = (visit for row in rows for visit in row.visits.values())
        return any(visit.unsaved for visit in (*self.fields.values(), *shots))

    def _write(self, note_id: int, field: str, text: str, group: int | None) -> Change | None:
        if self._ctx.store.notes.get(note_id) is None:
            return None
        change = typed(self._ctx, notes.edit, note_id, group=group, **{field: text})
        if change is not None:
            self._own.add(change.id)
        return change

    # --- who else writes --------------------------------------------------------------------------

    def _watch(self, visit: Visit, field: str, notice: Notice, taken: Callable[[], None] = lambda: None) -> None:
        """Say in `notice` when somebody else writes the text that is being typed, and offer theirs."""

        def take(text: str) -> None:
            if isValid(visit):  # its shot may have been deleted meanwhile
                visit.take(text)
                taken()

        def say(text: str) -> None:
            actor = self._ctx.store.catalog.member(self._change.actor) if self._change else None
            quoted = " ".join(text.split())
            quoted = quoted if len(quoted) <= QUOTED else quoted[:QUOTED] + "…"
            words = t("panel.overruled", who=actor.name if actor else t("panel.someone"), field=field, text=quoted)
            notice.say(words, t("panel.take_theirs"), lambda: take(text))

        visit.overruled.connect(say)
        visit.troubled.connect(lambda why: self._say_trouble(notice, why))
        visit.written.connect(lambda: self._trouble_over(notice))
        visit.wait = lambda: self._ctx.writing

    def _say_trouble(self, notice: Notice, why: str) -> None:
        self._trouble = t("panel.typing_kept", why=why)
        notice.say(self._trouble, t("panel.try_again"), self.flush)

    def _trouble_over(self, notice: Notice) -> None:
        if self._trouble and notice.label.text() == self._trouble:
            notice.say("")


def stored_text(note: Note, text: NoteText, field: str) -> str:
    """The stored value of one of the text fields of the panel."""
    return str(getattr(note if field in ("title", "remark") else text, field))
