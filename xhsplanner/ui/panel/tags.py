"""The hashtags of a note: chips, a field to type the next one, and tags to click (of the series, used before)."""

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from xhsplanner.core import text as counts
from xhsplanner.core.hashtags import matching
from xhsplanner.core.words import t
from xhsplanner.ui.panel.tag_chips import TagChip, TagEdit
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.parts import Chip, Flow, Line, Look

MOST_SUGGESTIONS = 6
_SEPARATORS = re.compile(r"[\s#＃,，、;；]+")


def most_hashtags() -> int:
    """How many hashtags the platform takes."""
    return int(counts.facts("hashtags")["limit"])


def read_tags(text: str) -> list[str]:
    """The tags in `text` as typed or imported, each once; words without `#` are tags too."""
    return counts.hashtags(" ".join(f"#{word}" for word in _SEPARATORS.split(text) if word))


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
        self._history: list[str] = []
        self._worn: dict[str, str] = {}
        self._moving = False
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
        self.field.went_down.connect(self._focus_offer)
        self.field.went_back.connect(lambda: self._focus_chip(len(self._tags) - 1))
        self.field.installEventFilter(self)
        self._flow.addWidget(self.field)
        box.addWidget(self._row)
        self.counter = Line(theme, "text3", 12)
        self.hint = Line(theme, "warn", 12)
        self.hint.setWordWrap(True)
        self.hint.hide()
        box.addWidget(self.hint)
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

    def set_history(self, tags: Sequence[str]) -> None:
        """What to suggest besides while a tag is being typed: what was used before, the likeliest first."""
        self._history = list(tags)
        self._rebuild_offers()

    def set_overused(self, reasons: Mapping[str, str]) -> None:
        """Why not to use a tag again, by tag."""
        if dict(reasons) != self._worn:
            self._worn = dict(reasons)
            self._rebuild()

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
            self._rebuild_offers()
            self._count()
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
            over = number >= most_hashtags()
            chip = TagChip(self._theme, tag, over=over, worn=self._worn.get(tag, ""), locked=self._locked)
            chip.removed.connect(lambda tag=tag: self.remove(tag))
            chip.moved.connect(lambda by, tag=tag: self._move_by(tag, by))
            chip.stepped.connect(lambda by, tag=tag: self._focus_chip(self._tags.index(tag) + by))
            chip.dragged.connect(lambda spot, tag=tag: self._drag(tag, spot))
            chip.dropped.connect(self._dropped)
            chip.installEventFilter(self)
            self._flow.addWidget(chip)
            chip.show()
        self._flow.addWidget(self.field)
        self.field.setVisible(not self._locked)
        self.field.setPlaceholderText(t("panel.add_tag"))
        self._flow.invalidate()
        self._count()
        self._rebuild_offers()

    def _count(self) -> None:
        used, most = len(self.tags()), most_hashtags()
        self.counter.setText(f"{used}/{most}")
        self.counter.setAccessibleName(t("write.tags_used", n=used, limit=most))
        self.counter.restyle("danger" if used > most else "text3")
        worn = [self._worn[tag] for tag in self.tags() if tag in self._worn]
        self.hint.setText(worn[0] if worn else "")
        self.hint.setVisible(bool(worn) and not self._locked)

    def _rebuild_offers(self) -> None:
        self._offer_flow.clear()
        offers = [] if self._locked or len(self._tags) >= most_hashtags() else self._offered()
        for tag in offers:
            chip = Chip(self._theme, Look(tag, mark="plus", ghost=True), t("panel.add_tag"))
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(lambda _checked=False, tag=tag: self._offer_clicked(tag))
            chip.installEventFilter(self)
            self._offer_flow.addWidget(chip)
            chip.show()
        self._offer_row.setVisible(bool(offers))
        self.updateGeometry()

    def _offered(self) -> list[str]:
        """The series' own tags; while one is being typed, those that fit of them and of what was used before."""
        typed = self.field.text().strip("#＃ ")
        known = [*self._offers, *(self._history if self.hasFocus() else ())]
        fitting = matching(dict.fromkeys(known), typed) if typed else list(dict.fromkeys(known))
        return [tag for tag in fitting if tag not in self._tags and tag != typed][:MOST_SUGGESTIONS]

    # --- order ------------------------------------------------------------------------------------

    def _move(self, tag: str, to: int) -> bool:
        now = self._tags.index(tag)
        to = max(0, min(to, len(self._tags) - 1))
        if self._locked or to == now:
            return False
        self._tags.insert(to, self._tags.pop(now))
        self._flow.move(now, to)
        self._flow.activate()
        return True

    def _move_by(self, tag: str, by: int) -> None:
        if self._move(tag, self._tags.index(tag) + by):
            self.edited.emit()

    def _drag(self, tag: str, spot: QPoint) -> None:
        """The chip goes along at once, past each other's middle: at its edge a wide one would jump to and fro."""
        now = self._tags.index(tag)
        for place in range(len(self._tags)):
            item = self._flow.itemAt(place)
            if place == now or item is None or not item.geometry().contains(spot):
                continue
            middle = item.geometry().center().x()
            if spot.x() >= middle if place > now else spot.x() <= middle:
                self._moving |= self._move(tag, place)
            return

    def _dropped(self) -> None:
        if self._moving:
            self._moving = False
            self.edited.emit()
            self.field.setFocus()

    def _focus_chip(self, place: int) -> None:
        """The chip at a place, the field after the last."""
        item = self._flow.itemAt(max(0, place))
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setFocus(Qt.FocusReason.TabFocusReason)

    def _focus_offer(self) -> None:
        item = self._offer_flow.itemAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setFocus(Qt.FocusReason.TabFocusReason)

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
        self._rebuild_offers()
        self.left.emit()
