"""Reads a team's schedule: `read_plan(path, known=…, today=…)` → `Reading`. Nothing is written anywhere."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_catalogue import read_accounts, read_series
from xhsplanner.exchange.plan_file import Sheet, read_sheets
from xhsplanner.exchange.plan_model import AccountRow, Choices, Known, Mapping, Reading, SeriesRow
from xhsplanner.exchange.plan_names import Names
from xhsplanner.exchange.plan_rows import Outcome, SheetReader
from xhsplanner.exchange.plan_table import find_catalogue, find_plan
from xhsplanner.exchange.plan_words import fold


def read_plan(
    path: Path,
    *,
    known: Known,
    today: date,
    sheet: str | None = None,
    create: Iterable[str] = (),
    choices: Choices | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Reading:
    """Everything an xlsx or csv schedule says.

    Accounts and series are known when the workspace (`known`) or the file's own sheets 账号 and 系列 have them, or
    the caller allows to `create` them. `sheet` reads the notes of that one only; else every visible sheet with a
    table of notes is read. Raises Refused, naming the file, where there is no table to read.
    """
    sheets = read_sheets(path)
    accounts, series, catalogue = _catalogue(sheets)
    tables = _tables(path.name, sheets, sheet, catalogue)
    said = choices or Choices()
    create = [name.strip() for name in (*create, *said.create) if name.strip()]
    names = known.plus(accounts=[row.name for row in accounts], series=[row.name for row in series])
    able = names.plus(accounts=create, series=create)
    outcomes = [_read(path.name, table, mapping, able, today) for table, mapping in tables]
    rows = tuple(row for outcome in outcomes for row in outcome.rows)
    return Reading(
        file=path.name,
        rows_read=sum(outcome.read for outcome in outcomes),
        rows=rows,
        problems=tuple(problem for outcome in outcomes for problem in outcome.problems),
        rejected=tuple(row for outcome in outcomes for row in outcome.rejected),
        accounts=tuple(accounts),
        series=tuple(series),
        mappings=tuple(mapping for _, mapping in tables),
        created_accounts=_new((name for row in rows for name in row.accounts), names.accounts),
        created_series=_new((row.series for row in rows if row.series), names.series),
        unknown_accounts=_counted(outcomes, "accounts"),
        unknown_series=_counted(outcomes, "series"),
    )


def _catalogue(sheets: list[Sheet]) -> tuple[list[AccountRow], list[SeriesRow], set[str]]:
    """What the sheets 账号 and 系列 list, and the names of those sheets."""
    accounts: list[AccountRow] = []
    series: list[SeriesRow] = []
    used: set[str] = set()
    for sheet in sheets:
        found = find_catalogue(sheet.name, sheet.rows) if not sheet.is_csv else None
        if found is None:
            continue
        used.add(sheet.name)
        kind, mapping = found
        if kind == "account":
            accounts += read_accounts(sheet, mapping)
        else:
            series += read_series(sheet, mapping)
    return accounts, series, used


def _tables(file: str, sheets: list[Sheet], wanted: str | None, skip: set[str]) -> list[tuple[Sheet, Mapping]]:
    if wanted is not None:
        chosen = [sheet for sheet in sheets if fold(sheet.name) == fold(wanted)]
        if not chosen:
            listed = "、".join(sheet.name for sheet in sheets)
            raise Refused(t("plan.refused.no_sheet", name=file, sheet=wanted, sheets=listed))
    else:
        chosen = [sheet for sheet in sheets if not sheet.hidden and sheet.name not in skip]
    found = [(sheet, mapping) for sheet in chosen if (mapping := find_plan(sheet.name, sheet.rows))]
    if not found:
        raise Refused(t("plan.refused.no_header", name=file))
    return found


def _read(file: str, sheet: Sheet, mapping: Mapping, able: Known, today: date) -> Outcome:
    only = able.accounts[0] if len(able.accounts) == 1 and mapping.column("accounts") is None else ""
    return SheetReader(file, sheet, mapping, Names(able.accounts), Names(able.series), only, today).read()


def _new(used: Iterable[str], had: tuple[str, ...]) -> tuple[str, ...]:
    old = Names(had)
    return tuple(dict.fromkeys(name for name in used if old.match(name) is None))


def _counted(outcomes: list[Outcome], kind: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for outcome in outcomes:
        for name, rows in outcome.unknown[kind].items():
            counts[name] = counts.get(name, 0) + rows
    return counts
