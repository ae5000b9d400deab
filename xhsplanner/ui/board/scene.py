"""One frame of the board, from ready-made pictures."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from xhsplanner.ui.board import frame, overlay
from xhsplanner.ui.board.layout import BAR, HEAD_H, LANE_W
from xhsplanner.ui.board.painter import paint_ground
from xhsplanner.ui.rect import Rect

if TYPE_CHECKING:
    from xhsplanner.ui.board.view import BoardView


def paint_board(view: "BoardView", painter: QPainter, dirty: QRect) -> None:
    """Paint what of the board lies in `dirty` (viewport pixels)."""
    ink, board = view.ink, view.board
    # The bars' room: to the right of the grid, and below it.
    painter.fillRect(QRect(LANE_W + board.view_w, 0, BAR, board.height), ink.color("surface"))
    painter.fillRect(QRect(0, HEAD_H + board.view_h, board.width, BAR), ink.color("surface"))
    grid = QRect(LANE_W, HEAD_H, board.view_w, board.view_h)
    if dirty.intersects(grid):
        painter.save()
        painter.setClipRect(grid.intersected(dirty))
        _paint_grid(view, painter, grid.intersected(dirty))
        painter.restore()
    _paint_heads(view, painter, dirty)
    if dirty.bottom() >= board.drawer_rect.y:
        frame.paint_drawer(painter, ink, view.week, board, view.offset)
        _paint_drawer_marks(view, painter)
    drag = view.drag
    if drag is not None and not board.drawer_h and drag.note.day is not None:
        overlay.paint_drawer_zone(painter, ink, board.drawer_zone)
    if drag is not None and drag.drop is not None and drag.drop.cell is None:
        overlay.paint_drop(painter, ink, drag.drop)
    if view.lane_drag is not None:
        frame.paint_lane_drag(painter, ink, view.week, board, view.lane_drag, view.scrolled[1])
    frame.paint_border(painter, ink, board.width, board.height)
    if drag is not None and view.ghost is not None:
        overlay.paint_ghost(painter, ink, drag, view.ghost, board.width, board.height)


def _paint_grid(view: "BoardView", painter: QPainter, dirty: QRect) -> None:
    ink, board, week, (x, y) = view.ink, view.board, view.week, view.scrolled
    window = Rect(dirty.x(), dirty.y(), dirty.width(), dirty.height())
    below = HEAD_H + board.grid_h - y
    if below < HEAD_H + board.view_h:
        painter.fillRect(QRect(LANE_W, below, board.view_w, HEAD_H + board.view_h - below), ink.color("surface2"))
    for cell in board.visible(x, y):
        place = board.to_view(board.cell_rect(cell), x, y)
        if not place.meets(window):
            continue
        bottom = place.y
        for chunk in board.chunks(cell):
            rect = board.to_view(chunk.rect, x, y)
            bottom = rect.bottom
            if rect.meets(window):
                painter.drawPixmap(QPoint(rect.x, rect.y), view.tiles.pixmap(ink, week, board, chunk, view.banners))
        if bottom < place.bottom:
            rest = QRectF(place.x, bottom, place.w, place.bottom - bottom)
            paint_ground(painter, ink, rest, week.days[cell.column], QPointF(LANE_W - x, HEAD_H - y))
            painter.fillRect(QRectF(place.right - 1, bottom, 1, rest.height()), ink.color("border"))
            painter.fillRect(QRectF(place.x, place.bottom - 1, place.w, 1), ink.color("border"))
    _paint_marks(view, painter)


def _paint_marks(view: "BoardView", painter: QPainter) -> None:
    """Hover, selection, focus and drop target of the grid."""
    ink, board, drag = view.ink, view.board, view.drag
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if drag is not None:
        home = board.note_rect(drag.note.id)
        if home is not None and not drag.copying:
            veil = QColor(ink.color("surface"))
            veil.setAlphaF(0.6)
            painter.fillRect(QRectF(*board.to_view(home, *view.scrolled)).adjusted(-2, -2, 2, 3), veil)
        if drag.drop is not None and drag.drop.cell is not None:
            overlay.paint_drop(painter, ink, drag.drop)
        return
    hover = view.hover
    if hover is not None and hover.what in ("note", "hint", "more"):
        overlay.paint_hover(painter, ink, hover.rect)
    elif hover is not None and hover.what == "cell" and hover.cell is not None:
        shown = board.stack(hover.cell)
        quiet = view.week.days[hover.cell.column].quiet
        if not (shown.cards or shown.hint or quiet or view.ctx.store.read_only):
            overlay.paint_invitation(painter, ink, board.to_view(board.inner_rect(hover.cell), *view.scrolled))
    if view.target is not None:
        overlay.paint_selection(painter, ink, view.target)
    selected = view.ctx.note_id
    rect = board.note_rect(selected) if selected is not None else None
    if rect is not None:
        overlay.paint_selection(painter, ink, board.to_view(rect, *view.scrolled))
    focus = view.focus
    if focus is None or not (view.hasFocus() and view.by_key) or focus.row >= board.content.rows:
        return
    if view.focus_note is None or view.focus_note != selected:
        overlay.paint_focus(painter, ink, view.rect_of(focus))


def _paint_drawer_marks(view: "BoardView", painter: QPainter) -> None:
    board, ink = view.board, view.ink
    if not board.drawer_visible(view.offset):
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(QRect(LANE_W, board.drawer_rect.y, board.width - LANE_W, board.drawer_h))
    selected = view.ctx.note_id
    for index in board.drawer_visible(view.offset):
        card = board.drawer_card(index, view.offset)
        if board.content.backlog[index] == selected:
            overlay.paint_selection(painter, ink, card)
        elif view.focus == (board.content.rows, view.focus.column if view.focus else 0, index):
            if view.hasFocus() and view.by_key:
                overlay.paint_focus(painter, ink, card)
        elif view.hover is not None and view.hover.what == "drawer_note" and view.hover.index == index:
            overlay.paint_hover(painter, ink, card)
    painter.restore()


def _paint_heads(view: "BoardView", painter: QPainter, dirty: QRect) -> None:
    ink, board, week, (x, y) = view.ink, view.board, view.week, view.scrolled
    if dirty.top() < HEAD_H:
        painter.save()
        painter.setClipRect(QRect(LANE_W, 0, board.view_w, HEAD_H))
        for column, head in enumerate(week.days):
            rect = board.head_rect(column, x)
            painter.drawPixmap(QPoint(rect.x, rect.y), frame.day_head(ink, head, rect.w))
        painter.restore()
        painter.drawPixmap(QPoint(0, 0), frame.corner(ink))
    if dirty.left() >= LANE_W:
        return
    painter.save()
    painter.setClipRect(QRect(0, HEAD_H, LANE_W, board.view_h))
    for row, lane in enumerate(week.lanes):
        rect = board.lane_rect(row, y)
        if rect.bottom <= HEAD_H or rect.y >= board.height:
            continue
        name = board.lane_name_rect(row, y)
        painter.fillRect(QRect(0, rect.y, LANE_W, rect.h), ink.color("surface"))
        painter.fillRect(QRect(LANE_W - 1, rect.y, 1, rect.h), ink.color("border"))
        painter.drawPixmap(QPoint(name.x, name.y), frame.lane_head(ink, lane, name.h))
        painter.fillRect(QRect(0, rect.bottom - 1, LANE_W, 1), ink.color("border"))
        fold = board.fold_rect(row, y)
        if fold is not None:
            painter.drawPixmap(QPoint(fold.x + 4, fold.y + 4), ink.icon("chevron-up", "text2", 16))
    below = HEAD_H + board.grid_h - y
    if below < HEAD_H + board.view_h:
        painter.fillRect(QRect(0, below, LANE_W, HEAD_H + board.view_h - below), ink.color("surface2"))
    painter.restore()
