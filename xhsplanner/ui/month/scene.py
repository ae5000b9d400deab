"""One frame of the month: ready-made pictures of days, bars over them, and what changes with every touch."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPen, QPixmap

from xhsplanner.ui.board import overlay
from xhsplanner.ui.board.frame import paint_border
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.month.layout import HEAD_H, MORE, NOTE, Grid
from xhsplanner.ui.month.model import Page
from xhsplanner.ui.month.painter import RADIUS, Cover, bar_picture, faded_color, paint_day, weekdays
from xhsplanner.ui.rect import Rect

if TYPE_CHECKING:
    from xhsplanner.ui.month.view import MonthView


class Tiles:
    """One picture per day, with the signature of what it shows: painted again only when that has changed."""

    def __init__(self) -> None:
        self._ready: dict[int, tuple[object, QPixmap]] = {}
        self._known: dict[int, object] = {}
        self.painted = 0
        """How many have been painted so far, for tests and benches."""

    def clear(self) -> None:
        """Forget everything: another theme or pixel ratio."""
        self._ready.clear()
        self._known.clear()

    def changed(self) -> None:
        """Another page or layout: pictures stay where their signature still holds."""
        self._known.clear()

    def forget(self, day: int) -> None:
        """Paint a day again."""
        self._ready.pop(day, None)

    def pixmap(self, ink: Ink, page: Page, grid: Grid, day: int, covered: frozenset[int], cover: Cover) -> QPixmap:
        """The picture of a day."""
        signature = self._known.get(day)
        if signature is None:
            signature = self._known[day] = self._signature(page, grid, day, covered)
        ready = self._ready.get(day)
        if ready is not None and (ready[0] is signature or ready[0] == signature):
            self._ready[day] = (signature, ready[1])
            return ready[1]
        self.painted += 1
        rect = grid.day_rect(day)
        pixmap = ink.canvas(rect.w, rect.h, ink.color("surface"))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_day(painter, ink, page, grid, day, covered, cover)
        painter.end()
        self._ready[day] = (signature, pixmap)
        return pixmap

    def _signature(self, page: Page, grid: Grid, day: int, covered: frozenset[int]) -> object:
        items = grid.stack(day).items
        looks = tuple(page.looks.get(one.key) for one in items if one.what == NOTE)
        places = [page.places[one.key] for one in items if one.what not in (NOTE, MORE)]
        dots = tuple(one.key in covered for one in items if one.what == NOTE)
        return (
            page.heads[day],
            page.inside(day),
            grid.day_rect(day),
            items,
            looks,
            [(one, page.place_names(one), page.muted(one)) for one in places],
            dots,
        )


def paint_month(view: "MonthView", painter: QPainter, dirty: QRect) -> None:
    """Paint what of the month lies in `dirty` (viewport pixels)."""
    ink, grid, page, scroll = view.ink, view.grid, view.page, view.scrolled
    window = Rect(dirty.x(), dirty.y(), dirty.width(), dirty.height())
    painter.save()
    painter.setClipRect(QRect(0, HEAD_H, grid.width, grid.view_h).intersected(dirty))
    for day in grid.visible(scroll):
        rect = grid.to_view(grid.day_rect(day), scroll)
        if rect.meets(window):
            pixmap = view.tiles.pixmap(ink, page, grid, day, view.covered, view.cover)
            painter.drawPixmap(QPoint(rect.x, rect.y), pixmap)
    for bar in grid.content.bars:
        place = grid.bar_rect(bar)
        if place is not None and (rect := grid.to_view(place, scroll)).meets(window):
            faded = not any(page.inside(bar.week * 7 + n) for n in range(bar.first, bar.last + 1))
            painter.drawPixmap(QPoint(rect.x, rect.y), bar_picture(ink, bar, rect.w, faded))
    _paint_marks(view, painter)
    painter.restore()
    if dirty.top() < HEAD_H:
        painter.drawPixmap(QPoint(0, 0), weekdays(ink, grid))
    paint_border(painter, ink, grid.width, grid.height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if view.said is not None:
        overlay.paint_said(painter, ink, view.said, (grid.width, grid.height))
    if view.drag is not None and view.ghost is not None:
        overlay.paint_ghost(painter, ink, view.drag, view.ghost, grid.width, grid.height)


def _paint_marks(view: "MonthView", painter: QPainter) -> None:
    ink, drag, hover = view.ink, view.drag, view.hover
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if drag is not None:
        if not drag.copying:
            _veil(view, painter, [note.id for note in drag.notes])
        if drag.drop is not None:
            overlay.paint_drop(painter, ink, drag.drop)
        return
    if hover is not None and hover.what in (NOTE, "place", MORE, "bar"):
        overlay.outline(painter, ink.color("border2"), hover.rect, 1.2, RADIUS)
    elif hover is not None and hover.what == "day" and hover.day is not None:
        _invite(view, painter, hover.day)
    if view.target is not None:
        overlay.outline(painter, ink.color("accent"), view.target, 2, RADIUS)
    _paint_selection(view, painter)
    if view.band is not None:
        overlay.paint_band(painter, ink, view.grid.to_view(view.band, view.scrolled))
    if view.focus is not None and view.hasFocus():
        _paint_focus(view, painter)


def _paint_focus(view: "MonthView", painter: QPainter) -> None:
    """The day the keyboard is on, outlined for those who use keys; its chip where it is at one."""
    focus, ink = view.focus, view.ink
    assert focus is not None
    rect = view.rect_of(focus)
    if not focus.stop:
        color = ink.color("focus" if view.by_key else "border2")
        overlay.outline(painter, color, Rect(rect.x, rect.y, rect.w - 1, rect.h - 1), 2 if view.by_key else 1.4, 4)
    elif view.by_key and (view.focus_note not in view.selected or len(view.selected) > 1):
        overlay.outline(painter, ink.color("focus"), rect, 2, RADIUS)


def _paint_selection(view: "MonthView", painter: QPainter) -> None:
    """Each selected chip; `+n` stands for those behind it."""
    grid, ink, selected = view.grid, view.ink, view.selected
    if not selected:
        return
    for day in grid.visible(view.scrolled):
        ids = grid.notes_of(day)
        if selected.isdisjoint(ids):
            continue
        items = grid.stack(day).items
        shown = {one.key for one in items if one.what == NOTE}
        behind = not selected.isdisjoint([one for one in ids if one not in shown])
        for one in items:
            if (one.what == NOTE and one.key in selected) or (one.what == MORE and behind):
                rect = grid.to_view(one.rect, view.scrolled)
                if len(selected) > 1:
                    tint = ink.color("accent")
                    painter.setOpacity(0.14)
                    painter.setBrush(tint)
                    painter.setPen(QPen(tint, 0))
                    painter.drawRoundedRect(QRectF(*rect), RADIUS, RADIUS)
                    painter.setOpacity(1)
                overlay.outline(painter, ink.color("accent"), rect, 1.8, RADIUS)


def _invite(view: "MonthView", painter: QPainter, day: int) -> None:
    """An empty day under the mouse says how a note is made there."""
    grid, ink = view.grid, view.ink
    if grid.stack(day).items or view.page.heads[day].quiet or view.ctx.store.read_only:
        return
    painter.drawPixmap(_middle(grid.to_view(grid.body_rect(day), view.scrolled), 16), ink.icon("plus", "text3", 16))


def _middle(rect: Rect, side: int) -> QPointF:
    return QPointF(rect.x + (rect.w - side) // 2, rect.y + (rect.h - side) // 2)


def _veil(view: "MonthView", painter: QPainter, ids: list[int]) -> None:
    """Chips that are on their way step back."""
    for note_id in ids:
        focus = view.grid.focus_of(note_id)
        item = view.grid.item(focus)
        if item is not None and item.what == NOTE:
            painter.fillRect(QRectF(*view.grid.to_view(item.rect, view.scrolled)), faded_color(view.ink))
