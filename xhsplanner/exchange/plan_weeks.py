"""The notes of a week grid: a cell of account by day, hour by day or day by account, and month calendars.

Each note becomes a line like those of a list: what stands beside and above its cell are further cells of it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from xhsplanner.exchange.plan_dates import SaidDay, settle
from xhsplanner.exchange.plan_fit import is_day, is_time
from xhsplanner.exchange.plan_headers import guess_role
from xhsplanner.exchange.plan_heads import DayHead, day_head
from xhsplanner.exchange.plan_hints import Hint, this_week
from xhsplanner.exchange.plan_lines import Line, is_legend
from xhsplanner.exchange.plan_model import Cell, UnreadableError
from xhsplanner.exchange.plan_names import People
from xhsplanner.exchange.plan_piece import Piece, Vocabulary, brackets, read_pieces, says_nothing
from xhsplanner.exchange.plan_table import NOTES, Found
from xhsplanner.exchange.plan_words import is_blank, plain, plain_words, shown, without_brackets

_NUMBERED = re.compile(r"\s*(\d{1,2})\s*(?:[日号]|(?=[\s(（]|$))\s*(?:[(（][^)）]*[)）])?\s*\S{0,8}\s*")
_LUNAR = re.compile(r"[初十廿卅正冬腊闰一二三四五六七八九月]{1,4}")
_FIELDS = {
    "accounts",
    "platform",
    "no",
    "title",
    "time",
    "series",
    "status",
    "owner",
    "body",
    "hashtags",
    "kind",
    "topic",
    "remark",
    "designer",
    "covers",
}
_FEWEST = 3


class GridReader:
    """Goes through the cells of one grid. `hint`: the days its titles speak of."""

    def __init__(self, table: Found, people: People, hint: Hint, today: date) -> None:
        self._table = table
        self._people = people
        self._hint = hint
        self._today = today
        self._notes = [column.index for column in table.columns if column.role == NOTES]
        self._labels = {column.role: column.index for column in table.columns if column.role not in ("", NOTES)}
        self._beside = [column.index for column in table.columns if column.index < min(self._notes, default=0)]
        self._merged = _merged_into(table)
        self._name_labels()
        texts = (self._said(row, index) for row in self._rows() for index in self._notes)
        self._words = Vocabulary(people.accounts, people.series, people.members, brackets(texts))
        self._fields = self._field_column()
        self._dated = self._has_dated_cells()

    def lines(self) -> Iterator[Line]:
        """The notes, row by row and in a row from left to right."""
        days = self._resolved(self._table.above.days)
        beside: dict[str, Cell] = {}
        for row in self._rows():
            if heads := self._date_row(row):
                days = self._resolved(heads, last=max(days.values(), default=None))
                continue
            beside = self._beside_of(row, beside)
            if self._fields is not None or self._is_none(row):
                continue
            for index in self._notes:
                text = self._said(row, index)
                if isinstance(self._cell(row, index), str) and not says_nothing(text):
                    yield from self._notes_of(row, index, text, beside, days.get(index))
        if self._fields is not None:
            yield from self._by_fields(self._fields, days)

    def _rows(self) -> range:
        return range(self._table.body, self._table.bottom)

    def _cell(self, row: int, column: int) -> Cell:
        return self._table.sheet.cell(row, column)

    def _said(self, row: int, column: int) -> str:
        return shown(self._cell(row, column))

    def _name_labels(self) -> None:
        """Where nothing says what stands beside the days, it is accounts or hours, as its cells look."""
        if {"accounts", "time", "day"} & self._labels.keys() or (
            self._table.above.accounts and "day" in self._labels
        ):
            return
        for index in self._beside:
            cells = [self._cell(row, index) for row in self._rows() if self._said(row, index)]
            role = ""
            if self._table.above.accounts and any(map(is_day, cells)):
                role = "day"
            elif any(self._people.accounts.find(shown(cell)) for cell in cells):
                role = "accounts"
            elif any(is_time(cell) and not isinstance(cell, int) for cell in cells):
                role = "time"
            elif (
                cells
                and index == self._beside[0]
                and not self._table.above.accounts
                and not len(self._people.accounts)
            ):
                role = "accounts"
            if role and index not in self._labels.values():
                self._labels[role] = index
                return

    def _beside_of(self, row: int, above: dict[str, Cell]) -> dict[str, Cell]:
        """What stands beside a row by role; a blank account or day is the one above, or of the merge."""
        found: dict[str, Cell] = {}
        blank = not any(self._said(row, index) for index in (*self._beside, *self._notes))
        for role, index in self._labels.items():
            top = self._merged.get((row, index), row)
            cell = self._cell(top, index)
            grouped = role in ("accounts", "day", "month", "owner", "weekday") and not blank
            later = any(other > index for other in self._labels.values()) or role in ("day", "month")
            if shown(cell) == "" and grouped and later and (role != "owner" or "accounts" in self._labels):
                same = shown(self._cell(row, self._labels.get("accounts", index))) == ""
                cell = above.get(role, "") if same else cell
            found[role] = cell
        return found

    def _is_none(self, row: int) -> bool:
        """Whether a row holds no notes: festivals, remarks, legends, sums, lunar days."""
        said = [index for index in (*self._beside, *self._notes) if self._said(row, index)]
        if not said:
            return True
        first = self._said(row, said[0])
        label = plain(without_brackets(first)).strip("：: *★")
        if said[0] in self._beside or len(said) == 1:
            if is_legend(first) or label in plain_words("no_rows"):
                return True
            if label in plain_words("subtotals"):
                return True
        inside = [self._said(row, index) for index in self._notes if self._said(row, index)]
        wide = {column.index for column in self._table.columns}
        across = any(
            top == row and right - left >= _FEWEST and left in wide
            for (top, left), (_, right) in self._table.sheet.merged
        )
        bare = len(said) == 1 or (len(inside) == 1 and self._people.accounts.find(first) is None)
        return (across and bare) or (len(inside) > 1 and all(_LUNAR.fullmatch(text) for text in inside))

    def _date_row(self, row: int) -> dict[int, DayHead]:
        """The days of a row that holds only dates below (or between) the weekdays."""
        if not self._table.above.days:
            return {}
        cells = {index: self._cell(row, index) for index in self._notes if self._said(row, index)}
        heads = {index: _dated(cell) for index, cell in cells.items()}
        good = {index: head for index, head in heads.items() if head is not None}
        if (
            not good
            or len(good) < len(cells)
            or (len(good) == 1 and self._said(row, self._table.left) and self._beside)
        ):
            return {}
        for index, head in good.items():
            above = self._table.above.days.get(index)
            weekday = head.said.weekday if head.said.weekday is not None else above.said.weekday if above else None
            options = head.said.options or (above.said.options if above else ())
            good[index] = DayHead(replace(head.said, options=options, weekday=weekday), head.text)
        return good

    def _resolved(self, heads: Mapping[int, DayHead], last: date | None = None) -> dict[int, date]:
        """Column → its day, counted on from left to right; a column whose day stays open is left out."""
        span, anchor = self._hint.span, last + timedelta(days=1) if last else None
        week = span if span and (span[1] - span[0]).days < 7 else None
        found: dict[int, date] = {}
        for index, head in sorted(heads.items()):
            said: SaidDay = head.said
            try:
                if said.options:
                    at = anchor or (span[0] if span else self._hint.anchor)
                    day = settle(said, at, span)
                else:
                    day = settle(said, self._hint.anchor, week or self._this_week(span))
            except UnreadableError:
                continue
            found[index], anchor = day, day + timedelta(days=1)
        return found

    def _this_week(self, span: tuple[date, date] | None) -> tuple[date, date] | None:
        """The week meant where no title names one; None where a title names a month, and no week of it."""
        return None if span else this_week(" ".join(self._table.titles), self._today)

    def _has_dated_cells(self) -> bool:
        """Whether the days of a calendar stand in its cells, on a line above the notes."""
        if not self._table.above.days or any(head.said.options for head in self._table.above.days.values()):
            return False
        texts = [self._said(row, index) for row in self._rows() for index in self._notes]
        dated = [text for text in texts if "\n" in text and _dated(text.split("\n")[0]) is not None]
        return len(dated) >= _FEWEST

    def _notes_of(
        self, row: int, index: int, text: str, beside: dict[str, Cell], day: date | None
    ) -> Iterator[Line]:
        if self._dated and (head := _dated(text.split("\n")[0])) is not None:
            text = text.partition("\n")[2]
            above = self._table.above.days.get(index)
            said = replace(head.said, weekday=above.said.weekday if above else head.said.weekday)
            day = settle(said, self._hint.anchor, self._hint.span) if said.options else day
        for order, piece in enumerate(read_pieces(text, self._words)):
            yield self._line(row, index, order, piece, beside, day)

    def _line(
        self, row: int, index: int, order: int, piece: Piece, beside: dict[str, Cell], day: date | None
    ) -> Line:
        cells = {**beside, **{role: text for role, text in _cells(piece).items() if text}}
        if index in self._table.above.accounts and not piece.account:
            cells["accounts"] = self._table.above.accounts[index]
        if index in self._table.above.times and not piece.time:
            cells["time"] = self._table.above.times[index]
        line = Line(row + 1, index, cells, order)
        if index in self._table.above.days:
            cells["day"] = day or ""
            if day is None:
                line.wrong.append(("day", UnreadableError("bad_date", self._table.above.days[index].text)))
        return line

    def _field_column(self) -> int | None:
        """The column that names the fields of each note below each other: 时间, 标题, 状态."""
        for index in self._beside:
            texts = [self._said(row, index) for row in self._rows() if self._said(row, index)]
            roles = [guess_role(text, "note") for text in texts]
            good = [role for role, sure in roles if sure > 0.8 and role in _FIELDS]
            if len(good) > 1 and len(good) >= 0.6 * len(texts) and {"title", "topic"} & set(good):
                return index
        return None

    def _by_fields(self, fields: int, days: dict[int, date]) -> Iterator[Line]:
        """Notes whose fields stand on rows of their own; the first field again begins the next."""
        block: dict[str, int] = {}
        beside: dict[str, Cell] = {}
        for row in (*self._rows(), None):
            role = guess_role(self._said(row, fields), "note")[0] if row is not None else ""
            if block and (row is None or role in block):
                yield from self._field_notes(block, beside, days)
                block = {}
            if row is None:
                return
            beside = self._beside_of(row, beside)
            if role in _FIELDS:
                block[role] = row

    def _field_notes(self, block: dict[str, int], beside: dict[str, Cell], days: dict[int, date]) -> Iterator[Line]:
        for index in self._notes:
            cells: dict[str, Cell] = {role: self._cell(row, index) for role, row in block.items()}
            said = shown(cells.get("title", "")) or shown(cells.get("topic", ""))
            if not said or says_nothing(said):
                continue
            piece = Piece()
            others = {
                role: cell for role, cell in beside.items() if role in ("accounts", "owner", "day") and shown(cell)
            }
            line = self._line(min(block.values()), index, 0, piece, {**others}, days.get(index))
            line.number = block.get("title", block.get("topic", 0)) + 1
            line.cells.update({role: cell for role, cell in cells.items() if not is_blank(cell)})
            yield line


def _dated(cell: Cell) -> DayHead | None:
    """A cell that holds a date and at most a word such as a festival behind it."""
    if isinstance(cell, str) and (found := _NUMBERED.fullmatch(cell)):
        return day_head(found[1], bare=True)
    return day_head(cell, bare=True)


def _cells(piece: Piece) -> dict[str, Cell]:
    return {
        "title": piece.title,
        "topic": piece.topic,
        "time": piece.time,
        "series": piece.series,
        "status": piece.status,
        "kind": piece.kind,
        "accounts": piece.account,
        "owner": piece.owner,
        "body": piece.body,
        "hashtags": piece.hashtags,
        "remark": piece.remark,
    }


def _merged_into(table: Found) -> dict[tuple[int, int], int]:
    """(row, column) inside an upright merge → its first row."""
    found: dict[tuple[int, int], int] = {}
    last = table.columns[-1].index
    for (top, left), (down, right) in table.sheet.merged:
        if top < table.body or top >= table.bottom:
            continue
        for row in range(top + 1, min(down, table.bottom - 1) + 1):
            for column in range(left, min(right, last) + 1):
                found[row, column] = top
    return found
