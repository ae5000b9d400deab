"""What is known of the selected pictures: preview, name, size, colours, tags, the notes that use them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.model import Asset
from xhsplanner.core.text import byte_text
from xhsplanner.core.words import t
from xhsplanner.ops import assets as ops
from xhsplanner.ops import notes
from xhsplanner.ui import images
from xhsplanner.ui.context import Context
from xhsplanner.ui.library.tags import TagRow
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconLabel, TextButton, label, menu_text

WIDTH = 272
NOTES_LISTED = 6
KINDS = {"jpg": "JPG", "png": "PNG", "webp": "WebP"}


class Preview(QWidget):
    """The whole picture, never cropped, on sunken ground."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture: QPixmap | None = None
        self.setFixedHeight(224)
        theme.changed.connect(self.update)

    def show_picture(self, jpeg: bytes | None, name: str) -> None:
        """Show a thumbnail, or that the file is lost."""
        image = images.thumbnail(jpeg)
        self._picture = None if image.isNull() else QPixmap.fromImage(image)
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        if self._picture is None:
            return
        room = QSize(self.width() - 16, self.height() - 16)
        fitted = self._picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        spot = QRectF(0, 0, fitted.width(), fitted.height())
        spot.moveCenter(QRectF(self.rect()).center())
        clip = QPainterPath()
        clip.addRoundedRect(spot, 6, 6)
        painter.setClipPath(clip)
        painter.drawPixmap(spot, self._picture, QRectF(self._picture.rect()))


class ColorRow(QWidget):
    """The main colours of a picture as dots, most frequent first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._colors: list[QColor] = []
        self.setFixedHeight(22)

    def show_colors(self, colors: Sequence[str]) -> None:
        """Show #RRGGBB colours."""
        self._colors = [QColor(color) for color in colors]
        self.setAccessibleName(" ".join([t("library.colors"), *colors]))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("border2"))
        for place, color in enumerate(self._colors):
            painter.setBrush(color)
            painter.drawEllipse(QRectF(0.5 + place * 26, 1.5, 19, 19))


class NameField(QLineEdit):
    """The name, edited in place; `named` when it was changed. Esc takes the typing back."""

    named = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "flat")
        self.setAccessibleName(t("library.name"))
        self._before = ""
        self.editingFinished.connect(self._finish)

    def show_name(self, name: str) -> None:
        """Show a name, unless it is being edited."""
        self._before = name
        if not self.hasFocus():
            self.setText(name)
            self.setCursorPosition(0)

    def _finish(self) -> None:
        if self.text() != self._before:
            self.named.emit(self.text())
        self.setText(self._before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._before)
            self.clearFocus()
        else:
            super().keyPressEvent(event)


