"""The same topic on other accounts: which, at what time each, and with whose text; likeness is warned of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.change import Change
from xhsplanner.core.model import Account
from xhsplanner.core.siblings import minutes_for, persona_for
from xhsplanner.core.words import t
from xhsplanner.ops import notes
from xhsplanner.ui.context import Context
from xhsplanner.ui.moves.preview import place_words
from xhsplanner.ui.panel.minutes import parse_minute
from xhsplanner.ui.widgets.controls import TextButton, label, menu_text
from xhsplanner.ui.widgets.parts import Notice
from xhsplanner.ui.widgets.states import clock_text

COPY, BLANK = "copy", "blank"


class SiblingRow:
    """One account: whether, when, with what text."""

    def __init__(self, dialog: "SiblingsDialog", account: Account, minute: int | None, taken: bool) -> None:
        self.account_id = account.id
        store = dialog.ctx.store
        self.tick = QCheckBox(menu_text(" ".join(account.name.split())))
        self.tick.setChecked(not taken)
        self.tick.setEnabled(not taken)
        self.time = QLineEdit(clock_text(minute) if minute is not None else "")
        self.time.setPlaceholderText(t("panel.time_hint"))
        self.time.setFixedWidth(120)
        self.time.setAccessibleName(t("moves.time_of", account=account.name))
        self.text = QComboBox()
        self.text.addItem(t("moves.text_copy"), COPY)
        self.text.addItem(t("moves.text_blank"), BLANK)
        self.text.setFixedWidth(190)
        self.text.setAccessibleName(t("moves.text_of", account=account.name))
        persona = store.catalog.persona(persona_for(store.catalog.personas(), account.id, dialog.persona_id))
        self.persona = label(persona.name if persona else t("moves.no_persona"), "soft")
        if taken:
            self.persona.setText(t("moves.has_sibling"))
        self.tick.toggled.connect(lambda _on: dialog.refresh())
        self.time.textChanged.connect(lambda _text: dialog.refresh())
        self.text.currentIndexChanged.connect(lambda _at: dialog.refresh())

    def minute(self) -> int | None:
        """The time that is typed. Raises ValueError."""
        return parse_minute(self.time.text())


class SiblingsDialog(QDialog):
    """About the note in the panel."""

    def __init__(self, ctx: Context, parent: QWidget | None = None, subject: object = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        note_id = subject if isinstance(subject, int) else ctx.note_id
        self._note = ctx.store.notes.get(note_id) if note_id is not None else None
        self.persona_id = self._note.persona_id if self._note else None
        self.rows: list[SiblingRow] = []
        self.setWindowTitle(t("moves.siblings_title"))
        self.resize(640, 460)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        note = self._note
        if note is not None:
            where = place_words(note.day, note.minute)
            column.addWidget(label(t("moves.siblings_of", title=note.title or note.code, where=where), wrap=True))
        column.addWidget(label(t("moves.siblings_hint"), "soft", wrap=True))
        column.addWidget(self._accounts(), 1)
        self.warning = Notice(ctx.theme, "triangle-alert", "warn")
        column.addWidget(self.warning)
        column.addLayout(self._foot())
        self.refresh()

    def _accounts(self) -> QScrollArea:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(3, 1)
        note, store = self._note, self.ctx.store
        if note is not None:
            siblings = store.notes.siblings(note.id) if note.topic_id is not None else []
            others = [one for one in store.catalog.accounts() if one.id != note.account_id]
            taken = {one.account_id for one in siblings}
            free = [one for one in others if one.id not in taken]
            times = dict(
                zip(
                    [one.id for one in free],
                    minutes_for(note.minute, len(free), [one.minute for one in siblings]),
                    strict=True,
                )
            )
            for at, account in enumerate(others):
                row = SiblingRow(self, account, times.get(account.id), account.id in taken)
                self.rows.append(row)
                for column, widget in enumerate((row.tick, row.time, row.text, row.persona)):
                    grid.addWidget(widget, at, column)
        grid.setRowStretch(len(self.rows), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.said = label("", "soft", wrap=True)
        self.do = TextButton(self.ctx.theme, t("moves.siblings_do"), "users", "primary")
        self.do.setDefault(True)
        self.do.clicked.connect(self.write)
        cancel = TextButton(self.ctx.theme, t("catalogue.cancel"))
        cancel.clicked.connect(self.reject)
        row.addWidget(self.said, 1)
        row.addWidget(cancel)
        row.addWidget(self.do)
        return row

    def chosen(self) -> list[SiblingRow]:
        """The accounts that are ticked."""
        return [row for row in self.rows if row.tick.isEnabled() and row.tick.isChecked()]

    def refresh(self) -> None:
        """Say what would be made, and warn."""
        if not hasattr(self, "do"):
            return
        chosen = self.chosen()
        for row in self.rows:
            on = row in chosen
            row.time.setEnabled(on)
            row.text.setEnabled(on)
        try:
            minutes = [row.minute() for row in chosen]
        except ValueError:
            self.said.setText(t("panel.bad_time"))
            self.do.setEnabled(False)
            return
        same = [*minutes, self._note.minute if self._note else None]
        timed = [one for one in same if one is not None]
        copies = sum(row.text.currentData() == COPY for row in chosen)
        told = [t("moves.alike", n=copies)] if copies else []
        told += [t("moves.same_minute")] if len(set(timed)) < len(timed) else []
        self.warning.say(t("moves.joint").join(told))
        nobody = t("moves.no_note") if self._note is None else t("moves.no_account")
        self.said.setText(t("moves.siblings_count", n=len(chosen)) if chosen else nobody)
        self.do.setEnabled(bool(chosen) and not self.ctx.store.read_only)

    def write(self) -> None:
        """Make them, one step of undo."""
        chosen = self.chosen()
        if self._note is None or not chosen:
            return
        blank = {row.account_id for row in chosen if row.text.currentData() == BLANK}
        ids, minutes = [row.account_id for row in chosen], [row.minute() for row in chosen]
        self.ctx.run_then(
            self._made, notes.duplicate_to_accounts, self._note.id, ids, minutes=minutes, blank=frozenset(blank)
        )

    def _made(self, _change: Change) -> None:
        self.accept()
