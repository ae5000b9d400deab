"""Small controls of the look, all with accessible names and plain text. Boards are painted elsewhere."""

import html

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QColorDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from xhsplanner.ui.theme import Theme


def plain_tip(text: str) -> str:
    """User text as a tooltip that is never read as HTML."""
    return f"<span>{html.escape(text)}</span>".replace("\n", "<br>") if text else ""


def menu_text(text: str) -> str:
    """User text for a menu or button, where `&` would mark a letter."""
    return text.replace("&", "&&")


def native_key(keys: str) -> str:
    """A shortcut as this system writes it: Ctrl+F, or ⌘F on a Mac."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def label(text: str = "", look: str = "", wrap: bool = False) -> QLabel:
    """A plain-text label; `look` names a rule of app.qss (title, heading, strong, soft, faint, error)."""
    widget = QLabel()
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setText(text)
    widget.setWordWrap(wrap)
    if look:
        widget.setProperty("look", look)
    return widget


class ElidedLabel(QLabel):
    """A label of one line that ends in … where it does not fit; the whole text is its tooltip."""

    def __init__(self, text: str = "", look: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        if look:
            self.setProperty("look", look)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        """Show a text; newlines become spaces."""
        super().setText(" ".join(text.split()))
        self.setToolTip(plain_tip(self.text()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


def icon_label(theme: Theme, name: str, color: str = "text3", size: int = 16) -> "IconLabel":
    """A tinted icon that is no control."""
    return IconLabel(theme, name, color, size)


class IconLabel(QWidget):
    """A tinted icon, repainted when the theme changes."""

    def __init__(self, theme: Theme, name: str, color: str, size: int) -> None:
        super().__init__()
        self._theme, self._name, self._color, self._size = theme, name, color, size
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def set_icon(self, name: str, color: str) -> None:
        """Show another icon."""
        self._name, self._color = name, color
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        pixmap = self._theme.pixmap(self._name, self._color, self._size, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(0, 0), pixmap)


class IconButton(QToolButton):
    """A square button with an icon only; `words` is its accessible name and tooltip."""

    def __init__(
        self, theme: Theme, icon: str, words: str, color: str = "text2", size: int = 18, look: str = "bare"
    ) -> None:
        super().__init__()
        self._theme, self._icon, self._color, self._size = theme, icon, color, size
        self.setProperty("look", look)
        self.setIconSize(QSize(size, size))
        self.setFixedSize(34, 34)
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self._tint)
        self._tint()

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self._tint()

    def set_color(self, color: str) -> None:
        """Show the icon in another colour of the theme."""
        if color != self._color:
            self._color = color
            self._tint()

    def _tint(self) -> None:
        self.setIcon(self._theme.icon(self._icon, self._color, self._size))


class TextButton(QPushButton):
    """A button with words and perhaps an icon; `look` is "", primary, link or chip."""

    def __init__(self, theme: Theme, text: str, icon: str = "", look: str = "") -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self.setText(menu_text(text))
        self._color = "on_accent" if look == "primary" else "text2"
        if look:
            self.setProperty("look", look)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)  # else Enter in a field of a dialog would press the first button
        self.setIconSize(QSize(16, 16))
        theme.changed.connect(self._tint)
        self._tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus: on 取消 it must not reach the default button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def setText(self, text: str) -> None:
        """Show other words; with an icon they keep their distance from it."""
        super().setText(f" {text.strip()}" if self._icon and text.strip() else text)

    def set_icon(self, icon: str) -> None:
        """Show another icon, or none."""
        self._icon = icon
        self._tint()

    def _tint(self) -> None:
        if self._icon:
            self.setIcon(self._theme.icon(self._icon, self._color, 16))


def draw_avatar(painter: QPainter, theme: Theme, rect: QRectF, text: str, color: str) -> None:
    """A filled circle with one white character. `color` is #RRGGBB; empty is a neutral one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color) if color else theme.series(None).solid)
    painter.drawEllipse(rect)
    painter.setPen(QColor("#FFFFFF"))
    painter.setFont(theme.font(max(11, round(rect.height() * 0.46)), bold=True))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text[:1])


