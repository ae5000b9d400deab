"""The accounts' heads in the user's hands: dragged into another order, hidden, and their menu.

Watches the board's viewport beside hands.py, and takes only what happens on a head.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu

from xhsplanner.core.words import t
from xhsplanner.ops import catalog
from xhsplanner.ui.board.layout import HEAD_H, Board
from xhsplanner.ui.board.order import in_row
from xhsplanner.ui.board.view import BoardView
from xhsplanner.ui.widgets.controls import menu_text

TICK_MS = 30
EDGE, STEP = 28, 12


@dataclass(slots=True)
class LaneDrag:
    """A head that follows the mouse: `y` is its top in the viewport, `gap` the row it would go before."""

    row: int
    grip: int
    y: int
    gap: int


def gap_at(board: Board, y: int) -> int:
    """The row before which a head let go at a content y would stand; as many as rows for the end."""
    return sum((top + bottom) // 2 <= y for top, bottom in zip(board.ys, board.ys[1:], strict=False))


def moved(every: Sequence[int], shown: Sequence[int], row: int, gap: int) -> list[int]:
    """All account ids in a new order: the shown one of `row` goes before the shown one of `gap`.

    Those that are not shown keep their neighbour above.
    """
    wanted = shown[row]
    rest = [one for one in every if one != wanted]
    if gap >= len(shown):
        last = next(one for one in reversed(shown) if one != wanted)
        rest.insert(rest.index(last) + 1, wanted)
    else:
        rest.insert(rest.index(shown[gap]), wanted)
    return rest


class Lanes(QObject):
    """Hands on the heads of a board."""

    def __init__(self, board: BoardView) -> None:
        super().__init__(board)
        self.board, self.ctx = board, board.ctx
        self._pressed: tuple[int, QPoint] | None = None
        self._at = 0
        self._edge = QTimer(self)
        self._edge.setInterval(TICK_MS)
        self._edge.timeout.connect(self._scroll)
        board.viewport().installEventFilter(self)
        board.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QMouseEvent):
            if kind is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
                return self._press(event.position().toPoint())
            if kind is QEvent.Type.MouseMove and self._pressed is not None:
                return self._move(event.position().toPoint())
            if kind is QEvent.Type.MouseButtonRelease and self._pressed is not None:
                return self._release()
        elif isinstance(event, QContextMenuEvent) and kind is QEvent.Type.ContextMenu:
            return self._open_menu(event)
        elif isinstance(event, QKeyEvent) and self.board.lane_drag is not None:
            if event.key() == Qt.Key.Key_Escape and kind is QEvent.Type.KeyPress:
                self.cancel()
            return True
        return False

    # Dragging

    def _press(self, at: QPoint) -> bool:
        found = self.board.hit(at.x(), at.y())
        if found.what == "lane" and found.cell is not None:
            self._pressed = (found.cell.row, at)
            self.board.setFocus(Qt.FocusReason.MouseFocusReason)
            return True
        return False

    def _move(self, at: QPoint) -> bool:
        assert self._pressed is not None
        row, start = self._pressed
        drag = self.board.lane_drag
        if drag is None:
            if (at - start).manhattanLength() < QApplication.startDragDistance():
                return True
            why = self.why_not()
            if why:
                self._pressed = None
                self.ctx.toast(why, kind="error")
                return True
            name = self.board.board.lane_name_rect(row, self.board.scrolled[1])
            drag = self.board.lane_drag = LaneDrag(row, start.y() - name.y, name.y, row)
            self.board.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._edge.start()
        self._at = at.y()
        drag.y = at.y() - drag.grip
        drag.gap = gap_at(self.board.board, at.y() - HEAD_H + self.board.scrolled[1])
        self.board.viewport().update()
        return True

    def _scroll(self) -> None:
        """Go on while a head is held at an edge."""
        bottom = HEAD_H + self.board.board.view_h
        by = -STEP if self._at < HEAD_H + EDGE else STEP if self._at > bottom - EDGE else 0
        if self.board.lane_drag is not None and by:
            bar = self.board.verticalScrollBar()
            bar.setValue(bar.value() + by)
            self._move(QPoint(0, self._at))

    def _release(self) -> bool:
        drag = self.board.lane_drag
        self.cancel()
        if drag is not None and drag.gap not in (drag.row, drag.row + 1):
            self._write(drag.row, drag.gap)
        return True

    def cancel(self) -> None:
        """Put the head back where it was."""
        self._pressed = self.board.lane_drag = None
        self._edge.stop()
        self.board.viewport().unsetCursor()
        self.board.viewport().update()

    # What can be done

    def why_not(self) -> str:
        """Why accounts cannot be put in another order now, or ""."""
        if self.ctx.store.read_only:
            return self.ctx.store.read_only
        return "" if self.board.choices.order == "team" else t("board.only_team_order")

    def _write(self, row: int, gap: int) -> None:
        every = [account.id for account in self.ctx.store.catalog.accounts(archived=True)]
        shown = [lane.account.id for lane in self.board.week.lanes]
        note = self.board.focus_note
        if self.ctx.run(catalog.arrange, "account", moved(every, shown, row, gap)) is not None:
            self.board.reload(undated=False)
            if note is not None:
                self.board.focus_on(note)

    def shift(self, by: int) -> None:
        """Move the account of the row the keyboard is in up (-1) or down (1); the keyboard goes with it."""
        focus, rows = self.board.focus, self.board.board.content.rows
        if focus is None or not 0 <= focus.row + by < rows or focus.row >= rows:
            return
        why = self.why_not()
        if why:
            self.ctx.toast(why, kind="error")
            return
        self._write(focus.row, focus.row + (2 if by > 0 else -1))
        self.board.set_focus(focus._replace(row=focus.row + by))

    def hide(self, row: int | None = None) -> None:
        """Hide an account, by default that of the row the keyboard is in; the top bar brings it back."""
        focus = self.board.focus
        row = row if row is not None else focus.row if focus is not None else -1
        if 0 <= row < len(self.board.week.lanes):
            account = self.board.week.lanes[row].account
            self.board.choose(hidden=self.board.choices.hidden | {account.uid})
            self.ctx.toast(t("board.hid", account=account.name))

    def make_menu(self, row: int) -> QMenu:
        """The menu of a head."""
        menu, theme, last = QMenu(self.board), self.ctx.theme, len(self.board.week.lanes) - 1
        writable = not self.why_not()
        ids = in_row(self.board.board, row)
        rows = (
            ("square-check", t("week.all_of_row", n=len(ids)), bool(ids), lambda: self.ctx.pick(ids)),
            ("arrow-up", t("board.up"), writable and row > 0, lambda: self._write(row, row - 1)),
            ("arrow-down", t("board.down"), writable and row < last, lambda: self._write(row, row + 2)),
            ("eye-off", t("board.hide"), True, lambda: self.hide(row)),
            ("eye", t("board.show_all"), self.board.week.hidden > 0, lambda: self.board.choose(hidden=frozenset())),
        )
        for icon, words, fits, act in rows:
            if fits:
                action = menu.addAction(theme.icon(icon, "text2", 16), menu_text(words))
                action.triggered.connect(lambda _checked=False, act=act: act())
        return menu

    def _open_menu(self, event: QContextMenuEvent) -> bool:
        found = self.board.hit(event.pos().x(), event.pos().y())
        if found.what != "lane" or found.cell is None or event.reason() is QContextMenuEvent.Reason.Keyboard:
            return False
        menu = self.make_menu(found.cell.row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
        return True
