"""Reads the sheets 账号 and 系列 of a schedule: who posts, in which series, how often."""

import re

from xhsplanner.exchange.plan_model import AccountRow, Cell, Mapping, SeriesRow
from xhsplanner.exchange.plan_names import split_hashtags
from xhsplanner.exchange.plan_sheet import Sheet
from xhsplanner.exchange.plan_words import is_blank, plain, shown

_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([万wk千亿]?)")
_UNITS = {"": 1, "万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000, "亿": 100_000_000}
_MOST_PER_WEEK = 200


def read_accounts(sheet: Sheet, mapping: Mapping) -> list[AccountRow]:
    """The accounts of the sheet, each name once."""
    rows: dict[str, AccountRow] = {}
    for cells in _records(sheet, mapping):
        name = shown(cells["name"])
        followers = read_number(cells.get("followers", ""))
        rows.setdefault(
            name,
            AccountRow(
                name,
                positioning=shown(cells.get("positioning", "")),
                line=shown(cells.get("line", "")),
                per_week=_per_week(cells.get("per_week", "")),
                followers=None if followers is None else round(followers),
            ),
        )
    return list(rows.values())


def read_series(sheet: Sheet, mapping: Mapping) -> list[SeriesRow]:
    """The series of the sheet, each name once."""
    rows: dict[str, SeriesRow] = {}
    for cells in _records(sheet, mapping):
        name = shown(cells["name"])
        rows.setdefault(
            name,
            SeriesRow(
                name,
                brief=shown(cells.get("brief", "")),
                per_week=_per_week(cells.get("per_week", "")),
                hashtags=split_hashtags(shown(cells.get("hashtags", ""))),
                template=shown(cells.get("template", "")),
            ),
        )
    return list(rows.values())


def read_number(cell: Cell) -> float | None:
    """186000.0 for 18.6万, 43210.0 for 43,210; None where the cell starts with no number (按节点)."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell) if abs(cell) < 1e12 else None
    found = _NUMBER.match(plain(shown(cell)))
    return float(found[1].replace(",", "")) * _UNITS[found[2]] if found else None


def _per_week(cell: Cell) -> float | None:
    number = read_number(cell)
    return number if number is not None and 0 < number <= _MOST_PER_WEEK else None


def _records(sheet: Sheet, mapping: Mapping) -> list[dict[str, Cell]]:
    """The rows below the header that have a name."""
    records = []
    for row in sheet.rows[mapping.header_row :]:
        cells = {column.role: row[column.index] for column in mapping.columns if column.index < len(row)}
        if not is_blank(cells.get("name", "")) and shown(cells["name"]):
            records.append(cells)
    return records
