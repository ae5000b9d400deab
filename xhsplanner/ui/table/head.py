"""The heads of the columns: clicked to sort, dragged elsewhere, drawn wider. Which there are is chosen here."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItemModel
from PySide6.QtWidgets import QApplication, QHeaderView, QMenu, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.table.columns import COLUMNS, LEAST_W, MOST_W, SHOWN, shown_columns, widths
from xhsplanner.ui.table.keys import Sort
from xhsplanner.ui.widgets.controls import menu_text

HEAD_H = 36
NAMES = tuple(COLUMNS)
AT = {name: place for place, name in enumerate(NAMES)}


class Head(QHeaderView):
    """Keeps order, width and choice of the columns in the settings."""

    sort_asked = Signal(str, bool)
    """A column, and whether it comes after those sorted by already (Shift)."""
    moved = Signal()
    """Columns have another place or width, or others are shown."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.ctx = ctx
        self._own = False
        self._titles = QStandardItemModel(0, len(NAMES), self)
        self.setModel(self._titles)
        self.setAccessibleName(t("list.heads"))
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(LEAST_W)
        self.setMaximumSectionSize(MOST_W)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.customContextMenuRequested.connect(lambda at: self.menu().popup(self.mapToGlobal(at)))
        self.sectionClicked.connect(self._clicked)
        self.sectionMoved.connect(self._changed)
        self.sectionResized.connect(self._changed)
        self.restore()

    # --- which, where, how wide --------------------------------------------------------------------

    def restore(self) -> None:
        """Show the columns as the settings say."""
        self._own = True
        wide, shown = widths(self.ctx.settings.get("list_widths")), self.wanted()
        order = [*shown, *(name for name in NAMES if name not in shown)]
        for place, name in enumerate(order):
            self.moveSection(self.visualIndex(AT[name]), place)
            self.setSectionHidden(AT[name], name not in shown)
            if name in shown:
                self.resizeSection(AT[name], wide[name])
        self._own = False
        self.moved.emit()

    def follow(self) -> None:
        """Look into the settings again, where something else than this wrote them."""
        if not self._own:
            self.restore()

    def wanted(self) -> tuple[str, ...]:
        """The columns the settings name."""
        return shown_columns(self.ctx.settings.get("list_columns"))

    def columns(self) -> list[str]:
        """The columns that are shown, from the left."""
        order = (NAMES[self.logicalIndex(place)] for place in range(len(NAMES)))
        return [name for name in order if not self.isSectionHidden(AT[name])]

    def left(self, column: str) -> int:
        """Where a column begins, without what is scrolled."""
        return self.sectionPosition(AT[column])

    def wide(self, column: str) -> int:
        """How wide a column is."""
        return self.sectionSize(AT[column])

    def show_columns(self, names: tuple[str, ...]) -> None:
        """Show these columns in this order; at least one stays."""
        if names:
            self._keep("list_columns", list(names))
            self.restore()

    def toggle(self, name: str, on: bool) -> None:
        """Show a column at its usual place, or hide it."""
        shown = self.columns()
        if on and name not in shown:
            before = [one for one in shown if AT[one] < AT[name]]
            place = shown.index(before[-1]) + 1 if before else 0
            shown.insert(place, name)
        elif not on and name in shown and len(shown) > 1:
            shown.remove(name)
        self.show_columns(tuple(shown))

    def shift(self, name: str, by: int) -> None:
        """Move a column to the left (-1) or right (+1)."""
        shown = self.columns()
        at = shown.index(name)
        to = min(max(0, at + by), len(shown) - 1)
        shown.insert(to, shown.pop(at))
        self.show_columns(tuple(shown))

    def widen(self, name: str, by: int) -> None:
        """Make a column wider, or narrower."""
        self.resizeSection(AT[name], min(max(LEAST_W, self.wide(name) + by), MOST_W))

    def reset(self) -> None:
        """The columns of a new list."""
        self._keep("list_widths", {})
        self.show_columns(SHOWN)

    def _changed(self, *_: object) -> None:
        if self._own:
            return
        self._keep("list_columns", self.columns())
        kept = self.ctx.settings.get("list_widths")
        self._keep("list_widths", {**kept, **{name: self.wide(name) for name in self.columns()}})
        self.moved.emit()

    def _keep(self, name: str, value: object) -> None:
        self._own = True
        self.ctx.settings.set(name, value)
        self._own = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The heads, and the same ground right of them."""
        painter = QPainter(self.viewport())
        rect = self.viewport().rect()
        painter.fillRect(rect, self.ctx.theme.color("surface2"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, self.ctx.theme.color("border"))
        painter.end()
        super().paintEvent(event)

    # --- sorting -----------------------------------------------------------------------------------

    def say(self, sorts: tuple[Sort, ...]) -> None:
        """Show an arrow at the columns that rows are sorted by, numbered where they are several."""
        at = {sort.column: place for place, sort in enumerate(sorts)}
        for name in NAMES:
            words = t(f"list.column.{name}")
            if name in at:
                words += " ↓" if sorts[at[name]].down else " ↑"
                words += str(at[name] + 1) if len(sorts) > 1 else ""
            self._titles.setHeaderData(AT[name], Qt.Orientation.Horizontal, words)

    def _clicked(self, place: int) -> None:
        held = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self.sort_asked.emit(NAMES[place], bool(held))

    def menu(self) -> QMenu:
        """The columns, those that are shown ticked."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self.columns()
        for name in NAMES:
            action = menu.addAction(menu_text(t(f"list.column.{name}")))
            action.setCheckable(True)
            action.setChecked(name in shown)
            action.setEnabled(shown != [name])
            action.toggled.connect(lambda on, name=name: self.toggle(name, on))
        menu.addSeparator()
        menu.addAction(t("list.reset_columns")).triggered.connect(lambda _checked=False: self.reset())
        return menu

    def column_at(self, x: int) -> str:
        """The column at a place of the viewport, "" beside them."""
        place = self.logicalIndexAt(QPoint(x, 1))
        return NAMES[place] if place >= 0 else ""
