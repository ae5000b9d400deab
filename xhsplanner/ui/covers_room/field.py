"""One variable of a template: what the note gives as a hint, what the designer typed instead, and the way back."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QTextCursor
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core.text import title_length
from xhsplanner.core.words import t
from xhsplanner.ui.panel.held import Write
from xhsplanner.ui.panel.text import PlainEditor
from xhsplanner.ui.panel.visit import Visit
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import label, menu_text
from xhsplanner.ui.widgets.parts import GlyphButton

WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)

LINES = {"text": (1, 3), "list": (1, 8), "emoji": (1, 1)}
"""Fewest and most lines of an editor by the variable's type."""


class Editor(PlainEditor):
    """A plain-text field as high as its text, or as the hint while it is empty."""

    _empty_words = ""  # before any instance has one: the base class asks for its height while it is made

    def __init__(self, theme: Theme, lines: tuple[int, int], name: str) -> None:
        super().__init__(theme, 13, False, lines, name)
        self._single = lines[1] == 1
        self.setPlaceholderText("")  # Qt leaves off the end of a long one: it is painted here

    def show_hint(self, text: str) -> None:
        """What stands here while nothing is typed."""
        if text != self._empty_words:
            self._empty_words = text
            self._fit()
            self.viewport().update()

    def hint(self) -> str:
        """What stands here while nothing is typed."""
        return self._empty_words

    def _content(self) -> float:
        if self.toPlainText() or not self._empty_words:
            return super()._content()
        room = QRect(0, 0, max(1, self.viewport().width()), 10_000)
        return float(self.fontMetrics().boundingRect(room, WRAP, self._empty_words).height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._empty_words and not self.composing and not self.toPlainText():
            painter = QPainter(self.viewport())
            painter.setFont(self.font())
            painter.setPen(self._theme.color("text3"))
            painter.drawText(self.viewport().rect(), WRAP, self._empty_words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._single and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)


class Box(QFrame):
    """The border around an editor; it shows where the focus is."""

    def __init__(self, theme: Theme, editor: Editor) -> None:
        super().__init__()
        self._theme, self._editor = theme, editor
        row = QVBoxLayout(self)
        row.setContentsMargins(9, 6, 9, 5)
        row.addWidget(editor)
        self.setFocusProxy(editor)
        editor.installEventFilter(self)
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self._editor.restyle()
        self.update()

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.ReadOnlyChange):
            self.update()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self._editor.hasFocus()
        locked = self._editor.isReadOnly()
        painter.setBrush(self._theme.color("surface2" if locked else "surface"))
        token = "focus" if focused else "border" if locked else "border2"
        painter.setPen(QPen(self._theme.color(token), 2 if focused else 1))
        edge = 1 if focused else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 8, 8)


