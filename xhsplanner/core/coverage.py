"""Planned against target: by account and series, day or week; what is missing, what collides, what to add.

Everything is computed in one pass over notes, so a room can do it again after every change.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, NamedTuple

from xhsplanner.core import days, occasions, targets
from xhsplanner.core.collisions import Collision, Planned, collisions
from xhsplanner.core.model import NOT_PLANNED, Account, Series, Status, Target
from xhsplanner.core.occasions import Occurrence
from xhsplanner.core.words import t

By = Literal["day", "week", "series"]
Pair = tuple[int, int | None]
"""An account and a series, or None for notes without one."""


class Cell(NamedTuple):
    """Counts of one account and series (None: all, or without one) over the range.

    `last` is the day of its newest planned note up to today, also before the range; `gap` is never negative.
    """

    planned: int = 0
    published: int = 0
    target: int = 0
    last: date | None = None

    @property
    def gap(self) -> int:
        return max(0, self.target - self.planned)


class Tally(NamedTuple):
    """What is counted of one pair: in the range, and the day of its newest planned note up to today."""

    planned: int = 0
    published: int = 0
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How accounts and series stand against their targets; fields as in `Coverage`."""

    accounts: tuple[Account, ...]
    series: tuple[Series, ...]
    cells: Mapping[Pair, Cell]
    totals: Mapping[int, Cell]
    missing: tuple["Missing", ...]
    targets: tuple[Target, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a coverage table. `key` is a day, an ISO week (2026-W50) or a series' name ("" for none)."""

    account_id: int
    key: str
    planned: int
    published: int
    target: int
    gap: int
    last: date | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A pair that has fewer notes than its target; `series_id` None: the account as a whole."""

    account_id: int
    series_id: int | None
    planned: int
    target: int
    last: date | None
    names: tuple[str, ...]
    """Of the account, and of the series where it is one."""
    today: date

    @property
    def message(self) -> str:
        """The gap in words: made only where it is read."""
        name = t("coverage.pair", account=self.names[0], series=self.names[1]) if self.names[1:] else self.names[0]
        last = since(self.last, self.today)
        return t("coverage.missing", name=name, planned=self.planned, target=self.target, last=last)

    @property
    def empty(self) -> bool:
        """Nothing at all is planned (缺位)."""
        return self.planned == 0


@dataclass(frozen=True, slots=True)
class Counts:
    """One pass over the notes: the notes of each account and day, the sorted days of each pair and account."""

    cells: Mapping[tuple[int, date], list[Planned]]
    pairs: Mapping[tuple[int, int | None], list[date]]
    accounts: Mapping[int, list[date]]


def count(notes: Iterable[Planned]) -> Counts:
    """Sort planned notes (dated, not cancelled, not on hold) by account, day and series."""
    cells: dict[tuple[int, date], list[Planned]] = {}
    pairs: dict[tuple[int, int | None], list[date]] = {}
    accounts: dict[int, list[date]] = {}
    for note in notes:
        day = note.day
        if day is None or note.status in NOT_PLANNED:
            continue
        account = note.account_id
        cells.setdefault((account, day), []).append(note)
        pairs.setdefault((account, note.series_id), []).append(day)
        accounts.setdefault(account, []).append(day)
    for found in (*pairs.values(), *accounts.values()):
        found.sort()
    return Counts(cells, pairs, accounts)


def latest(found: Sequence[date], until: date) -> date | None:
    """The newest of sorted days not after `until`."""
    place = bisect_right(found, until)
    return found[place - 1] if place else None


@dataclass(frozen=True)
class Coverage:
    """What `coverage` found. `cells` has every active account × series, and (account, None) where notes lack one.

    `totals` is by account over all series; `unplanned` are coming occasions no note is planned for.
    """

    start: date
    end: date
    today: date
    accounts: tuple[Account, ...]
    series: tuple[Series, ...]
    cells: Mapping[tuple[int, int | None], Cell]
    totals: Mapping[int, Cell]
    missing: tuple[Missing, ...]
    collisions: tuple[Collision, ...]
    quiet_days: tuple[date, ...]
    unplanned: tuple[Occurrence, ...]
    counts: Counts = field(repr=False)
    targets: tuple[Target, ...] = field(repr=False)

    def rows(self, by: By = "series") -> list[Row]:
        """The table by series, ISO week or day; accounts in their order, keys in theirs."""
        if by == "series":
            names = {series.id: series.name for series in self.series}
            return [Row(pair[0], names.get(pair[1] or 0, ""), *_values(cell)) for pair, cell in self.cells.items()]
        return [self._row(account.id, *span) for account in self.accounts for span in self._spans(by)]

    def _spans(self, by: By) -> list[tuple[str, date, date]]:
        spans: dict[str, tuple[date, date]] = {}
        for n in range((self.end - self.start).days + 1):
            day = self.start + timedelta(n)
            key = day.isoformat() if by == "day" else targets.week_key(day)
            spans[key] = (spans.get(key, (day, day))[0], day)
        return [(key, *span) for key, span in spans.items()]

    def _row(self, account_id: int, key: str, first: date, last: date) -> Row:
        inside = (
            note
            for n in range((last - first).days + 1)
            for note in self.counts.cells.get((account_id, first + timedelta(n)), ())
        )
        done = [note.status is Status.PUBLISHED for note in inside]
        target = targets.account_target(self.targets, account_id, first, last)
        quiet = first == last and days.is_quiet(first)
        gap = 0 if quiet else max(0, target - len(done))
        newest = latest(self.counts.accounts.get(account_id, ()), min(last, self.today))
        return Row(account_id, key, len(done), sum(done), target, gap, newest)


def _values(cell: Cell) -> tuple[int, int, int, int, date | None]:
    return cell.planned, cell.published, cell.target, cell.gap, cell.last


def coverage(
    notes: Iterable[Planned],
    accounts: Sequence[Account],
    series: Sequence[Series],
    wanted: Iterable[Target],
    start: date,
    end: date,
    today: date,
    last: Mapping[tuple[int, int | None], date] | None = None,
) -> Coverage:
    """Coverage of `start` … `end`, both inclusive.

    `notes` should reach back before `start` (a quarter, say) so that `Cell.last` is known; else give it in `last`,
    by account and series, as the day of the newest planned note up to today. Archived accounts and series count
    only where they have notes in the range.
    """
    counts = count(notes)
    inside = [note for (_, day), those in counts.cells.items() if start <= day <= end for note in those]
    newest: dict[Pair, date | None] = dict(last or {})
    for pair, days_of_pair in counts.pairs.items():
        found = latest(days_of_pair, today)
        newest[pair] = max((one for one in (found, newest.get(pair)) if one), default=None)
    planned = Counter((note.account_id, note.series_id) for note in inside)
    published = Counter((note.account_id, note.series_id) for note in inside if note.status is Status.PUBLISHED)
    tallies = {pair: Tally(planned[pair], published[pair], newest.get(pair)) for pair in planned.keys() | newest}
    told = standing(tallies, accounts, series, wanted, start, end, today)
    span = [start + timedelta(n) for n in range((end - start).days + 1)]
    return Coverage(
        start, end, today, told.accounts, told.series, told.cells, told.totals, told.missing,
        tuple(collisions(inside, told.accounts, told.series)),
        tuple(day for day in span if days.is_quiet(day)),
        tuple(unplanned(inside, told.series, max(start, today), end)),
        counts, told.targets,
    )  # fmt: skip


def standing(
    tallies: Mapping[Pair, Tally],
    accounts: Sequence[Account],
    series: Sequence[Series],
    wanted: Iterable[Target],
    start: date,
    end: date,
    today: date,
) -> Standing:
    """The table of `start` … `end` from what was counted of each pair; archived ones only where they have notes."""
    own_targets = targets.alive(wanted, series)
    asked = targets.wanted(own_targets, start, end)
    used = [pair for pair, tally in tallies.items() if tally.planned]
    used_accounts, used_series = {account for account, _ in used}, {series_id for _, series_id in used}
    rows = tuple(account for account in accounts if not account.archived or account.id in used_accounts)
    columns = tuple(one for one in series if not one.archived or one.id in used_series)
    cells = _cells(tallies, asked.pairs, rows, columns)
    totals = _totals(tallies, asked.accounts, rows)
    return Standing(rows, columns, cells, totals, tuple(_missing(rows, columns, cells, totals, today)), own_targets)


def _cells(
    tallies: Mapping[Pair, Tally],
    wanted: Mapping[Pair, int],
    rows: Sequence[Account],
    columns: Sequence[Series],
) -> dict[Pair, Cell]:
    cells: dict[Pair, Cell] = {}
    none = Tally()
    for account in rows:
        for one in columns:
            pair = (account.id, one.id)
            planned, published, last = tallies.get(pair, none)
            cells[pair] = Cell(planned, published, wanted.get(pair, 0), last)
        planned, published, last = tallies.get((account.id, None), none)
        if planned:
            cells[account.id, None] = Cell(planned, published, 0, last)
    return cells


def _totals(tallies: Mapping[Pair, Tally], wanted: Mapping[int, int], rows: Sequence[Account]) -> dict[int, Cell]:
    mine: dict[int, list[Tally]] = {account.id: [] for account in rows}
    for (account_id, _), tally in tallies.items():
        if account_id in mine:
            mine[account_id].append(tally)
    return {
        account_id: Cell(
            sum(one.planned for one in those),
            sum(one.published for one in those),
            wanted.get(account_id, 0),
            max((one.last for one in those if one.last), default=None),
        )
        for account_id, those in mine.items()
    }


def since(last: date | None, today: date) -> str:
    """How long ago, in words: 今天, 12 天, or a dash where it never was."""
    if last is None:
        return t("coverage.never")
    gone = (today - last).days
    return t("coverage.today") if gone == 0 else t("coverage.days", n=gone)


def _missing(
    rows: Sequence[Account],
    columns: Sequence[Series],
    cells: Mapping[tuple[int, int | None], Cell],
    totals: Mapping[int, Cell],
    today: date,
) -> Iterable[Missing]:
    for account in rows:
        short = 0
        for series in columns:
            cell = cells[account.id, series.id]
            if cell.gap:
                short += cell.gap
                names = (account.name, series.name)
                yield Missing(account.id, series.id, cell.planned, cell.target, cell.last, names, today)
        total = totals[account.id]
        if total.gap > short:
            yield Missing(account.id, None, total.planned, total.target, total.last, (account.name,), today)


def unplanned(inside: Iterable[Planned], columns: Sequence[Series], start: date, end: date) -> Iterable[Occurrence]:
    """Coming occasions that no note is planned for."""
    if start > end:
        return
    palettes = {series.id: series.palette for series in columns}
    named: set[str] = set()
    spoken: dict[date, set[str]] = {}
    for note in inside:
        named.add(note.occasion)
        if note.day and note.series_id is not None:
            spoken.setdefault(note.day, set()).add(palettes.get(note.series_id, ""))
    for occurrence in occasions.between(start, end):
        occasion = occurrence.occasion
        if occasion.tone != occasions.CELEBRATE or occasion.kind == "industry":
            continue
        if occasion.rank > 1 and occasion.kind != "solar_term":
            continue
        if occasion.id not in named and not spoken.get(occurrence.first, set()) & set(occasion.series):
            yield occurrence
