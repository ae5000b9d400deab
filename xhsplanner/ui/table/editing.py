"""Cells edited in their place: typed, chosen, ticked. With several rows selected an edit is about all of them."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.model import Note, Status
from xhsplanner.core.words import t
from xhsplanner.ops import bulk_edit, links, notes, publishing, status
from xhsplanner.ops.notes import RESULT_FIELDS
from xhsplanner.ui.table.chooser import Check, Chooser
from xhsplanner.ui.table.columns import ALONE, COLUMNS, Column
from xhsplanner.ui.table.values import choices, meant
from xhsplanner.ui.widgets.controls import label
from xhsplanner.ui.widgets.states import clock_text

if TYPE_CHECKING:
    from xhsplanner.ui.table.hands import NoteTable

LOOKED_AT = 500
"""Of so many selected notes it is looked which steps and ticks they share."""
SETTERS = {"tags": links.set_tags, "keywords": links.set_keywords, "offers": links.set_offers}


class CellLine(QLineEdit):
    """The field over a cell. `done(step)`: Enter 0, Tab 1, Shift+Tab -1; `dropped` on Esc."""

    done = Signal(int)
    dropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "cell")
        self.setMaxLength(2000)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Tab:
                self.done.emit(1)
                return True
            if event.key() == Qt.Key.Key_Backtab:
                self.done.emit(-1)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit(0)
        elif event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.done.emit(0)


class Editing:
    """The one editor of a list."""

    def __init__(self, view: "NoteTable") -> None:
        self._view, self._ctx = view, view.ctx
        self.line: CellLine | None = None
        self.chooser: Chooser | None = None
        self._about: tuple[int, str] | None = None
        self._said: QLabel | None = None
        view.table.arranged.connect(self.place)
        view.horizontalScrollBar().valueChanged.connect(self.place)
        view.verticalScrollBar().valueChanged.connect(self.place)

    def targets(self, note_id: int, column: str) -> tuple[int, ...]:
        """The notes an edit of a cell is about: the selected ones, where its own is one of them.

        Published ones are left out, as the bulk edit does, unless they take it too; it is said how many.
        """
        chosen = self._ctx.selection
        if note_id not in self._view.chosen or column in ALONE:
            return (note_id,)
        if column == "status" or COLUMNS[column].field in RESULT_FIELDS or len(chosen) > LOOKED_AT:
            return chosen
        locked = set(self._ctx.store.listing.locked(chosen))
        return tuple(one for one in chosen if one not in locked)

    def _rows_words(self, ids: Sequence[int], column: str) -> str:
        """How many rows an edit changes, and how many of the selected it leaves out; "" for one row alone."""
        several = len(self._ctx.selection) > 1 and column not in ALONE and ids[0] in self._view.chosen
        out = len(self._ctx.selection) - len(ids) if several else 0
        words = t("list.for_rows", n=len(ids)) if len(ids) > 1 or out else ""
        return words + (t("list.rows_locked", n=out) if out else "")

    def why_not(self, note_id: int, column: str) -> str:
        """Why a cell cannot be edited, "" where it can."""
        what, line = COLUMNS[column], self._view.table.row(note_id)
        if self._ctx.store.read_only:
            return self._ctx.store.read_only
        if not what.editor:
            return t("list.no_editor", column=t(f"list.column.{column}"))
        locked = line is not None and line.note.locked and what.field not in RESULT_FIELDS and column != "status"
        return t("notes.locked", title=line.note.title or line.note.code) if line is not None and locked else ""

    def begin(self, note_id: int, column: str) -> bool:
        """Open the editor of a cell; False where it cannot be edited, which is said."""
        reason = self.why_not(note_id, column)
        line = self._view.table.row(note_id)
        if reason or line is None:
            if reason:
                self._ctx.toast(reason, kind="error")
            return False
        ids = self.targets(note_id, column)
        if COLUMNS[column].editor in ("choice", "many"):
            self._choose(line.note, column, ids)
        else:
            self._type(line.note, column, ids)
        return True

    # --- typed -------------------------------------------------------------------------------------

    def text_of(self, note: Note, column: str) -> str:
        """What a field begins with."""
        if column == "time":
            return clock_text(note.minute)
        if column == "day":
            return note.day.isoformat() if note.day else ""
        if column == "hashtags":
            return self._ctx.store.notes.text(note.id).hashtags
        if column == "episode":
            return "" if note.episode is None else str(note.episode)
        return str(getattr(note, column))

    def _type(self, note: Note, column: str, ids: Sequence[int]) -> None:
        field = CellLine(self._view.viewport())
        field.setText(self.text_of(note, column))
        field.setAccessibleName(t(f"list.column.{column}"))
        words = self._rows_words(ids, column)
        if words:
            field.setAccessibleDescription(words)
            self._said = label(words, "soft")
            self._said.setParent(self._view.viewport())
            ground, ink = (self._ctx.theme.color(name).name() for name in ("toast", "on_toast"))
            self._said.setStyleSheet(
                f"background: {ground}; color: {ink}; border-radius: 4px; padding: 2px 8px; font-size: 12px;"
            )
            self._said.show()
        field.done.connect(partial(self._typed, note, column, tuple(ids), field.text()))
        field.dropped.connect(self._end)
        self.line, self._about = field, (note.id, column)
        self.place()
        field.show()
        field.setFocus()
        field.selectAll()

    def place(self) -> None:
        """Put the field over its cell, wherever that is now."""
        if self.line is None or self._about is None:
            return
        note_id, column = self._about
        at = self._view.table.lines.of(note_id)
        if at is None or column not in self._view.head.columns():
            self._end()
            return
        rect = self._view.rect_of(at, column).adjusted(1, 2, -1, -2)
        rect.setWidth(max(rect.width(), 90))
        self.line.setGeometry(rect)
        if self._said is not None:
            self._said.adjustSize()
            self._said.move(rect.left(), rect.bottom() + 2)

    def _end(self) -> None:
        field, said, self.line, self._said, self._about = self.line, self._said, None, None, None
        for widget in (field, said):
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._view.setFocus()

    def _typed(self, note: Note, column: str, ids: tuple[int, ...], before: str, step: int) -> None:
        if self.line is None:
            return
        text = self.line.text()
        try:
            value = meant(column, text, note.day or self._ctx.day)
        except ValueError:
            self._end()
            self._ctx.toast(t(f"list.bad_{column}", text=text.strip()), kind="error")
            return
        self._end()
        if text.strip() != before.strip() or len(ids) > 1:
            self.write(ids, column, value)
        if step:
            self._view.step_cell(step)

    # --- chosen ------------------------------------------------------------------------------------

    def _choose(self, note: Note, column: str, ids: Sequence[int]) -> None:
        store, what = self._ctx.store, COLUMNS[column]
        heading = t(f"list.column.{column}")
        if words := self._rows_words(ids, column):
            heading = t("list.heading_rows", column=heading, rows=words)
        known = store.notes.get_many(ids[:LOOKED_AT])
        offered = choices(store, self._view.ink, column, known)
        ticks = self._ticks(column, ids[:LOOKED_AT]) if what.editor == "many" else None
        values = {getattr(one, what.field) for one in known} if ticks is None else set()
        now = values.pop() if len(values) == 1 and len(ids) == len(known) else object()
        chooser = Chooser(self._view, self._ctx.theme, heading, offered, now, ticks)
        chooser.chosen.connect(partial(self._chosen, tuple(ids), column, now))
        chooser.ticked.connect(partial(self._ticked, tuple(ids), column))
        self.chooser = chooser
        chooser.closed.connect(self._closed)
        at = self._view.table.lines.of(note.id)
        rect = self._view.rect_of(at if at is not None else 0, column)
        chooser.show_at(self._view.viewport().mapToGlobal(QPoint(rect.left(), rect.bottom())))

    def _closed(self) -> None:
        self.chooser = None

    def _ticks(self, column: str, ids: Sequence[int]) -> dict[Any, Check]:
        found = self._ctx.store.listing.links(column.removesuffix("s"), ids)
        counts: dict[int, int] = {}
        for linked in found.values():
            for one in linked:
                counts[one] = counts.get(one, 0) + 1
        return {one: Check.Checked if n == len(ids) else Check.PartiallyChecked for one, n in counts.items()}

    def _chosen(self, ids: tuple[int, ...], column: str, now: object, value: object) -> None:
        if value != now:
            self.write(ids, column, value)

    def _ticked(self, ids: tuple[int, ...], column: str, add: list[int], gone: list[int]) -> None:
        if len(ids) == 1:
            there = self._ctx.store.listing.links(column.removesuffix("s"), ids).get(ids[0], {})
            wanted = [one for one in (*there, *add) if one not in gone]
            self._ctx.run(SETTERS[column], ids[0], wanted)
        else:
            self._ctx.run(bulk_edit.edit, ids, add={column: add}, remove={column: gone})

    # --- written -----------------------------------------------------------------------------------

    def write(self, ids: Sequence[int], column: str, value: Any) -> Change | None:
        """Give a column of notes a value: one op, whatever it takes."""
        what: Column = COLUMNS[column]
        run = self._ctx.run
        if column == "status":
            to = Status(value)
            if to is Status.PUBLISHED and len(ids) == 1:
                return run(status.publish, ids[0])
            if to is Status.PUBLISHED:
                out = set(self._ctx.store.listing.locked(ids))
                return run(publishing.publish_many, [one for one in ids if one not in out])
            return run(status.set_status, list(ids), to)
        if len(ids) == 1:
            return run(notes.edit, ids[0], **{what.field: value})
        return run(bulk_edit.edit, ids, **{what.field: value})
