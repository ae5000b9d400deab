"""The front door for schedule files: what a file is, and its sheets of cells. Nothing is understood here."""

from pathlib import Path

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange import plan_sheet
from xhsplanner.exchange.plan_sheet import Sheet
from xhsplanner.exchange.plan_text import read_text
from xhsplanner.exchange.plan_xlsx import read_xlsx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BOOKS = {".xlsx", ".xlsm"}
_TEXTS = {".csv", ".tsv", ".txt", ".tab"}


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of an xlsx, or the one table of a text file. Raises Refused with file name and reason."""
    try:
        size = path.stat().st_size
        if size > plan_sheet.FILE_MB << 20:
            raise Refused(t("plan.refused.too_big", name=path.name, size=size >> 20, limit=plan_sheet.FILE_MB))
        data = path.read_bytes()
    except FileNotFoundError:
        raise Refused(t("plan.refused.missing", name=path.name)) from None
    except OSError as error:
        raise Refused(t("plan.refused.not_readable", name=path.name, why=error.strerror)) from None
    if not data.strip():
        raise Refused(t("plan.refused.empty", name=path.name))
    if data.startswith(_OLE):
        raise Refused(t("plan.refused.old_or_encrypted", name=path.name))
    suffix = path.suffix.lower()
    if suffix in _BOOKS or data.startswith(_ZIP):
        return read_xlsx(path.name, data)
    if suffix in _TEXTS:
        return [read_text(path.name, path.stem, data)]
    raise Refused(t("plan.refused.kind", name=path.name))
