"""One frame of the board, from ready-made pictures."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from xhsplanner.ui.board import frame, overlay
from xhsplanner.ui.board.layout import BAR, HEAD_H, LANE_W
from xhsplanner.ui.board.marks import paint_drawer_marks, paint_marks
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
        paint_drawer_marks(view, painter)
    drag = view.drag
    if drag is not None and not board.drawer_h and drag.dated:
        overlay.paint_drawer_zone(painter, ink, board.drawer_zone)
    if drag is not None and drag.drop is not None and drag.drop.cell is None:
        overlay.paint_drop(painter, ink, drag.drop)
    if view.lane_drag is not None:
        frame.paint_lane_drag(painter, ink, view.week, board, view.lane_drag, view.scrolled[1])
    frame.paint_border(painter, ink, board.width, board.height)
    if view.said is not None:
        overlay.paint_said(painter, ink, view.said, (board.width, board.height))
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
    paint_marks(view, painter)


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
