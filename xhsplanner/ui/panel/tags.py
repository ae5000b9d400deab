"""The hashtags of a note: chips, a field to type the next one, and the series' own tags to click."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from xhsplanner.core import text as counts
from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.parts import CHIP_HEIGHT, Chip, Flow, Look

MOST_SUGGESTIONS = 6
_SEPARATORS = re.compile(r"[\s#＃,，、;；]+")


def most_hashtags() -> int:
    """How many hashtags the platform takes."""
    return int(counts.facts("hashtags")["limit"])


def read_tags(text: str) -> list[str]:
    """The tags in `text` as typed or imported, each once; words without `#` are tags too."""
    return counts.hashtags(" ".join(f"#{word}" for word in _SEPARATORS.split(text) if word))


class TagEdit(QLineEdit):
    """Where the next hashtag is typed."""

    erased = Signal()
    escaped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.composing = False
        self.setFrame(False)
        self.setFixedHeight(CHIP_HEIGHT)
        self.setMinimumWidth(64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text() and not self.composing:
            self.erased.emit()
        else:
            super().keyPressEvent(event)


class HashtagField(QWidget):
    """Edits the hashtag text of a note (`#信用卡 #避坑`) as chips. A text field for `Visit`."""

    edited = Signal()
    entered = Signal()
    left = Signal()
    escaped = Signal()
    refused = Signal(str)
    """A sentence: why a tag was not taken."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tags: list[str] = []
        self._offers: list[str] = []
        self._locked = False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        self._row, self._offer_row = QWidget(), QWidget()
        self._flow, self._offer_flow = Flow(), Flow()
        self._row.setLayout(self._flow)
        self._offer_row.setLayout(self._offer_flow)
        self.field = TagEdit()
        self.field.setAccessibleName(t("panel.add_tag"))
        self.field.textEdited.connect(self._on_text)
        self.field.returnPressed.connect(self._commit)
        self.field.erased.connect(self._pop_last)
        self.field.escaped.connect(self.escaped)
        self.field.installEventFilter(self)
        self._flow.addWidget(self.field)
        box.addWidget(self._row)
        box.addWidget(self._offer_row)
        self.setFocusProxy(self.field)
        self.restyle()

    def restyle(self) -> None:
        """Take colours and font from the theme again."""
        self.field.setStyleSheet(
            "QLineEdit { border: none; background: transparent; padding: 0 2px; font-size: 12px;"
            " min-height: 24px; max-height: 24px;"
            f" color: {self._theme.color('text').name()}; }}"
        )

    # --- the text ---------------------------------------------------------------------------------

    @property
    def composing(self) -> bool:
        """An IME composes in the field."""
        return self.field.composing

    def tags(self) -> list[str]:
        """The tags without `#`, the half-typed one included."""
        half = read_tags(self.field.text())
        return [*self._tags, *(tag for tag in half if tag not in self._tags)]

    def value(self) -> str:
        """The text as stored: `#信用卡 #避坑`."""
        return counts.hashtag_text(self.tags())

    def set_value(self, text: str) -> None:
        """Show stored text."""
        self._tags = read_tags(text)
        self.field.clear()
        self.field.composing = False
        self._rebuild()

    def set_offers(self, tags: Sequence[str]) -> None:
        """What to suggest: usually the default hashtags of the series."""
        self._offers = list(dict.fromkeys(tags))
        self._rebuild_offers()

    def set_locked(self, locked: bool) -> None:
        """Show the tags only."""
        if locked == self._locked:
            return
        self._locked = locked
        self.field.setReadOnly(locked)
        self._rebuild()

    def hasFocus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    # --- edits ------------------------------------------------------------------------------------

    def add(self, tags: Sequence[str]) -> bool:
        """Take new tags up to the platform's number; what was left out is said by `refused`."""
        new = [tag for tag in dict.fromkeys(tags) if tag and tag not in self._tags]
        room = max(0, most_hashtags() - len(self._tags))
        if len(new) > room:
            self.refused.emit(t("panel.tags_full", n=most_hashtags()))
        if not new[:room]:
            return False
        self._tags += new[:room]
        self._rebuild()
        self.edited.emit()
        return True

    def remove(self, tag: str) -> None:
        """Take one tag away; the field gets the focus so that the next key is not lost."""
        self.field.setFocus()
        self._tags.remove(tag)
        self._rebuild()
        self.edited.emit()

    def _on_text(self, text: str) -> None:
        if _SEPARATORS.search(text.lstrip("#＃ ")):
            self._commit()
        else:
            self.edited.emit()

    def _commit(self) -> None:
        typed = read_tags(self.field.text())
        self.field.clear()
        if not self.add(typed):
            self.edited.emit()

    def _pop_last(self) -> None:
        if self._tags and not self._locked:
            tag = self._tags.pop()
            self._rebuild()
            self.field.setText(tag)
            self.edited.emit()

    def _offer_clicked(self, tag: str) -> None:
        self.field.setFocus()
        self.add([tag])

    # --- chips ------------------------------------------------------------------------------------

    def _rebuild(self) -> None:
        self._flow.takeAt(self._flow.count() - 1)
        self._flow.clear()
        for number, tag in enumerate(self._tags):
            look = Look(f"# {tag}", alarm=number >= most_hashtags())
            chip = Chip(self._theme, look, t("panel.hashtag"), removable=not self._locked)
            chip.setEnabled(not self._locked)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.removed.connect(lambda tag=tag: self.remove(tag))
            chip.installEventFilter(self)
            self._flow.addWidget(chip)
            chip.show()
        self._flow.addWidget(self.field)
        self.field.setVisible(not self._locked)
        self.field.setPlaceholderText(t("panel.add_tag"))
        self._flow.invalidate()
        self._rebuild_offers()

    def _rebuild_offers(self) -> None:
        self._offer_flow.clear()
        offers = [] if self._locked else [tag for tag in self._offers if tag not in self._tags]
        if len(self._tags) >= most_hashtags():
            offers = []
        for tag in offers[:MOST_SUGGESTIONS]:
            chip = Chip(self._theme, Look(tag, mark="plus", ghost=True), t("panel.add_tag"))
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(lambda _checked=False, tag=tag: self._offer_clicked(tag))
            chip.installEventFilter(self)
            self._offer_flow.addWidget(chip)
            chip.show()
        self._offer_row.setVisible(bool(offers))
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        elif (
            isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and event.reason() != Qt.FocusReason.PopupFocusReason
        ):
            focus = QApplication.focusWidget()
            if focus is None or not self.isAncestorOf(focus):
                self._leave()
        return False

    def _leave(self) -> None:
        if self.field.text() and not self._locked:
            self._commit()
        self.left.emit()
