"""What may be dropped on the board from outside: pictures of the library, picture files, notes of other rooms."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from xhsplanner.core.words import t
from xhsplanner.ops import notes
from xhsplanner.ui.board.edge import Edge
from xhsplanner.ui.board.hits import Hit

if TYPE_CHECKING:
    from xhsplanner.ui.board.acts import Acts
    from xhsplanner.ui.board.hands import WeekBoard

ASSETS = "application/x-xhsplanner-assets"
NOTES = "application/x-xhsplanner-notes"


def ids_of(mime: QMimeData, kind: str) -> list[int]:
    """The ids a drag carries; empty where its data is not a JSON list of numbers."""
    try:
        found = json.loads(bytes(mime.data(kind).data()).decode("utf-8"))
    except ValueError:
        return []
    return [one for one in found if type(one) is int] if isinstance(found, list) else []


def files_of(mime: QMimeData) -> list[Path]:
    """The local files a drag carries."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


class Drops:
    """Handles drag-and-drop events of the viewport."""

    def __init__(self, board: "WeekBoard", acts: "Acts") -> None:
        self.board, self.acts = board, acts
        self._edge = Edge(board, lambda _scrolled, _stuck: None)

    def _found(self, event: QDropEvent) -> Hit | None:
        """The card (for pictures) or the cell (for notes) under the mouse, where the drag may be dropped."""
        at, mime = event.position().toPoint(), event.mimeData()
        found = self.board.hit(at.x(), at.y())
        if self.board.ctx.store.read_only:
            return None
        if mime.hasFormat(ASSETS) or mime.hasUrls():
            note = self.board.note(found.note_id)
            return found if note is not None and not note.locked else None
        if mime.hasFormat(NOTES):
            return found if found.cell is not None and found.what not in ("lane", "fold") else None
        return None

    def mark(self, found: Hit | None) -> None:
        """Outline what the drag would be dropped on; None where it has gone."""
        if found is None:
            self._edge.let_go()
        rect = found.rect if found is not None else None
        if rect != self.board.target:
            self.board.target = rect
            self.board.viewport().update()

    def over(self, event: QDragMoveEvent) -> None:
        """A drag has come over a place: say whether it may be dropped there."""
        found = self._found(event)
        self.mark(found)
        at = event.position().toPoint()
        self._edge.hold(at.x(), at.y())
        if found is None:
            event.ignore()
            return
        moves = event.mimeData().hasFormat(NOTES)
        event.setDropAction(Qt.DropAction.MoveAction if moves else Qt.DropAction.CopyAction)
        event.accept()

    def drop(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        found, mime = self._found(event), event.mimeData()
        self.mark(None)
        if found is None:
            event.ignore()
            return
        event.accept()
        if mime.hasFormat(NOTES):
            self._plan(found, ids_of(mime, NOTES))
        elif found.note_id is not None:
            asset_ids = ids_of(mime, ASSETS) if mime.hasFormat(ASSETS) else []
            if asset_ids:
                self.acts.attach(found.note_id, asset_ids)
            elif files_of(mime):
                self.acts.bring_in(found.note_id, files_of(mime))
            else:
                self.board.ctx.toast(t("week.nothing_usable"), kind="error")

    def _plan(self, found: Hit, ids: list[int]) -> None:
        if found.cell is not None and ids:
            account_id, day = self.board.week.place(found.cell)
            if self.board.ctx.run(notes.move, ids, day=day, account_id=account_id) is not None:
                self.board.reload()
                self.acts.select(ids[0])
