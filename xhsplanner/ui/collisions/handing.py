"""Says at once when notes were handed to the platform's timer that it cannot take: too soon, or too far off."""

from PySide6.QtCore import QObject

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.collisions import check
from xhsplanner.core.model import Status
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context

MOST = 200
"""Of more notes handed over at once, so many are looked at."""


class Handing(QObject):
    """Listens to one window's own changes; the step itself is done, and its undo is offered."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        ctx.changed.connect(self._on_change)

    def _on_change(self, change: Change) -> None:
        ours = change.kind == "note.status" and change.verb == "do" and not change.foreign
        if not ours or change.values.get("status") != Status.HANDED_OVER.value:
            return
        store = self._ctx.store
        ids = sorted(change.rows.get("note", ()))[:MOST]
        entries = [store.colliding.entry(note) for note in store.notes.get_many(ids)]
        found = check(entries, store.colliding.rules(), hand_over=ids, now=clock.now())
        late = [one for one in found if one.kind == "outside_window"]
        if late:
            words = late[0].message
            if len(late) > 1:
                words = t("collisions.and_more", words=words, n=len(late) - 1)
            self._ctx.toast(words, kind="error", undo=True)
