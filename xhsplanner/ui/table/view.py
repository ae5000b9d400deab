"""The list, painted: only the lines that show are read and drawn. Mouse and keys are in hands."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.words import t
from xhsplanner.store.listing import Line
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.context import Context
from xhsplanner.ui.table.cells import Painter, Words
from xhsplanner.ui.table.head import HEAD_H, Head
from xhsplanner.ui.table.lines import Spot
from xhsplanner.ui.table.marks import RowMarks
from xhsplanner.ui.table.model import NOUNS, Choice, Table
from xhsplanner.ui.widgets.controls import plain_tip

ROW_H = 36
TICK_MS = 60_000


class TableView(QAbstractScrollArea):
    """The order of a `Table`, the selection of the context, and where the keyboard is: `line` and `column`."""

    pointed = Signal()
    """The keyboard is at another cell."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.table = Table(ctx, Choice.of(ctx.settings.get("list_look")))
        self.head = Head(ctx, self)
        self.words = Words(ctx.store)
        self._painter = Painter(self.words, ctx.store)
        self.marks = RowMarks(self)
        self.line, self.column = 0, "title"
        self.here: int | None = None
        """The note the keyboard is at: it stays there when rows change their places."""
        self.chosen: set[int] = set()
        self.hover = -1
        self._ink: Ink | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setViewportMargins(0, HEAD_H, 0, 0)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(t("list.name"))
        self.head.say(self.table.choice.sorts)
        self.head.sort_asked.connect(self.sort_by)
        self.head.moved.connect(self._measure)
        self.table.arranged.connect(self._arranged)
        ctx.theme.changed.connect(self._retheme)
        ctx.picked.connect(self._follow)
        ctx.changed.connect(self._renamed)
        ctx.selected.connect(self._selected)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self._time_passed)
        self._clock.start()
        self._follow(ctx.selection)

    # --- what is shown -----------------------------------------------------------------------------

    @property
    def ink(self) -> Ink:
        """Colours and stamps for the theme and the screen as they are."""
        if self._ink is None or self._ink.ratio != self.devicePixelRatioF():
            self._ink = Ink(self.ctx.theme, self.devicePixelRatioF())
        return self._ink

    def _retheme(self) -> None:
        self._ink = None
        self.viewport().update()

    def _renamed(self, change: Change) -> None:
        if change.touches(*NOUNS):
            self._painter.forget()
            self.viewport().update()

    def _time_passed(self) -> None:
        self.words.now = clock.now()
        self.viewport().update()

    def choose(self, **changes: object) -> None:
        """Show the notes in another way, and remember it."""
        self.table.choose(**changes)
        self.ctx.settings.set("list_look", self.table.choice.kept)
        self.head.say(self.table.choice.sorts)

    def sort_by(self, column: str, also: bool = False) -> None:
        """Sort by a column, by it as well, or the other way round."""
        from xhsplanner.ui.table.keys import Sort

        sorts = list(self.table.choice.sorts)
        known = next((sort for sort in sorts if sort.column == column), None)
        turned = Sort(column, known is not None and not known.down)
        if not also:
            sorts = [turned if known is not None and sorts[0] == known else Sort(column)]
        elif known is not None:
            sorts[sorts.index(known)] = turned
        else:
            sorts.append(turned)
        self.choose(sorts=tuple(sorts))

    def _arranged(self) -> None:
        self._measure()
        line = self.table.lines.of(self.here)
        last = max(0, self.table.lines.count - 1)
        self.line = line if line is not None else min(self.line, last)
        self.viewport().update()
        self.pointed.emit()

    def _follow(self, ids: object) -> None:
        self.chosen = set(self.ctx.selection)
        self.viewport().update()

    def _selected(self, note_id: object) -> None:
        """Another room or the search box shows a note: the keyboard goes to it where it is here."""
        if isinstance(note_id, int) and note_id != self.here:
            line = self.table.lines.of(note_id)
            if line is not None:
                self.here, self.line = note_id, line
                self.reveal(line)

    # --- where things are --------------------------------------------------------------------------

    @property
    def here_spot(self) -> Spot | None:
        """What is on the line of the keyboard."""
        return self.table.lines.at(self.line) if 0 <= self.line < self.table.lines.count else None

    def note_on(self, line: int) -> int | None:
        """The note of a line, None on the head of a group."""
        if not 0 <= line < self.table.lines.count:
            return None
        spot = self.table.lines.at(line)
        return None if spot.head else self.table.order.ids[spot.place]

    def line_at(self, y: int) -> int:
        """The line at a height of the viewport, -1 below all."""
        line = (y + self.verticalScrollBar().value()) // ROW_H
        return line if line < self.table.lines.count else -1

    def rect_of(self, line: int, column: str = "") -> QRect:
        """Where a line is, or one cell of it, in viewport pixels."""
        top = line * ROW_H - self.verticalScrollBar().value()
        if not column:
            return QRect(0, top, self.viewport().width(), ROW_H)
        left = self.head.left(column) - self.horizontalScrollBar().value()
        return QRect(left, top, self.head.wide(column), ROW_H)

    def visible(self) -> range:
        """The lines that show."""
        top = self.verticalScrollBar().value()
        last = (top + self.viewport().height() - 1) // ROW_H
        return range(top // ROW_H, min(last + 1, self.table.lines.count))

    def reveal(self, line: int, column: str = "") -> None:
        """Scroll as little as needed for a line, and a column, to show."""
        bar, top = self.verticalScrollBar(), line * ROW_H
        if top < bar.value():
            bar.setValue(top)
        elif top + ROW_H > bar.value() + self.viewport().height():
            bar.setValue(top + ROW_H - self.viewport().height())
        if column:
            across, left = self.horizontalScrollBar(), self.head.left(column)
            if left < across.value():
                across.setValue(left)
            elif left + self.head.wide(column) > across.value() + self.viewport().width():
                across.setValue(left + self.head.wide(column) - self.viewport().width())

    def _measure(self) -> None:
        down, across, view = self.verticalScrollBar(), self.horizontalScrollBar(), self.viewport().size()
        down.setRange(0, max(0, self.table.lines.count * ROW_H - view.height()))
        down.setPageStep(view.height())
        down.setSingleStep(ROW_H)
        across.setRange(0, max(0, self.head.length() - view.width()))
        across.setPageStep(view.width())
        across.setSingleStep(48)
        self.head.setOffset(across.value())
        columns = self.head.columns()
        self.table.need(columns)
        if self.column not in columns:
            self.column = "title" if "title" in columns else columns[0]
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.setGeometry(1, 1, self.viewport().width(), HEAD_H - 1)
        self._measure()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.head.setOffset(self.horizontalScrollBar().value())
        self.viewport().update()

    # --- painting ----------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        ink, width = self.ink, self.viewport().width()
        shown = self.visible()
        rows = self.table.rows(self.table.lines.ids(shown.start, shown.stop - 1)) if shown else {}
        across = self.horizontalScrollBar().value()
        cells = [
            (name, left - across, self.head.wide(name))
            for name in self.head.columns()
            if (left := self.head.left(name)) - across < width and left + self.head.wide(name) > across
        ]
        ground, rule = ink.color("accent_soft"), ink.color("border")
        for number in shown:
            rect = self.rect_of(number)
            spot = self.table.lines.at(number)
            if spot.head:
                self._paint_head(painter, ink, rect, spot.group)
                continue
            note_id = self.table.order.ids[spot.place]
            if note_id in self.chosen:
                painter.fillRect(rect, ground)
            elif number == self.hover:
                painter.fillRect(rect, ink.color("surface2"))
            painter.fillRect(QRect(0, rect.bottom(), width, 1), rule)
            line = rows.get(note_id)
            if line is not None:
                self._paint_row(painter, ink, rect, line, cells)
        self._paint_focus(painter, ink)
        painter.end()
        self.marks.show(rows.values())

    def _paint_row(
        self, painter: QPainter, ink: Ink, rect: QRect, line: Line, cells: list[tuple[str, int, int]]
    ) -> None:
        for name, left, wide in cells:
            box = QRect(left, rect.y(), wide, rect.height())
            if name == "title":
                box = self.marks.paint(painter, ink, box, line.note.id)
            self._painter.cell(painter, ink, box, line, name)

    def group_words(self, group: int) -> tuple[str, str]:
        """What the head of a group says: its name, and how many notes."""
        order, meanings = self.table.order, self.table.meanings
        meaning = meanings[group] if group < len(meanings) else None
        return self.words.group(order.by, meaning), t("list.notes", n=order.groups[group].size)

    def _paint_head(self, painter: QPainter, ink: Ink, rect: QRect, group: int) -> None:
        name, count = self.group_words(group)
        folded = self.table.order.groups[group].key in self.table.folded
        self._painter.head(painter, ink, rect, name, count, folded)

    def _paint_focus(self, painter: QPainter, ink: Ink) -> None:
        spot = self.here_spot
        if not self.hasFocus() or spot is None:
            return
        rect = self.rect_of(self.line, "" if spot.head else self.column)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink.color("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -2), 4, 4)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._tip(event.pos())
            QToolTip.showText(event.globalPos(), plain_tip(words), self) if words else QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def _tip(self, at: QPoint) -> str:
        """The whole text of a cell that is cut off; over a title what collides as well."""
        note_id, column = self.note_on(self.line_at(at.y())), self.head.column_at(at.x())
        line = self.table.row(note_id) if note_id is not None and column else None
        if line is None:
            return ""
        text = self.words.text(line, column)
        room = self.head.wide(column) - (16 if column not in ("status", "account", "owner") else 42)
        warned = self.words.told.get(line.note.id, ()) if column == "title" else ()
        cut = warned or self.ink.width(text, 13 if column == "title" else 12) > room
        return "\n".join((text, *warned)) if cut else ""
