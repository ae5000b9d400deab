"""The cover wall as a widget: covers as on the phone, one dragged onto another changes times with it."""

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QResizeEvent, QShowEvent, QWheelEvent

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ops import bulk
from xhsplanner.ui.board import overlay
from xhsplanner.ui.board.drag import Drag, Drop
from xhsplanner.ui.board.glide import Glide
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.context import Context
from xhsplanner.ui.notes.area_hands import NoteArea
from xhsplanner.ui.rect import Rect
from xhsplanner.ui.wall import model, painter
from xhsplanner.ui.wall.covers import WallCovers
from xhsplanner.ui.wall.layout import NOW_H, TEXT_H, Layout
from xhsplanner.ui.wall.marks import WallMarks
from xhsplanner.ui.wall.model import Face, Wall

WHEEL = 90


class WallView(NoteArea):
    """The covers of one account."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, t("wall.name"))
        self.wall = Wall()
        self.layout_ = Layout(0, 0)
        self.pairs: dict[tuple[int, int], str] = {}
        """Neighbours that look alike, by their places, and in what."""
        self.covers = WallCovers(ctx, self, self._seen_notes, lambda _note: self.viewport().update())
        self.marks = WallMarks(ctx, self, self._coming_notes)
        self.marks.watch.changed.connect(self.viewport().update)
        self._glide = Glide(self.verticalScrollBar())
        self._aimed: tuple[int, int] | None = None
        self._warning = ""
        self._months: list[tuple[int, date]] = []
        self._settled = False
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Where it comes and goes it would change the width that says how high all is.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    # Data

    def reload(self) -> None:
        settings, store = self.ctx.settings, self.ctx.store
        account = model.account_of(store, settings.at(store.path, "wall_account"), self.ctx.filter.accounts)
        other = account != self.wall.account
        kept = self.focus
        self.wall = model.load(store, account, self.ctx.filter)
        self.focus = kept if kept in self.wall.places else None
        self._aimed, self._months = None, model.month_starts(self.wall.faces)
        self.covers.forget()
        self.relayout()
        if other:
            self._settled = False
            self._settle()
        self.loaded.emit()

    def relayout(self) -> None:
        """Lay the covers out for the viewport as it is."""
        size, wide = self.viewport().size(), self.ctx.settings.get("wall_width") == "wide"
        self.layout_ = Layout(size.width(), size.height(), len(self.wall.faces), self.wall.split, wide)
        bar = self.verticalScrollBar()
        bar.setPageStep(max(1, size.height()))
        bar.setSingleStep(WHEEL)
        bar.setRange(0, self.layout_.most)
        self.pairs = dict(self._pairs()) if self.ctx.settings.get("wall_alike") else {}
        self.place_editor()
        self.viewport().update()

    def _pairs(self) -> Iterator[tuple[tuple[int, int], str]]:
        for place in range(self.layout_.count):
            for other in self.layout_.neighbours(place):
                kind = self.wall.alike(place, other)
                if kind:
                    yield (place, other), kind

    @property
    def moved(self) -> int:
        """How far the covers have moved up."""
        return self.verticalScrollBar().value()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.relayout()
        self._settle()

    def _settle(self) -> None:
        """A wall begins where now is, as soon as it is known how large it is."""
        if not self._settled and self.isVisible() and self.wall.faces:
            self._settled = True
            self.to_now()

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        self.shift_band(0, dy)
        self.covers.scrolled()
        self.place_editor()
        self.viewport().update()

    def to_now(self) -> None:
        """Scroll so that the line of now can be seen."""
        middle = self.layout_.now_y + NOW_H // 2
        self.verticalScrollBar().setValue(middle - self.layout_.height // 2)

    def to_day(self, day: date) -> None:
        """Scroll to the latest cover that is not later than a day."""
        faces = self.wall.faces
        place = next(
            (n for n, face in enumerate(faces) if face.note.day is not None and face.note.day <= day), None
        )
        if place is not None:
            self.verticalScrollBar().setValue(self.layout_.rect(place).y - self.layout_.height // 3)

    def _seen_notes(self) -> list[Note]:
        """The notes that can be seen, for whoever paints their covers; none while nobody looks."""
        if not self.isVisible():
            return []
        return [self.wall.faces[place].note for place in self.layout_.shown(self.moved)]

    def _coming_notes(self) -> list[Note]:
        """Those of them that are still to come."""
        ahead = {face.note.id for face in self.wall.faces[: self.wall.split]}
        return [note for note in self._seen_notes() if note.id in ahead]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.marks.watch.wake()

    # What the area asks

    def ids(self) -> Sequence[int]:
        return [face.note.id for face in self.wall.faces]

    def visible(self) -> list[int]:
        return [self.wall.faces[place].note.id for place in self.layout_.shown(self.moved)]

    def note(self, note_id: int | None) -> Note | None:
        face = self.wall.face(note_id)
        return face.note if face is not None else None

    def words(self, note_id: int) -> str:
        place = self.wall.places.get(note_id)
        said = model.spoken(self.wall, note_id, [kind for pair, kind in self.pairs.items() if place in pair])
        return t("week.comma").join((said, *self.marks.told(note_id))) if said else ""

    def rect_of(self, note_id: int) -> Rect | None:
        place = self.wall.places.get(note_id)
        return self.layout_.rect(place).moved(0, -self.moved) if place is not None else None

    def title_box(self, note_id: int) -> Rect | None:
        rect = self.rect_of(note_id)
        return rect._replace(y=rect.bottom - TEXT_H, h=44) if rect is not None else None

    def body(self) -> Rect:
        return Rect(0, 0, self.layout_.width, self.layout_.height)

    def reveal(self, note_id: int) -> None:
        place = self.wall.places.get(note_id)
        if place is not None:
            rect = self.layout_.rect(place)
            self.verticalScrollBar().setValue(
                min(max(self.moved, rect.bottom + 8 - self.layout_.height), max(0, rect.y - 8))
            )

    def push(self, _dx: int, dy: int) -> None:
        self.verticalScrollBar().setValue(self.moved + dy)

    def beside(self, way: str) -> int | None:
        place = self.wall.places.get(self.focus) if self.focus is not None else None
        if place is None:
            return self.start()
        there = self.layout_.step(place, way)
        return self.wall.faces[there].note.id if there is not None else None

    def start(self) -> int | None:
        """What goes out next, else what went out last."""
        faces = self.wall.faces
        return faces[max(0, self.wall.split - 1)].note.id if faces else None

    def opened(self, note_id: int) -> None:
        self.ctx.select(note_id)
        self.ctx.show_room("covers")

    # Changing times

    def _take(self, note_id: int, at: QPoint) -> None:
        super()._take(note_id, at)
        drag, ghost = self.drag, self.ghost
        if drag is not None and ghost is not None:  # half as large, so that the cover below it can be seen
            drag.size = (drag.size[0] // 2, drag.size[1] // 2)
            drag.grip = (drag.grip[0] // 2, drag.grip[1] // 2)
            self.ghost = ghost.scaled(ghost.size() / 2, mode=Qt.TransformationMode.SmoothTransformation)

    def aim(self, drag: Drag) -> Drop | None:
        found = self.note_under(*drag.at)
        other, rect = self.note(found), self.rect_of(found) if found is not None else None
        if other is None or rect is None or other.id == drag.note.id:
            return None
        refusal = self._refusal(drag.notes, other)
        label = t("wall.swap", title=other.title.strip() or other.code)
        warning = "" if refusal else self._concern(drag.note, other)
        return Drop(rect, None, {}, label, refusal, warning)

    def _refusal(self, carried: Sequence[Note], other: Note) -> str:
        if self.ctx.store.read_only:
            return self.ctx.store.read_only
        if len(carried) > 1:
            return t("wall.one_by_one")
        locked = next((note for note in (carried[0], other) if note.locked), None)
        return t("notes.locked", title=locked.title or locked.code) if locked is not None else ""

    def _concern(self, one: Note, other: Note) -> str:
        """The worst that would come of both in each other's place; asked once for each pair."""
        if self._aimed != (one.id, other.id):
            self._aimed = (one.id, other.id)
            self._warning = model.concern(self.ctx.store, one, other)
        return self._warning

    def land(self, drag: Drag, _drop: Drop) -> None:
        found = self.note_under(*drag.at)
        if found is not None:
            self.swap(drag.note.id, found)

    def swap(self, one: int, other: int) -> None:
        """Let two notes change times; the keyboard goes with the first."""

        def done(_change: object) -> None:
            self.reload()
            self.set_focus(one)
            self.ctx.select(one)

        self.ctx.run_then(done, bulk.swap_times, one, other)

    def carry(self, way: str) -> None:
        note, there = self.note(self.focus), self.beside(way)
        other = self.note(there)
        if note is None or other is None:
            return
        refusal = self._refusal([note], other)
        if refusal:
            self.ctx.toast(refusal, kind="error")
        else:
            self.swap(note.id, other.id)

    # Mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels, angle = event.pixelDelta(), event.angleDelta()
        if not pixels.isNull():
            self.verticalScrollBar().setValue(self.moved - pixels.y())
        else:
            self._glide.by(-angle.y() * WHEEL // 120)
        event.accept()

    # Painting

    @property
    def ink(self) -> Ink:
        before = self._ink
        found = super().ink
        if before is not None and found is not before:
            self.covers.clear()
        return found

    def paint_area(self, painter_: QPainter, dirty: QRect) -> None:
        ink, layout, scroll = self.ink, self.layout_, self.moved
        painter_.fillRect(dirty, ink.color("canvas"))
        painter_.setRenderHint(QPainter.RenderHint.Antialiasing)
        phone = layout.phone()
        if phone is not None:
            painter.paint_phone(painter_, ink, phone)
        for place in layout.shown(scroll):
            self._paint_card(painter_, self.wall.faces[place], layout.rect(place).moved(0, -scroll))
        self._paint_months(painter_)
        if self.wall.faces:
            right = layout.left + layout.columns * (layout.cover_w + layout.gap) - layout.gap
            middle = layout.now_y - layout.gap // 2 + NOW_H // 2 - scroll
            if -30 < middle < layout.height + 30:
                painter.paint_now(painter_, ink, layout.left, right, middle)
        for pair in self.pairs:
            middles = self._between(*pair)
            if -20 < middles[1] - scroll < layout.height + 20:
                painter.paint_alike(painter_, ink, (middles[0], middles[1] - scroll))
        drop = self.drag.drop if self.drag is not None else None
        if drop is not None:
            overlay.paint_drop(painter_, ink, drop)
        self.marks.painted()

    def _paint_card(self, painter_: QPainter, face: Face, rect: Rect) -> None:
        ink, layout, account = self.ink, self.layout_, self.wall.account
        assert account is not None
        cover = rect._replace(h=layout.cover_h)
        painter_.drawPixmap(QPointF(rect.x, rect.y), painter.frame(ink, rect.w, rect.h))
        ready = self.covers.picture(face.note.id, round(rect.w * ink.ratio), ink.ratio)
        if ready is None:
            painter.paint_stand_in(painter_, ink, face, cover)
        else:
            painter_.drawPixmap(QRect(*cover), ready)
        words = self.tile(
            (face, account, rect.w),
            rect.w,
            TEXT_H,
            lambda p: painter.paint_words(p, ink, face, account, rect.w),
        )
        painter_.drawPixmap(QPointF(rect.x, rect.y + cover.h), words)
        painter.paint_state(painter_, ink, face, cover)
        if self.marks.told(face.note.id):
            painter.paint_collides(painter_, ink, self.marks.grave(face.note.id), cover)
        shown = face.note.id == self.hover or (face.note.id == self.focus and self.by_key and self.hasFocus())
        if shown and self.drag is None:
            painter.paint_when(painter_, ink, face, cover)

    def _between(self, first: int, second: int) -> tuple[int, int]:
        """The middle of the edge that two neighbours share, beside their covers."""
        one, other = self.layout_.rect(first), self.layout_.rect(second)
        if one.y == other.y:
            return (one.right + other.x) // 2, one.y + self.layout_.cover_h // 2
        return one.x + one.w // 2, (one.bottom + other.y) // 2

    def _paint_months(self, painter_: QPainter) -> None:
        layout, last, others = self.layout_, -1, 0
        for place, first in self._months:
            row, _column = layout.spot(place)
            others = others + 1 if row == last else 0
            last = row
            y = layout.row_y(row) - self.moved
            if -layout.card_h < y < layout.height:
                painter.paint_month(painter_, self.ink, first, (layout.months_x, y), others)
