"""The slim bar under the top bar: a chip for each condition, + 条件, how many notes are left, 视图."""

from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.filter import EMPTY, Filter
from xhsplanner.core.words import t
from xhsplanner.store import filtered
from xhsplanner.ui.context import Context
from xhsplanner.ui.filtering import conditions
from xhsplanner.ui.filtering.chooser import Popup, open_condition
from xhsplanner.ui.filtering.conditions import FLAGS, ICONS
from xhsplanner.ui.widgets.controls import TextButton, label
from xhsplanner.ui.widgets.parts import Chip, Flow, Look

COUNT_MS = 40
TABLES = ("note", "note_text", "note_tag", "note_keyword", "note_asset", "cover")
"""What a count may hang on."""
CATALOGUE = ("account", "series", "member", "persona", "tag", "keyword")


class ConditionChip(QWidget):
    """One condition, which opens to be changed, with an × that takes it away."""

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__()
        self.name = name
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        words = conditions.said(ctx.store, name, ctx.filter)
        whole = words if name in FLAGS else t("filter.chip", name=t(f"filter.{name}"), what=words)
        self.chip = Chip(ctx.theme, Look(whole, ICONS[name]))
        self.chip.setMaximumWidth(300)
        self.away = Chip(ctx.theme, Look("", "x"), t("filter.remove", what=whole))
        row.addWidget(self.chip)
        row.addWidget(self.away)


class FilterBar(QWidget):
    """Shows and changes `ctx.filter`. `views_asked` when 视图 is pressed."""

    views_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.days: tuple[date, date] | None = None
        """What is counted: notes of these days, None for all."""
        self.setAccessibleName(t("filter.bar"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 8)
        row.setSpacing(8)
        inside = QWidget()
        self._flow = Flow(6)
        inside.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        inside.setSizePolicy(policy)
        row.addWidget(inside, 1)
        self.count = label("", "soft")
        row.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        self.count.setFixedHeight(26)
        self.views = TextButton(ctx.theme, t("views.button"), "bookmark", "chip")
        self.views.clicked.connect(self.views_asked)
        row.addWidget(self.views, 0, Qt.AlignmentFlag.AlignTop)
        self.chips: dict[str, ConditionChip] = {}
        self.add = TextButton(ctx.theme, t("filter.add"), "plus", "chip")
        self.add.clicked.connect(self.ask)
        self.clear = TextButton(ctx.theme, t("filter.clear"), "", "chip")
        self.clear.clicked.connect(lambda: ctx.set_filter(EMPTY))
        self._flow.addWidget(self.add)
        self._flow.addWidget(self.clear)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(COUNT_MS)
        self._soon.timeout.connect(self._count)
        ctx.filtered.connect(self._show)
        ctx.changed.connect(self._on_change)
        self._show(ctx.filter)

    def _show(self, wanted: Filter) -> None:
        names = [name for name in ICONS if name in wanted.active()]
        for old in self.chips.values():
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.chips = {name: ConditionChip(self.ctx, name) for name in names}
        for place, (name, chip) in enumerate(self.chips.items()):
            chip.chip.clicked.connect(partial(self.open, name))
            chip.away.clicked.connect(partial(self.remove, name))
            self._flow.addWidget(chip)
            self._flow.move(self._flow.count() - 1, place)
        self.clear.setVisible(bool(wanted))
        self._flow.invalidate()
        self.updateGeometry()
        self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()  # nobody counts for a bar that is not seen

    def _on_change(self, change: Change) -> None:
        if change.touches(*CATALOGUE) and self.ctx.filter:
            self._show(self.ctx.filter)
        elif change.touches(*TABLES):
            self._soon.start()

    def show_days(self, days: tuple[date, date] | None) -> None:
        """Count the notes of these days, or all."""
        if days != self.days:
            self.days = days
            self._soon.start()

    def _count(self) -> None:
        wanted = self.ctx.filter
        if not wanted or not self.isVisible():
            self.count.setText("")
            return

        def done(found: tuple[int, int]) -> None:
            if self.ctx.filter == wanted:
                self.count.setText(t("filter.shown", n=found[0], all=found[1]))

        self.ctx.tasks.start(partial(filtered.counted, self.ctx.store, wanted, self.days), done)

    # Choosing

    def ask(self) -> QMenu:
        """The menu of conditions, under + 条件."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, icon in ICONS.items():
            picture = self.ctx.theme.icon(icon, "text2", 16)
            if name not in FLAGS:
                menu.addAction(picture, t(f"filter.{name}")).triggered.connect(partial(self._later, name))
                continue
            part = menu.addMenu(picture, t(f"filter.{name}"))
            for value, key in ((True, "yes"), (False, "no")):
                wanted = conditions.changed(self.ctx.filter, name, value)
                part.addAction(t(f"filter.{name}_{key}")).triggered.connect(
                    partial(lambda one, _on=False: self.ctx.set_filter(one), wanted)
                )
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height() + 4)))
        return menu

    def _later(self, name: str, _on: bool = False) -> None:
        QTimer.singleShot(0, self, partial(self.open, name))  # once the menu is gone: it takes the focus with it

    def open(self, name: str, _on: bool = False) -> Popup | None:
        """Open what a condition chooses from; one that is yes or no turns to the other."""
        if name in FLAGS:
            self.ctx.set_filter(conditions.changed(self.ctx.filter, name, not getattr(self.ctx.filter, name)))
            return None
        return open_condition(self.ctx, name, self.add)

    def remove(self, name: str, _on: bool = False) -> None:
        """Take a condition away; the keyboard stays in the bar."""
        self.ctx.set_filter(self.ctx.filter.without(name))
        self.add.setFocus()
