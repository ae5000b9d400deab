"""The file as it is, above each column what it is read as: drop a role on it, click its head, fix a cell."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QMimeData, QPoint, QRect, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QAction,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QMenu, QTableView, QWidget

from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import Column, Problem, Table
from xhsplanner.ui.context import Context
from xhsplanner.ui.importing.draft import roles
from xhsplanner.ui.importing.lines import CellPainter, one_line
from xhsplanner.ui.importing.source_model import SourceModel, role_words
from xhsplanner.ui.widgets.controls import TextButton, menu_text

ROLE = "application/x-xhsplanner-role"
HEAD_H = 56
WIDEST = 260
NARROWEST = 76


def dragged_role(data: QMimeData) -> str | None:
    """The role that is dragged, or None."""
    return bytes(data.data(ROLE).data()).decode() if data.hasFormat(ROLE) else None


class RoleChip(TextButton):
    """A role that can be dragged on a column; a click gives it to the column of the current cell."""

    def __init__(self, ctx: Context, role: str) -> None:
        words = role_words(role) or t("importing.unread")
        super().__init__(ctx.theme, words, look="chip")
        self.role = role
        self._pressed: QPoint | None = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleDescription(t("importing.role_hint"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start = self._pressed
        far = start is not None and (event.position().toPoint() - start).manhattanLength()
        if not far or far < QApplication.startDragDistance():
            return
        self._pressed = None
        self.setDown(False)
        data = QMimeData()
        data.setData(ROLE, self.role.encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.CopyAction)


class RoleTarget:
    """A part of the table that takes a role which is dropped on one of its columns."""

    role_given: SignalInstance

    def column_at(self, x: int) -> int:
        """The column shown at a place, -1 for none."""
        raise NotImplementedError

    def mark(self, section: int) -> None:
        """Show that a drop would go to this column; -1 for none."""
        raise NotImplementedError

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Roles are welcome, whatever else is dragged is not."""
        if dragged_role(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The column under the pointer lights up."""
        section = self.column_at(int(event.position().x()))
        self.mark(section)
        if section >= 0:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing lights up any more."""
        self.mark(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        """The column gets the role."""
        role, section = dragged_role(event.mimeData()), self.column_at(int(event.position().x()))
        self.mark(-1)
        if role is not None and section >= 0:
            event.acceptProposedAction()
            self.role_given.emit(section, role)


class RoleHeader(RoleTarget, QHeaderView):
    """Two lines a column: what it is read as, and the file's own header. `asked(section)`: somebody clicked it."""

    asked = Signal(int)
    role_given = Signal(int, str)

    def __init__(self, ctx: Context, model: SourceModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._model = ctx.theme, model
        self.target = -1
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(NARROWEST)
        self.setMaximumSectionSize(WIDEST)
        self.sectionClicked.connect(self.asked)
        self.setAccessibleName(t("importing.columns"))
        self.setAcceptDrops(True)

    def column_at(self, x: int) -> int:
        return self.logicalIndexAt(x)

    def mark(self, section: int) -> None:
        if section != self.target:
            self.target = section
            self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEAD_H)

    def sectionSizeFromContents(self, section: int) -> QSize:
        column = self._model.column(section)
        if column is None:
            return super().sectionSizeFromContents(section)
        metrics = self.fontMetrics()
        texts = (role_words(column.role) or t("importing.unread"), one_line(column.name))
        return QSize(max(metrics.horizontalAdvance(text) for text in texts) + 44, HEAD_H)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        column = self._model.column(section)
        if column is None:
            super().paintSection(painter, rect, section)
            return
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, theme.color("accent_soft" if section == self.target else "surface2"))
        self._chip(painter, QRectF(rect.x() + 6, rect.y() + 6, rect.width() - 12, 22), column)
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text2"))
        below = rect.adjusted(8, 30, -6, -4)
        text = painter.fontMetrics().elidedText(one_line(column.name), Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.setPen(theme.color("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.restore()

    def _chip(self, painter: QPainter, box: QRectF, column: Column) -> None:
        """Filled where the header says so, dashed where it is a guess, grey where the column is not read."""
        theme = self._theme
        read = bool(column.role)
        sure = column.sure >= 1
        pen = QPen(theme.color("accent" if read else "border2"), 1)
        if not sure or not read:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.color("accent_soft") if read and sure else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setFont(theme.font(12, bold=read))
        painter.setPen(theme.color("accent_hover" if read else "text3"))
        words = role_words(column.role) or t("importing.unread")
        if read and not sure:
            words = f"{words}？"
        inner = box.adjusted(8, 0, -8, 0)
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class SourceView(RoleTarget, QTableView):
    """The table of the file. `role_given(section, role)`; cells are edited in place (the model tells)."""

    role_given = Signal(int, str)

    def __init__(self, ctx: Context, model: SourceModel) -> None:
        super().__init__()
        self._source = model
        self.setModel(model)
        self.setAccessibleName(t("importing.source"))
        self.head = RoleHeader(ctx, model, self)
        self.setHorizontalHeader(self.head)
        self.head.asked.connect(self.ask_role)
        self.head.role_given.connect(self.role_given)
        self.verticalHeader().setDefaultSectionSize(30)
        self.setItemDelegate(CellPainter(ctx.theme))
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table: arrows move in it
        self.setAcceptDrops(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda _at: self.ask_role(self.currentIndex().column()))

    def show_table(self, table: Table | None, problems: Sequence[Problem]) -> None:
        """Show a table; where it is the one that shows, only read again, the place in it is kept."""
        same = _place(self._source.table) == _place(table)
        index, down, right = (
            self.currentIndex(),
            self.verticalScrollBar().value(),
            self.horizontalScrollBar().value(),
        )
        row, column = index.row(), index.column()
        self._source.show_table(table, problems)
        if not same:
            self.fit()
            return
        self.setCurrentIndex(self._source.index(row, column))
        self.verticalScrollBar().setValue(down)
        self.horizontalScrollBar().setValue(right)

    def fit(self) -> None:
        """Give the columns room for their heads and for what stands in the first rows."""
        metrics = self.fontMetrics()
        for section in range(self._source.columnCount()):
            texts = (str(self._source.index(row, section).data()) for row in range(self._source.sample()))
            widest = max((metrics.horizontalAdvance(text) + 24 for text in texts), default=0)
            wanted = max(widest, self.head.sectionSizeFromContents(section).width())
            self.setColumnWidth(section, min(max(wanted, NARROWEST), WIDEST))

    def role_menu(self, section: int) -> QMenu | None:
        """What the column could be."""
        column = self._source.column(section)
        if column is None or self._source.table is None or self._source.table.kind != "list":
            return None
        menu = QMenu(self)
        for role in ("", *roles()):
            action = QAction(menu_text(role_words(role) or t("importing.unread")), menu)
            action.setCheckable(True)
            action.setChecked(role == column.role)
            action.triggered.connect(partial(self._give, section, role))
            menu.addAction(action)
        return menu

    def ask_role(self, section: int) -> None:
        """Open the menu of roles under the head of a column."""
        menu = self.role_menu(section)
        if menu is not None:
            place = QPoint(self.head.sectionViewportPosition(section), HEAD_H)
            menu.popup(self.head.viewport().mapToGlobal(place))

    def _give(self, section: int, role: str, _checked: bool = False) -> None:
        self.role_given.emit(section, role)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.ask_role(self.currentIndex().column())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    # --- a role is dropped ------------------------------------------------------------------------

    def column_at(self, x: int) -> int:
        return self.columnAt(x)

    def mark(self, section: int) -> None:
        self.head.mark(section)


def _place(table: Table | None) -> tuple[str, int, int] | None:
    """What tells a table from others of its file."""
    return (table.sheet, table.number, len(table.columns)) if table is not None else None
