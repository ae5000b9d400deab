"""What the dialogs of moves have in common: choices above, the preview below, made on a worker, and one button."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.days import parse_day
from xhsplanner.core.errors import Refused
from xhsplanner.core.filter import Filter
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.moves.preview import Preview, PreviewTable
from xhsplanner.ui.widgets.controls import TextButton, label, menu_text

WAIT_MS = 120
"""After the last choice, before it is reckoned again."""


class PlanDialog(QDialog):
    """Shows what a move would do, then does it in one step of undo. A subclass says how."""

    def __init__(self, ctx: Context, parent: QWidget | None, title: str, hint: str, button: str) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self._asked = 0
        self.shown = Preview()
        self.setWindowTitle(title)
        self.resize(880, 620)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(10)
        self.column.addWidget(label(hint, "soft", wrap=True))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.reckon)
        self.lay_choices(self.column)
        self.table = PreviewTable(ctx.theme)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(self._foot(button))
        self.reckon()

    # --- what a subclass says ------------------------------------------------------------------------

    def lay_choices(self, column: QVBoxLayout) -> None:
        """Put the choices on top."""
        raise NotImplementedError

    def work(self) -> Callable[[], Preview]:
        """What makes the preview on a worker, of the choices as they are now. Raises Refused."""
        raise NotImplementedError

    def act(self) -> None:
        """Do it: with `run_then(self.done_with, …)`."""
        raise NotImplementedError

    # --- the same in all -----------------------------------------------------------------------------

    def _foot(self, button: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.said = label("", "soft", wrap=True)
        self.do = TextButton(self.ctx.theme, button, "check", "primary")
        self.do.setDefault(True)
        self.do.setEnabled(False)
        self.do.clicked.connect(self.act)
        cancel = TextButton(self.ctx.theme, t("catalogue.cancel"))
        cancel.clicked.connect(self.reject)
        row.addWidget(self.said, 1)
        row.addWidget(cancel)
        row.addWidget(self.do)
        return row

    def changed(self) -> None:
        """A choice is another: what is shown no longer holds."""
        self.do.setEnabled(False)
        self._timer.start()

    def reckon(self) -> None:
        """Make the preview anew."""
        self._timer.stop()
        self._asked += 1
        asked = self._asked
        try:
            work = self.work()
        except Refused as refusal:
            self._show(Preview(said=str(refusal)))
            return
        self.ctx.tasks.start(lambda: (asked, _refusing(work)), self._came, self.ctx.say_refusal)

    def _came(self, found: tuple[int, Preview]) -> None:
        """A preview is there, perhaps of earlier choices. A method: a closed dialog hears nothing."""
        if found[0] == self._asked:
            self._show(found[1])

    def _show(self, found: Preview) -> None:
        self.shown = found
        self.table.show_rows(found.rows)
        self.said.setText(found.said)
        self.do.setEnabled(found.ready and not self.ctx.store.read_only)

    def done_with(self, _change: Change) -> None:
        """It is done."""
        self.accept()

    # --- makers of choices ---------------------------------------------------------------------------

    def row(self, column: QVBoxLayout, *parts: QWidget | str) -> QHBoxLayout:
        """A row of captions and editors; a caption belongs to the editor after it."""
        row = QHBoxLayout()
        row.setSpacing(8)
        caption = None
        for part in parts:
            if isinstance(part, str):
                caption = label(part, "soft")
                row.addWidget(caption)
                continue
            if caption is not None:
                caption.setBuddy(part)
                part.setAccessibleName(caption.text())
                caption = None
            row.addWidget(part)
            row.addSpacing(6)
        row.addStretch(1)
        column.addLayout(row)
        return row

    def tick(self, words: str, on: bool = False) -> QCheckBox:
        """A box to tick."""
        box = QCheckBox(words)
        box.setAccessibleName(words)
        box.setChecked(on)
        box.toggled.connect(self.changed)
        return box

    def day_line(self, day: date) -> QLineEdit:
        """A field for a day."""
        line = QLineEdit(day.isoformat())
        line.setFixedWidth(120)
        line.textChanged.connect(self.changed)
        return line

    def one_of(self, rows: Sequence[tuple[str, object]], width: int = 170) -> QComboBox:
        """A list to choose one of."""
        box = QComboBox()
        box.setFixedWidth(width)
        for words, value in rows:
            box.addItem(menu_text(" ".join(words.split())), value)
        box.currentIndexChanged.connect(lambda _at: self.changed())
        return box

    def accounts(self) -> QComboBox:
        """All accounts or one."""
        rows: list[tuple[str, object]] = [(t("moves.all_accounts"), None)]
        return self.one_of([*rows, *((one.name, one.id) for one in self.ctx.store.catalog.accounts())])

    def series(self) -> QComboBox:
        """All series or one."""
        rows: list[tuple[str, object]] = [(t("moves.all_series"), None)]
        return self.one_of([*rows, *((one.name, one.id) for one in self.ctx.store.catalog.series())])


def day_in(line: QLineEdit) -> date:
    """The day of a field. Raises Refused."""
    return parse_day(line.text())


def narrowed(filter_: Filter, account: object, series: object) -> Filter:
    """A filter that asks for an account and a series besides."""
    from dataclasses import replace

    if isinstance(account, int):
        filter_ = replace(filter_, accounts=frozenset({account}))
    return replace(filter_, series=frozenset({series})) if isinstance(series, int) else filter_


def _refusing(work: Callable[[], Preview]) -> Preview:
    try:
        return work()
    except Refused as refusal:
        return Preview(said=str(refusal))
