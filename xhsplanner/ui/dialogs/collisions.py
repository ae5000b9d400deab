"""All that collides in some days: by kind, the gravest first, each with what helps."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core import clock, month
from xhsplanner.core.change import Change
from xhsplanner.core.collisions import Collision, Index
from xhsplanner.core.collisions.remedies import AHEAD, Remedy, remedies
from xhsplanner.core.words import t
from xhsplanner.ops import collisions
from xhsplanner.store.store import Store
from xhsplanner.ui.collisions.acting import act, show
from xhsplanner.ui.collisions.rows import CollisionRow
from xhsplanner.ui.collisions.watch import TABLES
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import label, line

WIDTH, HEIGHT = 720, 640
SHOWN = 60
"""Rows on the page; the rest is counted."""
SPANS = ("weeks", "week", "month")

Told = tuple[Collision, list[Remedy], bool]
"""A collision, what helps, and whether it is ignored."""


def span_of(kind: str, day: date) -> tuple[date, date]:
    """The days of a choice: four weeks from today, or the week or month of the shown day."""
    if kind == "weeks":
        return clock.today(), clock.today() + timedelta(27)
    if kind == "week":
        monday = day - timedelta(day.weekday())
        return monday, monday + timedelta(6)
    return month.page(day)


def read(store: Store, start: date, end: date) -> tuple[list[Told], int]:
    """The collisions of some days, ignored ones too, and how many there are in all; on a worker."""
    index: Index = store.colliding.index(start, end, margin=AHEAD)
    found = [one for one in index.inside(start, end) if not one.settled]
    open_ = [one for one in found if one.rule_key not in index.ignored]
    shown = [*open_[:SHOWN], *[one for one in found if one.rule_key in index.ignored][:SHOWN]]
    return [(one, remedies(one, index), one.rule_key in index.ignored) for one in shown], len(open_)


class CollisionsDialog(QDialog):
    """The list of collisions; stays open while they are dealt with."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._asked = 0
        self.told: list[Told] = []
        self.count = 0
        self.rows: list[CollisionRow] = []
        self.setWindowTitle(t("collisions.title"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(line())
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self._scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setAccessibleName(t("collisions.title"))
        column.addWidget(self._scroller, 1)
        self.resize(WIDTH, HEIGHT)
        self._say(t("collisions.looking"), "")
        ctx.changed.connect(self._on_change)
        self.look()
        self.span.setFocus()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(20, 14, 20, 12)
        head.setSpacing(12)
        self.span = QComboBox()
        self.span.setAccessibleName(t("collisions.days"))
        for name in SPANS:
            self.span.addItem(t(f"collisions.span.{name}"), name)
        self.span.currentIndexChanged.connect(lambda _at: self.look())
        self.days = label("", "faint")
        self.ignored = QCheckBox(t("collisions.show_ignored"))
        self.ignored.toggled.connect(lambda _on: self._fill())
        head.addWidget(self.span)
        head.addWidget(self.days, 1)
        head.addWidget(self.ignored)
        return head

    def _on_change(self, change: Change) -> None:
        if change.touches(*TABLES):
            self.look()

    def look(self) -> None:
        """Read the chosen days again."""
        start, end = span_of(self.span.currentData(), self._ctx.day)
        self._asked += 1
        work = partial(read, self._ctx.store, start, end)
        self._ctx.tasks.start(work, partial(self._show, self._asked, (start, end)))

    def _show(self, asked: int, span: tuple[date, date], found: tuple[list[Told], int]) -> None:
        if asked != self._asked:
            return
        self.told, self.count = found
        days = t("collisions.range", start=span[0], end=span[1])
        self.days.setText(f"{days} · {t('collisions.count', n=self.count)}")
        hidden = sum(ignored for _one, _cures, ignored in self.told)
        self.ignored.setEnabled(bool(hidden))
        self._fill()

    # --- the page ---------------------------------------------------------------------------------

    def _fill(self) -> None:
        at = self._scroller.verticalScrollBar().value()
        shown = [row for row in self.told if not row[2] or self.ignored.isChecked()]
        self.rows = []
        if not shown:
            hidden = len(self.told)
            hint = t("collisions.waived", n=hidden) if hidden else t("collisions.none_hint")
            self._say(t("collisions.none"), hint)
            return
        page, column = self._page()
        kind = ""
        for told in shown:
            if told[0].kind != kind:
                kind = told[0].kind
                heading = label(t(f"collisions.kind.{kind}"), "subheading")
                heading.setContentsMargins(0, 8, 0, 0)
                column.addWidget(heading)
            card = QFrame()
            card.setProperty("look", "card")
            inside = QVBoxLayout(card)
            inside.setContentsMargins(14, 10, 12, 10)
            inside.addWidget(self._row(*told))
            column.addWidget(card)
        if self.count > SHOWN:
            column.addWidget(label(t("collisions.more", n=self.count - SHOWN), "faint"))
        column.addStretch(1)
        self._scroller.setWidget(page)
        self._scroller.verticalScrollBar().setValue(at)

    def _row(self, found: Collision, cures: list[Remedy], ignored: bool) -> CollisionRow:
        ctx = self._ctx
        can = not ctx.store.read_only
        restore = partial(ctx.run, collisions.restore, [found]) if ignored and can else None
        row = CollisionRow(
            ctx.theme,
            found,
            cures if can else (),
            lambda cure: act(ctx, row, found, cure),
            partial(self._go, found),
            restore,
        )
        self.rows.append(row)
        return row

    def _go(self, found: Collision) -> None:
        self.accept()
        show(self._ctx, found)

    def _page(self) -> tuple[QWidget, QVBoxLayout]:
        page = QWidget()
        page.setObjectName("Canvas")
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 8, 20, 20)
        column.setSpacing(8)
        return page, column

    def _say(self, words: str, hint: str) -> None:
        page, column = self._page()
        column.addStretch(1)
        column.addWidget(label(words, "subheading"), 0, Qt.AlignmentFlag.AlignHCenter)
        if hint:
            column.addWidget(label(hint, "faint"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self._scroller.setWidget(page)
