"""Finds the rows of a sheet that are headers: of a list (日期 | 账号 | 标题), or of a grid (周一 | 周二 | …)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from xhsplanner.exchange.plan_dates import SaidDay, read_day, words_beside
from xhsplanner.exchange.plan_fit import is_day, is_time
from xhsplanner.exchange.plan_headers import (
    EXACT,
    INSIDE,
    LONGEST_HEADER,
    candidates,
    guess_role,
    is_exact,
    is_ignored,
    under,
)
from xhsplanner.exchange.plan_model import Cell, UnreadableError
from xhsplanner.exchange.plan_names import People, is_dressed, is_status
from xhsplanner.exchange.plan_sheet import Sheet
from xhsplanner.exchange.plan_words import header, shown

_DAYISH = re.compile(
    r"[周週][一二三四五六日天]|星期|礼拜|^(?:mon|tue|wed|thu|fri|sat|sun)|\d\s*[月/.\-]\s*\d|^\d{1,2}\s*[日号]|^[一二三四五六日天]$|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[\s\-]*\d|\d[\s\-]*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*(?:\d{1,2}[:：]\d{2}\s*\S{3}|【[^】]{1,12}】\s*\S|[早中晚上下]{1,2}\S{0,3}点\S{3})")
_SIGNS = "一二三四五六日"
_DAY_TEXT = 24
_WORDS = 5
_LONGEST_CELL = 120
_PLAIN = 3
"""So many columns called by a word of ours make a header, whatever the others are called."""
_FEWEST_DAYS, _FEWEST_ACCOUNTS = 3, 2
_LATIN_WEEK = "MTWTFSS"


@dataclass(frozen=True, slots=True)
class DayHead:
    """The day above a column of a grid: a weekday, a date, or both."""

    said: SaidDay
    text: str


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above the columns of a grid that hold notes: column → its day, its account or its hour."""

    days: Mapping[int, DayHead] = field(default_factory=dict)
    accounts: Mapping[int, str] = field(default_factory=dict)
    times: Mapping[int, str] = field(default_factory=dict)

    @property
    def columns(self) -> set[int]:
        """The columns that hold notes; none in a list."""
        return {*self.days, *self.accounts, *self.times}

    def between(self, first: int, last: int) -> "Above":
        """The same for the columns from first to last."""
        return Above(*({i: head for i, head in one.items() if first <= i <= last} for one in self._each))

    @property
    def _each(self) -> tuple[Mapping[int, Any], ...]:
        return self.days, self.accounts, self.times


NOTHING_ABOVE = Above()


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A header: its last row (from 0), how many rows it has, how much of a header it is, and what it heads.

    `groups`: the first columns of tables side by side below accounts or days that stand above the header.
    """

    row: int
    depth: int
    score: float
    above: Above = NOTHING_ABOVE
    groups: tuple[int, ...] = ()

    @property
    def top(self) -> int:
        """Its first row, from 0."""
        return self.row - self.depth + 1

    @property
    def is_grid(self) -> bool:
        return bool(self.above.columns) and not self.groups


def texts(sheet: Sheet, row: int, depth: int, width: int) -> list[tuple[str, str]]:
    """For each column what its header says and what stands above that; "" where nothing does."""
    own = [shown(sheet.cell(row, column)) for column in range(width)]
    if depth == 1:
        return [(text, "") for text in own]
    above = [shown(sheet.cell(row - 1, column)) for column in range(width)]
    found, parent = [], ""
    for column in range(width):
        parent = above[column] or parent
        inside = above[column] or not own[column] or _in_merge(sheet, row - 1, column)
        text = own[column] or above[column]
        found.append((text, parent if inside and own[column] else ""))
    return found


def _in_merge(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a merge covers the place; a file that knows no merges may have had one there."""
    if not sheet.merged:
        return True
    return any(top <= row <= down and left <= column <= right for (top, left), (down, right) in sheet.merged)


def find_headers(sheet: Sheet, people: People) -> list[HeaderRow]:
    """The headers of a sheet from top to bottom; of two rows that touch, the better one."""
    found: list[HeaderRow] = []
    for number, row in enumerate(sheet.rows):
        head = _header(sheet, number, row, people)
        if head is None:
            continue
        last = found[-1] if found else None
        if last is not None and head.top <= last.row + 1 and last.is_grid == head.is_grid and not last.above.days:
            if head.score > last.score:
                found[-1] = head
        elif last is not None and _goes_on(sheet, last, head):
            continue  # a row of dates in a month calendar
        elif last is not None and last.is_grid and head.row == last.row + 1:
            # the dates below the weekdays are a row of the grid; fields below accounts or days make lists
            if not head.is_grid and (groups := _groups(sheet, last, head)):
                found[-1] = replace(head, depth=2, above=last.above, groups=groups)
            elif not head.is_grid:
                found[-1] = head
        else:
            found.append(head)
    return found


