"""Finds the table on a sheet: the row that is the header, and what each column is for."""

from collections.abc import Callable
from functools import cache

from xhsplanner.core import resources
from xhsplanner.exchange.plan_model import Cell, Column, Mapping
from xhsplanner.exchange.plan_words import header, shown

HEADER_ROWS = 40
"""A header is looked for in the first rows only; above it may stand logos, titles and notes."""
_LONGEST_HEADER = 24
_SURE, _GUESS = 1.0, 0.6

Rows = list[list[Cell]]


@cache
def _synonyms(table: str) -> dict[str, str]:
    """Folded synonym → role; where two roles claim a word, the one listed first has it."""
    found: dict[str, str] = {}
    for role, listed in resources.toml("plan", "headers.toml")[table].items():
        for word in listed:
            found.setdefault(header(word), role)
    return found


def guess_role(text: str, table: str) -> tuple[str, float]:
    """The role a header names in one of the tables of headers.toml, and how sure that is (0 to 1)."""
    name = header(text)
    if not name or len(name) > _LONGEST_HEADER:
        return "", 0.0
    synonyms = _synonyms(table)
    if name in synonyms:
        return synonyms[name], _SURE
    inside = [word for word in synonyms if word in name and len(word) >= (4 if word.isascii() else 2)]
    if not inside:
        return "", 0.0
    best = max(inside, key=lambda word: (len(word), name.endswith(word)))
    return synonyms[best], _GUESS


def map_columns(row: list[Cell], table: str) -> tuple[tuple[Column, ...], float]:
    """The columns of a row taken as header, one for each role, and how much of a header it is."""
    guesses: dict[str, tuple[float, int]] = {}
    for index, cell in enumerate(row):
        if not isinstance(cell, str):
            continue
        role, sure = guess_role(cell, table)
        if role and sure > guesses.get(role, (0.0, 0))[0]:
            guesses[role] = (sure, index)
    columns = [Column(role, index, shown(row[index])) for role, (_, index) in guesses.items()]
    columns.sort(key=lambda column: column.index)
    return tuple(columns), sum(sure for sure, _ in guesses.values())


def find_plan(sheet: str, rows: Rows) -> Mapping | None:
    """The table of notes on a sheet, or None: two of title (or topic), day (or time) and accounts are needed."""

    def is_plan(roles: set[str]) -> bool:
        return ("title" in roles or "topic" in roles) + ("day" in roles or "time" in roles) + (
            "accounts" in roles
        ) >= 2

    return _find(sheet, rows, "note", is_plan)


def find_catalogue(sheet: str, rows: Rows) -> tuple[str, Mapping] | None:
    """`account` or `series` and where the table is, for a sheet that is named and built as such a list."""
    for table, names in resources.toml("plan", "headers.toml")["sheets"].items():
        if header(sheet) in {header(name) for name in names}:
            mapping = _find(sheet, rows, table, lambda roles: "name" in roles)
            if mapping:
                return table, mapping
    return None


def _find(sheet: str, rows: Rows, table: str, enough: Callable[[set[str]], bool]) -> Mapping | None:
    best: Mapping | None = None
    best_score = 0.0
    for number, row in enumerate(rows[:HEADER_ROWS], 1):
        columns, score = map_columns(row, table)
        if score > best_score and enough({column.role for column in columns}):
            best, best_score = Mapping(sheet, number, columns), score
    return best
