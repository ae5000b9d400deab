"""The brief of a series as questions: 痛点, 场景, 权益, 证据, 动作. Kept as plain text, one heading a question.

    痛点：年费什么时候收，没人说清楚
    场景：办卡第一年
    其余随便写的话

A line that begins with the heading of a question, in any of the program's languages, begins its answer; all
before the first heading is the free part. So a brief reads well wherever it is pasted, and one written by hand
stays whole.
"""

from collections.abc import Mapping
from functools import cache

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
