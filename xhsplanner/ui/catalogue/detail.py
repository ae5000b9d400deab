"""The right part of the room 资料: one row with its fields, what uses it and what can be done with it."""

from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.ops.catalog import NOUNS, used_in_words
from xhsplanner.ui.catalogue.form import RowForm
from xhsplanner.ui.catalogue.nouns import entry_of
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import ClickFrame, ElidedLabel, TextButton, label, line
from xhsplanner.ui.widgets.search import describe
from xhsplanner.ui.widgets.two_lines import Entry, TwoLines

WIDEST = 720
NOTES = 6
"""How many of the notes that use a row are named."""


class Mark(QWidget):
    """The mark of a row, as in the list."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._painter = TwoLines(ctx.theme, self)
        self.entry: Entry | None = None
        self.setFixedSize(32, 32)

    def show_entry(self, entry: Entry) -> None:
        """Show another."""
        self.entry = entry
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.entry is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._painter.paint_mark(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), self.entry)
            painter.end()


class Detail(QWidget):
    """One row of one noun."""

    archive_asked = Signal()
    merge_asked = Signal()
    remove_asked = Signal()
    note_asked = Signal(int)

    def __init__(self, ctx: Context, noun: str) -> None:
        super().__init__()
        self._ctx, self.noun = ctx, noun
        self.row: Any = None
        self.form = RowForm(ctx, noun)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 18, 8, 16)
        outer.setSpacing(12)
        outer.addLayout(self._head())
        outer.addWidget(line())
        self._area = QScrollArea()
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes to what is in it
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 4, 16, 4)
        column.setSpacing(16)
        column.addWidget(self.form)
        self.users = QVBoxLayout()
        self.users.setSpacing(6)
        column.addLayout(self.users)
        column.addStretch(1)
        self._area.setWidget(inner)
        inner.setAutoFillBackground(False)  # the panel is white, not the canvas
        outer.addWidget(self._area, 1)
        outer.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        self.mark = Mark(self._ctx)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = ElidedLabel("", "heading")
        self.used = ElidedLabel("", "soft")
        words.addWidget(self.title)
        words.addWidget(self.used)
        row.addWidget(self.mark)
        row.addLayout(words, 1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        theme = self._ctx.theme
        self.archive = TextButton(theme, t("catalogue.archive"), "archive")
        self.merge = TextButton(theme, t("catalogue.merge"), "layers")
        self.remove = TextButton(theme, t("catalogue.remove"), "trash-2")
        for button, asked in (
            (self.archive, self.archive_asked), (self.merge, self.merge_asked), (self.remove, self.remove_asked),
        ):  # fmt: skip
            button.clicked.connect(asked)
            row.addWidget(button)
        self.merge.setVisible(self.noun in NOUNS)  # of the rest, no two ever mean the same
        row.addStretch(1)
        return row

    def show_row(self, row: Any, uses: dict[int, dict[str, int]], own_step: bool = False) -> None:
        """Show a row; see RowForm.show_row."""
        fresh = self.row is None or row.id != self.row.id
        self.row = row
        entry = entry_of(self._ctx, self.noun, row, uses)
        self.mark.show_entry(entry)
        self.title.setText(entry.title)
        used = uses.get(row.id, {})
        self.used.setText(self._used_words(used))
        self.form.show_row(row, own_step)
        key = "unarchive" if row.archived else "archive"
        self.archive.setText(t(f"catalogue.{key}"))
        self.archive.setAccessibleName(t(f"catalogue.{key}"))
        self.archive.set_icon("archive-restore" if row.archived else "archive")
        self.remove.setVisible(not used.keys() - {"collection"})
        self._show_users(used.get("note", 0))
        if fresh:
            self._area.verticalScrollBar().setValue(0)

    def _used_words(self, used: dict[str, int]) -> str:
        if self.noun == "disclaimer":  # used by the product class of the series, not by a link
            series = [s for s in self._ctx.store.catalog.series() if s.product_class == self.row.product_class]
            return t("catalogue.used_by_series", n=len(series))
        return t("catalogue.used", uses=used_in_words(used)) if used else t("catalogue.unused")

    def _show_users(self, many: int) -> None:
        while (item := self.users.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not many:
            return
        self.users.addWidget(label(t("catalogue.where_used", n=many), "strong"))
        for note in self._ctx.store.notes.using(self.noun, self.row.id, NOTES):
            words = f"{note.title or t('shell.untitled')} · {describe(self._ctx, note)}"
            card = ClickFrame(self._ctx.theme, t("catalogue.open_note", note=words))
            place = QHBoxLayout(card)
            place.setContentsMargins(12, 8, 12, 8)
            place.addWidget(ElidedLabel(note.title or t("shell.untitled")), 3)
            place.addWidget(ElidedLabel(describe(self._ctx, note), "soft"), 2)
            card.clicked.connect(lambda note_id=note.id: self.note_asked.emit(note_id))
            self.users.addWidget(card)


class Empty(QFrame):
    """What stands at the right while nothing is chosen: what the noun is for, and one button."""

    add_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 48)
        column.setSpacing(12)
        column.addStretch(2)
        self.title = label("", "heading")
        self.text = label("", "soft", wrap=True)
        self.text.setMaximumWidth(460)
        self.button = TextButton(ctx.theme, t("catalogue.add"), "plus", "primary")
        self.button.clicked.connect(self.add_asked)
        for widget in (self.title, self.text, self.button):
            widget.setSizePolicy(widget.sizePolicy().Policy.Preferred, widget.sizePolicy().Policy.Fixed)
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setMinimumWidth(360)
        self.text.setMinimumHeight(60)
        column.addStretch(3)

    def show_noun(self, noun: str) -> None:
        """Speak of a noun."""
        self.title.setText(t(f"catalogue.empty.{noun}"))
        self.text.setText(t(f"catalogue.hint.{noun}"))
        self.button.setText(t(f"catalogue.add_{noun}"))
        self.button.setAccessibleName(t(f"catalogue.add_{noun}"))
