"""The preview: figures, names to settle, and two ways to look at the file: as notes, and as it is."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import Problem, Table
from xhsplanner.ui.context import Context
from xhsplanner.ui.importing.draft import Draft, Question, questions, roles
from xhsplanner.ui.importing.lines import Lines
from xhsplanner.ui.importing.names import Answer, Names
from xhsplanner.ui.importing.notes_view import NotesView
from xhsplanner.ui.importing.parts import Figures, also_new
from xhsplanner.ui.importing.shown import FILTERS, Look, Shown
from xhsplanner.ui.importing.source_model import SourceModel
from xhsplanner.ui.importing.source_view import RoleChip, SourceView
from xhsplanner.ui.widgets.controls import ElidedLabel, IconLabel, TextButton, label, menu_text
from xhsplanner.ui.widgets.parts import Flow

VIEWS = ("notes", "source")
TITLES = ("title", "topic")
"""Roles of columns that a note can have its title from."""


class PreviewPage(QWidget):
    """Shows a Preview; `corrected(Draft)` when the person said something about the file."""

    corrected = Signal(object)
    other_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._draft = Draft()
        self.tables: Sequence[Table] = ()
        self._problems: Sequence[Problem] = ()
        self._counts: Mapping[str, int] = dict.fromkeys(FILTERS, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._head())
        self.figures = Figures()
        column.addWidget(self.figures)
        self.names = Names(ctx)
        self.names.answered.connect(self._answered)
        self.names.corrected.connect(self._say)
        self.names.hide()
        column.addWidget(self.names)
        column.addLayout(self._bar())
        self._views = QStackedLayout()
        self._views.addWidget(self._notes())
        self._views.addWidget(self._source())
        column.addLayout(self._views, 1)
        self.show_view("notes")

    # --- building ---------------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(self._ctx.theme, "file-spreadsheet", "accent", 20))
        self.name = ElidedLabel("", "subheading")
        self.rows_read = label("", "soft")
        head.addWidget(self.name, 1)
        head.addWidget(self.rows_read)
        self.other = TextButton(self._ctx.theme, t("importing.other"), "folder-open")
        self.other.clicked.connect(self.other_asked)
        head.addWidget(self.other)
        return head

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.views = self._chips(row, VIEWS, "view", self.show_view)
        row.addSpacing(16)
        self._filter_box = QWidget()
        inner = QHBoxLayout(self._filter_box)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        self.filters = self._chips(inner, FILTERS, "filter", self.show_only)
        row.addWidget(self._filter_box)
        row.addStretch(1)
        self.also = ElidedLabel("", "soft")
        self.also.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.also, 2)
        return row

    def _chips(self, row: QHBoxLayout, names: Sequence[str], kind: str, act: Callable[..., None]) -> QButtonGroup:
        group = QButtonGroup(self)
        for name in names:
            chip = TextButton(self._ctx.theme, t(f"importing.{kind}_.{name}"), look="chip")
            chip.setCheckable(True)
            chip.setProperty(kind, name)
            chip.clicked.connect(partial(act, name))
            group.addButton(chip)
            row.addWidget(chip)
        return group

    def _notes(self) -> QWidget:
        self.lines = Lines(self._ctx.theme)
        self.lines.fixed.connect(self._fix_line)
        self.table = NotesView(self._ctx, self.lines)
        self.table.decided.connect(lambda sources, decision: self._say(self._draft.decided(sources, decision)))
        return self.table

    def _source(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QHBoxLayout()
        self.choose = QComboBox()
        self.choose.setAccessibleName(t("importing.tables"))
        self.choose.activated.connect(self._show_table)
        self.wanted = QCheckBox(t("importing.table_wanted"))
        self.wanted.toggled.connect(self._want)
        top.addWidget(self.choose)
        top.addWidget(self.wanted)
        self.hint = label(t("importing.roles_hint"), "faint", wrap=True)
        top.addWidget(self.hint, 1)
        column.addLayout(top)
        self.shelf = QWidget()
        flow = Flow(6)
        self.shelf.setLayout(flow)
        self.chips: dict[str, RoleChip] = {}
        for role in ("", *roles()):
            chip = self.chips[role] = RoleChip(self._ctx, role)
            chip.clicked.connect(partial(self._role_of_current, role))
            flow.addWidget(chip)
        column.addWidget(self.shelf)
        self.source_model = SourceModel(self._ctx.theme)
        self.source_model.fixed.connect(self._fix_cell)
        self.source = SourceView(self._ctx, self.source_model)
        self.source.role_given.connect(self._give_role)
        column.addWidget(self.source, 1)
        return box

    # --- showing ----------------------------------------------------------------------------------

    def show_look(self, look: Look, draft: Draft) -> None:
        """Show what was read with these corrections."""
        preview, reading, self._draft = look.preview, look.preview.reading, draft
        self.name.setText(reading.file)
        self.rows_read.setText(t("importing.read", n=f"{reading.rows_read:,}"))
        self.figures.show_preview(preview)
        self.names.show_questions(questions(reading), draft)
        self.also.setText(also_new(self._ctx, reading))
        self._counts = look.counts
        wanted = self.lines.filter if look.counts[self.lines.filter] else FILTERS[0]
        self.lines.show_lines(look.lines, wanted)
        self._show_filter(wanted)
        self._problems = reading.problems
        self._show_tables(reading.tables)
        number = self.choose.currentIndex()
        self.source.show_table(self.tables[number] if self.tables else None, reading.problems)
        self._show_wanted()

    def forget(self) -> None:
        """Another file comes: what was asked about the last one is gone."""
        self.names.clear()
        self.tables = ()
        self.source.show_table(None, ())
        self.choose.clear()
        self.show_view("notes")

    def _show_tables(self, tables: Sequence[Table]) -> None:
        shown = self.choose.currentIndex()
        fresh = [(one.sheet, one.number) for one in tables] != [(one.sheet, one.number) for one in self.tables]
        self.tables = tables
        if fresh:
            self.choose.clear()
            many = {one.sheet for one in tables if one.number}
            for one in tables:
                numbered = t("importing.table_n", sheet=one.sheet, n=one.number + 1)
                self.choose.addItem(menu_text(numbered if one.sheet in many else one.sheet))
        else:
            self.choose.setCurrentIndex(shown)
        self.views.buttons()[VIEWS.index("source")].setVisible(bool(tables))
        several = len(tables) > 1
        self.choose.setVisible(several)
        self.wanted.setVisible(several)

    def _show_wanted(self) -> None:
        table = self.source_model.table
        self.wanted.blockSignals(True)
        self.wanted.setChecked(table is not None and not table.left_out)
        self.wanted.blockSignals(False)
        listed = table is not None and table.kind == "list"
        self.shelf.setVisible(listed)
        self.hint.setText(t("importing.roles_hint" if listed else "importing.grid_hint"))
        used = {column.role for column in table.columns} if table else set()
        for role, chip in self.chips.items():
            chip.setCheckable(bool(role))
            chip.setChecked(bool(role) and role in used)

    def _show_table(self, number: int) -> None:
        self.source.show_table(self.tables[number], self._problems)
        self._show_wanted()

    @property
    def untitled(self) -> bool:
        """Whether no column of any table is known to hold titles: then somebody has to say which does."""
        roles_ = {column.role for table in self.tables if not table.left_out for column in table.columns}
        listed = any(table.kind == "list" and not table.left_out for table in self.tables)
        return listed and not roles_ & set(TITLES)

    def show_view(self, name: str, _checked: bool = False) -> None:
        """Look at the file as `notes`, or as it is (`source`)."""
        self._views.setCurrentIndex(VIEWS.index(name))
        self._filter_box.setVisible(name == "notes")
        for chip in self.views.buttons():
            chip.setChecked(chip.property("view") == name)

    def show_only(self, name: str, _checked: bool = False) -> None:
        """Show the lines of one of `FILTERS`."""
        self.lines.show_only(name)
        self._show_filter(name)

    def _show_filter(self, name: str) -> None:
        for chip in self.filters.buttons():
            key = str(chip.property("filter"))
            words = f"{t(f'importing.filter_.{key}')} {self._counts[key]:,}"
            chip.setText(words)
            chip.setAccessibleName(words)
            chip.setChecked(key == name)
            chip.setEnabled(key == "all" or self._counts[key] > 0)

    # --- what the person says ---------------------------------------------------------------------

    def _say(self, draft: Draft) -> None:
        self._draft = draft
        self.corrected.emit(draft)

    def _answered(self, question: Question, answer: Answer) -> None:
        what, name = answer
        self._say(self._draft.answered(question, name if what == "name" else None, create=what == "create"))

    def _role_of_current(self, role: str, _checked: bool = False) -> None:
        section = self.source.currentIndex().column()
        if section >= 0:
            self._give_role(section, role)
        else:
            self._show_wanted()  # the chip shows what is, not that it was pressed

    def _give_role(self, section: int, role: str) -> None:
        table, column = self.source_model.table, self.source_model.column(section)
        if table is not None and column is not None and table.kind == "list":
            self._say(self._draft.with_role(table, column.index, role))

    def _want(self, on: bool) -> None:
        if self.source_model.table is not None:
            self._say(self._draft.with_table(self.source_model.table, on))

    def _fix_cell(self, row: int, column: int, text: str) -> None:
        if self.source_model.table is not None:
            self._say(self._draft.with_cell(self.source_model.table.sheet, row, column, text))

    def _fix_line(self, line: Shown, role: str, text: str) -> None:
        """A cell of the notes: the cell of the file it was read from says something else now."""
        sheet, row = line.row.sheet, line.row.row
        for table in self.tables:
            column = next((one for one in table.columns if one.role == role and table.kind == "list"), None)
            if table.sheet == sheet and column is not None and any(number == row for number, _ in table.lines):
                self._say(self._draft.with_cell(sheet, row, column.index, text))
                return
        self._show_cell(sheet, row, line.row.column)
        self._ctx.toast(t("importing.no_cell"))

    def _show_cell(self, sheet: str, row: int, column: int) -> None:
        """Show the cell (row from 1, column from 0) that a note was read from, in the file's own table."""
        for number, table in enumerate(self.tables):
            at = next((at for at, (found, _) in enumerate(table.lines) if found == row), -1)
            section = next((n for n, one in enumerate(table.columns) if one.index == column), -1)
            if table.sheet == sheet and at >= 0 and section >= 0:
                self.choose.setCurrentIndex(number)
                self._show_table(number)
                self.show_view("source")
                self.source.setCurrentIndex(self.source_model.index(at, section))
                self.source.setFocus(Qt.FocusReason.OtherFocusReason)
                return
