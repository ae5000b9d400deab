"""Copying a week onto another: which notes, their texts or only their places, around which days."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.filter import EMPTY, Filter
from xhsplanner.core.shifting import Rules
from xhsplanner.core.words import t
from xhsplanner.ops import moves
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.moves.base import PlanDialog, day_in, narrowed
from xhsplanner.ui.moves.preview import Preview, Row, place_words, reasons


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(day.weekday())


class CopyWeekDialog(PlanDialog):
    """From the shown week onto the next one, unless it is chosen otherwise."""

    def __init__(self, ctx: Context, parent: QWidget | None = None, _subject: object = None) -> None:
        super().__init__(ctx, parent, t("moves.week_title"), t("moves.week_hint"), t("moves.week_do"))
        self.target.setFocus()
        self.target.selectAll()

    def lay_choices(self, column: QVBoxLayout) -> None:
        ctx, monday = self.ctx, monday_of(self.ctx.day)
        self.source, self.target = self.day_line(monday), self.day_line(monday + timedelta(7))
        self.what = self.one_of([(t("moves.week_texts"), True), (t("moves.week_places"), False)], 230)
        self.row(
            column,
            t("moves.week_from"),
            self.source,
            t("moves.week_to"),
            self.target,
            t("moves.week_what"),
            self.what,
        )
        self.account, self.one_series = self.accounts(), self.series()
        self.filtered = self.tick(t("moves.filtered"), bool(ctx.filter))
        self.filtered.setVisible(bool(ctx.filter))
        self.row(column, t("moves.account"), self.account, t("moves.series"), self.one_series, self.filtered)
        self.rest, self.quiet = self.tick(t("moves.skip_rest")), self.tick(t("moves.skip_quiet"), True)
        self.row(column, self.rest, self.quiet)

    def weeks(self) -> int:
        """How many weeks lie between. Raises Refused."""
        return (monday_of(day_in(self.target)) - monday_of(day_in(self.source))).days // 7

    def rules(self) -> Rules:
        """The days that are left out, as they are ticked."""
        return Rules(rest=self.rest.isChecked(), quiet=self.quiet.isChecked())

    def work(self) -> Callable[[], Preview]:
        store, monday, weeks, rules = self.ctx.store, monday_of(day_in(self.source)), self.weeks(), self.rules()
        if not weeks:
            raise Refused(t("moves.same_week"))
        base = self.ctx.filter if self.filtered.isChecked() else EMPTY
        wanted = narrowed(base, self.account.currentData(), self.one_series.currentData())
        return lambda: preview(store, monday, weeks, rules, wanted)

    def act(self) -> None:
        texts, ids = bool(self.what.currentData()), list(self.shown.ids)
        self.ctx.run_then(self.done_with, moves.copy_week, ids, self.weeks(), self.rules(), texts=texts)

    def done_with(self, change: Change) -> None:
        self.ctx.show_day(monday_of(day_in(self.target)))
        super().done_with(change)


def preview(store: Store, monday: date, weeks: int, rules: Rules, wanted: Filter) -> Preview:
    """What copying would make. Work for a worker."""
    notes = moves.week_notes(store, monday, wanted or None)
    plan = moves.week_plan(notes, weeks, rules)
    rows = []
    for one in plan.moves:
        account = store.catalog.account(one.note.account_id)
        before, after = (place_words(day, one.note.minute) for day in (one.note.day, one.day))
        title = one.note.title or one.note.code
        rows.append(Row(before, after, account.name if account else "", title, reasons(one.why)))
    said = t("moves.copied", n=len(rows)) if rows else t("moves.week_empty")
    return Preview(rows, said, bool(rows), [one.note.id for one in plan.moves])
