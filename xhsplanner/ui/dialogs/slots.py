"""Slots (固定栏位): every recurring place of the plan, its rule in words, what it comes to, and what was missed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from xhsplanner.core import clock, slots
from xhsplanner.core.change import Change
from xhsplanner.core.slots import Override, State
from xhsplanner.core.slots.coming import coming, spoken
from xhsplanner.core.slots.missed import Gap
from xhsplanner.core.slots.shape import late_days
from xhsplanner.core.slots.words import sentence
from xhsplanner.core.words import t
from xhsplanner.ops import slots as ops
from xhsplanner.store.slots import SlotRow
from xhsplanner.ui.catalogue.lists import EntryList
from xhsplanner.ui.context import Context
from xhsplanner.ui.slots.asking import Asked
from xhsplanner.ui.slots.form import SlotForm
from xhsplanner.ui.slots.rule_form import choose, combo
from xhsplanner.ui.widgets.controls import TextButton, label, line
from xhsplanner.ui.widgets.two_lines import Entry

WIDTH, HEIGHT, LIST = 920, 680, 300
NEXT = 5
WEEKS = 8
"""How far back missed places are looked for."""
NAMED = 4
"""Days that a sentence about several names."""


class SlotsDialog(QDialog):
    """The list of slots, and the one that is chosen, or a new one."""

    def __init__(self, ctx: Context, parent: QWidget | None = None, asked: object = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._row: SlotRow | None = None
        self._gaps: list[Gap] = []
        self._shown: Mapping[str, Any] | None = None
        """What the fields said before anybody changed them."""
        self._drafts: dict[int | None, tuple[Any, Mapping[str, Any]]] = {}
        """What was changed and not saved before another slot was chosen: scope and columns. None: a new slot."""
        self._asked = asked if isinstance(asked, Asked) else None
        self.setWindowTitle(t("action.slots").rstrip("…"))
        self.resize(WIDTH, HEIGHT)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._left())
        outer.addWidget(self._right(), 1)
        ctx.changed.connect(self._on_change)
        self._list(self._asked.slot_id if self._asked else None)
        (self.rows if self.rows.count() else self.form.account).setFocus()
        ctx.tasks.start(ctx.store.slots.episode_gaps, self._gaps_read, ctx.say_refusal)

    # --- what it is made of -----------------------------------------------------------------------------

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(16, 16, 12, 16)
        column.setSpacing(10)
        self.rows = EntryList(self._ctx.theme, 52)
        self.rows.setAccessibleName(t("slots.list"))
        self.rows.setFixedWidth(LIST)
        self.rows.currentRowChanged.connect(self._picked)
        self.new = TextButton(self._ctx.theme, t("slots.new"), "plus")
        self.new.clicked.connect(self._picked_new)
        column.addWidget(self.new, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.rows, 1)
        self.unsaved = label("", "faint", wrap=True)
        self.unsaved.setVisible(False)
        column.addWidget(self.unsaved)
        return column

    def _right(self) -> QWidget:
        side = QFrame()
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 16, 20, 16)
        column.setSpacing(10)
        self.said = label("", "heading", wrap=True)
        self.preview = label("", "soft", wrap=True)
        self.form = SlotForm(self._ctx)
        self.form.edited.connect(self._look)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 4, 12, 4)
        inside.setSpacing(14)
        inside.addWidget(self.form)
        inside.addWidget(self._missed())
        inside.addStretch(1)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        column.addWidget(self.said)
        column.addWidget(self.preview)
        column.addWidget(line())
        column.addWidget(area, 1)
        column.addWidget(line())
        column.addLayout(self._choices())
        column.addLayout(self._foot())
        return side

    def _missed(self) -> QWidget:
        self.missed_box = QWidget()
        column = QVBoxLayout(self.missed_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(t("slots.missed_title")))
        self.missed = label("", "soft", wrap=True)
        column.addWidget(self.missed)
        return self.missed_box

    def _choices(self) -> QHBoxLayout:
        """What a change is for, and what becomes of days that the new rule does not give."""
        row = QHBoxLayout()
        row.setSpacing(8)
        self.scope = combo(t("slots.scope"), [])
        self.scope.setFixedWidth(200)
        self.scope.currentIndexChanged.connect(self._scoped)
        self.orphans = label("", "error", wrap=True)
        self.keep = combo(t("slots.orphans"), [(True, t("slots.keep_single")), (False, t("slots.drop"))])
        self.scope_of = label(t("slots.scope"), "soft")
        self.scope_of.setBuddy(self.scope)
        row.addWidget(self.scope_of)
        row.addWidget(self.scope)
        row.addWidget(self.orphans, 1)
        row.addStretch(0)
        row.addWidget(self.keep)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        theme = self._ctx.theme
        self.archive = TextButton(theme, t("slots.archive"), "archive")
        self.remove = TextButton(theme, t("slots.remove"), "trash-2")
        self.save = TextButton(theme, t("slots.save"), "check", "primary")
        self.archive.clicked.connect(self._archive)
        self.remove.clicked.connect(self._remove)
        self.save.clicked.connect(self._save)
        self.save.setDefault(True)
        self.close_ = TextButton(theme, t("slots.close"))
        self.close_.clicked.connect(self.reject)
        row.addWidget(self.archive)
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(self.close_)
        row.addWidget(self.save)
        return row

    # --- the list -----------------------------------------------------------------------------------------

    def _entry(self, row: SlotRow) -> Entry:
        catalog, theme = self._ctx.store.catalog, self._ctx.theme
        account, series = catalog.account(row.account_id), catalog.series_by_id(row.series_id)
        names = [account.name if account else "", series.name if series else "", row.title]
        color = theme.series(series.palette if series else "neutral").solid
        name = " · ".join(part for part in names if part)
        return Entry(row, name, _begun(sentence(row.slot)), color=color, faded=row.archived)

    def _list(self, chosen: int | None) -> None:
        order = {one.id: n for n, one in enumerate(self._ctx.store.catalog.accounts(archived=True))}
        rows = self._ctx.store.slots.rows(archived=True)
        rows.sort(key=lambda row: (row.archived, order.get(row.account_id, 0), row.series_id or 0, row.id))
        there = {None, *(row.id for row in rows)}
        self._drafts = {key: draft for key, draft in self._drafts.items() if key in there}
        self.rows.blockSignals(True)
        self.rows.show_entries(self._entry(row) for row in rows)
        at = next((n for n, row in enumerate(rows) if row.id == chosen), 0 if rows else -1)
        self.rows.setCurrentRow(at)
        self.rows.blockSignals(False)
        self._chosen(at)

    def _on_change(self, change: Change) -> None:
        if change.touches("slot", "slot_override", "account", "series", "note_template"):
            self._list(self._row.id if self._row else None)

    def _picked(self, at: int) -> None:
        """Another slot was chosen in the list: what was changed waits, what makes no sense is seen to first."""
        if self._put_by():
            self._chosen(at)
            return
        here = (n for n in range(self.rows.count()) if (one := self.rows.entry(n)) and one.value == self._row)
        self.rows.blockSignals(True)
        self.rows.setCurrentRow(next(here, -1))
        self.rows.blockSignals(False)

    def _picked_new(self) -> None:
        if self._row is not None and self._put_by():
            self.show_new()

    def _put_by(self) -> bool:
        """Keep what was changed until its slot is chosen again; False where the fields make no sense."""
        values = self.form.values
        if values == self._shown:
            return True
        if values is None:
            self.said.setText(t("slots.unsaved_bad", problem=self.form.problem))
            return False
        self._drafts[self._row.id if self._row else None] = (self.scope.currentData(), values)
        return True

    def _take_up(self) -> None:
        """Show again what was changed in the chosen slot and not saved."""
        scope, values = self._drafts.pop(self._row.id if self._row else None, (None, None))
        if values is not None:
            if self._row is not None:
                choose(self.scope, scope)
            self.form.show_values(values)
            self._look()
        self.unsaved.setText(t("slots.unsaved", n=len(self._drafts)) if self._drafts else "")
        self.unsaved.setVisible(bool(self._drafts))

    def _chosen(self, at: int) -> None:
        entry = self.rows.entry(at)
        if entry is None:
            self.show_new()
            return
        if entry.value == self._row:  # only what is around it is new: what is being typed stays
            self._look()
            self._show_missed()
            return
        self._row = entry.value
        self._fill_scope(entry.value)
        self._show()
        self._take_up()

    def show_new(self) -> None:
        """Empty fields for a new slot."""
        self.rows.blockSignals(True)
        self.rows.setCurrentRow(-1)
        self.rows.blockSignals(False)
        self._row = None
        self._show()
        self._take_up()

    def _fill_scope(self, row: SlotRow) -> None:
        """All of it, or from one of its next days on."""
        days = [one.original for one in coming(row.slot, clock.today(), 6, skipped=True)]
        wanted = self._asked.day if self._asked and self._asked.slot_id == row.id else None
        self._asked = None
        if wanted is not None and wanted not in days:
            days = sorted([*days, wanted])
        self.scope.blockSignals(True)
        self.scope.clear()
        self.scope.addItem(t("slots.scope_all"), None)
        for day in days:
            self.scope.addItem(t("slots.scope_from", day=day), day.isoformat())
        choose(self.scope, wanted.isoformat() if wanted is not None else None)
        self.scope.blockSignals(False)

    def _show(self) -> None:
        """Fill everything from the chosen slot."""
        self._scoped()
        row, fixed = self._row, bool(self._ctx.store.read_only)
        for widget in (self.archive, self.remove, self.scope, self.scope_of):
            widget.setVisible(row is not None)
        self.form.setEnabled(not fixed)
        for button in (self.new, self.archive, self.remove):
            button.setEnabled(not fixed)
        if row is not None:
            key = "unarchive" if row.archived else "archive"
            self.archive.setText(t(f"slots.{key}"))
            self.archive.setAccessibleName(t(f"slots.{key}"))
            self.archive.set_icon("archive-restore" if row.archived else "archive")
        self.save.setText(t("slots.save" if row else "slots.add"))
        self.save.setAccessibleName(t("slots.save" if row else "slots.add"))
        self._show_missed()

    @property
    def _begins(self) -> date | None:
        """The day from which on the slot is changed; None for all of it."""
        chosen = self.scope.currentData() if self._row else None
        return date.fromisoformat(chosen) if chosen else None

    def _scoped(self, *_values: object) -> None:
        """The fields begin where the change begins."""
        row, day = self._row, self._begins
        if row is None or day is None:
            self.form.show_slot(row)
        else:
            self.form.show_slot(row, slots.following(row.slot, day), day)
        self._shown = self.form.values
        self.form.since.setEnabled(day is None)
        self._look()

    # --- what the fields come to --------------------------------------------------------------------------

    def _look(self) -> None:
        slot = self.form.slot
        changed = self._row is None or self.form.values != self._shown
        self.save.setEnabled(slot is not None and changed and not self._ctx.store.read_only)
        if slot is None:
            self.said.setText(self.form.problem)
            self.preview.setText("")
            return
        self.said.setText(_begun(sentence(slot)))
        overrides = self._overrides()
        days = [spoken(one) for one in coming(slot, max(clock.today(), slot.start), NEXT, tuple(overrides))]
        coming_ = t("slots.next", days=t("slots.listed").join(days)) if days else t("slots.no_days")
        late = late_days(slot.rule)
        self.preview.setText("\n".join((coming_, t("slots.short_months", n=late)) if late else (coming_,)))
        gone = self._orphans()
        self.orphans.setVisible(bool(gone))
        self.keep.setVisible(any(one.state is State.MOVED for one in gone))
        self.orphans.setText(self._gone_words(gone))

    def _overrides(self) -> Sequence[Override]:
        return self._ctx.store.slots.overrides([self._row.id]).get(self._row.id, []) if self._row else []

    def _orphans(self) -> list[Override]:
        slot, day = self.form.slot, self._begins
        if self._row is None or slot is None or not slots.supported(slot.rule):
            return []
        return slots.orphans(slot, [one for one in self._overrides() if day is None or one.original >= day])

    @staticmethod
    def _gone_words(gone: Sequence[Override]) -> str:
        days = t("slots.listed").join(f"{one.original:%m-%d}" for one in gone[:NAMED])
        return t("slots.orphans_are", n=len(gone), days=days + ("…" if len(gone) > NAMED else "")) if gone else ""

    def _gaps_read(self, gaps: list[Gap]) -> None:
        self._gaps = gaps
        self._show_missed()

    def _show_missed(self) -> None:
        row = self._row
        self.missed_box.setVisible(False)
        if row is None:
            return
        places = self._ctx.store.slots.missed(clock.today(), WEEKS, [row.account_id])
        days = [f"{place.day:%m-%d}" for place in places if place.slot_id == row.id]
        listed = t("slots.listed").join(days)
        lines = [t("slots.missed_days", n=len(days), weeks=WEEKS, days=listed)] if days else []
        mine = [gap for gap in self._gaps if (gap.series_id, gap.account_id) == (row.series_id, row.account_id)]
        if mine:
            lines.append(t("slots.missed_episodes", numbers=t("slots.listed").join(gap.numbers for gap in mine)))
        self.missed.setText("\n".join(lines))
        self.missed_box.setVisible(bool(lines))

    # --- acts ---------------------------------------------------------------------------------------------

    def _save(self) -> None:
        values = self.form.values
        if values is None:
            return
        keep = bool(self.keep.currentData())
        if self._row is None:
            self._add(values)
        elif (day := self._begins) is not None:
            self._ctx.run_then(self._split, ops.split, self._row.id, day, keep=keep, **values)
        else:
            self._ctx.run(ops.edit, self._row.id, keep=keep, **values)

    def _add(self, values: Mapping[str, Any]) -> None:
        fields = dict(values)
        first = (fields.pop("account_id"), fields.pop("rule"), fields.pop("since"))
        self._ctx.run_then(lambda change: self._list(change.created["slot"][0]), ops.add, *first, **fields)

    def _split(self, change: Change) -> None:
        made = change.created.get("slot", ())
        self._list(made[0] if made else self._row.id if self._row else None)

    def _archive(self) -> None:
        if self._row is not None:
            self._ctx.run(ops.archive, [self._row.id], not self._row.archived)

    def _remove(self) -> None:
        if self._row is not None:
            self._ctx.run(ops.remove, self._row.id)


def _begun(words: str) -> str:
    """A sentence that stands alone: its first letter is a capital where it has those."""
    return words[:1].upper() + words[1:]
