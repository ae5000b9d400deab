"""Turns the rows under a header into notes, and says what is wrong with the others."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from xhsplanner.core.model import Kind, Status
from xhsplanner.exchange.plan_dates import SaidDay, read_day, read_hint, settle
from xhsplanner.exchange.plan_file import Sheet
from xhsplanner.exchange.plan_model import Cell, Column, Mapping, PlanRow, Problem, UnreadableError
from xhsplanner.exchange.plan_names import (
    Names,
    read_episode,
    read_kind,
    read_status,
    split_accounts,
    split_covers,
    split_hashtags,
)
from xhsplanner.exchange.plan_times import is_clock, read_minute
from xhsplanner.exchange.plan_words import fold, is_blank, is_untitled, plain, shown, tidy, words

_SLOT_ROLES = {"no", "day", "weekday", "time", "remark", "status"}
"""Cells that alone make no note: an empty line of a form has them too."""
_TEXT_ROLES = {"title", "topic", "body", "series"}
_LONGEST_VALUE = 200


@dataclass(slots=True)
class Line:
    """One row of a sheet while it is read. `cells` has a cell for every role of the table."""

    number: int
    cells: dict[str, Cell]
    said: SaidDay | None = None
    day_filled: bool = False
    wrong: list[tuple[str, UnreadableError]] = field(default_factory=list)

    def text(self, role: str) -> str:
        return shown(self.cells.get(role, ""))

    def person(self, role: str) -> str:
        return "" if is_blank(self.cells.get(role, "")) else self.text(role)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one sheet gives; `read` counts rows with content, `unknown` rows held back by each unknown name."""

    rows: list[PlanRow]
    rejected: list[PlanRow]
    problems: list[Problem]
    read: int
    unknown: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class SheetReader:
    """Reads one sheet. `file` is the file's name, `today` where years are counted from if nothing else says."""

    file: str
    sheet: Sheet
    mapping: Mapping
    accounts: Names
    series: Names
    only_account: str
    today: date

    def read(self) -> Outcome:
        """All notes and problems of the sheet, in its order."""
        lines = list(self._lines())
        self._read_days(lines)
        outcome = Outcome([], [], [], len(lines), {"accounts": {}, "series": {}})
        anchor = self._first_anchor(lines)
        for line in lines:
            day = self._settle(line, anchor)
            anchor = day or anchor
            row = self._row(line, day, outcome)
            problems = self._problems(line)
            outcome.problems.extend(problems)
            good = all(problem.kept for problem in problems)
            (outcome.rows if good else outcome.rejected).append(row)
        return outcome

    def _lines(self) -> Iterator[Line]:
        """The rows below the header that say something; sums, blank lines and repeated headers are none."""
        columns = self.mapping.columns
        headers = [fold(column.header) for column in columns]
        above = _merged_from(self.sheet)
        previous: Line | None = None
        for index in range(self.mapping.header_row, len(self.sheet.rows)):
            row = self.sheet.rows[index]
            own = {column.role: _cell(row, column.index) for column in columns}
            if all(shown(cell) == "" for cell in own.values()):
                previous = None  # a blank line ends a group of rows that share a day
                continue
            if _is_sum(own) or [fold(shown(cell)) for cell in own.values()] == headers:
                continue
            line = Line(index + 1, own)
            self._fill(line, index, above, previous)
            if all(shown(cell) == "" for role, cell in own.items() if role not in _SLOT_ROLES):
                previous = line
                continue
            previous = line
            yield line

    def _fill(self, line: Line, index: int, above: dict[tuple[int, int], int], previous: Line | None) -> None:
        """Takes over the upper cell of a merge; where a sheet has no merged days, a blank day is the one above."""
        merges_days = False
        for column in self.mapping.columns:
            top = above.get((index, column.index))
            merges_days = merges_days or (column.role == "day" and (-1, column.index) in above)
            if top is not None and top >= self.mapping.header_row and shown(line.cells[column.role]) == "":
                line.cells[column.role] = _cell(self.sheet.rows[top], column.index)
                line.day_filled = line.day_filled or column.role == "day"
        blank = "day" in line.cells and shown(line.cells["day"]) == ""
        if blank and not merges_days and previous is not None:
            line.cells["day"] = previous.cells["day"]
            line.day_filled = shown(line.cells["day"]) != ""

    def _read_days(self, lines: list[Line]) -> None:
        role = "day" if self.mapping.column("day") else "time"
        for line in lines:
            if role == "time" and not _has_day(line.cells.get("time", "")):
                continue
            try:
                line.said = read_day(line.cells.get(role, ""))
            except UnreadableError as error:
                line.wrong.append((role, error))

    def _first_anchor(self, lines: list[Line]) -> date:
        """The first day that is certain, before it what titles and names say, and else today."""
        certain = next((line.said.certain for line in lines if line.said and line.said.certain), None)
        titles = [shown(cell) for row in self.sheet.rows[: self.mapping.header_row - 1] for cell in row]
        return certain or read_hint([*titles, self.sheet.name, self.file], self.today)

    def _settle(self, line: Line, anchor: date) -> date | None:
        if line.said is None:
            return None
        try:
            return settle(line.said, anchor)
        except UnreadableError as error:
            line.wrong.append(("day", error))
            return None

    def _row(self, line: Line, day: date | None, outcome: Outcome) -> PlanRow:
        """The note of a row; everything wrong with it is added to `line.wrong`."""
        title = line.text("title") if self.mapping.column("title") else line.text("topic")
        if is_untitled(title):
            title = ""
        elif not title:
            line.wrong.append(
                ("title" if self.mapping.column("title") else "topic", UnreadableError("empty_title", ""))
            )
        row = PlanRow(
            sheet=self.sheet.name,
            row=line.number,
            no=line.text("no"),
            title=title,
            day=day,
            minute=self._minute(line),
            accounts=self._accounts(line, outcome),
            series=self._series(line, outcome),
            topic=line.text("topic") if self.mapping.column("title") else "",
            body=line.text("body"),
            hashtags=split_hashtags(line.text("hashtags")),
            covers=split_covers(line.text("covers")),
            kind=self._kind(line),
            kind_text=line.text("kind"),
            owner=line.person("owner"),
            designer=line.person("designer"),
            remark=line.text("remark"),
            source=f"{self.file}|{self.sheet.name}|{line.number}",
            day_filled=line.day_filled,
        )
        return replace(
            row,
            episode=self._episode(line, title),
            status=self._status(line),
            status_text=line.text("status"),
            status_known=read_status(line.text("status")) is not None,
        )

    def _minute(self, line: Line) -> int | None:
        written_with_day = line.said.minute if line.said else None
        cell = line.cells.get("time", "")
        if not self.mapping.column("day") and _has_day(cell):
            return written_with_day  # the cell was read as a day already
        try:
            minute = read_minute(cell)
        except UnreadableError as error:
            line.wrong.append(("time", error))
            return None
        return written_with_day if minute is None else minute

    def _accounts(self, line: Line, outcome: Outcome) -> tuple[str, ...]:
        text = line.text("accounts")
        if is_blank(text) and self.accounts.match(text) is None:
            text = ""
        if not text and self.only_account:
            return (self.only_account,)
        found, unknown = split_accounts(text, self.accounts)
        for name in unknown:
            line.wrong.append(("accounts", UnreadableError("unknown_account", name)))
            outcome.unknown["accounts"][name] = outcome.unknown["accounts"].get(name, 0) + 1
        if not found and not unknown:
            line.wrong.append(("accounts", UnreadableError("no_account", "")))
        return tuple(found)

    def _series(self, line: Line, outcome: Outcome) -> str:
        text = line.text("series")
        name = self.series.match(text)
        if name is None and not is_blank(text):
            line.wrong.append(("series", UnreadableError("unknown_series", text)))
            outcome.unknown["series"][text] = outcome.unknown["series"].get(text, 0) + 1
        return name or ""

    def _kind(self, line: Line) -> Kind:
        text = line.person("kind")
        kind = read_kind(text) if text else Kind.PICTURES
        if kind is None:
            line.wrong.append(("kind", UnreadableError("unknown_kind", text)))
        return kind or Kind.PICTURES

    def _status(self, line: Line) -> Status:
        text = line.person("status")
        status = read_status(text) if text else Status.TODO
        if status is None:
            line.wrong.append(("status", UnreadableError("unknown_status", text)))
        return status or Status.TODO

    def _episode(self, line: Line, title: str) -> int | None:
        digits = re.search(r"\d{1,5}", plain(line.text("episode")))
        return int(digits[0]) if digits else read_episode(title)

    def _problems(self, line: Line) -> list[Problem]:
        found = []
        for role, error in line.wrong:
            column = self.mapping.column(role) or Column(role, 0, "")
            found.append(
                Problem(
                    sheet=self.sheet.name,
                    row=line.number,
                    column=column.name,
                    value=error.value[:_LONGEST_VALUE],
                    reason=error.sentence,
                    cell=f"{column.letter}{line.number}",
                    code=error.reason,
                    kept=error.reason in {"unknown_status", "unknown_kind"},
                )
            )
        return found