def draw_focus(painter: QPainter, theme: Theme, rect: QRectF, radius: float) -> None:
    """The ring that shows where the keyboard is, inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("focus"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)


def draw_logo(painter: QPainter, rect: QRectF) -> None:
    """The mark of the program: a coral tile with a week of notes on it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = rect.width()
    fill = QLinearGradient(rect.topLeft(), rect.bottomRight())
    fill.setColorAt(0, QColor("#FF7A8C"))
    fill.setColorAt(1, QColor("#CF2340"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, side * 0.26, side * 0.26)
    cell, gap = side * 0.16, side * 0.055
    left = rect.x() + (side - 3 * cell - 2 * gap) / 2
    top = rect.y() + (side - 3 * cell - 2 * gap) / 2
    strength = (0.55, 1.0, 0.55, 1.0, 1.0, 0.55, 0.55, 1.0, 1.0)
    for index, alpha in enumerate(strength):
        white = QColor(255, 255, 255, round(255 * alpha))
        painter.setBrush(white)
        spot = QRectF(left + (index % 3) * (cell + gap), top + (index // 3) * (cell + gap), cell, cell)
        painter.drawRoundedRect(spot, cell * 0.32, cell * 0.32)


class Logo(QWidget):
    """The mark, as a picture."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.setFixedSize(side, side)
        self.setAccessibleName("xhsplanner")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_logo(painter, QRectF(self.rect()))


class Swatch(QAbstractButton):
    """One colour to choose; checkable, with a ring where chosen."""

    def __init__(self, theme: Theme, value: str, color: QColor, words: str) -> None:
        super().__init__()
        self.value = value
        self._theme, self._fill = theme, color
        self.setCheckable(True)
        self.setFixedSize(28, 28)
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))

    def become(self, value: str) -> None:
        """Stand for another colour."""
        self.value, self._fill = value, QColor(value)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._fill)
        painter.drawEllipse(QRectF(self.rect()).adjusted(5, 5, -5, -5))
        if self.isChecked() or self.hasFocus():
            token = "focus" if self.hasFocus() else "text"
            painter.setPen(QPen(self._theme.color(token), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(self.rect()).adjusted(2, 2, -2, -2))


class Swatches(QWidget):
    """A row of colours; `picked(value)` when the user chooses one.

    With `other` (the words of its button) any colour may be chosen too, which then stands at the end of the row.
    """

    picked = Signal(str)

    def __init__(self, theme: Theme, choices: list[tuple[str, QColor, str]], other: str = "") -> None:
        """`choices` are (value, colour, words)."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._buttons = [Swatch(theme, *choice) for choice in choices]
        for button in self._buttons:
            button.clicked.connect(self._pick)
            row.addWidget(button)
        self._own = Swatch(theme, "", QColor(), other)
        self._own.clicked.connect(self._pick)
        self._own.hide()
        row.addWidget(self._own)
        if other:
            self.other = IconButton(theme, "palette", other, size=16)
            self.other.clicked.connect(self._choose)
            row.addWidget(self.other)
        row.addStretch(1)

    def show_value(self, value: str) -> None:
        """Mark the chosen colour without telling."""
        known = any(button.value.lower() == value.lower() for button in self._buttons)
        if value and not known:
            self._own.become(value)
        self._own.setVisible(bool(value) and not known)
        self._own.setChecked(not known)
        for button in self._buttons:
            button.setChecked(button.value.lower() == value.lower())

    def _choose(self) -> None:
        start = next((b.value for b in (*self._buttons, self._own) if b.isChecked()), "")
        color = QColorDialog.getColor(QColor(start), self)
        if color.isValid():
            self.show_value(color.name().upper())
            self.picked.emit(color.name().upper())

    def _pick(self) -> None:
        button = self.sender()
        if isinstance(button, Swatch):
            self.show_value(button.value)
            self.picked.emit(button.value)


class ClickFrame(QFrame):
    """A frame that acts as one button, with mouse and keyboard."""

    clicked = Signal()

    def __init__(self, theme: Theme, words: str, look: str = "card") -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted again as the mouse comes and goes
        self._theme = theme
        self._radius = theme.radius("card")
        self.setProperty("look", look)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        if self.hasFocus():
            draw_focus(painter, self._theme, QRectF(self.rect()), self._radius)
        elif self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color("accent"), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), self._radius, self._radius)


def line() -> QFrame:
    """A hairline."""
    frame = QFrame()
    frame.setProperty("look", "line")
    frame.setFixedHeight(1)
    return frame


def upright() -> QFrame:
    """A hairline between things side by side."""
    frame = QFrame()
    frame.setProperty("look", "upright")
    frame.setFixedWidth(1)
    return frame
