"""Writes a schedule as xlsx, with the columns that the reader reads: out and in again changes nothing.

All user text goes out as text: never a formula, a link or a number.
"""

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange.exported import exported
from xhsplanner.exchange.plan_grid import GridWriter
from xhsplanner.exchange.plan_model import AccountRow, PlanRow, SeriesRow
from xhsplanner.exchange.plan_out import OutPlan
from xhsplanner.exchange.plan_words import tidy, untitled
from xhsplanner.exchange.workbook import workbook

CELL_CHARACTERS = 32_767
"""What a spreadsheet keeps in a cell; more would be cut without a word."""
COLUMNS: tuple[tuple[str, int], ...] = (
    ("no", 6), ("day", 12), ("time", 9), ("accounts", 16), ("series", 18), ("topic", 16), ("title", 34),
    ("body", 50), ("hashtags", 28), ("covers", 26), ("kind", 7), ("owner", 9), ("designer", 9), ("status", 10),
    ("remark", 24),
)  # fmt: skip
"""Columns of the notes' sheet and their widths in characters."""
ACCOUNT_COLUMNS = (("name", 18), ("positioning", 40), ("line", 14), ("per_week", 14), ("followers", 12))
SERIES_COLUMNS = (("series_name", 20), ("brief", 40), ("frequency", 12), ("default_hashtags", 30), ("template", 16))
WRAPPED = {"title", "body", "hashtags", "covers", "remark", "positioning", "brief", "default_hashtags"}
ROW_HEIGHT = 30

Values = Sequence[Any]


def write_xlsx(
    path: Path,
    rows: Sequence[PlanRow],
    accounts: Sequence[AccountRow] = (),
    series: Sequence[SeriesRow] = (),
    *,
    plan: OutPlan | None = None,
    partial: Path | None = None,
) -> None:
    """Write the sheets 排期, 账号 and 系列 to `path`, which is replaced only once all is written.

    With `plan` a sheet to look at follows: the same notes as weeks. `partial` is where it is written first.
    Raises Refused where the place cannot be written or a text is too long for a cell.
    """
    for row in rows:
        if max(map(len, (row.title, row.body, row.hashtag_line, row.remark, row.topic))) > CELL_CHARACTERS:
            raise Refused(t("plan.refused.too_long", title=row.title[:20], limit=CELL_CHARACTERS))
    with exported(path, partial) as fresh:
        _write(fresh, rows, accounts, series, plan)


def _write(
    path: Path,
    rows: Sequence[PlanRow],
    accounts: Sequence[AccountRow],
    series: Sequence[SeriesRow],
    plan: OutPlan | None,
) -> None:
    with workbook(path) as book:
        sheets = SheetWriter(book)
        sheets.add(t("plan.sheet_plan"), COLUMNS, [note_values(no, row) for no, row in enumerate(rows, 1)])
        sheets.add(t("plan.sheet_accounts"), ACCOUNT_COLUMNS, [_account_values(row) for row in accounts])
        sheets.add(t("plan.sheet_series"), SERIES_COLUMNS, [_series_values(row) for row in series])
        if plan is not None:
            GridWriter(book, plan).add()


class SheetWriter:
    """Adds sheets with a header to a workbook being written."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._header = book.add_format({"bold": True, "bg_color": "#F2F0EE", "bottom": 1, "valign": "vcenter"})
        formats: dict[str, dict[str, Any]] = {
            "text": {},
            "wrap": {"text_wrap": True},
            "day": {"num_format": "yyyy-mm-dd"},
            "time": {"num_format": "hh:mm"},
        }
        self._formats = {name: book.add_format({"valign": "top", **look}) for name, look in formats.items()}

    def add(self, name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Values]) -> None:
        """A sheet with these columns (key of `plan.header` and width) and one row of values each."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for index, (key, width) in enumerate(columns):
            wrapped = self._formats["wrap" if key in WRAPPED else "text"]
            sheet.set_column(index, index, width, wrapped)
            sheet.write_string(0, index, t(f"plan.header.{key}"), self._header)
        for number, values in enumerate(rows, 1):
            sheet.set_row(number, ROW_HEIGHT)
            for index, value in enumerate(values):
                self._put(sheet, (number, index), value, wrap=columns[index][0] in WRAPPED)

    def _put(self, sheet: Any, place: tuple[int, int], value: Any, *, wrap: bool) -> None:
        match value:
            case None | "":
                return
            case str():
                sheet.write_string(*place, value, self._formats["wrap" if wrap else "text"])
            case datetime():
                sheet.write_datetime(*place, value, self._formats["day"])
            case time():
                sheet.write_datetime(*place, value, self._formats["time"])
            case _:
                sheet.write_number(*place, value, self._formats["text"])


def note_values(no: int, row: PlanRow) -> Values:
    """The cells of a note. A note without a day says so: a blank day would be read as the one above."""
    return (
        no,
        datetime(row.day.year, row.day.month, row.day.day) if row.day else t("plan.undated"),
        None if row.minute is None else time(*divmod(row.minute, 60)),
        "、".join(row.accounts),
        row.series,
        row.topic,
        row.title if tidy(row.title) else untitled(),
        row.body,
        row.hashtag_line,
        "；".join(row.covers),
        t(f"kind.{row.kind.name.lower()}"),
        row.owner,
        row.designer,
        row.status_text or t(f"status.{row.status}"),
        row.remark,
    )


def _account_values(row: AccountRow) -> Values:
    return row.name, row.positioning, row.line, row.per_week, row.followers


def _series_values(row: SeriesRow) -> Values:
    return row.name, row.brief, row.per_week, " ".join(f"#{tag}" for tag in row.hashtags), row.template