def _cell(row: list[Cell], index: int) -> Cell:
    cell = row[index] if index < len(row) else ""
    return tidy(cell) if isinstance(cell, str) else cell


def _has_day(cell: Cell) -> bool:
    """Whether a cell of a table without a column for days says a day: a number from 1982 on, or no plain time."""
    if isinstance(cell, str):
        return (
            not is_blank(cell) and not is_clock(cell) and (_reads(read_day, cell) or not _reads(read_minute, cell))
        )
    return isinstance(cell, date) or (isinstance(cell, int | float) and cell > 30_000)


def _reads(reader: Callable[[Cell], object], cell: Cell) -> bool:
    try:
        reader(cell)
    except UnreadableError:
        return False
    return True


def _merged_from(sheet: Sheet) -> dict[tuple[int, int], int]:
    """(row, column) inside an upright merge → its first row; (-1, column) marks columns that have one."""
    found: dict[tuple[int, int], int] = {}
    width = max((len(row) for row in sheet.rows), default=0)
    for (top, left), (bottom, right) in sheet.merged:
        if bottom <= top:
            continue
        for column in range(left, min(right, width - 1) + 1):
            found[-1, column] = top
            for row in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1):
                found[row, column] = top
    return found


@cache
def _sum_words(before: int) -> re.Pattern[str]:
    """A sum's label with at most so many characters before it: 11月小计."""
    listed = "|".join(re.escape(word) for word in words("subtotals"))
    return re.compile(rf".{{0,{before}}}(?:{listed})[::]?")


def _is_sum(own: dict[str, Cell]) -> bool:
    """Whether a row adds up the rows above: it says so in front, and names no account."""
    if shown(own.get("accounts", "")):
        return False
    first = next(role for role, cell in own.items() if shown(cell))
    labels = {role: plain(shown(own.get(role, ""))) for role in (first, "no", "day")}
    # a title such as 年度账单汇总 is a note, only the bare word is not
    return any(_sum_words(0 if role in _TEXT_ROLES else 12).fullmatch(label) for role, label in labels.items())
