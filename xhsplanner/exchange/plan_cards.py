"""Sheets of cards, one a note: 标题 | 年费三问 below each other, or 标题：年费三问 on lines, card after card."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from xhsplanner.exchange.plan_fit import Column as Cells
from xhsplanner.exchange.plan_headers import is_exact
from xhsplanner.exchange.plan_model import Cell
from xhsplanner.exchange.plan_names import People
from xhsplanner.exchange.plan_roles import Head
from xhsplanner.exchange.plan_sheet import Sheet
from xhsplanner.exchange.plan_words import header, shown

_LINE = re.compile(r"\s*([^\s:：]{1,12})\s*[:：]\s*(.*)", re.DOTALL)
_FEWEST = 3
"""So many different labels make a card."""
BESIDE = 26
"""The fields of a card stand on its first line from this column on, where no card has cells of its own."""


@dataclass(slots=True)
class _Card:
    """One card: its first row from 0, and label → value."""

    row: int
    fields: dict[str, Cell] = field(default_factory=dict)
    last: str = ""


def as_list(sheet: Sheet, people: People) -> tuple[Sheet, list[Head]] | None:
    """The cards of a sheet as the rows of a list, each on the row its card begins; None where it has none.

    What a person wrote into a row of that list goes before what the card says.
    """
    cards = sorted((card for stream in _streams(sheet) for card in _cards(stream)), key=lambda card: card.row)
    cards = [card for card in cards if len(card.fields) >= _FEWEST]
    if not cards or len({card.row for card in cards}) < len(cards):
        return None
    labels = list(dict.fromkeys(header(label) for card in cards for label in card.fields))
    named = {header(label): label for card in reversed(cards) for label in card.fields}
    rows: list[list[Cell]] = [[] for _ in range(cards[-1].row + 1)]
    for card in cards:
        values = {header(label): value for label, value in card.fields.items()}
        own = [sheet.cell(card.row, BESIDE + place) or values.get(label, "") for place, label in enumerate(labels)]
        rows[card.row] = [*[""] * BESIDE, *own]
    listed = replace(sheet, rows=rows, merged=[])
    return listed, [
        Head(index, named[label], "", _column(listed, cards, index, people))
        for index, label in enumerate(labels, BESIDE)
    ]


def _column(sheet: Sheet, cards: list[_Card], index: int, people: People) -> Cells:
    cells = [cell for card in cards if (cell := sheet.cell(card.row, index)) != ""]
    return Cells(cells, people.accounts, people.series, people.members)


Entry = tuple[int, str, Cell]
"""A row from 0, the label (or "" for what has none), and the value."""


def _streams(sheet: Sheet) -> Iterator[list[Entry]]:
    """The labels and values of each row of cards; two columns of labels make one card where they differ."""
    columns = _label_columns(sheet)
    if not columns:
        if _labels_on_lines(sheet):
            yield list(_lines(sheet))
        return
    sets = list(columns.values())
    if len(columns) > 1 and all(not one & other for i, one in enumerate(sets) for other in sets[:i]):
        entries = (entry for column in columns for entry in _beside(sheet, column, columns))
        yield sorted(entries, key=lambda entry: entry[0])
        return
    for column in columns:
        yield list(_beside(sheet, column, columns))


def _label_columns(sheet: Sheet) -> dict[int, set[str]]:
    """The columns that hold labels with something beside them → what they are called."""
    found: dict[int, set[str]] = {}
    for row in sheet.rows:
        for index, cell in enumerate(row[: BESIDE - 1]):
            if (
                isinstance(cell, str)
                and cell
                and is_exact(_bare(cell))
                and shown(row[index + 1] if index + 1 < len(row) else "")
            ):
                found.setdefault(index, set()).add(header(_bare(cell)))
    return {index: labels for index, labels in sorted(found.items()) if len(labels) >= _FEWEST}


def _bare(cell: str) -> str:
    return shown(cell).rstrip(":： ")


def _beside(sheet: Sheet, column: int, columns: Mapping[int, set[str]]) -> Iterator[Entry]:
    """Labels and what stands right of them; any other text in the column ends a card."""
    end = min((other for other in columns if other > column), default=BESIDE)
    for number in range(len(sheet.rows)):
        text = _bare(shown(sheet.cell(number, column)))
        if is_exact(text):
            values = (sheet.cell(number, index) for index in range(column + 1, end))
            yield number, text, next((value for value in values if shown(value)), "")
        elif text:
            yield number, "", ""


def _labels_on_lines(sheet: Sheet) -> bool:
    labels = {header(entry[1]) for entry in _lines(sheet) if entry[1]}
    return len(labels) >= _FEWEST and all(
        sum(bool(shown(cell)) for cell in row[:BESIDE]) <= 1 for row in sheet.rows
    )


def _lines(sheet: Sheet) -> Iterator[Entry]:
    """Labels and values that share a cell; a line without a label goes on with the value above it."""
    for number, row in enumerate(sheet.rows):
        text = next((said for cell in row[:BESIDE] if (said := shown(cell))), "")
        found = _LINE.match(text)
        if found and is_exact(found[1]):
            yield number, found[1], found[2].strip()
        elif not text or any(map(str.isalnum, text)):
            yield number, "", text or "\n"
        else:
            yield number, "", ""  # a stroke between two cards


def _cards(entries: list[Entry]) -> Iterator[_Card]:
    """Cards, each until a label comes again or something ends it."""
    card: _Card | None = None
    for row, label, value in entries:
        if not label and value and card is not None and card.last:
            card.fields[card.last] = f"{card.fields[card.last]}\n{shown(value)}"
        elif not label and card is not None:
            yield _closed(card)
            card = None
        elif label:
            if card is not None and label in card.fields:
                yield _closed(card)
                card = None
            card = card or _Card(row)
            card.fields[label] = value
            card.last = label
    if card is not None:
        yield _closed(card)


def _closed(card: _Card) -> _Card:
    card.fields = {label: shown(v) if isinstance(v, str) else v for label, v in card.fields.items()}
    return card
