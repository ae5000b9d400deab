"""The days of a table's notes: of its columns, of what stands above them, and of their neighbours."""

import re
from dataclasses import replace
from datetime import date

from xhsplanner.exchange.plan_context import Context
from xhsplanner.exchange.plan_dates import SaidDay, Span, read_day, settle
from xhsplanner.exchange.plan_fit import reads
from xhsplanner.exchange.plan_hints import this_week
from xhsplanner.exchange.plan_lines import Line
from xhsplanner.exchange.plan_model import Cell, UnreadableError
from xhsplanner.exchange.plan_table import Found
from xhsplanner.exchange.plan_times import is_clock, is_slot, read_minute
from xhsplanner.exchange.plan_words import header, is_blank, plain, words


class DayReader:
    """Finds the days of one table. `today`: where years are counted from if nothing else says."""

    def __init__(self, table: Found, context: Context, today: date) -> None:
        self.table = table
        self.context = context
        self.today = today
        self._roles = {column.role for column in table.columns}

    def days(self, lines: list[Line]) -> list[date | None]:
        """The day of each line, counted on from one to the next; what is wrong is added to the lines."""
        self._read_days(lines)
        self._agree_on_order(lines)
        anchor = self._first_anchor(lines)
        found = []
        for line in lines:
            day = self._settle(line, anchor)
            anchor = day or anchor
            found.append(day)
        return found

    def _has(self, role: str) -> bool:
        return role in self._roles

    def _read_days(self, lines: list[Line]) -> None:
        """Reads what lines say of their day: in the column of days, else of times, else of weekdays."""
        day = self.table.mapping.column("day")
        in_grid = self.table.kind == "grid"
        bare = self._has("month") or (day is not None and header(day.header) == "日") or self._names_a_month()
        for line in lines:
            if self.table.day is not None and "day" not in line.cells:
                line.said = self.table.day.said
                continue
            role = "day" if in_grid or day or "day" in line.cells else "time"
            if role == "time" and not has_day(line.cells.get("time", "")):
                role = "weekday"
            try:
                said = read_day(line.cells.get(role, ""), bare=bare)
                line.said = self._with_weekday(said, line)
            except UnreadableError as error:
                line.wrong.append((role, error))

    def _names_a_month(self) -> bool:
        span = self.context.hint.span
        return span is not None and (span[1] - span[0]).days <= 31

    def _with_weekday(self, said: SaidDay | None, line: Line) -> SaidDay | None:
        """What is said of the day, with month, year and weekday from columns of their own."""
        if said is None:
            return None
        if self._has("month") or self._has("year"):
            year = re.search(r"20\d\d", line.text("year") + " " + line.text("month"))
            said = said.within(int(year[0]) if year else None, _month(line.text("month")))
        if said.weekday is None and line.text("weekday"):
            try:
                beside = read_day(line.text("weekday"))
            except UnreadableError:
                return said
            if beside is not None and not beside.options:
                said = replace(said, weekday=beside.weekday)
        return said

    def _agree_on_order(self, lines: list[Line]) -> None:
        """A column with 15/12 and never 12/15 writes the day first, so 7/12 is 7 December."""
        said = [line.said for line in lines if line.said and line.said.options]
        first = any(_numbers(day.text)[:1] > [12] for day in said if not day.flipped and _is_pair(day))
        second = any(_numbers(day.text)[1:2] > [12] for day in said if not day.flipped and _is_pair(day))
        if first and not second:
            for line in lines:
                if line.said and line.said.flipped:
                    line.said = replace(line.said, options=line.said.flipped)

    def _first_anchor(self, lines: list[Line]) -> date:
        """The first day that is certain, before it what titles and names say, and else today."""
        certain = next((line.said.certain for line in lines if line.said and line.said.certain), None)
        return certain or self.context.hint.anchor

    def _settle(self, line: Line, anchor: date) -> date | None:
        if line.said is None:
            return None
        try:
            return settle(line.said, anchor, line.span or self._span())
        except UnreadableError as error:
            line.wrong.append(("day", error))
            return None

    def _span(self) -> Span | None:
        """The days the titles speak of; of lists below weekdays at least this week."""
        span = self.context.hint.span
        return this_week(" ".join(self.table.titles), self.today) if span is None and self.table.day else span


def _month(text: str) -> int | None:
    """12月, 2026年12月, 12, Dec → 12."""
    said = plain(text)
    for number, listed in enumerate(words("months"), 1):
        if any(said.startswith(word) for word in listed):
            return number
    try:
        day = read_day(
            f"{said.rstrip('月份')}月1日" if re.fullmatch(r"[\d一二三四五六七八九十]{1,3}月?份?", said) else said
        )
    except UnreadableError:
        found = re.search(r"(?<!\d)(1[0-2]|0?[1-9])(?:\.0)?\s*月?份?$", re.sub(r"20\d\d[年\-/.]?", "", said))
        return int(found[1]) if found else None
    return day.options[0][1] if day and day.options else None


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", plain(text))]


def _is_pair(day: SaidDay) -> bool:
    """Whether a day is written as two bare numbers: 15/12."""
    return bool(re.match(r"\D{0,6}\d{1,2}\s*[/.\-]\s*\d{1,2}(?!\s*[/.\-]?\d)", plain(day.text)))


def has_day(cell: Cell) -> bool:
    """Whether a cell of a table without a column for days says a day: a number from 1982 on, or no plain time."""
    if isinstance(cell, str):
        if is_blank(cell) or is_clock(cell) or is_slot(cell):
            return False
        return reads(read_day, cell) or not reads(read_minute, cell)
    return isinstance(cell, date) or (isinstance(cell, int | float) and cell > 30_000)
