"""The fields of one slot, and what they would come to: its rule in words and the next days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from xhsplanner.core import clock
from xhsplanner.core.slots import Policy, Slot
from xhsplanner.core.slots.shape import Shape
from xhsplanner.core.words import t
from xhsplanner.store.slots import SlotRow
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.minutes import parse_minute
from xhsplanner.ui.slots.rule_form import RuleForm, choose, combo, day_edit, day_of, show_day
from xhsplanner.ui.widgets.controls import label
from xhsplanner.ui.widgets.states import clock_text

LONGEST = 100
TIME, CHOICE = 128, 240


class SlotForm(QWidget):
    """Edits the values of a slot; nothing is written here. `edited` with every change."""

    edited = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        catalog = ctx.store.catalog
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        none: tuple[object, str] = (None, t("slots.no_series"))
        self.account = combo(t("slots.account"), [(one.id, one.name) for one in catalog.accounts()])
        self.series = combo(t("slots.series"), [none, *((one.id, one.name) for one in catalog.series())])
        self.title, self.time = QLineEdit(), QLineEdit()
        self.title.setMaxLength(LONGEST)
        holes = {name: f"{{{name}}}" for name in ("series", "date", "episode")}
        self.title.setPlaceholderText(t("slots.title_hint", **holes))
        self.time.setPlaceholderText(t("panel.time_hint"))
        self.time.setFixedWidth(TIME)
        for box in (self.account, self.series):
            box.setFixedWidth(CHOICE)
        self.rule = RuleForm(ctx.theme)
        self.policy = combo(t("slots.holidays"), [(one.value, t(f"slots.policy_{one.value}")) for one in Policy])
        self.since = day_edit(t("slots.since"))
        templates = [(one.id, one.name) for one in catalog.rows("note_template", False)]
        self.template = combo(t("slots.template"), [(None, t("slots.no_template")), *templates])
        for name in ("account", "series", "title", "rule", "time", "holidays", "since", "template"):
            editor: QWidget = getattr(self, "policy" if name == "holidays" else name)
            editor.setAccessibleName(t(f"slots.{name}"))
            caption = label(t(f"slots.{name}"), "soft")
            caption.setMinimumWidth(72)
            caption.setFixedHeight(34)
            caption.setBuddy(editor)
            form.addRow(caption, editor)
        for box in (self.policy, self.template):
            box.setFixedWidth(CHOICE)
        for box in (self.account, self.series, self.policy, self.template):
            box.currentIndexChanged.connect(self._changed)
        for line in (self.title, self.time):
            line.textChanged.connect(self._changed)
        self.since.dateChanged.connect(self._changed)
        self.rule.edited.connect(self._changed)

    def _changed(self, *_values: object) -> None:
        if not self.signalsBlocked():
            self.edited.emit()

    def show_slot(self, row: SlotRow | None, rule: str = "", since: date | None = None) -> None:
        """Fill the fields from a slot, or for a new one; `rule` and `since` in place of the slot's own."""
        if row is not None:
            self.show_values(
                {
                    "account_id": row.account_id,
                    "series_id": row.series_id,
                    "title": row.title,
                    "rule": rule or row.rule,
                    "minute": row.minute,
                    "holiday_policy": row.policy.value,
                    "since": since or row.since,
                    "template_id": row.template_id,
                }
            )
            return
        self.blockSignals(True)
        show_day(self.since, clock.today())
        self.rule.show_rule(Shape(weekdays=(clock.today().weekday(),)).rule)
        self.title.clear()
        self.time.setText("20:00")
        choose(self.policy, Policy.NONE.value)
        choose(self.template, None)
        self.blockSignals(False)

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Fill the fields from columns, as `values` gives them."""
        self.blockSignals(True)
        choose(self.account, values["account_id"])
        choose(self.series, values["series_id"])
        self.title.setText(values["title"])
        self.time.setText(clock_text(values["minute"]))
        choose(self.policy, values["holiday_policy"])
        choose(self.template, values["template_id"])
        show_day(self.since, values["since"])
        self.rule.show_rule(values["rule"])
        self.blockSignals(False)

    @property
    def values(self) -> Mapping[str, Any] | None:
        """The columns of the slot; None where a field makes no sense, `problem` says why."""
        return (
            None
            if self.problem
            else {
                "account_id": self.account.currentData(),
                "series_id": self.series.currentData(),
                "title": self.title.text(),
                "rule": self.rule.rule,
                "minute": parse_minute(self.time.text()),
                "holiday_policy": self.policy.currentData(),
                "since": day_of(self.since),
                "template_id": self.template.currentData(),
            }
        )

    @property
    def problem(self) -> str:
        """Why the fields make no sense, "" where they do."""
        try:
            parse_minute(self.time.text())
        except ValueError:
            return t("panel.bad_time")
        if self.account.currentData() is None:
            return t("slots.no_account")
        return "" if self.rule.rule else t("slots.bad_days")

    @property
    def slot(self) -> Slot | None:
        """What the fields come to."""
        values = self.values
        if values is None:
            return None
        return Slot(values["rule"], values["since"], values["minute"], Policy(values["holiday_policy"]))
