"""An xlsx as people format it, the same bytes at every build."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

Format = Any  # xlsxwriter has no type hints
Sheet = Any


class Book:
    """A workbook and the few looks these teams use."""

    def __init__(self, path: Path) -> None:
        self.file = xlsxwriter.Workbook(str(path))
        self.file.set_properties({"author": "青禾银行新媒体", "created": datetime(2026, 12, 9)})
        base = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
        grid = base | {"border": 1, "text_wrap": True}
        make = self.file.add_format
        self.title: Format = make(base | {"bold": True, "font_size": 16, "align": "center"})
        self.head: Format = make(grid | {"bold": True, "align": "center", "bg_color": "#FFE4E1"})
        self.cell: Format = make(grid)
        self.note: Format = make(base | {"italic": True, "font_color": "#888888"})
        self.sum: Format = make(grid | {"bold": True, "bg_color": "#F2F2F2"})
        self.date: Format = make(grid | {"num_format": "m月d日"})
        self.day: Format = make(grid | {"num_format": "yyyy/m/d"})
        self.clock: Format = make(grid | {"num_format": "hh:mm"})
        self.stamp: Format = make(grid | {"num_format": "yyyy/m/d hh:mm"})

    def sheet(self, name: str, widths: Sequence[int]) -> Sheet:
        """A new sheet with these column widths."""
        made = self.file.add_worksheet(name)
        for column, width in enumerate(widths):
            made.set_column(column, column, width)
        return made

    def row(self, sheet: Sheet, row: int, cells: Sequence[object], column: int = 0, look: Format = None) -> None:
        """Cells of one row (0-based); None is left out."""
        for number, value in enumerate(cells, column):
            if value is not None:
                sheet.write(row, number, value, look or self.cell)


@contextmanager
def book(path: Path) -> Iterator[Book]:
    """A workbook that is written at the end."""
    made = Book(path)
    yield made
    made.file.close()


def merge_runs(sheet: Sheet, first: int, values: Sequence[object], column: int, look: Format) -> None:
    """Write values down a column, equal neighbours as one merged cell."""
    start = 0
    for end in range(1, len(values) + 1):
        if end == len(values) or values[end] != values[start]:
            if end - start > 1:
                sheet.merge_range(first + start, column, first + end - 1, column, values[start], look)
            else:
                sheet.write(first + start, column, values[start], look)
            start = end


def logo() -> io.BytesIO:
    """A green rectangle as PNG: the bank's logo."""
    width, height = 120, 36
    raw = (b"\0" + bytes((46, 139, 87)) * width) * height

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(raw, 9)), chunk(b"IEND", b""))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
