"""The week as a list for Qt's views: days, under each its notes. Read from the same `Week` the board paints."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from xhsplanner.core import days
from xhsplanner.core.model import Note, Status
from xhsplanner.core.words import t
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.board.model import CardLook, Week
from xhsplanner.ui.board.spoken import note_words
from xhsplanner.ui.widgets.states import clock_text

COLUMNS = ("time", "account", "title", "series", "status", "owner", "cover", "warnings")
TIME, ACCOUNT, TITLE, SERIES, STATUS, OWNER, COVER, WARNINGS = range(len(COLUMNS))
EDITABLE = frozenset({TIME, ACCOUNT, TITLE, SERIES, STATUS, OWNER})
SHARED = frozenset({ACCOUNT, SERIES, OWNER})
"""A choice in one of these counts for all selected notes."""
TOP = 0
"""The internal id of a group; a note's is its group's row + 1."""
Role = Qt.ItemDataRole
LOOK, PICTURE = Role.UserRole, Role.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
OF_DAY = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
OF_NOTE = OF_DAY | Qt.ItemFlag.ItemNeverHasChildren
OF_EDITABLE = OF_NOTE | Qt.ItemFlag.ItemIsEditable
"""Made once: flags are joined slowly, and a view asks for them thousands of times."""


@dataclass(frozen=True, slots=True)
class Group:
    """A day with the ids of its notes by time; `day` None is 待排."""

    day: date | None
    words: str
    ids: tuple[int, ...]


def groups_of(week: Week) -> list[Group]:
    """The days of a week, and 待排 where there is something in it."""
    by_day: dict[date | None, list[Note]] = {head.day: [] for head in week.days}
    for note in week.notes:
        by_day[note.day].append(note)
    groups = []
    for head in week.days:
        notes = sorted(by_day[head.day], key=lambda note: (note.minute is None, note.minute or 0))
        weekday = t(f"days.weekday.{head.day.weekday()}")
        parts = [t("week.day", m=head.day.month, d=head.day.day, weekday=weekday), days.label(head.day).text]
        parts += [t("week.today")] if head.today else []
        parts.append(t("week.notes", n=len(notes)) if notes else t("board.no_notes"))
        groups.append(Group(head.day, t("board.dot").join(parts), tuple(note.id for note in notes)))
    if week.content.backlog:
        words = t("board.dot").join((t("week.backlog"), t("week.notes", n=len(week.content.backlog))))
        groups.append(Group(None, words, tuple(week.content.backlog)))
    return groups


class WeekListModel(QAbstractItemModel):
    """`edited(note id, column, value)` when a cell was edited; the view turns it into an op."""

    edited = Signal(int, int, object)
    moved = Signal()
    """Rows have come, gone or changed places."""

    def __init__(self, week: Week, parent: QObject) -> None:
        super().__init__(parent)
        self.week = week
        self.ink: Ink | None = None
        self.groups = groups_of(week)
        self.writable = True
        self.bold = QFont()
        self._accounts: dict[int, str] = {}
        self._name_accounts()

    def _name_accounts(self) -> None:
        self._accounts = {lane.account.id: lane.account.name for lane in self.week.lanes}

    def show_week(self, week: Week) -> None:
        """Show a week; where the same notes stand in the same places, only what is said of them is read anew."""
        groups, before = groups_of(week), self.groups
        same = [(g.day, g.ids) for g in groups] == [(g.day, g.ids) for g in before]
        if not same:
            self.beginResetModel()
        self.week, self.groups = week, groups
        self._name_accounts()
        if not same:
            self.endResetModel()
            self.moved.emit()
            return
        last = len(COLUMNS) - 1
        for row, group in enumerate(groups):
            top = self.index(row, 0)
            self.dataChanged.emit(top, top)
            if group.ids:
                self.dataChanged.emit(self.index(0, 0, top), self.index(len(group.ids) - 1, last, top))

    # What a view asks

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        inside = self.rowCount(parent)  # not hasIndex, which would ask back twice, for thousands of cells
        if not (0 <= row < inside and 0 <= column < len(COLUMNS)):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else TOP)

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]
        inner = index.internalId() if index.isValid() else TOP
        return QModelIndex() if inner == TOP else self.createIndex(int(inner) - 1, 0, TOP)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if not parent.isValid():
            return len(self.groups)
        return len(self.groups[parent.row()].ids) if self._is_group(parent) and parent.column() == 0 else 0

    def columnCount(self, _parent: Index = NOWHERE) -> int:
        return len(COLUMNS)

    @staticmethod
    def _is_group(index: Index) -> bool:
        return index.internalId() == TOP

    def look(self, index: Index) -> CardLook | None:
        """The note of a row; None on a day's own row."""
        if not index.isValid() or self._is_group(index):
            return None
        return self.week.looks.get(self.groups[int(index.internalId()) - 1].ids[index.row()])

    def group(self, index: Index) -> Group:
        """The day a row belongs to."""
        return self.groups[index.row() if self._is_group(index) else int(index.internalId()) - 1]

    def place(self, note_id: int | None, column: int = TITLE) -> QModelIndex:
        """Where a note stands."""
        for row, group in enumerate(self.groups):
            if note_id in group.ids:
                return self.index(group.ids.index(note_id), column, self.index(row, 0))
        return QModelIndex()

    def flags(self, index: Index) -> Qt.ItemFlag:
        look = self.look(index)
        if look is None:
            return OF_DAY
        # The status of a published note may still be taken back.
        editable = index.column() in EDITABLE and (not look.note.locked or index.column() == STATUS)
        return OF_EDITABLE if editable and self.writable else OF_NOTE

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if way is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return t(f"board.column.{COLUMNS[section]}")
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        look = self.look(index)
        if look is None:
            return self._group_data(index, role)
        column = index.column()
        if role == Role.DisplayRole:
            return self.text(look, column)
        if role == Role.EditRole:
            return self.value(look.note, column)
        if role == LOOK:
            return look
        if role == PICTURE and self.ink is not None:
            return self._picture(look, column)
        if role == Role.AccessibleDescriptionRole:
            return note_words(self.week, look)
        if role == Role.ToolTipRole and column == WARNINGS and look.warnings:
            from xhsplanner.ui.widgets.controls import plain_tip

            return plain_tip("\n".join(look.warnings))
        return None

    def _group_data(self, index: Index, role: int) -> Any:
        if index.column() != 0 or not index.isValid():
            return None
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self.group(index).words
        return self.bold if role == Role.FontRole else None

    def text(self, look: CardLook, column: int) -> str:
        """What a cell says."""
        note = look.note
        texts = (
            clock_text(note.minute),
            self._accounts.get(note.account_id, ""),
            note.title.strip() or t("week.untitled"),
            look.series,
            t(f"status.{look.ring}"),
            look.owner_name,
            t(f"board.cover.{note.cover_state.value}"),
            t("board.semicolon").join(look.warnings),
        )
        return texts[column]

    @staticmethod
    def value(note: Note, column: int) -> object:
        """What the editor of a cell begins with."""
        values = {
            TIME: clock_text(note.minute),
            ACCOUNT: note.account_id,
            TITLE: note.title,
            SERIES: note.series_id,
            STATUS: note.status,
            OWNER: note.owner_id,
        }
        return values.get(column)

    def _picture(self, look: CardLook, column: int) -> Any:
        ink = self.ink
        assert ink is not None
        if column == STATUS:
            return ink.ring(look.ring, 14)
        if column == OWNER and look.owner:
            return ink.avatar(look.owner, look.owner_color, 20)
        if column == WARNINGS and look.warnings:
            return ink.icon("triangle-alert", "warn", 15)
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        look = self.look(index)
        if look is None or role != Role.EditRole:
            return False
        # The other selected notes take a choice also where this one has it already.
        if index.column() in SHARED or value != self.value(look.note, index.column()):
            self.edited.emit(look.note.id, index.column(), Status(value) if index.column() == STATUS else value)
        return True
