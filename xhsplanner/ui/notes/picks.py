"""How mouse and keys select notes of a painted page: one, one more, a range, a rubber band, all around."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from xhsplanner.ui.context import Context
from xhsplanner.ui.rect import Rect

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Page(Protocol):
    """A painted view in which notes are selected. `banded` is what would be if the rubber band were let go now."""

    ctx: Context
    hover: Any
    band: Rect | None
    banded: frozenset[int]

    @property
    def focus_note(self) -> int | None: ...

    def viewport(self) -> QWidget: ...


class Picks:
    """The selection of one page, kept in the context. A range goes from the `anchor`, the note touched last."""

    def __init__(self, page: Page) -> None:
        self._page, self._ctx = page, page.ctx
        self.anchor: int | None = None
        self._start: tuple[int, int] | None = None
        self._before: tuple[int, ...] = ()

    # What whoever inherits answers

    def reading_order(self) -> Sequence[int]:
        """Every note of the page."""
        raise NotImplementedError

    def in_order(self, ids: Iterable[int]) -> list[int]:
        """Notes in the order of the page."""
        raise NotImplementedError

    def widened(self) -> Sequence[int]:
        """What Ctrl+A takes now: pressed again, more."""
        raise NotImplementedError

    def content(self, at: QPoint) -> tuple[int, int]:
        """A point of the viewport as one of what is scrolled in it."""
        raise NotImplementedError

    def touched(self, band: Rect) -> Sequence[int]:
        """The notes a rubber band touches."""
        raise NotImplementedError

    # One by one

    @property
    def several(self) -> bool:
        """Whether more than one note is selected."""
        return len(self._ctx.selection) > 1

    @property
    def hand(self) -> list[int]:
        """The notes a verb is about: the selection where it is several, else the note the keyboard is at."""
        if self.several:
            return self.in_order(self._ctx.selection)
        note = self._page.focus_note
        return [note] if note is not None else []

    def with_(self, note_id: int) -> list[int]:
        """What is taken along with a note: the selection it is part of, else the note alone."""
        return self.hand if self.several and note_id in self._ctx.selection else [note_id]

    def take_along(self, note_id: int) -> None:
        """A note outside of the selection becomes it; of several selected ones it is one."""
        if note_id not in self._ctx.selection:
            self.only(note_id)

    def click(self, note_id: int, held: Qt.KeyboardModifier) -> None:
        """A card was clicked, perhaps with Ctrl or Shift held."""
        if held & SHIFT:
            self.extend(note_id, adding=bool(held & CTRL))
        elif held & CTRL:
            self.toggle([note_id])
        else:
            self.only(note_id)

    def only(self, note_id: int) -> None:
        """Select one note."""
        self.anchor = note_id
        self._ctx.select(note_id)

    def toggle(self, ids: Sequence[int]) -> None:
        """Add notes to the selection, or take them out where all of them are in it."""
        if not ids:
            return
        chosen = self._ctx.selection
        if set(ids) <= set(chosen):
            self._pick([one for one in chosen if one not in ids])
        else:
            self._pick([*chosen, *ids], ids[-1])
        self.anchor = ids[-1]

    def extend(self, note_id: int, adding: bool = False) -> None:
        """Select from the anchor to a note, in reading order."""
        here = self.reading_order()
        if note_id not in here:
            return
        if self.anchor is None or self.anchor not in here:
            self.anchor = next((one for one in (self._ctx.note_id, self._page.focus_note) if one in here), note_id)
        first, last = sorted((here.index(self.anchor or note_id), here.index(note_id)))
        found = here[first : last + 1]
        self._pick([*self._ctx.selection, *found] if adding else found, note_id)

    def _pick(self, ids: Iterable[int], shown: int | None = None) -> None:
        self._ctx.pick(self.in_order(ids), shown)

    # Many

    def all(self) -> None:
        """Select the notes around the keyboard, pressed again more of them, again all."""
        found = self.widened()
        if found:
            self._pick(found, self._page.focus_note)

    def these(self, ids: Sequence[int]) -> None:
        """Select exactly these."""
        if ids:
            self.anchor = ids[0]
            self._ctx.pick(ids)

    def clear(self) -> None:
        """Select nothing."""
        self.anchor = None
        self._ctx.select(None)

    def reduce(self) -> None:
        """Of several only the one in the panel stays selected: no key may change what nobody sees."""
        if self.several:
            self._ctx.select(self._ctx.note_id)

    # Rubber band

    def start_band(self, at: QPoint, held: Qt.KeyboardModifier) -> None:
        """Begin a rubber band in empty space; with Ctrl or Shift it adds to the selection."""
        self._start = self.content(at)
        self._before = self._ctx.selection if held & (CTRL | SHIFT) else ()
        self._page.hover = None

    def drag_band(self, at: QPoint) -> None:
        """Pull the rubber band to a point; cards it touches are selected."""
        if self._start is None:
            return
        (x, y), (left, top) = self.content(at), self._start
        band = Rect(min(x, left), min(y, top), abs(x - left) + 1, abs(y - top) + 1)
        self._page.band = band
        # The panel may lie over the page in a narrow window: it opens when the band is let go.
        self._page.banded = frozenset((*self._before, *self.touched(band)))
        self._page.viewport().update()

    def end_band(self) -> None:
        """Let the rubber band go."""
        ids = self.in_order(self._page.banded)
        self.drop_band()
        if ids:
            self.anchor = ids[0]
            self._pick(ids)
        else:
            self.clear()

    def drop_band(self) -> None:
        """Take the rubber band away."""
        self._start, self._page.band, self._page.banded = None, None, frozenset()
        self._page.viewport().update()
