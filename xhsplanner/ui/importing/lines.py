"""The rows of a schedule as a table: what was read, what is wrong and where, what importing would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import PlanRow, Problem, Reading
from xhsplanner.ops.plan import Decision, Decisions, Preview
from xhsplanner.ops.plan_rows import Verdict
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import plain_tip

COLUMNS = ("row", "day", "time", "accounts", "series", "title", "status", "owner", "result")
INSET = 5
"""Pixels left of a cell's text, so that it stands under its header."""
FILTERS = ("all", "problems", "new", "changed", "same")
RESULT = COLUMNS.index("result")
MARKED = {
    "bad_date": "day",
    "no_such_day": "day",
    "bad_time": "time",
    "no_such_time": "time",
    "unknown_account": "accounts",
    "no_account": "accounts",
    "unknown_series": "series",
    "empty_title": "title",
    "unknown_status": "status",
    "unknown_kind": "status",
}
"""Code of a problem → the column where it is marked."""
ACCOUNT_CODES = tuple(code for code, column in MARKED.items() if column == "accounts")
LEADING: tuple[Verdict, ...] = ("new", "changed", "locked", "same")
"""Of a row with several accounts, the verdict that is shown."""
DECISIONS: dict[Verdict, tuple[Decision, ...]] = {
    "new": ("add", "skip"),
    "changed": ("update", "add", "skip"),
    "same": ("update", "add", "skip"),
    "locked": ("update", "add", "skip"),
}
"""What can be decided about a row, the usual first."""
WIDTHS = {
    "row": 48,
    "day": 100,
    "time": 60,
    "accounts": 144,
    "series": 124,
    "title": 190,
    "status": 74,
    "owner": 70,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the table."""

    row: PlanRow
    problems: tuple[tuple[str, Problem], ...]
    verdict: Verdict | None
    notes: int
    decision: Decision | None = None

    @property
    def rejected(self) -> bool:
        """Whether something is so wrong that the row stays out."""
        return any(not problem.kept for _, problem in self.problems)

    @property
    def result(self) -> str:
        """The last column: what is wrong, else what importing does."""
        if self.problems:
            return t("importing.comma").join(problem.reason for _, problem in self.problems)
        if self.decision == "skip":
            return t("importing.decision.skip")
        words = t(f"importing.verdict.{self.verdict}")
        return f"{words} · {t('importing.more', n=self.notes)}" if self.notes > 1 else words

    def fits(self, wanted: str) -> bool:
        """Whether one of `FILTERS` lets the line through."""
        if wanted == "same":
            return self.verdict in ("same", "locked") or self.decision == "skip"
        return wanted == "all" or (bool(self.problems) if wanted == "problems" else self.verdict == wanted)


def lines(preview: Preview, decisions: Decisions) -> list[Shown]:
    """All rows of a preview in the order of the file, the rejected ones at their place."""
    reading = preview.reading
    places = _Places([*reading.rows, *reading.rejected])
    wrong: dict[str, list[tuple[str, Problem]]] = {}
    for problem in dict.fromkeys(
        reading.problems
    ):  # each once: a grid's account is wrong for every note of its row
        for source in places.of(problem):
            wrong.setdefault(source, []).append((MARKED.get(problem.code, ""), problem))
    given: dict[str, list[Verdict]] = {}
    for entry, said_of in zip(preview.entries, preview.verdicts, strict=True):
        given.setdefault(entry.row.source, []).append(said_of)
    found = []
    for row in places.rows(reading):
        said = given.get(row.source, [])
        verdict: Verdict | None = next((one for one in LEADING if one in said), None)
        notes = said.count(verdict) if verdict else 0
        found.append(Shown(row, tuple(wrong.get(row.source, ())), verdict, notes, decisions.get(row.source)))
    return found


class _Places:
    """Finds the rows that a cell of the file belongs to: several notes may stand in a row, even in a cell."""

    def __init__(self, rows: list[PlanRow]) -> None:
        self._rows = rows
        self._in_row: dict[tuple[str, int], list[PlanRow]] = {}
        for row in rows:
            self._in_row.setdefault((row.sheet, row.row), []).append(row)

    def rows(self, reading: Reading) -> list[PlanRow]:
        """All rows in the order of the file."""
        sheets = {mapping.sheet: number for number, mapping in reversed([*enumerate(reading.mappings)])}
        return sorted(self._rows, key=lambda row: (sheets.get(row.sheet, 0), row.row, row.column, row.order))

    def of(self, problem: Problem) -> set[str]:
        """The sources of the rows whose cell this is: the nearest that begin left of it."""
        near = self._in_row.get((problem.sheet, problem.row), [])
        column = column_number(problem.cell)
        left = [row.column for row in near if row.column <= column]
        if not left and problem.code in ACCOUNT_CODES:  # a grid's account stands in front of all its notes
            return {row.source for row in near if not row.accounts or problem.value in row.accounts}
        begin = max(left, default=min((row.column for row in near), default=0))
        same = [row for row in near if row.column == begin]
        told = [row for row in same if problem.value and problem.value in (row.title, row.series, row.status_text)]
        return {row.source for row in told or same}


def column_number(cell: str) -> int:
    """The column of a cell such as `B86`, from 0."""
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return max(0, number - 1)


class Lines(QAbstractTableModel):
    """The lines of a preview that a filter lets through. `fixed(Shown, role, text)`: a cell says otherwise now."""

    fixed = Signal(object, str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._all: list[Shown] = []
        self._shown: list[Shown] = []
        self.filter = FILTERS[0]

    def show_lines(self, found: Iterable[Shown]) -> None:
        """Show these lines."""
        self._all = list(found)
        self.show_only(self.filter)

    def show_only(self, wanted: str) -> None:
        """Show what one of `FILTERS` lets through."""
        self.beginResetModel()
        self.filter = wanted
        self._shown = [line for line in self._all if line.fits(wanted)]
        self.endResetModel()

    def count(self, wanted: str) -> int:
        """How many lines a filter would show."""
        return sum(line.fits(wanted) for line in self._all)

    def line(self, index: int) -> Shown:
        """The line at a place of the table."""
        return self._shown[index]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return t(f"importing.column.{COLUMNS[section]}")
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        editable = COLUMNS[index.column()] not in ("row", "result")
        return super().flags(index) | (Qt.ItemFlag.ItemIsEditable if editable else Qt.ItemFlag.NoItemFlags)

    def setData(
        self, index: QModelIndex | QPersistentModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        if str(value) == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        self.fixed.emit(self._shown[index.row()], COLUMNS[index.column()], str(value))
        return True

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self._shown[index.row()], COLUMNS[index.column()]
        bad = next((problem for where, problem in line.problems if where == column), None)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(bad.value if bad is not None and bad.value else text_of(line, column))
            case Qt.ItemDataRole.EditRole:
                return bad.value if bad is not None and bad.value else text_of(line, column)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(str(bad) if bad is not None else text_of(line, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                text = text_of(line, column)
                return f"{bad.value} {bad.reason}" if bad is not None else text
            case Qt.ItemDataRole.ForegroundRole if bad is not None or (column == "result" and line.problems):
                return self._theme.color("danger")
            case Qt.ItemDataRole.ForegroundRole if line.decision == "skip":
                return self._theme.color("text3")
            case Qt.ItemDataRole.ForegroundRole if column == "result" and line.verdict == "new":
                return self._theme.color("ok")
            case Qt.ItemDataRole.ForegroundRole if column in ("row", "result"):
                return self._theme.color("text2")
            case Qt.ItemDataRole.UserRole:
                return bad is not None
        return None


def text_of(line: Shown, column: str) -> str:
    """The text of a cell."""
    row = line.row
    match column:
        case "row":
            return str(row.row)
        case "day":
            return row.day.isoformat() if row.day else ""
        case "time":
            return row.clock or ""
        case "accounts":
            return "、".join(row.accounts)
        case "status":
            return t(f"status.{row.status}")
        case "result":
            return line.result
    return str(getattr(row, column))


def one_line(text: str) -> str:
    """The text in one line, as a table shows it."""
    return " ".join(text.split())


class CellPainter(QStyledItemDelegate):
    """Draws cells with room to breathe, and marks the one that is wrong."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, 32)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(INSET, 0, -INSET, 0)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.color("accent_soft"))
        inner.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        if index.data(Qt.ItemDataRole.UserRole):
            self._mark(painter, option.rect.adjusted(1, 4, -3, -4))
        super().paint(painter, inner, index)

    def _mark(self, painter: QPainter, box: QRect) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("danger"))
        painter.setBrush(self._theme.color("danger", 0.08))
        painter.drawRoundedRect(box, 5, 5)
        painter.restore()
