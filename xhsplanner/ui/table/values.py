"""What a column offers to choose from, and what typed text means in it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtGui import QColor, QIcon, QPixmap

from xhsplanner.core import occasions, transitions
from xhsplanner.core.model import CoverState, Kind, Note, Status
from xhsplanner.core.words import t
from xhsplanner.ops.status import acting_role
from xhsplanner.store.store import Store
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.panel.minutes import parse_minute
from xhsplanner.ui.table.chooser import Choice
from xhsplanner.ui.table.keys import spelt
from xhsplanner.ui.widgets.jump import typed_day

NOUNS = {"tags": "tag", "keywords": "keyword", "offers": "offer"}


def choices(store: Store, ink: Ink, column: str, notes: Sequence[Note]) -> list[Choice]:
    """What a column offers for these notes; the status only steps that all of them may take."""
    catalog = store.catalog
    if column == "status":
        return _statuses(store, ink, notes)
    if column == "account":
        return [_with_avatar(ink, one.id, one.name, one.initial, one.color) for one in catalog.accounts()]
    if column == "kind":
        return [Choice(one, t(f"kind.{one.name.lower()}")) for one in Kind]
    if column == "cover":
        return [Choice(one, t(f"list.cover.{one.value}")) for one in CoverState]
    if column in NOUNS:
        return [Choice(one.id, one.name) for one in catalog.rows(NOUNS[column], archived=False)]
    none = [Choice("" if column == "occasion" else None, t(f"list.without.{column}"))]
    if column == "series":
        found = [Choice(one.id, one.name, _dot(ink.tone(one.palette).solid)) for one in catalog.series()]
    elif column in ("owner", "designer"):
        found = [_with_avatar(ink, one.id, one.name, one.name[:1], one.color) for one in catalog.members()]
    elif column == "persona":
        found = [Choice(one.id, one.name) for one in catalog.personas()]
    else:
        found = _occasions()
    return [*none, *found]


def _statuses(store: Store, ink: Ink, notes: Sequence[Note]) -> list[Choice]:
    role = acting_role(store)
    common: list[Status] | None = None
    for note in notes:
        steps = (note.status, *transitions.allowed(note.status, note.held_from, role))
        common = [one for one in (steps if common is None else common) if one in steps]
    wanted = list(Status) if common is None else common
    return [Choice(one, t(f"status.{one.value}"), QIcon(ink.ring(one.value, 14))) for one in wanted]


def _occasions() -> list[Choice]:
    known = {one.id: one.name for one in (*occasions.table(), *occasions.own()) if one.until}
    order = dict(zip(known, spelt(list(known.values())), strict=True))
    return [Choice(name, known[name]) for name in sorted(known, key=lambda name: order[name] or "")]


def _with_avatar(ink: Ink, value: int, name: str, initial: str, color: str) -> Choice:
    return Choice(value, name, QIcon(ink.avatar(initial or name[:1], color, 18)))


def _dot(color: QColor) -> QIcon:
    picture = QPixmap(14, 14)
    picture.fill(color)
    return QIcon(picture)


def meant(column: str, typed: str, day: date) -> Any:
    """What a typed text means in a column; `day` is near where a year or month is not said.

    Raises ValueError where it means nothing there.
    """
    text = typed.strip()
    if column == "time":
        return parse_minute(text)
    if column == "day":
        if not text:
            return None
        found = typed_day(text, day)
        if found is None:
            raise ValueError(text)
        return found
    if column == "episode":
        if not text:
            return None
        number = int(text)
        if not 0 < number < 100_000:
            raise ValueError(text)
        return number
    return text
