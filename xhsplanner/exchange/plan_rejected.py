"""Keeps the rows of a schedule that were not imported: the same columns as they were, and why each stayed out.

The file can be mended and read again: its headers are those of the file it came from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xhsplanner.core.words import t
from xhsplanner.exchange.exported import exported
from xhsplanner.exchange.plan_model import Column, PlanRow, Problem, Reading, Table
from xhsplanner.exchange.workbook import workbook

WIDTH = 16
REASON_WIDTH = 48
NAME_CHARACTERS = 28
"""Of a sheet's name, so that a number fits behind it: Excel allows 31."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_rejected(path: Path, reading: Reading) -> int:
    """Write the rejected rows of a reading as xlsx, a sheet a table; returns how many there are.

    Raises Refused where the place cannot be written.
    """
    sheets = [sheet for number, table in enumerate(reading.tables) if (sheet := _sheet_of(reading, table, number))]
    with exported(path) as fresh:
        _write(fresh, sheets)
    return sum(len(sheet.lines) for sheet in sheets)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Rejected rows of one table: the headers, and the texts with the reason behind them."""

    name: str
    headers: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def _sheet_of(reading: Reading, table: Table, number: int) -> _Sheet | None:
    """What stayed out of a table: of a list its own rows, of a week grid its notes, a row each."""
    problems = [problem for problem in reading.problems if problem.sheet == table.sheet and not problem.kept]
    rejected = [row for row in reading.rejected if row.sheet == table.sheet]
    if table.kind == "grid":
        shown = {row for row, _ in table.lines}
        headers = tuple(t(f"plan.header.{role}") for role in _OF_A_NOTE)
        lines = [(*_of_note(row), _why_of_note(row, rejected, problems)) for row in rejected if row.row in shown]
    else:
        headers = tuple(column.header for column in table.columns)
        days = {row.row: row.day.isoformat() for row in rejected if row.day_filled and row.day}
        place = next((i for i, column in enumerate(table.columns) if column.role == "day"), -1)
        lines = []
        for row, texts in table.lines:
            why = _said([problem for problem in problems if problem.row == row])
            if why:
                day = days.get(row, "")
                cells = (day if i == place and not text else text for i, text in enumerate(texts))
                lines.append((*cells, why))
    name = f"{table.sheet.translate(_FORBIDDEN)[:NAME_CHARACTERS]}_{number + 1}"
    return _Sheet(name, headers, tuple(lines)) if lines else None


def _why_of_note(row: PlanRow, rejected: Sequence[PlanRow], problems: Sequence[Problem]) -> str:
    """What is wrong with a note of a grid: in its own cell, or in what its whole row says."""
    letters = {_letter(other) for other in rejected if other.row == row.row} - {_letter(row)}
    return _said([one for one in problems if one.row == row.row and one.cell.rstrip("0123456789") not in letters])


def _letter(row: PlanRow) -> str:
    return Column("", row.column, "").letter


def _said(problems: Sequence[Problem]) -> str:
    return "；".join(dict.fromkeys(f"{problem.column}：{problem.reason}" for problem in problems))


_OF_A_NOTE = ("day", "time", "accounts", "series", "title", "body", "hashtags", "status", "owner")


def _of_note(row: PlanRow) -> tuple[str, ...]:
    """A note of a week grid as the cells of a list."""
    return (
        row.day.isoformat() if row.day else "",
        row.clock or "",
        "、".join(row.accounts),
        row.series,
        row.title,
        row.body,
        row.hashtag_line,
        row.status_text,
        row.owner,
    )


def _write(path: Path, sheets: Sequence[_Sheet]) -> None:
    with workbook(path) as book:
        for sheet in sheets:
            _add(book, sheet)
        if not sheets:
            book.add_worksheet()


def _add(book: Any, rejected: _Sheet) -> None:
    """All texts go out as text, never as a formula, a link or a number."""
    head = book.add_format({"bold": True, "bg_color": "#F2F0EE", "bottom": 1})
    wrong = book.add_format({"font_color": "#C8102E", "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(rejected.name)
    sheet.freeze_panes(1, 0)
    last = len(rejected.headers)
    sheet.set_column(0, max(0, last - 1), WIDTH)
    sheet.set_column(last, last, REASON_WIDTH)
    for index, header in enumerate((*rejected.headers, t("plan.rejected_because"))):
        sheet.write_string(0, index, header, head)
    for number, texts in enumerate(rejected.lines, 1):
        for index, text in enumerate(texts):
            if text:
                sheet.write_string(number, index, text, wrong if index == last else plain)
