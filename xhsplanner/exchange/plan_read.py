"""Reads a team's schedule: `read_plan(path, known=…, today=…)` → `Reading`. Nothing is written anywhere.

The way of a file: plan_file (bytes → sheets) → plan_table (sheet → tables, by plan_heads and plan_roles) →
plan_lines and plan_weeks (table → lines, one a note) → plan_rows (line → note or problem).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from xhsplanner.core.errors import Refused
from xhsplanner.core.progress import Progress, silent
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_catalogue import read_accounts, read_series
from xhsplanner.exchange.plan_clip import read_clip
from xhsplanner.exchange.plan_context import read_context
from xhsplanner.exchange.plan_file import read_sheets
from xhsplanner.exchange.plan_lines import ListReader
from xhsplanner.exchange.plan_model import AccountRow, Choices, Guess, Known, NameKind, Reading, SeriesRow
from xhsplanner.exchange.plan_names import Names, People
from xhsplanner.exchange.plan_rows import Outcome, RowReader
from xhsplanner.exchange.plan_sheet import Sheet
from xhsplanner.exchange.plan_table import Found, find_catalogue, find_tables, is_aside
from xhsplanner.exchange.plan_weeks import GridReader
from xhsplanner.exchange.plan_words import fold


def read_plan(
    path: Path,
    *,
    known: Known,
    today: date,
    sheet: str | None = None,
    create: Iterable[str] = (),
    choices: Choices | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Everything an xlsx or csv schedule says.

    Accounts and series are known when the workspace (`known`) or the file's own sheets 账号 and 系列 have them, or
    the caller allows to `create` them. `sheet` reads the notes of that one only; else every visible sheet with a
    table of notes is read. `choices` are what a person corrected; `progress` is told how many of how many rows are
    read. Raises Refused, naming the file, where there is no table to read.
    """
    said = _with(choices, create)
    return _Reader(path.name, read_sheets(path), known, said, today).read(sheet, progress or silent)


def read_pasted(
    html: str,
    text: str,
    *,
    known: Known,
    today: date,
    create: Iterable[str] = (),
    choices: Choices | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Everything a table on the clipboard says: its HTML from Excel, WPS, Feishu or a browser, else tabbed text.

    Raises Refused where there is no table of notes on it.
    """
    name = t("plan.clipboard")
    said = _with(choices, create)
    return _Reader(name, [read_clip(name, html, text)], known, said, today).read(None, progress or silent)


def _tell(progress: Progress, before: int, of: int, done: int) -> None:
    """Say how many rows are read: those of the tables before, and those of this one."""
    progress(before + done, of)


def _with(choices: Choices | None, create: Iterable[str]) -> Choices:
    said = choices or Choices()
    names = frozenset(name.strip() for name in (*create, *said.create) if name.strip())
    return Choices(names, said.names, said.layouts, said.cells, said.left_out)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One file being read."""

    file: str
    sheets: list[Sheet]
    known: Known
    choices: Choices
    today: date

    def read(self, wanted: str | None, progress: Progress) -> Reading:
        """The reading of all tables, or those of the one sheet that is wanted."""
        sheets = [sheet.fixed(self.choices.cells) for sheet in self.sheets]
        accounts, series, catalogue = _catalogue(sheets)
        names = self.known.plus(accounts=[row.name for row in accounts], series=[row.name for row in series])
        able = names.plus(accounts=sorted(self.choices.create), series=sorted(self.choices.create))
        people = self._people(able)
        tables = self._tables(sheets, wanted, catalogue, people)
        outcomes: list[Outcome] = []
        done, of = 0, sum(len(table.sheet.rows) for table in tables)
        for table in tables:
            tell = partial(_tell, progress, done, of)
            tell(0)
            outcomes.append(Outcome() if self._is_left_out(table) else self._outcome(table, people, tell))
            done += len(table.sheet.rows)
        progress(of, of)
        rows = tuple(row for outcome in outcomes for row in outcome.rows)
        return Reading(
            file=self.file,
            rows_read=sum(outcome.read for outcome in outcomes),
            rows=rows,
            problems=tuple(problem for outcome in outcomes for problem in outcome.problems),
            rejected=tuple(row for outcome in outcomes for row in outcome.rejected),
            accounts=tuple(accounts),
            series=tuple(series),
            mappings=tuple(table.mapping for table in tables),
            created_accounts=_new((name for row in rows for name in row.accounts), names.accounts),
            created_series=_new((row.series for row in rows if row.series), names.series),
            unknown_accounts=_counted(outcome.unknown["accounts"] for outcome in outcomes),
            unknown_series=_counted(outcome.unknown["series"] for outcome in outcomes),
            tables=tuple(table.shown(left_out=self._is_left_out(table)) for table in tables),
            guesses=_guesses(outcomes),
        )

    def _aliases(self, kind: NameKind) -> dict[str, str]:
        """What people said about names, the newest last: folded text → name."""
        said = {**self.known.aliases, **self.choices.names}
        return {fold(text): name for (of, text), name in said.items() if of == kind}

    def _people(self, able: Known) -> People:
        return People(
            Names(able.accounts, self._aliases("account")),
            Names(able.series, self._aliases("series")),
            Names(able.members, self._aliases("member")),
        )

    def _tables(self, sheets: list[Sheet], wanted: str | None, skip: set[str], people: People) -> list[Found]:
        if wanted is not None:
            chosen = [sheet for sheet in sheets if fold(sheet.name) == fold(wanted)]
            if not chosen:
                listed = "、".join(sheet.name for sheet in sheets)
                raise Refused(t("plan.refused.no_sheet", name=self.file, sheet=wanted, sheets=listed))
        else:
            chosen = [sheet for sheet in sheets if not sheet.hidden and sheet.name not in skip]
        layouts = {**self.known.layouts, **self.choices.layouts}
        found = [table for sheet in chosen for table in find_tables(sheet, people, layouts)]
        plans = [table for table in found if not is_aside(table.sheet.name)]
        if not found:
            raise Refused(t("plan.refused.no_header", name=self.file))
        return plans or found

    def _is_left_out(self, table: Found) -> bool:
        return (table.sheet.name, table.number) in self.choices.left_out

    def _outcome(self, table: Found, people: People, tell: Callable[[int], None]) -> Outcome:
        """The notes and problems of one table."""
        context = read_context(table.titles, table.sheet.name, Path(self.file).stem, people.accounts, self.today)
        if table.kind == "grid":
            lines = list(GridReader(table, people, context.hint, self.today).lines())
        else:
            lines = list(ListReader(table, people.accounts, self.today).lines())
        return RowReader(self.file, table, people, context, self._aliases("status"), self.today).read(lines, tell)


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


def _new(used: Iterable[str], had: tuple[str, ...]) -> tuple[str, ...]:
    old = Names(had)
    return tuple(dict.fromkeys(name for name in used if old.match(name) is None))


def _counted(counts: Iterable[Counter[str]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(total)


def _guesses(outcomes: Sequence[Outcome]) -> tuple[Guess, ...]:
    total: Counter[tuple[NameKind, str, str]] = Counter()
    for outcome in outcomes:
        total.update(outcome.guesses)
    return tuple(Guess(kind, text, name, rows) for (kind, text, name), rows in total.items())
