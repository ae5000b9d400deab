"""The handbook: pages beside their contents, searched, with a way back. It reads our own files and nothing else."""

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QKeySequence,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.words import t
from xhsplanner.ui import handbook
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import IconButton, label

WIDTH, HEIGHT, SIDE = 980, 680, 232
PAGE = "page:"
LINE_HEIGHT = 150
MARGINS = {0: (0, 10), 1: (0, 8), 2: (18, 6), 3: (12, 4)}
"""Space above and below a block, by the level of its heading; 0 is a paragraph."""
SIZES = {1: 22, 2: 16, 3: 14}


class Paper(QTextBrowser):
    """Shows Markdown of ours. Loads no picture, follows no link by itself."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.setOpenLinks(False)
        self.setAccessibleName(t("help.page"))
        self.setProperty("look", "paper")
        self.document().setDocumentMargin(28)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Nothing, wherever it is said to be."""
        return None

    def show_page(self, markdown: str) -> None:
        """Show a page from its beginning."""
        document = self.document()
        document.setDefaultFont(self._ctx.theme.font(14))
        document.setMarkdown(markdown, QTextDocument.MarkdownFeature.MarkdownNoHTML)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        block = document.begin()
        while block.isValid():
            self._dress(cursor, block)
            block = block.next()
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def _dress(self, cursor: QTextCursor, block: QTextBlock) -> None:
        """Give a block the sizes and colours of the window; what is set as code is a key."""
        level = block.blockFormat().headingLevel()
        space = QTextBlockFormat()
        above, below = MARGINS.get(level, MARGINS[3])
        space.setTopMargin(above)
        space.setBottomMargin(4 if block.textList() is not None else below)
        space.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setPosition(block.position())
        cursor.mergeBlockFormat(space)
        parts = block.begin()
        spans: list[tuple[int, int, bool, bool]] = []
        while not parts.atEnd():
            part = parts.fragment()
            looks = part.charFormat()
            spans.append((part.position(), part.length(), looks.fontFixedPitch(), looks.isAnchor()))
            parts += 1
        for position, length, is_key, is_link in spans:
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(self._format(level, is_key, is_link))

    def _format(self, level: int, is_key: bool, is_link: bool) -> QTextCharFormat:
        theme, form = self._ctx.theme, QTextCharFormat()
        form.setFontFamilies(theme.families)
        if level:
            form.setProperty(QTextCharFormat.Property.FontPixelSize, SIZES.get(level, 14))
            form.clearProperty(QTextCharFormat.Property.FontSizeAdjustment)
        color: QColor = theme.color("focus" if is_link else "text")
        form.setForeground(color)
        if is_key:
            form.setFontFixedPitch(False)
            form.setBackground(theme.color("border"))
        return form


class HelpDialog(QDialog):
    """The handbook at a page: the one asked for, else the one about the shown room."""

    def __init__(self, ctx: Context, parent: QWidget | None = None, page: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(t("help.title"))
        self._ctx = ctx
        self._pages = {one.id: one for one in handbook.pages()}
        self._past: list[str] = []
        self._next: list[str] = []
        self.shown = ""
        self._build()
        room = getattr(parent, "room", None)
        self.go(page or handbook.page_of(room.room_id if room is not None else ""))
        ctx.theme.changed.connect(self._draw)
        self.resize(QSize(WIDTH, HEIGHT))

    def _build(self) -> None:
        theme = self._ctx.theme
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("help.find"))
        self.search.setAccessibleName(t("help.find"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._take_first)
        self.list = QListWidget()
        self.list.setAccessibleName(t("help.contents"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._picked)
        self.nothing = label(t("help.nothing"), "soft", wrap=True)
        self.nothing.hide()
        self.back = IconButton(theme, "arrow-left", t("help.back"))
        self.forward = IconButton(theme, "arrow-right", t("help.forward"))
        self.back.clicked.connect(self.go_back)
        self.forward.clicked.connect(self.go_forward)
        for key, act in (("Alt+Left", self.go_back), ("Alt+Right", self.go_forward)):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self.paper = Paper(self._ctx)
        self.paper.anchorClicked.connect(lambda url: self.go(url.toString().removeprefix(PAGE)))
        top = QHBoxLayout()
        top.addWidget(self.back)
        top.addWidget(self.forward)
        top.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addLayout(top)
        side.addWidget(self.search)
        side.addWidget(self.nothing)
        side.addWidget(self.list, 1)
        left = QWidget()
        left.setFixedWidth(SIDE)
        left.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(16)
        outer.addWidget(left)
        outer.addWidget(self.paper, 1)
        self._narrow("")

    # --- walking ----------------------------------------------------------------------------------

    def go(self, page: str) -> None:
        """Show a page; ids that do not exist are ignored."""
        if page in self._pages and page != self.shown:
            if self.shown:
                self._past.append(self.shown)
            self._next.clear()
            self._show(page)

    def go_back(self) -> None:
        """The page before."""
        if self._past:
            self._next.append(self.shown)
            self._show(self._past.pop())

    def go_forward(self) -> None:
        """The page one came back from."""
        if self._next:
            self._past.append(self.shown)
            self._show(self._next.pop())

    def _show(self, page: str) -> None:
        self.shown = page
        self.back.setEnabled(bool(self._past))
        self.forward.setEnabled(bool(self._next))
        self._mark()
        self._draw()

    def _draw(self) -> None:
        self.paper.show_page(self._pages[self.shown].filled(self._ctx.settings.get("shortcuts")))

    # --- contents ---------------------------------------------------------------------------------

    def _narrow(self, typed: str) -> None:
        found = handbook.find(typed)
        self.list.blockSignals(True)
        self.list.clear()
        for page in found:
            item = QListWidgetItem(page.title)
            item.setData(Qt.ItemDataRole.UserRole, page.id)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.nothing.setVisible(not found)
        self._mark()

    def _mark(self) -> None:
        self.list.blockSignals(True)
        rows = [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]
        self.list.setCurrentRow(rows.index(self.shown) if self.shown in rows else -1)
        self.list.blockSignals(False)

    def _picked(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.go(item.data(Qt.ItemDataRole.UserRole))

    def _take_first(self) -> None:
        if self.list.count():
            self.go(self.list.item(0).data(Qt.ItemDataRole.UserRole))
            self.paper.setFocus()
