"""Plain-text editors of the note panel: they grow with their text, take no markup and know when an IME composes."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit

from xhsplanner.core.find import Span
from xhsplanner.core.text import units
from xhsplanner.ui.theme import Theme


class PlainEditor(QPlainTextEdit):
    """A frameless plain-text field, `lines` (least, most) lines high; beyond the most it scrolls inside.

    Text set by the program never counts as an edit; text an IME still composes is not part of `value()`.
    """

    edited = Signal()
    """The user changed the text (typing, paste, the field's own undo)."""
    entered = Signal()
    left = Signal()
    """The focus went elsewhere, not merely to the field's own menu."""
    escaped = Signal()

    def __init__(
        self, theme: Theme, px: int = 13, bold: bool = False, lines: tuple[int, int] = (1, 12), name: str = ""
    ) -> None:
        super().__init__()
        self._theme, self._px, self._bold, self._lines = theme, px, bold, lines
        self._loading = False
        self._visited = False
        self._marks: dict[str, tuple[list[Span], QTextCharFormat]] = {}
        self.composing = False
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.restyle()
        self.textChanged.connect(self._text_changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def restyle(self) -> None:
        """Take colours and font from the theme again."""
        color = self._theme.color("text").name()
        weight = 700 if self._bold else 400
        self.setFont(self._theme.font(self._px, self._bold))
        self.setStyleSheet(
            "QPlainTextEdit { background: transparent; border: none; padding: 0; margin: 0;"
            f" color: {color}; font-size: {self._px}px; font-weight: {weight}; }}"
        )
        self._fit()

    def set_size(self, px: int, lines: tuple[int, int]) -> None:
        """Another size of the text, and how many lines the field is high at least and at most."""
        self._px, self._lines = px, lines
        self.restyle()

    # --- value ------------------------------------------------------------------------------------

    def value(self) -> str:
        """What is written, without what an IME still composes."""
        return self.toPlainText()

    def set_value(self, text: str) -> None:
        """Show `text`; the field's own undo starts anew. The cursor stays where it was as far as it can."""
        place = self.textCursor().position()
        self._loading = True
        try:
            self.setPlainText(text)
        finally:
            self._loading = False
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1) if self.hasFocus() else 0)
        self.setTextCursor(cursor)
        self.composing = False
        self._fit()

    def _text_changed(self) -> None:
        self._fit()
        if not self._loading:
            self.edited.emit()

    # --- marks ------------------------------------------------------------------------------------

    def show_marks(self, kind: str, spans: Sequence[Span], look: QTextCharFormat) -> None:
        """Mark parts of the text as `kind`, instead of what was marked so before; the text stays as it is."""
        self._marks[kind] = (list(spans), look)
        self._paint_marks()

    def marked(self, kind: str) -> list[Span]:
        """What is marked as `kind`."""
        return self._marks[kind][0] if kind in self._marks else []

    def _paint_marks(self) -> None:
        selections = []
        text = self.toPlainText()
        for spans, look in self._marks.values():
            for start, end in spans:
                selection = QTextEdit.ExtraSelection()
                selection.cursor = self._cursor_over(text, start, end)
                selection.format = look
                selections.append(selection)
        self.setExtraSelections(selections)

    def _cursor_over(self, text: str, start: int, end: int) -> QTextCursor:
        """A cursor over [start, end) of `text`; Qt counts UTF-16 units, Python characters."""
        cursor = QTextCursor(self.document())
        at = units(text[:start])
        cursor.setPosition(at)
        cursor.setPosition(at + units(text[start:end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def select_span(self, start: int, end: int) -> None:
        """Select a part of the text, in characters."""
        self.setTextCursor(self._cursor_over(self.toPlainText(), start, end))

    def cursor_place(self) -> int:
        """Where the cursor's selection begins, in characters."""
        return len(_characters(self.toPlainText(), self.textCursor().selectionStart()))

    def insert(self, text: str) -> bool:
        """Put `text` in at the cursor as if it had been typed; False where the field is only for reading."""
        if self.isReadOnly():
            return False
        self.insertPlainText(self.cleaned(text))
        self.ensureCursorVisible()
        return True

    def replace(self, spans: Sequence[Span], text: str) -> None:
        """Put `text` in the place of each span, as one step of the field's own undo."""
        if self.isReadOnly() or not spans:
            return
        old, text = self.toPlainText(), self.cleaned(text)
        block = QTextCursor(self.document())
        block.beginEditBlock()
        for start, end in reversed(spans):
            self._cursor_over(old, start, end).insertText(text)
        block.endEditBlock()

    # --- height -----------------------------------------------------------------------------------

    def _fit(self) -> None:
        height = self.sizeHint().height()
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)
        line = self._line()
        over = self._content() > self._lines[1] * line
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if over else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() != policy:
            self.setVerticalScrollBarPolicy(policy)

    def _line(self) -> float:
        return float(self.fontMetrics().lineSpacing())

    def _content(self) -> float:
        """Height of the whole text in px; the layout itself only counts lines."""
        height = 0.0
        block = self.document().firstBlock()
        most = self._lines[1] * self._line()
        while block.isValid() and height <= most:
            height += self.blockBoundingRect(block).height()
            block = block.next()
        return height

    def sizeHint(self) -> QSize:
        least, most = (count * self._line() for count in self._lines)
        return QSize(200, round(min(max(self._content(), self._hint(), least), most)) + 4)

    def _hint(self) -> float:
        """Height of the placeholder while it is shown: questions may take several lines."""
        if not self.document().isEmpty() or not self.placeholderText():
            return 0.0
        room = QRect(0, 0, max(80, self.viewport().width()), 10_000)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        return float(self.fontMetrics().boundingRect(room, flags, self.placeholderText()).height())

    def setPlaceholderText(self, text: str) -> None:
        """What an empty field asks for; the field is high enough to show it."""
        super().setPlaceholderText(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- input ------------------------------------------------------------------------------------

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(self.cleaned(source.text()))

    def cleaned(self, text: str) -> str:
        """Pasted text as this field takes it."""
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")

    def dragEnterEvent(self, event: QEvent) -> None:
        # Files and cards dropped here belong to the panel, not into the text.
        mime = event.mimeData()  # type: ignore[attr-defined]
        ours = any(name.startswith("application/x-xhsplanner") for name in mime.formats())
        if ours or mime.hasUrls() or not mime.hasText():
            event.ignore()
        else:
            super().dragEnterEvent(event)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self._visited:
            self._visited = True
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.composing = False
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._visited = False
            self.left.emit()


def _characters(text: str, position: int) -> str:
    """The part of `text` before a position that counts UTF-16 units."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * position].decode("utf-16-le", "replace")


class TitleEditor(PlainEditor):
    """One paragraph over at most two lines; Enter moves on instead of breaking the line."""

    moved_on = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, 18, True, (1, 2), name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.moved_on.emit()
            return
        super().keyPressEvent(event)

    def cleaned(self, text: str) -> str:
        return " ".join(super().cleaned(text).replace("\u2028", " ").replace("\u2029", " ").split("\n"))

    def value(self) -> str:
        return self.cleaned(super().value())

    def select_all(self) -> None:
        """Mark the whole title, ready to be typed over."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        self.setTextCursor(cursor)
