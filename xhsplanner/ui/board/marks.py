"""What lies over the cards and changes with every touch: hover, selection, keyboard, rubber band, drop target."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from xhsplanner.ui.board import overlay
from xhsplanner.ui.board.layout import LANE_W
from xhsplanner.ui.board.order import in_cell
from xhsplanner.ui.rect import Rect

if TYPE_CHECKING:
    from xhsplanner.ui.board.view import BoardView


def paint_marks(view: "BoardView", painter: QPainter) -> None:
    """The marks of the grid."""
    ink, board, drag = view.ink, view.board, view.drag
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if drag is not None:
        if not drag.copying:
            _veil(view, painter, [note.id for note in drag.notes])
        if drag.drop is not None and drag.drop.cell is not None:
            overlay.paint_drop(painter, ink, drag.drop)
        return
    _veil(view, painter, view.cut)
    hover = view.hover
    if hover is not None and hover.what in ("note", "place", "hint", "more"):
        overlay.paint_hover(painter, ink, hover.rect)
        _paint_part(view, painter)
    elif hover is not None and hover.what == "cell" and hover.cell is not None:
        shown = board.stack(hover.cell)
        quiet = view.week.days[hover.cell.column].quiet
        if not (shown.cards or shown.hint or shown.places or quiet or view.ctx.store.read_only):
            overlay.paint_invitation(painter, ink, board.to_view(board.inner_rect(hover.cell), *view.scrolled))
    if view.target is not None:
        overlay.paint_selection(painter, ink, view.target)
    _paint_selection(view, painter)
    if view.band is not None:
        overlay.paint_band(painter, ink, board.to_view(view.band, *view.scrolled))
    focus = view.focus
    if focus is None or not (view.hasFocus() and view.by_key) or focus.row >= board.content.rows:
        return
    if view.focus_note not in view.selected or len(view.selected) > 1:
        overlay.paint_focus(painter, ink, view.rect_of(focus))


def _paint_selection(view: "BoardView", painter: QPainter) -> None:
    """Each selected card; `+n` stands for those behind it."""
    board, ink, selected = view.board, view.ink, view.selected
    several = len(selected) > 1
    if not selected:
        return
    for cell in board.visible(*view.scrolled):
        ids = in_cell(board, cell)
        if selected.isdisjoint(ids):
            continue
        shown = board.stack(cell)
        rects = [card.rect for card in shown.cards if card.note_id in selected]
        if shown.more is not None and not selected.isdisjoint(ids[len(shown.cards) :]):
            rects.append(shown.more)
        for rect in rects:
            overlay.paint_selection(painter, ink, board.to_view(rect, *view.scrolled), several)


def _paint_part(view: "BoardView", painter: QPainter) -> None:
    """The ring, chip or owner under the mouse: a click opens its menu."""
    if view.hover is not None and view.hover_part:
        rect = view.parts(view.hover).get(view.hover_part)
        if rect is not None:
            overlay.paint_part(painter, view.ink, rect)


def _veil(view: "BoardView", painter: QPainter, ids: "frozenset[int] | list[int]") -> None:
    """Cards that are on their way step back."""
    veil = QColor(view.ink.color("surface"))
    veil.setAlphaF(0.6)
    for note_id in ids:
        home = view.board.note_rect(note_id)
        if home is not None:
            painter.fillRect(QRectF(*view.board.to_view(home, *view.scrolled)).adjusted(-2, -2, 2, 3), veil)


def paint_drawer_marks(view: "BoardView", painter: QPainter) -> None:
    """The marks of the drawer's cards."""
    board, ink = view.board, view.ink
    if not board.drawer_visible(view.offset):
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(QRect(LANE_W, board.drawer_rect.y, board.width - LANE_W, board.drawer_h))
    several = len(view.selected) > 1
    for index in board.drawer_visible(view.offset):
        card: Rect = board.drawer_card(index, view.offset)
        note_id = board.content.backlog[index]
        focused = view.focus is not None and (view.focus.row, view.focus.stop) == (board.content.rows, index)
        if note_id in view.selected:
            overlay.paint_selection(painter, ink, card, several)
        elif view.hover is not None and view.hover.what == "drawer_note" and view.hover.index == index:
            overlay.paint_hover(painter, ink, card)
            _paint_part(view, painter)
        if focused and view.hasFocus() and view.by_key and (several or note_id not in view.selected):
            overlay.paint_focus(painter, ink, card)
    if view.band is not None:
        overlay.paint_band(painter, ink, board.to_view(view.band, *view.scrolled))
    painter.restore()
