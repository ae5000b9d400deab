"""An xlsx being written: in memory, and to its file in one go.

Where the disk fills under it, xlsxwriter leaves its temporary files behind, and an archive that fails once more,
unheard, when it is forgotten.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from xhsplanner.core.clock import now


@contextmanager
def workbook(path: Path) -> Iterator[Any]:
    """A new workbook, written to `path` at the end of the block. Raises OSError where that cannot be done."""
    import xlsxwriter  # only needed here, and not at start

    data = BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.set_properties({"created": now()})
    yield book
    book.close()
    path.write_bytes(data.getbuffer())
