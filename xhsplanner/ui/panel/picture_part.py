"""The part of the note panel with the pictures: heading, how many of how many, saving them, the row itself."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core.model import Asset
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.add import most_pictures
from xhsplanner.ui.panel.pictures import PictureRow
from xhsplanner.ui.widgets.parts import GlyphButton, Line
from xhsplanner.ui.widgets.thumbs import Thumbs


class PicturePart(QWidget):
    """The pages of a note in order."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        theme = ctx.theme
        self.thumbs = Thumbs(ctx, self)
        self.heading = Line(theme, "text", 13, bold=True)
        self.heading.setText(t("panel.pictures"))
        self.count = Line(theme, "text3", 12)
        self.save = GlyphButton(theme, "folder-down", t("panel.save_pictures"))
        self.row = PictureRow(theme, self.thumbs)
        self.bar = QWidget()
        head = QHBoxLayout(self.bar)
        head.setContentsMargins(0, 4, 0, 0)
        head.setSpacing(2)
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.count)
        head.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.beyond = Line(theme, "danger", 12)
        self.beyond.setWordWrap(True)
        column.addWidget(self.bar)
        column.addWidget(self.row)
        column.addWidget(self.beyond)

    def show_pictures(self, pictures: Sequence[Asset], locked: bool, cover: bool) -> None:
        """Show a note's pictures; `locked` takes away every way to change them, `cover` is posted before them."""
        most = most_pictures() - cover
        self.row.show_pictures(pictures, locked, most, cover)
        self.bar.setVisible(bool(pictures))
        self.row.setVisible(bool(pictures) or not locked)
        self.setVisible(bool(pictures) or not locked)
        count = f"{len(pictures)} / {most}"
        self.count.setText(t("pictures.after_cover", count=count) if cover else count)
        more = max(0, len(pictures) - most)
        self.beyond.setText(
            t("pictures.beyond_note_cover" if cover else "pictures.beyond_note", n=most, more=more) if more else ""
        )
        self.beyond.setVisible(more > 0)
        self.count.restyle("danger" if more else "text3")
