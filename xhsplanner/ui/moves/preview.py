"""What a move would do, note by note: before, after, and what is to be said about it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from xhsplanner.core.collisions import Collision
from xhsplanner.core.model import Note
from xhsplanner.core.relays import At
from xhsplanner.core.shifting import Plan, Why
from xhsplanner.core.words import t
from xhsplanner.store.store import Store
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import plain_tip
from xhsplanner.ui.widgets.states import clock_text

SHOWN = 500
"""Rows of a preview; what is beyond is only counted."""
WIDTHS = (150, 150, 120, 210)
REASONS = 2


class Row(NamedTuple):
    """One line; `warns` where it is to be looked at."""

    before: str
    after: str
    account: str
    title: str
    remark: str = ""
    warns: bool = False


class Preview(NamedTuple):
    """All lines, what is said under them, and whether it can be done."""

    rows: Sequence[Row] = ()
    said: str = ""
    ready: bool = False
    ids: Sequence[int] = ()


def place_words(day: date | None, minute: int | None) -> str:
    """`12/09 周三 20:00`."""
    if day is None:
        return t("shell.no_day")
    words = f"{day.month}/{day.day} {t(f'days.weekday.{day.weekday()}')}"
    return f"{words} {clock_text(minute)}" if minute is not None else words


def reasons(why: Sequence[Why]) -> str:
    """Why a note lands elsewhere: the first few days that were left out."""
    some = t("catalog.comma").join(one.words for one in why[:REASONS])
    return t("moves.and_more", words=some, n=len(why) - REASONS) if len(why) > REASONS else some


def rows_of(
    store: Store, plan: Plan, places: Mapping[int, At], brings: Mapping[int, Sequence[Collision]]
) -> list[Row]:
    """The lines of a plan: those that move, those that follow, those that stay."""
    why = {one.note.id: one.why for one in plan.moves}
    moving = [note for note in store.notes.get_many(places) if places[note.id] != At(note.day, note.minute)]
    found: list[Row] = []
    for note in sorted(moving, key=lambda one: (one.day or date.max, one.minute or 0, one.id)):
        at, wrong = places[note.id], brings.get(note.id, ())
        remarks = [one.short for one in wrong[:REASONS]]
        remarks += [reasons(why[note.id])] if why.get(note.id) else []
        remarks += [] if note.id in why else [t("moves.follows")]
        found.append(_row(store, note, place_words(at.day, at.minute), t("moves.joint").join(remarks), bool(wrong)))
    staying = [(note, "moves.stays_locked") for note in plan.locked]
    staying += [(note, "moves.stays_undated") for note in plan.undated]
    found += [_row(store, note, t("moves.stays"), t(key), False) for note, key in staying]
    return found


def _row(store: Store, note: Note, after: str, remark: str, warns: bool) -> Row:
    account = store.catalog.account(note.account_id)
    before = place_words(note.day, note.minute)
    return Row(before, after, account.name if account else "", note.title or note.code, remark, warns)


class PreviewTable(QTableWidget):
    """The lines, as many as a person looks at."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(0, 5)
        self._theme = theme
        self.setAccessibleName(t("moves.preview"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        names = ("before", "after", "account", "title", "remark")
        self.setHorizontalHeaderLabels([t(f"moves.column_{name}") for name in names])
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, width in enumerate(WIDTHS):
            self.setColumnWidth(at, width)
        self.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)

    def show_rows(self, rows: Iterable[Row]) -> None:
        """Show other lines."""
        some = list(rows)[:SHOWN]
        self.setRowCount(len(some))
        for at, row in enumerate(some):
            for column, text in enumerate(row[:5]):
                item = QTableWidgetItem(" ".join(str(text).split()))
                item.setToolTip(plain_tip(str(text)) if column >= 3 and text else "")
                if row.warns and column in (1, 4):
                    item.setForeground(self._theme.color("warn"))
                elif column in (0, 4):
                    item.setForeground(self._theme.color("text2"))
                self.setItem(at, column, item)
