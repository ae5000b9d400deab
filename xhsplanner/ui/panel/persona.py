"""How the persona of a note speaks: its phrases to put in, the words it never says underlined where they stand."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from xhsplanner.core.find import find_any
from xhsplanner.core.model import Note, Persona
from xhsplanner.core.wording import forbidden_words, phrases
from xhsplanner.core.words import t
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.column import INSET
from xhsplanner.ui.panel.frames import Popup
from xhsplanner.ui.panel.text import PlainEditor
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import TextButton, label, plain_tip
from xhsplanner.ui.widgets.parts import Chip, Flow, Line, Look

FORBIDDEN = "forbidden"
"""The kind of mark of a word the persona never says."""
SHOWN_WORDS = 6


def speaker(store: Store, note: Note) -> Persona | None:
    """Who speaks in a note: its own persona, else the first of its account."""
    own = store.catalog.persona(note.persona_id)
    if own is not None:
        return own
    return next((one for one in store.catalog.personas() if one.account_id == note.account_id), None)


def mark_forbidden(theme: Theme, words: Sequence[str], editors: Sequence[PlainEditor]) -> list[str]:
    """Underline the persona's forbidden words in the texts; returns those that stand there, as they are written."""
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    look.setUnderlineColor(theme.color("danger"))
    look.setBackground(theme.color("danger_soft"))
    found: list[str] = []
    for editor in editors:
        text = editor.toPlainText()
        spans = find_any(text, words) if words else []
        if spans or editor.marked(FORBIDDEN):
            editor.show_marks(FORBIDDEN, spans, look)
        found += [text[start:end] for start, end in spans]
    return list(dict.fromkeys(found))


def warning(persona: Persona, found: Sequence[str]) -> str:
    """What to say about forbidden words that stand in the texts, "" where none do."""
    if not found:
        return ""
    shown = t("write.and").join(f"“{word}”" for word in found[:SHOWN_WORDS])
    return t("write.forbidden_found", who=persona.name, words=shown)


class PhrasesPopup(Popup):
    """The phrases of the persona; one click puts one in."""

    picked = Signal(str)

    def __init__(self, parent: QWidget, ctx: Context, persona: Persona | None) -> None:
        super().__init__(parent, ctx.theme)
        said = phrases(persona.phrases) if persona else []
        head = Line(ctx.theme, "text2", 12)
        head.setText(t("write.phrases_of", who=persona.name) if persona else t("write.no_persona"))
        self.body.addWidget(head)
        self.list = QListWidget()
        self.list.setAccessibleName(t("write.phrases"))
        self.list.setFixedSize(280, min(260, 36 * max(1, len(said)) + 12))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.installEventFilter(self)
        for phrase in said:
            item = QListWidgetItem(phrase)
            item.setSizeHint(QSize(200, 34))
            item.setToolTip(plain_tip(phrase))
            self.list.addItem(item)
        self.list.itemClicked.connect(self._pick)
        self.list.setVisible(bool(said))
        self.body.addWidget(self.list)
        if said:
            self.list.setCurrentRow(0)
            self.list.setFocus()
        else:
            if persona:
                self.body.addWidget(label(t("write.no_phrases"), "soft"))
            button = TextButton(ctx.theme, t("panel.open_catalogue"), look="link")
            button.clicked.connect(self.close)
            button.clicked.connect(lambda: ctx.ask("catalogue"))
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _pick(self, item: QListWidgetItem) -> None:
        self.close()
        self.picked.emit(item.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        enter = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        item = self.list.currentItem()
        if enter and event.type() is QEvent.Type.KeyPress and item is not None:
            self._pick(item)
            return True
        return False


class PersonaPart(QWidget):
    """The persona at the side of the writing mode: phrases to click in, words it never says."""

    picked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(INSET, 0, INSET, 0)
        column.setSpacing(8)
        self.name = Line(theme, "text", 13, bold=True)
        self._phrases, self._never = QWidget(), Line(theme, "text3", 12)
        self._never.setWordWrap(True)
        self._flow = Flow()
        self._phrases.setLayout(self._flow)
        for widget in (self.name, self._phrases, self._never):
            column.addWidget(widget)

    def show_persona(self, persona: Persona | None, locked: bool) -> None:
        """Show how a persona speaks; hidden for none."""
        self.setVisible(persona is not None)
        if persona is None:
            return
        self.name.setText(t("write.phrases_of", who=persona.name))
        self._flow.clear()
        said = phrases(persona.phrases)
        for phrase in said:
            chip = Chip(self._theme, Look(phrase, mark="plus"), t("write.phrases"))
            chip.setEnabled(not locked)
            # The cursor stays in the text: that is where the phrase goes.
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(lambda _checked=False, phrase=phrase: self.picked.emit(phrase))
            self._flow.addWidget(chip)
        self._phrases.setVisible(bool(said))
        never = forbidden_words(persona.forbidden)
        self._never.setText(t("write.never_says", words=t("write.and").join(never)) if never else "")
        self._never.setVisible(bool(never))
        self._flow.invalidate()
        self.updateGeometry()
