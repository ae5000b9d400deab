"""An xlsx from outside, measured before it is read, and packed anew so that what is read is what was measured.

The reader of workbooks takes a file at its word: one cell far away makes it ask for 500 GB and end the program. So
every tag of a cell has to look the way spreadsheets write it, what comes out of the zip is bounded, and pictures,
macros and whatever else the zip holds never reach the reader.
"""

import io
import re
import zipfile
import zlib
from array import array
from dataclasses import dataclass, field
from posixpath import basename
from typing import IO

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange import plan_sheet
from xhsplanner.exchange.plan_sheet import guard_cells

ENTRIES = 10_000
STRINGS = 2_000_000
TEXT_MB = 100
"""Text of all cells: a long one that stands in every cell of a sheet fills the memory from a few kilobytes."""
MERGES = 20_000
_VALUE = rb"(?:\"[^\"<>&]{0,80}\"|'[^'<>&]{0,80}')"
_CELL = re.compile(
    rb"<(?:\w{1,20}:)?c(?:\s{1,4}r=[\"']([A-Za-z]{1,3})(\d{1,9})[\"'])?"
    rb"((?:\s{1,4}[\w:]{1,20}=" + _VALUE + rb")*)\s{0,4}(/?)>"
)
_ANY_CELL = re.compile(rb"<(?:[^\s<>/:!?]*:)?c(?=[\s/>])")
_PLACE = re.compile(rb"\br=[\"']([A-Za-z]{1,3})(\d{1,9})[\"']")
_ROW = re.compile(rb"<(?:[^\s<>/:!?]*:)?row(?=[\s/>])")
_ROW_NUMBER = re.compile(rb"<(?:\w{1,20}:)?row\s[^<>]{0,400}?\br=[\"'](\d{1,9})[\"']")
_HIDDEN_ROW = re.compile(rb"<(?:\w{1,20}:)?row\s[^<>]{0,400}?\bhidden=\"(?:1|true)\"[^<>]{0,400}>")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w{1,20}:)?col\s[^<>]{0,400}?\bhidden=\"(?:1|true)\"[^<>]{0,400}>")
_STRING = re.compile(rb"<(?:[^\s<>/:!?]*:)?si(?=[\s/>])")
_NUMBERED = re.compile(rb"<(?:\w{1,20}:)?v>\s{0,4}(\d{1,9})\s{0,4}<")
_CHUNK = 1 << 20
_LONGEST_TAG = 1 << 14
_COLUMNS = 16_384


class Odd(ValueError):  # noqa: N818 (what the workbook is)
    """It is not written as any spreadsheet writes it."""


@dataclass(slots=True)
class Measure:
    """What one part of the workbook holds: last row and column with a value, and what is hidden (from 0)."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    texts: int = 0
    in_row: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def guarded_book(name: str, data: bytes) -> tuple[io.BytesIO, dict[str, Measure]]:
    """The parts of a workbook that are read, as a new zip, and what was measured of each, by its file name.

    Raises Refused with the file's name and the reason.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Copy(name, archive).made()
    except Odd:
        raise Refused(t("plan.refused.broken", name=name)) from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, zlib.error):
        raise Refused(t("plan.refused.not_zip", name=name)) from None
    except RuntimeError:  # a zip entry with a password
        raise Refused(t("plan.refused.old_or_encrypted", name=name)) from None


