"""Cut, copy and paste on the board: notes, texts, pictures, tables."""

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from xhsplanner.core import pasted
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ops import bulk, notes
from xhsplanner.ops.bulk import Place
from xhsplanner.store.store import Store
from xhsplanner.ui.board import landing
from xhsplanner.ui.board.drops import files_of, schedule_of
from xhsplanner.ui.widgets.states import clock_text

if TYPE_CHECKING:
    from xhsplanner.ops.assets import Added
    from xhsplanner.ui.board.hands import WeekBoard

CLIP = "application/x-xhsplanner-clip"
"""{"uids": […], "cut": bool}: names of notes that hold in every workspace."""


class Clip:
    """The clipboard in the hands of one board."""

    def __init__(self, board: "WeekBoard") -> None:
        self._board, self._ctx = board, board.ctx
        QGuiApplication.clipboard().dataChanged.connect(self._replaced)
        self._own = False

    # Out

    def take(self, chosen: list[Note], cut: bool) -> None:
        """Copy notes, or cut them: they move when they are pasted, until then they stay where they are, faded."""
        if not chosen:
            return
        locked = next((note for note in chosen if note.locked), None)
        refusal = self._ctx.store.read_only if cut else ""
        if cut and locked is not None:
            refusal = refusal or t("notes.locked", title=locked.title or locked.code)
        if refusal:
            self._ctx.toast(refusal, kind="error")
            return
        mime = QMimeData()
        mime.setData(CLIP, json.dumps({"uids": [note.uid for note in chosen], "cut": cut}).encode())
        mime.setText("\n".join(self._line(note) for note in chosen))
        self._own = True
        QGuiApplication.clipboard().setMimeData(mime)
        self._own = False
        self._board.cut = frozenset(note.id for note in chosen) if cut else frozenset()
        self._board.viewport().update()
        self._ctx.toast(t("week.did_cut" if cut else "week.did_copy", n=len(chosen)))

    def _line(self, note: Note) -> str:
        """A note as text, for other programs."""
        account = self._ctx.store.catalog.account(note.account_id)
        when = note.day.isoformat() if note.day else ""
        parts = (when, clock_text(note.minute), account.name if account else "", note.title)
        return " ".join(part for part in parts if part)

    def forget(self) -> bool:
        """Leave what was cut where it is; whether there was something."""
        had, self._board.cut = bool(self._board.cut), frozenset()
        if had:
            self._board.viewport().update()
        return had

    def _replaced(self) -> None:
        if not self._own:
            self.forget()

    # In

    def holds(self) -> bool:
        """Whether there is something to paste."""
        mime = QGuiApplication.clipboard().mimeData()
        return mime is not None and (mime.hasFormat(CLIP) or mime.hasText() or mime.hasImage() or mime.hasUrls())

    def paste(self) -> None:
        """Put what the clipboard holds where the keyboard is."""
        mime, read_only = QGuiApplication.clipboard().mimeData(), self._ctx.store.read_only
        if mime is None:
            return
        if read_only:
            self._ctx.toast(read_only, kind="error")
            return
        text, html = mime.text(), mime.html()
        found = self._notes(mime)
        if found:
            self._put(found, bool(json.loads(bytes(mime.data(CLIP).data())).get("cut")))
        elif pasted.is_table(text, html):
            from xhsplanner.ops.plan import Pasted  # the reader of schedules is nothing for the start

            self._ctx.ask("import", Pasted(text, html))
        elif (schedule := schedule_of(mime)) is not None:
            self._ctx.ask_import(schedule)
        elif files_of(mime):
            self._pictures(files_of(mime))
        elif mime.hasImage() and (not text.strip() or text.strip().startswith(("http://", "https://"))):
            self._image(QImage(mime.imageData()))
        elif text.strip():
            self._text(text)
        else:
            self._ctx.toast(t("week.nothing_to_paste"), kind="error")

    def _notes(self, mime: QMimeData) -> list[Note]:
        """The notes that were cut or copied, as far as this workspace has them."""
        if not mime.hasFormat(CLIP):
            return []
        try:
            uids = json.loads(bytes(mime.data(CLIP).data()))["uids"]
        except (ValueError, KeyError, TypeError):
            return []
        found = (self._ctx.store.notes.resolve(str(uid)) for uid in uids)
        return [note for note in found if note is not None]

    def _here(self) -> Place:
        """Account and day of the keyboard; in the drawer no day."""
        week, focus = self._board.week, self._board.focus
        if focus is None:
            return Place(self._ctx.day, week.lanes[0].account.id)
        if focus.row >= self._board.board.content.rows:
            note = self._board.note(self._board.focus_note)
            return Place(None, note.account_id if note is not None else week.lanes[0].account.id)
        account_id, day = week.place(focus.cell)
        return Place(day, account_id)

    def _put(self, found: list[Note], cut: bool) -> None:
        if not self._board.week.lanes:
            return
        try:
            places = landing.pasted(found, self._here(), self._board.week.shown)
        except Refused as refused:
            self._ctx.toast(str(refused), kind="error")
            return
        moving = cut and bool(self._board.cut)
        self._board.acts.put(places, not moving, then=self.forget if moving else lambda: None)

    def _text(self, text: str) -> None:
        if not self._board.week.lanes:
            return
        note, here = pasted.read(text), self._here()
        fields = {"body": note.body, **({"hashtags": note.hashtags} if note.hashtags else {})}
        self._ctx.run_then(self._pasted, notes.create, here.account_id, note.title, day=here.day, **fields)

    def _pasted(self, change: Change) -> None:
        self._board.reload()
        self._board.acts.select(change.created["note"][0])

    def _target(self) -> int | None:
        """The note that pictures are for: the one at the keyboard, else the one in the panel."""
        hand = self._board.picks.hand
        chosen = hand[0] if len(hand) == 1 else self._ctx.note_id
        if chosen is None:
            self._ctx.toast(t("week.pick_for_picture"), kind="error")
        return chosen

    def _pictures(self, paths: list[Path]) -> None:
        note_id = self._target()
        if note_id is not None:
            self._board.acts.bring_in(note_id, paths)

    def _image(self, image: QImage) -> None:
        note_id = self._target()
        if note_id is not None and not image.isNull():
            store: Store = self._ctx.store
            self._board.acts.bring_with(note_id, lambda: _bring_image(store, note_id, image))


def _bring_image(store: Store, note_id: int, image: QImage) -> "Added":
    """Write the picture to a file of its own name and take it into the library; on a worker."""
    name = t("week.pasted_picture")
    data = QBuffer()
    image.save(data, "PNG")  # type: ignore[call-overload]
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, name)
            file.write_bytes(data.data().data())
            return bulk.bring_pictures(store, note_id, [file])
    except OSError as error:
        raise Refused(t("bundle.refused.not_written", name=name, why=error.strerror or error)) from error
