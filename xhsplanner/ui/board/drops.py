"""What may be dropped on the board from outside: pictures of the library, picture files, schedules, notes."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange.bundle_model import SUFFIX
from xhsplanner.ops.bulk import Place
from xhsplanner.ui.board.drag import label_of, refusal_of
from xhsplanner.ui.board.edge import Edge
from xhsplanner.ui.board.hits import Hit
from xhsplanner.ui.board.landing import moved_to
from xhsplanner.ui.board.place_drops import landing
from xhsplanner.ui.notes.mime import ASSETS, NOTES, TOPICS, carried
from xhsplanner.ui.slots import acts as place_acts
from xhsplanner.ui.tray.topics import plan_topics

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from xhsplanner.core.planning import Place as OpenPlace
    from xhsplanner.ui.board.acts import Acts
    from xhsplanner.ui.board.hands import WeekBoard

SCHEDULES = frozenset({".xlsx", ".xlsm", ".csv", ".tsv"})


class Aim(NamedTuple):
    """What a drag is over: `found` would take it and `words` say what that does; else `refusal` says why not."""

    found: Hit | None = None
    words: str = ""
    refusal: str = ""
    places: "Mapping[int, Place] | None" = None
    moved: "tuple[OpenPlace, date] | None" = None
    """An open place of a slot and the day it would stand on."""
    topics: "tuple[list[int], date, int] | None" = None
    """Topics, and the day and account that they would become notes of."""


def files_of(mime: QMimeData) -> list[Path]:
    """The local files a drag carries."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def schedule_of(mime: QMimeData) -> Path | None:
    """The one schedule a drag or the clipboard carries; None for anything else."""
    paths = files_of(mime)
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in SCHEDULES else None


class Drops:
    """Handles drag-and-drop events of the viewport."""

    def __init__(self, board: "WeekBoard", acts: "Acts") -> None:
        self.board, self.acts = board, acts
        self._edge = Edge(board, lambda _scrolled, _stuck: None)

    def _aim(self, event: QDropEvent) -> Aim | None:
        """What the drag is over; None for what is none of the board's business."""
        board, mime = self.board, event.mimeData()
        at = event.position().toPoint()
        found = board.hit(at.x(), at.y())
        if mime.hasFormat(ASSETS):
            aim = self._on_card(found)
        elif mime.hasFormat(place_acts.MIME):
            aim = self._on_day(found, mime)
        elif mime.hasFormat(TOPICS):
            aim = self._new_from(found, carried(mime, TOPICS))
        elif mime.hasFormat(NOTES):
            aim = self._on_cell(found, carried(mime, NOTES))
        elif schedule_of(mime) is not None:
            aim = Aim(found, t("week.drop_schedule"))
        elif mime.hasUrls() and not all(path.suffix.lower() == SUFFIX for path in files_of(mime)):
            aim = self._on_card(found)
        else:
            return None
        return Aim(refusal=board.ctx.store.read_only) if board.ctx.store.read_only else aim

    def _on_card(self, found: Hit) -> Aim:
        """Pictures belong on a card."""
        note = self.board.note(found.note_id)
        if note is None:
            return Aim(refusal=t("week.drop_on_card"))
        title = note.title.strip() or note.code
        if note.locked:
            return Aim(refusal=t("notes.locked", title=title))
        return Aim(found, t("week.attach_to", title=title))

    def _on_cell(self, found: Hit, ids: list[int]) -> Aim:
        """Notes belong in a cell."""
        week, notes = self.board.week, self.board.ctx.store.notes.get_many(ids)
        if found.cell is None or found.what in ("lane", "fold") or not notes:
            return Aim()
        account_id, day = week.place(found.cell)
        try:
            places = moved_to(notes, notes[0], Place(day, account_id), week.shown)
        except Refused as refused:
            return Aim(refusal=str(refused))
        words = label_of(day, week.lanes[found.cell.row].account.name, len(notes))
        refusal = refusal_of(notes, False, "")
        if refusal:
            return Aim(refusal=refusal)
        warning = self.board.marking.watch.would(notes, places)
        return Aim(found, f"{words} · {warning}" if warning else words, places=places)

    def _new_from(self, found: Hit, ids: list[int]) -> Aim:
        """Topics become notes in a cell."""
        if found.cell is None or found.what in ("lane", "fold") or not ids:
            return Aim()
        account_id, day = self.board.week.place(found.cell)
        account = self.board.week.lanes[found.cell.row].account.name
        words = t("tray.drop_topics", m=day.month, d=day.day, account=account, n=len(ids))
        return Aim(found, words, topics=(ids, day, account_id))

    def _on_day(self, found: Hit, mime: QMimeData) -> Aim:
        """An open place belongs on another day of its account."""
        landed = landing(self.board, found, mime)
        if landed is None:
            return Aim()
        place, day, words, refusal = landed
        return Aim(refusal=refusal) if refusal else Aim(found, words, moved=(place, day))

    def leave(self) -> None:
        """The drag has gone elsewhere."""
        self._edge.let_go()
        self._show(None, QPoint())

    def _show(self, aim: Aim | None, at: QPoint) -> None:
        """Outline what would take the drag, and say at the mouse what would happen or why not."""
        board = self.board
        board.target = aim.found.rect if aim is not None and aim.found is not None else None
        board.said = (at.x(), at.y(), aim.words, aim.refusal) if aim is not None else None
        board.viewport().update()

    def over(self, event: QDragMoveEvent) -> None:
        """A drag has come over a place: say whether it may be dropped there."""
        aim, at = self._aim(event), event.position().toPoint()
        self._show(aim, at)
        if aim is None:
            self._edge.let_go()
            event.ignore()
            return
        self._edge.hold(at.x(), at.y())
        moves = event.mimeData().hasFormat(NOTES) or event.mimeData().hasFormat(place_acts.MIME)
        event.setDropAction(Qt.DropAction.MoveAction if moves else Qt.DropAction.CopyAction)
        # What is not let in hears nothing of the way through, and could not be told why not.
        event.setAccepted(aim.found is not None or isinstance(event, QDragEnterEvent))

    def drop(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        aim, mime = self._aim(event), event.mimeData()
        self.leave()
        found = aim.found if aim is not None else None
        if aim is None or found is None:
            event.ignore()
            return
        event.accept()
        schedule = schedule_of(mime)
        asset_ids = carried(mime, ASSETS) if mime.hasFormat(ASSETS) else []
        if aim.topics:
            plan_topics(self.board.ctx, *aim.topics)
        elif aim.moved:
            place_acts.move(self.board.ctx, *aim.moved)
        elif aim.places and not self.acts.take_place(found, carried(mime, NOTES)):
            self.acts.put(aim.places, copying=False)
        elif schedule is not None:
            self.board.ctx.ask_import(schedule)
        elif asset_ids and found.note_id is not None:
            self.acts.attach(found.note_id, asset_ids)
        elif files_of(mime) and found.note_id is not None:
            self.acts.bring_in(found.note_id, files_of(mime))
        else:
            self.board.ctx.toast(t("week.nothing_usable"), kind="error")
