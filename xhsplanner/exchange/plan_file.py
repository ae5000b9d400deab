"""Opens a schedule file as sheets of cells, after making sure that it is one and not a trap."""

import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_formulas import unguarded
from xhsplanner.exchange.plan_model import Cell

FILE_MB = 50
UNPACKED_MB = 400
CELLS = 4_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=\"([A-Z]{1,3})(\d{1,7})\"[^>/]*>")
_CHUNK = 1 << 20
_CSV_FIELD = 1 << 20

Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows from row 1 and column A on, and its merged ranges as 0-based (row, column) corners."""

    name: str
    rows: list[list[Cell]]
    merged: list[Span] = field(default_factory=list)
    hidden: bool = False
    is_csv: bool = False


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of an xlsx, or the one table of a csv. Raises Refused with the file's name and the reason."""
    try:
        size = path.stat().st_size
        if size > FILE_MB << 20:
            raise Refused(t("plan.refused.too_big", name=path.name, size=size >> 20, limit=FILE_MB))
        data = path.read_bytes()
    except FileNotFoundError:
        raise Refused(t("plan.refused.missing", name=path.name)) from None
    except OSError as error:
        raise Refused(t("plan.refused.not_readable", name=path.name, why=error.strerror)) from None
    if not data.strip():
        raise Refused(t("plan.refused.empty", name=path.name))
    if data.startswith(_OLE):
        raise Refused(t("plan.refused.old_or_encrypted", name=path.name))
    if path.suffix.lower() in {".xlsx", ".xlsm"} or data.startswith(_ZIP):
        return _read_xlsx(path.name, data)
    if path.suffix.lower() in {".csv", ".tsv", ".txt"}:
        return [_read_csv(path, data)]
    raise Refused(t("plan.refused.kind", name=path.name))


def _read_xlsx(name: str, data: bytes) -> list[Sheet]:
    _guard_zip(name, data)
    import python_calamine  # only needed here, and not at start

    broken = Refused(t("plan.refused.broken", name=name))
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        sheets = [
            Sheet(
                about.name,
                (sheet := book.get_sheet_by_name(about.name)).to_python(skip_empty_area=False),
                list(sheet.merged_cell_ranges or ()),
                hidden=about.visible != python_calamine.SheetVisibleEnum.Visible,
            )
            for about in book.sheets_metadata
            if about.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except (python_calamine.CalamineError, ValueError, OverflowError, OSError):
        raise broken from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # how the Rust reader ends on some damaged files
            raise broken from None
        raise
    if not any(sheet.rows for sheet in sheets):
        raise Refused(t("plan.refused.empty", name=name))
    return sheets


def _guard_zip(name: str, data: bytes) -> None:
    """Refuses what is no zip, unpacks to too much, or would make a table with far too many cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _guard_entries(name, archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, zlib.error):
        raise Refused(t("plan.refused.not_zip", name=name)) from None
    except RuntimeError:  # a zip entry with a password
        raise Refused(t("plan.refused.old_or_encrypted", name=name)) from None


def _guard_entries(name: str, archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or names & {"xl/workbook.bin", "content.xml"}:
        raise Refused(t("plan.refused.kind", name=name))
    left = UNPACKED_MB << 20
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            # a hostile zip lies about sizes and names: all that comes out is looked at
            used, corner = _measure(stream, left)
        left -= used
        if left < 0:
            raise Refused(t("plan.refused.bomb", name=name, limit=UNPACKED_MB))
        cells = corner[0] * corner[1]
        if cells > CELLS:
            raise Refused(
                t(
                    "plan.refused.too_many_cells",
                    name=name,
                    sheet=Path(entry.filename).stem,
                    cells=cells,
                    limit=CELLS,
                )
            )


def _measure(stream: IO[bytes], limit: int) -> tuple[int, tuple[int, int]]:
    """Bytes that come out (stops past `limit`), and the last row and column that hold a value."""
    used, rows, columns, tail = 0, 0, 0, b""
    while used <= limit and (chunk := stream.read(_CHUNK)):
        used += len(chunk)
        chunk = tail + chunk
        for letters, digits in _CELL.findall(chunk):
            rows = max(rows, int(digits))
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            columns = max(columns, column)
        tail = chunk[-128:]
    return used, (rows, columns)


def _decode(name: str, data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(t("plan.refused.encoding", name=name)) from None


def _delimiter(text: str) -> str:
    """The one of comma, semicolon and tab that stands most often outside quotes in the first lines."""
    head = re.sub(r'"[^"]*"', "", text[:20_000])
    return max(",;\t", key=head.count)


def _read_csv(path: Path, data: bytes) -> Sheet:
    text = _decode(path.name, data)
    csv.field_size_limit(_CSV_FIELD)
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=_delimiter(text))
    rows: list[list[Cell]] = []
    start = end = 0
    try:
        for row in reader:
            start, end = end, reader.line_num
            rows.append([unguarded(cell) for cell in row])
            if len(rows) * len(row) > CELLS:
                raise Refused(
                    t(
                        "plan.refused.too_many_cells",
                        name=path.name,
                        sheet=path.stem,
                        cells=len(rows) * len(row),
                        limit=CELLS,
                    )
                )
    except csv.Error as error:
        raise Refused(t("plan.refused.csv", name=path.name, line=reader.line_num, why=error)) from None
    if end - start > 1 and "".join(lines[start:end]).count('"') % 2:
        # a quote that never closes takes all rows below it into one cell, without an error
        raise Refused(t("plan.refused.open_quote", name=path.name, line=start + 1))
    return Sheet(path.stem, rows, is_csv=True)
