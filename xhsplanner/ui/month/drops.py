"""What may be dropped on the month from outside: notes, pictures of the library, picture files, schedules."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from xhsplanner.core.planning import Place as OpenPlace
from xhsplanner.core.words import t
from xhsplanner.exchange.bundle_model import SUFFIX
from xhsplanner.ops.bulk import Place
from xhsplanner.ui.board.drag import refusal_of
from xhsplanner.ui.board.drops import files_of, schedule_of
from xhsplanner.ui.board.landing import moved_to
from xhsplanner.ui.month.carry import label_of, warning_of
from xhsplanner.ui.month.layout import PLACE, Hit
from xhsplanner.ui.month.places import landing
from xhsplanner.ui.notes.mime import ASSETS, NOTES, TOPICS, carried
from xhsplanner.ui.rect import Rect
from xhsplanner.ui.slots import acts as place_acts
from xhsplanner.ui.tray.topics import plan_topics

if TYPE_CHECKING:
    from xhsplanner.ui.month.hands import MonthBoard


class Aim(NamedTuple):
    """What a drag is over: `rect` would take it and `words` say what that does; else `refusal` says why not."""

    rect: Rect | None = None
    words: str = ""
    refusal: str = ""
    places: dict[int, Place] | None = None
    note_id: int | None = None
    topics: list[int] | None = None
    day: date | None = None
    fills: tuple[int, int] | None = None
    """An open place of the page, and the note that would fill it."""
    moved: tuple[OpenPlace, date] | None = None
    """An open place and the day it would stand on."""


class Drops:
    """Handles drag-and-drop events of the viewport."""

    def __init__(self, board: "MonthBoard") -> None:
        self._board = board
        self._warned: tuple[object, str] | None = None

    def _aim(self, event: QDropEvent) -> Aim | None:
        """What the drag is over; None for what is none of the month's business."""
        board, mime = self._board, event.mimeData()
        at = event.position().toPoint()
        found = board.hit(at.x(), at.y())
        if mime.hasFormat(ASSETS):
            aim = self._on_chip(found)
        elif mime.hasFormat(NOTES):
            aim = self._on_day(found, carried(mime, NOTES))
        elif mime.hasFormat(place_acts.MIME):
            aim = self._moved(found, landing(board, found, mime))
        elif mime.hasFormat(TOPICS):
            aim = self._topics(found, carried(mime, TOPICS))
        elif schedule_of(mime) is not None:
            aim = Aim(found.rect, t("week.drop_schedule"))
        elif mime.hasUrls() and not all(path.suffix.lower() == SUFFIX for path in files_of(mime)):
            aim = self._on_chip(found)
        else:
            return None
        return Aim(refusal=board.ctx.store.read_only) if board.ctx.store.read_only else aim

    def _on_chip(self, found: Hit) -> Aim:
        """Pictures belong on a chip."""
        note = self._board.note(found.note_id)
        if note is None:
            return Aim(refusal=t("week.drop_on_card"))
        title = note.title.strip() or note.code
        if note.locked:
            return Aim(refusal=t("notes.locked", title=title))
        return Aim(found.rect, t("week.attach_to", title=title), note_id=note.id)

    def _on_day(self, found: Hit, ids: list[int]) -> Aim:
        """Notes belong on a day; one without a day may fill an open place."""
        board = self._board
        notes = board.ctx.store.notes.get_many(ids)
        if found.day is None or not notes:
            return Aim()
        refusal = refusal_of(notes, False, "")
        if refusal:
            return Aim(refusal=refusal)
        if found.what == PLACE and len(notes) == 1 and notes[0].day is None:
            number = board.grid.stack(found.day).items[found.index].key
            return Aim(found.rect, t("month.fill_here"), fills=(number, notes[0].id))
        to = Place(board.page.heads[found.day].day, notes[0].account_id)
        places = moved_to(notes, notes[0], to, board.page.shown)
        words = label_of(to, len(notes))
        if self._warned is None or self._warned[0] != (to, tuple(ids)):
            self._warned = (to, tuple(ids)), warning_of(board, tuple(notes), places, False)
        if self._warned[1]:
            words = t("month.though", what=words, warning=self._warned[1])
        rect = board.grid.to_view(board.grid.day_rect(found.day), board.scrolled)
        return Aim(rect, words, places=places)

    def _topics(self, found: Hit, ids: list[int]) -> Aim:
        """Topics become notes of the day."""
        if found.day is None or not ids:
            return Aim()
        board = self._board
        day = board.page.heads[found.day].day
        rect = board.grid.to_view(board.grid.day_rect(found.day), board.scrolled)
        return Aim(rect, label_of(Place(day, 0), len(ids)), topics=ids, day=day)

    def _moved(self, found: Hit, landed: tuple[OpenPlace, date, str] | None) -> Aim:
        """An open place goes to another day, this once."""
        if landed is None or found.day is None:
            return Aim()
        board, (place, day, words) = self._board, landed
        rect = board.grid.to_view(board.grid.day_rect(found.day), board.scrolled)
        return Aim(rect, words, moved=(place, day))

    def leave(self) -> None:
        """The drag has gone elsewhere."""
        self._warned = None
        self._show(None, QPoint())

    def _show(self, aim: Aim | None, at: QPoint) -> None:
        """Outline what would take the drag, and say at the mouse what would happen or why not."""
        board = self._board
        board.target = aim.rect if aim is not None else None
        board.said = (at.x(), at.y(), aim.words, aim.refusal) if aim is not None else None
        board.viewport().update()

    def over(self, event: QDragMoveEvent) -> None:
        """A drag has come over a place: say whether it may be dropped there."""
        aim = self._aim(event)
        self._show(aim, event.position().toPoint())
        if aim is None:
            event.ignore()
            return
        moves = event.mimeData().hasFormat(NOTES) or event.mimeData().hasFormat(place_acts.MIME)
        event.setDropAction(Qt.DropAction.MoveAction if moves else Qt.DropAction.CopyAction)
        # What is not let in hears nothing of the way through, and could not be told why not.
        event.setAccepted(aim.rect is not None or isinstance(event, QDragEnterEvent))

    def drop(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        aim, mime, acts = self._aim(event), event.mimeData(), self._board.acts
        self.leave()
        if aim is None or aim.rect is None:
            event.ignore()
            return
        event.accept()
        schedule = schedule_of(mime)
        asset_ids = carried(mime, ASSETS) if mime.hasFormat(ASSETS) else []
        if aim.fills is not None:
            acts.fill(*aim.fills)
        elif aim.moved is not None:
            place_acts.move(self._board.ctx, *aim.moved)
        elif aim.topics:
            plan_topics(self._board.ctx, aim.topics, aim.day)
        elif aim.places:
            acts.put(aim.places, copying=False)
        elif schedule is not None:
            self._board.ctx.ask_import(schedule)
        elif asset_ids and aim.note_id is not None:
            acts.attach(aim.note_id, asset_ids)
        elif files_of(mime) and aim.note_id is not None:
            acts.bring_in(aim.note_id, files_of(mime))
        else:
            self._board.ctx.toast(t("week.nothing_usable"), kind="error")
