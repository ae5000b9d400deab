"""Text files as a sheet: which encoding, which separator, and the records between the quotes."""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange import plan_sheet
from xhsplanner.exchange.plan_formulas import unguarded
from xhsplanner.exchange.plan_headers import header_roles
from xhsplanner.exchange.plan_model import Cell
from xhsplanner.exchange.plan_sheet import Sheet, guard_cells

_FIELD = 1 << 20
_SEPARATORS = ",;\t|"
_SNIFFED = 60
_FORCED = re.compile(r'^="([^"]*)"$')
"""How some programs keep Excel from turning a text into a number."""
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_text(name: str, sheet: str, data: bytes) -> Sheet:
    """The table of a csv, tsv or "Unicode text". Raises Refused where the text cannot be read."""
    return read_records(name, sheet, decode(name, data))


def decode(name: str, data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 (BOM or not) or GB18030. Raises Refused."""
    if len(data) > plan_sheet.TEXT_MB << 20:
        raise Refused(t("plan.refused.too_big", name=name, size=len(data) >> 20, limit=plan_sheet.TEXT_MB))
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or not _is_broken_utf8(data):
            return text
    raise Refused(t("plan.refused.encoding", name=name))


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    head = data[:4096]
    if b"\0" in head:  # commas and line ends of UTF-16 without BOM have a zero before or behind
        return (
            ("utf-16-le", "utf-16-be") if head[1::2].count(0) >= head[::2].count(0) else ("utf-16-be", "utf-16-le")
        )
    return ("utf-8-sig", "gb18030")


def _is_broken_utf8(data: bytes) -> bool:
    """Whether nearly all of it is UTF-8: read as GB18030, one damaged byte would turn every word into others."""
    text = data.decode("utf-8", "replace")
    good = sum(sign > "\x7f" for sign in text)
    bad = text.count("\ufffd")
    return good - bad > 10 * bad


def read_records(name: str, sheet: str, text: str) -> Sheet:
    """The records of separated text as a sheet; a blank line is a record without cells."""
    guard_cells(name, sheet, text.count("\n"))
    csv.field_size_limit(_FIELD)
    said = _SEP_LINE.match(text)
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=said[1] if said else _separator(text))
    rows: list[list[Cell]] = []
    start = end = cells = 0
    try:
        for row in reader:
            start, end = end, reader.line_num
            cells = max(cells, len(row))
            guard_cells(name, sheet, (len(rows) + 1) * max(1, cells))
            rows.append([unguarded(_FORCED.sub(r"\1", cell)) for cell in row])
    except csv.Error as error:
        raise Refused(t("plan.refused.csv", name=name, line=reader.line_num, why=error)) from None
    if end - start > 1 and "".join(lines[start:end]).count('"') % 2:
        # a quote that never closes takes all rows below it into one cell, without an error
        raise Refused(t("plan.refused.open_quote", name=name, line=start + 1))
    if said:
        rows[0] = []
    return Sheet(sheet, rows, is_csv=True)


def _separator(text: str) -> str:
    """The separator with which the first records have the most recognised headers and the most even width."""
    head = text[:60_000]
    return max(_SEPARATORS, key=lambda separator: _evenness(head, separator))


def _evenness(text: str, separator: str) -> tuple[int, float]:
    rows = [row for row in _first(text, separator) if any(row)]
    if not rows:
        return 0, 0.0
    width, count = Counter(len(row) for row in rows).most_common(1)[0]
    headers = max(len(header_roles(row)) for row in rows)
    return (headers if headers > 1 else 0), count / len(rows) * math.log(width) if width > 1 else 0.0


def _first(text: str, separator: str) -> Iterator[list[str]]:
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if number >= _SNIFFED:
                return
            yield row
    except csv.Error:  # the reader itself says so, with the line
        return
