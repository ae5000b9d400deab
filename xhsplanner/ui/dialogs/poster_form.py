"""What a poster shall show and how: the left side of the dialog."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core import month
from xhsplanner.core.filter import EMPTY
from xhsplanner.core.words import t
from xhsplanner.ops.posters import WEEK, Wanted
from xhsplanner.posters.looks import is_picture
from xhsplanner.posters.model import PAPERS, VIEWS, Look
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import label

FLAGS = ("filter", "covers", "by_status", "outside", "internal_mark", "undated_too", "dark")


class PosterForm(QWidget):
    """View, days, paper and what is shown; `changed` after each change."""

    changed = Signal()

    def __init__(self, ctx: Context, room: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        self.view = self._choice(grid, "view_", [(name, t(f"posters.view.{name}")) for name in VIEWS])
        self._add_days(grid)
        self.paper = self._choice(grid, "paper", [(name, t(f"posters.paper_.{name}")) for name in PAPERS])
        turned = [(name, t(f"posters.orientation.{name}")) for name in ("lying", "standing")]
        self.orientation = self._choice(grid, "standing_", turned)
        self._add_flags(grid)
        self.view.setCurrentIndex(VIEWS.index(room) if room in VIEWS else 0)
        self._set_days()
        self.view.currentIndexChanged.connect(lambda _at: self._set_days())
        for box in (self.view, self.paper, self.orientation):
            box.currentIndexChanged.connect(lambda _at: self._tell())
        self._offer()

    # --- building ---------------------------------------------------------------------------------

    def _row(self, grid: QGridLayout, key: str, editor: QWidget) -> None:
        caption = label(t(f"posters.{key}"), "soft")
        caption.setBuddy(editor)
        row = grid.rowCount()
        grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        caption.setContentsMargins(0, 0 if key == "show" else 8, 0, 0)
        grid.addWidget(editor, row, 1)

    def _choice(self, grid: QGridLayout, key: str, choices: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(t(f"posters.{key}"))
        for name, words in choices:
            box.addItem(words, name)
        self._row(grid, key, box)
        return box

    def _add_days(self, grid: QGridLayout) -> None:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.start, self.end = QDateEdit(), QDateEdit()
        for edit, key in ((self.start, "from"), (self.end, "to")):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setAccessibleName(t(f"posters.{key}"))
            edit.dateChanged.connect(lambda _day: self._tell())
            row.addWidget(edit, 1)
        self._row(grid, "range", box)

    def _add_flags(self, grid: QGridLayout) -> None:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.flags: dict[str, QCheckBox] = {}
        for name in FLAGS:
            flag = self.flags[name] = QCheckBox(t(f"posters.{name}"))
            flag.toggled.connect(lambda _on: self._tell())
            column.addWidget(flag)
        self.flags["filter"].setChecked(bool(self._ctx.filter))
        self._row(grid, "show", box)

    # --- what is wanted ---------------------------------------------------------------------------

    def _set_days(self) -> None:
        """The week, the month or the four weeks at the day that is shown."""
        day = self._ctx.day
        monday = day - timedelta(days=day.weekday())
        first = day.replace(day=1)
        spans: dict[str, Callable[[], tuple[date, date]]] = {
            "week": lambda: (monday, monday + WEEK),
            "month": lambda: (first, month.shifted(first, 1) - timedelta(days=1)),
            "list": lambda: (monday, monday + timedelta(days=27)),
        }
        start, end = spans[str(self.view.currentData())]()
        for edit, shown in ((self.start, start), (self.end, end)):
            edit.blockSignals(True)
            edit.setDate(QDate(shown.year, shown.month, shown.day))
            edit.blockSignals(False)

    def _offer(self) -> None:
        """Show only what makes a difference for this view and paper."""
        picture = is_picture(str(self.paper.currentData()))
        self.orientation.setEnabled(not picture)
        self.flags["filter"].setVisible(bool(self._ctx.filter))
        self.flags["covers"].setVisible(self.view.currentData() == "week")
        self.flags["undated_too"].setVisible(self.view.currentData() == "list")
        self.flags["dark"].setVisible(picture)

    def _tell(self) -> None:
        self._offer()
        self.changed.emit()

    def wanted(self) -> Wanted:
        """What is asked for, as the form stands."""
        member = self._ctx.store.catalog.member(self._ctx.store.actor)
        view, paper = str(self.view.currentData()), str(self.paper.currentData())
        on = {name: flag.isChecked() for name, flag in self.flags.items()}
        look = Look(
            paper=paper,
            portrait=self.orientation.currentData() == "standing",
            colours="status" if on["by_status"] else "series",
            dark=on["dark"] and is_picture(paper),
            outside=on["outside"],
        )
        return Wanted(
            view=view,
            start=_day(self.start),
            end=_day(self.end),
            filter=self._ctx.filter if on["filter"] else EMPTY,
            look=look,
            covers=on["covers"] and view == "week",
            internal=on["internal_mark"],
            undated=on["undated_too"] and view == "list",
            by=member.name if member else "",
        )


def _day(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())
