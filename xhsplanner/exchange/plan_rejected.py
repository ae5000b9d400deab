"""Keeps the rows of a schedule that were not imported: the same columns as they were, and why each stayed out.

The file can be mended and read again: its headers are those of the file it came from.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xhsplanner.core.clock import now
from xhsplanner.core.errors import Refused
from xhsplanner.core.files import written_whole
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import Reading, Table

WIDTH = 16
REASON_WIDTH = 48
NAME_CHARACTERS = 28
"""Of a sheet's name, so that a number fits behind it: Excel allows 31."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_rejected(path: Path, reading: Reading) -> int:
    """Write the rejected rows of a reading as xlsx, a sheet a table; returns how many there are.

    Raises Refused where the place cannot be written.
    """
    reasons: dict[tuple[str, int], list[str]] = {}
    for problem in reading.problems:
        if not problem.kept:
            reasons.setdefault((problem.sheet, problem.row), []).append(f"{problem.column}：{problem.reason}")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with written_whole(path, partial):
            return _write(partial, reading.tables, reasons)
    except OSError as error:
        raise Refused(t("plan.refused.not_written", name=path.name, why=error.strerror or error)) from None


def _write(path: Path, tables: Sequence[Table], reasons: dict[tuple[str, int], list[str]]) -> int:
    import xlsxwriter  # only needed here, and not at start
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": now()})
    written = 0
    for number, table in enumerate(tables):
        lines = [(row, texts) for row, texts in table.lines if (table.sheet, row) in reasons]
        if lines:
            why = ["；".join(reasons[table.sheet, row]) for row, _ in lines]
            _sheet(book, f"{table.sheet.translate(_FORBIDDEN)[:NAME_CHARACTERS]}_{number + 1}", table, lines, why)
            written += len(lines)
    if not written:
        book.add_worksheet()
    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else error
        raise cause if isinstance(cause, OSError) else OSError(str(cause)) from None
    return written


def _sheet(
    book: Any, name: str, table: Table, lines: Sequence[tuple[int, tuple[str, ...]]], why: Sequence[str]
) -> None:
    """All texts go out as text, never as a formula, a link or a number."""
    head = book.add_format({"bold": True, "bg_color": "#F2F0EE", "bottom": 1})
    wrong = book.add_format({"font_color": "#C8102E", "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    last = len(table.columns)
    sheet.set_column(0, max(0, last - 1), WIDTH)
    sheet.set_column(last, last, REASON_WIDTH)
    for index, column in enumerate(table.columns):
        sheet.write_string(0, index, column.header, head)
    sheet.write_string(0, last, t("plan.rejected_because"), head)
    for number, ((_, texts), reason) in enumerate(zip(lines, why, strict=True), 1):
        for index, text in enumerate(texts):
            if text:
                sheet.write_string(number, index, text, plain)
        sheet.write_string(number, last, reason, wrong)
