"""Opens an xlsx as sheets of cells, after making sure that it is one and not a trap."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from posixpath import basename
from typing import IO

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange import plan_sheet
from xhsplanner.exchange.plan_sheet import Sheet, guard_cells

_CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=\"([A-Z]{1,3})(\d{1,7})\"[^>/]*>")
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]{0,400}?\bhidden=\"(?:1|true)\"[^>]{0,400}>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]{0,400}?\bhidden=\"(?:1|true)\"[^>]{0,400}>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]{1,2000})>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]{1,2000})>")
_CHUNK = 1 << 20
_OVERLAP = 512
_COLUMNS = 16_384


@dataclass(slots=True)
class _Measure:
    """What one entry of the zip holds: bytes, last row and column with a value, and what is hidden (from 0)."""

    used: int = 0
    rows: int = 0
    columns: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def read_xlsx(name: str, data: bytes) -> list[Sheet]:
    """All worksheets. Raises Refused with the file's name and the reason."""
    hidden = _guard_zip(name, data)
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
                hidden_rows=frozenset(hidden.get(about.name, _Measure()).hidden_rows),
                hidden_columns=frozenset(hidden.get(about.name, _Measure()).hidden_columns),
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


def _guard_zip(name: str, data: bytes) -> dict[str, _Measure]:
    """Measures by sheet. Refuses what is no zip, unpacks to too much, or would make far too many cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _guard_entries(name, archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, zlib.error):
        raise Refused(t("plan.refused.not_zip", name=name)) from None
    except RuntimeError:  # a zip entry with a password
        raise Refused(t("plan.refused.old_or_encrypted", name=name)) from None


def _guard_entries(name: str, archive: zipfile.ZipFile) -> dict[str, _Measure]:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or names & {"xl/workbook.bin", "content.xml"}:
        raise Refused(t("plan.refused.kind", name=name))
    left = plan_sheet.UNPACKED_MB << 20
    measures: dict[str, _Measure] = {}
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            # a hostile zip lies about sizes and names: all that comes out is looked at
            found = _measure(stream, left)
        left -= found.used
        if left < 0:
            raise Refused(t("plan.refused.bomb", name=name, limit=plan_sheet.UNPACKED_MB))
        guard_cells(name, Path(entry.filename).stem, found.rows * found.columns)
        if found.hidden_rows or found.hidden_columns:
            measures[basename(entry.filename)] = found
    if not measures:
        return {}
    return {sheet: measures[file] for sheet, file in _sheet_files(archive).items() if file in measures}


def _measure(stream: IO[bytes], limit: int) -> _Measure:
    """Looks at what comes out of an entry, and stops past `limit` bytes."""
    found, tail = _Measure(), b""
    while found.used <= limit and (chunk := stream.read(_CHUNK)):
        found.used += len(chunk)
        chunk = tail + chunk
        for letters, digits in _CELL.findall(chunk):
            found.rows = max(found.rows, int(digits))
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            found.columns = max(found.columns, column)
        if b"hidden=" in chunk:
            _note_hidden(found, chunk)
        tail = chunk[-_OVERLAP:]
    return found


def _note_hidden(found: _Measure, chunk: bytes) -> None:
    for tag in _ROW.findall(chunk):
        if number := re.search(rb"\br=\"(\d{1,7})\"", tag):
            found.hidden_rows.add(int(number[1]) - 1)
    for tag in _COLUMN.findall(chunk):
        first, last = re.search(rb"\bmin=\"(\d{1,5})\"", tag), re.search(rb"\bmax=\"(\d{1,5})\"", tag)
        if first and last:
            found.hidden_columns.update(range(int(first[1]) - 1, min(int(last[1]), _COLUMNS)))


def _sheet_files(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → file name of its part; empty where the workbook does not say."""
    try:
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets = {}
    for tag in _RELATION.findall(relations):
        if (key := _attribute(tag, "Id")) and (target := _attribute(tag, "Target")):
            targets[key] = basename(target)
    files = {}
    for tag in _SHEET.findall(book):
        name, key = _attribute(tag, "name"), _attribute(tag, r"\w+:id")
        if name and key in targets:
            files[name] = targets[key]
    return files


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"(?:^|\s){name}=\"([^\"]*)\"", tag)
    return unescape(found[1]) if found else ""