class _Copy:
    """One workbook on its way from the zip that came to the one that is read."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self._name = name
        self._archive = archive
        self._left = plan_sheet.UNPACKED_MB << 20
        self._lengths = array("L")

    def made(self) -> tuple[io.BytesIO, dict[str, Measure]]:
        """Copy part by part."""
        entries = self._archive.infolist()
        names = {entry.filename for entry in entries}
        if "xl/workbook.xml" not in names or names & {"xl/workbook.bin", "content.xml"}:
            raise Refused(t("plan.refused.kind", name=self._name))
        if len(entries) > ENTRIES or len(names) < len(entries):
            raise Odd
        found: dict[str, Measure] = {}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as copy:
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    with (
                        self._archive.open(entry) as source,
                        copy.open(zipfile.ZipInfo(entry.filename), "w") as out,
                    ):
                        found[entry.filename] = self._part(entry.filename, source, out)
                    sheet = found[entry.filename]
                    guard_cells(
                        self._name, basename(entry.filename).removesuffix(".xml"), sheet.rows * sheet.columns
                    )
        self._check_text(found)
        packed.seek(0)
        return packed, {basename(part): measure for part, measure in found.items()}

    def _part(self, part: str, source: IO[bytes], out: IO[bytes]) -> Measure:
        """Copy one part, looking at all of it."""
        found, tail, at = Measure(), b"", 0
        starts = array("L")
        while chunk := source.read(_CHUNK):
            self._left -= len(chunk)
            if self._left < 0:  # a hostile zip lies about sizes: what really comes out is counted
                raise Refused(t("plan.refused.bomb", name=self._name, limit=plan_sheet.UNPACKED_MB))
            out.write(chunk)
            chunk = tail + chunk
            cut = chunk.rfind(b"<") if chunk.rfind(b"<") > chunk.rfind(b">") else len(chunk)
            tail = chunk[cut:]
            if len(tail) > _LONGEST_TAG:
                raise Odd
            _look(found, chunk[:cut])
            starts.extend(at + match.start() for match in _STRING.finditer(chunk, 0, cut))
            at += cut
            guard_cells(self._name, basename(part).removesuffix(".xml"), found.cells)
            if len(starts) > STRINGS:
                raise Odd
        _look(found, tail)
        self._lengths.extend(end - start for start, end in zip(starts, [*starts[1:], at], strict=False))
        return found

    def _check_text(self, parts: dict[str, Measure]) -> None:
        """Where long texts may stand in many cells, count how much there would be."""
        lengths = self._lengths
        longest, left = max(lengths, default=0), TEXT_MB << 20
        if sum(measure.texts for measure in parts.values()) * longest <= left:
            return
        for part, measure in parts.items():
            if measure.texts:
                numbers = (int(number) for number in _NUMBERED.findall(self._archive.read(part)))
                left -= sum(lengths[number] for number in numbers if number < len(lengths))
        if left < 0:
            raise Refused(t("plan.refused.bomb", name=self._name, limit=TEXT_MB))


def _look(found: Measure, chunk: bytes) -> None:
    _note_cells(found, chunk)
    if b"hidden=" in chunk:
        _note_hidden(found, chunk)


def _note_cells(found: Measure, chunk: bytes) -> None:
    cells = _CELL.findall(chunk)
    if len(cells) != len(_ANY_CELL.findall(chunk)):
        raise Odd
    found.cells += sum(not empty for _letters, _digits, _others, empty in cells)
    if not cells:
        return
    bare = False
    for letters, digits, others, empty in cells:
        if not digits and others and (place := _PLACE.search(others)):
            letters, digits = place.groups()
        if not digits:
            bare = True
        elif not empty:
            found.rows = max(found.rows, int(digits))
            found.columns = max(found.columns, _column(letters))
    found.texts += chunk.count(b't="s"') + chunk.count(b"t='s'")
    if bare:
        _note_bare(found, chunk)


def _note_bare(found: Measure, chunk: bytes) -> None:
    """Cells that do not say where they stand, stand one after the other in their row."""
    numbers = [int(number) for number in _ROW_NUMBER.findall(chunk)]
    pieces = _ROW.split(chunk)
    for number, piece in enumerate(pieces):
        found.in_row = (0 if number else found.in_row) + len(_ANY_CELL.findall(piece))
        found.columns = max(found.columns, found.in_row)
    found.rows = max([found.rows + len(pieces) - 1, *numbers])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _note_hidden(found: Measure, chunk: bytes) -> None:
    for tag in _HIDDEN_ROW.findall(chunk):
        if number := re.search(rb"\br=\"(\d{1,7})\"", tag):
            found.hidden_rows.add(int(number[1]) - 1)
    for tag in _HIDDEN_COLUMN.findall(chunk):
        first, last = re.search(rb"\bmin=\"(\d{1,5})\"", tag), re.search(rb"\bmax=\"(\d{1,5})\"", tag)
        if first and last:
            found.hidden_columns.update(range(int(first[1]) - 1, min(int(last[1]), _COLUMNS)))
