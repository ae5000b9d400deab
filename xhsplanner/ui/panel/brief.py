"""The brief of the series at the side of the writing mode: questions to tick off, or to write under."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from xhsplanner.core.brief import Question
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.column import INSET
from xhsplanner.ui.widgets.controls import TextButton, menu_text
from xhsplanner.ui.widgets.parts import Line


class BriefPart(QWidget):
    """Ticks are remembered by note until the window is closed: they are the writer's own thread, not the plan."""

    outline_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._note_id = 0
        self._asked: list[Question] = []
        self._done: dict[int, set[str]] = {}
        self.head = Line(ctx.theme, "text", 13, bold=True)
        self.boxes: list[QCheckBox] = []
        self.insert = TextButton(ctx.theme, t("write.outline"), "list-checks")
        self.insert.clicked.connect(self.outline_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(INSET, 0, INSET, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column.addLayout(self._rows)
        column.addWidget(self.insert, 0, Qt.AlignmentFlag.AlignLeft)

    def show_brief(self, note_id: int, series: str, asked: Sequence[Question], locked: bool) -> None:
        """Show the questions of a series; `series` is its name, "" for none."""
        self.head.setText(t("write.brief_of", series=series) if series else t("write.brief"))
        self.insert.setEnabled(not locked)
        if (note_id, list(asked)) == (self._note_id, self._asked):
            return
        self._note_id, self._asked = note_id, list(asked)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes = []
        for one in self._asked:
            self._add(one)

    def _add(self, one: Question) -> None:
        box = QCheckBox(menu_text(one.heading))
        box.setStyleSheet("font-size: 13px; font-weight: 700;")
        box.setAccessibleName(one.line)
        box.setChecked(one.heading in self._done.get(self._note_id, ()))
        box.toggled.connect(lambda on, heading=one.heading: self._tick(heading, on))
        self.boxes.append(box)
        self._rows.addWidget(box)
        if one.text:
            text = Line(self._ctx.theme, "text2", 12)
            text.setWordWrap(True)
            text.setText(one.text)
            text.setContentsMargins(24, 0, 0, 6)
            self._rows.addWidget(text)

    def _tick(self, heading: str, on: bool) -> None:
        done = self._done.setdefault(self._note_id, set())
        (done.add if on else done.discard)(heading)
