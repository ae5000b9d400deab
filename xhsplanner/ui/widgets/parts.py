"""Small parts of the note panel: flowing rows, chips, little buttons, lines, notices."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
)

from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.cards import paint_avatar, paint_ring
from xhsplanner.ui.widgets.controls import plain_tip

CHIP_HEIGHT = 26


class Flow(QLayout):
    """Lays its widgets in rows, as many in a row as fit. `gap` is the distance in px both ways."""

    def __init__(self, gap: int = 6) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        heights = [item.minimumSize().height() for item in self._items if not item.isEmpty()]
        return QSize(60, max(heights, default=0))

    def _arrange(self, rect: QRect, move: bool) -> int:
        x, y, row = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            wanted = item.sizeHint()
            stretch = bool(item.expandingDirections() & Qt.Orientation.Horizontal)
            width = min(item.minimumSize().width() if stretch else wanted.width(), rect.width())
            if x > rect.x() and x + width > rect.right() + 1:
                x, y, row = rect.x(), y + row + self._gap, 0
            if stretch:
                width = rect.right() + 1 - x
            if move:
                item.setGeometry(QRect(x, y, width, wanted.height()))
            x += width + self._gap
            row = max(row, wanted.height())
        return y + row - rect.y()

    def move(self, old: int, new: int) -> None:
        """Put the item at place `old` at place `new`."""
        self._items.insert(new, self._items.pop(old))
        self.invalidate()

    def clear(self) -> None:
        """Take every widget out and delete it."""
        while (item := self.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


@dataclass(frozen=True, slots=True)
class Look:
    """How a chip looks. Drawn left: an icon `mark`, a status `ring` or an `avatar` (initial, colour).

    `ghost` is how an unset fact invites, `palette` tints with a series, `alarm` reddens the text.
    """

    text: str
    mark: str = ""
    ring: str = ""
    avatar: tuple[str, str] | None = None
    ghost: bool = False
    palette: str | None = None
    alarm: bool = False


class Chip(QAbstractButton):
    """A small rounded button with a mark and one line of plain text, cut with an ellipsis where it does not fit."""

    removed = Signal()
    """Delete or Backspace was pressed on a chip made with `removable`, or its × was clicked."""

    def __init__(self, theme: Theme, look: Look, name: str = "", *, removable: bool = False) -> None:
        """`name` is what a screen reader says before the text."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted again as the mouse comes and goes
        self._theme = theme
        self._name = name
        self._removable = removable
        self.look = look
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_look(look)
        if removable:
            self.clicked.connect(self.removed)

    def show_look(self, look: Look) -> None:
        """Change what the chip shows."""
        self.look = look
        words = f"{self._name} {look.text}".strip()
        self.setAccessibleName(words)
        # Who is the owner and who the designer: a chip itself has no room to say.
        self.setToolTip("" if self._removable else plain_tip(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if not self.look.text:
            return QSize(CHIP_HEIGHT + 4, CHIP_HEIGHT)
        font = self._theme.font(12, bold=self.look.palette is not None)
        width = QFontMetricsF(font).horizontalAdvance(self.look.text)
        return QSize(round(width) + 17 + self._mark_width(), CHIP_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(60, self.sizeHint().width()), CHIP_HEIGHT)

    def _mark_width(self) -> int:
        return 19 if self.look.mark or self.look.ring or self.look.avatar else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _colors(self) -> tuple[QColor, QColor, QColor]:
        theme, look = self._theme, self.look
        if look.palette is not None:
            series = theme.series(look.palette)
            return series.bg, series.bg, series.fg
        hover = self.underMouse() and self.isEnabled()
        edge = theme.color("border2" if hover or look.ghost else "border")
        ink = theme.color("danger" if look.alarm else "text3" if look.ghost else "text2")
        paper = QColor(Qt.GlobalColor.transparent) if look.ghost else theme.color("surface2")
        return paper, edge, ink

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper, edge, ink = self._colors()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        focused = self.hasFocus()
        pen = QPen(self._theme.color("focus") if focused else edge, 1.5 if focused else 1)
        if self.look.ghost and not focused:
            pen.setDashPattern([3, 2.5])
        painter.setPen(pen)
        painter.setBrush(paper)
        painter.drawRoundedRect(rect, 7, 7)
        self._paint_mark(painter, ink, paper)
        left = 8 + self._mark_width()
        inner = QRectF(left, 0, self.width() - left - 8, self.height())
        font = self._theme.font(12, bold=self.look.palette is not None)
        painter.setFont(font)
        painter.setPen(ink)
        text = QFontMetricsF(font).elidedText(self.look.text, Qt.TextElideMode.ElideRight, inner.width() + 1)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        if self._removable and (self.underMouse() or focused):
            self._paint_cross(painter, paper, ink)
        painter.end()

    def _paint_cross(self, painter: QPainter, paper: QColor, ink: QColor) -> None:
        box = QRectF(self.width() - 21, 3, 18, self.height() - 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paper)
        painter.drawRoundedRect(box, 5, 5)
        icon = self._theme.pixmap("x", ink.name(), 12, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 18, (self.height() - 12) // 2, icon)

    def _paint_mark(self, painter: QPainter, ink: QColor, paper: QColor) -> None:
        top = (self.height() - 14) / 2
        box = QRectF(8, top, 14, 14)
        if self.look.ring:
            paint_ring(
                painter, box, self.look.ring, self._theme.status(self.look.ring), self._theme.color("surface2")
            )
        elif self.look.avatar:
            initial, color = self.look.avatar
            bigger = box.adjusted(-1.5, -1.5, 1.5, 1.5)
            paint_avatar(painter, bigger, initial, QColor(color or "#64707F"), self._theme.font(10, bold=True))
        elif self.look.mark:
            pixmap = self._theme.pixmap(self.look.mark, ink.name(), 14, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(8, round(top)), pixmap)


class GlyphButton(QAbstractButton):
    """A quiet little button: one icon of 14 px; `words` is its tool tip and what a screen reader says."""

    def __init__(self, theme: Theme, icon: str, words: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted again as the mouse comes and goes
        self._theme, self._icon = theme, icon
        self.setToolTip(plain_tip(words))
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(24, 24)

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hover = self.isEnabled() and self.underMouse()
        if hover or self.hasFocus():
            painter.setPen(QPen(self._theme.color("focus"), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("sunken"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)
        ink = "text" if hover else "text3" if self.isEnabled() else "border2"
        painter.drawPixmap(5, 5, self._theme.pixmap(self._icon, ink, 14, self.devicePixelRatioF()))
        painter.end()


class Line(QLabel):
    """A line of plain text in a colour of the theme, `px` high."""

    def __init__(self, theme: Theme, token: str = "text2", px: int = 12, bold: bool = False) -> None:
        super().__init__()
        self._theme, self._token, self._px, self._bold = theme, token, px, bold
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.restyle()

    def restyle(self, token: str = "") -> None:
        """Take colours and font from the theme again, or another `token` from now on."""
        self._token = token or self._token
        weight = 700 if self._bold else 400
        color = self._theme.color(self._token).name()
        self.setStyleSheet(f"color: {color}; font-size: {self._px}px; font-weight: {weight};")


class Notice(QFrame):
    """A tinted box with an icon, a plain sentence and at most one button; hidden while it has no text."""

    def __init__(self, theme: Theme, icon: str, tone: str = "warn") -> None:
        super().__init__()
        self._theme, self._tone, self._icon = theme, tone, icon
        self._action: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 8, 10, 8)
        row.setSpacing(8)
        self.label = Line(theme, "text", 12)
        self.label.setWordWrap(True)
        self.button = QPushButton()
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self._run)
        row.addWidget(self.label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def say(self, text: str, button: str = "", action: Callable[[], None] | None = None) -> None:
        """Show `text`, with a button when `action` is given; an empty text hides the box."""
        self.label.setText(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._action = action
        self.setVisible(bool(text))

    def _run(self) -> None:
        action = self._action
        self.say("")
        if action is not None:
            action()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(f"{self._tone}_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        icon = self._theme.pixmap(self._icon, self._tone, 15, self.devicePixelRatioF())
        painter.drawPixmap(10, (self.height() - 15) // 2, icon)
        painter.end()
