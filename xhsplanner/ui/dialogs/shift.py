"""Moving notes by some days: which, how far, around which days, and what comes of it."""

from collections.abc import Callable

from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from xhsplanner.core import shifting
from xhsplanner.core.filter import EMPTY
from xhsplanner.core.model import Note
from xhsplanner.core.shifting import Rules
from xhsplanner.core.words import t
from xhsplanner.ops import moves
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.moves.base import PlanDialog, day_in, narrowed
from xhsplanner.ui.moves.preview import SHOWN, Preview, rows_of

CHOSEN, FROM = "chosen", "from"
LOOKED_AT = 2000
"""Collisions are looked for among so many notes at most."""


class ShiftDialog(PlanDialog):
    """About the selected notes, or about all from a day on."""

    def __init__(self, ctx: Context, parent: QWidget | None = None, _subject: object = None) -> None:
        self.ids = list(ctx.selection or ((ctx.note_id,) if ctx.note_id is not None else ()))
        super().__init__(ctx, parent, t("moves.shift_title"), t("moves.shift_hint"), t("moves.shift_do"))
        self._scope_changed()
        self.by.setFocus()
        self.by.selectAll()

    def lay_choices(self, column: QVBoxLayout) -> None:
        ctx = self.ctx
        scopes: list[tuple[str, object]] = [(t("moves.scope_from"), FROM)]
        if self.ids:
            scopes.insert(0, (t("moves.scope_chosen", n=len(self.ids)), CHOSEN))
        self.scope = self.one_of(scopes, 190)
        self.scope.currentIndexChanged.connect(lambda _at: self._scope_changed())
        self.by = QSpinBox()
        self.by.setRange(-shifting.MOST_DAYS, shifting.MOST_DAYS)
        self.by.setValue(7)
        self.by.setFixedWidth(110)
        self.by.setSuffix(t("moves.days_unit"))
        self.by.lineEdit().setTextMargins(8, 0, 0, 0)
        self.by.valueChanged.connect(self.changed)
        self.row(column, t("moves.scope"), self.scope, t("moves.by"), self.by)
        self.since = self.day_line(ctx.day)
        self.account, self.one_series = self.accounts(), self.series()
        self.filtered = self.tick(t("moves.filtered"), bool(ctx.filter))
        self.filtered.setVisible(bool(ctx.filter))
        self.of = QWidget()
        inner = QVBoxLayout(self.of)
        inner.setContentsMargins(0, 0, 0, 0)
        self.row(
            inner, t("moves.since"), self.since, t("moves.account"), self.account, t("moves.series"),
            self.one_series, self.filtered,
        )  # fmt: skip
        column.addWidget(self.of)
        self.rest, self.quiet = self.tick(t("moves.skip_rest"), True), self.tick(t("moves.skip_quiet"), True)
        self.weekends, self.makeup = self.tick(t("moves.skip_weekends")), self.tick(t("moves.makeup"), True)
        self.weekday = self.tick(t("moves.keep_weekday"))
        self.makeup.setVisible(False)
        self.weekends.toggled.connect(self.makeup.setVisible)
        self.row(column, self.rest, self.quiet, self.weekends, self.makeup, self.weekday)

    def _scope_changed(self) -> None:
        self.of.setVisible(self.scope.currentData() == FROM)

    def rules(self) -> Rules:
        """The days that are left out, as they are ticked."""
        boxes = (self.rest, self.weekends, self.makeup, self.quiet, self.weekday)
        return Rules(*(box.isChecked() for box in boxes))

    def work(self) -> Callable[[], Preview]:
        store, by, rules, ids = self.ctx.store, self.by.value(), self.rules(), list(self.ids)
        if self.scope.currentData() == CHOSEN:
            return lambda: preview(store, store.notes.get_many(ids), by, rules)
        since = day_in(self.since)
        base = self.ctx.filter if self.filtered.isChecked() else EMPTY
        wanted = narrowed(base, self.account.currentData(), self.one_series.currentData())
        return lambda: preview(store, moves.from_day(store, since, wanted or None), by, rules)

    def act(self) -> None:
        self.ctx.run_then(self.done_with, moves.shift, list(self.shown.ids), self.by.value(), self.rules())


def preview(store: Store, notes: list[Note], by: int, rules: Rules) -> Preview:
    """What a shift would do. Work for a worker."""
    plan = shifting.plan(notes, by, rules)
    days = plan.days
    settled = moves.followed(store, plan)
    few = len(days) <= LOOKED_AT
    brings = moves.brings(store, settled.places) if few else {}
    rows = rows_of(store, plan, settled.places, brings)
    parts = [t("moves.moved", n=len(days))] if days else [t("moves.nothing")]
    wrong = {one.rule_key for those in brings.values() for one in those}
    along = len(rows) - len(days) - len(plan.locked) - len(plan.undated)
    for n, key in (
        (along, "moves.along"),
        (len(wrong), "moves.collisions"),
        (len(plan.locked), "moves.locked"),
        (len(rows), "moves.rows"),
    ):
        if n > (SHOWN if key == "moves.rows" else 0):
            parts.append(t(key, n=n, shown=SHOWN))
    return Preview(rows, t("moves.joint").join(parts), bool(days), list(days))
