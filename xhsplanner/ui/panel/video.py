"""What a video note has besides its texts: the script and the length."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core.model import Kind, Note, NoteText
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.frames import FieldFrame
from xhsplanner.ui.panel.length import SecondsEdit
from xhsplanner.ui.panel.text import PlainEditor
from xhsplanner.ui.widgets.parts import Line

INSET = 8


class VideoPart(QWidget):
    """Shown for a note whose kind is 视频, hidden for others."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.script = PlainEditor(ctx.theme, 13, lines=(2, 10), name=t("panel.script"))
        self.script.setPlaceholderText(t("panel.script_hint"))
        self.seconds = SecondsEdit()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        head = Line(ctx.theme, "text", 13, bold=True)
        head.setText(t("panel.script"))
        length = Line(ctx.theme, "text3", 12)
        length.setText(t("panel.seconds"))
        row = QHBoxLayout()
        row.setContentsMargins(INSET, 4, INSET, 0)
        row.addWidget(head)
        row.addStretch(1)
        row.addWidget(length)
        row.addWidget(self.seconds)
        column.addLayout(row)
        column.addWidget(FieldFrame(ctx.theme, self.script, (8, 4, 4, 4)))

    def show_note(self, note: Note, text: NoteText, locked: bool) -> None:
        """Show everything but the script, which its visit fills."""
        self.setVisible(note.kind is Kind.VIDEO)
        self.seconds.show_seconds(text.seconds)
        self.seconds.setReadOnly(locked)
