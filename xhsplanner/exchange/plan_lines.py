"""The rows of a list that may be notes, with what merges, groups and headings above leave unsaid.

Sums, legends, examples, repeated headers and empty slots of a form are none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from xhsplanner.exchange.plan_dates import SaidDay, Span
from xhsplanner.exchange.plan_fit import SAMPLE, is_day, is_time
from xhsplanner.exchange.plan_hints import read_week, read_week_number
from xhsplanner.exchange.plan_labels import unpacked
from xhsplanner.exchange.plan_model import Cell, Column, UnreadableError
from xhsplanner.exchange.plan_names import Names
from xhsplanner.exchange.plan_table import STEP, TICK, Found, is_tick
from xhsplanner.exchange.plan_words import (
    fold,
    folded_words,
    is_blank,
    plain,
    plain_words,
    shown,
    tidy,
    without_brackets,
    words,
)

_SLOT_ROLES = {
    "no",
    "day",
    "week",
    "weekday",
    "month",
    "year",
    "time",
    "remark",
    "status",
    "platform",
    "kind",
    "owner",
    "designer",
}
"""Cells that alone make no note: an empty line of a form has them too."""
_TEXT_ROLES = {"title", "topic", "body", "series"}
_GROUPED = ("week", "month", "year")
_SUM_TEXT = 16
_AMOUNTS = re.compile(r"[\d.,\s]*|(?:[^\d,，、;；]{0,8}\d+\s*(?:篇|条|个|次|posts?|notes?|items?)[,，、;；+\s]*)+")
"""21篇, 小红书21篇、公众号2篇."""


@dataclass(slots=True)
class Line:
    """One note of a sheet while it is read. `cells` has a cell for every role its table knows of it.

    `number` is its row from 1, `column` (from 0) and `order` its place in that row: of a list the table's first
    column and 0. `span`: the week a heading above it names.
    """

    number: int
    column: int
    cells: dict[str, Cell]
    order: int = 0
    said: SaidDay | None = None
    span: Span | None = None
    day_filled: bool = False
    wrong: list[tuple[str, UnreadableError]] = field(default_factory=list)

    def text(self, role: str) -> str:
        return shown(self.cells.get(role, ""))

    def person(self, role: str) -> str:
        return "" if is_blank(self.cells.get(role, "")) else self.text(role)


class ListReader:
    """Goes through the rows of one list."""

    def __init__(self, table: Found, accounts: Names, today: date) -> None:
        self._table = table
        self._today = today
        self._accounts = accounts
        self._columns = tuple(column for column in table.mapping.columns if column.role not in (TICK, STEP))
        self._ticks = [column for column in table.columns if column.role == TICK]
        self._steps = [column for column in table.columns if column.role == STEP]
        self._headers = [fold(column.header) for column in self._columns]
        self._merged = _merged_from(table)
        self._section: dict[str, Cell] = {}
        self._week: Span | None = None
        self._timed = self._has_timed_days()
        self._groups = {
            role for role in ("accounts",) if self._is_grouped(role) and (-1, self._index(role)) not in self._merged
        }

    def lines(self) -> Iterator[Line]:
        """The rows that may be notes, in their order."""
        previous: Line | None = None
        for row in range(self._table.body, self._table.bottom):
            own = {column.role: _cell(self._table, row, column.index) for column in self._columns}
            said = [index for index in range(*self._table.width) if shown(self._table.sheet.cell(row, index))]
            if not said:
                previous = None  # a blank line ends a group of rows that share a day
                continue
            if self._is_heading(row, said):
                previous = None
                continue
            if all(shown(cell) == "" for cell in own.values()) or self._is_none(row, own, said):
                continue
            if self._ticks:
                own["accounts"] = "、".join(self._marked(row, self._ticks))
            if self._steps:
                own["status"] = next(reversed([*self._marked(row, self._steps)]), "")
            line = Line(row + 1, self._table.left, unpacked(own), span=self._week)
            self._fill(line, row, previous)
            line.span = read_week_number(line.text("week"), self._today) or line.span
            previous = line
            if any(shown(cell) for role, cell in own.items() if role not in _SLOT_ROLES and role != "accounts") or (
                shown(own.get("accounts", "")) and self._is_open(line)
            ):
                yield line

    def _marked(self, row: int, columns: Sequence[Column]) -> Iterator[str]:
        """The headers of the columns that have a mark in the row."""
        for column in columns:
            if is_tick(shown(self._table.sheet.cell(row, column.index))):
                yield column.header

    def _is_open(self, line: Line) -> bool:
        """Whether a row of account and slot only is a note without its title, and no free place of the plan."""
        return any(line.text(role) for role in ("owner", "designer", "kind", "no"))

    def _is_none(self, row: int, own: dict[str, Cell], said: list[int]) -> bool:
        return (
            all(fold(shown(cell)) == text for cell, text in zip(own.values(), self._headers, strict=True))
            or self._is_sum(own)
            or _is_rest(own)
            or fold(shown(own.get("status", ""))) in folded_words("no_lists")
            or _is_legend(self._table, row, said, shown(own.get("title", own.get("topic", ""))))
            or is_example(own, shown(self._table.sheet.cell(row, said[0])))
        )

    def _is_sum(self, own: dict[str, Cell]) -> bool:
        """Whether a row adds up the rows above: it says so in front, names no account and has no title."""
        account = shown(own.get("accounts", ""))
        if account and not _AMOUNTS.fullmatch(plain(account)):
            return False
        first = next(role for role, cell in own.items() if shown(cell))
        labels = {role: plain(without_brackets(shown(own.get(role, "")))) for role in (first, "no", "day", "month")}
        # a title such as 年度账单汇总 is a note, only the bare word is not
        return any(
            _sum_words(0 if role in _TEXT_ROLES else _SUM_TEXT).fullmatch(label) for role, label in labels.items()
        )

    def _is_heading(self, row: int, said: list[int]) -> bool:
        """Whether a row is a heading between notes, one text alone: a day or an account holds for what follows."""
        if len(said) != 1 or len(self._columns) < 3:
            return False
        cell = self._table.sheet.cell(row, said[0])
        text = shown(cell)
        role = next((column.role for column in self._columns if column.index == said[0]), "")
        if role not in _TEXT_ROLES and (week := read_week(text, self._today)) is not None:
            self._week = week
            return True
        if role != "day" and is_day(cell) and len(text) <= 24:
            self._section["day"] = cell
            return True
        bare = text.strip("【】[]#：: ▼▶■◆")
        if (
            role not in ("accounts", "series")
            and len(bare) <= _SUM_TEXT
            and (match := self._accounts.find(bare)) is not None
            and match.sure
        ):
            self._section["accounts"] = bare
            return True
        if role == "day" and is_day(cell) and not any(self._follows(row)):
            return False
        return role == "day" and is_day(cell) and self._section_day(cell)

    def _section_day(self, cell: Cell) -> bool:
        self._section["day"] = cell
        return True

    def _follows(self, row: int) -> Iterator[bool]:
        """Whether the next row says something but no day: then a day alone in its row is a heading."""
        following = {column.role: self._table.sheet.cell(row + 1, column.index) for column in self._columns}
        if shown(following.get("title", "")) and not shown(following.get("day", "")):
            yield True

    def _fill(self, line: Line, row: int, previous: Line | None) -> None:
        """Takes over the upper cell of a merge; where a sheet has no merged days, a blank day is the one above."""
        merges_days = False
        for column in self._columns:
            top = self._merged.get((row, column.index))
            merges_days = merges_days or (column.role == "day" and (-1, column.index) in self._merged)
            if top is not None and top >= self._table.body and shown(line.cells[column.role]) == "":
                line.cells[column.role] = _cell(self._table, top, column.index)
                line.day_filled = line.day_filled or column.role == "day"
        weekday = ("weekday",) if "day" not in line.cells else ()
        for role in (*_GROUPED, *self._groups, *weekday):
            if role in line.cells and shown(line.cells[role]) == "" and previous is not None:
                line.cells[role] = previous.cells[role]
        blank = shown(line.cells.get("day", "")) == ""
        if blank and "day" in line.cells and not merges_days and previous and not self._timed:
            line.cells["day"] = previous.cells["day"]
            line.day_filled = shown(line.cells["day"]) != ""
        for role, cell in self._section.items():
            if shown(line.cells.get(role, "")) == "":
                line.cells[role] = cell
                line.day_filled = line.day_filled or role == "day"

    def _index(self, role: str) -> int:
        return next((column.index for column in self._columns if column.role == role), -1)

    def _has_timed_days(self) -> bool:
        """Whether days stand with their times: then a blank one is not the one above."""
        index = self._index("day")
        return index >= 0 and any(
            is_time(self._table.sheet.cell(row, index))
            for row in range(self._table.body, min(self._table.bottom, self._table.body + SAMPLE))
        )

    def _is_grouped(self, role: str) -> bool:
        """Whether a column says something only on the first row of each group, as a merge leaves it in a csv."""
        index, title = self._index(role), self._index("title")
        if index < 0 or title < 0:
            return False
        said = [
            bool(shown(_cell(self._table, row, index)))
            for row in range(self._table.body, self._table.bottom)
            if shown(_cell(self._table, row, title))
        ]
        return len(said) > 2 and said[0] and sum(said) <= 0.6 * len(said)


def _is_rest(own: dict[str, Cell]) -> bool:
    """Whether a row says that on its day there is no note: 休, 停更."""
    title = plain(shown(own.get("title", "")))
    if not title or any(shown(own.get(role, "")) for role in ("body", "topic", "hashtags")):
        return False
    if title in plain_words("rests"):
        return True
    return not any(map(str.isalnum, title)) and not shown(own.get("owner", "")) and is_blank(title)


def is_example(own: dict[str, Cell], first: str) -> bool:
    """Whether a row shows how the form is filled in."""
    label = plain(without_brackets(first)).strip("：: *")
    if label in plain_words("examples"):
        return True
    title = plain(shown(own.get("title", "")))
    return any(
        title.startswith((f"{word}：", f"{word}:", f"({word})", f"【{word}】", f"[{word}]"))
        for word in plain_words("examples")
    )


@cache
def _legends() -> re.Pattern[str]:
    listed = "|".join(re.escape(plain(word)) for word in sorted(words("legends"), key=len, reverse=True))
    return re.compile(rf"[*※●·\s]*(?:{listed})\s*\d?\s*(?:[:：]|$|\s)", re.IGNORECASE)


def is_legend(text: str) -> bool:
    """Whether a text explains the plan: 备注：…, 图例：…."""
    return bool(_legends().match(plain(text)))


def _is_legend(table: Found, row: int, said: list[int], title: str) -> bool:
    """Whether a row of one or two texts explains the plan, or is a merged remark across the table."""
    sheet = table.sheet
    first = shown(sheet.cell(row, said[0]))
    if len(said) > 2:
        return not title and is_legend(first) and first.rstrip()[-1:] in ":："
    if is_legend(first) or (len(said) == 1 and first.startswith(("※", "*", "注", "PS", "P.S."))):
        return True
    if len(said) > 1:
        return False
    return any(top == row and left == said[0] and right - left >= 2 for (top, left), (_, right) in sheet.merged)


@cache
def _sum_words(before: int) -> re.Pattern[str]:
    """A sum's label with at most so many characters before it: 11月小计."""
    listed = "|".join(re.escape(plain(word)) for word in words("subtotals"))
    return re.compile(rf".{{0,{before}}}(?:{listed})\s*[:：]?\s*[\d.]*\s*(?:篇|条|个|posts?|notes?)?")


def _cell(table: Found, row: int, index: int) -> Cell:
    cell = table.sheet.cell(row, index)
    return tidy(cell) if isinstance(cell, str) else cell


def _merged_from(table: Found) -> dict[tuple[int, int], int]:
    """(row, column) inside an upright merge → its first row; (-1, column) marks columns that have one."""
    found: dict[tuple[int, int], int] = {}
    last = table.columns[-1].index
    for (top, left), (down, right) in table.sheet.merged:
        if down <= top or top < table.body or top >= table.bottom:
            continue
        for column in range(left, min(right, last) + 1):
            found[-1, column] = top
            for row in range(top + 1, min(down, table.bottom - 1) + 1):
                found[row, column] = top
    return found