class Head(QWidget):
    """Label, counter, and the two buttons of a field."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setFixedHeight(24)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 0, 0)
        row.setSpacing(2)
        self.label = label(name, "soft")
        self.count = label("", "faint")
        self.rework = GlyphButton(theme, "pencil-line", t("covers_room.rework", field=name))
        self.back = GlyphButton(theme, "undo-2", t("covers_room.back", field=name))
        row.addWidget(self.label)
        row.addStretch(1)
        row.addWidget(self.count)
        row.addWidget(self.rework)
        row.addWidget(self.back)


class TextField(QWidget):
    """A variable that is typed: text, one line per entry, or an emoji."""

    edited = Signal()
    """Typed something; not written yet."""
    escaped = Signal()
    overruled = Signal(str, str)
    """Label of the field and the text that was stored elsewhere meanwhile."""

    def __init__(self, theme: Theme, name: str, words: str, kind: str, most: int, write: Write) -> None:
        super().__init__()
        self.name, self.words, self._most = name, words, most
        self._given = ""
        self._locked = False
        self.head = Head(theme, words)
        self.editor = Editor(theme, LINES.get(kind, (1, 3)), words)
        self.visit = Visit(name, self.editor, write, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self.head)
        column.addWidget(Box(theme, self.editor))
        self.editor.edited.connect(self._on_edit)
        self.editor.escaped.connect(self.escaped)
        self.visit.overruled.connect(lambda text: self.overruled.emit(words, text))
        self.head.back.clicked.connect(self.clear)
        self.head.rework.clicked.connect(self.take_over)

    def value(self) -> str:
        """What is typed, written or not."""
        return self.editor.value()

    def show_words(self, note_id: int, own: Mapping[str, str], given: Mapping[str, str], locked: bool) -> None:
        """Show another note's words."""
        self.visit.show(note_id, own.get(self.name, ""))
        self._settle(given, locked)

    def refresh(self, own: Mapping[str, str], given: Mapping[str, str], locked: bool, own_step: bool) -> None:
        """The same note was changed; what is being typed stays."""
        self.visit.refresh(own.get(self.name, ""), own_step)
        self._settle(given, locked)

    def hint(self, given: Mapping[str, str]) -> None:
        """What the note gives now."""
        self._given = given.get(self.name, "")
        self.editor.show_hint(self._given or t("covers_room.nothing_given"))
        self.editor.setAccessibleDescription(t("covers_room.given", text=self._given) if self._given else "")
        self._buttons()

    def finish(self) -> None:
        """Write what is typed."""
        self.visit.finish()

    def clear(self) -> None:
        """Back to what the note gives."""
        self._replace("")

    def take_over(self) -> None:
        """Take what the note gives as the beginning of own words."""
        self._replace(self._given)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _replace(self, text: str) -> None:
        cursor = self.editor.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.visit.flush()
        if not self.editor.hasFocus():
            self.visit.finish()

    def _settle(self, given: Mapping[str, str], locked: bool) -> None:
        self._locked = locked
        self.editor.setReadOnly(locked)
        self.hint(given)

    def _on_edit(self) -> None:
        self._buttons()
        self.edited.emit()

    def _buttons(self) -> None:
        typed = bool(self.value())
        self.head.back.setVisible(typed and not self._locked)
        self.head.rework.setVisible(not typed and bool(self._given) and not self._locked)
        length = title_length(self.value() or self._given) if self._most else 0
        self.head.count.setText(f"{length}/{self._most}" if self._most else "")
        look = "error" if length > self._most else "faint"
        if self.head.count.property("look") != look:
            self.head.count.setProperty("look", look)
            self.head.count.style().polish(self.head.count)


class ChoiceField(QWidget):
    """A variable that is one of a few words; the first entry follows the note."""

    picked = Signal(str, str)
    """Name of the variable and the value, "" to follow the note."""

    def __init__(self, theme: Theme, name: str, words: str, choices: Sequence[tuple[str, str]]) -> None:
        """`choices` are (value, words)."""
        super().__init__()
        self.name = name
        self.box = QComboBox()
        self.box.setAccessibleName(words)
        self.box.addItem("", "")
        for value, shown in choices:
            self.box.addItem(menu_text(shown), value)
        self._words = dict(choices)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        head = Head(theme, words)
        head.back.hide()
        head.rework.hide()
        column.addWidget(head)
        column.addWidget(self.box)
        self.box.activated.connect(lambda _at: self.picked.emit(self.name, self.value()))

    def value(self) -> str:
        """The chosen value; "" follows the note."""
        return str(self.box.currentData() or "")

    def show_choice(self, own: Mapping[str, str], given: Mapping[str, str], locked: bool) -> None:
        """Show what is chosen."""
        with QSignalBlocker(self.box):
            gives = given.get(self.name, "")
            self.box.setItemText(0, t("covers_room.follow", value=self._words.get(gives, gives)))
            at = self.box.findData(own.get(self.name, ""))
            self.box.setCurrentIndex(max(0, at))
        self.box.setEnabled(not locked)