class AssetDetails(QFrame):
    """The panel beside the grid. Reads the store, writes through ops."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.ids: list[int] = []
        self.setProperty("look", "panel")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(t("library.details"))
        self._build()
        ctx.selected.connect(lambda _note: self._show_attach())
        self.show_assets([])

    def _build(self) -> None:
        theme = self.ctx.theme
        self.preview = Preview(theme)
        self.heading = label("", "subheading")
        self.name = NameField()
        self.name.named.connect(self._rename)
        self.facts = label("", "soft", wrap=True)
        self.concerns = label("", "soft", wrap=True)
        self.colors = ColorRow(theme)
        self.tags = TagRow(theme)
        self.tags.removed.connect(lambda name: self._tag(remove=[name]))
        self.tag_field = QLineEdit()
        self.tag_field.setPlaceholderText(t("library.tag_add"))
        self.tag_field.setAccessibleName(t("library.tag_add"))
        self.tag_field.returnPressed.connect(self._add_tag)
        self.tag_field.installEventFilter(self)
        self.used = label("", "strong", wrap=True)
        self.notes = QVBoxLayout()
        self.notes.setSpacing(2)
        self.attach = ElidedButton(theme, "plus")
        self.attach.clicked.connect(self.attach_selected)
        self.trash = TextButton(theme, t("library.trash"), "trash-2")
        self.trash.clicked.connect(self._trash)
        self.hint = label(t("library.details_none"), "faint", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setContentsMargins(20, 0, 20, 0)
        self.mark = IconLabel(theme, "image", "text3", 32)
        self._stand()

    def _stand(self) -> None:
        """Put the parts one under another in a column that scrolls."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(8)
        self.tags_title = label(t("library.tags"), "strong")
        above: tuple[QWidget, ...] = (self.preview, self.heading, self.name, self.facts, self.concerns, self.colors)
        for widget in (*above, self.tags_title, self.tags, self.tag_field, self.used):
            column.addWidget(widget)
        column.addLayout(self.notes)
        column.addStretch(1)
        column.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.hint)
        column.addStretch(1)
        column.addWidget(self.attach)
        column.addWidget(self.trash)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes to what is in it
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        for part in (scroll.viewport(), inner):
            part.setAutoFillBackground(False)
        around = QVBoxLayout(self)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(scroll)

    # --- showing ----------------------------------------------------------------------------------

    def show_assets(self, ids: Sequence[int]) -> None:
        """Show one picture in full, several by what they share, or what to do where none is selected."""
        found = self.ctx.store.assets.get_many(ids)
        self.ids = [asset.id for asset in found]
        one = found[0] if len(found) == 1 else None
        for widget in (self.preview, self.name, self.facts, self.colors):
            widget.setVisible(one is not None)
        self.heading.setVisible(len(found) > 1)
        self.heading.setText(t("library.details_many", n=len(found)))
        for part in (self.tags_title, self.tags, self.tag_field, self.used, self.trash):
            part.setVisible(bool(found))
        self.mark.setVisible(not found)
        self.hint.setVisible(not found)
        self.concerns.setVisible(False)
        if one is not None:
            self._show_one(one)
        if found:
            self._show_tags()
            self._show_uses()
            trashed = all(asset.trashed for asset in found)
            words = t("library.restore") if trashed else t("library.trash")
            self.trash.setText(words)
            self.trash.setAccessibleName(words)
            self.trash.set_icon("archive-restore" if trashed else "trash-2")
        else:
            self._clear_notes()
        self._show_attach()

    def _show_one(self, asset: Asset) -> None:
        jpeg = self.ctx.store.thumbs.get(asset.sha256)
        self.preview.show_picture(jpeg, asset.name)
        if jpeg is None:
            self.ctx.tasks.start(lambda: (asset, ops.thumb(self.ctx.store, asset)), self._thumb_made)
        self.name.show_name(asset.name)
        kind = KINDS.get(asset.ext, asset.ext.upper())
        size = byte_text(asset.bytes)
        facts = t("library.facts", width=asset.width, height=asset.height, kind=kind, size=size)
        self.facts.setText(facts + "\n" + t("library.added", day=asset.added_at[:10]))
        self.colors.show_colors(asset.colors.split())
        problems = ops.concerns(asset)
        self.concerns.setText("⚠ " + "\n".join(problems) if problems else "")
        self.concerns.setVisible(bool(problems))

    def _thumb_made(self, made: tuple[Asset, bytes | None]) -> None:
        asset, jpeg = made
        if self.ids == [asset.id]:
            self.preview.show_picture(jpeg, asset.name)
            if jpeg is None:
                self.concerns.setText("⚠ " + t("library.lost"))
                self.concerns.setVisible(True)

    def _show_tags(self) -> None:
        tags = self.ctx.store.assets.tags(self.ids)
        counted: dict[str, int] = {}
        for names in tags.values():
            for name in names:
                counted[name] = counted.get(name, 0) + 1
        self.tags.show_tags([(name, n == len(self.ids)) for name, n in counted.items()])
        known = QCompleter(sorted({tag.name for tag in self.ctx.store.catalog.tags()}), self.tag_field)
        known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.tag_field.setCompleter(known)

    def _show_uses(self) -> None:
        self._clear_notes()
        store = self.ctx.store
        used = sorted({note for ids in store.assets.used_by(self.ids).values() for note in ids})
        words = t("library.used_in", n=len(used)) if used else t("library.used_nowhere")
        self.used.setText(words)
        for note in store.notes.get_many(used[:NOTES_LISTED]):
            title = note.title or note.code
            day = f"{note.day:%m-%d}" if note.day else t("shell.no_day")
            button = ElidedButton(self.ctx.theme, "file-text", "link")
            button.setStyleSheet("text-align: left;")
            button.set_words(t("library.note_line", day=day, title=title))
            button.setAccessibleName(t("library.note_open", title=title))
            button.clicked.connect(lambda _on=False, note_id=note.id: self.ctx.select(note_id))
            self.notes.addWidget(button)
        if len(used) > NOTES_LISTED:
            self.notes.addWidget(label(t("library.used_more", n=len(used) - NOTES_LISTED), "faint"))

    def _clear_notes(self) -> None:
        while (item := self.notes.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _show_attach(self) -> None:
        note = self.ctx.store.notes.get(self.ctx.note_id) if self.ctx.note_id is not None else None
        usable = bool(self.ids) and note is not None and not note.locked
        self.attach.setVisible(usable)
        if usable and note is not None:
            title = note.title or note.code
            words = t("library.attach", title=title)
            self.attach.set_words(words)
            self.attach.setAccessibleName(words)

    # --- acting -----------------------------------------------------------------------------------

    def attach_selected(self) -> Change | None:
        """Add the pictures to the note in the panel."""
        if self.ctx.note_id is None:
            self.ctx.toast(t("library.attach_none"))
            return None
        return self.ctx.run(notes.attach, self.ctx.note_id, self.ids) if self.ids else None

    def _rename(self, name: str) -> None:
        if len(self.ids) == 1 and self.ctx.run(ops.rename, self.ids[0], name):
            found = self.ctx.store.assets.get(self.ids[0])
            self.name.show_name(found.name if found else name)

    def _add_tag(self) -> None:
        name = self.tag_field.text().strip()
        if name and self.ids:
            self._tag(add=[name])
        self.tag_field.clear()

    def _tag(self, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        self.ctx.run(ops.tag, self.ids, add=add, remove=remove)

    def _trash(self) -> None:
        found = self.ctx.store.assets.get_many(self.ids)
        self.ctx.run(ops.restore if all(asset.trashed for asset in found) else ops.trash, self.ids)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self.tag_field.clear()
            self.tag_field.clearFocus()
            return True
        return super().eventFilter(watched, event)


class ElidedButton(TextButton):
    """A button as wide as its column, whose words end in … where they do not fit."""

    def __init__(self, theme: Theme, icon: str, look: str = "") -> None:
        super().__init__(theme, "", icon, look)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str) -> None:
        """Show user text."""
        self._words = words
        self._elide()

    def _elide(self) -> None:
        room = max(20, self.width() - 44)
        self.setText(menu_text(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()
