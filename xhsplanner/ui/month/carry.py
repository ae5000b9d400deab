"""Chips in the hand: taken, carried, let go. Held over an arrow of the top bar the month turns; over another
widget that takes notes they go on as a drag of the system."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QDrag, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from xhsplanner.core.model import Note
from xhsplanner.core.month import DAYS
from xhsplanner.core.words import t
from xhsplanner.ops.bulk import Place
from xhsplanner.ui.board.carry import TURN_TICKS, TURNS
from xhsplanner.ui.board.drag import Drag, Drop, refusal_of
from xhsplanner.ui.board.edge import TICK_MS
from xhsplanner.ui.board.landing import moved_to
from xhsplanner.ui.board.layout import Cell
from xhsplanner.ui.board.overlay import drag_reach
from xhsplanner.ui.month.layout import Hit
from xhsplanner.ui.notes.mime import NOTES, carrying
from xhsplanner.ui.rect import Rect

if TYPE_CHECKING:
    from xhsplanner.ui.month.hands import MonthBoard

EDGE, STEP = 28, 14


def label_of(place: Place, count: int, copying: bool = False) -> str:
    """What letting `count` notes go on a day would do."""
    assert place.day is not None
    weekday = t(f"days.weekday.{place.day.weekday()}")
    words = t("month.copy_to" if copying else "month.move_to", m=place.day.month, d=place.day.day, weekday=weekday)
    return words if count == 1 else t("week.counted", n=count, what=words)


def begin_drag(source: QWidget, ids: list[int], picture: QPixmap, grip: QPoint) -> None:
    """Hand notes to the system's own drag, which other widgets hear of."""
    drag = QDrag(source)
    drag.setMimeData(carrying(NOTES, ids))
    drag.setPixmap(picture)
    drag.setHotSpot(grip)
    drag.exec(Qt.DropAction.MoveAction)


