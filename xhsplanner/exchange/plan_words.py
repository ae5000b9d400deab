"""Cells as words: how a schedule's text is cleaned and compared, and the lists of resources/plan."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any

from xhsplanner.core import resources
from xhsplanner.exchange.plan_model import Cell

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")
_BRACKETS = re.compile(r"[(\[{【〔（［][^()\[\]{}【】〔〕（）［］]*[)\]}】〕）］]")
_DECORATION = re.compile(r"^[^\w#/\\\"“([{【〔]+")
"""Emoji and other marks before a header: 📅 日期."""
_LONGEST_BLANK = 60
_SPACE = re.compile(r"\s+")


def words(section: str) -> Any:
    """One entry of resources/plan/words.toml."""
    return resources.toml("plan", "words.toml")[section]


@cache
def plain_words(section: str) -> frozenset[str]:
    """One list of words.toml as `plain` writes them."""
    return frozenset(plain(word) for word in words(section))


@cache
def folded_words(section: str) -> frozenset[str]:
    """One list of words.toml as `fold` writes them."""
    return frozenset(fold(word) for word in words(section))


def tidy(text: str) -> str:
    """The user's text without outer spaces, carriage returns and control characters; nothing else changes."""
    if text.isprintable():
        return text.strip()  # nearly every cell, and quicker
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip()


def shown(cell: Cell) -> str:
    """A cell as its text: 3.0 is `3`, a date is ISO, a time HH:MM."""
    match cell:
        case str():
            return tidy(cell)
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.isoformat(sep=" ", timespec="minutes")
        case time():
            return cell.isoformat(timespec="minutes")
        case date():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    return str(cell)


def plain(text: str) -> str:
    """Text to compare cells by: NFKC, lower case, no outer spaces."""
    if text.isascii():
        return text.lower().strip()
    return _plain(text) if len(text) <= _LONGEST_BLANK else _normal(text)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


_plain = lru_cache(maxsize=16_384)(_normal)
"""The same for short texts, which come again and again."""


def fold(text: str) -> str:
    """Text to compare names by: as `plain`, and without any space."""
    return _SPACE.sub("", plain(text))


def without_brackets(text: str) -> str:
    """The text without remarks in brackets; the text itself where nothing else is in it."""
    return _BRACKETS.sub("", text).strip() or text


def header(text: str) -> str:
    """A header to compare by: folded, without bracketed remarks and marks such as `*` and `:`."""
    folded = fold(text)
    folded = _DECORATION.sub("", folded) or folded
    return (_BRACKETS.sub("", folded) or folded).strip("*:：。,★☆▲▼↓") or folded


def untitled() -> str:
    """What a draft without a title is written as; `is_untitled` reads it back."""
    return str(words("untitled")[0])


def is_untitled(title: str) -> bool:
    """Whether a title cell says that there is none yet, on purpose."""
    return plain(title) in plain_words("untitled")


@cache
def _blanks() -> frozenset[str]:
    return frozenset(plain(word) for word in words("blanks")) | {""}


def is_blank(cell: Cell) -> bool:
    """Whether a date, time or person cell says "nothing yet"."""
    return isinstance(cell, str) and len(cell) <= _LONGEST_BLANK and plain(tidy(cell)) in _blanks()
