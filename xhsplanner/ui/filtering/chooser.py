"""The list behind a condition: any of its values may be ticked, found by a few letters or by pinyin."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from xhsplanner.core import finding
from xhsplanner.core.finding import Findable
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.filtering import conditions
from xhsplanner.ui.filtering.conditions import Offer
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.cards import paint_ring
from xhsplanner.ui.widgets.controls import label
from xhsplanner.ui.widgets.two_lines import ENTRY, Entry, TwoLines

WIDTH, LINE, MOST_LINES = 260, 34, 9
SEARCHED_FROM = 7
"""So many values and more can be searched."""
Index = QModelIndex | QPersistentModelIndex


class Ticks(QAbstractListModel):
    """The offers that fit what is typed; those in `ticked` wear a tick."""

    def __init__(self, theme: Theme, found: list[Offer], ticked: set[Any]) -> None:
        super().__init__()
        self._theme, self._all, self.ticked = theme, found, ticked
        self._findable = [Findable.of(one.words, one.also) for one in found]
        self.shown = found

    def look_for(self, typed: str) -> None:
        """Show what fits; all where nothing is typed."""
        self.beginResetModel()
        places = finding.best(typed, self._findable, len(self._all)) if typed.strip() else range(len(self._all))
        self.shown = [self._all[place] for place in places]
        self.endResetModel()

    def toggle(self, row: int) -> None:
        """Set or take away a tick."""
        self.ticked.symmetric_difference_update({self.shown[row].value})
        self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        offer = self.shown[index.row()]
        on = offer.value in self.ticked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return t("filter.ticked", name=offer.words) if on else offer.words
        if role == ENTRY:
            color = self._theme.series(offer.palette).solid if offer.palette is not None else None
            icon = f"ring:{offer.ring}" if offer.ring else ""
            return Entry(offer.value, offer.words, "", offer.avatar, color, icon, "✓" if on else "")
        return None


class Marks(TwoLines):
    """One line each, with rings of statuses too."""

    def paint_mark(self, painter: QPainter, box: QRectF, entry: Entry) -> None:
        if not entry.icon.startswith("ring:"):
            super().paint_mark(painter, box, entry)
            return
        state, theme = entry.icon.removeprefix("ring:"), self._theme
        paint_ring(painter, box.adjusted(3, 3, -3, -3), state, theme.status(state), theme.color("surface"))


class Popup(QFrame):
    """A small frame over the room, gone with Esc or a click beside it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setProperty("look", "popup")
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(8, 8, 8, 8)
        self.column.setSpacing(6)

    def show_below(self, anchor: QWidget) -> None:
        """Open under a widget, inside the window."""
        self.adjustSize()
        corner, window = anchor.mapToGlobal(QPoint(0, anchor.height() + 4)), anchor.window()
        right = window.mapToGlobal(QPoint(window.width() - 8, 0)).x()
        self.move(max(window.mapToGlobal(QPoint(8, 0)).x(), min(corner.x(), right - self.width())), corner.y())
        self.show()


class Chooser(Popup):
    """Ticks for one condition; each tick filters at once."""

    def __init__(self, ctx: Context, name: str, parent: QWidget) -> None:
        super().__init__(t(f"filter.{name}"), parent)
        self.ctx, self.name = ctx, name
        chosen = set(getattr(ctx.filter, name))
        found = conditions.offers(ctx.store, name, ctx.filter)
        found.sort(key=lambda one: one.value not in chosen)  # what is ticked stands first when it opens
        self.field = QLineEdit()
        self.field.setPlaceholderText(t("filter.find", what=t(f"filter.{name}")))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.setVisible(len(found) >= SEARCHED_FROM)
        self.model = Ticks(ctx.theme, found, chosen)
        self.list = QListView()
        self.list.setProperty("look", "palette")
        self.list.setModel(self.model)
        self.list.setItemDelegate(Marks(ctx.theme, self.list, "sunken", LINE))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(t(f"filter.{name}"))
        self.list.setFixedHeight(LINE * min(MOST_LINES, max(1, len(found))) + 10)
        self.setFixedWidth(WIDTH)
        self.nothing = label(t("filter.nothing"), "faint")
        self.nothing.setVisible(not found)
        for widget in (self.field, self.list, self.nothing):
            self.column.addWidget(widget)
        self.field.textChanged.connect(self._typed)
        self.list.clicked.connect(lambda index: self.toggle(index.row()))
        self.list.setCurrentIndex(self.model.index(0))
        self.setFocusProxy(self.list if self.field.isHidden() else self.field)

    def _typed(self, text: str) -> None:
        self.model.look_for(text)
        self.nothing.setVisible(not self.model.shown)
        self.list.setCurrentIndex(self.model.index(0))

    def toggle(self, row: int) -> None:
        """Set or take away the tick of a line, and filter."""
        if 0 <= row < len(self.model.shown):
            self.model.toggle(row)
            wanted = conditions.changed(self.ctx.filter, self.name, frozenset(self.model.ticked))
            self.ctx.set_filter(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.list.currentIndex().row()
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key is Qt.Key.Key_Down else -1
            self.list.setCurrentIndex(self.model.index(max(0, min(row + step, len(self.model.shown) - 1))))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (key is Qt.Key.Key_Space and self.list.hasFocus()):
            self.toggle(row)
        else:
            super().keyPressEvent(event)


class TextAsk(Popup):
    """A field for the text that notes must hold."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(t("filter.text"), parent)
        self.ctx = ctx
        self.field = QLineEdit(ctx.filter.text)
        self.field.setMaxLength(200)
        self.field.setPlaceholderText(t("filter.text_hint"))
        self.field.setAccessibleName(t("filter.text"))
        self.field.setFixedWidth(WIDTH)
        self.field.returnPressed.connect(self._take)
        self.column.addWidget(self.field)
        self.setFocusProxy(self.field)

    def _take(self) -> None:
        wanted = conditions.changed(self.ctx.filter, conditions.TEXT, self.field.text().strip())
        self.close()
        self.ctx.set_filter(wanted)


def open_condition(ctx: Context, name: str, anchor: QWidget) -> Popup:
    """Open what a condition chooses from, under a widget."""
    made: Callable[[], Popup] = lambda: Chooser(ctx, name, anchor)  # noqa: E731
    popup = TextAsk(ctx, anchor) if name == conditions.TEXT else made()
    popup.show_below(anchor)
    popup.setFocus(Qt.FocusReason.PopupFocusReason)
    return popup
