"""Open places of slots in the month as drags: taken hold of here, let go on another day of any view."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt
from PySide6.QtGui import QDrag

from xhsplanner.core.planning import Place
from xhsplanner.core.words import t
from xhsplanner.ui.month.layout import Hit
from xhsplanner.ui.slots import acts as place_acts

if TYPE_CHECKING:
    from xhsplanner.ui.month.hands import MonthBoard


def carry_place(board: "MonthBoard", pressed: Hit) -> None:
    """Let an open place be dragged to another day, here or in another view."""
    if pressed.day is None or board.ctx.store.read_only:
        return
    place = board.page.places[board.grid.stack(pressed.day).items[pressed.index].key]
    drag = QDrag(board)
    drag.setMimeData(place_acts.mime(place))
    drag.setPixmap(board.viewport().grab(QRect(*pressed.rect)))
    drag.setHotSpot(QPoint(pressed.rect.w // 2, pressed.rect.h // 2))
    drag.exec(Qt.DropAction.MoveAction)


def landing(board: "MonthBoard", found: Hit, mime: QMimeData) -> tuple[Place, date, str] | None:
    """The place a drag carries, the day it would stand on, and what to say; None where that is nothing new."""
    place = place_acts.place_in(board.ctx, mime)
    if place is None or found.day is None:
        return None
    head = board.page.heads[found.day]
    if head.day == place.day:
        return None
    words = t("slots.move_to", m=head.day.month, d=head.day.day, weekday=t(f"days.weekday.{head.day.weekday()}"))
    if head.quiet:
        words = t("month.though", what=words, warning=f"{t('days.quiet')} · {t('days.no_marketing')}")
    return place, head.day, words