def _goes_on(sheet: Sheet, last: HeaderRow, head: HeaderRow) -> bool:
    """Whether a row of nothing but dates stands below a header of nothing but weekdays."""
    only = {index for index, cell in enumerate(sheet.rows[head.row]) if shown(cell)} == head.above.columns
    weekdays = bool(last.above.days) and not any(day.said.options for day in last.above.days.values())
    return only and weekdays and bool(head.above.days) and head.above.columns <= last.above.columns


def _groups(sheet: Sheet, last: HeaderRow, head: HeaderRow) -> tuple[int, ...]:
    """The columns where a group of fields begins below each account or day; empty where fields do not repeat."""
    starts = tuple(sorted(last.above.columns))
    ends = (*starts[1:], len(sheet.rows[head.row]))
    fields = [
        {text for column in range(first, end) if (text := header(shown(sheet.cell(head.row, column))))}
        for first, end in zip(starts, ends, strict=True)
    ]
    alike = [one for one in fields[1:] if len(one & fields[0]) > 1 or (one and one == fields[0])]
    return starts if len(alike) > 0 and len(fields[0]) > 1 else ()


def _header(sheet: Sheet, number: int, row: Sequence[Cell], people: People) -> HeaderRow | None:
    days = day_heads(row)
    if days:
        return HeaderRow(number, 1, 10.0 + len(days), Above(days))
    named = _account_heads(row, people) or _unknown_account_heads(sheet, number)
    times = {} if named else _time_heads(row)
    if (named or times) and not _score_of(row, ("title", "topic", "body")):
        return HeaderRow(number, 1, 5.0 + len(named or times), Above({}, named, times))
    if not _is_header(row):
        return None
    score = _score([(shown(cell), "") for cell in row])
    best = HeaderRow(number, 1, score)
    if number and _is_parent(sheet.rows[number - 1]):
        both = _score(texts(sheet, number, 2, max(len(row), len(sheet.rows[number - 1]))))
        if both > score:
            best = HeaderRow(number, 2, both)
    return best


def _is_header(row: Sequence[Cell]) -> bool:
    """Whether a row names at least two roles, and most of its cells are headers: short, and about what we know."""
    said = [cell for cell in row if cell != ""]
    if not all(isinstance(cell, str) and len(cell) <= _LONGEST_CELL for cell in said):
        return False
    named = [text for cell in said if (text := shown(cell))]
    if not any(map(is_exact, named)) or any(is_day(text) or is_time(text) for text in named):
        return False
    if len({text for text in named if is_exact(text)}) >= _PLAIN:
        return True  # a sheet may have many columns that are its team's own affair
    if any(len(header(text)) > LONGEST_HEADER for text in named):
        return False
    exact = inside = other = 0
    for cell in named:
        sure = 0.0 if is_status(cell) and not is_exact(cell) else max(candidates(cell).values(), default=0.0)
        exact += sure > INSIDE + 0.1
        inside += 0 < sure <= INSIDE + 0.1 or (not sure and is_ignored(cell))
        other += not sure and not is_ignored(cell)
    return exact > 0 and exact + inside > 1 and exact + inside >= other


def _score(heads: Sequence[tuple[str, str]]) -> float:
    """How much of a header texts are: the sum over the roles they name, each once."""
    best: dict[str, float] = {}
    odd = 0
    for text, parent in heads:
        if not text:
            continue
        found = under(text, parent) if len(text) <= 2 * LONGEST_HEADER else {}
        odd += len(text) > LONGEST_HEADER
        role = max(found, key=lambda role: found[role] - 0.5 * (role in best), default="")
        if role:
            best[role] = max(best.get(role, 0.0), found[role])
    return sum(best.values()) - 0.5 * odd


def _unknown_account_heads(sheet: Sheet, number: int) -> dict[int, str]:
    """Columns behind one of days that nobody knows, and that hold texts such as `20:00【避坑】…`: accounts."""
    row = sheet.rows[number]
    if not _begins_with_day(row):
        return {}
    said = [index for index, cell in enumerate(row) if shown(cell)]
    headers = [shown(row[index]) for index in said]
    if len(said) < _FEWEST_DAYS:
        return {}
    found = {
        i: text for i, text in zip(said[1:], headers[1:], strict=True) if not is_exact(text) and len(text) < 16
    }
    below = [
        text
        for below in sheet.rows[number + 1 : number + 30]
        for index in found
        if index < len(below) and (text := shown(below[index]))
    ]
    notes = sum(bool(_NOTE.match(text)) for text in below)
    return found if len(found) >= _FEWEST_ACCOUNTS and notes > 1 and notes >= 0.4 * len(below) else {}


