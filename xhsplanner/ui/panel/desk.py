"""Where a note is written: in the panel or over the whole window, and what is looked for in its texts."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from shiboken6 import isValid

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.find_bar import FindBar, show_cursor
from xhsplanner.ui.panel.page import NotePage
from xhsplanner.ui.panel.text import PlainEditor
from xhsplanner.ui.panel.visit import Visit
from xhsplanner.ui.panel.writing import WritingView

EDGE, FINDER_GAP = 1, 4
SIDE_TOP = 6


class Desk(QObject):
    """Opens and closes the writing mode and the find bar over the panel `home`."""

    def __init__(self, ctx: Context, home: QWidget, page: NotePage) -> None:
        super().__init__(home)
        self._ctx, self._home, self._page = ctx, home, page
        self._before: QWidget | None = None
        self.view = WritingView(ctx, page)
        self.view.left.connect(self.leave)
        self.view.find_asked.connect(lambda: self._open_finder(page.body))
        self.view.resized.connect(self._keep_front, Qt.ConnectionType.QueuedConnection)
        ctx.selected.connect(self._keep_front, Qt.ConnectionType.QueuedConnection)
        editors = [one for one in page.text_fields().values() if isinstance(one, PlainEditor)]
        self.finder = FindBar(ctx.theme, editors)
        self._tops = {home: EDGE, self.view.side: SIDE_TOP}
        self.finder.closed.connect(lambda: self._make_room(0))
        for own in (self.view, self.finder):  # widgets without a parent until they are opened
            home.destroyed.connect(own.deleteLater)
        page.siblings.picked.connect(ctx.select)
        for editor in editors:
            editor.cursorPositionChanged.connect(lambda editor=editor: self._follow(editor))

    @property
    def writing(self) -> bool:
        """Whether the writing mode is open."""
        return not self.view.isHidden()

    @property
    def seen(self) -> bool:
        """Whether somebody sees the fields of the note."""
        return self._home.isVisible() or self.writing

    def watch(self, visit: Visit) -> None:
        """Say in the writing mode when a field is saved."""
        visit.editor.edited.connect(lambda: self.view.say_saved(t("write.saving")))
        visit.written.connect(lambda: self.view.say_saved(t("write.saved")))

    def show_note(self, note: Note | None, locked: bool) -> None:
        """Show another note, or the same as it is now; without one there is nothing to write."""
        if note is None:
            self.finder.drop()
            self._close()
            return
        self.finder.refresh()
        if self.writing:
            self.view.show_note(note, locked)

    # --- writing ----------------------------------------------------------------------------------

    def open(self, note: Note, locked: bool) -> None:
        """Open the writing mode for a note, with the cursor where it was."""
        window = self._home.window()
        host = window.centralWidget() if isinstance(window, QMainWindow) else window
        focus = QApplication.focusWidget()
        self._before = focus
        self.finder.drop()
        self.view.take()
        self.view.show_note(note, locked)
        self.view.cover(host or window)
        inside = focus is not None and self.view.isAncestorOf(focus)
        (focus if inside and focus is not None else self._page.body).setFocus()
        self._keep_front()

    def leave(self) -> bool:
        """Close the writing mode, with the cursor where it is; False where it was not open."""
        if not self.writing:
            return False
        focus, before = QApplication.focusWidget(), self._before
        self._close()
        if focus is not None and self._home.isVisible() and self._home.isAncestorOf(focus):
            focus.setFocus()
            if isinstance(focus, PlainEditor):
                show_cursor(focus)
        elif before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _close(self) -> None:
        if self.writing:
            self.finder.drop()
            self.view.give_back()
            self.view.hide()

    def _keep_front(self) -> None:
        """Lie over the panel, which a narrow window lays on top when a note is selected, and under the messages."""
        if self.writing:
            self.view.raise_()
            messages = getattr(self._home.window(), "toasts", None)
            if messages is not None:
                messages.to_front()

    def _follow(self, editor: PlainEditor) -> None:
        """In the writing mode a text is as high as its lines: the paper is scrolled after the cursor."""
        if self.writing and editor.hasFocus():
            show_cursor(editor)

    # --- finding ----------------------------------------------------------------------------------

    def find(self) -> bool:
        """Open the find bar where the cursor is in one of the texts, or in the bar; False elsewhere."""
        focus = QApplication.focusWidget()
        if focus is not None and self.finder.isAncestorOf(focus):
            self.finder.field.setFocus()
            self.finder.field.selectAll()
            return True
        editor = next((one for one in self._page.text_fields().values() if one is focus), None)
        if isinstance(editor, PlainEditor):
            self._open_finder(editor)
        elif self.writing:
            self._open_finder(self._page.body)
        return self.writing or isinstance(editor, PlainEditor)

    def _open_finder(self, editor: PlainEditor) -> None:
        host = self.view.side if self.writing else self._home
        self.finder.open_over(host, editor)
        self._make_room(self.finder.height() + FINDER_GAP)

    def _make_room(self, above: int) -> None:
        """Keep what lies under the find bar free: the head of the panel, with its title, or that of the brief."""
        for host, top in self._tops.items():
            layout = host.layout()
            if layout is not None:
                head = above if host is self.finder.parentWidget() else 0
                layout.setContentsMargins(EDGE, top + head, EDGE, top)
