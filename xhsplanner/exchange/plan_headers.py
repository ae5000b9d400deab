"""What a header says a column is for: the synonyms of resources/plan/headers.toml as candidates, best first."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from xhsplanner.core import resources
from xhsplanner.exchange.plan_model import Cell
from xhsplanner.exchange.plan_names import is_status
from xhsplanner.exchange.plan_words import fold, header

LONGEST_HEADER = 30
"""Longer texts are no header."""
EXACT, INSIDE, SECOND = 1.0, 0.6, 0.4
_STEP = 0.04
"""So much less sure is each further role a word stands for."""

Candidates = dict[str, float]
"""Role → how sure the header is of it, 0 to 1."""


def _table(name: str) -> Any:
    return resources.toml("plan", "headers.toml")[name]


@cache
def _synonyms(table: str) -> dict[str, Candidates]:
    """Folded synonym → the roles it may stand for; where several claim a word, the place in its list decides."""
    claims: dict[str, list[tuple[int, str]]] = {}
    for role, listed in _table(table).items():
        for place, word in enumerate(listed):
            claim = claims.setdefault(header(word), [])
            if role not in {other for _, other in claim}:
                claim.append((place, role))
    return {
        word: {role: EXACT - _STEP * turn for turn, (_, role) in enumerate(sorted(claim, key=lambda pair: pair[0]))}
        for word, claim in claims.items()
    }


@cache
def _more(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in _table("more")[name])


@lru_cache(maxsize=8192)
def candidates(text: str, table: str = "note") -> Candidates:
    """The roles a header may mean in one of the tables of headers.toml. Callers must not change what they get."""
    name = header(text) if len(text) <= 4 * LONGEST_HEADER else ""
    if not name or len(name) > LONGEST_HEADER:
        return {}
    synonyms = _synonyms(table)
    found = synonyms.get(name)
    if found is None:
        other = table == "note" and (is_ignored(name) or is_status(name))
        found = {} if other else _inside(name, synonyms)
    if table == "note" and name not in synonyms and any(word in name for word in _more("second")):
        found = {role: sure * SECOND for role, sure in found.items()}
    elif table == "note" and name in synonyms and any(word in fold(text) for word in ("旧", "原", "old")):
        found = {role: sure * SECOND for role, sure in found.items()}  # 标题（旧）
    return found


@lru_cache(maxsize=8192)
def is_ignored(text: str) -> bool:
    """Whether a header is about something we do not read: views, links, when a row was last changed."""
    name = header(text)
    if name in _synonyms("note") or any(word in name for word in _more("kept")):
        return False
    return bool(_ignored().search(name))


@cache
def _ignored() -> re.Pattern[str]:
    """One of the words; a Latin one begins there."""
    return re.compile(
        "|".join(rf"(?<![a-z]){re.escape(w)}" if w.isascii() else re.escape(w) for w in _more("ignored"))
    )


def is_exact(text: str) -> bool:
    """Whether a text is a header we know."""
    return header(text) in _synonyms("note")


def _inside(name: str, synonyms: dict[str, Candidates]) -> Candidates:
    """The roles of the longest word the header contains; what stands at its end counts most."""
    words = [
        word for word in synonyms if len(word) >= (4 if word.isascii() else 2) and word in name and word != name
    ]
    if not words:
        return {}
    found: Candidates = {}
    for word in sorted(words, key=lambda word: (len(word), name.endswith(word)), reverse=True)[:3]:
        for role, sure in synonyms[word].items():
            found.setdefault(role, sure * (INSIDE - 0.08 * len(found)))
    return found


def under(text: str, parent: str) -> Candidates:
    """The roles of a header that stands below another: 文案 below 分工 is a person."""
    if parent and header(parent) in _more("people"):
        for role, listed in _table("people").items():
            if header(text) in {header(word) for word in listed}:
                return {role: EXACT}
    own = candidates(text)
    if own or not parent or header(parent) == header(text):
        return own
    return {role: sure * INSIDE for role, sure in candidates(parent + text).items()}


def guess_role(text: str, table: str) -> tuple[str, float]:
    """The role a header names, and how sure that is (0 to 1); ("", 0.0) where it names none."""
    found = candidates(text, table)
    if not found:
        return "", 0.0
    best = max(found, key=lambda role: found[role])
    return best, found[best]


def header_roles(row: Iterable[Cell]) -> set[str]:
    """The roles that cells name exactly: how much a row looks like a header."""
    return {
        role
        for cell in row
        if isinstance(cell, str) and len(cell) <= LONGEST_HEADER
        for role, sure in [guess_role(cell, "note")]
        if sure >= EXACT - 3 * _STEP
    }
