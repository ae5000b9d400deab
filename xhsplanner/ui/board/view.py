"""The week board as a widget: holds the week, its layout and its tiles, paints them, keeps focus and scroll.

Mouse and keys live in hands.py and keys.py; what they want done ends here or in `acts`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.board import choices, hits, model
from xhsplanner.ui.board.banners import Banners
from xhsplanner.ui.board.drag import Drag
from xhsplanner.ui.board.engine import Engine
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.board.layout import BAR, HEAD_H, LANE_W, Board, Content, Focus
from xhsplanner.ui.board.model import Hint, Week
from xhsplanner.ui.board.parts import drawer_parts, parts_of
from xhsplanner.ui.board.scene import paint_board
from xhsplanner.ui.board.sieve import Sieve
from xhsplanner.ui.board.spoken import spoken
from xhsplanner.ui.board.stacks import DENSITIES
from xhsplanner.ui.board.tiles import Tiles
from xhsplanner.ui.board.whole import WholeCovers
from xhsplanner.ui.collisions.marking import Marking
from xhsplanner.ui.context import Context
from xhsplanner.ui.rect import Rect

if TYPE_CHECKING:
    from xhsplanner.ui.board.lanes import LaneDrag

BANNER_MS = 6  # how long drawing of real banners may hold a frame


class BoardView(QAbstractScrollArea):
    """Accounts × days. `loaded` is sent after every reload, with the week in `week`."""

    loaded = Signal()
    focus_moved = Signal()
    laid_out = Signal()  # rectangles have moved: layout or scroll

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.choices = choices.read(ctx.settings, ctx.store.path)
        self.start = choices.monday(ctx.day)
        self.week = Week(self.start, model.day_heads(self.start), (), model.Looks(), Content(0))
        self.board = Board(0, 0, self.week.content)
        self.tiles = Tiles()
        self.banners = Banners()
        self.engine = Engine(ctx)
        self.covers = WholeCovers(self)
        self.marking = Marking(self, lambda: self.week.looks, lambda: (self.week.start, self.week.end))
        self.focus: Focus | None = None
        self.hover: hits.Hit | None = None
        self.hover_part = ""
        self.band: Rect | None = None
        """The rubber band, in content pixels, and in `banded` what it would select."""
        self.banded: frozenset[int] = frozenset()
        self.cut: frozenset[int] = frozenset()
        """Notes that were cut and not pasted yet."""
        self.drag: Drag | None = None
        self.ghost: QPixmap | None = None
        self.lane_drag: LaneDrag | None = None
        self.target: Rect | None = None
        self.said: tuple[int, int, str, str] | None = None  # of a drag from outside, see Drops
        self.by_key = False
        """Whether the last touch was a key: the focus is outlined for those who use keys."""
        self.unfolded: frozenset[int] = frozenset()
        self.drawer_folded, self.offset = False, 0
        self.sieve = Sieve(self)
        self._ink: Ink | None = None
        self._undated: list[Note] | None = None
        self._hints: list[Hint] | None = None
        self._hint_timer = self._timer(0, self.load_hints)
        self._banner_timer = self._timer(0, self._draw_banners)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The bars lie over the grid, below the heads: a bar that takes room would change the layout it measures.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bars = (self._bar(Qt.Orientation.Horizontal), self._bar(Qt.Orientation.Vertical))
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(t("week.board"))
        ctx.theme.changed.connect(self.retheme)
        self.destroyed.connect(ctx.settings.listen(self._settings_changed))

    def _timer(self, wait: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait)
        timer.timeout.connect(act)
        return timer

    def _bar(self, way: Qt.Orientation) -> QScrollBar:
        """A bar over the grid that follows the hidden one of the scroll area, and leads it."""
        hidden = self.horizontalScrollBar() if way is Qt.Orientation.Horizontal else self.verticalScrollBar()
        bar = QScrollBar(way, self)
        bar.setCursor(Qt.CursorShape.ArrowCursor)
        hidden.valueChanged.connect(bar.setValue)
        bar.valueChanged.connect(hidden.setValue)
        bar.hide()
        return bar

    # Data

    def show_week(self, start: date) -> None:
        """Show the days from `start` (a Monday) on."""
        self.start = start
        self._hints = None
        self.tiles.clear()
        self.unfolded = frozenset()
        self.reload(undated=False)

    def reload(self, undated: bool = True) -> None:
        """Read the week again; `undated` also the notes without a day."""
        if undated or self._undated is None:
            self._undated = self.ctx.store.notes.backlog()
        week = model.load(self.ctx.store, self.start, self._undated, self.choices)
        self.week = model.with_hints(self.sieve.of(week), self._hints or ())
        self.relayout()
        self._hint_timer.start()
        self.loaded.emit()

    def choose(self, **changes: Any) -> None:
        """See the week in another way; fields of Choices."""
        wanted = replace(self.choices, **changes)
        choices.write(self.ctx.settings, self.ctx.store.path, self.choices, wanted)
        self._see(wanted)

    def _settings_changed(self, _name: str) -> None:
        self._see(choices.read(self.ctx.settings, self.ctx.store.path))

    def _see(self, wanted: choices.Choices) -> None:
        before, self.choices = self.choices, wanted
        if wanted == before:
            return
        if wanted.days != before.days:
            self.start = choices.monday(self.ctx.day)
            self._hints = None
        self.reload(undated=False)

    def page_of(self, day: date) -> date:
        """The first day of the page that shows a day; the page stays where it has it."""
        shown = self.start <= day < self.choices.page(self.start, 1)
        return self.start if shown else choices.monday(day)

    def turn(self, by: int) -> None:
        """Go `by` pages on; the shown day keeps its place in the page."""
        there = self.choices.page(self.start, by)
        moved = there - self.start
        self.show_week(there)
        self.ctx.show_day(self.ctx.day + moved)

    def load_hints(self) -> None:
        """Read the dashed suggestions; after the week is on the screen, because they look back for weeks."""
        self._hint_timer.stop()
        hints = model.suggest(self.ctx.store, self.week)
        if hints != self._hints:
            self._hints = hints
            self.week = model.with_hints(self.week, hints)
            self.relayout()

    def settle(self) -> None:
        """Finish at once what would come a moment later: suggestions and banners. For pictures and tests."""
        self.load_hints()
        self.engine.load_now()
        self.grab()
        while self.banners.wanted:
            self._draw_banners(limit_ms=10_000)
            self.grab()

    # Layout

    @property
    def scrolled(self) -> tuple[int, int]:
        """The scroll offsets of the grid."""
        return self.horizontalScrollBar().value(), self.verticalScrollBar().value()

    def relayout(self) -> None:
        """Lay the week out for the viewport as it is; focus stays on its note."""
        kept = self.focus_note
        size = self.viewport().size()
        rows = {lane.account.id: row for row, lane in enumerate(self.week.lanes)}
        unfolded = frozenset(rows[account] for account in self.unfolded if account in rows)
        density = DENSITIES[self.choices.density]
        self.board = Board(size.width(), size.height(), self.week.content, unfolded, self.drawer_folded, density)
        self.tiles.changed()
        self._set_bars()
        self.offset = min(self.offset, self.board.drawer_most)
        if kept is not None and self.focus is not None:
            self.focus = hits.focus_of(self.board, kept) or self.focus
        if self.focus is not None:
            self.focus = hits.clamp(self.board, self.focus)
        self.viewport().update()
        self.laid_out.emit()

    def _set_bars(self) -> None:
        board = self.board
        places = (
            (self._bars[0], self.horizontalScrollBar(), board.most_x, board.view_w),
            (self._bars[1], self.verticalScrollBar(), board.most_y, board.view_h),
        )
        self._bars[0].setGeometry(LANE_W, HEAD_H + board.view_h, board.view_w, BAR)
        self._bars[1].setGeometry(board.width - BAR, HEAD_H, BAR, board.view_h)
        for shown, hidden, most, page in places:
            for bar in (hidden, shown):
                bar.setPageStep(max(1, page))
                bar.setSingleStep(24)
                bar.setRange(0, most)
            shown.setVisible(most > 0)
            shown.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.relayout()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.laid_out.emit()

    def toggle_row(self, row: int) -> None:
        """Unfold an account's row, or fold it again; the keyboard stays in its cell."""
        self.unfold(row, row not in self.board.unfolded)
        if self.focus is not None and self.focus.row == row:
            self.set_focus(self.focus)

    def unfold(self, row: int, show: bool) -> None:
        """Show every card of an account's row, or fold it again."""
        account = self.week.lanes[row].account.id
        self.unfolded = self.unfolded | {account} if show else self.unfolded - {account}
        self.relayout()

    def fold_drawer(self, folded: bool) -> None:
        """Fold the drawer of undated notes to its head, or open it."""
        self.drawer_folded = folded
        self.relayout()

    def scroll_drawer(self, by: int) -> None:
        """Move the cards of the drawer."""
        self.offset = max(0, min(self.offset + by, self.board.drawer_most))
        self.viewport().update()
        self.laid_out.emit()

    # Focus

    @property
    def focus_note(self) -> int | None:
        """The id of the note the keyboard is at."""
        return hits.note_at(self.board, self.focus) if self.focus is not None else None

    @property
    def selected(self) -> frozenset[int]:
        """What is painted as selected."""
        return self.banded if self.band is not None else frozenset(self.ctx.selection)

    def parts(self, found: hits.Hit) -> dict[str, Rect]:
        """What on a card opens a menu of its own, by name (see parts.py), in viewport pixels."""
        look = self.week.looks.get(found.note_id) if found.note_id is not None else None
        if look is None:
            return {}
        if found.cell is None:
            return drawer_parts(look, found.rect).touched()
        card = self.board.stack(found.cell).cards[found.index]
        return parts_of(card, look, found.rect, self.ink.width).touched()

    def list_of(self, part: str) -> str:
        """Which list a part of a card opens: a chip that of what it names, see choices.COLOURS."""
        return self.choices.colours if part == "chip" else part

    def part_at(self, found: hits.Hit, x: int, y: int) -> str:
        """The name of the part of a card under a viewport point, or ""."""
        return next((name for name, rect in self.parts(found).items() if rect.has(x, y)), "")

    def note(self, note_id: int | None) -> Note | None:
        """A note of this week or of the drawer."""
        look = self.week.looks.get(note_id) if note_id is not None else None
        return look.note if look else None

    def set_focus(self, focus: Focus | None) -> None:
        """Move the keyboard; scrolls it into view and says where it is."""
        self.focus = hits.clamp(self.board, focus) if focus is not None else None
        if self.focus is not None:
            self.reveal(self.focus)
            if self.focus.row < self.board.content.rows and (self.parentWidget() or self).isVisible():
                self.ctx.show_day(self.week.days[self.focus.column].day)
        self._say()
        self.viewport().update()
        self.focus_moved.emit()

    def _say(self) -> None:
        """Tell a screen reader where the keyboard is: a painted board is one widget to it."""
        words = spoken(self.week, self.board, self.focus)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            self.announce(words)

    def announce(self, words: str) -> None:
        """Let a screen reader say something now."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def focus_on(self, note_id: int) -> None:
        """Move the keyboard to a note, if the board shows it."""
        found = hits.focus_of(self.board, note_id)
        if found is not None:
            self.set_focus(found)

    def follow(self, note_id: int | None) -> None:
        """The panel shows another note: the keyboard goes where it is, if the board shows it."""
        if note_id is not None and note_id != self.focus_note:
            self.focus_on(note_id)
        self.viewport().update()

    def reveal(self, focus: Focus) -> None:
        """Scroll so that a place can be seen."""
        board = self.board
        if focus.row >= board.content.rows:
            card = board.drawer_card(focus.stop, self.offset)
            self.scroll_drawer(min(0, card.x - LANE_W - 8) + max(0, card.right + 8 - board.width))
            return
        rect, (x, y) = hits.focus_rect(board, focus), self.scrolled
        self.horizontalScrollBar().setValue(min(max(x, rect.right + 6 - board.view_w), max(0, rect.x - 6)))
        self.verticalScrollBar().setValue(min(max(y, rect.bottom + 6 - board.view_h), max(0, rect.y - 6)))

    def rect_of(self, focus: Focus) -> Rect:
        """A focused place in viewport pixels."""
        if focus.row >= self.board.content.rows:
            return self.board.drawer_card(focus.stop, self.offset)
        return self.board.to_view(hits.focus_rect(self.board, focus), *self.scrolled)

    def hit(self, x: int, y: int) -> hits.Hit:
        """What lies under a viewport point."""
        return hits.hit(self.board, x, y, *self.scrolled, self.offset)

    # Painting

    @property
    def ink(self) -> Ink:
        """Colours and stamps for the theme and the screen as they are."""
        ratio = self.devicePixelRatioF()
        if self._ink is None or self._ink.ratio != ratio:
            self._ink = Ink(self.ctx.theme, ratio)
            self.tiles.clear()
            self.banners.clear()
        return self._ink

    def retheme(self) -> None:
        """Paint everything anew in the theme's colours."""
        self._ink = None
        self.tiles.clear()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        paint_board(self, painter, event.rect())
        painter.end()
        if self.banners.wanted:
            if self.engine.ready:
                self._banner_timer.start()
            else:
                self.engine.load(self._banner_timer.start)

    def _draw_banners(self, limit_ms: int = BANNER_MS) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self.banners.wanted and clock.elapsed() < limit_ms:
            for note_id in self.banners.draw_one(self.ink, self.engine, self.week.looks):
                self.repaint_note(note_id)

    def repaint_note(self, note_id: int) -> None:
        """A note has another picture than a moment ago: paint its tile again."""
        found = hits.focus_of(self.board, note_id)
        if found is not None and found.row < self.board.content.rows:
            self.tiles.forget([found.cell])
            self.viewport().update()

    def picture_of(self, note_id: int) -> QPixmap:
        """A card as it is on the board, for the hand that drags it."""
        focus = hits.focus_of(self.board, note_id)
        rect = self.rect_of(focus) if focus is not None else Rect(0, 0, 120, 60)
        return self.viewport().grab(QRect(*rect))

    def update_rects(self, *rects: Rect | None) -> None:
        """Repaint some rectangles of the viewport, with a margin for shadows and outlines."""
        for rect in filter(None, rects):
            self.viewport().update(QRect(*rect).adjusted(-6, -6, 6, 6))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.hover is not None:
            self.hover, self.hover_part = None, ""
            self.viewport().update()
