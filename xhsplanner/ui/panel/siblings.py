"""The siblings of a note, and how alike their texts are: the same note twice reaches nobody twice."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from xhsplanner.core.model import Account, Note
from xhsplanner.core.similarity import Grams, too_alike
from xhsplanner.core.versions import Snapshot
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.column import INSET
from xhsplanner.ui.panel.likeness import DifferencesPopup, Meter, percent
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.cards import paint_avatar
from xhsplanner.ui.widgets.controls import TextButton, draw_focus, plain_tip
from xhsplanner.ui.widgets.parts import Line

ROW = 44


class SiblingRow(QAbstractButton):
    """One sibling: its account, its title; a click goes to it. Its meter is a button of its own."""

    def __init__(self, theme: Theme, note: Note, account: Account | None) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted again as the mouse comes and goes
        self._theme, self._note, self._account = theme, note, account
        self.meter = Meter(theme, t("write.differences", account=account.name if account else ""), ROW)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addStretch(1)
        box.addWidget(self.meter)
        self.setFixedHeight(ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def name(self) -> str:
        """Account and title."""
        account = self._account.name if self._account else ""
        return t("write.sibling_name", account=account, title=self._note.title or self._note.code)

    def show_likeness(self, likeness: float) -> None:
        """Say how alike the texts are, 0–1."""
        self.meter.show_likeness(likeness)
        name = self._account.name if self._account else ""
        key = "write.too_alike" if too_alike(likeness) else "write.alike"
        words = t(key, account=name, title=self._note.title or self._note.code, percent=percent(likeness))
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))

    def sizeHint(self) -> QSize:
        return QSize(200, ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface2"))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        if self.hasFocus():
            draw_focus(painter, theme, QRectF(self.rect()), 8)
        account, name = self._account, self._account.name if self._account else ""
        initial, color = (account.initial or name[:1], account.color) if account else ("", "")
        paint_avatar(painter, QRectF(2, 11, 22, 22), initial, QColor(color or "#64707F"), theme.font(11, bold=True))
        room = self.meter.x() - 32 - 6
        self._paint_line(painter, QRectF(32, 4, room, 18), name, "text3", 11)
        self._paint_line(painter, QRectF(32, 21, room, 20), self._note.title or self._note.code, "text", 12)
        painter.end()

    def _paint_line(self, painter: QPainter, box: QRectF, text: str, token: str, px: int) -> None:
        font = self._theme.font(px)
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


class SiblingsPart(QWidget):
    """The notes of other accounts on the same topic; hidden where there are none."""

    picked = Signal(int)
    """A note to go to."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._key: tuple[object, ...] = ()
        self._grams: dict[int, Grams] = {}
        self._texts: dict[int, Snapshot] = {}
        self._own = Snapshot({})
        self.popup: DifferencesPopup | None = None
        self.rows: dict[int, SiblingRow] = {}
        self.head = Line(ctx.theme, "text", 13, bold=True)
        self.hint = Line(ctx.theme, "warn", 12)
        self.hint.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(INSET, 4, INSET, 6)
        self._column.setSpacing(2)
        self._column.addWidget(self.head)
        self.rewrite = TextButton(ctx.theme, t("moves.rewrite"), "pencil-line")
        self.rewrite.setToolTip(plain_tip(t("moves.rewrite_tip")))
        self.rewrite.clicked.connect(self._rewrite)
        self._column.addWidget(self.hint)
        self._column.addWidget(self.rewrite, 0, Qt.AlignmentFlag.AlignLeft)

    def show_note(self, note: Note) -> None:
        """Read the siblings of a note."""
        store = self._ctx.store
        siblings = store.notes.siblings(note.id) if note.topic_id is not None else []
        texts = store.notes.texts([one.id for one in siblings])
        key = (note.id, *((one, texts.get(one.id), store.catalog.account(one.account_id)) for one in siblings))
        self.setVisible(bool(siblings))
        if key == self._key:
            return
        self._key = key
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows = {
            one.id: SiblingRow(self._ctx.theme, one, store.catalog.account(one.account_id)) for one in siblings
        }
        self._texts = {
            one.id: Snapshot.of_texts(title=one.title, body=texts[one.id].body if one.id in texts else "")
            for one in siblings
        }
        self._grams = {note_id: _grams(text) for note_id, text in self._texts.items()}
        for note_id, row in self.rows.items():
            row.clicked.connect(lambda _checked=False, i=note_id: self.picked.emit(i))
            row.meter.clicked.connect(lambda _checked=False, i=note_id: self.show_differences(i))
            self._column.addWidget(row)
        self.head.setText(t("write.siblings", n=len(siblings)))

    def compare(self, title: str, body: str) -> None:
        """Measure the texts as they stand in the fields against each sibling."""
        if not self.rows:
            self.hint.hide()
            self.rewrite.hide()
            return
        self._own = Snapshot.of_texts(title=title, body=body)
        own = _grams(self._own)
        for note_id, row in self.rows.items():
            row.show_likeness(own.likeness(self._grams[note_id]))
        many = sum(too_alike(row.meter.likeness) for row in self.rows.values())
        self.hint.setText(t("write.rewrite", n=many) if many else "")
        self.hint.setVisible(bool(many))
        self.rewrite.setVisible(bool(many) and not self._ctx.store.read_only)

    def _rewrite(self) -> None:
        """Go to the text of the sibling that is most alike, to write it anew."""
        alike = max(self.rows, key=lambda note_id: self.rows[note_id].meter.likeness, default=None)
        if alike is not None:
            self.picked.emit(alike)
            self._ctx.ask("write", alike)

    def show_differences(self, note_id: int) -> None:
        """Open what a sibling says otherwise than the texts as they were last compared."""
        row = self.rows[note_id]
        self.popup = DifferencesPopup(self, self._ctx.theme, row.name, self._texts[note_id], self._own)
        self.popup.open_asked.connect(lambda: self.picked.emit(note_id))
        self.popup.show_under(row)


def _grams(text: Snapshot) -> Grams:
    return Grams.of(f"{text.part('title')}\n{text.part('body')}")
