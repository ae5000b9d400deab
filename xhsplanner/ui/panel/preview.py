"""The part of the note panel that shows the note as the phone will: in the 发现页, and opened as its 详情页."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from xhsplanner.core.model import Note, NoteText
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.detail_card import detail_card
from xhsplanner.ui.panel.detail_preview import DetailPreview
from xhsplanner.ui.panel.feed_cards import cards, template_name
from xhsplanner.ui.panel.feed_preview import FeedPreview
from xhsplanner.ui.panel.phone import Phone
from xhsplanner.ui.widgets.controls import TextButton, plain_tip
from xhsplanner.ui.widgets.note_covers import FeedCovers
from xhsplanner.ui.widgets.parts import GlyphButton

TABS = ("feed", "detail")


class Tab(QPushButton):
    """One of a row of exclusive chips; the arrows walk from one to the next, as in every row of tabs."""

    stepped = Signal(int)

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setCheckable(True)
        self.setProperty("look", "chip")
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.stepped.emit(steps[key])
        else:
            super().keyPressEvent(event)


class PreviewPart(QWidget):
    """Tabs, the phone's own light or dark, the template of the cover, and the phone."""

    template_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._shown: tuple[Note, NoteText] | None = None
        self.phone = Phone(ctx.theme, ctx.settings.get("phone_theme"))
        covers = FeedCovers(ctx, self)
        self.feed = FeedPreview(self.phone, covers)
        self.detail = DetailPreview(self.phone, FeedCovers(ctx, self))
        self.template = TextButton(ctx.theme, "", "", "link")
        self.template.setStyleSheet("min-height: 20px; max-height: 20px; font-size: 12px; padding: 0;")
        self.template.clicked.connect(self.template_asked)
        self.mode = GlyphButton(ctx.theme, "moon", "")
        self.mode.clicked.connect(self._switch_phone)
        self.phone.changed.connect(self._show_mode)
        self.head = QWidget()
        self.tabs = {name: Tab(t(f"detail.tab_{name}")) for name in TABS}
        self._lay_out()
        kept = ctx.settings.get("preview_tab")
        self.show_tab(kept if kept in TABS else TABS[0])
        self._show_mode()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.head)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(4)
        group = QButtonGroup(self)
        for name, tab in self.tabs.items():
            group.addButton(tab)
            tab.clicked.connect(lambda _checked=False, name=name: self._choose(name))
            tab.stepped.connect(self._step)
            row.addWidget(tab)
        row.addStretch(1)
        row.addWidget(self.mode)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self.template, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.feed)
        column.addWidget(self.detail)

    # --- tabs and theme ---------------------------------------------------------------------------

    @property
    def tab(self) -> str:
        """The tab in sight, one of `TABS`."""
        return next(name for name, tab in self.tabs.items() if tab.isChecked())

    def show_tab(self, name: str) -> None:
        """Show the note among others (`feed`) or opened (`detail`)."""
        for known, tab in self.tabs.items():
            tab.setChecked(known == name)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus if known == name else Qt.FocusPolicy.ClickFocus)
        self.feed.setVisible(name == "feed")
        self.detail.setVisible(name == "detail")
        self._refresh_detail()

    def _step(self, by: int) -> None:
        name = TABS[(TABS.index(self.tab) + by) % len(TABS)]
        self._choose(name)
        self.tabs[name].setFocus()

    def _choose(self, name: str) -> None:
        self.show_tab(name)
        self._ctx.settings.set("preview_tab", name)

    def _switch_phone(self) -> None:
        self.phone.switch()
        self._ctx.settings.set("phone_theme", self.phone.own)

    def _show_mode(self) -> None:
        words = t("detail.to_light") if self.phone.dark else t("detail.to_dark")
        self.mode.set_icon("sun" if self.phone.dark else "moon")
        self.mode.setAccessibleName(words)
        self.mode.setToolTip(plain_tip(words))

    # --- the note ---------------------------------------------------------------------------------

    def show_note(self, note: Note, text: NoteText) -> None:
        """Show a note as it is being written."""
        self._shown = (note, text)
        shown = cards(self._ctx.store, note, text)
        self.feed.show_cards(shown)
        self._refresh_detail()
        chosen = self._ctx.store.notes.covers([note.id]).get(note.id)
        self._show_template(template_name(shown), bool(chosen and chosen.template))

    def _refresh_detail(self) -> None:
        if self._shown is not None and self.tab == "detail":
            self.detail.show_card(detail_card(self._ctx.store, *self._shown))

    def _show_template(self, name: str, chosen: bool) -> None:
        """Say with which template the cover is made, or for now; the button leads to the covers."""
        key = "panel.template" if chosen else "panel.template_auto"
        words = t(key, name=name) if name else t("panel.choose_template")
        self.template.setText(words)
        self.template.setAccessibleName(words)
