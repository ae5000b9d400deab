"""The texts of a note: title, body and hashtags with what counts them. Panel and writing mode show the same one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor

from xhsplanner.core import text as counts
from xhsplanner.core.brief import Question, outline, questions
from xhsplanner.core.hashtags import overused, ranked, recent_notes
from xhsplanner.core.model import Note, Persona
from xhsplanner.core.wording import forbidden_words
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.budget import BudgetBar
from xhsplanner.ui.panel.column import Column, row
from xhsplanner.ui.panel.emoji import EmojiPopup
from xhsplanner.ui.panel.persona import PhrasesPopup, mark_forbidden, speaker, warning
from xhsplanner.ui.panel.tags import HashtagField, read_tags
from xhsplanner.ui.panel.text import PlainEditor, TitleEditor
from xhsplanner.ui.widgets.parts import GlyphButton, Line, Notice

SMALL = {"title": (18, (1, 2)), "body": (13, (3, 12))}
LARGE = {"title": (24, (1, 2)), "body": (16, (14, 2000))}
"""Sizes of the texts in panel and writing mode: px, least and most lines."""


class TextPart(Column):
    """Title, body, hashtags; their counters, what can be put in, what the persona never says."""

    write_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme)
        theme = ctx.theme
        self._ctx = ctx
        self._note: Note | None = None
        self._persona: Persona | None = None
        self._never: list[str] = []
        self.asked: list[Question] = []
        self.popup: EmojiPopup | PhrasesPopup | None = None
        self.title = TitleEditor(theme, t("panel.title"))
        self.counter = Line(theme, "text3", 12)
        self.conflict = Notice(theme, "users", "warn")
        self.body = PlainEditor(theme, 13, lines=SMALL["body"][1], name=t("panel.body"))
        self.forbidden = Notice(theme, "ban", "danger")
        self.bar = BudgetBar(theme)
        self.tags = HashtagField(theme)
        self.copies = {
            part: GlyphButton(theme, "copy", t(f"panel.copy_{part}")) for part in ("title", "body", "hashtags")
        }
        self.emoji = GlyphButton(theme, "smile", t("write.emoji"))
        self.phrases = GlyphButton(theme, "message-square-quote", t("write.phrases"))
        self.write = GlyphButton(theme, "maximize-2", t("write.mode"))
        self._target: PlainEditor = self.body
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for counter in (self.counter, self.tags.counter):
            counter.setFixedHeight(24)  # as the buttons beside it
        title = self.add_field(self.title, (8, 5, 8, 4))
        title.row.addWidget(self.counter, 0, Qt.AlignmentFlag.AlignTop)
        title.row.addWidget(self.copies["title"], 0, Qt.AlignmentFlag.AlignTop)
        title.row.setSpacing(2)
        self.add(self.conflict)
        body = self.add_field(self.body)
        self._frames = (title, body)
        self.add(row(self.bar, self.emoji, self.phrases, self.write, self.copies["body"]), 2)
        self.add(self.forbidden)
        self.add(row(self.tags, self.tags.counter, self.copies["hashtags"]), 6)

    def _connect(self) -> None:
        for editor in (self.title, self.body):
            editor.entered.connect(lambda editor=editor: self._aim(editor))
        self.tags.entered.connect(self._offer_tags)
        self.emoji.clicked.connect(self.pick_emoji)
        self.phrases.clicked.connect(self.pick_phrase)
        self.write.clicked.connect(self.write_asked)

    def set_large(self, large: bool) -> None:
        """The sizes of the writing mode, or those of the panel."""
        sizes = LARGE if large else SMALL
        self.title.set_size(*sizes["title"])
        self.body.set_size(*sizes["body"])
        self.write.setHidden(large)
        for frame in self._frames:
            frame.calm = large
        self.column.setSpacing(10 if large else 4)

    # --- what is shown ----------------------------------------------------------------------------

    def show_note(self, note: Note, locked: bool) -> None:
        """Show what belongs to the texts but is none: tags and questions of the series, how the persona speaks."""
        store = self._ctx.store
        self._note = note
        self.tags.set_locked(locked)
        series = store.catalog.series_by_id(note.series_id)
        self.tags.set_offers(read_tags(series.hashtags) if series else [])
        if self.tags.hasFocus():
            self._offer_tags()
        self.tags.set_overused(self._overused(note))
        self._persona = speaker(store, note)
        self._never = forbidden_words(self._persona.forbidden) if self._persona else []
        self.asked = questions(series.brief if series else "")
        self._show_hint(locked, asks=series is not None)
        for button in (self.emoji, self.phrases):
            button.setEnabled(not locked)
        self.check_words()

    def _show_hint(self, locked: bool, *, asks: bool) -> None:
        """What an empty body asks for: the questions of the series, where the note has one."""
        hint = "\n".join(one.line for one in self.asked) if asks else t("panel.body_hint")
        hint = "" if locked else hint
        if hint != self.body.placeholderText():
            self.body.setPlaceholderText(hint)

    def count(self) -> None:
        """Count the texts as they stand in the fields."""
        length, limit = counts.title_length(self.title.value()), counts.title_limit()
        self.counter.setText(f"{length}/{limit}")
        self.counter.setAccessibleName(t("panel.title_length", n=length, limit=limit))
        self.counter.restyle("danger" if length > limit else "text3")
        self.bar.show_budget(counts.budget(self.body.value(), self.tags.value()))

    def check_words(self) -> None:
        """Mark and list the words the persona never says."""
        found = mark_forbidden(self._ctx.theme, self._never, (self.title, self.body))
        self.forbidden.say(warning(self._persona, found) if self._persona else "")

    # --- hashtags ---------------------------------------------------------------------------------

    def _offer_tags(self) -> None:
        """What was used before is read when somebody is about to type a hashtag, not for every note looked at."""
        note, store = self._note, self._ctx.store
        if note is not None:
            self.tags.set_history(ranked(store.notes.hashtag_uses(), note.account_id, note.series_id))

    def _overused(self, note: Note) -> dict[str, str]:
        """Why not to use a hashtag again, by tag."""
        recent = self._ctx.store.notes.recent_hashtags(note.account_id, note.id, recent_notes())
        worn = overused(list(dict.fromkeys(tag for text in recent for tag in counts.hashtags(text))), recent)
        return {tag: t("write.overused", tag=tag, n=n, total=len(recent)) for tag, n in worn.items()}

    # --- putting in -------------------------------------------------------------------------------

    def _aim(self, editor: PlainEditor) -> None:
        self._target = editor

    def insert(self, text: str) -> None:
        """Put `text` in at the cursor of the text that was written in last, which has the focus again."""
        if self._target.insert(text):
            self._target.setFocus()

    def pick_emoji(self) -> None:
        """Open the emoji picker."""
        self._open(EmojiPopup(self, self._ctx), self.emoji)

    def pick_phrase(self) -> None:
        """Open the phrases of the persona."""
        self._open(PhrasesPopup(self, self._ctx, self._persona), self.phrases)

    def _open(self, popup: EmojiPopup | PhrasesPopup, anchor: GlyphButton) -> None:
        self.popup = popup
        popup.picked.connect(self.insert)
        popup.show_under(anchor)

    def insert_outline(self) -> None:
        """Put the headings of the questions into the body, with the cursor after the first."""
        body = self.body
        if body.isReadOnly():
            return
        text = outline(self.asked)
        cursor = body.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        lead = "" if body.document().isEmpty() else "\n" if body.toPlainText().endswith("\n") else "\n\n"
        start = cursor.position() + len(lead)
        cursor.insertText(lead + text)
        cursor.setPosition(start + counts.units(text.split("\n", 1)[0]))
        body.setTextCursor(cursor)
        body.setFocus()