def _begins_with_day(row: Sequence[Cell]) -> bool:
    """Whether the first text of a row is a header of days."""
    first = next((cell for cell in row if cell != ""), "")
    return isinstance(first, str) and guess_role(first, "note") == ("day", EXACT)


def _time_heads(row: Sequence[Cell]) -> dict[int, str]:
    """Columns whose header is an hour or a part of the day, behind a first column of days: 日期 | 午间 | 晚间."""
    if not _begins_with_day(row):
        return {}
    said = [index for index, cell in enumerate(row) if shown(cell)]
    found = {index: shown(row[index]) for index in said[1:] if is_time(row[index])}
    return found if len(found) >= _FEWEST_ACCOUNTS and len(found) >= 0.6 * (len(said) - 1) else {}


def _score_of(row: Sequence[Cell], roles: tuple[str, ...]) -> bool:
    return any(
        max(found, key=lambda role: found[role]) in roles and max(found.values()) >= EXACT - 0.1
        for cell in row
        if isinstance(cell, str) and (found := candidates(cell))
    )


def _is_parent(row: Sequence[Cell]) -> bool:
    """Whether a row may stand above a header: at least two short texts and no data."""
    said = [cell for cell in row if shown(cell)]
    return len(said) > 1 and all(isinstance(cell, str) and len(cell) <= LONGEST_HEADER for cell in said)


def day_head(cell: Cell, *, bare: bool = False) -> DayHead | None:
    """What a cell says as the head of a column of days. `bare`: a number up to 31 is a day of the month."""
    if isinstance(cell, str):
        if not cell or len(cell) > 2 * _DAY_TEXT or not (_DAYISH.search(cell) or bare):
            return None
        text = shown(cell)
        if len(text) > _DAY_TEXT:
            return None
        if words_beside(text) > _WORDS:
            return None
        if text in _SIGNS + "天":
            return DayHead(SaidDay((), text, _SIGNS.replace("天", "日").find("日" if text == "天" else text)), text)
    elif (
        isinstance(cell, bool)
        or not isinstance(cell, date | int | float)
        or (not isinstance(cell, date) and not (cell > 30_000 or (bare and 1 <= cell <= 31)))
    ):
        return None
    try:
        said = read_day(cell.replace("\n", " ") if isinstance(cell, str) else cell, bare=bare)
    except UnreadableError:
        return None
    return DayHead(said, shown(cell)) if said is not None and said.minute is None else None


def day_heads(row: Sequence[Cell]) -> dict[int, DayHead]:
    """The days of a row that is the header of a week grid; empty where it is none."""
    found = {index: head for index, cell in enumerate(row) if (head := day_head(cell)) is not None}
    if len(found) < _FEWEST_DAYS:
        return {}
    signs = [head.text for head in found.values()]
    if all(sign in _SIGNS + "天" for sign in signs) and len(set(signs)) < 5:
        return {}
    first, last = min(found), max(found)
    others = [cell for cell in row[first : last + 1] if shown(cell)]
    if len(found) < 0.6 * len(others) or len({_key(head) for head in found.values()}) < _FEWEST_DAYS:
        return {}
    return found


def _key(head: DayHead) -> object:
    return head.said.options or head.said.weekday


def _account_heads(row: Sequence[Cell], people: People) -> dict[int, str]:
    """Columns whose header is an account: known ones, or where two say so by `@` or a platform before them."""
    found: dict[int, str] = {}
    if any(not isinstance(cell, str) or len(cell) > LONGEST_HEADER for cell in row):
        return {}
    if any(is_day(cell) or is_time(cell) for cell in row):
        return {}
    for index, cell in enumerate(row):
        if not isinstance(cell, str) or not cell or is_exact(cell) or people.members.match(cell):
            continue
        match = people.accounts.find(cell) if len(people.accounts) else None
        if (match is not None and match.name) or is_dressed(cell):
            found[index] = cell
    said = sum(bool(shown(cell)) for cell in row)
    different = len({shown(cell) for cell in found.values()}) == len(found)
    enough = len(found) >= _FEWEST_ACCOUNTS and len(found) >= 0.6 * (said - 1)
    return found if enough and different else {}
