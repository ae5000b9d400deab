"""What a person said about a schedule so far, and what is left to ask. No widgets in here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from xhsplanner.core import resources
from xhsplanner.exchange.plan_model import Choices, NameKind, Reading, Table
from xhsplanner.exchange.plan_words import fold
from xhsplanner.ops.plan import Decision


@dataclass(frozen=True, slots=True)
class Question:
    """A name of the file that is none of ours, in so many rows. `guess`: what it was taken for, "" for nothing."""

    kind: NameKind
    text: str
    rows: int
    guess: str = ""

    @property
    def key(self) -> tuple[NameKind, str]:
        """How `Choices.names` knows it."""
        return self.kind, fold(self.text)


@dataclass(frozen=True, slots=True)
class Draft:
    """Corrections to one file. Every method gives another draft."""

    choices: Choices = field(default_factory=Choices)
    decisions: Mapping[str, Decision] = field(default_factory=dict)

    def answered(self, question: Question, name: str | None, *, create: bool = False) -> "Draft":
        """The name of the file is `name` of ours ("" to leave it out), is new (`create`), or None: not decided."""
        names = {key: ours for key, ours in self.choices.names.items() if key != question.key}
        made = self.choices.create - {question.text}
        if create:
            made |= {question.text}
            if question.guess:
                names[question.key] = question.text  # else it would be taken for the guess again
        elif name is not None:
            names[question.key] = name
        return replace(self, choices=replace(self.choices, names=names, create=made))

    def creating(self, found: Iterable[Question]) -> "Draft":
        """All accounts and series that nothing was said about, and that were taken for none of ours, are new."""
        new = {
            one.text
            for one in found
            if one.kind in ("account", "series") and not one.guess and self.answer(one) == (None, False)
        }
        return replace(self, choices=replace(self.choices, create=self.choices.create | new))

    def answer(self, question: Question) -> tuple[str | None, bool]:
        """What was answered: a name ("" to leave out) or None, and whether it is to be created."""
        if question.text in self.choices.create:
            return None, True
        return self.choices.names.get(question.key), False

    def with_role(self, table: Table, column: int, role: str) -> "Draft":
        """A column (from 0) is for `role`, "" for nothing; the column that had the role has none any more."""
        layout = {one.index: "" if one.role == role else one.role for one in table.columns}
        layouts = {**self.choices.layouts, table.fingerprint: {**layout, column: role}}
        return replace(self, choices=replace(self.choices, layouts=layouts))

    def with_cell(self, sheet: str, row: int, column: int, text: str) -> "Draft":
        """A cell says something else."""
        return replace(
            self, choices=replace(self.choices, cells={**self.choices.cells, (sheet, row, column): text})
        )

    def with_table(self, table: Table, wanted: bool) -> "Draft":
        """A table is read, or left out."""
        out = self.choices.left_out - {(table.sheet, table.number)}
        if not wanted:
            out |= {(table.sheet, table.number)}
        return replace(self, choices=replace(self.choices, left_out=out))

    def decided(self, sources: Iterable[str], decision: Decision) -> "Draft":
        """What is to be done with rows, named by `PlanRow.source`."""
        return replace(self, decisions={**self.decisions, **dict.fromkeys(sources, decision)})


def questions(reading: Reading) -> list[Question]:
    """What the reading left open, most rows first within each kind: accounts, series, statuses, then guesses."""
    statuses: dict[str, int] = {}
    for problem in reading.problems:
        if problem.code == "unknown_status":
            statuses[problem.value] = statuses.get(problem.value, 0) + 1
    open_: tuple[tuple[NameKind, Mapping[str, int]], ...] = (
        ("account", reading.unknown_accounts),
        ("series", reading.unknown_series),
        ("status", statuses),
    )
    found = [
        Question(kind, text, rows)
        for kind, counts in open_
        for text, rows in sorted(counts.items(), key=lambda item: -item[1])
    ]
    return found + [Question(guess.kind, guess.text, guess.rows, guess.name) for guess in reading.guesses]


def roles() -> list[str]:
    """What a column of a schedule can be for, in the order in which people think of it."""
    listed = list(resources.toml("plan", "headers.toml")["note"])
    first = ["day", "time", "accounts", "series", "title", "body", "hashtags", "status", "owner"]
    return [*first, *(role for role in listed if role not in first)]
