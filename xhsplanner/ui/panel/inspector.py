"""The note panel: everything about one note, edited in place, with a live preview of the feed."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.model import Note, NoteText
from xhsplanner.core.words import t
from xhsplanner.ops import notes
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel import actions
from xhsplanner.ui.panel.desk import Desk
from xhsplanner.ui.panel.empty import EmptyPage
from xhsplanner.ui.panel.homeward import Homeward
from xhsplanner.ui.panel.page import NotePage
from xhsplanner.ui.panel.picture_hands import PictureHands
from xhsplanner.ui.panel.versions import VersionsPage
from xhsplanner.ui.panel.visits import Visits

PREVIEW_AFTER_MS = 120
SHOWN_TABLES = (
    "note", "note_text", "note_asset", "asset", "cover", "shot", "account", "series", "member", "persona", "result",
    "offer", "note_offer", "keyword", "note_keyword", "relay",
)  # fmt: skip


class Inspector(QFrame):
    """Shows the note that `ctx` has selected. `flush()` writes what is typed and not written yet."""

    escaped = Signal()
    """Esc was pressed in a field; the focus is back where it was before the panel."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._note: Note | None = None
        self._text = NoteText()
        self._window: QWidget | None = None
        self._late = False
        self.dialog: actions.PublishDialog | None = None
        self.setObjectName("Panel")
        self.setAcceptDrops(True)
        self.setMinimumWidth(320)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(1, 1, 1, 1)
        self.empty = EmptyPage(ctx)
        self.page = NotePage(ctx)
        self.versions = VersionsPage(ctx)
        self.pictures = PictureHands(ctx, self.page.picture_part, self._shown_id)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(self.page)
        for widget in (self.page, self.scroller.viewport(), self.empty):
            widget.setAutoFillBackground(False)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.scroller)
        self._stack.addWidget(self.versions)
        self.visits = Visits(ctx, self.page, self)
        self._homeward = Homeward(self)
        self.desk = Desk(ctx, self, self.page)
        self._preview_timer = QTimer(self)
        self._preview_timer.setSingleShot(True)
        self._preview_timer.setInterval(PREVIEW_AFTER_MS)
        self._preview_timer.timeout.connect(self._show_preview)
        self._connect()
        self.show_note(ctx.note_id)

    def _connect(self) -> None:
        ctx, page = self._ctx, self.page
        ctx.selected.connect(self._selected)
        ctx.changed.connect(self._on_change)
        ctx.day_shown.connect(lambda _day: self._refresh_empty())
        ctx.theme.changed.connect(self._restyle)
        self.visits.edited.connect(self._typed)
        for visit in self.visits.fields.values():
            self.desk.watch(visit)
        for editor in page.escapable():
            editor.escaped.connect(self._escape)
        page.video.escaped.connect(self._escape)
        page.title.moved_on.connect(page.body.setFocus)
        page.tags.refused.connect(ctx.toast)
        page.texts.write_asked.connect(self.write)
        page.header.closed.connect(lambda: ctx.select(None))
        page.header.copy_code_asked.connect(self._copy_code)
        page.header.versions_asked.connect(self.show_versions)
        self.versions.closed.connect(self._close_versions)
        page.facts.publish_asked.connect(self._ask_publish)
        for part, button in page.copies.items():
            button.clicked.connect(lambda _checked=False, part=part: self.copy(part))
        page.picture_part.save.clicked.connect(self._save_pictures)
        page.seconds_edited.connect(self._set_seconds)
        page.preview.template_asked.connect(lambda: ctx.show_room("covers"))
        page.preview.feed.picked.connect(ctx.select)

    # --- what is shown ----------------------------------------------------------------------------

    def _shown_id(self) -> int | None:
        return self._note.id if self._note is not None else None

    @property
    def note(self) -> Note | None:
        """The note in the panel as it is stored."""
        return self._note

    def show_note(self, note_id: int | None) -> None:
        """Show a note or, for None, how the week stands. What was typed before is written first."""
        self.flush()
        self.page.clear_notices()
        note = self._ctx.store.notes.get(note_id) if note_id is not None else None
        if note is None:
            self._note = None
            self.desk.show_note(None, locked=True)
            self.visits.show(None, NoteText())
            self._refresh_empty()
            self._stack.setCurrentWidget(self.empty)
            return
        text = self._ctx.store.notes.text(note.id)
        self.visits.show(note, text)
        self._show(note, text)
        self.scroller.verticalScrollBar().setValue(0)
        self._stack.setCurrentWidget(self.scroller)

    def _selected(self, note_id: int | None) -> None:
        """Another note; a panel that nobody sees reads it when it is shown, so that other rooms need not wait."""
        self._late = not self.desk.seen
        if self._late:
            self.flush()
        else:
            self.show_note(note_id)

    def write(self) -> None:
        """Open the writing mode for the note, or close it where it is open."""
        if self.desk.leave():
            return
        self._catch_up()
        if self._note is not None:
            self.desk.open(self._note, bool(self._lock(self._note)))

    def _catch_up(self) -> bool:
        """Read the note again where that was put off while nobody saw it."""
        late, self._late = self._late, False
        if late:
            self.show_note(self._ctx.note_id)
        return late

    def find_text(self) -> bool:
        """Look in the texts of the note, where the cursor is in one of them; False elsewhere."""
        return self.desk.find()

    def edit_title(self) -> None:
        """Put the cursor into the title with all of it marked: what follows making a note."""
        self.page.title.setFocus()
        self.page.title.select_all()

    def show_preview(self) -> None:
        """Scroll so that the preview is in sight."""
        self._scroll_to(self.page.preview)

    def show_versions(self) -> None:
        """Show how the note came to be what it is, in the place of its fields."""
        if self._note is None:
            return
        self.flush()
        note = self._ctx.store.notes.get(self._note.id)
        if note is not None:
            self.versions.show_note(note, self._lock(note))
            self._stack.setCurrentWidget(self.versions)
            self.versions.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_versions(self) -> None:
        self._stack.setCurrentWidget(self.scroller)
        self.page.header.more.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_detail(self) -> None:
        """Show the note as the page a reader opens."""
        self.page.preview.show_tab("detail")
        self.show_preview()

    def show_video(self) -> None:
        """Scroll to script and shots."""
        self._scroll_to(self.page.video)

    def show_pictures(self) -> None:
        """Scroll to the pictures."""
        self._scroll_to(self.page.picture_part)

    def _scroll_to(self, part: QWidget) -> None:
        if self._note is None:
            return
        self.desk.leave()
        self._stack.setCurrentWidget(self.scroller)
        QTimer.singleShot(0, self, lambda: self._align(part))  # the page is laid out again first

    def _align(self, part: QWidget) -> None:
        if self.page.isAncestorOf(part):
            top = part.mapTo(self.page, QPoint(0, 0)).y()
            self.scroller.verticalScrollBar().setValue(max(0, top - 8))

    def _refresh_empty(self) -> None:
        if self._note is None:
            self.empty.refresh()

    def _show(self, note: Note, text: NoteText) -> None:
        self._note, self._text = note, text
        store = self._ctx.store
        pictures = store.notes.pictures(note.id)
        self.page.show_note(note, text, pictures, self._lock(note))
        self.desk.show_note(note, bool(self._lock(note)))
        self._count()
        self._show_preview()

    def _lock(self, note: Note) -> str:
        """Why nothing but results may be edited, '' where it may."""
        if self._ctx.store.read_only:
            return self._ctx.store.read_only
        return t("panel.locked") if note.locked else ""

    def _draft(self) -> tuple[Note, NoteText]:
        """The note as it stands in the fields."""
        assert self._note is not None
        page = self.page
        note = replace(self._note, title=page.title.value())
        return note, replace(self._text, body=page.body.value(), hashtags=page.tags.value())

    def _count(self) -> None:
        self.page.count()

    def _show_preview(self) -> None:
        if self._note is not None:
            self.page.preview.show_note(*self._draft())
            self.page.compare()

    # --- typing -----------------------------------------------------------------------------------

    def _typed(self) -> None:
        if self._note is not None:
            self._count()
            self._preview_timer.start()

    def flush(self) -> None:
        """Write what is typed and not written yet, and end the visits."""
        self.visits.flush()

    def unsaved(self) -> bool:
        """Whether something is typed that is not written yet."""
        return self.visits.unsaved

    def _on_change(self, change: Change) -> None:
        if not change.touches(*SHOWN_TABLES):
            return
        if not self.desk.seen:
            self._late = True
            return
        if self._note is None:
            self._refresh_empty()
            return
        note = self._ctx.store.notes.get(self._note.id)
        if note is None:
            self.show_note(None)
            return
        text = self._ctx.store.notes.text(note.id)
        self.visits.refresh(note, text, change)
        self._show(note, text)
        if self._stack.currentWidget() is self.versions:
            self.versions.show_note(note, self._lock(note))

    # --- doing ------------------------------------------------------------------------------------

    def copy(self, part: str) -> None:
        """Copy `title`, `body` or `hashtags` as it stands in the fields."""
        self.flush()
        if self._note is not None:
            actions.copy_text(self._ctx, self.page.text_fields()[part].value(), t(f"panel.copied_{part}"))

    def _copy_code(self) -> None:
        if self._note is not None:
            actions.copy_text(self._ctx, self._note.code, t("panel.copied_code", code=self._note.code))

    def _save_pictures(self) -> None:
        self.flush()
        if self._note is not None:
            actions.save_to_folder(self._ctx, self._draft()[0], self)

    def _ask_publish(self) -> None:
        self.flush()
        if self._note is not None:
            self.dialog = actions.PublishDialog(self, self._ctx, self._note)
            self.dialog.open()

    def _set_seconds(self, seconds: int | None) -> None:
        if self._note is not None and seconds != self._text.seconds:
            self._ctx.quietly(notes.edit, self._note.id, seconds=seconds)

    # --- drops, focus, theme, closing ------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._note is not None and self.page.pictures.takes(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        # Dropped on the panel beside the row of pictures: they go to the end.
        self.page.pictures.drop(event, len(self.page.pictures.assets))

    def _escape(self) -> None:
        self.flush()
        if self.desk.leave():
            return
        self._homeward.go()
        self.escaped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # From a chip or a button: the text fields send `escaped` themselves.
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        self.page.restyle()
        self.page.video.restyle()
        for child in self.findChildren(QWidget):
            child.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._catch_up():
            self._show_preview()
        if self._window is not self.window():
            self._window = self.window()
            self._window.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        self._preview_timer.stop()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and watched is self._window:
            self.flush()
            self._preview_timer.stop()
        return False
