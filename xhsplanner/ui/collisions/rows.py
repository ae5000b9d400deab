"""One collision as a row: how grave, what, and a button for each thing that helps."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core.collisions import Collision, Severity
from xhsplanner.core.collisions.remedies import Remedy
from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconLabel, TextButton, label, plain_tip
from xhsplanner.ui.widgets.parts import Flow

LOOKS = {
    Severity.BLOCK: ("circle-alert", "danger"),
    Severity.WARN: ("triangle-alert", "warn"),
    Severity.INFO: ("info", "text3"),
}
ICONS = {"retime": "clock", "move": "calendar", "compare": "copy", "ignore": "check", "show": "arrow-right"}
LONGEST = 14
"""Characters of a title on a button."""


def button_words(cure: Remedy, named: bool) -> str:
    """What a button says; `named` also which note it changes, with a long title cut."""
    title = cure.title if len(cure.title) <= LONGEST else cure.title[: LONGEST - 1] + "…"
    label_ = cure.label
    return t("collisions.remedy.named", title=title, what=label_) if named and cure.note else label_


class CollisionRow(QWidget):
    """One collision; `do` is given what was pressed, `show` goes to its notes, `restore` is for ignored ones."""

    def __init__(
        self,
        theme: Theme,
        found: Collision,
        cures: Sequence[Remedy],
        do: Callable[[Remedy], object],
        show: Callable[[], object] | None = None,
        restore: Callable[[], object] | None = None,
        mine: int | None = None,
    ) -> None:
        """`mine` is the note that is spoken of: it is not named, and the words are few."""
        super().__init__()
        self.found = found
        self.buttons: dict[str, TextButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconLabel(theme, *LOOKS[found.severity], 16), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(6)
        words = label(found.short if mine is not None else found.message, wrap=True)
        words.setToolTip(plain_tip(found.message) if mine is not None else "")
        column.addWidget(words)
        flow = Flow(6)
        if show is not None:
            self._add(flow, theme, "show", t("collisions.remedy.show"), show)
        if restore is not None:
            words.setEnabled(False)
            self._add(flow, theme, "restore", t("collisions.remedy.restore"), restore)
        for cure in cures if restore is None else ():
            named = len(found.notes) > 1 and cure.note != mine
            self._add(flow, theme, cure.verb, button_words(cure, named), partial(do, cure))
        column.addLayout(flow)
        self.flow = flow
        row.addLayout(column, 1)
        said = f"{t('collisions.severity.' + found.severity)}: {found.message}"
        self.setAccessibleName(said)

    def _add(self, flow: Flow, theme: Theme, verb: str, words: str, act: Callable[[], object]) -> None:
        button = TextButton(theme, words, ICONS.get(verb, ""), look="chip")
        button.setAccessibleDescription(self.found.message)
        button.clicked.connect(lambda _checked=False: act())
        self.buttons.setdefault(verb, button)
        flow.addWidget(button)
