"""What a check of a workspace found: values that can be kept in a file and said in any language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args

from xhsplanner.core.clock import minute_of
from xhsplanner.core.words import t, words

Harm = Literal["data", "copy", "derived", "note"]
"""What is hurt: the team's own work, a backup of it, what the program can make again, or nothing."""
HARMS: tuple[Harm, ...] = get_args(Harm)
LONGEST = 48
"""Characters of a name in a sentence."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found. `subject` names it for programs (`note:12`, `asset:7`, a file's name).

    `key` stands below `health.found` and `health.advice`, `values` fill it; a `table` or `field` among them is
    said by its name for people.
    """

    check: str
    subject: str
    harm: Harm
    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What was found, in the user's language."""
        said = {name: _said(name, value) for name, value in self.values.items()}
        return t(f"health.found.{self.key}", **said) if said else t(f"health.found.{self.key}")

    @property
    def advice(self) -> str:
        """What to do about it."""
        return t(f"health.advice.{self.key}")

    @property
    def row(self) -> tuple[str, int] | None:
        """Table and id, where the finding is about one row."""
        table, _, number = self.subject.partition(":")
        return (table, int(number)) if number.isdecimal() else None


def _said(name: str, value: str | int) -> str | int:
    """Tables and columns have names for people; the rest is said as it is."""
    if name in ("at", "since"):
        return minute_of(str(value))
    if name == "part":
        return t(f"health.part.{value}")
    if name == "name":
        return _short(str(value))
    if name not in ("table", "field"):
        return value
    known = f"health.{name}.{value}"
    return t(known) if words.has(known) else t(f"health.{name}.other")


def _short(name: str) -> str:
    """A name that fits a line: its beginning and its end, where the number and the kind of a file stand."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 17]}…{name[-16:]}"


@dataclass(frozen=True, slots=True)
class Report:
    """One check of a workspace: when it began (ISO), how long it took, how much each part looked at."""

    at: str
    seconds: float
    quick: bool
    counts: Mapping[str, int]
    findings: Sequence[Finding] = ()

    def of(self, *harms: Harm) -> list[Finding]:
        """The findings of these kinds of harm."""
        return [found for found in self.findings if found.harm in harms]

    @property
    def harmed(self) -> list[Finding]:
        """The findings that want somebody to act: all but the mere notes."""
        return self.of("data", "copy", "derived")

    @property
    def verdict(self) -> str:
        """The result in one sentence."""
        if not self.harmed:
            return t("health.fine")
        parts = [t(f"health.count.{harm}", n=len(self.of(harm))) for harm in HARMS[:3] if self.of(harm)]
        return t("health.comma").join(parts)

    def document(self) -> dict[str, Any]:
        """As what JSON holds; `read` is the way back."""
        findings = [
            {"check": f.check, "subject": f.subject, "harm": f.harm, "key": f.key, "values": dict(f.values)}
            for f in self.findings
        ]
        head = {"at": self.at, "seconds": self.seconds, "quick": self.quick, "counts": dict(self.counts)}
        return {**head, "findings": findings}

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> "Report":
        """A report out of `document()`. Raises KeyError, TypeError, ValueError, OverflowError where it is none."""
        findings = tuple(_finding(one) for one in document["findings"])
        counts = {str(name): int(n) for name, n in document["counts"].items()}
        return cls(str(document["at"]), float(document["seconds"]), bool(document["quick"]), counts, findings)


def _finding(one: Mapping[str, Any]) -> Finding:
    if one["harm"] not in HARMS:
        raise ValueError(one["harm"])
    values = {str(name): value if isinstance(value, int) else str(value) for name, value in one["values"].items()}
    found = Finding(str(one["check"]), str(one["subject"]), cast(Harm, one["harm"]), str(one["key"]), values)
    _ = found.sentence, found.advice, found.row  # what cannot be said or shown is none of ours
    return found
