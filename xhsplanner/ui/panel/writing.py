"""The writing mode: the same fields over the whole window, with the brief, the persona and the siblings beside.

There is one editor of each text: the parts of the panel are lent to this view and given back, so that the cursor
and the field's own undo go on as if nothing had happened.
"""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.actions import keys_of, table
from xhsplanner.ui.context import Context
from xhsplanner.ui.moments import day_text
from xhsplanner.ui.panel.brief import BriefPart
from xhsplanner.ui.panel.page import NotePage
from xhsplanner.ui.panel.persona import PersonaPart, speaker
from xhsplanner.ui.widgets.controls import IconButton
from xhsplanner.ui.widgets.parts import Chip, Line, Look
from xhsplanner.ui.widgets.states import clock_text

PAPER, SIDE, HEAD = 760, 300, 56
KEPT = ("write", "undo", "redo", "palette", "keys", "search")
"""Actions of the window that go on working; the others would change what nobody sees."""


class WritingView(QWidget):
    """Covers the window. `left` when the user wants back."""

    left = Signal()
    find_asked = Signal()
    resized = Signal()

    def __init__(self, ctx: Context, page: NotePage) -> None:
        super().__init__()
        self._ctx, self._page = ctx, page
        self._places: list[tuple[QWidget, int]] = []
        self._note_id = 0
        self.setAccessibleName(t("write.mode"))
        self.setAutoFillBackground(True)
        self.brief = BriefPart(ctx)
        self.persona = PersonaPart(ctx.theme)
        self._build()
        self.brief.outline_asked.connect(page.texts.insert_outline)
        self.persona.picked.connect(page.texts.insert)
        ctx.theme.changed.connect(self.restyle)
        self.hide()

    # --- layout -----------------------------------------------------------------------------------

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head())
        self.body = QWidget()
        row = QHBoxLayout(self.body)
        row.setContentsMargins(24, 0, 24, 24)
        row.setSpacing(24)
        row.addStretch(1)
        row.addWidget(self._paper(), 100)
        self.side = self._side()
        row.addWidget(self.side)
        row.addStretch(1)
        whole.addWidget(self.body, 1)

    def _head(self) -> QHBoxLayout:
        theme = self._ctx.theme
        self.back = IconButton(theme, "minimize-2", t("write.leave"))
        self.back.clicked.connect(self.left)
        self.search = IconButton(theme, "text-search", t("write.find"))
        self.search.clicked.connect(self.find_asked)
        self.series = Chip(theme, Look(""), t("panel.series"))
        self.series.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.series.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.place = Line(theme, "text3", 12)
        self.state = Line(theme, "text3", 12)
        row = QHBoxLayout()
        row.setContentsMargins(24, 11, 24, 11)
        row.setSpacing(10)
        for widget in (self.back, self.series, self.place):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.state, self.search):
            row.addWidget(widget)
        return row

    def _paper(self) -> QWidget:
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(32, 28, 32, 40)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        self.scroller.setWidget(self._sheet)
        return _card(self.scroller, PAPER)

    def _side(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._beside = QVBoxLayout(inside)
        self._beside.setContentsMargins(12, 16, 12, 20)
        self._beside.setSpacing(20)
        self._beside.addWidget(self.brief)
        self._beside.addWidget(self.persona)
        self._beside.addStretch(1)
        area.setWidget(inside)
        for widget in (self._sheet, self.scroller.viewport(), inside, area.viewport()):
            widget.setAutoFillBackground(False)
        card = _card(area, SIDE)
        card.setFixedWidth(SIDE)
        return card

    # --- lending ----------------------------------------------------------------------------------

    def take(self) -> None:
        """Borrow the parts of the page that are written in."""
        page = self._page
        parts = (page.texts, page.siblings, page.video)
        self._places = [(part, page.column.indexOf(part)) for part in parts]
        self._borrow(page.texts, self._column, 0)
        self._borrow(page.video, self._column, 1)
        self._borrow(page.siblings, self._beside, self._beside.count() - 1)
        page.texts.set_large(True)
        page.script.set_size(15, (3, 400))

    def _borrow(self, part: QWidget, layout: QVBoxLayout, at: int) -> None:
        hidden = part.isHidden()  # a widget that changes hands is hidden
        layout.insertWidget(at, part)
        part.setHidden(hidden)

    def give_back(self) -> None:
        """Put every part where it was."""
        page = self._page
        page.texts.set_large(False)
        page.script.set_size(13, (2, 10))
        for part, place in self._places:
            hidden = part.isHidden()
            page.column.insertWidget(place, part)
            part.setHidden(hidden)
        self._places = []

    # --- what is shown ----------------------------------------------------------------------------

    def show_note(self, note: Note, locked: bool) -> None:
        """Show what stands around the texts."""
        store = self._ctx.store
        series = store.catalog.series_by_id(note.series_id)
        account = store.catalog.account(note.account_id)
        name = series.name if series else ""
        if series is not None and note.episode is not None:
            name = f"{name} · {t('panel.episode_n', n=note.episode)}"
        self.series.setVisible(series is not None)
        self.series.show_look(Look(name, palette=series.palette if series else None))
        when = f"{day_text(note.day)} {clock_text(note.minute)}".strip() if note.day else t("panel.no_day_yet")
        self.place.setText(" · ".join(part for part in (account.name if account else "", when, note.code) if part))
        self.brief.show_brief(note.id, series.name if series else "", self._page.texts.asked, locked)
        self.persona.show_persona(speaker(store, note), locked)
        if note.id != self._note_id:
            self._note_id = note.id
            self.say_saved("")

    def say_saved(self, words: str) -> None:
        """Say whether what is typed is kept."""
        self.state.setText(words)

    def restyle(self) -> None:
        """Take colours from the theme again."""
        for line in self.findChildren(Line):
            line.restyle()
        self.update()

    # --- Qt ---------------------------------------------------------------------------------------

    def cover(self, host: QWidget) -> None:
        """Lie over `host` and stay as large as it is."""
        if self.parentWidget() is not host:
            self.setParent(host)
            host.installEventFilter(self)
        self.setGeometry(host.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        host = self.parentWidget()
        if host is not None and watched is host and event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(host.rect())
            self.resized.emit()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            pressed = QKeySequence(event.keyCombination())
            chosen = self._ctx.settings.get("shortcuts")
            kept = [key for row in table() if row.id in KEPT for key in keys_of(row, chosen)]
            if all(pressed != QKeySequence(key) for key in kept):
                event.accept()
                return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks what is seen here; the panel goes on standing in the same window, underneath."""
        focus: QWidget = QApplication.focusWidget() or self
        here: QWidget | None = focus
        while here is not None:
            here = here.nextInFocusChain() if forward else here.previousInFocusChain()
            if here is None or here is focus:
                break
            if self._takes_focus(here):
                way = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
                here.setFocus(way)
                if self._sheet.isAncestorOf(here):
                    self.scroller.ensureWidgetVisible(here)
                return True
        return False

    def _takes_focus(self, widget: QWidget) -> bool:
        by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
        return by_tab and widget.isEnabled() and widget.isVisible() and self.isAncestorOf(widget)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # From a chip or a box: the text fields send `escaped` themselves.
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        # Nothing that is pressed here is for what lies below.
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ctx.theme.color("canvas"))
        painter.end()

    def sizeHint(self) -> QSize:
        return QSize(PAPER + SIDE, 600)


def _card(inside: QWidget, widest: int) -> QFrame:
    card = QFrame()
    card.setProperty("look", "panel")
    card.setMaximumWidth(widest)
    card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    column = QVBoxLayout(card)
    column.setContentsMargins(1, 6, 1, 6)
    column.addWidget(inside)
    return card