class Carry:
    """The drag of chips of one month. What is dragged is in `board.drag`, for whoever paints it."""

    def __init__(self, board: "MonthBoard") -> None:
        self._board = board
        self._waited = 0
        self._arrow: QAbstractButton | None = None
        self._aimed: tuple[object, ...] | None = None
        self._warning = ""
        self._timer = QTimer(board)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    def take(self, pressed: Hit, at: QPoint, notes: list[Note]) -> None:
        """Take hold of the chip that was pressed at `at`; `notes` go with it, its own among them."""
        board = self._board
        note = next((one for one in notes if one.id == pressed.note_id), None)
        if note is None:
            return
        rect = pressed.rect
        board.ghost = board.picture_of(note.id)
        board.hover = None
        board.ctx.carried.emit(True)
        grip = (at.x() - rect.x, at.y() - rect.y)
        board.drag = Drag(note, tuple(notes), (rect.w, rect.h), grip, (at.x(), at.y()))
        self._waited, self._aimed = 0, None
        self._timer.start()
        board.viewport().update()

    def to(self, at: QPoint, copying: bool) -> None:
        """The mouse has moved."""
        board, drag = self._board, self._board.drag
        assert drag is not None
        dirty = self._rects()
        drag.at, drag.copying = (at.x(), at.y()), copying
        if self._point_at(at):
            return
        self.aim()
        board.update_rects(*dirty, *self._rects())

    def copy(self, copying: bool) -> None:
        """Ctrl was pressed or let go."""
        if self._board.drag is not None:
            self._board.drag.copying = copying
            self.aim()
            self._board.viewport().update()

    def cancel(self) -> None:
        """Put the chips back where they were."""
        board = self._board
        if board.drag is not None:
            board.ctx.carried.emit(False)
        board.drag = board.ghost = None
        self._timer.stop()
        self._leave_arrow()
        board.viewport().unsetCursor()
        board.viewport().update()

    def let_go(self) -> None:
        """Let the chips go where they are."""
        drag = self._board.drag
        self.cancel()
        if drag is not None and drag.drop is not None:
            self._board.acts.drop(drag, drag.drop)

    # Where it is

    def aim(self) -> None:
        """Find the day under the chips and what would be wrong there."""
        board, drag = self._board, self._board.drag
        assert drag is not None
        drag.drop = self._drop(drag) if self._arrow is None else None
        shape = Qt.CursorShape.ClosedHandCursor
        if drag.drop is not None and drag.drop.refusal:
            shape = Qt.CursorShape.ForbiddenCursor
        elif drag.copying:
            shape = Qt.CursorShape.DragCopyCursor
        board.viewport().setCursor(shape)

    def _drop(self, drag: Drag) -> Drop | None:
        board = self._board
        found = board.hit(*drag.at)
        if found.day is None:
            return None
        day = board.page.heads[found.day].day
        if not drag.copying and drag.note.day == day:
            return None
        rect = board.grid.to_view(board.grid.day_rect(found.day), board.scrolled)
        cell = Cell(*divmod(found.day, DAYS))
        refusal = refusal_of(drag.notes, drag.copying, board.ctx.store.read_only)
        to = Place(day, drag.note.account_id)
        places = moved_to(drag.notes, drag.note, to, board.page.shown)
        label = label_of(to, len(drag.notes), drag.copying)
        warning = "" if refusal else self._concerns(drag, day, places)
        return Drop(rect, cell, places, label, refusal, warning)

    def _concerns(self, drag: Drag, day: object, places: dict[int, Place]) -> str:
        """What would be wrong; the notes already there are read once for each day."""
        aimed = (day, drag.copying, drag.note.id)
        if aimed != self._aimed:
            self._aimed = aimed
            self._warning = warning_of(self._board, drag.notes, places, drag.copying)
        return self._warning

    def _rects(self) -> list[Rect | None]:
        drag = self._board.drag
        if drag is None:
            return []
        return [drag_reach(drag.ghost), drag.drop.rect if drag.drop else None]

    # Beyond the page

    def _point_at(self, at: QPoint) -> bool:
        """Hold down the arrow that the chips are over, or hand them to another widget: whether that was done."""
        board = self._board
        below: QWidget | None = None
        if not board.viewport().rect().contains(at):
            window = board.window()
            below = window.childAt(window.mapFromGlobal(board.viewport().mapToGlobal(at)))
        arrow = below if isinstance(below, QAbstractButton) and below.property(TURNS) else None
        if arrow is not self._arrow:
            self._leave_arrow()
            self._arrow, self._waited = arrow, 0
            if arrow is not None:
                arrow.setDown(True)
        if arrow is None and below is not None and _takes_drops(below):
            self._hand_over()
            return True
        return False

    def _hand_over(self) -> None:
        drag, picture = self._board.drag, self._board.ghost
        self.cancel()
        if drag is not None and picture is not None:
            begin_drag(self._board, [note.id for note in drag.notes], picture, QPoint(*drag.grip))

    def _leave_arrow(self) -> None:
        if self._arrow is not None:
            self._arrow.setDown(False)
            self._arrow = None

    def tick(self) -> None:
        """Turn the month while an arrow is held, scroll near an edge."""
        board, drag = self._board, self._board.drag
        if drag is None:
            self._timer.stop()
            return
        by = int(self._arrow.property(TURNS)) if self._arrow is not None else 0
        self._waited = self._waited + 1 if by else 0
        y, grid = drag.at[1], board.grid
        push = STEP if y >= grid.height - EDGE else -STEP if 0 <= y < EDGE + 28 else 0
        before = board.scrolled
        if push and board.viewport().rect().contains(QPoint(*drag.at)):
            board.verticalScrollBar().setValue(before + push)
        if self._waited >= TURN_TICKS:
            self._waited = 0
            board.turn(by)
        if by or board.scrolled != before:
            self.aim()
            board.viewport().update()


def warning_of(board: "MonthBoard", notes: tuple[Note, ...], places: dict[int, Place], copying: bool) -> str:
    """What would be wrong with notes at their places, as the week says it."""
    return board.marking.watch.would(notes, places, copying)


def _takes_drops(widget: QWidget) -> bool:
    """Whether a widget, or one it lies in, lets drags in."""
    one: QWidget | None = widget
    while one is not None and not one.isWindow():
        if one.acceptDrops():
            return True
        one = one.parentWidget()
    return False
