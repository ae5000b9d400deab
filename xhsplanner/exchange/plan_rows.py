"""Turns the lines of a table into notes, and says what is wrong with the others."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from xhsplanner.core.model import Kind, Status
from xhsplanner.exchange.plan_context import Context
from xhsplanner.exchange.plan_dates import read_day
from xhsplanner.exchange.plan_days import DayReader, has_day
from xhsplanner.exchange.plan_lines import Line
from xhsplanner.exchange.plan_model import Cell, Column, NameKind, PlanRow, Problem, UnreadableError
from xhsplanner.exchange.plan_names import (
    People,
    Split,
    cut_hashtags,
    names_ours,
    other_platform,
    read_accounts_cell,
    read_episode,
    read_kind,
    read_status,
    split_covers,
    split_hashtags,
)
from xhsplanner.exchange.plan_piece import series_in_front
from xhsplanner.exchange.plan_table import Found
from xhsplanner.exchange.plan_times import is_slot, read_minute
from xhsplanner.exchange.plan_words import fold, is_blank, is_untitled, plain, without_brackets, words

_LONGEST_VALUE = 200
TELL_EVERY = 200
_LONGEST_PERSON = 12
_FIRST_LINE = 40
_IN_BRACKETS = re.compile(r"[（(]([^（()）]{1,20})[)）]")
_LABELLED = re.compile(r"^.{0,6}[:：]\s*")
_CLOCK_BEHIND = re.compile(r"(?<=\s)(\d{1,2})[:：](\d{2})\s*$")
KEPT = {"unknown_status", "unknown_kind"}
"""Problems that do not keep a row from being imported."""


@dataclass(slots=True)
class Outcome:
    """What one table gives; `read` counts rows with content, `unknown` rows held back by each unknown name."""

    rows: list[PlanRow] = field(default_factory=list)
    rejected: list[PlanRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    read: int = 0
    unknown: dict[str, Counter[str]] = field(default_factory=lambda: {"accounts": Counter(), "series": Counter()})
    guesses: Counter[tuple[NameKind, str, str]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the lines of one table. `file` is the file's name, `statuses` what people said about status words
    (folded text → code), `today` where years are counted from if nothing else says.
    """

    file: str
    table: Found
    people: People
    context: Context
    statuses: dict[str, str]
    today: date
    roles: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """The roles of the table, looked up for every row."""
        object.__setattr__(self, "roles", frozenset(column.role for column in self.table.mapping.columns))

    def read(self, lines: list[Line], tell: Callable[[int], None]) -> Outcome:
        """All notes and problems of the table, in its order; `tell` hears now and then how many rows are read."""
        outcome = Outcome()
        ours = any(names_ours(line.text("platform")) for line in lines)
        lines = [line for line in lines if not self._is_elsewhere(line, told=ours)]
        days = DayReader(self.table, self.context, self.today).days(lines)
        for number, (line, day) in enumerate(zip(lines, days, strict=True)):
            if number % TELL_EVERY == 0:
                tell(number)
            row = self._row(line, day, outcome)
            if row is None:
                continue
            problems = self._problems(line)
            outcome.read += 1
            outcome.problems.extend(problems)
            good = all(problem.kept for problem in problems)
            (outcome.rows if good else outcome.rejected).append(row)
        return outcome

    def _has(self, role: str) -> bool:
        return role in self.roles

    def _is_elsewhere(self, line: Line, *, told: bool) -> bool:
        """Whether a note is for other platforms only. `told`: the column names ours where it is meant."""
        platform = line.person("platform")
        return bool(platform) and not names_ours(platform) and (told or other_platform(platform))

    def _row(self, line: Line, day: date | None, outcome: Outcome) -> PlanRow | None:
        """The note of a line, None where a person left it out; what is wrong with it is added to `line.wrong`."""
        accounts = self._accounts(line, outcome)
        if accounts is None:
            return None
        title, body = self._title(line)
        if self.table.kind == "list" and not self._has("series"):
            line.cells["series"], title = series_in_front(title, self.people.series)
        body, tags = cut_hashtags(body)
        minute, series, kind, status = (
            self._minute(line),
            self._series(line, outcome),
            self._kind(line),
            self._status(line),
        )
        row = PlanRow(
            sheet=self.table.sheet.name,
            row=line.number,
            column=line.column,
            order=line.order,
            no=line.text("no"),
            title=title,
            day=day,
            minute=minute,
            accounts=accounts,
            series=series,
            topic=line.text("topic") if self._has("title") or self.table.kind == "grid" else "",
            body=body,
            hashtags=tuple(dict.fromkeys((*split_hashtags(line.text("hashtags")), *tags))),
            covers=split_covers(line.text("covers")),
            kind=kind,
            kind_text=line.text("kind"),
            owner=self._person(line, "owner"),
            designer=self._person(line, "designer"),
            remark=line.text("remark"),
            source=self._source(line),
            day_filled=line.day_filled,
            episode=self._episode(line, title),
            status=status or Status.TODO,
            status_text=line.text("status"),
            status_known=status is not None,
        )
        return row

    def _source(self, line: Line) -> str:
        place = f"{self.file}|{self.table.sheet.name}|{line.number}"
        if self.table.kind == "grid":
            return f"{place}|{Column('', line.column, '').letter}{line.order + 1}"
        return f"{place}|{Column('', line.column, '').letter}" if line.column else place

    def _title(self, line: Line) -> tuple[str, str]:
        """The title, or the topic where there is no column of titles, and the text."""
        body = line.text("body")
        if self.table.kind == "grid" or self._has("title") or line.text("title"):
            role = "title"
        elif self._has("topic"):
            role = "topic"
        else:
            title, _, rest = body.partition("\n")
            if title and len(title) <= _FIRST_LINE:
                return title.strip(), rest.strip()
            role = "title"
        title = line.text(role)
        if is_untitled(title):
            return "", body
        if not title:
            line.wrong.append((role, UnreadableError("empty_title", "")))
        return title, body

    def _minute(self, line: Line) -> int | None:
        written_with_day = (
            line.said.minute if line.said else _beside_no_day(line.cells.get("day", line.cells.get("time", "")))
        )
        cell = line.cells.get("time", "")
        if self.table.kind == "list" and not self._has("day") and has_day(cell):
            return written_with_day  # the cell was read as a day already
        if isinstance(cell, str) and is_slot(cell):
            return written_with_day
        try:
            minute = _time_of(cell)
        except UnreadableError as error:
            line.wrong.append(("time", error))
            return None
        return written_with_day if minute is None else minute

    def _accounts(self, line: Line, outcome: Outcome) -> tuple[str, ...] | None:
        """The accounts of a line; unknown ones too, with a problem. None where all of them are left out."""
        names = self.people.accounts
        text = line.text("accounts")
        if is_blank(text) and names.match(text) is None:
            text = ""
        text = text or self.context.account
        if not text:
            only = names.all()
            if len(only) == 1 and not self._has("accounts"):
                return (only[0],)
            line.wrong.append(("accounts", UnreadableError("no_account", "")))
            return ()
        split = read_accounts_cell(text, names)
        if split.elsewhere:
            return None
        self._owner_beside(line, text, split)
        for name in split.unknown:
            line.wrong.append(("accounts", UnreadableError("unknown_account", name)))
            outcome.unknown["accounts"][name] += 1
        for said, name in split.guesses:
            outcome.guesses["account", said, name] += 1
        if not split.found and not split.unknown:
            line.wrong.append(("accounts", UnreadableError("no_account", "")))
        return tuple(split.found + split.unknown)

    def _owner_beside(self, line: Line, text: str, split: Split) -> None:
        """Takes over a person known by name who stands with the account: 主账号（陈思雨）."""
        members = self.people.members
        beside = [name for name in split.unknown if split.found and members.match(name)]
        split.unknown = [name for name in split.unknown if name not in beside]
        beside += [name for said in _IN_BRACKETS.findall(text) if (name := members.match(_LABELLED.sub("", said)))]
        if beside and not line.person("owner"):
            line.cells["owner"] = beside[0]

    def _series(self, line: Line, outcome: Outcome) -> str:
        text = line.text("series")
        match = self.people.series.find(text) if text else None
        if match is not None:
            if not match.sure:
                outcome.guesses["series", text, match.name] += 1
            return match.name
        if is_blank(text) or any(word in plain(text) for word in words("no_series")):
            return ""
        line.wrong.append(("series", UnreadableError("unknown_series", text)))
        outcome.unknown["series"][text] += 1
        return text

    def _person(self, line: Line, role: str) -> str:
        """A person's name without `@`; of several the first."""
        text = line.person(role).strip("@＠ ")
        match = self.people.members.find(text) if text else None
        if match is not None and (match.sure or not match.name):
            return match.name
        if bare := self.people.members.match(without_brackets(text)):
            return bare
        pieces = [piece.strip("@＠ ") for piece in re.split(r"[、，,;；/&+\n]|\s+@", text) if piece.strip("@＠ ")]
        if len(pieces) > 1 and all(len(piece) <= _LONGEST_PERSON for piece in pieces):
            return self.people.members.match(pieces[0]) or pieces[0]
        return text

    def _kind(self, line: Line) -> Kind:
        text = line.person("kind")
        kind = read_kind(text) if text else Kind.PICTURES
        if kind is None:
            line.wrong.append(("kind", UnreadableError("unknown_kind", text)))
        return kind or Kind.PICTURES

    def _status(self, line: Line) -> Status | None:
        """Our status; None where the line says none we know."""
        text = line.text("status")
        code = self.statuses.get(fold(text))
        status = Status(code) if code else read_status(text) if text and code is None else None
        if status is None and not is_blank(text) and code is None:
            line.wrong.append(("status", UnreadableError("unknown_status", text)))
        return status

    def _episode(self, line: Line, title: str) -> int | None:
        digits = re.search(r"\d{1,5}", plain(line.text("episode")))
        return int(digits[0]) if digits else read_episode(title)

    def _problems(self, line: Line) -> list[Problem]:
        found = []
        for role, error in line.wrong:
            column = self._place(line, role)
            found.append(
                Problem(
                    sheet=self.table.sheet.name,
                    row=line.number,
                    column=column.name,
                    value=error.value[:_LONGEST_VALUE],
                    reason=error.sentence,
                    cell=f"{column.letter}{line.number}",
                    code=error.reason,
                    kept=error.reason in KEPT,
                )
            )
        return found

    def _place(self, line: Line, role: str) -> Column:
        """The column a problem stands in: of its role, else of the note."""
        named = self.table.mapping.column(role)
        if named is not None:
            return named
        return next((c for c in self.table.columns if c.index == line.column), Column(role, line.column, ""))


def _beside_no_day(cell: Cell) -> int | None:
    """The time written behind a day that does not exist or is not decided: 12月32日 18:30."""
    found = _CLOCK_BEHIND.search(cell) if isinstance(cell, str) else None
    return int(found[1]) * 60 + int(found[2]) if found and int(found[1]) < 24 and int(found[2]) < 60 else None


def _time_of(cell: Cell) -> int | None:
    """The minute of a cell of times, which may repeat the day before it."""
    try:
        return read_minute(cell)
    except UnreadableError as error:
        if isinstance(cell, str) and error.reason == "bad_time":
            try:
                said = read_day(cell)
            except UnreadableError:
                raise error from None
            if said is not None and said.minute is not None:
                return said.minute
        raise
