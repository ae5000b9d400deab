"""The search field and the list of notes that drops down from it. Everything in it is plain text."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import IconButton, label, native_key
from xhsplanner.ui.widgets.two_lines import ENTRY, ROW, Entry, TwoLines

SHOWN = 12
WAIT_MS = 120


class SearchField(QLineEdit):
    """Finds notes while typing; Enter takes the first, Down goes into the list, Esc puts it away."""

    done = Signal()
    """A note was taken or the search given up: the keyboard is free for the room."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.setFixedWidth(264)
        self.setPlaceholderText(t("shell.search_hint"))
        self.setAccessibleName(t("shell.search"))
        self.setTextMargins(24, 0, 26, 0)
        self.clearer = IconButton(ctx.theme, "x", t("shell.search_clear"), "text3", 16)
        self.clearer.setParent(self)
        self.clearer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clearer.setCursor(Qt.CursorShape.ArrowCursor)
        self.clearer.setGeometry(230, 0, 34, 34)
        self.clearer.clicked.connect(self.clear)
        self.clearer.hide()
        self.results: Results | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.look)
        self.textEdited.connect(lambda _text: self._wait.start())
        self.textChanged.connect(self._maybe_clear)
        self.returnPressed.connect(self._take_first)
        ctx.theme.changed.connect(self.update)

    def look(self) -> None:
        """Look now and show what was found."""
        self._wait.stop()
        query = self.text().strip()
        self._ctx.set_query(query)
        if not query:
            self.put_away()
            return
        if self.results is None:
            self.results = Results(self._ctx, self)
        self.results.show_notes(self._ctx.store.notes.find(query, limit=SHOWN))

    def put_away(self) -> None:
        """Hide the list."""
        if self.results is not None:
            self.results.hide()

    def _maybe_clear(self, text: str) -> None:
        self.clearer.setVisible(bool(text))
        if not text:
            self.look()

    def _take_first(self) -> None:
        self.look()
        if self.results is not None and self.results.isVisible():
            self.results.take(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        open_ = self.results is not None and self.results.isVisible()
        if event.key() == Qt.Key.Key_Down and open_ and self.results is not None:
            self.results.enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.results is not None and not self.results.list.hasFocus():
            self.put_away()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        theme = self._ctx.theme
        pixmap = theme.pixmap("search", "text3", 16, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(10, (self.height() - 16) // 2), pixmap)
        if not self.text() and not self.hasFocus():
            box = QRectF(self.width() - 52, (self.height() - 20) / 2, 44, 20)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(box, 5, 5)
            painter.setPen(theme.color("text2"))
            painter.setFont(theme.font(11))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, native_key("Ctrl+F").replace("+", " "))


def entry_of(ctx: Context, note: Note) -> Entry:
    """How a note looks in a list."""
    account = ctx.store.catalog.account(note.account_id)
    avatar = (account.initial, account.color) if account else ("", "")
    return Entry(note, note.title or t("shell.untitled"), describe(ctx, note), avatar=avatar)


def describe(ctx: Context, note: Note) -> str:
    """Day, account and series of a note in one line."""
    account = ctx.store.catalog.account(note.account_id)
    series = ctx.store.catalog.series_by_id(note.series_id) if note.series_id is not None else None
    when = note.day.isoformat() if note.day else t("shell.no_day")
    if note.day and note.minute is not None:
        when += f" {note.minute // 60:02}:{note.minute % 60:02}"
    return " · ".join(part for part in (when, account and account.name, series and series.name) if part)


class Results(QFrame):
    """The list under the search field; a child of the window, so that the keyboard stays in one place."""

    def __init__(self, ctx: Context, field: SearchField) -> None:
        super().__init__(field.window())
        self._ctx, self._field = ctx, field
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(0)
        self.list = QListWidget()
        self.list.setStyleSheet(
            "QListWidget { border: 0; padding: 0; } QListWidget:focus { border: 0; padding: 0; }"
        )
        self.list.setAccessibleName(t("shell.search_results"))
        self.list.setItemDelegate(TwoLines(ctx.theme, self.list, chosen="sunken"))
        self.list.itemClicked.connect(lambda item: self.take(self.list.row(item)))
        self.list.setMouseTracking(True)
        self.list.itemEntered.connect(self.list.setCurrentItem)
        self.list.installEventFilter(self)
        self._nothing = label(t("shell.search_nothing"), "soft")
        self._nothing.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.list)
        column.addWidget(self._nothing)

    def show_notes(self, notes: list[Note]) -> None:
        """Show these notes, or that there are none."""
        self.list.clear()
        for note in notes:
            item = QListWidgetItem()
            entry = entry_of(self._ctx, note)
            item.setData(ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, entry.spoken)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(notes))
        self._nothing.setVisible(not notes)
        width = max(self._field.width(), 380)
        height = min(len(notes), 8) * ROW + 10 if notes else 52
        corner = self._field.mapTo(self.window(), QPoint(self._field.width() - width, self._field.height() + 6))
        self.setGeometry(corner.x(), corner.y(), width, height)
        self.show()
        self.raise_()

    def enter(self) -> None:
        """Take the keyboard into the list, at its second row."""
        self.list.setFocus()
        self.list.setCurrentRow(min(1, self.list.count() - 1))

    def take(self, row: int) -> None:
        """Show the note of a row: in the panel, and the calendar at its day."""
        item = self.list.item(row)
        if item is None:
            return
        note: Note = item.data(ENTRY).value
        self._field.done.emit()  # before hiding: Qt would hand the focus of the list to the rail
        self.hide()
        if note.day is not None:
            self._ctx.show_day(note.day)
        self._ctx.select(note.id)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and not self._field.hasFocus():
            self.hide()
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.take(self.list.currentRow())
                return True
            if event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Up and self.list.currentRow() == 0):
                self._field.setFocus()
                return True
        return False
