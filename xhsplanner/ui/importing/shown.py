"""What a preview shows, a line a row of the file. Worked out beside the reading, in its process: no Qt in here."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xhsplanner.core.progress import Progress
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import Choices, Column, PlanRow, Problem, Reading
from xhsplanner.ops import plan
from xhsplanner.ops.plan import Decision, Decisions, Preview
from xhsplanner.ops.plan_rows import Verdict

FILTERS = ("all", "problems", "new", "changed", "same")
MARKED = {
    "bad_date": "day",
    "no_such_day": "day",
    "bad_time": "time",
    "no_such_time": "time",
    "unknown_account": "accounts",
    "no_account": "accounts",
    "unknown_series": "series",
    "empty_title": "title",
    "unknown_status": "status",
    "unknown_kind": "status",
}
"""Code of a problem → the column where it is marked."""
ACCOUNT_CODES = tuple(code for code, column in MARKED.items() if column == "accounts")
LEADING: tuple[Verdict, ...] = ("new", "changed", "locked", "same")
"""Of a row with several accounts, the verdict that is shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the table. `place` is what people call it: the row, in a week grid the cell."""

    row: PlanRow
    problems: tuple[tuple[str, Problem], ...]
    verdict: Verdict | None
    notes: int
    decision: Decision | None = None
    place: str = ""

    @property
    def rejected(self) -> bool:
        """Whether something is so wrong that the row stays out."""
        return any(not problem.kept for _, problem in self.problems)

    @property
    def result(self) -> str:
        """The last column: why the row stays out, else what importing does, and what to know about it."""
        if self.rejected:
            said = [problem.reason for _, problem in self.problems if not problem.kept]
            return t("importing.comma").join(said)
        if self.decision == "skip":
            return t("importing.decision.skip")
        words = [t(f"importing.verdict.{self.verdict}")] if self.verdict else []
        words += [t("importing.more", n=self.notes)] if self.notes > 1 else []
        return " · ".join((*words, *(problem.reason for _, problem in self.problems)))

    def fits(self, wanted: str) -> bool:
        """Whether one of `FILTERS` lets the line through."""
        if wanted == "same":
            return self.verdict in ("same", "locked") or self.decision == "skip"
        return wanted == "all" or (bool(self.problems) if wanted == "problems" else self.verdict == wanted)


@dataclass(frozen=True, slots=True)
class Look:
    """A preview with its lines, and how many of them each of `FILTERS` lets through."""

    preview: Preview
    lines: tuple[Shown, ...]
    counts: Mapping[str, int]


def look(
    folder: Path, source: plan.Source, choices: Choices, decisions: Decisions, today: date, *, progress: Progress
) -> Look:
    """Read a schedule and make its lines. For a process of its own. Raises Refused."""
    preview = plan.preview(folder, source, choices, decisions, today, progress=progress)
    found = tuple(lines(preview, decisions))
    counts = Counter(wanted for line in found for wanted in FILTERS if line.fits(wanted))
    return Look(preview, found, {wanted: counts[wanted] for wanted in FILTERS})


def lines(preview: Preview, decisions: Decisions) -> list[Shown]:
    """All rows of a preview in the order of the file, the rejected ones at their place."""
    reading = preview.reading
    places = _Places([*reading.rows, *reading.rejected])
    wrong: dict[str, list[tuple[str, Problem]]] = {}
    for problem in dict.fromkeys(
        reading.problems
    ):  # each once: a grid's account is wrong for every note of its row
        for source in places.of(problem):
            wrong.setdefault(source, []).append((MARKED.get(problem.code, ""), problem))
    given: dict[str, list[Verdict]] = {}
    for entry, said_of in zip(preview.entries, preview.verdicts, strict=True):
        given.setdefault(entry.row.source, []).append(said_of)
    found = []
    for row in places.rows(reading):
        said = given.get(row.source, [])
        verdict: Verdict | None = next((one for one in LEADING if one in said), None)
        notes = said.count(verdict) if verdict else 0
        told = tuple(wrong.get(row.source, ()))
        found.append(Shown(row, told, verdict, notes, decisions.get(row.source), places.name(row)))
    return found


class _Places:
    """Finds the rows that a cell of the file belongs to: several notes may stand in a row, even in a cell."""

    def __init__(self, rows: list[PlanRow]) -> None:
        self._rows = rows
        self._in_row: dict[tuple[str, int], list[PlanRow]] = {}
        for row in rows:
            self._in_row.setdefault((row.sheet, row.row), []).append(row)

    def rows(self, reading: Reading) -> list[PlanRow]:
        """All rows in the order of the file."""
        sheets = {mapping.sheet: number for number, mapping in reversed([*enumerate(reading.mappings)])}
        return sorted(self._rows, key=lambda row: (sheets.get(row.sheet, 0), row.row, row.column, row.order))

    def name(self, row: PlanRow) -> str:
        """`12`, or the cell (`C12`) where more than one note stands in the row."""
        alone = len(self._in_row[row.sheet, row.row]) == 1
        return str(row.row) if alone else f"{Column('', row.column, '').letter}{row.row}"

    def of(self, problem: Problem) -> set[str]:
        """The sources of the rows whose cell this is: the nearest that begin left of it."""
        near = self._in_row.get((problem.sheet, problem.row), [])
        column = column_number(problem.cell)
        left = [row.column for row in near if row.column <= column]
        if not left and problem.code in ACCOUNT_CODES:  # a grid's account stands in front of all its notes
            return {row.source for row in near if not row.accounts or problem.value in row.accounts}
        begin = max(left, default=min((row.column for row in near), default=0))
        same = [row for row in near if row.column == begin]
        told = [row for row in same if problem.value and problem.value in (row.title, row.series, row.status_text)]
        return {row.source for row in told or same}


def column_number(cell: str) -> int:
    """The column of a cell such as `B86`, from 0."""
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return max(0, number - 1)
