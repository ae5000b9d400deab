"""What can be done with an open place of a slot, the same in every room: fill, skip, move, change the slot."""

import json
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.planning import Place
from xhsplanner.core.words import t
from xhsplanner.ops import slot_places
from xhsplanner.ui.context import Context
from xhsplanner.ui.slots.asking import Asked
from xhsplanner.ui.widgets.controls import menu_text
from xhsplanner.ui.widgets.jump import JumpPopup

MIME = "application/x-xhsplanner-place"
"""What the drag of a place carries: `[slot id, day of its rule, account id]` as JSON."""

Then = Callable[[int, int], object]
"""Called with the note that was made and the group of the op that made it."""


def name_of(ctx: Context, place: Place) -> str:
    """What a place is called: its series, else the slot's title, else the account."""
    series = ctx.store.catalog.series_by_id(place.series_id)
    account = ctx.store.catalog.account(place.account_id)
    return series.name if series else place.title or (account.name if account else "")


def fill(ctx: Context, place: Place, then: Then | None = None) -> None:
    """Make the note of a place, show it, and let its title be typed."""

    def done(change: Change) -> None:
        note_id = change.created["note"][0]
        ctx.select(note_id)
        if then is not None:
            then(note_id, change.group)
        else:
            ctx.ask("note_title", note_id)

    ctx.run_then(done, slot_places.fill, place.slot_id, place.original)


def fill_with(ctx: Context, place: Place, note_id: int, then: Callable[[Change], object] = lambda _: None) -> None:
    """Let a note that is there take a place."""
    ctx.run_then(then, slot_places.fill, place.slot_id, place.original, note_id)


def skip(ctx: Context, place: Place) -> None:
    """Leave the place out, this once."""
    ctx.run(slot_places.skip, place.slot_id, place.original)


def move(ctx: Context, place: Place, day: date) -> None:
    """Put the place on another day, this once."""
    if day != place.day:
        ctx.run(slot_places.move, place.slot_id, place.original, day)


def ask_move(ctx: Context, place: Place, parent: QWidget, spot: QPoint) -> JumpPopup:
    """Ask for the day in a small calendar."""
    popup = JumpPopup(ctx, place.day, (place.day, place.day), parent)
    popup.setAccessibleName(t("slots.move"))
    popup.chosen.connect(lambda day: move(ctx, place, day))
    popup.adjustSize()
    area = parent.screen().availableGeometry()
    x = max(area.left(), min(spot.x(), area.right() - popup.width()))
    y = max(area.top(), min(spot.y(), area.bottom() - popup.height()))
    popup.move(x, y)
    popup.show()
    return popup


def _line(ctx: Context, menu: QMenu, icon: str, text: str, act: Callable[[], object]) -> None:
    action = menu.addAction(ctx.theme.icon(icon, "text2", 16), menu_text(text))
    action.triggered.connect(lambda _checked=False: act())


def menu(
    ctx: Context, place: Place, parent: QWidget, then: Then | None = None, spot: Callable[[], QPoint] | None = None
) -> QMenu:
    """What can be done with a place; not shown yet. `spot` is where on the screen the place is."""
    made = QMenu(parent)
    if not ctx.store.read_only:
        _line(ctx, made, "plus", t("slots.fill"), lambda: fill(ctx, place, then))
        _line(ctx, made, "ban", t("slots.skip_this"), lambda: skip(ctx, place))
    add_rest(ctx, made, place, parent, spot)
    return made


def add_rest(
    ctx: Context, menu: QMenu, place: Place, parent: QWidget, spot: Callable[[], QPoint] | None = None
) -> None:
    """Add to a room's own menu what is neither filling nor skipping: another day, and the slot itself."""
    where = spot or menu.pos
    if not ctx.store.read_only:
        _line(ctx, menu, "calendar-days", t("slots.move"), lambda: ask_move(ctx, place, parent, where()))
        menu.addSeparator()
        asked = Asked(place.slot_id, place.original)
        _line(ctx, menu, "calendar-range", t("slots.following"), lambda: ctx.ask("slots", asked))
    _line(ctx, menu, "repeat", t("slots.edit_slot"), lambda: ctx.ask("slots", Asked(place.slot_id)))


def mime(place: Place) -> QMimeData:
    """What a drag of the place carries."""
    data = QMimeData()
    row = [place.slot_id, place.original.isoformat(), place.account_id]
    data.setData(MIME, json.dumps(row).encode())
    return data


def place_in(ctx: Context, data: QMimeData) -> Place | None:
    """The place a drag carries, as it stands now; None where it is none, or open no more."""
    try:
        slot_id, original, _account = json.loads(bytes(data.data(MIME).data()).decode("utf-8"))
        day = date.fromisoformat(original)
        return ctx.store.slots.place(int(slot_id), day)
    except (ValueError, TypeError):
        return None
