"""What a schedule file says, as values: the language between the plan reader, the plan writer and the ops."""

from collections.abc import Iterable
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from xhsplanner.core.model import Kind, Status
from xhsplanner.core.words import t

Cell = str | int | float | bool | date | datetime | time | timedelta
"""One cell as a file gives it; an empty cell is ""."""


class UnreadableError(ValueError):
    """A cell that does not say what its column is for. `reason` is the last part of a `plan.reason.*` key."""

    def __init__(self, reason: str, value: str) -> None:
        super().__init__(reason, value)
        self.reason = reason
        self.value = value

    @property
    def sentence(self) -> str:
        """The reason in the user's language."""
        shown = self.value if len(self.value) <= 40 else self.value[:39] + "…"
        return t(f"plan.reason.{self.reason}", value=shown)


NameKind = Literal["account", "series", "member", "status"]
Layout = Map[int, str]
"""Column (from 0) → role, "" for a column that says nothing to us."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names a workspace already has; any other account or series in a file is a problem.

    `aliases`: (kind, folded text) → our name (of a status its code; "" for "leave it out"), as people said in
    earlier imports; `layouts`: fingerprint of a header → what its columns were said to be.
    """

    accounts: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    aliases: Map[tuple[NameKind, str], str] = field(default_factory=dict)
    layouts: Map[str, Layout] = field(default_factory=dict)

    def plus(self, *, accounts: Iterable[str] = (), series: Iterable[str] = ()) -> "Known":
        """These names and more, each once, the old ones first."""
        return replace(
            self,
            accounts=tuple(dict.fromkeys((*self.accounts, *accounts))),
            series=tuple(dict.fromkeys((*self.series, *series))),
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person corrected in the preview of a file; reading it again takes it into account.

    `create`: names of accounts and series that may be made. `names`: as `Known.aliases`, stronger than those.
    `layouts`: as `Known.layouts`. `cells`: (sheet, row from 1, column from 0) → the text to read there instead.
    `left_out`: (sheet, number) of tables that are not wanted.
    """

    create: frozenset[str] = frozenset()
    names: Map[tuple[NameKind, str], str] = field(default_factory=dict)
    layouts: Map[str, Layout] = field(default_factory=dict)
    cells: Map[tuple[str, int, int], str] = field(default_factory=dict)
    left_out: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Guess:
    """A name that was taken for one of ours without being it: 避坑 → 信用卡避坑指南, in so many rows."""

    kind: NameKind
    text: str
    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `index` counts from 0; `header` is the text above it; `role` "" where it is not read.

    `sure` says how the role was found: 1 named so, less a guess, 2 said by a person.
    """

    role: str
    index: int
    header: str
    sure: float = 1.0

    @property
    def letter(self) -> str:
        """The column's name in Excel: A, B, … AA."""
        number, letters = self.index + 1, ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return letters

    @property
    def name(self) -> str:
        """The header, or the letter where the header is empty."""
        return self.header or self.letter


@dataclass(frozen=True, slots=True)
class Mapping:
    """One table of a sheet: the last row of its header (from 1) and the columns that are read, left to right."""

    sheet: str
    header_row: int
    columns: tuple[Column, ...]

    def column(self, role: str) -> Column | None:
        """The column with this role."""
        return next((column for column in self.columns if column.role == role), None)


TableKind = Literal["list", "grid"]
"""A row a note, or a week grid: a cell of account × day (or hour × day) holds notes."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table as the file has it, for people to look at and correct.

    `number` counts the tables of its sheet from 0; `fingerprint` names its header, wherever the file lies.
    `columns` are all of them. `lines`: row number (from 1) and the texts of the row, one for each column, of every
    row below the header that says something.
    """

    sheet: str
    number: int
    kind: TableKind
    fingerprint: str
    columns: tuple[Column, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that stops its row from being imported, or (`kept`) was read in a way the user should know.

    `column` is the header, `cell` the place in Excel's way (`B86`), `reason` a sentence in the user's language,
    `code` the same for programs.
    """

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    cell: str = ""
    code: str = ""
    kept: bool = False

    def __str__(self) -> str:
        line = t("plan.line", sheet=self.sheet, row=self.row, column=self.column, reason=self.reason)
        return line + (t("plan.kept") if self.kept else "")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a schedule: a note, or as many sibling notes as it has accounts.

    `minute` is minutes since midnight; `day_filled` says the day came from a cell above. `kind_text` and
    `status_text` are what the file says, `status_known` whether that is a status of ours; `source` names file,
    sheet and row: the same when the file is read again. `column` (from 0) and `order` are the place in the row: of
    a list the table's first column and 0, of a week grid the cell and the place in it.
    """

    sheet: str
    row: int
    accounts: tuple[str, ...]
    title: str
    no: str = ""
    day: date | None = None
    minute: int | None = None
    series: str = ""
    topic: str = ""
    episode: int | None = None
    body: str = ""
    hashtags: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    kind: Kind = Kind.PICTURES
    kind_text: str = ""
    owner: str = ""
    designer: str = ""
    status: Status = Status.TODO
    status_text: str = ""
    status_known: bool = False
    remark: str = ""
    source: str = ""
    day_filled: bool = False
    column: int = 0
    order: int = 0

    @property
    def clock(self) -> str | None:
        """The time as HH:MM."""
        return None if self.minute is None else f"{self.minute // 60:02}:{self.minute % 60:02}"

    @property
    def hashtag_line(self) -> str:
        """The hashtags as a note holds them: `#信用卡 #避坑`."""
        return " ".join(f"#{tag}" for tag in self.hashtags)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One row of the sheet 账号. `per_week` is the target of notes a week, `followers` a count."""

    name: str
    positioning: str = ""
    line: str = ""
    per_week: float | None = None
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One row of the sheet 系列. `per_week` is None where the frequency is not a number (按节点)."""

    name: str
    brief: str = ""
    per_week: float | None = None
    hashtags: tuple[str, ...] = ()
    template: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one file says. `rows_read` counts the rows with content, good and bad, without sums.

    `rows` can be imported; `rejected` are the others, with what could be read of them.
    `created_accounts` and `created_series` are the names the caller allowed to create and a good row uses;
    `unknown_accounts` and `unknown_series` count the rows that stand back because of each unknown name.
    `tables` are shown to the person, `guesses` are names that were taken for ours.
    """

    file: str
    rows_read: int = 0
    rows: tuple[PlanRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    rejected: tuple[PlanRow, ...] = ()
    accounts: tuple[AccountRow, ...] = ()
    series: tuple[SeriesRow, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    created_accounts: tuple[str, ...] = ()
    created_series: tuple[str, ...] = ()
    unknown_accounts: dict[str, int] = field(default_factory=dict)
    unknown_series: dict[str, int] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    guesses: tuple[Guess, ...] = ()
