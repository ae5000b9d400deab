"""The emoji picker: used last, by group, by search in Chinese, pinyin and English. One click puts one in."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from xhsplanner.core import emoji
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.frames import Popup
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import label, plain_tip

CELL, ACROSS, DOWN = 36, 9, 6
RECENT = "recent"


class EmojiPopup(Popup):
    """Shift keeps the picker open for the next one."""

    picked = Signal(str)

    def __init__(self, parent: QWidget, ctx: Context) -> None:
        super().__init__(parent, ctx.theme)
        self._ctx = ctx
        self.setAccessibleName(t("write.emoji"))
        self.field = QLineEdit()
        self.field.setPlaceholderText(t("write.emoji_search"))
        self.field.setAccessibleName(t("write.emoji_search"))
        self.field.textChanged.connect(lambda _text: self._fill())
        self.field.installEventFilter(self)
        self.list = self._grid()
        self.empty = label(t("write.emoji_none"), "soft")
        self.body.addWidget(self.field)
        self.body.addLayout(self._tabs())
        self.body.addWidget(self.list)
        self.body.addWidget(self.empty)
        self._fill()
        self.field.setFocus()

    def _grid(self) -> QListWidget:
        grid = QListWidget()
        grid.setViewMode(QListView.ViewMode.IconMode)
        grid.setMovement(QListView.Movement.Static)
        grid.setResizeMode(QListView.ResizeMode.Fixed)
        grid.setUniformItemSizes(True)
        grid.setGridSize(QSize(CELL, CELL))
        grid.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        grid.setFixedSize(CELL * ACROSS + 24, CELL * DOWN + 10)
        grid.setStyleSheet("QListView::item { padding: 0; }")
        grid.setFont(emoji_font(self._ctx.theme, 20))
        grid.setAccessibleName(t("write.emoji"))
        grid.installEventFilter(self)
        grid.itemClicked.connect(self._pick)
        return grid

    def _tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self._groups = QButtonGroup(self)
        recent = [str(one) for one in self._ctx.settings.get("emoji_recent")]
        names = [*([RECENT] if recent else []), *emoji.groups()]
        self.tabs: dict[str, GroupTab] = {}
        for name in names:
            mark = "🕐" if name == RECENT else emoji.groups()[name][0].text
            tab = GroupTab(self._ctx.theme, mark, t(f"write.emoji_{name}"))
            tab.clicked.connect(lambda _checked=False: self._tab_chosen())
            self._groups.addButton(tab)
            self.tabs[name] = tab
            row.addWidget(tab)
        self.tabs[names[0]].setChecked(True)
        row.addStretch(1)
        return row

    def _tab_chosen(self) -> None:
        self.field.clear()
        self._fill()

    @property
    def group(self) -> str:
        """The tab that is chosen."""
        return next(name for name, tab in self.tabs.items() if tab.isChecked())

    def _shown(self) -> Sequence[tuple[str, str]]:
        """(emoji, name) of what to offer."""
        if self.field.text().strip():
            return [(one.text, one.name) for one in emoji.search(self.field.text())]
        if self.group == RECENT:
            recent = [str(text) for text in self._ctx.settings.get("emoji_recent")]
            names = {one.text: one.name for one in emoji.table()}
            return [(text, names.get(text, "")) for text in dict.fromkeys([*recent, *names])]
        return [(one.text, one.name) for one in emoji.groups()[self.group]]

    def _fill(self) -> None:
        self.list.clear()
        for text, name in self._shown():
            item = QListWidgetItem(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            item.setSizeHint(QSize(CELL, CELL))
            item.setToolTip(plain_tip(name))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, name)
            self.list.addItem(item)
        self.list.setVisible(self.list.count() > 0)
        self.empty.setVisible(self.list.count() == 0)
        if self.field.text().strip():
            self.list.setCurrentRow(0)

    def _pick(self, item: QListWidgetItem) -> None:
        text = item.text()
        settings = self._ctx.settings
        settings.set("emoji_recent", emoji.used([str(one) for one in settings.get("emoji_recent")], text))
        if not QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.close()
        self.picked.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        item = self.list.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._pick(item)
            return True
        if watched is self.field and event.key() == Qt.Key.Key_Down and self.list.count():
            self.list.setFocus()
            self.list.setCurrentRow(max(0, self.list.currentRow()))
            return True
        return False


class GroupTab(QAbstractButton):
    """One group, shown by its first emoji; ringed while chosen."""

    def __init__(self, theme: Theme, mark: str, words: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted again as the mouse comes and goes
        self._theme, self._mark = theme, mark
        self.setCheckable(True)
        self.setFixedSize(23, 26)
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse() or self.hasFocus():
            painter.setPen(QPen(self._theme.color("focus"), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent_soft" if self.isChecked() else "sunken"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)
        painter.setFont(emoji_font(self._theme, 14))
        painter.setPen(self._theme.color("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._mark)
        painter.end()


def emoji_font(theme: Theme, px: int) -> QFont:
    """The window's font at `px` pixels, emoji first: some of them are plain signs of other fonts too."""
    font = theme.font(px)
    font.setFamilies(theme.families[::-1])
    return font
