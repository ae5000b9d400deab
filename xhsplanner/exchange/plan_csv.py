"""Writes a schedule as csv, with the columns that the reader reads: out and in again changes nothing."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from xhsplanner.core.words import t
from xhsplanner.exchange.exported import exported
from xhsplanner.exchange.plan_formulas import guarded
from xhsplanner.exchange.plan_model import PlanRow
from xhsplanner.exchange.plan_write import COLUMNS, note_values

ENCODINGS = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}
"""What a csv may be written in, by the name people choose. Excel takes UTF-8 for what it is only with a BOM."""


def write_csv(path: Path, rows: Sequence[PlanRow], encoding: str = "utf-8", partial: Path | None = None) -> None:
    """Write the notes to `path`, which is replaced only once all is written. `encoding`: one of ENCODINGS.

    Raises Refused where the place cannot be written.
    """
    with exported(path, partial) as fresh, fresh.open("wb") as file:
        text = io.TextIOWrapper(file, ENCODINGS[encoding], errors="replace", newline="")
        writer = csv.writer(text)
        writer.writerow([t(f"plan.header.{key}") for key, _ in COLUMNS])
        writer.writerows([_cell(value) for value in note_values(no, row)] for no, row in enumerate(rows, 1))
        text.flush()
        text.detach()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case str():
            return guarded(value)
    return str(value)
