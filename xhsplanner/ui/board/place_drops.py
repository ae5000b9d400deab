"""Open places of slots on the board as drags: taken hold of, and let go on another day."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt
from PySide6.QtGui import QDrag

from xhsplanner.core.planning import Place
from xhsplanner.core.words import t
from xhsplanner.ui.board.hits import Hit
from xhsplanner.ui.board.layout import Focus
from xhsplanner.ui.rect import Rect
from xhsplanner.ui.slots import acts as place_acts

if TYPE_CHECKING:
    from xhsplanner.ui.board.hands import WeekBoard


def carry_place(board: "WeekBoard", focus: Focus, rect: Rect) -> None:
    """Let an open place be dragged to another day, here or in another view."""
    place = board.acts.place(focus)
    if place is None or board.ctx.store.read_only:
        return
    drag = QDrag(board)
    drag.setMimeData(place_acts.mime(place))
    drag.setPixmap(board.viewport().grab(QRect(*rect)))
    drag.setHotSpot(QPoint(rect.w // 2, rect.h // 2))
    drag.exec(Qt.DropAction.MoveAction)


def landing(board: "WeekBoard", found: Hit, mime: QMimeData) -> tuple[Place, date, str, str] | None:
    """The place a drag carries, the day it would stand on, what to say, and why it may not; None over nothing."""
    place = place_acts.place_in(board.ctx, mime)
    if place is None or found.cell is None or found.what in ("lane", "fold"):
        return None
    account_id, day = board.week.place(found.cell)
    if account_id != place.account_id:
        return place, day, "", t("slots.other_account")
    if day == place.day:
        return None
    weekday = t(f"days.weekday.{day.weekday()}")
    return place, day, t("slots.move_to", m=day.month, d=day.day, weekday=weekday), ""
