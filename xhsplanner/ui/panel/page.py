"""The page of the note panel: its parts under each other, and how they show one note."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from xhsplanner.core.model import Asset, Note, NoteText
from xhsplanner.core.words import t
from xhsplanner.ui.collisions.strip import CollisionStrip
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.add import covered
from xhsplanner.ui.panel.column import Column
from xhsplanner.ui.panel.facts import FactChips
from xhsplanner.ui.panel.header import Header
from xhsplanner.ui.panel.length import SecondsEdit
from xhsplanner.ui.panel.picture_part import PicturePart
from xhsplanner.ui.panel.pictures import PictureRow
from xhsplanner.ui.panel.preview import PreviewPart
from xhsplanner.ui.panel.relay_part import RelayPart
from xhsplanner.ui.panel.siblings import SiblingsPart
from xhsplanner.ui.panel.tags import HashtagField
from xhsplanner.ui.panel.text import PlainEditor
from xhsplanner.ui.panel.texts import TextPart
from xhsplanner.ui.panel.video import VideoPart
from xhsplanner.ui.widgets.controls import IconLabel
from xhsplanner.ui.widgets.parts import Line, Notice


class NotePage(Column):
    """All fields of one note. The Tab key walks them top to bottom; the copy buttons come after the texts."""

    seconds_edited = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme)
        self._ctx = ctx
        self.header = Header(ctx)
        self.lock = Notice(ctx.theme, "lock", "warn")
        self.collisions = CollisionStrip(ctx)
        self.texts = TextPart(ctx)
        self.facts = FactChips(ctx)
        self.relay = RelayPart(ctx)
        self.siblings = SiblingsPart(ctx)
        self.video = VideoPart(ctx)
        self.remark = PlainEditor(ctx.theme, 12, lines=(1, 5), name=t("panel.remark"))
        self.picture_part = PicturePart(ctx)
        self.preview = PreviewPart(ctx)
        self.code = Line(ctx.theme, "text3", 11)
        self._name_parts()
        self._lay_out()
        self._order_tabs()
        self.seconds.changed.connect(self.seconds_edited)

    def _name_parts(self) -> None:
        """What the panel asks for by name, whichever part holds it."""
        texts = self.texts
        self.title, self.counter, self.conflict = texts.title, texts.counter, texts.conflict
        self.body, self.bar, self.tags, self.copies = texts.body, texts.bar, texts.tags, texts.copies
        self.script, self.seconds = self.video.script, self.video.seconds
        self.pictures = self.picture_part.row

    def _lay_out(self) -> None:
        self.column.setContentsMargins(8, 12, 0, 16)
        self.add(self.header, 2)
        self.add(self.lock)
        self.add(self.collisions)
        self.column.addWidget(self.texts)
        self.add(self.facts, 6)
        self.add(self.relay, 2)
        self.column.addWidget(self.siblings)
        self.column.addWidget(self.video)
        remark = self.add_field(self.remark, (8, 4, 8, 4))
        mark = IconLabel(self._ctx.theme, "pencil-line", "text3", 14)
        remark.row.insertWidget(0, mark, 0, Qt.AlignmentFlag.AlignTop)
        self.add(self.picture_part, 6)
        self.add(self.preview, 8)
        self.add(self.code)
        self.column.addStretch(1)

    def _order_tabs(self) -> None:
        # A title is followed by its body: on a copy button in between, N would make a note of what is typed next.
        before: QWidget = self.picture_part.save
        for button in self.copies.values():
            QWidget.setTabOrder(before, button)
            before = button

    # --- fields -----------------------------------------------------------------------------------

    def text_fields(self) -> dict[str, PlainEditor | HashtagField]:
        """The editors by the field of Note or NoteText they write."""
        return {
            "title": self.title,
            "body": self.body,
            "hashtags": self.tags,
            "script": self.script,
            "remark": self.remark,
        }

    def escapable(self) -> Sequence[PlainEditor | HashtagField | PictureRow | SecondsEdit]:
        """What sends `escaped`."""
        return (*self.text_fields().values(), self.pictures, self.seconds)

    def clear_notices(self) -> None:
        """Forget who changed what elsewhere."""
        self.conflict.say("")
        self.video.conflict.say("")

    def show_note(self, note: Note, text: NoteText, pictures: Sequence[Asset], lock: str) -> None:
        """Show everything but the text fields, which their visits fill. `lock` says why nothing may be edited."""
        locked = bool(lock)
        self.lock.say(lock)
        self.header.show_note(note, locked)
        self.collisions.show_note(note)
        self.facts.show_note(note, locked)
        for name, editor in self.text_fields().items():
            # What a published note keeps open: its remark.
            shut = locked and not (name == "remark" and note.locked and not self._ctx.store.read_only)
            if isinstance(editor, PlainEditor):
                editor.setReadOnly(shut)
                if name in ("script", "remark"):
                    editor.setPlaceholderText("" if shut else t(f"panel.{name}_hint"))
        self.texts.show_note(note, locked)
        self.relay.show_note(note, locked)
        self.siblings.show_note(note)
        self.video.show_note(note, text, locked)
        self.picture_part.show_pictures(pictures, locked, covered(self._ctx.store, note.id))
        self.code.setText(t("panel.code_line", code=note.code, day=note.created_at[:10]))

    def count(self) -> None:
        """Count the texts as they stand in the fields."""
        self.texts.count()

    def compare(self) -> None:
        """Look at the texts as a whole, a moment after the last key: words not to use, likeness to siblings."""
        self.texts.check_words()
        self.siblings.compare(self.title.value(), self.body.value())

    def restyle(self) -> None:
        """Take colours from the theme again."""
        for editor in self.text_fields().values():
            editor.restyle()
        for line in self.findChildren(Line):
            line.restyle()
        self.texts.check_words()

    def sizeHint(self) -> QSize:
        return QSize(360, super().sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.restyle()
