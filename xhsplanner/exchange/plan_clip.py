"""A table on the clipboard as a sheet: HTML as Excel, WPS, Feishu and browsers give it, or tabbed text."""

import re
from html.parser import HTMLParser

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import Cell
from xhsplanner.exchange.plan_sheet import TEXT_MB, Sheet, Span, guard_cells
from xhsplanner.exchange.plan_text import read_records

_BREAKS = {"br", "p", "div", "li", "h1", "h2", "h3", "h4"}
_SILENT = {"script", "style", "head", "title", "template"}
_WIDEST, _DEEPEST = 1_000, 20_000
_HIDDEN = re.compile(r"display\s*:\s*none|mso-row-hidden|visibility\s*:\s*hidden")


def read_clip(name: str, html: str, text: str) -> Sheet:
    """The table of the clipboard; of several in the HTML the largest. Raises Refused: too big, or none."""
    for said in (html, text):
        if len(said) > TEXT_MB << 20:
            raise Refused(t("plan.refused.too_big", name=name, size=len(said) >> 20, limit=TEXT_MB))
    if "<table" in html.lower():
        parser = _Tables(name)
        parser.feed(html)
        parser.close()
        parser.end_table()
        tables = [table for table in parser.tables if any(any(row) for row in table.rows)]
        if tables:
            return max(tables, key=lambda table: sum(len(row) for row in table.rows))
    if not text.strip():
        raise Refused(t("plan.refused.no_header", name=name))
    return read_records(name, name, text.strip("\n\r"))


class _Tables(HTMLParser):
    """Collects tables: their cells where spans put them, lines of a cell, hidden rows."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._name = name
        self.tables: list[Sheet] = []
        self._rows: list[dict[int, str]] = []
        self._merged: list[Span] = []
        self._hidden: set[int] = set()
        self._taken: dict[int, int] = {}
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._depth = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
        elif tag == "tr" and self._depth:
            self._end_cell()
            self._begin_row(hidden=bool(_HIDDEN.search(said.get("style", ""))))
        elif tag in ("td", "th") and self._depth:
            self._end_cell()
            if not self._rows:
                self._begin_row(hidden=False)
            self._cell = []
            self._span = (_count(said.get("rowspan", ""), _DEEPEST), _count(said.get("colspan", ""), _WIDEST))
        elif tag in _BREAKS and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "table":
            self._depth = max(0, self._depth - 1)
            if not self._depth:
                self.end_table()
        elif tag in _BREAKS and tag != "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(re.sub(r"[ \t\r\n]+", " ", data).replace("\xa0", " "))

    def end_table(self) -> None:
        """Closes the table that is open, also where the HTML never does."""
        self._end_cell()
        if self._rows:
            width = max((max(row, default=-1) + 1 for row in self._rows), default=0)
            rows: list[list[Cell]] = [[row.get(index, "") for index in range(width)] for row in self._rows]
            self.tables.append(
                Sheet(self._name, rows, self._merged, is_csv=not self._merged, hidden_rows=frozenset(self._hidden))
            )
        self._rows, self._merged, self._hidden, self._taken = [], [], set(), {}

    def _begin_row(self, *, hidden: bool) -> None:
        self._taken = {column: left - 1 for column, left in self._taken.items() if left > 1}
        self._rows.append({})
        if hidden:
            self._hidden.add(len(self._rows) - 1)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text, self._cell = _text(self._cell), None
        row, column = len(self._rows) - 1, 0
        while column in self._rows[-1] or column in self._taken:
            column += 1
        down, right = self._span
        self._rows[-1][column] = text
        for index in range(column, column + right):
            self._rows[-1].setdefault(index, "")
            if down > 1:
                self._taken[index] = down
        if down > 1 or right > 1:
            self._merged.append(((row, column), (row + down - 1, column + right - 1)))
        guard_cells(self._name, self._name, len(self._rows) * (max(self._rows[-1]) + 1))


def _text(parts: list[str]) -> str:
    """The text of a cell: spaces as a browser shows them, at most one blank line."""
    lines = [line.strip() for line in "".join(parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _count(text: str, most: int) -> int:
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 10 else 1
