"""The month as a widget: holds the page, its layout and its tiles, paints them, keeps focus and scroll.

Mouse and keys live in hands.py and keys.py; what they want done ends here or in `acts`.
"""

from datetime import date

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from xhsplanner.core import month
from xhsplanner.core.model import Note
from xhsplanner.core.month import DAYS, WEEKS
from xhsplanner.core.words import t
from xhsplanner.ui.board.drag import Drag
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.board.model import CardLook
from xhsplanner.ui.collisions.marking import Marking
from xhsplanner.ui.context import Context
from xhsplanner.ui.month import model
from xhsplanner.ui.month.covers import Covers
from xhsplanner.ui.month.layout import HEAD_H, NOTE, Content, Focus, Grid, Hit, Item, hit
from xhsplanner.ui.month.scene import Tiles, paint_month
from xhsplanner.ui.month.spoken import spoken
from xhsplanner.ui.rect import Rect

Said = tuple[int, int, str, str]
"""Of a drag from outside: where, what letting go would do, or why nothing (see board/overlay)."""


class MonthView(QAbstractScrollArea):
    """Six weeks of days. `loaded` is sent after every reload, with the page in `page`."""

    loaded = Signal()
    focus_moved = Signal()
    laid_out = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.page = model.empty(ctx.day)
        self.grid = Grid(DAYS, 0, Content())
        self.tiles = Tiles()
        self.covers = Covers(ctx, self)
        self.covers.arrived.connect(self.repaint_note)
        self.marking = Marking(self, lambda: self.page.looks, lambda: (self.page.start, self.page.end))
        self.focus: Focus | None = None
        self.hover: Hit | None = None
        self.band: Rect | None = None
        """The rubber band, in content pixels, and in `banded` what it would select."""
        self.banded: frozenset[int] = frozenset()
        self.drag: Drag | None = None
        self.ghost: QPixmap | None = None
        self.target: Rect | None = None
        self.said: Said | None = None
        self.by_key = False
        """Whether the last touch was a key: the focus is outlined for those who use keys."""
        self._ink: Ink | None = None
        self._telling = False
        self._wake = QTimer(self)
        self._wake.setSingleShot(True)
        self._wake.setInterval(0)
        self._wake.timeout.connect(self.covers.draw)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(t("month.board"))
        ctx.theme.changed.connect(self.retheme)

    # Data

    def reload(self) -> None:
        """Read the shown month again."""
        self.show_month(self.page.first)

    def show_month(self, day: date) -> None:
        """Read and show the month of a day."""
        colours = self.ctx.settings.get("board_colours")
        self.page = model.load(self.ctx.store, day, self.ctx.filter, colours)
        self.covers.look_again()
        self.relayout()
        self.loaded.emit()

    def turn(self, by: int) -> None:
        """Go `by` months on; the shown day keeps its place in the month."""
        there = month.shifted(self.ctx.day if self._same_month() else self.page.first, by)
        self._go(there)

    def _same_month(self) -> bool:
        return (self.ctx.day.year, self.ctx.day.month) == (self.page.first.year, self.page.first.month)

    def _go(self, day: date) -> None:
        """Show the month of a day, and take the calendar rooms there."""
        if day.replace(day=1) != self.page.first:
            self.show_month(day)
        self._tell(day)
        number = self.page.number(day)
        if self.focus is not None and number is not None:
            self.set_focus(Focus(number))

    def _tell(self, day: date) -> None:
        self._telling = True
        self.ctx.show_day(day)
        self._telling = False

    def follow_day(self) -> None:
        """The calendar rooms have gone to another day: show its month, with the keyboard on it."""
        if not self._telling:
            self._go(self.ctx.day)

    # Layout

    @property
    def scrolled(self) -> int:
        """How far the weeks are scrolled; 0 where all six have room."""
        return self.verticalScrollBar().value()

    @property
    def covered(self) -> frozenset[int]:
        """The notes that show and have a cover or a picture."""
        return self.covers.known

    def relayout(self) -> None:
        """Lay the page out for the viewport as it is; the keyboard stays on its note."""
        kept = self.focus_note
        size = self.viewport().size()
        self.grid = Grid(size.width(), size.height(), self.page.content)
        shown = self._shown_notes()
        self.page.read(self.ctx.store, shown)
        self.covers.read(shown)
        self.tiles.changed()
        bar = self.verticalScrollBar()
        bar.setPageStep(max(1, self.grid.view_h))
        bar.setRange(0, self.grid.most_y)
        if self.focus is not None:
            self.focus = (self.grid.focus_of(kept) if kept is not None else None) or self.grid.clamp(self.focus)
        self.hover = None
        self.viewport().update()
        self.laid_out.emit()

    def _shown_notes(self) -> list[int]:
        days = range(WEEKS * DAYS)
        return [one.key for day in days for one in self.grid.stack(day).items if one.what == NOTE]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.relayout()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.viewport().update()
        self.laid_out.emit()

    def reveal(self, focus: Focus) -> None:
        """Scroll so that a place can be seen."""
        rect, y = self.grid.focus_rect(focus), self.scrolled
        self.verticalScrollBar().setValue(min(max(y, rect.bottom + 4 - self.grid.view_h), max(0, rect.y - 4)))

    # Focus

    @property
    def focus_item(self) -> Item | None:
        """What of a day the keyboard is at."""
        return self.grid.item(self.focus)

    @property
    def focus_note(self) -> int | None:
        """The note the keyboard is at."""
        item = self.focus_item
        return item.key if item is not None and item.what == NOTE else None

    @property
    def shown_number(self) -> int:
        """The day of the page that the keyboard is on, else the shown day, else the first of the month."""
        if self.focus is not None:
            return self.focus.day
        number = self.page.number(self.ctx.day)
        return number if number is not None else (self.page.first - self.page.start).days

    @property
    def selected(self) -> frozenset[int]:
        """What is painted as selected: what the rubber band holds, else the selection."""
        return self.banded if self.band is not None else frozenset(self.ctx.selection)

    def set_focus(self, focus: Focus | None) -> None:
        """Move the keyboard; scrolls it into view and says where it is."""
        self.focus = self.grid.clamp(focus) if focus is not None else None
        if self.focus is not None:
            self.reveal(self.focus)
            self._tell(self.page.heads[self.focus.day].day)
        words = spoken(self.page, self.grid, self.focus)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            self.announce(words)
        self.viewport().update()
        self.focus_moved.emit()

    def go_to(self, day: date) -> None:
        """Put the keyboard on a day, on the page of its month where this one has it not."""
        number = self.page.number(day)
        if number is None:
            self.show_month(day)
            number = self.page.number(day)
        if number is not None:
            self.set_focus(Focus(number))

    def focus_on(self, note_id: int) -> None:
        """Move the keyboard to a note, if the page shows it."""
        found = self.grid.focus_of(note_id)
        if found is not None:
            self.set_focus(found)

    def follow(self, note_id: int | None) -> None:
        """The panel shows another note: the keyboard goes where it is, if the page shows it."""
        if note_id is not None and note_id != self.focus_note and self.drag is None:
            found = self.grid.focus_of(note_id)
            self.focus = found or self.focus
        self.viewport().update()

    def announce(self, words: str) -> None:
        """Let a screen reader say something now."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def rect_of(self, focus: Focus) -> Rect:
        """A place in viewport pixels."""
        return self.grid.to_view(self.grid.focus_rect(focus), self.scrolled)

    def hit(self, x: int, y: int) -> Hit:
        """What lies under a viewport point."""
        return hit(self.grid, x, y, self.scrolled)

    def note(self, note_id: int | None) -> Note | None:
        """A note of this page."""
        return self.page.note(note_id)

    # Painting

    @property
    def ink(self) -> Ink:
        """Colours and stamps for the theme and the screen as they are."""
        ratio = self.devicePixelRatioF()
        if self._ink is None or self._ink.ratio != ratio:
            self._ink = Ink(self.ctx.theme, ratio)
            self.tiles.clear()
        return self._ink

    def retheme(self) -> None:
        """Paint everything anew in the theme's colours."""
        self._ink = None
        self.tiles.clear()
        self.viewport().update()

    def cover(self, look: CardLook, width: int) -> QPixmap | None:
        """A note's cover as small as a stamp, once it is painted."""
        return self.covers.get(look, width)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        paint_month(self, painter, event.rect())
        painter.end()
        self.want_covers()

    def want_covers(self) -> None:
        """Have workers paint the covers that were missed, once this frame is done."""
        if self.covers.wanted:
            self._wake.start()

    def repaint_note(self, note_id: int) -> None:
        """A note has another picture than a moment ago."""
        day = self.grid.day_of(note_id)
        if day is not None:
            self.tiles.forget(day)
            self.viewport().update(QRect(*self.grid.to_view(self.grid.day_rect(day), self.scrolled)))

    def picture_of(self, note_id: int) -> QPixmap:
        """A chip as it is on the page, for the hand that drags it."""
        focus = self.grid.focus_of(note_id)
        rect = self.rect_of(focus) if focus is not None else Rect(0, HEAD_H, 120, 40)
        return self.viewport().grab(QRect(*rect))

    def update_rects(self, *rects: Rect | None) -> None:
        """Repaint some rectangles of the viewport, with a margin for outlines."""
        for rect in rects:
            if rect is not None:
                self.viewport().update(QRect(*rect).adjusted(-4, -4, 4, 4))
