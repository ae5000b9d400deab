"""What a press on a remedy does, wherever it is shown."""

from PySide6.QtWidgets import QWidget

from xhsplanner.core.collisions import Collision
from xhsplanner.core.collisions.remedies import Remedy
from xhsplanner.core.versions import Snapshot
from xhsplanner.ops import collisions
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.likeness import DifferencesPopup


def act(ctx: Context, over: QWidget, found: Collision, cure: Remedy) -> None:
    """Do it as one step, or open two texts in one."""
    if cure.verb == "compare":
        compare(ctx, over, cure.ids)
    else:
        ctx.run(collisions.remedy, cure, found)


def show(ctx: Context, found: Collision) -> None:
    """Go to the notes of a collision: the days they stand on, all of them selected."""
    if found.day is not None:
        ctx.show_day(found.day)
    ctx.pick(found.notes, found.notes[0])


def compare(ctx: Context, over: QWidget, ids: tuple[int, ...]) -> DifferencesPopup | None:
    """Two notes' texts in one: what only the one says, what only the other."""
    notes = ctx.store.notes.get_many(ids)
    if len(notes) < 2:
        return None
    texts = ctx.store.notes.texts(ids)
    bodies = {one: text.body for one, text in texts.items()}
    first, second = (Snapshot.of_texts(title=one.title, body=bodies.get(one.id, "")) for one in notes)
    popup = DifferencesPopup(over, ctx.theme, notes[0].title or notes[0].code, first, second)
    popup.open_asked.connect(lambda: ctx.select(notes[0].id))
    popup.show_under(over)
    return popup
