"""The part of the note panel that shows the note as the phone will: 发现页."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core.model import Note, NoteText
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.feed_cards import cards, template_name
from xhsplanner.ui.panel.feed_preview import FeedPreview
from xhsplanner.ui.widgets.controls import TextButton
from xhsplanner.ui.widgets.note_covers import FeedCovers
from xhsplanner.ui.widgets.parts import Line


class PreviewPart(QWidget):
    """Heading, the template of the cover, the phone."""

    template_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.head = Line(ctx.theme, "text", 13, bold=True)
        self.head.setText(t("panel.preview"))
        self.feed = FeedPreview(ctx.theme, FeedCovers(ctx, self))
        self.template = TextButton(ctx.theme, "", "", "link")
        self.template.setStyleSheet("min-height: 22px; max-height: 22px; font-size: 12px;")
        self.template.clicked.connect(self.template_asked)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.head)
        row.addStretch(1)
        row.addWidget(self.template)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.feed)

    def show_note(self, note: Note, text: NoteText) -> None:
        """Show a note as it is being written."""
        shown = cards(self._ctx.store, note, text)
        self.feed.show_cards(shown)
        chosen = self._ctx.store.notes.covers([note.id]).get(note.id)
        self._show_template(template_name(shown), bool(chosen and chosen.template))

    def _show_template(self, name: str, chosen: bool) -> None:
        """Say with which template the cover is made, or for now; the button leads to the covers."""
        key = "panel.template" if chosen else "panel.template_auto"
        words = t(key, name=name) if name else t("panel.choose_template")
        self.template.setText(words)
        self.template.setAccessibleName(words)
