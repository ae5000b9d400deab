"""The room 资料: everything a team keeps beside its notes, one editor for each noun."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.model import Form
from xhsplanner.core.words import t
from xhsplanner.ops import catalog, merging
from xhsplanner.ui.catalogue.detail import Detail, Empty
from xhsplanner.ui.catalogue.lists import NounList, RowsPane
from xhsplanner.ui.catalogue.merge import MergePane
from xhsplanner.ui.catalogue.nouns import NOUNS, TARGET, entry_of, found
from xhsplanner.ui.catalogue.targets import TargetsPane
from xhsplanner.ui.context import Context
from xhsplanner.ui.rooms import Room
from xhsplanner.ui.widgets.controls import TextButton, upright

COUNTED = ("note", "asset_tag", "note_tag", "note_keyword", "note_offer", "topic", "slot", "collection")
"""Tables beside the catalogue's own that change what uses what."""


class CatalogueRoom(Room):
    """Nouns at the left, the rows of one beside them, the chosen row at the right. Every change is one op."""

    room_id = "catalogue"
    uses_panel = False
    uses_days = False

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.noun = next(iter(NOUNS))
        self._filling = False
        self._stale = False
        self._merging = False
        self._uses: dict[int, dict[str, int]] = {}
        self.details: dict[str, Detail] = {}
        self.nouns = NounList(ctx.theme)
        self.pane = RowsPane(ctx.theme)
        self.empty = Empty(ctx)
        self.merge_pane = MergePane(ctx)
        self.targets = TargetsPane(ctx)
        self.stack = QStackedWidget()
        self.blank = QWidget()
        for page in (self.empty, self.blank, self.merge_pane):
            self.stack.addWidget(page)
        self._build()
        self._connect()
        self.show_noun(self.noun)

    def _build(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        side = QVBoxLayout()
        side.setContentsMargins(0, 4, 0, 8)
        side.setSpacing(8)
        side.addWidget(self.nouns, 1)
        self.book = TextButton(self.ctx.theme, t("catalogue.book"), "file-spreadsheet", "link")
        side.addWidget(self.book, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addLayout(side)
        panel = QFrame()
        panel.setProperty("look", "panel")
        row = QHBoxLayout(panel)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        left = QWidget()
        place = QVBoxLayout(left)
        place.setContentsMargins(12, 12, 12, 12)
        place.addWidget(self.pane)
        edge = upright()
        self._listed = QWidget()
        inside = QHBoxLayout(self._listed)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(left)
        inside.addWidget(edge)
        inside.addWidget(self.stack, 1)
        row.addWidget(self._listed, 1)
        row.addWidget(self.targets, 1)
        whole.addWidget(panel, 1)

    def _connect(self) -> None:
        self.nouns.chosen.connect(self.show_noun)
        self.book.clicked.connect(lambda: self.ctx.ask("catalogue_book"))
        self.pane.searched.connect(self.reload)
        self.pane.add.clicked.connect(self.add)
        self.empty.add_asked.connect(self.add)
        rows = self.pane.rows
        rows.itemSelectionChanged.connect(self._on_choice)
        rows.ordered.connect(lambda ids: self.ctx.run(catalog.arrange, self.noun, ids))
        rows.left.connect(self._enter_form)
        rows.dropped.connect(self.archive)
        self.merge_pane.merge_asked.connect(self.merge)
        self.merge_pane.archive_asked.connect(self.archive)
        self.merge_pane.closed.connect(self._leave_merging)
        self.targets.account_asked.connect(lambda: self.show_subject("account"))
        self.ctx.changed.connect(self._on_change)

    # --- Room ---------------------------------------------------------------------------------------

    def heading(self) -> tuple[str, str]:
        return t("catalogue.title"), t(f"catalogue.hint.{self.noun}")

    def step(self, by: int) -> None:
        """There are no days here."""

    def new_note(self) -> None:
        """Notes are made where they are seen."""
        self.ctx.show_room("week")
        super().new_note()

    def focus_room(self) -> None:
        """The rows, or the button of an empty list; the grid of targets."""
        if self.noun == TARGET:
            (self.targets.grid if self.ctx.store.catalog.accounts() else self.targets.first).setFocus()
            return
        (self.pane.rows if self.pane.rows.count() else self.pane.add).setFocus()

    def show_subject(self, subject: object) -> None:
        """Go to a noun ("series") or to one of its rows (("series", 7))."""
        noun, row_id = subject if isinstance(subject, tuple) else (subject, None)
        if noun in NOUNS:
            self.show_noun(str(noun))
            if row_id is not None:
                self.pane.archived.setChecked(self.pane.archived.isChecked() or self._is_archived(row_id))
                self.pane.rows.choose([row_id])
            self.focus_room()

    def _is_archived(self, row_id: int) -> bool:
        return bool(getattr(self.ctx.store.catalog.row(self.noun, row_id), "archived", False))

    # --- showing ------------------------------------------------------------------------------------

    def show_noun(self, noun: str) -> None:
        """Go to a noun."""
        self.flush()
        self.noun = noun
        self._merging = False
        self.nouns.show_noun(noun)
        self._listed.setVisible(noun != TARGET)
        self.targets.setVisible(noun == TARGET)
        if noun != TARGET:
            self.pane.show_noun(noun)
            self.empty.show_noun(noun)
        self.pane.rows.clear()
        self.reload()
        self.heading_changed.emit()

    def flush(self) -> None:
        """Write what is typed and not written yet."""
        if self.noun in self.details:
            self.details[self.noun].form.flush()

    def reload(self, own_step: bool = False) -> None:
        """Read the noun again; what was chosen stays chosen, else the row that took its place."""
        counts = {noun: len(self.ctx.store.catalog.rows(noun, archived=False)) for noun in NOUNS}
        self.nouns.show_counts(counts)
        if self.noun == TARGET:
            self.targets.reload()
            return
        rows = self.pane.rows
        before, at = [row.id for row in rows.chosen()], rows.currentRow()
        known = self.ctx.store.catalog.rows(self.noun, self.pane.archived.isChecked())
        self._uses = self.ctx.store.catalog.uses(self.noun)
        shown = [row for row in known if found(self.noun, row, self.pane.search.text())]
        self._filling = True
        self.pane.show_entries([entry_of(self.ctx, self.noun, row, self._uses) for row in shown], len(known))
        ids = [row.id for row in shown]
        near = ids[min(max(at, 0), len(ids) - 1) :][:1]
        rows.choose([row_id for row_id in before if row_id in ids] or near)
        self._filling = False
        self._show_choice(own_step)

    def _on_choice(self) -> None:
        if not self._filling and self.noun != TARGET:
            self.flush()
            self._merging = False
            self._show_choice()

    def _show_choice(self, own_step: bool = False) -> None:
        chosen = self.pane.rows.chosen()
        self.pane.show_place()
        if not chosen:
            some = self.ctx.store.catalog.rows(self.noun)
            self.stack.setCurrentWidget(self.blank if some else self.empty)
        elif len(chosen) > 1 or self._merging:
            self.merge_pane.show_rows(self.noun, chosen, self._uses)
            self.stack.setCurrentWidget(self.merge_pane)
        else:
            detail = self.detail(self.noun)
            detail.show_row(chosen[0], self._uses, own_step)
            self.stack.setCurrentWidget(detail)

    def detail(self, noun: str) -> Detail:
        """The page of a noun, made when first needed."""
        if noun not in self.details:
            detail = self.details[noun] = Detail(self.ctx, noun)
            detail.archive_asked.connect(self.archive)
            detail.merge_asked.connect(self._begin_merging)
            detail.remove_asked.connect(self.remove)
            detail.note_asked.connect(self._open_note)
            detail.form.renumber_asked.connect(self._renumber)
            self.stack.addWidget(detail)
        return self.details[noun]

    # --- acting -------------------------------------------------------------------------------------

    def add(self) -> None:
        """Make a row with a fresh name and let it be named."""
        self.flush()
        self.pane.search.clear()
        change = self.ctx.run(catalog.add, self.noun, **self._fresh())
        if change is not None:
            self.reload()
            self.pane.rows.choose([change.created[self.noun][0]])
            self.detail(self.noun).form.focus_first()

    def _fresh(self) -> dict[str, Any]:
        known = self.ctx.store.catalog.rows(self.noun)
        if self.noun == "disclaimer":
            taken = {(row.product_class, row.form) for row in known}
            classes = ["", *(f"{t('catalogue.new.disclaimer')} {n}".removesuffix(" 1") for n in range(1, 1000))]
            pairs = ((name, form) for name in classes for form in Form)
            name, form = next(pair for pair in pairs if pair not in taken)
            return {"product_class": name, "form": form}
        needed = {"rule": f"dates {self.ctx.day.isoformat()}"} if self.noun == "own_day" else {}
        taken_names = {row.name for row in known}
        stem = t(f"catalogue.new.{self.noun}")
        names = (stem, *(f"{stem} {n}" for n in range(2, 10_000)))
        return needed | {"name": next(name for name in names if name not in taken_names)}

    def archive(self) -> None:
        """Archive the chosen rows, or bring them back where all of them are archived."""
        chosen = self.pane.rows.chosen()
        if chosen:
            away = not all(row.archived for row in chosen)
            self.ctx.run(catalog.archive, self.noun, [row.id for row in chosen], away)

    def remove(self) -> None:
        """Delete the chosen rows, which nothing uses."""
        self.ctx.run(catalog.remove, self.noun, [row.id for row in self.pane.rows.chosen()])

    def merge(self, keep: int, ids: list[int]) -> None:
        """Merge rows into one of them; the writer thread does it, as it may move thousands of notes."""
        self.ctx.run_then(partial(self._merged, self.noun, keep), merging.merge, self.noun, keep, ids)

    def _merged(self, noun: str, keep: int, _change: Change) -> None:
        if noun == self.noun:
            self._merging = False
            self.reload()
            self.pane.rows.choose([keep])

    def _begin_merging(self) -> None:
        self.flush()
        self._merging = True
        self._show_choice()
        self.merge_pane.focus_first()

    def _leave_merging(self) -> None:
        self._merging = False
        self.pane.rows.choose([row.id for row in self.pane.rows.chosen()[:1]])
        self._show_choice()
        self.pane.rows.setFocus()

    def _enter_form(self) -> None:
        shown = self.stack.currentWidget()
        if shown is self.merge_pane:
            self.merge_pane.focus_first()
        elif shown is self.details.get(self.noun):
            self.detail(self.noun).form.focus_first()

    def _renumber(self) -> None:
        self.flush()
        self.ctx.ask("renumber", self.pane.rows.chosen()[0].id)

    def _open_note(self, note_id: int) -> None:
        note = self.ctx.store.notes.get(note_id)
        if note is not None:
            self.ctx.show_room("week")
            if note.day is not None:
                self.ctx.show_day(note.day)
            self.ctx.select(note_id)
            self.ctx.ask("note", note_id)

    # --- hearing ------------------------------------------------------------------------------------

    def _on_change(self, change: Change) -> None:
        if not change.touches(*NOUNS, *COUNTED):
            return
        if self.isVisible():
            self.reload(own_step=change.verb != "do")
        else:
            self._stale = True

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()
