"""Find and replace in the texts of one note: a small bar over the panel or the writing mode."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QWidget

from xhsplanner.core.find import Span, find_all
from xhsplanner.core.words import t
from xhsplanner.ui.panel.text import PlainEditor
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import TextButton
from xhsplanner.ui.widgets.parts import GlyphButton, Line

WIDEST = 400
SMALL = (
    "QLineEdit, QPushButton { min-height: 26px; max-height: 26px; font-size: 12px; padding: 0 8px; }"
    " QLineEdit:focus, QPushButton:focus { min-height: 24px; max-height: 24px; padding: 0 7px; }"
)


class Hit(NamedTuple):
    """One place that was found."""

    editor: PlainEditor
    span: Span


class FindBar(QFrame):
    """Looks in `editors` in their order; width, case and script of characters do not count. Esc closes it."""

    closed = Signal()

    def __init__(self, theme: Theme, editors: Sequence[PlainEditor]) -> None:
        super().__init__()
        self._theme, self._editors = theme, list(editors)
        self._from: PlainEditor | None = None
        self._loading = False
        self.hits: list[Hit] = []
        self.at = -1
        self.setProperty("look", "panel")
        self.setStyleSheet(SMALL)
        self.setAccessibleName(t("write.find"))
        self.field = self._line(t("write.find"))
        self.field.textChanged.connect(lambda _text: self._look(stay=True))
        self.other = self._line(t("write.replace_with"))
        self.count = Line(theme, "text3", 12)
        self.count.setMinimumWidth(52)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back = GlyphButton(theme, "chevron-up", t("write.find_back"))
        self.back.clicked.connect(lambda: self.step(-1))
        self.forward = GlyphButton(theme, "chevron-down", t("write.find_next"))
        self.forward.clicked.connect(lambda: self.step(1))
        self.shut = GlyphButton(theme, "x", t("write.find_close"))
        self.shut.clicked.connect(self.leave)
        self.one = TextButton(theme, t("write.replace"))
        self.one.clicked.connect(self.replace_one)
        self.all = TextButton(theme, t("write.replace_all"))
        self.all.clicked.connect(self.replace_all)
        self._lay_out()
        for editor in self._editors:
            editor.edited.connect(self._texts_changed)
        theme.changed.connect(self._paint)
        self.hide()

    def _line(self, words: str) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText(words)
        made.setAccessibleName(words)
        made.installEventFilter(self)
        return made

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setSpacing(4)
        for column, widget in enumerate((self.field, self.count, self.back, self.forward, self.shut)):
            grid.addWidget(widget, 0, column)
        grid.addWidget(self.other, 1, 0)
        grid.addWidget(self.one, 1, 1)
        grid.addWidget(self.all, 1, 2, 1, 3)
        grid.setColumnStretch(0, 1)

    # --- opening ----------------------------------------------------------------------------------

    def open_over(self, host: QWidget, editor: PlainEditor | None) -> None:
        """Show the bar at the head of `host`, looking for what is selected in `editor`, from its cursor on."""
        if self.parentWidget() is not host:
            if (before := self.parentWidget()) is not None:
                before.removeEventFilter(self)
            self.setParent(host)
            host.installEventFilter(self)
        self._from = editor or self._from
        selected = editor.textCursor().selectedText() if editor else ""
        if selected and "\u2029" not in selected:
            self.field.setText(selected)
        for widget in (self.other, self.one, self.all):
            widget.setEnabled(any(not one.isReadOnly() for one in self._editors))
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()
        self.field.selectAll()
        self._look(stay=True)

    def leave(self) -> None:
        """Close the bar; the cursor goes where the last hit is, else where it was."""
        if self.isHidden():
            return
        editor = self.hits[self.at].editor if 0 <= self.at < len(self.hits) else self._from
        self.drop()
        if editor is not None and editor.isVisible():
            editor.setFocus()

    def drop(self) -> None:
        """Close the bar and leave the focus alone."""
        self.hits, self.at = [], -1
        self._paint()
        self.hide()
        self.closed.emit()

    def _place(self) -> None:
        host = self.parentWidget()
        if host is not None:
            wide = min(WIDEST, host.width() - 16)
            self.setGeometry(host.width() - wide - 8, 8, wide, self.sizeHint().height())

    # --- finding ----------------------------------------------------------------------------------

    def _look(self, *, stay: bool) -> None:
        wanted = self.field.text()
        found = [
            Hit(editor, span)
            for editor in self._editors
            if not editor.isHidden()
            for span in find_all(editor.toPlainText(), wanted)
        ]
        self.hits = found
        self.at = self._nearest() if stay or self.at < 0 else min(self.at, len(found) - 1)
        self._paint()
        self._bring()

    def _nearest(self) -> int:
        """The first hit at or after the cursor, else the first of all."""
        start = self._from
        if start is None or start not in self._editors:
            return 0 if self.hits else -1
        here = (self._editors.index(start), start.cursor_place())
        for number, hit in enumerate(self.hits):
            if (self._editors.index(hit.editor), hit.span[0]) >= here:
                return number
        return 0 if self.hits else -1

    def step(self, by: int) -> None:
        """Go to the next hit, or back; after the last comes the first."""
        if self.hits:
            self.at = (self.at + by) % len(self.hits)
            self._from = self.hits[self.at].editor
            self._paint()
            self._bring()

    def refresh(self) -> None:
        """Look again: another note is shown, or the program changed a text."""
        if not self.isHidden():
            self._look(stay=False)

    def _texts_changed(self) -> None:
        if self.isVisible() and not self._loading:
            self._look(stay=False)

    def _bring(self) -> None:
        """Select the hit, so that it is in sight and the cursor stays there."""
        if not 0 <= self.at < len(self.hits):
            return
        editor, span = self.hits[self.at]
        if not self.isAncestorOf(editor) and not editor.hasFocus():
            editor.select_span(*span)
            show_cursor(editor)

    def _paint(self) -> None:
        plain, here = QTextCharFormat(), QTextCharFormat()
        plain.setBackground(self._theme.color("warn_soft"))
        here.setBackground(self._theme.color("accent"))
        here.setForeground(self._theme.color("on_accent"))
        for editor in self._editors:
            mine = [(number, hit.span) for number, hit in enumerate(self.hits) if hit.editor is editor]
            editor.show_marks("found", [span for number, span in mine if number != self.at], plain)
            editor.show_marks("here", [span for number, span in mine if number == self.at], here)
        none = bool(self.field.text()) and not self.hits
        self.count.setText(f"{self.at + 1}/{len(self.hits)}" if self.hits else t("write.none") if none else "")
        self.count.setAccessibleName(t("write.found", n=self.at + 1, total=len(self.hits)))
        self.count.restyle("danger" if none else "text3")

    # --- replacing --------------------------------------------------------------------------------

    def replace_one(self) -> None:
        """Put the other words in the place of this hit, and go to the next."""
        if 0 <= self.at < len(self.hits):
            editor, span = self.hits[self.at]
            self._replace(editor, [span])
            self._look(stay=False)
            self.at = next((n for n, hit in enumerate(self.hits) if self._after(hit, editor, span)), self.at)
            self._paint()
            self._bring()

    def _after(self, hit: Hit, editor: PlainEditor, span: Span) -> bool:
        place = (self._editors.index(hit.editor), hit.span[0])
        return place >= (self._editors.index(editor), span[0] + len(self.other.text()))

    def replace_all(self) -> None:
        """Put the other words in the place of every hit; each field takes it back with one Ctrl+Z."""
        hits = list(self.hits)
        for editor in self._editors:
            self._replace(editor, [hit.span for hit in hits if hit.editor is editor])
        self._look(stay=False)

    def _replace(self, editor: PlainEditor, spans: Sequence[Span]) -> None:
        self._loading = True
        try:
            editor.replace(spans, self.other.text())
        finally:
            self._loading = False

    # --- keys -------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget():
            if event.type() is QEvent.Type.Resize:
                self._place()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and watched is self.other:
                self.replace_one()
                return True
            if enter:
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_F3:
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)


def show_cursor(editor: PlainEditor) -> None:
    """Scroll whatever the editor stands in so that its cursor is in sight."""
    parent = editor.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    inside = parent.widget() if parent is not None else None
    if parent is not None and inside is not None:
        spot = editor.viewport().mapTo(inside, editor.cursorRect().center())
        parent.ensureVisible(spot.x(), spot.y(), 0, 80)
