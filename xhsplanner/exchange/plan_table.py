"""Finds the tables of a sheet: where each begins and ends, what its columns are for, and what stands above it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xhsplanner.core import resources
from xhsplanner.exchange.plan_cards import as_list
from xhsplanner.exchange.plan_fit import SAMPLE, is_day, is_time
from xhsplanner.exchange.plan_fit import Column as Cells
from xhsplanner.exchange.plan_headers import guess_role
from xhsplanner.exchange.plan_heads import NOTHING_ABOVE, Above, DayHead, HeaderRow, find_headers, texts
from xhsplanner.exchange.plan_model import Cell, Column, Layout, Table, TableKind
from xhsplanner.exchange.plan_model import Mapping as ColumnMapping
from xhsplanner.exchange.plan_names import People, is_status
from xhsplanner.exchange.plan_roles import SAID, Head, give_roles, is_plan
from xhsplanner.exchange.plan_sheet import Sheet
from xhsplanner.exchange.plan_words import fold, folded_words, header, shown, words

_TITLES = 8
"""So many texts above a table are looked at."""
_SAMPLED_ROWS = 400
_BARE_ROWS = 2
NOTES = "notes"
"""The role of a column of a grid whose cells hold notes."""
_DAYS = ("day", "week", "weekday", "month", "year")
_NO_SHEET = Sheet("", [])
_FEWEST_MARKED = 2
STEP = "step"
"""The role of a column of a list that is called like a status: a mark in it means that this is done."""
TICK = "tick"
"""The role of a column of a list that is called like an account: a mark in it means that account."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table on a sheet. `top`: the first row of the header, `body`: the first row below it, `bottom`: behind the
    last, all from 0. `columns` are all of them; `titles` the texts above, the nearest first. Of a grid `days`,
    `accounts` and `times` say what stands above the columns that hold notes.
    """

    sheet: Sheet
    number: int
    kind: TableKind
    top: int
    body: int
    bottom: int
    columns: tuple[Column, ...]
    titles: tuple[str, ...] = ()
    above: Above = NOTHING_ABOVE
    group: int | None = None

    @property
    def left(self) -> int:
        """The first column; of one of several lists that share columns, its own first."""
        return self.columns[0].index if self.group is None else self.group

    @property
    def width(self) -> tuple[int, int]:
        """The first column and the one behind the last."""
        return self.columns[0].index, self.columns[-1].index + 1

    @property
    def day(self) -> DayHead | None:
        """The day that stands above a list, one of several."""
        return None if self.group is None else self.above.days.get(self.group)

    @property
    def mapping(self) -> ColumnMapping:
        """The columns that are read."""
        return ColumnMapping(self.sheet.name, self.body, tuple(column for column in self.columns if column.role))

    @property
    def fingerprint(self) -> str:
        """Names the header: the texts and where they stand, days and accounts of a grid left out."""
        heads = ["*" if column.index in self.above.columns else header(column.header) for column in self.columns]
        return fingerprint(self.kind, self.left, heads)

    def shown(self, *, left_out: bool) -> Table:
        """The table for people to look at."""
        lines = []
        for number in range(self.body, self.bottom):
            line = tuple(shown(self.sheet.cell(number, column.index)) for column in self.columns)
            if any(line):
                lines.append((number + 1, line))
        return Table(
            self.sheet.name, self.number, self.kind, self.fingerprint, self.columns, tuple(lines), left_out=left_out
        )


def fingerprint(kind: str, left: int, heads: Sequence[str]) -> str:
    """A short name for a header, the same in every file that has it."""
    while heads and not heads[-1]:
        heads = heads[:-1]
    return hashlib.sha256("\x1f".join((kind, str(left), *heads)).encode()).hexdigest()[:16]


def find_tables(sheet: Sheet, people: People, layouts: Mapping[str, Layout]) -> list[Found]:
    """Every table of notes on a sheet, from top to bottom and left to right."""
    headers = [
        head
        for head in find_headers(sheet, people)
        if len(_said(sheet, head.top - 1)) <= 1 or any(_tables(sheet, head, (0, len(sheet.rows)), people, layouts))
    ]
    found: list[Found] = []
    start = 0
    for turn, head in enumerate(headers):
        if any(table.body <= head.row < table.bottom for table in found):
            continue  # a header repeated inside a table
        following = next((other for other in headers[turn + 1 :] if not _same(sheet, head, other)), None)
        bottom = _titles_top(sheet, following.top, head.row + 1) if following else len(sheet.rows)
        tables = list(_tables(sheet, head, (start, bottom), people, layouts))
        if tables:
            found += tables
            start = bottom
    if not found:
        found = _on_cards(sheet, people, layouts) or _headless(sheet, people, layouts)
    return [replace(table, number=number) for number, table in enumerate(found)]


def find_catalogue(sheet: str, rows: list[list[Cell]]) -> tuple[str, ColumnMapping] | None:
    """`account` or `series` and where the table is, for a sheet that is named and built as such a list."""
    for table, names in resources.toml("plan", "headers.toml")["sheets"].items():
        if header(sheet) not in {header(name) for name in names}:
            continue
        for number, row in enumerate(rows[:SAMPLE], 1):
            columns: dict[str, tuple[float, Column]] = {}
            for index, cell in enumerate(row):
                role, sure = guess_role(cell, table) if isinstance(cell, str) else ("", 0.0)
                if role and sure > columns.get(role, (0.0, None))[0]:
                    columns[role] = (sure, Column(role, index, shown(cell)))
            if "name" in columns and columns["name"][0] >= 1.0:
                listed = sorted((column for _, column in columns.values()), key=lambda column: column.index)
                return table, ColumnMapping(sheet, number, tuple(listed))
    return None


def _same(sheet: Sheet, one: HeaderRow, other: HeaderRow) -> bool:
    """Whether a later header only repeats the first, without a title of its own."""
    if one.is_grid or other.is_grid or one.depth != other.depth:
        return False
    row, again = ([fold(shown(cell)) for cell in sheet.rows[head.row] if shown(cell)] for head in (one, other))
    return row == again and not _is_title(sheet, other.top - 1) and bool(_said(sheet, other.top - 1))


def _said(sheet: Sheet, row: int) -> list[int]:
    return [index for index, cell in enumerate(sheet.rows[row]) if shown(cell)] if row >= 0 else []


def _is_title(sheet: Sheet, row: int) -> bool:
    return len(_said(sheet, row)) == 1


def _titles_top(sheet: Sheet, top: int, lowest: int) -> int:
    """The first of the blank and title lines right above a header."""
    while top > lowest and len(_said(sheet, top - 1)) <= 1:
        top -= 1
    return top


def _tables(
    sheet: Sheet, head: HeaderRow, rows: tuple[int, int], people: People, layouts: Mapping[str, Layout]
) -> Iterator[Found]:
    """The tables below one header: one, or several side by side."""
    start, bottom = rows
    width = max((len(row) for row in sheet.rows[head.top : min(bottom, head.row + _SAMPLED_ROWS)]), default=0)
    heads = [
        Head(index, text, parent, _cells(sheet, head.row + 1, bottom, index, people), index in sheet.hidden_columns)
        for index, (text, parent) in enumerate(texts(sheet, head.row, head.depth, width))
    ]
    if head.groups:
        yield from _grouped(
            heads, head, Found(sheet, 0, "list", head.top, head.row + 1, bottom, ()), start, layouts
        )
        return
    for group in _groups(heads, head, layouts, people):
        columns = group[0]
        first, last = columns[0].index, columns[-1].index
        titles = tuple(_titles(sheet, (start, head.top), (first, last)))
        yield Found(
            sheet, 0, group[1], head.top, head.row + 1, bottom, columns, titles, head.above.between(first, last)
        )


def _grouped(
    heads: list[Head], head: HeaderRow, model: Found, start: int, layouts: Mapping[str, Layout]
) -> Iterator[Found]:
    """Lists side by side below accounts or days; what stands left of them belongs to each."""
    shared = [one for one in heads if one.index < head.groups[0] and (one.text or len(one.cells))]
    ends = (*head.groups[1:], len(heads))
    for first, end in zip(head.groups, ends, strict=True):
        own = [replace(one, parent="") for one in heads[first:end] if one.text or len(one.cells)]
        columns = give_roles([*shared, *own], layouts.get(fingerprint("list", first, [one.text for one in own])))
        roles = {column.role for column in columns}
        if not {"title", "topic", "body"} & roles:
            continue
        titles = tuple(_titles(model.sheet, (start, head.top), (first, end - 1)))
        name = head.above.accounts.get(first, "")
        listed = (name, *titles) if name else titles
        yield replace(model, columns=columns, titles=listed, above=head.above, group=first)


def _cells(sheet: Sheet, top: int, bottom: int, column: int, people: People) -> Cells:
    cells: list[Cell] = []
    for row in range(top, min(bottom, top + _SAMPLED_ROWS)):
        cell = sheet.cell(row, column)
        if cell != "":
            cells.append(cell)
        if len(cells) >= 2 * SAMPLE:
            break
    return Cells(cells, people.accounts, people.series, people.members)


Group = tuple[tuple[Column, ...], TableKind]


def _groups(heads: list[Head], head: HeaderRow, layouts: Mapping[str, Layout], people: People) -> Iterator[Group]:
    """The columns of each table below a header."""
    spans = _spans(heads, head)
    found = [(span, columns) for span in spans if (columns := _columns(span, head, layouts)) is not None]
    if len(spans) > 1 and (len(found) < 2 or not head.is_grid):
        whole = [one for one in heads if one.text or len(one.cells)]
        columns = _columns(whole, head, layouts)
        if columns is not None and not _repeats(heads) and _gains(found, columns):
            found = [(whole, columns)]
    for span, columns in found:
        yield columns if head.is_grid else _with_ticks(span, columns, people), "grid" if head.is_grid else "list"


def _with_ticks(span: list[Head], columns: tuple[Column, ...], people: People) -> tuple[Column, ...]:
    """The columns, those of only marks with what a mark in them means: an account, or a step that is done."""
    marked = {one.index for one in span if one.text and _holds_marks(one.cells)}
    if len(marked) < _FEWEST_MARKED:
        return columns
    roles = {column.role for column in columns if column.index not in marked}
    steps = {column.index for column in columns if column.index in marked and is_status(column.header)}
    named = {one.index for one in span if one.index in marked and people.accounts.find(one.text)}
    free = [column for column in columns if column.index in marked - steps]
    able = named or {column.index for column in free if column.role in ("", "accounts") or column.sure < 1}
    found = {}
    if len(steps) >= _FEWEST_MARKED and "status" not in roles:
        found.update(dict.fromkeys(steps, STEP))
    if len(able) >= _FEWEST_MARKED and "accounts" not in roles:
        found.update(dict.fromkeys(able, TICK))
    return tuple(replace(c, role=found[c.index], sure=1.0) if c.index in found else c for c in columns)


def _holds_marks(cells: Cells) -> bool:
    """Whether a column holds nothing but marks, and below them perhaps their number."""
    return cells.share(is_tick) > 0 and cells.share(lambda text: _is_mark(text) or text.isdigit()) == 1


def _is_mark(text: str) -> bool:
    """Whether a cell is a mark, or says that there is none."""
    return is_tick(text) or fold(text) in folded_words("no_notes")


def is_tick(text: str) -> bool:
    """Whether a cell is only a mark: √, ✓, 1, 是."""
    return fold(text) in folded_words("ticks")


def _gains(found: list[tuple[list[Head], tuple[Column, ...]]], whole: tuple[Column, ...]) -> bool:
    """Whether the whole width as one table says more than its best part."""
    if not found:
        return True
    if len(found) > 1:
        return False
    part = {column.role for column in found[0][1] if column.role}
    return any(column.role and column.role not in part and column.sure >= 1 for column in whole)


def _columns(span: list[Head], head: HeaderRow, layouts: Mapping[str, Layout]) -> tuple[Column, ...] | None:
    """The columns of a span with their roles; None where it is no table of notes."""
    holding = {one.index for one in span} & head.above.columns
    if not span or (head.is_grid and not holding):
        return None
    kind: TableKind = "grid" if head.is_grid else "list"
    plain = Found(_NO_SHEET, 0, kind, 0, 0, 0, _unread(span), (), head.above)
    said = layouts.get(plain.fingerprint)
    rest = [one for one in span if one.index not in holding]
    columns = {column.index: column for column in give_roles(rest, said)}
    if head.above.days:  # what stands beside days is none itself, whatever its header says of the row above
        columns = {i: replace(c, role="") if c.role in _DAYS and c.sure < SAID else c for i, c in columns.items()}
    for one in span:
        if one.index in holding:
            role = (said or {}).get(one.index, NOTES)
            columns[one.index] = Column(role, one.index, one.text)
    listed = tuple(columns[one.index] for one in span)
    if head.is_grid:
        return listed
    roles = {column.role for column in listed}
    if not is_plan(roles) and not (said and {"title", "topic", "body"} & roles):
        return None
    return listed


def _unread(span: list[Head]) -> tuple[Column, ...]:
    return tuple(Column("", one.index, one.text) for one in span)


def _repeats(heads: list[Head]) -> list[int]:
    """Where a header says the same again: the first columns of tables that touch each other."""
    said: dict[str, list[int]] = {}
    for one in heads:
        if one.text:
            said.setdefault(fold(one.text), []).append(one.index)
    twice = [places for places in said.values() if len(places) > 1]
    if len(twice) < 2:
        return []
    count = max(map(len, twice))
    firsts = min(places for places in twice if len(places) == count)
    return firsts if len([places for places in twice if len(places) == count]) > 1 else []


def _spans(heads: list[Head], head: HeaderRow) -> list[list[Head]]:
    """The columns cut where a header starts again, or where a column is empty from top to bottom."""
    starts = set(_repeats(heads)) if not head.above.accounts else set()
    spans: list[list[Head]] = [[]]
    for one in heads:
        if not one.text and not len(one.cells):
            if one.index not in head.above.columns:
                spans.append([])
            continue
        if one.index in starts and spans[-1]:
            spans.append([])
        spans[-1].append(one)
    return [span for span in spans if span]


def _titles(sheet: Sheet, rows: tuple[int, int], columns: tuple[int, int]) -> Iterator[str]:
    """The texts above a table, the nearest first: those over its columns, and those alone in their row."""
    count = 0
    for row in range(rows[1] - 1, rows[0] - 1, -1):
        said = _said(sheet, row)
        for index in said:
            if (columns[0] <= index <= columns[1]) or len(said) == 1:
                yield shown(sheet.cell(row, index))[:200]
                count += 1
        if count >= _TITLES:
            return


def _on_cards(sheet: Sheet, people: People, layouts: Mapping[str, Layout]) -> list[Found]:
    """The cards of a sheet as one list."""
    listed = as_list(sheet, people)
    if listed is None:
        return []
    rows, heads = listed
    said = layouts.get(fingerprint("list", heads[0].index, [header(head.text) for head in heads]))
    columns = give_roles(heads, said)
    top = next(number for number, row in enumerate(rows.rows) if row)
    if not is_plan({column.role for column in columns}):
        return []
    return [Found(rows, 0, "list", top, top, len(rows.rows), columns, tuple(_titles(sheet, (0, top), (0, top))))]


def _headless(sheet: Sheet, people: People, layouts: Mapping[str, Layout]) -> list[Found]:
    """A table without a header, or with one nobody knows: its cells must tell days and titles."""
    rows = [number for number, row in enumerate(sheet.rows) if len([cell for cell in row if shown(cell)]) > 1]
    if not rows:
        return []
    first = [cell for cell in sheet.rows[rows[0]] if shown(cell)]
    headed = all(
        isinstance(cell, str) and len(cell) <= 12 and not is_day(cell) and not is_time(cell) for cell in first
    )
    top, bottom = rows[0], rows[-1] + 1
    body = top + 1 if headed and len(rows) > 1 else top
    width = max(len(row) for row in sheet.rows[top:bottom][:_SAMPLED_ROWS])
    names = [shown(sheet.cell(top, index)) if body > top else "" for index in range(width)]
    heads = [Head(index, names[index], "", _cells(sheet, body, bottom, index, people)) for index in range(width)]
    heads = [head for head in heads if len(head.cells)]
    said = layouts.get(fingerprint("list", heads[0].index if heads else 0, [header(head.text) for head in heads]))
    columns = give_roles(heads, said, bare=True)
    roles = {column.role for column in columns}
    if not (is_plan(roles) and {"title", "body"} & roles and {"day", "accounts"} & roles):
        return []
    if len(rows) < _BARE_ROWS and not {"day", "accounts", "title"} <= roles:
        return []
    return [Found(sheet, 0, "list", top, body, bottom, columns, tuple(_titles(sheet, (0, top), (0, width))))]


def is_aside(sheet: str) -> bool:
    """Whether a sheet's name says that it is about the plan: 使用说明, 月度数据."""
    name = fold(sheet)
    return any(name == fold(word) or name.endswith(fold(word)) for word in words("other_sheets"))
