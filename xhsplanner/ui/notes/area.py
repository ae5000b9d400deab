"""A painted room of notes: keyboard focus, selection, marks, a drag, ready-made pictures of cards.

What lies where is the business of whoever inherits (ui/kanban, ui/wall); mouse and keys are in area_hands.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.board import overlay
from xhsplanner.ui.board.drag import Drag, Drop
from xhsplanner.ui.board.ink import CARD_RADIUS, Ink
from xhsplanner.ui.context import Context
from xhsplanner.ui.rect import Rect

KEPT = 240
"""Pictures of cards that are kept: some screens full."""
EDGE, STEP, TICK_MS = 28, 14, 30
"""Held this near to an edge it scrolls by so many pixels, every so many milliseconds."""


class AreaView(QAbstractScrollArea):
    """Cards by the ids of their notes. All rectangles are viewport pixels, also of cards that are out of sight."""

    loaded = Signal()

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__()
        self.ctx = ctx
        self.focus: int | None = None
        self.hover: int | None = None
        self.band: Rect | None = None
        self.banded: frozenset[int] = frozenset()
        self.drag: Drag | None = None
        self.ghost: QPixmap | None = None
        self.said: tuple[int, int, str, str] | None = None
        """Of a drag from outside: where it is, what would happen, why not."""
        self.target: Drop | None = None
        self.by_key = False
        """Whether the last touch was a key: the focus is outlined for those who use keys."""
        self.painted = 0
        """How many cards have been painted so far, for tests and benches."""
        self._ink: Ink | None = None
        self._tiles: OrderedDict[object, QPixmap] = OrderedDict()
        self.edge = QTimer(self)
        self.edge.setInterval(TICK_MS)
        self.edge.timeout.connect(self._edge_tick)
        self._edge_at = (0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(name)
        ctx.theme.changed.connect(self.retheme)
        ctx.selected.connect(self.follow)
        ctx.picked.connect(self._picked)

    # What whoever inherits answers

    def ids(self) -> Sequence[int]:
        """Every note, in reading order."""
        raise NotImplementedError

    def visible(self) -> list[int]:
        """The notes that can be seen."""
        raise NotImplementedError

    def note(self, note_id: int | None) -> Note | None:
        """A note of this room."""
        raise NotImplementedError

    def words(self, note_id: int) -> str:
        """A note in one sentence, for a screen reader and as a tooltip."""
        raise NotImplementedError

    def rect_of(self, note_id: int) -> Rect | None:
        """Where a card lies."""
        raise NotImplementedError

    def body(self) -> Rect:
        """Where cards can be seen."""
        raise NotImplementedError

    def reveal(self, note_id: int) -> None:
        """Scroll so that a card can be seen."""
        raise NotImplementedError

    def push(self, dx: int, dy: int) -> None:
        """Scroll a little, while something is held at an edge."""
        raise NotImplementedError

    def edge_moved(self) -> None:
        """It has scrolled beneath what is held."""
        raise NotImplementedError

    def paint_area(self, painter: QPainter, dirty: QRect) -> None:
        """Paint what lies in `dirty`, without marks."""
        raise NotImplementedError

    # Focus and selection

    @property
    def selected(self) -> frozenset[int]:
        """What is painted as selected: what the rubber band holds, else the selection."""
        return self.banded if self.band is not None else frozenset(self.ctx.selection)

    def note_under(self, x: int, y: int) -> int | None:
        """The note whose card lies under a point."""
        if not self.body().has(x, y):
            return None
        return next((i for i in self.visible() if (rect := self.rect_of(i)) is not None and rect.has(x, y)), None)

    def set_focus(self, note_id: int | None) -> None:
        """Move the keyboard; scrolls it into view and says where it is."""
        self.focus = note_id if self.note(note_id) is not None else None
        if self.focus is not None:
            self.reveal(self.focus)
        self.say(self.words(self.focus) if self.focus is not None else "")
        self.viewport().update()

    def say(self, words: str) -> None:
        """Tell a screen reader where the keyboard is."""
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            self.announce(words)

    def announce(self, words: str) -> None:
        """Let a screen reader say something now."""
        if words and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def follow(self, note_id: int | None) -> None:
        """The panel shows another note: the keyboard goes where it is, if it is here."""
        if note_id is not None and note_id != self.focus and self.note(note_id) is not None:
            self.set_focus(note_id)
        self.viewport().update()

    def _picked(self, ids: tuple[int, ...]) -> None:
        self.viewport().update()
        if len(ids) > 1:
            self.announce(t("week.picked", n=len(ids)))

    def touched(self, area: Rect) -> list[int]:
        """The notes whose cards a rectangle touches."""
        return [i for i in self.ids() if (rect := self.rect_of(i)) is not None and rect.meets(area)]

    # At the edges

    def hold(self, x: int, y: int) -> None:
        """Something is held there: near an edge it scrolls."""
        self._edge_at = (x, y)
        if not self.edge.isActive():
            self.edge.start()

    def _edge_tick(self) -> None:
        (x, y), body = self._edge_at, self.body()
        if y < 0:  # over the top bar
            return

        def push(at: int, low: int, high: int) -> int:
            return -STEP if at < low + EDGE else STEP if at >= high - EDGE else 0

        dx, dy = push(x, body.x, body.right), push(y, body.y, body.bottom)
        if dx or dy:
            self.push(dx, dy)
            self.edge_moved()

    # Painting

    @property
    def ink(self) -> Ink:
        """Colours and stamps for the theme and the screen as they are."""
        ratio = self.devicePixelRatioF()
        if self._ink is None or self._ink.ratio != ratio:
            self._ink = Ink(self.ctx.theme, ratio)
            self._tiles.clear()
        return self._ink

    def retheme(self) -> None:
        """Paint everything anew in the theme's colours."""
        self._ink = None
        self._tiles.clear()
        self.viewport().update()

    def tile(self, key: object, w: int, h: int, draw: Callable[[QPainter], None]) -> QPixmap:
        """The picture of a card, painted once for as long as `key` stays the same."""
        found = self._tiles.get(key)
        if found is not None:
            self._tiles.move_to_end(key)
            return found
        self.painted += 1
        found = self._tiles[key] = self.ink.canvas(w, h)
        painter = QPainter(found)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        draw(painter)
        painter.end()
        while len(self._tiles) > KEPT:
            self._tiles.popitem(last=False)
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self.paint_area(painter, event.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self.body()
        painter.save()
        painter.setClipRect(QRect(*body))
        self._paint_marks(painter)
        painter.restore()
        room = (self.viewport().width(), self.viewport().height())
        if self.said is not None:
            overlay.paint_said(painter, self.ink, self.said, room)
        if self.drag is not None and self.ghost is not None:
            overlay.paint_ghost(painter, self.ink, self.drag, self.ghost, *room)
        painter.end()

    def _paint_marks(self, painter: QPainter) -> None:
        """Hover, selection, keyboard, rubber band; while cards are carried only where they come from."""
        if self.drag is not None:
            self._veil(painter, [note.id for note in self.drag.notes])
            return
        ink, selected = self.ink, self.selected
        for note_id in self.visible():
            rect = self.rect_of(note_id)
            if rect is None:
                continue
            if note_id in selected:
                overlay.paint_selection(painter, ink, rect, len(selected) > 1)
            elif note_id == self.hover:
                overlay.paint_hover(painter, ink, rect)
            alone = note_id not in selected or len(selected) > 1
            if note_id == self.focus and self.hasFocus() and self.by_key and alone:
                overlay.paint_focus(painter, ink, rect)
        if self.band is not None:
            overlay.paint_band(painter, ink, self.band)

    def _veil(self, painter: QPainter, ids: Iterable[int]) -> None:
        """Cards that are on their way step back."""
        for note_id in ids:
            home = self.rect_of(note_id)
            if home is not None:
                size = (home.w + 2, home.h + 3)
                stamp = self.ink.stamp(("away", *size), *size, self._paint_veil(*size))
                painter.drawPixmap(QPoint(home.x - 1, home.y - 1), stamp)

    def _paint_veil(self, width: int, height: int) -> Callable[[QPainter], None]:
        def draw(painter: QPainter) -> None:
            veil = QColor(self.ink.color("sunken"))
            veil.setAlphaF(0.66)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(veil)
            painter.drawRoundedRect(0, 0, width, height, CARD_RADIUS + 1, CARD_RADIUS + 1)

        return draw

    def picture_of(self, note_id: int) -> QPixmap:
        """A card as it is, for the hand that drags it."""
        rect = self.rect_of(note_id) or Rect(0, 0, 120, 60)
        return self.viewport().grab(QRect(*rect))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.hover is not None:
            self.hover = None
            self.viewport().update()
