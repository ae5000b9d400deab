"""The texts of a note: title, body and hashtags with what counts them. Panel and writing mode show the same one."""

from PySide6.QtCore import Qt

from xhsplanner.core import text as counts
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.budget import BudgetBar
from xhsplanner.ui.panel.column import Column, row
from xhsplanner.ui.panel.tags import HashtagField, read_tags
from xhsplanner.ui.panel.text import PlainEditor, TitleEditor
from xhsplanner.ui.widgets.parts import GlyphButton, Line, Notice


class TextPart(Column):
    """Title, body, hashtags; their counters and copy buttons."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme)
        theme = ctx.theme
        self._ctx = ctx
        self.title = TitleEditor(theme, t("panel.title"))
        self.counter = Line(theme, "text3", 12)
        self.conflict = Notice(theme, "users", "warn")
        self.body = PlainEditor(theme, 13, lines=(3, 12), name=t("panel.body"))
        self.body.setPlaceholderText(t("panel.body_hint"))
        self.bar = BudgetBar(theme)
        self.tags = HashtagField(theme)
        self.copies = {
            part: GlyphButton(theme, "copy", t(f"panel.copy_{part}")) for part in ("title", "body", "hashtags")
        }
        self._lay_out()

    def _lay_out(self) -> None:
        title = self.add_field(self.title, (8, 5, 8, 4))
        title.row.addWidget(self.counter, 0, Qt.AlignmentFlag.AlignTop)
        title.row.addWidget(self.copies["title"], 0, Qt.AlignmentFlag.AlignTop)
        title.row.setSpacing(2)
        self.add(self.conflict)
        self.add_field(self.body)
        self.add(row(self.bar, self.copies["body"]), 2)
        self.add(row(self.tags, self.copies["hashtags"]), 6)

    def show_note(self, note: Note, locked: bool) -> None:
        """Show what belongs to the texts but is none: the tags of the series."""
        self.tags.set_locked(locked)
        series = self._ctx.store.catalog.series_by_id(note.series_id)
        self.tags.set_offers(read_tags(series.hashtags) if series else [])

    def count(self) -> None:
        """Count the texts as they stand in the fields."""
        length, limit = counts.title_length(self.title.value()), counts.title_limit()
        self.counter.setText(f"{length}/{limit}")
        self.counter.setAccessibleName(t("panel.title_length", n=length, limit=limit))
        self.counter.restyle("danger" if length > limit else "text3")
        self.bar.show_budget(counts.budget(self.body.value(), self.tags.value()))
