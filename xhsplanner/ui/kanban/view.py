"""The kanban as a widget: what it holds, where that lies, columns that scroll by themselves."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QScrollBar

from xhsplanner.core.collisions import Severity
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.board import overlay
from xhsplanner.ui.board.glide import Glide
from xhsplanner.ui.board.ink import SHADOW
from xhsplanner.ui.collisions.watch import Watch
from xhsplanner.ui.context import Context
from xhsplanner.ui.kanban import model, painter
from xhsplanner.ui.kanban.layout import BAR, CARD_GAP, CARD_H, HEAD_H, Layout, Size
from xhsplanner.ui.kanban.model import Choices, Column, Kanban
from xhsplanner.ui.notes.area_hands import NoteArea
from xhsplanner.ui.rect import Rect

WHEEL = 60
SIDE = {"left": -1, "right": 1}
PITCH = CARD_H + CARD_GAP


class KanbanView(NoteArea):
    """Columns and cards."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, t("kanban.name"))
        self.choices = self._read()
        self.board = Kanban(self.choices.by)
        self.layout_ = Layout(0, 0)
        self.column = 0
        """Where the keyboard is, when no card is there."""
        self.over_head: int | None = None
        self.aimed: int | None = None
        self.refused: Mapping[str, str] = {}
        self._bars: list[QScrollBar] = []
        self._glides: list[Glide] = []
        self._scrolls: dict[str, int] = {}
        self._day = ctx.day
        self.watch = Watch(ctx, self, self.isVisible)
        self.watch.changed.connect(self._wear)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # Data

    def _read(self) -> Choices:
        get = self.ctx.settings.get
        return Choices(get("kanban_by"), get("kanban_period"), frozenset(map(str, get("kanban_folded"))))

    def settings_changed(self) -> None:
        """The person wants to see it in another way."""
        wanted = self._read()
        if wanted != self.choices:
            self.choices = wanted
            self.reload()

    def show_day(self, day: date) -> None:
        """Show the period around a day; the page stays where it has the day already."""
        span = model.span(self.choices.period, self._day)
        if span is None or not span[0] <= day <= span[1]:
            self._day = day
            self._scrolls.clear()
            self.reload()

    @property
    def day(self) -> date:
        """The day the period is reckoned from."""
        return self._day

    def turn(self, by: int) -> None:
        """Go `by` periods on."""
        self._day = model.stepped(self.choices.period, self._day, by)
        self._scrolls.clear()
        self.ctx.show_day(self._day)
        self.reload()

    def reload(self) -> None:
        kept = self.focus
        self.board = model.load(self.ctx.store, self.choices, self._day, self.ctx.filter, self.board.faces)
        self.focus = kept if self.note(kept) is not None else None
        self._wear()  # what was known a moment ago, so that no mark comes and goes
        self.watch.show(*(model.span(self.choices.period, self._day) or model.around(self._day)))
        self.relayout()
        self.loaded.emit()

    def _wear(self) -> None:
        """Let the cards show what collides."""
        index = self.watch.index
        grave = {note for note in self.watch.told if index is not None and index.worst(note) is Severity.BLOCK}
        if self.board.faces.tell(self.watch.told, grave):
            self.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watch.wake()

    def relayout(self) -> None:
        """Lay the columns out for the viewport as it is."""
        columns, size = self.board.columns, self.viewport().size()
        self.layout_ = Layout(
            size.width(), size.height(), [Size(len(one.ids), one.narrow, one.folded) for one in columns]
        )
        self.column = min(self.column, max(0, len(columns) - 1))
        bar = self.horizontalScrollBar()
        bar.setPageStep(max(1, size.width()))
        bar.setSingleStep(40)
        bar.setRange(0, self.layout_.most_x)
        self._set_bars()
        self.place_editor()
        self.viewport().update()

    def _set_bars(self) -> None:
        columns, layout = self.board.columns, self.layout_
        while len(self._bars) < len(columns):
            bar = QScrollBar(Qt.Orientation.Vertical, self.viewport())
            bar.setCursor(Qt.CursorShape.ArrowCursor)
            bar.setSingleStep(WHEEL)
            bar.valueChanged.connect(self._column_scrolled)
            self._bars.append(bar)
            self._glides.append(Glide(bar))
        for number, bar in enumerate(self._bars):
            here = number < len(columns)
            bar.blockSignals(True)
            bar.setRange(0, layout.most(number) if here else 0)
            if here:
                body = layout.body(number, self.x_)
                bar.setPageStep(max(1, body.h))
                bar.setGeometry(body.right - BAR, body.y, BAR, max(0, body.h - 8))
                bar.setValue(self._scrolls.get(columns[number].key, 0))
                self._scrolls[columns[number].key] = bar.value()
            bar.blockSignals(False)
            bar.setVisible(here and bar.maximum() > 0)

    def _column_scrolled(self) -> None:
        for column, bar in zip(self.board.columns, self._bars, strict=False):
            moved = self._scrolls.get(column.key, 0) - bar.value()
            if moved:
                self._scrolls[column.key] = bar.value()
                self.shift_band(0, moved)
        self.place_editor()
        self.viewport().update()

    @property
    def x_(self) -> int:
        """How far all columns have gone to the left."""
        return self.horizontalScrollBar().value()

    def scroll_of(self, number: int) -> int:
        """How far the cards of a column have moved up."""
        return self._scrolls.get(self.board.columns[number].key, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.relayout()

    def scrollContentsBy(self, dx: int, _dy: int) -> None:
        self.shift_band(dx, 0)
        self._set_bars()
        self.place_editor()
        self.viewport().update()

    # What the area asks

    def ids(self) -> Sequence[int]:
        return [i for column in self.board.columns if not column.folded for i in column.ids]

    def visible(self) -> list[int]:
        columns = self.board.columns
        return [columns[n].ids[i] for n in self.layout_.seen(self.x_) for i in self._shown(n)]

    def _shown(self, number: int) -> range:
        return self.layout_.shown(number, self.scroll_of(number))

    def note(self, note_id: int | None) -> Note | None:
        return self.board.faces.notes.get(note_id) if note_id is not None else None

    def words(self, note_id: int) -> str:
        return model.spoken(self.board, note_id)

    def rect_of(self, note_id: int) -> Rect | None:
        place = self.board.place_of(note_id)
        return self.layout_.card(*place, self.x_, self.scroll_of(place[0])) if place is not None else None

    def body(self) -> Rect:
        return Rect(0, HEAD_H, self.viewport().width(), max(0, self.viewport().height() - HEAD_H))

    def note_under(self, x: int, y: int) -> int | None:
        number = self.layout_.at(x, self.x_)
        if number is None or y < HEAD_H:
            return None
        for index in self._shown(number):
            if self.layout_.card(number, index, self.x_, self.scroll_of(number)).has(x, y):
                return self.board.columns[number].ids[index]
        return None

    def touched(self, area: Rect) -> list[int]:
        found = []
        for number, column in enumerate(self.board.columns):
            if not column.folded and self.layout_.column(number, self.x_)._replace(h=10**7, y=-(10**6)).meets(area):
                scroll = self.scroll_of(number)
                places = ((self.layout_.card(number, i, self.x_, scroll), one) for i, one in enumerate(column.ids))
                found += [one for rect, one in places if rect.meets(area)]
        return found

    def reveal(self, note_id: int) -> None:
        place = self.board.place_of(note_id)
        if place is None:
            return
        number, index = place
        self.column = number
        self._reveal_column(number)
        if not self.board.columns[number].folded:
            top = index * PITCH
            room, now = self.layout_.body(number).h, self.scroll_of(number)
            self._bars[number].setValue(min(max(now, top + CARD_H + 8 - room), max(0, top - 4)))

    def _reveal_column(self, number: int) -> None:
        whole = self.layout_.column(number)
        self.horizontalScrollBar().setValue(min(max(self.x_, whole.right - self.layout_.width), whole.x))

    def push(self, dx: int, dy: int) -> None:
        self.horizontalScrollBar().setValue(self.x_ + dx)
        number = self.layout_.at(self._edge_at[0], self.x_)
        if self.band is not None and number is not None:
            self._bars[number].setValue(self.scroll_of(number) + dy)

    # Moving about

    def beside(self, way: str) -> int | None:
        place = self.board.place_of(self.focus) if self.focus is not None else None
        if place is None:
            ids = self._open_ids(self.column)
            return ids[0] if ids and way in ("up", "down") else None
        number, index = place
        ids = self.board.columns[number].ids
        if way in ("up", "down"):
            there = index + (1 if way == "down" else -1)
            return ids[there] if 0 <= there < len(ids) else None
        return None

    def _open_ids(self, number: int) -> tuple[int, ...]:
        columns = self.board.columns
        return columns[number].ids if number < len(columns) and not columns[number].folded else ()

    def walk(self, way: str) -> None:
        if way not in SIDE:
            super().walk(way)
            return
        number = self.column + SIDE[way]
        if not 0 <= number < len(self.board.columns):
            return
        place = self.board.place_of(self.focus) if self.focus is not None else None
        top = self._nearest(number, place)
        self.column = number
        self._reveal_column(number)
        if top is not None:
            self.set_focus(top)
            if self.ctx.note_id is not None:
                self.ctx.select(top)
        else:
            self.focus = None
            self.say(model.spoken_column(self.board.columns[number]))
            self.viewport().update()

    def _nearest(self, number: int, place: tuple[int, int] | None) -> int | None:
        """The card of a column that is about as high as where the keyboard was."""
        ids = self._open_ids(number)
        if not ids:
            return None
        if place is None:
            return ids[0]
        height = place[1] * PITCH - self.scroll_of(place[0]) + self.scroll_of(number)
        return ids[max(0, min(len(ids) - 1, round(height / PITCH)))]

    # Painting

    def paint_area(self, painter_: QPainter, dirty: QRect) -> None:
        ink, layout, columns, x = self.ink, self.layout_, self.board.columns, self.x_
        painter_.fillRect(dirty, ink.color("canvas"))
        painter_.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in layout.seen(x):
            column, whole = columns[number], layout.column(number, x)
            if not whole.meets(Rect(dirty.x(), dirty.y(), dirty.width(), dirty.height())):
                continue
            painter_.drawPixmap(QPointF(whole.x, 0), self._ground(whole))
            if column.folded:
                painter.paint_strip(painter_, ink, column, whole, self.over_head == number)
            else:
                self._paint_cards(painter_, number)
                painter_.drawPixmap(QPointF(whole.x, 0), self._head(column, whole.w, self.over_head == number))
            if number == self.column and self.focus is None and self.hasFocus() and self.by_key:
                overlay.paint_focus(painter_, ink, whole)
            if self.drag is not None and column.key in self.refused:
                painter.paint_veil(painter_, ink, whole)
        shown = self.drag.drop if self.drag is not None else self.target
        if shown is not None:
            painter.paint_target(painter_, ink, shown)

    def _head(self, column: Column, width: int, hovered: bool) -> QPixmap:
        rect = Rect(0, 0, width, HEAD_H)
        key = ("head", column.key, column.title, len(column.ids), column.limit, width, hovered)
        return self.tile(key, width, HEAD_H, lambda p: painter.paint_head(p, self.ink, column, rect, hovered))

    def _ground(self, whole: Rect) -> QPixmap:
        size = Rect(0, 0, whole.w, whole.h)
        key = ("column", whole.w, whole.h)
        return self.ink.stamp(key, whole.w, whole.h, lambda p: painter.paint_column(p, self.ink, size))

    def _paint_cards(self, painter_: QPainter, number: int) -> None:
        column, ink, scroll = self.board.columns[number], self.ink, self.scroll_of(number)
        painter_.save()
        painter_.setClipRect(QRect(*self.layout_.body(number, self.x_)).adjusted(1, 0, -1, -1))
        for index in self._shown(number):
            rect = self.layout_.card(number, index, self.x_, scroll)
            face = self.board.faces[column.ids[index]]
            card = self.tile(
                (face, rect.w),
                rect.w + 2 * SHADOW,
                rect.h + 2 * SHADOW,
                lambda p, face=face, w=rect.w: painter.paint_card(p, ink, face, w),  # type: ignore[misc]
            )
            painter_.drawPixmap(QPointF(rect.x - SHADOW, rect.y - SHADOW), card)
        painter_.restore()
