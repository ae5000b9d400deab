"""A new note from a template, and a note kept as one."""

from datetime import date

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.days import parse_day
from xhsplanner.core.errors import Refused
from xhsplanner.core.planning import NoteTemplate
from xhsplanner.core.words import t
from xhsplanner.ops import templates
from xhsplanner.ui.context import Context
from xhsplanner.ui.moves.asking import Here
from xhsplanner.ui.panel.minutes import parse_minute
from xhsplanner.ui.widgets.controls import TextButton, label, menu_text

LONGEST = 60


class NewFromTemplateDialog(QDialog):
    """Which template, on which account, when; what the note will say."""

    def __init__(self, ctx: Context, parent: QWidget | None = None, subject: object = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.setWindowTitle(t("moves.template_title"))
        self.resize(620, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        self._rows: list[NoteTemplate] = ctx.store.catalog.rows("note_template", archived=False)
        given = ctx.filter.given()
        here = subject if isinstance(subject, Here) else Here(ctx.day, given.get("account_id"))
        fitting = next(
            (one.id for one in self._rows if one.series_id and one.series_id == given.get("series_id")), None
        )
        self.template = self._box(t("moves.template"), [(one.name, one.id) for one in self._rows], fitting)
        accounts = [(one.name, one.id) for one in ctx.store.catalog.accounts()]
        self.account = self._box(t("moves.account"), accounts, here.account_id)
        self.day, self.time = QLineEdit(here.day.isoformat()), QLineEdit()
        self.day.setPlaceholderText(t("moves.no_day_hint"))
        self.time.setPlaceholderText(t("panel.time_hint"))
        rows = ((t("moves.template"), self.template, t("moves.account"), self.account),)
        for one in (*rows, (t("moves.day"), self.day, t("moves.time"), self.time)):
            column.addLayout(self._row(*one))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(t("moves.template_preview"))
        column.addWidget(self.text, 1)
        column.addLayout(self._foot())
        for line in (self.day, self.time):
            line.textChanged.connect(lambda _text: self.refresh())
        self.refresh()

    def _box(self, name: str, rows: list[tuple[str, int]], chosen: object) -> QComboBox:
        box = QComboBox()
        box.setFixedWidth(210)
        box.setAccessibleName(name)
        for words, value in rows:
            box.addItem(menu_text(" ".join(words.split())), value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.currentIndexChanged.connect(lambda _at: self.refresh())
        return box

    @staticmethod
    def _row(first: str, one: QWidget, second: str, other: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for words, editor in ((first, one), (second, other)):
            caption = label(words, "soft")
            caption.setMinimumWidth(56)
            caption.setBuddy(editor)
            editor.setAccessibleName(words)
            editor.setFixedWidth(210)
            row.addWidget(caption)
            row.addWidget(editor)
            row.addSpacing(8)
        row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.said = label("", "soft", wrap=True)
        manage = TextButton(self.ctx.theme, t("moves.template_manage"), "layout-template")
        manage.clicked.connect(self._manage)
        cancel = TextButton(self.ctx.theme, t("catalogue.cancel"))
        cancel.clicked.connect(self.reject)
        self.do = TextButton(self.ctx.theme, t("moves.template_do"), "plus", "primary")
        self.do.setDefault(True)
        self.do.clicked.connect(self.write)
        row.addWidget(self.said, 1)
        for button in (manage, cancel, self.do):
            row.addWidget(button)
        return row

    def _manage(self) -> None:
        self.reject()
        self.ctx.show_room("catalogue")
        self.ctx.ask("catalogue", "note_template")

    def when(self) -> tuple[date | None, int | None]:
        """Day and time as typed. Raises Refused or ValueError."""
        day = parse_day(self.day.text()) if self.day.text().strip() else None
        return day, parse_minute(self.time.text())

    def refresh(self) -> None:
        """Show what the note will say."""
        if not hasattr(self, "do"):
            return
        template = next((one for one in self._rows if one.id == self.template.currentData()), None)
        account = self.account.currentData()
        said, words = "", ""
        if template is None or account is None:
            said = t("moves.no_template") if template is None else t("catalogue.account_first")
        else:
            try:
                day, _minute = self.when()
            except Refused as refusal:
                said = str(refusal)
            except ValueError:
                said = t("panel.bad_time")
            else:
                words = self._words(template, account, day)
        self.text.setPlainText(words)
        self.said.setText(said)
        self.do.setEnabled(not said and not self.ctx.store.read_only)

    def _words(self, template: NoteTemplate, account: int, day: date | None) -> str:
        note = {"account_id": account, "series_id": template.series_id, "day": day}
        if template.series_id is not None:
            note["episode"] = self.ctx.store.notes.next_episode(account, template.series_id)
        columns, text = templates.filled(self.ctx.store, template, note)
        return "\n\n".join(one for one in (columns["title"], text.body, text.hashtags, columns["remark"]) if one)

    def write(self) -> None:
        """Make it and show it."""
        day, minute = self.when()
        template, account = self.template.currentData(), self.account.currentData()
        self.ctx.run_then(self._made, templates.new_note, template, account, day=day, minute=minute)

    def _made(self, change: Change) -> None:
        note_id, ctx = change.created["note"][0], self.ctx
        self.accept()
        ctx.select(note_id)
        ctx.ask("note_title", note_id)


class SaveTemplateDialog(QDialog):
    """What a note is called as a template."""

    def __init__(self, ctx: Context, parent: QWidget | None = None, subject: object = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self._note_id = subject if isinstance(subject, int) else ctx.note_id
        note = ctx.store.notes.get(self._note_id) if self._note_id is not None else None
        self.setWindowTitle(t("moves.save_title"))
        self.resize(460, 190)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(t("moves.save_hint"), "soft", wrap=True))
        self.name = QLineEdit(" ".join(note.title.split())[:LONGEST] if note else "")
        self.name.setMaxLength(LONGEST)
        self.name.setAccessibleName(t("moves.save_name"))
        self.name.setPlaceholderText(t("moves.save_name"))
        self.name.selectAll()
        column.addWidget(self.name)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.do = TextButton(ctx.theme, t("moves.save_do"), "save", "primary")
        self.do.setDefault(True)
        self.do.clicked.connect(self.write)
        cancel = TextButton(ctx.theme, t("catalogue.cancel"))
        cancel.clicked.connect(self.reject)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.do)
        column.addLayout(row)
        self.name.textChanged.connect(lambda _text: self._look())
        self._look()

    def _look(self) -> None:
        there = self._note_id is not None and bool(self.name.text().strip())
        self.do.setEnabled(there and not self.ctx.store.read_only)

    def write(self) -> None:
        """Keep it."""
        if self._note_id is not None:
            self.ctx.run_then(self._kept, templates.save_as, self._note_id, self.name.text())

    def _kept(self, _change: Change) -> None:
        self.accept()
