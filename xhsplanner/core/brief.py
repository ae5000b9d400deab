"""The brief of a series as questions: 痛点, 场景, 权益, 证据, 动作. Kept as plain text, one heading a question.

    痛点：年费什么时候收，没人说清楚
    场景：办卡第一年
    其余随便写的话

A line that begins with the heading of a question, in any of the program's languages, begins its answer; all
before the first heading is the free part. So a brief reads well wherever it is pasted, and one written by hand
stays whole. Who writes a note is asked by them, and `outline` puts them into its body.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from xhsplanner.core.text import fold
from xhsplanner.core.words import LANGUAGES, load, t

QUESTIONS = ("pain", "scene", "offer", "proof", "action")
"""The questions of a brief, in order: `brief.<question>` is the heading, `brief.ask_<question>` what it asks."""
FREE = "free"
"""The part of a brief that answers no question."""


@cache
def _headings() -> dict[str, str]:
    return {fold(load(language)[f"brief.{question}"]): question for language in LANGUAGES for question in QUESTIONS}


def answers(text: str) -> dict[str, str]:
    """What a brief says, by question and FREE; only parts that say something."""
    found: dict[str, list[str]] = {}
    at = FREE
    for line in text.splitlines():
        head, colon, rest = line.replace("：", ":", 1).partition(":")
        question = _headings().get(fold(head.strip())) if colon else None
        at = question or at
        found.setdefault(at, []).append(rest.lstrip() if question else line)
    whole = {part: "\n".join(lines).strip("\n") for part, lines in found.items()}
    return {part: said for part, said in whole.items() if said.strip()}


def composed(said: Mapping[str, str]) -> str:
    """The text of a brief from what `answers` gives, free part first."""
    lines = [said[FREE].strip("\n")] if said.get(FREE, "").strip() else []
    lines += [f"{t(f'brief.{q}')}{t('brief.colon')}{said[q].strip()}" for q in QUESTIONS if said.get(q, "").strip()]
    return "\n".join(lines)


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


def outline(asked: Iterable[Question]) -> str:
    """A text to write into: each heading on a line of its own."""
    return "\n".join(f"{one.heading}{t('brief.colon').rstrip()}" for one in asked)
