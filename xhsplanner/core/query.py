"""What is typed into the search box, understood: words, phrases in quotes, `account:上海`, `之前:12-24`, `-word`.

Whatever is not understood is plain text, and nothing is ever an error. Names are left as typed: who asks looks them
up. The words of the keys are data: resources/search.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from xhsplanner.core import resources
from xhsplanner.core.model import Status
from xhsplanner.core.text import plain
from xhsplanner.core.words import LANGUAGES, said_in

NAMED = ("account", "series", "owner", "persona", "tag", "keyword")
"""Keys whose value is a name of the catalogue."""
DATED = ("before", "after", "on")
_SAME = str.maketrans({"：": ":", "“": '"', "”": '"', "＂": '"', "－": "-", "　": " "})
"""What stands for what, one character for one: places stay."""
_WORD = re.compile(r'(?<!\S)(-(?=[\w"])|)(?:([^\s":-][^\s":]*):)?(?:"([^"]*)"(?!\S)|(\S*))')
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?|(?:(\d{4})年)?(\d{1,2})月")


@dataclass(frozen=True, slots=True)
class Condition:
    """What notes must be, or where not `wanted` must not be.

    `value` is a name as typed, the code of a status, or what `has` and `is` speak of; `days` the first and last day
    of a dated one.
    """

    key: str
    value: str
    wanted: bool = True
    days: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """All of it must hold. Terms are as text.plain has them: looked for anywhere in what a note is found by."""

    terms: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.terms or self.without or self.conditions)


@dataclass(frozen=True, slots=True)
class Typing:
    """The word that is being typed: its key, what stands behind the colon, and where that begins."""

    key: str
    value: str
    start: int


@cache
def _known(table: str) -> Mapping[str, str]:
    """What is said for a key or value, in any language and without case, and which it is."""
    words = resources.toml("search", "words.toml")[table]
    return {
        said.casefold(): name for language in LANGUAGES for name, ways in words[language].items() for said in ways
    }


@cache
def _statuses() -> Mapping[str, str]:
    codes = {status.value: status.value for status in Status}
    return codes | {
        said_in(language, f"status.{status.value}").casefold(): status.value
        for language in LANGUAGES
        for status in Status
    }


def _status(typed: str) -> str | None:
    """The status of a name, or of the only name that begins so (已发 for 已发布 too)."""
    known = _statuses()
    if typed in known:
        return known[typed]
    near = {
        code for name, code in known.items() if name.startswith(typed) or (len(name) > 1 and typed.startswith(name))
    }
    return near.pop() if len(near) == 1 else None


def said(table: str, name: str, language: str) -> str:
    """How the box says a key (`keys`) or a value (`has`, `is`, `day`) in a language."""
    return str(resources.toml("search", "words.toml")[table][language][name][0])


def values(key: str, language: str) -> list[str]:
    """What can stand behind a key that takes one of a few words, as it is said in a language."""
    words = resources.toml("search", "words.toml")
    if key == "has":
        return [str(ways[0]) for ways in words["has"][language].values()]
    statuses = [said_in(language, f"status.{status.value}") for status in Status]
    if key == "is":
        return [*(str(ways[0]) for ways in words["is"][language].values()), *statuses]
    if key in DATED:
        return [str(ways[0]) for ways in words["day"][language].values()]
    return statuses if key == "status" else []


def key_of(word: str) -> str:
    """The key that a word before a colon stands for, '' for none."""
    return _known("keys").get(word.casefold(), "")


def parse(text: str, today: date) -> Query:
    """What is asked for. Days without a year are of the year of `today`."""
    terms: dict[str, None] = {}
    without: dict[str, None] = {}
    conditions: dict[Condition, None] = {}
    for match in _WORD.finditer(text.translate(_SAME)):
        if not match[0]:
            continue
        minus, name, phrase, bare = match.groups()
        key = key_of(name or "")
        value = (bare if phrase is None else phrase).strip(' "')
        if key and not value:
            continue  # it is still to come
        condition = _condition(key, value, not minus, today) if key else None
        if condition is not None:
            conditions[condition] = None
            continue
        word = match[0][len(minus) :] if phrase is None else f"{name}:{phrase}" if name else phrase
        said = plain(_bare(word) if phrase is None else word)
        if minus and said:
            without[said] = None
        elif said := said or (plain(match[0]) if phrase is None else ""):
            terms[said] = None
    return Query(tuple(terms), tuple(without), tuple(conditions))


def _bare(word: str) -> str:
    """A word without quotes that were never closed; one of symbols alone keeps them."""
    stripped = word.strip('"')
    return stripped if any(map(str.isalnum, stripped)) else word


def _condition(key: str, value: str, wanted: bool, today: date) -> Condition | None:
    if key in NAMED:
        return Condition(key, value, wanted)
    low = value.casefold()
    if key == "status":
        code = _status(low)
        return Condition("status", code, wanted) if code else None
    if key == "is":
        code = _statuses().get(low)
        if code:
            return Condition("status", code, wanted)
        return Condition("is", _known("is")[low], wanted) if low in _known("is") else None
    if key == "has":
        return Condition("has", _known("has")[low], wanted) if low in _known("has") else None
    days = day_of(value, today)
    return Condition(key, value, wanted, days) if days else None


def day_of(value: str, today: date) -> tuple[date, date] | None:
    """The first and last of the days that a word names: a day, or a month; None where it names none."""
    named = {"today": 0, "tomorrow": 1, "yesterday": -1}.get(_known("day").get(value.casefold(), ""))
    if named is not None:
        day = today + timedelta(named)
        return day, day
    with suppress(ValueError, OverflowError):
        if match := _DAY.fullmatch(value):
            day = date(int(match[1] or today.year), int(match[2]), int(match[3]))
            return day, day
        if match := _MONTH.fullmatch(value):
            year, month = int(match[1] or match[3] or today.year), int(match[2] or match[4])
            first = date(year, month, 1)
            return first, date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    return None


def typing(text: str) -> Typing | None:
    """What is being typed at the end of `text`, where that is the value of a key; None elsewhere."""
    last = None
    for match in re.finditer(r'(?<!\S)-?([^\s":-][^\s":]*):("[^"]*|[^\s"]*)$', text.translate(_SAME)):
        last = match
    key = key_of(last[1]) if last else ""
    if not key or last is None:
        return None
    return Typing(key, last[2].lstrip('"'), last.start(2))


def quoted(value: str) -> str:
    """A name as it is typed behind a colon: in quotes where it holds a space."""
    return f'"{value}"' if re.search(r"\s", value) else value
