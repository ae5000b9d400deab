"""Opens an xlsx as sheets of cells; what is in it was measured first (`xlsx_guard`)."""

import io
import re
import zipfile
from html import unescape
from posixpath import basename
from typing import Any

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_sheet import Sheet, Span, guard_cells
from xhsplanner.exchange.xlsx_guard import MERGES, Measure, guarded_book

_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]{1,2000})>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]{1,2000})>")


def read_xlsx(name: str, data: bytes) -> list[Sheet]:
    """All worksheets. Raises Refused with the file's name and the reason."""
    packed, measures = guarded_book(name, data)
    hidden = any(measure.hidden_rows or measure.hidden_columns for measure in measures.values())
    files = _sheet_files(packed) if hidden else {}
    packed.seek(0)
    import python_calamine  # only needed here, and not at start

    broken = Refused(t("plan.refused.broken", name=name))
    sheets: list[Sheet] = []
    cells = 0
    try:
        book = python_calamine.load_workbook(packed)
        packed.close()
        if len(set(book.sheet_names)) < len(book.sheet_names):  # the first would be read twice, with all its notes
            raise broken
        for about in book.sheets_metadata:
            if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
                away = about.visible != python_calamine.SheetVisibleEnum.Visible
                found = measures.get(files.get(about.name, ""), Measure())
                sheets.append(_sheet(book.get_sheet_by_name(about.name), about.name, away, found))
                cells += len(sheets[-1].rows) * len(sheets[-1].rows[0]) if sheets[-1].rows else 0
                guard_cells(name, about.name, cells)
    except (python_calamine.CalamineError, ValueError, OverflowError, OSError):
        raise broken from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # how the Rust reader ends on some damaged files
            raise broken from None
        raise
    if not any(sheet.rows for sheet in sheets):
        raise Refused(t("plan.refused.empty", name=name))
    return sheets


def _sheet(found: Any, name: str, hidden: bool, measure: Measure) -> Sheet:
    """One sheet. Raises ValueError where its merges lie over each other: no spreadsheet lets them."""
    rows = found.to_python(skip_empty_area=False)
    merged: list[Span] = list(found.merged_cell_ranges or ())
    height, width = len(rows), len(rows[0]) if rows else 0
    covered = sum(
        max(0, min(down + 1, height) - top) * max(0, min(right + 1, width) - left)
        for (top, left), (down, right) in merged
    )
    if len(merged) > MERGES or covered > height * width:
        raise ValueError
    return Sheet(
        name,
        rows,
        merged,
        hidden=hidden,
        hidden_rows=frozenset(measure.hidden_rows),
        hidden_columns=frozenset(measure.hidden_columns),
    )


def _sheet_files(packed: io.BytesIO) -> dict[str, str]:
    """Sheet name → file name of its part; empty where the workbook does not say."""
    with zipfile.ZipFile(packed) as archive:
        if "xl/_rels/workbook.xml.rels" not in archive.namelist():
            return {}
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
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
