"""Tooltips of the board. Qt would read markup in them, so what they show goes through plain_tip."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QToolTip

from xhsplanner.core.words import t
from xhsplanner.ui.board.hits import Hit
from xhsplanner.ui.board.layout import Focus
from xhsplanner.ui.board.spoken import note_words, spoken
from xhsplanner.ui.widgets.controls import plain_tip

if TYPE_CHECKING:
    from xhsplanner.ui.board.view import BoardView

LONGEST = 300


def words(view: "BoardView", found: Hit) -> str:
    """What to say about a place; plain text, empty for nothing."""
    week = view.week
    if found.note_id is not None and found.note_id in week.looks:
        return note_words(week, week.looks[found.note_id])
    if found.what == "head":
        return week.days[found.index].tip
    if found.what == "lane" and found.cell is not None:
        lane = week.lanes[found.cell.row]
        aim = t("week.lane_target", m=lane.target) if lane.target else ""
        return t("week.lane_tip", account=lane.account.name, n=lane.planned) + aim
    if found.what == "place" and found.cell is not None:
        return spoken(week, view.board, Focus(*found.cell, found.index))
    if found.what == "fold":
        return t("week.fold")
    if found.what == "more" and found.cell is not None:
        return t("week.unfold" if found.cell.row not in view.board.unfolded else "week.fold")
    return ""


def part_words(view: "BoardView", found: Hit, part: str) -> str:
    """What ring, chip or owner stand for, and that a click changes it."""
    look = view.week.looks[found.note_id or 0]
    kind = view.list_of(part)
    what = {
        "status": t(f"status.{look.ring}"),
        "series": look.series or t("week.no_series"),
        "owner": look.owner_name or t("week.nobody"),
    }[kind]
    fixed = bool(view.ctx.store.read_only) or look.note.locked
    return t(f"week.part_{kind}", what=what) + ("" if fixed else t("week.part_click"))


def tip(view: "BoardView", found: Hit, part: str, at: QPoint) -> None:
    """Show the tooltip of a place, or of a part of the card there, or none."""
    rect = view.parts(found).get(part, found.rect)
    text = part_words(view, found, part) if part else words(view, found)
    if len(text) > LONGEST:
        text = text[:LONGEST] + "…"
    QToolTip.showText(at, plain_tip(text), view.viewport(), QRect(*rect))
