"""The tray at the left of the rooms of the plan: topics and notes without a day, dragged out and back in."""

from functools import partial

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout

from xhsplanner.core.change import Change
from xhsplanner.core.planning import Topic
from xhsplanner.core.text import fold
from xhsplanner.core.words import t
from xhsplanner.ops import notes as note_ops
from xhsplanner.ops import topics as ops
from xhsplanner.ui.context import Context
from xhsplanner.ui.notes.mime import NOTES, TOPICS, carried
from xhsplanner.ui.notes.takers import TAKES
from xhsplanner.ui.tray.acts import TrayActs
from xhsplanner.ui.tray.rows import Line, Lines, Painter, of_notes, of_topics
from xhsplanner.ui.widgets.controls import IconButton, TextButton, label
from xhsplanner.ui.widgets.segments import Segments

WIDTH = 280
TABLES = ("topic", "note", "series", "account", "member")
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TrayList(QListView):
    """The rows. Notes with a day that are dropped on it lose it."""

    asked = Signal()
    """Enter, or a double click: open the row."""
    planned = Signal()
    """Alt+Right: onto the shown day."""
    removed = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.lines = Lines()
        self.setModel(self.lines)
        self.setProperty("look", "tray")
        self.setItemDelegate(Painter(ctx.theme, self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(not ctx.store.read_only)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda _index: self.asked.emit())

    def chosen(self) -> list[Line]:
        """The selected rows in their order."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self.lines.lines[row] for row in rows]

    def startDrag(self, actions: Qt.DropAction) -> None:
        self._ctx.carried.emit(True)
        super().startDrag(actions)
        self._ctx.carried.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in ENTER:
            self.asked.emit()
        elif key is Qt.Key.Key_Right and held & Qt.KeyboardModifier.AltModifier:
            self.planned.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        else:
            at = event.globalPos()
        if self.selectedIndexes():
            self.menu_asked.emit(at)


class Tray(QFrame):
    """Two lists, one shown: 选题 and 待排."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.acts = ctx, TrayActs(ctx, self)
        self.setProperty("look", "panel")
        self.setProperty(TAKES, True)
        self.setAccessibleName(t("tray.title"))
        self.setFixedWidth(WIDTH)
        self.setAcceptDrops(True)
        self._filed = "open"
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.reload)
        self.tabs = Segments(
            ctx.theme, t("tray.title"), [("topics", t("tray.topics"), ""), ("notes", t("tray.undated"), "")]
        )
        self.tabs.chosen.connect(self.show_tab)
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("tray.search"))
        self.search.setAccessibleName(t("tray.search"))
        self.search.textChanged.connect(lambda _text: self._soon.start())
        self.list = TrayList(ctx)
        self.nothing = label("", "soft", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field = QLineEdit()
        self.field.setMaxLength(ops.LONGEST)
        self.field.setPlaceholderText(t("tray.add"))
        self.field.setAccessibleName(t("tray.add"))
        self.field.returnPressed.connect(self.add)
        self.field.setEnabled(not ctx.store.read_only)
        self._build()
        self.list.asked.connect(self.open)
        self.list.planned.connect(self.plan)
        self.list.removed.connect(self.remove)
        self.list.clicked.connect(self._clicked)
        self.list.menu_asked.connect(lambda at: self.acts.menu(self.tab, self.list.chosen(), at))
        ctx.changed.connect(self._on_change)
        ctx.filtered.connect(lambda _wanted: self._soon.start())
        ctx.setting_changed.connect(self._setting_changed)
        self.tabs.show_value(str(ctx.settings.get("tray_tab")))
        self.reload()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.tabs, 1)
        close = IconButton(self.ctx.theme, "x", t("tray.close"), "text3", 16)
        close.clicked.connect(lambda: self.ctx.settings.set("tray_open", False))
        head.addWidget(close)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        filed = QHBoxLayout()
        filed.setSpacing(6)
        self.filed = {name: TextButton(self.ctx.theme, "", "", "chip") for name in ("used", "archived")}
        for name, button in self.filed.items():
            button.setCheckable(True)
            button.clicked.connect(partial(self.show_filed, name))
            filed.addWidget(button)
        filed.addStretch(1)
        column.addLayout(filed)
        column.addWidget(self.field)

    @property
    def tab(self) -> str:
        """`topics` or `notes`."""
        return next((button.value for button in self.tabs.buttons if button.isChecked()), "topics")

    def show_tab(self, tab: str) -> None:
        """Show one of the two lists."""
        self.ctx.settings.set("tray_tab", tab)

    def _setting_changed(self, name: str) -> None:
        if name == "tray_tab":
            self.tabs.show_value(str(self.ctx.settings.get("tray_tab")))
            self.reload()

    def show_filed(self, name: str, on: bool = True) -> None:
        """Show topics that notes are made of already, or archived ones, instead of fresh ones."""
        self._filed = name if on else "open"
        self.reload()

    def focus_list(self) -> None:
        """Put the keyboard on the list, or where a topic is typed."""
        rows = self.list.lines.rowCount()
        if rows and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.list.lines.index(0))
        (self.list if rows else self.field if self.tab == "topics" else self.search).setFocus(
            Qt.FocusReason.ShortcutFocusReason
        )

    # What is shown

    def _on_change(self, change: Change) -> None:
        if change.touches(*TABLES):
            self._soon.start()

    def reload(self) -> None:
        """Read both lists again; what was selected stays so."""
        kept, on_topics = [line.id for line in self.list.chosen()], self.tab == "topics"
        ideas, used = self.ctx.store.topics.counts()
        undated = self.ctx.store.notes.backlog(wanted=self.ctx.filter)
        lines = of_notes(self.ctx, undated) if not on_topics else of_topics(self.ctx, self._topics())
        wanted = fold(self.search.text().strip())
        shown = [line for line in lines if wanted in fold(f"{line.title}\n{line.detail}")] if wanted else lines
        self.list.lines.show(shown, TOPICS if on_topics else NOTES)
        for row_id in kept:
            if (row := self.list.lines.row_of(row_id)) is not None:
                flag = self.list.selectionModel().SelectionFlag.Select
                self.list.selectionModel().setCurrentIndex(self.list.lines.index(row), flag)
        for button, words, n in zip(
            self.tabs.buttons, ("tray.topics", "tray.undated"), (ideas, len(undated)), strict=True
        ):
            button.setText(t("tray.counted", what=t(words), n=n) if n else t(words))
            button.setAccessibleName(button.text())
        self._show_rest(on_topics, bool(shown), bool(wanted), used)

    def _topics(self) -> list[Topic]:
        store = self.ctx.store.topics
        return store.archived() if self._filed == "archived" else store.ideas(used=self._filed == "used")

    def _show_rest(self, on_topics: bool, some: bool, searching: bool, used: int) -> None:
        archived = len(self.ctx.store.topics.archived()) if on_topics else 0
        for name, n in (("used", used), ("archived", archived)):
            button = self.filed[name]
            words = t(f"tray.{name}", n=n)
            button.setText(words)
            button.setAccessibleName(words)
            button.setChecked(self._filed == name)
            button.setVisible(on_topics and (n > 0 or self._filed == name))
        self.field.setVisible(on_topics)
        self.list.setVisible(some)
        self.list.setAccessibleName(t("tray.topics" if on_topics else "tray.undated"))
        self.nothing.setVisible(not some)
        key = "nothing_found" if searching else "no_topics" if on_topics else "no_notes"
        self.nothing.setText(t(f"tray.{key}"))

    # What is done

    def add(self) -> None:
        """Keep what is typed as a topic; the next one can be typed at once."""
        title = self.field.text()
        if title.strip() and self.ctx.run(ops.add, title, **self._given()) is not None:
            self.field.clear()
            self.show_filed("open")

    def _given(self) -> dict[str, int]:
        """The series of the filter, where it names one."""
        return {key: one for key, one in self.ctx.filter.given().items() if key == "series_id"}

    def _clicked(self, _index: QModelIndex) -> None:
        if self.tab == "notes":
            self.ctx.pick([line.id for line in self.list.chosen()])

    def open(self) -> None:
        """A topic's form, or a note in the panel."""
        index = self.list.currentIndex()
        if not index.isValid():
            return
        line = self.list.lines.lines[index.row()]
        if self.tab == "notes":
            self.acts.notes.open(line.id)
        else:
            self.acts.form(line.id, self.list.viewport().mapToGlobal(self.list.visualRect(index).bottomLeft()))

    def plan(self) -> None:
        """Put what is selected on the shown day."""
        self.acts.plan(self.tab, [line.id for line in self.list.chosen()])

    def remove(self) -> None:
        """Delete what is selected."""
        ids = [line.id for line in self.list.chosen()]
        if ids and self.tab == "notes":
            self.acts.notes.delete(ids)
        elif ids:
            self.ctx.run(ops.remove, ids)

    # Notes that come back

    def held(self, over: bool) -> None:
        """Show that notes which are held over it would be taken."""
        self.setProperty("look", "target" if over else "panel")
        self.style().unpolish(self)
        self.style().polish(self)

    def _dated(self, mime: QMimeData) -> list[int]:
        ids = carried(mime, NOTES) if mime.hasFormat(NOTES) and not self.ctx.store.read_only else []
        return [note.id for note in self.ctx.store.notes.get_many(ids) if note.day is not None]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dated(event.mimeData()):
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
            self.held(True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.held(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.held(False)
        ids = self._dated(event.mimeData())
        if ids:
            event.acceptProposedAction()
            self.ctx.run(note_ops.move, ids, day=None)
