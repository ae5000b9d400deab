"""Importing a schedule: a preview on the person's own rows, with problems in place, before anything is written."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import Choices
from xhsplanner.ops import plan
from xhsplanner.ops.plan import Preview
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.dialogs.import_parts import DropPlace, Figures, UnknownNames, also_new, dropped_file
from xhsplanner.ui.dialogs.import_rows import COLUMNS, FILTERS, RESULT, WIDTHS, CellPainter, Lines, lines
from xhsplanner.ui.widgets.controls import ElidedLabel, IconLabel, TextButton, label


class ImportDialog(QDialog):
    """First asks for a file, then shows what was read and imports it as one op. Reading runs on a worker."""

    def __init__(self, ctx: Context, parent: QWidget | None = None, subject: object = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.path: Path | None = None
        self.preview: Preview | None = None
        self._create: set[str] = set()
        self._asked = 0
        self.setWindowTitle(t("importing.title"))
        self.resize(1080, 700)
        self.setAcceptDrops(True)
        self.place = DropPlace(ctx)
        self.place.dropped.connect(self.read)
        self.place.choose.connect(self._choose)
        self.page = self._preview_page()
        self._pages = QStackedLayout()
        self._pages.addWidget(self.place)
        self._pages.addWidget(self.page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 16)
        outer.setSpacing(16)
        outer.addLayout(self._pages, 1)
        outer.addLayout(self._buttons())
        path = _path_of(subject)
        if path is not None:
            self.read(path)

    # --- building ---------------------------------------------------------------------------------

    def _preview_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(self.ctx.theme, "file-spreadsheet", "accent", 20))
        self.name = ElidedLabel("", "subheading")
        self.rows_read = label("", "soft")
        head.addWidget(self.name, 1)
        head.addWidget(self.rows_read)
        self.other = TextButton(self.ctx.theme, t("importing.other"), "folder-open")
        self.other.clicked.connect(self._choose)
        head.addWidget(self.other)
        column.addLayout(head)
        self.figures = Figures()
        column.addWidget(self.figures)
        self.names = UnknownNames()
        self.names.toggled.connect(self._allow)
        self.names.hide()
        column.addWidget(self.names)
        column.addLayout(self._filters())
        column.addWidget(self._table(), 1)
        return page

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.filters = QButtonGroup(self)
        for name in FILTERS:
            chip = TextButton(self.ctx.theme, t(f"importing.filter_.{name}"), look="chip")
            chip.setCheckable(True)
            chip.setProperty("filter", name)
            chip.clicked.connect(partial(self.show_only, name))
            self.filters.addButton(chip)
            row.addWidget(chip)
        row.addStretch(1)
        self.also = label("", "soft")
        row.addWidget(self.also)
        return row

    def _table(self) -> QTableView:
        self.lines = Lines(self.ctx.theme)
        self.table = QTableView()
        self.table.setModel(self.lines)
        self._painter = CellPainter(self.ctx.theme)
        self.table.setItemDelegate(self._painter)
        self.table.setAccessibleName(t("importing.table"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(32)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for index, name in enumerate(COLUMNS):
            if name in WIDTHS:
                header.resizeSection(index, WIDTHS[name])
        header.setSectionResizeMode(RESULT, QHeaderView.ResizeMode.Stretch)
        self.ctx.theme.changed.connect(self.table.viewport().update)
        return self.table

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(0)
        self.foot = label(t("importing.one_step"), "faint", wrap=True)
        row.addWidget(self.foot, 1)
        self.cancel = TextButton(self.ctx.theme, t("importing.cancel"))
        self.cancel.clicked.connect(self.reject)
        self.go = TextButton(self.ctx.theme, t("importing.go_none"), "check", "primary")
        self.go.setEnabled(False)
        self.go.clicked.connect(self.do_import)
        row.addWidget(self.cancel)
        row.addWidget(self.go)
        self._show_page(self.place)
        return row

    def _show_page(self, page: QWidget) -> None:
        """Ask for a file, or show the preview: only that has something to import."""
        self._pages.setCurrentWidget(page)
        (self.go if page is self.page else self.place.button).setDefault(True)  # what Enter presses
        self.go.setVisible(page is self.page)
        self.foot.setVisible(page is self.page)

    # --- reading ----------------------------------------------------------------------------------

    def read(self, path: Path) -> None:
        """Read another file and show its preview, or why it was refused."""
        self.path, self._create = path, set()
        self.names.clear()
        self._show_page(self.place)
        self.place.show_reading(path.name)
        self._start()

    def _start(self) -> None:
        assert self.path is not None
        self._asked += 1
        self.go.setEnabled(False)
        choices = Choices(create=frozenset(self._create))
        self.ctx.tasks.compute(
            plan.preview,
            self.ctx.store.path,
            self.path,
            choices,
            {},
            clock.today(),
            on_done=partial(self._show, self._asked),
            on_error=partial(self._refuse, self._asked),
        )

    def _show(self, number: int, preview: Preview) -> None:
        if not isValid(self) or number != self._asked:
            return  # a later file or tick was asked for meanwhile
        self.preview = preview
        reading = preview.reading
        self.name.setText(reading.file)
        self.rows_read.setText(t("importing.read", n=f"{reading.rows_read:,}"))
        self.figures.show_preview(preview)
        self.names.show_names(reading, self._create)
        self.also.setText(also_new(self.ctx, reading))
        self.lines.show_lines(lines(preview))
        self.show_only(self.lines.filter if self.lines.count(self.lines.filter) else FILTERS[0])
        self._name_go(preview)
        if self._pages.currentWidget() is not self.page:
            self._show_page(self.page)
            self.place.show_refusal("")
            (self.go if self.go.isEnabled() else self.other).setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_go(self, preview: Preview) -> None:
        notes = preview.forecast.new + preview.forecast.changed
        words = t("importing.go", n=notes) if notes else t("importing.go_none")
        can = bool(notes) and not self.ctx.store.read_only
        self.go.setText(words)
        self.go.setAccessibleName(words)
        self.go.setEnabled(can)
        nothing = not notes and not preview.reading.problems
        self.foot.setText(self.ctx.store.read_only or t("importing.nothing" if nothing else "importing.one_step"))

    def _refuse(self, number: int, error: Exception) -> None:
        if not isValid(self) or number != self._asked:
            return
        self.preview = None
        self._show_page(self.place)
        self.place.show_refusal(str(error))
        if not isinstance(error, Refused):
            raise error  # a mistake of ours: the window shows the details

    def show_only(self, name: str, _checked: bool = False) -> None:
        """Show the lines of one of `FILTERS`."""
        self.lines.show_only(name)
        for chip in self.filters.buttons():
            key = str(chip.property("filter"))
            chip.setText(f"{t(f'importing.filter_.{key}')} {self.lines.count(key)}")
            chip.setChecked(key == name)
            chip.setEnabled(key == "all" or self.lines.count(key) > 0)

    def _allow(self, name: str, on: bool) -> None:
        (self._create.add if on else self._create.discard)(name)
        self._start()

    # --- acting -----------------------------------------------------------------------------------

    def do_import(self) -> None:
        """Import what is shown, on a worker; the dialog closes when it is done."""
        if self.preview is None:
            return
        self._asked += 1
        self.go.setEnabled(False)
        self.page.setEnabled(False)
        self.foot.setText(t("importing.importing"))
        work = partial(plan.import_plan, self.ctx.store, self.preview.reading)
        self.ctx.tasks.start(work, self._done, self._failed)

    def _done(self, change: Change | None) -> None:
        self.accept()  # first: while this dialog has the floor the window shows no message
        if change is not None:
            self.ctx.toasted.emit(ToastText(change.label, undo=True, op=change.id))
            self._go_where_it_is(change.created.get("note", ()))

    def _go_where_it_is(self, ids: Sequence[int]) -> None:
        """Show a week that has new notes, where the week shown has none."""
        days = sorted(note.day for note in self.ctx.store.notes.get_many(ids) if note.day)
        monday = self.ctx.day - timedelta(days=self.ctx.day.weekday())
        if days and not any(monday <= day < monday + timedelta(days=7) for day in days):
            self.ctx.show_day(next((day for day in days if day >= clock.today()), days[-1]))

    def _failed(self, error: Exception) -> None:
        self.page.setEnabled(True)
        if self.preview is not None:
            self._name_go(self.preview)
        if not isinstance(error, Refused):
            raise error
        self.foot.setText(str(error))

    def _choose(self) -> None:
        start = str(self.path.parent) if self.path else ""
        found, _ = QFileDialog.getOpenFileName(self, t("importing.choose"), start, t("importing.filter"))
        if found:
            self.read(Path(found))

    # --- Qt ---------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.read(path)


def _path_of(subject: object) -> Path | None:
    """The file an action is about: a path, or the first of several."""
    if isinstance(subject, list | tuple):
        subject = subject[0] if subject else None
    return Path(subject) if isinstance(subject, str | Path) else None
