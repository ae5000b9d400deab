"""Names of the file that are none of ours: each is created, taken for one of ours, or left out."""

from collections.abc import Iterable
from functools import partial
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from xhsplanner.core.model import Status
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import NameKind
from xhsplanner.ui.context import Context
from xhsplanner.ui.importing.draft import Draft, Question
from xhsplanner.ui.widgets.controls import ElidedLabel, TextButton, label, plain_tip
from xhsplanner.ui.widgets.still_box import StillBox

TALLEST = 112
WIDTH = 250
GAP = 3
"""The column of the grid between its two halves."""
MOST = 60
"""So many names are asked about; a file with more unknown names has its columns wrong."""

Key = tuple[NameKind, str]
Answer = tuple[str, str]
"""What a choice stands for: ("", "") not decided, ("create", ""), ("name", ours) or ("name", "") to leave out."""
UNDECIDED: Answer = ("", "")
CREATE: Answer = ("create", "")
LEAVE_OUT: Answer = ("name", "")


class AnswerBox(StillBox):
    """A list of answers."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setMinimumWidth(WIDTH)


class Names(QFrame):
    """One line for each question, with a list of answers. `answered(Question, Answer)`, `corrected(Draft)`."""

    answered = Signal(object, object)
    corrected = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._known: dict[Key, Question] = {}
        self.boxes: dict[Key, AnswerBox] = {}
        self.setProperty("look", "note")
        self._inner = QWidget()
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(GAP, 12)
        for column in (0, GAP + 1):
            self._grid.setColumnStretch(column, 1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inner)
        for widget in (self._inner, self._area.viewport()):
            widget.setAutoFillBackground(False)
        self._draft = Draft()
        self.create_all = TextButton(ctx.theme, t("importing.create_all"), "plus")
        self.create_all.setToolTip(plain_tip(t("importing.create_all_tip")))
        self.create_all.clicked.connect(lambda: self.corrected.emit(self._draft.creating(self._known.values())))
        self._more = label("", "faint")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 10, 8, 10)
        whole.setSpacing(6)
        whole.addLayout(self._head())
        whole.addWidget(self._area)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 8, 0)
        head.setSpacing(12)
        head.addWidget(label(t("importing.names"), "strong"))
        head.addWidget(self._more)
        head.addStretch(1)
        head.addWidget(self.create_all)
        return head

    def show_questions(self, found: Iterable[Question], draft: Draft) -> None:
        """Show what is open, and what was asked of this file before: an answer can be changed."""
        asked = list(found)
        for question in asked:
            if len(self._known) < MOST:
                self._known.setdefault(question.key, question)
        for key, question in self._known.items():
            if key not in self.boxes:
                self._add(question)
            self._select(self.boxes[key], *draft.answer(question))
        over = sum(question.key not in self._known for question in asked)
        self._more.setText(t("importing.more_names", n=over))
        self._more.setVisible(bool(over))
        self._draft = draft
        self.create_all.setVisible(draft.creating(self._known.values()) != draft)
        self.setVisible(bool(self._known))
        self._inner.adjustSize()
        self._area.setFixedHeight(min(TALLEST, self._grid.sizeHint().height() + 2))

    def begin(self) -> None:
        """Put the keyboard on the first question."""
        first = next(iter(self.boxes.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forget the names of the last file."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes, self._known = {}, {}
        self.hide()

    def _add(self, question: Question) -> None:
        row, side = divmod(len(self.boxes), 2)
        at = side * (GAP + 1)
        words = t(f"importing.name_{question.kind}", name=question.text, n=question.rows)
        box = AnswerBox(words)
        for said, answer in self._answers(question):
            box.addItem(said, answer)
        box.activated.connect(partial(self._picked, question, box))
        self._grid.addWidget(ElidedLabel(words), row, at)
        self._grid.addWidget(label("→", "faint"), row, at + 1)
        self._grid.addWidget(box, row, at + 2)
        QWidget.setTabOrder(next(reversed(self.boxes.values()), self.create_all), box)
        self.boxes[question.key] = box

    def _answers(self, question: Question) -> list[tuple[str, Answer]]:
        kind, text = question.kind, question.text
        if kind == "status":
            first = (t("importing.answer.status_default"), UNDECIDED)
            return [first, *((t(f"status.{status}"), ("name", status.value)) for status in Status)]
        catalog = self._ctx.store.catalog
        names = {
            "account": [noun.name for noun in catalog.accounts()],
            "series": [noun.name for noun in catalog.series()],
            "member": [noun.name for noun in catalog.members()],
        }[kind]
        found: list[tuple[str, Answer]] = []
        if question.guess:
            found.append((t("importing.answer.guess", name=question.guess), UNDECIDED))
        else:
            found.append((t(f"importing.answer.undecided_{kind}"), UNDECIDED))
        found.append((t(f"importing.answer.create_{kind}", name=text), CREATE))
        found.append((t(f"importing.answer.leave_{kind}"), LEAVE_OUT))
        return found + [(name, ("name", name)) for name in names if name != question.guess]

    @staticmethod
    def _select(box: QComboBox, name: str | None, create: bool) -> None:
        wanted = CREATE if create else UNDECIDED if name is None else ("name", name)
        index = next((i for i in range(box.count()) if _answer(box, i) == wanted), 0)
        box.setCurrentIndex(index)

    def _picked(self, question: Question, box: QComboBox, index: int) -> None:
        self.answered.emit(question, _answer(box, index))


def _answer(box: QComboBox, index: int) -> Answer:
    return cast(Answer, tuple(cast(list[str], box.itemData(index))))
