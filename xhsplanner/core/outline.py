"""The brief of a series as questions to the writer: what a note must answer, and the outline that asks them."""

from typing import NamedTuple

from xhsplanner.core.brief import FREE, QUESTIONS, answers
from xhsplanner.core.words import t


class Question(NamedTuple):
    """One thing a note must say: 痛点, and what the series says or asks about it."""

    heading: str
    text: str

    @property
    def line(self) -> str:
        """Heading and text as one line."""
        return f"{self.heading}{t('brief.colon')}{self.text}" if self.text else self.heading


def questions(brief: str) -> list[Question]:
    """The questions of a series: the five everybody has, with what its brief says to each, then its own lines.

    A brief of nothing but own lines asks only those.
    """
    said = answers(brief)
    own = [_own(line) for line in said.get(FREE, "").splitlines() if line.strip()]
    if own and len(said) == 1:
        return own
    five = [Question(t(f"brief.{one}"), said.get(one) or t(f"brief.ask_{one}")) for one in QUESTIONS]
    return [*five, *own]


def _own(line: str) -> Question:
    head, colon, rest = line.strip().replace("：", ":", 1).partition(":")
    return Question(head.strip(), rest.strip()) if colon and head.strip() else Question(line.strip(), "")


def outline(asked: list[Question]) -> str:
    """A text to write into: each heading on a line of its own."""
    return "\n".join(f"{one.heading}{t('brief.colon').rstrip()}" for one in asked)
